//! What a recogniser reads: the rows of one writer, each perhaps without a prefix that an outer form put there.

use std::ops::Range;

use regex::Captures;

use super::Frame;
use super::origin;
use crate::text::{CleanLine, Level, Span};

/// Rows are looked at up to here, in bytes: what makes a form out stands at the beginning of a line.
const HEAD: usize = 8 << 10;

/// How many forms may stand inside of one another: pip in a Docker step, a compiler in pip.
const MAX_DEPTH: u8 = 3;

/// The last place in `text` at or before `at` that lies between two characters.
fn floor_char(text: &str, at: usize) -> usize {
    // A character has at most 4 bytes, and 0 is always between two.
    (0..4).filter_map(|back| at.min(text.len()).checked_sub(back)).find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// A line of a [`View`] without its prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    /// Index into the slice of clean lines.
    pub line: usize,
    /// Where the row starts in the line's text, in bytes.
    pub from: usize,
}

/// The rows of one writer.
#[derive(Debug, Clone)]
pub(super) struct View<'v, 't> {
    lines: &'v [CleanLine<'t>],
    rows: Vec<Row>,
    floor: usize,
    depth: u8,
}

impl<'v, 't> View<'v, 't> {
    pub fn new(lines: &'v [CleanLine<'t>], rows: Vec<Row>) -> Self {
        Self { lines, rows, floor: 0, depth: 0 }
    }

    /// Whether forms inside of this view are not looked for any more: text that nests without end would cost more than
    /// linear time, and the stack.
    pub fn is_deep(&self) -> bool {
        self.depth > MAX_DEPTH
    }

    /// Whether it is a part of another view, of rows that belong to a form already.
    pub fn is_inner(&self) -> bool {
        self.depth > 0
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Rows before this one belong to a block already.
    pub fn floor(&self) -> usize {
        self.floor
    }

    pub fn set_floor(&mut self, floor: usize) {
        self.floor = floor;
    }

    /// The clean line of a row.
    pub fn line(&self, row: usize) -> &'v CleanLine<'t> {
        &self.lines[self.rows[row].line]
    }

    /// The index of a row's clean line in the slice given to `blocks`.
    pub fn index(&self, row: usize) -> usize {
        self.rows[row].line
    }

    /// The text of a row, its first 8 KiB; nothing beyond the last row.
    pub fn text(&self, row: usize) -> &'v str {
        #[cfg(test)]
        super::tests::count_read();
        let Some(&Row { line, from }) = self.rows.get(row) else { return "" };
        let text = &self.lines[line].text;
        let end = floor_char(text, from + HEAD);
        text[from..end].trim_end()
    }

    /// The text of a row after white space.
    pub fn trimmed(&self, row: usize) -> &'v str {
        self.text(row).trim_start()
    }

    /// Whether there is nothing on a row, or no row.
    pub fn blank(&self, row: usize) -> bool {
        self.text(row).is_empty()
    }

    /// Whether both rows are texts of one raw line: a record in JSON, a stack in quotes.
    pub fn same_record(&self, one: usize, other: usize) -> bool {
        self.line(one).id.raw == self.line(other).id.raw
    }

    /// The columns of white space that a row starts with; a tab goes to the next multiple of 8.
    pub fn indent(&self, row: usize) -> usize {
        let mut columns = 0;
        for byte in self.text(row).bytes() {
            match byte {
                b' ' => columns += 1,
                b'\t' => columns = columns / 8 * 8 + 8,
                _ => break,
            }
        }
        columns
    }

    /// The first row from `row` on that is not blank, if it comes within `within` rows.
    pub fn skip_blank(&self, row: usize, within: usize) -> Option<usize> {
        (row..self.len().min(row + within + 1)).find(|&i| !self.blank(i))
    }

    /// The rows of `range`, each without the first `prefix(text)` bytes.
    pub fn inner(&self, range: Range<usize>, prefix: impl Fn(&str) -> usize) -> Self {
        let rows = range
            .map(|i| {
                let Row { line, from } = self.rows[i];
                let text = self.text(i);
                Row { line, from: from + floor_char(text, prefix(text)) }
            })
            .collect();
        Self { lines: self.lines, rows, floor: 0, depth: self.depth + 1 }
    }

    /// Where bytes of a row's text stand in the document.
    pub fn span(&self, row: usize, range: Range<usize>) -> Span {
        let Row { line, from } = self.rows[row];
        self.lines[line].raw_span(from + range.start..from + range.end)
    }

    /// The frame that the groups `path`, `line`, `col` and `func` of a match in a row's text name.
    pub fn frame(&self, row: usize, caps: &Captures<'_>) -> Option<Frame> {
        let path = caps.name("path")?;
        let mut end = path.end();
        let mut number = |name: &str| {
            let group = caps.name(name)?;
            let number = group.as_str().parse().ok()?;
            end = end.max(group.end());
            Some(number)
        };
        let (line, column) = (number("line"), number("col"));
        Some(Frame {
            path: path.as_str().to_owned(),
            line,
            column,
            function: caps.name("func").map(|f| f.as_str().trim().to_owned()).filter(|f| !f.is_empty()),
            user: origin::is_user_path(path.as_str()),
            quote: line.and_then(|line| self.excerpt(row, line)),
            span: self.span(row, path.start()..end),
        })
    }

    /// The source of a line as the rows below a place quote it behind a gutter with the line's number.
    fn excerpt(&self, row: usize, line: u32) -> Option<String> {
        /// Compilers show a line or two before it, rich three.
        const ROWS: usize = 6;
        let number = line.to_string();
        let gutters = (row + 1..self.len().min(row + 1 + ROWS))
            .map(|i| self.text(i).trim_start_matches([' ', '\t', '│', '|', '❱', '>', '-']))
            .take_while(|text| text.is_empty() || text.starts_with(|c: char| c.is_ascii_digit()));
        gutters
            .filter_map(|text| text.strip_prefix(number.as_str())?.trim_start().strip_prefix(['|', '│']))
            // BuildKit's mark of the instruction that failed.
            .map(|text| text.trim_start().strip_prefix(">>> ").unwrap_or(text))
            .find_map(quote)
    }

    /// Whether a row states a level of its own.
    pub fn has_level(&self, row: usize) -> bool {
        self.rows.get(row).is_some_and(|row| self.lines[row.line].level.is_some())
    }

    /// Whether a row is a log record that complains.
    pub fn complains(&self, row: usize) -> bool {
        self.rows.get(row).is_some_and(|row| self.lines[row.line].level.is_some_and(|level| level >= Level::Warning))
    }

    /// How many bytes of the document were set apart before a row's text: a timestamp, a container, escapes.
    fn prefix_bytes(&self, row: usize) -> usize {
        let Some(before) = self.rows[row].line.checked_sub(1) else { return 0 };
        let end = self.lines[before].segments.last().map_or(0, |segment| segment.raw.end.0);
        let start = self.lines[self.rows[row].line].segments.first().map_or(0, |segment| segment.raw.start.0);
        start.saturating_sub(end)
    }

    /// Whether a row begins a record of its own, seen from row `of`, whose continuation it may be: it states a level,
    /// or names its writer or carries a transport's prefix where that one does not.
    pub fn begins_record(&self, row: usize, of: usize) -> bool {
        // A clock is the shortest prefix (`12:00:01 `), two escape sequences are as long.
        const STAMP: usize = 10;
        let (line, before) = (self.line(row), self.line(of));
        // The rows of one decoded message (JSON) are a record of their own.
        if before.id.part > 0 && line.id.raw != before.id.raw {
            return true;
        }
        let named = line.writer.is_some() && before.writer.is_none();
        named || self.has_level(row) || (self.prefix_bytes(row) > STAMP && self.prefix_bytes(of) <= STAMP)
    }
}

/// A row of source as a frame keeps it, without its indentation; none of a row that only points to something.
pub(super) fn quote(text: &str) -> Option<String> {
    /// Longer lines are cut. Bytes.
    const MAX_QUOTE: usize = 400;
    let text = text.trim();
    let text = text[..text.floor_char_boundary(MAX_QUOTE)].trim_end();
    let pointing = text.chars().all(|c| "^~-| ".contains(c));
    (!pointing).then(|| text.to_owned())
}
