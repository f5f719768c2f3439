//! Refuses a regex that would cost too much to run.

use regex_syntax::hir::{Class, Hir, HirKind};
use regex_syntax::utf8::Utf8Sequences;

use super::PlanError;

/// Positions that counted repetitions may write out: `(a{1,50}){1,20}` is 1,000 of them. A search can be in all of
/// them at once, so their number is what one byte of text can cost.
const MAX_REPEATED: usize = 512;
/// Bytes of the compiled form, as estimated: more than it really takes.
const MAX_BYTES: usize = 1 << 20;
/// Bytes of one state of the compiled form with its transitions, generously.
const STATE: usize = 40;

pub(super) fn check(hir: &Hir) -> Result<(), PlanError> {
    let size = size(hir);
    if size.repeated > MAX_REPEATED {
        return Err(PlanError {
            message: format!(
                "the regex is too large: its counted repetitions repeat {} positions, {MAX_REPEATED} are allowed; use `+` or `*`",
                size.repeated
            ),
            offset: None,
        });
    }
    if size.states.saturating_mul(STATE) > MAX_BYTES {
        return Err(PlanError {
            message: format!(
                "the regex is too large: it compiles to about {} KiB, {} are allowed; use `+` or `*` instead of counted repetitions, \
                 and `[a-z]` or `(?-u:\\w)` instead of Unicode classes such as `\\w`",
                size.states.saturating_mul(STATE) >> 10,
                MAX_BYTES >> 10
            ),
            offset: None,
        });
    }
    Ok(())
}

#[derive(Clone, Copy, Default)]
struct Size {
    /// Characters that the regex can stand at.
    positions: usize,
    /// Those of them that counted repetitions write out.
    repeated: usize,
    states: usize,
}

impl Size {
    fn and(self, other: Self) -> Self {
        Self {
            positions: self.positions.saturating_add(other.positions),
            repeated: self.repeated.saturating_add(other.repeated),
            states: self.states.saturating_add(other.states),
        }
    }
}

fn size(hir: &Hir) -> Size {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Size { states: 1, ..Size::default() },
        HirKind::Literal(literal) => Size { positions: literal.0.len(), repeated: 0, states: literal.0.len() + 1 },
        HirKind::Class(Class::Bytes(class)) => Size { positions: 1, repeated: 0, states: 1 + class.ranges().len() },
        HirKind::Class(Class::Unicode(class)) => {
            let sequences = class.ranges().iter().flat_map(|range| Utf8Sequences::new(range.start(), range.end()));
            Size { positions: 1, repeated: 0, states: 2 + sequences.map(|s| s.len()).sum::<usize>() }
        }
        HirKind::Capture(capture) => size(&capture.sub).and(Size { states: 2, ..Size::default() }),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().map(size).fold(Size { states: 2, ..Size::default() }, Size::and)
        }
        HirKind::Repetition(repetition) => {
            let sub = size(&repetition.sub);
            let copies = repetition.max.unwrap_or(repetition.min).max(1) as usize;
            let positions = sub.positions.saturating_mul(copies);
            let repeated = if copies > 1 { positions } else { sub.repeated };
            Size { positions, repeated, states: sub.states.saturating_add(2).saturating_mul(copies) }
        }
    }
}
