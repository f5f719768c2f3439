//! The outer form of a file: byte order mark and line ends. Editors see neither, and both stay as they are.

use std::borrow::Cow;

use crate::fix::change::Change;

/// Above so many pairs of lines, what lies between two differences counts as different too.
const MAX_PAIRS: usize = 4_000_000;

/// A text without its outer form, and the way back.
pub(super) struct Form<'a> {
    /// The text with `\n` at the end of each line and without a byte order mark.
    pub text: Cow<'a, str>,
    mark: usize,
    /// Where in `text` a `\n` stands before which a `\r` was.
    returns: Vec<usize>,
    windows: bool,
}

impl<'a> Form<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mark = text.len() - bare.len();
        if !bare.contains("\r\n") {
            return Self { text: Cow::Borrowed(bare), mark, returns: Vec::new(), windows: false };
        }
        let (mut plain, mut returns) = (String::with_capacity(bare.len()), Vec::new());
        for line in bare.split_inclusive('\n') {
            match line.strip_suffix("\r\n") {
                Some(line) => {
                    plain.push_str(line);
                    returns.push(plain.len());
                    plain.push('\n');
                }
                None => plain.push_str(line),
            }
        }
        // What is added ends its lines as most lines do.
        let windows = returns.len() * 2 >= memchr::memchr_iter(b'\n', plain.as_bytes()).count();
        Self { text: Cow::Owned(plain), mark, returns, windows }
    }

    /// A change of the plain text as one of the text itself.
    pub(super) fn back(&self, change: Change) -> Change {
        let at = |plain: usize| self.mark + plain + self.returns.partition_point(|end| *end < plain);
        let text = if self.windows { change.text.replace('\n', "\r\n") } else { change.text };
        Change { range: at(change.range.start)..at(change.range.end), text }
    }
}

/// The changes that make `new` of `old`: whole lines that differ, cut to what differs within them.
pub(super) fn between(old: &str, new: &str) -> Vec<Change> {
    let (a, b): (Vec<&str>, Vec<&str>) = (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let start: usize = a[..head].iter().map(|line| line.len()).sum();
    let (a, b) = (&a[head..a.len() - tail], &b[head..b.len() - tail]);
    let mut changes = Vec::new();
    for (gone, come) in hunks(a, b) {
        let from = start + a[..gone.start].iter().map(|line| line.len()).sum::<usize>();
        changes.push(trimmed(from, &a[gone].concat(), &b[come].concat()));
    }
    changes
}

/// The ranges of lines that differ, in both lists.
fn hunks(a: &[&str], b: &[&str]) -> Vec<(std::ops::Range<usize>, std::ops::Range<usize>)> {
    if a.is_empty() && b.is_empty() {
        return Vec::new();
    }
    if a.is_empty() || b.is_empty() || a.len().saturating_mul(b.len()) > MAX_PAIRS {
        return vec![(0..a.len(), 0..b.len())];
    }
    // The longest common subsequence from each pair on.
    let width = b.len() + 1;
    let mut common = vec![0u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            common[i * width + j] = if a[i] == b[j] {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut hunks) = (0, 0, Vec::new());
    while i < a.len() || j < b.len() {
        let (from_i, from_j) = (i, j);
        while (i < a.len() || j < b.len()) && !(i < a.len() && j < b.len() && a[i] == b[j]) {
            let skip_a = j == b.len() || (i < a.len() && common[(i + 1) * width + j] >= common[i * width + j + 1]);
            if skip_a { i += 1 } else { j += 1 }
        }
        if (from_i, from_j) != (i, j) {
            hunks.push((from_i..i, from_j..j));
        }
        while i < a.len() && j < b.len() && a[i] == b[j] {
            (i, j) = (i + 1, j + 1);
        }
    }
    hunks
}

/// A replacement without what both texts have in common at their ends.
fn trimmed(from: usize, old: &str, new: &str) -> Change {
    let head: usize = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (old, new) = (&old[head..], &new[head..]);
    let same = |(a, b): &(char, char)| a == b;
    let tail: usize = old.chars().rev().zip(new.chars().rev()).take_while(same).map(|(a, _)| a.len_utf8()).sum();
    Change::replace(from + head..from + head + old.len() - tail, &new[..new.len() - tail])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fix::change::apply;

    #[test]
    fn the_outer_form_comes_back() {
        let text = "\u{feff}a\r\nb\r\nc\n";
        let form = Form::of(text);
        assert_eq!(form.text, "a\nb\nc\n");
        let changes = [Change::insert(2, "x\n"), Change::replace(4..5, "C"), Change::replace(1..2, "\n")];
        let changes: Vec<Change> = changes.into_iter().map(|change| form.back(change)).collect();
        assert_eq!(apply(text, &changes).as_deref(), Ok("\u{feff}a\r\nx\r\nb\r\nC\n"));
    }

    #[test]
    fn only_what_differs_is_changed() {
        let old = "a = 1\nb = 2\nc = 3\nd = 4\n";
        let new = "a = 1\nb = 20\nc = 3\nd = 4\ne = 5\n";
        let changes = between(old, new);
        assert_eq!(changes, [Change::insert(11, "0"), Change::insert(24, "e = 5\n")]);
        for (old, new) in [("", "x"), ("x", ""), ("ä\nb", "ö\nb\n"), ("a\nb\na\n", "b\na\nb\n"), ("aa", "aaa")] {
            assert_eq!(apply(old, &between(old, new)).as_deref(), Ok(new));
        }
    }
}
