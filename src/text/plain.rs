//! Which lines need no cleaning before they are searched.
//!
//! Cleaning costs a hundred times what searching costs, and most lines of most logs are plain. What is decided here may
//! err on one side only: a line that is called plain is one.

use std::ops::Range;

use super::raw::RawLines;

/// Whether the clean text of `line` (without its line end) is certain to be a part of the raw bytes, on one clean line
/// that stands for this raw line and no other.
///
/// Then what is not in the raw bytes is not in the clean text either, so only lines with a candidate need
/// [`clean`](super::clean). Prefixes are no obstacle: they are cut off an end of the line.
pub fn is_plain(line: &[u8]) -> bool {
    is_plain_but(line, |_| false)
}

/// The lines of `raw` among `lines` that are not [plain](is_plain), or for which `or` holds though they are not ASCII, in runs
/// of neighbours, as indices into `raw`.
///
/// Most lines of most logs were told apart when the text was split. Neighbours come together because a box is cleaned at
/// once far faster than row by row.
pub fn unplain_runs<'r>(
    raw: &'r RawLines<'_>,
    lines: Range<usize>,
    or: impl Fn(&[u8]) -> bool + 'r,
) -> impl Iterator<Item = Range<usize>> + 'r {
    let suspects = raw.suspects(lines).iter().copied();
    let mut unplain = suspects.filter(move |line| !is_plain_but(raw.line(*line), &or)).peekable();
    std::iter::from_fn(move || {
        let start = unplain.next()?;
        let mut end = start + 1;
        while unplain.next_if_eq(&end).is_some() {
            end += 1;
        }
        Some(start..end)
    })
}

/// Whether a line is plain, and `or` does not hold for it if it is not ASCII.
fn is_plain_but(line: &[u8], or: impl Fn(&[u8]) -> bool) -> bool {
    // `fold`, not `any`: without a branch the compiler takes many bytes at once.
    let has_control = || line.iter().fold(false, |found, b| found | is_control(*b));
    if ends_like_structure(line) || has_escape(line) || has_control() {
        return false;
    }
    line.is_ascii() || (is_plain_unicode(line) && !or(line))
}

/// Whether a line end stands on the line as it is written in strings.
fn has_escape(line: &[u8]) -> bool {
    memchr::memchr_iter(b'\\', line).any(|at| line.get(at + 1) == Some(&b'n'))
}

fn is_control(byte: u8) -> bool {
    (byte < 0x20 && byte != b'\t') || byte == 0x7f
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
    let is_special =
        |at: usize| matches!((line[at], line.get(at + 1)), (0xe2, Some(0x94 | 0x95)) | (0xc2, Some(0x80..=0x9f)));
    !memchr::memchr2_iter(0xe2, 0xc2, line).any(is_special)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_need_cleaning_are_found_in_runs() {
        let text = "plain\nnpm \x1b[0mERR\na\rb\nnach draußen\n│ box\nx\n{\"msg\":1}\ncrlf\r\nends\\n\n| row |\n+--+\n\u{9b}m\n\u{94}\n";
        let raw = RawLines::document(text.as_bytes());
        let runs: Vec<_> = unplain_runs(&raw, 0..raw.len(), |_| false).collect();
        assert_eq!(runs, [1..3, 4..5, 6..7, 8..13]);
        assert_eq!(unplain_runs(&raw, 2..9, |_| false).collect::<Vec<_>>(), [2..3, 4..5, 6..7, 8..9]);
        for text in [&b"a\xff\nb"[..], b"a\rb", b"{\"msg\":1} \nx"] {
            let raw = RawLines::document(text);
            assert_eq!(unplain_runs(&raw, 0..9, |_| false).flatten().collect::<Vec<_>>(), [0], "{text:?}");
        }
    }
}
