//! `textDocument/documentLink`: frames lead to the source, error codes to their documentation.

use std::collections::{BTreeMap, HashMap};

use tower_lsp::lsp_types::{DocumentLink, Url};

use super::context::Context;
use super::convert::Places;
use super::snapshot::Snapshot;
use super::source::{Sources, url};
use super::traced;
use crate::card::Card;
use crate::finding::Finding;
use crate::lore::EntryRef;
use crate::text::{ByteOffset, LineIndex, Span};
use crate::trace::Frame;

/// A frame as it is printed: path, line, whether it is the user's own.
type Printed<'a> = (&'a str, Option<u32>, bool);

/// The most links of one document.
const MAX_LINKS: usize = 5_000;
/// How many different files are looked for in one document.
const MAX_FILES: usize = 500;

/// The links of a document: those of frames where one file of the workspace is meant for certain.
pub(super) fn document_link(context: &Context, snapshot: &Snapshot, sources: Sources<'_>) -> Vec<DocumentLink> {
    let places = Places::of(context, snapshot);
    let mut links: BTreeMap<ByteOffset, (ByteOffset, DocumentLink)> = BTreeMap::new();
    let mut add = |span: Span, target: Url, tooltip: Option<String>| {
        // Links do not overlap: the earlier one, of the source, stays.
        let before = links.range(..span.end).next_back();
        if span.start < span.end && links.len() < MAX_LINKS && before.is_none_or(|(_, (end, _))| *end <= span.start) {
            let tooltip = tooltip.filter(|_| context.client.link_tooltips);
            let link = DocumentLink { range: places.range(span), target: Some(target), tooltip, data: None };
            links.insert(span.start, (span.end, link));
        }
    };
    let traced = traced::whole(&snapshot.document);
    let frames = traced.iter().flat_map(|block| &block.frames);
    let known = snapshot.findings.iter().flat_map(|finding| &finding.frames);
    // What a path with its line means is looked up once.
    // What a printed path means: path, line, whether it is the user's own.
    let mut targets: HashMap<Printed<'_>, Option<(Url, String)>> = HashMap::new();
    for frame in frames.chain(known) {
        let key = (frame.path.as_str(), frame.line, frame.user);
        if targets.len() >= MAX_FILES && !targets.contains_key(&key) {
            continue;
        }
        if let Some((target, name)) = targets.entry(key).or_insert_with(|| target(sources, frame)) {
            add(frame.span, with_line(target, frame), Some(name.clone()));
        }
    }
    let mut pages: HashMap<EntryRef, Option<Url>> = HashMap::new();
    for finding in snapshot.findings.iter() {
        let page = pages.entry(finding.entry).or_insert_with(|| {
            let link = Card::of_entry(&context.lore, finding.entry, context.locale()).link;
            link.and_then(|link| Url::parse(&link).ok())
        });
        if let Some(page) = page {
            add(code_span(context, &places, finding), page.clone(), None);
        }
    }
    links.into_values().map(|(_, link)| link).collect()
}

/// The one file that a frame means, and what it is called.
fn target(sources: Sources<'_>, frame: &Frame) -> Option<(Url, String)> {
    let mut places = sources.places(frame);
    let place = places.pop().filter(|_| places.is_empty())?;
    let name = sources.workspace.name_of(&place.path)?;
    Some((url(&place.path)?, frame.line.map_or(name.clone(), |line| format!("{name}:{line}"))))
}

/// VS Code and others read `#L12,5` as line and column.
fn with_line(target: &Url, frame: &Frame) -> Url {
    let mut target = target.clone();
    if let Some(line) = frame.line {
        let column = frame.column.map_or(String::new(), |column| format!(",{column}"));
        target.set_fragment(Some(&format!("L{line}{column}")));
    }
    target
}

/// Where the error code stands on the line of a finding; the whole match where it does not.
fn code_span(context: &Context, places: &Places<'_>, finding: &Finding) -> Span {
    let line = places.line_span(LineIndex(finding.start.line - 1));
    let code = context.lore.entry(finding.entry).error_code.as_deref().filter(|code| !code.trim().is_empty());
    let found = code.and_then(|code| Some((places.text(line).find(code)?, code.len())));
    match found {
        Some((at, len)) => {
            let start = ByteOffset(line.start.0 + at);
            Span { start, end: ByteOffset(start.0 + len) }
        }
        None => Span { start: finding.span.start, end: finding.span.end.min(line.end) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::fixture::{Fixture, workspace};

    /// `text -> target` of each link.
    fn show(fixture: &Fixture) -> String {
        let root = url(&fixture.root()).expect("a folder").to_string();
        let links = document_link(&fixture.context, &fixture.snapshot, fixture.sources());
        let show = |link: DocumentLink| {
            let target = link.target.expect("a target").as_str().replace(&root, "WS");
            let tooltip = link.tooltip.map_or(String::new(), |text| format!(" ({text})"));
            format!("{} -> {target}{tooltip}\n", fixture.text_of(link.range))
        };
        links.into_iter().map(show).collect()
    }

    #[test]
    fn frames_and_error_codes_are_links() {
        let text = "Traceback (most recent call last):\n  File \"/app/src/x.py\", line 3, in run\n    f()\n  \
                    File \"/usr/lib/python3.11/json/x.py\", line 9, in load\n    g()\n\
                    ModuleNotFoundError: No module named 'cv2'\n\nsrc/é.c:2:7: error: x\n";
        let fixture = workspace(text, &[("src/x.py", "1\n2\n3\n"), ("src/é.c", "1\n2\n")])
            .client(|client| client.link_tooltips = true);
        insta::assert_snapshot!(show(&fixture), @r#"
        /app/src/x.py", line 3 -> WS/src/x.py#L3 (src/x.py:3)
        No module named 'cv2' -> https://docs.example.org/modules
        src/é.c:2:7 -> WS/src/%C3%A9.c#L2,7 (src/é.c:2)
        "#);
    }

    #[test]
    fn the_documentation_stands_on_the_error_code() {
        let fixture = workspace("x [MODULE_MISSING] No module named 'a'\n", &[]);
        assert_eq!(show(&fixture), "MODULE_MISSING -> https://docs.example.org/modules\n");
    }

    #[test]
    fn what_is_not_certain_is_no_link() {
        let text = "/b/src/x.c:2:7: error: x\n/b/other.c:2:7: error: x\nhttp://evil.example/x\n";
        assert_eq!(show(&workspace(text, &[("a/src/x.c", "1\n2\n"), ("b2/src/x.c", "1\n2\n")])), "");
    }
}
