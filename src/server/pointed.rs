//! The places in source that findings point to: the user's innermost frame, where one file of the workspace is meant.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use tower_lsp::lsp_types::Range;

use super::context::Context;
use super::documents::Documents;
use super::phrases::Phrases;
use super::snapshot::Snapshot;
use super::source::{self, Sources};
use crate::finding::Finding;
use crate::trace::{Frame, Workspace};

/// What was found for a frame holds so long: files come and go, and a long log names the same frames again and again.
const FRESH: Duration = Duration::from_secs(5);
/// So many frames are remembered.
const MAX_KNOWN: usize = 20_000;

/// A line of source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pointed {
    /// The file's address, as the client writes it if the file is open.
    pub uri: String,
    /// The line without its indentation.
    pub range: Range,
}

/// A frame as it is printed: path, line, column.
type Printed = (String, Option<u32>, Option<u32>);

/// Finds the places that findings point to.
pub(super) struct Pointers {
    documents: Weak<Documents>,
    /// The files of the workspace's folders.
    workspace: Mutex<(Vec<PathBuf>, Arc<Workspace>)>,
    known: Mutex<HashMap<Printed, (Option<Pointed>, Instant)>>,
    /// What was said of findings before.
    pub phrases: Phrases,
}

impl Pointers {
    pub fn new(documents: Weak<Documents>) -> Self {
        let workspace = Mutex::new((Vec::new(), Arc::new(Workspace::new([]))));
        Self { documents, workspace, known: Mutex::default(), phrases: Phrases::default() }
    }

    /// The files of these folders.
    pub fn workspace(&self, folders: &[PathBuf]) -> Arc<Workspace> {
        let mut of = self.workspace.lock().unwrap_or_else(PoisonError::into_inner);
        if of.0 != folders {
            *of = (folders.to_vec(), Arc::new(Workspace::new(folders.iter().cloned())));
            self.known.lock().unwrap_or_else(PoisonError::into_inner).clear();
        }
        of.1.clone()
    }

    /// The places that the findings of a document point to, in their order. Files may be read for it.
    pub fn of_all(&self, context: &Context, snapshot: &Snapshot) -> Vec<Option<Pointed>> {
        let wanted = context.client.related_information || context.config.source_marks;
        snapshot.findings.iter().map(|finding| wanted.then(|| self.of(context, finding)).flatten()).collect()
    }

    /// The place that a finding points to. Files may be read for it.
    pub fn of(&self, context: &Context, finding: &Finding) -> Option<Pointed> {
        let frame = finding.user_frame()?;
        let workspace = self.workspace(&context.folders);
        workspace.folders().next()?;
        let printed = (frame.path.clone(), frame.line, frame.column);
        let now = Instant::now();
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((pointed, since)) = known().get(&printed)
            && now.duration_since(*since) < FRESH
        {
            return pointed.clone();
        }
        let pointed = self.look(context, &workspace, frame);
        let mut known = known();
        if known.len() >= MAX_KNOWN {
            known.clear();
        }
        known.insert(printed, (pointed.clone(), now));
        pointed
    }

    fn look(&self, context: &Context, workspace: &Workspace, frame: &Frame) -> Option<Pointed> {
        let line = frame.line?;
        let documents = self.documents.upgrade();
        let open = |path: &Path| documents.as_ref().and_then(|documents| documents.of_file(path));
        let sources = Sources { workspace, open: &open };
        let mut places = sources.places(frame);
        // Of several files the wrong one might be marked, and a file that has changed may not have the line any more.
        let place = places.pop().filter(|_| places.is_empty())?;
        if sources.lines(&place.path, line..=line).is_empty() {
            return None;
        }
        let (range, _) = sources.range(&place, context.client.encoding);
        let opened = documents.as_ref().and_then(|documents| documents.uri_of_file(&place.path));
        Some(Pointed { uri: opened.or_else(|| source::url(&place.path).map(String::from))?, range })
    }
}
