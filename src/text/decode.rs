//! The bytes of a file, or of a pipe, as UTF-8 bytes.
//!
//! A byte-order mark decides; without one, UTF-16 is recognised by its NULs. Everything else is passed on as it is:
//! what is no valid UTF-8 in it is seen to where a line is cleaned.

use std::borrow::Cow;

use encoding_rs::{CoderResult, UTF_16BE, UTF_16LE};

/// How many bytes at most are looked at for the NULs of UTF-16 without a mark.
const SAMPLE: usize = 1024;

/// How a file writes its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum FileEncoding {
    /// UTF-8, or any bytes: passed on as they are.
    #[default]
    Bytes,
    /// UTF-8 after a byte-order mark of three bytes.
    Utf8WithMark,
    /// UTF-16, the low byte of each unit first.
    Utf16Le {
        /// Whether a byte-order mark of two bytes stands before the text.
        mark: bool,
    },
    /// UTF-16, the high byte of each unit first.
    Utf16Be {
        /// Whether a byte-order mark of two bytes stands before the text.
        mark: bool,
    },
}

impl FileEncoding {
    /// The encoding of a file that begins with `start`: `None` if more has to be read first. `whole`: there is no more.
    fn of(start: &[u8], whole: bool) -> Option<Self> {
        match start {
            [0xff, 0xfe, ..] => return Some(Self::Utf16Le { mark: true }),
            [0xfe, 0xff, ..] => return Some(Self::Utf16Be { mark: true }),
            [0xef, 0xbb, 0xbf, ..] => return Some(Self::Utf8WithMark),
            [] | [0 | 0xef | 0xfe | 0xff] | [0xef, 0xbb] | [_] if !whole => return None,
            // A first unit with no NUL: whoever reads a pipe sees its first line at once.
            [a, b, ..] if (*a == 0) == (*b == 0) => return Some(Self::Bytes),
            _ if start.len() < SAMPLE && !whole => return None,
            _ => {}
        }
        let start = &start[..start.len().min(SAMPLE)];
        let units = start.len() / 2;
        let nuls = |first: usize| start.iter().skip(first).step_by(2).filter(|b| **b == 0).count();
        // Three quarters: a log in English with some words in another script.
        let found = |high: usize, low: usize| units >= 2 && nuls(low) == 0 && nuls(high) * 4 >= units * 3;
        Some(match () {
            () if found(1, 0) => Self::Utf16Le { mark: false },
            () if found(0, 1) => Self::Utf16Be { mark: false },
            () => Self::Bytes,
        })
    }

    /// Bytes of the file before its text: the byte-order mark.
    pub fn mark_len(self) -> usize {
        match self {
            Self::Utf8WithMark => 3,
            Self::Utf16Le { mark: true } | Self::Utf16Be { mark: true } => 2,
            _ => 0,
        }
    }

    /// Where in the file the text goes on after `before`, all decoded bytes that stand before the place; a place inside
    /// a character stands for the character's start.
    ///
    /// Exact, but for a file of UTF-16 with an odd number of bytes: the end of its last, broken unit is given one byte
    /// behind the end of the file.
    pub fn file_offset(self, before: &[u8]) -> usize {
        self.mark_len()
            + match self {
                Self::Bytes | Self::Utf8WithMark => before.len(),
                // Decoded text is valid UTF-8. A unit of UTF-16 has two bytes, and a broken unit was decoded to a
                // character (U+FFFD) that itself is one unit.
                Self::Utf16Le { .. } | Self::Utf16Be { .. } => {
                    before.utf8_chunks().map(|chunk| 2 * chunk.valid().encode_utf16().count()).sum()
                }
            }
    }

    fn decoder(self) -> Option<encoding_rs::Decoder> {
        match self {
            Self::Bytes | Self::Utf8WithMark => None,
            Self::Utf16Le { .. } => Some(UTF_16LE.new_decoder_without_bom_handling()),
            Self::Utf16Be { .. } => Some(UTF_16BE.new_decoder_without_bom_handling()),
        }
    }
}

/// A whole file as UTF-8 bytes; not copied unless it is UTF-16.
pub fn decode(file: &[u8]) -> (Cow<'_, [u8]>, FileEncoding) {
    let encoding = FileEncoding::of(file, true).unwrap_or_default();
    let text = &file[encoding.mark_len()..];
    let Some(mut decoder) = encoding.decoder() else { return (Cow::Borrowed(text), encoding) };
    let mut out = Vec::new();
    decode_utf16(&mut decoder, text, true, &mut out);
    (Cow::Owned(out), encoding)
}

/// Decodes a file or a pipe chunk by chunk, cut anywhere.
#[derive(Default)]
pub struct Decoder {
    state: State,
}

#[derive(Default)]
enum State {
    /// What was read before it was enough to know the encoding.
    #[default]
    Empty,
    Unknown(Vec<u8>),
    AsIs(FileEncoding),
    Utf16(FileEncoding, encoding_rs::Decoder),
}

impl Decoder {
    /// A decoder at the start of a file.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the text of `chunk` to `out`. At the start of a file that may be UTF-16, text may come later than its bytes
    /// (at most 1 KiB of them); a character cut in two comes with its second half.
    pub fn feed(&mut self, chunk: &[u8], out: &mut Vec<u8>) {
        self.advance(chunk, false, out);
    }

    /// Adds what is left to `out` when the file has ended. The decoder is at the start of a file again.
    pub fn finish(&mut self, out: &mut Vec<u8>) {
        self.advance(&[], true, out);
        self.state = State::Empty;
    }

    /// How the file writes its text, once that is known.
    pub fn encoding(&self) -> Option<FileEncoding> {
        match self.state {
            State::Empty | State::Unknown(_) => None,
            State::AsIs(encoding) | State::Utf16(encoding, _) => Some(encoding),
        }
    }

    fn advance(&mut self, chunk: &[u8], last: bool, out: &mut Vec<u8>) {
        match &mut self.state {
            State::AsIs(_) => out.extend_from_slice(chunk),
            State::Utf16(_, decoder) => decode_utf16(decoder, chunk, last, out),
            State::Empty => self.begin(Cow::Borrowed(chunk), last, out),
            State::Unknown(before) => {
                let mut start = std::mem::take(before);
                start.extend_from_slice(chunk);
                self.begin(Cow::Owned(start), last, out);
            }
        }
    }

    fn begin(&mut self, start: Cow<'_, [u8]>, last: bool, out: &mut Vec<u8>) {
        let Some(encoding) = FileEncoding::of(&start, last) else {
            self.state = State::Unknown(start.into_owned());
            return;
        };
        self.state = match encoding.decoder() {
            Some(decoder) => State::Utf16(encoding, decoder),
            None => State::AsIs(encoding),
        };
        self.advance(&start[encoding.mark_len()..], last, out);
    }
}

impl std::fmt::Debug for Decoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Decoder").field("encoding", &self.encoding()).finish_non_exhaustive()
    }
}

fn decode_utf16(decoder: &mut encoding_rs::Decoder, mut bytes: &[u8], last: bool, out: &mut Vec<u8>) {
    /// Output for 16 KiB of UTF-16, whatever it holds.
    const ROOM: usize = 1 << 16;
    let mut room = vec![0; ROOM.min(bytes.len() * 3 + 16)];
    loop {
        let (result, read, written, _) = decoder.decode_to_utf8(bytes, &mut room, last);
        out.extend_from_slice(&room[..written]);
        bytes = &bytes[read..];
        if result == CoderResult::InputEmpty {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn utf16(text: &str, little: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    }

    fn read(file: &[u8]) -> (String, FileEncoding) {
        let (text, encoding) = decode(file);
        (String::from_utf8_lossy(&text).into_owned(), encoding)
    }

    #[test]
    fn a_mark_decides_and_is_no_text() {
        let text = "Fehler: Größe 😀\n";
        let marked = |mark: &[u8], rest: Vec<u8>| [mark, &rest].concat();
        for (file, encoding) in [
            (marked(b"\xef\xbb\xbf", text.into()), FileEncoding::Utf8WithMark),
            (marked(b"\xff\xfe", utf16(text, true)), FileEncoding::Utf16Le { mark: true }),
            (marked(b"\xfe\xff", utf16(text, false)), FileEncoding::Utf16Be { mark: true }),
        ] {
            assert_eq!(read(&file), (text.to_owned(), encoding));
        }
    }

    #[test]
    fn utf16_without_a_mark_is_known_by_its_nuls() {
        let text = "error: 文件 not found in this directory\n";
        assert_eq!(read(&utf16(text, true)), (text.to_owned(), FileEncoding::Utf16Le { mark: false }));
        assert_eq!(read(&utf16(text, false)), (text.to_owned(), FileEncoding::Utf16Be { mark: false }));
    }

    #[test]
    fn any_other_bytes_are_passed_on() {
        for file in
            [&b""[..], b"a", b"\0", b"\xef\xbb", b"\0\0\0\0\0\0text", b"a\0b", b"plain", b"\xff\x80", b"a\xff\0\0"]
        {
            let (text, encoding) = decode(file);
            assert_eq!((&*text, encoding), (file, FileEncoding::Bytes));
            assert!(matches!(text, Cow::Borrowed(_)));
        }
    }

    #[test]
    fn the_first_line_of_a_pipe_comes_at_once() {
        let (mut decoder, mut out) = (Decoder::new(), Vec::new());
        decoder.feed(b"ok", &mut out);
        assert_eq!(out, b"ok");
    }

    proptest! {
        #[test]
        fn chunks_give_what_the_whole_gives(text in "[ -~\n\u{e4}\u{4e2d}\u{1f600}]{0,40}", form in 0..5, cuts in prop::collection::vec(0..9_usize, 0..40)) {
            let file = match form {
                0 => text.clone().into_bytes(),
                1 => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
                2 => [b"\xff\xfe".to_vec(), utf16(&text, true)].concat(),
                3 => [b"\xfe\xff".to_vec(), utf16(&text, false)].concat(),
                _ => utf16(&text, true),
            };
            let (whole, encoding) = decode(&file);
            let (mut decoder, mut out, mut rest) = (Decoder::new(), Vec::new(), &file[..]);
            for cut in cuts {
                let (chunk, after) = rest.split_at(cut.min(rest.len()));
                decoder.feed(chunk, &mut out);
                rest = after;
            }
            decoder.feed(rest, &mut out);
            decoder.finish(&mut out);
            prop_assert_eq!(&*whole, &out);
            // Each character's place in the file is where the file's own bytes give the text from there on.
            if let Ok(text) = str::from_utf8(&whole) {
                for (at, _) in text.char_indices() {
                    let from = encoding.file_offset(&whole[..at]);
                    let rest = match encoding {
                        FileEncoding::Utf16Le { .. } => UTF_16LE.decode_without_bom_handling(&file[from..]).0.into_owned(),
                        FileEncoding::Utf16Be { .. } => UTF_16BE.decode_without_bom_handling(&file[from..]).0.into_owned(),
                        _ => String::from_utf8_lossy(&file[from..]).into_owned(),
                    };
                    prop_assert_eq!(rest, &text[at..]);
                }
            }
        }
    }
}
