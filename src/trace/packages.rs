//! What package managers say of a step that failed: pip, npm, yarn, pnpm, node-gyp, RubyGems.
//!
//! What the failed step itself printed (a traceback, a compiler's error) becomes a section of the block, and the cause.

use std::sync::LazyLock;

use regex::Regex;

use super::draft::{Draft, Part};
use super::pattern::pattern;
use super::table::{self, Recogniser};
use super::view::View;
use super::{BlockKind, LOOK_AHEAD, MAX_BLOCK_ROWS};

pub(super) const PIP: Recogniser = Recogniser {
    name: "pip",
    triggers: &[
        "error: subprocess-exited-with-error",
        "error: metadata-generation-failed",
        "errored out with exit status",
        "Complete output from command",
        "did not run successfully",
        "Complete output (",
    ],
    read: pip,
};
pub(super) const NPM: Recogniser = Recogniser {
    name: "npm",
    triggers: &[
        "npm ERR!",
        "npm error",
        "gyp ERR!",
        "ERR_PNPM_",
        "npm WARN",
        "npm warn",
        "gyp verb",
        "gyp info",
        "lerna ERR!",
    ],
    read: npm,
};
pub(super) const YARN: Recogniser = Recogniser {
    name: "yarn",
    triggers: &[
        "error Command failed",
        "error An unexpected error",
        "error Couldn't find",
        "error Error: ",
        "➤ YN",
        "ERR_PNPM_",
        "ELIFECYCLE",
        "error /",
        "error Failed",
    ],
    read: yarn,
};
pub(super) const GEM: Recogniser =
    Recogniser { name: "gem", triggers: &["Failed to build gem native extension"], read: gem };

/// Rows of pip's box: `╰─> [12 lines of output]`, `  | `, and its words.
static OUTPUT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*(?:[│|╰]?[─-]*> ?)?\[\d+ lines of output\]$|^\s*Complete output"));

/// pip, both since 21.3 (`× Building wheel … did not run successfully.`) and before (`Complete output (7 lines):`).
fn pip(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let limit = view.len().min(row + MAX_BLOCK_ROWS);
    let head = (row..limit.min(row + 16)).find(|&i| OUTPUT.is_match(view.text(i)));
    let text = view.trimmed(row);
    let modern = text.starts_with("error: ") || text.starts_with("× ") || text.starts_with("Error: ");
    let Some(head) = head else {
        // A message without the output it speaks of, as at the end of a run.
        return None;
    };
    let mut end = head + 1;
    let margin = view.indent(head);
    // Both forms end their output: `[end of output]`, a rule of 40 dashes.
    while end < limit {
        let text = view.trimmed(end);
        end += 1;
        if text.ends_with("[end of output]") || is_rule(text) {
            break;
        }
        if !text.is_empty() && view.indent(end - 1) < margin.min(2) && !modern && !text.starts_with("ERROR") {
            // Cut off, or printed by something that pip started and did not catch.
            if !(end..limit.min(end + 8)).any(|i| is_rule(view.trimmed(i))) {
                end -= 1;
                break;
            }
        }
    }
    let body = head + 1..end;
    // What pip concludes from it.
    let mut last = end;
    while let Some(next) = view.skip_blank(last, 2).filter(|&i| i < limit && concludes(view, i, modern)) {
        last = next + 1;
        if last > end + 16 {
            break;
        }
    }
    let headline = (row..head).find(|&i| view.trimmed(i).contains("did not run successfully")).unwrap_or(row);
    let mut draft = Draft::of(BlockKind::Packages, vec![Part::new(row..last, headline, Vec::new())]);
    let start = body.start;
    let last_word = body.clone().rev().find(|&i| view.trimmed(i).starts_with("error: "));
    let cause = draft.adopt(table::read_all(&view.inner(body, |_| 0)), start);
    draft.sections[0].cause = cause.or_else(|| {
        // What is no form of its own is stated on one row.
        draft.sections.push(Part::new(last_word?..last_word? + 1, last_word?, Vec::new()));
        Some(1)
    });
    Some(draft)
}

fn is_rule(text: &str) -> bool {
    text.len() >= 30 && text.bytes().all(|b| b == b'-')
}

fn concludes(view: &View<'_, '_>, row: usize, modern: bool) -> bool {
    let text = view.trimmed(row);
    let said = [
        "note: This error originates",
        "note: This is an issue with",
        "hint: See above",
        "× Encountered error",
        "╰─> ",
        "note: ",
        "hint: ",
    ];
    modern && said.iter().any(|start| text.starts_with(start))
        || (text.starts_with("ERROR: Failed building wheel") || text.starts_with("Failed building wheel"))
        || text.starts_with("ERROR: Command errored out with exit status") && text.contains(" Check the logs")
        || text.starts_with("Command \"") && text.contains("failed with error code")
        || modern && text.starts_with("error: metadata-generation-failed")
}

/// How many bytes of a row are npm's or gyp's mark, and whether they mark an error.
fn npm_mark(text: &str) -> Option<usize> {
    let mut at = text.len() - text.trim_start().len();
    let mut marked = false;
    for mark in ["npm ERR!", "npm error", "lerna ERR!", "npm ERR!", "gyp ERR!", "stack"] {
        let rest = text[at..].trim_start_matches(' ');
        if let Some(behind) = rest.strip_prefix(mark) {
            if mark == "stack" && !marked || !behind.is_empty() && !behind.starts_with(' ') {
                continue;
            }
            marked = true;
            let behind = behind.strip_prefix(' ').unwrap_or(behind);
            at = text.len() - behind.len();
        }
    }
    marked.then_some(at)
}

fn npm(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    npm_mark(view.text(row))?;
    let limit = view.len().min(row + MAX_BLOCK_ROWS);
    let gyp = !view.trimmed(row).starts_with("npm") && !view.trimmed(row).starts_with("lerna");
    let mut end = row + 1;
    while end < limit {
        let text = view.text(end);
        if npm_mark(text).is_some() {
            // A second report starts with its code.
            let code = text.ends_with(" code") || text.contains("npm ERR! code ") || text.contains("npm error code ");
            let gyp_here = !view.trimmed(end).starts_with("npm") && !view.trimmed(end).starts_with("lerna");
            if code && end > row + 2 || gyp != gyp_here {
                break;
            }
            end += 1;
            continue;
        }
        // The wrapped rows of a message, a blank between two marks.
        let next = view.skip_blank(end, 2).filter(|&i| i < limit);
        match next {
            Some(next) if next > end && npm_mark(view.text(next)).is_some() && !view.text(next).contains(" code ") => {
                end = next
            }
            _ => break,
        }
    }
    let strip = |text: &str| npm_mark(text).unwrap_or(0);
    let said = |i: usize| &view.text(i)[strip(view.text(i))..];
    let inner = table::read_all(&view.inner(row..end, strip));
    let states = |i: &usize| {
        let text = said(*i).trim_start();
        !text.is_empty()
            && ![
                "code ",
                "errno ",
                "path ",
                "syscall ",
                "cwd ",
                "System ",
                "command ",
                "node -v",
                "node-gyp -v",
                "argv ",
                "node v",
                "npm  v",
                "A complete log",
                "configure error",
                "build error",
                "dest ",
                "file ",
            ]
            .iter()
            .any(|field| text.starts_with(field) || text == field.trim_end())
    };
    // A stack says it best, where there is one; a script that failed says it itself.
    let stack = |i: &usize| view.text(*i).contains("ERR! stack ") || view.text(*i).contains("error stack ");
    let command = |i: &usize| said(*i).trim_start().eq_ignore_ascii_case("command failed");
    let headline = (row..end).find(stack).or_else(|| (row..end).find(command)).or_else(|| (row..end).find(states));
    let headline = headline.unwrap_or(row);
    let mut draft = Draft::of(BlockKind::Packages, vec![Part::new(row..end, headline, Vec::new())]);
    // npm marks its own stack, too: that is its error, not its cause.
    let (own, foreign): (Vec<Draft>, Vec<Draft>) =
        inner.into_iter().partition(|draft| draft.sections.iter().any(|part| part.headline + row == headline));
    if let Some(part) = own.into_iter().next().and_then(|draft| draft.sections.into_iter().next()) {
        draft.sections[0].frames = part.frames;
    }
    draft.sections[0].cause = draft.adopt(foreign, row);
    Some(draft)
}

/// yarn 1: `error Command failed with exit code 1.` or `error /path: Command failed.` with `Exit code:`, `Output:`.
fn yarn(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let text = view.trimmed(row);
    let limit = view.len().min(row + MAX_BLOCK_ROWS);
    let starts = text.starts_with("error ") || text.starts_with("ERR_PNPM_") || text.starts_with("ELIFECYCLE");
    if !starts {
        return (text.starts_with("➤ YN") && text.contains("│ ")).then(|| berry(view, row)).flatten();
    }
    let mut end = row + 1;
    let mut output = None;
    while end < limit && !view.blank(end) {
        let text = view.trimmed(end);
        let field = ["Exit code:", "Command:", "Arguments:", "Directory:"].iter().any(|field| text.starts_with(field));
        if text == "Output:" {
            output = Some(end + 1);
        } else if output.is_none() && !field && view.indent(end) == 0 && !text.starts_with("at ") {
            break;
        }
        if text.starts_with("info Visit ") || text.starts_with("info If you think") {
            break;
        }
        end += 1;
    }
    let mut draft = Draft::of(BlockKind::Packages, vec![Part::new(row..end, row, Vec::new())]);
    if let Some(start) = output.filter(|&start| start < end) {
        draft.sections[0].cause = draft.adopt(table::read_all(&view.inner(start..end, |_| 0)), start);
    }
    Some(draft)
}

/// yarn 2 and later marks its errors: `➤ YN0009: │ pkg@npm:1 couldn't be built successfully`.
fn berry(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    static CODE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*➤ YN(\d{4}):"));
    let code = |i: usize| CODE.captures(view.text(i)).map(|caps| caps[1].to_owned());
    // 0000 is plain text, 0013 fetches, 0007 builds: what is not an error.
    let first =
        code(row).filter(|code| !matches!(code.as_str(), "0000" | "0013" | "0007" | "0019" | "0085" | "0088"))?;
    let end = (row + 1..view.len().min(row + LOOK_AHEAD)).find(|&i| code(i).as_deref() != Some(&first));
    Some(Draft::single(BlockKind::Packages, row..end.unwrap_or(row + 1), row, Vec::new()))
}

/// RubyGems: `ERROR: Failed to build gem native extension.` and what `extconf.rb` or make printed.
fn gem(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let limit = view.len().min(row + MAX_BLOCK_ROWS);
    let ends = |i: usize| {
        let text = view.trimmed(i);
        text.starts_with("Results logged to ")
            || text.starts_with("An error occurred while installing")
            || text.starts_with("The command '")
    };
    let stop = (row + 1..limit.min(row + 400)).find(|&i| ends(i));
    let mut end = match stop {
        Some(stop) if view.trimmed(stop).starts_with("Results logged") => stop + 1,
        Some(stop) => stop,
        None => (row + 1..limit.min(row + LOOK_AHEAD))
            .find(|&i| view.blank(i) && view.blank(i + 1))
            .unwrap_or(limit.min(row + LOOK_AHEAD)),
    };
    while end > row + 1 && view.blank(end - 1) {
        end -= 1;
    }
    let mut draft = Draft::of(BlockKind::Packages, vec![Part::new(row..end, row, Vec::new())]);
    if end > row + 1 {
        draft.sections[0].cause = draft.adopt(table::read_all(&view.inner(row + 1..end, |_| 0)), row + 1);
    }
    Some(draft)
}
