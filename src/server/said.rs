//! What was said of a document last: its diagnostics as JSON, each kept for as long as it is true. With each line that is
//! appended to a log all of its findings are said again, and nearly all of them stand where they stood.

use std::sync::Arc;

use super::context::Context;
use super::diagnostics::{NAMED_REPEATS, diagnostic, shown};
use super::documents::Scanned;
use super::entry_file;
use super::pointed::{Pointed, Pointers};
use super::snapshot::Snapshot;
use crate::finding::{Finding, Findings};
use crate::text::{ByteOffset, Encoding, Position};

/// The diagnostics that were made of one snapshot.
pub(super) struct Said {
    context: Arc<Context>,
    findings: Findings,
    each: Vec<One>,
}

/// A diagnostic, and what it was made of beside its document and context.
struct One {
    /// Index of the finding.
    finding: usize,
    pointed: Option<Pointed>,
    json: String,
}

impl Said {
    /// The diagnostics of a document, one after the other with commas between them, and what is kept of them for the next
    /// time. `former` is what was said of the same document last; `kept` bytes at the start of its text are still the
    /// same; `pointed` are the places in source that the findings point to, in their order.
    pub fn of(
        scanned: &Scanned,
        pointers: &Pointers,
        pointed: &[Option<Pointed>],
        former: Option<Self>,
        kept: usize,
    ) -> (String, Option<Self>) {
        if let Some(problems) = &scanned.problems {
            return (entry_file::diagnostics(scanned, problems).iter().map(json).collect::<Vec<_>>().join(","), None);
        }
        let (context, snapshot) = (&scanned.context, &*scanned.snapshot);
        let former = former.filter(|said| Arc::ptr_eq(&said.context, context));
        let (former_findings, former) = former.map_or_else(Default::default, |said| (said.findings, said.each));
        let mut former = former.into_iter().peekable();
        let same_before = same_before(snapshot, kept);
        let (indices, rest) = shown(context, snapshot);
        let mut each = Vec::with_capacity(indices.len());
        for index in indices {
            let finding = &snapshot.findings[index];
            let pointed = pointed[index].clone().filter(|_| context.client.related_information);
            // Both come in the order of the text.
            while former.next_if(|one| former_findings[one.finding].span < finding.span).is_some() {}
            let known = former.next_if(|one| {
                stands_before(finding, same_before)
                    && former_findings[one.finding] == *finding
                    && one.pointed == pointed
            });
            let json = match known {
                Some(one) => one.json,
                None => json(&diagnostic(context, snapshot, pointers, finding, pointed.as_ref())),
            };
            each.push(One { finding: index, pointed, json });
        }
        let rest = rest.as_ref().map(json);
        let text = joined(each.iter().map(|one| one.json.as_str()).chain(rest.as_deref()));
        (text, Some(Self { context: context.clone(), findings: snapshot.findings.clone(), each }))
    }
}

/// Texts of JSON as the items of a list.
pub(super) fn joined<'t>(texts: impl Iterator<Item = &'t str> + Clone) -> String {
    let mut list = String::with_capacity(texts.clone().map(|text| text.len() + 1).sum());
    for text in texts {
        if !list.is_empty() {
            list.push(',');
        }
        list.push_str(text);
    }
    list
}

/// A diagnostic, or another thing that is numbers and texts only, as JSON.
pub(super) fn json(value: &impl serde::Serialize) -> String {
    // So it is always JSON.
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}

/// Where the first line begins that may have changed: each line above is the same as before, in the same place.
fn same_before(snapshot: &Snapshot, kept: usize) -> ByteOffset {
    if kept == usize::MAX {
        return ByteOffset(kept);
    }
    let line = snapshot.document.position(ByteOffset(kept), Encoding::Utf8).line;
    snapshot.document.offset(Position { line, column: 0 }, Encoding::Utf8)
}

/// Whether all places that are said of a finding stand before a byte.
fn stands_before(finding: &Finding, end: ByteOffset) -> bool {
    finding.span.end < end
        && finding.cause.is_none_or(|cause| cause.place.offset < end)
        && finding.places.iter().take(NAMED_REPEATS + 1).all(|place| place.offset < end)
}

#[cfg(test)]
mod tests {
    use super::super::documents::Scanned;
    use super::super::fixture::{Fixture, log};
    use super::*;
    use std::sync::Weak;

    fn said(scanned: &Scanned, former: Option<Said>, kept: usize) -> (String, Said) {
        let pointers = Pointers::new(Weak::new());
        let pointed = pointers.of_all(&scanned.context, &scanned.snapshot);
        let (text, said) = Said::of(scanned, &pointers, &pointed, former, kept);
        (text, said.expect("a log"))
    }

    fn scanned(fixture: Fixture, context: Option<&Arc<Context>>) -> Scanned {
        let Fixture { context: own, snapshot, .. } = fixture;
        Scanned::of(context.cloned().unwrap_or_else(|| Arc::new(own)), Arc::new(snapshot))
    }

    #[test]
    fn what_an_appended_line_leaves_in_its_place_is_not_made_again() {
        let lines: String = (0..20).map(|n| format!("No module named 'm{n}'\nfine\n")).collect();
        let before = scanned(log(&lines), None);
        let (_, first) = said(&before, None, 0);
        let kept_at: Vec<*const u8> = first.each.iter().map(|one| one.json.as_ptr()).collect();
        assert_eq!(kept_at.len(), 20);

        let longer = scanned(log(&format!("{lines}No module named 'new'\n")), Some(&before.context));
        let (text, second) = said(&longer, Some(first), lines.len());
        let now_at: Vec<*const u8> = second.each.iter().map(|one| one.json.as_ptr()).collect();
        assert_eq!(now_at[..20], kept_at[..]);
        assert_eq!(text, said(&longer, None, 0).0);
    }
}
