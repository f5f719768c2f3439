//! How findings are printed: one file a format.

mod github;
mod json;
mod sarif;
mod stats;
mod text;

use std::time::Duration;

pub(super) use github::Github;
pub(super) use json::Json;
pub(super) use sarif::Sarif;
pub(super) use stats::stats;
pub(super) use text::Text;

use super::input::Read;
use super::knowledge;
use crate::entry::{Entry, Severity};
use crate::finding::{Finding, Spent};

/// What findings are printed about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Document {
    /// The path as the user gave it; `-` is standard input.
    pub path: String,
}

/// What a scan comes to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Totals {
    pub documents: usize,
    /// Inputs that could not be read, or not to their end.
    pub unread: usize,
    pub lines: usize,
    pub bytes: usize,
    /// Findings, repeats counted.
    pub findings: usize,
    /// Findings, repeats collapsed.
    pub kinds: usize,
    /// Log files that .gitignore kept out, where nothing else was found.
    pub ignored: usize,
    pub elapsed: Duration,
    /// Clock time of each thread that read, added up.
    pub reading: Duration,
    pub printing: Duration,
    /// Of all threads, added up.
    pub spent: Spent,
}

impl Totals {
    /// Counts one more document.
    pub fn count(&mut self, read: &Read, findings: usize) {
        self.documents += 1;
        self.lines += read.lines;
        self.bytes += read.bytes;
        self.findings += findings;
    }
}

/// A format.
pub(super) trait Report {
    /// A finding; for a document that is read as it comes, the first of its kind.
    fn finding(&mut self, document: &Document, finding: &Finding) -> anyhow::Result<()>;

    /// A finding that was given when it was first seen has repeats: now counted.
    fn repeated(&mut self, document: &Document, finding: &Finding) -> anyhow::Result<()>;

    /// Lets what was written be seen.
    fn flush(&mut self) -> anyhow::Result<()> {
        Ok(())
    }

    /// The end of the scan.
    fn end(&mut self, totals: &Totals) -> anyhow::Result<()>;
}

/// `--quiet`
pub(super) struct Silent;

impl Report for Silent {
    fn finding(&mut self, _: &Document, _: &Finding) -> anyhow::Result<()> {
        Ok(())
    }

    fn repeated(&mut self, _: &Document, _: &Finding) -> anyhow::Result<()> {
        Ok(())
    }

    fn end(&mut self, _: &Totals) -> anyhow::Result<()> {
        Ok(())
    }
}

/// The severity in force of an entry's findings.
fn severity(entry: &Entry) -> Severity {
    knowledge::settings().severity.of(&entry.id, entry.severity)
}

/// A severity in the words of the entry format.
pub(super) fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information => "information",
        Severity::Hint => "hint",
    }
}

/// A number of bytes for people: `3 bytes`, `1.2 MB`.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        1 => "1 byte".to_owned(),
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}
