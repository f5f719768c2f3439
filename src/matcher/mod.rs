//! The lore compiled for speed: text in, hits out.

mod plan;

use std::ops::Range;
use std::sync::OnceLock;

pub use plan::{PlanError, SignaturePlan, plan};
use regex::Regex;

use crate::text::{LineId, RawLines, clean};

/// A signature of a [`Matcher`]: its place in the list that the matcher was built from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SignatureId(pub u32);

/// One signature found on one clean line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The clean line.
    pub line: LineId,
    /// Where on the clean line's text, in bytes. For an anchor: the literal.
    pub range: Range<usize>,
    /// What was found.
    pub signature: SignatureId,
    /// Whether only the required literal of a multi-line signature was found here; the block decides.
    pub anchor: bool,
}

/// All signatures in force.
#[derive(Debug)]
pub struct Matcher {
    plans: Vec<SignaturePlan>,
    regexes: Vec<OnceLock<Option<Regex>>>,
}

impl Matcher {
    /// Builds a matcher; [`SignatureId`]s are indices into `plans`.
    pub fn new(plans: Vec<SignaturePlan>) -> Self {
        let regexes = plans.iter().map(|_| OnceLock::new()).collect();
        Self { plans, regexes }
    }

    /// The hits on the lines `lines` of `raw` (indices into it), sorted: for each clean line and signature at most one,
    /// the leftmost. Exactly what running each regex over the text of each clean line finds.
    pub fn scan(&self, raw: &RawLines<'_>, lines: Range<usize>) -> Vec<Hit> {
        let mut hits = Vec::new();
        for line in clean(raw, lines) {
            for (signature, range) in self.find(&line.text) {
                hits.push(Hit { line: line.id, range, signature, anchor: false });
            }
        }
        hits.sort_by_key(|hit| (hit.line, hit.range.start, hit.range.end, hit.signature));
        hits
    }

    /// The signatures found in one clean line's text.
    pub fn find(&self, text: &str) -> Vec<(SignatureId, Range<usize>)> {
        (0..self.plans.len() as u32)
            .map(SignatureId)
            .filter_map(|id| self.verify(id, text).map(|range| (id, range)))
            .collect()
    }

    /// Where a signature's regex matches `text` first: a clean line, or for a multi-line signature a block's clean
    /// lines joined by `\n`.
    pub fn verify(&self, id: SignatureId, text: &str) -> Option<Range<usize>> {
        self.regex(id)?.find(text).map(|m| m.range())
    }

    /// The named groups of a signature's first match in `text`, in the order of the regex.
    pub fn captures(&self, id: SignatureId, text: &str) -> Vec<(String, Range<usize>)> {
        let Some(regex) = self.regex(id) else { return Vec::new() };
        let Some(captures) = regex.captures(text) else { return Vec::new() };
        regex
            .capture_names()
            .flatten()
            .filter_map(|name| captures.name(name).map(|m| (name.to_owned(), m.range())))
            .collect()
    }

    /// Whether a signature spans lines.
    pub fn is_multi_line(&self, id: SignatureId) -> bool {
        self.plans[id.0 as usize].multi_line
    }

    /// How many bytes of a match of this signature are given literally at the least: how particular it is.
    pub fn literal_len(&self, id: SignatureId) -> usize {
        self.plans[id.0 as usize].literal_len
    }

    fn regex(&self, id: SignatureId) -> Option<&Regex> {
        let i = id.0 as usize;
        self.regexes[i].get_or_init(|| self.plans[i].compile().ok()).as_ref()
    }
}

impl SignaturePlan {
    /// Compiles the regex within the matcher's limits.
    fn compile(&self) -> Result<Regex, regex::Error> {
        regex::RegexBuilder::new(&self.regex).case_insensitive(self.ignore_case).size_limit(1 << 20).build()
    }
}
