//! Where each value of a record stands in its file.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use jsonc_parser::ast::Value;
use jsonc_parser::common::Ranged as _;

use super::kept::escape;
use super::nested;

/// Spans of a file's values and of their names by JSON pointer, in bytes of the file.
#[derive(Debug, Default)]
pub(super) struct Spans {
    values: HashMap<String, Range<usize>>,
    names: HashMap<String, Range<usize>>,
}

/// Where the values of one record stand in its file.
///
/// Asked by the pointer of the flat form (`/regex`, `/workarounds/0/how`), whatever form the record has.
#[derive(Debug, Clone, Default)]
pub struct Places {
    spans: Arc<Spans>,
    /// The pointer of the record in its file: empty, or `/3` in a list.
    record: String,
    nested: bool,
}

impl Places {
    pub(super) fn new(spans: Arc<Spans>, record: String, nested: bool) -> Self {
        Self { spans, record, nested }
    }

    /// The span of the very value (a string with its quotes), or of the nearest value around it that there is.
    pub fn span(&self, pointer: &str) -> Range<usize> {
        let mut pointer = self.in_file(pointer);
        loop {
            if let Some(span) = self.spans.values.get(&pointer) {
                return span.clone();
            }
            match pointer.rfind('/') {
                Some(parent) => pointer.truncate(parent),
                None => return self.spans.values.get("").cloned().unwrap_or(0..0),
            }
        }
    }

    /// The span of a field's name with its quotes; the value's where there is no such name.
    pub fn name_span(&self, pointer: &str) -> Range<usize> {
        self.spans.names.get(&self.in_file(pointer)).cloned().unwrap_or_else(|| self.span(pointer))
    }

    /// Whether the record has the nested form, which knows fewer fields than ours.
    pub fn is_nested(&self) -> bool {
        self.nested
    }

    /// Whether the record is one of a list.
    pub fn is_in_list(&self) -> bool {
        !self.record.is_empty()
    }

    /// Whether there is a value at this very pointer.
    pub fn holds(&self, pointer: &str) -> bool {
        self.spans.values.contains_key(&self.in_file(pointer))
    }

    /// The span of what stands at a pointer of the record as it is written, nested or flat: of its name if `name`.
    pub(super) fn written(&self, pointer: &str, name: bool) -> Range<usize> {
        let written = Self { nested: false, ..self.clone() };
        if name { written.name_span(pointer) } else { written.span(pointer) }
    }

    fn in_file(&self, pointer: &str) -> String {
        let inside = if self.nested { nested::in_nested(pointer) } else { pointer.into() };
        format!("{}{inside}", self.record)
    }
}

/// Notes the span of `value` and of everything in it, `offset` bytes further than the parser counts. Names that occur
/// twice in one object are put into `twice`, with their pointer.
pub(super) fn note(
    value: &Value<'_>,
    pointer: &str,
    offset: usize,
    spans: &mut Spans,
    twice: &mut Vec<(String, Range<usize>)>,
) {
    let moved = |range: jsonc_parser::common::Range| range.start + offset..range.end + offset;
    spans.values.insert(pointer.to_owned(), moved(value.range()));
    match value {
        Value::Object(object) => {
            for property in &object.properties {
                let pointer = format!("{pointer}/{}", escape(property.name.as_str()));
                let name = moved(property.name.range());
                if spans.names.insert(pointer.clone(), name.clone()).is_some() {
                    twice.push((pointer.clone(), name));
                }
                note(&property.value, &pointer, offset, spans, twice);
            }
        }
        Value::Array(array) => {
            for (i, element) in array.elements.iter().enumerate() {
                note(element, &format!("{pointer}/{i}"), offset, spans, twice);
            }
        }
        _ => {}
    }
}
