//! A file of entries: one record, or a list of them, of either form.

use std::collections::HashSet;
use std::fs::File;
use std::io::Read as _;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jsonc_parser::errors::ParseErrorKind;
use serde_json::Value;

use super::coerce::show;
use super::places::parse_strictly;
use super::read::Reader;
use super::{Entry, EntryId, Location, Places, Problem, ProblemKind, Source};

/// The largest entry file that is read, in bytes.
pub const FILE_LIMIT: u64 = 4 << 20;

/// One record of a file.
#[derive(Debug, Clone)]
pub struct ReadEntry {
    /// The record.
    pub entry: Entry,
    /// Where its values stand in the file.
    pub places: Places,
}

/// A file of entries, read: what it holds and what is wrong with it. Records that could not be taken are left out.
#[derive(Debug, Clone)]
pub struct EntryFile {
    /// The file.
    pub path: PathBuf,
    /// Its text.
    pub source: Arc<Source>,
    /// Its records, in order.
    pub entries: Vec<ReadEntry>,
    /// What could not be taken as it is written, in the order of the text. What a record says is not judged here.
    pub problems: Vec<Problem>,
}

impl EntryFile {
    /// Reads a file. One that cannot be read at all holds no entries and one problem.
    pub fn open(path: &Path) -> Self {
        let unreadable = |message: String| Self {
            path: path.to_owned(),
            source: Arc::default(),
            entries: Vec::new(),
            problems: vec![Problem::of_path(path, ProblemKind::Unreadable, message)],
        };
        let mut bytes = Vec::new();
        let read = File::open(path).and_then(|file| file.take(FILE_LIMIT + 1).read_to_end(&mut bytes));
        match read {
            Err(error) => unreadable(format!("cannot read the file: {error}")),
            Ok(_) if bytes.len() as u64 > FILE_LIMIT => unreadable(format!(
                "the file is larger than {} MiB, too large for entries: split it into one file an entry",
                FILE_LIMIT >> 20
            )),
            Ok(_) => match String::from_utf8(bytes) {
                Ok(text) => Self::read(text, path),
                Err(error) => {
                    let valid = error.utf8_error().valid_up_to();
                    if valid == 0 && matches!(error.as_bytes(), [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
                        return unreadable("the file is UTF-16; save it as UTF-8".to_owned());
                    }
                    let (line, column) = Source::new(String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned())
                        .line_column(valid);
                    let mut file = unreadable("the file is not UTF-8 from here on; save it as UTF-8".to_owned());
                    file.problems[0].location = Some(Location { line, column, span: valid..valid + 1 });
                    file
                }
            },
        }
    }

    /// Reads the text of a file.
    pub fn read(text: String, path: &Path) -> Self {
        let mut file = Self {
            path: path.to_owned(),
            source: Arc::new(Source::new(text)),
            entries: Vec::new(),
            problems: Vec::new(),
        };
        match file.parse() {
            Ok(value) => file.take(&value),
            Err((span, message)) => file.report(None, span, ProblemKind::Syntax, message),
        }
        file.problems.sort_by(Problem::order);
        file
    }

    /// Notes a problem of the file at `span`, in bytes.
    fn report(&mut self, entry: Option<EntryId>, span: Range<usize>, kind: ProblemKind, message: String) {
        let location = Some(self.source.location(span));
        self.problems.push(Problem { path: self.path.clone(), location, entry, kind, message });
    }

    /// The value of the text, or where and why it is not JSON.
    fn parse(&self) -> Result<Value, (Range<usize>, String)> {
        let mark = self.source.mark();
        let text = &self.source.text()[mark..];
        if text.trim().is_empty() {
            return Err((0..0, "the file is empty: write an entry or delete it".to_owned()));
        }
        // serde_json judges, because it takes JSON and nothing else; jsonc-parser knows the places.
        let error = match serde_json::from_str::<Value>(text) {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        let at = self.byte_of(&error, mark);
        let reason = error.to_string();
        if reason.starts_with("recursion limit") {
            return Err((at..at, "the JSON is nested too deeply for an entry".to_owned()));
        }
        match parse_strictly(text) {
            // Of `01` the other parser would say that a comma is missing.
            Err(known) if !reason.starts_with("invalid number") => {
                let range = known.range();
                Err((range.start + mark..range.end + mark, syntax_message(known.kind())))
            }
            // The reason without its own line and column, which count bytes.
            _ => Err((at..at, format!("not JSON: {}", reason.split(" at line ").next().unwrap_or(&reason)))),
        }
    }

    /// The fields that stand twice in one object. Reading takes the last one, so this is for whoever judges the file.
    pub fn duplicate_fields(&self) -> Vec<Problem> {
        let problem = |(pointer, span): &(String, Range<usize>)| {
            let name = show(pointer.rsplit('/').next().unwrap_or_default());
            Problem {
                path: self.path.clone(),
                location: Some(self.source.location(span.clone())),
                entry: None,
                kind: ProblemKind::DuplicateField,
                message: format!("`{name}` stands twice in this object, and only the last one counts: remove one"),
            }
        };
        self.source.spans().twice.iter().map(problem).collect()
    }

    /// The byte that serde_json means: it counts lines from 1 and bytes of the line from 1.
    fn byte_of(&self, error: &serde_json::Error, mark: usize) -> usize {
        let text = &self.source.text()[mark..];
        let line: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        (mark + line + error.column().saturating_sub(1)).min(self.source.text().len())
    }

    /// Takes the records of a parsed file.
    fn take(&mut self, value: &Value) {
        let records: Vec<(String, &Value)> = match value {
            Value::Array(list) => list.iter().enumerate().map(|(i, record)| (format!("/{i}"), record)).collect(),
            record => vec![(String::new(), record)],
        };
        let mut ids: HashSet<EntryId> = HashSet::new();
        for (pointer, value) in records {
            let mut reader = Reader::new();
            let entry = reader.entry(value);
            let places = Places::new(Arc::clone(&self.source), pointer, reader.nested);
            let id = entry.as_ref().map(|entry| entry.id.clone());
            for found in std::mem::take(&mut reader.problems) {
                // What the format does not know is shown at its name; what a value should not be, at the value.
                // The reader speaks of the record as it stands in the file, so no pointer has to be moved.
                let span = places.written(&found.pointer, found.kind == ProblemKind::UnknownField);
                self.report(id.clone(), span, found.kind, found.message);
            }
            let Some(entry) = entry else { continue };
            if ids.insert(entry.id.clone()) {
                self.entries.push(ReadEntry { entry, places });
            } else {
                let message = format!("`{}` stands twice in this file: the first one counts", entry.id);
                self.report(id, places.span("/id"), ProblemKind::DuplicateId, message);
            }
        }
    }

    /// A problem of one of this file's records, at a pointer of the flat form.
    pub fn problem(&self, read: &ReadEntry, pointer: &str, kind: ProblemKind, message: String) -> Problem {
        self.problem_at(read, read.places.span(pointer), kind, message)
    }

    /// The same at bytes `inside` of the value of the string at `pointer`.
    pub fn problem_inside(
        &self,
        read: &ReadEntry,
        pointer: &str,
        inside: Range<usize>,
        kind: ProblemKind,
        message: String,
    ) -> Problem {
        let literal = read.places.span(pointer);
        self.problem_at(read, self.source.inside_string(literal, inside), kind, message)
    }

    fn problem_at(&self, read: &ReadEntry, span: Range<usize>, kind: ProblemKind, message: String) -> Problem {
        Problem {
            path: self.path.clone(),
            location: Some(self.source.location(span)),
            entry: Some(read.entry.id.clone()),
            kind,
            message,
        }
    }
}

/// What is not JSON here and what to do about it.
fn syntax_message(kind: &ParseErrorKind) -> String {
    let message = match kind {
        ParseErrorKind::ExpectedComma => "a comma is missing here",
        ParseErrorKind::TrailingCommasNotAllowed => "a comma before a closing bracket: remove it",
        ParseErrorKind::CommentsNotAllowed => "JSON has no comments: remove it",
        ParseErrorKind::ExpectedColonAfterObjectKey => "a colon is missing after the field's name",
        ParseErrorKind::ExpectedObjectValue => "a value is missing after the colon",
        ParseErrorKind::ExpectedStringObjectProperty | ParseErrorKind::UnexpectedTokenInObject => {
            "a field's name in double quotes is expected here"
        }
        ParseErrorKind::SingleQuotedStringsNotAllowed => "a string stands in double quotes in JSON",
        ParseErrorKind::UnterminatedArray => "this list is not closed: `]` is missing",
        ParseErrorKind::UnterminatedObject => "this object is not closed: `}` is missing",
        ParseErrorKind::MultipleRootJsonValues => {
            "text after the end of the record; several records of one file stand in a list: `[…, …]`"
        }
        ParseErrorKind::UnexpectedWord => "a word without quotes: strings stand in double quotes",
        ParseErrorKind::NestingDepthExceeded => "the JSON is nested too deeply for an entry",
        other => return format!("not JSON: {}", lower_first(&other.to_string())),
    };
    message.to_owned()
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}
