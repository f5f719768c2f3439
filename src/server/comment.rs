//! A workaround as a comment below the block that it is for.

use std::collections::BTreeSet;

use tower_lsp::lsp_types::{Range, TextEdit};

use super::context::Context;
use super::convert::Places;
use super::snapshot::Snapshot;
use super::traced;
use crate::card::{Card, Item, Piece, Prose};
use crate::finding::{Finding, ScanOptions, find};
use crate::text::{Document, LineIndex};

/// What a comment of ours begins with.
const MARK: &str = "# loglore";

/// The edit that inserts a workaround (its place in the order of the card) below the block of a finding at a raw line
/// (counted from 1). None if the card does not have it.
pub(super) fn insertion(
    context: &Context,
    snapshot: &Snapshot,
    finding: &Finding,
    line: usize,
    workaround: usize,
) -> Option<TextEdit> {
    let card = Card::of_finding(&context.lore, finding, context.locale());
    let lines = unknown_lines(context, comment(&card, card.works.get(workaround)?));
    let places = Places::of(context, snapshot);
    let end = block_end(snapshot, &places, finding, line);
    let document = &snapshot.document;
    let line_end = line_end(document, LineIndex(end.0.saturating_sub(1)));
    let at = places.position(places.line_start(end));
    let open = end.0 >= document.raw_line_count() && !ends_a_line(document);
    let text = lines.join(line_end);
    let new_text = if open { format!("{line_end}{text}") } else { format!("{text}{line_end}") };
    Some(TextEdit { range: Range { start: at, end: at }, new_text })
}

/// The first raw line behind the block: the finding's own, or that of a repeat.
fn block_end(snapshot: &Snapshot, places: &Places<'_>, finding: &Finding, line: usize) -> LineIndex {
    let own = finding.block.start.0..finding.block.end.0;
    let wanted = line.saturating_sub(1);
    if own.contains(&wanted) {
        return finding.block.end;
    }
    let at = places.line_start(LineIndex(wanted));
    traced::around(&snapshot.document, at).map_or(LineIndex(wanted + 1), |block| block.lines.end)
}

/// What the lines of a document end with, as its line `line` does.
fn line_end(document: &Document, line: LineIndex) -> &'static str {
    let part = document.raw_lines(line..LineIndex(line.0 + 1));
    if part.lines().bytes().ends_with(b"\r\n") { "\r\n" } else { "\n" }
}

fn ends_a_line(document: &Document) -> bool {
    let last = document.raw_line_count().saturating_sub(1);
    let part = document.raw_lines(LineIndex(last)..LineIndex(last + 1));
    document.is_empty() || part.lines().bytes().ends_with(b"\n")
}

fn comment(card: &Card, item: &Item) -> Vec<String> {
    let mut lines = vec![format!("{MARK} {}: {}", card.id, words(&item.action))];
    let mut more = |text: &str| lines.extend(text.lines().map(|line| format!("#   {line}").trim_end().to_owned()));
    if !item.detail.is_empty() {
        more(&words(&item.detail));
    }
    for (label, text) in &item.remarks {
        more(&format!("{label}: {}", words(text)));
    }
    if let Some((_, code)) = &item.code {
        if let Some(place) = &item.place {
            more(&format!("{place}:"));
        }
        for line in code.trim_end().lines() {
            more(&format!("    {line}"));
        }
    }
    lines
}

/// Prose on one line.
pub(super) fn words(prose: &Prose) -> String {
    let mut text = String::new();
    for piece in prose {
        match piece {
            Piece::Words(words) => text.push_str(words),
            Piece::Code(code) => {
                text.push('`');
                text.push_str(code);
                text.push('`');
            }
        }
    }
    text.replace(['\n', '\r'], " ").trim().to_owned()
}

/// The lines without those that would be findings themselves: a comment must not report the error that it explains.
fn unknown_lines(context: &Context, mut lines: Vec<String>) -> Vec<String> {
    // Without a line its neighbours may be seen otherwise; each round takes at least one, or the head's words.
    while !lines.is_empty() {
        let found = find(&context.lore, ScanOptions::default(), lines.join("\n").as_bytes());
        let known: BTreeSet<usize> =
            found.iter().flat_map(|finding| &finding.places).map(|place| place.line - 1).collect();
        if known.is_empty() {
            break;
        }
        let headless = known.contains(&0) && lines[0] != MARK;
        let mut number = 0;
        lines.retain(|_| {
            number += 1;
            !known.contains(&(number - 1))
        });
        if headless {
            lines.insert(0, MARK.to_owned());
        }
    }
    lines
}
