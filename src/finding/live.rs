//! The findings of a text under edit.

use std::sync::Arc;

use super::repeats::collapse;
use super::scan::Checkpoint;
use super::{Finding, Place, Scan, ScanOptions};
use crate::lore::Lore;
use crate::text::{ByteOffset, Document, Edit, LineIndex, Span};

/// How many bytes are fed to a scan before it is noted how it stands. Each time twice as many as before: the first scan
/// of a large text runs in large pieces, and where it is edited the notes lie close.
const FIRST_STEP: usize = 64 << 10;
/// The most.
const LAST_STEP: usize = 1 << 20;

/// The findings of one text. Texts that differ little share nearly all of them.
pub type Findings = Arc<Vec<Arc<Finding>>>;

/// What one or several edits touched, taken together: the smallest run of bytes outside of which nothing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Where it was in the text before.
    pub before: Span,
    /// Where it is now; it begins where `before` does.
    pub after: Span,
}

impl Change {
    /// The change that a new text of this length (bytes) is.
    pub fn all(len: usize) -> Self {
        let start = ByteOffset(0);
        Self { before: Span { start, end: start }, after: Span { start, end: ByteOffset(len) } }
    }

    /// The change and a later edit, taken together.
    #[must_use]
    pub fn then(self, edit: &Edit) -> Self {
        let (p, q) = (edit.before.start.0, edit.before.end.0);
        let start = self.before.start.0.min(p);
        // What lies between the change and an edit behind it was there before, and is there now.
        let further = q.saturating_sub(self.after.end.0);
        let end = self.after.end.0.max(q) - (q - p) + edit.after;
        Self {
            before: Span { start: ByteOffset(start), end: ByteOffset(self.before.end.0 + further) },
            after: Span { start: ByteOffset(start), end: ByteOffset(end) },
        }
    }
}

impl From<&Edit> for Change {
    fn from(edit: &Edit) -> Self {
        let start = edit.before.start;
        Self { before: edit.before, after: Span { start, end: ByteOffset(start.0 + edit.after) } }
    }
}

/// The findings of a text, kept up to date with its edits.
///
/// Scanning a text again after each edit costs what the text holds, so the scan is taken up again: from the last place
/// before the edit where it is known how it stood, until it stands behind the edit as it stood there before. What was
/// found further on only moves. How far behind the edit that is, is bounded by how far back a block may begin.
#[derive(Debug)]
pub struct Live {
    lore: Arc<Lore>,
    options: ScanOptions,
    /// How the scan stood at some places, in order. The first is the start of the text.
    stops: Vec<Stop>,
    /// Each single finding, in the order in which the scan gave them.
    given: Vec<Arc<Finding>>,
    findings: Findings,
    /// [`FIRST_STEP`] and [`LAST_STEP`], but in tests.
    steps: (usize, usize),
}

/// How a scan stood at one place.
#[derive(Debug, Clone)]
struct Stop {
    checkpoint: Checkpoint,
    /// How many findings it had given.
    given: usize,
}

impl Live {
    /// Of an empty text.
    pub fn new(lore: Arc<Lore>, options: ScanOptions) -> Self {
        let start = Stop { checkpoint: Checkpoint::start(), given: 0 };
        Self {
            lore,
            options,
            stops: vec![start],
            given: Vec::new(),
            findings: Arc::default(),
            steps: (FIRST_STEP, LAST_STEP),
        }
    }

    /// The findings of `document`, which differs by `change` from the text that was given last: what
    /// [`find`](super::find) finds in it.
    pub fn update(&mut self, document: &Document, change: Change) -> Findings {
        self.update_while(document, change, |_| true).unwrap_or_else(|found| found)
    }

    /// The same for as long as `go_on` says so; it is asked now and then, and told how many bytes from the start of the
    /// text are known.
    ///
    /// # Errors
    /// What was found until then, if `go_on` said no. Nothing can be updated any more.
    pub fn update_while(
        &mut self,
        document: &Document,
        change: Change,
        go_on: impl Fn(usize) -> bool,
    ) -> Result<Findings, Findings> {
        if change.before.start == change.before.end && change.after.start == change.after.end {
            return Ok(self.findings.clone());
        }
        let lore = self.lore.clone();
        let kept = self.stops.partition_point(|stop| stop.checkpoint.fed <= change.before.start).max(1);
        let from = self.stops[kept - 1].clone();
        let mut former = Former {
            // Those where the scan needed no more of what was edited. It may stand so again.
            stops: self.stops.drain(kept..).filter(|stop| stop.checkpoint.base >= change.before.end).collect(),
            given: self.given.split_off(from.given),
        };
        former.stops.iter_mut().for_each(|stop| stop.given -= from.given);

        let needed = Span { start: from.checkpoint.base, end: from.checkpoint.fed };
        let mut scan = Scan::resume(&lore, self.options, &from.checkpoint, document.bytes(needed));
        let bytes = change.after.end.0.wrapping_sub(change.before.end.0).cast_signed();
        let (mut at, mut step) = (from.checkpoint.fed, self.steps.0);
        let mut met = None;
        let mut ahead = former.stops.iter().enumerate().peekable();
        while at.0 < document.len() {
            if !go_on(at.0) {
                return Err(Arc::new(self.collapsed()));
            }
            let place = |stop: &Stop| ByteOffset(stop.checkpoint.fed.0.wrapping_add_signed(bytes));
            while ahead.next_if(|(_, stop)| place(stop) <= at).is_some() {}
            let mut next = document.char_boundary(ByteOffset(at.0 + step));
            let meeting = ahead.peek().copied().filter(|(_, stop)| place(stop) <= next);
            if let Some((_, stop)) = meeting {
                next = place(stop);
            }
            let given = scan.feed(&document.bytes(Span { start: at, end: next }));
            self.given.extend(given.into_iter().map(Arc::new));
            (at, step) = (next, (step * 2).min(self.steps.1));
            let checkpoint = scan.checkpoint();
            if let Some((number, stop)) = meeting {
                let lines = checkpoint.first.0.wrapping_sub(stop.checkpoint.first.0).cast_signed();
                let moves = Moves { edited: change.before, bytes, lines };
                if stop.checkpoint.moved(&moves).is_some_and(|then| then == checkpoint) {
                    met = Some((number, moves));
                    break;
                }
            }
            self.stop_at(Stop { checkpoint, given: self.given.len() });
        }
        let same = match met {
            Some((number, moves)) => self.go_on_as(former, number, moves, from.given),
            None => {
                self.given.extend(scan.finish().into_iter().map(Arc::new));
                self.given[from.given..] == former.given
            }
        };
        if !same {
            self.findings = Arc::new(self.collapsed());
        }
        Ok(self.findings.clone())
    }

    fn collapsed(&self) -> Vec<Arc<Finding>> {
        let mut order: Vec<&Arc<Finding>> = self.given.iter().collect();
        order.sort_by_key(|finding| finding.span);
        collapse(order)
    }

    /// Takes over what a former scan gave from one of its stops on. True if the findings are the former ones, also in
    /// their places; `from` of them were given before both scans parted.
    fn go_on_as(&mut self, mut former: Former, number: usize, moves: Moves, from: usize) -> bool {
        let (then, now) = (former.stops[number].given, self.given.len());
        let rest = former.given.split_off(then);
        let same = self.given[from..] == former.given && (rest.is_empty() || moves.bytes == 0 && moves.lines == 0);
        self.given.extend(rest.into_iter().map(|finding| {
            // An edit that keeps what stands behind it in its place moves nothing.
            if moves.bytes == 0 && moves.lines == 0 {
                finding
            } else {
                Arc::new(moves.finding(Arc::unwrap_or_clone(finding)))
            }
        }));
        self.stops.extend(former.stops[number..].iter().filter_map(|stop| {
            let checkpoint = stop.checkpoint.moved(&moves)?;
            Some(Stop { checkpoint, given: stop.given - then + now })
        }));
        same
    }

    /// Keeps a stop, and lets go of the last one if it is near to the one before it.
    fn stop_at(&mut self, stop: Stop) {
        if let [.., before, last] = self.stops.as_slice()
            && last.checkpoint.fed.0 - before.checkpoint.fed.0 < self.steps.0 / 2
        {
            self.stops.pop();
        }
        self.stops.push(stop);
    }
}

/// What a scan did after the place where another one takes it up.
struct Former {
    /// Their `given` counts from that place.
    stops: Vec<Stop>,
    given: Vec<Arc<Finding>>,
}

/// What an edit did to the places in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moves {
    /// The bytes that it replaced, in the text before.
    edited: Span,
    /// How many bytes further on what stands behind them now is.
    bytes: isize,
    /// The same in lines.
    lines: isize,
}

impl Moves {
    /// Where a place is now. What stands on the edited line is taken to stay in its column.
    fn place(&self, place: Place) -> Place {
        if place.offset < self.edited.end {
            return place;
        }
        Place {
            line: place.line.saturating_add_signed(self.lines),
            column: place.column,
            offset: self.offset(place.offset),
        }
    }

    /// Where a place is now; none if it was edited away.
    pub fn known_place(&self, place: Place) -> Option<Place> {
        let gone = place.offset >= self.edited.start && place.offset < self.edited.end;
        (!gone).then(|| self.place(place))
    }

    pub fn offset(&self, at: ByteOffset) -> ByteOffset {
        ByteOffset(at.0.saturating_add_signed(self.bytes))
    }

    fn span(&self, span: Span) -> Span {
        Span { start: self.offset(span.start), end: self.offset(span.end) }
    }

    pub fn line(&self, line: LineIndex) -> LineIndex {
        LineIndex(line.0.saturating_add_signed(self.lines))
    }

    /// A finding that stands behind the edit. Its cause may stand before it.
    pub fn finding(&self, mut finding: Finding) -> Finding {
        finding.span = self.span(finding.span);
        finding.start = self.place(finding.start);
        finding.end = self.place(finding.end);
        finding.block = self.line(finding.block.start)..self.line(finding.block.end);
        for frame in &mut finding.frames {
            frame.span = self.span(frame.span);
        }
        for place in &mut finding.places {
            *place = self.place(*place);
        }
        if let Some(cause) = &mut finding.cause {
            cause.place = self.place(cause.place);
        }
        finding
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::entry::read_record;
    use crate::finding::find;
    use crate::text::{Encoding, LineEnds, Position};

    fn lore() -> Arc<Lore> {
        let records = [
            json!({ "id": "t/refused", "regex": "[Cc]onnection refused", "signature": "refused" }),
            json!({ "id": "t/down", "regex": "connect to (?P<host>\\w+): Connection refused", "signature": "down",
                    "refines": ["t/refused"] }),
            json!({ "id": "t/module", "regex": "ModuleNotFoundError: No module named '(?P<module>\\w+)'", "signature": "m" }),
            json!({ "id": "t/module-in-tests", "regex": "ModuleNotFoundError: No module named '(?P<module>\\w+)'",
                    "signature": "m", "block": { "any": ["pytest"] } }),
            json!({ "id": "t/exit", "regex": "exited with code \\d+", "signature": "exit", "tags": ["wrapper"] }),
            json!({ "id": "t/halves", "regex": "first half\\n\\s+second half", "signature": "halves" }),
            json!({ "id": "t/half-full", "regex": "half full", "signature": "h", "block": { "none": ["DEBUG half"] } }),
            json!({ "id": "t/full", "regex": "No space left on device", "signature": "full" }),
        ];
        let entries = records.iter().map(|record| read_record(&record.to_string()).expect("a record")).collect();
        Arc::new(Lore::of(entries).0)
    }

    const LINES: &[&str] = &[
        "fine",
        "2024-01-01 12:00:00 INFO still fine",
        "",
        "error: connect to db: Connection refused",
        "Traceback (most recent call last):",
        "  File \"app.py\", line 3, in main",
        "    import yaml",
        "ModuleNotFoundError: No module named 'yaml'",
        "  File \"/usr/lib/pytest/x.py\", line 9, in run",
        "During handling of the above exception, another exception occurred:",
        "step exited with code 1",
        "first half",
        "   second half",
        "DEBUG half full",
        "half full",
        "\u{1b}[31mNo space left on device\u{1b}[0m",
        "│ No space left │",
        "│ on device     │",
        "╭───────────────╮",
        "10%\r50%\rConnection refused",
        "größer 😀 connection refused",
        "web-1  | Connection refused",
    ];

    /// Mostly healthy lines, as logs are, and often the same: an edit has to find its place among many.
    fn some_lines(count: usize) -> impl Strategy<Value = String> {
        let line = prop_oneof![8 => Just("fine"), 1 => prop::sample::select(LINES)];
        prop::collection::vec(line, count).prop_map(|lines| lines.iter().map(|line| format!("{line}\n")).collect())
    }

    fn some_edit() -> impl Strategy<Value = (f64, usize, usize, usize, String)> {
        let text = prop_oneof![
            some_lines(1),
            some_lines(6),
            prop::sample::select(LINES).prop_map(str::to_owned),
            Just(String::new()),
        ];
        // Half of the edits stand at the end.
        (prop_oneof![0.0..1.0, Just(1.0)], prop_oneof![Just(0_usize), 0..30_usize], 0..3_usize, 0..30_usize, text)
    }

    fn fresh(lore: &Lore, document: &Document) -> Vec<Finding> {
        let all = Span { start: ByteOffset(0), end: ByteOffset(document.len()) };
        find(lore, ScanOptions::default(), &document.bytes(all))
    }

    fn same(lore: &Lore, document: &Document, found: &[Arc<Finding>]) -> Result<(), TestCaseError> {
        let fresh = fresh(lore, document);
        if let Some(at) =
            (0..fresh.len().max(found.len())).find(|at| fresh.get(*at) != found.get(*at).map(|found| &**found))
        {
            let shown = |finding: Option<&Finding>| finding.map(|f| (lore.id(f.entry).clone(), f.clone()));
            prop_assert_eq!(shown(found.get(at).map(|found| &**found)), shown(fresh.get(at)), "finding {}", at);
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]
        #[test]
        fn after_any_edits_the_findings_are_those_of_a_fresh_scan(
            text in some_lines(2_600),
            rounds in prop::collection::vec(prop::collection::vec(some_edit(), 1..3), 1..8),
        ) {
            let lore = lore();
            let mut document = Document::new(&text, LineEnds::Lsp);
            let mut live = Live { steps: (512, 8 << 10), ..Live::new(lore.clone(), ScanOptions::default()) };
            let found = live.update(&document, Change::all(document.len()));
            same(&lore, &document, &found)?;
            for edits in rounds {
                let mut change: Option<Change> = None;
                for (place, column, lines, end_column, text) in edits {
                    let line = (place * document.raw_line_count() as f64) as usize;
                    let start = Position { line, column };
                    let end = Position { line: line + lines, column: end_column };
                    let edit = document.edit(start..end, Encoding::Utf16, &text);
                    change = Some(change.map_or_else(|| Change::from(&edit), |change| change.then(&edit)));
                }
                let found = live.update(&document, change.expect("an edit"));
                same(&lore, &document, &found)?;
            }
        }

        #[test]
        fn edits_taken_together_span_what_they_touched(
            text in "[ab]{0,40}",
            edits in prop::collection::vec((0..50_usize, 0..50_usize, "[cd]{0,6}"), 1..6),
        ) {
            let mut document = Document::new(&text, LineEnds::Lsp);
            let mut change: Option<Change> = None;
            for (start, end, text) in edits {
                let at = |column| Position { line: 0, column };
                let edit = document.edit(at(start)..at(end), Encoding::Utf8, &text);
                change = Some(change.map_or_else(|| Change::from(&edit), |change| change.then(&edit)));
            }
            let change = change.expect("an edit");
            let all = document.bytes(Span { start: ByteOffset(0), end: ByteOffset(document.len()) });
            prop_assert_eq!(change.before.start, change.after.start);
            prop_assert_eq!(&text.as_bytes()[..change.before.start.0], &all[..change.after.start.0]);
            prop_assert_eq!(&text.as_bytes()[change.before.end.0..], &all[change.after.end.0..]);
        }
    }

    /// How many bytes a scan is fed again after an edit.
    #[test]
    fn an_edit_in_a_long_text_leaves_what_is_far_from_it_alone() {
        let lore = lore();
        let text = "all is well here and nothing happens\n".repeat(60_000);
        let mut document = Document::new(&text, LineEnds::Lsp);
        let mut live = Live::new(lore.clone(), ScanOptions::default());
        live.update(&document, Change::all(document.len()));
        let stops = live.stops.clone();
        let at = Position { line: 30_000, column: 0 };
        let edit = document.edit(at..at, Encoding::Utf8, "Connection refused\n");
        assert_eq!(live.update(&document, Change::from(&edit)).len(), 1);
        let moves = Moves { edited: edit.before, bytes: 19, lines: 1 };
        let moved = |stop: &&Stop| {
            let mut stop = (*stop).clone();
            stop.given += 1;
            stop.checkpoint = stop.checkpoint.moved(&moves).expect("nothing is lost");
            live.stops.iter().any(|other| other.checkpoint == stop.checkpoint && other.given == stop.given)
        };
        let same = |stop: &&Stop| live.stops.iter().any(|other| other.checkpoint == stop.checkpoint);
        assert!(stops.iter().filter(same).count() >= 1, "the scan was taken up before the edit");
        assert!(stops.iter().filter(moved).count() >= 1, "the scan met the one before");
    }
}
