//! JavaScript whose modules are required: `const fs = require('fs')`. An `import` in such a file is an error.

use tree_sitter::Node;

use crate::fix::language::children;
use crate::fix::source::Source;

/// Whether a file requires its modules and imports none.
pub(super) fn is_commonjs(source: &Source, root: Node<'_>) -> bool {
    if source.language.is_none_or(|language| language.name != "javascript") {
        return false;
    }
    let extension = source.path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let is_module = |node: Node<'_>| ["import_statement", "export_statement"].contains(&node.kind());
    match extension {
        "cjs" => true,
        "mjs" => false,
        _ => !children(root).into_iter().any(is_module) && source.text.contains("require("),
    }
}

/// Whether a top statement requires a module.
pub(super) fn is_require(node: Node<'_>, text: &str) -> bool {
    let whole = text.trim_end_matches(';').trim_end().strip_suffix(')');
    // What calls something of the module does more than that.
    let ends_so = |(_, module): (&str, &str)| !module.contains(['(', ')', '\n']);
    ["lexical_declaration", "variable_declaration", "expression_statement"].contains(&node.kind())
        && whole.and_then(|text| text.rsplit_once("require(")).is_some_and(ends_so)
}

/// An import as such a file writes it; none of one that has no such form.
pub(super) fn as_require(import: &str) -> Option<String> {
    let bare = import.trim();
    let end = if bare.ends_with(';') { ";" } else { "" };
    let what = bare.trim_end_matches(';').strip_prefix("import ")?.trim();
    let Some((names, module)) = what.rsplit_once(" from ") else {
        return what.starts_with(['\'', '"']).then(|| format!("require({what}){end}"));
    };
    let (names, module) = (names.trim(), module.trim());
    if let Some(all) = names.strip_prefix("* as ") {
        return Some(format!("const {} = require({module}){end}", all.trim()));
    }
    if names.starts_with('{') {
        return Some(format!("const {} = require({module}){end}", names.replace(" as ", ": ")));
    }
    // A default beside names is in no one place of what is required.
    (!names.contains([',', '{'])).then(|| format!("const {names} = require({module}){end}"))
}
