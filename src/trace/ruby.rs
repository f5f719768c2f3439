//! Ruby's errors and stacks, RSpec's failures, Rails' records.
//!
//! The form is that of `error.c` (`rb_error_write`), before and after Ruby 3.4 changed its quotes.

use std::sync::LazyLock;

use regex::Regex;

use super::draft::{Draft, Part};
use super::pattern::pattern;
use super::table::Recogniser;
use super::view::View;
use super::{BlockKind, Frame, MAX_BLOCK_ROWS};

pub(super) const RUBY: Recogniser =
    Recogniser { name: "ruby", triggers: &["\tfrom ", "  from ", ":in `", ":in '", "Failure/Error: ", ".rb:"], read };

/// `a.rb:3:in 'Integer': invalid value (ArgumentError)`; also with `Traceback` upside down before Ruby 3.
static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?P<path>(?:[A-Za-z]:)?[^\s:][^:]*):(?P<line>\d+):(?:in [`'](?P<func>[^'`]*)')?:? ?(?P<message>\S.*)$",
    )
});
static FRAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:\d+: )?(?:from )?(?P<path>(?:[A-Za-z]:)?[^\s:][^:]*|<internal:[^>]+>):(?P<line>\d+):in [`'](?P<func>[^']*)'$",
    )
});
static FROM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s+(?:\d+: )?from (?P<path>(?:[A-Za-z]:)?[^\s:][^:]*|<internal:[^>]+>):(?P<line>\d+)(?::in [`'](?P<func>[^']*)')?$",
    )
});
static CLASS: LazyLock<Regex> = LazyLock::new(|| pattern(r"\((?:[A-Z]\w*::)*[A-Z]\w*\)$"));
static SYNTAX: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\.rb:\d+: (?:syntax error|warning: |--> |invalid |unterminated |void value|can't |dynamic |class |formal argument)",
    )
});

fn read(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let text = view.text(row);
    if text.contains("Failure/Error: ") {
        return rspec(view, row);
    }
    if FRAME.is_match(text) || FROM.is_match(text) {
        return below_statement(view, row);
    }
    let head = HEAD.captures(text)?;
    let limit = view.len().min(row + MAX_BLOCK_ROWS);
    let class =
        (row..limit.min(row + 12)).take_while(|&i| i == row || !view.blank(i)).find(|&i| CLASS.is_match(view.text(i)));
    let class =
        class.filter(|_| head.name("func").is_some() || FROM.is_match(view.text(row + 1)) || text.contains(".rb:"));
    if class.is_none() && !FROM.is_match(view.text(row + 1)) && !SYNTAX.is_match(text) {
        return None;
    }
    let mut sections = vec![Part::new(row..row + 1, row, view.frame(row, &head).into_iter().collect())];
    let mut end = class.unwrap_or(row).max(row) + 1;
    while end < limit {
        let text = view.text(end);
        let open = sections.len() - 1;
        if let Some(caps) = FROM.captures(text) {
            sections[open].frames.extend(view.frame(end, &caps));
        } else if let Some(caps) = HEAD.captures(text).filter(|_| CLASS.is_match(text) && end > row + 1) {
            // The cause is printed below, in the same form.
            sections[open].cause = Some(open + 1);
            sections.push(Part::new(end..end + 1, end, view.frame(end, &caps).into_iter().collect()));
        } else if text.trim_start().starts_with("...") && text.ends_with("levels...") {
        } else if is_excerpt(view, end, row) {
            // `did_you_mean` and `error_highlight` speak below the statement.
        } else {
            break;
        }
        end += 1;
        if let Some(last) = sections.last_mut() {
            last.rows.end = end;
        }
    }
    while end > row + 1 && view.blank(end - 1) {
        end -= 1;
    }
    if let Some(last) = sections.last_mut() {
        last.rows.end = end;
    }
    for part in &mut sections {
        part.frames.reverse();
    }
    Some(Draft::of(BlockKind::Ruby, sections))
}

fn is_excerpt(view: &View<'_, '_>, row: usize, head: usize) -> bool {
    let text = view.text(row);
    if text.is_empty() {
        let next = view.skip_blank(row, 2);
        return next.is_some_and(|i| {
            let text = view.text(i);
            let marked = view.trimmed(i + 1).starts_with('^');
            FROM.is_match(text) || text.starts_with("Did you mean?") || marked || view.indent(i) > 0 && row < head + 8
        });
    }
    let marked = row < head + 8 && view.trimmed(row + 1).starts_with('^');
    marked
        || text.starts_with("Did you mean?")
        || view.indent(row) > view.indent(head)
        || text.starts_with("> ")
        || text.trim().starts_with('^')
}

/// Rails and loggers: a statement, then frames without `from`.
fn below_statement(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let limit = view.len().min(row + MAX_BLOCK_ROWS);
    let mut frames: Vec<Frame> = Vec::new();
    let mut end = row;
    while end < limit {
        let text = view.text(end);
        let Some(caps) = FRAME.captures(text).or_else(|| FROM.captures(text)) else { break };
        frames.extend(view.frame(end, &caps));
        end += 1;
    }
    // The statement: right above, or above a blank row and an excerpt of a template.
    let floor = view.floor().max(row.saturating_sub(14));
    let headline = (floor..row).rev().find(|&i| {
        let text = view.trimmed(i);
        CLASS.is_match(text)
            || text.split([' ', '(']).next().is_some_and(|word| word.contains("::") || word.ends_with("Error"))
    });
    let headline = headline.or(row.checked_sub(1).filter(|&i| i >= floor && !view.blank(i)));
    // One frame under nothing is prose that looks like one.
    let headline = headline.or((end > row + 1).then_some(row))?;
    frames.reverse();
    Some(Draft::single(BlockKind::Ruby, headline..end, headline, frames))
}

/// `Failure/Error: expect(…)`, what was expected, and `# ./spec/a_spec.rb:5:in …`.
fn rspec(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    static COMMENT: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^\s*# (?P<path>[^\s:][^:]*):(?P<line>\d+)(?::in [`'](?P<func>[^']*)')?$"));
    let title =
        row.checked_sub(1).filter(|&i| i >= view.floor() && view.trimmed(i).starts_with(|c: char| c.is_ascii_digit()));
    let start = title.unwrap_or(row);
    let limit = view.len().min(row + MAX_BLOCK_ROWS);
    let mut frames: Vec<Frame> = Vec::new();
    let mut end = row + 1;
    let mut last = row;
    while end < limit {
        let text = view.text(end);
        if let Some(caps) = COMMENT.captures(text) {
            frames.extend(view.frame(end, &caps));
        } else if !text.is_empty() && (view.indent(end) < view.indent(row) || !frames.is_empty()) {
            break;
        }
        if !text.is_empty() {
            last = end;
        } else if !frames.is_empty() {
            break;
        }
        end += 1;
    }
    let headline = (row + 1..=last).find(|&i| !view.blank(i)).unwrap_or(row);
    frames.reverse();
    Some(Draft::single(BlockKind::Ruby, start..last + 1, headline, frames))
}
