//! A line as a terminal finally shows it: escapes gone, overwritten text gone.
//!
//! No width is assumed, so nothing wraps. A cursor that goes to another row (a screen program, several progress bars)
//! never overwrites: what follows is set apart by a blank, because a log keeps what a screen forgets.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use super::ansi::{Effect, Escape, escape};
use super::map::{Builder, Mapped};

/// Wider than any terminal. A cursor sent farther right stays here, and in a row that is wider only its end can be
/// erased: erasing costs what the row is wide, and a hostile line holds millions of such orders.
const WIDEST: usize = 1 << 10;

/// How many blanks one line may get from moves of the cursor, beyond one for each byte that it has.
const BLANKS: usize = 1 << 16;

/// Marks a cell that shows a blank where an escape sequence (at the place in the other bits) put one.
const BLANK: u32 = 1 << 31;

/// The right half of a wide character, or a column that a tab passed over.
const REST: u32 = u32::MAX;

/// The line as a terminal shows it.
pub(super) fn shown(line: Mapped<'_>) -> Mapped<'_> {
    // `fold`, not `any`: without a branch the compiler takes many bytes at once.
    if !line.text.bytes().fold(false, |found, b| found | is_control(b) | (b == 0xc2)) {
        return line;
    }
    match survey(&line.text) {
        Survey::Text => line,
        Survey::Escapes => without_escapes(line),
        Survey::Moves if line.text.len() < BLANK as usize => Screen::new(&line).draw(),
        // A row of 2 GiB is no progress bar.
        Survey::Moves => without_escapes(line),
    }
}

fn is_control(byte: u8) -> bool {
    (byte < 0x20 && byte != b'\t') || byte == 0x7f
}

enum Survey {
    Text,
    Escapes,
    Moves,
}

/// What has to be done: most coloured lines never move the cursor back.
fn survey(text: &str) -> Survey {
    let bytes = text.as_bytes();
    let (mut at, mut found) = (0, Survey::Text);
    while at < bytes.len() {
        if let Some(Escape { len, effect }) = special(bytes, at) {
            at += len;
            // At the end of what is written so far, erasing to the right erases nothing.
            if !matches!(effect, Effect::None | Effect::EraseRight) {
                return Survey::Moves;
            }
            found = Survey::Escapes;
        } else if matches!(bytes[at], b'\r' | 0x08) {
            return Survey::Moves;
        } else {
            if is_control(bytes[at]) {
                found = Survey::Escapes;
            }
            at += 1;
        }
    }
    found
}

fn special(bytes: &[u8], at: usize) -> Option<Escape> {
    if matches!(bytes[at], 0x1b | 0xc2) { escape(&bytes[at..]) } else { None }
}

fn without_escapes<'a>(line: Mapped<'a>) -> Mapped<'a> {
    let bytes = line.text.as_bytes();
    let mut out = Builder::with_capacity(bytes.len());
    let (mut at, mut from) = (0, 0);
    while at < bytes.len() {
        let len = match special(bytes, at) {
            Some(escape) => escape.len,
            None if is_control(bytes[at]) => 1,
            None => {
                at += 1;
                continue;
            }
        };
        out.push(&line, from..at);
        at += len;
        from = at;
    }
    out.push(&line, from..bytes.len());
    out.finish(line.raw_of(0))
}

/// One row of a terminal.
struct Screen<'m, 'a> {
    line: &'m Mapped<'a>,
    /// What each column shows: the place in the text of its character, [`BLANK`] or [`REST`].
    cells: Vec<u32>,
    column: usize,
    /// The column where the present row begins: more than 0 when the cursor has gone to another row.
    margin: usize,
    /// How many more blanks moves of the cursor may add.
    blanks: usize,
}

impl<'m, 'a> Screen<'m, 'a> {
    fn new(line: &'m Mapped<'a>) -> Self {
        Self { line, cells: Vec::new(), column: 0, margin: 0, blanks: BLANKS + line.text.len() }
    }

    fn draw(mut self) -> Mapped<'a> {
        let text = &self.line.text;
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if let Some(Escape { len, effect }) = special(bytes, at) {
                self.apply(effect, at as u32 | BLANK);
                at += len;
                continue;
            }
            let len = text[at..].chars().next().map_or(1, |c| {
                self.put(c, at as u32);
                c.len_utf8()
            });
            at += len;
        }
        self.show()
    }

    fn put(&mut self, c: char, at: u32) {
        match c {
            '\r' => self.column = self.margin,
            '\x08' => self.column = self.column.saturating_sub(1).max(self.margin),
            '\t' => {
                let stop = self.margin + ((self.column - self.margin) / 8 + 1) * 8;
                // Over text, a tab only moves; behind it, it shows.
                if self.column >= self.cells.len() {
                    self.fill(at | BLANK);
                    self.cells.push(at);
                    self.cells.resize(stop, REST);
                }
                self.column = stop;
            }
            c if c.is_ascii_control() => {}
            c => {
                // A combining mark gets a column of its own: one column too many does less harm than a lost mark.
                let width = c.width().unwrap_or(1).max(1);
                self.fill(at | BLANK);
                self.write(at, width);
            }
        }
    }

    /// Blanks up to the cursor, where it was sent beyond the text.
    fn fill(&mut self, blank: u32) {
        if self.column > self.cells.len() {
            self.cells.resize(self.column, blank);
        }
    }

    fn write(&mut self, at: u32, width: usize) {
        let end = self.column + width;
        self.clear_torn(self.column, end, at | BLANK);
        if self.cells.len() < end {
            self.cells.resize(end, REST);
        }
        self.cells[self.column] = at;
        self.cells[self.column + 1..end].fill(REST);
        self.column = end;
    }

    /// Blanks the other half of wide characters that the columns `from..to` cut in two.
    fn clear_torn(&mut self, from: usize, to: usize, blank: u32) {
        if self.cells.get(from) == Some(&REST) {
            let mut i = from;
            while i > 0 && self.cells[i] == REST {
                i -= 1;
            }
            self.cells[i..from].fill(blank);
        }
        for cell in self.cells.iter_mut().skip(to).take_while(|cell| **cell == REST) {
            *cell = blank;
        }
    }

    /// Sends the cursor to `column`; blanks show where there was nothing.
    fn go(&mut self, column: usize, blank: u32) {
        let column = column.min(self.cells.len().max(self.margin + WIDEST));
        let missing = column.saturating_sub(self.cells.len()).min(self.blanks);
        self.blanks -= missing;
        self.cells.resize(self.cells.len() + missing, blank);
        self.column = column.min(self.cells.len());
    }

    fn apply(&mut self, effect: Effect, blank: u32) {
        let row_end = self.cells.len();
        match effect {
            Effect::Right(n) => self.go(self.column.max(self.column.saturating_add(n)), blank),
            Effect::Left(n) => self.column = self.column.saturating_sub(n).max(self.margin),
            Effect::Column(n) => self.go(self.margin.saturating_add(n), blank),
            Effect::Row => {
                if self.cells[self.margin..].iter().any(|cell| *cell & BLANK == 0) {
                    self.cells.push(blank);
                } else {
                    self.cells.truncate(self.margin);
                }
                self.margin = self.cells.len();
                self.column = self.margin;
            }
            Effect::EraseRight if self.column < row_end => {
                self.clear_torn(self.column, row_end, blank);
                self.cells.truncate(self.column);
            }
            Effect::EraseLeft => self.erase(self.margin..self.column + 1, blank),
            Effect::EraseRow => self.erase(self.margin..row_end, blank),
            Effect::Blank(n) => self.erase(self.column..self.column.saturating_add(n), blank),
            Effect::Delete(n) if row_end - self.margin <= WIDEST => {
                let to = self.column.saturating_add(n).min(row_end);
                if self.column < to {
                    self.clear_torn(self.column, to, blank);
                    self.cells.drain(self.column..to);
                }
            }
            Effect::None | Effect::EraseRight | Effect::Delete(_) => {}
        }
    }

    fn erase(&mut self, columns: Range<usize>, blank: u32) {
        let to = columns.end.min(self.cells.len());
        if columns.start < to && self.cells.len() - self.margin <= WIDEST {
            self.clear_torn(columns.start, to, blank);
            self.cells[columns.start..to].fill(blank);
        }
    }

    fn show(self) -> Mapped<'a> {
        let text = &self.line.text;
        // Blanks that nothing follows were never shown.
        let shown = self.cells.iter().rposition(|cell| *cell & BLANK == 0 || *cell == REST).map_or(0, |i| i + 1);
        let mut out = Builder::with_capacity(shown);
        let mut run = 0..0;
        for cell in &self.cells[..shown] {
            if *cell == REST {
                continue;
            }
            let at = (*cell & !BLANK) as usize;
            if *cell & BLANK != 0 {
                out.push(self.line, std::mem::take(&mut run));
                let len = special(text.as_bytes(), at).map_or_else(|| char_len(text, at), |escape| escape.len);
                out.push_replaced(" ", self.line.raw_span(at..at + len));
                continue;
            }
            let end = at + char_len(text, at);
            if run.end == at && !run.is_empty() {
                run.end = end;
            } else {
                out.push(self.line, std::mem::replace(&mut run, at..end));
            }
        }
        out.push(self.line, run);
        out.finish(self.line.raw_of(0))
    }
}

fn char_len(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}
