//! Forms to lemmas by small scripts (Straka et al. 2018): the case to keep, letters to cut at the end, letters to add.

/// How to make the lemma of a form: `l3y` lowers `Stories`, cuts three letters and adds `y`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Script {
    lower: bool,
    cut: usize,
    add: String,
}

impl Script {
    /// `l` or `k` (keep the case), a number of one or two digits, what to add.
    pub(crate) fn parse(script: &str) -> Option<Self> {
        let lower = match script.chars().next()? {
            'l' => true,
            'k' => false,
            _ => return None,
        };
        let rest = &script[1..];
        let digits = rest.bytes().take(2).take_while(u8::is_ascii_digit).count();
        Some(Self { lower, cut: rest[..digits].parse().ok()?, add: rest[digits..].to_owned() })
    }

    /// The lemma; the form itself, in the script's case, if it is too short to be cut.
    pub(crate) fn apply(&self, form: &str) -> String {
        let mut base = if self.lower { form.to_lowercase() } else { form.to_owned() };
        let letters = base.chars().count();
        if self.cut > letters {
            return base;
        }
        let end = base.char_indices().nth(letters - self.cut).map_or(base.len(), |(i, _)| i);
        base.truncate(end);
        base.push_str(&self.add);
        base
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_cut_and_add() {
        let check = |script: &str, form: &str| Script::parse(script).unwrap().apply(form);
        assert_eq!(check("l3y", "Stories"), "story");
        assert_eq!(check("k0", "Assad"), "Assad");
        assert_eq!(check("l2be", "is"), "be");
        assert_eq!(check("l1", "CAFÉS"), "café");
        assert_eq!(check("l9", "is"), "is");
        assert_eq!(check("l10x", "aaaaaaaaaab"), "ax");
        assert_eq!(["", "x1", "l", "é0"].map(Script::parse), [const { None }; 4]);
    }
}
