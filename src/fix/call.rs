//! `place: call`: the call in source gets what the snippet's call has and it lacks.

use std::collections::HashMap;
use std::ops::Range;

use tree_sitter::Node;

use super::change::{Change, Refused};
use super::command::Wanted;
use super::imports;
use super::language::{Language, children, is_comment, walk};
use super::list::List;
use super::quotes;
use super::source::Source;

/// So many calls of a name are looked at.
const MAX_CALLS: usize = 64;
/// Of so many receivers it is looked up in the file whether they are meant.
const MAX_RECEIVERS: usize = 256;

/// Calls, in all grammars.
const CALLS: &[&str] = &[
    "call",
    "call_expression",
    "function_call_expression",
    "invocation_expression",
    "member_call_expression",
    "method_call",
    "method_invocation",
    "new_expression",
    "nullsafe_member_call_expression",
    "object_creation_expression",
    "scoped_call_expression",
];

/// A call in a text.
#[derive(Debug)]
pub(super) struct Call<'t> {
    /// The whole of it.
    pub node: Node<'t>,
    /// What is called, without what stands before the last dot: `from_pretrained`.
    pub name: String,
    /// What stands before it: `AutoModel`; empty if nothing does.
    pub of: String,
    /// What it is called with.
    pub list: List<'t>,
}

impl<'t> Call<'t> {
    /// The call that a node is.
    pub fn of(node: Node<'t>, text: &str) -> Option<Self> {
        if !CALLS.contains(&node.kind()) {
            return None;
        }
        let arguments = node.child_by_field_name("arguments").or_else(|| {
            children(node).into_iter().find(|child| ["arguments", "argument_list"].contains(&child.kind()))
        })?;
        if !["arguments", "argument_list"].contains(&arguments.kind()) {
            // `f(x for x in y)`: nothing can be added to it.
            return None;
        }
        let (of, name) = split(&text[node.start_byte()..arguments.start_byte()]);
        (!name.is_empty()).then(|| Self { node, name, of, list: List::of(arguments, text) })
    }
}

impl Call<'_> {
    /// How people know it: with what it is called with, where several of its name could be meant.
    pub fn shown(&self, source: &Source, several: bool) -> String {
        /// Characters.
        const MAX_SHOWN: usize = 24;
        let mut inside = "…".to_owned();
        if several && !self.list.items.is_empty() {
            inside = source.text[self.list.inside.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
            if let Some((end, _)) = inside.char_indices().nth(MAX_SHOWN) {
                inside.truncate(end);
                inside.push('…');
            }
        }
        format!("{}({inside})", self.name)
    }

    /// Whether it takes any number of arguments from elsewhere: `f(...all)`, `f(*all)`.
    fn is_open(&self, source: &Source) -> bool {
        self.list.items.iter().any(|item| {
            let text = source.of(item.node);
            let splat = ["list_splat", "splat_argument"].contains(&item.node.kind());
            splat || item.node.kind() != "object" && (text.starts_with("...") || text.ends_with("..."))
        })
    }
}

/// The name of what is called, and what stands before it.
fn split(callee: &str) -> (String, String) {
    let mut callee = callee.trim();
    callee = callee.strip_prefix("new ").unwrap_or(callee).trim();
    callee = callee.trim_end_matches("?.").trim_end();
    // `foo::<T>`, `new List<int>`
    if callee.ends_with('>')
        && let Some(open) = generic_start(callee)
    {
        callee = callee[..open].trim_end_matches("::").trim_end();
    }
    let is_name = |c: char| c.is_alphanumeric() || "_$!?".contains(c);
    let start = callee.char_indices().rev().take_while(|(_, c)| is_name(*c)).last().map_or(callee.len(), |(at, _)| at);
    let before = callee[..start].trim_end();
    let before = ["::", "->", "?.", ".", "&."].iter().find_map(|mark| before.strip_suffix(mark)).unwrap_or(before);
    (before.trim().to_owned(), callee[start..].to_owned())
}

fn generic_start(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices().rev() {
        match c {
            '>' => depth += 1,
            '<' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// The one call that a snippet is, whatever it is assigned to.
pub(super) fn one_call<'t>(root: Node<'t>, text: &str) -> Option<Call<'t>> {
    let mut node = root;
    loop {
        if let Some(call) = Call::of(node, text) {
            return Some(call);
        }
        let value = ["right", "value"].iter().find_map(|field| node.child_by_field_name(field));
        let inner: Vec<Node<'_>> = children(node).into_iter().filter(|child| !is_comment(*child)).collect();
        node = match (value, inner.as_slice()) {
            (Some(value), _) => value,
            (None, [only]) => *only,
            _ => return None,
        };
    }
}

/// Whether code is one whole call, with imports before it or not; in a shell, one command with options.
pub fn is_call(language: &Language, code: &str) -> bool {
    if language.name == "bash" {
        return Wanted::of(language, code).is_some();
    }
    let code = imports::parts(language, code).code;
    language.parse(&code).is_some_and(|tree| one_call(tree.root_node(), &code).is_some())
}

/// The calls in a range that the snippet's call may mean, those with the very same receiver before all others.
pub(super) fn same_calls<'t>(
    source: &Source,
    root: Node<'t>,
    within: &Range<usize>,
    wanted: &Call<'_>,
) -> Vec<Call<'t>> {
    let mut found: Vec<Call<'t>> = Vec::new();
    // Whether a receiver fits is looked up in the whole file.
    let mut known: HashMap<String, bool> = HashMap::new();
    let mut is_meant = |of: &str| {
        if let Some(meant) = known.get(of) {
            return *meant;
        }
        let meant = known.len() < MAX_RECEIVERS && means(source, of, wanted);
        known.insert(of.to_owned(), meant);
        meant
    };
    walk(root, &mut |node| {
        let range = node.byte_range();
        if range.end <= within.start || range.start >= within.end || found.len() >= MAX_CALLS {
            return false;
        }
        if within.start <= range.start
            && range.end <= within.end.max(range.start)
            && let Some(call) = Call::of(node, &source.text)
            && call.name == wanted.name
            && is_meant(&call.of)
        {
            found.push(call);
        }
        true
    });
    if found.iter().any(|call| call.of == wanted.of) {
        found.retain(|call| call.of == wanted.of);
    }
    found
}

/// Names that everybody gives a module.
const SHORT: &[(&str, &str)] = &[
    ("np", "numpy"),
    ("pd", "pandas"),
    ("plt", "matplotlib.pyplot"),
    ("sns", "seaborn"),
    ("tf", "tensorflow"),
    ("nn", "torch.nn"),
    ("F", "torch.nn.functional"),
    ("dist", "torch.distributed"),
    ("sa", "sqlalchemy"),
];

/// Whether what stands before a call's name can be what stands before it in the snippet.
fn means(source: &Source, of: &str, wanted: &Call<'_>) -> bool {
    let text = &source.text;
    let last = |path: &str| path.rsplit(['.', ':', '>']).next().unwrap_or(path).trim().to_owned();
    let long = |name: &str| SHORT.iter().find(|(short, _)| *short == name).map(|(_, long)| (*long).to_owned());
    if of == wanted.of {
        return true;
    }
    let imported = |name: &str| is_imported(text, name);
    if wanted.of.is_empty() {
        // `open(…)` is not `os.open(…)`; a class, or what the language does not have, is the same in its module.
        return !source.language.is_some_and(|language| language.is_global(&wanted.name));
    }
    let wanted_of = last(&long(&wanted.of).unwrap_or_else(|| wanted.of.clone()));
    if of.is_empty() {
        return names_from(text, &wanted_of, &wanted.name);
    }
    let named = alias_of(text, of).or_else(|| long(of)).unwrap_or_else(|| of.to_owned());
    if last(&named) == wanted_of || last(of) == last(&wanted.of) {
        return true;
    }
    if imported(&wanted_of) || imported(&wanted.of) {
        // It would be written so if it were meant.
        return wanted_of.starts_with(char::is_uppercase) && of.starts_with(char::is_uppercase);
    }
    !(of.starts_with(char::is_lowercase) && imported(of))
}

/// What a file imports by another name: `import torch as th`, `from torch import nn as layers`.
fn alias_of(text: &str, name: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let line = line.trim();
        if !(line.starts_with("import ") || line.starts_with("from ")) {
            return None;
        }
        let (before, _) = line.split(',').find_map(|part| {
            let (before, alias) = part.split_once(" as ")?;
            (alias.trim_end_matches(';').trim() == name).then_some((before, alias))
        })?;
        before.split_whitespace().next_back().map(str::to_owned)
    })
}

/// Whether a file imports something by this name.
fn is_imported(text: &str, name: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start();
        let imports =
            ["import ", "from ", "use ", "using ", "#include", "require"].iter().any(|word| line.starts_with(word))
                || line.contains("require(");
        imports && words(line).any(|word| word == name)
    })
}

/// Whether a name stands alone in a file because it was imported from there: `from torch import load`.
fn names_from(text: &str, module: &str, name: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start();
        (line.starts_with("from ")
            || line.starts_with("import ")
            || line.starts_with("use ")
            || line.contains("require("))
            && words(line).any(|word| word == module)
            && words(line).any(|word| word == name)
    })
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty())
}

/// What a merge does to a call.
#[derive(Debug, Default)]
pub(super) struct Merge {
    /// What is added, as the snippet writes it.
    pub added: Vec<String>,
    /// What is there with another value: the old text and the new.
    pub changed: Vec<(String, String)>,
    /// The values that come in.
    pub values: Vec<String>,
    /// The changes of the file.
    pub changes: Vec<Change>,
    /// Whether the call takes arguments from elsewhere, which may hold them already.
    pub unsure: bool,
}

/// Merges the snippet's call into a call in source.
///
/// # Errors
/// If it has all of it already, or cannot take it.
pub(super) fn merge(source: &Source, call: &Call<'_>, snippet: &str, wanted: &Call<'_>) -> Result<Merge, Refused> {
    let mut merge = Merge::default();
    let named = wanted.list.items.iter().any(|item| item.name.is_some());
    let objects: Vec<usize> =
        (0..wanted.list.items.len()).filter(|i| ["object"].contains(&wanted.list.items[*i].node.kind())).collect();
    if named {
        merge_named(source, &call.list, snippet, &wanted.list, false, &mut merge);
    } else if objects.is_empty() {
        // A language without names: what comes behind what the call has.
        let has = call.list.items.len();
        let more: Vec<String> =
            wanted.list.items.iter().skip(has).map(|item| snippet[item.node.byte_range()].to_owned()).collect();
        if !more.is_empty() && call.is_open(source) {
            return Err(Refused::new(format!("{}(…) takes its arguments from elsewhere", call.name)));
        }
        if !more.is_empty() && has > 0 {
            merge.changes = call.list.add(source, &written(source, &more), false);
            merge.values.extend(more.iter().cloned());
            merge.added = more;
        }
    }
    for at in objects {
        let object = &wanted.list.items[at].node;
        let text = snippet[object.byte_range()].to_owned();
        match call.list.items.get(at).map(|item| item.node) {
            Some(there) if there.kind() == "object" => {
                let (there, wanted) = (List::of(there, &source.text), List::of(*object, snippet));
                merge_named(source, &there, snippet, &wanted, true, &mut merge);
            }
            Some(there) => {
                // An expression gives the other options: they go on counting.
                let fields = List::of(*object, snippet);
                let fields: Vec<String> =
                    fields.items.iter().map(|item| snippet[item.node.byte_range()].to_owned()).collect();
                let old = source.of(there);
                let spread = format!("{{ ...{old}, {} }}", written(source, &fields).join(", "));
                merge.changes.push(Change::replace(there.byte_range(), spread));
                merge.values.push(text);
                merge.added.extend(fields);
                merge.unsure = true;
            }
            None if call.list.items.len() == at => {
                merge.changes.extend(call.list.add(source, &written(source, std::slice::from_ref(&text)), false));
                merge.values.push(text.clone());
                merge.added.push(text);
            }
            None => return Err(Refused::new(format!("{}(…) has fewer arguments than that", call.name))),
        }
    }
    if merge.changes.is_empty() {
        return Err(Refused::new(format!("{}(…) has it already", call.name)));
    }
    Ok(merge)
}

fn merge_named(source: &Source, there: &List<'_>, snippet: &str, wanted: &List<'_>, fields: bool, merge: &mut Merge) {
    let mut added = Vec::new();
    for item in &wanted.items {
        let Some(name) = &item.name else { continue };
        let text = snippet[item.node.byte_range()].to_owned();
        let Some(old) = there.named(name) else {
            added.push(text);
            merge.values.extend(item.value.map(|value| snippet[value.byte_range()].to_owned()));
            continue;
        };
        let (Some(old_value), Some(value)) = (old.value, item.value) else { continue };
        let (old_text, value) = (source.of(old_value), &snippet[value.byte_range()]);
        if quotes::plain(old_text) != quotes::plain(value) {
            merge.changed.push((source.of(old.node).to_owned(), text));
            merge.values.push(value.to_owned());
            merge.changes.push(Change::replace(old_value.byte_range(), quotes::as_in(source, value)));
        }
    }
    if !added.is_empty() {
        merge.unsure |= there.items.iter().any(|item| item.spread);
        let insert = there.add(source, &written(source, &added), fields);
        merge.changes.extend(insert);
        merge.added.extend(added);
    }
}

fn written(source: &Source, items: &[String]) -> Vec<String> {
    items.iter().map(|item| quotes::as_in(source, item)).collect()
}
