//! `textDocument/codeLens`: "3 fixes · explain" above the block of each finding.

use serde_json::json;
use tower_lsp::lsp_types::{CodeLens, Command, Range};

use super::context::Context;
use super::convert::Places;
use super::deed::{Deed, SHOW_FIXES, What, Which};
use super::snapshot::Snapshot;
use super::words::{explain, fixes};
use crate::card::Card;
use crate::text::LineIndex;

/// The lenses of a document. An output channel has none: each lens that comes or goes would move its text while it is
/// read (VS Code switched them off there), and a terminal's copy likewise.
pub(super) fn code_lens(context: &Context, snapshot: &Snapshot) -> Vec<CodeLens> {
    let scheme = snapshot.uri.split_once(':').map_or("", |(scheme, _)| scheme);
    if !context.config.code_lens || ["output", "term", "loglore-terminal"].contains(&scheme) {
        return Vec::new();
    }
    let client = &context.client;
    if !(client.apply_edit || client.show_document || client.runs(SHOW_FIXES)) {
        // Nothing would come of a click.
        return Vec::new();
    }
    let places = Places::of(context, snapshot);
    let locale = context.locale();
    let mut lenses = Vec::new();
    for finding in snapshot.findings.iter().take(context.config.max_diagnostics) {
        let count = Card::of_finding(&context.lore, finding, locale).works.len();
        let first = finding.block.start.min(LineIndex(finding.start.line - 1));
        let at = places.position(places.line_start(first));
        let range = Range { start: at, end: at };
        let which = Which { entry: context.lore.id(finding.entry).to_string(), line: finding.start.line };
        let note = Deed { document: snapshot.uri.clone(), finding: Some(which), what: What::OpenNote };
        if count > 0 && client.runs(SHOW_FIXES) {
            let arguments = vec![json!(snapshot.uri), json!(places.position(finding.span.start))];
            let command =
                Command { title: fixes(locale, count), command: SHOW_FIXES.to_owned(), arguments: Some(arguments) };
            lenses.push(CodeLens { range, command: Some(command), data: None });
            lenses.push(CodeLens { range, command: Some(note.command(explain(locale))), data: None });
        } else {
            let title = match count {
                0 => explain(locale).to_owned(),
                _ => format!("{} · {}", fixes(locale, count), explain(locale)),
            };
            lenses.push(CodeLens { range, command: Some(note.command(title)), data: None });
        }
    }
    lenses
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::fixture::{Fixture, log};

    /// `line: title (command)`
    fn show(fixture: &Fixture) -> String {
        let lenses = code_lens(&fixture.context, &fixture.snapshot);
        let show = |lens: CodeLens| {
            let command = lens.command.expect("a command");
            format!("{}: {} ({})\n", lens.range.start.line, command.title, command.command)
        };
        lenses.into_iter().map(show).collect()
    }

    const LOG: &str = "a\nTraceback (most recent call last):\n  File \"/app/x.py\", line 3, in run\n    f()\n\
                       ModuleNotFoundError: No module named 'cv2'\n\nmake: *** [all] Error 2\nx: No space left on device\n";

    #[test]
    fn a_lens_stands_above_the_block() {
        assert_eq!(
            show(&log(LOG).client(|client| client.apply_edit = true)),
            "1: 2 fixes · explain (loglore.openNote)\n6: explain (loglore.openNote)\n7: 1 fix · explain (loglore.openNote)\n"
        );
    }

    #[test]
    fn a_client_that_shows_fixes_has_a_lens_for_them() {
        let fixture = log("x: No space left on device\n").client(|client| {
            client.apply_edit = true;
            client.commands = vec![SHOW_FIXES.to_owned()];
        });
        assert_eq!(show(&fixture), "0: 1 fix (loglore.showFixes)\n0: explain (loglore.openNote)\n");
    }

    #[test]
    fn there_are_none_where_they_are_off() {
        let on = || log(LOG).client(|client| client.apply_edit = true);
        assert_eq!(show(&on().uri("output:extension-output-x")), "");
        assert_eq!(show(&on().config(|config| config.code_lens = false)), "");
        assert_eq!(show(&log(LOG)), "");
    }
}
