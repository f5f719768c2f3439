//! A change of a file as a unified diff, as `diff -u` and `git apply` have it.

use super::change::{Change, Refused, apply};

/// Lines shown around a change.
const CONTEXT: usize = 3;

/// One line of a diff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line<'a> {
    /// Names of files, and where a piece stands.
    Head(&'a str),
    /// As it was and is.
    Same(&'a str),
    /// What goes.
    Gone(&'a str),
    /// What comes.
    New(&'a str),
}

/// Calls `each` with the lines of the diff of a file, without their ends; with the whole of a line that ends in a
/// carriage return, because that may be what changes.
///
/// # Errors
/// If the changes do not fit the text.
pub fn diff(
    name: &str,
    text: &str,
    changes: &[Change],
    creates: bool,
    each: &mut impl FnMut(Line<'_>),
) -> Result<(), Refused> {
    let after = apply(text, changes)?;
    let (old, new): (Vec<&str>, Vec<&str>) = (lines(text), lines(&after));
    let mut order: Vec<&Change> = changes.iter().collect();
    order.sort_by_key(|change| change.range.start);
    // The lines of each change before and after; neighbours come together.
    let mut hunks: Vec<[usize; 4]> = Vec::new();
    let mut shift = 0isize;
    for change in order {
        let first = line_at(text, change.range.start);
        let last = line_at(text, change.range.end) + 1;
        let start = (change.range.start as isize + shift) as usize;
        let (from, to) = (line_at(&after, start), line_at(&after, start + change.text.len()) + 1);
        shift += change.text.len() as isize - change.range.len() as isize;
        let hunk = [first, last.min(old.len()).max(first), from, to.min(new.len()).max(from)];
        match hunks.last_mut() {
            Some(open) if hunk[0] <= open[1] => {
                open[1] = open[1].max(hunk[1]);
                open[3] = open[3].max(hunk[3]);
            }
            _ => hunks.push(hunk),
        }
    }
    for hunk in &mut hunks {
        trim(hunk, &old, &new);
    }
    hunks.retain(|hunk| hunk[0] < hunk[1] || hunk[2] < hunk[3]);
    let from = if creates { "/dev/null".to_owned() } else { format!("a/{name}") };
    each(Line::Head(&format!("--- {from}")));
    each(Line::Head(&format!("+++ b/{name}")));
    let mut at = 0;
    while at < hunks.len() {
        // Those whose context would overlap are one piece.
        let mut end = at + 1;
        while end < hunks.len() && hunks[end][0] <= hunks[end - 1][1] + 2 * CONTEXT {
            end += 1;
        }
        piece(&hunks[at..end], &old, &new, each);
        at = end;
    }
    Ok(())
}

fn piece(hunks: &[[usize; 4]], old: &[&str], new: &[&str], each: &mut impl FnMut(Line<'_>)) {
    let (first, last) = (hunks[0], hunks[hunks.len() - 1]);
    let lead = CONTEXT.min(first[0]);
    let tail = CONTEXT.min(old.len() - last[1]);
    let range = |start: usize, end: usize| {
        // A piece of no lines is named by the line before it.
        let number = if start == end { start } else { start + 1 };
        format!("{number},{}", end - start)
    };
    each(Line::Head(&format!(
        "@@ -{} +{} @@",
        range(first[0] - lead, last[1] + tail),
        range(first[2] - lead, last[3] + tail)
    )));
    let mut done = first[0] - lead;
    for hunk in hunks {
        old[done..hunk[0]].iter().for_each(|line| shown(line, &Line::Same, each));
        old[hunk[0]..hunk[1]].iter().for_each(|line| shown(line, &Line::Gone, each));
        new[hunk[2]..hunk[3]].iter().for_each(|line| shown(line, &Line::New, each));
        done = hunk[1];
    }
    old[done..last[1] + tail].iter().for_each(|line| shown(line, &Line::Same, each));
}

fn shown<'l>(line: &'l str, kind: &dyn Fn(&'l str) -> Line<'l>, each: &mut impl FnMut(Line<'_>)) {
    each(kind(line.strip_suffix('\n').unwrap_or(line)));
    if !line.ends_with('\n') {
        each(Line::Head("\\ No newline at end of file"));
    }
}

/// Lines that stay are no part of a change.
fn trim(hunk: &mut [usize; 4], old: &[&str], new: &[&str]) {
    while hunk[0] < hunk[1] && hunk[2] < hunk[3] && old[hunk[0]] == new[hunk[2]] {
        hunk[0] += 1;
        hunk[2] += 1;
    }
    while hunk[0] < hunk[1] && hunk[2] < hunk[3] && old[hunk[1] - 1] == new[hunk[3] - 1] {
        hunk[1] -= 1;
        hunk[3] -= 1;
    }
}

/// With their ends.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

fn line_at(text: &str, byte: usize) -> usize {
    memchr::memchr_iter(b'\n', &text.as_bytes()[..byte]).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, changes: &[Change], creates: bool) -> String {
        let mut out = String::new();
        diff("a.py", text, changes, creates, &mut |line| {
            let (mark, line) = match line {
                Line::Head(line) => ("", line),
                Line::Same(line) => (" ", line),
                Line::Gone(line) => ("-", line),
                Line::New(line) => ("+", line),
            };
            out.push_str(&format!("{mark}{line}\n"));
        })
        .expect("it fits");
        out
    }

    #[test]
    fn a_diff_shows_what_goes_and_what_comes() {
        let text = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15";
        let changes = [Change::insert(2, "new\n"), Change::insert(text.len(), "!")];
        assert_eq!(
            shown(text, &changes, false),
            "--- a/a.py\n+++ b/a.py\n@@ -1,4 +1,5 @@\n 1\n+new\n 2\n 3\n 4\n@@ -12,4 +13,4 @@\n 12\n 13\n 14\n-15\n\\ No newline at end of file\n+15!\n\\ No newline at end of file\n"
        );
        let both = [Change::insert(2, "new\n"), Change::replace(6..7, "four")];
        assert_eq!(
            shown(text, &both, false),
            "--- a/a.py\n+++ b/a.py\n@@ -1,7 +1,8 @@\n 1\n+new\n 2\n 3\n-4\n+four\n 5\n 6\n 7\n"
        );
    }

    #[test]
    fn a_new_file_comes_from_nothing() {
        assert_eq!(
            shown("", &[Change::insert(0, "a\nb\n")], true),
            "--- /dev/null\n+++ b/a.py\n@@ -0,0 +1,2 @@\n+a\n+b\n"
        );
    }
}
