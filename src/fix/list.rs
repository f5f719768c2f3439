//! What stands between brackets, separated by commas: the arguments of a call, the fields of an object. How something
//! is added to it in the way that it is written.

use std::ops::Range;

use tree_sitter::Node;

use super::change::Change;
use super::language::{children, is_comment};
use super::source::Source;

/// A list in a source file.
#[derive(Debug)]
pub(super) struct List<'t> {
    /// Between its brackets.
    pub inside: Range<usize>,
    /// What it holds, comments left out.
    pub items: Vec<Item<'t>>,
}

/// One thing of a list.
#[derive(Debug, Clone)]
pub(super) struct Item<'t> {
    /// The whole of it.
    pub node: Node<'t>,
    /// The name of a keyword argument, or the key of a field.
    pub name: Option<String>,
    /// The value, where there is a name.
    pub value: Option<Node<'t>>,
    /// Whether it stands for any number of named things: `**kwargs`, `...options`.
    pub spread: bool,
}

impl<'t> List<'t> {
    /// The list that a node is.
    pub fn of(node: Node<'t>, text: &str) -> Self {
        let whole = node.byte_range();
        let written = &text[whole.clone()];
        // Where its own bracket is missing, the text may still end with one, that of its last item.
        let closed = node.child(node.child_count().saturating_sub(1)).is_none_or(|last| !last.is_missing());
        let bracketed = closed && written.starts_with(['(', '{', '[']) && written.ends_with([')', '}', ']']);
        let inside = if bracketed { whole.start + 1..whole.end - 1 } else { whole };
        let items = children(node).into_iter().filter(|child| !is_comment(*child)).map(|child| item(child, text));
        Self { inside, items: items.collect() }
    }

    /// The item of this name.
    pub fn named(&self, name: &str) -> Option<&Item<'t>> {
        self.items.iter().find(|item| item.name.as_deref() == Some(name))
    }

    /// The changes that put `added` at the end of the list, or before what spreads there: in the line if the last item
    /// shares its line with something, else each in a line of its own.
    pub fn add(&self, source: &Source, added: &[String], padded: bool) -> Vec<Change> {
        let text = &source.text;
        let Some(last) = self.items.last() else {
            let written = added.join(", ");
            return vec![if padded && self.inside.is_empty() {
                Change::insert(self.inside.start, format!(" {written} "))
            } else {
                Change::insert(self.inside.start, written)
            }];
        };
        let spread = self.items.iter().rposition(|item| !item.spread).map_or(0, |at| at + 1);
        if let Some(before) = self.items.get(spread).filter(|item| item.spread && padded_away(item, text)) {
            // Names go before `**kwargs`, as people write them.
            let at = before.node.start_byte();
            let own = source.begins_line(at);
            let between = if own { format!(",{}{}", source.line_end(), source.indent(at)) } else { ", ".to_owned() };
            let written: String = added.iter().map(|item| format!("{item}{between}")).collect();
            return vec![Change::insert(at, written)];
        }
        let end = last.node.end_byte();
        let own_line = source.begins_line(last.node.start_byte()) && text[self.inside.clone()].contains('\n');
        let comma = comma_behind(text, end, self.inside.end);
        if !own_line {
            return match comma {
                Some(comma) if !text[comma + 1..self.inside.end].contains('\n') => {
                    vec![Change::insert(comma + 1, added.iter().map(|item| format!(" {item},")).collect::<String>())]
                }
                Some(comma) => {
                    vec![Change::insert(comma, added.iter().map(|item| format!(", {item}")).collect::<String>())]
                }
                None => vec![Change::insert(end, added.iter().map(|item| format!(", {item}")).collect::<String>())],
            };
        }
        // Behind the comment that the last item's line ends with.
        let indent = format!("{}{}", source.line_end(), source.indent(last.node.start_byte()));
        let line_end = source.line(source.line_at(comma.map_or(end, |comma| comma + 1))).end;
        let behind = line_end.min(self.inside.end);
        let behind = if text[..behind].ends_with([' ', '\t']) && behind == self.inside.end {
            end.max(comma.map_or(0, |c| c + 1))
        } else {
            behind
        };
        let lines = |closed: bool| -> String {
            let last = added.len() - 1;
            let line =
                |(i, item): (usize, &String)| format!("{indent}{item}{}", if i < last || closed { "," } else { "" });
            added.iter().enumerate().map(line).collect()
        };
        match comma {
            Some(_) => vec![Change::insert(behind, lines(true))],
            None if behind == end => vec![Change::insert(end, format!(",{}", lines(false)))],
            None => vec![Change::insert(end, ","), Change::insert(behind, lines(false))],
        }
    }
}

/// Whether names can go before a spread item. In JavaScript the later one wins, so there they go behind it.
fn padded_away(item: &Item<'_>, text: &str) -> bool {
    !text[item.node.byte_range()].starts_with("...")
}

/// The comma behind an item, comments skipped.
fn comma_behind(text: &str, from: usize, to: usize) -> Option<usize> {
    let mut rest = text[from..to].trim_start();
    loop {
        if rest.starts_with(',') {
            return Some(to - rest.len());
        }
        let line_comment = rest.starts_with("//") || rest.starts_with('#');
        rest = if line_comment {
            rest.split_once('\n')?.1.trim_start()
        } else if rest.starts_with("/*") {
            rest.split_once("*/")?.1.trim_start()
        } else {
            return None;
        };
    }
}

fn item<'t>(node: Node<'t>, text: &str) -> Item<'t> {
    let of = |node: Node<'_>| text[node.byte_range()].to_owned();
    let plain = |node| Item { node, name: None, value: None, spread: false };
    match node.kind() {
        // Python; and its `**kwargs`.
        "keyword_argument" => {
            let name = node.child_by_field_name("name").map(of);
            Item { name, value: node.child_by_field_name("value"), ..plain(node) }
        }
        "dictionary_splat" | "hash_splat_argument" | "spread_element" => Item { spread: true, ..plain(node) },
        // Ruby, JavaScript.
        "pair" => {
            let key = node
                .child_by_field_name("key")
                .map(|key| of(key).trim_matches(|c: char| c == ':' || c == '"' || c == '\'').to_owned());
            Item { name: key, value: node.child_by_field_name("value"), ..plain(node) }
        }
        "shorthand_property_identifier" => Item { name: Some(of(node)), value: Some(node), ..plain(node) },
        "method_definition" => Item { name: node.child_by_field_name("name").map(of), ..plain(node) },
        // C#, PHP.
        "argument" => {
            let spread = text[node.byte_range()].starts_with("...");
            let name = node.child_by_field_name("name").or_else(|| {
                let first = node.named_child(0).filter(|child| child.kind() == "name_colon")?;
                first.named_child(0)
            });
            let value = node.named_child((node.named_child_count() as u32).saturating_sub(1));
            Item { value: value.filter(|_| name.is_some()), name: name.map(of), spread, ..plain(node) }
        }
        _ => plain(node),
    }
}
