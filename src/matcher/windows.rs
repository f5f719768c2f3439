//! How a long line is cut, so that no line costs more than its length.

use std::ops::Range;

/// A line of so many bytes is searched whole; a longer one in windows of this size.
pub(super) const WINDOW: usize = 32 << 10;
/// What two windows have in common, in bytes: a match of this length is whole in one of them.
const OVERLAP: usize = 4 << 10;
/// Hits that one line may have; the leftmost are kept.
pub(super) const MAX_HITS: usize = 64;
/// A line that takes more work than this is searched no further: comparisons of an alternative with a window …
pub(super) const MAX_TRIES: usize = 1 << 19;
/// … and runs of a regex over one.
pub(super) const MAX_RUNS: usize = 1 << 12;

/// The windows of a line's text: the whole of it, or pieces that overlap, cut between characters.
pub(super) fn windows(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        let end = border(text, start + WINDOW);
        next = (end < text.len()).then(|| border(text, end - OVERLAP));
        Some(start..end)
    })
}

/// The last place between characters that is not after byte `at`.
fn border(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_cover_a_long_line_and_overlap() {
        for c in ["a", "é", "語", "🦀"] {
            let text = c.repeat(100_000 / c.len());
            let all: Vec<_> = windows(&text).collect();
            assert_eq!((all[0].start, all[all.len() - 1].end), (0, text.len()));
            for pair in all.windows(2) {
                assert!(pair[0].end - pair[1].start >= OVERLAP, "{pair:?}");
                assert!(pair[0].len() <= WINDOW && text.is_char_boundary(pair[1].start), "{pair:?}");
            }
        }
    }

    #[test]
    fn a_short_line_is_one_window() {
        for len in [0, 1, WINDOW] {
            let mut windows = windows_of(len);
            assert_eq!((windows.pop(), windows.pop()), (Some(0..len), None));
        }
    }

    fn windows_of(len: usize) -> Vec<Range<usize>> {
        windows(&"a".repeat(len)).collect()
    }
}
