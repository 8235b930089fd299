//! Treebanks: tags, lemmas and trees.
//!
//! The measures are those of the CoNLL 2018 shared task (Zeman et al., "CoNLL 2018 Shared Task: Multilingual Parsing from
//! Raw Text to Universal Dependencies", 2018). With gold tokens and sentences every figure is an accuracy. On raw text it
//! is an F1 over words: a word is found if its place is the same, and its head is right if the head's place is the same
//! too. Raw text comes by paragraphs, which are the documents that are counted here.
//!
//! ```text
//! gold       Men/nsubj shot/root
//! predicted  Men/nsubj shot/root ./punct    ->  las P 2/3, R 2/2
//! ```

use std::collections::HashMap;
use std::ops::{AddAssign, Range};
use std::path::Path;

use sayso::ingest::{Paragraph as Block, ParagraphRole, Report};
use sayso::read::Model;
use sayso::read::annotations::{Syntax, Token};

use super::conllu::{self, Paragraph, Word};
use super::score::{Counts, Figure, Scores};
use super::{EvalError, Options, content, each};

/// Figures of one way of reading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Outcome {
    /// Places of words.
    words: Counts,
    /// Places of sentences.
    sentences: Counts,
    upos: Counts,
    xpos: Counts,
    lemma: Counts,
    uas: Counts,
    /// Relations without their subtypes.
    las: Counts,
    /// Relations with their subtypes.
    las_subtypes: Counts,
}

/// Reads the treebank both ways and scores it.
///
/// # Errors
/// When the file cannot be read or is no CoNLL-U.
pub(super) fn score(data: &Path, options: &Options, model: &Model) -> Result<Scores, EvalError> {
    let mut paragraphs = conllu::read(&content(data)?)
        .map_err(|source| EvalError::Treebank { path: data.to_owned(), source })?;
    paragraphs.truncate(options.limit.unwrap_or(usize::MAX));
    let outcomes = each(&paragraphs, |paragraph| {
        let (gold, raw) = (with_gold_tokens(model, paragraph), on_raw_text(model, paragraph));
        let shown = if options.show { differences(paragraph, &gold) } else { Vec::new() };
        (Outcome::of(&paragraph.sentences, &gold), Outcome::of(&paragraph.sentences, &raw), shown)
    });
    let (mut gold, mut raw) = (Outcome::default(), Outcome::default());
    for outcome in &outcomes {
        gold += outcome.0;
        raw += outcome.1;
    }
    // Places are given with gold tokens: they are no figure there.
    let figures =
        (gold.named().into_iter().skip(2).map(|(name, counts)| (format!("gold tokens: {name}"), counts)))
            .chain(raw.named().into_iter().map(|(name, counts)| (format!("raw text: {name}"), counts)));
    Ok(Scores {
        set: "treebank".to_owned(),
        data: data.display().to_string(),
        documents: paragraphs.len(),
        figures: figures.map(|(name, counts)| Figure::prf(name, counts)).collect(),
        shown: outcomes.into_iter().flat_map(|(_, _, shown)| shown).collect(),
    })
}

fn with_gold_tokens(model: &Model, paragraph: &Paragraph) -> Syntax {
    let forms = |sentence: &Vec<Word>| sentence.iter().map(|w| w.form.clone()).collect::<Vec<_>>();
    let sentences: Vec<Vec<String>> = paragraph.sentences.iter().map(forms).collect();
    let sentences: Vec<Vec<&str>> =
        sentences.iter().map(|s| s.iter().map(String::as_str).collect()).collect();
    let mut found = model.annotate_tokens(&sentences);
    let places = paragraph.sentences.iter().flatten().map(|w| w.range.clone());
    found.tokens.iter_mut().zip(places).for_each(|(token, place)| token.range = place);
    found
}

fn on_raw_text(model: &Model, paragraph: &Paragraph) -> Syntax {
    let block = Block { range: 0..paragraph.text.trim_end().len(), role: ParagraphRole::Body };
    model.annotate(&Report { text: paragraph.text.clone(), paragraphs: vec![block], ..Report::default() })
}

impl AddAssign for Outcome {
    fn add_assign(&mut self, other: Self) {
        let other = other.named();
        self.all().into_iter().zip(other).for_each(|(sum, (_, counts))| *sum += counts);
    }
}

impl Outcome {
    /// The counts of one paragraph.
    fn of(gold: &[Vec<Word>], found: &Syntax) -> Self {
        let mut outcome = Self { sentences: sentences(gold, found), ..Self::default() };
        let of_words = Counts::new(gold.iter().map(Vec::len).sum(), found.tokens.len(), 0);
        outcome.all().into_iter().enumerate().filter(|(i, _)| *i != 1).for_each(|(_, c)| *c = of_words);
        let places: HashMap<(usize, usize), (&[Word], &Word)> = gold
            .iter()
            .flat_map(|s| s.iter().map(move |w| ((w.range.start, w.range.end), (s.as_slice(), w))))
            .collect();
        for token in &found.tokens {
            if let Some((sentence, word)) = places.get(&(token.range.start, token.range.end)) {
                outcome.add_word(sentence, word, token, found);
            }
        }
        outcome
    }

    /// Counts a word whose place is right.
    fn add_word(&mut self, sentence: &[Word], word: &Word, token: &Token, found: &Syntax) {
        let uas = same_head(sentence, word, token, found);
        self.words.right += 1;
        self.upos.right += usize::from(token.upos == word.upos);
        self.xpos.right += usize::from(token.xpos == word.xpos);
        self.lemma.right += usize::from(word.lemma == "_" || token.lemma == word.lemma);
        self.uas.right += usize::from(uas);
        self.las.right += usize::from(uas && bare(token.deprel) == bare(&word.deprel));
        self.las_subtypes.right += usize::from(uas && token.deprel == word.deprel);
    }

    fn all(&mut self) -> [&mut Counts; 8] {
        let Self { words, sentences, upos, xpos, lemma, uas, las, las_subtypes } = self;
        [words, sentences, upos, xpos, lemma, uas, las, las_subtypes]
    }

    fn named(&self) -> [(&'static str, Counts); 8] {
        [
            ("words", self.words),
            ("sentences", self.sentences),
            ("upos", self.upos),
            ("xpos", self.xpos),
            ("lemma", self.lemma),
            ("uas", self.uas),
            ("las", self.las),
            ("las with subtypes", self.las_subtypes),
        ]
    }
}

/// Sentences with the same first and last word.
fn sentences(gold: &[Vec<Word>], found: &Syntax) -> Counts {
    let place = |i: usize| &found.tokens[i].range;
    let ends = |s: &Vec<Word>| Some((s.first()?.range.start, s.last()?.range.end));
    let known: Vec<(usize, usize)> = gold.iter().filter_map(ends).collect();
    let found = found.sentences.iter().map(|s| (place(s.tokens.start).start, place(s.tokens.end - 1).end));
    let found: Vec<(usize, usize)> = found.collect();
    let same = found.iter().filter(|s| known.contains(s)).count();
    Counts::new(gold.len(), found.len(), same)
}

fn same_head(sentence: &[Word], word: &Word, token: &Token, found: &Syntax) -> bool {
    let head = &found.tokens[token.head].range;
    match word.head {
        None => *head == token.range,
        Some(h) => *head == sentence[h].range && *head != token.range,
    }
}

/// A relation without its subtype.
fn bare(relation: &str) -> &str {
    relation.split(':').next().unwrap_or_default()
}

/// The words of a paragraph, gold tokens given, that hang wrongly: as read, then as they should.
fn differences(paragraph: &Paragraph, found: &Syntax) -> Vec<String> {
    let word = |range: &Range<usize>| &paragraph.text[range.clone()];
    let words = paragraph.sentences.iter().flat_map(|s| s.iter().map(move |w| (s, w)));
    let wrong = words.zip(&found.tokens).filter(|((sentence, gold), token)| {
        !same_head(sentence, gold, token, found) || bare(token.deprel) != bare(&gold.deprel)
    });
    wrong
        .map(|((sentence, gold), token)| {
            let head = gold.head.map_or("-", |h| sentence[h].form.as_str());
            let (found_head, relation) = (word(&found.tokens[token.head].range), token.deprel);
            let start = sentence.first().map_or(0, |w| w.range.start);
            let end = sentence.last().map_or(start, |w| w.range.end);
            format!(
                "{} {relation} of {found_head}, not {} of {head}: {}",
                gold.form,
                gold.deprel,
                &paragraph.text[start..end]
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use sayso::read::annotations::Sentence;

    use super::*;

    fn word(form: &str, range: Range<usize>, head: Option<usize>, deprel: &str) -> Word {
        let [form, lemma, upos, xpos, deprel] = [form, form, "X", "Y", deprel].map(str::to_owned);
        Word { form, lemma, upos, xpos, head, deprel, range }
    }

    fn token(range: Range<usize>, lemma: &str, head: usize, deprel: &'static str) -> Token {
        Token { range, lemma: lemma.to_owned(), upos: "X", xpos: "Z", head, deprel }
    }

    fn syntax(tokens: Vec<Token>) -> Syntax {
        let sentences = vec![Sentence { tokens: 0..tokens.len(), paragraph: 0 }];
        Syntax { tokens, sentences, ..Syntax::default() }
    }

    /// `Men shot.` read as `Men shot .` with the relation's subtype wrong, and a token too many.
    #[test]
    fn a_sentence_counted_by_hand() {
        let gold = vec![vec![word("Men", 0..3, Some(1), "nsubj:x"), word("shot.", 4..9, None, "root")]];
        let found = syntax(vec![
            token(0..3, "man", 1, "nsubj"),
            token(4..8, "shot", 1, "root"),
            token(8..9, ".", 1, "punct"),
        ]);
        let outcome = Outcome::of(&gold, &found);
        let of_words = |right| Counts::new(2, 3, right);
        assert_eq!((outcome.words, outcome.sentences), (of_words(1), Counts::new(1, 1, 1)));
        assert_eq!((outcome.upos, outcome.xpos, outcome.lemma), (of_words(1), of_words(0), of_words(0)));
        // The head of `Men` has another place in gold.
        assert_eq!(outcome.uas, of_words(0));
    }

    #[test]
    fn a_relation_counts_without_its_subtype_for_las() {
        let gold = vec![vec![word("Men", 0..3, Some(1), "nsubj:pass"), word("shot", 4..8, None, "root")]];
        let found = syntax(vec![token(0..3, "Men", 1, "nsubj"), token(4..8, "shot", 1, "root")]);
        let outcome = Outcome::of(&gold, &found);
        assert_eq!([outcome.uas.right, outcome.las.right, outcome.las_subtypes.right], [2, 2, 1]);
        let mut sum = outcome;
        sum += outcome;
        assert_eq!((sum.words, sum.las_subtypes), (Counts::new(4, 4, 4), Counts::new(4, 4, 2)));
    }

    #[test]
    fn a_wrong_head_is_shown_with_the_right_one() {
        let sentences = vec![vec![word("Men", 0..3, Some(1), "nsubj"), word("shot", 4..8, None, "root")]];
        let paragraph = Paragraph { text: "Men shot ".to_owned(), sentences };
        let found = syntax(vec![token(0..3, "Men", 1, "obj"), token(4..8, "shot", 1, "root")]);
        assert_eq!(differences(&paragraph, &found), ["Men obj of shot, not nsubj of shot: Men shot"]);
    }
}
