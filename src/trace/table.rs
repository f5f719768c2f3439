//! The recognisers, what makes each of them look at a row, and the pass that asks them.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

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

struct Triggers {
    automaton: AhoCorasick,
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
    let automaton = AhoCorasick::new(patterns).expect("the triggers are few and short");
    Triggers { automaton, owner }
});

/// The recognisers to ask about a row: bit `i` for `TABLE[i]`.
fn candidates(text: &str) -> u64 {
    let triggers = &*TRIGGERS;
    triggers
        .automaton
        .find_overlapping_iter(text)
        .fold(0, |set, hit| set | 1u64 << triggers.owner[hit.pattern().as_usize()])
}

/// The known blocks of a view, in order, none overlapping another.
pub(super) fn read_all(view: &View<'_, '_>) -> Vec<Draft> {
    if view.is_deep() {
        return Vec::new();
    }
    let mut view = view.clone();
    let mut drafts: Vec<Draft> = Vec::new();
    let mut row = 0;
    while row < view.len() {
        let set = candidates(view.text(row));
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
    view.complains(record.start)
        && below.is_some_and(|below| view.len() - below <= ENOUGH && candidates(view.text(below)) != 0)
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
