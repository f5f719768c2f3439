//! `textDocument/inlayHint`: what a finding is and what ends it, at the end of its line. Off unless it is set.

use tower_lsp::lsp_types::{InlayHint, InlayHintLabel, InlayHintTooltip, Range};

use super::comment::words;
use super::context::Context;
use super::convert::Places;
use super::occurrence::occurrences;
use super::snapshot::Snapshot;
use crate::card::Card;

/// What a hint shows of a workaround. Characters.
const MAX_SHOWN: usize = 60;

/// The hints of a range, on repeats too.
pub(super) fn inlay_hint(context: &Context, snapshot: &Snapshot, range: Range) -> Vec<InlayHint> {
    if !context.config.inlay_hints {
        return Vec::new();
    }
    let places = Places::of(context, snapshot);
    let asked = places.span(range);
    let mut hints: Vec<InlayHint> = Vec::new();
    for occurrence in occurrences(snapshot, &places, context.config.max_diagnostics) {
        let line = places.line_span(places.raw_line(occurrence.span.end));
        if line.end < asked.start || asked.end < line.end {
            continue;
        }
        let card = Card::of_finding(&context.lore, occurrence.finding, context.locale());
        let best = card.works.first().map(|item| format!(": {}", cut(&words(&item.action)))).unwrap_or_default();
        hints.push(InlayHint {
            position: places.position(line.end),
            label: InlayHintLabel::String(format!("← {}{best}", card.id)),
            kind: None,
            text_edits: None,
            tooltip: Some(InlayHintTooltip::String(words(&card.cause))).filter(|_| !card.cause.is_empty()),
            padding_left: Some(true),
            padding_right: None,
            data: None,
        });
    }
    hints
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use tower_lsp::lsp_types::Position;

    use super::*;
    use crate::server::fixture::{Fixture, log};

    fn show(fixture: &Fixture, first: u32, last: u32) -> String {
        let range = Range::new(Position::new(first, 0), Position::new(last, 0));
        let show = |hint: InlayHint| {
            let InlayHintLabel::String(label) = hint.label else { panic!("a plain label") };
            format!("{} {label}\n", fixture.at(hint.position))
        };
        inlay_hint(&fixture.context, &fixture.snapshot, range).into_iter().map(show).collect()
    }

    const LOG: &str = "a: No space left on device!\nNo module named 'x'\nb: No space left on device!\n";

    #[test]
    fn hints_stand_at_the_ends_of_the_lines_that_are_asked_for() {
        let fixture = log(LOG).config(|config| config.inlay_hints = true);
        assert_eq!(
            show(&fixture, 0, 9),
            "0:27 ← disk/full: Free some space\n1:19 ← python/no-module: Install it\n2:27 ← disk/full: Free some space\n"
        );
        assert_eq!(show(&fixture, 1, 2), "1:19 ← python/no-module: Install it\n");
    }

    #[test]
    fn they_are_off_unless_set() {
        assert_eq!(show(&log(LOG), 0, 9), "");
    }
}
