//! Where a cursor stands in a JSON text that is being written, and so may not be JSON yet.

use std::ops::Range;

/// One step from a value to a value in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// Into an object, by the field's name as it is written.
    Field(String),
    /// Into a list.
    Item,
}

/// What is to be written at the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A field's name.
    Name,
    /// A value.
    Value,
}

/// The place of a cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct JsonCursor {
    /// From the whole text to the object whose field is named, or to the value.
    pub path: Vec<Step>,
    /// What is to be written.
    pub role: Role,
    /// The string around the cursor with its quotes (the closing one may be missing), or else the word before it. Bytes.
    pub word: Range<usize>,
    /// Whether the word is a string.
    pub quoted: bool,
    /// What of the word stands before the cursor, without the quote.
    pub typed: String,
    /// Whether a colon follows the word.
    pub colon: bool,
    /// The names that the object has besides.
    pub names: Vec<String>,
}

/// A list or an object that is not closed yet.
#[derive(Debug, Clone)]
enum Open {
    List,
    Object {
        /// The field whose value comes next, once the colon was seen.
        field: Option<String>,
        named: bool,
        names: Vec<String>,
    },
}

/// The place of byte `at`; none where nothing can be written (behind a name, behind a value, outside of everything).
pub(super) fn json_cursor(text: &str, at: usize) -> Option<JsonCursor> {
    let bytes = text.as_bytes();
    let mut stack: Vec<Open> = Vec::new();
    let mut found: Option<JsonCursor> = None;
    // How deep the object of the cursor lies; its names are collected to its end.
    let mut depth = 0;
    let mut i = 0;
    while i < bytes.len() || found.is_none() {
        let end = match bytes.get(i) {
            Some(b'"') => string_end(text, i),
            Some(byte) if is_word(*byte) => i + bytes[i..].iter().take_while(|b| is_word(**b)).count(),
            Some(_) => i + 1,
            None => i,
        };
        let string = bytes.get(i) == Some(&b'"');
        let word = string || (end > i && is_word(bytes[i]));
        let closed = string && end > i + 1 && bytes[end - 1] == b'"';
        // Behind the closing quote the string is over; at the end of a word it is still being written.
        let inside = if string { i < at && (at < end || (at == end && !closed)) } else { word && i < at && at <= end };
        let before = at <= i && found.is_none() && !inside;
        if found.is_none() && (inside || before) {
            let range = if inside { i..end } else { at..at };
            found = cursor(text, &stack, range, inside && string, at);
            found.as_ref()?;
            depth = stack.len();
        }
        if i >= bytes.len() {
            break;
        }
        match (bytes[i], stack.last_mut()) {
            (b'{', _) => stack.push(Open::Object { field: None, named: false, names: Vec::new() }),
            (b'[', _) => stack.push(Open::List),
            (b'}' | b']', _) => {
                if found.is_some() && stack.len() == depth {
                    break;
                }
                stack.pop();
            }
            (b':', Some(Open::Object { named, .. })) => *named = true,
            (b',', Some(Open::Object { field, named, .. })) => (*field, *named) = (None, false),
            (b'"', Some(Open::Object { field, named: false, names })) => {
                let name = text[i + 1..if closed { end - 1 } else { end }].to_owned();
                if !inside {
                    names.push(name.clone());
                }
                *field = Some(name);
            }
            _ => {}
        }
        i = end.max(i + 1);
    }
    if let (Some(found), Some(Open::Object { names, .. })) =
        (&mut found, depth.checked_sub(1).and_then(|d| stack.get(d)))
    {
        found.names = names.clone();
    }
    found
}

fn cursor(text: &str, stack: &[Open], word: Range<usize>, quoted: bool, at: usize) -> Option<JsonCursor> {
    let mut path = Vec::new();
    let (last, outer) = stack.split_last()?;
    for open in outer {
        path.push(step(open)?);
    }
    let role = match last {
        Open::Object { field: Some(_), named: true, .. } | Open::List => {
            path.push(step(last)?);
            Role::Value
        }
        Open::Object { field: None, .. } => Role::Name,
        // Behind a name a colon has to come first.
        Open::Object { .. } => return None,
    };
    let rest = text[word.end..].trim_start();
    Some(JsonCursor {
        path,
        role,
        typed: text[word.start + usize::from(quoted)..at.max(word.start + usize::from(quoted))].to_owned(),
        quoted,
        colon: rest.starts_with(':'),
        names: Vec::new(),
        word,
    })
}

fn step(open: &Open) -> Option<Step> {
    match open {
        Open::List => Some(Step::Item),
        Open::Object { field, .. } => field.clone().map(Step::Field),
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/' | b'$')
}

/// Behind the closing quote of a string; one that is not closed ends with its line.
fn string_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut i = start + 1;
    while let Some(byte) = bytes.get(i) {
        match byte {
            b'"' => return i + 1,
            b'\n' => return if i > start + 1 && bytes[i - 1] == b'\r' { i - 1 } else { i },
            // What is escaped may be a quote, but no end of the line.
            b'\\' if bytes.get(i + 1).is_some_and(|b| *b != b'\n') => i += 2,
            _ => i += 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The path, the role, the word and the other names at `$0`.
    fn at(text: &str) -> String {
        let place = text.find("$0").expect("a cursor");
        let text = text.replacen("$0", "", 1);
        let Some(cursor) = json_cursor(&text, place) else { return "nothing".to_owned() };
        let path: String = cursor
            .path
            .iter()
            .map(|step| match step {
                Step::Field(name) => format!("/{name}"),
                Step::Item => "/*".to_owned(),
            })
            .collect();
        let colon = if cursor.colon { " colon" } else { "" };
        let names = cursor.names.join(",");
        format!("{:?} {path} `{}` typed `{}`{colon} [{names}]", cursor.role, &text[cursor.word.clone()], cursor.typed)
    }

    #[test]
    fn names_and_values_are_told_apart_in_unfinished_text() {
        for (text, expected) in [
            ("{ $0", "Name  `` typed `` []"),
            ("{ \"re$0", "Name  `\"re` typed `re` []"),
            ("{ \"re$0g\": 1, \"id\": 2 }", "Name  `\"reg\"` typed `re` colon [id]"),
            ("{ \"a\": \"x\", \"b$0\n  \"c\": { \"d\": 1 } }", "Name  `\"b` typed `b` [a,c]"),
            ("{ \"a\": $0", "Value /a `` typed `` [a]"),
            ("{ \"a\": \"x$0", "Value /a `\"x` typed `x` [a]"),
            ("{ \"a\": [\"x\", \"$0\"] }", "Value /a/* `\"\"` typed `` []"),
            ("{ \"a\": { \"b\": [ { \"c$0", "Name /a/b/* `\"c` typed `c` []"),
            ("[{ \"a\\\"\": tr$0", "Value /*/a\\\" `tr` typed `tr` [a\\\"]"),
            ("{ \"é\": \"é$0", "Value /é `\"é` typed `é` [é]"),
        ] {
            assert_eq!(at(text), expected, "{text}");
        }
    }

    #[test]
    fn where_nothing_can_be_written_there_is_nothing() {
        for text in ["$0", "{ \"a\" $0", "{} $0", "x$0"] {
            assert_eq!(at(text), "nothing", "{text}");
        }
    }
}
