//! Findings for programs: one object a line.
//!
//! Lines and columns count from 1, columns in characters, offsets in bytes. Of a pipe each finding is printed when its
//! block is complete; one that has repeats is printed once more at the end, with the count.

use std::io::Write;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Document, Report, Totals, severity_word};
use crate::card::{Locale, in_words, ranked, title};
use crate::entry::Snippet;
use crate::finding::{Finding, Place};
use crate::fix::packages;
use crate::lore::Lore;

/// The JSON format.
pub(in crate::cli) struct Json<'l> {
    out: std::io::BufWriter<std::io::Stdout>,
    lore: &'l Lore,
    locale: Locale,
}

impl<'l> Json<'l> {
    pub fn new(lore: &'l Lore, locale: Locale) -> Self {
        Self { out: std::io::BufWriter::new(std::io::stdout()), lore, locale }
    }
}

impl Report for Json<'_> {
    fn finding(&mut self, document: &Document, finding: &Finding) -> anyhow::Result<()> {
        serde_json::to_writer(&mut self.out, &record(self.lore, self.locale, &document.path, finding))?;
        writeln!(self.out)?;
        Ok(())
    }

    fn repeated(&mut self, document: &Document, finding: &Finding) -> anyhow::Result<()> {
        self.finding(document, finding)
    }

    fn flush(&mut self) -> anyhow::Result<()> {
        Ok(self.out.flush()?)
    }

    fn end(&mut self, _: &Totals) -> anyhow::Result<()> {
        self.flush()
    }
}

#[derive(Debug, Serialize)]
struct Point {
    line: usize,
    column: usize,
    offset: usize,
}

impl From<Place> for Point {
    fn from(place: Place) -> Self {
        Self { line: place.line, column: place.column, offset: place.offset.0 }
    }
}

/// A finding as an object.
#[derive(Debug, Serialize)]
struct Record<'a> {
    path: &'a str,
    entry: &'a str,
    domain: &'a str,
    code: Option<&'a str>,
    severity: &'static str,
    title: &'a str,
    root_cause: String,
    start: Point,
    end: Point,
    block: Block,
    text: &'a str,
    captures: Map<String, Value>,
    count: usize,
    places: Vec<Point>,
    frames: Vec<Value>,
    also: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    caused_by: Option<Value>,
    workarounds: Vec<Value>,
    dead_ends: Vec<Value>,
    doc_url: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Block {
    start_line: usize,
    end_line: usize,
}

fn record<'a>(lore: &'a Lore, locale: Locale, path: &'a str, finding: &'a Finding) -> Record<'a> {
    let entry = lore.entry(finding.entry);
    let zh = |chinese: &'a Option<String>| chinese.as_deref().filter(|_| locale == Locale::Zh);
    let translated = locale == Locale::Zh && entry.workarounds_zh.len() == entry.workarounds.len();
    Record {
        path,
        entry: entry.id.as_str(),
        domain: &entry.domain,
        code: entry.error_code.as_deref(),
        severity: severity_word(super::severity(entry)),
        title: zh(&entry.signature_zh).unwrap_or_else(|| title(entry)),
        root_cause: in_words(entry, finding, zh(&entry.root_cause_zh).unwrap_or(&entry.root_cause)),
        start: finding.start.into(),
        end: finding.end.into(),
        block: Block { start_line: finding.block.start.0 + 1, end_line: finding.block.end.0.max(1) },
        text: &finding.text,
        captures: finding.captures.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect(),
        count: finding.count,
        places: finding.places.iter().map(|place| (*place).into()).collect(),
        frames: finding
            .frames
            .iter()
            .map(|frame| {
                json!({
                    "path": frame.path,
                    "line": frame.line,
                    "column": frame.column,
                    "function": frame.function,
                    "user": frame.user,
                })
            })
            .collect(),
        also: finding.also.iter().map(|other| lore.entry(*other).id.as_str()).collect(),
        caused_by: finding
            .cause
            .map(|cause| json!({ "entry": lore.entry(cause.entry).id.as_str(), "line": cause.place.line })),
        workarounds: ranked(entry)
            .into_iter()
            .map(|i| {
                let original = &entry.workarounds[i];
                let words = if translated { &entry.workarounds_zh[i] } else { original };
                json!({
                    "action": in_words(entry, finding, &words.action),
                    "how": in_words(entry, finding, &words.how),
                    "success_rate": original.success_rate,
                    "snippet": original.snippet.as_ref().map(|snippet| filled(snippet, finding)),
                    "place": original.place,
                })
            })
            .collect(),
        dead_ends: entry
            .dead_ends
            .iter()
            .map(|end| {
                json!({
                    "action": in_words(entry, finding, &end.action),
                    "why_fails": in_words(entry, finding, &end.why_fails),
                })
            })
            .collect(),
        doc_url: entry.official_doc_url.as_deref(),
    }
}

/// The snippet for this very case; as it is written where the log does not tell what belongs in it.
fn filled(snippet: &Snippet, finding: &Finding) -> Snippet {
    let text = packages::fill(&snippet.text, &finding.captures).unwrap_or_else(|_| snippet.text.clone());
    Snippet { text, ..snippet.clone() }
}
