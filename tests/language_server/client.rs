//! An editor's side of a session: in memory, or with the program over pipes.

use std::collections::VecDeque;
use std::io::{self, BufRead as _, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use loglore::server::{Start, serve};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, ReadHalf, WriteHalf};
use tokio::runtime::{Handle, Runtime};

/// What takes longer has failed.
const PATIENCE: Duration = Duration::from_secs(60);
/// Bytes that a pipe in memory holds, as many as those of an operating system.
const PIPE: usize = 64 << 10;

/// Whether a message may go unread.
type Passed = Box<dyn Fn(&Value) -> bool>;

/// A running server.
pub struct Server {
    behind: Behind,
    input: Option<Box<dyn Write + Send>>,
    output: Option<Box<dyn Read + Send>>,
    messages: mpsc::Receiver<Value>,
    /// Messages that came while another one was waited for, in order.
    unread: VecDeque<Value>,
    next_id: u64,
    /// Messages that may go unread.
    passed: Vec<Passed>,
    /// Its end was waited for.
    over: bool,
    /// The user's settings folder, so that no test sees what this machine has.
    home: TempDir,
}

/// What is at the other end.
enum Behind {
    Program(Child),
    /// A session in this process; it gives its exit status.
    Memory {
        status: mpsc::Receiver<u8>,
        runtime: Option<Runtime>,
    },
}

/// The command, away from what this machine's user has set.
pub fn command(home: &Path, arguments: &[&str]) -> Command {
    let program = std::env::var_os("LOGLORE_TEST_BINARY").unwrap_or_else(|| env!("CARGO_BIN_EXE_loglore").into());
    let mut command = Command::new(program);
    command.args(arguments).current_dir(home).env("XDG_CONFIG_HOME", home).env("HOME", home).env_remove("LANG");
    command
}

impl Server {
    /// Starts a session in memory. Nothing is said yet.
    pub fn start() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let user = Some(home.path().join("loglore").join("entries"));
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.expect("threads");
        let (ours, theirs) = tokio::io::duplex(PIPE);
        let ((our_output, our_input), (input, output)) = (tokio::io::split(ours), tokio::io::split(theirs));
        let start = Start { user, show_work_after: Duration::ZERO, ..Start::default() };
        let (done, status) = mpsc::channel();
        runtime.spawn(async move {
            // A test that has failed does not wait for it.
            let _ = done.send(serve(input, output, start).await);
        });
        let handle = runtime.handle().clone();
        let mut server = Self::over(
            Behind::Memory { status, runtime: Some(runtime) },
            Box::new(Input(handle.clone(), our_input)),
            Box::new(Output(handle, our_output)),
            home,
        );
        server.read();
        server
    }

    /// Starts the program. Nothing is said yet.
    pub fn start_program() -> Self {
        let mut server = Self::start_unread();
        server.read();
        server
    }

    /// Starts the program, of whose output nothing is read before [`Server::read`].
    pub fn start_unread() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let mut child = command(home.path(), &["lsp"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let (stdin, stdout) = (child.stdin.take().expect("it is piped"), child.stdout.take().expect("it is piped"));
        Self::over(Behind::Program(child), Box::new(stdin), Box::new(stdout), home)
    }

    fn over(behind: Behind, input: Box<dyn Write + Send>, output: Box<dyn Read + Send>, home: TempDir) -> Self {
        let (messages, unread) = (mpsc::channel().1, VecDeque::new());
        let (input, output) = (Some(input), Some(output));
        Self { behind, input, output, messages, unread, next_id: 0, passed: Vec::new(), over: false, home }
    }

    /// Starts a session in memory and says `initialize` and `initialized`.
    pub fn initialized(capabilities: Value) -> Self {
        Self::initialized_with(json!({ "capabilities": capabilities }))
    }

    /// The same, with these parameters.
    pub fn initialized_with(params: Value) -> Self {
        let mut server = Self::start();
        server.initialize(params);
        server
    }

    /// Starts the program and says `initialize` and `initialized`.
    pub fn program(capabilities: Value) -> Self {
        Self::program_with(json!({ "capabilities": capabilities }))
    }

    /// The same, with these parameters.
    pub fn program_with(params: Value) -> Self {
        let mut server = Self::start_program();
        server.initialize(params);
        server
    }

    /// Says `initialize`, with the parameters that every client has, and `initialized`. Gives the answer.
    pub fn initialize(&mut self, params: Value) -> Value {
        let mut all = json!({ "processId": null, "rootUri": null, "capabilities": {} });
        all.as_object_mut().expect("an object").extend(params.as_object().expect("an object").clone());
        let answer = self.ask("initialize", all);
        self.notify("initialized", json!({}));
        answer
    }

    /// Begins to read what the server writes.
    pub fn read(&mut self) {
        let output = self.output.take().expect("nobody reads it yet");
        let (sender, messages) = mpsc::channel();
        self.messages = messages;
        std::thread::spawn(move || read(output, |message| sender.send(message).is_ok()));
    }

    /// The user's settings folder.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Writes bytes as they are.
    pub fn write(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("it is open");
        input.write_all(bytes).and_then(|()| input.flush()).expect("the server reads");
    }

    /// Closes the server's input.
    pub fn close_input(&mut self) {
        self.input = None;
    }

    /// Closes the pipe that the server writes to.
    pub fn close_output(&mut self) {
        self.output = None;
    }

    /// Sends a notification; false if nobody reads it.
    pub fn try_notify(&mut self, method: &str, params: Value) -> bool {
        let message = frame(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
        self.input.as_mut().is_some_and(|input| input.write_all(&message).and_then(|()| input.flush()).is_ok())
    }

    pub fn send(&mut self, message: &Value) {
        self.write(&frame(message));
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request; gives its id.
    pub fn request(&mut self, method: &str, params: Value) -> u64 {
        self.next_id += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.next_id, "method": method, "params": params }));
        self.next_id
    }

    /// The whole response to a request.
    pub fn response(&mut self, id: u64) -> Value {
        self.take(|message| message.get("method").is_none() && message["id"] == json!(id))
    }

    /// Sends a request and gives the result of its response, which has to be one.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.request(method, params);
        let mut response = self.response(id);
        assert!(response.get("error").is_none(), "{method}: {response}");
        response["result"].take()
    }

    /// The next notification or request of this method: its parameters.
    pub fn expect(&mut self, method: &str) -> Value {
        self.take(|message| message["method"] == method)["params"].take()
    }

    /// The next request of this method, whole.
    pub fn expect_request(&mut self, method: &str) -> Value {
        self.take(|message| message["method"] == method && message.get("id").is_some())
    }

    pub fn open(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "log", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Replaces a range, given as line and column of both ends.
    pub fn edit(&mut self, uri: &str, version: i32, [line, column, end_line, end_column]: [u32; 4], text: &str) {
        let range = json!({
            "start": { "line": line, "character": column }, "end": { "line": end_line, "character": end_column },
        });
        self.notify("textDocument/didChange", json!({
            "textDocument": { "uri": uri, "version": version }, "contentChanges": [{ "range": range, "text": text }],
        }));
    }

    pub fn close(&mut self, uri: &str) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    /// The next diagnostics: address, version, and each as `line:column-line:column severity code`.
    pub fn diagnostics(&mut self) -> (String, Option<i64>, Vec<String>) {
        let params = self.expect("textDocument/publishDiagnostics");
        let uri = params["uri"].as_str().expect("an address").to_owned();
        (uri, params["version"].as_i64(), brief(&params["diagnostics"]))
    }

    /// Lets messages that may come or not go unread, also those that are still to come.
    pub fn pass(&mut self, which: impl Fn(&Value) -> bool + 'static) {
        self.unread.retain(|message| !which(message));
        self.passed.push(Box::new(which));
    }

    fn keep(&mut self, message: Value) {
        if !self.passes(&message) {
            self.unread.push_back(message);
        }
    }

    fn passes(&self, message: &Value) -> bool {
        self.passed.iter().any(|passed| passed(message))
    }

    /// Takes a message out, whatever comes before it.
    fn take(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.unread.iter().position(&wanted) {
            return self.unread.remove(at).expect("it is there");
        }
        loop {
            match self.messages.recv_timeout(PATIENCE) {
                Ok(message) if wanted(&message) && !self.passes(&message) => return message,
                Ok(message) => self.keep(message),
                Err(error) => panic!("{error}; what came instead: {:#?}", self.unread),
            }
        }
    }

    /// Kills the program. What it said or did not say does not matter then.
    pub fn kill(mut self) {
        self.over = true;
        let Behind::Program(child) = &mut self.behind else { panic!("a session in memory cannot be killed") };
        child.kill().and_then(|()| child.wait()).expect("it was running");
    }

    /// Waits until the session has ended; gives the exit status. Fails if there was a message that nobody read.
    pub fn ended(&mut self) -> Option<i32> {
        let status = self.ended_after_all();
        assert!(self.unread.is_empty(), "nobody read: {:#?}", self.unread);
        status
    }

    /// The same where messages may have come or not.
    pub fn ended_after_all(&mut self) -> Option<i32> {
        loop {
            match self.messages.recv_timeout(PATIENCE) {
                Ok(message) => self.keep(message),
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
                Err(mpsc::RecvTimeoutError::Timeout) => panic!("the server goes on"),
            }
        }
        self.over = true;
        match &mut self.behind {
            Behind::Program(child) => child.wait().expect("a status").code(),
            Behind::Memory { status, .. } => status.recv_timeout(PATIENCE).ok().map(i32::from),
        }
    }

    /// Says `shutdown` and `exit`. Fails if there was a message that nobody read.
    pub fn finish(mut self) {
        assert_eq!(self.ask("shutdown", Value::Null), Value::Null);
        self.notify("exit", Value::Null);
        assert_eq!(self.ended(), Some(0));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        match &mut self.behind {
            Behind::Program(child) => {
                // It has ended, or the test has failed already.
                let _ = child.kill();
                let _ = child.wait();
            }
            Behind::Memory { runtime, .. } => {
                self.input = None;
                runtime.take().into_iter().for_each(Runtime::shutdown_background);
            }
        }
        assert!(self.over || std::thread::panicking(), "the test has not waited for the end, so it missed messages");
    }
}

/// The end of a pipe in memory that is written to.
struct Input(Handle, WriteHalf<DuplexStream>);

impl Write for Input {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.block_on(self.1.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.block_on(self.1.flush())
    }
}

impl Drop for Input {
    fn drop(&mut self) {
        // The other end is gone already, or hears of it now.
        let _ = self.0.block_on(self.1.shutdown());
    }
}

/// The end that is read from.
struct Output(Handle, ReadHalf<DuplexStream>);

impl Read for Output {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.0.block_on(self.1.read(bytes))
    }
}

/// A message as it goes over the pipe.
pub fn frame(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// Diagnostics, each as `line:column-line:column severity code`.
pub fn brief(diagnostics: &Value) -> Vec<String> {
    let place = |place: &Value| format!("{}:{}", place["line"], place["character"]);
    let one = |d: &Value| {
        let code = d["code"].as_str().unwrap_or("");
        format!("{}-{} {} {code}", place(&d["range"]["start"]), place(&d["range"]["end"]), d["severity"])
    };
    diagnostics.as_array().expect("a list").iter().map(one).collect()
}

/// Reads messages until the output ends or nobody takes them.
pub fn read(output: impl Read, mut take: impl FnMut(Value) -> bool) {
    let mut output = BufReader::new(output);
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if output.read_line(&mut line).is_ok_and(|read| read == 0) {
                return;
            }
            if line.trim().is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("Content-Length: ") {
                length = value.trim().parse().expect("a length");
            }
        }
        let mut body = vec![0; length];
        if output.read_exact(&mut body).is_err() || !take(serde_json::from_slice(&body).expect("JSON")) {
            return;
        }
    }
}
