//! Whether a text parses worse than before.

use tree_sitter::{Language, Tree};

use crate::fix::language;

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

/// The tree of a text; none where it cannot be had in good time.
pub(super) fn parse(grammar: Grammar, text: &str) -> Option<Tree> {
    language::parse(&grammar(), text)
}

/// Whether the new text has more faults than the old one.
pub(super) fn is_worse(grammar: Grammar, old: &str, new: &str) -> bool {
    let faults = |text: &str| parse(grammar, text).map(|tree| language::faults(&tree));
    match (faults(old), faults(new)) {
        (Some(old), Some(new)) => new > old,
        _ => true,
    }
}
