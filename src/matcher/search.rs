//! One text, all signatures: literals first, then their order, then the regex where it is still needed.

use std::ops::Range;

use super::SignatureId;
use super::grams::{Likely, LineGrams};
use super::index::{Search, User, Way};
use super::plan::Alternative;
use super::plans::Plans;
use super::regexes::Regexes;

/// Characters that are a `k` or an `s` where the case does not matter.
const THIRD_FORMS: [&str; 2] = ["\u{212a}", "\u{17f}"];

/// What was found of one signature on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) signature: SignatureId,
    /// Bytes of the line's text.
    pub(super) range: Range<usize>,
    pub(super) anchor: bool,
}

/// An alternative whose literals stand in order on a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Candidate {
    /// First byte of the line in the text that was searched.
    pub(super) line: usize,
    pub(super) way: Way,
}

/// Up to this length a line's grams are noted before its alternatives are tried. Bytes; a longer line has nearly all
/// the twelve bits can tell apart.
const NOTED: usize = 2048;

/// Memory for a search, kept from one to the next.
#[derive(Debug)]
pub(super) struct Scratch {
    /// By literal: the line (counted from 1 over all searches) on which it was last seen.
    seen: Vec<u32>,
    line: u32,
    /// Of the line `grams_of`.
    grams: Box<LineGrams>,
    grams_of: u32,
    /// Out while a search uses it.
    likely: Option<Box<Likely>>,
    pub(super) candidates: Vec<Candidate>,
}

impl Default for Scratch {
    fn default() -> Self {
        Self {
            seen: Vec::new(),
            line: 0,
            grams: Box::new(LineGrams::new()),
            grams_of: 0,
            likely: None,
            candidates: Vec::new(),
        }
    }
}

impl Scratch {
    fn next_line(&mut self) {
        self.line = self.line.wrapping_add(1);
        if self.line == 0 {
            self.seen.fill(0);
            self.line = 1;
            self.grams_of = 0;
        }
    }

    /// Whether the line now searched may hold the literals that an alternative needs.
    fn may_hold(&mut self, line: &[u8], user: &User) -> bool {
        let [Some(first), second] = user.others else { return true };
        if line.len() > NOTED {
            return true;
        }
        if self.grams_of != self.line {
            self.grams_of = self.line;
            self.grams.fill(line);
        }
        self.grams.may_have(first) && second.is_none_or(|second| self.grams.may_have(second))
    }
}

impl Search {
    /// Whether some signature has to be run on every line.
    pub(super) fn is_always(&self) -> bool {
        !self.always.is_empty()
    }

    /// Whether a text holds a form of a letter that the literals do not know, and some signature would match it.
    pub(super) fn has_third_form(&self, text: &[u8]) -> bool {
        !self.third_forms.is_empty()
            && !text.is_ascii()
            // By the first byte of each, which is rare: cheaper than to prepare a search of both.
            && memchr::memchr2_iter(THIRD_FORMS[0].as_bytes()[0], THIRD_FORMS[1].as_bytes()[0], text)
                .any(|at| THIRD_FORMS.iter().any(|form| text[at..].starts_with(form.as_bytes())))
    }

    /// Fills `scratch.candidates`, sorted, for a text of many lines, or for a text that counts as one line. `wanted`
    /// says whether to look for a signature at all; the answer is how many alternatives had their rarest literal on a
    /// line.
    pub(super) fn candidates(
        &self,
        plans: &Plans,
        text: &[u8],
        one_line: bool,
        wanted: impl Fn(u32) -> bool,
        scratch: &mut Scratch,
    ) -> usize {
        scratch.seen.resize(self.literals.len(), 0);
        scratch.candidates.clear();
        let mut tries = 0;
        let mut line = if one_line { 0..text.len() } else { 0..0 };
        scratch.next_line();
        let mut likely = scratch.likely.take().unwrap_or_default();
        self.grams.each(text, &self.literals, &mut likely, |place, literal| {
            if !line.contains(&place) {
                let start = memchr::memrchr(b'\n', &text[..place]).map_or(0, |at| at + 1);
                let end = memchr::memchr(b'\n', &text[place..]).map_or(text.len(), |at| place + at);
                line = start..end;
                scratch.next_line();
            }
            let seen = &mut scratch.seen[literal as usize];
            if *seen == scratch.line {
                return;
            }
            *seen = scratch.line;
            let range = self.starts[literal as usize] as usize..self.starts[literal as usize + 1] as usize;
            for user in &self.users[range] {
                if !wanted(user.way.signature) {
                    continue;
                }
                tries += 1;
                let text = &text[line.clone()];
                if scratch.may_hold(text, user) && user.way.of(plans).holds(text) {
                    scratch.candidates.push(Candidate { line: line.start, way: user.way });
                }
            }
        });
        scratch.likely = Some(likely);
        scratch.candidates.sort_unstable();
        scratch.candidates.dedup();
        tries
    }

    /// The signatures found in a span of a line's text, which counts as a line but for what `^`, `$` and `\b` see
    /// around it.
    pub(super) fn window(
        &self,
        plans: &Plans,
        regexes: &Regexes,
        text: &str,
        span: Range<usize>,
        wanted: impl Fn(u32) -> bool,
        scratch: &mut Scratch,
    ) -> Window {
        let bytes = &text.as_bytes()[span.clone()];
        let tries = self.candidates(plans, bytes, true, &wanted, scratch);
        let mut forced: Vec<u32> = self.always.clone();
        if self.has_third_form(bytes) {
            forced.extend(&self.third_forms);
        }
        forced.retain(|signature| wanted(*signature));
        let mut window = Window { tries, ..Window::default() };
        if !forced.is_empty() {
            scratch.candidates.retain(|candidate| !forced.contains(&candidate.way.signature));
            for signature in forced {
                if plans[signature as usize].multi_line {
                    window.found.push(Found {
                        signature: SignatureId(signature),
                        range: span.start..span.start,
                        anchor: true,
                    });
                } else {
                    window.regex(plans, regexes, signature, text, &span);
                }
            }
        }
        let ways: Vec<Way> = scratch.candidates.iter().map(|candidate| candidate.way).collect();
        window.resolve(plans, regexes, text, span, &ways);
        window
    }
}

/// The answer for one span of a line.
#[derive(Debug, Default)]
pub(super) struct Window {
    pub(super) found: Vec<Found>,
    /// Alternatives of which the rarest literal is there.
    pub(super) tries: usize,
    /// Regexes that were run.
    pub(super) runs: usize,
}

impl Window {
    /// Decides for alternatives whose literals stand in order in the span; `ways` are sorted and are all of them.
    pub(super) fn resolve(&mut self, plans: &Plans, regexes: &Regexes, text: &str, span: Range<usize>, ways: &[Way]) {
        let bytes = &text.as_bytes()[span.clone()];
        // Gaps (`.*`) end at a line end; the literals alone do not know.
        let broken = !ways.is_empty() && memchr::memchr(b'\n', bytes).is_some();
        for ways in ways.chunk_by(|a, b| a.signature == b.signature) {
            let signature = ways[0].signature;
            if plans[signature as usize].multi_line {
                let places = ways.iter().filter_map(|way| way.of(plans).rarest_in(bytes));
                if let Some(place) = places.min_by_key(|place| (place.start, place.end)) {
                    let range = span.start + place.start..span.start + place.end;
                    self.found.push(Found { signature: SignatureId(signature), range, anchor: true });
                }
                continue;
            }
            let spans: Option<Vec<_>> =
                ways.iter().map(|way| if broken { None } else { way.of(plans).span(bytes) }).collect();
            match spans {
                // The first of equals: what the regex prefers.
                Some(spans) => self.found.extend(spans.into_iter().min_by_key(|range| range.start).map(|range| {
                    let range = span.start + range.start..span.start + range.end;
                    Found { signature: SignatureId(signature), range, anchor: false }
                })),
                None => self.regex(plans, regexes, signature, text, &span),
            }
        }
    }

    fn regex(&mut self, plans: &Plans, regexes: &Regexes, signature: u32, text: &str, span: &Range<usize>) {
        self.runs += 1;
        if let Some(range) = regexes.find(plans, signature, text, span.clone()) {
            self.found.push(Found { signature: SignatureId(signature), range, anchor: false });
        }
    }
}

impl Way {
    pub(super) fn of(self, plans: &Plans) -> &Alternative {
        &plans[self.signature as usize].alternatives[self.alternative as usize]
    }
}
