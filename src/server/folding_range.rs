//! `textDocument/foldingRange`: blocks, the errors of a chain, and runs of repeats fold.

use std::collections::{BTreeMap, HashMap};

use tower_lsp::lsp_types::{FoldingRange, FoldingRangeKind};

use super::context::Context;
use super::convert::Places;
use super::occurrence::occurrences;
use super::snapshot::Snapshot;
use super::traced;
use crate::finding::Finding;
use crate::text::Span;

/// The most ranges of one document; VS Code takes no more.
const MAX_RANGES: usize = 5_000;
/// Empty lines that may stand between two repeats of a run.
const MAX_GAP: u32 = 1;

/// The ranges that fold, by lines: at most one begins on a line, and none cuts another.
pub(super) fn folding_range(context: &Context, snapshot: &Snapshot) -> Vec<FoldingRange> {
    let places = Places::of(context, snapshot);
    let lines = |span: Span| (places.position(span.start).line, places.position(span.end).line);
    let blocks = traced::whole(&snapshot.document);
    let mut wanted: Vec<(u32, u32)> = Vec::new();
    for block in blocks.iter().filter(|block| block.unbroken) {
        wanted.push(lines(block.span));
        wanted.extend(block.sections.iter().map(|section| lines(*section)));
    }
    if blocks.is_empty() {
        // The document is too large to be traced as a whole.
        wanted.extend(snapshot.findings.iter().filter(|f| f.block.start < f.block.end).map(|finding| {
            let last = places.line_span(crate::text::LineIndex(finding.block.end.0 - 1));
            lines(Span { start: places.line_start(finding.block.start), end: last.end })
        }));
    }
    wanted.extend(runs(snapshot, &places, &blocks));
    nested(wanted).into_iter().map(|(start, end)| range(start, end)).collect()
}

/// Runs of one finding that comes again and again: the first stays to be seen.
fn runs(snapshot: &Snapshot, places: &Places<'_>, blocks: &[traced::TracedBlock]) -> Vec<(u32, u32)> {
    let mut last: HashMap<*const Finding, Run> = HashMap::new();
    let mut found = Vec::new();
    // In the order of the text, so each occurrence follows the one before it of the same finding.
    let mut before: Option<*const Finding> = None;
    for occurrence in occurrences(snapshot, places, MAX_RANGES * 2) {
        let span = traced::holding(blocks, occurrence.span.start).map_or(occurrence.span, |block| blocks[block].span);
        let (start, end) = (places.position(span.start).line, places.position(span.end).line);
        let key: *const Finding = occurrence.finding;
        match last.get_mut(&key) {
            Some(run) if before == Some(key) && start <= run.end + 1 + MAX_GAP && end > run.end => {
                run.second.get_or_insert(start);
                run.end = end;
                run.count += 1;
            }
            _ => {
                found.extend(last.insert(key, Run { start, second: None, end, count: 1 }).and_then(|run| run.fold()));
            }
        }
        before = Some(key);
    }
    found.extend(last.into_values().filter_map(|run| run.fold()));
    found
}

struct Run {
    /// First line of the first occurrence, and of the second.
    start: u32,
    second: Option<u32>,
    end: u32,
    count: usize,
}

impl Run {
    fn fold(&self) -> Option<(u32, u32)> {
        let second = self.second?;
        // Where the first takes one line it can head the fold; else the second does.
        if second == self.start + 1 {
            Some((self.start, self.end))
        } else {
            (self.count > 2).then_some((second, self.end))
        }
    }
}

/// The ranges of more than one line, sorted; of those that begin on one line the longest; none that reaches out of one
/// that it begins in.
fn nested(wanted: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    let mut longest: BTreeMap<u32, u32> = BTreeMap::new();
    for (start, end) in wanted.into_iter().filter(|(start, end)| start < end) {
        let known = longest.entry(start).or_insert(end);
        *known = end.max(*known);
    }
    let mut open: Vec<u32> = Vec::new();
    let mut kept = Vec::new();
    for (start, end) in longest {
        open.retain(|outer| *outer >= start);
        if open.last().is_none_or(|outer| end <= *outer) {
            open.push(end);
            kept.push((start, end));
        }
    }
    kept.truncate(MAX_RANGES);
    kept
}

fn range(start: u32, end: u32) -> FoldingRange {
    FoldingRange {
        start_line: start,
        start_character: None,
        end_line: end,
        end_character: None,
        kind: Some(FoldingRangeKind::Region),
        collapsed_text: None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::server::fixture::log;

    fn show(text: &str) -> Vec<(u32, u32)> {
        let fixture = log(text);
        folding_range(&fixture.context, &fixture.snapshot).into_iter().map(|r| (r.start_line, r.end_line)).collect()
    }

    const TRACE: &str =
        "Traceback (most recent call last):\n  File \"/app/x.py\", line 3, in run\n    f()\nValueError: x\n";

    #[test]
    fn a_block_folds_and_so_does_each_error_of_a_chain() {
        assert_eq!(show(&format!("a\n{TRACE}")), [(1, 4)]);
        let chain = format!("{TRACE}\nDuring handling of the above exception, another exception occurred:\n\n{TRACE}");
        let folds = show(&chain);
        assert_eq!(folds[0], (0, 10));
        assert!(folds.len() > 1 && folds[1..].iter().all(|(start, end)| *start > 0 && *end <= 10), "{folds:?}");
        assert_eq!(show("one\ntwo\n"), []);
    }

    #[test]
    fn repeats_on_neighbouring_lines_fold_below_the_first() {
        assert_eq!(
            show("x\na: No space left on device\nb: No space left on device\nc: No space left on device\ny\n"),
            [(1, 3)]
        );
        assert_eq!(show("a: No space left on device\nother\nb: No space left on device\n"), []);
    }

    #[test]
    fn repeats_of_a_whole_block_fold_from_the_second_on() {
        let one = "Traceback (most recent call last):\n  File \"/app/x.py\", line 3, in run\n    f()\nOSError: No space left on device\n\n";
        assert_eq!(show(&one.repeat(4)), [(0, 3), (5, 18), (10, 13), (15, 18)]);
    }

    proptest! {
        #[test]
        fn no_range_cuts_another(wanted in prop::collection::vec((0..20_u32, 0..20_u32), 0..20)) {
            let kept = nested(wanted.clone());
            for (i, a) in kept.iter().enumerate() {
                prop_assert!(wanted.contains(a));
                for b in &kept[i + 1..] {
                    prop_assert!(a.0 < b.0 && (b.1 <= a.1 || b.0 > a.1), "{a:?} {b:?}");
                }
            }
        }
    }
}
