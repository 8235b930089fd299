//! FactBank's values (Saurí and Pustejovsky 2009), reckoned from the status of an event and from what a source holds of what
//! it says.

use crate::record::{Factuality, Status};

/// FactBank's value for the one whose telling it is.
pub(super) fn base(status: Status) -> Factuality {
    match status {
        Status::Occurred | Status::Ongoing => Factuality::CertainPositive,
        Status::Denied => Factuality::CertainNegative,
        Status::Hypothetical => Factuality::PossiblePositive,
        Status::Intended | Status::Threatened | Status::Requested | Status::Conditional => {
            Factuality::Underspecified
        }
    }
}

/// What a source holds of an event in the content of a saying, from what it holds of the content.
pub(super) fn under(cue: Factuality, event: Factuality) -> Factuality {
    use Factuality::*;
    match (cue, event) {
        (CertainPositive, e) => e,
        (CertainNegative, CertainPositive) => CertainNegative,
        // the status has the denial in it already (`status::of` asks the word of denying too)
        (CertainNegative, CertainNegative) => CertainNegative,
        (ProbablePositive, CertainPositive) => ProbablePositive,
        (ProbablePositive, CertainNegative) => ProbableNegative,
        (PossiblePositive, CertainPositive | PossiblePositive) => PossiblePositive,
        (PossiblePositive, CertainNegative) => PossibleNegative,
        (ProbablePositive, PossiblePositive) => PossiblePositive,
        _ => Underspecified,
    }
}
