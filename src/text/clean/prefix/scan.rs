//! Reading of prefixes, byte by byte.

/// A reader of a few bytes; every method that does not find what it looks for leaves it where it was.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scan<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
}

impl<'a> Scan<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..]
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub(super) fn byte(&mut self, byte: u8) -> Option<()> {
        self.one_of(&[byte]).map(|_| ())
    }

    pub(super) fn one_of(&mut self, bytes: &[u8]) -> Option<u8> {
        let found = self.peek().filter(|b| bytes.contains(b))?;
        self.at += 1;
        Some(found)
    }

    pub(super) fn literal(&mut self, literal: &[u8]) -> Option<()> {
        self.rest().starts_with(literal).then(|| self.at += literal.len())
    }

    /// As many bytes as satisfy `test`; `None` if there are fewer than `least` or more than `most`.
    pub(super) fn run(&mut self, least: usize, most: usize, test: impl Fn(u8) -> bool) -> Option<&'a [u8]> {
        let n = self.rest().iter().take(most + 1).take_while(|b| test(**b)).count();
        if n < least || n > most {
            return None;
        }
        let found = &self.rest()[..n];
        self.at += n;
        Some(found)
    }

    /// A number of `least` to `most` digits, with no further digit behind it.
    pub(super) fn number(&mut self, least: usize, most: usize) -> Option<u64> {
        let before = *self;
        let digits = self.run(least, most.min(18), |b| b.is_ascii_digit())?;
        let value = digits.iter().fold(0, |value, digit| value * 10 + u64::from(digit - b'0'));
        if self.peek().is_some_and(|b| b.is_ascii_digit()) {
            *self = before;
            return None;
        }
        Some(value)
    }

    /// A number between two bounds, written with exactly `digits` digits.
    pub(super) fn field(&mut self, digits: usize, low: u64, high: u64) -> Option<u64> {
        let before = *self;
        let value = self.number(digits, digits).filter(|value| (low..=high).contains(value));
        if value.is_none() {
            *self = before;
        }
        value
    }

    /// One blank, if there is one, or the end: the border between a prefix and what follows.
    pub(super) fn border(&mut self) -> Option<()> {
        match self.peek() {
            None => Some(()),
            Some(b' ' | b'\t') => {
                self.at += 1;
                Some(())
            }
            Some(_) => None,
        }
    }
}

/// How many blanks `bytes` begins with.
pub(super) fn blanks(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| matches!(b, b' ' | b'\t')).count()
}
