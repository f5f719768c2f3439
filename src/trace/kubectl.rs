//! The events of a `kubectl describe`.
//!
//! The form is that of `k8s.io/kubectl/pkg/describe`: `Type  Reason  Age  From  Message`.

use std::sync::LazyLock;

use regex::Regex;

use super::draft::{Draft, Part};
use super::pattern::pattern;
use super::table::Recogniser;
use super::view::View;
use super::{BlockKind, LOOK_AHEAD};

pub(super) const EVENTS: Recogniser =
    Recogniser { name: "kubectl", triggers: &["Events:", "Warning  ", "Normal  ", "Warning\t", "Reason  "], read };

/// The most events in one block: a server keeps an hour of them.
const MAX_ROWS: usize = 1_000;

static EVENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:Normal|(?P<warning>Warning))\s{1,}\S+\s+(?:\d+[smhdy]\d*[smhd]?\d*|<unknown>|<invalid>)(?: \(x\d+ over [\w<>]+\))?\s+\S",
    )
});

fn is_head(text: &str) -> bool {
    text.split_ascii_whitespace().take(2).eq(["Type", "Reason"])
        || (text.contains("----") && text.bytes().all(|b| b == b'-' || b == b' '))
}

fn read(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let text = view.text(row);
    let titled = text.trim() == "Events:" || is_head(text);
    if !titled && !EVENT.is_match(text) {
        return None;
    }
    let mut sections: Vec<Part> = Vec::new();
    let mut end = row + usize::from(titled);
    let mut events = 0;
    while end < view.len().min(row + MAX_ROWS) {
        let text = view.text(end);
        if let Some(caps) = EVENT.captures(text) {
            events += 1;
            if caps.name("warning").is_some() {
                sections.push(Part::new(end..end + 1, end, Vec::new()));
            }
        } else if !is_head(text) || end > row + LOOK_AHEAD {
            // A message that the terminal wrapped stands far to the right.
            if events == 0 || text.is_empty() || view.indent(end) < 20 {
                break;
            }
            if let Some(last) = sections.last_mut().filter(|last| last.rows.end == end) {
                last.rows.end = end + 1;
            }
        }
        end += 1;
    }
    if events == 0 {
        return None;
    }
    if sections.is_empty() {
        sections.push(Part::new(row..end, row, Vec::new()));
    }
    let mut draft = Draft::of(BlockKind::Kubectl, sections);
    draft.rows = row..end;
    Some(draft)
}
