//! What runs a regex. A line of a log is short and nearly always ASCII, and a regex is run where its literals stand already.

use std::ops::Range;

use regex_automata::nfa::thompson::backtrack::{self, BoundedBacktracker};
use regex_automata::nfa::thompson::{self, WhichCaptures};
use regex_automata::util::captures::GroupInfo;
use regex_automata::util::primitives::NonMaxUsize;
use regex_automata::util::syntax;
use regex_automata::{Input, PatternID, meta};

use super::super::plan::SignaturePlan;

/// Bytes that one search may keep of what it learnt about its regex, a direction.
const SEARCH_BYTES: usize = 256 << 10;
/// Bytes of one compiled regex: what a plan estimates is less than this.
const REGEX_BYTES: usize = 8 << 20;
/// Bytes in which a backtracking search notes where it has been: a bit for each state at each byte of the text. More text
/// than this allows is searched otherwise.
const VISITED_BYTES: usize = 64 << 10;

/// The forms in which a regex is compiled, each for the texts that it is best at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// For short ASCII texts. `\w` without the rest of Unicode is a twentieth of the size, and compiled as much sooner.
    Ascii = 0,
    /// For other short texts.
    Unicode = 1,
    /// For long texts: a state for each byte, whatever the regex.
    Long = 2,
    /// For named groups in long texts.
    LongGroups = 3,
}

impl Form {
    pub(super) const COUNT: usize = 4;
}

/// A regex in one form.
#[derive(Debug)]
pub(super) enum Engine {
    Short(BoundedBacktracker),
    Long(Box<meta::Regex>),
}

/// What a search keeps for the next one. That of a short text is good for every regex.
#[derive(Debug)]
pub(super) enum Kept {
    Short(backtrack::Cache),
    Long(Box<meta::Cache>),
}

impl Kept {
    pub(super) fn memory_usage(&self) -> usize {
        match self {
            Self::Short(cache) => cache.memory_usage(),
            Self::Long(cache) => cache.memory_usage(),
        }
    }
}

/// The named groups of a match, in the order of the regex.
pub(super) type Groups = Vec<(String, Range<usize>)>;

impl Engine {
    /// Compiles a regex. A text that a form cannot hold is another form's; a regex that has no ASCII form has none.
    pub(super) fn new(plan: &SignaturePlan, form: Form) -> Option<Self> {
        match form {
            Form::Ascii => short(plan, false).map(Self::Short),
            Form::Unicode => short(plan, true).map(Self::Short),
            Form::Long => long(plan, WhichCaptures::Implicit).ok().map(|regex| Self::Long(Box::new(regex))),
            Form::LongGroups => long(plan, WhichCaptures::All).ok().map(|regex| Self::Long(Box::new(regex))),
        }
    }

    /// Whether a text of so many bytes is short enough.
    pub(super) fn takes(&self, len: usize) -> bool {
        match self {
            Self::Short(regex) => len <= regex.max_haystack_len(),
            Self::Long(_) => true,
        }
    }

    pub(super) fn memory_usage(&self) -> usize {
        match self {
            Self::Short(regex) => regex.get_nfa().memory_usage(),
            Self::Long(regex) => regex.memory_usage(),
        }
    }

    /// Memory for a search; what another search kept is used again where it can be.
    pub(super) fn prepare(&self, kept: Option<Kept>) -> Kept {
        match (self, kept) {
            (Self::Short(regex), Some(Kept::Short(mut cache))) => {
                cache.reset(regex);
                Kept::Short(cache)
            }
            (Self::Short(regex), _) => Kept::Short(regex.create_cache()),
            (Self::Long(_), Some(Kept::Long(cache))) => Kept::Long(cache),
            (Self::Long(regex), _) => Kept::Long(Box::new(regex.create_cache())),
        }
    }

    /// The leftmost match. The text must be one that it [takes](Self::takes), `kept` what it prepared.
    pub(super) fn find(&self, input: &Input<'_>, kept: &mut Kept) -> Option<Range<usize>> {
        match (self, kept) {
            (Self::Short(regex), Kept::Short(cache)) => {
                let mut slots = [None, None];
                regex.try_search_slots(cache, input, &mut slots).ok().flatten()?;
                Some(slots[0]?.get()..slots[1]?.get())
            }
            (Self::Long(regex), Kept::Long(cache)) => regex.search_with(cache, input).map(|found| found.range()),
            _ => None,
        }
    }

    /// The named groups of the leftmost match; none if there is no match.
    pub(super) fn captures(&self, input: &Input<'_>, kept: &mut Kept) -> Option<Groups> {
        match (self, kept) {
            (Self::Short(regex), Kept::Short(cache)) => {
                let info = regex.get_nfa().group_info();
                let mut slots = vec![None; info.slot_len()];
                regex.try_search_slots(cache, input, &mut slots).ok().flatten()?;
                Some(named(info, &slots))
            }
            (Self::Long(regex), Kept::Long(cache)) => {
                let info = regex.group_info();
                let mut slots = vec![None; info.slot_len()];
                regex.search_slots_with(cache, input, &mut slots)?;
                Some(named(info, &slots))
            }
            _ => None,
        }
    }
}

fn named(info: &GroupInfo, slots: &[Option<NonMaxUsize>]) -> Groups {
    let names = info.pattern_names(PatternID::ZERO).enumerate();
    names
        .filter_map(|(group, name)| {
            let (start, end) = (*slots.get(2 * group)?, *slots.get(2 * group + 1)?);
            Some((name?.to_owned(), start?.get()..end?.get()))
        })
        .collect()
}

fn short(plan: &SignaturePlan, unicode: bool) -> Option<BoundedBacktracker> {
    let syntax = syntax::Config::new().case_insensitive(plan.ignore_case).unicode(unicode).utf8(unicode);
    let nfa = thompson::Config::new().utf8(unicode).nfa_size_limit(Some(REGEX_BYTES));
    BoundedBacktracker::builder()
        .configure(BoundedBacktracker::config().visited_capacity(VISITED_BYTES))
        .syntax(syntax)
        .thompson(nfa)
        .build(&plan.regex)
        .ok()
}

/// The general engine. What finds spans fast is left out where named groups are asked for: it would take most of the memory there.
pub(in super::super) fn long(
    plan: &SignaturePlan,
    groups: WhichCaptures,
) -> Result<meta::Regex, Box<meta::BuildError>> {
    let all = matches!(groups, WhichCaptures::All);
    let config = meta::Config::new()
        .which_captures(groups)
        .hybrid(!all)
        .dfa(!all)
        .hybrid_cache_capacity(SEARCH_BYTES)
        .onepass(all)
        .nfa_size_limit(Some(REGEX_BYTES));
    meta::Regex::builder()
        .configure(config)
        .syntax(syntax::Config::new().case_insensitive(plan.ignore_case))
        .build(&plan.regex)
        .map_err(Box::new)
}
