//! Python's exception groups: a tree of tracebacks drawn with `|` and `+`.

use super::draft::{Draft, Part};
use super::python::{self, HEADER};
use super::table::Recogniser;
use super::view::View;
use super::{BlockKind, MAX_BLOCK_ROWS};

pub(super) const GROUP: Recogniser =
    Recogniser { name: "python_group", triggers: &["+ Exception Group Traceback (most recent call last)"], read };

fn read(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let margin = view.text(row).find('+')?;
    let limit = view.len().min(row + MAX_BLOCK_ROWS);
    // The rows that the tree is drawn on; a chain of groups has its links between them, unmarked.
    let mut end = row + 1;
    while end < limit {
        if is_drawn(view.text(end), margin) {
            end += 1;
            continue;
        }
        let Some(next) = view.skip_blank(end, 3) else { break };
        let text = view.trimmed(next);
        let linked = text.contains(python::DURING) || text.contains(python::DIRECT);
        match view.skip_blank(next + 1, 3).filter(|&i| linked && is_drawn(view.text(i), margin)) {
            Some(after) if after < limit => end = after,
            _ => break,
        }
    }
    let inner = view.inner(row..end, margin_width);
    let mut sections: Vec<Part> = Vec::new();
    // For each depth of the tree, the section of the group that is open there.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while at < inner.len() {
        let stop = (at + 1..inner.len()).find(|&i| is_border(view.text(row + i))).unwrap_or(inner.len());
        let Some(header) = (at..stop).find(|&i| view.text(row + i).contains(HEADER)) else {
            at = stop;
            continue;
        };
        let depth = margin_width(view.text(row + header));
        at = stop;
        let Some((draft, _)) = python::chain(&inner, header, stop) else { continue };
        open.retain(|&(d, _)| d < depth);
        let first = sections.len();
        if let Some(&(_, group)) = open.last() {
            sections[group].cause.get_or_insert(first);
        }
        for part in draft.sections {
            sections.push(Part {
                rows: part.rows.start + row..part.rows.end + row,
                headline: part.headline + row,
                cause: part.cause.map(|cause| cause + first),
                frames: part.frames,
            });
        }
        open.push((depth, sections.len() - 1));
    }
    if sections.is_empty() {
        return None;
    }
    let mut draft = Draft::of(BlockKind::Python, sections);
    draft.rows = row..end;
    Some(draft)
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
