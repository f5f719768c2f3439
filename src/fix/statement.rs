//! `place: before` and `place: after`: statements beside the failing one.

use std::ops::Range;

use tree_sitter::Node;

use super::change::{Change, Refused};
use super::language::is_comment;
use super::site::Site;
use super::source::Source;

/// So many statements around another one are looked at.
const MAX_AROUND: usize = 64;

/// Statements behind which nothing is reached.
const LEAVING: &[&str] = &[
    "return_statement",
    "raise_statement",
    "throw_statement",
    "break_statement",
    "continue_statement",
    "return",
    "return_expression",
    "break",
    "next",
];

/// The smallest statement that a line is a part of, as far as the file can be read.
pub(super) fn at<'t>(source: &'t Source, site: &Site) -> Option<Node<'t>> {
    let line = source.line(site.line);
    let text = &source.text[line.clone()];
    let skip = text.len() - text.trim_start_matches([' ', '\t', '\u{feff}']).len();
    let first = line.start + skip;
    if first >= line.end {
        return None;
    }
    statement_of(source, source.tree()?.root_node().descendant_for_byte_range(first, first + 1)?)
}

/// The statement that a node is in.
pub(super) fn statement_of<'t>(source: &Source, from: Node<'t>) -> Option<Node<'t>> {
    let language = source.language?;
    let blocks = language.blocks;
    // In a shell what holds commands is a command too, and its words (`if`, `then`) stand among those that it holds.
    let shell = language.name == "bash";
    let is_both = |node: Node<'_>| shell && ["if_statement", "compound_statement", "subshell"].contains(&node.kind());
    let mut node = from;
    loop {
        let parent = node.parent()?;
        let is_word = shell && !node.is_named();
        let is_one = (!blocks.contains(&node.kind()) || is_both(node)) && !is_word && !is_comment(node);
        if is_one && blocks.contains(&parent.kind()) {
            return Some(node);
        }
        node = parent;
    }
}

/// The statements around a statement, innermost first, up to the function that it is in.
pub(super) fn around<'t>(source: &Source, statement: Node<'t>) -> Vec<Node<'t>> {
    let mut found = Vec::new();
    let mut node = statement;
    while let Some(outer) = node.parent().and_then(|parent| statement_of(source, parent)) {
        if is_function(outer) || found.len() >= MAX_AROUND {
            break;
        }
        found.push(outer);
        node = outer;
    }
    found
}

/// The function that a node is in, or else the whole file.
pub(super) fn function_of(from: Node<'_>) -> Node<'_> {
    let mut node = from;
    while let Some(parent) = node.parent() {
        node = parent;
        if is_function(node) {
            break;
        }
    }
    node
}

/// Whether a node is a function, or a class.
pub(super) fn is_function(node: Node<'_>) -> bool {
    let kind = node.kind();
    ["function", "method", "lambda", "closure", "func_literal", "class"].iter().any(|word| kind.contains(word))
        && !kind.contains("call")
        && !kind.contains("type")
        || kind == "decorated_definition"
}

/// A statement without the block that it ends with: `with open(p) as f:`.
pub(super) fn head(source: &Source, statement: Node<'_>) -> Range<usize> {
    let blocks = source.language.map_or(&[][..], |language| language.blocks);
    let mut end = statement.end_byte();
    let mut cursor = statement.walk();
    for child in statement.children(&mut cursor) {
        if blocks.contains(&child.kind()) || child.kind() == "block" {
            end = child.start_byte();
            break;
        }
    }
    statement.start_byte()..end
}

/// Whether new statements go before or behind the failing one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
}

/// The change that puts statements beside the one at a site.
///
/// # Errors
/// Where no statement stands there, or the code is there already.
pub(super) fn insert(site: &Site, code: &str, side: Side) -> Result<Change, Refused> {
    let source = &*site.source;
    let nothing = || Refused::new(format!("no statement of {} stands at {}", source.name, site.name()));
    let mut statement = at(source, site).ok_or_else(nothing)?;
    // Beside what shares its line with something else goes nothing: `if x: f()`.
    while !source.begins_line(statement.start_byte()) {
        statement = statement.parent().and_then(|parent| statement_of(source, parent)).ok_or_else(nothing)?;
    }
    if side == Side::After && LEAVING.contains(&statement.kind()) {
        return Err(Refused::new(format!("nothing behind {} is reached", site.name())));
    }
    let (end, indent) = (source.line_end(), source.indent(statement.start_byte()));
    let lines = indented(source, code, indent);
    if stands_beside(source, statement, &lines, side) {
        return Err(Refused::new(format!("{} has it already", site.name())));
    }
    let written: String = lines.iter().map(|line| format!("{line}{end}")).collect();
    Ok(match side {
        Side::Before => Change::insert(source.line(source.line_at(statement.start_byte())).start, written),
        Side::After => {
            // A compound statement of some grammars holds the line end that follows it.
            let last = statement.start_byte() + source.of(statement).trim_end().len();
            let line = source.line(source.line_at(last.saturating_sub(1)));
            let behind = source.text[line.end..].starts_with(['\r', '\n']);
            match source.text[line.end..].find('\n').filter(|_| behind) {
                Some(at) => Change::insert(line.end + at + 1, written),
                None => Change::insert(line.end, format!("{end}{}", written.trim_end_matches(['\r', '\n']))),
            }
        }
    })
}

/// Whether these lines stand there already.
fn stands_beside(source: &Source, statement: Node<'_>, lines: &[String], side: Side) -> bool {
    let first = source.line_at(statement.start_byte());
    let start = match side {
        Side::Before => first.checked_sub(lines.len()),
        Side::After => Some(source.line_at(statement.start_byte() + source.of(statement).trim_end().len()) + 1),
    };
    start.is_some_and(|start| {
        lines.iter().enumerate().all(|(i, line)| {
            start + i < source.line_count() && source.text[source.line(start + i)].trim_end() == line.trim_end()
        })
    })
}

/// Code with this indentation before each line, and with steps as wide as those of the file.
pub(super) fn indented(source: &Source, code: &str, indent: &str) -> Vec<String> {
    let unit = source.indent_unit();
    let lines: Vec<&str> = code.trim_end().lines().collect();
    let width = |line: &&str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let base = lines.iter().filter(|line| !line.trim().is_empty()).map(width).min().unwrap_or(0);
    // The step of the code itself.
    let step = lines
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| &line[base.min(line.len())..])
        .filter(|line| line.starts_with([' ', '\t']))
        .map(|line| if line.starts_with('\t') { 1 } else { width(&line) })
        .min()
        .unwrap_or(4);
    lines
        .into_iter()
        .map(|line| {
            if line.trim().is_empty() {
                return String::new();
            }
            let line = &line[base..];
            let deep = width(&line);
            let rest = " ".repeat(deep % step);
            format!("{indent}{}{rest}{}", unit.repeat(deep / step), &line[deep..])
        })
        .collect()
}
