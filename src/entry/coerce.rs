//! Takes a JSON value for what its field holds, wherever its meaning is clear.

use serde_json::Value;

use super::read::{Fields, Found, Reader};
use super::{Date, EntryId, Probability, ProblemKind, Resolvable};

impl Reader {
    pub(super) fn problem(&mut self, pointer: &str, kind: ProblemKind, message: String) {
        self.problems.push(Found { pointer: pointer.to_owned(), kind, message });
    }

    /// Keeps a value that cannot be taken for what its field holds.
    pub(super) fn refuse<T>(&mut self, value: &Value, pointer: &str, expected: &str) -> Option<T> {
        let message = format!("`{}` is {}: expected {expected}", field_of(pointer), name_of(value));
        self.problem(pointer, ProblemKind::WrongType, message);
        self.kept.push(pointer.to_owned(), value.clone());
        None
    }

    /// Says that a value was understood, though the format would have it written otherwise.
    pub(super) fn untidy(&mut self, pointer: &str, value: &Value, meaning: &str) {
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
    pub(super) fn list<T>(
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
            self.kept.stood_in_list(kept, &pointer);
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

    pub(super) fn switch(&mut self, fields: &mut Fields<'_>, name: &'static str) -> bool {
        let Some((value, pointer)) = fields.get(name) else { return false };
        match as_switch(value) {
            Some(switch) => {
                if !value.is_boolean() {
                    self.untidy(&pointer, value, &format!("{switch}"));
                }
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

    pub(super) fn id(&mut self, value: &Value, pointer: &str) -> Option<EntryId> {
        match value.as_str().map(|text| EntryId::new(text.trim())) {
            Some(Ok(id)) => Some(id),
            _ => self.refuse(value, pointer, "the id of an entry, \"<domain>/<slug>\""),
        }
    }
}

/// True or false, also written as a text.
pub(super) fn as_switch(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(switch) => Some(*switch),
        Value::String(text) => text.trim().to_ascii_lowercase().parse().ok(),
        _ => None,
    }
}

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
        Some(list) if !last.is_empty() && last.bytes().all(|b| b.is_ascii_digit()) => {
            format!("{}[{}]", show(list), show(last))
        }
        _ => show(last),
    }
}

/// A value as a message names it: short, on one line.
pub(super) fn name_of(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(text) if text.is_empty() => "empty".to_owned(),
        Value::String(text) => format!("{:?}", beginning(text)),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// A text as a message names it: short, and what does not print is escaped.
pub(super) fn show(text: &str) -> String {
    let mut shown = String::new();
    for c in beginning(text).chars() {
        if matches!(c, ' '..='~') {
            shown.push(c);
        } else {
            shown.extend(c.escape_debug());
        }
    }
    shown
}

/// The beginning of a text, so that a message stays short.
fn beginning(text: &str) -> String {
    const SHOWN: usize = 60;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
