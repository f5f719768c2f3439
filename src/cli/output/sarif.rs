//! Findings as one SARIF 2.1.0 document, for code scanning.

use std::io::Write;

use serde_json::{Value, json};

use super::{Document, Report, Totals};
use crate::card::{Card, Locale, PlainStyle, inert, markdown, short, title};
use crate::entry::Severity;
use crate::finding::{Finding, Place};
use crate::lore::{EntryRef, Lore};

/// The SARIF format.
pub(in crate::cli) struct Sarif<'l> {
    lore: &'l Lore,
    locale: Locale,
    rules: Vec<EntryRef>,
    results: Vec<Value>,
}

impl<'l> Sarif<'l> {
    pub fn new(lore: &'l Lore, locale: Locale) -> Self {
        Self { lore, locale, rules: Vec::new(), results: Vec::new() }
    }

    fn rule(&self, entry: EntryRef) -> Value {
        let record = self.lore.entry(entry);
        let card = Card::of_entry(self.lore, entry, self.locale);
        let mut rule = json!({
            "id": record.id.as_str(),
            "shortDescription": { "text": inert(title(record)) },
            "help": {
                "text": short(&card, PlainStyle { width: 100, color: false }),
                "markdown": markdown(&card),
            },
            "defaultConfiguration": { "level": level(super::severity(record)) },
        });
        if !record.root_cause.is_empty() {
            rule["fullDescription"] = json!({ "text": inert(&record.root_cause) });
        }
        if let Some(link) = card.link {
            rule["helpUri"] = json!(link);
        }
        rule
    }
}

impl Report for Sarif<'_> {
    fn finding(&mut self, document: &Document, finding: &Finding) -> anyhow::Result<()> {
        let record = self.lore.entry(finding.entry);
        let number = self.rules.iter().position(|rule| *rule == finding.entry).unwrap_or_else(|| {
            self.rules.push(finding.entry);
            self.rules.len() - 1
        });
        let card = Card::of_finding(self.lore, finding, self.locale);
        let message = format!("{}\n{}", inert(title(record)), short(&card, PlainStyle { width: 100, color: false }));
        let uri = uri(&document.path);
        let region = |start: Place, end: Place| {
            json!({
                "startLine": start.line,
                "startColumn": start.column,
                "endLine": end.line,
                "endColumn": end.column,
                "byteOffset": start.offset.0,
                "byteLength": end.offset.0 - start.offset.0,
            })
        };
        self.results.push(json!({
            "ruleId": record.id.as_str(),
            "ruleIndex": number,
            "level": level(super::severity(record)),
            "message": { "text": message.trim_end() },
            "locations": [{
                "physicalLocation": {
                    "artifactLocation": { "uri": uri },
                    "region": region(finding.start, finding.end),
                }
            }],
            "occurrenceCount": finding.count,
        }));
        Ok(())
    }

    fn repeated(&mut self, document: &Document, finding: &Finding) -> anyhow::Result<()> {
        // The first occurrence is replaced by the one that knows the count.
        let uri = uri(&document.path);
        let offset = finding.start.offset.0;
        let id = self.lore.entry(finding.entry).id.as_str();
        self.results.retain(|result| {
            let place = &result["locations"][0]["physicalLocation"];
            result["ruleId"] != id || place["region"]["byteOffset"] != offset || place["artifactLocation"]["uri"] != uri
        });
        self.finding(document, finding)
    }

    fn end(&mut self, totals: &Totals) -> anyhow::Result<()> {
        let rules: Vec<Value> = self.rules.iter().map(|entry| self.rule(*entry)).collect();
        let document = json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": {
                    "driver": {
                        "name": "loglore",
                        "semanticVersion": env!("CARGO_PKG_VERSION"),
                        "rules": rules,
                    }
                },
                "columnKind": "unicodeCodePoints",
                "invocations": [{ "executionSuccessful": totals.unread == 0 }],
                "results": self.results,
            }],
        });
        let mut out = std::io::stdout().lock();
        serde_json::to_writer_pretty(&mut out, &document)?;
        writeln!(out)?;
        Ok(out.flush()?)
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "note",
    }
}

/// A path as a relative or file URI reference.
fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut uri = String::with_capacity(path.len() + 8);
    if path.starts_with('/') {
        uri.push_str("file://");
    } else if path.as_bytes().get(1) == Some(&b':') {
        uri.push_str("file:///");
    }
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' | b':' => uri.push(byte as char),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
