//! What the user sees: the best entry for each error occurrence, with its place, its captures and its frames.

mod choice;
mod live;
mod repeats;
mod scan;
mod spent;

pub use live::{Change, Findings, Live};
pub use repeats::{MAX_PLACES, Repeats, Seen};
pub use scan::{Scan, ScanOptions, find};
pub use spent::{Spent, timed};

use std::ops::Range;

use crate::lore::EntryRef;
use crate::text::{ByteOffset, LineIndex, Span};
use crate::trace::{BlockKind, Frame};

/// A place in a document, as people count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Counts from 1.
    pub line: usize,
    /// Characters of the raw line, counted from 1.
    pub column: usize,
    /// Bytes from the start of the document.
    pub offset: ByteOffset,
}

/// The error that a finding only passes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cause {
    /// What it is.
    pub entry: EntryRef,
    /// Where it stands.
    pub place: Place,
}

/// One known error at one place of a document, and where else it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub entry: EntryRef,
    /// The raw bytes of the signature's match.
    pub span: Span,
    /// Where the match starts.
    pub start: Place,
    /// Where it ends: the place after its last character.
    pub end: Place,
    /// The clean line (for a match over several lines: the first) that the match stands on.
    pub text: String,
    /// The match within `text`, in bytes.
    pub marker: Range<usize>,
    /// The raw lines of the block, as a half-open range.
    pub block: Range<LineIndex>,
    /// What kind of block it is.
    pub kind: BlockKind,
    /// The named groups that matched, in the order of the regex.
    pub captures: Vec<(String, String)>,
    /// The places in source that the block names for this error, outermost first, innermost last.
    pub frames: Vec<Frame>,
    /// The entries that came second.
    pub also: Vec<EntryRef>,
    /// The error that this one passes on, if the text holds it.
    pub cause: Option<Cause>,
    /// How often it occurs: 1 and the repeats.
    pub count: usize,
    /// Where it occurs, in order, the first included; at most [`MAX_PLACES`].
    pub places: Vec<Place>,
}

impl Finding {
    /// The innermost frame in the user's own code.
    pub fn user_frame(&self) -> Option<&Frame> {
        self.frames.iter().rev().find(|frame| frame.user)
    }

    /// The value of a named group.
    pub fn capture(&self, name: &str) -> Option<&str> {
        self.captures.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}
