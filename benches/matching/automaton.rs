//! The usual prefilter: an automaton over the same literals, then the same checks.

use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use loglore::matcher::{Alternative, Matcher, SignatureId, SignaturePlan};

/// An automaton for the literals that mind case, one for those that do not.
pub struct Automaton {
    exact: AhoCorasick,
    folded: AhoCorasick,
    /// By pattern of each automaton.
    exact_users: Vec<Vec<(usize, usize)>>,
    folded_users: Vec<Vec<(usize, usize)>>,
    checks: Checks,
}

/// What is done where the literal of an alternative stands.
pub struct Checks {
    plans: Vec<SignaturePlan>,
    matcher: Matcher,
}

/// The literal that each alternative needs, with those that need it: literals that mind case, literals that do not.
pub type Literals<'a> = [BTreeMap<&'a str, Vec<(usize, usize)>>; 2];

pub fn literals(plans: &[SignaturePlan]) -> Literals<'_> {
    let mut literals: Literals<'_> = Default::default();
    for (signature, plan) in plans.iter().enumerate() {
        for (way, alternative) in plan.alternatives.iter().enumerate() {
            let literal = &alternative.chain[alternative.rarest];
            let folded = (0..literal.len()).any(|i| literal.fold_at(i) != 0);
            literals[usize::from(folded)].entry(literal.text()).or_default().push((signature, way));
        }
    }
    literals
}

impl Automaton {
    pub fn new(plans: &[SignaturePlan]) -> Self {
        let [exact, folded] = literals(plans);
        let build = |literals: &BTreeMap<&str, Vec<(usize, usize)>>, any_case| {
            AhoCorasick::builder()
                .kind(Some(AhoCorasickKind::ContiguousNFA))
                .ascii_case_insensitive(any_case)
                .build(literals.keys())
                .expect("the literals of some thousand signatures are not too many for an automaton")
        };
        Self {
            exact: build(&exact, false),
            folded: build(&folded, true),
            exact_users: exact.into_values().collect(),
            folded_users: folded.into_values().collect(),
            checks: Checks::new(plans),
        }
    }

    pub fn hits(&self, text: &str, found: &mut dyn FnMut((u32, usize, usize))) {
        let mut candidates: Vec<(usize, usize, usize)> = Vec::new();
        let mut seen = vec![0; self.exact_users.len() + self.folded_users.len()];
        for (automaton, users, base) in
            [(&self.exact, &self.exact_users, 0), (&self.folded, &self.folded_users, self.exact_users.len())]
        {
            let mut line: Range<usize> = 0..0;
            for there in automaton.find_overlapping_iter(text) {
                if !line.contains(&there.start()) {
                    line = line_at(text, there.start());
                }
                let pattern = there.pattern().as_usize();
                if std::mem::replace(&mut seen[base + pattern], line.start + 1) != line.start + 1 {
                    self.checks.collect(text, &line, &users[pattern], &mut candidates);
                }
            }
        }
        self.checks.decide(text, &mut candidates, found);
    }
}

impl Checks {
    pub fn new(plans: &[SignaturePlan]) -> Self {
        Self { plans: plans.to_vec(), matcher: Matcher::new(plans.to_vec()) }
    }

    /// Adds those whose literals stand on a line, all of them, in order.
    pub fn collect(
        &self,
        text: &str,
        line: &Range<usize>,
        users: &[(usize, usize)],
        candidates: &mut Vec<(usize, usize, usize)>,
    ) {
        for (signature, way) in users {
            if self.way(*signature, *way).holds(&text.as_bytes()[line.clone()]) {
                candidates.push((line.start, *signature, *way));
            }
        }
    }

    /// Finds the spans of candidates.
    pub fn decide(
        &self,
        text: &str,
        candidates: &mut Vec<(usize, usize, usize)>,
        found: &mut dyn FnMut((u32, usize, usize)),
    ) {
        candidates.sort_unstable();
        candidates.dedup();
        for ways in candidates.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let (start, signature, _) = ways[0];
            let line = text[start..].split('\n').next().unwrap_or_default();
            let spans: Option<Vec<_>> =
                ways.iter().map(|(_, signature, way)| self.way(*signature, *way).span(line.as_bytes())).collect();
            let span = match spans {
                Some(spans) => spans.into_iter().min_by_key(|span| span.start),
                None => self.matcher.verify(SignatureId(signature as u32), line),
            };
            if let Some(span) = span {
                found((signature as u32, start + span.start, span.len()));
            }
        }
    }

    fn way(&self, signature: usize, way: usize) -> &Alternative {
        &self.plans[signature].alternatives[way]
    }
}

/// The line around a byte.
pub fn line_at(text: &str, at: usize) -> Range<usize> {
    let start = memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |at| at + 1);
    let end = memchr::memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |at| start + at);
    start..end
}
