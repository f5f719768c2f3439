//! A server that works for long: fifty logs that grow, entries and settings that change, questions of all kinds. Its memory
//! and its answers stay as they are, and at the end each diagnostic is the one that a server gives which has just started.
//!
//! `cargo test --test soak` takes half a minute. The long form, of a release build:
//!
//! ```sh
//! cargo build --release
//! LOGLORE_TEST_BINARY=target/release/loglore LOGLORE_SOAK_MINUTES=60 cargo test --test soak -- --nocapture
//! ```
//!
//! `LOGLORE_SOAK_PACE=50` does more in each second than the usual seven things, so that what grows is seen sooner.

mod dice;
mod figures;
mod live;
mod log;
mod session;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use dice::Dice;
use figures::{Figures, Minute};
use log::{Log, Source};
use serde_json::{Value, json};
use session::{PATIENCE, Session};

const LOGS: usize = 50;
/// A log is rotated when it is so long, so that all of them together stay about as long as they are: bytes in the long form
/// and in the short one, which a build without optimisation has to keep up with.
const LONGEST: (usize, usize) = (400 << 10, 40 << 10);
/// What is done in a second, in the long form and in the short one.
const PACE: (u32, u32) = (7, 20);
/// The short form.
const SHORT: Duration = Duration::from_secs(12);
/// Questions that are out at one time.
const OUT: usize = 40;
/// Of an edit of which nothing was said for so long a fresh server has to say what was said before it.
const LONG: Duration = Duration::from_secs(1);

#[test]
fn a_server_that_works_for_long_stays_as_it_was() {
    let number = |name: &str| std::env::var(name).ok().and_then(|number| number.parse::<u32>().ok());
    let minutes = number("LOGLORE_SOAK_MINUTES").map(u64::from);
    let (length, pace, longest) = match minutes {
        Some(minutes) => (Duration::from_secs(60 * minutes), number("LOGLORE_SOAK_PACE").unwrap_or(PACE.0), LONGEST.0),
        None => (SHORT, PACE.1, LONGEST.1),
    };
    let mut soak = Soak::start(longest);
    let began = Instant::now();
    let mut figures = Figures::default();
    let mut minute = 1;
    for step in 0.. {
        let now = began + Duration::from_secs(1) * step / pace;
        if now - began >= length {
            break;
        }
        soak.session.attend(now);
        soak.act();
        if now - began >= Duration::from_secs(60) * minute {
            minute += 1;
            figures.take(soak.minute());
        }
    }
    figures.take(soak.minute());
    soak.all_is_said_as_a_fresh_server_says_it();
    soak.nothing_is_said_of_closed_logs();
    assert_eq!(soak.session.finish(), Some(0));
    figures.are_flat();
}

struct Soak {
    dice: Dice,
    source: Source,
    folder: tempfile::TempDir,
    session: Session,
    logs: Vec<Log>,
    /// Bytes of the longest log.
    longest: usize,
    /// Counts what has to be told apart.
    number: usize,
    /// Edits of which nothing was said, and a fresh server had nothing else to say.
    checked: usize,
}

impl Soak {
    fn start(longest: usize) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("it is there");
        std::fs::write(root.join("app.py"), "import yaml\n\n\ndef main():\n    yaml.load(open('a'))\n")
            .expect("a file");
        let mut dice = Dice(11);
        let source = Source::new(&root);
        let mut session = Session::start(&root, json!({}));
        let logs: Vec<Log> = (0..LOGS)
            .map(|n| Log::new(format!("file://{}/{n}.log", root.display()), source.text(&mut dice, longest * n / LOGS)))
            .collect();
        logs.iter().for_each(|log| session.open(log));
        Self { dice, source, folder, session, logs, longest, number: 0, checked: 0 }
    }

    /// Does one thing that an editor, its user or another program does.
    fn act(&mut self) {
        let at = self.dice.below(self.logs.len());
        match self.dice.below(1_000) {
            0..700 => {
                let (range, text) = self.logs[at].some_edit(&self.source, &mut self.dice);
                self.edit(at, range, &text);
            }
            700..970 => self.question(at),
            970..990 => self.rotate(at),
            990..993 => {
                self.nothing_is_owed_to_any();
                let settings = self.some_settings();
                self.session.set(settings);
            }
            993..996 => self.change_entries(),
            _ => {
                let change = json!({ "uri": format!("file://{}/app.py", self.root().display()), "type": 2 });
                self.session.notify("workspace/didChangeWatchedFiles", json!({ "changes": [change] }));
            }
        }
        if self.logs[at].text.len() > self.longest {
            self.rotate(at);
        }
    }

    fn root(&self) -> PathBuf {
        self.folder.path().canonicalize().expect("it is there")
    }

    fn edit(&mut self, at: usize, range: std::ops::Range<usize>, text: &str) {
        let uri = self.logs[at].uri.clone();
        if self.session.waits_for(Some(&uri), LONG).is_some() {
            self.nothing_is_owed(&uri);
        }
        let log = &mut self.logs[at];
        let change = log.edit(range, text);
        self.session.change(log, change, text.contains("No module named"));
    }

    /// What was said of a log last is what a fresh server says of it: what was edited since changed nothing that is said.
    fn nothing_is_owed(&mut self, uri: &str) {
        let Some(log) = self.logs.iter().find(|log| log.uri == uri) else { return };
        let mut fresh = Session::start(&self.root(), self.session.settings.clone());
        fresh.open(log);
        fresh.wait_for(uri, log.version, |_| true);
        same_is_said(&mut self.session, &mut fresh, uri);
        assert_eq!(self.session.said_of(uri), fresh.said_of(uri), "{uri} is not said as it is");
        self.session.stop_waiting(uri);
        self.checked += 1;
        fresh.finish();
    }

    /// The same of all logs, before something changes that all of them may be said anew for.
    fn nothing_is_owed_to_any(&mut self) {
        while let Some(uri) = self.session.waits_for(None, LONG) {
            self.nothing_is_owed(&uri);
        }
    }

    /// The log is taken away, and another one of its name is begun with its end.
    fn rotate(&mut self, at: usize) {
        let log = &mut self.logs[at];
        self.session.close(&log.uri);
        let keep = log.place(log.text.len() - log.text.len().min(self.dice.below(self.longest / 2)));
        log.begin(log.text[keep..].to_owned());
        self.session.open(log);
    }

    fn question(&mut self, at: usize) {
        while self.session.out() >= OUT {
            self.session.attend(Instant::now() + Duration::from_millis(20));
        }
        let log = &self.logs[at];
        let document = json!({ "uri": log.uri });
        let (line, character) = match self.session.somewhere_said(&log.uri, &mut self.dice) {
            Some(place) => place,
            None => log.position(log.place(self.dice.below(log.text.len() + 1))),
        };
        let place = json!({ "line": line, "character": character });
        let range = json!({ "start": place, "end": place });
        let at_place = json!({ "textDocument": document, "position": place });
        let whole = json!({ "textDocument": document });
        let (method, params) = match self.dice.below(9) {
            0 | 1 => ("textDocument/hover", at_place),
            2 | 3 => (
                "textDocument/codeAction",
                json!({ "textDocument": document, "range": range, "context": { "diagnostics": [] } }),
            ),
            4 => ("textDocument/documentSymbol", whole),
            5 => ("textDocument/foldingRange", whole),
            6 => ("textDocument/codeLens", whole),
            7 => ("textDocument/completion", at_place),
            _ => {
                let query = ["npm", "cuda", "no such"][self.dice.below(3)];
                ("workspace/symbol", json!({ "query": query }))
            }
        };
        self.session.ask(method, params);
    }

    fn some_settings(&mut self) -> Value {
        match self.dice.below(5) {
            0 => json!({ "minimumConfidence": 0.6 }),
            1 => json!({ "maxDiagnostics": 20 }),
            2 => json!({ "entries": { "disabled": ["soak/1", "python/module-not-found"] } }),
            3 => json!({ "severity": "hint", "locale": "zh-CN" }),
            _ => json!({}),
        }
    }

    /// An entry comes, changes or goes, as when another branch is checked out.
    fn change_entries(&mut self) {
        self.nothing_is_owed_to_any();
        let name = self.dice.below(4);
        let path = self.root().join(format!(".loglore/entries/soak/{name}.json"));
        if self.dice.below(3) == 0 {
            // It may not have been there.
            let _ = std::fs::remove_file(path);
        } else {
            self.number += 1;
            let regex = format!("soak{name} (?:failed|{})", self.number);
            write_entry(&path, &format!("soak/{name}"), &regex);
        }
    }

    /// What was measured since this was called last.
    fn minute(&mut self) -> Minute {
        let held = self.logs.iter().map(|log| log.text.len()).sum();
        self.session.minute(held)
    }

    /// Lets the last settings, entries and texts come into force, and compares all that is said then.
    fn all_is_said_as_a_fresh_server_says_it(&mut self) {
        let root = self.root();
        // What is said of the probe shows that both the last settings and the last entry are in force.
        let settings = json!({ "severity": { "soak/last": "hint" } });
        self.session.set(settings.clone());
        write_entry(&root.join(".loglore/entries/soak/last.json"), "soak/last", "the very last entry");
        let probe = Log::new("untitled:probe".to_owned(), "the very last entry\n".to_owned());
        self.session.open(&probe);
        self.session.wait_for(&probe.uri, probe.version, |said| said.len() == 1 && said[0]["severity"] == 4);
        self.session.close(&probe.uri);
        let mut fresh = Session::start(&root, settings);
        for at in 0..self.logs.len() {
            let end = self.logs[at].text.len();
            self.edit(at, end..end, "\nthe very last entry\n");
            fresh.open(&self.logs[at]);
        }
        let mut compared = 0;
        for log in &self.logs {
            let last = |said: &[Value]| said.iter().any(|one| one["code"] == "soak/last");
            let said = self.session.wait_for(&log.uri, log.version, last);
            let right = fresh.wait_for(&log.uri, log.version, last);
            for (said, right) in said.iter().zip(&right) {
                let line = |one: &Value| one["range"]["start"]["line"].as_u64().map_or("", |n| log.line(n as usize));
                assert_eq!(said, right, "{}: {:?}, {:?}", log.uri, line(said), line(right));
            }
            assert_eq!(said.len(), right.len(), "{}", log.uri);
            compared += said.len();
        }
        println!("{compared} diagnostics of {LOGS} logs are those of a fresh server");
        println!("of {} more edits nothing was said, nor had a fresh server anything else to say", self.checked);
        // What logs mark in a source file is said after what is said of them.
        let source = format!("file://{}/app.py", root.display());
        same_is_said(&mut self.session, &mut fresh, &source);
        let marks = self.session.said_of(&source);
        assert_eq!(marks, fresh.said_of(&source));
        assert!(compared > LOGS && !marks.is_empty(), "too little was found");
        fresh.finish();
    }

    fn nothing_is_said_of_closed_logs(&mut self) {
        for log in &self.logs {
            self.session.close(&log.uri);
        }
        self.session.wait_until(|said| said.values().all(|said| said.is_empty()));
    }
}

/// Waits until both say the same of an address, or for too long.
fn same_is_said(one: &mut Session, other: &mut Session, uri: &str) {
    let began = Instant::now();
    while one.said_of(uri) != other.said_of(uri) && began.elapsed() < PATIENCE {
        let soon = Instant::now() + Duration::from_millis(50);
        one.attend(soon);
        other.attend(soon);
    }
}

fn write_entry(path: &Path, id: &str, regex: &str) {
    let entry = json!({ "id": id, "signature": regex, "regex": regex, "root_cause": "It is so." });
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(path, entry.to_string()).expect("a file");
}
