//! Cells that no spreadsheet runs as a formula, and that can be read back as they were.
//!
//! Reports are foreign text: a quote may begin with `=`, and a spreadsheet would run it. An apostrophe before it makes it text.
//!
//! - A text gets one apostrophe in front if its first character, behind apostrophes that it may have of its own, is one of
//!   `= + - @`, their full-width forms, white space, or an invisible character behind which these might hide.
//! - A program that cuts the file at other characters than we do sees cells where we see none. So within a text the same is done
//!   behind each comma, semicolon, bar, tab and line break, where one of `= + - @` follows, with or without spaces and quotation
//!   marks between.
//!
//! The reader takes off one apostrophe wherever such a place has one. Since the writer adds to those that are there, every
//! text comes back as it was. Numbers are written as numbers, minus sign and all: they never pass here.
//!
//! ```
//! use sayso_export::cell::{guard, unguard};
//!
//! assert_eq!(guard("=1+1"), "'=1+1");
//! assert_eq!(guard("'=1+1"), "''=1+1");
//! assert_eq!(guard("'neutralised' three"), "'neutralised' three");
//! assert_eq!(unguard(&guard("so he said;=1+1")), "so he said;=1+1");
//! ```

/// Makes a text safe.
#[must_use]
pub fn guard(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let mut safe = String::with_capacity(text.len() + 1);
    if begins(text) {
        safe.push('\'');
    }
    for (at, c) in text.char_indices() {
        safe.push(c);
        if cuts(c) && runs(&text[at + c.len_utf8()..]) {
            safe.push('\'');
        }
    }
    safe
}

/// Takes back what [`guard`] added.
#[must_use]
pub fn unguard(cell: &str) -> String {
    let mut text = String::with_capacity(cell.len());
    let mut rest = cell;
    if begins(rest) {
        rest = rest.strip_prefix('\'').unwrap_or(rest);
    }
    while let Some(c) = rest.chars().next() {
        text.push(c);
        rest = &rest[c.len_utf8()..];
        if cuts(c) && runs(rest) {
            rest = rest.strip_prefix('\'').unwrap_or(rest);
        }
    }
    text
}

/// Whether a cell that begins so needs an apostrophe.
fn begins(text: &str) -> bool {
    let bare = text.trim_start_matches('\'');
    runs(bare) || bare.chars().next().is_some_and(|c| c.is_whitespace() || c.is_control() || invisible(c))
}

/// Whether a formula begins here, behind apostrophes, then spaces and quotation marks.
fn runs(text: &str) -> bool {
    let bare = text.trim_start_matches('\'').trim_start_matches([' ', '\u{a0}', '"']);
    bare.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// Where another program may begin a new cell.
fn cuts(c: char) -> bool {
    matches!(c, ',' | ';' | '|' | '\t' | '\n' | '\r')
}

/// Marks of direction, joiners, spaces of no width.
fn invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
