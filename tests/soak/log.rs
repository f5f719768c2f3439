//! A log as the editor holds it, and what logs are made of.

use std::ops::Range;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::dice::Dice;

/// One line, or one error, of so many is an error.
const EVERY: usize = 40;

/// Lines of healthy programs, and errors.
pub struct Source {
    healthy: Vec<String>,
    errors: Vec<String>,
}

impl Source {
    /// `root` holds `app.py`, where some errors come from.
    pub fn new(root: &Path) -> Self {
        let healthy: Vec<String> = files("tests/healthy", "log")
            .filter_map(|path| std::fs::read_to_string(path).ok())
            .flat_map(|text| text.lines().map(|line| format!("{line}\n")).collect::<Vec<_>>())
            .collect();
        let mut errors: Vec<String> = files("entries", "json")
            .filter_map(|path| serde_json::from_slice::<Value>(&std::fs::read(path).ok()?).ok())
            .flat_map(|record| record["samples"].as_array().cloned().unwrap_or_default())
            .filter_map(|sample| Some(format!("{}\n", sample["text"].as_str()?)))
            .collect();
        let trace = format!(
            "Traceback (most recent call last):\n  File \"{}\", line 5, in main\n    yaml.load(open('a'))\n\
             ModuleNotFoundError: No module named 'yaml'\n",
            root.join("app.py").display()
        );
        for n in 0..errors.len() / 8 {
            errors.push(trace.clone());
            errors.push(format!("größer 😀 soak{} failed\r\n", n % 4));
        }
        assert!(healthy.len() > 1_000 && errors.len() > 1_000, "the checkout has logs and entries");
        Self { healthy, errors }
    }

    /// Whole lines of about so many bytes.
    pub fn text(&self, dice: &mut Dice, len: usize) -> String {
        let mut text = String::new();
        while text.len() < len {
            let lines = if dice.below(EVERY) == 0 { &self.errors } else { &self.healthy };
            text.push_str(&lines[dice.below(lines.len())]);
        }
        text
    }
}

fn files(folder: &str, kind: &'static str) -> impl Iterator<Item = PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let walk = ignore::WalkBuilder::new(folder).sort_by_file_path(Path::cmp).build();
    walk.flatten().map(ignore::DirEntry::into_path).filter(move |path| path.extension().is_some_and(|e| e == kind))
}

/// An open log.
pub struct Log {
    pub uri: String,
    pub version: i32,
    pub text: String,
}

impl Log {
    pub fn new(uri: String, text: String) -> Self {
        Self { uri, version: 1, text }
    }

    /// Another log under the same name.
    pub fn begin(&mut self, text: String) {
        self.version += 1;
        self.text = text;
    }

    /// A byte between two characters, at or before `at`, and not within a line end.
    pub fn place(&self, at: usize) -> usize {
        let at = self.text.floor_char_boundary(at.min(self.text.len()));
        let in_line_end = self.text[..at].ends_with('\r') && self.text[at..].starts_with('\n');
        at - usize::from(in_line_end)
    }

    /// An edit as people and programs make it: mostly more text at the end.
    pub fn some_edit(&self, source: &Source, dice: &mut Dice) -> (Range<usize>, String) {
        if dice.below(7) > 0 {
            let len = 1 + dice.below(4_000);
            return (self.text.len()..self.text.len(), source.text(dice, len));
        }
        let start = self.place(dice.below(self.text.len() + 1));
        let end = self.place(start + [0, 0, 3, 80, 4_000][dice.below(5)]);
        let len = dice.below(200);
        let text = if dice.below(3) == 0 { String::new() } else { source.text(dice, len) };
        (start..end, text)
    }

    /// Line and UTF-16 column of a byte; `\n`, `\r\n` and a lone `\r` end lines.
    pub fn position(&self, at: usize) -> (usize, usize) {
        let bytes = self.text.as_bytes();
        let ends = memchr::memchr2_iter(b'\n', b'\r', &bytes[..at])
            .filter(|&end| bytes[end] == b'\n' || bytes.get(end + 1) != Some(&b'\n'));
        let (mut lines, mut start) = (0, 0);
        for end in ends {
            (lines, start) = (lines + 1, end + 1);
        }
        (lines, self.text[start..at].encode_utf16().count())
    }

    /// Replaces a range; gives the change as the protocol says it.
    pub fn edit(&mut self, range: Range<usize>, text: &str) -> Value {
        let place = |at| {
            let (line, character) = self.position(at);
            json!({ "line": line, "character": character })
        };
        let change = json!({ "range": { "start": place(range.start), "end": place(range.end) }, "text": text });
        self.text.replace_range(range, text);
        self.version += 1;
        change
    }
}
