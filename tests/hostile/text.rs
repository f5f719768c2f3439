//! Text that nobody would write.

use std::io::{BufWriter, Write as _};
use std::path::Path;

use loglore::lore::{Lore, LoreOptions};
use loglore::matcher::plan;

use super::program::{Ran, folder};
use super::{Program, full};

/// Whatever a text of ordinary lines holds, a scan takes no more than this.
const MIB: u64 = 256;

/// A line without end is taken in pieces of 64 MiB. Of bytes that are no UTF-8 each becomes three, and both are held while
/// the piece is cleaned.
const MIB_LINE: u64 = 512;

/// A hundred thousand findings.
const MIB_SARIF: u64 = 512;

const ERROR: &str = "bash: frob: command not found";

fn scan(folder: &Path, name: &str) -> Ran {
    scan_within(MIB, folder, name)
}

fn scan_within(mib: u64, folder: &Path, name: &str) -> Ran {
    let ran = Program::new(folder, mib, &["scan", "--format", "json", name]).run();
    assert!(matches!(ran.status, Some(0 | 1)), "{name}: {:?}", ran.status);
    ran
}

/// The lines at which the one known error was found.
fn places(ran: &Ran) -> Vec<u64> {
    let line = |finding: serde_json::Value| {
        assert_eq!(finding["entry"], "linux/command-not-found", "{finding}");
        finding["start"]["line"].as_u64().expect("a number")
    };
    ran.found().into_iter().map(line).collect()
}

#[test]
fn an_error_at_the_end_of_a_line_of_fifty_megabytes_is_found() {
    let len = if full() { 50_000_000 } else { 2_000_000 };
    let folder = folder(&[]);
    for (name, piece) in [
        ("letters", &b"a"[..]),
        ("nuls", b"\0"),
        ("not-utf-8", b"\x80\xff"),
        ("wide", "中".as_bytes()),
        ("colours", b"\x1b[31m"),
        ("open", b"["),
        ("json", b"{\"a\":"),
    ] {
        let mut line = piece.repeat(len / piece.len());
        line.extend(format!(" {ERROR}\nthe end\n").into_bytes());
        std::fs::write(folder.path().join(name), line).expect("a file");
        assert_eq!(places(&scan_within(MIB_LINE, folder.path(), name)), [1], "{name}");
    }
}

#[test]
fn overwriting_a_line_for_ever_costs_what_it_is_long() {
    let len = if full() { 50_000_000 } else { 2_000_000 };
    let folder = folder(&[]);
    for (name, piece) in [
        ("returns", &b"10%\r"[..]),
        ("backspaces", b"a\x08"),
        ("columns", b"\x1b[999Cx\x1b[H"),
        ("erasing", b"x\x1b[1K"),
    ] {
        let mut line = piece.repeat(len / piece.len());
        line.extend(format!("\n{ERROR}\n").into_bytes());
        std::fs::write(folder.path().join(name), line).expect("a file");
        assert_eq!(places(&scan_within(MIB_LINE, folder.path(), name)), [2], "{name}");
    }
}

#[test]
fn the_last_of_ten_million_lines_is_found_by_its_number() {
    let lines = if full() { 10_000_000 } else { 100_000 };
    let folder = folder(&[]);
    let mut file = BufWriter::new(std::fs::File::create(folder.path().join("long.log")).expect("a file"));
    for _ in 0..lines {
        file.write_all(b"ok\n").expect("a file");
    }
    file.write_all(ERROR.as_bytes()).expect("a file");
    drop(file);
    assert_eq!(places(&scan(folder.path(), "long.log")), [lines + 1]);
}

#[test]
fn a_line_of_everything_that_is_looked_for_is_searched() {
    let (lore, _) = Lore::load(LoreOptions { builtin: true, ..LoreOptions::default() });
    let plans = lore.refs().flat_map(|entry| {
        let entry = lore.entry(entry);
        entry.regexes().filter_map(|regex| plan(regex, entry.ignore_case).ok()).collect::<Vec<_>>()
    });
    let literals: Vec<String> =
        plans.flat_map(|plan| plan.required_literals().into_iter().map(str::to_owned).collect::<Vec<_>>()).collect();
    assert!(literals.len() > 1_000, "{}", literals.len());
    let line = literals.join(" ");
    let times = if full() { 200 } else { 2 };
    let folder = folder(&[
        ("once.log", line.as_bytes()),
        ("often.log", format!("{line}\n").repeat(times).as_bytes()),
        ("long.log", line.repeat(times).as_bytes()),
    ]);
    for name in ["once.log", "often.log", "long.log"] {
        let found = scan(folder.path(), name).found();
        // Of one line 64 hits are kept; most of them are of one error each.
        assert!((5..=64 * times).contains(&found.len()), "{name}: {}", found.len());
    }
}

#[test]
fn each_of_a_hundred_thousand_findings_is_told() {
    let count = if full() { 100_000 } else { 2_000 };
    let log: String = (0..count).map(|i| format!("bash: frob{i}: command not found\n")).collect();
    let folder = folder(&[("many.log", log.as_bytes()), ("same.log", format!("{ERROR}\n").repeat(count).as_bytes())]);
    let ran = scan(folder.path(), "many.log");
    assert_eq!(ran.lines().count(), count);
    let last = ran.lines().last().expect("a line");
    assert!(last.contains(&format!("\"command\":\"frob{}\"", count - 1)), "{last}");
    // One document, so all findings are kept to its end.
    let ran = Program::new(folder.path(), MIB_SARIF, &["scan", "--format", "sarif", "many.log"]).run();
    assert_eq!(ran.lines().filter(|line| line.contains("\"ruleIndex\"")).count(), count, "{}", ran.said());
    // What is the same is one finding with a count.
    let found = scan(folder.path(), "same.log").found();
    assert_eq!((found.len(), found[0]["count"].as_u64()), (1, Some(count as u64)));
}

#[test]
fn records_that_nest_without_end_are_read_as_far_as_they_say_something() {
    let deep = if full() { 60_000 } else { 6_000 };
    let nested = format!("{}1{}", "{\"a\":".repeat(deep), "}".repeat(deep));
    let lists = format!("{}{}", "[".repeat(deep), "]".repeat(deep));
    let log = format!(
        "{{\"level\":\"error\",\"msg\":\"{ERROR}\",\"more\":{nested}}}\n{{\"more\":{lists},\"msg\":\"{ERROR}\"}}\n{nested}\n{lists}\n{ERROR}\n"
    );
    let folder = folder(&[("deep.log", log.as_bytes())]);
    let found = scan(folder.path(), "deep.log").found();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["count"], 3, "{}", found[0]);
}

#[test]
fn characters_that_mislead_are_found_behind_and_never_printed() {
    // A lone surrogate comes as JSON writes it, and as no UTF-8.
    let log = [
        &b"\xef\xbb\xbfbash: one: command not found\n"[..],
        b"\0\0bash: two\0: command not found\0\n",
        b"{\"msg\":\"\\ud800 \\udfff\\nbash: three: command not found\"}\n",
        b"\xed\xa0\x80 bash: four: command not found \xed\xa0\x80\n",
        "\u{2067} bash: five: command not found\u{200f}\u{61c}\u{9b}31m\n".as_bytes(),
        "\u{202e} bash: six: command not found\u{feff}\u{200b}\n".as_bytes(),
        b"\x1b]0;title\x07bash: \x1b[2Kseven: command not found\n",
        b"bash: seven: command not found \xff\xfe\n",
    ]
    .concat();
    let folder = folder(&[("odd.log", &log)]);
    let found = scan(folder.path(), "odd.log").found();
    let lines: Vec<_> = found.iter().filter_map(|finding| finding["start"]["line"].as_u64()).collect();
    assert_eq!(lines, [1, 2, 3, 4, 5, 6, 8], "{found:#?}");
    for format in ["text", "github", "json", "sarif"] {
        let ran = Program::new(folder.path(), MIB, &["scan", "--format", format, "odd.log"]).run();
        let bad = |c: char| {
            c.is_control()
                || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}')
        };
        for line in ran.lines() {
            assert!(format == "json" || format == "sarif" || !line.contains(bad), "{format}: {line:?}");
            assert!(!line.contains('\u{1b}') && !line.contains('\0'), "{format}: {line:?}");
        }
    }
}

#[test]
fn the_name_of_a_file_reaches_the_terminal_inert() {
    let folder = folder(&[("a\u{1b}[31m\u{202e}\r.log", format!("{ERROR}\n").as_bytes())]);
    for format in ["text", "github"] {
        let ran = Program::new(folder.path(), MIB, &["scan", "--format", format, "."]).run();
        let shown: Vec<String> = ran.lines().chain(ran.said().lines().map(str::to_owned)).collect();
        assert!(shown.iter().any(|line| line.contains(".log")), "{shown:?}");
        let bad = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}');
        assert!(!shown.iter().any(|line| line.contains(bad)), "{format}: {shown:?}");
    }
}
