//! The recognisers, what makes each of them look at a row, and the pass that asks them.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, OnceLock};

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::draft::Draft;
use super::view::View;
use super::{
    apt, build_tools, cc, cmake, docker, dotnet, go, java, kernel, kubectl, node, packages, php, pytest, python,
    python_warning, resolver, ruby, rust, rustc, sanitizer, shell, terraform, web,
};

/// Reads one form.
pub(super) struct Recogniser {
    /// The file it stands in, for tests.
    pub name: &'static str,
    /// It is asked about rows that hold one of these.
    pub triggers: &'static [&'static str],
    /// The block that a row is part of, if it is one. It may begin above the row, but not above `view.floor()`.
    pub read: fn(&View<'_, '_>, usize) -> Option<Draft>,
}

/// In the order in which they are asked about a row: an outer form before those that stand inside of it.
pub(super) static TABLE: &[Recogniser] = &[
    packages::PIP,
    packages::NPM,
    packages::YARN,
    packages::GEM,
    apt::APT,
    resolver::RESOLVER,
    docker::BUILDKIT,
    docker::LEGACY,
    terraform::TERRAFORM,
    pytest::PYTEST,
    python::PYTHON,
    python_warning::PYTHON_WARNING,
    sanitizer::SANITIZER,
    kernel::KERNEL,
    go::TEST,
    go::PANIC,
    go::COMPILE,
    go::STACK,
    rust::PANIC,
    rust::REPORT,
    rustc::RUSTC,
    rustc::CARGO,
    build_tools::MAVEN,
    build_tools::GRADLE,
    java::COMPILER,
    java::STACK,
    dotnet::STACK,
    dotnet::MSBUILD,
    node::STACK,
    node::HEAP,
    web::TYPESCRIPT,
    web::BUNDLER,
    php::PHP,
    ruby::RUBY,
    cmake::CMAKE,
    cc::COMPILER,
    cc::LINKER,
    cc::MAKE,
    cc::CONFIGURE,
    kubectl::EVENTS,
    shell::SHELL,
];

/// Rows that are looked at before it pays to make the automaton that is quick but slow to make.
const MANY_ROWS: usize = 20_000;

struct Triggers {
    automaton: AhoCorasick,
    /// One step a byte, where the other takes several; it takes as long to make as ten thousand rows are worth.
    quick: OnceLock<Option<AhoCorasick>>,
    /// How many rows were looked at.
    rows: AtomicUsize,
    patterns: Vec<&'static str>,
    /// The recogniser of each pattern.
    owner: Vec<u8>,
}

static TRIGGERS: LazyLock<Triggers> = LazyLock::new(|| {
    let (mut patterns, mut owner) = (Vec::new(), Vec::new());
    for (i, recogniser) in TABLE.iter().enumerate() {
        for trigger in recogniser.triggers {
            patterns.push(*trigger);
            owner.push(i as u8);
        }
    }
    // Literals of a few bytes, a few hundred of them: within every limit that the automaton has.
    let automaton = AhoCorasick::new(&patterns).expect("the triggers are few and short");
    Triggers { automaton, quick: OnceLock::new(), rows: AtomicUsize::new(0), patterns, owner }
});

impl Triggers {
    /// The automaton for so many more rows. All say the same.
    fn automaton(&self, rows: usize) -> &AhoCorasick {
        if self.rows.fetch_add(rows, Ordering::Relaxed) < MANY_ROWS {
            return &self.automaton;
        }
        let make = || AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(&self.patterns).ok();
        self.quick.get_or_init(make).as_ref().unwrap_or(&self.automaton)
    }

    /// The recognisers to ask about a row: bit `i` for `TABLE[i]`.
    fn candidates(&self, automaton: &AhoCorasick, text: &str) -> u64 {
        automaton.find_overlapping_iter(text).fold(0, |set, hit| set | 1u64 << self.owner[hit.pattern().as_usize()])
    }
}

/// The known blocks of a view, in order, none overlapping another.
pub(super) fn read_all(view: &View<'_, '_>) -> Vec<Draft> {
    if view.is_deep() {
        return Vec::new();
    }
    let triggers = &*TRIGGERS;
    let automaton = triggers.automaton(view.len());
    let mut view = view.clone();
    let mut drafts: Vec<Draft> = Vec::new();
    let mut row = 0;
    while row < view.len() {
        let set = triggers.candidates(automaton, view.text(row));
        let mut asked = (0..TABLE.len()).filter(|i| set & (1u64 << i) != 0).filter_map(|i| ask(&TABLE[i], &view, row));
        let draft = asked.find_map(|draft| {
            if !draft.begins {
                return Some(draft);
            }
            // Within another form that one waits.
            if !view.is_inner() {
                drafts.push(draft);
            }
            None
        });
        row = match draft {
            Some(draft) => {
                let end = draft.rows.end;
                view.set_floor(end);
                drafts.push(with_record(&view, draft, drafts.last()));
                end.max(row + 1)
            }
            None => row + 1,
        };
    }
    drafts
}

fn ask(recogniser: &Recogniser, view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let draft = (recogniser.read)(view, row)?;
    let sound = view.floor() <= draft.rows.start
        && draft.rows.start <= row
        && row < draft.rows.end
        && draft.rows.end <= view.len()
        && draft.is_sound();
    debug_assert!(sound, "{} claims {:?} at row {row}", recogniser.name, draft.rows);
    sound.then_some(draft)
}

/// Whether a plain record may turn out to be the head of a stack that has just begun: too little of it is there yet for
/// its recogniser.
pub(super) fn may_precede_stack(view: &View<'_, '_>, record: Range<usize>) -> bool {
    /// Rows that a recogniser wants to see.
    const ENOUGH: usize = 3;
    let below = view.skip_blank(record.end, 1);
    let is_candidate = |row| TRIGGERS.candidates(&TRIGGERS.automaton, view.text(row)) != 0;
    view.complains(record.start) && below.is_some_and(|below| view.len() - below <= ENOUGH && is_candidate(below))
}

/// A stack is often the end of a log record: the row right above it, which states a level where the stack states none.
fn with_record(view: &View<'_, '_>, mut draft: Draft, before: Option<&Draft>) -> Draft {
    // Some loggers set their record apart by a blank row.
    let start = draft.rows.start;
    let Some(above) = (start.saturating_sub(2)..start).rev().find(|&row| !view.blank(row)) else { return draft };
    let free = before.is_none_or(|before| before.rows.end <= above);
    if free && draft.kind.is_stack() && view.complains(above) && !view.has_level(draft.rows.start) {
        draft.rows.start = above;
    }
    draft
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quick_automaton_asks_the_same_recognisers() {
        let triggers = &*TRIGGERS;
        triggers.automaton(MANY_ROWS);
        let quick = triggers.automaton(0);
        assert!(!std::ptr::eq(quick, &triggers.automaton));
        for (pattern, next) in triggers.patterns.iter().zip(triggers.patterns.iter().skip(1)) {
            let text = format!("a row {pattern}{next} and more");
            let set = triggers.candidates(quick, &text);
            assert_ne!(set, 0);
            assert_eq!(set, triggers.candidates(&triggers.automaton, &text), "{text}");
        }
    }
}
