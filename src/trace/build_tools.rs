//! What Gradle and Maven say of a build that failed.
//!
//! The forms are those of Gradle's `BuildExceptionReporter` and of Maven's `ExecutionEventLogger` and `MavenCli`.

use std::sync::LazyLock;

use regex::Regex;

use super::draft::{Draft, Part};
use super::pattern::pattern;
use super::table::Recogniser;
use super::view::View;
use super::{BlockKind, Frame, LOOK_AHEAD, MAX_BLOCK_ROWS, java};

pub(super) const GRADLE: Recogniser =
    Recogniser { name: "gradle", triggers: &["FAILURE: Build ", "* What went wrong:"], read: gradle };
pub(super) const MAVEN: Recogniser = Recogniser {
    name: "maven",
    triggers: &[
        "[ERROR] Failed to execute goal",
        "[FATAL]",
        "[ERROR] Some problems",
        "[ERROR] The build could not",
        "[Help 1]",
        "[ERROR] COMPILATION ERROR",
        "[ERROR] Unknown lifecycle",
        "[ERROR] The goal you",
        "[ERROR] Tests run",
        "<<< FAILURE!",
        "<<< ERROR!",
    ],
    read: maven,
};

/// The most rows under one heading of Gradle.
const HEADED: usize = 300;

static WHERE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:Build|Script|Settings|Initialization script|Precompiled script plugin)[^']* '(?P<path>[^']+)' line: (?P<line>\d+)",
    )
});
static TEST: LazyLock<Regex> = LazyLock::new(|| pattern(r"<<< (?:FAILURE|ERROR)!$"));

fn gradle(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let start = row;
    let limit = view.len().min(row + MAX_BLOCK_ROWS);
    let mut sections: Vec<Part> = Vec::new();
    let mut place: Vec<Frame> = Vec::new();
    let mut end = row;
    let mut what: Option<usize> = None;
    // The heading that the rows stand under: only there may unindented text go on.
    let mut heading = "";
    let mut headed = row;
    while end < limit {
        let text = view.text(end);
        if text.starts_with("BUILD FAILED") {
            end += 1;
            break;
        }
        let ruled = text.starts_with("---") || text.starts_with("===");
        if let Some(name) = text.strip_prefix("* ") {
            heading = name;
            headed = end;
            what = None;
        } else if text.starts_with("FAILURE: Build ") && end > row {
            break;
        } else if ruled || text.starts_with("FAILURE: ") || is_numbered(text) || text.is_empty() {
            if is_numbered(text) {
                place.clear();
            }
        } else if heading.starts_with("Where") {
            place.extend(WHERE.captures(text).and_then(|caps| view.frame(end, &caps)));
        } else if heading.starts_with("What went wrong") {
            let depth = text.trim_start().starts_with("> ").then(|| view.indent(end));
            if what.is_none() || depth.is_some() {
                let cause = sections.len();
                if let (Some(what), Some(depth)) = (what, depth) {
                    // Siblings stand at one depth; the first of them is the cause.
                    let above =
                        (what..sections.len()).rev().find(|&i| i == what || view.indent(sections[i].headline) < depth);
                    if let Some(above) = above {
                        sections[above].cause.get_or_insert(cause);
                    }
                }
                what.get_or_insert(cause);
                sections.push(Part::new(end..end + 1, end, place.clone()));
            }
        } else if heading.starts_with("Get more help") || heading.is_empty() || view.blank(end - 1) {
            break;
        }
        if end - headed > HEADED {
            break;
        }
        end += 1;
        if let Some(last) = sections.last_mut().filter(|_| what.is_some() && !text.is_empty()) {
            last.rows.end = end;
        }
    }
    let text_ends = end == view.len();
    while end > row + 1 && view.blank(end - 1) {
        end -= 1;
    }
    if sections.is_empty() && text_ends {
        // What went wrong is still to come.
        sections.push(Part::new(start..end, start, Vec::new()));
    }
    sections.first_mut()?.rows.start = start;
    let mut draft = Draft::of(BlockKind::Gradle, sections);
    draft.rows = start..end;
    Some(draft)
}

/// `1: Task failed with an exception.`
fn is_numbered(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < text.len() && rest.starts_with(": Task failed")
}

fn maven(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let text = view.text(row);
    if TEST.is_match(text) {
        return failed_test(view, row);
    }
    let is_error = |i: usize| view.text(i).starts_with("[ERROR]") || view.text(i).starts_with("[FATAL]");
    if !is_error(row) || text.contains("COMPILATION ERROR") || text.contains("Tests run:") {
        return None;
    }
    let limit = view.len().min(row + MAX_BLOCK_ROWS);
    let mut end = row + 1;
    let mut last_help = row;
    let mut text_end = row + 1;
    while end < limit {
        let text = view.text(end);
        // A message of several rows is only marked on its first.
        let marked = is_error(end);
        let loose = !marked
            && last_help == row
            && end <= row + LOOK_AHEAD
            && !text.starts_with('[')
            && (end..limit.min(end + 32)).any(is_error);
        if !marked && !loose {
            break;
        }
        if text.starts_with("[ERROR] [Help ") {
            last_help = end;
        }
        end += 1;
        if !view.blank(end - 1) {
            text_end = end;
        }
    }
    Some(Draft::single(BlockKind::Maven, row..text_end, row, Vec::new()))
}

/// Surefire's `test(Class)  Time elapsed: 0.1 sec  <<< FAILURE!`, with the exception below it.
fn failed_test(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let below = row + 1;
    let frame = (below..view.len().min(below + LOOK_AHEAD)).find(|&i| java::is_frame(view.text(i)))?;
    let stack = (java::STACK.read)(view, frame).filter(|stack| stack.rows.start == below)?;
    let end = stack.rows.end;
    let mut draft = Draft::single(BlockKind::Maven, row..end, row, Vec::new());
    draft.sections[0].cause = draft.adopt(vec![stack], 0).map(|_| 1);
    Some(draft)
}
