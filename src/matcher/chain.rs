//! Decides from the literals of a line alone: whether an alternative can match there, and where it does if it is purely
//! literal.

use std::ops::Range;

use super::plan::{Alternative, Pure};

impl Alternative {
    /// Whether all literals stand on this line in their order.
    pub fn holds(&self, line: &[u8]) -> bool {
        self.ends(line).is_some()
    }

    /// Whether all literals stand on one line of a text in their order.
    pub fn is_on_some_line(&self, text: &[u8]) -> bool {
        let literal = &self.chain[self.rarest];
        let mut from = 0;
        while let Some(place) = literal.find(text, from) {
            let start = memchr::memrchr(b'\n', &text[..place]).map_or(0, |at| at + 1);
            let end = memchr::memchr(b'\n', &text[place..]).map_or(text.len(), |at| place + at);
            if self.holds(&text[start..end]) {
                return true;
            }
            from = end + 1;
        }
        false
    }

    /// The span that the regex gives for this alternative on a line without a line end, if the literals tell it.
    pub fn span(&self, line: &[u8]) -> Option<Range<usize>> {
        self.pure.as_ref()?.span(self, line)
    }

    /// Where the first literal begins and the last one ends, each taken as early as can be.
    fn ends(&self, line: &[u8]) -> Option<Range<usize>> {
        let mut start = None;
        let mut at = 0;
        for (i, literal) in self.chain.iter().enumerate() {
            let between = self.pure.as_ref().and_then(|pure| pure.nonempty.get(i.wrapping_sub(1)));
            let place = literal.find(line, at + usize::from(between == Some(&true)))?;
            start.get_or_insert(place);
            at = place + literal.len();
        }
        Some(start?..at)
    }

    /// Where the literal to look for stands first.
    pub(super) fn rarest_in(&self, line: &[u8]) -> Option<Range<usize>> {
        let literal = &self.chain[self.rarest];
        literal.find(line, 0).map(|start| start..start + literal.len())
    }
}

impl Pure {
    /// The span that the regex gives for this alternative on a line, which holds no line end.
    ///
    /// If the literals can follow the first one at any of its places, they can at the first. A greedy gap takes all it
    /// can, so that the last literal is the last on the line; a lazy one takes the next.
    fn span(&self, alternative: &Alternative, line: &[u8]) -> Option<Range<usize>> {
        let early = alternative.ends(line)?;
        if self.to_end {
            return Some(early.start..line.len());
        }
        let [_, .., last] = alternative.chain.as_slice() else { return Some(early) };
        if self.lazy {
            return Some(early);
        }
        last.rfind(line).map(|place| early.start..place + last.len())
    }
}
