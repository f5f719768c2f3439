//! What a feature is asked about: one state of one document with its findings.

use crate::finding::Findings;
use crate::text::Document;

/// A document as it was at one moment, and what was found in that very text with the lore of the
/// [`Context`](super::context::Context) that comes with it.
#[derive(Debug, Clone)]
pub(super) struct Snapshot {
    /// As the client wrote it.
    pub uri: String,
    /// The text.
    pub document: Document,
    /// The client's number for this text.
    pub version: i32,
    /// Repeats collapsed, in the order of the text.
    pub findings: Findings,
}
