//! `place: wrap` and `place: replace`: what a tree-sitter query finds at the failing line is written anew by a template.

use std::ops::Range;

use tree_sitter::{Node, Query, QueryCursor, StreamingIterator as _};

use super::change::{Change, Refused};
use super::imports;
use super::site::Site;
use super::snippet::Code;
use super::source::Source;
use super::statement;
use super::{names, quotes};
use crate::entry::Place;

/// What stands for the code that is written anew.
pub const TARGET: &str = "target";

/// One piece of code, written anew.
#[derive(Debug)]
pub(super) struct Edit {
    pub changes: Vec<Change>,
    /// Where it stands.
    pub at: usize,
    /// What stood there.
    pub old: String,
    /// What comes there, without the imports.
    pub shown: String,
}

/// A match of the query: the node that goes, and what its captures hold.
struct Found<'t> {
    target: Node<'t>,
    captures: Vec<(String, Node<'t>)>,
}

/// Compiles a query for a language, to say what is wrong with it.
///
/// # Errors
/// A sentence.
pub fn check(language: &super::language::Language, query: &str) -> Result<Vec<String>, String> {
    let query = Query::new(&language.file_language(), query).map_err(|error| error.to_string())?;
    let names: Vec<String> = query.capture_names().iter().map(|name| (*name).to_owned()).collect();
    if names.iter().any(|name| name == TARGET) { Ok(names) } else { Err(format!("it captures no `@{TARGET}`")) }
}

/// What the code does at a site.
///
/// # Errors
/// Where its query finds nothing there.
pub(super) fn edits(site: &Site, code: &Code) -> Result<Vec<Edit>, Refused> {
    let source = &*site.source;
    let nothing = || Refused::new(format!("what is to be changed does not stand at {}", site.name()));
    let statement = statement::at(source, site).ok_or_else(nothing)?;
    let found = match &code.query {
        Some(query) => find(source, site, statement, query)?,
        None => vec![Found { target: statement, captures: Vec::new() }],
    };
    if found.is_empty() {
        return Err(nothing());
    }
    let language = source.language.ok_or_else(nothing)?;
    let mut parts = imports::parts_read_as(language, &code.text, &with_names(&code.text));
    if code.place == Place::Replace && parts.code.trim().is_empty() {
        // An import that takes the place of something stands there.
        parts = imports::Parts { code: code.text.clone(), ..imports::Parts::default() };
    }
    let mut edits = Vec::new();
    for Found { target, captures } in found {
        let written = match code.place {
            Place::Wrap => wrapped(source, target, &around(source, &parts.code, &captures)).ok_or_else(nothing)?,
            _ => filled(source, &template(source, &parts.code, target), target, &captures),
        };
        let range = target.byte_range();
        let old = source.of(target).to_owned();
        if written == old {
            continue;
        }
        // What the template brings has to be there; what it takes over is.
        let brought = filled_with(&parts.code, |_| Some(TARGET.to_owned()));
        names::check(
            source,
            target.start_byte(),
            &brought,
            &[parts.imports.clone(), vec![TARGET.to_owned()]].concat(),
        )?;
        let mut changes: Vec<Change> =
            parts.imports.iter().filter_map(|import| imports::import(site, import)).collect();
        let at = range.start;
        changes.push(Change::replace(range, written.clone()));
        let shown = if code.place == Place::Wrap { parts.code.clone() } else { written };
        edits.push(Edit { changes, at, old, shown });
    }
    if edits.is_empty() { Err(Refused::new(format!("{} has it already", site.name()))) } else { Ok(edits) }
}

/// The matches at the site's line; those on the very line, or else those in the whole statement.
fn find<'t>(source: &'t Source, site: &Site, statement: Node<'t>, query: &str) -> Result<Vec<Found<'t>>, Refused> {
    let broken = |reason: String| Refused::new(format!("the entry's query does not compile: {reason}"));
    let language = source.language.ok_or_else(|| broken("no language".to_owned()))?;
    let query = Query::new(&language.file_language(), query).map_err(|error| broken(error.to_string()))?;
    let target = query.capture_index_for_name(TARGET).ok_or_else(|| broken(format!("no @{TARGET}")))?;
    let names = query.capture_names();
    let mut found: Vec<Found<'t>> = Vec::new();
    let mut cursor = QueryCursor::new();
    cursor.set_byte_range(statement.byte_range());
    let root = source.tree().ok_or_else(|| broken("no tree".to_owned()))?.root_node();
    let mut matches = cursor.matches(&query, root, source.text.as_bytes());
    while let Some(one) = matches.next() {
        let Some(node) = one.captures().iter().find(|capture| capture.index == target).map(|capture| capture.node)
        else {
            continue;
        };
        if found.iter().any(|known| known.target.byte_range() == node.byte_range()) {
            continue;
        }
        let captures =
            one.captures().iter().map(|capture| (names[capture.index as usize].to_owned(), capture.node)).collect();
        found.push(Found { target: node, captures });
    }
    let on_line = |one: &Found<'_>| {
        let (start, end) = (source.line_at(one.target.start_byte()), source.line_at(one.target.end_byte()));
        start <= site.line && site.line <= end
    };
    if found.iter().any(on_line) {
        found.retain(on_line);
    }
    Ok(found)
}

/// The template as it is written in the file, its further lines indented like the first.
fn template(source: &Source, code: &str, target: Node<'_>) -> String {
    let code = quotes::as_in(source, code);
    if !code.contains('\n') {
        return code;
    }
    let indent = source.indent(target.start_byte());
    statement::indented(source, &code, indent).join(source.line_end())[indent.len()..].to_owned()
}

/// The template with what the query captured, but for the code itself, which [`wrapped`] puts in.
fn around(source: &Source, template: &str, captures: &[(String, Node<'_>)]) -> String {
    filled_with(template, |name| {
        let captured = captures.iter().find(|(known, _)| known == name && name != TARGET);
        captured.map(|(_, node)| source.of(*node).to_owned())
    })
}

/// The template with what the query captured; `{target}` is the code itself.
fn filled(source: &Source, template: &str, target: Node<'_>, captures: &[(String, Node<'_>)]) -> String {
    filled_with(template, |name| {
        if name == TARGET {
            return Some(source.of(target).to_owned());
        }
        captures.iter().find(|(known, _)| known == name).map(|(_, node)| source.of(*node).to_owned())
    })
}

/// Where a template takes what its query captured, in bytes, with the names.
pub fn places(template: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = template[from..].find("{@").map(|at| from + at) {
        from = open + 2;
        let Some(close) = template[from..].find('}').map(|at| from + at) else { break };
        let name = &template[from..close];
        if !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_.-".contains(c)) {
            found.push((open..close + 1, name.to_owned()));
            from = close + 1;
        }
    }
    found
}

/// A template with a name of the same length in the place of each `{@name}`, so that its language can read it.
fn with_names(template: &str) -> String {
    let mut out = template.to_owned();
    for (range, _) in places(template) {
        out.replace_range(range.clone(), &"_".repeat(range.len()));
    }
    out
}

/// A template with values in the places of `{@name}`.
pub(super) fn filled_with(template: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(open) = rest.find("{@") {
        out.push_str(&rest[..open]);
        let inside = &rest[open + 2..];
        match inside.find('}').and_then(|close| Some((close, value(&inside[..close])?))) {
            Some((close, value)) => {
                out.push_str(&value);
                rest = &inside[close + 1..];
            }
            None => {
                out.push_str("{@");
                rest = inside;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The statement in the place of `{@target}` in the template, all lines indented as they have to be.
fn wrapped(source: &Source, target: Node<'_>, template: &str) -> Option<String> {
    const MARK: &str = "{@target}";
    let indent = source.indent(target.start_byte());
    if !source.begins_line(target.start_byte()) {
        return template.contains(MARK).then(|| template.replace(MARK, source.of(target)));
    }
    let body: Vec<&str> = source.of(target).lines().collect();
    let end = source.line_end();
    let mut lines: Vec<String> = Vec::new();
    let mut whole = false;
    for line in statement::indented(source, &quotes::as_in(source, template), indent) {
        let Some(at) = line.find(MARK) else {
            lines.push(line);
            continue;
        };
        whole = true;
        let before = &line[..at];
        if !before.trim().is_empty() {
            lines.push(line.replace(MARK, source.of(target)));
            continue;
        }
        for (i, text) in body.iter().enumerate() {
            // Each line keeps what it was indented beyond the statement.
            let text = if i == 0 { text } else { text.strip_prefix(indent).unwrap_or(text) };
            lines.push(if text.trim().is_empty() { String::new() } else { format!("{before}{text}") });
        }
        if let Some(last) = lines.last_mut() {
            last.push_str(&line[at + MARK.len()..]);
        }
    }
    // The indentation of the first line stands there already.
    whole.then(|| lines.join(end)[indent.len()..].to_owned())
}
