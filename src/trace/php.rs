//! PHP's errors and stacks.
//!
//! The forms are those of `main/main.c` (`php_error_cb`) and `Zend/zend_exceptions.c`, and of Monolog's line formatter.

use std::sync::LazyLock;

use regex::Regex;

use super::draft::{Draft, Part};
use super::pattern::pattern;
use super::table::Recogniser;
use super::view::View;
use super::{BlockKind, Frame, LOOK_AHEAD, MAX_BLOCK_ROWS};

pub(super) const PHP: Recogniser = Recogniser {
    name: "php",
    triggers: &[
        "Fatal error: ",
        "Parse error: ",
        "Warning: ",
        "Notice: ",
        "Deprecated: ",
        "Stack trace:",
        "[stacktrace]",
        "PHP ",
    ],
    read,
};

static MESSAGE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|\s)(?:PHP )?(?:Recoverable fatal error|Catchable fatal error|Fatal error|Parse error|Warning|Notice|Deprecated|Strict Standards): ",
    )
});
static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?: in | at )(?P<path>(?:phar://|[A-Za-z]:\\|/)[^\s:]*(?: [^\s:]+)*?)(?:(?: on line |:)(?P<line>\d+))\)?$",
    )
});
static FRAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:PHP )?\s*#?\d+\.? (?:(?P<path>(?:phar://|[A-Za-z]:\\|/)[^(]*)\((?P<line>\d+)\)(?: : eval\(\)'d code\S*)?: (?P<func>[^\s(]*)|\[internal function\]|\{main\})",
    )
});
/// Xdebug: `PHP   1. {main}() /app/a.php:0`.
static XDEBUG: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:PHP)?\s+\d+\. (?P<func>\S+?)\(.*\) (?P<path>/[^\s:]+):(?P<line>\d+)$"));
static THROWN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*(?:PHP )?\s*thrown in (?P<path>.+) on line (?P<line>\d+)$"));
static NEXT: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:Next [\w\\]+|\[previous exception\])"));

fn is_stack_title(text: &str) -> bool {
    let text = text.trim_start().trim_start_matches("PHP ").trim_start();
    text.starts_with("Stack trace:") || text.starts_with("[stacktrace]")
}

fn read(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let text = view.text(row);
    let start = if is_stack_title(text) {
        // Monolog and user handlers print their own first row.
        let above = row.checked_sub(1).filter(|&i| i >= view.floor() && !view.blank(i))?;
        FRAME.is_match(view.text(row + 1)).then_some(above)?
    } else if MESSAGE.is_match(text) {
        row
    } else {
        return None;
    };
    let limit = view.len().min(start + MAX_BLOCK_ROWS);
    // The message may go over rows; its place or its stack is what makes it PHP's.
    let sure = (start..limit.min(start + LOOK_AHEAD / 4))
        .take_while(|&i| i == start || !MESSAGE.is_match(view.text(i)))
        .find(|&i| PLACE.is_match(view.text(i)) || is_stack_title(view.text(i)))?;
    let mut sections = vec![Part::new(start..sure + 1, start, place(view, sure))];
    let mut end = sure + 1;
    while end < limit {
        let text = view.text(end);
        let open = sections.len() - 1;
        if let Some(caps) = FRAME.captures(text) {
            sections[open].frames.extend(view.frame(end, &caps));
        } else if let Some(caps) = XDEBUG.captures(text) {
            // Outermost first, unlike PHP's own.
            let at = sections[open].frames.len().min(1);
            sections[open].frames.insert(at, view.frame(end, &caps)?);
        } else if let Some(caps) = THROWN.captures(text) {
            if sections[open].frames.is_empty() {
                sections[open].frames.extend(view.frame(end, &caps));
            }
        } else if NEXT.is_match(text) {
            // PHP prints the innermost first: what comes next was caused by what came before.
            let cause = text.starts_with("Next ").then_some(open);
            if cause.is_none() {
                sections[open].cause = Some(open + 1);
            }
            let mut part = Part::new(end..end + 1, end, place(view, end));
            part.cause = cause;
            sections.push(part);
        } else {
            let more = || view.skip_blank(end, 1).is_some_and(|i| i < limit && is_more(view, i));
            let belongs = text == "\"}" || is_stack_title(text) || text.is_empty() && more();
            if !belongs {
                break;
            }
        }
        end += 1;
        if let Some(last) = sections.last_mut() {
            last.rows.end = end;
        }
    }
    for part in &mut sections {
        part.frames.reverse();
        // The place of the message is often that of its first frame, which knows the function.
        part.frames.dedup_by(|last, before| last.path == before.path && last.line == before.line);
    }
    Some(Draft::of(BlockKind::Php, sections))
}

fn is_more(view: &View<'_, '_>, row: usize) -> bool {
    let text = view.text(row);
    NEXT.is_match(text) || FRAME.is_match(text) || is_stack_title(text)
}

fn place(view: &View<'_, '_>, row: usize) -> Vec<Frame> {
    let caps = PLACE.captures(view.text(row));
    caps.and_then(|caps| view.frame(row, &caps)).into_iter().collect()
}
