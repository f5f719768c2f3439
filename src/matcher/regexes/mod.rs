//! The compiled regexes: made on first need, forgotten when they take too much memory, and handed on from one matcher to
//! the next.

mod engine;

use std::ops::Range;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use regex_automata::Input;

use super::plans::Plans;
use engine::{Engine, Form, Groups, Kept};

#[cfg(test)]
pub(super) use engine::long as compile;

/// Bytes that the compiled regexes may take together, with the memory that their searches keep.
pub(super) const MAX_BYTES: usize = 32 << 20;
/// A longer text is not searched by backtracking, whatever the regex. Bytes.
const SHORT: usize = 4 << 10;

/// The regexes of a list of plans, by index into it.
#[derive(Debug)]
pub(super) struct Regexes {
    /// Of each plan all [forms](Form).
    slots: Vec<OnceLock<Arc<Slot>>>,
    common: Arc<Common>,
    max_bytes: usize,
}

/// A regex in each form in which it was needed.
type Slot = [Mutex<Option<Arc<Compiled>>>; Form::COUNT];

/// What those have in common that took over regexes from one another.
#[derive(Debug, Default)]
struct Common {
    /// What searches of short texts keep: one for each thread that searched at the same time.
    short: Mutex<Vec<Kept>>,
    /// Bytes in use.
    bytes: AtomicUsize,
    /// Counts the uses, so that the one unused for longest is known.
    clock: AtomicU64,
}

#[derive(Debug)]
struct Compiled {
    /// `None` if it does not compile in this form.
    engine: Option<Engine>,
    /// What searches of long texts learnt, one for each thread that searched at the same time.
    kept: Mutex<Vec<Kept>>,
    used: AtomicU64,
    bytes: AtomicUsize,
    common: Arc<Common>,
}

impl Regexes {
    pub(super) fn new(count: usize, max_bytes: usize) -> Self {
        let slots = (0..count).map(|_| OnceLock::new()).collect();
        Self { slots, common: Arc::default(), max_bytes }
    }

    /// Shares the regexes that `former` has as well, and with it the bound of memory. Nothing may have been searched yet.
    pub(super) fn take_over(&mut self, plans: &Plans, former: &Self, former_plans: &Plans) {
        for (slot, known) in self.slots.iter_mut().zip(plans.same_in(former_plans)) {
            if let Some(known) = known {
                *slot = OnceLock::from(Arc::clone(former.slot(known)));
            }
        }
        self.common = Arc::clone(&former.common);
    }

    /// The leftmost match within `span` of `text`; what stands around the span counts for `^`, `$` and `\b`.
    pub(super) fn find(&self, plans: &Plans, id: u32, text: &str, span: Range<usize>) -> Option<Range<usize>> {
        let input = Input::new(text).span(span);
        self.run(plans, id, &input, Form::Long, |engine, kept| engine.find(&input, kept))
    }

    /// The named groups of the leftmost match within `span` of `text`, in the order of the regex; `None` if there is no
    /// match.
    pub(super) fn captures(&self, plans: &Plans, id: u32, text: &str, span: Range<usize>) -> Option<Groups> {
        let input = Input::new(text).span(span);
        self.run(plans, id, &input, Form::LongGroups, |engine, kept| engine.captures(&input, kept))
    }

    /// Runs a regex in the first form that takes the text.
    fn run<T>(
        &self,
        plans: &Plans,
        id: u32,
        input: &Input<'_>,
        long: Form,
        search: impl FnOnce(&Engine, &mut Kept) -> Option<T>,
    ) -> Option<T> {
        let text = input.haystack();
        let forms: &[Form] = match text.len() {
            // `\b` looks at what stands around the span, so all of the text counts.
            0..=SHORT if text.is_ascii() => &[Form::Ascii, Form::Unicode],
            0..=SHORT => &[Form::Unicode],
            _ => &[],
        };
        for form in forms.iter().copied().chain([long]) {
            let compiled = self.compiled(plans, id, form);
            let Some(engine) = compiled.engine.as_ref().filter(|engine| engine.takes(input.get_span().len())) else {
                continue;
            };
            compiled.used.store(self.common.clock.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
            let pool = if matches!(engine, Engine::Short(_)) { &self.common.short } else { &compiled.kept };
            let before = lock(pool).pop();
            let bytes = before.as_ref().map_or(0, Kept::memory_usage);
            let mut kept = engine.prepare(before);
            let result = search(engine, &mut kept);
            if matches!(engine, Engine::Long(_)) {
                compiled.grow(kept.memory_usage().saturating_sub(bytes));
            }
            lock(pool).push(kept);
            drop(compiled);
            if self.common.bytes.load(Ordering::Relaxed) > self.max_bytes {
                self.evict();
            }
            return result;
        }
        None
    }

    fn slot(&self, id: usize) -> &Arc<Slot> {
        self.slots[id].get_or_init(Arc::default)
    }

    fn compiled(&self, plans: &Plans, id: u32, form: Form) -> Arc<Compiled> {
        let mut slot = lock(&self.slot(id as usize)[form as usize]);
        let compiled = slot.get_or_insert_with(|| {
            let engine = Engine::new(&plans[id as usize], form);
            let bytes = engine.as_ref().map_or(0, Engine::memory_usage);
            let compiled = Compiled {
                engine,
                kept: Mutex::default(),
                used: AtomicU64::default(),
                bytes: AtomicUsize::default(),
                common: Arc::clone(&self.common),
            };
            compiled.grow(bytes);
            Arc::new(compiled)
        });
        Arc::clone(compiled)
    }

    /// Forgets the regexes unused for longest, until a quarter of the memory is free.
    fn evict(&self) {
        let slots = self.slots.iter().filter_map(OnceLock::get).flat_map(|slot| slot.iter());
        let mut used: Vec<_> = slots
            .filter_map(|slot| {
                // One that is being compiled is in use.
                let used = slot.try_lock().ok()?.as_ref()?.used.load(Ordering::Relaxed);
                Some((used, slot))
            })
            .collect();
        used.sort_unstable_by_key(|(used, _)| *used);
        for (_, slot) in used {
            if self.common.bytes.load(Ordering::Relaxed) <= self.max_bytes / 4 * 3 {
                break;
            }
            lock(slot).take();
        }
    }

    /// Bytes that the compiled regexes take now.
    #[cfg(test)]
    pub(super) fn bytes(&self) -> usize {
        self.common.bytes.load(Ordering::Relaxed)
    }
}

impl Compiled {
    fn grow(&self, bytes: usize) {
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
        self.common.bytes.fetch_add(bytes, Ordering::Relaxed);
    }
}

impl Drop for Compiled {
    fn drop(&mut self) {
        self.common.bytes.fetch_sub(self.bytes.load(Ordering::Relaxed), Ordering::Relaxed);
    }
}

/// A panic in another thread leaves nothing half done here: the value is whole before and after each step.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
