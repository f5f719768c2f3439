//! How fast the language server answers, and how much memory it takes, measured from outside as an editor sees it.
//!
//! `cargo bench --bench language_server -- [--corpus DIR] [--entries N] [--megabytes N] [--rounds N] [--every N]`
//!
//! The program serves over its pipes. The time of an answer is the time from the last byte of the question written to
//! the last byte of the answer read. Entries are those that are built in and mutations of them up to `--entries`;
//! `--corpus` takes those of `DIR/patterns.jsonl` (objects with `regex` and `signature`, one a line) instead of mutations.
//! The document is healthy output of many programs with a real error on one line of `--every`.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

/// Diagnostics are sent no oftener; appends that come sooner would measure that pause.
const PAUSE: Duration = Duration::from_millis(160);
/// Documents that are opened at once, each of a megabyte.
const DOCUMENTS: usize = 100;

fn main() {
    let options = Options::from_args();
    let folder = tempfile::tempdir().expect("a folder");
    let entries = write_entries(folder.path(), &options);
    let mut server = Server::start(folder);
    let idle = server.memory();
    println!("{entries} entries; with no document {} MB", idle.0 >> 20);
    large_document(&mut server, &options, idle);
    many_documents(&mut server, &options);
    entries_on_disk(&mut server, false);
    entries_on_disk(&mut server, true);
    open_documents(&mut server, &options);
    edits_per_second(&mut server, &options);
}

struct Options {
    corpus: Option<PathBuf>,
    entries: usize,
    megabytes: usize,
    rounds: usize,
    every: usize,
}

impl Options {
    fn from_args() -> Self {
        let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
        let value = |name: &str| args.iter().position(|arg| arg == name).and_then(|i| args.get(i + 1)).cloned();
        let number = |name: &str, default| value(name).and_then(|n| n.parse().ok()).unwrap_or(default);
        Self {
            corpus: value("--corpus").map(PathBuf::from),
            entries: number("--entries", 2_000),
            megabytes: number("--megabytes", 50),
            rounds: number("--rounds", 200),
            every: number("--every", 1_000),
        }
    }
}

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    ignore::WalkBuilder::new(folder)
        .sort_by_file_path(Path::cmp)
        .build()
        .flatten()
        .map(ignore::DirEntry::into_path)
        .filter(|path| path.is_file())
        .collect()
}

fn own_records() -> Vec<Value> {
    let records = files("entries").into_iter().filter(|path| path.file_name().is_some_and(|n| n != "schema.json"));
    records.filter_map(|path| serde_json::from_slice(&std::fs::read(path).ok()?).ok()).collect()
}

/// Puts entries into the folder until there are as many as are wanted; gives how many there are.
fn write_entries(folder: &Path, options: &Options) -> usize {
    let own: Vec<Value> = own_records().into_iter().filter(|record| record["regex"].is_string()).collect();
    let others: Vec<Value> = match &options.corpus {
        Some(corpus) => {
            let text = std::fs::read_to_string(corpus.join("patterns.jsonl")).expect("the corpus");
            text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
        }
        None => own.clone(),
    };
    let count = options.entries.saturating_sub(own.len());
    for (number, mut record) in others.into_iter().cycle().take(count).enumerate() {
        record["id"] = format!("bench/entry-{number}").into();
        record["domain"] = "bench".into();
        for field in ["aliases", "refines", "transition_graph"] {
            record.as_object_mut().expect("a record").shift_remove(field);
        }
        if options.corpus.is_none() {
            // The same rare words as another entry, and something of its own before or behind them.
            let regex = record["regex"].as_str().expect("a text").to_owned();
            let own = format!("release {number}");
            record["regex"] =
                if number % 2 == 0 { format!("{own}: (?:{regex})") } else { format!("(?:{regex}).* {own}") }.into();
            record.as_object_mut().expect("a record").shift_remove("patterns");
        }
        let path = folder.join(format!(".loglore/entries/bench/entry-{number}.json"));
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, record.to_string()).expect("a file");
    }
    own.len() + count
}

/// A log of so many bytes: healthy lines, and lines of errors among them.
fn log(bytes: usize, every: usize, mut dice: u64) -> String {
    let healthy: Vec<String> = files("tests/healthy")
        .iter()
        .filter(|path| path.extension().is_some_and(|kind| kind == "log"))
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let errors: Vec<String> = own_records()
        .iter()
        .flat_map(|record| record["samples"].as_array().cloned().unwrap_or_default())
        .filter_map(|sample| Some(sample["text"].as_str()?.to_owned()))
        .collect();
    let mut text = String::with_capacity(bytes + 4_096);
    let mut number = 0;
    while text.len() < bytes {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let lines = if number % every == every - 1 { &errors } else { &healthy };
        text.push_str(&lines[(dice >> 33) as usize % lines.len()]);
        text.push('\n');
        number += 1;
    }
    text
}

fn large_document(server: &mut Server, options: &Options, idle: (usize, usize)) {
    let uri = "file:///bench/large.log";
    let text = log(options.megabytes << 20, options.every, 1);
    let mut line = text.matches('\n').count();
    let began = Instant::now();
    server.open(uri, &text);
    let (first, diagnostics) = server.diagnostics_of(uri, 1, began);
    println!("{} MB document, {line} lines: {diagnostics} diagnostics after {first:.0?}", text.len() >> 20);
    let held = text.len();
    drop(text);
    std::thread::sleep(Duration::from_millis(500));
    let (now, most) = server.memory();
    let times = |bytes: usize| bytes.saturating_sub(idle.0) as f64 / held as f64;
    println!(
        "  memory over that without documents: {:.2} times the text, at most {:.2} times",
        times(now),
        times(most)
    );

    let (mut appends, mut hovers, mut actions) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..options.rounds {
        std::thread::sleep(PAUSE);
        let version = round as i32 + 2;
        let added = format!("ModuleNotFoundError: No module named 'bench{round}'\n");
        let began = server.append(uri, version, line, &added);
        appends.push(server.diagnostics_of(uri, version, began).0);
        let at = json!({ "line": line, "character": 30 });
        let document = json!({ "uri": uri });
        hovers.push(server.ask("textDocument/hover", json!({ "textDocument": document, "position": at })));
        let range = json!({ "start": at, "end": at });
        let context = json!({ "diagnostics": [] });
        let asked = json!({ "textDocument": document, "range": range, "context": context });
        actions.push(server.ask("textDocument/codeAction", asked));
        line += 1;
    }
    tell("one line appended, diagnostics", appends, Some((5, 20)));
    tell("hover", hovers, Some((5, 5)));
    tell("code action", actions, Some((5, 5)));
    // In the middle of the document everything behind the edit moves.
    let mut edits = Vec::new();
    for round in 0..options.rounds / 4 {
        std::thread::sleep(PAUSE);
        let version = (options.rounds + round) as i32 + 2;
        let began = server.append(uri, version, line / 2, &format!("bash: bench{round}: command not found\n"));
        edits.push(server.diagnostics_of(uri, version, began).0);
    }
    tell("one line in the middle, diagnostics", edits, None);
    server.close(uri);
}

fn many_documents(server: &mut Server, options: &Options) {
    let texts: Vec<String> = (0..DOCUMENTS).map(|n| log(1 << 20, options.every, n as u64)).collect();
    let small = "file:///bench/small.log";
    let began = Instant::now();
    server.open(small, "bash: frob: command not found\n");
    server.diagnostics_of(small, 1, began);
    std::thread::sleep(Duration::from_millis(500));
    let idle = server.memory();
    let began = Instant::now();
    for (number, text) in texts.iter().enumerate() {
        server.open(&format!("file:///bench/{number}.log"), text);
    }
    let mut hovers = Vec::new();
    while server.published < DOCUMENTS + 1 {
        let at = json!({ "line": 0, "character": 12 });
        hovers.push(server.ask("textDocument/hover", json!({ "textDocument": { "uri": small }, "position": at })));
    }
    let all = began.elapsed();
    println!("{DOCUMENTS} documents of 1 MB opened at once: all diagnosed after {all:.0?}");
    tell("hover meanwhile", hovers, None);
    std::thread::sleep(Duration::from_millis(500));
    let held: usize = texts.iter().map(String::len).sum();
    let times = (server.memory().0.saturating_sub(idle.0)) as f64 / held as f64;
    println!("  memory over that before: {times:.2} times the text");
}

/// From an entry that is written to the disk to the diagnostics of an open document; `told` if the client says that files
/// have changed, as one that watches them does.
fn entries_on_disk(server: &mut Server, told: bool) {
    const ROUNDS: usize = 20;
    let (uri, name) = (format!("file:///bench/told-{told}.log"), if told { "heard" } else { "unheard" });
    let lines: String = (0..ROUNDS).map(|round| format!("the {name} thing of round {round} failed\n")).collect();
    let began = Instant::now();
    server.open(&uri, &lines);
    server.diagnostics_of(&uri, 1, began);
    let mut times = Vec::new();
    for round in 0..ROUNDS {
        let regex = format!("the {name} thing of round {round} failed");
        let record = json!({ "id": format!("watched/{name}-{round}"), "signature": regex, "regex": regex });
        let path = server.folder.path().join(format!(".loglore/entries/watched/{name}-{round}.json"));
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        let began = Instant::now();
        std::fs::write(path, record.to_string()).expect("a file");
        if told {
            server.notify("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
        }
        times.push(server.diagnostics_of(&uri, 1, began).0);
    }
    let client = if told { "client that watches" } else { "client that does not watch" };
    tell(&format!("entry written to the disk, diagnostics ({client})"), times, Some((1_000, 1_000)));
}

/// How an edit and a hover cost more with more open documents.
fn open_documents(server: &mut Server, options: &Options) {
    let text = log(100 << 10, options.every, 3);
    let lines = text.matches('\n').count();
    let uri = |number: usize| format!("file:///bench/open-{number}.log");
    let (first, mut version) = (uri(0), 1);
    let mut open = 0;
    for count in [1, 10, 100, 1_000] {
        for number in open..count {
            let began = Instant::now();
            server.open(&uri(number), &text);
            server.diagnostics_of(&uri(number), 1, began);
        }
        open = count;
        let (mut appends, mut hovers) = (Vec::new(), Vec::new());
        for _ in 0..options.rounds.min(40) {
            std::thread::sleep(PAUSE);
            version += 1;
            let began = server.append(&first, version, lines, "bash: frob: command not found\n");
            appends.push(server.diagnostics_of(&first, version, began).0);
            let at = json!({ "line": lines, "character": 12 });
            hovers.push(server.ask("textDocument/hover", json!({ "textDocument": { "uri": first }, "position": at })));
        }
        println!("{count} open documents of 100 KB, memory of the server {} MB", server.memory().0 >> 20);
        tell("one line appended to one of them, diagnostics", appends, None);
        tell("hover", hovers, None);
    }
    (0..open).for_each(|number| server.close(&uri(number)));
}

/// What the server does in a second in which so many lines come one after another, and how it answers meanwhile.
fn edits_per_second(server: &mut Server, options: &Options) {
    let uri = "file:///bench/edits.log";
    let text = log(1 << 20, options.every, 4);
    let mut line = text.matches('\n').count();
    let began = Instant::now();
    server.open(uri, &text);
    server.diagnostics_of(uri, 1, began);
    let mut version = 1;
    for rate in [1, 10, 100, 1_000] {
        let (seconds, busy) = (5, server.busy());
        let (began, mut hovers) = (Instant::now(), Vec::new());
        for number in 0..rate * seconds {
            let due = Duration::from_secs(1) * number / rate;
            std::thread::sleep(due.saturating_sub(began.elapsed()));
            version += 1;
            let added = format!("bash: frob{}: command not found\n", number % 7);
            server.append(uri, version, line, &added);
            line += 1;
            // Not after the last one: the answer could come behind its diagnostics.
            if number % rate.div_ceil(10) == 0 && number + 1 < rate * seconds {
                let at = json!({ "line": line - 1, "character": 12 });
                hovers
                    .push(server.ask("textDocument/hover", json!({ "textDocument": { "uri": uri }, "position": at })));
            }
        }
        let sent = began.elapsed();
        let last = Instant::now();
        let (behind, _) = server.diagnostics_of(uri, version, last);
        let busy = (server.busy().saturating_sub(busy)).as_secs_f64() / sent.as_secs_f64();
        println!(
            "{rate} lines appended a second, each an error: {:.1} % of one core, the last diagnosed {behind:.1?} after it",
            busy * 100.0
        );
        tell("hover meanwhile", hovers, None);
    }
    server.close(uri);
}

/// Prints the median, the 99th percentile and the most, and whether the first two are below what is promised
/// (milliseconds).
fn tell(what: &str, mut times: Vec<Duration>, promised: Option<(u64, u64)>) {
    times.sort_unstable();
    let at =
        |share: f64| times.get(((times.len() as f64 * share) as usize).min(times.len().saturating_sub(1))).copied();
    let (Some(median), Some(late), Some(last)) = (at(0.5), at(0.99), times.last()) else { return };
    let kept = promised.map_or(String::new(), |(a, b)| {
        let kept = median < Duration::from_millis(a) && late < Duration::from_millis(b);
        format!("   promised {a} / {b} ms: {}", if kept { "kept" } else { "NOT KEPT" })
    });
    println!("  {what}: median {median:.2?}, 99 % {late:.2?}, most {last:.2?} ({} times){kept}", times.len());
}

/// The program, served over its pipes.
struct Server {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    next_id: u64,
    /// Diagnostics that came, since the large document was closed.
    published: usize,
    folder: TempDir,
}

impl Server {
    fn start(folder: TempDir) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_loglore"))
            .arg("lsp")
            .env("XDG_CONFIG_HOME", folder.path())
            .current_dir(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program");
        let input = child.stdin.take().expect("it is piped");
        let output = BufReader::with_capacity(1 << 20, child.stdout.take().expect("it is piped"));
        let root = json!([{ "uri": format!("file://{}", folder.path().display()), "name": "bench" }]);
        let mut server = Self { child, input, output, next_id: 0, published: 0, folder };
        let publish = json!({ "relatedInformation": true, "codeDescriptionSupport": true, "dataSupport": true });
        let literals = json!({ "codeActionKind": { "valueSet": ["quickfix"] } });
        server.ask(
            "initialize",
            json!({
                "processId": null,
                "rootUri": null,
                "workspaceFolders": root,
                "capabilities": { "textDocument": {
                    "publishDiagnostics": publish,
                    "codeAction": { "codeActionLiteralSupport": literals, "dataSupport": true,
                                    "resolveSupport": { "properties": ["edit"] } },
                    "hover": { "contentFormat": ["markdown"] },
                }, "workspace": { "applyEdit": true } },
            }),
        );
        server.notify("initialized", json!({}));
        // The entries are loaded when the first document is diagnosed.
        let began = Instant::now();
        server.open("untitled:start", "");
        server.diagnostics_of("untitled:start", 1, began);
        println!("entries in force after {:.0?}", began.elapsed());
        server.close("untitled:start");
        server
    }

    fn send(&mut self, message: &Value) -> Instant {
        let body = message.to_string();
        let mut frame = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
        frame.extend_from_slice(body.as_bytes());
        self.input.write_all(&frame).and_then(|()| self.input.flush()).expect("the server reads");
        Instant::now()
    }

    fn notify(&mut self, method: &str, params: Value) -> Instant {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    }

    /// The time of an answer.
    fn ask(&mut self, method: &str, params: Value) -> Duration {
        self.next_id += 1;
        let id = self.next_id;
        let began = self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let (message, at) = self.read();
            if message["id"] == id && message.get("method").is_none() {
                assert!(message.get("error").is_none(), "{message}");
                return at - began;
            }
        }
    }

    fn open(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "log", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    fn close(&mut self, uri: &str) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
        self.published = 0;
    }

    fn append(&mut self, uri: &str, version: i32, line: usize, text: &str) -> Instant {
        let at = json!({ "line": line, "character": 0 });
        let change = json!([{ "range": { "start": at, "end": at }, "text": text }]);
        let document = json!({ "uri": uri, "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": change }))
    }

    /// The time until the diagnostics of a version, and how many they are.
    fn diagnostics_of(&mut self, uri: &str, version: i32, began: Instant) -> (Duration, usize) {
        loop {
            let (message, at) = self.read();
            let params = &message["params"];
            if params["uri"] == uri && params["version"] == version {
                return (at - began, params["diagnostics"].as_array().map_or(0, Vec::len));
            }
        }
    }

    /// The next message, and when its last byte was there.
    fn read(&mut self) -> (Value, Instant) {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).expect("the server writes") > 0, "the server has ended");
            match line.trim().strip_prefix("Content-Length: ") {
                Some(number) => length = number.parse().expect("a length"),
                None if line.trim().is_empty() => break,
                None => {}
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).expect("the server writes");
        let at = Instant::now();
        let message: Value = serde_json::from_slice(&body).expect("JSON");
        self.published += usize::from(message["method"] == "textDocument/publishDiagnostics");
        (message, at)
    }

    /// Time that its threads have run; none where the system does not tell.
    fn busy(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        // Behind the name, which may hold blanks: the 12th and the 13th are hundredths of a second.
        let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
        let hundredths: u64 = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
        Duration::from_millis(hundredths * 10)
    }

    /// Bytes of memory now, and the most so far; where the system does not tell, nothing.
    fn memory(&self) -> (usize, usize) {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_whitespace().next()?.parse::<usize>().ok()
        };
        (field("VmRSS:").unwrap_or(0) << 10, field("VmHWM:").unwrap_or(0) << 10)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It is not needed any more, however it ends.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
