//! The quotes that a file writes its strings in.

use super::language::{self, Language, walk};
use super::source::Source;

/// So many strings of a file are counted.
const COUNTED: usize = 500;

/// Languages in which both kinds of quotes mean the same, as long as nothing in the string is special.
const EITHER: &[&str] = &["python", "javascript", "typescript", "tsx"];

/// Code with its strings in the quotes that most strings of the file have.
pub(super) fn as_in(source: &Source, code: &str) -> String {
    let Some(language) = source.language.filter(|language| EITHER.contains(&language.name)) else {
        return code.to_owned();
    };
    match preferred(source) {
        Some(quote) => requoted(language, code, quote),
        None => code.to_owned(),
    }
}

/// Code with simple strings in single quotes and without white space between words, to compare it.
pub(super) fn plain(code: &str) -> String {
    code.chars().filter(|c| !c.is_whitespace()).map(|c| if c == '"' { '\'' } else { c }).collect()
}

/// The quote of most strings; none where both are as many.
fn preferred(source: &Source) -> Option<char> {
    let (mut single, mut double) = (0, 0);
    let tree = source.tree()?;
    walk(tree.root_node(), &mut |node| {
        if node.kind() == "string" && single + double < COUNTED {
            let text = source.of(node).trim_start_matches(|c: char| c.is_ascii_alphabetic());
            if !text.starts_with("\"\"\"") && !text.starts_with("'''") {
                // One that holds a quote of the other kind had no choice.
                single += usize::from(text.starts_with('\'') && !text.contains('"'));
                double += usize::from(text.starts_with('"') && !text.contains('\''));
            }
            return false;
        }
        single + double < COUNTED
    });
    match single.cmp(&double) {
        std::cmp::Ordering::Less => Some('"'),
        std::cmp::Ordering::Greater => Some('\''),
        std::cmp::Ordering::Equal => None,
    }
}

fn requoted(language: &Language, code: &str, quote: char) -> String {
    // An argument alone is no statement: `a='x'` is, `a: 'x'` has to stand in an object.
    let around = [("", ""), ("f(", ")"), ("({", "})")];
    let parsed = around.iter().find_map(|(before, after)| {
        let tree = language.parse(&format!("{before}{code}{after}"))?;
        (language::faults(&tree) == 0).then_some((before.len(), tree))
    });
    let Some((offset, tree)) = parsed else { return code.to_owned() };
    let mut out = code.to_owned();
    let mut strings = Vec::new();
    walk(tree.root_node(), &mut |node| {
        if node.kind() == "string" {
            strings.push(node.start_byte() - offset..node.end_byte() - offset);
            return false;
        }
        true
    });
    for range in strings.into_iter().rev() {
        let text = &code[range.clone()];
        let other = if quote == '"' { '\'' } else { '"' };
        let inner = text.strip_prefix(other).and_then(|text| text.strip_suffix(other));
        if let Some(inner) = inner.filter(|inner| !inner.contains(['\'', '"', '\\'])) {
            out.replace_range(range, &format!("{quote}{inner}{quote}"));
        }
    }
    out
}
