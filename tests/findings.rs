//! What is found in a text, and what is not.
//!
//! A fixture is a log with the expected findings drawn under it: `^^^ id` under the marked characters.

mod common;

use loglore::finding::{Finding, Scan, ScanOptions, find};
use loglore::lore::Lore;
use proptest::prelude::*;
use serde_json::json;

fn known() -> Vec<serde_json::Value> {
    vec![
        json!({ "id": "demo/refused", "signature": "Connection refused", "regex": "[Cc]onnection refused", "confidence": 0.5 }),
        json!({
            "id": "demo/postgres-down", "signature": "PostgreSQL does not answer",
            "regex": "connect to (?P<host>[\\w.]+):5432: [Cc]onnection refused",
            "refines": ["demo/refused"], "confidence": 0.9
        }),
        json!({
            "id": "demo/no-module", "signature": "Module not installed",
            "regex": "ModuleNotFoundError: No module named '(?P<module>[\\w.]+)'", "confidence": 0.9
        }),
        json!({
            "id": "demo/no-module-in-tests", "signature": "Module not installed where tests run",
            "regex": "ModuleNotFoundError: No module named '(?P<module>[\\w.]+)'",
            "block": { "any": ["pytest", "unittest"] }, "confidence": 0.9
        }),
        json!({ "id": "demo/exit", "signature": "A command failed", "regex": "exited with code \\d+", "tags": ["wrapper"] }),
        json!({ "id": "demo/two-lines", "signature": "Said in two lines", "regex": "first half\\n\\s+second half (?P<what>\\w+)" }),
        json!({
            "id": "demo/no-version", "signature": "No such version",
            "regex": "no version of (?P<package>\\w+) \\(there are: (?P<versions>[^)]*)\\)",
            "patterns": ["nothing found for (?P<package>\\w+)"]
        }),
        json!({ "id": "demo/full", "signature": "Disk full", "regex": "No space left on device" }),
    ]
}

/// The log with its findings drawn under it.
fn drawn(log: &str, lore: &Lore, findings: &[Finding]) -> String {
    let mut out = String::new();
    for (number, line) in log.lines().enumerate() {
        out.push_str(line);
        out.push('\n');
        for finding in findings.iter().filter(|f| f.start.line == number + 1) {
            let end =
                if finding.end.line == finding.start.line { finding.end.column } else { line.chars().count() + 1 };
            let carets = "^".repeat(end - finding.start.column);
            let id = lore.entry(finding.entry).id.as_str();
            out.push_str(&format!("{}{carets} {id}\n", " ".repeat(finding.start.column - 1)));
        }
    }
    out
}

fn is_mark(line: &str) -> bool {
    line.trim_start().starts_with('^')
}

#[track_caller]
fn check(fixture: &str) -> Vec<Finding> {
    let folder = common::entries(&known());
    let lore = common::lore(folder.path());
    let fixture = fixture.trim_start_matches('\n');
    let log: String = fixture.lines().filter(|line| !is_mark(line)).map(|line| format!("{line}\n")).collect();
    let findings = find(&lore, ScanOptions::default(), log.as_bytes());
    assert_eq!(drawn(&log, &lore, &findings), fixture);
    findings
}

#[test]
fn the_special_entry_wins_over_the_general_one_that_it_refines() {
    let findings = check(
        "
starting
error: connect to db:5432: Connection refused
       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ demo/postgres-down
error: connect to cache:6379: Connection refused
                              ^^^^^^^^^^^^^^^^^^ demo/refused
",
    );
    assert_eq!(findings[0].capture("host"), Some("db"));
    assert_eq!(findings[0].also.len(), 1, "the general entry is kept as second");
}

#[test]
fn a_block_condition_that_holds_makes_the_entry_win_and_one_that_does_not_silences_it() {
    check(
        "
Traceback (most recent call last):
  File \"/usr/lib/python3/dist-packages/pytest/main.py\", line 3, in run
    go()
  File \"test_a.py\", line 1, in <module>
    import numpy
ModuleNotFoundError: No module named 'numpy'
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ demo/no-module-in-tests
",
    );
    check(
        "
Traceback (most recent call last):
  File \"a.py\", line 1, in <module>
    import numpy
ModuleNotFoundError: No module named 'numpy'
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ demo/no-module
",
    );
}

#[test]
fn a_wrapper_points_to_the_error_that_it_passes_on() {
    let findings = check(
        "
cc: write: No space left on device
           ^^^^^^^^^^^^^^^^^^^^^^^ demo/full
cleaning up
make: exited with code 2
      ^^^^^^^^^^^^^^^^^^ demo/exit
",
    );
    let cause = findings[1].cause.expect("the wrapper knows its cause");
    assert_eq!((cause.entry, cause.place.line), (findings[0].entry, 1));
    assert_eq!(findings[0].cause, None);
}

#[test]
fn an_error_is_caused_by_the_one_above_that_its_entry_says_it_comes_after() {
    let entries = [
        json!({ "id": "demo/other-key", "signature": "Another key", "regex": "HOST IDENTIFICATION HAS CHANGED" }),
        json!({ "id": "demo/verification", "signature": "No trust", "regex": "Host key verification failed",
                "transition_graph": { "preceded_by": [{ "error_id": "demo/other-key" }] } }),
        json!({ "id": "demo/remote", "signature": "Not read", "regex": "Could not read from remote",
                "transition_graph": { "preceded_by": [{ "error_id": "demo/verification" }] } }),
        json!({ "id": "demo/full", "signature": "Full", "regex": "No space left" }),
    ];
    let folder = common::entries(&entries);
    let lore = common::lore(folder.path());
    let text = "HOST IDENTIFICATION HAS CHANGED\nNo space left\nHost key verification failed.\nCould not read from remote\nHOST IDENTIFICATION HAS CHANGED\n";
    let found = find(&lore, ScanOptions::default(), text.as_bytes());
    let causes: Vec<_> =
        found.iter().map(|f| (lore.id(f.entry).as_str(), f.cause.map(|cause| cause.place.line))).collect();
    assert_eq!(
        causes,
        [("demo/other-key", None), ("demo/full", None), ("demo/verification", Some(1)), ("demo/remote", Some(1))]
    );
    for writer in [Writer::Hurries, Writer::Pauses] {
        assert_eq!(in_pieces(&lore, text, &[9], writer), found);
    }
}

#[test]
fn a_wrapper_alone_has_no_cause() {
    let findings = check(
        "
make: exited with code 2
      ^^^^^^^^^^^^^^^^^^ demo/exit
",
    );
    assert_eq!(findings[0].cause, None);
}

#[test]
fn repeats_are_one_finding_with_a_count_and_the_places() {
    let findings = check(
        "
a: No space left on device
   ^^^^^^^^^^^^^^^^^^^^^^^ demo/full
b: No space left on device

c: No space left on device
",
    );
    assert_eq!(findings[0].count, 3);
    assert_eq!(findings[0].places.iter().map(|place| place.line).collect::<Vec<_>>(), [1, 2, 4]);
}

#[test]
fn the_same_error_about_another_thing_is_another_finding() {
    check(
        "
ModuleNotFoundError: No module named 'numpy'
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ demo/no-module
ModuleNotFoundError: No module named 'torch'
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ demo/no-module
",
    );
}

#[test]
fn an_error_that_is_said_again_in_other_words_is_one_finding() {
    let findings = check(
        "
ERROR: no version of numpy (there are: 1, 2)
       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ demo/no-version
ERROR: nothing found for numpy
ERROR: nothing found for scipy
       ^^^^^^^^^^^^^^^^^^^^^^^ demo/no-version
",
    );
    assert_eq!(findings[0].count, 1);
}

#[test]
fn a_signature_over_two_lines_is_found_in_its_block() {
    let findings = check(
        "
error: first half
       ^^^^^^^^^^ demo/two-lines
    second half captured
other: first half
",
    );
    assert_eq!(findings[0].capture("what"), Some("captured"));
    assert_eq!((findings[0].end.line, findings[0].end.column), (2, 25));
}

#[test]
fn columns_count_characters_and_offsets_count_bytes() {
    let findings = check(
        "
磁盘已满: No space left on device
      ^^^^^^^^^^^^^^^^^^^^^^^ demo/full
",
    );
    assert_eq!(findings[0].start.offset.0, "磁盘已满: ".len());
}

#[test]
fn nothing_is_said_about_a_text_without_known_errors() {
    assert!(check("all is well\n0 errors, 0 warnings\nexit code 0\n").is_empty());
    assert!(check("").is_empty());
}

#[test]
fn entries_below_the_asked_confidence_are_left_out() {
    let folder = common::entries(&known());
    let lore = common::lore(folder.path());
    let text = b"connect to db:5432: Connection refused\nx: Connection refused\n";
    let sure = find(&lore, ScanOptions { min_confidence: 0.8 }, text);
    assert_eq!(sure.iter().map(|f| lore.entry(f.entry).id.as_str()).collect::<Vec<_>>(), ["demo/postgres-down"]);
}

/// Pieces of text whose blocks show where they end as soon as the next line has come.
const PIECES: [&str; 14] = [
    "starting\n",
    "\n",
    "error: connect to db:5432: Connection refused\n",
    "x: Connection refused\r\n",
    "Traceback (most recent call last):\n",
    "  File \"a.py\", line 1, in <module>\n    import numpy\n",
    "ModuleNotFoundError: No module named 'numpy'\n",
    "    second half captured\n",
    "error: first half\n",
    "make: exited with code 2\n",
    "\x1b[31mNo space\x1b[0m left on device\n",
    "50%\r100%\n",
    "│ No space left │\n│ on device     │\n",
    "\u{1F4A5} é \n",
];

/// How the pieces of a text come.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Writer {
    Hurries,
    /// After each piece.
    Pauses,
}

/// What is found in a text that comes in pieces of these lengths, repeats collapsed.
fn in_pieces(lore: &Lore, text: &str, cuts: &[usize], writer: Writer) -> Vec<Finding> {
    let mut scan = Scan::new(lore, ScanOptions::default());
    let mut found = Vec::new();
    let mut rest = text.as_bytes();
    for cut in cuts.iter().cycle() {
        if rest.is_empty() {
            break;
        }
        let (now, later) = rest.split_at((*cut).min(rest.len()));
        found.extend(scan.feed(now));
        if writer == Writer::Pauses {
            found.extend(scan.pause());
        }
        rest = later;
    }
    found.extend(scan.finish());
    found.sort_by_key(|finding| finding.span);
    let mut repeats = loglore::finding::Repeats::default();
    for finding in found {
        repeats.add(finding);
    }
    repeats.into_findings()
}

#[test]
fn what_stands_above_an_error_belongs_to_it_also_where_its_stack_comes_later() {
    let entry = json!({
        "id": "demo/newer-syntax", "signature": "Newer syntax", "regex": "SyntaxError: Unexpected token",
        "block": { "any": ["\\?\\."] }, "confidence": 0.9
    });
    let folder = common::entries(&[entry]);
    let lore = common::lore(folder.path());
    let text = "/srv/app.js:1\nconst f = a => a?.b\n                ^\n\nSyntaxError: Unexpected token '.'\n    at wrapSafe (internal/modules/cjs/loader.js:915:16)";
    let whole = find(&lore, ScanOptions::default(), format!("{text}\n").as_bytes());
    assert_eq!(whole.len(), 1, "{whole:?}");
    // Everything but the last line, which has no end, is there before it.
    for writer in [Writer::Hurries, Writer::Pauses] {
        assert_eq!(in_pieces(&lore, text, &[text.len()], writer), whole);
        for cut in 1..text.len() {
            assert_eq!(in_pieces(&lore, text, &[cut, text.len()], writer), whole, "{cut}");
        }
    }
}

/// Texts that fuzzing found: their first lines alone looked like something else.
#[test]
fn a_form_of_which_only_the_beginning_is_there_is_waited_for() {
    let entries = [
        json!({ "id": "demo/build-failed", "signature": "The build failed", "regex": "^FAILURE: Build failed", "tags": ["wrapper"] }),
        json!({ "id": "demo/gc-trace", "signature": "Node says when it collected", "regex": "<--- Last few GCs --->" }),
        json!({ "id": "demo/heap", "signature": "Node has no memory", "regex": "JavaScript heap out of memory" }),
        json!({ "id": "demo/unresolved", "signature": "Unresolved", "regex": "Could not resolve all files for (?P<what>.+)" }),
        json!({ "id": "demo/collecting", "signature": "pytest cannot collect", "regex": "ERROR collecting (?P<file>\\S+)" }),
        json!({ "id": "demo/module", "signature": "No module", "regex": "^E .*No module named '(?P<module>\\w+)'" }),
    ];
    let folder = common::entries(&entries);
    let lore = common::lore(folder.path());
    for text in [
        "FAILURE: Build failed with an exception.\n\n* What went wrong:\nCould not resolve all files for ':a'.\n> Could not resolve x:y:1.0.",
        "<--- Last few GCs --->\n\n[1:0x2] 255 ms: Mark-Compact 50.3 (67.3) MB\n\n\n<--- JS stacktrace --->\n\nFATAL ERROR: Reached heap limit - JavaScript heap out of memory\n----- Native stack trace -----",
        "___ ERROR collecting a.py ___\nImportError while importing a.py\n  Finished: Tue\nHint: see\n!!! 1 error !!!\n    import x\nE   ModuleNotFoundError: No module named 'x'\n==== 1 error ====",
        "___ ERROR collecting a.py ___\nfine\n\n  fine",
    ] {
        let whole = find(&lore, ScanOptions::default(), text.as_bytes());
        for writer in [Writer::Hurries, Writer::Pauses] {
            for cut in 1..text.len() {
                assert_eq!(in_pieces(&lore, text, &[cut, text.len()], writer), whole, "{cut} of {text}");
                assert_eq!(in_pieces(&lore, text, &[cut], writer), whole, "{cut} of {text}");
            }
        }
    }
}

/// Found by fuzzing: the message was told when a line of another kind stood below it, and the stack that came after all was judged
/// without it.
#[test]
fn what_was_told_of_a_stack_beats_the_general_entry_also_when_the_rest_comes_later() {
    let entries = [
        json!({ "id": "demo/panic", "signature": "A panic", "regex": "panic: (?P<message>[^\\n]+)\\n(?:[^\\n]*\\n){0,8}?goroutine \\d+ \\[running" }),
        json!({ "id": "demo/nil-map", "signature": "Nil map", "regex": "assignment to entry in nil map", "refines": ["demo/panic"] }),
    ];
    let folder = common::entries(&entries);
    let lore = common::lore(folder.path());
    let text = "panic: assignment to entry in nil map [recovered]\n\tagain\n\nanother line\n\tassignment to entry in nil map\n\ngoroutine 1 [running]:\nmain.main()\n\t/srv/app/main.go:4 +0x25\n";
    let brief = |findings: Vec<Finding>| -> Vec<(String, usize)> {
        findings.iter().map(|f| (lore.id(f.entry).to_string(), f.start.line)).collect()
    };
    let whole = brief(find(&lore, ScanOptions::default(), text.as_bytes()));
    assert_eq!(whole, [("demo/nil-map".to_owned(), 1)]);
    for writer in [Writer::Hurries, Writer::Pauses] {
        for cut in 1..text.len() {
            assert_eq!(brief(in_pieces(&lore, text, &[cut, text.len()], writer)), whole, "{cut}");
            assert_eq!(brief(in_pieces(&lore, text, &[cut], writer)), whole, "{cut}");
        }
    }
}

fn cuts() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(1usize..60, 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_text_that_comes_in_pieces_has_the_findings_of_the_whole(
        // The last is lines enough that a hit above them waits no longer.
        pieces in prop::collection::vec(0..=PIECES.len(), 0..40),
        cuts in cuts(),
    ) {
        let folder = common::entries(&known());
        let lore = common::lore(folder.path());
        let fine = "all is well\n".repeat(130);
        let text: String = pieces.into_iter().map(|i| PIECES.get(i).copied().unwrap_or(&fine)).collect();
        let whole = find(&lore, ScanOptions::default(), text.as_bytes());
        prop_assert_eq!(&in_pieces(&lore, &text, &cuts, Writer::Hurries), &whole, "hurries");
        // Each pause looks at all that waits.
        let longer: Vec<usize> = cuts.iter().map(|cut| cut * 16).collect();
        prop_assert_eq!(&in_pieces(&lore, &text, &longer, Writer::Pauses), &whole, "pauses");
    }
}
