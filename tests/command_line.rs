//! The command line as a user sees it: what it prints, and its exit status.

mod common;

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

const LOG: &str = "starting\nerror: connect to db:5432: Connection refused\ndone\n";

fn known() -> TempDir {
    common::entries(&[
        json!({
            "id": "demo/postgres-down",
            "signature": "PostgreSQL does not answer",
            "signature_zh": "PostgreSQL 没有响应",
            "regex": "connect to (?P<host>[\\w.]+):(?P<port>5432): [Cc]onnection refused",
            "domain": "demo",
            "root_cause": "Nothing listens on port 5432 of {host}.",
            "root_cause_zh": "{host} 的 5432 端口没有服务。",
            "error_code": "ECONNREFUSED",
            "confidence": 0.9,
            "official_doc_url": "https://www.postgresql.org/docs/",
            "workarounds": [
                { "action": "Restart the client", "success_rate": 0.1, "rate_basis": "estimate" },
                {
                    "action": "Start the server", "how": "Run `systemctl start postgresql`.", "success_rate": 0.8,
                    "rate_basis": "reports", "snippet": { "language": "bash", "text": "systemctl start postgresql" },
                    "place": "shell"
                }
            ],
            "dead_ends": [{ "action": "", "why_fails": "Waiting does not start it." }]
        }),
        json!({
            "id": "demo/exit", "signature": "The command failed", "regex": "exited with code \\d+", "domain": "demo",
            "root_cause": "Look above.", "tags": ["wrapper"]
        }),
        json!({ "id": "other/full", "signature": "Disk full", "regex": "No space left on device", "domain": "other" }),
    ])
}

/// loglore in a folder without anybody's own settings.
fn loglore(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_loglore"));
    command.current_dir(folder).env_clear().env("HOME", folder).env("LANG", "C").env("PATH", "/usr/bin:/bin");
    command
}

fn run(command: &mut Command) -> Output {
    command.stdin(Stdio::null()).output().expect("loglore runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn with_input(command: &mut Command, input: &[u8]) -> Output {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs");
    child.stdin.take().expect("a pipe").write_all(input).expect("writes");
    child.wait_with_output().expect("ends")
}

struct Fixture {
    folder: TempDir,
    entries: TempDir,
}

impl Fixture {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder"), entries: known() }
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, content).expect("a file");
        self
    }

    fn scan(&self, arguments: &[&str]) -> Command {
        let mut command = loglore(self.folder.path());
        command.arg("scan").args(arguments).arg("--no-builtin").arg("--entries").arg(self.entries.path());
        command
    }
}

/// Without the time, which differs from run to run.
fn timeless(output: &[u8]) -> String {
    let output = text(output);
    let Some((rest, last)) = output.trim_end().rsplit_once(" · ") else { return output };
    assert!(last.ends_with(" s"), "{output}");
    format!("{rest}\n")
}

#[test]
fn a_finding_is_printed_as_compilers_do_with_a_short_card() {
    let fixture = Fixture::new();
    let output = run(fixture.file("app.log", LOG).scan(&["app.log"]).env("COLUMNS", "80"));
    insta::assert_snapshot!(timeless(&output.stdout));
    assert_eq!(text(&output.stderr), "");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_card_is_chinese_where_the_locale_is() {
    let fixture = Fixture::new();
    let output = run(fixture.file("app.log", LOG).scan(&["app.log"]).env("LANG", "zh_CN.UTF-8"));
    insta::assert_snapshot!(timeless(&output.stdout));
    let asked = run(fixture.scan(&["app.log", "--lang", "en"]).env("LANG", "zh_CN.UTF-8"));
    assert!(text(&asked.stdout).contains("Why"), "--lang beats the locale");
}

#[test]
fn a_wrapper_whose_cause_is_known_says_only_where_that_stands() {
    let fixture = Fixture::new();
    let alone = run(&mut fixture.file("app.log", "make exited with code 2\n").scan(&["app.log"]));
    assert!(text(&alone.stdout).contains("Why: Look above."), "{}", text(&alone.stdout));
    let output = run(&mut fixture.file("app.log", format!("{LOG}make exited with code 2\n")).scan(&["app.log"]));
    let shown = text(&output.stdout);
    let (_, wrapper) = shown.split_once("error[demo/exit]").expect("the wrapper is shown");
    assert!(wrapper.contains("caused by: PostgreSQL does not answer (line 2)"), "{wrapper}");
    assert!(!wrapper.contains("Why"), "{wrapper}");
}

#[test]
fn a_healthy_log_gives_a_line_of_counts_and_status_0() {
    let fixture = Fixture::new();
    let output = run(&mut fixture.file("app.log", "all is well\n").scan(&["app.log"]));
    assert_eq!(timeless(&output.stdout), "0 known errors · 1 file, 1 line, 12 bytes\n");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn json_gives_one_object_a_line_with_all_that_is_known() {
    let fixture = Fixture::new();
    let output = run(&mut fixture.file("app.log", LOG).scan(&["--format", "json", "app.log"]));
    let line = text(&output.stdout);
    let finding: Value = serde_json::from_str(&line).expect("one object");
    insta::assert_snapshot!(serde_json::to_string_pretty(&finding).expect("JSON"));
}

#[test]
fn json_gives_the_command_for_what_the_log_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut scan = loglore(folder.path());
    let log = b"ModuleNotFoundError: No module named 'cv2'\n";
    let output = with_input(scan.args(["scan", "--format", "json", "-"]), log);
    let finding: Value = serde_json::from_slice(&output.stdout).expect("one object");
    assert_eq!(finding["entry"], "python/module-not-found");
    // The table of packages knows that the module is in a package of another name.
    assert_eq!(finding["workarounds"][0]["snippet"]["text"], "python -m pip install opencv-python");
}

#[test]
fn github_annotations_name_file_and_line_and_escape_what_would_end_them() {
    let fixture = Fixture::new();
    let output = run(&mut fixture.file("a,b.log", LOG).scan(&["--format", "github", "a,b.log"]));
    let output = text(&output.stdout);
    assert!(output.starts_with("::error file=a%2Cb.log,line=2,endLine=2,col=8,endColumn=46,title="), "{output}");
    assert_eq!(output.lines().count(), 1, "{output}");
}

#[test]
fn sarif_is_one_document_with_rule_and_result() {
    let fixture = Fixture::new();
    let output = run(&mut fixture.file("app.log", LOG).scan(&["--format", "sarif", "app.log"]));
    let sarif: Value = serde_json::from_slice(&output.stdout).expect("one document");
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    assert_eq!(run["tool"]["driver"]["rules"][0]["id"], "demo/postgres-down");
    assert_eq!(run["results"][0]["ruleId"], "demo/postgres-down");
    assert_eq!(run["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"], 2);
}

#[test]
fn a_reader_that_has_enough_ends_the_scan_in_silence() {
    let fixture = Fixture::new();
    for format in ["text", "json", "github", "sarif"] {
        let mut scan = fixture.scan(&["--format", format]);
        let child = scan.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = child.expect("runs");
        // Closed before there is anything to print: the program still waits for its input.
        drop(child.stdout.take());
        child.stdin.take().expect("a pipe").write_all(LOG.as_bytes()).expect("writes");
        let output = child.wait_with_output().expect("ends");
        assert_eq!((text(&output.stderr).as_str(), output.status.code()), ("", Some(0)), "{format}");
    }
}

#[test]
fn a_pipe_is_read_as_it_comes() {
    let fixture = Fixture::new();
    let mut child =
        fixture.scan(&["--format", "json"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("runs");
    let mut input = child.stdin.take().expect("a pipe");
    let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
    input.write_all(b"connect to db:5432: Connection refused\nnext\n").expect("writes");
    let mut line = String::new();
    // The input is still open: this line can only come because the block is complete.
    output.read_line(&mut line).expect("reads");
    let finding: Value = serde_json::from_str(&line).expect("an object");
    assert_eq!((&finding["path"], &finding["count"]), (&json!("-"), &json!(1)));
    input.write_all(b"connect to db:5432: Connection refused\n").expect("writes");
    drop(input);
    line.clear();
    output.read_line(&mut line).expect("reads");
    let again: Value = serde_json::from_str(&line).expect("an object");
    assert_eq!((&again["count"], &again["start"]), (&json!(2), &finding["start"]));
    assert_eq!(child.wait().expect("ends").code(), Some(1));
}

#[test]
fn compressed_and_utf_16_logs_are_read() {
    let fixture = Fixture::new();
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(LOG.as_bytes()).expect("compresses");
    // Two members, as `cat a.gz b.gz` gives.
    let mut twice = gz.finish().expect("compresses");
    twice.extend(twice.clone());
    let zst = ruzstd::encoding::compress_to_vec(LOG.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest);
    let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(LOG.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    fixture.file("a.log.gz", twice).file("b.log.zst", zst).file("c.log", utf16);
    // The place stands behind a mark of 2 bytes, in a text of 2 bytes a character.
    for (name, count, offset) in [("a.log.gz", 2, 16), ("b.log.zst", 1, 16), ("c.log", 1, 2 + 2 * 16)] {
        let output = run(&mut fixture.scan(&["--format", "json", name]));
        let finding: Value = serde_json::from_slice(&output.stdout).expect("one object");
        assert_eq!((&finding["path"], &finding["count"]), (&json!(name), &json!(count)), "{finding}");
        assert_eq!(finding["start"], json!({ "line": 2, "column": 8, "offset": offset }));
    }
}

#[test]
fn a_folder_is_searched_for_logs_and_gitignore_is_respected() {
    let fixture = Fixture::new();
    fixture
        .file("logs/a.log", LOG)
        .file("logs/b.out", LOG)
        .file("logs/c.rs", LOG)
        .file("logs/d.log.1", LOG)
        .file("kept/e.txt", LOG)
        .file(".gitignore", "kept\n");
    let paths = |output: &Output| -> Vec<String> {
        text(&output.stdout)
            .lines()
            .map(|line| {
                serde_json::from_str::<Value>(line).expect("an object")["path"].as_str().expect("a path").to_owned()
            })
            .collect()
    };
    let output = run(&mut fixture.scan(&["--format", "json", "."]));
    assert_eq!(paths(&output), ["logs/a.log", "logs/b.out", "logs/d.log.1"]);
    let all = run(&mut fixture.scan(&["--format", "json", "--no-ignore", "."]));
    assert_eq!(paths(&all), ["kept/e.txt", "logs/a.log", "logs/b.out", "logs/d.log.1"]);
    let sizes = run(&mut fixture.scan(&["logs"]));
    assert!(text(&sizes.stderr).starts_with("scanning logs/a.log (60 bytes)\n"), "{}", text(&sizes.stderr));
}

#[test]
fn a_file_that_is_not_there_is_named_and_the_others_are_scanned() {
    let fixture = Fixture::new();
    let output = run(&mut fixture.file("app.log", LOG).scan(&["gone.log", "app.log", "--format", "json"]));
    assert_eq!(text(&output.stderr), "loglore: gone.log: no such file or folder\n");
    assert_eq!(text(&output.stdout).lines().count(), 1);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_compressed_file_that_was_cut_off_is_scanned_as_far_as_it_goes() {
    let fixture = Fixture::new();
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
    gz.write_all(LOG.repeat(9).as_bytes()).expect("compresses");
    let whole = gz.finish().expect("compresses");
    let output = run(&mut fixture.file("a.gz", &whole[..whole.len() - 100]).scan(&["a.gz", "--format", "json"]));
    assert_eq!(text(&output.stdout).lines().count(), 1);
    assert!(text(&output.stderr).starts_with("loglore: a.gz: the compressed data ends too early (after "));
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn quiet_prints_nothing_and_the_status_tells() {
    let fixture = Fixture::new();
    fixture.file("bad.log", LOG).file("good.log", "fine\n");
    for (name, status) in [("bad.log", 1), ("good.log", 0)] {
        let output = run(&mut fixture.scan(&["--quiet", name]));
        assert_eq!((text(&output.stdout).as_str(), output.status.code()), ("", Some(status)));
    }
    assert_eq!(with_input(&mut fixture.scan(&["-q"]), LOG.as_bytes()).status.code(), Some(1));
}

#[test]
fn stats_say_on_standard_error_where_the_time_went() {
    let fixture = Fixture::new();
    let plain = run(&mut fixture.file("app.log", LOG).scan(&["app.log"]));
    for output in
        [run(&mut fixture.scan(&["--stats", "app.log"])), with_input(&mut fixture.scan(&["--stats"]), LOG.as_bytes())]
    {
        let stats = text(&output.stderr);
        let parts: Vec<&str> = stats.lines().filter_map(|line| line.split("  ").next()).collect();
        let expected = [
            "loading the entries",
            "reading",
            "matching",
            "cleaning around them",
            "blocks and frames",
            "choosing entries",
            "printing",
            "all",
        ];
        assert_eq!(parts, expected, "{stats}");
        assert!(
            stats.contains("3 lines") && stats.contains("1 signatures found") && stats.contains("1 shown"),
            "{stats}"
        );
        assert_eq!(output.status.code(), Some(1));
    }
    let with_stats = run(&mut fixture.scan(&["--stats", "app.log"]));
    assert_eq!(timeless(&with_stats.stdout), timeless(&plain.stdout));
}

#[test]
fn domains_and_confidence_limit_what_is_found() {
    let fixture = Fixture::new();
    fixture.file("app.log", format!("{LOG}No space left on device\n"));
    let count = |arguments: &[&str]| {
        let output = run(&mut fixture.scan(&[&["--format", "json", "app.log"], arguments].concat()));
        text(&output.stdout).lines().count()
    };
    assert_eq!(count(&[]), 2);
    assert_eq!(count(&["--domain", "other"]), 1);
    assert_eq!(count(&["--domain", "other,demo"]), 2);
    assert_eq!(count(&["--min-confidence", "0.8"]), 1);
    let unknown = run(&mut fixture.scan(&["--domain", "othr", "app.log"]));
    assert!(text(&unknown.stderr).contains("--domain othr: no entry is of this domain"), "{}", text(&unknown.stderr));
    let wrong = run(&mut fixture.scan(&["--min-confidence", "80", "app.log"]));
    assert!(text(&wrong.stderr).contains("expected a number from 0 to 1"));
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn the_workspace_entries_replace_built_in_ones_of_the_same_id() {
    let fixture = Fixture::new();
    fixture.file(
        ".loglore/entries/demo/postgres-down.json",
        json!({ "id": "demo/postgres-down", "signature": "Ours", "regex": "error: connect to (?P<host>\\w+)" })
            .to_string(),
    );
    fixture.file("deep/er/app.log", LOG);
    let mut command = loglore(&fixture.folder.path().join("deep/er"));
    let output = run(command.args(["scan", "--no-builtin", "--format", "json", "app.log"]));
    let finding: Value = serde_json::from_slice(&output.stdout).expect("one object");
    assert_eq!(finding["title"], "Ours");
}

#[test]
fn a_broken_entry_is_named_and_the_rest_stays_in_force() {
    let fixture = Fixture::new();
    fixture
        .file("app.log", LOG)
        .file(".loglore/entries/demo/broken.json", "{\n  \"id\": \"demo/broken\",\n  \"regex\": }\n");
    let output = run(&mut fixture.scan(&["--format", "json", "app.log"]));
    let complaint = text(&output.stderr);
    assert!(complaint.contains("broken.json:3:12: "), "{complaint}");
    assert_eq!(text(&output.stdout).lines().count(), 1);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn explain_takes_an_id_a_slug_a_code_or_a_message() {
    let fixture = Fixture::new();
    let explain = |what: &str| {
        let mut command = loglore(fixture.folder.path());
        run(command.args(["explain", "--no-builtin", "--entries"]).arg(fixture.entries.path()).arg(what))
    };
    let by_id = explain("demo/postgres-down");
    insta::assert_snapshot!(text(&by_id.stdout));
    for name in ["postgres-down", "ECONNREFUSED"] {
        assert_eq!(text(&explain(name).stdout), text(&by_id.stdout), "{name}");
    }
    let by_message = text(&explain("could not connect to db.example:5432: connection refused").stdout);
    assert!(by_message.contains("Nothing listens on port 5432 of `db.example`."), "{by_message}");
    let unknown = explain("PostgreSQL is sad");
    assert!(text(&unknown.stderr).contains("demo/postgres-down  PostgreSQL does not answer"));
    assert_eq!(unknown.status.code(), Some(1));
}

#[test]
fn explain_prints_the_markdown_that_editors_show() {
    let fixture = Fixture::new();
    let mut command = loglore(fixture.folder.path());
    command.args(["explain", "--format", "markdown", "postgres-down", "--no-builtin", "--entries"]);
    let printed = text(&run(command.arg(fixture.entries.path())).stdout);
    assert!(
        printed.starts_with("### PostgreSQL does not answer\n\n`demo/postgres-down` `ECONNREFUSED`\n"),
        "{printed}"
    );
}

#[test]
fn entries_are_listed_and_shown() {
    let fixture = Fixture::new();
    let entries = |arguments: &[&str]| {
        let mut command = loglore(fixture.folder.path());
        run(command.arg("entries").args(arguments).args(["--no-builtin", "--entries"]).arg(fixture.entries.path()))
    };
    let list = text(&entries(&["list"]).stdout);
    assert_eq!(list.lines().nth(1), Some("demo/postgres-down  -           PostgreSQL does not answer (--entries)"));
    let shown: Value = serde_json::from_slice(&entries(&["show", "other/full"]).stdout).expect("a record");
    assert_eq!(shown["regex"], "No space left on device");
    let none = entries(&["show", "other/none"]);
    assert!(text(&none.stderr).contains("no entry has the id \"other/none\""), "{}", text(&none.stderr));
    assert_eq!(none.status.code(), Some(2));
}

#[test]
fn the_checked_in_schema_is_that_of_the_types() {
    let output = run(loglore(Path::new(".")).args(["entries", "schema"]));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("entries/schema.json");
    let kept = std::fs::read_to_string(path).expect("entries/schema.json");
    assert_eq!(text(&output.stdout), kept, "run: cargo run -- entries schema > entries/schema.json");
}

#[test]
fn completions_the_manual_page_and_the_version_are_there() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = run(loglore(Path::new(".")).args(["completions", shell]));
        assert!(text(&output.stdout).contains("min-confidence"), "{shell}");
    }
    let man = text(&run(loglore(Path::new(".")).arg("man")).stdout);
    assert!(man.contains(".TH loglore 1") && man.contains("min\\-confidence"), "{man}");
    let version = text(&run(loglore(Path::new(".")).arg("--version")).stdout);
    let count = version.strip_prefix(concat!("loglore ", env!("CARGO_PKG_VERSION"), " (")).expect("the version");
    let count: usize = count.trim_end().strip_suffix(" entries)").expect("a count").parse().expect("a number");
    let files = walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("entries"));
    assert_eq!(count, files, "every file under entries/ is built in");
}

fn walk(folder: &Path) -> usize {
    std::fs::read_dir(folder)
        .expect("a folder")
        .map(|item| item.expect("an item").path())
        .map(|path| {
            if path.is_dir() {
                walk(&path)
            } else {
                let other = path.ends_with("schema.json") || path.ends_with("packages.json");
                usize::from(path.extension().is_some_and(|e| e == "json") && !other)
            }
        })
        .sum()
}

#[test]
fn hostile_text_reaches_the_terminal_without_its_escapes() {
    let fixture = Fixture::new();
    let log = b"\x1b]0;title\x07connect to db:5432: Connection refused \x07\x1b[2J\xe2\x80\xae\xff end\n";
    let output = run(&mut fixture.file("app.log", log).scan(&["app.log"]));
    let shown = text(&output.stdout);
    assert!(!shown.contains(['\x1b', '\x07', '\u{202e}']), "{shown:?}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn the_settings_files_of_the_workspace_and_the_user_are_in_force() {
    let known = known();
    let folder = tempfile::tempdir().expect("a folder");
    let inner = folder.path().join("inner");
    std::fs::create_dir_all(inner.join("logs")).expect("a folder");
    std::fs::create_dir_all(folder.path().join(".config/loglore")).expect("a folder");
    std::fs::write(inner.join("a.log"), LOG).expect("a file");
    std::fs::write(inner.join("b.log"), LOG).expect("a file");
    std::fs::write(folder.path().join(".config/loglore/loglore.toml"), "severity = { demo = 'hint' }\n")
        .expect("a file");
    let path = known.path().display();
    let settings = format!(
        "locale = 'zh'\nlens = 1\n[entries]\npaths = ['{path}']\n[entries.ignored]\n'inner/b.log' = ['demo/postgres-down']\n"
    );
    std::fs::write(folder.path().join("loglore.toml"), settings).expect("a file");
    // The nearest file above counts.
    let output = run(loglore(folder.path()).current_dir(&inner).args(["scan", "--no-builtin", "a.log", "b.log"]));
    let printed = text(&output.stdout);
    assert!(printed.starts_with("hint[demo/postgres-down]: PostgreSQL 没有响应\n"), "{printed}");
    assert_eq!(printed.matches("hint[").count(), 1, "{printed}");
    let told = text(&output.stderr);
    assert!(told.contains("loglore.toml:2: lens: there is no such setting"), "{told}");
}
