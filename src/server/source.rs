//! Source files of the workspace: from the editor where they are open, else from the disk.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use tower_lsp::lsp_types::{Position, Range, Url};

use super::convert;
use crate::text::{Document, Encoding, LineIndex};
use crate::trace::{Frame, Workspace};

/// A file is read so far and no further. Bytes.
const MAX_READ: u64 = 64 << 20;
/// A line is kept so far. Bytes.
const MAX_LINE: usize = 2 << 10;

/// Where source is read.
#[derive(Clone, Copy)]
pub(super) struct Sources<'a> {
    /// The files of the workspace.
    pub workspace: &'a Workspace,
    /// The document that is open for a file.
    pub open: &'a dyn Fn(&Path) -> Option<Document>,
}

/// A place in a source file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SourcePlace {
    pub path: PathBuf,
    /// Counts from 1; the file's first if the log names none.
    pub line: u32,
    /// Characters, counted from 1.
    pub column: Option<u32>,
}

impl Sources<'_> {
    /// The places that a frame may mean; one in the common case.
    pub fn places(&self, frame: &Frame) -> Vec<SourcePlace> {
        self.workspace
            .files_of(frame)
            .into_iter()
            .map(|path| SourcePlace { path, line: frame.line.unwrap_or(1).max(1), column: frame.column })
            .collect()
    }

    /// Lines of a file (counted from 1), as far as it has them; very long ones are cut.
    pub fn lines(&self, path: &Path, lines: RangeInclusive<u32>) -> Vec<String> {
        let (first, last) = ((*lines.start()).max(1) as usize, *lines.end() as usize);
        if last < first {
            return Vec::new();
        }
        match (self.open)(path) {
            Some(document) => {
                let part = document.raw_lines(LineIndex(first - 1)..LineIndex(last));
                let lines = part.lines();
                (0..lines.len()).map(|i| text(lines.line(i))).collect()
            }
            None => lines_of_file(path, first, last).unwrap_or_default(),
        }
    }

    /// The text of a file, if it is UTF-8 and not larger than 64 MiB.
    pub fn whole(&self, path: &Path) -> Option<String> {
        if let Some(document) = (self.open)(path) {
            let part = document.raw_lines(LineIndex(0)..LineIndex(usize::MAX));
            return String::from_utf8(part.lines().bytes().to_vec()).ok();
        }
        let mut text = String::new();
        let read = File::open(path).and_then(|file| file.take(MAX_READ + 1).read_to_string(&mut text)).ok()?;
        (read as u64 <= MAX_READ).then_some(text)
    }

    /// The line of a place without its indentation, and the very place: where the column points, else where the line's
    /// text begins. Without the file's text the numbers are taken as they are.
    pub fn range(&self, place: &SourcePlace, encoding: Encoding) -> (Range, Position) {
        let number = place.line - 1;
        let line = self.lines(&place.path, place.line..=place.line).pop().unwrap_or_default();
        let indent = line.len() - line.trim_start().len();
        let at = |byte: usize| Position::new(number, convert::width(&line[..byte], encoding));
        let column = place.column.map(|column| {
            let skipped = column.saturating_sub(1) as usize;
            line.char_indices().nth(skipped).map_or(line.trim_end().len().max(indent), |(byte, _)| byte)
        });
        let whole = Range { start: at(indent), end: at(line.trim_end().len().max(indent)) };
        (whole, at(column.unwrap_or(indent)))
    }
}

/// The address of a file.
pub(super) fn url(path: &Path) -> Option<Url> {
    Url::from_file_path(path).ok()
}

fn lines_of_file(path: &Path, first: usize, last: usize) -> std::io::Result<Vec<String>> {
    let mut reader = BufReader::new(File::open(path)?.take(MAX_READ));
    let mut lines = Vec::new();
    let mut line = Vec::new();
    for number in 1..=last {
        if number < first {
            if reader.skip_until(b'\n')? == 0 {
                break;
            }
            continue;
        }
        line.clear();
        if reader.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let ended = line.strip_suffix(b"\n").unwrap_or(&line);
        lines.push(text(ended.strip_suffix(b"\r").unwrap_or(ended)));
    }
    Ok(lines)
}

fn text(line: &[u8]) -> String {
    let text = String::from_utf8_lossy(line);
    text[..text.floor_char_boundary(MAX_LINE)].to_owned()
}
