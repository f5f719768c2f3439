//! `textDocument/definition`: from a frame to the source.

use tower_lsp::lsp_types::{GotoDefinitionResponse, Location, LocationLink, Position, Range};

use super::context::Context;
use super::convert::Places;
use super::frame_at::frame_at;
use super::snapshot::Snapshot;
use super::source::{Sources, url};

/// The places in the workspace that the frame under the cursor means.
pub(super) fn definition(
    context: &Context,
    snapshot: &Snapshot,
    sources: Sources<'_>,
    position: Position,
) -> Option<GotoDefinitionResponse> {
    let places = Places::of(context, snapshot);
    let frame = frame_at(snapshot, places.offset(position))?;
    let origin = places.range(frame.span);
    let targets = sources.places(&frame);
    let found = targets.iter().filter_map(|target| {
        let (line, at) = sources.range(target, context.client.encoding);
        Some((url(&target.path)?, line, Range { start: at, end: at }))
    });
    let response = if context.client.definition_link {
        let links = found.map(|(target_uri, target_range, target_selection_range)| LocationLink {
            origin_selection_range: Some(origin),
            target_uri,
            target_range: within(target_range, target_selection_range),
            target_selection_range,
        });
        GotoDefinitionResponse::Link(links.collect())
    } else {
        GotoDefinitionResponse::Array(found.map(|(uri, _, range)| Location { uri, range }).collect())
    };
    (!targets.is_empty()).then_some(response)
}

/// A selection has to lie within the target; a column may point into the indentation.
fn within(line: Range, selection: Range) -> Range {
    Range { start: line.start.min(selection.start), end: line.end.max(selection.end) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::fixture::{Fixture, workspace};
    use crate::text::Encoding;

    /// `file line:column` of each answer, as the client counts.
    fn show(fixture: &Fixture) -> String {
        let answer = definition(&fixture.context, &fixture.snapshot, fixture.sources(), fixture.cursor);
        let mut places = match answer {
            None => return "nothing".to_owned(),
            Some(GotoDefinitionResponse::Link(links)) => links
                .into_iter()
                .map(|l| {
                    let origin = l.origin_selection_range.expect("the frame");
                    let text = fixture.text_of(origin);
                    format!("{text} -> {} {}", fixture.name(&l.target_uri), fixture.at(l.target_selection_range.start))
                })
                .collect::<Vec<_>>(),
            Some(GotoDefinitionResponse::Array(all)) => {
                all.into_iter().map(|l| format!("{} {}", fixture.name(&l.uri), fixture.at(l.range.start))).collect()
            }
            Some(GotoDefinitionResponse::Scalar(l)) => vec![fixture.name(&l.uri)],
        };
        places.sort();
        places.join("\n")
    }

    const TRACE: &str =
        "Traceback (most recent call last):\n  File \"/app/src/x.py\", line 2, in <module>\n    f(é)\nNameError: x\n";

    #[test]
    fn a_frame_of_a_container_leads_to_the_file_here() {
        let text = TRACE.replacen("src/x", "src$0/x", 1);
        let fixture = workspace(&text, &[("src/x.py", "import y\n    f(é)\n")]);
        assert_eq!(show(&fixture), "src/x.py 1:4");
        let fixture = fixture.client(|client| client.definition_link = true);
        assert_eq!(show(&fixture), "/app/src/x.py\", line 2 -> src/x.py 1:4");
    }

    #[test]
    fn a_column_is_counted_as_the_client_counts() {
        let fixture = workspace("src/x.py:1:$04: error\n", &[("src/x.py", "x😀é(\n")]);
        assert_eq!(show(&fixture), "src/x.py 0:4");
        assert_eq!(show(&fixture.client(|client| client.encoding = Encoding::Utf8)), "src/x.py 0:7");
    }

    #[test]
    fn a_line_that_the_file_no_longer_has_is_still_named() {
        let fixture = workspace("src/x.p$0y:7:3: error\n", &[("src/x.py", "x\n")]);
        assert_eq!(show(&fixture), "src/x.py 6:0");
    }

    #[test]
    fn the_open_document_counts_and_not_the_file() {
        let fixture = workspace("src/x.py:1$0\n", &[("src/x.py", "x\n")]).open("src/x.py", "    x\n");
        assert_eq!(show(&fixture), "src/x.py 0:4");
    }

    #[test]
    fn what_is_not_in_the_workspace_has_no_definition() {
        for text in [TRACE.replacen("src/x", "src$0/x", 1), "/etc/pass$0wd:1\n".to_owned(), "$0".to_owned()] {
            assert_eq!(show(&workspace(&text, &[("other.py", "")])), "nothing");
        }
    }

    #[test]
    fn of_several_files_all_are_given() {
        let fixture = workspace("/build/src/x.py:1$0\n", &[("a/src/x.py", "x\n"), ("b/src/x.py", "x\n")]);
        assert_eq!(show(&fixture), "a/src/x.py 0:0\nb/src/x.py 0:0");
    }
}
