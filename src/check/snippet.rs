//! Whether snippets are code of their language, and whether their placeholders can be filled.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;
use tree_sitter::{Node, Tree};

use crate::entry::{EntryFile, Place, Problem, ProblemKind, ReadEntry};
use crate::fix::language::{self, Language, TEXT};
use crate::fix::{is_call, query, snippet as code};
use crate::lore::packages::Table;

/// Checks the snippets of a record.
pub(super) fn check(file: &EntryFile, read: &ReadEntry, report: &mut impl FnMut(Problem)) {
    let captured = captures(read);
    let english = read.entry.workarounds.iter().enumerate().map(|(i, w)| (format!("/workarounds/{i}"), w));
    let chinese = read.entry.workarounds_zh.iter().enumerate().map(|(i, w)| (format!("/workarounds_zh/{i}"), w));
    for (pointer, workaround) in english.chain(chinese) {
        let Some(snippet) = &workaround.snippet else { continue };
        let text_pointer = format!("{pointer}/snippet/text");
        let mut say = |at: Range<usize>, kind, message| {
            report(file.problem_inside(read, &text_pointer, at, kind, message));
        };
        let text = code::same_length(&snippet.text, &snippet.language);
        let mut placeholders = placeholders(&text);
        for at in &placeholders {
            let inside = &snippet.text[at.start + 1..at.end - 1];
            let (name, table) = inside.split_once(':').unwrap_or((inside, ""));
            if !table.is_empty() && Table::parse(table).is_none() {
                let known: Vec<&str> = Table::ALL.iter().map(|(word, _)| *word).collect();
                let message = format!("`{table}` is no table of packages: {}", known.join(", "));
                say(at.clone(), ProblemKind::UnknownPlaceholder, message);
            }
            if !captured.contains(name) {
                let message = format!(
                    "no signature captures `{name}`: add `(?P<{name}>…)` to one; code that is no placeholder is written \
                     with spaces, `{{ {name} }}`"
                );
                say(at.clone(), ProblemKind::UnknownPlaceholder, message);
            }
        }
        if snippet.text.trim().is_empty() {
            say(0..snippet.text.len(), ProblemKind::SnippetSyntax, "the snippet is empty".to_owned());
            continue;
        }
        if snippet.language == TEXT {
            continue;
        }
        let Some(grammar) = language::named(&snippet.language) else {
            let known: Vec<&str> = language::all().iter().map(|grammar| grammar.name).collect();
            let message = format!("`{}` is no language of snippets: {} or {TEXT}", snippet.language, known.join(", "));
            report(file.problem(read, &format!("{pointer}/snippet/language"), ProblemKind::UnknownLanguage, message));
            continue;
        };
        let mut own = BTreeSet::from([query::TARGET.to_owned()]);
        if let Some(text) = &snippet.query {
            let mut filled = text.clone();
            for at in self::placeholders(text).into_iter().rev() {
                filled.replace_range(at, "x");
            }
            let message = match query::check(grammar, &filled) {
                _ if !matches!(workaround.place, Some(Place::Wrap | Place::Replace)) => {
                    Some("a query is for the places `wrap` and `replace`".to_owned())
                }
                Ok(names) => {
                    own.extend(names);
                    None
                }
                Err(reason) => Some(format!("the query does not hold: {reason}")),
            };
            if let Some(message) = message {
                let pointer = format!("{pointer}/snippet/query");
                report(file.problem(read, &pointer, ProblemKind::SnippetSyntax, message));
            }
        }
        let taken = query::places(&text);
        for (at, name) in &taken {
            if !own.contains(name) {
                let message = format!("the query captures no `@{name}`");
                report(file.problem_inside(read, &text_pointer, at.clone(), ProblemKind::UnknownPlaceholder, message));
            }
        }
        if workaround.place == Some(Place::Wrap) && !taken.iter().any(|(_, name)| name == query::TARGET) {
            let message = "what goes around something says where that stands: `{@target}`".to_owned();
            report(file.problem(read, &text_pointer, ProblemKind::SnippetSyntax, message));
        }
        placeholders.extend(taken.into_iter().map(|(at, _)| at));
        if workaround.place == Some(Place::Replace) && snippet.query.is_some() {
            // A part of anything: an arm, an element. Whether it fits is seen where it is tried.
            continue;
        }
        let call = workaround.place == Some(Place::Call);
        if let Err(fault) = parses(grammar, &text, &placeholders, call) {
            let message = match fault {
                Fault::Syntax(ref at) => {
                    let near = snippet.text[at.start..].lines().next().unwrap_or_default().trim();
                    let near: String = near.chars().take(30).collect();
                    let name = grammar.name;
                    if near.is_empty() {
                        format!("the snippet does not parse as {name}: it ends too early")
                    } else {
                        format!("the snippet does not parse as {name} at `{near}`")
                    }
                }
                Fault::NoCall => {
                    "`place` is `call`, so the snippet has to be one whole call, `f(name=value)`".to_owned()
                }
            };
            let at = match fault {
                Fault::Syntax(at) => at,
                Fault::NoCall => 0..snippet.text.len(),
            };
            report(file.problem_inside(read, &text_pointer, at, ProblemKind::SnippetSyntax, message));
        }
    }
}

/// The names that some signature of the record captures.
fn captures(read: &ReadEntry) -> BTreeSet<String> {
    read.entry
        .regexes()
        .filter_map(|regex| Regex::new(regex).ok())
        .flat_map(|regex| regex.capture_names().flatten().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

/// Where `{name}` and `{name:table}` stand in a snippet, in bytes. `${name}` and `{{name}}` are the language's own.
fn placeholders(text: &str) -> Vec<Range<usize>> {
    static PLACEHOLDER: OnceLock<Option<Regex>> = OnceLock::new();
    let placeholder = PLACEHOLDER.get_or_init(|| Regex::new(r"\{[A-Za-z_][A-Za-z0-9_]*(:[a-z][a-z-]*)?\}").ok());
    let Some(placeholder) = placeholder else { return Vec::new() };
    placeholder
        .find_iter(text)
        .map(|found| found.range())
        .filter(|at| !text[..at.start].ends_with(['$', '{']) && !text[at.end..].starts_with('}'))
        .collect()
}

/// What is wrong with a snippet.
#[derive(Debug, PartialEq, Eq)]
enum Fault {
    /// It does not parse from here on.
    Syntax(Range<usize>),
    /// It is not one call.
    NoCall,
}

/// Whether a snippet parses, with something in its placeholders.
fn parses(grammar: &Language, text: &str, placeholders: &[Range<usize>], call: bool) -> Result<(), Fault> {
    let mut first = None;
    // A placeholder stands for a name in most places, and for a number where a name is no value.
    // What a query found may be a statement.
    for (filling, end) in [(b'x', b'x'), (b'1', b'1'), (b'x', b';')] {
        let mut filled = text.as_bytes().to_vec();
        for at in placeholders {
            filled[at.clone()].fill(filling);
            filled[at.end - 1] = end;
        }
        // Only ASCII was put in place of ASCII.
        let Ok(filled) = String::from_utf8(filled) else { continue };
        let around = std::iter::once(&("", "")).chain(if call { &[] } else { grammar.around });
        for (before, after) in around {
            let Some(tree) = grammar.parse(&format!("{before}{filled}{after}")) else { continue };
            match error_in(&tree, before.len(), text.len()) {
                None if call && !is_call(grammar, &filled) => return Err(Fault::NoCall),
                None => return Ok(()),
                Some(at) => {
                    first.get_or_insert(widen(text, at));
                }
            }
        }
        if placeholders.is_empty() {
            break;
        }
    }
    first.map_or(Ok(()), |at| Err(Fault::Syntax(at)))
}

/// The first place where the tree is not of the language, in bytes of the snippet, which begins at `offset`.
fn error_in(tree: &Tree, offset: usize, len: usize) -> Option<Range<usize>> {
    fn first(node: Node<'_>) -> Option<Range<usize>> {
        if node.is_error() || node.is_missing() {
            return Some(node.byte_range());
        }
        if !node.has_error() {
            return None;
        }
        let mut cursor = node.walk();
        node.children(&mut cursor).find_map(first).or_else(|| Some(node.byte_range()))
    }
    let at = tree.root_node().has_error().then(|| first(tree.root_node())).flatten()?;
    let inside = |byte: usize| byte.saturating_sub(offset).min(len);
    Some(inside(at.start)..inside(at.end))
}

/// The same range on borders of characters.
fn widen(text: &str, at: Range<usize>) -> Range<usize> {
    let (mut start, mut end) = (at.start.min(text.len()), at.end.min(text.len()));
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(language: &str, text: &str) -> Option<String> {
        fault_of(language, text, false)
    }

    fn fault_of(language: &str, text: &str, call: bool) -> Option<String> {
        let grammar = language::named(language).expect("a known language");
        match parses(grammar, text, &placeholders(text), call).err()? {
            Fault::Syntax(at) => Some(text[at].to_owned()),
            Fault::NoCall => Some("no call".to_owned()),
        }
    }

    #[test]
    fn code_of_every_language_parses_and_broken_code_does_not() {
        for (language, good, bad) in [
            ("python", "with torch.no_grad():\n    model({input})", "with torch.no_grad(:\n  x"),
            ("javascript", "const {name} = require('{name}');\nawait f(...args)", "const = 1 +"),
            ("typescript", "const x: Record<string, number> = {};", "const x: = 1;;;)"),
            ("tsx", "export default function A() { return <div>{ x }</div>; }", "return <div>"),
            ("rust", "let x = y.clone();\nfoo(&x)?;", "let x = ;"),
            ("go", "if err != nil {\n\treturn err\n}", "if err != {"),
            ("java", "@Override\npublic String toString() { return \"\"; }", "public String toString( {"),
            ("c", "#include <math.h>\nint main(void) { return 0; }", "int main( { return"),
            ("cpp", "std::vector<int> v = {1, 2};\nv.reserve(3);", "std::vector<int v = ;{"),
            ("csharp", "var x = await client.GetAsync(url);", "var x = await (;"),
            ("ruby", "gem '{name}', '~> 1.0'", "def x("),
            ("php", "ini_set('memory_limit', '512M');", "ini_set('memory_limit', ;"),
            ("bash", "sudo apt-get install -y {package} && export A=\"${B}\"", "if true; then"),
            ("dockerfile", "RUN apt-get update \\\n && apt-get install -y gcc", "RUN"),
            ("yaml", "services:\n  web:\n    image: {image}\n", "a: [1, 2\nb: }"),
            ("toml", "[dependencies]\n{crate} = \"1\"", "[dependencies\nx = "),
            ("json", "{ \"port\": {port} }", "{ \"port\": }"),
        ] {
            assert_eq!(fault(language, good), None, "{language}");
            assert!(fault(language, bad).is_some(), "{language}");
        }
    }

    #[test]
    fn a_fragment_parses_where_it_would_stand() {
        assert_eq!(fault("json", "\"scripts\": { \"build\": \"tsc\" }"), None);
        assert_eq!(fault("java", "int x = compute(1);\nreturn x;"), None);
        assert_eq!(fault("c", "free(p);\nreturn 0;"), None);
    }

    #[test]
    fn a_call_is_one_whole_call() {
        assert_eq!(fault_of("python", "AutoModel.from_pretrained(..., device_map='auto')", true), None);
        assert_eq!(fault_of("javascript", "fetch(url, { signal })", true), None);
        assert_eq!(fault_of("python", "device_map = 'auto'", true).as_deref(), Some("no call"));
        assert!(fault_of("python", "device_map='auto', torch_dtype='auto'", true).is_some());
        assert_eq!(fault_of("python", "f(1)\ng(2)", true).as_deref(), Some("no call"));
    }

    #[test]
    fn placeholders_are_names_in_braces_and_not_the_languages_own() {
        let found = |text: &'static str| placeholders(text).into_iter().map(|at| &text[at]).collect::<Vec<_>>();
        assert_eq!(found("pip install {module:pypi}=={version}"), ["{module:pypi}", "{version}"]);
        assert_eq!(found("echo ${HOME} {{x}} { x } {1} {}"), [""; 0]);
    }

    #[test]
    fn the_fault_is_found_at_its_place() {
        let text = "import os\nx = (1,\n";
        let at = match parses(&language::all()[0], text, &[], false) {
            Err(Fault::Syntax(at)) => at,
            other => panic!("{other:?}"),
        };
        assert!(at.start >= "import os\n".len(), "{at:?}");
    }
}
