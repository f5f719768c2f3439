//! The program is killed while it writes files: each of them is whole, as it was or as it was to be, and the next start works.

use std::fs;
use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

use super::*;

/// How often it is killed.
const ROUNDS: usize = 12;
/// A file of so many bytes takes long enough to be written.
const LARGE: usize = 150_000;

/// When it is killed.
#[derive(Clone, Copy)]
enum Moment {
    /// This long after it was told to write.
    After(Duration),
    /// As soon as a file stands beside the one that is to be written.
    Writing,
}

impl Moment {
    /// Every other time by chance, within `time`.
    fn of(round: usize, time: Duration) -> Self {
        let chance = (round as u32).wrapping_mul(2_654_435_761) >> 16;
        if round.is_multiple_of(2) { Self::Writing } else { Self::After(time * (chance & 0xff) / 0xff) }
    }

    /// Waits for it, or until `done`.
    fn wait(self, folder: &Path, mut done: impl FnMut() -> bool) {
        let began = Instant::now();
        let beside = || {
            let files = fs::read_dir(folder).expect("a folder").flatten();
            files.filter(|file| file.path().extension().is_some_and(|kind| kind == "loglore")).count()
        };
        let before = beside();
        loop {
            let now = match self {
                Self::After(time) => began.elapsed() >= time,
                Self::Writing => beside() > before,
            };
            if now || done() {
                return;
            }
            assert!(began.elapsed() < Duration::from_secs(60), "nothing is ever written");
            std::thread::yield_now();
        }
    }
}

/// How often a file was found as it was and as it was to be; both have to be there, or nothing was tried.
#[derive(Debug, Default)]
struct Seen {
    old: usize,
    new: usize,
}

impl Seen {
    fn look(&mut self, path: &Path, old: &str, new: &str) {
        let text = fs::read_to_string(path).expect("it is there");
        if text == old {
            self.old += 1;
        } else {
            assert!(
                text == new,
                "{} has {} bytes, {} before, {} after",
                path.display(),
                text.len(),
                old.len(),
                new.len()
            );
            self.new += 1;
        }
    }

    fn both(&self) {
        assert!(self.old > 0 && self.new > 0, "{self:?}");
    }
}

#[test]
fn settings_are_whole_whenever_the_server_is_killed() {
    let folder = workspace(&[]);
    let settings = folder.path().join("loglore.toml");
    let old = format!("{}locale = 'en'\n", "# what we know of our builds\n".repeat(LARGE / 29));
    let new = format!("{old}\n[entries]\ndisabled = [\"linux/command-not-found\"]\n");
    let mut seen = Seen::default();
    // The time that it takes, found out with the first rounds.
    let mut time = Duration::from_millis(20);
    for round in 0..=ROUNDS {
        fs::write(&settings, &old).expect("a file");
        let mut server = program_in_workspace(&folder, json!({}));
        server.open("untitled:log", ERROR);
        assert_eq!(server.diagnostics().2.len(), 1, "a restart works");
        let at = json!({ "line": 0, "character": 1 });
        let asked = json!({
            "textDocument": { "uri": "untitled:log" }, "range": { "start": at, "end": at }, "context": { "diagnostics": [] },
        });
        let actions = server.ask("textDocument/codeAction", asked);
        let all = actions.as_array().expect("a list").iter();
        let ignore = all.clone().find(|action| action["title"] == "Ignore linux/command-not-found in this workspace");
        let ignore = ignore.unwrap_or_else(|| panic!("{actions}"));
        let written = || fs::metadata(&settings).is_ok_and(|data| data.len() > old.len() as u64);
        let began = Instant::now();
        let run = json!({ "command": ignore["command"], "arguments": ignore["arguments"] });
        server.request("workspace/executeCommand", run);
        if round == ROUNDS {
            // At last it is left alone.
            Moment::After(Duration::from_secs(60)).wait(folder.path(), written);
            let (_, _, left) = server.diagnostics();
            assert_eq!(left.len(), 0, "it is ignored");
        } else {
            Moment::of(round, time).wait(folder.path(), written);
        }
        if written() {
            time = began.elapsed();
        }
        server.kill();
        seen.look(&settings, &old, &new);
    }
    seen.both();
}

#[test]
fn sources_are_whole_whenever_a_fix_is_killed() {
    let folder = tempfile::tempdir().expect("a folder");
    let example = |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
    fs::copy(example("train.log"), folder.path().join("train.log")).expect("the example is there");
    let source = folder.path().join("train.py");
    let mut old = fs::read_to_string(example("train.py")).expect("the example is there");
    old.push_str(&"# what we know of our models\n".repeat(LARGE / 29));
    let fix =
        || command(folder.path(), &["fix", "train.log", "--write"]).stdout(Stdio::null()).spawn().expect("it starts");
    fs::write(&source, &old).expect("a file");
    let began = Instant::now();
    assert!(fix().wait().expect("a status").success());
    let time = began.elapsed();
    let new = fs::read_to_string(&source).expect("a file");
    assert!(new.contains("device_map=\"auto\""), "it was fixed");
    let mut seen = Seen::default();
    for round in 0..ROUNDS {
        fs::write(&source, &old).expect("a file");
        let mut child = fix();
        let ended = |child: &mut Child| child.try_wait().expect("a status").is_some();
        Moment::of(round, time).wait(folder.path(), || ended(&mut child));
        // It may have ended.
        let _ = child.kill();
        child.wait().expect("a status");
        seen.look(&source, &old, &new);
    }
    fs::write(&source, &old).expect("a file");
    assert!(fix().wait().expect("a status").success(), "what was left over keeps nobody from it");
    seen.look(&source, &old, &new);
    seen.both();
}
