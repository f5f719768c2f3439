//! What is known to be worth trying: samples of all entries, their literals, lines of logs.

use std::sync::OnceLock;

use loglore::entry::Entry;
use loglore::lore::{Lore, LoreOptions};
use loglore::matcher::plan;

/// All entries that are built in.
pub fn lore() -> &'static Lore {
    static LORE: OnceLock<Lore> = OnceLock::new();
    LORE.get_or_init(|| {
        let (lore, problems) = Lore::load(LoreOptions { builtin: true, ..LoreOptions::default() });
        assert!(problems.is_empty(), "{problems:?}");
        lore
    })
}

/// The records of all entries.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    lore().refs().map(|entry| lore().entry(entry))
}

/// The text of every sample, and what must not match.
pub fn samples() -> &'static [String] {
    static SAMPLES: OnceLock<Vec<String>> = OnceLock::new();
    SAMPLES.get_or_init(|| {
        let of_entry =
            |entry: &'static Entry| entry.samples.iter().map(|sample| &sample.text).chain(&entry.near_misses).cloned();
        entries().flat_map(of_entry).collect()
    })
}

/// Each line of the samples once.
pub fn lines() -> &'static [&'static str] {
    static LINES: OnceLock<Vec<&str>> = OnceLock::new();
    LINES.get_or_init(|| {
        let mut lines: Vec<&str> = samples().iter().flat_map(|text| text.lines()).collect();
        lines.extend(FORMS.iter().copied());
        lines.sort_unstable();
        lines.dedup();
        lines
    })
}

/// What signatures look for.
pub fn literals() -> &'static [String] {
    static LITERALS: OnceLock<Vec<String>> = OnceLock::new();
    LITERALS.get_or_init(|| {
        let plans = entries().flat_map(|entry| entry.regexes().filter_map(|regex| plan(regex, entry.ignore_case).ok()));
        let mut literals: Vec<String> = plans
            .flat_map(|plan| plan.required_literals().into_iter().map(str::to_owned).collect::<Vec<_>>())
            .collect();
        literals.extend(PIECES.iter().map(|piece| (*piece).to_owned()));
        literals.sort_unstable();
        literals.dedup();
        literals
    })
}

/// Lines that forms of stacks and diagnostics begin, go on and end with.
const FORMS: &[&str] = &[
    "Traceback (most recent call last):",
    "During handling of the above exception, another exception occurred:",
    "  + Exception Group Traceback (most recent call last):",
    "    | ValueError: 1",
    "Caused by: a.b.CException: d",
    "    at f (/app/a.js:1:2)",
    "thread 'main' panicked at a.rs:1:2:",
    "stack backtrace:",
    "goroutine 1 [running]:",
    "  ╰─> [1 lines of output]",
    "  [end of output]",
    "#0 /a.php(1): f()",
    "==1==ERROR: AddressSanitizer: x",
    "npm ERR! code 1",
    "FAILURE: Build failed with an exception.",
    "* What went wrong:",
    "╷",
    "│ Error: x",
    "╵",
    "╭─ t ─╮",
    "╰─────╯",
    "{\"level\":\"error\",\"msg\":\"a\\nb\",\"stack\":\"Error: x\\n    at f (a.js:1:2)\"}",
    "2024-01-02T15:04:05Z web-1  | ERROR x",
    "",
];

/// Pieces below a line.
const PIECES: &[&str] = &[
    "\u{1b}[31m",
    "\u{1b}[0m",
    "\u{1b}[2K",
    "\u{1b}[1A",
    "\u{1b}[999C",
    "\u{1b}]8;;x\u{7}",
    "\r",
    "\r\n",
    "\u{8}",
    "\0",
    "\t",
    "│ ",
    "| ",
    "é",
    "中",
    "😀",
    "e\u{301}",
    "\u{202e}",
    "\u{200b}",
    "\u{feff}",
    "\u{212a}",
    "\u{17f}",
    "\u{2028}",
    "\\n",
    "\\u001b",
    "\\ud800",
    "\"",
    "'",
    "`",
    "](command:x)",
    "<b>",
    "..",
    "/",
    ":1:2",
    "99999999999",
    "-1",
    "Caused by: ",
    "[ERROR] ",
    "#1 0.1 ",
];
