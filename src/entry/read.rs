//! Reads one record, field by field, however untidy it is: what can be understood is taken, all else is kept.

use serde_json::{Map, Value};

use super::kept::escape;
use super::{
    BlockConditions, Date, DeadEnd, Entry, EntryId, Kept, Place, Probability, ProblemKind, RateBasis, Resolvable,
    Sample, Severity, Snippet, Transition, TransitionGraph, VerificationTier, Workaround, nested,
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
    kept: Kept,
}

/// The fields of an object that is being read.
pub(super) struct Fields<'v> {
    map: &'v Map<String, Value>,
    pointer: String,
    known: Vec<&'static str>,
}

impl<'v> Fields<'v> {
    /// The value of a field; `None` if it is missing, null or empty.
    fn get(&mut self, name: &'static str) -> Option<(&'v Value, String)> {
        self.known.push(name);
        let value = self.map.get(name).filter(|value| match value {
            Value::Null => false,
            Value::String(text) => !text.trim().is_empty(),
            Value::Array(list) => !list.is_empty(),
            _ => true,
        })?;
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
                self.kept.push(pointer, value.clone());
            }
        }
    }

    fn problem(&mut self, pointer: &str, kind: ProblemKind, message: String) {
        self.problems.push(Found { pointer: pointer.to_owned(), kind, message });
    }

    /// Keeps a value that cannot be taken for what its field holds.
    fn refuse<T>(&mut self, value: &Value, pointer: &str, expected: &str) -> Option<T> {
        let message = format!("`{}` is {}: expected {expected}", field_of(pointer), name_of(value));
        self.problem(pointer, ProblemKind::WrongType, message);
        self.kept.push(pointer.to_owned(), value.clone());
        None
    }

    /// Says that a value was understood, though the format would have it written otherwise.
    fn untidy(&mut self, pointer: &str, value: &Value, meaning: &str) {
        let message = format!("`{}` is {}: write {meaning}", field_of(pointer), name_of(value));
        self.problem(pointer, ProblemKind::Untidy, message);
    }

    /// A text; empty if there is none.
    pub(super) fn text(&mut self, fields: &mut Fields<'_>, name: &'static str) -> String {
        self.optional_text(fields, name).unwrap_or_default()
    }

    pub(super) fn optional_text(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Option<String> {
        let (value, pointer) = fields.get(name)?;
        self.as_text(value, &pointer)
    }

    fn as_text(&mut self, value: &Value, pointer: &str) -> Option<String> {
        match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => {
                let text = number.to_string();
                self.untidy(pointer, value, &format!("it as a string, \"{text}\""));
                Some(text)
            }
            other => self.refuse(other, pointer, "a string"),
        }
    }

    /// A list of texts; a single text is a list of one.
    pub(super) fn texts(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Vec<String> {
        self.list(fields, name, |reader, value, pointer| reader.as_text(value, pointer))
    }

    /// A list; a single value is a list of one, and null is no element.
    fn list<T>(
        &mut self,
        fields: &mut Fields<'_>,
        name: &'static str,
        mut element: impl FnMut(&mut Self, &Value, &str) -> Option<T>,
    ) -> Vec<T> {
        let Some((value, pointer)) = fields.get(name) else { return Vec::new() };
        let Value::Array(list) = value else {
            // Only what can be an element is taken for a list of one: a text always, an object where objects are meant.
            if !matches!(value, Value::String(_) | Value::Object(_)) {
                return self.refuse::<Vec<T>>(value, &pointer, "a list").unwrap_or_default();
            }
            let (problems, kept) = (self.problems.len(), self.kept.len());
            let taken = element(self, value, &pointer);
            if taken.is_none() {
                self.problems.truncate(problems);
                self.kept.truncate(kept);
                return self.refuse::<Vec<T>>(value, &pointer, "a list").unwrap_or_default();
            }
            self.kept.into_list(kept, &pointer);
            // A nested record's `url` is one text by its format.
            if name != "url" {
                self.untidy(&pointer, value, "a list, `[…]`");
            }
            return taken.into_iter().collect();
        };
        let mut taken = Vec::with_capacity(list.len());
        for (i, value) in list.iter().enumerate() {
            let pointer = format!("{pointer}/{i}");
            let empty = match value {
                Value::Null => true,
                Value::String(text) => text.trim().is_empty(),
                Value::Object(map) => map.is_empty(),
                _ => false,
            };
            if empty {
                // Kept, so that the elements behind it keep their places.
                self.untidy(&pointer, value, "nothing, or what is meant");
                self.kept.push(pointer, value.clone());
            } else {
                taken.extend(element(self, value, &pointer));
            }
        }
        taken
    }

    /// An object's fields.
    pub(super) fn object<'v>(&mut self, fields: &mut Fields<'v>, name: &'static str) -> Option<Fields<'v>> {
        let (value, pointer) = fields.get(name)?;
        match value {
            Value::Object(map) => Some(self.fields(map, &pointer)),
            other => self.refuse(other, &pointer, "an object"),
        }
    }

    /// A probability: a number in 0–1, or a percentage that cannot be taken for one.
    pub(super) fn rate(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Option<Probability> {
        const EXPECTED: &str = "a number from 0 to 1";
        let (value, pointer) = fields.get(name)?;
        let (number, percent) = match value {
            Value::Number(number) => (number.as_f64(), false),
            Value::String(text) => {
                let text = text.trim();
                let number = text.strip_suffix('%');
                (number.unwrap_or(text).trim_end().parse().ok(), number.is_some())
            }
            _ => (None, false),
        };
        let taken = match number {
            Some(number) if percent => Probability::new(number / 100.0),
            // 1.5 may be a slip for 0.15 as well as one and a half percent; from 2 on, a percentage is meant.
            Some(number) if (2.0..=100.0).contains(&number) => Probability::new(number / 100.0),
            Some(number) => Probability::new(number),
            None => None,
        };
        let Some(rate) = taken else { return self.refuse(value, &pointer, EXPECTED) };
        if !value.is_number() || number != Some(rate.get()) {
            self.untidy(&pointer, value, &format!("{}", rate.get()));
        }
        Some(rate)
    }

    /// A whole number from 0.
    pub(super) fn count(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Option<u64> {
        let (value, pointer) = fields.get(name)?;
        if let Some(count) = value.as_u64() {
            return Some(count);
        }
        let number = match value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse::<u64>().map(|count| count as f64).ok(),
            _ => None,
        };
        match number {
            // Below 2^53 a float holds every whole number, so the cast is exact.
            Some(number) if number >= 0.0 && number.fract() == 0.0 && number < 9e15 => {
                let count = number as u64;
                self.untidy(&pointer, value, &count.to_string());
                Some(count)
            }
            _ => self.refuse(value, &pointer, "a whole number"),
        }
    }

    /// A day; of a point in time, the day.
    pub(super) fn date(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Option<Date> {
        const EXPECTED: &str = "a day, \"YYYY-MM-DD\"";
        let (value, pointer) = fields.get(name)?;
        let Some(text) = value.as_str().map(str::trim) else { return self.refuse(value, &pointer, EXPECTED) };
        let day = text.get(..10).unwrap_or(text);
        let rest = &text[day.len()..];
        let written = day.len() == 10
            && day.bytes().enumerate().all(|(i, b)| match i {
                4 | 7 => b == b'-',
                _ => b.is_ascii_digit(),
            });
        match day.parse::<jiff::civil::Date>() {
            Ok(date) if written && (rest.is_empty() || rest.starts_with(['T', 't', ' '])) => {
                if !rest.is_empty() {
                    self.untidy(&pointer, value, &format!("\"{date}\""));
                }
                Some(Date(date))
            }
            _ => self.refuse(value, &pointer, EXPECTED),
        }
    }

    fn switch(&mut self, fields: &mut Fields<'_>, name: &'static str) -> bool {
        let Some((value, pointer)) = fields.get(name) else { return false };
        let taken = match value {
            Value::Bool(switch) => return *switch,
            Value::String(text) => text.trim().to_ascii_lowercase().parse().ok(),
            _ => None,
        };
        match taken {
            Some(switch) => {
                self.untidy(&pointer, value, &format!("{switch}"));
                switch
            }
            None => self.refuse(value, &pointer, "true or false").unwrap_or_default(),
        }
    }

    /// A word from a fixed list, in any case, its parts set apart by `_`, `-` or a space.
    pub(super) fn word<T: Copy>(
        &mut self,
        fields: &mut Fields<'_>,
        name: &'static str,
        words: &[(&str, T)],
    ) -> Option<T> {
        let (value, pointer) = fields.get(name)?;
        self.as_word(value, &pointer, words)
    }

    fn as_word<T: Copy>(&mut self, value: &Value, pointer: &str, words: &[(&str, T)]) -> Option<T> {
        if let Some(text) = value.as_str() {
            let plain = text.trim().to_lowercase().replace(['-', ' '], "_");
            if let Some((word, taken)) = words.iter().find(|(word, _)| *word == plain) {
                if *word != text {
                    self.untidy(pointer, value, &format!("\"{word}\""));
                }
                return Some(*taken);
            }
        }
        let words: Vec<String> = words.iter().map(|(word, _)| format!("\"{word}\"")).collect();
        self.refuse(value, pointer, &format!("one of {}", words.join(", ")))
    }

    /// The three-valued word, also written as a boolean.
    pub(super) fn resolvable(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Option<Resolvable> {
        let (value, pointer) = fields.get(name)?;
        if let Value::Bool(resolvable) = value {
            self.untidy(&pointer, value, &format!("\"{resolvable}\""));
            return Some(if *resolvable { Resolvable::True } else { Resolvable::False });
        }
        self.as_word(value, &pointer, RESOLVABLE)
    }

    /// Operating systems: a list, a single name, or `false` and the words that mean none in particular.
    pub(super) fn systems(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Vec<String> {
        match fields.map.get(name) {
            Some(value @ Value::Bool(specific)) => {
                fields.known.push(name);
                let pointer = format!("{}/{name}", fields.pointer);
                let meaning = if *specific { "which systems, such as [\"windows\"]" } else { "[]" };
                self.untidy(&pointer, value, meaning);
                if *specific {
                    self.kept.push(pointer, value.clone());
                }
                Vec::new()
            }
            // A nested record names one system by its format.
            Some(Value::String(system)) if name == "os" => {
                fields.known.push(name);
                Some(system.trim().to_owned()).filter(|system| !names_no_system(system)).into_iter().collect()
            }
            _ => {
                let mut systems = self.texts(fields, name);
                systems.retain(|system| !names_no_system(system));
                systems
            }
        }
    }

    fn id(&mut self, value: &Value, pointer: &str) -> Option<EntryId> {
        match value.as_str().map(|text| EntryId::new(text.trim())) {
            Some(Ok(id)) => Some(id),
            _ => self.refuse(value, pointer, "the id of an entry, \"<domain>/<slug>\""),
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
                Some(Snippet { language: "text".to_owned(), text: text.clone() })
            }
            Value::Object(map) if map.get("text").is_some_and(Value::is_string) => {
                let mut fields = self.fields(map, &pointer);
                let snippet = Snippet {
                    language: self.optional_text(&mut fields, "language").unwrap_or_else(|| "text".to_owned()),
                    text: self.text(&mut fields, "text"),
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
            None => self.refuse(value, &pointer, "\"call\", \"before\", \"after\", \"shell\" or \"file:<name>\""),
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

const RESOLVABLE: &[(&str, Resolvable)] =
    &[("true", Resolvable::True), ("false", Resolvable::False), ("partial", Resolvable::Partial)];

fn names_no_system(system: &str) -> bool {
    let system = system.trim().to_lowercase();
    ["", "any", "all", "none", "false", "cross-platform"].contains(&system.as_str())
}

/// The name of the field that a pointer leads to: of an element of a list, with its index.
fn field_of(pointer: &str) -> String {
    let mut tokens = pointer.rsplit('/');
    let last = tokens.next().unwrap_or_default();
    match tokens.next() {
        Some(list) if !last.is_empty() && last.bytes().all(|b| b.is_ascii_digit()) => format!("{list}[{last}]"),
        _ => last.to_owned(),
    }
}

/// A value as a message names it: short, on one line.
fn name_of(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(text) if text.is_empty() => "empty".to_owned(),
        Value::String(text) => format!("{:?}", show(text)),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// The beginning of a text, so that a message stays short.
fn show(text: &str) -> String {
    const SHOWN: usize = 60;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

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
