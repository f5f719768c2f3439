//! What an engine finds, in a form that can be compared: which signature, where, how long.

use loglore::matcher::Matcher;
use loglore::text::{RawLines, clean};

/// How many were found, and a number that is the same for the same answers in any order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Answers {
    pub count: usize,
    hash: u64,
}

impl Answers {
    pub fn add(&mut self, (signature, offset, len): (u32, usize, usize)) {
        self.count += 1;
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for part in [u64::from(signature), offset as u64, len as u64] {
            hash = (hash ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
        }
        self.hash = self.hash.wrapping_add(hash);
    }
}

/// What loglore finds in a text, with places in the text.
pub fn of_loglore(matcher: &Matcher, text: &str) -> Answers {
    let mut answers = Answers::default();
    each_of_loglore(matcher, text, |answer| answers.add(answer));
    answers
}

/// The same, one by one.
pub fn each_of_loglore(matcher: &Matcher, text: &str, mut each: impl FnMut((u32, usize, usize))) {
    let raw = RawLines::document(text.as_bytes());
    let hits = matcher.scan(&raw, 0..raw.len());
    for hits in hits.chunk_by(|a, b| a.line == b.line) {
        let line = hits[0].line;
        for clean in clean(&raw, line.raw.0..line.raw.0 + 1).iter().filter(|clean| clean.id == line) {
            for hit in hits {
                let span = clean.raw_span(hit.range.clone());
                each((hit.signature.0, span.start.0, span.end.0 - span.start.0));
            }
        }
    }
}
