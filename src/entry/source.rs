//! The text of an entry file and the way from its bytes to lines and columns.

use std::ops::Range;
use std::sync::OnceLock;

use super::Location;
use super::places::Spans;

/// The text of an entry file.
#[derive(Debug, Clone, Default)]
pub struct Source {
    text: String,
    /// Where each line starts, in bytes.
    lines: Vec<usize>,
    /// Where its values stand; found when somebody asks, because most files have nothing wrong.
    spans: OnceLock<Spans>,
}

const BYTE_ORDER_MARK: char = '\u{feff}';

impl Source {
    /// Takes the text of a file, with its byte-order mark if it has one: spans count it, columns do not.
    pub fn new(text: String) -> Self {
        let lines = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
        Self { text, lines, spans: OnceLock::new() }
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn spans(&self) -> &Spans {
        self.spans.get_or_init(|| Spans::of(&self.text[self.mark()..], self.mark()))
    }

    /// How many bytes of byte-order mark precede the JSON text.
    pub(super) fn mark(&self) -> usize {
        if self.text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 }
    }

    /// Line and column, both counted from 1, the column in characters, of a byte of the file.
    pub fn line_column(&self, byte: usize) -> (usize, usize) {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        let line = self.lines.partition_point(|start| *start <= byte).max(1);
        let before = self.text[self.lines[line - 1]..byte].trim_start_matches(BYTE_ORDER_MARK);
        (line, before.chars().count() + 1)
    }

    /// Bytes of the file as a place that a person can find.
    pub fn location(&self, span: Range<usize>) -> Location {
        let (line, column) = self.line_column(span.start);
        Location { line, column, span }
    }

    /// The bytes of the file that write the bytes `inside` of a string value, where `literal` is the span of the string
    /// with its quotes: an escape (`\\d`, `\u00e9`) takes more bytes in the file than in the value.
    ///
    /// A bound inside a character or behind the value's end is moved to the next border there is.
    pub fn inside_string(&self, literal: Range<usize>, inside: Range<usize>) -> Range<usize> {
        let content = (literal.start + 1).min(literal.end)..literal.end.saturating_sub(1).max(literal.start + 1);
        let Some(raw) = self.text.get(content.clone()) else { return literal };
        let (mut decoded, mut written) = (0, 0);
        let (mut start, mut end) = (None, None);
        for (step, bytes) in (Characters { rest: raw }) {
            if decoded >= inside.start && start.is_none() {
                start = Some(written);
            }
            if decoded >= inside.end && end.is_none() {
                end = Some(written);
            }
            decoded += bytes;
            written += step;
        }
        let (start, end) = (start.unwrap_or(written), end.unwrap_or(written));
        content.start + start..content.start + end.max(start)
    }
}

/// The characters of a string as JSON writes it: bytes in the file, bytes in the value.
struct Characters<'a> {
    rest: &'a str,
}

impl Iterator for Characters<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<Self::Item> {
        let first = self.rest.chars().next()?;
        let (step, bytes) = if first != '\\' {
            (first.len_utf8(), first.len_utf8())
        } else if let Some(unit) = code_unit(self.rest) {
            match code_unit(self.rest.get(6..).unwrap_or_default()) {
                Some(low @ 0xdc00..=0xdfff) if (0xd800..0xdc00).contains(&unit) => {
                    let code = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
                    (12, char::from_u32(code).map_or(3, char::len_utf8))
                }
                _ => (6, char::from_u32(unit).map_or(3, char::len_utf8)),
            }
        } else {
            (1 + self.rest[1..].chars().next().map_or(0, char::len_utf8), 1)
        };
        let step = step.min(self.rest.len());
        self.rest = &self.rest[step..];
        Some((step, bytes))
    }
}

/// The UTF-16 unit that `\uXXXX` at the start of `text` writes.
fn code_unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u32::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_not_the_byte_order_mark() {
        let source = Source::new("\u{feff}{\"é\": 1,\n \"内存\": 2}".to_owned());
        let two = source.text().find('2').unwrap();
        assert_eq!(source.line_column(source.text().find('1').unwrap()), (1, 7));
        assert_eq!(source.line_column(two), (2, 8));
        assert_eq!(source.line_column(usize::MAX), (2, 10));
    }

    #[test]
    fn a_place_inside_a_string_is_found_behind_escapes() {
        let text = r#"{"regex": "\\d+ \u00e9\ud83d\ude00\n内(x"}"#;
        let source = Source::new(text.to_owned());
        let value: serde_json::Value = serde_json::from_str(text).unwrap();
        let value = value["regex"].as_str().unwrap();
        let literal = text.find("\"\\\\d").unwrap()..text.len() - 1;
        let written = |decoded: &str| {
            let start = value.find(decoded).unwrap();
            &text[source.inside_string(literal.clone(), start..start + decoded.len())]
        };
        assert_eq!(written("\\d"), "\\\\d");
        assert_eq!(written("é"), "\\u00e9");
        assert_eq!(written("😀"), "\\ud83d\\ude00");
        assert_eq!(written("\n"), "\\n");
        assert_eq!(written("内"), "内");
        assert_eq!(written("(x"), "(x");
        let end = value.len()..value.len();
        assert_eq!(source.inside_string(literal.clone(), end), text.len() - 2..text.len() - 2);
    }
}
