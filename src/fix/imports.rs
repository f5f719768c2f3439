//! What goes to the top of a file: imports, includes, directives. Each is added once.

mod commonjs;
mod known;

use tree_sitter::Node;

use super::change::Change;
use super::language::{Language, children, is_comment};
use super::site::Site;
use super::source::Source;
use super::statement;

/// Code taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    /// The statements that belong to the imports of a file, in order.
    pub imports: Vec<String>,
    /// What belongs to its very first lines: `"use client";`, `#!/bin/sh`, `//go:build ignore`.
    pub first: Vec<String>,
    /// The rest.
    pub code: String,
}

/// Takes code apart.
pub(super) fn parts(language: &Language, code: &str) -> Parts {
    parts_read_as(language, code, code)
}

/// Takes code apart that its language cannot read as it stands: `readable` is as long, and says the same.
pub(super) fn parts_read_as(language: &Language, code: &str, readable: &str) -> Parts {
    let mut parts = Parts::default();
    if code.starts_with("#!") || code.starts_with("//go:build ") {
        let (first, rest) = code.split_once('\n').unwrap_or((code, ""));
        parts.first.push(first.trim_end().to_owned());
        return Parts { code: rest.trim_matches('\n').to_owned(), ..parts };
    }
    let Some(tree) = language.parse(readable) else { return Parts { code: code.to_owned(), ..parts } };
    let mut rest = 0;
    for child in children(tree.root_node()) {
        let text = code[child.byte_range()].trim_end();
        if is_import(language, child, text) {
            parts.imports.push(text.to_owned());
        } else if is_directive(child, text) {
            parts.first.push(text.to_owned());
        } else {
            break;
        }
        rest = child.end_byte();
    }
    parts.code = code[rest..].trim_start_matches(['\n', '\r', ';']).trim_end().to_owned();
    parts
}

fn is_import(language: &Language, node: Node<'_>, text: &str) -> bool {
    match language.name {
        "ruby" => {
            let requires = ["require ", "require_relative ", "require("].iter().any(|word| text.starts_with(word));
            node.kind() == "call" && requires
        }
        // A module with its content is no import.
        "rust" => language.imports.contains(&node.kind()) && text.ends_with(';'),
        _ => language.imports.contains(&node.kind()),
    }
}

fn is_directive(node: Node<'_>, text: &str) -> bool {
    let bare = text.trim_end_matches(';');
    node.kind() == "expression_statement"
        && (bare.starts_with("\"use ") && bare.ends_with('"') || bare.starts_with("'use ") && bare.ends_with('\''))
}

/// The change that brings an import into a file for what fails at a site; none if it is there.
pub(super) fn import(site: &Site, import: &str) -> Option<Change> {
    let source = &*site.source;
    let language = source.language?;
    let root = source.tree()?.root_node();
    let bound = bound(site);
    let required = commonjs::is_commonjs(source, root).then(|| commonjs::as_require(import)).flatten();
    let is_there = |text: &str| source.text.lines().any(|line| known::is_same(line, text));
    if known::is_known(site, bound, import) || required.as_deref().is_some_and(is_there) {
        return None;
    }
    let end = source.line_end();
    let is_one = |child: Node<'_>, text: &str| {
        is_import(language, child, text) || required.is_some() && commonjs::is_require(child, text)
    };
    let there = at_top(source, root, bound, &is_one);
    let import = required.as_deref().unwrap_or(import);
    if language.name == "go" {
        let nodes: Vec<Node<'_>> = there.iter().map(|(node, _)| *node).collect();
        return Some(go(source, &nodes, import));
    }
    let written = super::quotes::as_in(source, import);
    let future = import.starts_with("from __future__ ");
    let module = module_of(import);
    let similar = there.iter().rev().find(|(node, _)| module_of(source.of(*node)) == module && !module.is_empty());
    let last = there.iter().rfind(|(_, late)| !late);
    if let Some((node, _)) = similar.or(last).filter(|_| !future) {
        let at =
            source.line(source.line_at(node.start_byte() + source.of(*node).trim_end().len().saturating_sub(1))).end;
        return Some(Change::insert(at, format!("{end}{written}")));
    }
    let at = top(source);
    let before_import = children(root)
        .into_iter()
        .any(|child| source.line(source.line_at(child.start_byte())).start == at && is_one(child, source.of(child)));
    let tight = at == source.text.len() || before_import;
    let blank = if tight || source.text[at..].starts_with(['\r', '\n']) { "" } else { end };
    let open = at > 0 && !source.text[..at].ends_with('\n');
    Some(Change::insert(at, format!("{}{written}{end}{blank}", if open { end } else { "" })))
}

/// Where an import has to stand above: what runs while the file is read does not know what comes below it.
fn bound(site: &Site) -> usize {
    let source = &*site.source;
    let Some(statement) = statement::at(source, site) else { return source.text.len() };
    if statement::function_of(statement).parent().is_some() {
        return source.text.len();
    }
    let mut top = statement;
    while let Some(parent) = top.parent().filter(|parent| parent.parent().is_some()) {
        top = parent;
    }
    source.line(source.line_at(top.start_byte())).start
}

/// The imports among the top statements that stand above a bound, each with whether it stands far below the others:
/// there for a reason.
fn at_top<'t>(
    source: &Source,
    root: Node<'t>,
    bound: usize,
    is_one: &impl Fn(Node<'_>, &str) -> bool,
) -> Vec<(Node<'t>, bool)> {
    /// A doc string, a path that is set, a `try` around an import.
    const BETWEEN: usize = 6;
    let (mut there, mut others) = (Vec::new(), 0);
    for child in children(root).into_iter().take_while(|child| child.start_byte() < bound) {
        let text = source.of(child).trim_end();
        if is_one(child, text) {
            there.push((child, others > BETWEEN));
        } else if !is_comment(child) && !is_directive(child, text) {
            others += 1;
        }
    }
    there
}

/// The module that an import names first.
fn module_of(import: &str) -> String {
    let mut words = import.split(|c: char| c.is_whitespace() || c == ';').filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    match first {
        "from" | "use" | "using" | "package" => {
            words.next().unwrap_or_default().split(['.', ':', '\\']).next().unwrap_or_default().to_owned()
        }
        _ => String::new(),
    }
}

/// Go has its imports in one declaration.
fn go(source: &Source, there: &[Node<'_>], import: &str) -> Change {
    let end = source.line_end();
    let path = import.trim_start_matches("import").trim();
    let grouped = there.iter().find_map(|node| {
        let close = source.of(*node).rfind(')')?;
        Some(node.start_byte() + close)
    });
    if let Some(close) = grouped {
        return Change::insert(source.line(source.line_at(close)).start, format!("\t{path}{end}"));
    }
    if let Some(last) = there.last() {
        return Change::insert(source.line(source.line_at(last.start_byte())).end, format!("{end}import {path}"));
    }
    let package = source
        .tree()
        .and_then(|tree| children(tree.root_node()).into_iter().find(|node| node.kind() == "package_clause"));
    match package {
        Some(package) => {
            Change::insert(source.line(source.line_at(package.start_byte())).end, format!("{end}{end}import {path}"))
        }
        None => Change::insert(0, format!("import {path}{end}")),
    }
}

/// Where the first import of a file goes: behind what has to come first.
fn top(source: &Source) -> usize {
    let Some(tree) = source.tree() else { return 0 };
    let mut at = if source.text.starts_with('\u{feff}') { 3 } else { 0 };
    for (i, child) in children(tree.root_node()).into_iter().enumerate() {
        let text = source.of(child).trim_end();
        let line = source.line_at(child.start_byte());
        let leads = match child.kind() {
            // A shebang, an encoding, a licence. What stands right above code belongs to it.
            kind if is_comment(child) || kind == "hash_bang_line" => {
                let last = source.line_at(child.start_byte() + text.len());
                text.starts_with("#!") || text.contains("coding") || text.starts_with("//!") || {
                    let below = last + 1;
                    below < source.line_count() && source.text[source.line(below)].trim().is_empty() && line < 40
                }
            }
            "expression_statement" => is_directive(child, text) || i < 4 && text.starts_with(['"', '\'']),
            "php_tag"
            | "package_declaration"
            | "package_clause"
            | "namespace_definition"
            | "inner_attribute_item"
            | "declare_statement"
            | "file_scoped_namespace_declaration" => true,
            "preproc_call" => text.starts_with("#pragma once"),
            "future_import_statement" => true,
            _ => false,
        };
        if !leads {
            break;
        }
        let last = child.start_byte() + text.len();
        let line = source.line(source.line_at(last.saturating_sub(1)));
        at = source.text[line.end..].find('\n').map_or(source.text.len(), |newline| line.end + newline + 1);
    }
    at
}

/// The change that puts a line first in a file; none if it is there.
pub(super) fn first(source: &Source, line: &str) -> Option<Change> {
    let bare = |text: &str| text.trim().trim_end_matches(';').replace('"', "'");
    if source.text.lines().take(60).any(|there| bare(there) == bare(line)) {
        return None;
    }
    let end = source.line_end();
    let mark = if source.text.starts_with('\u{feff}') { 3 } else { 0 };
    if line.starts_with("#!") {
        // One that is there is replaced.
        let old = source.line(0);
        return Some(match source.text[mark..].starts_with("#!") {
            true => Change::replace(mark..old.end, line),
            false => Change::insert(mark, format!("{line}{end}")),
        });
    }
    let at = if source.text[mark..].starts_with("#!") {
        (source.line(0).end + end.len()).min(source.text.len())
    } else {
        mark
    };
    let line = super::quotes::as_in(source, line);
    let blank = if source.text[at..].starts_with(['\r', '\n']) { "" } else { end };
    Some(Change::insert(at, format!("{line}{end}{blank}")))
}
