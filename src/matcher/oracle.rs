//! The naive way: every regex over every clean line. What the matcher finds is tested against it.

use std::ops::Range;

use regex_automata::Input;
use regex_automata::meta::Regex;
use regex_automata::nfa::thompson::WhichCaptures;

use super::plan::{Alternative, Literal, SignaturePlan};
use super::windows::{MAX_HITS, MAX_RUNS, MAX_TRIES, windows};
use super::{Hit, SignatureId, regexes};
use crate::text::{RawLines, clean};

pub(super) struct Oracle {
    plans: Vec<SignaturePlan>,
    regexes: Vec<Regex>,
}

impl Oracle {
    pub(super) fn new(plans: Vec<SignaturePlan>) -> Self {
        let regexes = plans.iter().map(|p| regexes::compile(p, WhichCaptures::Implicit).unwrap()).collect();
        Self { plans, regexes }
    }

    pub(super) fn scan(&self, raw: &RawLines<'_>, lines: Range<usize>) -> Vec<Hit> {
        let mut hits = Vec::new();
        for line in clean(raw, lines) {
            for (signature, range, anchor) in self.line(&line.text) {
                hits.push(Hit { line: line.id, range, signature, anchor });
            }
        }
        hits.sort_by_key(|hit| (hit.line, hit.range.start, hit.range.end, hit.signature));
        hits.dedup();
        hits
    }

    pub(super) fn line(&self, text: &str) -> Vec<(SignatureId, Range<usize>, bool)> {
        let mut found: Vec<(SignatureId, Range<usize>, bool)> = Vec::new();
        let (mut tries, mut runs) = (0, 0);
        for span in windows(text) {
            let window = &text[span.clone()];
            let known: Vec<SignatureId> = found.iter().map(|found| found.0).collect();
            for (id, (plan, regex)) in (0..).map(SignatureId).zip(self.plans.iter().zip(&self.regexes)) {
                if known.contains(&id) {
                    continue;
                }
                let always =
                    plan.alternatives.is_empty() || (plan.third_forms && window.contains(['\u{212a}', '\u{17f}']));
                // Work is bounded only where there is more than one window.
                let bounded = span.len() < text.len();
                let ways = plan.alternatives.iter().filter(|_| bounded || plan.multi_line);
                let holding: Vec<&Alternative> = ways.clone().filter(|a| holds(a, window)).collect();
                tries += ways.filter(|a| place(&a.chain[a.rarest], window).is_some()).count();
                runs += usize::from(
                    bounded
                        && !plan.multi_line
                        && (always || holding.iter().any(|a| a.pure.is_none() || window.contains('\n'))),
                );
                if plan.multi_line {
                    let places = holding.iter().filter_map(|a| place(&a.chain[a.rarest], window));
                    let place = if always { Some(0..0) } else { places.min_by_key(|r| (r.start, r.end)) };
                    found.extend(place.map(|r| (id, span.start + r.start..span.start + r.end, true)));
                } else if let Some(m) = regex.find(Input::new(text).span(span.clone())) {
                    found.push((id, m.range(), false));
                }
            }
            if found.len() >= MAX_HITS || tries > MAX_TRIES || runs > MAX_RUNS {
                break;
            }
        }
        found.sort_by_key(|(id, range, _)| (range.start, range.end, *id));
        found.truncate(MAX_HITS);
        found
    }
}

fn holds(alternative: &Alternative, text: &str) -> bool {
    let mut rest = text;
    alternative.chain.iter().all(|literal| {
        let place = place(literal, rest);
        rest = place.as_ref().map_or("", |place| &rest[place.end..]);
        place.is_some()
    })
}

/// The first place of a literal, byte by byte.
fn place(literal: &Literal, text: &str) -> Option<Range<usize>> {
    let (text, bytes) = (text.as_bytes(), literal.text().as_bytes());
    let same = |at: usize, i: usize| match literal.fold_at(i) {
        0 => text[at + i] == bytes[i],
        _ => text[at + i].eq_ignore_ascii_case(&bytes[i]),
    };
    let start = (0..(text.len() + 1).saturating_sub(bytes.len())).find(|at| (0..bytes.len()).all(|i| same(*at, i)))?;
    Some(start..start + bytes.len())
}
