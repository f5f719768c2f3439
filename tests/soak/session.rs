//! An editor's side of a session that never waits for one answer before it goes on.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::dice::Dice;
use super::figures::Minute;
use super::log::Log;

/// What takes longer has failed.
pub const PATIENCE: Duration = Duration::from_secs(120);

pub struct Session {
    child: Child,
    input: ChildStdin,
    messages: mpsc::Receiver<(Value, Instant)>,
    next_id: u64,
    /// What was asked, and when.
    asked: HashMap<u64, (String, Instant)>,
    /// Edits of which diagnostics are waited for: address, version, and when they were made.
    edited: Vec<(String, i64, Instant)>,
    /// What was said last of each address, with the version.
    said: HashMap<String, (Option<i64>, Vec<Value>)>,
    pub settings: Value,
    diagnostics: Vec<Duration>,
    answers: Vec<Duration>,
}

impl Session {
    /// Starts a server for this folder, with these settings.
    pub fn start(root: &Path, settings: Value) -> Self {
        let program = std::env::var_os("LOGLORE_TEST_BINARY").unwrap_or_else(|| env!("CARGO_BIN_EXE_loglore").into());
        let mut command = Command::new(program);
        command.arg("lsp").current_dir(root).env("XDG_CONFIG_HOME", root).env("HOME", root).env_remove("LANG");
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program starts");
        let (input, output) = (child.stdin.take().expect("it is piped"), child.stdout.take().expect("it is piped"));
        let (sender, messages) = mpsc::channel();
        std::thread::spawn(move || read(output, &sender));
        let mut session = Self {
            child,
            input,
            messages,
            next_id: 0,
            asked: HashMap::new(),
            edited: Vec::new(),
            said: HashMap::new(),
            settings,
            diagnostics: Vec::new(),
            answers: Vec::new(),
        };
        session.ask("initialize", json!({
            "processId": std::process::id(),
            "rootUri": null,
            "workspaceFolders": [{ "uri": format!("file://{}", root.display()), "name": "soak" }],
            "capabilities": {
                // Who says this counts lines as the protocol does, so the server does too.
                "general": { "positionEncodings": ["utf-16"] },
                "textDocument": {
                    "publishDiagnostics": { "relatedInformation": true, "versionSupport": true },
                    "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } } },
                },
                "workspace": { "configuration": true, "workspaceEdit": { "documentChanges": true }, "applyEdit": true },
                "window": { "workDoneProgress": true },
            },
        }));
        session.wait(|session| session.asked.is_empty());
        session.notify("initialized", json!({}));
        session
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        let frame = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        self.input.write_all(frame.as_bytes()).and_then(|()| self.input.flush()).expect("the server reads");
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Asks, and goes on.
    pub fn ask(&mut self, method: &str, params: Value) {
        self.next_id += 1;
        let id = self.next_id;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        self.asked.insert(id, (method.to_owned(), Instant::now()));
    }

    /// How many questions are not answered.
    pub fn out(&self) -> usize {
        self.asked.len()
    }

    pub fn open(&mut self, log: &Log) {
        let document = json!({ "uri": log.uri, "languageId": "log", "version": log.version, "text": log.text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    pub fn close(&mut self, uri: &str) {
        self.stop_waiting(uri);
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    /// Sends a change; `timed` if other diagnostics are likely to follow. Those that stay as they are are not said again: the
    /// line may stand in a block in which another error counts, or not be shown with the settings of the moment.
    pub fn change(&mut self, log: &Log, change: Value, timed: bool) {
        let document = json!({ "uri": log.uri, "version": log.version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [change] }));
        if timed {
            self.edited.push((log.uri.clone(), log.version.into(), Instant::now()));
        }
    }

    /// Whether diagnostics of this address, or of any, have been waited for that long.
    pub fn waits_for(&self, uri: Option<&str>, long: Duration) -> Option<String> {
        let waits =
            |(of, _, since): &&(String, i64, Instant)| uri.is_none_or(|uri| uri == of) && since.elapsed() > long;
        self.edited.iter().find(waits).map(|(of, ..)| of.clone())
    }

    /// Nothing more will be said of the edits of this address: what was said before them still holds.
    pub fn stop_waiting(&mut self, uri: &str) {
        self.edited.retain(|(edited, ..)| edited != uri);
    }

    /// Other settings hold from now on.
    pub fn set(&mut self, settings: Value) {
        self.settings = settings.clone();
        self.notify("workspace/didChangeConfiguration", json!({ "settings": { "loglore": settings } }));
    }

    /// Takes what comes until then, and answers it.
    pub fn attend(&mut self, until: Instant) {
        loop {
            match self.messages.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok((message, at)) => self.take(message, at),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => panic!("the server has ended: {:?}", self.child.wait()),
            }
        }
        let late = self.asked.values().find(|(_, asked)| asked.elapsed() > PATIENCE);
        assert!(late.is_none(), "no answer: {late:?}");
    }

    fn take(&mut self, mut message: Value, at: Instant) {
        let method = message["method"].as_str().map(str::to_owned);
        match (method.as_deref(), message.get("id")) {
            (Some("textDocument/publishDiagnostics"), _) => self.hear(message["params"].take(), at),
            (Some("workspace/configuration"), Some(id)) => {
                self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": [self.settings] }));
            }
            (Some(_), Some(id)) => self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": null })),
            (Some("window/showMessage"), None) => panic!("{message}"),
            (Some(_), None) => {}
            (None, id) => {
                let asked = id.and_then(Value::as_u64).and_then(|id| self.asked.remove(&id));
                let (method, asked) = asked.unwrap_or_else(|| panic!("nobody asked for {message}"));
                assert!(message.get("error").is_none(), "{method}: {message}");
                self.answers.push(at - asked);
            }
        }
    }

    fn hear(&mut self, mut params: Value, at: Instant) {
        let uri = params["uri"].as_str().expect("an address").to_owned();
        let version = params["version"].as_i64();
        let Value::Array(diagnostics) = params["diagnostics"].take() else { panic!("{params}") };
        let (times, edited) = (&mut self.diagnostics, &mut self.edited);
        edited.retain(|(of, edit, made)| {
            let waits = *of != uri || version.is_none_or(|version| version < *edit);
            if !waits {
                times.push(at - *made);
            }
            waits
        });
        if let (Some(version), Some((Some(before), _))) = (version, self.said.get(&uri)) {
            assert!(version >= *before, "{uri}: version {version} after {before}");
        }
        self.said.insert(uri, (version, diagnostics));
    }

    /// Where something was said of this address, if anything was.
    pub fn somewhere_said(&self, uri: &str, dice: &mut Dice) -> Option<(usize, usize)> {
        let (_, said) = self.said.get(uri)?;
        let start = &said.get(dice.below(said.len()))?["range"]["start"];
        Some((start["line"].as_u64()? as usize, start["character"].as_u64()? as usize))
    }

    /// What was said of an address last.
    pub fn said_of(&self, uri: &str) -> Vec<Value> {
        self.said.get(uri).map(|(_, said)| said.clone()).unwrap_or_default()
    }

    /// What is said of this version of a log, once it is what is waited for.
    pub fn wait_for(&mut self, uri: &str, version: i32, right: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        self.wait(|session| session.said.get(uri).is_some_and(|(of, said)| *of == Some(version.into()) && right(said)));
        self.said_of(uri)
    }

    /// Waits until what was said last is right.
    pub fn wait_until(&mut self, right: impl Fn(&HashMap<&str, &Vec<Value>>) -> bool) {
        self.wait(|session| right(&session.said.iter().map(|(uri, (_, said))| (uri.as_str(), said)).collect()));
    }

    fn wait(&mut self, done: impl Fn(&Self) -> bool) {
        let until = Instant::now() + PATIENCE;
        while !done(self) {
            match self.messages.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok((message, at)) => self.take(message, at),
                Err(error) => panic!("{error}: it never came; what was said: {:#?}", self.said),
            }
        }
    }

    /// What was measured since this was called last.
    pub fn minute(&mut self, held: usize) -> Minute {
        let of = |name: &str| std::fs::read_to_string(format!("/proc/{}/{name}", self.child.id())).ok();
        let status = of("status").unwrap_or_default();
        let memory = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_suffix("kB"))?;
            line.trim().parse::<usize>().ok().map(|kilobytes| kilobytes << 10)
        };
        // Behind the name of the program, which stands in parentheses; in hundredths of a second.
        let busy = of("stat").and_then(|stat| {
            let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
            let [user, system] = [fields.get(11)?, fields.get(12)?].map(|field| field.parse::<u64>());
            Some(Duration::from_millis(10 * (user.ok()? + system.ok()?)))
        });
        Minute {
            memory: memory("RssAnon:"),
            with_files: memory("VmRSS:"),
            held,
            busy,
            diagnostics: std::mem::take(&mut self.diagnostics),
            answers: std::mem::take(&mut self.answers),
        }
    }

    /// Ends the session; gives the exit status.
    pub fn finish(&mut self) -> Option<i32> {
        self.ask("shutdown", Value::Null);
        self.wait(|session| session.asked.is_empty());
        self.notify("exit", Value::Null);
        self.child.wait().expect("a status").code()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // It has ended, or the test has failed already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Gives each message with the time when it was there.
fn read(output: ChildStdout, sender: &mpsc::Sender<(Value, Instant)>) {
    let mut output = BufReader::with_capacity(1 << 20, output);
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if !output.read_line(&mut line).is_ok_and(|read| read > 0) {
                return;
            }
            match line.trim().strip_prefix("Content-Length: ") {
                Some(number) => length = number.parse().expect("a length"),
                None if line.trim().is_empty() => break,
                None => {}
            }
        }
        let mut body = vec![0; length];
        if output.read_exact(&mut body).is_err() {
            return;
        }
        let at = Instant::now();
        if sender.send((serde_json::from_slice(&body).expect("JSON"), at)).is_err() {
            return;
        }
    }
}
