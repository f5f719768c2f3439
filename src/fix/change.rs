//! Changes of a text, and the reason why there is none.

use std::fmt;
use std::ops::Range;

/// One piece of a text that is replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What goes, in bytes of the text before; empty for an insertion.
    pub range: Range<usize>,
    /// What comes in its place.
    pub text: String,
}

impl Change {
    /// Puts a text at an offset (bytes).
    pub fn insert(at: usize, text: impl Into<String>) -> Self {
        Self { range: at..at, text: text.into() }
    }

    /// Puts a text in the place of a range (bytes).
    pub fn replace(range: Range<usize>, text: impl Into<String>) -> Self {
        Self { range, text: text.into() }
    }
}

/// Why nothing is changed: a sentence for people, without a full stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused(pub String);

impl Refused {
    /// With this reason.
    pub fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

/// The text with the changes made. They may come in any order; of several insertions at one place the first comes first.
///
/// Refused where changes overlap, or do not fit the text: then it is not the text that they were made for.
pub fn apply(text: &str, changes: &[Change]) -> Result<String, Refused> {
    let mut order: Vec<&Change> = changes.iter().collect();
    order.sort_by_key(|change| (change.range.start, change.range.end));
    let mut out = String::with_capacity(text.len() + changes.iter().map(|change| change.text.len()).sum::<usize>());
    let mut done = 0;
    for change in order {
        let kept = (change.range.start >= done).then(|| text.get(done..change.range.start)).flatten();
        let fits = change.range.start <= change.range.end && text.is_char_boundary(change.range.end);
        let (Some(kept), true) = (kept, fits) else {
            return Err(Refused::new("the changes do not fit the text"));
        };
        out.push_str(kept);
        out.push_str(&change.text);
        done = change.range.end;
    }
    out.push_str(&text[done..]);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_made_in_the_order_of_the_text() {
        let changes =
            [Change::replace(4..7, "TWO"), Change::insert(0, "a"), Change::insert(0, "b"), Change::insert(7, "!")];
        assert_eq!(apply("one two", &changes).as_deref(), Ok("abone TWO!"));
        assert_eq!(apply("ä", &[]).as_deref(), Ok("ä"));
    }

    #[test]
    fn changes_of_another_text_are_refused() {
        for changes in [
            vec![Change::replace(0..4, "x")],
            vec![Change::insert(1, "x")],
            vec![Change::replace(0..2, "x"), Change::replace(0..3, "y")],
        ] {
            assert!(apply("äb", &changes).is_err(), "{changes:?}");
        }
    }
}
