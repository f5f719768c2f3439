//! `textDocument/documentSymbol`: the outline of a log, its findings and its blocks.

use tower_lsp::lsp_types::{DocumentSymbol, DocumentSymbolResponse, Location, SymbolInformation, SymbolKind};

use super::context::Context;
use super::convert::Places;
use super::occurrence::{Occurrence, occurrences};
use super::snapshot::Snapshot;
use super::traced::{self, TracedBlock};
use super::uri;
use crate::card::inert;
use crate::text::{LineIndex, Span};

/// The most symbols of one document.
const MAX_SYMBOLS: usize = 5_000;
/// What a name shows of a text. Characters.
const MAX_NAME: usize = 120;

/// One line of the outline.
struct Node {
    name: String,
    detail: String,
    kind: SymbolKind,
    span: Span,
    selection: Span,
    children: Vec<Node>,
}

/// The outline in the order of the text, as a tree if the client takes one.
pub(super) fn document_symbol(context: &Context, snapshot: &Snapshot) -> DocumentSymbolResponse {
    let places = Places::of(context, snapshot);
    let nodes = outline(context, snapshot, &places);
    if context.client.hierarchical_symbols {
        return DocumentSymbolResponse::Nested(nodes.into_iter().map(|node| symbol(&places, node)).collect());
    }
    let mut flat = Vec::new();
    let uri = uri::url(&snapshot.uri);
    for node in nodes {
        let name = node.name.clone();
        for (node, container) in
            std::iter::once((&node, None)).chain(node.children.iter().map(|c| (c, Some(name.clone()))))
        {
            #[expect(deprecated, reason = "the type has no constructor without that field")]
            flat.push(SymbolInformation {
                name: node.name.clone(),
                kind: node.kind,
                tags: None,
                deprecated: None,
                location: Location { uri: uri.clone(), range: places.range(node.selection) },
                container_name: container,
            });
        }
    }
    DocumentSymbolResponse::Flat(flat)
}

fn outline(context: &Context, snapshot: &Snapshot, places: &Places<'_>) -> Vec<Node> {
    let blocks = traced::whole(&snapshot.document);
    let mut of_block: Vec<Vec<Occurrence<'_>>> = vec![Vec::new(); blocks.len()];
    let mut nodes = Vec::new();
    for occurrence in occurrences(snapshot, places, MAX_SYMBOLS) {
        match traced::holding(&blocks, occurrence.span.start) {
            Some(block) => of_block[block].push(occurrence),
            None => {
                let span = own_span(places, &occurrence);
                nodes.push(node(context, &occurrence, span));
            }
        }
    }
    let room = MAX_SYMBOLS.saturating_sub(nodes.len());
    nodes.extend(blocks.into_iter().zip(of_block).take(room).map(|(block, found)| block_node(context, block, &found)));
    nodes.sort_by_key(|node| node.span);
    nodes
}

/// A block is one line of the outline with its only finding, or has its findings below it.
fn block_node(context: &Context, block: TracedBlock, found: &[Occurrence<'_>]) -> Node {
    if let [only] = found {
        return node(context, only, union(block.span, only.span));
    }
    let children: Vec<Node> = found.iter().map(|occurrence| node(context, occurrence, occurrence.span)).collect();
    let span = children.iter().fold(union(block.span, block.headline), |span, child| union(span, child.span));
    Node {
        name: shown(&block.title).unwrap_or_else(|| format!("{:?}", block.kind)),
        detail: String::new(),
        kind: SymbolKind::OBJECT,
        span,
        selection: block.headline,
        children,
    }
}

fn node(context: &Context, occurrence: &Occurrence<'_>, span: Span) -> Node {
    let finding = occurrence.finding;
    let id = context.lore.id(finding.entry).as_str();
    let matched = finding.text.get(finding.marker.clone()).and_then(shown);
    let count = if occurrence.first && finding.count > 1 { format!("{} × ", finding.count) } else { String::new() };
    Node {
        name: matched.unwrap_or_else(|| id.to_owned()),
        detail: format!("{count}{id}"),
        kind: SymbolKind::EVENT,
        span,
        selection: occurrence.span,
        children: Vec::new(),
    }
}

/// The lines of a finding that stands in no block that was traced.
fn own_span(places: &Places<'_>, occurrence: &Occurrence<'_>) -> Span {
    let block = &occurrence.finding.block;
    if !occurrence.first || block.start >= block.end {
        return union(occurrence.span, places.line_span(places.raw_line(occurrence.span.start)));
    }
    let lines = Span { start: places.line_start(block.start), end: places.line_span(LineIndex(block.end.0 - 1)).end };
    union(lines, occurrence.span)
}

fn union(a: Span, b: Span) -> Span {
    Span { start: a.start.min(b.start), end: a.end.max(b.end) }
}

/// A text as a name; none if nothing is to be seen.
fn shown(text: &str) -> Option<String> {
    let line = inert(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    let cut = match line.char_indices().nth(MAX_NAME) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    };
    (!cut.is_empty()).then_some(cut)
}

fn symbol(places: &Places<'_>, node: Node) -> DocumentSymbol {
    let children: Vec<DocumentSymbol> = node.children.into_iter().map(|child| symbol(places, child)).collect();
    #[expect(deprecated, reason = "the type has no constructor without that field")]
    DocumentSymbol {
        name: node.name,
        detail: (!node.detail.is_empty()).then_some(node.detail),
        kind: node.kind,
        tags: None,
        deprecated: None,
        range: places.range(node.span),
        selection_range: places.range(node.selection),
        children: (!children.is_empty()).then_some(children),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::fixture::{Fixture, log};

    /// `first-last selected | name | detail`, children indented; lines count from 0.
    fn show(fixture: &Fixture) -> String {
        fn one(out: &mut String, fixture: &Fixture, symbol: &DocumentSymbol, depth: usize) {
            let (range, selected) = (symbol.range, symbol.selection_range);
            assert!(range.start <= selected.start && selected.end <= range.end, "{symbol:?}");
            let detail = symbol.detail.as_ref().map_or(String::new(), |detail| format!(" | {detail}"));
            let lines = format!("{}-{} {}", range.start.line, range.end.line, fixture.at(selected.start));
            out.push_str(&format!("{:indent$}{lines} | {}{detail}\n", "", symbol.name, indent = depth * 2));
            for child in symbol.children.iter().flatten() {
                one(out, fixture, child, depth + 1);
            }
        }
        let mut out = String::new();
        match document_symbol(&fixture.context, &fixture.snapshot) {
            DocumentSymbolResponse::Nested(symbols) => {
                symbols.iter().for_each(|symbol| one(&mut out, fixture, symbol, 0))
            }
            DocumentSymbolResponse::Flat(symbols) => {
                for symbol in symbols {
                    let of = symbol.container_name.map_or(String::new(), |name| format!(" of {name}"));
                    out.push_str(&format!("{} | {}{of}\n", fixture.at(symbol.location.range.start), symbol.name));
                }
            }
        }
        out
    }

    const LOG: &str = "start
disk: No space left on device
ok

Traceback (most recent call last):
  File \"/app/x.py\", line 3, in run
    f()
ModuleNotFoundError: No module named 'cv2'

Traceback (most recent call last):
  File \"/app/y.py\", line 3, in run
    f()
ValueError: nobody knows

disk: No space left on device
";

    #[test]
    fn the_outline_has_findings_and_blocks_in_the_order_of_the_text() {
        let fixture = log(LOG).client(|client| client.hierarchical_symbols = true);
        insta::assert_snapshot!(show(&fixture), @r"
        1-1 1:6 | No space left on device | 2 × disk/full
        4-7 7:21 | No module named 'cv2' | python/no-module
        9-12 12:0 | ValueError: nobody knows
        14-14 14:6 | No space left on device | disk/full
        ");
    }

    #[test]
    fn a_chain_has_its_findings_below_it() {
        let text = "Traceback (most recent call last):\n  File \"/app/x.py\", line 3, in run\n    f()\n\
                    ModuleNotFoundError: No module named 'cv2'\n\nThe above exception was the direct cause of the following exception:\n\n\
                    Traceback (most recent call last):\n  File \"/app/y.py\", line 3, in run\n    f()\n\
                    OSError: No space left on device\n";
        let fixture = log(text).client(|client| client.hierarchical_symbols = true);
        insta::assert_snapshot!(show(&fixture), @r"
        0-10 10:0 | OSError: No space left on device
          3-3 3:21 | No module named 'cv2' | python/no-module
          10-10 10:9 | No space left on device | disk/full
        ");
        insta::assert_snapshot!(show(&log(text)), @r"
        10:0 | OSError: No space left on device
        3:21 | No module named 'cv2' of OSError: No space left on device
        10:9 | No space left on device of OSError: No space left on device
        ");
    }

    #[test]
    fn a_log_without_errors_has_no_outline() {
        assert_eq!(show(&log("all\nis\nwell\n").client(|client| client.hierarchical_symbols = true)), "");
    }
}
