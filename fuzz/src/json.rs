//! Mutation of JSON that leaves it JSON.

use serde_json::{Value, json};

use crate::material;
use crate::mutate::Dice;

/// The value, with one or several of its parts changed.
pub fn mutate(mut value: Value, dice: &mut Dice) -> Value {
    for _ in 0..=dice.below(3) {
        let count = nodes(&value);
        let mut at = dice.below(count);
        change(&mut value, &mut at, dice);
    }
    value
}

fn nodes(value: &Value) -> usize {
    1 + match value {
        Value::Array(list) => list.iter().map(nodes).sum(),
        Value::Object(map) => map.values().map(nodes).sum::<usize>(),
        _ => 0,
    }
}

/// Changes the node that `at` counts to; false once it was reached.
fn change(value: &mut Value, at: &mut usize, dice: &mut Dice) -> bool {
    if *at == 0 {
        edit(value, dice);
        return false;
    }
    *at -= 1;
    match value {
        Value::Array(list) => list.iter_mut().all(|value| change(value, at, dice)),
        Value::Object(map) => map.values_mut().all(|value| change(value, at, dice)),
        _ => true,
    }
}

fn edit(value: &mut Value, dice: &mut Dice) {
    if dice.below(8) == 0 {
        *value = any(dice);
        return;
    }
    match value {
        Value::String(text) => match dice.below(4) {
            0 => *text = dice.pick(material::lines()).to_string(),
            1 => text.push_str(dice.pick(material::literals()).as_str()),
            2 => text.truncate(text.floor_char_boundary(dice.below(text.len() + 1))),
            _ => {
                let at = text.floor_char_boundary(dice.below(text.len() + 1));
                let piece: &&str = dice.pick(REGEX_PIECES);
                text.insert_str(at, piece);
            }
        },
        Value::Array(list) => match dice.below(3) {
            0 if !list.is_empty() => drop(list.remove(dice.below(list.len()))),
            1 if !list.is_empty() => list.push(list[dice.below(list.len())].clone()),
            _ => list.push(any(dice)),
        },
        Value::Object(map) => {
            let names: Vec<String> = map.keys().cloned().collect();
            match dice.below(3) {
                0 if !names.is_empty() => drop(map.shift_remove(dice.pick(&names))),
                1 if !names.is_empty() => {
                    let from = map[dice.pick(&names)].clone();
                    map.insert(dice.pick(&names).clone(), from);
                }
                _ => drop(map.insert(dice.pick(NAMES).to_string(), any(dice))),
            }
        }
        Value::Number(number) => {
            let n = number.as_i64().unwrap_or(0);
            *value = match dice.below(5) {
                0 => json!(n.wrapping_add(1)),
                1 => json!(n.wrapping_sub(1)),
                2 => json!(dice.below(40)),
                3 => json!(u64::MAX),
                _ => json!(0.5),
            };
        }
        other => *other = any(dice),
    }
}

fn any(dice: &mut Dice) -> Value {
    match dice.below(10) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!([]),
        3 => json!({}),
        4 => json!(-1),
        5 => json!(1e300),
        6 => json!([[[[{}]]]]),
        7 => json!({ "": [""] }),
        8 => json!(dice.pick(material::literals())),
        _ => json!(dice.below(100)),
    }
}

/// Names that fields of records and of messages have.
const NAMES: &[&str] = &[
    "id",
    "regex",
    "patterns",
    "block",
    "all",
    "any",
    "none",
    "refines",
    "samples",
    "text",
    "workarounds",
    "action",
    "how",
    "snippet",
    "place",
    "dead_ends",
    "transition_graph",
    "leads_to",
    "error",
    "environment",
    "metadata",
    "ignore_case",
    "tags",
    "severity",
    "a/b",
    "~",
    "",
    "0",
    "uri",
    "version",
    "range",
    "position",
    "method",
    "params",
    "jsonrpc",
    "context",
    "query",
    "arguments",
    "command",
    "previousResultId",
    "contentChanges",
    "data",
];

const REGEX_PIECES: &[&str] = &[
    "(?P<a>",
    ")",
    "(",
    "[",
    "]",
    "{1,50}",
    "{2}",
    "*",
    "+?",
    "|",
    "\\d+",
    "\\b",
    "^",
    "$",
    ".*",
    "(?i)",
    "(?s)",
    "\\n",
    "\\",
    "{a}",
    "é",
    "\u{202e}",
    "`",
    "\n",
    "\r\n",
    "[^\\s]",
    "(?x)",
    "\\p{L}",
    "\\x{10ffff}",
];
