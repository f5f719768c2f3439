//! What a YAML text holds, and where.

use std::ops::Range;

use tree_sitter::Node;

use crate::fix::manifest::syntax;

/// Values nested deeper than this are no settings.
const MAX_DEPTH: usize = 48;

/// A text and its documents.
pub(super) struct Tree<'t> {
    pub text: &'t str,
    pub documents: Vec<Value>,
}

#[derive(Debug, Clone)]
pub(super) enum Value {
    Map(Map),
    List(List),
    /// One value; `text` without quotes.
    Scalar {
        range: Range<usize>,
        text: String,
    },
    /// A key without a value; the offset is behind its colon.
    Nothing {
        at: usize,
    },
    /// An alias, or a value with an anchor or a tag: what is changed here is changed elsewhere too.
    Shared {
        range: Range<usize>,
    },
}

#[derive(Debug, Clone)]
pub(super) struct Map {
    pub pairs: Vec<Pair>,
    pub range: Range<usize>,
    /// Whether it is written in braces.
    pub flow: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Pair {
    /// Without quotes.
    pub key: String,
    /// From the key to the end of the value.
    pub range: Range<usize>,
    pub value: Value,
}

#[derive(Debug, Clone)]
pub(super) struct List {
    pub items: Vec<Item>,
    pub range: Range<usize>,
    pub flow: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Item {
    /// From the dash to the end of the value.
    pub range: Range<usize>,
    pub value: Value,
}

impl Value {
    pub(super) fn map(&self) -> Option<&Map> {
        match self {
            Self::Map(map) => Some(map),
            _ => None,
        }
    }

    pub(super) fn list(&self) -> Option<&List> {
        match self {
            Self::List(list) => Some(list),
            _ => None,
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The value of a key, if this is a map that has it.
    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        self.map()?.get(key)
    }

    pub(super) fn range(&self) -> Range<usize> {
        match self {
            Self::Map(map) => map.range.clone(),
            Self::List(list) => list.range.clone(),
            Self::Scalar { range, .. } | Self::Shared { range } => range.clone(),
            Self::Nothing { at } => *at..*at,
        }
    }

    /// The items of a list; none of what is no list.
    pub(super) fn items(&self) -> &[Item] {
        self.list().map_or(&[], |list| &list.items)
    }
}

impl Map {
    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        self.pair(key).map(|pair| &pair.value)
    }

    pub(super) fn pair(&self, key: &str) -> Option<&Pair> {
        self.pairs.iter().find(|pair| pair.key == key)
    }
}

impl<'t> Tree<'t> {
    /// Reads a text; else says what is wrong with it, after its name.
    pub(super) fn read(text: &'t str) -> Result<Self, String> {
        let tree = syntax::parse(syntax::YAML, text).ok_or("cannot be parsed")?;
        let root = tree.root_node();
        if root.has_error() {
            return Err("is not YAML that could be edited safely".to_owned());
        }
        let mut documents = Vec::new();
        for document in named(root).into_iter().filter(|node| node.kind() == "document") {
            for node in named(document) {
                if matches!(node.kind(), "block_node" | "flow_node") {
                    documents.push(value(node, text, 0)?);
                }
            }
        }
        Ok(Self { text, documents })
    }

    pub(super) fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |at| at + 1)
    }

    /// How far an offset stands from the start of its line.
    pub(super) fn column(&self, at: usize) -> usize {
        at - self.line_start(at)
    }

    /// Where a line begins that comes behind what ends at `end`; the line end may be missing.
    pub(super) fn behind(&self, end: usize) -> (usize, bool) {
        let end = self.text[..end].trim_end().len();
        match self.text[end..].find('\n') {
            Some(at) => (end + at + 1, true),
            None => (self.text.len(), false),
        }
    }
}

fn named(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).filter(|node| node.kind() != "comment").collect()
}

fn value(node: Node<'_>, text: &str, depth: usize) -> Result<Value, String> {
    if depth > MAX_DEPTH {
        return Err("is nested too deeply to be edited safely".to_owned());
    }
    let children = named(node);
    if children.iter().any(|child| matches!(child.kind(), "anchor" | "tag" | "alias")) {
        return Ok(Value::Shared { range: node.byte_range() });
    }
    let Some(inner) = children.first() else { return Ok(Value::Nothing { at: node.start_byte() }) };
    let range = inner.byte_range();
    match inner.kind() {
        "block_mapping" | "flow_mapping" => {
            let mut pairs: Vec<Pair> = Vec::new();
            for child in named(*inner) {
                let Some(key) =
                    child.child_by_field_name("key").or_else(|| (child.kind() == "flow_node").then_some(child))
                else {
                    continue;
                };
                let name = unquoted(text[key.byte_range()].trim());
                if pairs.iter().any(|pair| pair.key == name) {
                    return Err(format!("has `{name}` twice in one place"));
                }
                let value = match child.child_by_field_name("value") {
                    Some(node) => self::value(node, text, depth + 1)?,
                    None => Value::Nothing { at: child.end_byte() },
                };
                let range = key.start_byte()..child.end_byte().max(value.range().end);
                pairs.push(Pair { key: name, range, value });
            }
            Ok(Value::Map(Map { pairs, range, flow: inner.kind() == "flow_mapping" }))
        }
        "block_sequence" | "flow_sequence" => {
            let flow = inner.kind() == "flow_sequence";
            let mut items = Vec::new();
            for child in named(*inner) {
                let node = if flow { Some(child) } else { named(child).first().copied() };
                let value = match node {
                    Some(node) if node.kind() == "flow_pair" => Value::Shared { range: node.byte_range() },
                    Some(node) => self::value(node, text, depth + 1)?,
                    None => Value::Nothing { at: child.end_byte() },
                };
                items.push(Item { range: child.byte_range(), value });
            }
            Ok(Value::List(List { items, range, flow }))
        }
        "block_scalar" => Ok(Value::Scalar { text: text[range.clone()].to_owned(), range }),
        _ => Ok(Value::Scalar { text: unquoted(&text[range.clone()]), range }),
    }
}

fn unquoted(text: &str) -> String {
    let inner = ['"', '\''].iter().find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote));
    inner.unwrap_or(text).to_owned()
}
