//! Plain records: a line, what is indented below it, and the other texts of its JSON object.

use std::ops::Range;

use super::BlockKind;
use super::draft::Draft;
use super::view::View;

/// The most rows that a plain record may hold.
const MAX_ROWS: usize = 50;

/// What PostgreSQL prints below an error, at the same indentation.
const POSTGRES: [&str; 6] = ["DETAIL:  ", "HINT:  ", "CONTEXT:  ", "STATEMENT:  ", "QUERY:  ", "LOCATION:  "];

/// What ends an object that was printed over rows.
fn is_closing(text: &str) -> bool {
    text.len() <= 3 && text.starts_with(['}', ']', ')'])
}

/// Whether a row may be PostgreSQL's: `ERROR:  `.
fn has_field(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b':', bytes).any(|at| bytes[at..].starts_with(b":  "))
}

/// The record that starts at the first of `rows`, which is not blank.
pub(super) fn read(view: &View<'_, '_>, rows: Range<usize>) -> Draft {
    let first = rows.start;
    let indent = view.indent(first);
    let postgres = has_field(view.trimmed(first));
    let mut end = first + 1;
    while end < rows.end.min(first + MAX_ROWS) && !view.blank(end) {
        let field = postgres && POSTGRES.iter().any(|field| view.trimmed(end).contains(field));
        let closing = end > first + 1 && view.indent(end) == indent && is_closing(view.trimmed(end));
        let record = view.same_record(first, end);
        if !record && !field && !closing && (view.indent(end) <= indent || view.has_level(end)) {
            break;
        }
        end += 1;
    }
    Draft::single(BlockKind::Plain, first..end, first, Vec::new())
}
