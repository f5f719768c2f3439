//! Python's exception groups: a tree of tracebacks drawn with `|` and `+`.

use super::draft::Part;
use super::python::{self, HEADER};
use super::view::View;

/// The exception group that is drawn at `row`: the section of the group, then those of its members. The first member
/// counts as the cause of the group.
pub(super) fn tree(view: &View<'_, '_>, row: usize, limit: usize) -> Option<Vec<Part>> {
    let text = view.text(row);
    if view.is_deep() || !text.contains("+ Exception Group Traceback (most recent call last)") {
        return None;
    }
    let margin = text.find('+')?;
    let mut end = row + 1;
    while end < limit && is_drawn(view.text(end), margin) {
        end += 1;
    }
    let inner = view.inner(row..end, margin_width);
    let mut sections: Vec<Part> = Vec::new();
    // For each depth of the tree, the section of the group that is open there.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while at < inner.len() {
        let stop = (at + 1..inner.len()).find(|&i| is_border(view.text(row + i))).unwrap_or(inner.len());
        let depth = margin_width(view.text(row + stop - 1));
        let header = (at..stop).find(|&i| view.text(row + i).contains(HEADER));
        let parts = match header.and_then(|header| python::chain(&inner, header, stop)) {
            Some((draft, _)) => draft.sections,
            // A member that was never raised has no frames.
            None => (at..stop)
                .find(|&i| !is_border(view.text(row + i)) && !inner.blank(i))
                .map(|i| Part::new(at..stop, i, Vec::new()))
                .into_iter()
                .collect(),
        };
        let from = at;
        at = stop;
        if parts.is_empty() {
            continue;
        }
        open.retain(|&(d, _)| d < depth);
        let first = sections.len();
        if let Some(&(_, group)) = open.last() {
            sections[group].cause.get_or_insert(first);
        }
        for (i, part) in parts.into_iter().enumerate() {
            sections.push(Part {
                // The border above belongs to the member below it.
                rows: if i == 0 { from + row } else { part.rows.start + row }..part.rows.end + row,
                headline: part.headline + row,
                cause: part.cause.map(|cause| cause + first),
                frames: part.frames,
                looks_on: 0,
            });
        }
        open.push((depth, sections.len() - 1));
    }
    sections.last_mut()?.rows.end = end;
    Some(sections)
}

/// Whether a row is part of a tree whose outermost `+` stands at `margin`.
fn is_drawn(text: &str, margin: usize) -> bool {
    let indent = text.len() - text.trim_start().len();
    indent >= margin && text[indent..].starts_with(['|', '+'])
}

/// A row between the exceptions of a group: `+-+---------------- 1 ----------------`.
fn is_border(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with('+') && text.contains("---------------- ") || text.starts_with("+-----------------------------")
}

/// How many bytes of a row draw the tree.
fn margin_width(text: &str) -> usize {
    let indent = text.len() - text.trim_start().len();
    let rest = &text[indent..];
    let drawn = rest.strip_prefix("| ").or_else(|| rest.strip_prefix("+ ")).or_else(|| rest.strip_prefix('|'));
    drawn.map_or(0, |drawn| text.len() - drawn.len())
}
