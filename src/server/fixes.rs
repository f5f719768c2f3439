//! Fixes in source as edits for the client: which file, which version, what is confirmed, what is shown afterwards.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde_json::json;
use tower_lsp::lsp_types::{
    AnnotatedTextEdit, ChangeAnnotation, Command, CreateFile, CreateFileOptions, DocumentChangeOperation,
    DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, Range, ResourceOp, TextDocumentEdit, TextEdit,
    Url, WorkspaceEdit,
};

use super::context::Context;
use super::convert::Places;
use super::deed::{Deed, Step, What};
use super::snapshot::Snapshot;
use super::words::by_workspace;
use super::{snippet_edit, source, uri};
use crate::finding::Finding;
use crate::fix::change::{Change, apply};
use crate::fix::{self, Batch, Edited, Fix, Offers};
use crate::lore::Layer;
use crate::text::{ByteOffset, Document, LineIndex, Span};
use crate::trace::Workspace;

/// The client's own command that shows a place of a file and selects it: arguments are an address and a range.
pub(super) const REVEAL: &str = "loglore.reveal";

/// Of so many findings the fixes are made at once.
const MAX_AT_ONCE: usize = 200;

/// A file that is open in the editor.
#[derive(Debug, Clone)]
pub(super) struct OpenFile {
    /// As the client writes its address.
    pub uri: String,
    /// The client's number for this text.
    pub version: i32,
    /// The text.
    pub document: Document,
}

/// The files that fixes may change, each as it was when it was first looked at.
pub(super) struct Editable<'a> {
    workspace: &'a Workspace,
    opened: &'a dyn Fn(&Path) -> Option<OpenFile>,
    known: RefCell<HashMap<PathBuf, Option<OpenFile>>>,
}

impl<'a> Editable<'a> {
    pub fn new(workspace: &'a Workspace, opened: &'a dyn Fn(&Path) -> Option<OpenFile>) -> Self {
        Self { workspace, opened, known: RefCell::default() }
    }

    fn open(&self, path: &Path) -> Option<OpenFile> {
        self.known.borrow_mut().entry(path.to_owned()).or_insert_with(|| (self.opened)(path)).clone()
    }

    fn text(&self, path: &Path) -> Option<String> {
        let document = self.open(path)?.document;
        let part = document.raw_lines(LineIndex(0)..LineIndex(usize::MAX));
        String::from_utf8(part.lines().bytes().to_vec()).ok()
    }

    /// The fixes of a finding.
    pub fn offers(&self, context: &Context, finding: &Finding) -> Offers {
        let open = |path: &Path| self.text(path);
        let files = fix::Files { workspace: self.workspace, open: &open };
        fix::offers(&context.lore, finding, files, context.locale())
    }

    /// The fix that was offered: of its workaround, in its file, the one of that number.
    ///
    /// # Errors
    /// Why it is not there any more.
    pub fn again(&self, context: &Context, finding: &Finding, wanted: &Wanted<'_>) -> Result<Fix, String> {
        let offers = self.offers(context, finding);
        let of_workaround = |fix: &&Fix| fix.workaround == wanted.workaround && fix.name == wanted.file;
        if let Some(fix) = offers.fixes.iter().filter(of_workaround).nth(wanted.number) {
            return Ok(fix.clone());
        }
        let declined = offers.declined.into_iter().find(|declined| declined.workaround == wanted.workaround);
        Err(declined.map_or_else(|| format!("{} has changed: this cannot be done any more", wanted.file), |d| d.reason))
    }

    /// The preferred fixes of all findings of a document.
    pub fn all(&self, context: &Context, snapshot: &Snapshot) -> Batch {
        let mut batch = Batch::default();
        for finding in snapshot.findings.iter().take(MAX_AT_ONCE) {
            // What cannot be made together with the others is left for the next time.
            let _ = self.offers(context, finding).preferred().is_some_and(|fix| batch.add(fix));
        }
        batch.files.retain(|_, edit| !edit.changes.is_empty());
        batch
    }

    /// The address of a file, as the client writes it.
    fn url(&self, path: &Path) -> Option<Url> {
        self.open(path).map(|open| uri::url(&open.uri)).or_else(|| source::url(path))
    }

    /// The edit of these files. With `confirm` (why) the client asks the user before it makes any of it.
    ///
    /// # Errors
    /// If a path is none that the protocol can name.
    pub fn edit<'e>(
        &self,
        context: &Context,
        files: impl Iterator<Item = (&'e PathBuf, &'e Edited)>,
        confirm: Option<&str>,
    ) -> Result<WorkspaceEdit, String> {
        const ID: &str = "loglore";
        let confirm = confirm.filter(|_| context.client.change_annotations && context.client.document_changes);
        let mut operations = Vec::new();
        let mut plain: HashMap<Url, Vec<TextEdit>> = HashMap::new();
        for (path, edited) in files {
            let uri = self.url(path).ok_or_else(|| format!("{} is no place for a file", path.display()))?;
            if edited.creates {
                let options = Some(CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(true) });
                let create =
                    CreateFile { uri: uri.clone(), options, annotation_id: confirm.is_some().then(|| ID.to_owned()) };
                operations.push(DocumentChangeOperation::Op(ResourceOp::Create(create)));
            }
            let edits = edits(context, edited);
            let version = self.open(path).map(|open| open.version);
            plain.entry(uri.clone()).or_default().extend(edits.iter().cloned());
            let edits = edits.into_iter().map(|text_edit| match confirm {
                Some(_) => OneOf::Right(AnnotatedTextEdit { text_edit, annotation_id: ID.to_owned() }),
                None => OneOf::Left(text_edit),
            });
            operations.push(DocumentChangeOperation::Edit(TextDocumentEdit {
                text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
                edits: edits.collect(),
            }));
        }
        if !context.client.document_changes {
            return Ok(WorkspaceEdit { changes: Some(plain), ..WorkspaceEdit::default() });
        }
        let only_edits: Option<Vec<TextDocumentEdit>> = operations
            .iter()
            .map(|operation| match operation {
                DocumentChangeOperation::Edit(edit) => Some(edit.clone()),
                DocumentChangeOperation::Op(_) => None,
            })
            .collect();
        let changes = only_edits.map_or(DocumentChanges::Operations(operations), DocumentChanges::Edits);
        let annotations = confirm.map(|why| {
            let annotation =
                ChangeAnnotation { label: why.to_owned(), needs_confirmation: Some(true), description: None };
            HashMap::from([(ID.to_owned(), annotation)])
        });
        Ok(WorkspaceEdit { document_changes: Some(changes), change_annotations: annotations, changes: None })
    }

    /// The edit of one fix. One that came with the workspace is confirmed: whoever opens a repository did not choose it.
    ///
    /// # Errors
    /// If its path is none that the protocol can name.
    pub fn edit_of(&self, context: &Context, finding: &Finding, fix: &Fix) -> Result<WorkspaceEdit, String> {
        let mut batch = Batch::default();
        batch.add(fix);
        let foreign = context.lore.layer(finding.entry) == Layer::Workspace;
        let id = context.lore.id(finding.entry).as_str();
        let why = foreign.then(|| by_workspace(context.locale(), id));
        let mut edit = self.edit(context, batch.files.iter(), why.as_deref())?;
        if let Some(form) = context.client.snippet_edits {
            snippet_edit::fill(&mut edit, form, &fix.stops);
        }
        Ok(edit)
    }

    /// Where a fix is seen once it is made.
    pub fn shown(&self, context: &Context, fix: &Fix) -> Option<(Url, Range)> {
        Some((self.url(&fix.path)?, revealed(context, fix)?))
    }

    /// What shows a fix once its edit is made: the client's own command, else the server's, which asks the client.
    pub fn command(&self, context: &Context, snapshot: &Snapshot, fix: &Fix) -> Option<Command> {
        let (uri, range) = self.shown(context, fix)?;
        if context.client.runs(REVEAL) {
            let arguments = Some(vec![json!(uri), json!(range)]);
            return Some(Command { title: fix.title.clone(), command: REVEAL.to_owned(), arguments });
        }
        let what = What::Reveal { file: uri::received(&uri), range };
        let deed = Deed { document: snapshot.uri.clone(), finding: None, what };
        context.client.show_document.then(|| deed.command(fix.title.clone()))
    }

    /// The steps that make a fix and show it.
    ///
    /// # Errors
    /// As for [`edit_of`](Self::edit_of).
    pub fn steps(&self, context: &Context, finding: &Finding, fix: &Fix) -> Result<Vec<Step>, String> {
        let show = self.shown(context, fix);
        let creatable = !fix.creates || context.client.create_files;
        let first = if context.client.apply_edit && creatable {
            let edit = self.edit_of(context, finding, fix)?;
            match fix.creates {
                true => Step::Edit(edit),
                false => Step::EditOf { path: fix.path.clone(), text: fix.text.to_string(), edit },
            }
        } else {
            // Only what is not there can be written past the editor.
            if !fix.creates {
                return Err("this editor takes no edits from a server".to_owned());
            }
            let text = apply(&fix.text, &fix.changes).map_err(|refused| refused.0)?;
            Step::Write { path: fix.path.clone(), old: None, text }
        };
        let show = show.map(|(uri, range)| Step::Show { uri, external: false, selection: Some(range) });
        Ok(std::iter::once(first).chain(show).collect())
    }

    /// The steps that make all of a batch: one edit if the user confirms it as a whole, else one a file, so that each is
    /// seen and none is saved in silence.
    ///
    /// # Errors
    /// As for [`edit`](Self::edit).
    pub fn batch_steps(&self, context: &Context, batch: &Batch) -> Result<Vec<Step>, String> {
        let step = |file: (&PathBuf, &Edited)| {
            let edit = self.edit(context, std::iter::once(file), None)?;
            let (path, edited) = file;
            Ok(match edited.creates {
                true => Step::Edit(edit),
                // The user may take long to answer for the file before it.
                false => Step::EditOf { path: path.clone(), text: edited.text.to_string(), edit },
            })
        };
        batch.files.iter().map(step).collect()
    }
}

/// Whether a file still has a text: the open document's, else the one on the disk.
pub(super) fn is_same(open: Option<&Document>, path: &Path, text: &str) -> bool {
    match open {
        Some(document) => {
            let part = document.raw_lines(LineIndex(0)..LineIndex(usize::MAX));
            part.lines().bytes() == text.as_bytes()
        }
        None => std::fs::read(path).is_ok_and(|now| now == text.as_bytes()),
    }
}

/// Which fix is meant.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    pub workaround: usize,
    /// The file, as it is called in the workspace.
    pub file: &'a str,
    /// Which of those of the workaround in the file.
    pub number: usize,
}

fn edits(context: &Context, edited: &Edited) -> Vec<TextEdit> {
    let document = Document::new(&edited.text, context.client.line_ends);
    let places = Places::new(&document, context.client.encoding);
    let mut changes: Vec<&Change> = edited.changes.iter().collect();
    changes.sort_by_key(|change| (change.range.start, change.range.end));
    let edit = |change: &&Change| TextEdit {
        range: places.range(Span { start: ByteOffset(change.range.start), end: ByteOffset(change.range.end) }),
        new_text: change.text.clone(),
    };
    changes.iter().map(edit).collect()
}

/// The text that the main change of a fix brings, as a range of the text after it.
fn revealed(context: &Context, fix: &Fix) -> Option<Range> {
    let mut changes: Vec<&Change> = fix.changes.iter().collect();
    changes.sort_by_key(|change| change.range.start);
    let main = changes.iter().position(|change| change.range.start >= fix.at).or(changes.len().checked_sub(1))?;
    let before: usize = changes[..main].iter().map(|change| change.text.len()).sum();
    let gone: usize = changes[..main].iter().map(|change| change.range.len()).sum();
    let start = changes[main].range.start + before - gone;
    let text = &changes[main].text;
    let lead = text.len() - text.trim_start_matches([' ', '\t', '\r', '\n', ',']).len();
    let end = start + text.trim_end().len().max(lead);
    let after = apply(&fix.text, &fix.changes).ok()?;
    let document = Document::new(&after, context.client.line_ends);
    let places = Places::new(&document, context.client.encoding);
    Some(places.range(Span { start: ByteOffset(start + lead), end: ByteOffset(end) }))
}
