//! Where each value of a record stands in its file.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use jsonc_parser::ast::Value;
use jsonc_parser::common::Ranged as _;
use jsonc_parser::errors::ParseError;
use jsonc_parser::{CollectOptions, ParseOptions, ParseResult, parse_to_ast};

use super::kept::escape;
use super::{Source, nested};

/// Spans of a file's values and of their names by JSON pointer, in bytes of the file.
#[derive(Debug, Clone, Default)]
pub(super) struct Spans {
    values: HashMap<String, Range<usize>>,
    names: HashMap<String, Range<usize>>,
    /// Names that occur twice in one object: the pointer, and where the later one stands.
    pub(super) twice: Vec<(String, Range<usize>)>,
}

impl Spans {
    /// Where everything stands in a JSON text that begins at byte `offset` of its file; nothing if it is not JSON.
    pub(super) fn of(text: &str, offset: usize) -> Self {
        let mut spans = Self::default();
        if let Ok(parsed) = parse_strictly(text)
            && let Some(tree) = parsed.value
        {
            spans.note(&tree, String::new(), offset);
        }
        spans
    }

    fn note(&mut self, value: &Value<'_>, pointer: String, offset: usize) {
        let moved = |range: jsonc_parser::common::Range| range.start + offset..range.end + offset;
        match value {
            Value::Object(object) => {
                for property in &object.properties {
                    let pointer = format!("{pointer}/{}", escape(property.name.as_str()));
                    let name = moved(property.name.range());
                    if self.names.insert(pointer.clone(), name.clone()).is_some() {
                        self.twice.push((pointer.clone(), name));
                    }
                    self.note(&property.value, pointer, offset);
                }
            }
            Value::Array(array) => {
                for (i, element) in array.elements.iter().enumerate() {
                    self.note(element, format!("{pointer}/{i}"), offset);
                }
            }
            _ => {}
        }
        self.values.insert(pointer, moved(value.range()));
    }
}

/// Parses JSON and nothing more than JSON.
pub(super) fn parse_strictly(text: &str) -> Result<ParseResult<'_>, ParseError> {
    let strict = ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    parse_to_ast(text, &CollectOptions::default(), &strict)
}

/// Where the values of one record stand in its file.
///
/// Asked by the pointer of the flat form (`/regex`, `/workarounds/0/how`), whatever form the record has.
#[derive(Debug, Clone, Default)]
pub struct Places {
    source: Arc<Source>,
    /// The pointer of the record in its file: empty, or `/3` in a list.
    record: String,
    nested: bool,
}

impl Places {
    pub(super) fn new(source: Arc<Source>, record: String, nested: bool) -> Self {
        Self { source, record, nested }
    }

    /// The span of the very value (a string with its quotes), or of the nearest value around it that there is.
    pub fn span(&self, pointer: &str) -> Range<usize> {
        let mut pointer = self.in_file(pointer);
        loop {
            if let Some(span) = self.source.spans().values.get(&pointer) {
                return span.clone();
            }
            match pointer.rfind('/') {
                Some(parent) => pointer.truncate(parent),
                None => return self.source.spans().values.get("").cloned().unwrap_or(0..0),
            }
        }
    }

    /// The span of a field's name with its quotes; the value's where there is no such name.
    pub fn name_span(&self, pointer: &str) -> Range<usize> {
        self.source.spans().names.get(&self.in_file(pointer)).cloned().unwrap_or_else(|| self.span(pointer))
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
        self.source.spans().values.contains_key(&self.in_file(pointer))
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
