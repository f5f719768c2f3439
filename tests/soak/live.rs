//! Real errors in healthy text under edit: after each edit the findings are those of a fresh scan.

use std::sync::Arc;

use loglore::finding::{Change, Live, ScanOptions, find};
use loglore::lore::{Lore, LoreOptions};
use loglore::text::{Document, Encoding, LineEnds, Position};

use super::dice::Dice;
use super::log::{Log, Source};

/// Edits of each log.
const EDITS: usize = 25;
/// Logs.
const LOGS: u64 = 2;

#[test]
fn real_logs_under_edit_have_the_findings_of_a_fresh_scan() {
    let count = |name: &str, default: u64| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(default);
    let (lore, _) = Lore::load(LoreOptions { builtin: true, ..LoreOptions::default() });
    let lore = Arc::new(lore);
    let folder = tempfile::tempdir().expect("a folder");
    let source = Source::new(folder.path());
    let first = count("LOGLORE_SOAK_SEED", 1);
    for seed in first..first + count("LOGLORE_SOAK_LOGS", LOGS) {
        let mut dice = Dice(seed);
        let text = source.text(&mut dice, 50_000);
        let mut document = Document::new(&text, LineEnds::Lsp);
        let mut log = Log::new(String::new(), text);
        let mut live = Live::new(lore.clone(), ScanOptions::default());
        live.update(&document, Change::all(document.len()));
        for edit in 0..EDITS {
            let (range, text) = log.some_edit(&source, &mut dice);
            let place = |at| {
                let (line, column) = log.position(at);
                Position { line, column }
            };
            let change = document.edit(place(range.start)..place(range.end), Encoding::Utf16, &text);
            log.edit(range, &text);
            let found = live.update(&document, Change::from(&change));
            let fresh = find(&lore, ScanOptions::default(), log.text.as_bytes());
            for finding in &fresh {
                let there = document.position(finding.span.start, Encoding::Utf16);
                assert_eq!((there.line, there.column), log.position(finding.span.start.0), "log {seed}, edit {edit}");
            }
            for at in 0..found.len().max(fresh.len()) {
                let shown = |finding: Option<&loglore::finding::Finding>| {
                    finding.map(|finding| (lore.id(finding.entry).clone(), finding.clone()))
                };
                let (found, fresh) = (found.get(at).map(|found| &**found), fresh.get(at));
                assert!(found == fresh, "log {seed}, edit {edit}: {:#?}\nis not {:#?}", shown(found), shown(fresh));
            }
        }
    }
}
