//! What code actions, lenses and commands do: said as data, turned into steps for the server when it is to be done.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tower_lsp::lsp_types::{
    Command, CreateFile, CreateFileOptions, DocumentChangeOperation, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, Position, Range, ResourceOp, TextDocumentEdit, TextEdit, Url,
    WorkspaceEdit,
};

use super::context::Context;
use super::fixes::{Editable, Wanted};
use super::snapshot::Snapshot;
use super::source::{self, Sources};
use super::{comment, draft, ignore, pages, uri};
use crate::card::Card;
use crate::finding::Finding;

/// The client's own command that takes a text to the clipboard: a server cannot.
pub(super) const COPY: &str = "loglore.copy";
/// The client's own command that shows the code actions at a position: arguments are an address and a position.
pub(super) const SHOW_FIXES: &str = "loglore.showFixes";

/// The commands that the server runs, for `executeCommandProvider`. Each takes a [`Deed`].
pub(super) const COMMANDS: &[&str] = &[
    "loglore.insertComment",
    "loglore.openNote",
    "loglore.openDocumentation",
    "loglore.ignore",
    "loglore.writeEntry",
    "loglore.fix",
    "loglore.fixAll",
    "loglore.showPlace",
];

/// Something that can be done about a place of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Deed {
    /// The document, as the client writes its address. (A field named `uri` would be taken for one and changed.)
    pub document: String,
    /// The finding that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<Which>,
    /// What is done.
    #[serde(flatten)]
    pub what: What,
}

/// Names a finding so that it is found again after edits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Which {
    /// The id of its entry.
    pub entry: String,
    /// The raw line, counted from 1.
    pub line: usize,
}

/// What is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "camelCase")]
pub(super) enum What {
    /// A workaround (its place in the order of the card) is inserted below the block, as a comment.
    InsertComment { workaround: usize },
    /// The explanation is opened as a new document.
    OpenNote,
    /// The official page is opened.
    OpenDocumentation,
    /// The entry is not to be shown any more.
    Ignore { scope: Scope },
    /// An entry is begun for these raw lines (counted from 0, the last one included).
    WriteEntry { first: usize, last: usize },
    /// A workaround (its place in the record) is applied to a file of the workspace; of several places there the one of
    /// this number.
    Fix { workaround: usize, file: String, number: usize },
    /// The preferred fixes of all findings are applied.
    FixAll,
    /// A place of a file is shown, once an edit has changed it.
    Reveal { file: String, range: Range },
}

/// Where an entry is ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Scope {
    /// In this document.
    Here,
    /// In this workspace.
    Workspace,
    /// In all that this user opens.
    Everywhere,
}

/// What the server does, one after the other; it waits for the client's answer to each.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Step {
    /// The client is asked for an edit.
    Edit(WorkspaceEdit),
    /// The same of one file, if that still has the text that the edit was made for.
    EditOf { path: PathBuf, text: String, edit: WorkspaceEdit },
    /// A file is written, if it still has the old text (none: if it does not exist).
    Write { path: PathBuf, old: Option<String>, text: String },
    /// A page of our own is written, whatever it said.
    Note { path: PathBuf, text: String },
    /// The client is asked to show something, if it can.
    Show { uri: Url, external: bool, selection: Option<Range> },
}

impl Deed {
    /// The server's command that does it.
    pub fn command(&self, title: impl Into<String>) -> Command {
        let name = match self.what {
            What::InsertComment { .. } => COMMANDS[0],
            What::OpenNote => COMMANDS[1],
            What::OpenDocumentation => COMMANDS[2],
            What::Ignore { .. } => COMMANDS[3],
            What::WriteEntry { .. } => COMMANDS[4],
            What::Fix { .. } => COMMANDS[5],
            What::FixAll => COMMANDS[6],
            What::Reveal { .. } => COMMANDS[7],
        };
        Command { title: title.into(), command: name.to_owned(), arguments: Some(vec![self.to_value()]) }
    }

    /// As data of a code action.
    pub fn to_value(&self) -> Value {
        // Strings, numbers and names only: nothing that JSON does not have.
        serde_json::to_value(self).unwrap_or_default()
    }

    /// Reads data or the argument of a command.
    ///
    /// # Errors
    /// If it is no deed; says why, for people.
    pub fn from_value(value: &Value) -> Result<Self, String> {
        Self::deserialize(value).map_err(|error| format!("this is not what loglore's commands take: {error}"))
    }
}

/// What there is to do. `pages` is the folder where pages are kept for clients that have no untitled documents.
///
/// # Errors
/// Why it cannot be done, for people.
pub(super) fn steps(
    context: &Context,
    snapshot: &Snapshot,
    sources: Sources<'_>,
    editable: &Editable<'_>,
    pages: &Path,
    deed: &Deed,
) -> Result<Vec<Step>, String> {
    let finding = || {
        let which = deed.finding.as_ref().ok_or("no finding is named")?;
        let found = finding_of(context, snapshot, which);
        found.map(|finding| (finding, which.line)).ok_or_else(|| format!("{} is not found here any more", which.entry))
    };
    match &deed.what {
        What::InsertComment { workaround } => {
            let (finding, line) = finding()?;
            let edit = comment::insertion(context, snapshot, finding, line, *workaround)
                .ok_or("the entry has changed: it does not have this workaround any more")?;
            Ok(vec![Step::Edit(edit_of(context, &snapshot.uri, Some(snapshot.version), vec![edit]))])
        }
        What::OpenNote => {
            let (finding, line) = finding()?;
            let id = context.lore.id(finding.entry);
            let name = format!("{}-{line}.md", id.as_str().replace('/', "-"));
            Ok(note(context, pages, &name, pages::note(context, finding)))
        }
        What::OpenDocumentation => {
            let which = deed.finding.as_ref().ok_or("no finding is named")?;
            let entry = context.lore.get(&which.entry).ok_or_else(|| format!("there is no entry {}", which.entry))?;
            let link = Card::of_entry(&context.lore, entry, context.locale()).link;
            let uri = link.and_then(|link| Url::parse(&link).ok()).ok_or("the entry names no documentation")?;
            Ok(vec![Step::Show { uri, external: true, selection: None }])
        }
        What::Ignore { scope } => {
            let which = deed.finding.as_ref().ok_or("no finding is named")?;
            let (path, old, text) = ignore::settings(context, snapshot, sources, &which.entry, *scope)?;
            Ok(vec![replaced(context, sources, path, old, text)])
        }
        What::WriteEntry { first, last } => {
            let draft = draft::draft(snapshot, *first, *last).ok_or("there is no text on this line")?;
            let (path, text) =
                draft::file(context, snapshot, sources, draft).ok_or("there is no folder to keep entries in")?;
            new_file(context, path, text)
        }
        What::Fix { workaround, file, number } => {
            let (finding, _) = finding()?;
            let wanted = Wanted { workaround: *workaround, file, number: *number };
            let fix = editable.again(context, finding, &wanted)?;
            editable.steps(context, finding, &fix)
        }
        What::FixAll => editable.batch_steps(context, &editable.all(context, snapshot)),
        What::Reveal { file, range } => {
            Ok(vec![Step::Show { uri: uri::url(file), external: false, selection: Some(*range) }])
        }
    }
}

/// The finding that is meant: of its entry the one that stands nearest to the line.
pub(super) fn finding_of<'s>(context: &Context, snapshot: &'s Snapshot, which: &Which) -> Option<&'s Finding> {
    let distance = |finding: &Finding| finding.places.iter().map(|place| place.line.abs_diff(which.line)).min();
    snapshot
        .findings
        .iter()
        .map(|finding| &**finding)
        .filter(|finding| context.lore.id(finding.entry).as_str() == which.entry)
        .min_by_key(|finding| distance(finding))
}

/// An edit of one document, in the form that the client takes.
pub(super) fn edit_of(context: &Context, uri: &str, version: Option<i32>, edits: Vec<TextEdit>) -> WorkspaceEdit {
    let uri = uri::url(uri);
    if context.client.document_changes {
        let edits = edits.into_iter().map(OneOf::Left).collect();
        let text_document = OptionalVersionedTextDocumentIdentifier { uri, version };
        let changes = DocumentChanges::Edits(vec![TextDocumentEdit { text_document, edits }]);
        WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() }
    } else {
        WorkspaceEdit { changes: Some(HashMap::from([(uri, edits)])), ..WorkspaceEdit::default() }
    }
}

/// Opens a text as a new document.
fn note(context: &Context, pages: &Path, name: &str, text: String) -> Vec<Step> {
    let untitled = Url::parse(&format!("untitled:{name}")).ok().filter(|_| has_untitled(context));
    if let Some(uri) = untitled {
        // What stood there before is replaced: the same note may be opened twice.
        let all = Range { start: Position::new(0, 0), end: Position::new(i32::MAX as u32, 0) };
        let edit = edit_of(context, uri.as_str(), None, vec![TextEdit { range: all, new_text: text }]);
        return vec![Step::Edit(edit), Step::Show { uri, external: false, selection: None }];
    }
    let path = pages.join("notes").join(name);
    let shown = source::url(&path).map(|uri| Step::Show { uri, external: false, selection: None });
    std::iter::once(Step::Note { path, text }).chain(shown).collect()
}

/// Whether the client takes edits of `untitled:` documents that are not open yet. VS Code and what is made from it
/// does; Neovim makes a buffer of any address. Others take every address for a file's.
fn has_untitled(context: &Context) -> bool {
    let known = ["Visual Studio Code", "VSCodium", "code-server", "Cursor", "Windsurf", "Neovim"];
    let name = context.client.name.as_deref().unwrap_or_default();
    context.client.apply_edit && known.iter().any(|known| name.starts_with(known))
}

/// Gives a file a new text: in the editor if it is open there, else on the disk.
fn replaced(context: &Context, sources: Sources<'_>, path: PathBuf, old: Option<String>, text: String) -> Step {
    let open = (sources.open)(&path).zip(source::url(&path));
    match open {
        Some((_, uri)) if context.client.apply_edit => {
            let all = Range { start: Position::new(0, 0), end: Position::new(i32::MAX as u32, 0) };
            Step::Edit(edit_of(context, uri.as_str(), None, vec![TextEdit { range: all, new_text: text }]))
        }
        _ => Step::Write { path, old, text },
    }
}

/// Makes a file and shows it; the user looks it over before it is saved where the client can create files.
fn new_file(context: &Context, path: PathBuf, text: String) -> Result<Vec<Step>, String> {
    let uri = source::url(&path).ok_or_else(|| format!("{} is no place for a file", path.display()))?;
    let show = Step::Show { uri: uri.clone(), external: false, selection: None };
    if !(context.client.create_files && context.client.apply_edit) {
        return Ok(vec![Step::Write { path, old: None, text }, show]);
    }
    let options = Some(CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(true) });
    let create = CreateFile { uri: uri.clone(), options, annotation_id: None };
    let text_document = OptionalVersionedTextDocumentIdentifier { uri, version: None };
    let start = Position::new(0, 0);
    let edits = vec![OneOf::Left(TextEdit { range: Range { start, end: start }, new_text: text })];
    let operations = vec![
        DocumentChangeOperation::Op(ResourceOp::Create(create)),
        DocumentChangeOperation::Edit(TextDocumentEdit { text_document, edits }),
    ];
    let changes = Some(DocumentChanges::Operations(operations));
    Ok(vec![Step::Edit(WorkspaceEdit { document_changes: changes, ..WorkspaceEdit::default() }), show])
}
