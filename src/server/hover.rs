//! `textDocument/hover`: the card of a finding, the source that a frame means, the explanation of an error code.

use std::fmt::Write as _;
use std::ops::Range;

use tower_lsp::lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind, Position};

use super::context::Context;
use super::convert::{Places, holds};
use super::frame_at::frame_at;
use super::snapshot::Snapshot;
use super::source::{SourcePlace, Sources, url};
use crate::card::{Card, PlainStyle, code_block, code_span, inert, markdown, plain, title};
use crate::finding::Finding;
use crate::lore::EntryRef;
use crate::text::{ByteOffset, Span};
use crate::trace::Frame;

/// Lines of source shown before and after the one that is meant.
const AROUND: u32 = 2;
/// How many files are named where a frame may mean several.
const MAX_FILES: usize = 5;
/// How many entries of one error code are explained in full.
const MAX_CARDS: usize = 3;
/// Columns of a plain card.
const WIDTH: usize = 100;

/// What is known about the place under the cursor; nothing where nothing is known.
pub(super) fn hover(context: &Context, snapshot: &Snapshot, sources: Sources<'_>, position: Position) -> Option<Hover> {
    let places = Places::of(context, snapshot);
    let at = places.offset(position);
    let line = places.line_span(places.raw_line(at));
    let (text, span) = of_frame(context, snapshot, sources, at)
        .or_else(|| of_finding(context, snapshot, |finding| span_at(finding, line, at)))
        .or_else(|| of_code(context, &places, line, at))
        // A cursor that stands elsewhere on the line (Vim's `K`, a click on the line's start) is meant for it too.
        .or_else(|| of_finding(context, snapshot, |finding| begins_on(finding, line).then_some(line)))?;
    let kind = if context.client.hover_markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
    let contents = HoverContents::Markup(MarkupContent { kind, value: text.trim_end().to_owned() });
    Some(Hover { contents, range: Some(places.range(span)) })
}

/// The span of a finding or of one of its repeats at a place.
fn span_at(finding: &Finding, line: Span, at: ByteOffset) -> Option<Span> {
    if holds(finding.span, at) {
        return Some(finding.span);
    }
    // Of a repeat only the start is known; it is as long as the first, but for what differs in it.
    let len = finding.span.end.0 - finding.span.start.0;
    let start = finding.places.iter().map(|place| place.offset).rfind(|start| holds(line, *start) && *start <= at)?;
    let span = Span { start, end: ByteOffset(start.0 + len).min(line.end) };
    holds(span, at).then_some(span)
}

fn begins_on(finding: &Finding, line: Span) -> bool {
    finding.places.iter().any(|place| holds(line, place.offset)) || holds(line, finding.span.start)
}

fn of_finding(
    context: &Context,
    snapshot: &Snapshot,
    stands: impl Fn(&Finding) -> Option<Span>,
) -> Option<(String, Span)> {
    let found = snapshot.findings.iter().filter_map(|finding| Some((finding, stands(finding)?)));
    let (finding, span) = found.min_by_key(|(_, span)| span.end.0 - span.start.0)?;
    Some((card(context, &Card::of_finding(&context.lore, finding, context.locale())), span))
}

fn card(context: &Context, card: &Card) -> String {
    if context.client.hover_markdown { markdown(card) } else { plain(card, PlainStyle { width: WIDTH, color: false }) }
}

fn of_frame(context: &Context, snapshot: &Snapshot, sources: Sources<'_>, at: ByteOffset) -> Option<(String, Span)> {
    let frame = frame_at(snapshot, at)?;
    let places = sources.places(&frame);
    let text = match places.as_slice() {
        [] => return None,
        [place] => source(context, sources, &frame, place)?,
        several => several.iter().take(MAX_FILES).fold(String::new(), |mut text, place| {
            let _ = writeln!(text, "- {}", name(context, sources, place));
            text
        }),
    };
    Some((text, frame.span))
}

/// The line that a frame means, with those around it.
fn source(context: &Context, sources: Sources<'_>, frame: &Frame, place: &SourcePlace) -> Option<String> {
    let mut text = name(context, sources, place);
    if let Some(function) = frame.function.as_deref().filter(|function| !function.is_empty()) {
        let function = inert(function);
        let shown = if context.client.hover_markdown { code_span(&function) } else { function };
        let _ = write!(text, " · {shown}");
    }
    text.push_str("\n\n");
    let Some(line) = frame.line else { return Some(text) };
    let first = line.saturating_sub(AROUND).max(1);
    let lines = sources.lines(&place.path, first..=line.saturating_add(AROUND));
    if (lines.len() as u32) <= line - first {
        // The file has changed so much that it does not have the line.
        return None;
    }
    let width = (first as usize + lines.len()).to_string().len();
    let mut code = String::new();
    for (number, source) in (first..).zip(&lines) {
        let mark = if number == line { '>' } else { ' ' };
        let _ = writeln!(code, "{}", format!("{mark} {number:width$} │ {}", inert(source)).trim_end());
    }
    if context.client.hover_markdown {
        let kind = place.path.extension().map(|kind| kind.to_string_lossy().to_lowercase()).unwrap_or_default();
        text.push_str(&code_block(language(&kind), &code));
    } else {
        text.push_str(&code);
    }
    Some(text)
}

/// `src/app.py:12`, as a link where that is possible.
fn name(context: &Context, sources: Sources<'_>, place: &SourcePlace) -> String {
    let file = sources.workspace.name_of(&place.path).unwrap_or_else(|| place.path.display().to_string());
    let shown = inert(&format!("{file}:{}", place.line));
    match url(&place.path) {
        // `Url` has escaped what could end the link.
        Some(url) if context.client.hover_markdown => format!("[{}](<{url}#L{}>)", code_span(&shown), place.line),
        _ => shown,
    }
}

/// What editors call the language of a file.
fn language(extension: &str) -> &str {
    match extension {
        "py" | "pyi" => "python",
        "js" | "mjs" | "cjs" => "javascript",
        "jsx" => "javascriptreact",
        "ts" | "mts" | "cts" => "typescript",
        "tsx" => "typescriptreact",
        "rs" => "rust",
        "rb" => "ruby",
        "kt" | "kts" => "kotlin",
        "cs" => "csharp",
        "cc" | "cpp" | "cxx" | "hpp" | "hh" => "cpp",
        "h" => "c",
        "sh" | "bash" => "shellscript",
        "yml" => "yaml",
        other => other,
    }
}

/// The explanation of an error code that some entry has.
fn of_code(context: &Context, places: &Places<'_>, line: Span, at: ByteOffset) -> Option<(String, Span)> {
    let text = places.text(line);
    let word = word_at(&text, at.0.saturating_sub(line.start.0))?;
    let entries = entries_with_code(context, &text[word.clone()]);
    if entries.is_empty() {
        return None;
    }
    let cards: Vec<String> = entries
        .iter()
        .take(MAX_CARDS)
        .map(|entry| card(context, &Card::of_entry(&context.lore, *entry, context.locale())))
        .collect();
    let rule = if context.client.hover_markdown { "\n---\n\n" } else { "\n" };
    let mut shown = cards.join(rule);
    for entry in entries.iter().skip(MAX_CARDS) {
        let entry = context.lore.entry(*entry);
        let (id, title) = (inert(entry.id.as_str()), inert(title(entry)));
        if context.client.hover_markdown {
            let _ = write!(shown, "\n- {} {}", code_span(&id), code_span(&title));
        } else {
            let _ = write!(shown, "\n- {id}: {title}");
        }
    }
    let span = Span { start: ByteOffset(line.start.0 + word.start), end: ByteOffset(line.start.0 + word.end) };
    Some((shown, span))
}

fn entries_with_code(context: &Context, word: &str) -> Vec<EntryRef> {
    let code = |entry: &EntryRef| context.lore.entry(*entry).error_code.as_deref() == Some(word);
    context.lore.refs().filter(code).collect()
}

/// The word around a byte that may be an error code: letters, digits, `_` and `-`, among them a letter that is not small
/// and another character of the kind.
fn word_at(text: &str, at: usize) -> Option<Range<usize>> {
    let inside = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let at = text.floor_char_boundary(at.min(text.len()));
    let start = text[..at].rfind(|c| !inside(c)).map_or(0, |i| i + text[i..].chars().next().map_or(1, char::len_utf8));
    let end = text[at..].find(|c| !inside(c)).map_or(text.len(), |i| at + i);
    let word = &text[start..end];
    (word.len() > 2 && word.bytes().any(|b| b.is_ascii_uppercase())).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::Locale;
    use crate::server::fixture::{Fixture, log, workspace};

    /// The hovered text in brackets, then the answer.
    fn show(fixture: &Fixture) -> String {
        let answer = hover(&fixture.context, &fixture.snapshot, fixture.sources(), fixture.cursor);
        let Some(Hover { contents: HoverContents::Markup(markup), range }) = answer else {
            return "nothing".to_owned();
        };
        let text = markup.value.replace(url(&fixture.root()).expect("a folder").as_str(), "WS");
        format!("[{}]\n{text}", fixture.text_of(range.expect("a range")))
    }

    const LINE: &str = "x ModuleNotFoundError: No module$0 named 'cv2'\n";

    #[test]
    fn a_finding_shows_its_card_as_the_client_takes_it() {
        let plain = log(LINE);
        insta::assert_snapshot!(show(&plain), @r"
        [No module named 'cv2']
        ModuleNotFoundError: No module named '…' [MODULE_MISSING]
        python/no-module

        Why
          The package `cv2` is not installed.

        Here
          module: `cv2`

        What works
          1. Install it (90 %) — Into the environment that runs it.
             in a shell:
                 pip install cv2
          2. Activate the environment — Run `source .venv/bin/activate` first.

        Evidence: not verified · entry of a given folder
        Documentation: https://docs.example.org/modules
        ");
        let markdown = plain.client(|client| client.hover_markdown = true);
        insta::assert_snapshot!(show(&markdown), @r"
        [No module named 'cv2']
        ### ModuleNotFoundError: No module named '…'

        `python/no-module` `MODULE_MISSING`

        **Why**: The package `cv2` is not installed.

        **Here**

        - module: `cv2`

        **What works**

        1. Install it — 90 %

           Into the environment that runs it.

           in a shell:

           ```bash
           pip install cv2
           ```
        2. Activate the environment

           Run `source .venv/bin/activate` first.

        *Evidence: not verified · entry of a given folder* · [Documentation](<https://docs.example.org/modules>)
        ");
    }

    #[test]
    fn the_language_is_the_clients_or_the_one_that_is_set() {
        let chinese = log(LINE).client(|client| client.locale = Some(Locale::Zh));
        assert!(show(&chinese).contains("没有安装 `cv2`。"));
        let english = chinese.config(|config| config.locale = Some(Locale::En));
        assert!(show(&english).contains("is not installed"));
    }

    #[test]
    fn a_repeat_shows_the_card_too() {
        let text = "disk: No space left on device\nok\ndisk: No spa$0ce left on device\n";
        let shown = show(&log(text));
        assert!(shown.starts_with("[No space left on device]\nNo space left on device"), "{shown}");
        assert!(shown.contains("repeated: 2 × (lines 1, 3)"), "{shown}");
    }

    #[test]
    fn elsewhere_on_the_line_the_card_is_shown_for_the_whole_line() {
        let shown = show(&log("ok\n$0disk: No space left on device, sorry\n"));
        assert!(shown.starts_with("[disk: No space left on device, sorry]\nNo space"), "{shown}");
        assert_eq!(show(&log("o$0k\ndisk: No space left on device\n")), "nothing");
    }

    const TRACE: &str = "Traceback (most recent call last):\n  File \"/app/src/$0x.py\", line 3, in run\n    f()\n\
                         ModuleNotFoundError: No module named 'cv2'\n";

    #[test]
    fn a_frame_shows_the_source_that_it_means() {
        let fixture = workspace(TRACE, &[("src/x.py", "import a\n\ndef ```f():\n    f()\n    g()\nlast\n")]);
        insta::assert_snapshot!(show(&fixture), @r#"
        [/app/src/x.py", line 3]
        src/x.py:3 · run

          1 │ import a
          2 │
        > 3 │ def ```f():
          4 │     f()
          5 │     g()
        "#);
        insta::assert_snapshot!(show(&fixture.client(|client| client.hover_markdown = true)), @r#"
        [/app/src/x.py", line 3]
        [`src/x.py:3`](<WS/src/x.py#L3>) · `run`

        ````python
          1 │ import a
          2 │
        > 3 │ def ```f():
          4 │     f()
          5 │     g()
        ````
        "#);
    }

    #[test]
    fn a_frame_that_means_no_line_here_says_nothing() {
        assert_eq!(show(&log(TRACE)), "nothing");
        assert_eq!(show(&workspace(TRACE, &[("src/x.py", "one\n")])), "nothing");
    }

    #[test]
    fn a_frame_that_may_mean_several_files_names_them() {
        let fixture = workspace("/build/src/x.py:1$0\n", &[("a/src/x.py", "x\n"), ("b/src/x.py", "x\n")]);
        let shown = show(&fixture);
        assert!(shown.contains("- a/src/x.py:1\n") && shown.contains("- b/src/x.py:1"), "{shown}");
    }

    #[test]
    fn an_error_code_is_explained_wherever_it_stands() {
        let shown = show(&log("write failed, errno ENO$0SPC (28)\n"));
        assert!(shown.starts_with("[ENOSPC]\nNo space left on device [ENOSPC]\ndisk/full\n"), "{shown}");
        assert_eq!(show(&log("write failed, errno XENO$0SPC (28)\n")), "nothing");
    }

    #[test]
    fn nothing_of_a_log_becomes_markup() {
        let text = "No module named 'a_$0b'\n![x](http://evil.example) No module named 'c'\n";
        let shown = show(&log(text).client(|client| client.hover_markdown = true));
        assert!(!shown.contains("evil"), "{shown}");
    }
}
