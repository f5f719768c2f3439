//! Edits of a document against a plain string, and its findings against those of a fresh scan.

use std::sync::Arc;

use loglore::entry::read_record;
use loglore::finding::{Change, Live, ScanOptions, find};
use loglore::lore::Lore;
use loglore::text::{ByteOffset, Document, Encoding, LineEnds, LineIndex, Position, Span};
use serde_json::json;

use crate::cursor::Cursor;
use crate::mutate::Dice;

/// Texts that edits bring.
const PIECES: &[&str] = &[
    "fine\n",
    "2024-01-01 12:00:00 INFO still fine\r\n",
    "\n",
    "\r",
    "\r\n",
    "😀",
    "größer 中 ",
    "e\u{301}",
    "\u{2028}",
    "error: connect to db: Connection refused\n",
    "Traceback (most recent call last):\n  File \"app.py\", line 3, in main\n    import yaml\n",
    "ModuleNotFoundError: No module named 'yaml'\n",
    "  File \"/usr/lib/pytest/x.py\", line 9, in run\n",
    "During handling of the above exception, another exception occurred:\n\n",
    "step exited with code 1\n",
    "first half\n   second half\n",
    "\u{1b}[31mNo space 😀 left\u{1b}[0m",
    "\u{1b}[31mNo space left on device\u{1b}[0m\r\n",
    "│ No space left │\n│ on device     │\n",
    "╭───────────────╮\n",
    "10%\r50%\rConnection refused\n",
    "web-1  | connection refused\n",
    "connection ",
    "refused",
    "{\"msg\":\"Connection refused\\nexited with code 3\"}\n",
    "nothing found for numpy\n",
    "no version of numpy (there are: 1, 2)\n",
];

fn lore() -> Arc<Lore> {
    static LORE: std::sync::OnceLock<Arc<Lore>> = std::sync::OnceLock::new();
    let make = || {
        let records = [
            json!({ "id": "t/refused", "regex": "[Cc]onnection refused", "signature": "refused" }),
            json!({ "id": "t/down", "regex": "connect to (?P<host>\\w+): Connection refused", "signature": "down",
                    "refines": ["t/refused"] }),
            json!({ "id": "t/module", "regex": "No module named '(?P<module>\\w+)'", "signature": "m" }),
            json!({ "id": "t/module-in-tests", "regex": "ModuleNotFoundError: No module named '(?P<module>\\w+)'",
                    "signature": "m", "block": { "any": ["pytest"] } }),
            json!({ "id": "t/exit", "regex": "exited with code \\d+", "signature": "exit", "tags": ["wrapper"] }),
            json!({ "id": "t/halves", "regex": "first half\\n\\s+second half", "signature": "halves" }),
            json!({ "id": "t/full", "regex": "No space left on device", "signature": "full" }),
            json!({ "id": "t/version", "signature": "version", "patterns": ["nothing found for (?P<package>\\w+)"],
                    "regex": "no version of (?P<package>\\w+) \\(there are: (?P<versions>[^)]*)\\)" }),
        ];
        let entries = records.iter().map(|record| read_record(&record.to_string()).expect("a record")).collect();
        Arc::new(Lore::of(entries).0)
    };
    LORE.get_or_init(make).clone()
}

pub fn seeds() -> Vec<Vec<u8>> {
    let mut dice = Dice(1);
    (0..200).map(|len| (0..len * 4).map(|_| dice.below(256) as u8).collect()).collect()
}

/// The text, kept so simply that it is plainly right.
struct Model {
    text: String,
    ends: LineEnds,
    encoding: Encoding,
}

impl Model {
    fn units(&self, character: char) -> usize {
        match self.encoding {
            Encoding::Utf8 => character.len_utf8(),
            Encoding::Utf16 => character.len_utf16(),
            Encoding::Utf32 => 1,
        }
    }

    /// Where each line starts, and where its text ends.
    fn lines(&self) -> Vec<(usize, usize)> {
        let bytes = self.text.as_bytes();
        let (mut lines, mut start, mut at) = (Vec::new(), 0, 0);
        while at < bytes.len() {
            let (end, width) = match (bytes[at], bytes.get(at + 1), self.ends) {
                (b'\r', Some(b'\n'), LineEnds::Lsp) => (true, 2),
                (b'\r', _, LineEnds::Lsp) | (b'\n', _, _) => (true, 1),
                _ => (false, 1),
            };
            if end {
                lines.push((start, at));
                start = at + width;
            }
            at += width;
        }
        lines.push((start, bytes.len()));
        lines
    }

    fn position(&self, lines: &[(usize, usize)], at: usize) -> Position {
        let line = lines.partition_point(|(start, _)| *start <= at) - 1;
        let (start, end) = lines[line];
        Position { line, column: self.text[start..at.min(end)].chars().map(|c| self.units(c)).sum() }
    }

    /// What a position means, also one that is nowhere.
    fn offset(&self, lines: &[(usize, usize)], position: Position) -> usize {
        let Some(&(start, end)) = lines.get(position.line) else { return self.text.len() };
        let mut left = position.column;
        for (at, character) in self.text[start..end].char_indices() {
            if left < self.units(character) {
                return start + at;
            }
            left -= self.units(character);
        }
        end
    }
}

pub fn run(data: &[u8]) {
    let mut input = Cursor(data);
    let setting = input.byte();
    let encoding = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32][usize::from(setting % 3)];
    let ends = if setting & 4 == 0 { LineEnds::Lsp } else { LineEnds::Newline };
    // A long text, in which a scan is taken up in the middle; most of the time a short one, which is quicker.
    let start = if setting >= 0xf8 { LONG.repeat(1_000) } else { String::new() };
    let lore = lore();
    let mut model = Model { text: start, ends, encoding };
    let mut document = Document::new(&model.text, ends);
    let mut live = Live::new(lore.clone(), ScanOptions::default());
    live.update(&document, Change::all(document.len()));
    let mut change: Option<Change> = None;
    for _ in 0..64 {
        if input.is_empty() {
            break;
        }
        let operation = input.byte();
        let lines = model.lines();
        let place = |input: &mut Cursor<'_>| {
            // Often the end, where logs grow; at times beyond any line or column.
            let (line, column) = (input.number(), input.byte());
            match line {
                0xc000.. => Position { line: lines.len() - 1, column: usize::MAX },
                0xb000.. => Position { line: lines.len() + line % 3, column: column.into() },
                _ => Position { line: line % lines.len(), column: column.into() },
            }
        };
        let from = place(&mut input);
        let to = match operation & 0xc0 {
            0 => place(&mut input),
            0x40 => Position { line: from.line, column: from.column.saturating_add(input.byte().into()) },
            _ => from,
        };
        let mut literal = String::new();
        let text: &str = match operation & 0x3f {
            at if usize::from(at) < PIECES.len() => PIECES[usize::from(at)],
            0x3f => "",
            _ => {
                let len = input.byte() & 15;
                literal.push_str(&String::from_utf8_lossy(input.bytes(len.into())));
                &literal
            }
        };
        let (a, b) = (model.offset(&lines, from), model.offset(&lines, to));
        let (a, b) = (a.min(b), a.max(b));
        let first_line = model.text[..a].matches('\n').count();
        let removed = model.text[a..b].matches('\n').count() + 1;
        model.text.replace_range(a..b, text);

        let edit = document.edit(from..to, encoding, text);
        assert_eq!(edit.before, Span { start: ByteOffset(a), end: ByteOffset(b) });
        assert_eq!((edit.after, edit.first_line), (text.len(), LineIndex(first_line)));
        assert_eq!((edit.lines_removed, edit.lines_added), (removed, text.matches('\n').count() + 1));
        same(&document, &model, a);
        change = Some(change.map_or_else(|| Change::from(&edit), |change| change.then(&edit)));
        // Some edits come together.
        if operation & 0x20 == 0 {
            update(&mut live, &lore, &document, &model, change.take());
        }
    }
    update(&mut live, &lore, &document, &model, change.take());
}

const LONG: &str = "all is well here, and nothing that anybody would look for happens on this line of a long text\n";

fn update(live: &mut Live, lore: &Lore, document: &Document, model: &Model, change: Option<Change>) {
    let Some(change) = change else { return };
    let found = live.update(document, change);
    let fresh = find(lore, ScanOptions::default(), model.text.as_bytes());
    assert!(found.iter().map(|found| &**found).eq(&fresh), "of {:?}: {found:?} is not {fresh:?}", model.text);
}

/// The document is the model, and its places are.
fn same(document: &Document, model: &Model, near: usize) {
    let text = model.text.as_str();
    let all = Span { start: ByteOffset(0), end: ByteOffset(text.len()) };
    assert_eq!(document.len(), text.len());
    assert_eq!(document.bytes(all), text.as_bytes());
    assert_eq!(document.raw_line_count(), loglore::text::RawLines::document(text.as_bytes()).len());
    let lines = model.lines();
    let from = near.saturating_sub(12);
    for at in from..(near + 12).min(text.len() + 2) {
        let floor = text.floor_char_boundary(at.min(text.len()));
        assert_eq!(document.char_boundary(ByteOffset(at)), ByteOffset(floor));
        let position = document.position(ByteOffset(at), model.encoding);
        assert_eq!(position, model.position(&lines, floor), "byte {at} of {text:?}");
        assert_eq!(document.offset(position, model.encoding).0, model.offset(&lines, position));
    }
}
