//! Log records: plain ones, those that a stack ends, those of several writers.

use super::{check, check_all, fixture};
use crate::text::{CleanLine, Level, RawLines, clean};
use crate::trace::{BlockKind, blocks};

/// Lines of `writer| text`, ` | text` for no writer; `E text` is a record of level error.
fn written(text: &str) -> Vec<CleanLine<'_>> {
    let mut lines = clean(&RawLines::document(text.as_bytes()), 0..text.lines().count());
    for line in &mut lines {
        let Some((writer, rest)) = line.text.split_once('|') else { continue };
        let from = line.text.len() - rest.len();
        let writer = writer.trim().to_owned();
        let rest = rest.to_owned();
        line.segments[0].raw.start.0 += from;
        line.level = rest.starts_with("E ").then_some(Level::Error);
        line.text = rest.into();
        line.writer = (!writer.is_empty()).then(|| writer.into());
    }
    lines
}

#[test]
fn a_plain_record_is_a_line_and_what_is_indented_below_it() {
    check_all(
        "
server started
request failed {
  code: 5,
  path: '/x'
}

  indented alone
",
        "
Plain 1
  [0] 1-1 1: server started
Plain 2-5
  [0] 2-5 2: request failed {
Plain 7 open
  [0] 7-7 7: indented alone
",
    );
}

#[test]
fn blank_lines_are_in_no_plain_block() {
    let text = "\n\none\n\n\ntwo\n\n";
    let lines = written(text);
    let found: Vec<Vec<usize>> = blocks(&lines).into_iter().map(|block| block.lines).collect();
    assert_eq!(found, [vec![2], vec![5]]);
}

#[test]
fn tracebacks_of_two_ranks_do_not_break_each_other() {
    let text = "\
rank0|Traceback (most recent call last):
rank1|Traceback (most recent call last):
rank0|  File \"/app/a.py\", line 1, in <module>
rank1|  File \"/app/b.py\", line 2, in <module>
 |W0101 torchrun: sending SIGTERM
rank1|    b()
rank0|    a()
rank1|ValueError: b
rank0|KeyError: 'a'
";
    let lines = written(text);
    let shown = fixture::show_lines(&lines);
    let expected = "\
Python 1,3,7,9 open
  [0] 1-9 9: KeyError: 'a'
      /app/a.py:1 <module>
Python 2,4,6,8 open
  [0] 2-8 8: ValueError: b
      /app/b.py:2 <module>
Plain 5 open
  [0] 5-5 5: W0101 torchrun: sending SIGTERM
";
    assert!(shown == expected, "{shown}");
}

#[test]
fn a_record_whose_first_line_alone_is_prefixed_keeps_its_rows() {
    let text = "\
app[12]|Traceback (most recent call last):
 |  File \"/app/a.py\", line 1, in <module>
 |    a()
 |KeyError: 'a'
app[12]|next
";
    let lines = written(text);
    let found: Vec<(BlockKind, Vec<usize>)> = blocks(&lines).into_iter().map(|b| (b.kind, b.lines)).collect();
    assert_eq!(found, [(BlockKind::Python, vec![0, 1, 2, 3]), (BlockKind::Plain, vec![4])]);
}

#[test]
fn the_record_above_a_stack_belongs_to_its_block_and_not_to_its_section() {
    let text = "\
 |E request failed
 |
 |java.io.IOException: closed
 |\tat com.acme.A.f(A.java:3)
 |E another
";
    let lines = written(text);
    let found = blocks(&lines);
    assert_eq!(found[0].lines, [0, 1, 2, 3]);
    assert_eq!((found[0].sections[0].lines.clone(), found[0].sections[0].headline), (2..4, 2));
    assert_eq!(found[1].lines, [4]);
}

#[test]
fn the_smallest_section_speaks_for_a_line() {
    let text = "\
yarn: 
error /app/node_modules/x: Command failed.
Exit code: 1
Output:
x.c:1:2: fatal error: y.h: No such file or directory
compilation terminated.
";
    let lines = written(text);
    let found = blocks(&lines);
    let block = &found[1];
    assert_eq!(block.section_at(1), Some(0));
    assert_eq!(block.section_at(4), Some(1));
    assert_eq!(block.section_at(0), None);
    assert_eq!(block.root_cause(0), 1);
}

#[test]
fn a_frame_points_at_path_and_line_behind_the_prefix() {
    let text =
        "rank0|Traceback (most recent call last):\nrank0|  File \"/app/ä.py\", line 12, in f\nrank0|ValueError: x\n";
    let lines = written(text);
    let span = blocks(&lines)[0].sections[0].frames[0].span;
    assert_eq!(&text[span.start.0..span.end.0], "/app/ä.py\", line 12");
}

#[test]
fn a_block_that_reaches_the_end_is_open() {
    let lines = written("Traceback (most recent call last):\n  File \"/app/a.py\", line 1, in f\n");
    assert!(blocks(&lines)[0].open);
    let lines =
        written("Traceback (most recent call last):\n  File \"/app/a.py\", line 1, in f\nKeyError: 1\nmake: done\n");
    let open: Vec<bool> = blocks(&lines).iter().map(|block| block.open).collect();
    assert_eq!(open, [false, true]);
}

#[test]
fn what_apt_says_at_its_end_stands_together() {
    check(
        r#"
Reading package lists...
W: GPG error: http://deb.example.org bookworm InRelease: NO_PUBKEY 6ED0E7B82643E131

E: The repository 'http://deb.example.org bookworm InRelease' is not signed.
N: Updating from such a repository can't be done securely.
The command '/bin/sh -c apt-get update' returned a non-zero code: 100
"#,
        r#"
Packages 2-5
  [0] 2-2 2: W: GPG error: http://deb.example.org bookworm InRelease: NO_PUBKEY 6ED0E7B82643E131
  [1] 4-4 4: E: The repository 'http://deb.example.org bookworm InRelease' is not signed.
  [2] 5-5 5: N: Updating from such a repository can't be done securely.
DockerBuild 6 open
  [0] 6-6 6: The command '/bin/sh -c apt-get update' returned a non-zero code: 100
"#,
    );
}

#[test]
fn a_warning_of_apt_alone_is_a_record_like_any_other() {
    check(
        r#"
W: GPG error: http://deb.example.org bookworm InRelease: NO_PUBKEY 6ED0E7B82643E131
Setting up curl (7.35.0-1) ...
"#,
        r#"
"#,
    );
}

#[test]
fn the_texts_of_a_json_record_are_one_record() {
    let text = "{\"msg\":\"cannot start\",\"attr\":{\"error\":\"Unable to lock\"}}\n{\"msg\":\"next\"}\n";
    let lines = clean(&RawLines::document(text.as_bytes()), 0..2);
    let held: Vec<_> = blocks(&lines).into_iter().map(|block| (block.kind, block.lines)).collect();
    assert_eq!(held, [(BlockKind::Plain, vec![0, 1]), (BlockKind::Plain, vec![2])]);
}
