//! What holds for every text.

use std::collections::HashSet;

use proptest::prelude::*;

use super::super::table::TABLE;
use super::take_reads;
use crate::text::{CleanLine, Level, RawLines, clean};
use crate::trace::{Block, MAX_BLOCK_ROWS, blocks};

/// Rows that forms are made of, so that random text comes near them.
const ROWS: &[&str] = &[
    "Traceback (most recent call last):",
    "  File \"/app/a.py\", line 1, in f",
    "    x()",
    "ValueError: x",
    "",
    "",
    "During handling of the above exception, another exception occurred:",
    "  + Exception Group Traceback (most recent call last):",
    "  |   File \"a.py\", line 1, in f",
    "  | ExceptionGroup: x (1 sub-exception)",
    "  +-+---------------- 1 ----------------",
    "    | ValueError: 1",
    "    +------------------------------------",
    "+ + + Exception Group Traceback (most recent call last):",
    "____ test_a ____",
    "E   assert 1",
    "a.py:3: AssertionError",
    "Error: x",
    "    at f (/app/a.js:1:2)",
    "    at a.b.C.d(C.java:1)",
    "   at A.B(String x) in /a.cs:line 2",
    " ---> A.BException: x",
    "Caused by: a.b.CException: d",
    "\t... 3 more",
    "  [cause]: Error: y",
    "}",
    "{",
    "● a",
    "<--- Last few GCs --->",
    "thread 'main' panicked at a.rs:1:2:",
    "stack backtrace:",
    "   0: f",
    "             at ./a.rs:1:2",
    "error[E0001]: x",
    " --> a.rs:1:2",
    "  |",
    "error: failed to run custom build command for `x`",
    "Caused by:",
    "  --- stderr",
    "panic: x",
    "goroutine 1 [running]:",
    "main.f()",
    "\t/a.go:1 +0x1",
    "# a/b",
    "a.go:1:2: x",
    "--- FAIL: T (0.00s)",
    "In file included from a.h:1:",
    "a.c:1:2: error: x",
    "a.c:1:2: note: x",
    "ld: a.o: in function `f':",
    "a.c:1: undefined reference to `g'",
    "make: *** [Makefile:1: a] Error 1",
    "CMake Error at a:1 (b):",
    "  text",
    "FAILURE: Build failed with an exception.",
    "* What went wrong:",
    "> x",
    "   > y",
    "BUILD FAILED",
    "[ERROR] Failed to execute goal x",
    "[ERROR] [Help 1] x",
    "T  <<< FAILURE!",
    "------",
    " > [1/2] RUN x:",
    "Dockerfile:1",
    "ERROR: failed to solve: x",
    "The command '/bin/sh -c x",
    "╷",
    "│ Error: x",
    "╵",
    "  on a.tf line 1:",
    "error: subprocess-exited-with-error",
    "  ╰─> [1 lines of output]",
    "    Complete output (3 lines):",
    "  [end of output]",
    "npm ERR! code 1",
    "npm ERR! x",
    "gyp ERR! stack Error: x",
    "error Command failed.",
    "Output:",
    "Failed to build gem native extension.",
    "PHP Fatal error:  x in /a.php:1",
    "Stack trace:",
    "#0 /a.php(1): f()",
    "#1 {main}",
    "a.rb:1:in `f': x (E)",
    "\tfrom a.rb:2:in `g'",
    "     Failure/Error: x",
    "     # ./a.rb:1",
    "=================================================================",
    "==1==ERROR: AddressSanitizer: x",
    "    #0 0x1 in f /a.c:1:2",
    "SUMMARY: AddressSanitizer: x",
    "BUG: x",
    "Call Trace:",
    " f+0x1/0x2",
    "x invoked oom-killer: y",
    "Out of memory: Killed process 1",
    "Events:",
    "  Warning  A  1s  b  c",
    "a.ts(1,2): error TS1: x",
    "a.ts:1:2 - error TS1: x",
    "ERROR in ./a.js 1:2",
    "✘ [ERROR] x",
    "+ x",
    "日本語 エラー: 文",
    "ERROR:  x",
    "DETAIL:  y",
];

/// Checks what the documentation of [`blocks`] promises.
fn check(lines: &[CleanLine<'_>], end: usize, found: &[Block]) {
    let mut seen = HashSet::new();
    for block in found {
        assert!(block.lines.is_sorted() && !block.lines.is_empty() && block.lines.len() <= MAX_BLOCK_ROWS + 128);
        assert!(!block.sections.is_empty());
        for line in &block.lines {
            assert!(seen.insert(*line), "line {line} is in two blocks");
        }
        for section in &block.sections {
            assert!(section.lines.start < section.lines.end && section.lines.end <= block.lines.len(), "{block:?}");
            let place = block.lines.binary_search(&section.headline).expect("a headline outside of its block");
            assert!(section.lines.contains(&place), "{block:?}");
            assert!(section.cause.is_none_or(|cause| cause < block.sections.len()));
            for frame in &section.frames {
                assert!(frame.span.start < frame.span.end && frame.span.end.0 <= end, "{frame:?}");
            }
        }
    }
    for (i, line) in lines.iter().enumerate() {
        assert!(seen.contains(&i) || line.text.trim().is_empty(), "line {i} is in no block: {}", line.text);
    }
    assert!(found.is_sorted_by_key(|block| block.lines[0]));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn every_line_is_in_one_block(rows in prop::collection::vec((0..ROWS.len(), 0..6usize, 0..4u8), 0..80)) {
        let text: String = rows.iter().map(|&(row, indent, _)| format!("{}{}\n", " ".repeat(indent / 2 * 2), ROWS[row])).collect();
        let raw = RawLines::document(text.as_bytes());
        let mut lines = clean(&raw, 0..raw.len());
        for (line, &(_, _, writer)) in lines.iter_mut().zip(&rows) {
            line.writer = (writer == 1).then(|| "a".into());
            line.level = (writer == 2).then_some(Level::Error);
        }
        check(&lines, text.len(), &blocks(&lines));
    }

    #[test]
    fn no_text_makes_it_panic(text in "(?s)[\\x20-\\x7e\\n\\té│╷‘]{0,400}") {
        let raw = RawLines::document(text.as_bytes());
        let lines = clean(&raw, 0..raw.len());
        check(&lines, text.len(), &blocks(&lines));
    }

    #[test]
    fn reading_costs_a_bounded_number_of_looks_a_row(rows in prop::collection::vec(0..ROWS.len(), 1..6)) {
        let text: String = rows.iter().cycle().take(1_500).map(|&row| format!("{}\n", ROWS[row])).collect();
        assert_linear(&text);
    }
}

fn assert_linear(text: &str) {
    let raw = RawLines::document(text.as_bytes());
    let lines = clean(&raw, 0..raw.len());
    take_reads();
    let found = blocks(&lines);
    let reads = take_reads();
    assert!(reads <= 1_000 * lines.len() + 10_000, "{reads} looks at {} rows: {text:.300}", lines.len());
    check(&lines, text.len(), &found);
}

#[test]
fn a_trigger_on_every_row_costs_no_more_than_linear_time() {
    for recogniser in TABLE {
        for trigger in recogniser.triggers {
            for below in ["", "\n", "\n    below"] {
                assert_linear(&format!("{trigger}{below}\n").repeat(300));
            }
        }
    }
}

#[test]
fn every_row_of_a_form_repeated_costs_no_more_than_linear_time() {
    for row in ROWS {
        assert_linear(&format!("{row}\n").repeat(300));
    }
}

#[test]
fn a_traceback_deeper_than_a_block_goes_on_in_another() {
    let frame = "  File \"/app/a.py\", line 1, in f\n    f()\n";
    let text = format!("Traceback (most recent call last):\n{}RecursionError: x\n", frame.repeat(MAX_BLOCK_ROWS));
    assert_linear(&text);
}

#[test]
fn a_line_of_megabytes_is_looked_at_only_at_its_beginning() {
    let text = format!(
        "Traceback (most recent call last):\n  File \"/app/a.py\", line 1, in f\nValueError: {}\n",
        "é".repeat(1 << 20)
    );
    let raw = RawLines::document(text.as_bytes());
    let lines = clean(&raw, 0..raw.len());
    let found = blocks(&lines);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].lines, [0, 1, 2]);
}
