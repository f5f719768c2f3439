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
        let tag = tag(line);
        let row = Row { line: index, from: tag.map_or(0, str::len) };
        let text = line.text.as_ref();
        let writer = line.writer.as_deref().or(tag);
        if writer.is_none() {
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
        let stream = match writer {
            Some(name) => *names.entry(name).or_insert_with(new),
            None => *unnamed.get_or_insert_with(new),
        };
        streams[stream].push(row);
        above = writer.is_some().then_some((stream, false));
    }
    streams
}

/// Logcat's level and tag: `E/flutter ( 1234): `, `E AndroidRuntime: `. They stay in the text, and no form begins with them.
fn tag<'l>(line: &'l CleanLine<'_>) -> Option<&'l str> {
    let before = &line.text[..line.text.len() - line.body().len()];
    let bytes = before.as_bytes();
    let letter = bytes.first().is_some_and(u8::is_ascii_uppercase) && matches!(bytes.get(1), Some(b'/' | b' '));
    (letter && before.ends_with(": ")).then_some(before)
}
