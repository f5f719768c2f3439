//! Package versions that do not go together: what pip and Composer say of them, in paragraphs.
//!
//! The forms are those of pip's `resolution/resolvelib/factory.py` and of Composer's `SolverProblemsException`.

use super::BlockKind;
use super::draft::Draft;
use super::table::Recogniser;
use super::view::View;

pub(super) const RESOLVER: Recogniser = Recogniser {
    name: "resolver",
    triggers: &["conflicting dependencies", "Your requirements could not be resolved"],
    read,
};

/// The most rows of one explanation.
const MAX_ROWS: usize = 400;

/// What the paragraphs below the first row begin with, where they are not indented.
const PARAGRAPHS: &[&str] = &[
    "The conflict is caused by:",
    "The user requested",
    "Additionally, some packages",
    "To fix this you could try to:",
    "1. ",
    "2. ",
    "ERROR: ResolutionImpossible",
    "Problem ",
    "Potential causes:",
    "Read <",
    "Use the option",
    "You can also",
    "To enable extensions",
    "Running update with",
    "Alternatively",
];

fn read(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let margin = view.indent(row);
    let limit = view.len().min(row + MAX_ROWS);
    let mut end = row + 1;
    while let Some(next) = view.skip_blank(end, 2).filter(|&next| next < limit) {
        let text = view.trimmed(next);
        let more = view.indent(next) > margin || PARAGRAPHS.iter().any(|start| text.starts_with(start));
        if !more {
            break;
        }
        end = next + 1;
        if text.contains("ResolutionImpossible") {
            break;
        }
    }
    // A sentence alone is a plain record.
    (end > row + 1).then(|| Draft::single(BlockKind::Packages, row..end, row, Vec::new()))
}
