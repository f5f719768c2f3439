//! What a person reads on a line, form by form: raw text at the left, clean text at the right.

use super::*;

/// The clean texts of a document.
fn texts(raw: &str) -> Vec<String> {
    lines(raw).into_iter().map(|line| line.text.into_owned()).collect()
}

fn lines(raw: &str) -> Vec<CleanLine<'_>> {
    let raw = RawLines::document(raw.as_bytes());
    clean(&raw, 0..raw.len())
}

#[track_caller]
fn reads(cases: &[(&str, &str)]) {
    for (raw, clean) in cases {
        assert_eq!(texts(raw), [*clean], "of {raw:?}");
    }
}

/// Asserts for each line that nothing is taken from it.
#[track_caller]
fn stays(cases: &[&str]) {
    for raw in cases {
        assert_eq!(texts(raw), [*raw]);
    }
}

/// Asserts that `part` of the clean text stands for the raw bytes over the carets.
#[track_caller]
fn points(raw: &str, part: &str, carets: &str) {
    let lines = lines(raw);
    let (line, at) = lines.iter().find_map(|line| line.text.find(part).map(|at| (line, at))).expect(raw);
    let span = line.raw_span(at..at + part.len());
    let from = carets.find('^').expect("carets");
    assert_eq!((span.start.0, span.end.0), (from, carets.len()), "{raw:?} gives {:?}", &raw[span.start.0..span.end.0]);
}

#[test]
fn escapes_are_gone_even_inside_words() {
    reads(&[
        ("npm \x1b[0m\x1b[91mERR! code E404", "npm ERR! code E404"),
        ("Er\x1b[31mror\x1b[0m: x", "Error: x"),
        ("see \x1b]8;;https://example.org\x1b\\the page\x1b]8;;\x07 now", "see the page now"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b(B\x1b[mtext", "text"),
        ("\u{9b}31mred\u{9b}0m", "red"),
        ("[31mno escape[0m", "[31mno escape[0m"),
        ("kept \x1b[3", "kept "),
        ("kept \x1b]0;a title without end", "kept 0;a title without end"),
        ("a\0b\x07c", "abc"),
    ]);
}

#[test]
fn overwritten_text_is_shown_as_a_terminal_shows_it() {
    reads(&[
        ("10%\r50%\r100%", "100%"),
        ("loading...\rdone", "doneing..."),
        ("loading...\r\x1b[Kdone", "done"),
        ("loading...\x1b[2K\rdone", "done"),
        ("progress 9/9 \r\r\n", "progress 9/9 "),
        ("N\x08NA\x08AM\x08M", "NAM"),
        ("ab\x1b[2Dx", "xb"),
        ("two\x1b[1Cwords\x1b[3Capart", "two words   apart"),
        ("old\x1b[1Gnew", "new"),
        ("中文\rab", "ab文"),
        ("中文\ra", "a 文"),
        ("a\tb\rx", "x\tb"),
        ("status\x1b[5;1Herror: disk full", "status error: disk full"),
        ("\x1b[1A\x1b[2K\rtext\x1b[1B", "text"),
        ("section_start:1560896352:build\r\x1b[0KBuilding", "Building"),
    ]);
}

#[test]
fn timestamps_are_set_apart() {
    for stamp in [
        "2024-01-02T15:04:05Z",
        "2024-01-02T15:04:05.123456+01:00",
        "2024-01-02 15:04:05,123",
        "2024-01-02 15:04:05.123 UTC",
        "2024-01-02 15:04:05 +0000 UTC",
        "2026-09-04T08:08:06.8360099Z",
        "2024/01/02 15:04:05",
        "2024/01/02 15:04:05.000123",
        "02.01.2024 15:04:05",
        "02-Jan-2024 15:04:05.123",
        "05 07 2020 19:21:39.539",
        "[2024-01-02 15:04:05,123]",
        "[2024-01-02T15:04:05Z]",
        "[Sat Apr 27 22:56:09 2019]",
        "[Sat Apr 27 22:56:09.123456 2019]",
        "[dim. 19 avril 18:03:30 2026]",
        "[02-Jan-2024 15:04:05 UTC]",
        "[15:04:05]",
        "15:04:05",
        "15:04:05.123",
        "[133747.719795]",
        "[    0.000000]",
        "[ 1234.567890][  T123]",
        "1697048351.000001",
        "Sat Apr 27 22:56:09 UTC 2019",
        "Tue, 02 Jan 2024 15:04:05 GMT",
        "Jan 02, 2024 3:04:05 PM",
        "20240102 15:04:05",
        "2024-03-02 14:01:47 [2024-03-02 13:01:47,928]",
        "    2024-03-02 14:01:47",
    ] {
        let raw = format!("{stamp} disk 1 failed");
        assert_eq!(texts(&raw), ["disk 1 failed"], "of {raw:?}");
        let indented = format!("{stamp}     at a.b(C.java:1)");
        assert_eq!(texts(&indented), ["    at a.b(C.java:1)"], "of {indented:?}");
    }
}

#[test]
fn the_bars_of_a_quickfix_list_are_set_apart() {
    assert_eq!(
        texts("|| Traceback (most recent call last):\n||   File \"a.py\", line 3, in f\n|| 2024-01-02 15:04:05 x\n|| "),
        ["Traceback (most recent call last):", "  File \"a.py\", line 3, in f", "x", ""]
    );
}

#[test]
fn text_that_looks_like_a_prefix_stays() {
    stays(&[
        "a || b",
        "  || exit 1",
        "||",
        "src/main.rs:3:5: unexpected token",
        "127.0.0.1 - - [02/Jan/2024:15:04:05 +0000] \"GET / HTTP/1.1\" 200",
        "  File \"a.py\", line 3, in <module>",
        "    at foo (x.js:1:2)",
        "+++ b/file.rs",
        "@@ -1,2 +3,4 @@",
        "  557 | class GenericValue {",
        "      |       ^~~~~~~~~~~~",
        " id | name | value",
        "name  | value",
        "| a | b |",
        "+----+----+",
        "   0: rust_begin_unwind",
        "  10: core::panicking::panic",
        "1: first of a list",
        "#0 [internal function]: main()",
        "#1 /app/a.php(12): run()",
        "    #0 0x4a2b3c in main a.c:3",
        "> @ build /app",
        "> 12 |   const x",
        "[61:0x74533040] 229060 ms: Mark-sweep (reduce) 127.1",
        "[Help 1] http://example.org",
        "[1] 12345 segmentation fault",
        "[signal SIGSEGV: segmentation violation code=0x1]",
        "[ 32%] Building CXX object a.o",
        "[2/7] Compiling a",
        "10:20 meeting",
        "00:01:02",
        "0.12 0.34 0.55",
        "12345 items",
        "Jan and Mar were here",
        "May 5 people come",
        "(pid) unknown",
        "foo | bar",
        "Step 4/32 : RUN make",
        "│   └── src",
        "├── target",
        "1 │ let x = 1;",
        "   ╭─[a.rs:1:2]",
        "npm ERR! code ELIFECYCLE",
        "Error: connect ECONNREFUSED 127.0.0.1:6379",
        "fn main() { a }",
        "{ not json }",
        "{\"a\": 1}",
        "error=\"open C:\\new\\table.txt\"",
        "sh: 1: make: not found",
        "NAME                      READY   STATUS",
        "E0425 is an error code",
    ]);
    stays(&["error: 12:00:01 is no time", "ERROR:  deadlock detected", "E: Unable to locate package"]);
}

#[test]
fn writers_are_set_apart_and_named() {
    for (raw, text, writer) in [
        ("web-1  | listening", "listening", Some("web-1")),
        ("web_1 | listening", "listening", Some("web_1")),
        ("web-1  |", "", Some("web-1")),
        ("app.1.x2@node    | up", "up", Some("app.1.x2@node")),
        ("0|api  | up", "up", Some("api")),
        ("[rank0]: Traceback (most recent call last):", "Traceback (most recent call last):", Some("rank0")),
        ("[rank0]:   File \"a.py\", line 1", "  File \"a.py\", line 1", Some("rank0")),
        ("[default3]:loss 1.0", "loss 1.0", Some("default3")),
        ("[rank1]:[E102 15:04:05.123456789 PG.cpp:616] timeout", "timeout", Some("rank1")),
        ("[pod/web-0/nginx] up", "up", Some("web-0/nginx")),
        ("web-5d4f8c7b9d-x2x4z app up", "up", Some("web-5d4f8c7b9d-x2x4z app")),
        ("(Worker pid=123, ip=10.0.0.1) up", "up", Some("Worker pid=123, ip=10.0.0.1")),
        ("Jan  2 15:04:05 host sshd[12]: no", "no", Some("sshd[12]")),
        ("Jan  2 15:04:05 host kernel: [12.345678] oops", "oops", Some("kernel")),
        ("  Mar 21 06:04:21 localhost systemd[1]: failed", "failed", Some("systemd[1]")),
        ("2024-01-02T15:04:05+00:00 app[web.1]: up", "up", Some("app[web.1]")),
        ("<34>1 2003-10-11T22:14:15.003Z host su[7]: no", "no", Some("su[7]")),
        ("2024-01-02 15:04:05 something said: no", "something said: no", None),
        ("2024-01-02T15:04:05.123456789Z stderr F no", "no", None),
        ("2024-01-02T15:04:05.123456Z 01E no", "no", None),
        ("2024-01-02T15:04:05Z web-1  | 15:04:05 no", "no", Some("web-1")),
        ("build\tRun tests\t2024-01-02T15:04:05.1234567Z ##[error]no", "no", Some("build")),
        ("#12 1.234 make: no", "make: no", Some("#12")),
        ("#12 [3/7] RUN make", "[3/7] RUN make", Some("#12")),
        ("#9 ERROR: process failed", "ERROR: process failed", Some("#9")),
        ("##[group]Run make", "Run make", None),
        ("[Sat Apr 27 22:56:09 2019] [3233]     0  3233 stress", "[3233]     0  3233 stress", None),
        ("2024-01-02 15:04:05 UTC [7] LOG:  up", "LOG:  up", Some("7")),
        ("::error file=a.js,line=1::no", "no", None),
        ("2024-11-17 09:19:46.768 UTC [1470] a@b ERROR:  deadlock detected", "ERROR:  deadlock detected", Some("1470")),
        ("01-02 15:04:05.123  1234  5678 E Tag: no", "E Tag: no", Some("1234")),
        ("2024-01-02 15:04:05.123  1234-5678  Tag      com.shop         E  no", "no", Some("1234-5678")),
    ] {
        let lines = lines(raw);
        assert_eq!((&*lines[0].text, lines[0].writer.as_deref()), (text, writer), "of {raw:?}");
    }
}

#[test]
fn a_doubtful_prefix_counts_where_a_neighbour_has_it_too() {
    assert_eq!(texts("db  | starting\ndb  | ready"), ["starting", "ready"]);
    assert_eq!(texts("id    | 1\nname  | x"), ["id    | 1", "name  | x"]);
    assert_eq!(texts("0: a\n1: b\n0: c\n1: d"), ["a", "b", "c", "d"]);
    assert_eq!(texts("1: a\n2: b\n3: c"), ["1: a", "2: b", "3: c"]);
    assert_eq!(
        texts("------\n > [3/7] RUN make:\n0.312 gcc a.c\n12.34   File \"a\"\n------\n0.312 x"),
        ["------", " > [3/7] RUN make:", "gcc a.c", "  File \"a\"", "------", "0.312 x"]
    );
}

#[test]
fn the_level_stays_and_the_body_begins_after_it() {
    use Level::*;
    for (raw, text, body, level) in [
        ("ERROR:root:no", "ERROR:root:no", "no", Some(Error)),
        ("[ERROR] no", "[ERROR] no", "no", Some(Error)),
        ("WARN no", "WARN no", "no", Some(Warning)),
        ("ERROR:  deadlock detected", "ERROR:  deadlock detected", "deadlock detected", Some(Error)),
        ("FATAL ERROR: heap", "FATAL ERROR: heap", "ERROR: heap", Some(Fatal)),
        ("E/Tag( 123): no", "E/Tag( 123): no", "no", Some(Error)),
        ("E: no", "E: no", "no", Some(Error)),
        ("error: no", "error: no", "no", Some(Error)),
        ("error[E0308]: no", "error[E0308]: no", "error[E0308]: no", Some(Error)),
        ("Error: no", "Error: no", "Error: no", Some(Error)),
        ("[INFO] 2024-01-02 15:04:05 a", "[INFO] 2024-01-02 15:04:05 a", "a", Some(Info)),
        ("2024-01-02 15:04:05,123 - app.db - ERROR - no", "app.db - ERROR - no", "no", Some(Error)),
        ("2024-01-02 15:04:05.123 | ERROR    | a.b:c:12 - no", "ERROR    | a.b:c:12 - no", "no", Some(Error)),
        ("15:04:05.123 [main] WARN a.B - no", "[main] WARN a.B - no", "a.B - no", Some(Warning)),
        ("2024-01-02 15:04:05.123 ERROR 12 --- [main] a.B : no", "ERROR 12 --- [main] a.B : no", "no", Some(Error)),
        ("2024/01/02 15:04:05 [error] 29#29: *1 no", "[error] 29#29: *1 no", "no", Some(Error)),
        ("E0102 15:04:05.123456   12 a.go:12] no", "no", "no", Some(Error)),
        ("##[error]no", "no", "no", Some(Error)),
        ("[2024-01-02T15:04:05Z ERROR a::b] no", "no", "no", Some(Error)),
        ("[2024-01-02 15:04:05,123: ERROR/MainProcess] no", "no", "no", Some(Error)),
        ("[15:04:05 ERR] no", "no", "no", Some(Error)),
        ("05 07 2020 19:21:39.539:ERROR [a]: no", "ERROR [a]: no", "[a]: no", Some(Error)),
        ("time=x level=error msg=no", "time=x level=error msg=no", "time=x level=error msg=no", Some(Error)),
        ("time=x severity=error msg=no", "time=x severity=error msg=no", "time=x severity=error msg=no", Some(Error)),
        ("INFORMATION is power", "INFORMATION is power", "INFORMATION is power", None),
        ("errors: 0", "errors: 0", "errors: 0", None),
    ] {
        let lines = lines(raw);
        assert_eq!((&*lines[0].text, lines[0].body(), lines[0].level), (text, body, level), "of {raw:?}");
    }
}

#[test]
fn a_json_record_reads_as_its_message_and_its_stack() {
    let raw = r#"web-1  | {"ts":1.5,"level":"error","msg":"no \"db\"","err":{"stack":"E: no\n\tat a.b(C:1)\n"},"n":{"x":"y"}}"#;
    let found: Vec<_> = lines(raw).iter().map(|l| (l.text.to_string(), l.level, l.writer.clone(), l.id.part)).collect();
    let web = || Some("web-1".into());
    assert_eq!(
        found,
        [
            ("no \"db\"".into(), Some(Level::Error), web(), 0),
            ("E: no".into(), Some(Level::Error), web(), 1),
            ("\tat a.b(C:1)".into(), Some(Level::Error), web(), 2),
        ]
    );
    assert_eq!(texts(r#"{"log":"2024-01-02T15:04:05Z \u001b[31mno\u001b[0m\r\n","stream":"stderr"}"#), ["no"]);
    assert_eq!(texts(r#"{"log":"{\"msg\":\"a\\nb\"}\n"}"#), ["a", "b"]);
    assert_eq!(texts(r#"{"message":"\ud83d\ude00 \ud83d é"}"#), ["😀 \u{fffd} é"]);
    assert_eq!(texts(r#"{"error.stack_trace":"a\nb"}"#), ["a", "b"]);
    assert_eq!(texts(r#"{"level":50,"stack":["a","b"]}"#), ["a", "b"]);
    assert_eq!(texts(r#"{"msg":"a","attr":{"error":{"code":1,"errmsg":"b"},"remote":{"error":"-"}}}"#), ["a", "b"]);
    assert_eq!(texts(r#"{"body":"a","attributes":{"exception.message":"b","url":"c"}}"#), ["a", "b"]);
    let broken = r#"{"msg":"a\nb"} x"#;
    assert_eq!(texts(broken), [broken]);
}

/// Found by fuzzing: only the values of records were drawn as a terminal draws them.
#[test]
fn what_moves_the_cursor_in_a_quoted_stack_moves_it() {
    let line = br#"err="x\n\tat f(1%\r2%\u001b[0m) " more"#;
    let raw = RawLines::document(line);
    for line in clean(&raw, 0..1) {
        assert!(!line.text.contains(['\r', '\u{1b}']), "{:?}", line.text);
    }
}

#[test]
fn an_escaped_stack_in_quotes_is_laid_out() {
    assert_eq!(
        texts(r#"level=error msg=no err="refused\n\tat a.b(C:1)\n\tat d" id=7"#),
        [r#"level=error msg=no err="refused"#, "\tat a.b(C:1)", "\tat d\" id=7"]
    );
    stays(&[r#"err="no file C:\\new\nope""#, r#"re="a\nb""#]);
}

#[test]
fn terraforms_rule_is_gone_and_its_phrases_are_whole() {
    let raw = "\
╷
│ Error: Unsupported argument
│ 
│   on main.tf line 3, in resource \"aws_instance\" \"web\":
│    3:   foo = \"bar\"
│ 
│ An argument named \"foo\" is not expected here. Did you mean to define a
│ block of type \"foo\"?
│ - or not
╵
after";
    assert_eq!(
        texts(raw),
        [
            "",
            "Error: Unsupported argument",
            "",
            "  on main.tf line 3, in resource \"aws_instance\" \"web\":",
            "   3:   foo = \"bar\"",
            "",
            "An argument named \"foo\" is not expected here. Did you mean to define a block of type \"foo\"?",
            "- or not",
            "",
            "after"
        ]
    );
    let doc = RawLines::document(raw.as_bytes());
    let wrapped = clean(&doc, 7..8);
    assert_eq!(wrapped[0].raw_lines, LineIndex(6)..LineIndex(8));
    let at = wrapped[0].text.find("a block").expect("joined");
    let span = wrapped[0].raw_span(at..at + 7);
    assert_eq!(&raw[span.start.0..span.end.0], "a\n│ block");
}

#[test]
fn richs_box_is_gone_and_its_code_rows_stay_apart() {
    let raw = "\
╭─ Traceback (most recent call last) ─╮
│ /home/somebody/project/train/loop.p │
│ y:41 in main                        │
│                                     │
│   40 │   a()                        │
│ ❱ 41 │   b()                        │
│                                     │
│ the words of this phrase go on      │
│ further here                        │
│ short                               │
│ ╭─ locals ─╮                        │
│ │ x = 1    │                        │
│ ╰──────────╯                        │
╰─────────────────────────────────────╯
ValueError: no";
    assert_eq!(
        texts(raw),
        [
            "Traceback (most recent call last)",
            "/home/somebody/project/train/loop.py:41 in main",
            "",
            "  40 │   a()",
            "❱ 41 │   b()",
            "",
            "the words of this phrase go on further here",
            "short",
            "locals",
            "x = 1",
            "",
            "",
            "ValueError: no"
        ]
    );
}

#[test]
fn a_table_and_a_tree_are_no_boxes() {
    let table = "┌───┬───┐\n│ a │ b │\n└───┴───┘";
    assert_eq!(texts(table), table.lines().collect::<Vec<_>>());
    let table = "+---+---+\n| a | b |\n+---+---+";
    assert_eq!(texts(table), table.lines().collect::<Vec<_>>());
    let group = "  + Exception Group Traceback (most recent call last):\n  | E: x\n  +-+---------------- 1 ----------------\n    | y";
    assert_eq!(texts(group), group.lines().collect::<Vec<_>>());
}

#[test]
fn spans_point_at_the_raw_bytes() {
    points("npm \x1b[0mERR! x", "npm ERR!", "^^^^^^^^^^^^");
    points("2024-01-02 15:04:05 disk full", "disk", "                    ^^^^");
    points("10%\r50%\rdone", "done", "        ^^^^");
    points(r#"{"msg":"a \"b\" c"}"#, "\"b\"", "          ^^^^^");
    points(r#"{"msg":"x\ncause"}"#, "cause", "           ^^^^^");
}

#[test]
fn any_bytes_become_text() {
    let raw = RawLines::document(b"a\xffb\xf0\x9f\0c");
    let line = &clean(&raw, 0..1)[0];
    assert_eq!(line.text, "a\u{fffd}b\u{fffd}c");
    let at = line.text.find("c").expect("c");
    assert_eq!(line.raw_span(at..at + 1), Span { start: ByteOffset(6), end: ByteOffset(7) });
    assert_eq!(line.raw_span(1..4), Span { start: ByteOffset(1), end: ByteOffset(2) });
}

#[test]
fn a_box_of_any_length_reads_the_same_from_anywhere() {
    let words = "words that were wrapped at the end of a row of seventy-five columns, or so";
    let row = format!("│ {words}\n│ incomprehensibly late\n");
    let raw = format!("│ above\n╷\n{}╵\n", row.repeat(frame_box::LONGEST_BOX));
    let raw = RawLines::document(raw.as_bytes());
    let whole = clean(&raw, 0..raw.len());
    assert_eq!(whole[2].text, format!("{words} incomprehensibly late"));
    assert_eq!(whole[whole.len() - 2].text, "│ incomprehensibly late");
    for i in 0..raw.len() {
        let there: Vec<_> = whole.iter().filter(|line| line.raw_lines.contains(&LineIndex(i))).cloned().collect();
        assert_eq!(clean(&raw, i..i + 1), there, "line {i}");
    }
}
