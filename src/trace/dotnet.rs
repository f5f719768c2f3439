//! Stacks of .NET, and diagnostics of MSBuild, csc and NuGet.
//!
//! The forms are those of `Exception.ToString` and of MSBuild's canonical errors.

use std::sync::LazyLock;

use regex::Regex;

use super::draft::{Draft, Part};
use super::pattern::pattern;
use super::table::Recogniser;
use super::view::View;
use super::{BlockKind, Frame, MAX_BLOCK_ROWS, java, origin};

pub(super) const STACK: Recogniser = Recogniser {
    name: "dotnet",
    triggers: &["  at ", "\tat ", " ---> ", "Unhandled exception", "Unhandled Exception"],
    read,
};
pub(super) const MSBUILD: Recogniser =
    Recogniser { name: "msbuild", triggers: &[": error ", ": warning ", ": fatal error "], read: msbuild };

/// How far above the first frame the message may begin.
const MESSAGE: usize = 24;

static FRAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*at (?P<func>[^\s()]+(?: ?\[[^\]]*\])?\([^()]*(?:\([^()]*\)[^()]*)*\))(?: \[0x[0-9a-f]+\])?(?: in (?P<path>.+?):(?:line )?(?P<line>\d+))?\s*$",
    )
});
static STATEMENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[\s:>(])(?:[A-Za-z_][\w`]*\.)*[A-Za-z_]\w*(?:Exception|Error|Failure)(?: \(0x[0-9A-Fa-f]+\)| \(\d+\))?(?::|$| \()",
    )
});
static INNER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*-+> (?:\(Inner Exception #\d+\) )?[A-Za-z_][\w.`+]*"));
static DIAGNOSTIC: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:\d+>)?(?P<path>(?:[A-Za-z]:)?[^:(]*?[^:(\s])\s?(?:\((?P<line>\d+)(?:,(?P<col>\d+))?(?:,\d+,\d+)?\)\s?)?: (?:fatal )?(?:error|warning) (?P<code>CS|BC|FS|VB|MSB|NETSDK|NU|CA|IDE|SA|RZ|BL|AD|AL|XA|APT|LNK|C)\d{3,5}\b",
    )
});

fn frame(view: &View<'_, '_>, row: usize) -> Option<Option<Frame>> {
    let text = view.text(row);
    if !text.trim_start().starts_with("at ") || java::is_frame(text) {
        return None;
    }
    let caps = FRAME.captures(text)?;
    let method = &caps["func"];
    Some(view.frame(row, &caps).map(|mut frame| {
        frame.user &= origin::is_user_method(method);
        frame
    }))
}

/// What the runtime says before an exception that ends the process; the case of the second word changed with .NET 5.
fn is_unhandled(text: &str) -> bool {
    text.starts_with("Unhandled exception") || text.starts_with("Unhandled Exception")
}

fn is_separator(text: &str) -> bool {
    text.trim_start().starts_with("--- End of ")
}

fn read(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let text = view.text(row);
    let start = if frame(view, row).is_some() {
        statement_above(view, row)
    } else if INNER.is_match(text) && STATEMENT.is_match(text) {
        // Docker prints ` ---> 8de50263c77a`; an exception's type has a name.
        if text.trim_start().starts_with("---> ") && row > view.floor() && STATEMENT.is_match(view.text(row - 1)) {
            row - 1
        } else {
            row
        }
    } else if is_unhandled(text) && STATEMENT.is_match(text) {
        row
    } else {
        return None;
    };
    let limit = view.len().min(start + MAX_BLOCK_ROWS);
    let mut sections = vec![Part::new(start..start + 1, start, Vec::new())];
    // The exceptions whose frames are still to come, innermost last.
    let mut open = vec![0];
    let mut end = start;
    inner_on_headline(view, start, &mut sections, &mut open);
    end += 1;
    let mut seen = false;
    while end < limit {
        let text = view.text(end);
        let current = *open.last().unwrap_or(&0);
        if let Some(named) = frame(view, end) {
            sections[current].frames.extend(named);
            seen = true;
        } else if is_separator(text) {
            if text.contains("inner exception") && open.len() > 1 {
                open.pop();
                sections[current].rows.end = end + 1;
            }
        } else if INNER.is_match(text) && STATEMENT.is_match(text) {
            let inner = sections.len();
            sections[current].cause.get_or_insert(inner);
            sections.push(Part::new(end..end + 1, end, Vec::new()));
            open.push(inner);
        } else if !goes_on(view, end, start, limit) {
            break;
        }
        end += 1;
    }
    if !seen && sections.len() == 1 && !is_unhandled(view.text(start)) {
        return None;
    }
    for &i in &open {
        sections[i].rows.end = end;
    }
    sections[0].rows.end = end;
    for part in &mut sections {
        part.frames.reverse();
    }
    Some(Draft::of(BlockKind::DotNet, sections))
}

/// The headline may hold its inner exceptions: `A: x ---> B: y`.
fn inner_on_headline(view: &View<'_, '_>, start: usize, sections: &mut Vec<Part>, open: &mut Vec<usize>) {
    for _ in view.text(start).match_indices(" ---> ").filter(|&(at, _)| at > 0).take(16) {
        let inner = sections.len();
        sections[inner - 1].cause = Some(inner);
        sections.push(Part::new(start..start + 1, start, Vec::new()));
        open.push(inner);
    }
}

fn statement_above(view: &View<'_, '_>, row: usize) -> usize {
    let floor = view.floor().max(row.saturating_sub(MESSAGE));
    let mut found = None;
    for i in (floor..row).rev() {
        let text = view.text(i);
        if text.is_empty() {
            break;
        }
        if STATEMENT.is_match(text) {
            found = Some(i);
            if !INNER.is_match(text) {
                break;
            }
        }
    }
    found.unwrap_or_else(|| row.checked_sub(1).filter(|&i| i >= floor && !view.blank(i)).unwrap_or(row))
}

/// Whether a row of a message of several rows leads to frames.
fn goes_on(view: &View<'_, '_>, row: usize, start: usize, limit: usize) -> bool {
    const WITHIN: usize = 8;
    !view.blank(row)
        && !view.begins_record(row, start)
        && (row + 1..limit.min(row + WITHIN)).any(|i| frame(view, i).is_some() || INNER.is_match(view.text(i)))
}

/// `Program.cs(3,7): error CS0246: …`, `MSBUILD : error MSB1009: …`, with the details of the same code below it.
fn msbuild(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let caps = DIAGNOSTIC.captures(view.text(row))?;
    let place = view.frame(row, &caps).filter(|frame| frame.path.contains('.'));
    let mut end = row + 1;
    // NuGet repeats path and code on each row of its explanation, which it indents.
    while end < view.len().min(row + 32) {
        let text = view.text(end);
        let detail = text
            .split_once(": error ")
            .is_some_and(|(_, rest)| rest.split_once(": ").is_some_and(|(_, message)| message.starts_with(' ')));
        let switch = end == row + 1 && text.starts_with("Switch: ");
        let chain = text.starts_with(' ') && text.contains(" -> ");
        if !(detail || switch || chain) {
            break;
        }
        end += 1;
    }
    // The C++ compiler and linker of Visual Studio print in the same form.
    let kind = if caps["code"].starts_with("LNK") || &caps["code"] == "C" { BlockKind::Cc } else { BlockKind::DotNet };
    Some(Draft::single(kind, row..end, row, place.into_iter().collect()))
}
