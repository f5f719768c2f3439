//! Prints the blocks of a text compactly, for tests.
use std::fmt::Write;

use super::{Block, blocks};
use crate::text::{CleanLine, RawLines, clean};

/// `Kind first-last` (lines count from 1), then a row for each section, `[number <- cause] first-last headline: text`, and
/// for each of its frames, `- ` before those that are not the user's.
pub(super) fn show(text: &str) -> String {
    let raw = RawLines::document(text.as_bytes());
    show_lines(&clean(&raw, 0..raw.len()))
}

pub(super) fn show_lines(lines: &[CleanLine<'_>]) -> String {
    let mut out = String::new();
    for block in blocks(lines) {
        print(&mut out, &block, |i| lines[i].text.trim().to_owned());
    }
    out
}

/// The same without the plain blocks.
pub(super) fn known(text: &str) -> String {
    let mut keep = false;
    show(text)
        .lines()
        .filter(|line| {
            if !line.starts_with(' ') {
                keep = !line.starts_with("Plain");
            }
            keep
        })
        .map(|line| format!("{line}\n"))
        .collect()
}

fn print(out: &mut String, block: &Block, text: impl Fn(usize) -> String) {
    let lines: Vec<String> = runs(&block.lines)
        .iter()
        .map(|(a, b)| if a == b { format!("{}", a + 1) } else { format!("{}-{}", a + 1, b + 1) })
        .collect();
    // Writing to a string does not fail.
    let _ = writeln!(out, "{:?} {}{}", block.kind, lines.join(","), if block.open { " open" } else { "" });
    for (i, section) in block.sections.iter().enumerate() {
        let cause = section.cause.map_or(String::new(), |cause| format!(" <- {cause}"));
        let (a, b) = (block.lines[section.lines.start] + 1, block.lines[section.lines.end - 1] + 1);
        let _ = writeln!(out, "  [{i}{cause}] {a}-{b} {}: {}", section.headline + 1, text(section.headline));
        for frame in &section.frames {
            let mut place = frame.path.clone();
            for number in [frame.line, frame.column].into_iter().flatten() {
                let _ = write!(place, ":{number}");
            }
            let function = frame.function.as_ref().map_or(String::new(), |f| format!(" {f}"));
            let _ = writeln!(out, "      {}{place}{function}", if frame.user { "" } else { "- " });
        }
    }
}

fn runs(lines: &[usize]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &line in lines {
        match runs.last_mut() {
            Some((_, end)) if *end + 1 == line => *end = line,
            _ => runs.push((line, line)),
        }
    }
    runs
}
