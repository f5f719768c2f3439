//! The clean view of any bytes, and its map back.

use loglore::text::{ByteOffset, Decoder, LineIndex, RawLines, clean, decode, is_plain};

use crate::material;

pub fn seeds() -> Vec<Vec<u8>> {
    material::samples().iter().map(|sample| sample.as_bytes().to_vec()).collect()
}

pub fn run(data: &[u8]) {
    let raw = RawLines::document(data);
    let lines = clean(&raw, 0..raw.len());
    let border = |at: usize| str::from_utf8(data).map_or(at <= data.len(), |text| text.is_char_boundary(at));
    let mut next = 0;
    for line in &lines {
        // Each raw line is in one group, in order.
        assert_eq!(line.id.raw, line.raw_lines.start);
        if line.id.part == 0 {
            assert_eq!(line.raw_lines.start.0, next);
            next = line.raw_lines.end.0;
        } else {
            assert_eq!(line.raw_lines.end.0, next);
        }
        // The text is of one line, and free of what moves a terminal's cursor.
        assert!(!line.text.contains(['\n', '\u{1b}', '\r', '\u{8}']), "{:?}", line.text);
        assert!(line.text.is_char_boundary(line.body_start));
        // The map is ordered, and stays within the lines that it is of.
        let covered = raw.offset(line.raw_lines.start.0)..ByteOffset(raw.start(line.raw_lines.end.0));
        assert_eq!(line.segments[0].clean, 0);
        for (i, segment) in line.segments.iter().enumerate() {
            let end = line.segments.get(i + 1).map_or(line.text.len(), |next| next.clean);
            assert!(segment.clean < end || line.text.is_empty());
            assert!(segment.raw.start <= segment.raw.end);
            assert!(covered.start <= segment.raw.start && segment.raw.end <= covered.end);
            if segment.verbatim {
                assert_eq!(line.text[segment.clean..end].as_bytes(), &data[segment.raw.start.0..segment.raw.end.0]);
            }
        }
        let mut before = None;
        for (at, character) in line.text.char_indices() {
            let span = line.raw_span(at..at + character.len_utf8());
            assert!(span.start < span.end && covered.start <= span.start && span.end <= covered.end);
            assert!(border(span.start.0) && border(span.end.0), "{span:?}");
            if let Some(before) = before {
                // A wider range stands for no less.
                let both = line.raw_span(before..at + character.len_utf8());
                assert!(both.start <= span.start && span.end <= both.end);
            }
            before = Some(at);
        }
        assert_eq!(line.raw_span(0..0).start, line.raw_span(0..0).end);
    }
    assert_eq!(next, raw.len());
    parts(&raw, data, &lines);
    again(&lines);
    decoded(data);
}

/// A part reads as it does in the whole, and a plain line as a part of itself.
fn parts(raw: &RawLines<'_>, data: &[u8], lines: &[loglore::text::CleanLine<'_>]) {
    if raw.is_empty() {
        return;
    }
    let from = data.iter().map(|byte| usize::from(*byte)).sum::<usize>() % raw.len();
    let range = from..(from + 1 + data.len() % 4).min(raw.len());
    let within = |line: &loglore::text::CleanLine<'_>| {
        line.raw_lines.start < LineIndex(range.end) && line.raw_lines.end > LineIndex(range.start)
    };
    let whole: Vec<_> = lines.iter().filter(|line| within(line)).cloned().collect();
    assert_eq!(clean(raw, range.clone()), whole);
    for i in (0..raw.len()).filter(|i| is_plain(raw.line(*i))) {
        let found: Vec<_> = lines.iter().filter(|l| l.raw_lines.start.0 <= i && i < l.raw_lines.end.0).collect();
        assert_eq!(found.len(), 1);
        let text = found[0].text.as_bytes();
        assert!(text.is_empty() || raw.line(i).windows(text.len()).any(|part| part == text));
    }
}

/// Cleaning what is clean takes off at most what looks like another prefix, or opens another record: it adds nothing, and
/// comes to rest.
fn again(lines: &[loglore::text::CleanLine<'_>]) {
    let joined = |lines: &[loglore::text::CleanLine<'_>]| {
        lines.iter().map(|line| line.text.as_ref()).collect::<Vec<_>>().join("\n")
    };
    let mut text = joined(lines);
    loop {
        let raw = RawLines::document(text.as_bytes());
        let next = joined(&clean(&raw, 0..raw.len()));
        if next.trim_end() == text.trim_end() {
            return;
        }
        // A row of a box can be joined by a blank where a line end was, so no text grows, and each round takes something.
        assert!(next.len() <= text.len(), "{next:?} of {text:?}");
        if next.len() == text.len() && next.split_whitespace().eq(text.split_whitespace()) {
            return;
        }
        assert!(next.len() < text.len(), "{next:?} of {text:?}");
        text = next;
    }
}

/// In pieces a file is decoded as in the whole.
fn decoded(data: &[u8]) {
    let (whole, encoding) = decode(data);
    let (mut decoder, mut out) = (Decoder::new(), Vec::new());
    for chunk in data.chunks(1 + data.len() % 7) {
        decoder.feed(chunk, &mut out);
    }
    decoder.finish(&mut out);
    assert_eq!(*whole, out);
    // A broken last unit counts as a whole one.
    assert!(encoding.file_offset(&whole) <= data.len() + 1);
}
