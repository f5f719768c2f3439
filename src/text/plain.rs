//! Which lines need no cleaning before they are searched.
//!
//! Cleaning costs a hundred times what searching costs, and most lines of most logs are plain. What is decided here may
//! err on one side only: a line that is called plain is one.

use std::ops::Range;

use memchr::memmem;

use super::raw::RawLines;

/// Whether the clean text of `line` (without its line end) is certain to be a part of the raw bytes, on one clean line
/// that stands for this raw line and no other.
///
/// Then what is not in the raw bytes is not in the clean text either, so only lines with a candidate need
/// [`clean`](super::clean). Prefixes are no obstacle: they are cut off an end of the line.
pub fn is_plain(line: &[u8]) -> bool {
    !ends_like_structure(line) && memmem::find(line, b"\\n").is_none() && has_plain_characters(line)
}

/// The lines of `raw` among `lines` that are not [plain](is_plain), in runs of neighbours, as indices into `raw`.
///
/// Plain ASCII costs little more than reading it. Neighbours come together because a box is cleaned at once far faster
/// than row by row.
pub fn unplain_runs<'r>(raw: &'r RawLines<'_>, lines: Range<usize>) -> impl Iterator<Item = Range<usize>> + 'r {
    let mut lines = Lines { raw, next: lines.start, end: lines.end.min(raw.len()), special: None, escape: None };
    std::iter::from_fn(move || lines.next_run())
}

struct Lines<'r, 'a> {
    raw: &'r RawLines<'a>,
    next: usize,
    end: usize,
    /// The first byte that [`special`] finds from the present line on; `None` before the first search.
    special: Option<usize>,
    /// The first `\n` in letters from the present line on.
    escape: Option<usize>,
}

impl Lines<'_, '_> {
    fn next_run(&mut self) -> Option<Range<usize>> {
        while self.next < self.end && !self.is_unplain(self.next) {
            self.next += 1;
        }
        let start = self.next;
        while self.next < self.end && self.is_unplain(self.next) {
            self.next += 1;
        }
        (start < self.next).then_some(start..self.next)
    }

    fn is_unplain(&mut self, i: usize) -> bool {
        let bytes = &self.raw.bytes()[..self.raw.start(self.end)];
        let (start, end) = (self.raw.start(i), self.raw.start(i + 1));
        let special = match self.special {
            Some(at) if at >= start => at,
            _ => *self.special.insert(special(bytes, start)),
        };
        let escape = match self.escape {
            Some(at) if at >= start => at,
            _ => *self.escape.insert(memmem::find(&bytes[start..], b"\\n").map_or(bytes.len(), |at| start + at)),
        };
        escape < end
            || (may_end_like_structure(&bytes[start..end]) && ends_like_structure(self.raw.line(i)))
            || (special < end && !has_plain_characters(self.raw.line(i)))
    }
}

/// Whether a line holds neither control characters nor anything else that [`is_plain_unicode`] refuses.
fn has_plain_characters(line: &[u8]) -> bool {
    // `fold`, not `any`: without a branch the compiler takes many bytes at once.
    !line.iter().fold(false, |found, b| found | is_control(*b)) && (line.is_ascii() || is_plain_unicode(line))
}

fn is_control(byte: u8) -> bool {
    (byte < 0x20 && byte != b'\t') || byte == 0x7f
}

/// The first place from `from` on that may need cleaning, or the length of `bytes`: a control character that is no part
/// of a line end, or a byte that is not ASCII.
fn special(bytes: &[u8], from: usize) -> usize {
    const BLOCK: usize = 64;
    let stops = |b: u8| (b < 0x20 && b != b'\t' && b != b'\n') || b >= 0x7f;
    let mut at = from;
    while at < bytes.len() {
        let block = &bytes[at..bytes.len().min(at + BLOCK)];
        if block.iter().fold(false, |found, b| found | stops(*b)) {
            for (i, b) in block.iter().enumerate() {
                if stops(*b) && !(*b == b'\r' && bytes.get(at + i + 1) == Some(&b'\n')) {
                    return at + i;
                }
            }
        }
        at += block.len();
    }
    bytes.len()
}

/// False only if [`ends_like_structure`] is for the line of these bytes, which may have its line end: most lines are told by
/// one byte.
fn may_end_like_structure(line: &[u8]) -> bool {
    let last = match line {
        [.., last, b'\n'] | [.., last] => *last,
        [] => return false,
    };
    last.is_ascii_whitespace() || matches!(last, b'}' | b'|' | b'+')
}

/// Whether the line may be a JSON record, or a row or an edge of a box drawn in ASCII.
fn ends_like_structure(line: &[u8]) -> bool {
    let line = line.trim_ascii_end();
    match line.last() {
        Some(b'}') => memchr::memchr(b'{', line).is_some(),
        Some(b'|') => true,
        Some(b'+') => line.ends_with(b"-+"),
        _ => false,
    }
}

/// Whether a line that is not ASCII holds neither invalid UTF-8 nor a box nor an 8-bit control character.
fn is_plain_unicode(line: &[u8]) -> bool {
    if str::from_utf8(line).is_err() {
        return false;
    }
    // U+2500 to U+257F are E2 94 80 to E2 95 BF.
    let boxed = memchr::memchr_iter(0xe2, line).any(|at| matches!(line.get(at + 1), Some(0x94 | 0x95)));
    let control = memchr::memchr_iter(0xc2, line).any(|at| matches!(line.get(at + 1), Some(0x80..=0x9f)));
    !boxed && !control
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_need_cleaning_are_found_in_runs() {
        let text = "plain\nnpm \x1b[0mERR\na\rb\nnach draußen\n│ box\nx\n{\"msg\":1}\ncrlf\r\nends\\n\n| row |\n+--+\n\u{9b}m\n";
        let raw = RawLines::document(text.as_bytes());
        let runs: Vec<_> = unplain_runs(&raw, 0..raw.len()).collect();
        assert_eq!(runs, [1..3, 4..5, 6..7, 8..12]);
        assert_eq!(unplain_runs(&raw, 2..9).collect::<Vec<_>>(), [2..3, 4..5, 6..7, 8..9]);
        for text in [&b"a\xff\nb"[..], b"a\rb", b"{\"msg\":1} \nx"] {
            let raw = RawLines::document(text);
            assert_eq!(unplain_runs(&raw, 0..9).flatten().collect::<Vec<_>>(), [0], "{text:?}");
        }
    }
}
