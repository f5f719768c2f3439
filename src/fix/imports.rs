//! What goes to the top of a file: imports, includes, directives. Each is added once.

use tree_sitter::Node;

use super::change::Change;
use super::language::{Language, children, is_comment};
use super::source::Source;

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
    let mut parts = Parts::default();
    if code.starts_with("#!") || code.starts_with("//go:build ") {
        let (first, rest) = code.split_once('\n').unwrap_or((code, ""));
        parts.first.push(first.trim_end().to_owned());
        return Parts { code: rest.trim_matches('\n').to_owned(), ..parts };
    }
    let Some(tree) = language.parse(code) else { return Parts { code: code.to_owned(), ..parts } };
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
        "ruby" => text.starts_with("require ") || text.starts_with("require_relative ") || text.starts_with("require("),
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

/// The change that brings an import into a file; none if it is there.
pub(super) fn import(source: &Source, import: &str) -> Option<Change> {
    let language = source.language?;
    let root = source.tree()?.root_node();
    if has(source, import) {
        return None;
    }
    let end = source.line_end();
    let there: Vec<Node<'_>> =
        children(root).into_iter().filter(|child| is_import(language, *child, source.of(*child).trim_end())).collect();
    if language.name == "go" {
        return Some(go(source, &there, import));
    }
    let future = import.starts_with("from __future__ ");
    let module = module_of(import);
    let similar = there.iter().rev().find(|node| module_of(source.of(**node)) == module && !module.is_empty());
    let last = there.iter().take_while(|node| !is_late(source, **node)).last();
    if let Some(node) = similar.or(last).filter(|_| !future) {
        let at =
            source.line(source.line_at(node.start_byte() + source.of(*node).trim_end().len().saturating_sub(1))).end;
        let import = super::quotes::as_in(source, import);
        return Some(Change::insert(at, format!("{end}{import}")));
    }
    let at = top(source);
    let tight = at == source.text.len() || future && !there.is_empty();
    let blank = if tight || source.text[at..].starts_with(['\r', '\n']) { "" } else { end };
    let open = at > 0 && !source.text[..at].ends_with('\n');
    Some(Change::insert(
        at,
        format!("{}{}{end}{blank}", if open { end } else { "" }, super::quotes::as_in(source, import)),
    ))
}

/// Imports far below the others stand there for a reason.
fn is_late(source: &Source, node: Node<'_>) -> bool {
    let mut before = node.prev_named_sibling();
    let mut others = 0;
    while let Some(sibling) = before {
        let text = source.of(sibling);
        let import = source.language.is_some_and(|language| is_import(language, sibling, text.trim_end()));
        others += usize::from(!import && !is_comment(sibling) && !is_directive(sibling, text.trim_end()));
        before = sibling.prev_named_sibling();
    }
    // A doc string, a path that is set, a `try` around an import.
    others > 6
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

/// Whether a file has an import, be it written together with others.
fn has(source: &Source, import: &str) -> bool {
    let squeezed = |text: &str| -> String {
        text.chars().filter(|c| !c.is_whitespace() && *c != ';').map(|c| if c == '"' { '\'' } else { c }).collect()
    };
    let wanted = squeezed(import);
    if source.text.lines().any(|line| squeezed(line) == wanted) {
        return true;
    }
    // `from a import b` is a part of `from a import b, c`.
    let Some((module, names)) = import.strip_prefix("from ").and_then(|rest| rest.split_once(" import ")) else {
        let module = import.strip_prefix("import ").map(str::trim).filter(|module| !module.contains([' ', '"', '\'']));
        return module.is_some_and(|module| {
            source.text.lines().filter_map(|line| line.trim().strip_prefix("import ")).any(|line| {
                line.split(',').any(|part| part.trim().trim_end_matches(';') == module.trim_end_matches(';'))
            })
        });
    };
    let Some(tree) = source.tree() else { return false };
    let all: Vec<&str> = names.split(',').map(str::trim).collect();
    children(tree.root_node()).into_iter().any(|node| {
        let text = source.of(node);
        let from = text.strip_prefix("from ").and_then(|rest| rest.split_once("import"));
        from.is_some_and(|(from, imported)| {
            let there: Vec<&str> = imported
                .split(|c: char| c.is_whitespace() || "(),".contains(c))
                .filter(|word| !word.is_empty())
                .collect();
            from.trim() == module.trim() && all.iter().all(|name| there.contains(name))
        })
    })
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
