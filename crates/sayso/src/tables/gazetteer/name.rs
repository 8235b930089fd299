//! One spelling for the many ways a place name is typed. Both the gazetteer's index and every lookup go through here.
//!
//! ```
//! use sayso::tables::gazetteer::name::normalise;
//!
//! assert_eq!(normalise("Ţarābulus"), "tarabulus");
//! assert_eq!(normalise("Sharm el-Sheikh"), "sharm el sheikh");
//! assert_eq!(normalise("Sana'a"), "sanaa");
//! assert_eq!(normalise("Washington, D.C."), "washington dc");
//! ```

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The name in lower case, without accents and apostrophes, other punctuation as single spaces.
///
/// Letters that Unicode does not take apart are written plainly (`ø` as `o`, `ł` as `l`). A dot disappears after a
/// single letter (`D.C.`) and is a space elsewhere (`St.Louis`).
#[must_use]
pub fn normalise(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut word = 0;
    for c in name.nfkd().filter(|c| !is_combining_mark(*c)) {
        match class(c) {
            Class::Letter => {
                word += 1;
                out.extend(c.to_lowercase().flat_map(plain));
            }
            Class::Dropped => {}
            Class::Dot if word == 1 => word = 0,
            Class::Dot | Class::Space => {
                word = 0;
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
        }
    }
    out.truncate(out.trim_end().len());
    out
}

enum Class {
    Letter,
    Dropped,
    Dot,
    Space,
}

fn class(c: char) -> Class {
    match c {
        // Apostrophes and what stands for ayn and hamza; the Arabic lengthening stroke; invisible marks.
        '\'' | '\u{2018}' | '\u{2019}' | '\u{201b}' | '`' | '\u{b4}' | '\u{2b9}'..='\u{2cf}' | '\u{2032}' => {
            Class::Dropped
        }
        '\u{640}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' => Class::Dropped,
        '.' => Class::Dot,
        c if c.is_alphanumeric() => Class::Letter,
        _ => Class::Space,
    }
}

/// A lower-case letter as plain Latin letters, where it has such; itself elsewhere.
fn plain(c: char) -> impl Iterator<Item = char> {
    let text = match c {
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ı' => "i",
        'ħ' => "h",
        'ŧ' => "t",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ə' => "a",
        // OK because one character is left, and it is given by the other part of the chain.
        _ => return Plain(Some(c), "".chars()),
    };
    Plain(None, text.chars())
}

struct Plain(Option<char>, std::str::Chars<'static>);

impl Iterator for Plain {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        self.0.take().or_else(|| self.1.next())
    }
}
