//! A workaround tried on a text: what `entries check --fixes` does with every fix of every entry.

use std::path::PathBuf;

use super::change::Refused;
use super::command::Wanted;
use super::imports;
use super::language::{self, Language};
use super::offer::{Asked, Fix};
use super::packages;
use super::site::Site;
use super::source::{Files, Reader, Source};
use super::{call, names, snippet};
use crate::card::Locale;
use crate::entry::{Place, Workaround};
use crate::finding::Finding;
use crate::lore::Layer;
use crate::trace::Workspace;

/// A text with the line that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// The name of the file, which tells its language.
    pub file: String,
    /// Its content.
    pub text: String,
    /// The line that failed, counted from 0.
    pub line: usize,
}

impl Trial {
    /// The fixes of a workaround for a finding, as if it had failed there.
    ///
    /// # Errors
    /// Why there is none.
    pub fn fixes(&self, finding: &Finding, workaround: &Workaround) -> Result<Vec<Fix>, Refused> {
        let workspace = Workspace::default();
        let reader = Reader::new(Files { workspace: &workspace, open: &|_| None });
        let source = Source::new(PathBuf::from(&self.file), self.file.clone(), self.text.clone());
        let sites = [Ok(Site { source: source.into(), line: self.line })];
        let (layer, locale) = (Layer::Builtin, Locale::En);
        Asked { reader: &reader, sites: &sites, finding, workaround, number: 0, layer, locale }.fixes()
    }

    /// The least text that a workaround applies to: its own call without what it adds, or a statement that uses all that
    /// it names. None where that has to be thought out: for a query, for languages without statements.
    pub fn least(finding: &Finding, workaround: &Workaround) -> Option<Self> {
        let snippet = workaround.snippet.as_ref()?;
        let language = language::named(&snippet.language)?;
        let (text, _) = snippet::with_stops(&snippet.text, &snippet.language);
        let text = packages::fill(&text, &finding.captures).ok()?;
        let parts = imports::parts(language, &text);
        let failing = match workaround.place.as_ref()? {
            Place::Call => bare_call(language, &parts.code)?,
            Place::Before | Place::After | Place::Wrap if snippet.query.is_none() => {
                let code = parts.code.replace("{@target}", "");
                let names = names::free_names(language, &code);
                let names: Vec<String> = names.into_iter().filter(|name| !mentions(&parts.imports, name)).collect();
                work(language, &names)
            }
            _ => return None,
        };
        let values = match workaround.place {
            // What a call is given has to be there as well.
            Some(Place::Call) => {
                let names = names::free_names(language, &parts.code);
                let names: Vec<String> = names.into_iter().filter(|name| !mentions(&parts.imports, name)).collect();
                work(language, &names)
            }
            _ => String::new(),
        };
        let (file, before, indent, after) = frame(language)?;
        let mut text = before.to_owned();
        if !values.is_empty() {
            text.push_str(&format!("{indent}{values}\n"));
        }
        let line = text.matches('\n').count();
        text.push_str(&format!("{indent}{failing}\n{after}"));
        Some(Self { file: file.to_owned(), text, line })
    }
}

fn mentions(imports: &[String], name: &str) -> bool {
    let word = |c: char| !(c.is_alphanumeric() || c == '_');
    imports.iter().any(|import| import.split(word).any(|found| found == name))
}

/// The call of a snippet with the arguments that say nothing new.
fn bare_call(language: &'static Language, code: &str) -> Option<String> {
    if language.name == "bash" {
        return Wanted::of(language, code).map(|wanted| wanted.bare());
    }
    let tree = language.parse(code)?;
    let call = call::one_call(tree.root_node(), code)?;
    let items = &call.list.items;
    let named = items.iter().any(|item| item.name.is_some());
    let kept: Vec<&str> = items
        .iter()
        .take(if named { items.len() } else { items.len().saturating_sub(1) })
        .filter(|item| item.name.is_none() && item.node.kind() != "object")
        .map(|item| &code[item.node.byte_range()])
        .collect();
    let callee = &code[call.node.start_byte()..call.list.inside.start];
    Some(format!("{callee}{}){}", kept.join(", "), end(language)))
}

/// A statement that uses these names.
fn work(language: &Language, names: &[String]) -> String {
    format!("work({}){}", names.join(", "), end(language))
}

fn end(language: &Language) -> &'static str {
    match language.name {
        "python" | "ruby" | "go" | "bash" => "",
        _ => ";",
    }
}

/// The name of a file, what stands before a statement in it, its indentation, and what stands behind.
fn frame(language: &Language) -> Option<(&'static str, &'static str, &'static str, &'static str)> {
    Some(match language.name {
        "python" => ("app.py", "def main():\n", "    ", ""),
        "javascript" => ("app.js", "function main() {\n", "  ", "}\n"),
        "typescript" => ("app.ts", "function main() {\n", "  ", "}\n"),
        "tsx" => ("app.tsx", "function main() {\n", "  ", "}\n"),
        "rust" => ("main.rs", "fn main() {\n", "    ", "}\n"),
        "go" => ("main.go", "package main\n\nfunc main() {\n", "\t", "}\n"),
        "java" => ("Main.java", "class Main {\n    void run() {\n", "        ", "    }\n}\n"),
        "c" => ("main.c", "int main(void) {\n", "    ", "}\n"),
        "cpp" => ("main.cpp", "int main() {\n", "    ", "}\n"),
        "csharp" => ("Main.cs", "class Main {\n    void Run() {\n", "        ", "    }\n}\n"),
        "ruby" => ("app.rb", "def main\n", "  ", "end\n"),
        "php" => ("app.php", "<?php\nfunction main() {\n", "    ", "}\n"),
        "bash" => ("app.sh", "#!/usr/bin/env bash\n", "", ""),
        _ => return None,
    })
}
