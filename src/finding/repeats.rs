//! Repeats collapse into one finding with a count and the places.

use std::collections::HashMap;
use std::sync::Arc;

use super::Finding;
use crate::lore::EntryRef;

/// How many places of one finding are kept; the count goes on.
pub const MAX_PLACES: usize = 1_000;

/// How many different findings are watched for repeats at once. Beyond it the oldest half is forgotten, so that memory
/// stays flat on endless input; a forgotten finding that comes again counts as new.
const MAX_WATCHED: usize = 10_000;

/// What makes two findings the same: the entry, what it captured, and the user's place in source.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    entry: EntryRef,
    captures: Vec<(String, String)>,
    frame: Option<(String, Option<u32>)>,
}

impl Key {
    fn of(finding: &Finding) -> Self {
        let captures = finding.captures.iter().filter(|(_, value)| !is_measure(value)).cloned().collect();
        let frame = finding.user_frame().map(|frame| (frame.path.clone(), frame.line));
        Self { entry: finding.entry, captures, frame }
    }
}

/// Whether a captured value is a measurement (`20.00 MiB`, `0x7f3c…`, `1.5s`) rather than a name: it differs from one
/// occurrence of the same error to the next. Whole numbers without a unit (ports, line numbers) are names.
fn is_measure(value: &str) -> bool {
    let value = value.trim();
    if let Some(hex) = value.strip_prefix("0x") {
        return hex.len() >= 6 && hex.bytes().all(|b| b.is_ascii_hexdigit());
    }
    let number = value.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(value.len());
    let unit = value[number..].trim();
    let fractional = value[..number].contains('.');
    number > 0 && (fractional || !unit.is_empty()) && unit.len() <= 5 && unit.chars().all(|c| c.is_ascii_alphabetic())
}

/// What a finding turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// The first of its kind; it is kept under this number.
    First(usize),
    /// A repeat of the finding of this number.
    Again(usize),
}

/// Findings, each with its repeats counted on the first: what [`Repeats`] makes of them. Those without repeats are shared.
pub(super) fn collapse<'f>(findings: impl IntoIterator<Item = &'f Arc<Finding>>) -> Vec<Arc<Finding>> {
    type KeyRef<'f> = (EntryRef, Vec<(&'f str, &'f str)>, Option<(&'f str, Option<u32>)>);
    let key = |finding: &'f Arc<Finding>| -> KeyRef<'f> {
        let names = finding.captures.iter().filter(|(_, value)| !is_measure(value));
        let frame = finding.user_frame().map(|frame| (frame.path.as_str(), frame.line));
        (finding.entry, names.map(|(name, value)| (name.as_str(), value.as_str())).collect(), frame)
    };
    let mut collapsed: Vec<Arc<Finding>> = Vec::new();
    let mut known: HashMap<KeyRef<'f>, usize> = HashMap::new();
    for finding in findings {
        match known.entry(key(finding)) {
            std::collections::hash_map::Entry::Occupied(number) => {
                Arc::make_mut(&mut collapsed[*number.get()]).add(finding)
            }
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(collapsed.len());
                collapsed.push(finding.clone());
            }
        }
    }
    collapsed
}

impl Finding {
    /// Counts a repeat.
    fn add(&mut self, repeat: &Finding) {
        self.count += repeat.count;
        let room = MAX_PLACES.saturating_sub(self.places.len());
        self.places.extend(repeat.places.iter().take(room));
    }
}

/// Collects findings; repeats are counted on the first.
#[derive(Debug, Default)]
pub struct Repeats {
    findings: Vec<Finding>,
    watched: HashMap<Key, usize>,
}

impl Repeats {
    /// Takes one more finding.
    pub fn add(&mut self, finding: Finding) -> Seen {
        let key = Key::of(&finding);
        if let Some(&number) = self.watched.get(&key) {
            self.findings[number].add(&finding);
            return Seen::Again(number);
        }
        let number = self.findings.len();
        self.findings.push(finding);
        self.watched.insert(key, number);
        Seen::First(number)
    }

    /// The finding of a number.
    pub fn get(&self, number: usize) -> &Finding {
        &self.findings[number]
    }

    /// All findings, in the order of their first occurrence.
    pub fn into_findings(self) -> Vec<Finding> {
        self.findings
    }

    /// Lets go of findings when too many are watched, for endless input: gives those that have repeats and are now
    /// forgotten.
    pub fn shed(&mut self) -> Vec<Finding> {
        if self.findings.len() <= MAX_WATCHED {
            return Vec::new();
        }
        let old: Vec<Finding> = self.findings.drain(..MAX_WATCHED / 2).collect();
        self.watched.retain(|_, number| {
            let kept = *number >= MAX_WATCHED / 2;
            *number = number.saturating_sub(MAX_WATCHED / 2);
            kept
        });
        old.into_iter().filter(|finding| finding.count > 1).collect()
    }
}
