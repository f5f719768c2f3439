//! The program, with bounds on its memory and its time.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Seek as _};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// What takes longer has hung. Seconds; a slow machine that does other things needs a tenth of it.
const PATIENCE: u32 = 240;

/// Whether the sizes are the full ones: a debug build would take minutes for them.
pub fn full() -> bool {
    std::env::var_os("LOGLORE_TEST_BINARY").is_some()
}

/// A run of the program to be.
pub struct Program {
    command: Command,
    /// Where its output goes: it may be larger than a test likes to hold.
    out: File,
    said: File,
}

/// A run that is over.
pub struct Ran {
    /// Exit status; none after a signal.
    pub status: Option<i32>,
    out: File,
    said: File,
}

impl Program {
    /// loglore in a folder without anybody's own settings. `mib` bounds what it may write to in memory, stacks of its threads
    /// included: an allocation beyond that fails, and with it the program.
    pub fn new(folder: &Path, mib: u64, arguments: &[&str]) -> Self {
        let program = std::env::var_os("LOGLORE_TEST_BINARY").unwrap_or_else(|| env!("CARGO_BIN_EXE_loglore").into());
        Self::under("", folder, mib, &program, arguments)
    }

    /// The same where a shell has said something first: `trap '' XFSZ; ulimit -f 0;`.
    pub fn after(shell: &str, folder: &Path, mib: u64, arguments: &[&str]) -> Self {
        let program = std::env::var_os("LOGLORE_TEST_BINARY").unwrap_or_else(|| env!("CARGO_BIN_EXE_loglore").into());
        Self::under(shell, folder, mib, &program, arguments)
    }

    fn under(shell: &str, folder: &Path, mib: u64, program: &std::ffi::OsStr, arguments: &[&str]) -> Self {
        let script = format!("ulimit -d {} && {shell} exec timeout --kill-after=1 {PATIENCE} \"$0\" \"$@\"", mib << 10);
        let mut command = Command::new("sh");
        command.arg("-c").arg(script).arg(program).args(arguments).current_dir(folder).env_clear();
        // As many threads on every machine, because each has a stack.
        command.env("HOME", folder).env("LANG", "C").env("PATH", "/usr/bin:/bin").env("RAYON_NUM_THREADS", "2");
        command.stdin(Stdio::null());
        let file = || tempfile::tempfile().expect("a file");
        Self { command, out: file(), said: file() }
    }

    /// The command, to be told more.
    pub fn command(&mut self) -> &mut Command {
        &mut self.command
    }

    /// Starts it; [`Running::end`] waits for it.
    pub fn start(mut self) -> Running {
        self.command.stdout(self.out.try_clone().expect("a file")).stderr(self.said.try_clone().expect("a file"));
        Running { child: self.command.spawn().expect("sh is there"), out: self.out, said: self.said }
    }

    /// Runs it to its end.
    pub fn run(self) -> Ran {
        self.start().end()
    }
}

/// A run that goes on.
pub struct Running {
    pub child: std::process::Child,
    out: File,
    said: File,
}

impl Running {
    pub fn end(mut self) -> Ran {
        let status = self.child.wait().expect("it was started").code();
        let ran = Ran { status, out: self.out, said: self.said };
        assert_ne!(status, Some(124), "it has hung: {}", ran.said());
        assert_ne!(status, Some(134), "it has failed: {}", ran.said());
        ran
    }
}

impl Ran {
    /// The lines of its output; what is no UTF-8 fails.
    pub fn lines(&self) -> impl Iterator<Item = String> + use<> {
        (&self.out).rewind().expect("a file");
        BufReader::new(self.out.try_clone().expect("a file")).lines().map(|line| line.expect("UTF-8"))
    }

    /// Its output, a JSON object a line.
    pub fn found(&self) -> Vec<Value> {
        self.lines().map(|line| serde_json::from_str(&line).expect("JSON")).collect()
    }

    /// All that it printed to standard error.
    pub fn said(&self) -> String {
        (&self.said).rewind().expect("a file");
        std::io::read_to_string(&self.said).expect("UTF-8")
    }
}

/// A folder with files in it.
pub fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, content) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, content).expect("a file");
    }
    folder
}
