//! What apt says when it is done: its errors, warnings and notes, one row each, together at the end.

use super::BlockKind;
use super::draft::{Draft, Part};
use super::table::Recogniser;
use super::view::View;

pub(super) const APT: Recogniser = Recogniser { name: "apt", triggers: &["E: ", "W: ", "N: "], read };

/// The most messages of one run.
const MAX_MESSAGES: usize = 500;

fn is_message(text: &str) -> bool {
    ["E: ", "W: ", "N: "].iter().any(|kind| text.starts_with(kind))
}

/// Two messages or more; one alone is a record like any other.
fn read(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let mut parts = Vec::new();
    let mut next = Some(row);
    while let Some(at) = next.filter(|&at| is_message(view.text(at)) && parts.len() < MAX_MESSAGES) {
        parts.push(Part::new(at..at + 1, at, Vec::new()));
        // In a docker build a colour's end stands on a row of its own.
        next = view.skip_blank(at + 1, 1);
    }
    (parts.len() > 1).then(|| Draft::of(BlockKind::Packages, parts))
}
