//! Messages of any kind to the language server, over a pipe in memory.

use std::collections::HashSet;
use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use loglore::server::{Start, serve};
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, ReadHalf, WriteHalf};
use tokio::runtime::Runtime;

use crate::material;
use crate::mutate::{Dice, SPLIT};

/// What takes longer has hung.
const PATIENCE: Duration = Duration::from_secs(20);
/// Stands for the folder of the workspace in inputs.
const FOLDER: &str = "%WS%";
/// A message that begins so is written as it is, without a header.
const RAW: u8 = b'!';
/// What would go on for ever if it came: a client's word for "the session is over" has its own tests.
const EXIT: &str = "exit";

const LOG: &str = "Traceback (most recent call last):\n  File \"%WS%/app.py\", line 2, in <module>\n    import yaml\n\
    ModuleNotFoundError: No module named 'yaml'\nbash: frob: command not found\nzzz out of memory: 5 MB\n";

/// One message of each kind.
pub fn kinds() -> &'static [Vec<u8>] {
    static KINDS: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    KINDS.get_or_init(|| {
        let file = json!({ "uri": "file://%WS%/a.log" });
        let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9, "character": 0 } });
        let at = json!({ "line": 3, "character": 4 });
        let deed = |what: &str| {
            json!({ "document": "file://%WS%/a.log", "finding": { "entry": "test/oom", "line": 6 }, "do": what,
                    "workaround": 0, "scope": "workspace", "first": 0, "last": 1, "file": "app.py", "number": 0 })
        };
        let notifications = [
            ("textDocument/didOpen", json!({ "textDocument": { "uri": "file://%WS%/a.log", "languageId": "log", "version": 1, "text": LOG } })),
            ("textDocument/didOpen", json!({ "textDocument": { "uri": "untitled:1", "languageId": "log", "version": 1, "text": "" } })),
            ("textDocument/didOpen", json!({ "textDocument": { "uri": "file://%WS%/app.py", "languageId": "python", "version": 1, "text": "import os\nimport yaml\n" } })),
            ("textDocument/didOpen", json!({ "textDocument": { "uri": "file://%WS%/.loglore/entries/test/b.json", "languageId": "json", "version": 1,
                "text": "{\n  \"id\": \"test/b\",\n  \"regex\": \"(x\",\n  \"\": 1\n}\n" } })),
            ("textDocument/didChange", json!({ "textDocument": { "uri": "file://%WS%/a.log", "version": 2 }, "contentChanges": [{ "range": range, "text": "exit code 1\n" }] })),
            ("textDocument/didChange", json!({ "textDocument": { "uri": "untitled:1", "version": 3 }, "contentChanges": [{ "text": LOG }] })),
            ("textDocument/didClose", json!({ "textDocument": file })),
            ("textDocument/didSave", json!({ "textDocument": file })),
            ("workspace/didChangeConfiguration", json!({ "settings": { "loglore": { "domains": ["python"], "disabledEntries": ["test/oom"], "minConfidence": 0.5 } } })),
            ("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": "file://%WS%/.loglore/entries/test/oom.json", "type": 2 }] })),
            ("workspace/didChangeWorkspaceFolders", json!({ "event": { "added": [{ "uri": "file://%WS%", "name": "w" }], "removed": [] } })),
            ("window/workDoneProgress/cancel", json!({ "token": "loglore/1" })),
            ("$/cancelRequest", json!({ "id": 3 })),
            ("$/setTrace", json!({ "value": "off" })),
        ];
        let requests = [
            ("textDocument/hover", json!({ "textDocument": file, "position": at })),
            ("textDocument/definition", json!({ "textDocument": file, "position": { "line": 1, "character": 12 } })),
            ("textDocument/documentLink", json!({ "textDocument": file })),
            ("textDocument/documentSymbol", json!({ "textDocument": file })),
            ("textDocument/foldingRange", json!({ "textDocument": file })),
            ("textDocument/codeLens", json!({ "textDocument": file })),
            ("textDocument/inlayHint", json!({ "textDocument": file, "range": range })),
            ("textDocument/diagnostic", json!({ "textDocument": file })),
            ("textDocument/codeAction", json!({ "textDocument": file, "range": range, "context": { "diagnostics": [] } })),
            ("codeAction/resolve", json!({ "title": "x", "data": deed("fix") })),
            ("textDocument/completion", json!({ "textDocument": { "uri": "file://%WS%/.loglore/entries/test/b.json" }, "position": { "line": 3, "character": 3 } })),
            ("workspace/symbol", json!({ "query": "memory" })),
            ("workspace/executeCommand", json!({ "command": "loglore.insertComment", "arguments": [deed("insertComment")] })),
            ("workspace/executeCommand", json!({ "command": "loglore.ignore", "arguments": [deed("ignore")] })),
            ("workspace/executeCommand", json!({ "command": "loglore.writeEntry", "arguments": [deed("writeEntry")] })),
            ("workspace/executeCommand", json!({ "command": "loglore.fix", "arguments": [deed("fix")] })),
            ("workspace/executeCommand", json!({ "command": "loglore.fixAll", "arguments": [deed("fixAll")] })),
            ("workspace/executeCommand", json!({ "command": "loglore.openNote", "arguments": [deed("openNote")] })),
            ("initialize", json!({ "processId": null, "rootUri": null, "capabilities": {} })),
            ("textDocument/frobnicate", json!({})),
            ("shutdown", Value::Null),
        ];
        let mut kinds: Vec<Vec<u8>> = notifications
            .iter()
            .map(|(method, params)| json!({ "jsonrpc": "2.0", "method": method, "params": params }).to_string().into_bytes())
            .collect();
        kinds.extend(requests.iter().zip(1..).map(|((method, params), id)| {
            json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }).to_string().into_bytes()
        }));
        let others = [json!({ "jsonrpc": "2.0", "id": 1, "result": null }), json!([]), json!(1), json!({ "method": 1 })];
        kinds.extend(others.iter().map(|other| other.to_string().into_bytes()));
        kinds.extend([&b"!garbage\r\n\r\n"[..], b"!X-Header: 1\r\nContent-Type: x\r\n", b"{\"jsonrpc", b""].map(<[u8]>::to_vec));
        kinds
    })
}

pub fn seeds() -> Vec<Vec<u8>> {
    let kinds = kinds();
    let mut seeds = vec![kinds.join(&SPLIT)];
    let mut dice = Dice(2);
    for kind in kinds {
        seeds.push([kinds[0].clone(), kind.clone()].join(&SPLIT));
    }
    for sample in material::samples().iter().step_by(8) {
        let open = json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument":
            { "uri": "file://%WS%/a.log", "languageId": "log", "version": 1, "text": sample } } });
        let mut all = vec![open.to_string().into_bytes()];
        all.extend((0..4).map(|_| dice.pick(kinds).clone()));
        seeds.push(all.join(&SPLIT));
    }
    seeds
}

fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    let make = || tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("threads");
    RUNTIME.get_or_init(make)
}

pub fn run(data: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    prepare(folder.path());
    let path = folder.path().to_str().expect("the folder has a plain name").to_owned();
    let messages: Vec<Vec<u8>> = data
        .split(|byte| *byte == SPLIT)
        .take(48)
        .map(|message| String::from_utf8_lossy(message).replace(FOLDER, &path).into_bytes())
        .filter(|message| may_be_sent(message, &path))
        .collect();
    runtime().block_on(async {
        tokio::time::timeout(PATIENCE, session(&path, messages))
            .await
            .expect("the server answers all that it was asked");
    });
}

fn prepare(folder: &Path) {
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("it is below the folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    write("app.py", "import os\nimport yaml\nload(yaml)\n");
    write("requirements.txt", "numpy\n");
    let entry = json!({
        "id": "test/oom", "signature": "out of memory", "regex": "zzz out of memory: (?P<size>\\d+ MB)",
        "root_cause": "Too little memory.", "workarounds": [{ "action": "Buy more", "how": "Call `load(yaml, small=True)`." }],
        "official_doc_url": "https://example.org/oom",
    });
    write(".loglore/entries/test/oom.json", &entry.to_string());
}

/// What is not sent: what ends the session, what panics on purpose, and folders of the machine that this runs on.
fn may_be_sent(message: &[u8], folder: &str) -> bool {
    let text = String::from_utf8_lossy(message);
    if message.first() == Some(&RAW) {
        return !text.to_ascii_lowercase().contains("content-length");
    }
    let Ok(value) = serde_json::from_str::<Value>(&text) else { return true };
    match value["method"].as_str() {
        Some(EXIT | "loglore/panic") => false,
        Some("workspace/didChangeWorkspaceFolders") => {
            !text.replace(&format!("file://{folder}\""), "").contains("file:")
        }
        _ => true,
    }
}

/// The id of a request that has to be answered, as it is told apart.
fn asked(message: &[u8]) -> Option<String> {
    let value: Value = serde_json::from_slice(message).ok()?;
    let object = value.as_object()?;
    let method = object.get("method")?.as_str()?;
    let id = object.get("id").filter(|id| id.is_string() || id.is_i64())?;
    let fits = object.get("jsonrpc")? == "2.0"
        && object.get("params").is_none_or(|params| params.is_object() || params.is_array());
    // This one waits for news.
    (fits && method != "workspace/diagnostic").then(|| id.to_string())
}

async fn session(folder: &str, messages: Vec<Vec<u8>>) {
    let (ours, theirs) = tokio::io::duplex(64 << 10);
    let ((output, mut input), (their_input, their_output)) = (tokio::io::split(ours), tokio::io::split(theirs));
    let start =
        Start { user: Some(Path::new(folder).join("user/entries")), show_work_after: PATIENCE, ..Start::default() };
    let served = tokio::spawn(serve(their_input, their_output, start));

    let mut waiting: HashSet<String> = messages.iter().filter_map(|message| asked(message)).collect();
    let initialize = json!({ "jsonrpc": "2.0", "id": "first", "method": "initialize", "params": {
        "processId": null,
        "capabilities": { "textDocument": { "codeAction": { "resolveSupport": { "properties": ["edit"] },
            "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } }, "dataSupport": true } } },
        "workspaceFolders": [{ "uri": format!("file://{folder}"), "name": "w" }],
        "initializationOptions": { "domains": ["test", "shell", "python"] },
    } });
    let last = json!({ "jsonrpc": "2.0", "id": "last", "method": "textDocument/hover", "params": {
        "textDocument": { "uri": "untitled:nothing" }, "position": { "line": 0, "character": 0 } } });
    let bye = json!({ "jsonrpc": "2.0", "id": "bye", "method": "shutdown" });
    waiting.extend(["first", "last", "bye"].map(|id| json!(id).to_string()));
    let (all, done) = tokio::sync::oneshot::channel::<()>();
    let writing = tokio::spawn(async move {
        write(&mut input, initialize.to_string().as_bytes()).await;
        write(&mut input, br#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#).await;
        for message in messages {
            match message.split_first() {
                Some((&RAW, raw)) => input.write_all(raw).await.expect("the server reads"),
                _ => write(&mut input, &message).await,
            }
        }
        for message in [last, bye] {
            write(&mut input, message.to_string().as_bytes()).await;
        }
        // All is answered before it ends.
        let _ = done.await;
        write(&mut input, br#"{"jsonrpc":"2.0","method":"exit"}"#).await;
        // The pipe stays open until the server has gone.
        input
    });
    let mut output = tokio::io::BufReader::new(output);
    while !waiting.is_empty() {
        let message = read(&mut output).await;
        assert_eq!(message["jsonrpc"], "2.0", "{message}");
        if message.get("method").is_none() {
            assert!(message.get("result").is_some() != message.get("error").is_some(), "{message}");
            waiting.remove(&message["id"].to_string());
        }
    }
    let _ = all.send(());
    let drain = tokio::spawn(async move {
        let _ = tokio::io::copy(&mut output, &mut tokio::io::sink()).await;
    });
    assert_eq!(served.await.expect("the server does not panic"), 0);
    drop(writing.await);
    drop(drain.await);
}

async fn write(input: &mut WriteHalf<DuplexStream>, body: &[u8]) {
    let header = format!("Content-Length: {}\r\n\r\n", body.len());
    input.write_all(header.as_bytes()).await.expect("the server reads");
    input.write_all(body).await.expect("the server reads");
}

async fn read(output: &mut tokio::io::BufReader<ReadHalf<DuplexStream>>) -> Value {
    let mut header = Vec::new();
    while !header.ends_with(b"\r\n\r\n") {
        header.push(byte(output).await);
    }
    let header = String::from_utf8(header).expect("a header is ASCII");
    let length = header.trim().strip_prefix("Content-Length: ").and_then(|length| length.parse().ok());
    let mut body = vec![0; length.expect("a length")];
    output.read_exact(&mut body).await.expect("a body");
    serde_json::from_slice(&body).expect("a message is JSON")
}

async fn byte(output: &mut (impl AsyncRead + Unpin)) -> u8 {
    output.read_u8().await.expect("the session goes on")
}
