//! What each block of a page is for: headline, standfirst, byline, date, caption, links to other stories, furniture, story.
//!
//! The rules go from sure to likely. Phrases of `data/ingest/phrases.csv` and the shape of a line (nothing but a date, a
//! credit in brackets) decide on a block alone; then the blocks before the story are told from each other by what stands
//! around them. A block that no rule knows is story: to read a share button is a smaller harm than to lose a sentence.

use std::ops::Range;

use jiff::civil::Date;

use super::tables::{Credit, PHRASES, credit, words};
use super::{Dateline, Paragraph, ParagraphRole, dateline, dates};

/// A block and what its markup says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// Where it stands, without white space at the ends.
    pub(super) range: Range<usize>,
    /// Its role where the markup tells.
    pub(super) hint: Option<ParagraphRole>,
}

/// Paragraphs with their roles, and what they tell of the report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Assigned {
    pub(super) paragraphs: Vec<Paragraph>,
    pub(super) dateline: Option<Dateline>,
    /// Title, as the first block of this role has it.
    pub(super) title: Option<Range<usize>>,
    /// Day or moment of publication and its day, from a date line, a byline or the dateline.
    pub(super) published: Option<(String, Date)>,
}

/// How many blocks before the story are looked at for its headline and what belongs to it.
const HEAD_BLOCKS: usize = 12;

/// Tells each block's role. `title` is the title that the caller knows; if `title_first` is set, the first block is it.
pub(super) fn assign(text: &str, blocks: Vec<Block>, title: Option<&str>, title_first: bool) -> Assigned {
    let slices: Vec<&str> = blocks.iter().map(|block| &text[block.range.clone()]).collect();
    let mut roles: Vec<Option<Known>> =
        blocks.iter().map(|block| known(&text[block.range.clone()], block.hint)).collect();
    if title_first && !roles.is_empty() {
        roles[0] = Some(Known::of(ParagraphRole::Title));
    }
    // One block of words is the story, whatever it looks like.
    let first = usize::from(title_first);
    let lone = blocks.len() == first + 1 && roles[first].is_none_or(|known| !known.sure);
    if lone {
        roles[first] = Some(Known::of(ParagraphRole::Body));
    } else {
        head(&slices, &mut roles, title, first);
        related_lists(&slices, &mut roles);
    }
    let mut assigned = Assigned::default();
    for (block, role) in blocks.into_iter().zip(roles) {
        let role = role.map_or(ParagraphRole::Body, |known| known.role);
        assigned.paragraphs.push(Paragraph { range: block.range, role });
    }
    finish(text, &mut assigned);
    assigned
}

/// What a rule says of a block.
#[derive(Clone, Copy, Debug)]
struct Known {
    role: ParagraphRole,
    /// Whether such a block stands at the head of a page.
    head: bool,
    /// Whether it opens a list of the same role.
    list: bool,
    /// Whether the words alone leave no doubt.
    sure: bool,
}

impl Known {
    fn of(role: ParagraphRole) -> Self {
        Self { role, head: false, list: false, sure: false }
    }
}

/// Whether a line is a block of its own even amid wrapped text: a date line, a byline, a reading time.
pub(super) fn stands_alone(line: &str) -> bool {
    line.len() < 120
        && !ends_sentence(line)
        && line.contains(char::is_lowercase)
        && known(line, None).is_some_and(|known| known.head)
}

/// What a block is by its own words and its markup.
fn known(block: &str, hint: Option<ParagraphRole>) -> Option<Known> {
    use ParagraphRole::{Byline, Caption, DateLine, Furniture, Title};
    if hint == Some(Title) {
        return Some(Known::of(Title));
    }
    if !block.contains(char::is_alphanumeric) {
        return Some(Known { sure: true, ..Known::of(Furniture) });
    }
    if dates::of_line(&without_reading_time(block)).is_some() {
        return Some(Known { head: true, sure: true, ..Known::of(DateLine) });
    }
    if let Some(hit) = PHRASES.find(block)
        && (hit.role != Byline || !is_prose(block) || hit.head)
    {
        let list = hit.whole && hit.role == ParagraphRole::RelatedLink;
        return Some(Known { role: hit.role, head: hit.head, list, sure: hit.role == Furniture });
    }
    if is_byline(block) {
        return Some(Known { head: true, ..Known::of(Byline) });
    }
    if is_caption(block) {
        return Some(Known::of(Caption));
    }
    if is_handle(block) {
        return Some(Known { sure: true, ..Known::of(Furniture) });
    }
    // Markup names bylines and dates by classes that are also put around other things.
    match hint {
        Some(Byline | DateLine) if block.split_whitespace().count() > 30 || is_prose(block) => None,
        Some(DateLine) if dates::first(block).is_none() => None,
        Some(role) => Some(Known { head: matches!(role, Byline | DateLine), ..Known::of(role) }),
        None => None,
    }
}

/// `18 December 2019 · 2 min read` without what follows the date.
fn without_reading_time(block: &str) -> String {
    let parts = block.split(['·', '•', '|', '\n']).map(str::trim);
    let dates: Vec<&str> = parts.filter(|part| PHRASES.find(part).is_none_or(|hit| !hit.head)).collect();
    if dates.is_empty() { block.to_owned() } else { dates.join(" | ") }
}

/// `By Jane Doe`, `BY JANE DOE AND JOHN ROE, KABUL`, `By Jane Doe | 18 December 2019`.
fn is_byline(block: &str) -> bool {
    let Some(rest) =
        block.strip_prefix("By ").or_else(|| block.strip_prefix("BY ")).or_else(|| block.strip_prefix("by "))
    else {
        return credit(block) == Some(Credit::Agency) && !block.contains(['(', '[']);
    };
    let rest = match dates::first(rest) {
        Some(found) => &rest[..found.range.start],
        None => rest,
    };
    let names: Vec<&str> = rest.split_whitespace().collect();
    if names.is_empty() || names.len() > 14 || is_prose(block) {
        return false;
    }
    const SMALL: [&str; 18] = [
        "and",
        "in",
        "of",
        "for",
        "at",
        "the",
        "de",
        "al",
        "el",
        "bin",
        "van",
        "von",
        "der",
        "with",
        "correspondent",
        "reporter",
        "staff",
        "editor",
    ];
    // `By Friday` opens a sentence, and no name has figures.
    let date = dates::first(block).is_none() && dates::of_line(&format!("{} 1 May 2019", names[0])).is_some();
    // A line of capitals may be cut from a text of capitals.
    let capitals = !block.contains(char::is_lowercase) && (names.len() > 6 || block.contains("--"));
    !date
        && !capitals
        && names[0].starts_with(char::is_uppercase)
        && names.iter().all(|name| {
            let bare = name.trim_matches(|c: char| !c.is_alphanumeric());
            bare.is_empty()
                || SMALL.contains(&bare)
                || bare.starts_with(char::is_uppercase)
                || bare.contains('@')
        })
        && !rest.contains(|c: char| c.is_ascii_digit())
}

/// Words under a picture, told by whom they credit: `... [Getty]`, `... (AFP Photo)`, `... Jane Doe/Reuters`.
fn is_caption(block: &str) -> bool {
    const MOST_WORDS: usize = 70;
    let count = block.split_whitespace().count();
    if count > MOST_WORDS {
        return false;
    }
    let end = block.trim_end_matches(['.', ' ']);
    if let Some(open) = end.ends_with([']', ')']).then(|| end.rfind(['[', '('])).flatten() {
        let inner = end[open + 1..end.len() - 1].trim();
        let before = block[..open].trim_end();
        if is_credit(inner) {
            let square = end.ends_with(']');
            // A wire's sign-off stands behind a sentence and names the agency alone; a picture's credit says photo.
            let sign_off = credit(inner) == Some(Credit::Agency) && is_prose(before);
            return before.is_empty() || !sign_off || square && count <= 40;
        }
        return false;
    }
    // The last words: `REUTERS/Jane Doe`, `Photograph: Jane Doe/AFP`, `AFP via Getty Images`.
    let tail_from =
        end.char_indices().rev().find(|(_, c)| ".!?…|".contains(*c)).map_or(0, |(at, c)| at + c.len_utf8());
    let tail = end[tail_from..].trim();
    let words = tail.split_whitespace().count();
    if tail_from == 0 && words > 12 {
        // No full stop before the credit: only the last few words can be it.
        let last: Vec<&str> = tail.split_whitespace().rev().take(4).collect();
        return last.iter().any(|word| word.contains('/') && word.split('/').any(is_known_credit));
    }
    if words == 0 || words > 12 {
        return false;
    }
    // Without a bracket, a colon or a comma may stand in any sentence: what is before it must be the credit.
    is_known_credit(tail) && tail_from == 0
        || tail.split_once(':').is_some_and(|(left, _)| is_known_credit(left))
        || tail.contains('/') && tail.split('/').any(is_known_credit)
        || tail.rsplit_once(" via ").is_some_and(|(_, right)| is_known_credit(right))
        || tail_from == 0 && is_photo_by(tail)
}

fn is_known_credit(name: &str) -> bool {
    matches!(credit(name), Some(Credit::Agency | Credit::Photo)) && words(name).concat().len() > 1
}

/// Whether the words of a bracket are a credit: known names, alone or beside a photographer's after a stroke, a colon,
/// a hyphen or `via`.
fn is_credit(text: &str) -> bool {
    const MARKS: [char; 6] = ['/', ':', '|', ',', '-', '–'];
    if text.len() > 120 || text.split_whitespace().count() > 12 {
        return false;
    }
    let mut parts = text.split(MARKS).flat_map(|part| part.split(" via ")).map(str::trim);
    parts.any(is_known_credit) || is_photo_by(text)
}

/// `Photo by Jane Doe`, `AP Photo Jane Doe`, `Image courtesy of the ministry`.
fn is_photo_by(text: &str) -> bool {
    let words = words(text);
    let photo = |at: usize| {
        matches!(words.get(at).map(String::as_str), Some("photo" | "image" | "picture" | "photograph"))
    };
    photo(0) && matches!(words.get(1).map(String::as_str), Some("by" | "courtesy" | "credit" | ":"))
        || photo(1) && is_known_credit(&words[0])
}

/// An address, a handle or a tag alone.
fn is_handle(block: &str) -> bool {
    let address = ["http:", "https:", "http :", "www."].iter().any(|start| block.starts_with(start));
    let mut parts = block.split_whitespace();
    address && !is_prose(block)
        || parts.all(|part| {
            let part = part.trim_end_matches([',', ';', '.']);
            part.starts_with('@') && part.len() > 2
                || part.starts_with('#')
                    && part.len() > 2
                    && !part.chars().skip(1).all(|c| c.is_ascii_digit())
                || part.starts_with("http://")
                || part.starts_with("https://")
                || part.starts_with("www.")
                || part.contains('@') && part.contains('.') && !part.contains("..")
        })
}

/// Ends as a sentence does.
fn ends_sentence(block: &str) -> bool {
    let end = block.trim_end_matches(|c: char| c.is_whitespace() || "\"'”’»)]".contains(c));
    end.ends_with(['.', '!', '?', '…', '。', '؟', '।'])
}

/// Full sentences rather than a line of a page.
fn is_prose(block: &str) -> bool {
    let end = block.trim_end_matches(|c: char| c.is_whitespace() || "\"'”’»)]".contains(c));
    let count = block.split_whitespace().count();
    count > 35 || count > 5 && end.ends_with(['.', '…', '。', '।'])
}

/// Whether a block has the shape of a headline.
fn is_headline(block: &str) -> bool {
    let count = block.split_whitespace().count();
    if !(1..=30).contains(&count) || block.len() > 300 || block.lines().count() > 3 {
        return false;
    }
    let end = block.trim_end_matches(|c: char| c.is_whitespace() || "\"'”’»)]".contains(c));
    if end.ends_with([':', ';', ',']) {
        return false;
    }
    if !end.ends_with(['.', '…', '。']) {
        return block.contains(char::is_alphabetic);
    }
    // Some sets of texts put a full stop behind every headline: Words With Capitals tell it.
    let inner = end.trim_end_matches('.');
    let long: Vec<&str> = inner.split_whitespace().filter(|word| word.chars().count() > 3).collect();
    let capitals = long.iter().filter(|word| {
        word.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_uppercase)
    });
    (3..=25).contains(&count)
        && !inner.contains(". ")
        && inner.contains(char::is_lowercase)
        && long.len() >= 3
        && capitals.count() * 5 >= long.len() * 4
}

/// Whether two lines say the same title: equal words, or one with the outlet's name behind it.
pub(super) fn same_title(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    !short.is_empty()
        && (short == long || short.len() >= 4 && long.len() - short.len() <= 5 && long.starts_with(&short))
}

/// Tells titles, standfirst and bylines among the blocks before the story.
fn head(slices: &[&str], roles: &mut [Option<Known>], title: Option<&str>, first: usize) {
    use ParagraphRole::{Byline, Standfirst, Title};
    let end = slices.len().min(first + HEAD_BLOCKS);
    // The headline: the first block that is nothing else, if it looks like one and a story follows.
    let mut named = title.map(str::to_owned);
    let marked = (first..end).find(|&at| roles[at].is_some_and(|known| known.role == Title));
    // A word alone (`News`, `by`) is no headline.
    let candidate =
        (first..end).find(|&at| roles[at].is_none() && slices[at].split_whitespace().nth(1).is_some());
    let mut last_title = if first > 0 { Some(0) } else { marked };
    if let (Some(at), None) = (marked, &named) {
        named = Some(slices[at].to_owned());
    }
    if named.is_none()
        && let Some(at) = candidate
    {
        let story = (at + 1..slices.len()).any(|at| {
            roles[at].is_none() && (ends_sentence(slices[at]) || slices[at].split_whitespace().count() > 30)
        });
        let dateline = dateline::find(slices[at], 0..slices[at].len()).is_some();
        if story && !dateline && is_headline(slices[at]) {
            named = Some(slices[at].to_owned());
            roles[at] = Some(Known::of(Title));
            last_title = Some(at);
        }
    }
    if let Some(named) = &named {
        for at in first..end {
            if roles[at].is_none_or(|known| !known.sure)
                && slices[at].len() < 400
                && same_title(slices[at], named)
            {
                roles[at] = Some(Known::of(Title));
                last_title = Some(last_title.map_or(at, |last| last.max(at)));
            }
        }
    }
    let Some(last_title) = last_title else { return };
    // What stands between the headline and the date, the byline or the reading time is the standfirst.
    let mut open = Vec::new();
    let mut prose = 0;
    let mut standfirst = Vec::new();
    for at in last_title + 1..end {
        match roles[at] {
            Some(known) if known.head => standfirst.append(&mut open),
            Some(_) => {}
            None => {
                let slice = slices[at];
                prose += 1;
                let long = slice.split_whitespace().count() > 60;
                if prose > 2 + usize::from(!is_prose(slice))
                    || long
                    || dateline::find(slice, 0..slice.len()).is_some()
                {
                    break;
                }
                open.push(at);
            }
        }
    }
    for &at in &standfirst {
        roles[at] = Some(Known::of(if is_name(slices[at]) { Byline } else { Standfirst }));
    }
    // A name right below the date is a byline too.
    for at in last_title + 1..end.min(slices.len().saturating_sub(1)) {
        if roles[at].is_none() && roles[at - 1].is_some_and(|known| known.head) && is_name(slices[at]) {
            roles[at] = Some(Known { head: true, ..Known::of(Byline) });
        }
    }
    // Without a date below it, a second line without a full stop is a standfirst if the story follows.
    let next = last_title + 1;
    if next + 1 < slices.len()
        && roles[next].is_none()
        && slices[next].split_whitespace().count() >= 4
        && is_headline(slices[next])
        && !ends_sentence(slices[next])
        && dateline::find(slices[next], 0..slices[next].len()).is_none()
    {
        roles[next] = Some(Known::of(Standfirst));
    }
}

/// Names of people and nothing else: `Jane Doe`, `Jane R. Doe and John Roe in Beirut`.
fn is_name(block: &str) -> bool {
    let (people, place) =
        block.split_once(" in ").map_or((block, None), |(people, place)| (people, Some(place)));
    let capital = |word: &str| {
        word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || "-'’.".contains(c))
    };
    let person = |name: &str| {
        let words: Vec<&str> = name.split_whitespace().collect();
        let possessive =
            words.iter().any(|word| word.ends_with("'s") || word.ends_with("’s") || word.ends_with("s'"));
        let shape = match words[..] {
            [_, _] => true,
            [_, middle, _] => middle.ends_with('.') || place.is_some(),
            _ => false,
        };
        shape && !possessive && words.iter().all(|word| capital(word))
    };
    let place = place
        .is_none_or(|place| place.split_whitespace().count() <= 3 && place.split_whitespace().all(capital));
    place && !ends_sentence(block) && people.split(" and ").flat_map(|name| name.split(", ")).all(person)
}

/// Lines without a full stop below `Related stories` are links too.
fn related_lists(slices: &[&str], roles: &mut [Option<Known>]) {
    let mut list = false;
    for at in 0..slices.len() {
        match roles[at] {
            Some(known) => list = known.list || list && known.role == ParagraphRole::RelatedLink,
            None => {
                list = list && slices[at].split_whitespace().count() <= 20 && !ends_sentence(slices[at]);
                if list {
                    roles[at] = Some(Known::of(ParagraphRole::RelatedLink));
                }
            }
        }
    }
}

/// Finds the dateline, the title and the date of publication in paragraphs whose roles are known.
fn finish(text: &str, assigned: &mut Assigned) {
    use ParagraphRole::{Body, Byline, DateLine, Title};
    let title = assigned.paragraphs.iter().find(|paragraph| paragraph.role == Title);
    assigned.title = title.map(|paragraph| paragraph.range.clone());
    let mut story = 0;
    let mut dated = false;
    for paragraph in &mut assigned.paragraphs {
        let slice = &text[paragraph.range.clone()];
        story += usize::from(paragraph.role == Body);
        // A bare date amid the story heads a part of it.
        if paragraph.role == DateLine && story > 1 && !dates::is_labelled(slice) {
            paragraph.role = Body;
        }
        let found = match paragraph.role {
            DateLine => dates::of_line(&without_reading_time(slice)).or_else(|| dates::first(slice)),
            Byline if assigned.published.is_none() => dates::first(slice),
            _ => None,
        };
        if let Some(found) = found
            && let (Some(iso), Some(date)) = (found.iso(), found.date)
        {
            if paragraph.role == DateLine && !dated || assigned.published.is_none() {
                assigned.published = Some((iso, date));
            }
            dated |= paragraph.role == DateLine;
        }
    }
    // The dateline stands in one of the first paragraphs of the story.
    for paragraph in assigned.paragraphs.iter().filter(|paragraph| paragraph.role == Body).take(3) {
        if let Some((dateline, date)) = dateline::find(text, paragraph.range.clone()) {
            assigned.dateline = Some(dateline);
            if let (None, Some(date)) = (&assigned.published, date) {
                assigned.published = Some((date.to_string(), date));
            }
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::{Given, Limits, text};

    /// A story of which no rule thinks anything else.
    const STORY: &str =
        "Rockets hit the city of Homs on Tuesday, killing two people, the monitor said in a statement.";

    /// Lines as `role | block`; the blocks are read as one text and must get these roles.
    fn check(lines: &str) {
        let lines: Vec<(&str, String)> = lines
            .lines()
            .filter_map(|line| line.trim().split_once('|'))
            .map(|(role, block)| (role.trim(), block.trim().replace("STORY", STORY)))
            .collect();
        let blocks: Vec<&str> = lines.iter().map(|(_, block)| block.as_str()).collect();
        let report =
            text(blocks.join("\n\n").as_bytes(), &Given::default(), &Limits::default()).expect("a text");
        let found: Vec<String> = report
            .paragraphs
            .iter()
            .map(|p| format!("{:?}|{}", p.role, &report.text[p.range.clone()]))
            .collect();
        let expected: Vec<String> = lines.iter().map(|(role, block)| format!("{role}|{block}")).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn head_of_a_page() {
        check(
            "Title      | Rockets hit Homs, killing two
             Title      | Rockets hit Homs, killing two
             Standfirst | The attack came a day after the army said that the truce would hold.
             Furniture  | 2 min read
             DateLine   | 18 December, 2019
             Caption    | A street in Homs after the attack [Getty]
             Body       | STORY",
        );
        check(
            "Title      | Rockets hit Homs | The Paper
             Standfirst | Army denies that truce is over
             Byline     | By Jane Doe and John Roe in Beirut
             DateLine   | Published: 18 Dec 2019, 10:05 GMT | Updated: 19 Dec 2019
             Body       | STORY",
        );
        check(
            "Title      | Rockets Hit Homs as Army Denies Attack on Market.
             DateLine   | 18 December 2019 · 3 min read
             Byline     | Jane Doe
             Body       | BEIRUT (Reuters) - STORY
             Body       | STORY",
        );
    }

    #[test]
    fn text_without_a_head() {
        check("Body | STORY");
        check("Body | Rockets hit Homs");
        check("Body | STORY\nBody | STORY");
        check("Body | KABUL —\nBody | STORY");
        check("Body | By Friday, the army had left the town and the rebels had taken it back.\nBody | STORY");
    }

    #[test]
    fn links_and_furniture_amid_the_story() {
        check(
            "Body        | STORY
             RelatedLink | Read more: Army takes town near Homs
             Body        | STORY
             Furniture   | Advertisement
             Body        | STORY
             Caption     | A soldier looks at the sea. REUTERS/Jane Doe
             Caption     | File photo: a street in Homs
             Body        | STORY
             Body        | Share prices fell in the capital after the attack, and the stock exchange closed early.
             Body        | Follow-up attacks hit the town on Wednesday, a doctor said, but nobody was killed there.
             RelatedLink | Related stories
             RelatedLink | Army takes town
             RelatedLink | Rebels leave Idlib
             Byline      | (Reporting by Jane Doe; Editing by John Roe)
             Furniture   | Follow us on Twitter and Instagram to stay connected
             Furniture   | jane.doe@paper.example
             Furniture   | © 2019 The Paper. All rights reserved.",
        );
    }

    #[test]
    fn dates_amid_the_story_are_its_own() {
        check("Body | STORY\nBody | STORY\nBody | 17 December 2019\nBody | STORY");
        check("Body | STORY\nBody | STORY\nDateLine | Published: 17 December 2019");
        let read = |body: &str| {
            text(body.as_bytes(), &Given::default(), &Limits::default()).expect("a text").published
        };
        assert_eq!(read(&format!("{STORY}\n\n{STORY}\n\n17 December 2019\n\n{STORY}")), None);
        assert_eq!(
            read(&format!("SAN SALVADOR, 3 JAN 90 (ACAN-EFE) -- {STORY}")).as_deref(),
            Some("1990-01-03")
        );
        assert_eq!(read(&format!("BEIRUT, March 3 (AP) — {STORY}")), None);
        assert_eq!(
            read(&format!("A title\n\nBy Jane Doe, 3 March 2019\n\n{STORY}")).as_deref(),
            Some("2019-03-03")
        );
    }
}
