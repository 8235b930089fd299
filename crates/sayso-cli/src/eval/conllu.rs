//! Treebanks in CoNLL-U to paragraphs of running text with the words, tags and trees laid over it.

use std::ops::Range;

use thiserror::Error;

/// A paragraph and its sentences.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Paragraph {
    pub(crate) text: String,
    pub(crate) sentences: Vec<Vec<Word>>,
}

/// A word as the treebank has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) form: String,
    pub(crate) lemma: String,
    pub(crate) upos: String,
    pub(crate) xpos: String,
    /// Index in the sentence; `None`: the root.
    pub(crate) head: Option<usize>,
    pub(crate) deprel: String,
    /// Bytes of the paragraph's text. A word within a longer one (`do` in `don't`) has its own place if the parts join up
    /// to the whole, and else the place of the whole.
    pub(crate) range: Range<usize>,
}

/// Why a treebank does not read.
#[derive(Debug, Error)]
#[error("line {line}: {message}")]
pub(crate) struct ConlluError {
    line: usize,
    message: &'static str,
}

/// Reads a whole file.
pub(crate) fn read(text: &str) -> Result<Vec<Paragraph>, ConlluError> {
    let mut reader = Reader::default();
    for (i, line) in text.lines().enumerate() {
        reader.line(line).map_err(|message| ConlluError { line: i + 1, message })?;
    }
    reader.end_sentence();
    reader.end_paragraph();
    Ok(reader.paragraphs)
}

#[derive(Default)]
struct Reader {
    paragraphs: Vec<Paragraph>,
    paragraph: Paragraph,
    sentence: Vec<Word>,
    /// The longer word that the next words are parts of: the number of its last part, its place, and the place within it.
    within: Option<(usize, Range<usize>, usize)>,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), &'static str> {
        if line.starts_with("# newdoc") || line.starts_with("# newpar") {
            self.end_paragraph();
        } else if line.is_empty() {
            self.end_sentence();
        } else if !line.starts_with('#') {
            let fields: Vec<&str> = line.split('\t').collect();
            return match fields[..] {
                [id, form, lemma, upos, xpos, _, head, deprel, _, misc] => {
                    self.fields(id, form, misc, [lemma, upos, xpos, head, deprel])
                }
                _ => Err("expected ten fields"),
            };
        }
        Ok(())
    }

    fn fields(&mut self, id: &str, form: &str, misc: &str, rest: [&str; 5]) -> Result<(), &'static str> {
        let space = !misc.split('|').any(|m| m == "SpaceAfter=No");
        if let Some((_, last)) = id.split_once('-') {
            let place = self.place(form, space);
            let last = last.parse().map_err(|_| "a range of words without an end")?;
            let at = place.start;
            self.within = Some((last, place, at));
            return Ok(());
        }
        if id.contains('.') {
            return Ok(());
        }
        let number: usize = id.parse().map_err(|_| "an id that is no number")?;
        let [lemma, upos, xpos, head, deprel] = rest.map(str::to_owned);
        let head = head.parse::<usize>().map_err(|_| "a head that is no number")?.checked_sub(1);
        let range = match self.within.take() {
            Some((last, whole, at)) if number <= last => self.part(form, number, last, whole, at),
            _ => self.place(form, space),
        };
        self.sentence.push(Word { form: form.to_owned(), lemma, upos, xpos, head, deprel, range });
        Ok(())
    }

    /// Writes a form to the text.
    fn place(&mut self, form: &str, space: bool) -> Range<usize> {
        let text = &mut self.paragraph.text;
        let start = text.len();
        text.push_str(form);
        let end = text.len();
        if space {
            text.push(' ');
        }
        start..end
    }

    /// The place of a part of a longer word.
    fn part(
        &mut self,
        form: &str,
        number: usize,
        last: usize,
        whole: Range<usize>,
        at: usize,
    ) -> Range<usize> {
        let end = at + form.len();
        let same = self.paragraph.text.get(at..end) == Some(form) && (number == last) == (end == whole.end);
        if number < last {
            self.within = Some((last, whole.clone(), if same { end } else { usize::MAX / 2 }));
        }
        if same { at..end } else { whole }
    }

    fn end_sentence(&mut self) {
        self.within = None;
        if !self.sentence.is_empty() {
            self.paragraph.sentences.push(std::mem::take(&mut self.sentence));
        }
    }

    fn end_paragraph(&mut self) {
        if !self.paragraph.sentences.is_empty() {
            self.paragraphs.push(std::mem::take(&mut self.paragraph));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_their_places() {
        let text = "# newpar\n1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_\n1\tDo\tdo\tAUX\tVB\t_\t3\taux\t_\t_\n\
            2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_\n3\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n\
            4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_\n\n";
        let paragraphs = read(text).unwrap(); // OK because written here
        assert_eq!(paragraphs[0].text, "Don't go. ");
        let words = &paragraphs[0].sentences[0];
        assert_eq!(words.iter().map(|w| w.range.clone()).collect::<Vec<_>>(), [0..2, 2..5, 6..8, 8..9]);
        assert_eq!((words[0].head, words[2].head), (Some(2), None));
    }

    #[test]
    fn a_bad_line_is_named() {
        assert_eq!(read("1\tx\n").unwrap_err().to_string(), "line 1: expected ten fields");
    }
}
