//! Reads one record, field by field, however untidy it is: what can be understood is taken, all else is kept.

use serde_json::{Map, Value};

use super::coerce::{name_of, show};
use super::kept::escape;
use super::{
    BlockConditions, DeadEnd, Entry, EntryId, Kept, Place, ProblemKind, RateBasis, Sample, Severity, Snippet,
    Transition, TransitionGraph, VerificationTier, Workaround, nested,
};

/// Reads the JSON text of one record; what is wrong with it is left unsaid. `None` if it is no record with an id.
pub fn read_record(text: &str) -> Option<Entry> {
    Reader::new().entry(&serde_json::from_str(text).ok()?)
}

/// Something wrong with a value of the record.
pub(super) struct Found {
    /// The JSON pointer in the record, as it is written.
    pub(super) pointer: String,
    pub(super) kind: ProblemKind,
    pub(super) message: String,
}

/// Reads a record and notes what is wrong with it.
pub(super) struct Reader {
    pub(super) problems: Vec<Found>,
    /// Whether the record was of the nested form.
    pub(super) nested: bool,
    pub(super) kept: Kept,
}

/// The fields of an object that is being read.
pub(super) struct Fields<'v> {
    pub(super) map: &'v Map<String, Value>,
    pub(super) pointer: String,
    pub(super) known: Vec<&'static str>,
}

/// Whether a value says no more than a field that is missing.
pub(super) fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        _ => false,
    }
}

impl<'v> Fields<'v> {
    /// The value of a field; `None` if it is missing, null or empty.
    pub(super) fn get(&mut self, name: &'static str) -> Option<(&'v Value, String)> {
        self.known.push(name);
        let value = self.map.get(name).filter(|value| !is_nothing(value))?;
        Some((value, format!("{}/{}", self.pointer, escape(name))))
    }

    /// Says that a field is known and read elsewhere.
    pub(super) fn ignore(&mut self, name: &'static str) {
        self.known.push(name);
    }

    /// Keeps a field that is known and has no place in an entry.
    pub(super) fn keep(&mut self, reader: &mut Reader, name: &'static str) {
        if let Some((value, pointer)) = self.get(name) {
            reader.kept.push(pointer, value.clone());
        }
    }
}

impl Reader {
    pub(super) fn new() -> Self {
        Self { problems: Vec::new(), nested: false, kept: Kept::default() }
    }

    /// Reads a record. `None` if it has no id.
    pub(super) fn entry(&mut self, value: &Value) -> Option<Entry> {
        let Value::Object(record) = value else {
            let message = format!("{} stands where an entry is expected, an object with an `id`", name_of(value));
            self.problem("", ProblemKind::Syntax, message);
            return None;
        };
        let id = match record.get("id") {
            Some(Value::String(text)) => match EntryId::new(text.trim()) {
                Ok(id) => id,
                Err(error) => {
                    self.problem("/id", ProblemKind::InvalidId, error.to_string());
                    return None;
                }
            },
            Some(other) => {
                let message = format!("`id` is {}: an id is a string, `<domain>/<slug>`", name_of(other));
                self.problem("/id", ProblemKind::InvalidId, message);
                return None;
            }
            None => {
                let message = "the record has no `id`: add `\"id\": \"<domain>/<slug>\"`".to_owned();
                self.problem("", ProblemKind::InvalidId, message);
                return None;
            }
        };
        self.nested = nested::is_nested(record);
        let mut entry = if self.nested { nested::entry(self, record, id) } else { self.flat(record, id) };
        entry.unknown = std::mem::take(&mut self.kept);
        Some(entry)
    }

    /// Reads a record of the flat form.
    fn flat(&mut self, record: &Map<String, Value>, id: EntryId) -> Entry {
        let mut entry = Entry::new(id);
        let mut fields = self.fields(record, "");
        let f = &mut fields;
        f.ignore("id");
        f.keep(self, "$schema");
        entry.signature = self.text(f, "signature");
        entry.signature_zh = self.optional_text(f, "signature_zh");
        entry.regex = self.text(f, "regex");
        entry.patterns = self.texts(f, "patterns");
        entry.block = self.block(f);
        entry.refines = self.list(f, "refines", |reader, value, pointer| reader.id(value, pointer));
        entry.severity = self.word(f, "severity", SEVERITIES).unwrap_or_default();
        let domain = self.text(f, "domain");
        if !domain.is_empty() {
            entry.domain = domain;
        }
        entry.category = self.optional_text(f, "category");
        entry.subcategory = self.optional_text(f, "subcategory");
        entry.root_cause = self.text(f, "root_cause");
        entry.root_cause_type = self.optional_text(f, "root_cause_type");
        entry.root_cause_zh = self.optional_text(f, "root_cause_zh");
        entry.versions = self.texts(f, "versions");
        entry.os_specific = self.systems(f, "os_specific");
        entry.dead_ends = self.dead_ends(f);
        entry.workarounds = self.workarounds(f, "workarounds");
        entry.workarounds_zh = self.workarounds(f, "workarounds_zh");
        entry.transition_graph = self.transition_graph(f);
        entry.official_doc_url = self.optional_text(f, "official_doc_url");
        entry.official_doc_section = self.optional_text(f, "official_doc_section");
        entry.error_code = self.optional_text(f, "error_code");
        entry.verification_tier = self.word(f, "verification_tier", TIERS);
        entry.confidence = self.rate(f, "confidence");
        entry.fix_success_rate = self.rate(f, "fix_success_rate");
        entry.resolvable = self.resolvable(f, "resolvable");
        entry.first_seen = self.date(f, "first_seen");
        entry.last_confirmed = self.date(f, "last_confirmed");
        entry.last_updated = self.date(f, "last_updated");
        entry.evidence_count = self.count(f, "evidence_count");
        entry.tags = self.texts(f, "tags");
        entry.locale = self.optional_text(f, "locale");
        entry.aliases = self.texts(f, "aliases");
        entry.samples = self.list(f, "samples", Self::sample);
        entry.near_misses = self.texts(f, "near_misses");
        entry.proof = self.optional_text(f, "proof");
        entry.sources = self.texts(f, "sources");
        entry.ignore_case = self.switch(f, "ignore_case");
        self.finish(fields);
        entry
    }

    pub(super) fn fields<'v>(&self, map: &'v Map<String, Value>, pointer: &str) -> Fields<'v> {
        Fields { map, pointer: pointer.to_owned(), known: Vec::new() }
    }

    /// Keeps and reports the fields that nobody asked for.
    pub(super) fn finish(&mut self, fields: Fields<'_>) {
        for (name, value) in fields.map {
            if !fields.known.contains(&name.as_str()) {
                let pointer = format!("{}/{}", fields.pointer, escape(name));
                let near =
                    nearest(name, &fields.known).map_or_else(String::new, |known| format!("; is `{known}` meant?"));
                let message = format!("the format has no field `{}`; it is kept and not shown{near}", show(name));
                self.problem(&pointer, ProblemKind::UnknownField, message);
                let moves = self.nested && fields.pointer.is_empty() && nested::is_flat_only(name);
                self.kept.push(if moves { format!("/nested{pointer}") } else { pointer }, value.clone());
            }
        }
    }

    fn block(&mut self, fields: &mut Fields<'_>) -> Option<BlockConditions> {
        let mut block = self.object(fields, "block")?;
        let conditions = BlockConditions {
            all: self.texts(&mut block, "all"),
            any: self.texts(&mut block, "any"),
            none: self.texts(&mut block, "none"),
        };
        self.finish(block);
        (conditions != BlockConditions::default()).then_some(conditions)
    }

    pub(super) fn dead_ends(&mut self, fields: &mut Fields<'_>) -> Vec<DeadEnd> {
        self.list(fields, "dead_ends", |reader, value, pointer| {
            let kept = reader.kept.len();
            let mut dead_end = DeadEnd::default();
            match value {
                Value::Object(map) => {
                    let mut fields = reader.fields(map, pointer);
                    let f = &mut fields;
                    dead_end.action = reader.text(f, "action");
                    dead_end.why_fails = reader.text(f, "why_fails");
                    dead_end.fail_rate = reader.rate(f, "fail_rate");
                    dead_end.rate_basis = reader.word(f, "rate_basis", BASES);
                    dead_end.condition = reader.text(f, "condition");
                    dead_end.sources = reader.texts(f, "sources");
                    reader.finish(fields);
                    if dead_end.why_fails.trim() == dead_end.action.trim() {
                        dead_end.why_fails.clear();
                    }
                }
                Value::String(action) => dead_end.action.clone_from(action),
                other => return reader.refuse(other, pointer, "an object with `action` and `why_fails`"),
            }
            reader.unless_empty(dead_end, value, pointer, kept)
        })
    }

    pub(super) fn workarounds(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Vec<Workaround> {
        self.list(fields, name, |reader, value, pointer| {
            let kept = reader.kept.len();
            let mut workaround = Workaround::default();
            match value {
                Value::Object(map) => {
                    let mut fields = reader.fields(map, pointer);
                    let f = &mut fields;
                    workaround.action = reader.text(f, "action");
                    workaround.how = reader.text(f, "how");
                    workaround.success_rate = reader.rate(f, "success_rate");
                    workaround.rate_basis = reader.word(f, "rate_basis", BASES);
                    workaround.condition = reader.text(f, "condition");
                    workaround.tradeoff = reader.text(f, "tradeoff");
                    workaround.sources = reader.texts(f, "sources");
                    workaround.snippet = reader.snippet(f);
                    workaround.place = reader.place(f);
                    reader.finish(fields);
                    if workaround.how.trim() == workaround.action.trim() {
                        workaround.how.clear();
                    }
                }
                Value::String(action) => workaround.action.clone_from(action),
                other => return reader.refuse(other, pointer, "an object with `action` and `how`"),
            }
            reader.unless_empty(workaround, value, pointer, kept)
        })
    }

    /// An element that says something; one that does not is kept whole and not taken, so that nobody shows it.
    /// `kept` is how much was kept before it was read.
    fn unless_empty<T: Default + PartialEq>(
        &mut self,
        element: T,
        value: &Value,
        pointer: &str,
        kept: usize,
    ) -> Option<T> {
        if element != T::default() {
            return Some(element);
        }
        self.kept.truncate(kept);
        self.untidy(pointer, value, "nothing, or what is meant");
        self.kept.push(pointer.to_owned(), value.clone());
        None
    }

    fn snippet(&mut self, fields: &mut Fields<'_>) -> Option<Snippet> {
        let (value, pointer) = fields.get("snippet")?;
        match value {
            Value::String(text) => {
                self.untidy(&pointer, value, "an object with `language` and `text`");
                Some(Snippet { language: "text".to_owned(), text: text.clone(), query: None })
            }
            Value::Object(map) if map.get("text").is_some_and(Value::is_string) => {
                let mut fields = self.fields(map, &pointer);
                let snippet = Snippet {
                    language: self.optional_text(&mut fields, "language").unwrap_or_else(|| "text".to_owned()),
                    text: self.text(&mut fields, "text"),
                    query: self.optional_text(&mut fields, "query"),
                };
                self.finish(fields);
                Some(snippet)
            }
            other => self.refuse(other, &pointer, "an object with `language` and `text`"),
        }
    }

    fn place(&mut self, fields: &mut Fields<'_>) -> Option<Place> {
        let (value, pointer) = fields.get("place")?;
        match value.as_str().and_then(|word| Place::parse(word.trim())) {
            Some(place) => Some(place),
            None => self.refuse(
                value,
                &pointer,
                "\"call\", \"before\", \"after\", \"wrap\", \"replace\", \"shell\" or \"file:<name>\"",
            ),
        }
    }

    fn sample(&mut self, value: &Value, pointer: &str) -> Option<Sample> {
        match value {
            Value::String(text) => Some(Sample { text: text.clone(), source: None }),
            Value::Object(map) if map.get("text").is_some_and(Value::is_string) => {
                let mut fields = self.fields(map, pointer);
                let sample =
                    Sample { text: self.text(&mut fields, "text"), source: self.optional_text(&mut fields, "source") };
                self.finish(fields);
                Some(sample)
            }
            other => self.refuse(other, pointer, "an object with `text` and `source`"),
        }
    }

    pub(super) fn transition_graph(&mut self, fields: &mut Fields<'_>) -> TransitionGraph {
        let Some(mut fields) = self.object(fields, "transition_graph") else { return TransitionGraph::default() };
        let graph = TransitionGraph {
            leads_to: self.list(&mut fields, "leads_to", Self::transition),
            preceded_by: self.list(&mut fields, "preceded_by", Self::transition),
            frequently_confused_with: self.list(&mut fields, "frequently_confused_with", Self::transition),
        };
        self.finish(fields);
        graph
    }

    fn transition(&mut self, value: &Value, pointer: &str) -> Option<Transition> {
        let Value::Object(map) = value else { return self.id(value, pointer).map(Transition::new) };
        let mut fields = self.fields(map, pointer);
        let name = if map.contains_key("error_id") { "error_id" } else { "id" };
        let id = fields.get(name).and_then(|(value, _)| EntryId::new(value.as_str()?.trim()).ok());
        let Some(id) = id else {
            return self.refuse(value, pointer, "an object whose `error_id` is the id of an entry");
        };
        let transition = Transition {
            error_id: id,
            probability: self.rate(&mut fields, "probability"),
            condition: self.text(&mut fields, "condition"),
            distinction: self.text(&mut fields, "distinction"),
        };
        self.finish(fields);
        Some(transition)
    }
}

const SEVERITIES: &[(&str, Severity)] = &[
    ("error", Severity::Error),
    ("warning", Severity::Warning),
    ("information", Severity::Information),
    ("hint", Severity::Hint),
];

const TIERS: &[(&str, VerificationTier)] = &[
    ("auto_generated", VerificationTier::AutoGenerated),
    ("reported", VerificationTier::Reported),
    ("documented", VerificationTier::Documented),
    ("human_reviewed", VerificationTier::HumanReviewed),
    ("executed", VerificationTier::Executed),
];

const BASES: &[(&str, RateBasis)] = &[
    ("proof", RateBasis::Proof),
    ("documentation", RateBasis::Documentation),
    ("reports", RateBasis::Reports),
    ("estimate", RateBasis::Estimate),
];

/// The known field that a misspelt one is nearest to: one that differs in one or two letters.
fn nearest(name: &str, known: &[&'static str]) -> Option<&'static str> {
    if name.len() > 40 {
        return None;
    }
    let best = known.iter().map(|candidate| (distance(name, candidate), *candidate)).min()?;
    (best.0 <= 1 + usize::from(name.len() > 5)).then_some(best.1)
}

/// How many letters have to be put in, taken out or exchanged to make `b` of `a` (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
