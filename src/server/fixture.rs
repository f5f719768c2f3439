//! Documents for tests: log text with the cursor as `$0`, a small lore, a workspace in a temporary folder.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;
use tower_lsp::lsp_types::{Position, Range, Url};

use super::client::ClientFacts;
use super::context::Context;
use super::convert::Places;
use super::fixes::OpenFile;
use super::snapshot::Snapshot;
use super::source::Sources;
use crate::config::Config;
use crate::entry::read_record;
use crate::finding::{ScanOptions, find};
use crate::lore::Lore;
use crate::text::{ByteOffset, Document, LineEnds};
use crate::trace::Workspace;

/// The document that is open for a file.
type Opened = dyn Fn(&Path) -> Option<Document>;

/// One document and all around it.
pub(super) struct Fixture {
    pub context: Context,
    pub snapshot: Snapshot,
    /// Where `$0` stood; the second one, if there are two, ends the selection.
    pub cursor: Position,
    pub selection: Range,
    files: Workspace,
    open: HashMap<PathBuf, Document>,
    opened: Box<Opened>,
    folder: TempDir,
}

/// The entries of the tests: invented, so that no change of the real ones touches a test.
const ENTRIES: &[&str] = &[
    r#"{"id": "python/no-module", "signature": "ModuleNotFoundError: No module named '…'", "signature_zh": "找不到模块",
        "regex": "No module named '(?P<module>[\\w.]+)'", "root_cause": "The package `{module}` is not installed.",
        "root_cause_zh": "没有安装 `{module}`。", "error_code": "MODULE_MISSING",
        "official_doc_url": "https://docs.example.org/modules",
        "workarounds": [
            {"action": "Install it", "how": "Into the environment that runs it.", "success_rate": 0.9,
             "snippet": {"language": "bash", "text": "pip install {module}"}, "place": "shell"},
            {"action": "Activate the environment", "how": "Run `source .venv/bin/activate` first."}]}"#,
    r#"{"id": "disk/full", "signature": "No space left on device", "regex": "No space left on device",
        "severity": "warning", "error_code": "ENOSPC",
        "workarounds": [{"action": "Free some space"}]}"#,
    r#"{"id": "own/echo", "signature": "echo", "regex": "an echo of errors",
        "workarounds": [{"action": "Look for: No space left on device", "how": "It is above."}]}"#,
    r#"{"id": "net/slow", "signature": "it took too long", "regex": "TimeoutError: (?P<what>\\w+) took too long",
        "workarounds": [
            {"action": "Give it more `timeout`", "success_rate": 0.9,
             "snippet": {"language": "python", "text": "net.connect(host, timeout=${1:30})"}, "place": "call"},
            {"action": "Try again", "success_rate": 0.5,
             "snippet": {"language": "python", "text": "import time\ntime.sleep(1)"}, "place": "before"},
            {"action": "Say so", "success_rate": 0.1,
             "snippet": {"language": "bash", "text": "SLOW=1"}, "place": "file:.env"}]}"#,
    r#"{"id": "build/make-failed", "signature": "make failed", "regex": "make: \\*\\*\\* .* Error \\d+", "tags": ["wrapper"]}"#,
];

/// A log with nothing around it.
pub(super) fn log(text: &str) -> Fixture {
    workspace(text, &[])
}

/// A log in a workspace that has these files.
pub(super) fn workspace(text: &str, files: &[(&str, &str)]) -> Fixture {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("ws");
    std::fs::create_dir(&root).expect("a folder");
    for (name, text) in files {
        let path = root.join(name);
        std::fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    let entries = ENTRIES.iter().map(|text| read_record(text).expect("an entry")).collect();
    let (lore, problems) = Lore::of(entries);
    assert_eq!(problems, []);
    let context = Context {
        lore: Arc::new(lore),
        client: ClientFacts::default(),
        config: Config::default(),
        entry_folders: Vec::new(),
        folders: vec![root.clone()],
    };
    let (text, cursors) = without_cursors(text);
    let findings = find(&context.lore, ScanOptions::default(), text.as_bytes());
    let snapshot = Snapshot {
        uri: Url::from_file_path(root.join("build.log")).expect("an absolute path").to_string(),
        document: Document::new(&text, LineEnds::Lsp),
        version: 3,
        findings: Arc::new(findings.into_iter().map(Arc::new).collect()),
    };
    let files = Workspace::new([root]);
    let mut fixture = Fixture {
        context,
        snapshot,
        cursor: Position::default(),
        selection: Range::default(),
        files,
        open: HashMap::new(),
        opened: Box::new(|_| None),
        folder,
    };
    fixture.place(&cursors);
    fixture
}

fn without_cursors(text: &str) -> (String, Vec<usize>) {
    let mut clean = String::new();
    let mut cursors = Vec::new();
    for (i, part) in text.split("$0").enumerate() {
        if i > 0 {
            cursors.push(clean.len());
        }
        clean.push_str(part);
    }
    (clean, cursors)
}

impl Fixture {
    fn place(&mut self, cursors: &[usize]) {
        let places = Places::of(&self.context, &self.snapshot);
        let at = |i: usize| cursors.get(i).map(|at| places.position(ByteOffset(*at)));
        let start = at(0).unwrap_or_default();
        self.selection = Range { start, end: at(1).unwrap_or(start) };
        self.cursor = start;
    }

    /// The same for a client that can do other things.
    pub fn client(mut self, change: impl FnOnce(&mut ClientFacts)) -> Self {
        let places = Places::of(&self.context, &self.snapshot);
        let cursors = [places.offset(self.selection.start).0, places.offset(self.selection.end).0];
        change(&mut self.context.client);
        self.place(&cursors);
        self
    }

    /// The same with other settings.
    pub fn config(mut self, change: impl FnOnce(&mut Config)) -> Self {
        change(&mut self.context.config);
        self
    }

    /// The same document under another address.
    pub fn uri(mut self, uri: &str) -> Self {
        self.snapshot.uri = uri.to_owned();
        self
    }

    /// The same with a file of the workspace open in the editor.
    pub fn open(mut self, name: &str, text: &str) -> Self {
        self.open.insert(self.root().join(name), Document::new(text, LineEnds::Lsp));
        let open = self.open.clone();
        self.opened = Box::new(move |path| open.get(path).cloned());
        self
    }

    /// The file that is open, as fixes see it.
    pub fn opened(&self, path: &Path) -> Option<OpenFile> {
        let document = self.open.get(path)?.clone();
        Some(OpenFile { uri: Url::from_file_path(path).expect("an absolute path").to_string(), version: 7, document })
    }

    /// The files of the workspace.
    pub fn workspace(&self) -> &Workspace {
        &self.files
    }

    /// The folder of the workspace.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join("ws")
    }

    /// A folder beside the workspace that does not exist yet.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn sources(&self) -> Sources<'_> {
        Sources { workspace: &self.files, open: &*self.opened }
    }

    /// An address as it is called in the workspace.
    pub fn name(&self, uri: &Url) -> String {
        let path = uri.to_file_path().ok();
        path.and_then(|path| self.files.name_of(&path)).unwrap_or_else(|| uri.to_string())
    }

    /// `line:column`
    pub fn at(&self, position: Position) -> String {
        format!("{}:{}", position.line, position.character)
    }

    /// The text of a range of the document.
    pub fn text_of(&self, range: Range) -> String {
        let places = Places::of(&self.context, &self.snapshot);
        places.text(places.span(range))
    }
}
