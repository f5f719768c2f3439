//! Brings one YAML value into another.

use super::tree::{Item, List, Map, Pair, Tree, Value};
use crate::fix::change::{Change, Refused};

/// Fields by which items of a list are told apart.
const KEYS: &[&str] = &["name", "key", "containerPort", "mountPath"];
/// Fields that are written as a list of `name=value` or as a map.
const SETTINGS: &[&str] = &["environment", "labels", "args", "build_args"];
/// A new field stands before these, which are long and come last.
const LAST: &[&str] = &["jobs", "steps", "services"];

/// A snippet that is merged into a file.
pub(super) struct Merge<'m, 't> {
    pub file: &'m Tree<'t>,
    pub wanted: &'m Tree<'t>,
    /// What the file is called.
    pub name: &'m str,
}

impl Merge<'_, '_> {
    /// Brings a value into one that is there.
    pub(super) fn values(&self, there: &Value, wanted: &Value, changes: &mut Vec<Change>) -> Result<(), Refused> {
        match (there, wanted) {
            (Value::Map(there), Value::Map(wanted)) => {
                for pair in &wanted.pairs {
                    self.pair(there, pair, changes)?;
                }
                Ok(())
            }
            (Value::List(there), Value::List(wanted)) => self.lists(there, wanted, changes),
            (Value::Scalar { range, text }, Value::Scalar { range: new, text: value }) => {
                if text != value {
                    changes.push(Change::replace(range.clone(), &self.wanted.text[new.clone()]));
                }
                Ok(())
            }
            (Value::Shared { .. }, _) => {
                Err(Refused::new(format!("{} shares this value with other places (an anchor or a tag)", self.name)))
            }
            _ => Err(Refused::new(format!("{} has another kind of value there", self.name))),
        }
    }

    /// Brings one field into a map.
    pub(super) fn pair(&self, there: &Map, wanted: &Pair, changes: &mut Vec<Change>) -> Result<(), Refused> {
        let Some(old) = there.pair(&wanted.key) else { return self.new_pair(there, wanted, changes) };
        if SETTINGS.contains(&wanted.key.as_str())
            && let Some(done) = self.settings(&old.value, &wanted.value, changes)
        {
            return done;
        }
        match (&old.value, &wanted.value) {
            (Value::Nothing { .. }, Value::Nothing { .. }) => Ok(()),
            (Value::Nothing { at }, Value::Scalar { range, .. }) => {
                let colon = self.file.text[..*at].trim_end().len();
                changes.push(Change::insert(colon, format!(" {}", &self.wanted.text[range.clone()])));
                Ok(())
            }
            (Value::Nothing { .. }, value) => {
                let column = self.file.column(old.range.start);
                let indent = " ".repeat(column + 2);
                let written = self.written(value.range().start, value.range().end, &indent);
                self.line(old.range.end, &written, changes);
                Ok(())
            }
            (there, wanted) => self.values(there, wanted, changes),
        }
    }

    fn new_pair(&self, there: &Map, wanted: &Pair, changes: &mut Vec<Change>) -> Result<(), Refused> {
        if there.flow {
            let Value::Scalar { range, .. } = &wanted.value else {
                return Err(Refused::new(format!("{} writes the map in braces", self.name)));
            };
            let written = format!("{}: {}", wanted.key, &self.wanted.text[range.clone()]);
            self.in_brackets(there.pairs.last().map(|pair| pair.range.end), there.range.end, &written, changes);
            return Ok(());
        }
        let (Some(first), Some(last)) = (there.pairs.first(), there.pairs.last()) else {
            return Err(Refused::new(format!("{} has an empty map there", self.name)));
        };
        let column = self.file.column(first.range.start);
        let before = there.pairs.iter().find(|pair| LAST.contains(&pair.key.as_str()));
        let begins_line = |at: usize| self.file.text[self.file.line_start(at)..at].trim().is_empty();
        let written = self.written(wanted.range.start, wanted.range.end, &" ".repeat(column));
        match before.filter(|pair| begins_line(pair.range.start) && pair.range.start != first.range.start) {
            Some(pair) if column == 0 => {
                let mut at = self.file.line_start(pair.range.start);
                // Comments above it are its own.
                while let Some(line) = self.file.text[..at].lines().next_back().filter(|line| line.starts_with('#')) {
                    at -= line.len() + 1;
                }
                changes.push(Change::insert(at, format!("{written}\n\n")));
            }
            Some(pair) => {
                changes.push(Change::insert(self.file.line_start(pair.range.start), format!("{written}\n")));
            }
            None => self.line(last.range.end, &written, changes),
        }
        Ok(())
    }

    /// Adds the items that a list lacks; items of one name are merged.
    fn lists(&self, there: &List, wanted: &List, changes: &mut Vec<Change>) -> Result<(), Refused> {
        for item in &wanted.items {
            if let Some(old) = there.items.iter().find(|old| self.is_same(old, item)) {
                if matches!(item.value, Value::Map(_)) {
                    self.values(&old.value, &item.value, changes)?;
                }
                continue;
            }
            self.new_item(there, item, changes)?;
        }
        Ok(())
    }

    pub(super) fn new_item(&self, there: &List, item: &Item, changes: &mut Vec<Change>) -> Result<(), Refused> {
        if there.flow {
            let Value::Scalar { range, .. } = &item.value else {
                return Err(Refused::new(format!("{} writes the list in brackets", self.name)));
            };
            let end = there.items.last().map(|item| item.range.end);
            self.in_brackets(end, there.range.end, &self.wanted.text[range.clone()], changes);
            return Ok(());
        }
        let Some(last) = there.items.last() else { return Ok(()) };
        let column = self.file.column(last.range.start);
        let written = self.written(item.range.start, item.range.end, &" ".repeat(column));
        self.line(last.range.end, &written, changes);
        Ok(())
    }

    /// Whether two items are about the same thing.
    pub(super) fn is_same(&self, there: &Item, wanted: &Item) -> bool {
        let squeezed = |text: &str| text.split_whitespace().collect::<String>().replace(['"', '\''], "");
        if let (Some(there), Some(wanted)) = (there.value.map(), wanted.value.map())
            && let Some(key) = KEYS.iter().find(|key| wanted.get(key).is_some())
        {
            let value = |map: &Map| map.get(key).and_then(Value::text).map(str::to_owned);
            return value(there) == value(wanted);
        }
        let value = |tree: &Tree<'_>, item: &Item| squeezed(&tree.text[item.value.range()]);
        value(self.file, there) == value(self.wanted, wanted)
    }

    /// Settings that are there as a list of `name=value` and wanted as a map, or the other way round.
    fn settings(&self, there: &Value, wanted: &Value, changes: &mut Vec<Change>) -> Option<Result<(), Refused>> {
        let wanted: Vec<(String, String)> = match wanted {
            Value::Map(map) => map
                .pairs
                .iter()
                .map(|pair| Some((pair.key.clone(), pair.value.text()?.to_owned())))
                .collect::<Option<_>>()?,
            Value::List(list) => {
                let split = |item: &Item| {
                    let (name, value) = item.value.text()?.split_once('=')?;
                    Some((name.to_owned(), value.to_owned()))
                };
                list.items.iter().map(split).collect::<Option<_>>()?
            }
            _ => return None,
        };
        let quoted = |value: &str| {
            let plain = !value.is_empty()
                && value.parse::<f64>().is_err()
                && !matches!(value, "true" | "false" | "yes" | "no" | "on" | "off" | "null")
                && !value.starts_with(|c: char| "!&*-?{}[],#|>@`\"'%: ".contains(c))
                && !value.contains(": ")
                && !value.contains(" #");
            if plain { value.to_owned() } else { format!("\"{}\"", value.replace('\\', r"\\").replace('"', "\\\"")) }
        };
        match there {
            Value::List(list) if !list.flow => {
                let last = list.items.last()?;
                for (name, value) in wanted {
                    let written = format!("{name}={value}");
                    let old = list.items.iter().find(|item| {
                        item.value.text().is_some_and(|text| text.split('=').next() == Some(name.as_str()))
                    });
                    match old {
                        Some(old) if old.value.text() == Some(written.as_str()) => {}
                        Some(old) => changes.push(Change::replace(old.value.range(), quoted(&written))),
                        None => {
                            let indent = " ".repeat(self.file.column(last.range.start));
                            self.line(last.range.end, &format!("{indent}- {}", quoted(&written)), changes);
                        }
                    }
                }
                Some(Ok(()))
            }
            Value::Map(map) if !map.flow => {
                let last = map.pairs.last()?;
                for (name, value) in wanted {
                    match map.get(&name) {
                        Some(old) if old.text() == Some(value.as_str()) => {}
                        Some(Value::Scalar { range, .. }) => {
                            changes.push(Change::replace(range.clone(), quoted(&value)))
                        }
                        Some(_) => {
                            return Some(Err(Refused::new(format!("{} has another kind of value there", self.name))));
                        }
                        None => {
                            let indent = " ".repeat(self.file.column(last.range.start));
                            self.line(last.range.end, &format!("{indent}{name}: {}", quoted(&value)), changes);
                        }
                    }
                }
                Some(Ok(()))
            }
            _ => None,
        }
    }

    /// A piece of the snippet, moved to another indentation; the first line has it too.
    pub(super) fn written(&self, start: usize, end: usize, indent: &str) -> String {
        let tree = self.wanted;
        let column = tree.column(start);
        let piece = tree.text[start..end].trim_end();
        let lines = piece.lines().enumerate().map(|(i, line)| {
            let blank = line.len() - line.trim_start().len();
            let line = if i == 0 { line } else { &line[blank.min(column)..] };
            if line.is_empty() { String::new() } else { format!("{indent}{line}") }
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Lines behind the line on which something ends.
    pub(super) fn line(&self, end: usize, written: &str, changes: &mut Vec<Change>) {
        let (at, closed) = self.file.behind(end);
        changes.push(Change::insert(at, if closed { format!("{written}\n") } else { format!("\n{written}") }));
    }

    fn in_brackets(&self, last: Option<usize>, close: usize, written: &str, changes: &mut Vec<Change>) {
        match last {
            Some(last) => changes.push(Change::insert(last, format!(", {written}"))),
            None => changes.push(Change::insert(close - 1, written)),
        }
    }
}
