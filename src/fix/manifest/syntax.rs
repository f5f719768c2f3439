//! Whether a text parses worse than before.

use tree_sitter::{Language, Node, Parser};

/// A grammar.
pub(super) type Grammar = fn() -> Language;

pub(super) const DOCKERFILE: Grammar = || tree_sitter_containerfile::LANGUAGE.into();
pub(super) const YAML: Grammar = || tree_sitter_yaml::LANGUAGE.into();
pub(super) const TOML: Grammar = || tree_sitter_toml_ng::LANGUAGE.into();
pub(super) const RUBY: Grammar = || tree_sitter_ruby::LANGUAGE.into();
pub(super) const JAVASCRIPT: Grammar = || tree_sitter_javascript::LANGUAGE.into();
pub(super) const TYPESCRIPT: Grammar = || tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into();
const TSX: Grammar = || tree_sitter_typescript::LANGUAGE_TSX.into();
const PYTHON: Grammar = || tree_sitter_python::LANGUAGE.into();
const RUST: Grammar = || tree_sitter_rust::LANGUAGE.into();

/// The grammar of a source file.
pub(super) fn of_source(file: &str) -> Option<Grammar> {
    Some(match file.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
        "js" | "mjs" | "cjs" | "jsx" => JAVASCRIPT,
        "ts" | "mts" | "cts" => TYPESCRIPT,
        "tsx" => TSX,
        "py" => PYTHON,
        "rs" => RUST,
        "rb" => RUBY,
        _ => return None,
    })
}

/// The tree of a text; none where there is no grammar for this version of the parser.
pub(super) fn parse(grammar: Grammar, text: &str) -> Option<tree_sitter::Tree> {
    let mut parser = Parser::new();
    parser.set_language(&grammar()).ok()?;
    parser.parse(text, None)
}

/// Whether the new text has more faults than the old one.
pub(super) fn is_worse(grammar: Grammar, old: &str, new: &str) -> bool {
    let faults = |text: &str| parse(grammar, text).map(|tree| faults(tree.root_node()));
    match (faults(old), faults(new)) {
        (Some(old), Some(new)) => new > old,
        _ => true,
    }
}

/// How many places of a tree are not of its language.
fn faults(root: Node<'_>) -> usize {
    let (mut count, mut open) = (0, vec![root]);
    while let Some(node) = open.pop() {
        if node.is_error() || node.is_missing() {
            count += 1;
        }
        if node.has_error() {
            let mut cursor = node.walk();
            open.extend(node.children(&mut cursor));
        }
    }
    count
}
