//! The findings of a text under edit.

use std::sync::Arc;

use super::{Finding, ScanOptions, find};
use crate::lore::Lore;
use crate::text::{ByteOffset, Document, Edit, LineIndex, Span};

/// What one or several edits touched, taken together: the smallest run of bytes outside of which nothing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Where it was in the text before.
    pub before: Span,
    /// Where it is now; it begins where `before` does.
    pub after: Span,
}

impl Change {
    /// The change that a new text of this length (bytes) is.
    pub fn all(len: usize) -> Self {
        let start = ByteOffset(0);
        Self { before: Span { start, end: start }, after: Span { start, end: ByteOffset(len) } }
    }

    /// The change and a later edit, taken together.
    #[must_use]
    pub fn then(self, edit: &Edit) -> Self {
        let (p, q) = (edit.before.start.0, edit.before.end.0);
        let start = self.before.start.0.min(p);
        // What lies between the change and an edit behind it was there before, and is there now.
        let further = q.saturating_sub(self.after.end.0);
        let end = self.after.end.0.max(q) - (q - p) + edit.after;
        Self {
            before: Span { start: ByteOffset(start), end: ByteOffset(self.before.end.0 + further) },
            after: Span { start: ByteOffset(start), end: ByteOffset(end) },
        }
    }
}

impl From<&Edit> for Change {
    fn from(edit: &Edit) -> Self {
        let start = edit.before.start;
        Self { before: edit.before, after: Span { start, end: ByteOffset(start.0 + edit.after) } }
    }
}

/// The findings of a text, kept up to date with its edits.
#[derive(Debug)]
pub struct Live {
    lore: Arc<Lore>,
    options: ScanOptions,
    findings: Arc<Vec<Finding>>,
}

impl Live {
    /// Of an empty text.
    pub fn new(lore: Arc<Lore>, options: ScanOptions) -> Self {
        Self { lore, options, findings: Arc::default() }
    }

    /// The findings of `document`, which differs by `change` from the text that was given last: what
    /// [`find`] finds in it.
    pub fn update(&mut self, document: &Document, _change: Change) -> Arc<Vec<Finding>> {
        let text = document.raw_lines(LineIndex(0)..LineIndex(usize::MAX));
        self.findings = Arc::new(find(&self.lore, self.options, text.lines().bytes()));
        self.findings.clone()
    }
}
