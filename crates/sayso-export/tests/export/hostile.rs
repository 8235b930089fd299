//! Words that set other programs off.

use proptest::prelude::*;

/// What sets programs off: beginnings of formulas, quotes, breaks, zero bytes, marks of direction, escapes, separators.
pub(crate) fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("=".to_owned()),
        "[=+@'\"|;,\\\\\t\r\n -]{1,4}",
        Just("=HYPERLINK(\"http://x\",\"y\")".to_owned()),
        Just("=cmd|' /C calc'!A0".to_owned()),
        Just("\0".to_owned()),
        Just("\u{202e}\u{200f}\u{feff}".to_owned()),
        Just("]]><script>&amp;</script>".to_owned()),
        Just("\u{ffff}\u{1}\u{b}＝１".to_owned()),
        "\\PC{0,6}",
        "-?[0-9]{1,3}",
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}
