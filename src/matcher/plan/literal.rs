//! Text that a match must hold, and the search for it on a line.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::rarity;

/// Text that a match must hold.
///
/// ASCII letters of it may be open to either case: each for itself, so that `[Ee]rror` and `(?i)error` are both one
/// literal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Literal {
    /// In lower case where the case does not matter.
    text: Cow<'static, str>,
    /// As long as `text`: 0x20, the bit that tells the cases apart, where the case does not matter, else 0. Empty if
    /// the case matters everywhere.
    fold: Cow<'static, [u8]>,
    /// Where in `text` its rarest four bytes begin (if it has so many; three, if it has just three): of a text of six or
    /// seven bytes the rarest that two follow, of a longer one the rarest that four follow or go before.
    gram: u32,
    /// Where in `text` its rarest byte stands.
    rare: u32,
}

/// Above this the remaining text is searched with a search of guaranteed linear time; below it, the set-up of such a
/// search costs more than it saves. Bytes.
const SHORT: usize = 512;

impl Literal {
    pub(super) fn exact(text: &str) -> Self {
        Self { text: text.to_owned().into(), fold: Cow::default(), gram: 0, rare: 0 }
    }

    pub(super) fn either_case(lower: u8) -> Self {
        Self { text: char::from(lower).to_string().into(), fold: vec![0x20].into(), gram: 0, rare: 0 }
    }

    /// One that was [taken apart](Self::parts).
    pub(in super::super) fn of_parts(text: &'static str, fold: &'static [u8], gram: u32, rare: u32) -> Self {
        Self { text: Cow::Borrowed(text), fold: Cow::Borrowed(fold), gram, rare }
    }

    /// All that it consists of.
    pub(in super::super) fn parts(&self) -> (&str, &[u8], u32, u32) {
        (&self.text, &self.fold, self.gram, self.rare)
    }

    pub(super) fn append(&mut self, next: &Self) {
        if !self.fold.is_empty() || !next.fold.is_empty() {
            let fold = self.fold.to_mut();
            fold.resize(self.text.len(), 0);
            fold.extend_from_slice(&next.fold);
            fold.resize(self.text.len() + next.text.len(), 0);
        }
        self.text.to_mut().push_str(&next.text);
    }

    /// The literal with its rarest parts known.
    pub(super) fn finish(&self) -> Self {
        let mut literal = self.clone();
        let bytes = self.text.as_bytes();
        let least = |a: &f32, b: &f32| a.total_cmp(b);
        literal.gram = self
            .places_of_gram()
            .map(|at| (self.frequency_at(at), at))
            .min_by(|(a, _), (b, _)| least(a, b))
            .map_or(0, |(_, at)| at as u32);
        // A byte of which the case matters is found by a faster search.
        let cost = |i: usize| rarity::of_byte(bytes[i]) * if self.fold_at(i) == 0 { 1.0 } else { 2.0 };
        literal.rare = (0..bytes.len()).min_by(|a, b| least(&cost(*a), &cost(*b))).unwrap_or(0) as u32;
        literal
    }

    /// Where four bytes may begin by which it is looked for: there must be as many bytes after them, or before, as tell it
    /// from most that is like it.
    fn places_of_gram(&self) -> impl Iterator<Item = usize> + use<> {
        let len = self.len();
        (0..=len.saturating_sub(4)).filter(move |at| match len {
            8.. => at + 8 <= len || *at >= 4,
            6..8 => at + 6 <= len,
            _ => true,
        })
    }

    /// How often its rarest part occurs in a log, by estimate: a number to compare with others.
    pub fn frequency(&self) -> f32 {
        self.frequency_at(self.gram())
    }

    /// The same for the four bytes from byte `at` on, or as many as there are.
    pub fn frequency_at(&self, at: usize) -> f32 {
        let bytes = self.text.as_bytes();
        rarity::of_gram(&bytes[at..(at + 4).min(bytes.len())])
    }

    /// The literal, in lower case where the case does not matter.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// In bytes.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Never: an empty literal tells nothing and is not made.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Where in the literal the four bytes begin by which it is looked for.
    pub fn gram(&self) -> usize {
        self.gram as usize
    }

    /// The bit that tells the cases of an ASCII letter apart, if the case of byte `i` does not matter, else 0.
    pub fn fold_at(&self, i: usize) -> u8 {
        self.fold.get(i).copied().unwrap_or(0)
    }

    /// Whether the literal stands at byte `at` of `text`.
    pub fn is_at(&self, text: &[u8], at: usize) -> bool {
        let bytes = self.text.as_bytes();
        let Some(there) = text.get(at..at + bytes.len()) else { return false };
        if self.fold.is_empty() {
            return there == bytes;
        }
        there.iter().zip(self.fold.iter()).zip(bytes).all(|((t, fold), b)| t | fold == *b)
    }

    /// The first place of the literal at or after byte `from` of `text`.
    pub fn find(&self, text: &[u8], from: usize) -> Option<usize> {
        let rest = text.get(from..)?;
        if self.fold.is_empty() && rest.len() > SHORT {
            return memchr::memmem::find(rest, self.text.as_bytes()).map(|at| from + at);
        }
        let rare = self.rare as usize;
        let byte = self.text.as_bytes()[rare];
        let other = byte ^ self.fold_at(rare);
        let mut at = from + rare;
        while let Some(rest) = text.get(at..) {
            let found = if byte == other { memchr::memchr(byte, rest) } else { memchr::memchr2(byte, other, rest) };
            at += found?;
            if self.is_at(text, at - rare) {
                return Some(at - rare);
            }
            at += 1;
        }
        None
    }

    /// The last place of the literal in `text`.
    pub fn rfind(&self, text: &[u8]) -> Option<usize> {
        if self.fold.is_empty() && text.len() > SHORT {
            return memchr::memmem::rfind(text, self.text.as_bytes());
        }
        let rare = self.rare as usize;
        let byte = self.text.as_bytes()[rare];
        let other = byte ^ self.fold_at(rare);
        let mut end = (text.len() + rare + 1).checked_sub(self.len())?;
        loop {
            let head = text.get(..end)?;
            let at = if byte == other { memchr::memrchr(byte, head) } else { memchr::memrchr2(byte, other, head) }?;
            if at < rare {
                return None;
            }
            if self.is_at(text, at - rare) {
                return Some(at - rare);
            }
            end = at;
        }
    }
}
