//! Findings as one SARIF 2.1.0 document, for code scanning.

use std::collections::HashMap;
use std::io::{BufWriter, Write as _};
use std::rc::Rc;

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::{Document, Report, Totals};
use crate::card::{Card, Locale, PlainStyle, inert, markdown, short, title};
use crate::entry::Severity;
use crate::finding::{Finding, Place};
use crate::lore::{EntryRef, Lore};

/// The SARIF format. One document has to be whole, so findings are kept to its end, and turned into JSON only then.
pub(in crate::cli) struct Sarif<'l> {
    lore: &'l Lore,
    locale: Locale,
    rules: Vec<EntryRef>,
    /// Where in `rules` an entry stands.
    numbers: HashMap<EntryRef, usize>,
    results: Vec<(Rc<str>, Finding)>,
    /// Where in `results` an occurrence stands: its document, its entry and the byte where it starts.
    places: HashMap<(Rc<str>, EntryRef, usize), usize>,
}

impl<'l> Sarif<'l> {
    pub fn new(lore: &'l Lore, locale: Locale) -> Self {
        let (rules, numbers, results, places) = Default::default();
        Self { lore, locale, rules, numbers, results, places }
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

    fn result(&self, path: &str, finding: &Finding) -> Value {
        let record = self.lore.entry(finding.entry);
        let card = Card::of_finding(self.lore, finding, self.locale);
        let message = format!("{}\n{}", inert(title(record)), short(&card, PlainStyle { width: 100, color: false }));
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
        json!({
            "ruleId": record.id.as_str(),
            "ruleIndex": self.numbers.get(&finding.entry),
            "level": level(super::severity(record)),
            "message": { "text": message.trim_end() },
            "locations": [{
                "physicalLocation": {
                    "artifactLocation": { "uri": uri(path) },
                    "region": region(finding.start, finding.end),
                }
            }],
            "occurrenceCount": finding.count,
        })
    }
}

impl Report for Sarif<'_> {
    fn finding(&mut self, document: &Document, finding: &Finding) -> anyhow::Result<()> {
        let Self { rules, numbers, results, places, .. } = self;
        numbers.entry(finding.entry).or_insert_with(|| {
            rules.push(finding.entry);
            rules.len() - 1
        });
        let path: Rc<str> = match results.last() {
            Some((last, _)) if **last == *document.path => last.clone(),
            _ => document.path.as_str().into(),
        };
        places.insert((path.clone(), finding.entry, finding.start.offset.0), results.len());
        results.push((path, finding.clone()));
        Ok(())
    }

    fn repeated(&mut self, document: &Document, finding: &Finding) -> anyhow::Result<()> {
        // The first occurrence is replaced by the one that knows the count.
        let place = (document.path.as_str().into(), finding.entry, finding.start.offset.0);
        match self.places.get(&place).and_then(|at| self.results.get_mut(*at)) {
            Some((_, known)) => known.clone_from(finding),
            None => self.finding(document, finding)?,
        }
        Ok(())
    }

    fn end(&mut self, totals: &Totals) -> anyhow::Result<()> {
        let rules: Vec<Value> = self.rules.iter().map(|entry| self.rule(*entry)).collect();
        let driver = json!({ "name": "loglore", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules });
        let run = Run {
            tool: json!({ "driver": driver }),
            column_kind: "unicodeCodePoints",
            invocations: json!([{ "executionSuccessful": totals.unread == 0 }]),
            results: Results(self),
        };
        let log = Log { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
        let mut out = BufWriter::new(std::io::stdout().lock());
        serde_json::to_writer_pretty(&mut out, &log)?;
        writeln!(out)?;
        Ok(out.flush()?)
    }
}

/// The document.
#[derive(Serialize)]
struct Log<'a, 'l> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a, 'l>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a, 'l> {
    tool: Value,
    column_kind: &'static str,
    invocations: Value,
    results: Results<'a, 'l>,
}

/// The results, each made when it is written.
struct Results<'a, 'l>(&'a Sarif<'l>);

impl Serialize for Results<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.results.iter().map(|(path, finding)| self.0.result(path, finding)))
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
