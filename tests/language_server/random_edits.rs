//! Server and model side by side: after each of very many edits, each diagnostic is the one of a fresh scan.

use loglore::entry::read_record;
use loglore::finding::{ScanOptions, find};
use loglore::lore::Lore;

use super::*;

/// Edits in each encoding.
const EDITS: usize = 10_000;
/// The text is kept about so long. Lines.
const LINES: usize = 24;

fn records() -> Vec<Value> {
    vec![
        json!({ "id": "test/refused", "signature": "refused", "regex": "[Cc]onnection refused" }),
        json!({ "id": "test/down", "signature": "down", "regex": "connect to (?P<host>\\w+): Connection refused",
                "refines": ["test/refused"], "severity": "warning" }),
        json!({ "id": "test/module", "signature": "module",
                "regex": "ModuleNotFoundError: No module named '(?P<module>\\w+)'" }),
        json!({ "id": "test/exit", "signature": "exit", "regex": "exited with code \\d+", "tags": ["wrapper"] }),
        json!({ "id": "test/halves", "signature": "halves", "regex": "first half\\n\\s+second half" }),
        json!({ "id": "test/full", "signature": "full", "regex": "No space left on device" }),
    ]
}

const PIECES: &[&str] = &[
    "fine\n",
    "2024-01-01 12:00:00 INFO still fine\r\n",
    "\n",
    "\r",
    "😀",
    "größer 中 ",
    "error: connect to db: Connection refused\n",
    "Traceback (most recent call last):\n  File \"app.py\", line 3, in main\n    import yaml\nModuleNotFoundError: No module named 'yaml'\n",
    "step exited with code 1\n",
    "first half\n   second half\n",
    "\u{1b}[31mNo space 😀 left\u{1b}[0m",
    "\u{1b}[31mNo space left on device\u{1b}[0m\r\n",
    "│ No space left │\n│ on device     │\n",
    "10%\r50%\rConnection refused\n",
    "web-1  | connection refused\n",
    "connection ",
    "refused",
];

/// Numbers as if by chance, the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

/// The text, kept so simply that it is plainly right.
struct Model {
    text: String,
    units: fn(char) -> usize,
}

impl Model {
    /// Where each line starts and where its text ends; `\n`, `\r\n` and `\r` end lines.
    fn lines(&self) -> Vec<(usize, usize)> {
        let bytes = self.text.as_bytes();
        let (mut lines, mut start, mut at) = (Vec::new(), 0, 0);
        while at < bytes.len() {
            let end = match (bytes[at], bytes.get(at + 1)) {
                (b'\r', Some(b'\n')) => 2,
                (b'\r' | b'\n', _) => 1,
                _ => 0,
            };
            if end > 0 {
                lines.push((start, at));
                start = at + end;
            }
            at += end.max(1);
        }
        lines.push((start, bytes.len()));
        lines
    }

    /// A byte as line and column. Within or behind a line end it is the end of the line.
    fn position(&self, lines: &[(usize, usize)], at: usize) -> (usize, usize) {
        let line = lines.partition_point(|(start, _)| *start <= at) - 1;
        let (start, end) = lines[line];
        (line, self.text[start..at.min(end)].chars().map(self.units).sum())
    }

    /// A place by chance: a byte between two characters of a line.
    fn place(&self, dice: &mut Dice, lines: &[(usize, usize)]) -> usize {
        let (start, end) = lines[dice.below(lines.len())];
        let mut at = start + dice.below(end - start + 1);
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

/// What a fresh scan finds, as the client counts: place, severity, code and how often.
fn fresh(lore: &Lore, model: &Model) -> Vec<String> {
    let lines = model.lines();
    find(lore, ScanOptions::default(), model.text.as_bytes())
        .iter()
        .map(|finding| {
            let place = |at: usize| {
                let (line, column) = model.position(&lines, at);
                format!("{line}:{column}")
            };
            let entry = lore.entry(finding.entry);
            let severity = if entry.id.as_str() == "test/down" { 2 } else { 1 };
            let (start, end) = (place(finding.span.start.0), place(finding.span.end.0));
            format!("{start}-{end} {severity} {} × {}", entry.id, finding.count)
        })
        .collect()
}

fn drive(encoding: &str, units: fn(char) -> usize) {
    let folder = workspace(&records());
    let records = records().iter().map(|record| read_record(&record.to_string()).expect("a record")).collect();
    let (lore, problems) = Lore::of(records);
    assert!(problems.is_empty(), "{problems:?}");
    let mut server = Server::initialized_with(json!({
        "capabilities": { "general": { "positionEncodings": [encoding] }, "textDocument": { "diagnostic": {} } },
        "workspaceFolders": [{ "uri": uri(&folder), "name": "w" }],
        "initializationOptions": { "domains": ["test"] },
    }));
    let (mut dice, mut model) = (Dice(7), Model { text: String::new(), units });
    server.open("untitled:1", "");
    let mut most = 0;
    for version in 2..EDITS + 2 {
        let lines = model.lines();
        let (mut from, mut to) = (model.place(&mut dice, &lines), model.place(&mut dice, &lines));
        (from, to) = (from.min(to), from.max(to));
        if lines.len() < LINES || dice.below(4) > 0 {
            // Most edits insert, many of them at the end, as logs grow.
            from = if dice.below(3) == 0 { model.text.len() } else { from };
            to = from;
        }
        let text = if dice.below(5) == 0 { "" } else { PIECES[dice.below(PIECES.len())] };
        let (start, end) = (model.position(&lines, from), model.position(&lines, to));
        model.text.replace_range(from..to, text);
        let range = [start.0, start.1, end.0, end.1].map(|n| u32::try_from(n).expect("a small number"));
        server.edit("untitled:1", version as i32, range, text);
        let answer = server.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": "untitled:1" } }));
        let found: Vec<String> = brief(&answer["items"])
            .into_iter()
            .zip(answer["items"].as_array().expect("a list"))
            .map(|(brief, item)| {
                let message = item["message"].as_str().expect("a text");
                let count =
                    message.split_once(" (").and_then(|(_, rest)| rest.split_once(" ×")).map_or("1", |(n, _)| n);
                format!("{brief} × {count}")
            })
            .collect();
        assert_eq!(found, fresh(&lore, &model), "after edit {version} of\n{:?}", model.text);
        most = most.max(found.len());
    }
    assert!(most > 5, "the text never had more than {most} findings");
    server.finish();
}

#[test]
fn in_utf_8() {
    drive("utf-8", char::len_utf8);
}

#[test]
fn in_utf_16() {
    drive("utf-16", char::len_utf16);
}

#[test]
fn in_utf_32() {
    drive("utf-32", |_| 1);
}
