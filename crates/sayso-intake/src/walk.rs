//! What goes along on the way through the files: the limits, what was spent of them, and where the items go.

use std::io;
use std::ops::ControlFlow;

use crate::limits::Budget;
use crate::{Item, Limits, Origin, Problem, Told};

/// Whether to go on; `Break` where the caller has had enough.
pub(crate) type Flow = ControlFlow<()>;

/// To go on.
pub(crate) const ON: Flow = ControlFlow::Continue(());

/// One walk through one file given.
pub(crate) struct Walk<'a> {
    pub(crate) limits: &'a Limits,
    pub(crate) budget: Budget,
    pub(crate) sink: &'a mut dyn FnMut(Result<Item, Told>) -> Flow,
}

impl Walk<'_> {
    pub(crate) fn give(&mut self, item: Item) -> Flow {
        (self.sink)(Ok(item))
    }

    pub(crate) fn tell(&mut self, origin: &Origin, problem: Problem) -> Flow {
        (self.sink)(Err(Told { origin: origin.clone(), problem }))
    }

    /// Tells why reading stopped.
    pub(crate) fn unread(&mut self, origin: &Origin, error: &io::Error) -> Flow {
        self.tell(origin, Problem::from_io("read", error))
    }

    /// Tells that a document is too long.
    pub(crate) fn too_long(&mut self, origin: &Origin, bytes: u64, all: bool) -> Flow {
        self.tell(origin, Problem::TooLong { bytes, all, limit: self.limits.document_bytes })
    }
}
