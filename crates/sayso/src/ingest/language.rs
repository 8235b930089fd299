//! Whether a report is in a language that Sayso reads (`data/ingest/languages.csv`).
//!
//! Two must agree before a report is taken for foreign: trigrams (crate `whatlang`, some seventy languages) see another language
//! and are sure of it, and words that English does not do without are all but missing. Either alone errs: trigrams on lists of
//! foreign names, the words on headlines. What is too short to tell, or in part English, is read.

use std::collections::HashSet;
use std::fmt;
use std::sync::LazyLock;

use super::{Report, tables};

/// Below so many letters of an alphabet nobody can tell.
const LETTERS: usize = 100;
/// Scripts of which no letter is one of English can be told sooner.
const OTHER_LETTERS: usize = 24;
/// The share of letters in words that English does not do without: some 40 in a hundred of a usual report. Below this a text
/// is not even in part English.
const SHARE: f64 = 0.07;
/// How much of a text the trigrams are asked about.
const ASKED: usize = 4000;

/// The language of a report that is in none that Sayso reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreign {
    /// Its English name.
    pub language: &'static str,
    /// ISO 639-3.
    pub code: &'static str,
    /// How sure it is that it is this one, in a hundred. Low between sisters in a script that is not English's.
    pub percent: u8,
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.percent < 50 {
            return write!(f, "language: not English, perhaps {}", self.language);
        }
        write!(f, "language: {} ({} %)", self.language, self.percent)
    }
}

/// The language of a report, where that is clearly none that Sayso reads.
///
/// ```
/// use sayso::ingest::{self, foreign};
///
/// let text = "قصفت قوات مجهولة سوقا في البلدة يوم الثلاثاء، وقتل ثلاثة تجار وأصيب سبعة آخرون.";
/// let report = ingest::text(text.as_bytes(), &Default::default(), &Default::default())?;
/// assert_eq!(foreign(&report).map(|found| found.language), Some("Arabic"));
/// let report = ingest::text(b"Shells fell on the market, and the word qasf was on the wall.", &Default::default(), &Default::default())?;
/// assert_eq!(foreign(&report), None);
/// # Ok::<(), ingest::IngestError>(())
/// ```
#[must_use]
pub fn foreign(report: &Report) -> Option<Foreign> {
    let story = report.paragraphs.iter().filter(|paragraph| paragraph.role.is_story());
    let blocks: Vec<&str> = story.map(|paragraph| &report.text[paragraph.range.clone()]).collect();
    let counted = Counted::of(&blocks);
    if !counted.enough() || counted.known > SHARE * counted.all {
        return None;
    }
    let asked: String = blocks.iter().flat_map(|block| block.chars().chain([' '])).take(ASKED).collect();
    let found = whatlang::detect(&asked)?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 100")]
    let percent = (found.confidence() * 100.0).floor() as u8;
    let lang = found.lang();
    // Nothing in another script is English, whichever language it is.
    let sure = found.is_reliable() || counted.latin * 5.0 < counted.all;
    (sure && lang != whatlang::Lang::Eng).then(|| Foreign {
        language: lang.eng_name(),
        code: lang.code(),
        percent,
    })
}

/// Letters of a text.
#[derive(Clone, Copy, Debug, Default)]
struct Counted {
    all: f64,
    latin: f64,
    /// In words that a language which is read does not do without.
    known: f64,
}

impl Counted {
    fn of(blocks: &[&str]) -> Self {
        let mut counted = Self::default();
        for word in blocks.iter().flat_map(|block| block.split(|c: char| !c.is_alphabetic())) {
            let letters = word.chars().count() as f64;
            counted.all += letters;
            if word.chars().next().is_some_and(|c| c.is_ascii() || ('\u{c0}'..'\u{250}').contains(&c)) {
                counted.latin += letters;
                if WORDS.contains(&*word.to_lowercase()) {
                    counted.known += letters;
                }
            }
        }
        counted
    }

    fn enough(&self) -> bool {
        let most = if self.latin * 2.0 > self.all { LETTERS } else { OTHER_LETTERS };
        self.all >= most as f64
    }
}

static WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(tables::language_words);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::text;

    fn of(text_of_report: &str) -> Option<&'static str> {
        let report = text(text_of_report.as_bytes(), &Default::default(), &Default::default()).expect("text");
        foreign(&report).map(|found| found.language)
    }

    #[test]
    fn what_is_clearly_another_language_is_told() {
        let cases = [
            (
                "Spanish",
                "Tres comerciantes murieron el martes cuando hombres armados atacaron un mercado en las afueras de la ciudad, informó el ministerio del interior.",
            ),
            (
                "French",
                "Trois commerçants ont été tués mardi lorsque des hommes armés ont attaqué un marché à la sortie de la ville, a indiqué le ministère de l'intérieur.",
            ),
            (
                "German",
                "Drei Händler wurden am Dienstag getötet, als Bewaffnete einen Markt am Rande der Stadt überfielen, teilte das Innenministerium mit.",
            ),
            (
                "Russian",
                "Три торговца погибли во вторник, когда вооружённые люди напали на рынок на окраине города, сообщило министерство внутренних дел.",
            ),
            (
                "Ukrainian",
                "Троє торговців загинули у вівторок, коли озброєні люди напали на ринок на околиці міста, повідомило міністерство внутрішніх справ.",
            ),
            (
                "Turkish",
                "Salı günü silahlı kişilerin kentin dışındaki bir pazara saldırması sonucu üç esnaf hayatını kaybetti, içişleri bakanlığı açıkladı.",
            ),
            (
                "Persian",
                "وزارت کشور اعلام کرد که روز سه‌شنبه در حمله افراد مسلح به بازاری در حومه شهر سه فروشنده کشته شدند.",
            ),
            ("Mandarin", "内政部表示,武装人员周二袭击了城郊的一个市场,造成三名商贩死亡,七人受伤。"),
            ("Burmese", "အင်္ဂါနေ့က လက်နက်ကိုင်တွေ ဈေးကို တိုက်ခိုက်လို့ ကုန်သည်သုံးဦး သေဆုံးခဲ့ပါတယ်။"),
        ];
        for (language, words) in cases {
            assert_eq!(of(words), Some(language), "{words}");
        }
    }

    #[test]
    fn english_is_read_however_foreign_its_names_and_quotations() {
        for words in [
            "Abd al-Rahman Qasim al-Ghazali, Khalifa Younis Bouhadi and Mustafa Ould Sidi Mohamed were shot dead in Tazirbu.",
            "\"Allahu akbar, la ilaha illa Allah\", the crowd chanted in front of the mosque before shells began to fall.",
            "GUNMEN OF THE FRENTE POPULAR DE LIBERACION ATTACKED THE HACIENDA EL ROSARIO IN THE DEPARTMENT OF LA PAZ.",
            "Police said that \"un grupo de hombres armados\" had come to the village and taken away two farmers.",
            "السوق المركزي\n\nShells hit the central market of the town on Tuesday, and three traders were killed, medics said.",
        ] {
            assert_eq!(of(words), None, "{words}");
        }
    }

    #[test]
    fn what_is_too_short_or_in_part_english_is_read() {
        assert_eq!(of("Tres muertos en Ocala."), None);
        assert_eq!(of("Tazirbu, Homs, Idlib: 3."), None);
        assert_eq!(of("قصف."), None);
        let spanish = "Tres comerciantes murieron el martes cuando hombres armados atacaron un mercado, informó el ministerio. ";
        let english =
            "Three traders were killed on Tuesday when armed men attacked a market, the ministry said. ";
        assert_eq!(of(&format!("{english}\n\n{spanish}")), None);
        assert_eq!(of(&format!("{english}\n\n{spanish}\n\n{spanish}")), None);
        assert_eq!(of(&spanish.repeat(12)), Some("Spanish"));
    }
}
