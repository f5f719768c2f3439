//! Files and folders that are not what they were a moment ago, cannot be written, or are not there.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::Program;
use super::program::{Ran, folder};

const MIB: u64 = 256;

/// A folder with the real log and the program that wrote it.
fn training() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    copy_training(folder.path());
    folder
}

fn copy_training(folder: &Path) {
    for name in ["train.log", "train.py"] {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
        fs::copy(from, folder.join(name)).expect("the example is there");
    }
}

fn source(folder: &Path) -> String {
    fs::read_to_string(folder.join("train.py")).expect("a file")
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let name = |file: std::io::Result<fs::DirEntry>| file.expect("a file").file_name().to_string_lossy().into_owned();
    let mut names: Vec<String> = fs::read_dir(folder).expect("a folder").map(name).collect();
    names.sort();
    names
}

/// A fix that could not be written left everything as it was, and says which file it is about.
#[track_caller]
fn nothing_is_lost(folder: &Path, before: &str, ran: Ran, reason: &str) {
    let said = ran.said();
    assert_eq!(source(folder), before, "{said}");
    assert_eq!(names(folder), ["train.log", "train.py"], "{said}");
    assert_eq!(ran.status, Some(2), "{said}");
    let last = said.lines().last().unwrap_or_default();
    assert!(last.contains("train.py") && last.contains(reason), "{said}");
}

#[test]
fn a_fix_on_a_full_disk_loses_nothing() {
    let folder = training();
    let before = source(folder.path());
    // As if the disk had no room for a file of any length: the write fails, and the program goes on.
    let ran = Program::after("trap '' XFSZ; ulimit -f 4;", folder.path(), MIB, &["fix", "--write", "train.log"]).run();
    nothing_is_lost(folder.path(), &before, ran, "File too large");
}

/// A disk that is really full, where this user may mount one in a space of its own.
#[test]
fn a_fix_on_a_disk_without_room_loses_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let disk = folder.path().join("disk");
    fs::create_dir(&disk).expect("a folder");
    let program = std::env::var_os("LOGLORE_TEST_BINARY").unwrap_or_else(|| env!("CARGO_BIN_EXE_loglore").into());
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let script = "mount -t tmpfs -o size=64k none disk || exit 77; cp \"$1\"/train.* disk; head -c 60k /dev/zero >disk/filler 2>/dev/null; \
        cd disk; before=$(cksum train.py); \"$0\" fix --write train.log >/dev/null 2>../said; echo \"$?\" >../status; \
        test \"$before\" = \"$(cksum train.py)\" && echo same >../after; ls >../names";
    let mut command = Command::new("unshare");
    command
        .args(["-rm", "sh", "-c", script])
        .arg(program)
        .arg(examples)
        .current_dir(folder.path())
        .stderr(Stdio::null());
    if !command.status().is_ok_and(|status| status.success()) {
        eprintln!("left out: this machine lets nobody mount a disk");
        return;
    }
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap_or_default();
    assert_eq!((read("status").trim(), read("after").trim()), ("2", "same"), "{}", read("said"));
    assert_eq!(read("names"), "filler\ntrain.log\ntrain.py\n");
    assert!(
        read("said").lines().any(|line| line.contains("train.py") && line.contains("No space left on device")),
        "{}",
        read("said")
    );
}

#[test]
fn a_report_that_cannot_be_written_fails_and_says_so() {
    let folder = folder(&[("a.log", b"bash: frob: command not found\n")]);
    for format in ["text", "json", "sarif", "github"] {
        // The shell's own redirection: it is the standard output of the program.
        let shell = "exec >/dev/full;";
        let ran = Program::after(shell, folder.path(), MIB, &["scan", "--format", format, "a.log"]).run();
        let said = ran.said();
        assert_eq!(ran.status, Some(2), "{format}: {said}");
        assert!(said.contains("standard output: No space left on device"), "{format}: {said}");
    }
}

#[test]
fn a_fix_in_a_folder_that_cannot_be_written_says_so() {
    let folder = training();
    let before = source(folder.path());
    let set = |mode| fs::set_permissions(folder.path(), fs::Permissions::from_mode(mode)).expect("our own folder");
    set(0o555);
    // Root may write anywhere, so it is not root that tries.
    let mut program = Program::new(folder.path(), MIB, &["fix", "--write", "train.log"]);
    if may_write_anywhere(folder.path()) {
        let setpriv =
            "exec setpriv --reuid=65534 --regid=65534 --clear-groups sh -c 'exec \"$0\" \"$@\"' \"$0\" \"$@\";";
        program = Program::after(setpriv, folder.path(), MIB, &["fix", "--write", "train.log"]);
    }
    let ran = program.run();
    set(0o755);
    nothing_is_lost(folder.path(), &before, ran, "Permission denied");
}

fn may_write_anywhere(folder: &Path) -> bool {
    let made = fs::write(folder.join("probe"), "").is_ok();
    if made {
        fs::remove_file(folder.join("probe")).expect("it was made");
    }
    made
}

#[test]
fn a_file_that_may_not_be_written_keeps_its_text_and_its_permissions() {
    let folder = training();
    let path = folder.path().join("train.py");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("our own file");
    let ran = Program::new(folder.path(), MIB, &["fix", "--write", "train.log"]).run();
    assert_eq!(ran.status, Some(0));
    assert_eq!(fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o640);
    assert!(source(folder.path()).contains("device_map=\"auto\""));
}

/// A named pipe is read first. When somebody writes to it, the program has listed what it is to read, and read none of it.
fn while_it_reads(folder: &Path, arguments: &[&str], change: impl FnOnce()) -> Ran {
    let pipe = folder.join("first.log");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo is there").success());
    let mut program = Program::new(folder, MIB, &[&["scan", "--format", "json"], arguments].concat());
    // With one thread the others wait for it.
    program.command().env("RAYON_NUM_THREADS", "1");
    let running = program.start();
    // Waits until the program has opened it.
    let mut writer = fs::OpenOptions::new().write(true).open(&pipe).expect("a pipe");
    change();
    writer.write_all(b"bash: first: command not found\n").expect("it is read");
    drop(writer);
    running.end()
}

fn commands(ran: &Ran) -> Vec<String> {
    let command = |finding: serde_json::Value| finding["captures"]["command"].as_str().unwrap_or_default().to_owned();
    ran.found().into_iter().map(command).collect()
}

#[test]
fn a_log_that_vanishes_is_named_and_the_others_are_read() {
    let folder = folder(&[("b.log", b"bash: b: command not found\n"), ("c.log", b"bash: c: command not found\n")]);
    let gone = folder.path().join("b.log");
    let ran =
        while_it_reads(folder.path(), &["first.log", "b.log", "c.log"], || fs::remove_file(gone).expect("it is there"));
    assert_eq!(commands(&ran), ["first", "c"]);
    assert!(ran.said().contains("b.log: no such file or folder"), "{}", ran.said());
    assert_eq!(ran.status, Some(2));
}

#[test]
fn a_log_that_shrinks_grows_or_becomes_another_is_read_as_it_is_then() {
    let folder = folder(&[
        ("b.log", &b"bash: b: command not found\n".repeat(10_000)),
        ("c.log", b""),
        ("d.log", b"x"),
        ("e.log", b"x"),
    ]);
    let path = |name: &str| folder.path().join(name);
    let ran = while_it_reads(folder.path(), &["first.log", "b.log", "c.log", "d.log", "e.log"], || {
        fs::write(path("b.log"), "bash: less: command not found\n").expect("a file");
        fs::write(path("c.log"), "bash: more: command not found\n").expect("a file");
        fs::remove_file(path("d.log")).expect("a file");
        fs::create_dir(path("d.log")).expect("a folder");
        fs::remove_file(path("e.log")).expect("a file");
        symlink("e.log", path("e.log")).expect("a link");
    });
    assert_eq!(commands(&ran), ["first", "less", "more"]);
    let said = ran.said();
    assert!(
        said.lines().any(|line| line.contains("d.log")) && said.lines().any(|line| line.contains("e.log")),
        "{said}"
    );
    assert_eq!(ran.status, Some(2));
}

#[test]
fn pipes_devices_and_links_in_a_workspace_hold_nobody_up() {
    let folder = folder(&[
        ("a.log", b"  File \"app.py\", line 1, in f\nbash: frob: command not found\nModuleNotFoundError: No module named 'yaml'\n"),
        ("below/b.log", b""),
        (".loglore/entries/x/good.json", b"{\"id\":\"x/good\",\"signature\":\"s\",\"regex\":\"zzz\"}"),
    ]);
    let path = |name: &str| folder.path().join(name);
    for name in [
        "loglore.toml",
        ".loglore/entries/x/pipe.json",
        "app.py",
        "requirements.txt",
        "pipe.log",
        ".gitignore",
        "below/.ignore",
    ] {
        assert!(Command::new("mkfifo").arg(path(name)).status().expect("mkfifo is there").success());
    }
    symlink("/dev/zero", path(".loglore/entries/x/zero.json")).expect("a link");
    symlink("/dev/zero", path("zero.log")).expect("a link");
    symlink("..", path("up")).expect("a link");
    symlink(".", path("round")).expect("a link");
    symlink("/", path(".loglore/entries/x/all")).expect("a link");
    // Each leads to all the others: there are more ways than anybody could walk.
    for from in 0..24 {
        let maze = |n: u32| path(&format!(".loglore/entries/x/maze{n}"));
        fs::create_dir(maze(from)).expect("a folder");
        for to in (0..24).filter(|to| *to != from) {
            symlink(maze(to), maze(from).join(format!("{to}"))).expect("a link");
        }
    }
    for arguments in [&["scan", "--format", "json", "."][..], &["scan", "--format", "json", "a.log"], &["fix", "a.log"]]
    {
        let ran = Program::new(folder.path(), MIB, arguments).run();
        assert!(matches!(ran.status, Some(0..=2)), "{arguments:?}: {}", ran.said());
        assert!(
            arguments[0] != "scan" || ran.lines().any(|line| line.contains("frob")),
            "{arguments:?}: {}",
            ran.said()
        );
    }
}

#[test]
fn without_a_home_nothing_is_missing() {
    let folder = folder(&[("a.log", b"bash: frob: command not found\n")]);
    for arguments in
        [&["scan", "a.log"][..], &["explain", "linux/command-not-found"], &["entries", "list"], &["fix", "a.log"]]
    {
        let mut program = Program::new(folder.path(), MIB, arguments);
        program.command().env_clear().env("PATH", "/usr/bin:/bin");
        let ran = program.run();
        assert!(matches!(ran.status, Some(0 | 1)), "{arguments:?}: {}", ran.said());
        assert!(arguments[0] == "fix" || ran.lines().next().is_some(), "{arguments:?}: {}", ran.said());
    }
    // A home that is a file, or is not there.
    for home in [folder.path().join("a.log"), folder.path().join("nowhere")] {
        let mut program = Program::new(folder.path(), MIB, &["scan", "a.log"]);
        program.command().env("HOME", &home).env("XDG_CONFIG_HOME", &home);
        assert_eq!(program.run().status, Some(1));
    }
}
