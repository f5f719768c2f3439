//! Terminal escape sequences: where one ends and what it does to the line it stands in.
//!
//! Forms and meanings are those of ECMA-48 and of xterm's "Control Sequences" page.

use memchr::memchr3_iter;

/// The longest parameters that a control sequence is believed to have. Real ones are under 30 bytes; a longer run of
/// digits after a lone `ESC [` is text.
const LONGEST_PARAMETERS: usize = 64;

/// What an escape sequence does to the row that it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// Nothing that can be read: colour, title, link, mode.
    None,
    /// The cursor goes right by this many columns.
    Right(usize),
    /// The cursor goes left by this many columns.
    Left(usize),
    /// The cursor goes to this column, counted from 0.
    Column(usize),
    /// The cursor goes to another row.
    Row,
    /// From the cursor to the end of the row.
    EraseRight,
    /// From the start of the row to the cursor, the cursor's place included.
    EraseLeft,
    /// The whole row; the cursor stays.
    EraseRow,
    /// This many columns from the cursor on become blank.
    Blank(usize),
    /// This many columns from the cursor on go; the rest of the row moves left.
    Delete(usize),
}

/// An escape sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Escape {
    /// Bytes to leave out. Never text: a sequence that was cut off takes only its own introducer and parameters along.
    pub(super) len: usize,
    pub(super) effect: Effect,
}

impl Escape {
    fn silent(len: usize) -> Self {
        Self { len, effect: Effect::None }
    }
}

/// The escape sequence that `text` begins with, if it begins with one: `ESC`, or one of the 8-bit introducers
/// (U+0090 to U+009F) as UTF-8 writes them.
pub(super) fn escape(text: &[u8]) -> Option<Escape> {
    match text {
        [0x1b, b'[', ..] => Some(control_sequence(text, 2)),
        [0xc2, 0x9b, ..] => Some(control_sequence(text, 2)),
        [0x1b, b']', ..] | [0xc2, 0x9d, ..] => Some(control_string(text, true)),
        [0x1b, b'P' | b'X' | b'^' | b'_', ..] | [0xc2, 0x90 | 0x98 | 0x9e | 0x9f, ..] => {
            Some(control_string(text, false))
        }
        // A string terminator whose string is gone.
        [0x1b, b'\\', ..] | [0xc2, 0x9c, ..] => Some(Escape::silent(2)),
        // Choice of a character set, width of a line, 7- or 8-bit mode: `ESC ( B` is half of every `tput sgr0`.
        [0x1b, b'(' | b')' | b'*' | b'+' | b'#' | b'%' | b' ', b'0'..=b'~', ..] => Some(Escape::silent(3)),
        [0x1b, b'8', ..] => Some(Escape { len: 2, effect: Effect::Row }),
        [0x1b, b'7' | b'=' | b'>' | b'c' | b'M' | b'6' | b'9' | b'n' | b'o' | b'|' | b'}' | b'~', ..] => {
            Some(Escape::silent(2))
        }
        // Any other letter behind a lone ESC is more probably text.
        [0x1b, ..] => Some(Escape::silent(1)),
        _ => None,
    }
}

fn control_sequence(text: &[u8], start: usize) -> Escape {
    let window = &text[start..text.len().min(start + LONGEST_PARAMETERS + 1)];
    let parameters = window.iter().take_while(|b| (0x30..=0x3f).contains(*b)).count();
    if parameters > LONGEST_PARAMETERS {
        return Escape::silent(start);
    }
    let between = window[parameters..].iter().take_while(|b| (0x20..=0x2f).contains(*b)).count();
    let end = start + parameters + between;
    match text.get(end) {
        Some(last @ 0x40..=0x7e) => {
            let effect = if between == 0 { effect(&window[..parameters], *last) } else { Effect::None };
            Escape { len: end + 1, effect }
        }
        // Cut off, or broken by another byte. Blanks may be text, digits and semicolons cannot.
        _ => Escape::silent(start + parameters),
    }
}

fn effect(parameters: &[u8], last: u8) -> Effect {
    let first = parameters.split(|b| *b == b';').next().unwrap_or_default();
    let number = str::from_utf8(first).ok().and_then(|n| n.parse::<usize>().ok());
    // A count of 0 means 1 (ECMA-48, 8.3: "default 1"; terminals read 0 the same way).
    let count = number.unwrap_or(1).max(1);
    match (last, number.unwrap_or(0)) {
        (b'C' | b'a', _) => Effect::Right(count),
        (b'D' | b'j', _) => Effect::Left(count),
        (b'G' | b'`', _) => Effect::Column(count - 1),
        (b'K', 0) | (b'J', 0) => Effect::EraseRight,
        (b'K', 1) => Effect::EraseLeft,
        (b'K', 2) => Effect::EraseRow,
        (b'X', _) => Effect::Blank(count),
        (b'P', _) => Effect::Delete(count),
        (b'A' | b'B' | b'E' | b'F' | b'H' | b'f' | b'd' | b'e' | b'k' | b'u', _) => Effect::Row,
        _ => Effect::None,
    }
}

/// A string for the terminal: a title, a link (OSC 8), a device control string.
fn control_string(text: &[u8], bell_ends: bool) -> Escape {
    for at in memchr3_iter(0x07, 0x1b, 0xc2, &text[2..]).map(|at| at + 2) {
        match (text[at], text.get(at + 1)) {
            (0x07, _) if bell_ends => return Escape::silent(at + 1),
            (0x1b, Some(b'\\')) | (0xc2, Some(0x9c)) => return Escape::silent(at + 2),
            // Another sequence begins: this one was cut off. Stopping here also keeps the search linear.
            (0x1b, _) => break,
            _ => {}
        }
    }
    Escape::silent(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sequence_ends_where_ecma_48_says() {
        for (text, len) in [
            ("\x1b[0mx", 4),
            ("\x1b[38;5;196mx", 11),
            ("\x1b[38:2::255:0:0mx", 16),
            ("\x1b[?25lx", 6),
            ("\x1b[ qx", 4),
            ("\x1b]0;title\x07x", 10),
            ("\x1b]8;;https://example.org\x1b\\x", 26),
            ("\x1bPq#0\x1b\\x", 7),
            ("\x1b(Bx", 3),
            ("\x1b7x", 2),
            ("\u{9b}31mx", 5),
            ("\u{9d}0;t\u{9c}x", 7),
        ] {
            assert_eq!(escape(text.as_bytes()).map(|e| e.len), Some(len), "{text:?}");
        }
    }

    #[test]
    fn a_cut_off_sequence_takes_no_text_along() {
        for (text, len) in [
            ("\x1b", 1),
            ("\x1b[", 2),
            ("\x1b[31", 4),
            ("\x1b[31\u{4e2d}", 4),
            ("\x1b]0;a title that never ends", 2),
            ("\x1b]8;;http://x\x1b[0mtext", 2),
            ("\x1bPnever ends", 2),
            ("\x1bError", 1),
        ] {
            assert_eq!(escape(text.as_bytes()).map(|e| e.len), Some(len), "{text:?}");
        }
    }

    #[test]
    fn text_is_no_escape() {
        assert_eq!(escape("[31m".as_bytes()), None);
        assert_eq!(escape("é".as_bytes()), None);
        assert_eq!(escape(b""), None);
    }
}
