//! Boxes that programs draw around messages: rich's panels and tracebacks, Terraform's rule at the left.
//!
//! A box begins at a top edge, so a row is known for a row only if the top is near; a lone `│` (a tree, a table, a
//! source line with its number) is text.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

/// How many rows below its top still belong to a box. It bounds how far back the top of a row is looked for.
pub(super) const LONGEST_BOX: usize = 400;

/// The width that Terraform wraps to where its output is no terminal: 78 columns less the rule and two blanks
/// (`internal/command/views/view.go` and `internal/command/format/diagnostic.go` of hashicorp/terraform).
const TERRAFORM_WIDTH: usize = 75;

const TOP_LEFT: [char; 5] = ['╭', '┌', '┏', '╔', '+'];
const TOP_RIGHT: [char; 5] = ['╮', '┐', '┓', '╗', '+'];
const BOTTOM_LEFT: [char; 5] = ['╰', '└', '┗', '╚', '+'];
const BOTTOM_RIGHT: [char; 5] = ['╯', '┘', '┛', '╝', '+'];
const ACROSS: [char; 5] = ['─', '─', '━', '═', '-'];
const DOWN: [char; 5] = ['│', '│', '┃', '║', '|'];

/// How a box is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    /// Index into the tables of corners and sides.
    set: usize,
    /// Blanks before the box.
    indent: usize,
    /// Columns of text between the sides; `None` for a rule, which has no right side.
    inner: Option<usize>,
}

/// Whether `text` may be part of a box: what decides if a box is looked for at all.
pub(super) fn may_be_boxed(text: &str) -> bool {
    let first = text.trim_start_matches(' ').chars().next();
    first.is_some_and(|c| is_side(c) || matches!(c, '╷' | '╵') || TOP_LEFT.contains(&c) || BOTTOM_LEFT.contains(&c))
}

/// Whether `text` begins like a row of some box.
pub(super) fn may_be_row(text: &str) -> bool {
    text.trim_start_matches(' ').starts_with(is_side)
}

fn is_side(c: char) -> bool {
    DOWN.contains(&c)
}

/// If `text` is the top of a box: how it is drawn, and where its title stands.
pub(super) fn top(text: &str) -> Option<(Style, Range<usize>)> {
    let trimmed = text.trim_ascii_end();
    let edge = trimmed.trim_start_matches(' ');
    let indent = trimmed.len() - edge.len();
    if edge == "╷" {
        return Some((Style { set: 0, indent, inner: None }, trimmed.len()..trimmed.len()));
    }
    let set = TOP_LEFT.iter().position(|c| edge.starts_with(*c))?;
    let title = title(edge, set, TOP_LEFT[set], TOP_RIGHT[set])?;
    // Tables of ASCII have such edges too, but no title in them.
    if set == 4 && title.is_empty() {
        return None;
    }
    let inner = edge.width().checked_sub(4)?;
    Some((Style { set, indent, inner: Some(inner) }, indent + title.start..indent + title.end))
}

/// The title in an edge: between the lines at its left and its right.
fn title(edge: &str, set: usize, left: char, right: char) -> Option<Range<usize>> {
    let line = edge.strip_prefix(left)?.strip_suffix(right)?;
    let start = left.len_utf8();
    let across = ACROSS[set];
    if !line.starts_with(across) || !line.ends_with(across) {
        return None;
    }
    let inside = line.trim_start_matches(across);
    let skipped = line.len() - inside.len();
    let title = inside.trim_end_matches(across);
    let spaced = title.starts_with(' ') && title.ends_with(' ');
    if !title.is_empty() && (!spaced || title.contains(|c: char| is_side(c) || ('\u{252c}'..'\u{254c}').contains(&c))) {
        return None;
    }
    let lead = title.len() - title.trim_start().len();
    let start = start + skipped + lead;
    Some(start..start + title.trim().len())
}

/// What a line below the top is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A row with this text in it; not to be joined with another if it stood in a box within the box.
    Row { text: Range<usize>, nested: bool },
    /// The bottom, with its title.
    Bottom(Range<usize>),
    /// No part of the box.
    Outside,
}

impl Style {
    /// What `text`, a line below the top, is.
    pub(super) fn line(self, text: &str) -> Line {
        let trimmed = text.trim_ascii_end();
        let Some(edge) = trimmed.get(self.indent..) else { return Line::Outside };
        if !trimmed.bytes().take(self.indent).all(|b| b == b' ') {
            return Line::Outside;
        }
        let (left, right) = (BOTTOM_LEFT[self.set], BOTTOM_RIGHT[self.set]);
        let bottom = if self.inner.is_none() {
            (edge == "╵").then_some(edge.len()..edge.len())
        } else {
            title(edge, self.set, left, right)
        };
        // In ASCII an edge with a title is a top: it would be both.
        if let Some(title) = bottom.filter(|title| self.set != 4 || title.is_empty()) {
            return Line::Bottom(self.indent + title.start..self.indent + title.end);
        }
        match between(edge, DOWN[self.set], self.inner.is_some()) {
            Some(inside) => {
                let mut inside = self.indent + inside.start..self.indent + inside.end;
                let mut nested = false;
                while self.inner.is_some()
                    && let Some(deeper) = within(&text[inside.clone()])
                {
                    inside = inside.start + deeper.start..inside.start + deeper.end;
                    nested = true;
                }
                Line::Row { text: inside, nested }
            }
            None => Line::Outside,
        }
    }

    /// Whether a wrapped phrase goes on from one row to the next, and whether a word was torn there; `width` is that
    /// of [`Style::width`].
    pub(super) fn goes_on(self, row: &str, next: &str, width: usize) -> Option<Joint> {
        let flush = |row: &str| row.chars().next().is_some_and(|c| !c.is_whitespace() && c != '❱');
        if !flush(row) || !flush(next) {
            return None;
        }
        let word = next.split(' ').next().unwrap_or_default().width();
        let used = row.width();
        if self.inner.is_some() && used >= width {
            let torn = row.rsplit(' ').next().unwrap_or_default().width() + word > width;
            return Some(if torn { Joint::Torn } else { Joint::Blank });
        }
        (used + 1 + word > width).then_some(Joint::Blank)
    }

    /// The columns that phrases were wrapped to, given the texts of all rows.
    pub(super) fn width<'t>(self, rows: impl Iterator<Item = &'t str>) -> usize {
        match self.inner {
            Some(inner) => inner,
            // Terraform wraps to the terminal, whose width the text does not say, but no row of several words is
            // wider. Its first row, the summary, and indented rows are never wrapped.
            None => rows
                .filter(|row| !row.is_empty() && !row.starts_with(' '))
                .skip(1)
                .filter(|row| row.contains(' '))
                .map(UnicodeWidthStr::width)
                .max()
                .unwrap_or(0)
                .max(TERRAFORM_WIDTH),
        }
    }
}

/// How two rows of a phrase are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    /// The border between them stands for a blank.
    Blank,
    /// A word was too long for a row.
    Torn,
}

/// The text between a side at the left and, if there is to be one, a side at the right.
fn between(edge: &str, side: char, closed: bool) -> Option<Range<usize>> {
    let inside = edge.strip_prefix(side)?;
    let inside = if closed { inside.strip_suffix(side)? } else { inside };
    let start = side.len_utf8() + usize::from(inside.starts_with(' '));
    let text = inside.strip_prefix(' ').unwrap_or(inside).trim_ascii_end();
    Some(start..start + text.len())
}

/// The text of a box within a row.
fn within(row: &str) -> Option<Range<usize>> {
    let trimmed = row.trim_ascii_end();
    for set in 0..4 {
        if let Some(inside) = between(trimmed, DOWN[set], true) {
            return Some(inside);
        }
        let corners = [(TOP_LEFT[set], TOP_RIGHT[set]), (BOTTOM_LEFT[set], BOTTOM_RIGHT[set])];
        if let Some(title) = corners.iter().find_map(|(left, right)| title(trimmed, set, *left, *right)) {
            return Some(title);
        }
    }
    None
}
