//! What Python's `warnings` module prints: place, kind and text on one row, the line of source on the next.

use std::sync::LazyLock;

use regex::Regex;

use super::BlockKind;
use super::draft::Draft;
use super::pattern::pattern;
use super::table::Recogniser;
use super::view::View;

pub(super) const PYTHON_WARNING: Recogniser = Recogniser { name: "python_warning", triggers: &["Warning: "], read };

static HEAD: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*(?P<path>[^\s:][^:]*\.pyw?|[A-Za-z]:[^:]+\.pyw?):(?P<line>\d+): [\w.]*Warning: "));

fn read(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let caps = HEAD.captures(view.text(row))?;
    let frames = view.frame(row, &caps).into_iter().collect();
    let quoted = row + 1 < view.len() && !view.blank(row + 1) && view.indent(row + 1) > view.indent(row);
    Some(Draft::single(BlockKind::PythonWarning, row..row + 1 + usize::from(quoted), row, frames))
}
