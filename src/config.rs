//! The settings, from an editor's JSON and from `loglore.toml`.
//!
//! A wrong value never stops anything: it is told with its name, and what was in force stays.

mod value;

use std::fmt;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use self::value::{absolute, expected, json_of_table, kind, place, severities, texts, truth};
use crate::card::Locale;
use crate::entry::{EntryId, Severity};

/// The name of the settings file of a workspace.
pub const FILE_NAME: &str = "loglore.toml";

/// The settings file of the user, which holds in every workspace; the workspace's own is read after it. It stands
/// beside the user's folder of entries and need not exist.
pub fn user_file() -> Option<PathBuf> {
    user_file_beside(&crate::lore::user_folder()?)
}

/// The settings file beside a user's folder of entries.
pub fn user_file_beside(entries: &Path) -> Option<PathBuf> {
    Some(entries.parent()?.join(FILE_NAME))
}

/// The settings file of a workspace: in `start` or the nearest folder above it that has one.
pub fn workspace_file(start: &Path) -> Option<PathBuf> {
    start.ancestors().map(|folder| folder.join(FILE_NAME)).find(|file| file.is_file())
}

/// The settings in force.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// `entries.paths`: further folders or files of entries, absolute, the later ones stronger.
    pub entry_paths: Vec<PathBuf>,
    /// `entries.disabled`: entries that are not to be in force.
    pub disabled: Vec<EntryId>,
    /// `entries.ignored`: entries that are not shown in one document: its absolute path, or its address if it is no
    /// file.
    pub ignored: Vec<(String, EntryId)>,
    /// `domains`: only entries of these, if any are given.
    pub domains: Vec<String>,
    /// `locale`: the language of explanations, if it is set.
    pub locale: Option<Locale>,
    /// `minimumConfidence`: entries of less confidence (0–1) are left out.
    pub minimum_confidence: f64,
    /// `severity`: how findings are shown, where not as the entry says.
    pub severity: Severities,
    /// `maxDiagnostics`: how many are shown in one document; the rest is counted.
    pub max_diagnostics: usize,
    /// `codeLens`: whether there is a line above each block.
    pub code_lens: bool,
    /// `inlayHints`: whether there is a note at the line's end.
    pub inlay_hints: bool,
    /// `sourceMarks`: whether the place in source is marked too.
    pub source_marks: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            entry_paths: Vec::new(),
            disabled: Vec::new(),
            ignored: Vec::new(),
            domains: Vec::new(),
            locale: None,
            minimum_confidence: 0.0,
            severity: Severities::default(),
            max_diagnostics: 1_000,
            code_lens: true,
            inlay_hints: false,
            source_marks: true,
        }
    }
}

/// How findings are shown where not as their entries say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Severities {
    /// All that no other rule names.
    all: Option<Severity>,
    /// By domain or by the id of an entry.
    named: Vec<(String, Severity)>,
}

impl Severities {
    /// How findings of an entry are shown whose own severity is `stated`: the rule for its id counts before the one for
    /// its domain, and that before the one for all.
    pub fn of(&self, id: &EntryId, stated: Severity) -> Severity {
        let named = |name: &str| self.named.iter().rev().find(|(n, _)| n == name).map(|(_, severity)| *severity);
        named(id.as_str()).or_else(|| named(id.domain())).or(self.all).unwrap_or(stated)
    }
}

/// A setting whose value cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongSetting {
    /// The file that it stands in; none for an editor's settings.
    pub path: Option<PathBuf>,
    /// Counts from 1.
    pub line: Option<usize>,
    /// The setting; empty if the settings as a whole cannot be read.
    pub name: String,
    /// What is wrong, and what is in force instead.
    pub message: String,
}

impl fmt::Display for WrongSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.path, self.line) {
            (Some(path), Some(line)) => write!(f, "{}:{line}: ", path.display())?,
            (Some(path), None) => write!(f, "{}: ", path.display())?,
            (None, _) if self.name.is_empty() => {}
            (None, _) => write!(f, "loglore.")?,
        }
        if !self.name.is_empty() {
            write!(f, "{}: ", self.name)?;
        }
        f.write_str(&self.message)
    }
}

impl Config {
    /// Takes over what an editor sends: the settings themselves or an object with them under `loglore`, nested
    /// (`entries: { paths }`) or with dots in the names. What the editor leaves out (also as null) stays; what else it
    /// keeps there for itself is none of ours. Relative paths are of `folder`.
    pub fn take_json(&mut self, settings: &Value, folder: Option<&Path>) -> Vec<WrongSetting> {
        let settings = settings.get("loglore").unwrap_or(settings);
        let mut wrong = Vec::new();
        match settings {
            Value::Null => {}
            Value::Object(map) => self.take(map, folder, |name, message| {
                if let Some(message) = message {
                    wrong.push(WrongSetting { path: None, line: None, name: name.to_owned(), message });
                }
            }),
            other => wrong.push(WrongSetting {
                path: None,
                line: None,
                name: String::new(),
                message: format!("the settings of loglore are an object, not {}; they stay as they are", kind(other)),
            }),
        }
        wrong
    }

    /// Takes over the settings file at `path`, if there is one.
    pub fn take_file(&mut self, path: &Path) -> Vec<WrongSetting> {
        match std::fs::read_to_string(path) {
            Ok(text) => self.take_toml(&text, path),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            Err(error) => vec![WrongSetting {
                path: Some(path.to_owned()),
                line: None,
                name: String::new(),
                message: format!("cannot be read, so nothing of it is in force: {error}"),
            }],
        }
    }

    /// Whether findings of an entry are not shown in a document: its address as the client writes it, and its path if it
    /// is a file.
    pub fn ignores(&self, document: &str, path: Option<&Path>, id: &EntryId) -> bool {
        let meant = |name: &str| name == document || path.is_some_and(|path| Path::new(name) == path);
        self.ignored.iter().any(|(name, ignored)| ignored == id && meant(name))
    }

    /// Takes over a `loglore.toml`, whose relative paths are of its folder.
    pub fn take_toml(&mut self, text: &str, path: &Path) -> Vec<WrongSetting> {
        let line_of = |at: usize| 1 + text.as_bytes()[..at.min(text.len())].iter().filter(|b| **b == b'\n').count();
        let document = match toml_edit::Document::parse(text) {
            Ok(document) => document,
            Err(error) => {
                return vec![WrongSetting {
                    path: Some(path.to_owned()),
                    line: error.span().map(|span| line_of(span.start)),
                    name: String::new(),
                    message: format!("not TOML, so nothing of it is in force: {}", error.message().trim()),
                }];
            }
        };
        let mut wrong = Vec::new();
        self.take(&json_of_table(document.as_table()), path.parent(), |name, message| {
            wrong.push(WrongSetting {
                path: Some(path.to_owned()),
                line: place(document.as_table(), name).map(line_of),
                name: name.to_owned(),
                message: message.unwrap_or_else(|| "there is no such setting".to_owned()),
            });
        });
        wrong
    }

    /// Takes over settings. What is wrong is told with its name; a name that is not known is told without a message.
    fn take(
        &mut self,
        settings: &Map<String, Value>,
        folder: Option<&Path>,
        mut tell: impl FnMut(&str, Option<String>),
    ) {
        let mut flat = Vec::new();
        flatten("", settings, &mut flat);
        for (name, value) in flat {
            if value.is_null() {
                continue;
            }
            match self.set(&name, value, folder) {
                Ok(true) => {}
                Ok(false) => tell(&name, None),
                Err(message) => tell(&name, Some(message)),
            }
        }
    }

    /// Takes over one setting. False if there is none of this name.
    fn set(&mut self, name: &str, value: &Value, folder: Option<&Path>) -> Result<bool, String> {
        match name {
            "entries.paths" => {
                for path in texts(value)? {
                    let path = absolute(path, folder)?;
                    if !self.entry_paths.contains(&path) {
                        self.entry_paths.push(path);
                    }
                }
            }
            "entries.disabled" => {
                let ids: Vec<EntryId> = texts(value)?
                    .into_iter()
                    .map(|id| EntryId::new(id).map_err(|error| format!("{error}; the list is left out")))
                    .collect::<Result<_, _>>()?;
                for id in ids {
                    if !self.disabled.contains(&id) {
                        self.disabled.push(id);
                    }
                }
            }
            "entries.ignored" => {
                let documents = value.as_object().ok_or_else(|| {
                    expected("an object with documents and the ids that are ignored in them", value, "the former one")
                })?;
                for (document, ids) in documents {
                    let document = document_name(document, folder)?;
                    for id in texts(ids)? {
                        let id = EntryId::new(id).map_err(|error| format!("{error}; the rest is left out"))?;
                        if !self.ignored.iter().any(|(d, i)| *d == document && *i == id) {
                            self.ignored.push((document.clone(), id));
                        }
                    }
                }
            }
            "domains" => self.domains = texts(value)?.into_iter().map(str::to_owned).collect(),
            "locale" => {
                let tag =
                    value.as_str().ok_or_else(|| expected("a language (`en`, `zh-CN`)", value, "the client's"))?;
                self.locale = if tag.is_empty() || tag == "auto" { None } else { Some(Locale::of_tag(tag)) };
            }
            "minimumConfidence" => {
                let number = value.as_f64().filter(|number| (0.0..=1.0).contains(number));
                let stays = self.minimum_confidence.to_string();
                self.minimum_confidence = number.ok_or_else(|| expected("a number from 0 to 1", value, &stays))?;
            }
            "severity" => self.severity = severities(value)?,
            "maxDiagnostics" => {
                let number =
                    value.as_u64().filter(|number| *number > 0).and_then(|number| usize::try_from(number).ok());
                let stays = self.max_diagnostics.to_string();
                self.max_diagnostics = number.ok_or_else(|| expected("a whole number from 1", value, &stays))?;
            }
            "codeLens" => self.code_lens = truth(value, self.code_lens)?,
            "inlayHints" => self.inlay_hints = truth(value, self.inlay_hints)?,
            "sourceMarks" => self.source_marks = truth(value, self.source_marks)?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// The document that a setting names: an address (`output:x`, `untitled:Untitled-1`), or else a path.
fn document_name(name: &str, folder: Option<&Path>) -> Result<String, String> {
    let scheme = name.split_once(':').map_or("", |(scheme, _)| scheme);
    // One letter is a drive.
    let is_address = scheme.len() > 1 && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    if is_address { Ok(name.to_owned()) } else { Ok(absolute(name, folder)?.to_string_lossy().into_owned()) }
}

/// Names that hold further names.
const GROUPS: &[&str] = &["entries"];

fn flatten<'v>(prefix: &str, settings: &'v Map<String, Value>, flat: &mut Vec<(String, &'v Value)>) {
    for (key, value) in settings {
        match value {
            Value::Object(group) if prefix.is_empty() && GROUPS.contains(&key.as_str()) => {
                flatten(&format!("{key}."), group, flat);
            }
            _ => flat.push((format!("{prefix}{key}"), value)),
        }
    }
}

#[cfg(test)]
mod tests;
