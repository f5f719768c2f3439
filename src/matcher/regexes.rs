//! The compiled regexes: made on first need, forgotten when they take too much memory.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use regex_automata::meta::{BuildError, Cache, Config, Regex};
use regex_automata::util::captures::Captures;
use regex_automata::util::syntax;
use regex_automata::{Input, nfa::thompson::WhichCaptures};

use super::plan::SignaturePlan;

/// Bytes that the compiled regexes may take together, with the memory that their searches keep.
pub(super) const MAX_BYTES: usize = 32 << 20;
/// Bytes that one search may keep of what it learnt about its regex, a direction.
const SEARCH_BYTES: usize = 256 << 10;
/// Bytes of one compiled regex: what a plan estimates is less than this.
const REGEX_BYTES: usize = 8 << 20;

/// The regexes of a list of plans, by index into it.
#[derive(Debug)]
pub(super) struct Regexes {
    slots: Vec<Mutex<Option<Arc<Compiled>>>>,
    /// Bytes in use.
    bytes: Arc<AtomicUsize>,
    max_bytes: usize,
    /// Counts the uses, so that the one unused for longest is known.
    clock: AtomicU64,
    groups: WhichCaptures,
}

#[derive(Debug)]
struct Compiled {
    /// `None` if it does not compile: such a signature is never found.
    regex: Option<Regex>,
    /// What searches learnt, one for each thread that searched at the same time.
    caches: Mutex<Vec<Cache>>,
    used: AtomicU64,
    bytes: AtomicUsize,
    total: Arc<AtomicUsize>,
}

impl Regexes {
    /// For spans only.
    pub(super) fn spans(count: usize, max_bytes: usize) -> Self {
        Self::new(count, max_bytes, WhichCaptures::Implicit)
    }

    /// For named groups too.
    pub(super) fn groups(count: usize, max_bytes: usize) -> Self {
        Self::new(count, max_bytes, WhichCaptures::All)
    }

    fn new(count: usize, max_bytes: usize, groups: WhichCaptures) -> Self {
        let slots = (0..count).map(|_| Mutex::default()).collect();
        Self { slots, bytes: Arc::default(), max_bytes, clock: AtomicU64::default(), groups }
    }

    /// The leftmost match within `span` of `text`; what stands around the span counts for `^`, `$` and `\b`.
    pub(super) fn find(
        &self,
        plans: &[SignaturePlan],
        id: u32,
        text: &str,
        span: Range<usize>,
    ) -> Option<Range<usize>> {
        let found = self.with(plans, id, |regex, cache| {
            regex.search_with(cache, &Input::new(text).span(span)).map(|found| found.range())
        });
        found.flatten()
    }

    /// The named groups of the leftmost match within `span` of `text`, in the order of the regex; `None` if there is no
    /// match.
    pub(super) fn captures(
        &self,
        plans: &[SignaturePlan],
        id: u32,
        text: &str,
        span: Range<usize>,
    ) -> Option<Vec<(String, Range<usize>)>> {
        let found = self.with(plans, id, |regex, cache| {
            let mut groups: Captures = regex.create_captures();
            regex.search_captures_with(cache, &Input::new(text).span(span), &mut groups);
            if !groups.is_match() {
                return None;
            }
            let names = groups.group_info().pattern_names(regex_automata::PatternID::ZERO);
            Some(
                names
                    .enumerate()
                    .filter_map(|(i, name)| Some((name?.to_owned(), groups.get_group(i)?.range())))
                    .collect(),
            )
        });
        found.flatten()
    }

    fn with<T>(&self, plans: &[SignaturePlan], id: u32, search: impl FnOnce(&Regex, &mut Cache) -> T) -> Option<T> {
        let compiled = self.compiled(plans, id);
        compiled.used.store(self.clock.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
        let regex = compiled.regex.as_ref()?;
        let kept = lock(&compiled.caches).pop();
        let (mut cache, before) = match kept {
            Some(cache) => {
                let bytes = cache.memory_usage();
                (cache, bytes)
            }
            None => (regex.create_cache(), 0),
        };
        let result = search(regex, &mut cache);
        compiled.grow(cache.memory_usage().saturating_sub(before));
        lock(&compiled.caches).push(cache);
        drop(compiled);
        if self.bytes.load(Ordering::Relaxed) > self.max_bytes {
            self.evict();
        }
        Some(result)
    }

    fn compiled(&self, plans: &[SignaturePlan], id: u32) -> Arc<Compiled> {
        let mut slot = lock(&self.slots[id as usize]);
        let compiled = slot.get_or_insert_with(|| {
            let regex = compile(&plans[id as usize], self.groups).ok();
            let bytes = regex.as_ref().map_or(0, Regex::memory_usage);
            let compiled = Compiled {
                regex,
                caches: Mutex::default(),
                used: AtomicU64::default(),
                bytes: AtomicUsize::default(),
                total: Arc::clone(&self.bytes),
            };
            compiled.grow(bytes);
            Arc::new(compiled)
        });
        Arc::clone(compiled)
    }

    /// Forgets the regexes unused for longest, until a quarter of the memory is free.
    fn evict(&self) {
        let mut used: Vec<_> = self
            .slots
            .iter()
            .enumerate()
            .filter_map(|(i, slot)| {
                // One that is being compiled is in use.
                let slot = slot.try_lock().ok()?;
                Some((slot.as_ref()?.used.load(Ordering::Relaxed), i))
            })
            .collect();
        used.sort_unstable();
        for (_, i) in used {
            if self.bytes.load(Ordering::Relaxed) <= self.max_bytes / 4 * 3 {
                break;
            }
            lock(&self.slots[i]).take();
        }
    }

    /// Bytes that the compiled regexes take now.
    #[cfg(test)]
    pub(super) fn bytes(&self) -> usize {
        self.bytes.load(Ordering::Relaxed)
    }
}

impl Compiled {
    fn grow(&self, bytes: usize) {
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
        self.total.fetch_add(bytes, Ordering::Relaxed);
    }
}

impl Drop for Compiled {
    fn drop(&mut self) {
        self.total.fetch_sub(self.bytes.load(Ordering::Relaxed), Ordering::Relaxed);
    }
}

pub(super) fn compile(plan: &SignaturePlan, groups: WhichCaptures) -> Result<Regex, Box<BuildError>> {
    // Groups are asked for of one line that is known to match: the engines that find spans fast would take most of the
    // memory there and save nothing.
    let all = matches!(groups, WhichCaptures::All);
    let config = Config::new()
        .which_captures(groups)
        .hybrid(!all)
        .dfa(!all)
        .hybrid_cache_capacity(SEARCH_BYTES)
        .onepass(all)
        .nfa_size_limit(Some(REGEX_BYTES));
    Regex::builder()
        .configure(config)
        .syntax(syntax::Config::new().case_insensitive(plan.ignore_case))
        .build(&plan.regex)
        .map_err(Box::new)
}

/// A panic in another thread leaves nothing half done here: the value is whole before and after each step.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
