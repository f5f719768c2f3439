//! The place in source that stands under the cursor.

use std::ops::Range;

use super::convert::{Places, holds};
use super::snapshot::Snapshot;
use super::traced;
use crate::text::{ByteOffset, Encoding, Span};
use crate::trace::Frame;

/// How far around the cursor a path may reach. Bytes.
const MAX_PATH: usize = 1 << 10;

/// The frame at a place: one of a block, of any language, or else a path with a line number as compilers, tests and
/// editors write it (`src/app.py:12`, `src/app.cs(12,3)`).
pub(super) fn frame_at(snapshot: &Snapshot, at: ByteOffset) -> Option<Frame> {
    let of_block = || {
        let block = traced::around(&snapshot.document, at)?;
        block
            .frames
            .into_iter()
            .filter(|frame| holds(frame.span, at))
            .min_by_key(|frame| frame.span.end.0 - frame.span.start.0)
    };
    // A finding's frames are known already.
    let known =
        snapshot.findings.iter().flat_map(|finding| &finding.frames).find(|frame| holds(frame.span, at)).cloned();
    known.or_else(of_block).or_else(|| written(snapshot, at))
}

/// A path with a line number around a place.
fn written(snapshot: &Snapshot, at: ByteOffset) -> Option<Frame> {
    let places = Places::new(&snapshot.document, Encoding::Utf8);
    let line = places.line_span(places.raw_line(at));
    let around = Span {
        start: ByteOffset(at.0.saturating_sub(MAX_PATH)).max(line.start),
        end: ByteOffset(at.0 + MAX_PATH).min(line.end),
    };
    let text = places.text(around);
    let (word, place) = path_around(&text, at.0.saturating_sub(around.start.0))?;
    Some(Frame {
        path: place.path.to_owned(),
        line: Some(place.line),
        column: place.column,
        function: None,
        user: true,
        quote: None,
        span: Span { start: ByteOffset(around.start.0 + word.start), end: ByteOffset(around.start.0 + word.end) },
    })
}

struct Written<'t> {
    path: &'t str,
    line: u32,
    column: Option<u32>,
}

fn path_around(text: &str, at: usize) -> Option<(Range<usize>, Written<'_>)> {
    let outside = |c: char| c.is_whitespace() || "\"'`<>|,;=[]{}".contains(c);
    let at = text.floor_char_boundary(at.min(text.len()));
    // `(12,3)` is a part of the path's word, although it holds a comma.
    let mut start = text[..at].rfind(outside).map_or(0, |i| i + text[i..].chars().next().map_or(1, char::len_utf8));
    if let Some(open) = text[..start].rfind('(').filter(|open| is_numbers(&text[open + 1..start])) {
        start = text[..open].rfind(outside).map_or(0, |i| i + text[i..].chars().next().map_or(1, char::len_utf8));
    }
    while text[start..].starts_with(['(', '@']) {
        start += 1;
    }
    let rest = &text[start..];
    // The first number behind a `:` or `(` that something with a name precedes.
    let mut from = 0;
    while let Some(mark) = rest[from..].find([':', '(']).map(|i| from + i) {
        let path = &rest[..mark];
        if path.contains(outside) {
            return None;
        }
        let numbers = &rest[mark + 1..];
        if let Some((line, len)) = number(numbers).filter(|_| names_a_file(path)) {
            let column = numbers[len..].strip_prefix([':', ',']).and_then(number);
            let end = mark + 1 + len + column.map_or(0, |(_, len)| 1 + len);
            let closed = rest[mark..].starts_with('(') && rest[end..].starts_with(')');
            let end = end + usize::from(closed);
            let span = start..start + end;
            return (at <= span.end)
                .then_some((span, Written { path, line, column: column.map(|(column, _)| column) }));
        }
        from = mark + 1;
    }
    None
}

fn number(text: &str) -> Option<(u32, usize)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    Some((text[..len].parse().ok().filter(|number| *number > 0)?, len))
}

fn is_numbers(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit() || b == b',')
}

/// Whether it ends like a file's name: with letters behind a dot (`12:30:05` and `localhost:80` do not).
fn names_a_file(path: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.rsplit_once('.').is_some_and(|(stem, kind)| {
        !stem.is_empty() && kind.len() <= 8 && kind.starts_with(|c: char| c.is_ascii_alphabetic())
    }) || (path.contains('/') && matches!(name, "Dockerfile" | "Makefile" | "Jenkinsfile" | "Rakefile" | "Gemfile"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The place around `$0`, written `path line column`, and the text that it takes up.
    fn at(text: &str) -> Option<String> {
        let cursor = text.find("$0").expect("a cursor");
        let text = text.replacen("$0", "", 1);
        let (span, place) = path_around(&text, cursor)?;
        let column = place.column.map_or(String::new(), |column| format!(" {column}"));
        Some(format!("{} {}{column} in {}", place.path, place.line, &text[span]))
    }

    #[test]
    fn paths_with_a_line_are_found_as_tools_write_them() {
        for (text, place) in [
            ("see src/a$0pp.py:12 there", "src/app.py 12 in src/app.py:12"),
            ("(src/app.ts:12:$07)", "src/app.ts 12 7 in src/app.ts:12:7"),
            ("$0src/App.cs(12,3): error", "src/App.cs 12 3 in src/App.cs(12,3)"),
            ("src/App.cs(12,$03): error", "src/App.cs 12 3 in src/App.cs(12,3)"),
            ("at C:\\p\\x$0.cs:7", "C:\\p\\x.cs 7 in C:\\p\\x.cs:7"),
            ("\"file:///app/x$0.js:3:4\"", "file:///app/x.js 3 4 in file:///app/x.js:3:4"),
            ("é docs/Dockerfile:3$0", "docs/Dockerfile 3 in docs/Dockerfile:3"),
        ] {
            assert_eq!(at(text).as_deref(), Some(place), "{text}");
        }
    }

    #[test]
    fn clocks_hosts_and_words_are_no_places() {
        for text in [
            "12:3$00:05",
            "localhost:80$080",
            "10.0.0.1:8$00",
            "a word$0",
            "src/app.py$0",
            "$0",
            "x.py:12 $0y",
            "v1.2:3$0",
        ] {
            assert_eq!(at(text), None, "{text}");
        }
    }
}
