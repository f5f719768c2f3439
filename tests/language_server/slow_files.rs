//! Files that take long to open, as on a network drive that does not answer.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use super::*;

/// Well below the 45 seconds after which the system lets a file go, and the server would be right by waiting.
const AT_ONCE: Duration = Duration::from_secs(30);

/// A file that nobody can open until this is dropped: another process has a lease on it.
struct Slow(Child);

impl Slow {
    /// None where there are no leases.
    fn file(path: &Path) -> Option<Self> {
        let script = "import fcntl, os, signal, sys\n\
            signal.signal(signal.SIGIO, signal.SIG_IGN)\n\
            fcntl.fcntl(os.open(sys.argv[1], os.O_RDWR), fcntl.F_SETLEASE, fcntl.F_WRLCK)\n\
            print('held', flush=True)\n\
            sys.stdin.read()\n";
        let mut python = Command::new("python3");
        python.args(["-c", script]).arg(path).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = python.spawn().ok()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take()?).read_line(&mut line).ok()?;
        let slow = Self(child);
        if line != "held\n" {
            eprintln!("left out: this system has no leases of files");
            return None;
        }
        Some(slow)
    }
}

impl Drop for Slow {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

const TRACEBACK: &str = "Traceback (most recent call last):\n  File \"app.py\", line 2, in <module>\n    import yaml\nModuleNotFoundError: No module named 'yaml'\n";

#[test]
fn a_source_file_that_is_slow_holds_up_only_who_asks_for_it() {
    let folder = workspace(&[]);
    std::fs::write(folder.path().join("app.py"), "import os\nimport yaml\n").expect("a file");
    std::fs::write(folder.path().join("requirements.txt"), "numpy\n").expect("a file");
    let mut server = in_workspace(&folder, json!({}));
    // What the log marks in the source.
    server.pass(|message| message["params"]["uri"].as_str().is_some_and(|uri| uri.ends_with("app.py")));
    let log = format!("{}/a.log", uri(&folder));
    server.open(&log, TRACEBACK);
    assert_eq!(server.diagnostics().2.len(), 1);
    let Some(slow) = ["app.py", "requirements.txt"]
        .iter()
        .map(|name| Slow::file(&folder.path().join(name)))
        .collect::<Option<Vec<_>>>()
    else {
        return server.finish();
    };
    let began = Instant::now();
    let place = json!({ "line": 3, "character": 2 });
    let asked = server.request(
        "textDocument/codeAction",
        json!({
            "textDocument": { "uri": log }, "range": { "start": place, "end": place }, "context": { "diagnostics": [] },
        }),
    );
    for _ in 0..20 {
        let hover = server.ask("textDocument/hover", json!({ "textDocument": { "uri": log }, "position": place }));
        assert!(hover["contents"]["value"].as_str().is_some_and(|text| text.contains("yaml")), "{hover}");
    }
    is_alive(&mut server);
    server.edit(&log, 2, [0, 0, 0, 0], ERROR);
    assert_eq!(server.diagnostics().2.len(), 2);
    is_alive(&mut server);
    assert!(began.elapsed() < AT_ONCE, "it waited for the file: {:?}", began.elapsed());
    drop(slow);
    let actions = server.response(asked)["result"].take();
    assert!(actions.as_array().is_some_and(|actions| !actions.is_empty()), "{actions}");
    server.finish();
}

#[test]
fn until_entries_that_are_slow_are_there_what_is_built_in_is_in_force() {
    for name in [".loglore/entries/test/oom.json", "loglore.toml"] {
        let folder = workspace(&[oom()]);
        std::fs::write(folder.path().join("loglore.toml"), "").expect("a file");
        let Some(slow) = Slow::file(&folder.path().join(name)) else { return };
        let began = Instant::now();
        let mut server = in_workspace(&folder, json!({}));
        server.open("untitled:1", &format!("{ERROR}zzz out of memory: 5 MB\n"));
        let (_, _, found) = server.diagnostics();
        assert_eq!(found.len(), 1, "{name}: {found:?}");
        assert!(began.elapsed() < AT_ONCE, "it waited for {name}: {:?}", began.elapsed());
        drop(slow);
        let (_, _, found) = server.diagnostics();
        assert_eq!(found.len(), 2, "{name}: {found:?}");
        server.finish();
    }
}
