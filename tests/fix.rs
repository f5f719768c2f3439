//! `loglore fix` as a user sees it: the diff, what is written, the exit status.

mod common;

use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::json;
use tempfile::TempDir;

/// A folder with the real log and the program that wrote it.
fn training() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["train.log", "train.py"] {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
        fs::copy(from, folder.path().join(name)).expect("the example is there");
    }
    folder
}

fn fix(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_loglore"));
    command.current_dir(folder).env_clear().env("HOME", folder).env("LANG", "C").arg("fix").args(arguments);
    command.stdin(Stdio::null()).output().expect("loglore runs")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

#[test]
fn the_diff_of_the_example_is_shown_and_written_on_demand() {
    let folder = training();
    let before = fs::read_to_string(folder.path().join("train.py")).expect("a file");
    let shown = fix(folder.path(), &["train.log"]);
    assert_eq!(shown.status.code(), Some(0), "{}", said(&shown));
    insta::assert_snapshot!(out(&shown), @r#"
    --- a/train.py
    +++ b/train.py
    @@ -94,7 +94,7 @@
         config = AutoConfig.from_pretrained(args.model)
         log.info("Model: %s, %d layers, hidden size %d", config.model_type, config.num_hidden_layers, config.hidden_size)
         torch.set_default_device(device)
    -    model = AutoModelForCausalLM.from_pretrained(args.model)
    +    model = AutoModelForCausalLM.from_pretrained(args.model, device_map="auto")
         log.info("Loaded %.2f billion parameters", model.num_parameters() / 1e9)
     
         train(model, loader, args, device)
    "#);
    insta::assert_snapshot!(said(&shown), @"train.log:79: llm/huggingface-model-load-oom-on-cpu: Add device_map='auto' to from_pretrained(…) in train.py:97");
    assert_eq!(fs::read_to_string(folder.path().join("train.py")).expect("a file"), before, "nothing is written");
    let written = fix(folder.path(), &["train.log", "--write"]);
    assert_eq!(out(&written), out(&shown));
    let after = before.replace(
        "from_pretrained(args.model)\n    log.info(\"Loaded",
        "from_pretrained(args.model, device_map=\"auto\")\n    log.info(\"Loaded",
    );
    assert_ne!(after, before);
    assert_eq!(fs::read_to_string(folder.path().join("train.py")).expect("a file"), after);
    // The next one goes into the line that has been added to.
    let second = fix(folder.path(), &["train.log", "--workaround", "2"]);
    assert!(out(&second).contains(
        "+    model = AutoModelForCausalLM.from_pretrained(args.model, device_map=\"auto\", torch_dtype=\"auto\")"
    ));
    assert_eq!(fix(folder.path(), &["train.log", "--workaround", "1"]).status.code(), Some(1), "it is there");
}

#[test]
fn a_fix_is_chosen_by_entry_finding_and_workaround() {
    let folder = training();
    let id = "llm/huggingface-model-load-oom-on-cpu";
    let chosen = fix(folder.path(), &["--entry", id, "--workaround", "2", "--finding", "1", "train.log"]);
    assert!(out(&chosen).contains("torch_dtype=\"auto\")"), "{}", said(&chosen));
    let other = fix(folder.path(), &["--entry", "python/module-not-found", "train.log"]);
    assert_eq!((other.status.code(), out(&other)), (Some(1), String::new()));
    for (wrong, reason) in [
        (&["--entry", "no/such", "train.log"][..], "no entry has the id \"no/such\""),
        (&["--finding", "9", "train.log"], "--finding 9: there are 1 findings"),
        (&["nosuch.log"], "nosuch.log: no such file or folder"),
        (&["train.log", "--workspace", "nosuch"], "--workspace nosuch"),
    ] {
        let failed = fix(folder.path(), wrong);
        assert_eq!(failed.status.code(), Some(2), "{wrong:?}");
        assert!(said(&failed).contains(reason), "{}", said(&failed));
    }
}

#[test]
fn why_nothing_is_changed_is_said() {
    let folder = training();
    fs::write(folder.path().join("train.py"), "x = 1\n".repeat(120)).expect("a file");
    let output = fix(folder.path(), &["train.log", "--write"]);
    assert_eq!((output.status.code(), out(&output)), (Some(1), String::new()));
    assert!(said(&output).contains("train.py has changed since: line 97 of the log is not there any more"));
    let elsewhere = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("train.log");
    let output = fix(elsewhere.path(), &[log.to_str().expect("UTF-8")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("no workaround of it changes a file"), "{}", said(&output));
}

#[test]
fn a_file_that_changes_between_the_diff_and_the_writing_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    // So long a line that the diff does not fit into a pipe: the program waits for whoever reads it.
    let line = format!("np.load(p)  # {}", "x".repeat(1 << 20));
    let other = "import sqlite3\nc = sqlite3.connect(p)\n";
    fs::write(folder.path().join("a.py"), other).expect("a file");
    fs::write(folder.path().join("b.py"), format!("import numpy as np\n{line}\n")).expect("a file");
    let trace = |file: &str, line: &str, error: &str| {
        format!("Traceback (most recent call last):\n  File \"/x/{file}\", line 2, in f\n    {line}\n{error}\n")
    };
    let log = trace("a.py", "c = sqlite3.connect(p)", "sqlite3.OperationalError: database is locked")
        + &trace("b.py", &line[..600], "ValueError: Object arrays cannot be loaded when allow_pickle=False");
    fs::write(folder.path().join("x.log"), log).expect("a file");
    let mut command = Command::new(env!("CARGO_BIN_EXE_loglore"));
    command.current_dir(folder.path()).env_clear().env("HOME", folder.path()).args(["fix", "--write", "x.log"]);
    let mut running =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    let mut stdout = running.stdout.take().expect("it is piped");
    let mut begun = [0];
    stdout.read_exact(&mut begun).expect("the diff begins");
    let mine = "# mine\nimport numpy as np\n";
    fs::write(folder.path().join("b.py"), mine).expect("a file");
    let mut diff = String::new();
    stdout.read_to_string(&mut diff).expect("the rest");
    let output = running.wait_with_output().expect("it ends");
    assert!(diff.contains("allow_pickle=True"), "the diff was made for the text before");
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("b.py: it has changed meanwhile; nothing was written"), "{}", said(&output));
    assert_eq!(fs::read_to_string(folder.path().join("b.py")).expect("a file"), mine);
    assert_eq!(fs::read_to_string(folder.path().join("a.py")).expect("a file"), other, "all or nothing");
}

#[test]
fn fixes_of_several_findings_are_made_together_and_what_they_share_once() {
    let entries = common::entries(&[
        json!({
            "id": "demo/slow", "signature": "slow", "regex": "TimeoutError: (?P<what>\\w+) too slow", "domain": "demo",
            "workarounds": [{
                "action": "Wait longer", "place": "call",
                "snippet": { "language": "python", "text": "from limits import LONG\nnet.get(url, timeout=LONG)" }
            }]
        }),
        json!({
            "id": "demo/env", "signature": "env", "regex": "KeyError: 'TOKEN' (?P<what>missing)", "domain": "demo",
            "workarounds": [{
                "action": "Set it", "place": "file:.env", "snippet": { "language": "text", "text": "TOKEN=" }
            }]
        }),
    ]);
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.py"), "import net\r\n\r\nnet.get(1)\r\nnet.get(2)\r\n").expect("a file");
    let trace = |line: u32, error: &str| {
        format!(
            "Traceback (most recent call last):\n  File \"/app/a.py\", line {line}, in f\n    net.get({})\n{error}\n",
            line - 2
        )
    };
    let log = trace(3, "TimeoutError: it too slow")
        + &trace(4, "TimeoutError: that too slow")
        + &trace(4, "TimeoutError: more too slow")
        + "KeyError: 'TOKEN' missing\n";
    fs::write(folder.path().join("app.log"), log).expect("a file");
    let path = entries.path().to_str().expect("UTF-8");
    let output = fix(folder.path(), &["app.log", "--write", "--entries", path, "--no-builtin"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(
        fs::read_to_string(folder.path().join("a.py")).expect("a file"),
        "import net\r\nfrom limits import LONG\r\n\r\nnet.get(1, timeout=LONG)\r\nnet.get(2, timeout=LONG)\r\n"
    );
    // A file that does not exist is made only when somebody says so.
    assert!(!folder.path().join(".env").exists());
    assert!(said(&output).contains("`--workaround 1` would: Create .env"), "{}", said(&output));
    let chosen = ["app.log", "--entry", "demo/env", "--workaround", "1", "--write", "--entries", path, "--no-builtin"];
    let made = fix(folder.path(), &chosen);
    assert!(out(&made).starts_with("--- /dev/null\n+++ b/.env\n@@ -0,0 +1,1 @@\n+TOKEN=\n"), "{}", out(&made));
    assert_eq!(fs::read_to_string(folder.path().join(".env")).expect("a file"), "TOKEN=\n");
    let names: Vec<_> =
        fs::read_dir(folder.path()).expect("a folder").map(|file| file.expect("a file").file_name()).collect();
    assert_eq!(names.len(), 3, "nothing else is left: {names:?}");
}

#[test]
fn every_fix_in_source_of_every_built_in_entry_applies_to_its_fixture() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_loglore"));
    let home = tempfile::tempdir().expect("a folder");
    command.current_dir(here).env_clear().env("HOME", home.path()).args(["entries", "check", "entries", "--fixes"]);
    let output = command.stdin(Stdio::null()).output().expect("loglore runs");
    // Those for manifests have a test of their own.
    let told = out(&output);
    let wrong: Vec<&str> = told.lines().filter(|line| line.contains("fixture")).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let tried = told.lines().rev().nth(1).expect("a count");
    let count: usize = tried.split(' ').next().and_then(|count| count.parse().ok()).expect("a number");
    assert!(count >= 60, "{tried}");
}
