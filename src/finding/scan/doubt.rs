//! Hits that cannot become findings, told before anything around them is cleaned.
//!
//! Most hits on healthy logs are one line of a signature over several lines ("In function ‘main’:") whose other lines are not
//! there. To see the block of such a hit costs a thousand lines; to see that a literal is missing costs a search.

use std::ops::Range;

use super::MAX_REGION_BYTES;
use super::region::{LOOK_BACK_LINES, look_ahead};
use crate::lore::Lore;
use crate::matcher::{Alternative, Beside, Hit};
use crate::text::{CleanLine, RawLines, clean, unplain_runs};

/// How far below an anchor the other lines of its signature are looked for, in lines.
pub(super) const BELOW_LINES: usize = LOOK_BACK_LINES;
/// Where more hits than this stand so near to one another, their blocks are looked at without further ado: they cost no more.
const FEW_HITS: usize = 4;
/// The same where more lines than this read otherwise than they were written.
const FEW_UNPLAIN: usize = 200;
/// A longer line is not wholly in a block's text, so it decides nothing. Bytes.
const LONG_LINE: usize = 16 << 10;

/// What the text around a hit says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    /// It may become a finding.
    None,
    /// It cannot, unless it is of text that is not there yet.
    Waiting,
    /// It cannot.
    Refuted,
}

/// Where a hit stands: lines of a buffer.
pub(super) struct Around {
    /// Where the lines begin that are looked at for its block.
    pub start: usize,
    pub at: usize,
    /// Where the lines end that are there.
    pub ready: usize,
    /// Whether nothing comes after them.
    pub ended: bool,
}

/// Whether a hit can become a finding. `next` are the hits after it. A doubt is final only when all lines are there on which it
/// rests, so it does not matter in what pieces the text came.
pub(super) fn doubt<'h>(
    lore: &Lore,
    raw: &RawLines<'_>,
    hit: &Hit,
    mut next: impl Iterator<Item = &'h Hit>,
    place: &Around,
) -> Doubt {
    let conditions = if hit.anchor { None } else { lore.block_conditions(lore.entry_of(hit.signature)) };
    if !hit.anchor && conditions.is_none_or(|conditions| !conditions.can_rule_out()) {
        return Doubt::None;
    }
    if raw.line(place.at).len() > LONG_LINE {
        return Doubt::None;
    }
    let lines = clean(raw, place.at..place.at + 1);
    let Some(line) = lines.iter().find(|line| line.id == hit.line) else { return Doubt::None };
    if let Some(conditions) = conditions {
        return if conditions.ruled_out_by(&line.text) { Doubt::Refuted } else { Doubt::None };
    }
    let Some(ways) = lore.matcher().beside(hit.signature, &line.text) else { return Doubt::None };
    let near = |other: &Hit| other.line.raw.0 < hit.line.raw.0 + BELOW_LINES;
    if next.nth(FEW_HITS - 1).is_some_and(near) {
        return Doubt::None;
    }
    let all = look_ahead(raw, place.at, BELOW_LINES, MAX_REGION_BYTES);
    let end = place.ready.min(all);
    // What no way needs is not looked at.
    let part = |lines: Range<usize>, of: fn(&Beside) -> &[Alternative]| {
        let needed = ways.iter().any(|way| !of(way).is_empty());
        Part::new(raw, if needed { lines } else { place.at..place.at })
    };
    let above = part(place.start..place.at + 1, |way| &way.above);
    let below = part(place.at..end, |way| &way.below);
    let (Some(above), Some(below)) = (above, below) else { return Doubt::None };
    let stands =
        |way: &&Beside| way.above.iter().all(|line| above.has(line)) && way.below.iter().all(|line| below.has(line));
    if ways.iter().any(stands) {
        Doubt::None
    } else if place.ended || end == all {
        Doubt::Refuted
    } else {
        Doubt::Waiting
    }
}

/// Some lines, of which those are cleaned that do not read as they were written.
struct Part<'r, 'a> {
    /// What lies between the others.
    plain: Vec<&'r [u8]>,
    cleaned: Vec<CleanLine<'a>>,
}

impl<'r, 'a> Part<'r, 'a> {
    /// `None` if too many lines would have to be cleaned.
    fn new(raw: &'r RawLines<'a>, lines: Range<usize>) -> Option<Self> {
        let mut part = Self { plain: Vec::new(), cleaned: Vec::new() };
        let bytes = |lines: Range<usize>| &raw.bytes()[raw.start(lines.start)..raw.start(lines.end)];
        let (mut from, mut unplain) = (lines.start, 0);
        for run in unplain_runs(raw, lines.clone(), |_| false) {
            unplain += run.len();
            if unplain > FEW_UNPLAIN {
                return None;
            }
            part.plain.push(bytes(from..run.start));
            from = run.end;
            part.cleaned.extend(clean(raw, run));
        }
        part.plain.push(bytes(from..lines.end));
        Some(part)
    }

    /// Whether the literals of an alternative stand on one of the lines.
    fn has(&self, line: &Alternative) -> bool {
        self.plain.iter().any(|text| line.is_on_some_line(text))
            || self.cleaned.iter().any(|clean| line.holds(clean.text.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{Checkpoint, Scan, ScanOptions, choose, match_lines};
    use super::*;
    use crate::entry::read_record;
    use crate::lore::{EntryRef, LoreOptions};
    use crate::text::Span;
    use crate::trace::{Block, blocks};

    fn lore() -> Lore {
        let records = [
            json!({ "id": "t/halves", "signature": "halves", "regex": r"the first half of it\n(?:.*\n)*?.*second part: \w+ half" }),
            json!({ "id": "t/relation", "signature": "relation", "regex": "relation .* does not exist",
                    "block": { "none": ["DEBUG: relation"] } }),
        ];
        Lore::of(records.iter().map(|record| read_record(&record.to_string()).unwrap()).collect()).0
    }

    /// How many findings there are, and how many lines were cleaned for their blocks; as a file that is read in pieces, and as a
    /// text that is kept.
    fn scanned(text: &str) -> [(usize, usize); 2] {
        let lore = lore();
        let ways = [
            Scan::new(&lore, ScanOptions::default()),
            Scan::resume(&lore, ScanOptions::default(), &Checkpoint::start(), Vec::new()),
        ];
        ways.map(|mut scan| {
            let fed: usize = text.as_bytes().chunks(100_000).map(|piece| scan.feed(piece).len()).sum();
            let (findings, spent) = scan.finish_measured();
            (fed + findings.len(), spent.lines_around)
        })
    }

    #[test]
    fn one_line_of_a_signature_without_the_others_costs_no_block() {
        let fine = "all is well here\n".repeat(3_000);
        assert_eq!(scanned(&format!("{fine}the first half of it\n{fine}")), [(0, 0); 2]);
        let elsewhere = "second part: other half\n";
        assert_eq!(scanned(&format!("{elsewhere}{fine}the first half of it\n{fine}{elsewhere}")), [(0, 0); 2]);
        assert_eq!(scanned(&format!("{fine}DEBUG: relation x does not exist\n{fine}")), [(0, 0); 2]);
    }

    #[test]
    fn what_may_be_the_rest_of_it_is_looked_at() {
        let fine = "all is well here\n".repeat(3_000);
        for rest in ["  second part: other half", "  sec\x1b[1mond part: ot\x1b[0mher half"] {
            let text = format!("{fine}the first half of it\n  more\n{rest}\n{fine}");
            assert!(scanned(&text).iter().all(|(findings, lines)| (*findings, *lines > 0) == (1, true)), "{text:?}");
        }
        // Not of the same record, but near enough.
        let apart = format!("{fine}the first half of it\nall is well\n second part: other half\n{fine}");
        assert!(scanned(&apart).iter().all(|(findings, lines)| (*findings, *lines > 0) == (0, true)));
        let text = format!("{fine}relation x does not exist\n{fine}");
        assert!(scanned(&text).iter().all(|(findings, lines)| (*findings, *lines > 0) == (1, true)));
    }

    /// The findings of a text of which nothing is doubted, and how many of its hits are refuted; without these, the same findings.
    fn refuted(lore: &Lore, text: &str) -> usize {
        let raw = RawLines::document(text.as_bytes());
        let lines = clean(&raw, 0..raw.len());
        let blocks = blocks(&lines);
        let hits = match_lines(lore, &raw, 0..raw.len());
        let sure = |number: usize, hit: &Hit| {
            let around = Around { start: 0, at: hit.line.raw.0, ready: raw.len(), ended: true };
            doubt(lore, &raw, hit, hits[number + 1..].iter(), &around) != Doubt::Refuted
        };
        let kept: Vec<Hit> =
            hits.iter().enumerate().filter(|(i, hit)| sure(*i, hit)).map(|(_, hit)| hit.clone()).collect();
        let findings = |hits: &[Hit]| -> Vec<(EntryRef, Span)> {
            let of_block = |block: &Block| -> Vec<(usize, Hit)> {
                let place = |hit: &Hit| block.lines.iter().copied().find(|line| lines[*line].id == hit.line);
                hits.iter().filter_map(|hit| Some((place(hit)?, hit.clone()))).collect()
            };
            let found = blocks.iter().flat_map(|block| choose(lore, &raw, &lines, block, &of_block(block), 0.0));
            found.map(|one| (one.finding.entry, one.finding.span)).collect()
        };
        assert_eq!(findings(&kept), findings(&hits), "{text}");
        hits.len() - kept.len()
    }

    /// Texts in which some lines of a signature are there, in or out of their order, beside others: where one is refuted it is none.
    #[test]
    fn what_is_refuted_would_have_been_no_finding() {
        let (lore, _) = Lore::load(LoreOptions { builtin: true, ..LoreOptions::default() });
        let entries = lore.refs().map(|entry| lore.entry(entry));
        let samples =
            entries.flat_map(|entry| entry.samples.iter().map(|sample| &sample.text).chain(&entry.near_misses));
        let (mut texts, mut all) = (0, 0);
        for sample in samples.filter(|sample| sample.contains('\n')) {
            let lines: Vec<&str> = sample.lines().collect();
            let with = |between: &str| lines.iter().flat_map(|line| [*line, between]).collect::<Vec<_>>().join("\n");
            let half = |odd: usize| lines.iter().skip(odd).step_by(2).copied().collect::<Vec<_>>().join("\n");
            let backwards = lines.iter().rev().copied().collect::<Vec<_>>().join("\n");
            for text in [sample.clone(), with("all is well"), with("  and so on\x1b[0m"), half(0), half(1), backwards] {
                all += refuted(&lore, &text);
                texts += 1;
            }
        }
        assert!(texts > 5_000 && all > 100, "{all} hits of {texts} texts were refuted");
    }

    #[test]
    fn many_such_lines_are_looked_at_together() {
        let text = "the first half of it\nall is well\n".repeat(20_000);
        assert!(
            scanned(&text).iter().all(|(findings, lines)| *findings == 0 && (1..200_000).contains(lines)),
            "{:?}",
            scanned(&text)
        );
    }
}
