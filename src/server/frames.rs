//! Frames of the protocol's base layer: a header with a length, a body of that many bytes.
//!
//! Reading is lenient: any headers in any case, garbage before a header, bodies that are too long or not JSON cost that
//! frame and never the session.

use std::collections::VecDeque;
use std::io::{self, Read};

use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufReader};

/// A longer body is skipped. Bytes.
pub(super) const MAX_BODY: usize = 64 << 20;
/// A header line is not read further.
const MAX_HEADER_LINE: u64 = 64 << 10;

/// A body is read in pieces of so many bytes.
const PIECE: usize = 1 << 20;

/// A body. A long one lies in pieces, each of which is let go when it has been parsed: a text is held once as it came,
/// once with its escapes undone and once as a value, and not three times at one moment.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Body(VecDeque<Vec<u8>>);

impl Body {
    /// The JSON in it.
    ///
    /// # Errors
    /// If it is none.
    pub fn json(mut self) -> serde_json::Result<Value> {
        match self.0.pop_front() {
            Some(only) if self.0.is_empty() => serde_json::from_slice(&only),
            first => {
                let pieces = Pieces { left: first.into_iter().chain(self.0).collect(), read: 0 };
                serde_json::from_reader(io::BufReader::with_capacity(64 << 10, pieces))
            }
        }
    }
}

/// Reads pieces one after the other.
struct Pieces {
    left: VecDeque<Vec<u8>>,
    /// Bytes of the first one.
    read: usize,
}

impl Read for Pieces {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let Some(piece) = self.left.front() else { return Ok(0) };
        let count = Read::read(&mut &piece[self.read..], into)?;
        self.read += count;
        if self.read == piece.len() {
            self.left.pop_front();
            self.read = 0;
        }
        Ok(count)
    }
}

/// What came in.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Frame {
    /// A body.
    Body(Body),
    /// A body of this many bytes was skipped.
    TooLong(usize),
}

/// Reads frames.
#[derive(Debug)]
pub(super) struct FrameReader<R> {
    source: BufReader<R>,
}

impl<R: AsyncRead + Unpin> FrameReader<R> {
    pub fn new(source: R) -> Self {
        Self { source: BufReader::with_capacity(64 << 10, source) }
    }

    /// The next frame; none at the end of the input, also when a frame is cut off there.
    ///
    /// # Errors
    /// Those of the input.
    pub async fn next(&mut self) -> io::Result<Option<Frame>> {
        let Some(length) = self.header().await? else { return Ok(None) };
        if length > MAX_BODY {
            let mut rest = (&mut self.source).take(length as u64);
            tokio::io::copy(&mut rest, &mut tokio::io::sink()).await?;
            return Ok(Some(Frame::TooLong(length)));
        }
        let mut pieces = VecDeque::new();
        let mut left = length;
        while left > 0 {
            let mut piece = vec![0; left.min(PIECE)];
            match self.source.read_exact(&mut piece).await {
                Ok(_) => left -= piece.len(),
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
                Err(error) => return Err(error),
            }
            pieces.push_back(piece);
        }
        Ok(Some(Frame::Body(Body(pieces))))
    }

    /// The length that the next header states.
    async fn header(&mut self) -> io::Result<Option<usize>> {
        let mut length = None;
        let mut line = Vec::new();
        loop {
            line.clear();
            let got = (&mut self.source).take(MAX_HEADER_LINE).read_until(b'\n', &mut line).await?;
            if got == 0 {
                return Ok(None);
            }
            match (content_length(&line), length) {
                (Some(found), _) => length = Some(found),
                (None, Some(length)) if line.trim_ascii().is_empty() => return Ok(Some(length)),
                (None, _) => {}
            }
        }
    }
}

/// The length in a header line, whatever stands before it.
fn content_length(line: &[u8]) -> Option<usize> {
    const NAME: &[u8] = b"content-length:";
    let at = (0..line.len().saturating_sub(NAME.len() - 1))
        .rev()
        .find(|at| line[*at..*at + NAME.len()].eq_ignore_ascii_case(NAME))?;
    std::str::from_utf8(&line[at + NAME.len()..]).ok()?.trim().parse().ok()
}

/// Writes one frame.
///
/// # Errors
/// Those of the output.
pub(super) async fn write(output: &mut (impl AsyncWrite + Unpin), body: &[u8]) -> io::Result<()> {
    output.write_all(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes()).await?;
    output.write_all(body).await?;
    output.flush().await
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(input: &[u8]) -> Vec<Frame> {
        let mut reader = FrameReader::new(input);
        let mut frames = Vec::new();
        while let Some(frame) = reader.next().await.expect("reads from memory") {
            frames.push(frame);
        }
        frames
    }

    fn body(text: &str) -> Frame {
        Frame::Body(Body(VecDeque::from([text.as_bytes().to_vec()])))
    }

    #[tokio::test]
    async fn a_long_body_is_read_as_it_came() {
        let text = "größer\n\"😀\"\tand so on, ".repeat(200_000);
        let message = serde_json::json!({ "params": [text, 1], "method": "x" });
        let message_text = message.to_string();
        let frame = format!("Content-Length: {}\r\n\r\n{message_text}", message_text.len());
        let mut frames = read(frame.as_bytes()).await;
        let Some(Frame::Body(body)) = frames.pop() else { panic!("no body") };
        assert!(body.0.len() > 4, "it lies in pieces");
        assert_eq!(body.json().expect("JSON"), message);
        let mut broken = frame.into_bytes();
        broken.pop();
        broken.push(b' ');
        let Some(Frame::Body(body)) = read(&broken).await.pop() else { panic!("no body") };
        assert!(body.json().is_err(), "its end is missing");
    }

    #[tokio::test]
    async fn headers_are_taken_in_any_case_order_and_number() {
        let input = b"X-A: 1\r\ncontent-LENGTH:2\r\nContent-Type: x\r\nY: 2\r\n\r\n{}Content-Length: 2\n\n[]";
        assert_eq!(read(input).await, [body("{}"), body("[]")]);
    }

    #[tokio::test]
    async fn garbage_before_a_frame_is_skipped() {
        let input = b"warning: x\n\r\n\xff\xfejunkContent-Length: 2\r\n\r\n{}";
        assert_eq!(read(input).await, [body("{}")]);
    }

    #[tokio::test]
    async fn a_body_that_is_too_long_is_skipped_and_the_next_frame_is_read() {
        let mut input = format!("Content-Length: {}\r\n\r\n", MAX_BODY + 1).into_bytes();
        input.resize(input.len() + MAX_BODY + 1, b' ');
        input.extend(b"Content-Length: 2\r\n\r\n{}");
        assert_eq!(read(&input).await, [Frame::TooLong(MAX_BODY + 1), body("{}")]);
    }

    #[tokio::test]
    async fn a_frame_that_is_cut_off_ends_the_input() {
        assert_eq!(read(b"Content-Length: 20\r\n\r\n{}").await, []);
        assert_eq!(read(b"Content-Le").await, []);
    }
}
