//! The lore compiled for speed: text in, hits out.
//!
//! What is found is what running each regex over each clean line would find; `docs/matching.md` says how it is found
//! without doing so, and where the work is bounded.

mod chain;
mod grams;
mod index;
mod lines;
#[cfg(test)]
mod oracle;
mod plan;
mod plans;
mod probe;
mod regexes;
mod search;
#[cfg(test)]
mod tests;
mod windows;

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

pub use plan::{Alternative, Beside, Literal, PlanError, Pure, SignaturePlan, plan};
pub(crate) use plans::{PackedPlan, Plan};

use index::{Search, Unpacked};
use plans::Plans;
use regexes::Regexes;
use search::{Found, Scratch};
use windows::{MAX_HITS, MAX_RUNS, MAX_TRIES, windows};

use crate::text::{LineId, RawLines};

/// How often runs of bytes occur in healthy logs, as `build.rs` counted them.
fn gram_counts() -> &'static [u8] {
    include_bytes!(concat!(env!("OUT_DIR"), "/gram-counts"))
}

/// A signature of a [`Matcher`]: its place in the list that the matcher was built from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SignatureId(pub u32);

/// One signature found on one clean line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The clean line.
    pub line: LineId,
    /// Where on the clean line's text, in bytes. For an anchor: the literal, or nothing at 0 if it is not known.
    pub range: Range<usize>,
    /// What was found.
    pub signature: SignatureId,
    /// Whether only the required literals of one line of a multi-line signature were found here; the block decides.
    pub anchor: bool,
}

/// All signatures in force. Several threads can search with it at the same time.
#[derive(Debug)]
pub struct Matcher {
    plans: Plans,
    search: Search,
    regexes: Regexes,
    /// One for each thread that searched at the same time.
    scratches: Mutex<Vec<Scratch>>,
}

impl Matcher {
    /// Builds a matcher; [`SignatureId`]s are indices into `plans`.
    pub fn new(plans: Vec<SignaturePlan>) -> Self {
        let plans = Plans::from(plans);
        Self::with(Search::new(plans.iter()), plans)
    }

    /// The same of signatures some of which are packed; `index` is that over all that are. No packed one is read.
    pub(crate) fn of(plans: Vec<Plan>, index: impl FnOnce() -> &'static [u8]) -> Self {
        let plans = Plans::new(plans);
        let packed = plans.packed();
        let kept = |number: u32| packed.get(number as usize).copied().flatten();
        let index = if packed.is_empty() { None } else { Unpacked::unpack(index()) };
        let search = match index {
            Some(index) => index.with(kept, plans.own()),
            None => Search::new(plans.iter()),
        };
        Self::with(search, plans)
    }

    /// The same of all that are packed.
    pub(crate) fn packed(plans: &'static [PackedPlan], index: &'static [u8]) -> Self {
        let plans = Plans::new(plans.iter().map(Plan::Packed).collect());
        let search = Unpacked::unpack(index).map_or_else(|| Search::new(plans.iter()), Unpacked::all);
        Self::with(search, plans)
    }

    /// Whether two have the same signatures and look for them in the same way.
    #[cfg(test)]
    pub(crate) fn is_same_as(&self, other: &Self) -> bool {
        self.plans.iter().eq(other.plans.iter()) && self.search == other.search
    }

    fn with(search: Search, plans: Plans) -> Self {
        let regexes = Regexes::new(plans.len(), regexes::MAX_BYTES);
        Self { plans, search, regexes, scratches: Mutex::default() }
    }

    /// Shares the compiled regexes of signatures that `former` has as well. Together they stay within the bound that
    /// one has: where lore is loaded again and again, nothing is compiled and kept twice.
    pub(crate) fn take_over(&mut self, former: &Self) {
        self.regexes.take_over(&self.plans, &former.regexes, &former.plans);
    }

    /// The hits on the lines `lines` of `raw` (indices into it), sorted: for each clean line and signature at most one,
    /// the leftmost. Exactly what running each regex over the text of each clean line finds, within these bounds: a
    /// line over 32 KiB is searched in windows of that size which overlap by 4 KiB, and of a line the 64 leftmost hits
    /// are kept. Of a multi-line signature the lines are told that hold its required literals.
    pub fn scan(&self, raw: &RawLines<'_>, lines: Range<usize>) -> Vec<Hit> {
        self.with_scratch(|scratch| {
            let mut scan = lines::Scan { matcher: self, raw, scratch, hits: Vec::new() };
            scan.lines(lines.start.min(raw.len())..lines.end.min(raw.len()));
            let mut hits = scan.hits;
            hits.sort_by_key(|hit| (hit.line, hit.range.start, hit.range.end, hit.signature));
            hits.dedup();
            hits
        })
    }

    /// The signatures found in one clean line's text, sorted by place: anchors of multi-line signatures too.
    pub fn find(&self, text: &str) -> Vec<(SignatureId, Range<usize>)> {
        let found = self.with_scratch(|scratch| self.line(text, scratch));
        found.into_iter().map(|found| (found.signature, found.range)).collect()
    }

    /// Where a signature's regex matches `text` first: a clean line, or for a multi-line signature a block's clean
    /// lines joined by `\n`.
    pub fn verify(&self, id: SignatureId, text: &str) -> Option<Range<usize>> {
        self.spans(id, text).find_map(|span| self.regexes.find(&self.plans, id.0, text, span))
    }

    /// The named groups of a signature's first match in `text`, in the order of the regex.
    pub fn captures(&self, id: SignatureId, text: &str) -> Vec<(String, Range<usize>)> {
        self.spans(id, text).find_map(|span| self.regexes.captures(&self.plans, id.0, text, span)).unwrap_or_default()
    }

    /// What must stand on other lines for a match of a multi-line signature that has this line: one of these. `None` if that
    /// cannot be told, or is nothing.
    pub(crate) fn beside(&self, id: SignatureId, line: &str) -> Option<Vec<&Beside>> {
        let plan = &self.plans[id.0 as usize];
        if plan.third_forms {
            return None;
        }
        let ways = plan.alternatives.iter().filter(|alternative| alternative.holds(line.as_bytes()));
        let ways: Option<Vec<&Beside>> = ways.map(|alternative| alternative.beside.as_deref()).collect();
        ways.filter(|ways| !ways.is_empty())
    }

    /// Whether a signature spans lines.
    pub fn is_multi_line(&self, id: SignatureId) -> bool {
        self.plans[id.0 as usize].multi_line
    }

    /// How many bytes of a match of this signature are given literally at the least: how particular it is.
    pub fn literal_len(&self, id: SignatureId) -> usize {
        self.plans[id.0 as usize].literal_len
    }

    /// The pieces of a text that a signature is run over.
    fn spans(&self, id: SignatureId, text: &str) -> impl Iterator<Item = Range<usize>> {
        let whole = self.is_multi_line(id);
        windows(if whole { "" } else { text }).map(move |span| if whole { 0..text.len() } else { span })
    }

    fn line(&self, text: &str, scratch: &mut Scratch) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let (mut tries, mut runs) = (0, 0);
        for span in windows(text) {
            let unknown = |id: u32| !found.iter().any(|found| found.signature.0 == id);
            let window = self.search.window(&self.plans, &self.regexes, text, span, unknown, scratch);
            tries += window.tries;
            runs += window.runs;
            found.extend(window.found);
            if found.len() >= MAX_HITS || tries > MAX_TRIES || runs > MAX_RUNS {
                break;
            }
        }
        lines::sort_and_cap(&mut found);
        found
    }

    fn with_scratch<T>(&self, search: impl FnOnce(&mut Scratch) -> T) -> T {
        let kept = self.scratches.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut scratch = kept.unwrap_or_default();
        let result = search(&mut scratch);
        self.scratches.lock().unwrap_or_else(PoisonError::into_inner).push(scratch);
        result
    }
}
