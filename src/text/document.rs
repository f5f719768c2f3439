//! A document that is open in an editor: edits and positions, each in the time of a descent in a tree.

use std::ops::Range;

use ropey::{LineType, Rope};

use super::position::{ByteOffset, Encoding, LineIndex, Position, Span};
use super::raw::RawLines;

/// What ends a line where an editor counts lines. Raw lines end at `\n` whatever is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum LineEnds {
    /// `\n`, `\r\n` and a lone `\r`, as the LSP says ("Text Documents") and VS Code does. No column lies within or
    /// behind a line end.
    #[default]
    Lsp,
    /// `\n` alone, as Neovim does; a `\r` is a character of its line.
    Newline,
}

/// Text under edit.
#[derive(Debug, Clone)]
pub struct Document {
    rope: Rope,
    ends: LineEnds,
}

/// What an edit changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edit {
    /// The bytes that were replaced, as places of the text before the edit.
    pub before: Span,
    /// How many bytes stand there now.
    pub after: usize,
    /// The first raw line touched.
    pub first_line: LineIndex,
    /// How many raw lines the edit touched, from `first_line` on. A text has one line more than it has `\n`, so the
    /// last one touched may be the empty one behind the last `\n`, which [`RawLines`] does not count.
    pub lines_removed: usize,
    /// How many raw lines stand there now, counted alike.
    pub lines_added: usize,
}

/// A copy of some raw lines of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawPart {
    bytes: Vec<u8>,
    base: ByteOffset,
    first: LineIndex,
}

impl RawPart {
    /// The lines, with their places in the document.
    pub fn lines(&self) -> RawLines<'_> {
        RawLines::new(&self.bytes, self.base, self.first)
    }
}

impl Document {
    /// A document with this text.
    pub fn new(text: &str, ends: LineEnds) -> Self {
        Self { rope: Rope::from_str(text), ends }
    }

    /// Bytes of the text.
    pub fn len(&self) -> usize {
        self.rope.len()
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many raw lines the text has, counted as [`RawLines`] counts them: nothing behind the last `\n` is no line.
    pub fn raw_line_count(&self) -> usize {
        let len = self.rope.len();
        let open = len > 0 && self.rope.byte(len - 1) != b'\n';
        self.rope.len_lines(LineType::LF) - 1 + usize::from(open)
    }

    /// A copy of the raw lines in `lines`; lines that the text does not have are left out.
    pub fn raw_lines(&self, lines: Range<LineIndex>) -> RawPart {
        let count = self.rope.len_lines(LineType::LF);
        let first = lines.start.0.min(count);
        let start = self.rope.line_to_byte_idx(first, LineType::LF);
        let end = self.rope.line_to_byte_idx(lines.end.0.clamp(first, count), LineType::LF);
        let mut bytes = Vec::with_capacity(end - start);
        for chunk in self.rope.slice(start..end).chunks() {
            bytes.extend_from_slice(chunk.as_bytes());
        }
        RawPart { bytes, base: ByteOffset(start), first: LineIndex(first) }
    }

    /// A copy of some bytes. Each end that lies inside a character or behind the text stands for the character's start
    /// or the text's end.
    pub fn bytes(&self, span: Span) -> Vec<u8> {
        let end = self.char_boundary(span.end).0;
        let start = self.char_boundary(span.start).0.min(end);
        let mut bytes = Vec::with_capacity(end - start);
        for chunk in self.rope.slice(start..end).chunks() {
            bytes.extend_from_slice(chunk.as_bytes());
        }
        bytes
    }

    /// The start of the character that holds a byte; the text's end for a byte behind it.
    pub fn char_boundary(&self, at: ByteOffset) -> ByteOffset {
        ByteOffset(self.rope.floor_char_boundary(at.0.min(self.rope.len())))
    }

    /// The position of a byte. A byte inside a character stands for the character, one inside a line end for the end
    /// of the line, one behind the text for its end.
    pub fn position(&self, at: ByteOffset, encoding: Encoding) -> Position {
        let at = self.rope.floor_char_boundary(at.0.min(self.rope.len()));
        let line = self.rope.byte_to_line_idx(at, self.line_type());
        let start = self.rope.line_to_byte_idx(line, self.line_type());
        let at = at.min(self.line_end(line)).max(start);
        let column = match encoding {
            Encoding::Utf8 => at - start,
            Encoding::Utf16 => self.rope.byte_to_utf16_idx(at) - self.rope.byte_to_utf16_idx(start),
            Encoding::Utf32 => self.rope.byte_to_char_idx(at) - self.rope.byte_to_char_idx(start),
        };
        Position { line, column }
    }

    /// The byte at a position. A column behind the line's end stands for the line's end, a line behind the last one for
    /// the end of the text (as the LSP says), a column inside a character for the character's start.
    pub fn offset(&self, position: Position, encoding: Encoding) -> ByteOffset {
        if position.line >= self.rope.len_lines(self.line_type()) {
            return ByteOffset(self.rope.len());
        }
        let start = self.rope.line_to_byte_idx(position.line, self.line_type());
        let end = self.line_end(position.line);
        let column = position.column;
        let at = match encoding {
            Encoding::Utf8 => self.rope.floor_char_boundary(start.saturating_add(column).min(end)),
            Encoding::Utf16 => {
                let last = self.rope.byte_to_utf16_idx(end);
                let unit = self.rope.byte_to_utf16_idx(start).saturating_add(column).min(last);
                self.rope.utf16_to_byte_idx(unit)
            }
            Encoding::Utf32 => {
                let last = self.rope.byte_to_char_idx(end);
                let character = self.rope.byte_to_char_idx(start).saturating_add(column).min(last);
                self.rope.char_to_byte_idx(character)
            }
        };
        ByteOffset(at)
    }

    /// Replaces the text between two positions, which are read as [`Document::offset`] reads them; in whichever order
    /// they come.
    pub fn edit(&mut self, range: Range<Position>, encoding: Encoding, text: &str) -> Edit {
        let (a, b) = (self.offset(range.start, encoding), self.offset(range.end, encoding));
        let before = Span { start: a.min(b), end: a.max(b) };
        let first_line = self.rope.byte_to_line_idx(before.start.0, LineType::LF);
        let last_line = self.rope.byte_to_line_idx(before.end.0, LineType::LF);
        self.rope.remove(before.start.0..before.end.0);
        self.rope.insert(before.start.0, text);
        Edit {
            before,
            after: text.len(),
            first_line: LineIndex(first_line),
            lines_removed: last_line - first_line + 1,
            lines_added: memchr::memchr_iter(b'\n', text.as_bytes()).count() + 1,
        }
    }

    fn line_type(&self) -> LineType {
        match self.ends {
            LineEnds::Lsp => LineType::LF_CR,
            LineEnds::Newline => LineType::LF,
        }
    }

    /// Where the text of a line ends: before its line end.
    fn line_end(&self, line: usize) -> usize {
        let start = self.rope.line_to_byte_idx(line, self.line_type());
        let mut end = self.rope.line_to_byte_idx(line + 1, self.line_type());
        if line + 1 == self.rope.len_lines(self.line_type()) {
            return end;
        }
        let mut drop = |byte: u8| {
            let found = end > start && self.rope.byte(end - 1) == byte;
            end -= usize::from(found);
            found
        };
        if !drop(b'\n') || self.ends == LineEnds::Lsp {
            drop(b'\r');
        }
        end
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    /// The same, written so that it is plainly right.
    struct Model {
        text: String,
        ends: LineEnds,
    }

    impl Model {
        /// Start, end of text, and end with the line end, of each line.
        fn lines(&self) -> Vec<(usize, usize)> {
            let bytes = self.text.as_bytes();
            let (mut lines, mut start, mut at) = (Vec::new(), 0, 0);
            while at < bytes.len() {
                let lsp = self.ends == LineEnds::Lsp;
                let len = match &bytes[at..] {
                    [b'\r', b'\n', ..] if lsp => 2,
                    [b'\r', ..] if lsp => 1,
                    [b'\n', ..] => 1,
                    _ => 0,
                };
                if len > 0 {
                    lines.push((start, at));
                    start = at + len;
                }
                at += len.max(1);
            }
            lines.push((start, bytes.len()));
            lines
        }

        fn width(text: &str, encoding: Encoding) -> usize {
            match encoding {
                Encoding::Utf8 => text.len(),
                Encoding::Utf16 => text.encode_utf16().count(),
                Encoding::Utf32 => text.chars().count(),
            }
        }

        fn position(&self, at: usize, encoding: Encoding) -> Position {
            let mut at = at.min(self.text.len());
            while !self.text.is_char_boundary(at) {
                at -= 1;
            }
            let lines = self.lines();
            let line = lines.iter().rposition(|(start, _)| *start <= at).expect("the first line starts at 0");
            let (start, end) = lines[line];
            Position { line, column: Self::width(&self.text[start..at.min(end)], encoding) }
        }

        fn offset(&self, position: Position, encoding: Encoding) -> usize {
            let Some((start, end)) = self.lines().get(position.line).copied() else { return self.text.len() };
            let mut best = start;
            for (i, c) in self.text[start..end].char_indices() {
                let next = start + i + c.len_utf8();
                if Self::width(&self.text[start..next], encoding) <= position.column {
                    best = next;
                }
            }
            best
        }
    }

    fn some_text() -> impl Strategy<Value = String> {
        prop::collection::vec(
            prop::sample::select(vec!["a", "bc", "\n", "\r\n", "\r", "é", "中", "😀", "\u{301}", "\t", "\u{2028}"]),
            0..24,
        )
        .prop_map(|parts| parts.concat())
    }

    fn some_position() -> impl Strategy<Value = Position> {
        (0..12_usize, prop_oneof![0..14_usize, Just(usize::MAX)]).prop_map(|(line, column)| Position { line, column })
    }

    proptest! {
        #[test]
        fn positions_are_right_after_any_edits(
            start in some_text(),
            lsp in any::<bool>(),
            edits in prop::collection::vec((some_position(), some_position(), 0..3_usize, some_text()), 0..8),
        ) {
            let ends = if lsp { LineEnds::Lsp } else { LineEnds::Newline };
            let mut document = Document::new(&start, ends);
            let mut model = Model { text: start, ends };
            for (from, to, encoding, text) in edits {
                let encoding = ENCODINGS[encoding];
                let raw_before = model.text.split('\n').count();
                let edit = document.edit(from..to, encoding, &text);
                let (a, b) = (model.offset(from, encoding), model.offset(to, encoding));
                let (a, b) = (a.min(b), a.max(b));
                prop_assert_eq!(edit.before, Span { start: ByteOffset(a), end: ByteOffset(b) });
                prop_assert_eq!(edit.after, text.len());
                prop_assert_eq!(edit.first_line.0, model.text[..a].matches('\n').count());
                model.text.replace_range(a..b, &text);
                let raw_after = model.text.split('\n').count();
                prop_assert_eq!(raw_before - edit.lines_removed + edit.lines_added, raw_after);

                let whole = document.raw_lines(LineIndex(0)..LineIndex(usize::MAX));
                let lines = whole.lines();
                prop_assert_eq!(lines.bytes(), model.text.as_bytes());
                prop_assert_eq!(document.raw_line_count(), lines.len());
                let part = document.raw_lines(LineIndex(1)..LineIndex(3));
                for (i, line) in (1..lines.len().min(3)).enumerate() {
                    prop_assert_eq!(part.lines().line(i), lines.line(line));
                    prop_assert_eq!(part.lines().offset(i), lines.offset(line));
                    prop_assert_eq!(part.lines().line_index(i), LineIndex(line));
                }
                for encoding in ENCODINGS {
                    for at in 0..=model.text.len() + 1 {
                        prop_assert_eq!(document.position(ByteOffset(at), encoding), model.position(at, encoding));
                    }
                    for line in 0..9 {
                        for column in 0..9 {
                            let position = Position { line, column };
                            prop_assert_eq!(document.offset(position, encoding).0, model.offset(position, encoding));
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_lone_carriage_return_ends_a_line_only_where_the_editor_says_so() {
        let at = |ends| Document::new("a\rb\nc", ends).position(ByteOffset(4), Encoding::Utf16);
        assert_eq!(at(LineEnds::Lsp), Position { line: 2, column: 0 });
        assert_eq!(at(LineEnds::Newline), Position { line: 1, column: 0 });
    }

    #[test]
    fn a_column_inside_a_surrogate_pair_is_the_characters_start() {
        let document = Document::new("x😀y", LineEnds::Lsp);
        let byte = |column| document.offset(Position { line: 0, column }, Encoding::Utf16).0;
        assert_eq!([byte(1), byte(2), byte(3), byte(4), byte(99)], [1, 1, 5, 6, 6]);
    }
}
