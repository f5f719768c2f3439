//! Tells interleaved writers apart.

use std::collections::HashMap;

use super::view::Row;
use crate::text::CleanLine;

/// The rows of each writer, in order, writers in the order of their first line.
///
/// A line that names no writer is the unnamed writer's, unless it continues the line above: many transports prefix only
/// the first line of a record.
pub(super) fn streams(lines: &[CleanLine<'_>]) -> Vec<Vec<Row>> {
    let mut names: HashMap<&str, usize> = HashMap::new();
    // The stream of the unnamed writer: in most logs every line is its.
    let mut unnamed = None;
    let mut streams: Vec<Vec<Row>> = Vec::new();
    // Whether the unnamed writer's last line asks for more; and the stream that unnamed lines continue just now.
    let mut unnamed_is_open = false;
    let mut above: Option<(usize, bool)> = None;
    for (index, line) in lines.iter().enumerate() {
        let row = Row { line: index, from: 0 };
        let text = line.text.as_ref();
        if line.writer.is_none() {
            let indented = text.starts_with([' ', '\t']);
            match above {
                Some((stream, continued)) if continued || (indented && !unnamed_is_open) => {
                    streams[stream].push(row);
                    above = Some((stream, true));
                    continue;
                }
                _ => unnamed_is_open = indented || text.trim_end().ends_with(':'),
            }
        }
        let new = || {
            streams.push(Vec::new());
            streams.len() - 1
        };
        let stream = match line.writer.as_deref() {
            Some(name) => *names.entry(name).or_insert_with(new),
            None => *unnamed.get_or_insert_with(new),
        };
        streams[stream].push(row);
        above = line.writer.is_some().then_some((stream, false));
    }
    streams
}
