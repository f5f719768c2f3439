//! Whether a file has an import already, be it written together with others.

use tree_sitter::Node;

use super::is_import;
use crate::fix::language::walk;
use crate::fix::site::Site;
use crate::fix::statement;

/// Whether what fails at a site knows an import: one of the file's, above `bound`, or of the function that it is in.
pub(super) fn is_known(site: &Site, bound: usize, import: &str) -> bool {
    let source = &*site.source;
    let (Some(language), Some(tree)) = (source.language, source.tree()) else { return false };
    let at = first_of(site);
    let around = |node: Node<'_>| node.start_byte() <= at && at < node.end_byte();
    let mut known = false;
    walk(tree.root_node(), &mut |node| {
        if known || node.start_byte() >= bound {
            return false;
        }
        let text = source.of(node);
        if is_import(language, node, text.trim_end()) {
            known = holds(language.name, text.trim_end(), import);
            return false;
        }
        // What only a type checker reads, and what another function imports for itself.
        let unread = node.kind() == "if_statement" && head_of(text).contains("TYPE_CHECKING");
        !unread && (!statement::is_function(node) || around(node))
    });
    known
}

/// The first byte of a site's line that is no white space.
fn first_of(site: &Site) -> usize {
    let line = site.source.line(site.line);
    let text = &site.source.text[line.clone()];
    line.start + text.len() - text.trim_start().len()
}

fn head_of(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// Whether an import of a file does what another one would do.
fn holds(language: &str, there: &str, import: &str) -> bool {
    if is_same(there, import) {
        return true;
    }
    let bare = |text: &str| text.trim().trim_end_matches(';').trim_end().to_owned();
    let (there, import) = (bare(there), bare(import));
    match language {
        "python" => python(&there, &import),
        "javascript" | "typescript" | "tsx" => javascript(&there, &import),
        "go" => {
            let path = import.trim_start_matches("import").trim();
            there.lines().any(|line| line.trim_start_matches("import").trim() == path)
        }
        "java" => {
            let package = |text: &str| text.rsplit_once('.').map(|(package, _)| squeezed(package));
            there.ends_with(".*") && package(&there) == package(&import)
        }
        "rust" => grouped(&there, &import, "::"),
        "php" => grouped(&there, &import, "\\"),
        _ => false,
    }
}

/// Whether two imports are the same but for white space and quotes.
pub(super) fn is_same(there: &str, import: &str) -> bool {
    squeezed(there) == squeezed(import)
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != ';').map(|c| if c == '"' { '\'' } else { c }).collect()
}

/// The names of a list, in brackets or not: `a, b as c`.
fn names(list: &str) -> Vec<String> {
    // A comment goes on to the end of its line.
    let lines = list.lines().map(|line| line.split('#').next().unwrap_or_default());
    let list = lines.collect::<Vec<_>>().join(" ");
    let one = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ");
    list.split([',', '(', ')', '{', '}']).map(one).filter(|name| !name.is_empty()).collect()
}

fn has_all(there: &str, wanted: &str) -> bool {
    let there = names(there);
    names(wanted).iter().all(|name| there.contains(name))
}

/// `from a import b` is a part of `from a import (b, c)`, `import a` of `import a, b`.
fn python(there: &str, import: &str) -> bool {
    let from = |text: &str| {
        let (module, names) = text.strip_prefix("from ")?.split_once(" import")?;
        Some((module.trim().to_owned(), names.to_owned()))
    };
    match (from(there), from(import)) {
        (Some((there, has)), Some((wanted, names))) => there == wanted && has_all(&has, &names),
        (None, None) => {
            let list = |text: &str| text.strip_prefix("import ").map(str::to_owned);
            list(there).zip(list(import)).is_some_and(|(there, wanted)| has_all(&there, &wanted))
        }
        _ => false,
    }
}

/// `import { a } from 'm'` is a part of `import x, { a, b } from "m"`.
fn javascript(there: &str, import: &str) -> bool {
    let parts = |text: &str| {
        let (what, module) = text.strip_prefix("import ")?.rsplit_once(" from ")?;
        Some((what.trim().to_owned(), squeezed(module).replace("'node:", "'")))
    };
    let (Some((has, there)), Some((wanted, module))) = (parts(there), parts(import)) else { return false };
    // The default stands before the braces.
    let (default, named) = wanted.split_once('{').unwrap_or((&wanted, ""));
    let (has_default, has_named) = has.split_once('{').unwrap_or((&has, ""));
    there == module && has_all(has_default, default) && has_all(has_named, named)
}

/// `use a::b` is a part of `use a::{b, c}`.
fn grouped(there: &str, import: &str, between: &str) -> bool {
    let Some((before, name)) = import.rsplit_once(between) else { return false };
    let Some((outer, list)) = there.split_once('{') else { return false };
    squeezed(outer) == squeezed(&format!("{before}{between}")) && !list.contains('{') && has_all(list, name)
}
