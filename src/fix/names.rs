//! Whether all that some code names is there: in the code itself, in the file, in the language.
//!
//! A snippet that says `mu.Lock()` is right only where there is a `mu`. Nothing that would not run is offered.

use std::collections::HashSet;

use tree_sitter::Node;

use super::change::Refused;
use super::language::{Language, walk};
use super::source::Source;
use super::statement;

/// Checks that all names that the code takes for granted are known where it goes (a byte of the file): from the file, the
/// functions around that place, or the code itself. What other functions call their own is not.
///
/// # Errors
/// Names the first that is missing.
pub(super) fn check(source: &Source, at: usize, code: &str, imports: &[String]) -> Result<(), Refused> {
    let Some(language) = source.language.filter(|language| !language.names.is_empty()) else { return Ok(()) };
    let free = free_names(language, code);
    if free.is_empty() {
        return Ok(());
    }
    let mut there = HashSet::new();
    if let Some(tree) = source.tree() {
        let around = |node: Node<'_>| node.start_byte() < at && at < node.end_byte();
        walk(tree.root_node(), &mut |node| {
            if node.child_count() == 0 || language.names.contains(&node.kind()) {
                there.insert(source.of(node));
            }
            let own = node.kind().contains("comprehension") || node.kind() == "generator_expression";
            if own && !around(node) {
                return false;
            }
            if !statement::is_function(node) || around(node) || node.kind() == "decorated_definition" {
                return true;
            }
            // Its name is everybody's.
            let own = ["body", "parameters", "parameter"].map(|field| node.child_by_field_name(field));
            let mut cursor = node.walk();
            for part in node.children(&mut cursor).filter(|part| !own.contains(&Some(*part))) {
                walk(part, &mut |node| {
                    if node.child_count() == 0 || language.names.contains(&node.kind()) {
                        there.insert(source.of(node));
                    }
                    true
                });
            }
            false
        });
    }
    let imported = |name: &str| {
        let mut words = imports.iter().flat_map(|import| import.split(|c: char| !(c.is_alphanumeric() || c == '_')));
        words.any(|word| word == name)
    };
    match free.iter().find(|name| !there.contains(name.as_str()) && !imported(name)) {
        None => Ok(()),
        Some(missing) => Err(Refused::new(format!("{} has no `{missing}`", source.name))),
    }
}

/// The names that code takes for granted, in order.
pub(super) fn free_names(language: &Language, code: &str) -> Vec<String> {
    let around = std::iter::once(&("", "")).chain(language.around).chain(&[("f(", ")"), ("({", "})")]);
    let parsed = around
        .filter_map(|(before, after)| {
            let whole = format!("{before}{code}{after}");
            let tree = language.parse(&whole)?;
            Some((super::language::faults(&tree), before.len(), whole, tree))
        })
        .min_by_key(|(faults, ..)| *faults);
    let Some((_, offset, whole, tree)) = parsed else { return Vec::new() };
    let inside = offset..offset + code.len();
    let mut bound = HashSet::new();
    let mut free: Vec<String> = Vec::new();
    walk(tree.root_node(), &mut |node| {
        let range = node.byte_range();
        if !language.names.contains(&node.kind()) {
            return true;
        }
        if range.start < inside.start || range.end > inside.end {
            return false;
        }
        let name = &whole[range];
        match role(language, node) {
            Role::Binds => {
                // A comprehension names its variable behind what it makes of it; a function may be called before it.
                let late = node
                    .parent()
                    .is_some_and(|parent| parent.kind() == "for_in_clause" || parent.kind() == "function_declaration");
                if late {
                    free.retain(|known| known != name);
                }
                bound.insert(name.to_owned());
            }
            Role::Asks if name != "_" && !bound.contains(name) && !language.is_global(name) => {
                if !free.iter().any(|known| known == name) {
                    free.push(name.to_owned());
                }
            }
            Role::Asks | Role::Labels => {}
        }
        false
    });
    free
}

/// What an identifier does where it stands.
#[derive(Debug, PartialEq, Eq)]
enum Role {
    /// It gives something its name.
    Binds,
    /// It asks for something.
    Asks,
    /// It names a part of something else, or a type, or something that other files may have.
    Labels,
}

fn role(language: &Language, node: Node<'_>) -> Role {
    let Some(parent) = node.parent() else { return Role::Asks };
    let field = field_of(parent, node);
    let field = field.as_deref().unwrap_or("");
    let kind = parent.kind();
    let part = match field {
        "attribute" | "property" | "field" => true,
        "name" => {
            kind.contains("argument") || kind.contains("call") || kind.contains("invocation") || kind.contains("access")
        }
        "method" | "key" => true,
        _ => false,
    };
    if part || kind.starts_with("scoped_") && field == "name" || kind == "qualified_identifier" && field == "name" {
        return Role::Labels;
    }
    let binds = match field {
        "left" => {
            kind.contains("assignment")
                || kind.contains("short_var")
                || kind == "for_statement"
                || kind == "for_in_statement"
                || kind == "for_in_clause"
        }
        "name" | "alias" | "pattern" | "declarator" | "parameter" | "parameters" => true,
        _ => {
            kind.contains("import")
                || kind.contains("use_")
                || kind.contains("using")
                || kind.contains("as_pattern_target")
                || kind == "reference_declarator"
                || kind == "aliased_import"
                || kind == "parameters"
                || kind == "formal_parameters"
        }
    };
    if binds {
        return Role::Binds;
    }
    if kind == "expression_list"
        && parent.parent().is_some_and(|outer| field_of(outer, parent).as_deref() == Some("left"))
    {
        return Role::Binds;
    }
    let called = field == "function" || field == "method";
    // Functions of C come from headers, those of Java and C# from the class, of Ruby from anywhere.
    let anywhere = ["c", "cpp", "java", "csharp", "ruby", "php"].contains(&language.name);
    if called && anywhere
        || kind.contains("type")
        || kind.contains("macro")
        || kind.contains("attribute") && language.name != "python"
    {
        return Role::Labels;
    }
    Role::Asks
}

fn field_of(parent: Node<'_>, child: Node<'_>) -> Option<String> {
    let mut cursor = parent.walk();
    if !cursor.goto_first_child() {
        return None;
    }
    loop {
        if cursor.node() == child {
            return cursor.field_name().map(str::to_owned);
        }
        if !cursor.goto_next_sibling() {
            return None;
        }
    }
}
