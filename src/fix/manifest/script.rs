//! Configurations that are programs (`webpack.config.js`, `vite.config.ts`), and declarations added to a source file.

use std::ops::Range;

use tree_sitter::Node;

use super::lines::paragraph_at_end;
use super::{Target, syntax};
use crate::fix::change::{Change, Refused};

/// Objects nested deeper than this are no configuration.
const MAX_DEPTH: usize = 32;

/// Whether a file with this extension is JavaScript or TypeScript.
pub(super) fn is_script(extension: &str) -> bool {
    matches!(extension, "js" | "mjs" | "cjs" | "jsx" | "ts" | "mts" | "cts" | "tsx")
}

/// Adds a declaration at the end of a source file; an assignment to a name takes the place of the one that is there.
pub(super) fn append(target: &Target<'_>, snippet: &str) -> Result<Vec<Change>, Refused> {
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    if squeezed(target.text).contains(&squeezed(snippet)) {
        return Err(target.has_it());
    }
    if snippet.starts_with("fn main(") && target.text.contains("fn main(") {
        return Err(Refused::new(format!("{} has a function main already", target.file)));
    }
    let name = snippet
        .split_once(" = ")
        .map(|(name, _)| name)
        .filter(|name| !snippet.contains('\n') && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'));
    if let Some(name) = name {
        let mut start = 0;
        for line in target.text.split_inclusive('\n') {
            let code = line.trim_end();
            let assigns = code.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with('='));
            if assigns && closes(code) {
                return Ok(vec![Change::replace(start..start + code.len(), snippet)]);
            }
            if assigns {
                return Err(Refused::new(format!("{} sets `{name}` on several lines", target.file)));
            }
            start += line.len();
        }
    }
    Ok(vec![paragraph_at_end(target.text, snippet)])
}

/// Whether all brackets of a line close on it.
fn closes(line: &str) -> bool {
    let count = |brackets: &str| line.chars().filter(|c| brackets.contains(*c)).count();
    count("([{") == count(")]}")
}

/// Merges the fields of the snippet into the object that the configuration exports.
pub(super) fn edit(target: &Target<'_>, snippet: &str) -> Result<Vec<Change>, Refused> {
    let grammar = syntax::of_source(target.file).unwrap_or(syntax::JAVASCRIPT);
    let tree = syntax::parse(grammar, target.text).ok_or_else(|| not_found(target))?;
    let is_module = target.file.rsplit('.').next().is_some_and(|ext| matches!(ext, "mjs" | "mts"))
        || top(&tree).iter().any(|node| matches!(node.kind(), "import_statement" | "export_statement"));
    if is_module && snippet.contains("require") {
        return Err(Refused::new(format!("{} is an ES module: it has no `require`", target.file)));
    }
    // A snippet may show the whole export.
    let bare = ["module.exports =", "export default"].iter().find_map(|head| snippet.trim_start().strip_prefix(head));
    let snippet = bare.map_or(snippet, |object| object.trim().trim_end_matches(';'));
    let code = if snippet.trim_start().starts_with('{') { snippet.to_owned() } else { format!("{{{snippet}}}") };
    let code = format!("({code})");
    let parsed = syntax::parse(syntax::JAVASCRIPT, &code).filter(|tree| !tree.root_node().has_error());
    let no_object = || Refused::new("the entry's snippet is no part of an object");
    let parsed = parsed.ok_or_else(no_object)?;
    let wanted = top(&parsed).first().and_then(|node| object(*node, &code, &[], 0)).ok_or_else(no_object)?;
    let root = exported(&tree, target.text).ok_or_else(|| not_found(target))?;
    let mut changes = Vec::new();
    Merge { text: target.text, code: &code, file: target.file }.objects(root, wanted, 0, &mut changes)?;
    if changes.is_empty() { Err(target.has_it()) } else { Ok(changes) }
}

fn not_found(target: &Target<'_>) -> Refused {
    Refused::new(format!("the object that {} exports was not found", target.file))
}

fn top(tree: &tree_sitter::Tree) -> Vec<Node<'_>> {
    let mut cursor = tree.walk();
    tree.root_node().named_children(&mut cursor).collect()
}

/// The object that a configuration exports.
fn exported<'t>(tree: &'t tree_sitter::Tree, text: &str) -> Option<Node<'t>> {
    let top = top(tree);
    let of = |node: Node<'t>| object(node, text, &top, 0);
    top.iter().find_map(|node| match node.kind() {
        "export_statement" => of(node.child_by_field_name("value")?),
        "expression_statement" => {
            let assignment = node.named_child(0).filter(|node| node.kind() == "assignment_expression")?;
            let left = &text[assignment.child_by_field_name("left")?.byte_range()];
            matches!(left, "module.exports" | "exports.default").then_some(())?;
            of(assignment.child_by_field_name("right")?)
        }
        _ => None,
    })
}

/// The object that an expression stands for: itself, the argument of a call, what a function returns, a constant.
fn object<'t>(node: Node<'t>, text: &str, top: &[Node<'t>], depth: usize) -> Option<Node<'t>> {
    if depth > MAX_DEPTH {
        return None;
    }
    let only = |node: Node<'t>| {
        let mut cursor = node.walk();
        let mut inner: Vec<Node<'t>> = node.named_children(&mut cursor).filter(|node| !node.is_extra()).collect();
        if inner.len() == 1 { inner.pop() } else { None }
    };
    let next = |node| object(node, text, top, depth + 1);
    match node.kind() {
        "object" => Some(node),
        "parenthesized_expression" | "expression_statement" => next(only(node)?),
        "satisfies_expression" | "as_expression" => next(node.named_child(0)?),
        "call_expression" => next(only(node.child_by_field_name("arguments")?)?),
        "arrow_function" | "function_expression" | "function" => next(node.child_by_field_name("body")?),
        "statement_block" => {
            let mut cursor = node.walk();
            let mut returns = node.named_children(&mut cursor).filter(|node| node.kind() == "return_statement");
            let first = returns.next()?;
            returns.next().is_none().then(|| next(first.named_child(0)?))?
        }
        "identifier" => {
            let name = &text[node.byte_range()];
            let declared = top.iter().find_map(|node| {
                let mut cursor = node.walk();
                let found = node.named_children(&mut cursor).find(|declared| {
                    declared.child_by_field_name("name").is_some_and(|found| text[found.byte_range()] == *name)
                });
                found?.child_by_field_name("value")
            });
            next(declared?)
        }
        _ => None,
    }
}

struct Merge<'a> {
    text: &'a str,
    code: &'a str,
    file: &'a str,
}

impl Merge<'_> {
    /// Brings the fields of one object into another.
    fn objects(
        &self,
        there: Node<'_>,
        wanted: Node<'_>,
        depth: usize,
        changes: &mut Vec<Change>,
    ) -> Result<(), Refused> {
        if depth > MAX_DEPTH {
            return Err(Refused::new("the entry's snippet is nested too deeply"));
        }
        // Of an object that is not closed, the last field may end where something else does.
        if there.has_error() {
            return Err(Refused::new(format!("{} does not parse where it would be changed", self.file)));
        }
        let mut missing = Vec::new();
        for pair in children(wanted) {
            let (Some(key), Some(value)) = (pair.child_by_field_name("key"), pair.child_by_field_name("value")) else {
                return Err(Refused::new("the entry's snippet holds more than fields"));
            };
            let name = unquoted(&self.code[key.byte_range()]);
            let has_name = |node: &Node<'_>| match node.kind() {
                "pair" => node.child_by_field_name("key").is_some_and(|key| self.is_named(key, name)),
                "shorthand_property_identifier" => self.is_named(*node, name),
                "method_definition" => node.child_by_field_name("name").is_some_and(|key| self.is_named(key, name)),
                _ => false,
            };
            let Some(old) = children(there).into_iter().find(has_name) else {
                missing.push(self.code[pair.byte_range()].to_owned());
                continue;
            };
            let old = old.child_by_field_name("value").filter(|_| old.kind() == "pair");
            let Some(old) = old else {
                return Err(Refused::new(format!("{} computes its `{name}`", self.file)));
            };
            match (old.kind(), value.kind()) {
                ("object", "object") => self.objects(old, value, depth + 1, changes)?,
                ("array", "array") => {
                    let known: Vec<String> =
                        children(old).iter().map(|node| squeezed(&self.text[node.byte_range()])).collect();
                    let lacking = children(value).into_iter().map(|node| self.code[node.byte_range()].to_owned());
                    let lacking: Vec<String> = lacking.filter(|item| !known.contains(&squeezed(item))).collect();
                    self.insert(old, &lacking, changes);
                }
                (_, "object" | "array") => {
                    return Err(Refused::new(format!("{} writes its `{name}` in another way", self.file)));
                }
                _ if squeezed(&self.text[old.byte_range()]) == squeezed(&self.code[value.byte_range()]) => {}
                _ => changes.push(Change::replace(old.byte_range(), self.quoted(&self.code[value.byte_range()]))),
            }
        }
        self.insert(there, &missing, changes);
        Ok(())
    }

    fn is_named(&self, key: Node<'_>, name: &str) -> bool {
        unquoted(&self.text[key.byte_range()]) == name
    }

    /// Adds items behind the last one of an object or a list.
    fn insert(&self, there: Node<'_>, items: &[String], changes: &mut Vec<Change>) {
        if items.is_empty() {
            return;
        }
        let items: Vec<String> = items.iter().map(|item| self.quoted(item)).collect();
        let known = children(there);
        let line_of = |at: usize| {
            let start = self.text[..at].rfind('\n').map_or(0, |at| at + 1);
            let line = &self.text[start..at];
            (line[..line.len() - line.trim_start().len()].to_owned(), line.trim().is_empty())
        };
        let Range { start, end } = there.byte_range();
        let close = end.saturating_sub(1);
        let (own, _) = line_of(start);
        let Some(last) = known.last() else {
            let inner = format!("{own}{}", self.unit());
            let written = items.iter().map(|item| format!("\n{},", indented(item, &inner))).collect::<String>();
            changes.push(Change::replace(start + 1..close, format!("{written}\n{own}")));
            return;
        };
        let behind = &self.text[last.end_byte()..close];
        let comma = behind.trim_start().starts_with(',');
        let multiline = line_of(last.start_byte()).1 && behind.contains('\n');
        let at = if comma { last.end_byte() + behind.find(',').unwrap_or(0) + 1 } else { last.end_byte() };
        if multiline {
            let (indent, _) = line_of(last.start_byte());
            let written = items.iter().map(|item| format!("\n{}", indented(item, &indent))).collect::<Vec<_>>();
            let written = written.join(",");
            if comma {
                // Behind the comment that the last item may have.
                let end = at + self.text[at..close].find('\n').unwrap_or(0);
                changes.push(Change::insert(end, format!("{written},")));
            } else {
                changes.push(Change::insert(at, format!(",{written}")));
            }
        } else {
            let written = items.join(", ").replace('\n', " ");
            changes.push(Change::insert(at, if comma { format!(" {written},") } else { format!(", {written}") }));
        }
    }

    /// A code with the quotes of the file.
    fn quoted(&self, code: &str) -> String {
        let count = |quote: char| self.text.matches(quote).count();
        if count('"') > count('\'') && !code.contains('"') { code.replace('\'', "\"") } else { code.to_owned() }
    }

    fn unit(&self) -> &str {
        let indents = self.text.lines().map(|line| &line[..line.len() - line.trim_start().len()]);
        indents.filter(|indent| !indent.is_empty()).min_by_key(|indent| indent.len()).unwrap_or("  ")
    }
}

fn children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).filter(|node| !node.is_extra()).collect()
}

fn unquoted(text: &str) -> &str {
    text.trim_matches(['\'', '"', '`'])
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<String>().replace('"', "'")
}

fn indented(text: &str, indent: &str) -> String {
    text.lines().map(|line| format!("{indent}{line}")).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use crate::fix::manifest::fixture::{after, refused};

    #[test]
    fn fields_are_merged_into_what_is_exported() {
        for (file, before, snippet, wanted) in [
            (
                "webpack.config.js",
                "const path = require('path');\nmodule.exports = {\n  entry: './a.js', // in\n  module: {\n    rules: [\n      { test: /\\.css$/ },\n    ],\n  },\n};\n",
                "module: { rules: [{ test: /\\.[jt]sx?$/, exclude: /node_modules/, use: 'babel-loader' }] }",
                "const path = require('path');\nmodule.exports = {\n  entry: './a.js', // in\n  module: {\n    rules: [\n      { test: /\\.css$/ },\n      { test: /\\.[jt]sx?$/, exclude: /node_modules/, use: 'babel-loader' },\n    ],\n  },\n};\n",
            ),
            (
                "webpack.config.js",
                "module.exports = (env) => ({\r\n\tresolve: { fallback: { fs: false } },\r\n\ttarget: \"web\"\r\n})\r\n",
                "resolve: { fallback: { path: require.resolve('path-browserify') } }, target: 'node', mode: 'production'",
                "module.exports = (env) => ({\r\n\tresolve: { fallback: { fs: false, path: require.resolve(\"path-browserify\") } },\r\n\ttarget: \"node\",\r\n\tmode: \"production\"\r\n})\r\n",
            ),
            (
                "vite.config.ts",
                "import { defineConfig } from 'vite'\n\nexport default defineConfig({\n  plugins: [],\n})\n",
                "resolve: { alias: { '@': '/src' } }",
                "import { defineConfig } from 'vite'\n\nexport default defineConfig({\n  plugins: [],\n  resolve: { alias: { '@': '/src' } },\n})\n",
            ),
            (
                "vite.config.ts",
                "import type { UserConfig } from 'vite'\nconst config: UserConfig = {}\nexport default config satisfies UserConfig\n",
                "server: { host: true }",
                "import type { UserConfig } from 'vite'\nconst config: UserConfig = {\n  server: { host: true },\n}\nexport default config satisfies UserConfig\n",
            ),
            (
                "jest.config.js",
                "module.exports = { preset: 'x' };\n",
                "module.exports = { moduleNameMapper: { '^@/(.*)$': '<rootDir>/src/$1' } };",
                "module.exports = { preset: 'x', moduleNameMapper: { '^@/(.*)$': '<rootDir>/src/$1' } };\n",
            ),
            (
                "jest.config.js",
                "function f() {}\nmodule.exports = function () {\n  return { preset: 'x' };\n};\n",
                "testEnvironment: 'jsdom'",
                "function f() {}\nmodule.exports = function () {\n  return { preset: 'x', testEnvironment: 'jsdom' };\n};\n",
            ),
        ] {
            assert_eq!(after(file, before, snippet).as_deref(), Ok(wanted), "{file} {snippet}");
        }
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        let refused = |before, snippet| refused("webpack.config.js", before, snippet);
        assert!(refused("export default {}\n", "a: require('a')").contains("no `require`"));
        assert!(refused("module.exports = merge(base, {a: 1});\n", "b: 1").contains("not found"));
        assert!(refused("module.exports = { plugins: [a()] };\n", "plugins: { b: {} }").contains("another way"));
        assert!(refused("module.exports = { mode };\n", "mode: 'x'").contains("computes"));
        assert!(refused("module.exports = { mode: \"x\" };\n", "mode: 'x'").contains("already"));
        // Of an object that is not closed, the last field ends behind it.
        let open = "import { defineConfig } from 'vite';\n\nexport default                    defineConfig({\n  plurCausalLM, model_id)\n    AutoModelForCausalLM.gins: [react()],\n});";
        assert!(refused(open, "resolve: { alias: {} }").contains("does not parse"));
    }

    #[test]
    fn an_assignment_takes_the_place_of_the_one_that_is_there() {
        let hosts = "ALLOWED_HOSTS = ['localhost']";
        let before = "DEBUG = True\nALLOWED_HOSTS = []\n";
        let wanted = "DEBUG = True\nALLOWED_HOSTS = ['localhost']\n";
        assert_eq!(after("settings.py", before, hosts).as_deref(), Ok(wanted));
        assert_eq!(
            after("settings.py", "DEBUG = 1\n", hosts).as_deref(),
            Ok("DEBUG = 1\n\nALLOWED_HOSTS = ['localhost']\n")
        );
        assert!(refused("settings.py", "ALLOWED_HOSTS = [\n]\n", hosts).contains("several lines"));
    }

    #[test]
    fn declarations_are_added_at_the_end() {
        let declared = "declare module 'x';";
        assert_eq!(after("types.d.ts", "", declared).as_deref(), Ok("declare module 'x';\n"));
        assert_eq!(
            after("types.d.ts", "declare module 'y';\n", declared).as_deref(),
            Ok("declare module 'y';\n\ndeclare module 'x';\n")
        );
        assert_eq!(after("main.rs", "mod a;\n", "fn main() {}").as_deref(), Ok("mod a;\n\nfn main() {}\n"));
        assert!(refused("main.rs", "pub fn main() { a() }\n", "fn main() {}").contains("already"));
    }
}
