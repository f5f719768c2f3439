//! What holds for any bytes.

use proptest::prelude::*;

use super::*;
use crate::text::{is_plain, unplain_runs};

/// Pieces that the forms are made of, and what comes between them.
fn some_log() -> impl Strategy<Value = Vec<u8>> {
    let pieces: Vec<&'static [u8]> = vec![
        b"\n",
        b"\n",
        b"\n",
        b"\r\n",
        b"\r",
        b"\x08",
        b" ",
        b"  ",
        b"\t",
        b"\x1b[31m",
        b"\x1b[0K",
        b"\x1b[2K",
        b"\x1b[3C",
        b"\x1b[1D",
        b"\x1b[2G",
        b"\x1b[H",
        b"\x1b[2P",
        b"\x1b[1X",
        b"\x1b[1K",
        b"\x1b]8;;x\x07",
        b"\x1b]0;",
        b"\x1b",
        b"\xc2\x9b1m",
        b"\0",
        b"\xff",
        b"\xe2\x94",
        "中".as_bytes(),
        "é".as_bytes(),
        "😀".as_bytes(),
        b"e\xcc\x81",
        "╷\n".as_bytes(),
        "╵\n".as_bytes(),
        "│ ".as_bytes(),
        "│ words that were wrapped at the end of a row of seventy-five columns, or".as_bytes(),
        "│".as_bytes(),
        "╭─ t ─╮\n".as_bytes(),
        "╰─────╯\n".as_bytes(),
        "│ a b │\n".as_bytes(),
        b"+- t -+\n",
        b"| a b |\n",
        b"+-----+\n",
        b"+- t -+\n| a b |\n| c d |\n| e   |\n",
        "╭─ t ─╮\n│ a b │\n│ c d │\n│ e   │\n".as_bytes(),
        "╷\n│ Error\n│ words that were wrapped at the end of a row of seventy-five columns, or so\n│ unfittingly\n"
            .as_bytes(),
        b"2024-01-02T15:04:05Z ",
        b"[2024-01-02 15:04:05,123] ",
        b"Jan  2 15:04:05 host sshd[1]: ",
        b"12:00:01 ",
        b"web-1  | ",
        b"db  | ",
        b"0: ",
        b"1: ",
        b"[rank0]: ",
        b"ERROR:root:",
        b"[ERROR] ",
        b"E0102 15:04:05.123456 1 a.go:1] ",
        b"##[error]",
        b" > [1/2] RUN x\n",
        b"0.123 ",
        b"#1 0.123 ",
        br#"{"msg":"a\nb\u001b[0m","err":{"stack":"x"}}"#,
        br#"{"log":"{\"msg\":\"x\"}\n"}"#,
        br#"{"a":1}"#,
        b"{\"msg\":\"",
        b"\\n",
        b"\\u00e9",
        b"\"}",
        b"}",
        b"{",
        b"err=\"",
        b"\\n\\tat x",
        b"\"",
        b"word",
        b"a",
        b": ",
        b"|",
        b"+",
        b"-",
    ];
    prop::collection::vec(prop::sample::select(pieces), 0..40).prop_map(|pieces| pieces.concat())
}

fn any_log() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![4 => some_log(), 1 => prop::collection::vec(any::<u8>(), 0..200)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn every_piece_of_a_clean_line_stands_for_raw_bytes(log in any_log()) {
        let raw = RawLines::document(&log);
        let border = |at: usize| match str::from_utf8(&log) {
            Ok(text) => text.is_char_boundary(at),
            Err(_) => at <= log.len(),
        };
        for line in clean(&raw, 0..raw.len()) {
            prop_assert!(line.text.is_char_boundary(line.body_start));
            prop_assert!(!line.text.contains('\n'));
            prop_assert_eq!(line.segments[0].clean, 0);
            let covered = raw.offset(line.raw_lines.start.0)
                ..ByteOffset(raw.start(line.raw_lines.end.0));
            for (i, segment) in line.segments.iter().enumerate() {
                let end = line.segments.get(i + 1).map_or(line.text.len(), |next| next.clean);
                prop_assert!(segment.clean < end || line.text.is_empty());
                prop_assert!(covered.start <= segment.raw.start && segment.raw.start <= segment.raw.end && segment.raw.end <= covered.end);
                if segment.verbatim {
                    prop_assert_eq!(line.text[segment.clean..end].as_bytes(), &log[segment.raw.start.0..segment.raw.end.0]);
                }
            }
            let borders: Vec<usize> = (0..=line.text.len()).filter(|at| line.text.is_char_boundary(*at)).collect();
            for pair in borders.windows(2) {
                for range in [pair[0]..pair[1], pair[0]..line.text.len(), pair[0]..pair[0]] {
                    let span = line.raw_span(range.clone());
                    prop_assert!(span.start <= span.end && span.end.0 <= log.len());
                    prop_assert!(span.start < span.end || range.is_empty());
                    prop_assert!(border(span.start.0) && border(span.end.0));
                }
            }
        }
    }

    #[test]
    fn raw_lines_are_covered_once_and_in_order(log in any_log()) {
        let raw = RawLines::document(&log);
        let mut next = 0;
        for line in clean(&raw, 0..raw.len()) {
            prop_assert_eq!(line.id.raw, line.raw_lines.start);
            if line.id.part == 0 {
                prop_assert_eq!(line.raw_lines.start.0, next);
                next = line.raw_lines.end.0;
            } else {
                prop_assert_eq!(line.raw_lines.end.0, next);
            }
        }
        prop_assert_eq!(next, raw.len());
    }

    #[test]
    fn a_part_reads_as_it_does_in_the_whole(log in any_log(), from in 0..20_usize, len in 1..5_usize) {
        let raw = RawLines::document(&log);
        let range = from.min(raw.len())..(from + len).min(raw.len());
        let whole: Vec<_> = clean(&raw, 0..raw.len())
            .into_iter()
            .filter(|line| line.raw_lines.start.0 < range.end && line.raw_lines.end.0 > range.start)
            .collect();
        prop_assert_eq!(clean(&raw, range), whole);
    }

    #[test]
    fn a_plain_line_reads_as_a_part_of_itself(log in any_log()) {
        let raw = RawLines::document(&log);
        let lines = clean(&raw, 0..raw.len());
        let mut unplain = vec![false; raw.len()];
        for run in unplain_runs(&raw, 0..raw.len(), |_| false) {
            unplain[run].fill(true);
        }
        for (i, unplain) in unplain.into_iter().enumerate() {
            prop_assert_eq!(is_plain(raw.line(i)), !unplain);
            if is_plain(raw.line(i)) {
                let found: Vec<_> = lines.iter().filter(|l| l.raw_lines.start.0 <= i && i < l.raw_lines.end.0).collect();
                prop_assert_eq!(found.len(), 1);
                prop_assert_eq!(found[0].raw_lines.clone(), LineIndex(i)..LineIndex(i + 1));
                let text = found[0].text.as_bytes();
                prop_assert!(text.is_empty() || raw.line(i).windows(text.len()).any(|part| part == text));
            }
        }
    }
}

/// The map of a line stays small and the time linear, whatever the line holds: quadratic ways would take hours here.
#[test]
fn a_long_line_of_any_kind_is_read() {
    for piece in [
        &b"\xffa"[..],
        b"\x1b]",
        b"\x1b[2P",
        b"a\x1b[1X\x08",
        b"\x1b[999C\x1b[H",
        b"x\r",
        b"\x1b[2K",
        b"\x1b[1m",
        b"\"=\"",
        b"{\"a\":",
        b"\\n\"",
        b"[",
        b"\\\\n",
        b"1:",
        b"\xe4\xb8\xad\x08",
    ] {
        let line = piece.repeat((1 << 20) / piece.len());
        let raw = RawLines::document(&line);
        let lines = clean(&raw, 0..raw.len());
        let pieces: usize = lines.iter().map(|line| line.segments.len()).sum();
        assert!(pieces <= (1 << 16) + (1 << 12), "{pieces} pieces for {piece:?}");
        assert!(lines.iter().map(|line| line.text.len()).sum::<usize>() <= 4 << 20);
    }
    let record = format!(r#"{{"msg":"{}"}}"#, "\\n".repeat(1 << 18));
    assert!(clean(&RawLines::document(record.as_bytes()), 0..1).len() <= (1 << 14) + 1);
}
