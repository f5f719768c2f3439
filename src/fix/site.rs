//! Where a finding failed: its frames as places in the files of the workspace.

use std::rc::Rc;

use super::change::Refused;
use super::source::{Reader, Source};
use crate::finding::Finding;
use crate::trace::Frame;

/// So many frames are looked at: the innermost of the user's, and those that called it.
const MAX_FRAMES: usize = 12;

/// A line of a source file where the error passed.
#[derive(Debug, Clone)]
pub struct Site {
    /// The file.
    pub source: Rc<Source>,
    /// The line, counted from 0, as the file is now.
    pub line: usize,
}

impl Site {
    /// `train.py:41`
    pub fn name(&self) -> String {
        format!("{}:{}", self.source.name, self.line + 1)
    }
}

/// Why a frame is no site.
#[derive(Debug, Clone)]
pub enum Lost {
    /// The place is not there any more, or in no file: nothing can be put beside it.
    Gone(Refused),
    /// The file is not to be edited; who called it may be.
    Closed(Refused),
}

impl Lost {
    /// A sentence.
    pub fn reason(&self) -> &Refused {
        match self {
            Self::Gone(reason) | Self::Closed(reason) => reason,
        }
    }
}

/// The places of a finding in source, innermost first; for a frame that leads nowhere the reason.
pub fn sites(reader: &Reader<'_>, finding: &Finding) -> Vec<Result<Site, Lost>> {
    let mut sites: Vec<Result<Site, Lost>> = Vec::new();
    for frame in finding.frames.iter().rev().filter(|frame| frame.user).take(MAX_FRAMES) {
        if is_cell(frame) {
            let reason = format!("{} is a cell of a notebook: copy the code", frame.path);
            sites.push(Err(Lost::Gone(Refused::new(reason))));
            continue;
        }
        for path in reader.files.workspace.files_of(frame) {
            let source = reader.source(&path).map_err(Lost::Closed);
            let site = source.and_then(|source| of_frame(&source, frame).map_err(Lost::Gone));
            let known = |other: &Result<Site, Lost>| match (other, &site) {
                (Ok(a), Ok(b)) => a.source.path == b.source.path && a.line == b.line,
                _ => false,
            };
            if !sites.iter().any(known) {
                sites.push(site);
            }
        }
    }
    sites
}

/// Whether a frame is a cell of a notebook: the kernel knows no file of it.
pub fn is_cell(frame: &Frame) -> bool {
    let path = frame.path.as_str();
    path.starts_with("Cell In") || path.starts_with("In [") || path.starts_with("<ipython-input") || {
        // A kernel of recent versions names cells by files of its own.
        path.contains("ipykernel_") || path.ends_with(".ipynb")
    }
}

fn of_frame(source: &Rc<Source>, frame: &Frame) -> Result<Site, Refused> {
    let Some(number) = frame.line.filter(|line| *line > 0) else {
        return Err(Refused::new(format!("the log names no line of {}", source.name)));
    };
    let line = number as usize - 1;
    let at = |line: usize| Site { source: source.clone(), line };
    let Some(quote) = frame.quote.as_deref() else {
        return match source.text[source.line(line)].trim() {
            "" => Err(Refused::new(format!("{} has changed since: nothing stands on line {number}", source.name))),
            _ => Ok(at(line)),
        };
    };
    let same = |line: &usize| reads_as(&source.text[source.line(*line)], quote);
    if same(&line) || added_to(source.text[source.line(line)].trim(), quote) {
        return Ok(at(line));
    }
    // Moved: where several lines read so, the nearest is meant.
    let moved = (0..source.line_count()).filter(same).min_by_key(|moved| moved.abs_diff(line));
    moved.map(at).ok_or_else(|| {
        Refused::new(format!("{} has changed since: line {number} of the log is not there any more", source.name))
    })
}

/// Whether a line is what was quoted, but for white space: compilers print blanks for a tabulator.
fn reads_as(line: &str, quote: &str) -> bool {
    /// Quotes may have been cut from here on. Bytes.
    const LONG: usize = 300;
    let mut there = line.split_whitespace();
    let whole = quote.split_whitespace().all(|word| there.next() == Some(word)) && there.next().is_none();
    whole || quote.len() > LONG && line.trim_start().starts_with(quote)
}

/// Whether a line is what was quoted with something put in at one place, as a fix does.
fn added_to(line: &str, quote: &str) -> bool {
    if quote.len() < 4 || line.len() <= quote.len() {
        return false;
    }
    let before = line.bytes().zip(quote.bytes()).take_while(|(a, b)| a == b).count();
    let after = line.bytes().rev().zip(quote.bytes().rev()).take_while(|(a, b)| a == b).count();
    before + after >= quote.len() && before * 2 >= quote.len().min(40)
}
