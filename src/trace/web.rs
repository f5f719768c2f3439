//! Diagnostics of the TypeScript compiler and of bundlers: webpack, Vite, Rollup, esbuild.

use std::sync::LazyLock;

use regex::Regex;

use super::draft::Draft;
use super::pattern::pattern;
use super::table::Recogniser;
use super::view::View;
use super::{BlockKind, Frame};

pub(super) const TYPESCRIPT: Recogniser =
    Recogniser { name: "typescript", triggers: &["error TS", "warning TS"], read: typescript };
pub(super) const BUNDLER: Recogniser = Recogniser {
    name: "bundler",
    triggers: &[
        "ERROR in ",
        "WARNING in ",
        "Module not found: ",
        "[ERROR] ",
        "Failed to compile",
        "error during build:",
        "Rollup failed to resolve",
        "Build failed with ",
        "[vite",
    ],
    read: bundler,
};

/// The most rows of one diagnostic.
const MAX_ROWS: usize = 300;

/// `a.ts(1,20): error TS2307: …` and, for a terminal, `a.ts:1:20 - error TS2307: …`.
static DIAGNOSTIC: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:(?:\[\w+\] )?(?:ERROR in )?(?P<path>[^\s(:][^(:]*|[A-Za-z]:[^(:]*)(?:\((?P<line>\d+),(?P<col>\d+)\): |:(?P<line2>\d+):(?P<col2>\d+) - ))?(?:error|warning) TS\d+: ",
    )
});
/// webpack: `ERROR in ./src/a.js 12:5-10`, `ERROR in src/a.ts:3:5`.
static IN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^\s*(?:ERROR|WARNING) in (?:\[[^\]]+\] )?(?P<path>\S+?)(?:[: ](?P<line>\d+):(?P<col>\d+)(?:-[\d:]+)?)?$")
});
/// esbuild: `    src/a.js:1:7:`; Vite: `file: /app/src/a.ts:3:5`; create-react-app: `Line 3:5:`.
static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^\s*(?:file: |at |@ |╭─\[|,-\[)?(?P<path>[^\s:\[\]]+\.\w+):(?P<line>\d+):(?P<col>\d+)[:\]]?$")
});
static ESBUILD: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:✘|✗|X|▲) \[(?:ERROR|WARNING)\] "));

fn typescript(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let caps = DIAGNOSTIC.captures(view.text(row))?;
    let mut place = view.frame(row, &caps);
    let pretty = caps.name("line2").is_some();
    if let (Some(frame), Some(line), Some(column)) = (&mut place, caps.name("line2"), caps.name("col2")) {
        frame.line = line.as_str().parse().ok();
        frame.column = column.as_str().parse().ok();
        frame.span.end = view.span(row, 0..column.end()).end;
    }
    let margin = view.indent(row);
    let limit = view.len().min(row + MAX_ROWS);
    let mut end = row + 1;
    let mut last = row;
    while end < limit {
        let text = view.text(end);
        if text.is_empty() {
            if !pretty || end > last + 2 {
                break;
            }
        } else if DIAGNOSTIC.is_match(text) || text.starts_with("Found ") {
            break;
        } else if view.indent(end) > margin || pretty && is_numbered(text) {
            last = end;
        } else {
            break;
        }
        end += 1;
    }
    Some(Draft::single(BlockKind::TypeScript, row..last + 1, row, place.into_iter().collect()))
}

/// `12 import x from 'y';` and the row of tildes under it.
fn is_numbered(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && text.contains(' ') || text.trim_start().starts_with('~')
}

fn bundler(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let text = view.trimmed(row);
    let esbuild = ESBUILD.is_match(view.text(row));
    let starts = text.starts_with("ERROR in ")
        || text.starts_with("WARNING in ")
        || text.starts_with("Module not found: ")
        || text.starts_with("error during build:")
        || text.starts_with("Failed to compile")
        || text.starts_with("[vite")
        || text.contains("Rollup failed to resolve")
        || esbuild;
    if !starts || view.text(row).starts_with("ERROR in main/") {
        return None;
    }
    let mut frames: Vec<Frame> = Vec::new();
    // Next.js prints the place above: `./app/page.tsx:1:1`.
    let place = row.checked_sub(1).filter(|&above| above >= view.floor() && text.starts_with("Module not found: "));
    let place = place.and_then(|above| Some((above, PLACE.captures(view.text(above))?)));
    let start = place.as_ref().map_or(row, |&(above, _)| above);
    frames.extend(place.as_ref().and_then(|(above, caps)| view.frame(*above, caps)));
    let in_file = IN.captures(view.text(row));
    frames.extend(in_file.as_ref().and_then(|caps| {
        // webpack itself counts columns from 0, its type checker from 1: `a.js 3:0`, `a.ts:3:1`.
        let frame = view.frame(row, caps)?;
        let spaced = view.text(row)[caps.name("path")?.end()..].starts_with(' ');
        Some(if spaced { from_zero(frame) } else { frame })
    }));
    let limit = view.len().min(row + MAX_ROWS);
    let mut end = row + 1;
    let mut last = row;
    while end < limit {
        let text = view.trimmed(end);
        if text.is_empty() {
            if end > last + 1 {
                break;
            }
        } else if ends(text) && (last > row || !text.starts_with("[vite"))
            || ESBUILD.is_match(view.text(end))
            || end > last + 1 && !is_below(view, end, row, last)
        {
            break;
        } else {
            if let Some(caps) = PLACE.captures(view.text(end)).filter(|_| frames.is_empty()) {
                // esbuild counts columns from 0.
                frames.extend(view.frame(end, &caps).map(|frame| if esbuild { from_zero(frame) } else { frame }));
            }
            last = end;
        }
        end += 1;
    }
    // The head only names the module; what is wrong stands below it.
    let named = in_file.is_some() || text.ends_with(':') || text.starts_with("Failed to compile");
    let headline =
        if named { (row + 1..=last).find(|&i| !view.blank(i) && !PLACE.is_match(view.text(i))) } else { None };
    Some(Draft::single(BlockKind::Bundler, start..last + 1, headline.unwrap_or(row), frames))
}

/// A frame whose column counts from 0, counted from 1.
fn from_zero(frame: Frame) -> Frame {
    Frame { column: frame.column.map(|column| column.saturating_add(1)), ..frame }
}

/// Whether a row behind a blank one still belongs to the diagnostic at `head`.
fn is_below(view: &View<'_, '_>, row: usize, head: usize, last: usize) -> bool {
    let text = view.trimmed(row);
    view.indent(row) > view.indent(head) || text.starts_with("@ ") || is_part(text) || last == head
}

/// A paragraph that webpack sets apart by a blank row.
fn is_part(text: &str) -> bool {
    [
        "BREAKING CHANGE",
        "If you want to include",
        "- add a fallback",
        "resolve.fallback",
        "You may need",
        "Did you mean",
        "Field 'browser'",
        "Import trace",
        "https://nextjs.org",
    ]
    .iter()
    .any(|start| text.starts_with(start))
}

fn ends(text: &str) -> bool {
    ["ERROR in ", "WARNING in ", "webpack ", "npm ERR!", "npm error", "error Command failed", "The command '", "[vite"]
        .iter()
        .any(|start| text.starts_with(start))
        || text.contains(" compiled with ") && text.starts_with("webpack")
}
