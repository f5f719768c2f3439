//! How an input is made from another: libFuzzer's own ways, and ways that know what logs, records and messages look like.

use libfuzzer_sys::fuzzer_mutate;
use serde_json::Value;

use crate::{json, material};

/// What inputs of a target look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// No form.
    Bytes,
    /// Lines of logs.
    Lines,
    /// One JSON value.
    Json,
    /// Bodies of messages, split by [`SPLIT`].
    Messages,
}

/// What stands between two messages of an input: no byte of UTF-8.
pub const SPLIT: u8 = 0xff;

/// Numbers by chance, the same for the same seed.
pub struct Dice(pub u64);

impl Dice {
    /// A number below `limit`; 0 if there is none.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit.max(1) as u64) as usize
    }

    /// One of a list that is not empty.
    pub fn pick<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.below(list.len())]
    }
}

/// Makes a new input of `data[..size]`, in place; gives its length.
pub fn mutate(form: Form, data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut dice = Dice(u64::from(seed));
    // Half of the time libFuzzer's ways: they know which comparisons failed.
    if form == Form::Bytes || dice.below(2) == 0 {
        return fuzzer_mutate(data, size, max_size);
    }
    let old = &data[..size];
    let new = match form {
        Form::Bytes => return fuzzer_mutate(data, size, max_size),
        Form::Lines => lines(old, &mut dice),
        Form::Json => match serde_json::from_slice(old) {
            Ok(value) => json::mutate(value, &mut dice).to_string().into_bytes(),
            Err(_) => lines(old, &mut dice),
        },
        Form::Messages => messages(old, &mut dice),
    };
    let len = new.len().min(max_size);
    data[..len].copy_from_slice(&new[..len]);
    len
}

fn messages(old: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut all: Vec<Vec<u8>> = old.split(|byte| *byte == SPLIT).map(<[u8]>::to_vec).collect();
    let at = dice.below(all.len());
    match dice.below(8) {
        0 => all.insert(at, dice.pick(crate::frames::kinds()).clone()),
        1 if all.len() > 1 => drop(all.remove(at)),
        2 => {
            let other = dice.below(all.len());
            all.swap(at, other);
        }
        3 => all.insert(at, all[at].clone()),
        _ => {
            all[at] = match serde_json::from_slice::<Value>(&all[at]) {
                Ok(value) => json::mutate(value, dice).to_string().into_bytes(),
                Err(_) => dice.pick(crate::frames::kinds()).clone(),
            };
        }
    }
    all.join(&SPLIT)
}

fn lines(old: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut all: Vec<Vec<u8>> = old.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    for _ in 0..=dice.below(3) {
        let at = dice.below(all.len());
        match dice.below(12) {
            0 => all.insert(at, dice.pick(material::lines()).as_bytes().to_vec()),
            1 => {
                let sample = dice.pick(material::samples());
                for (i, line) in sample.lines().enumerate() {
                    all.insert(at + i, line.as_bytes().to_vec());
                }
            }
            2 => all.insert(at, all[at].clone()),
            3 if all.len() > 1 => drop(all.remove(at)),
            4 => {
                let other = dice.below(all.len());
                all.swap(at, other);
            }
            5 => {
                // One line out of two.
                if at + 1 < all.len() {
                    let next = all.remove(at + 1);
                    all[at].extend(next);
                }
            }
            6 => {
                let cut = dice.below(all[at].len() + 1);
                let rest = all[at].split_off(cut);
                all.insert(at + 1, rest);
            }
            7 => {
                // The same prefix on all of some lines, as containers and clocks put it.
                let prefix = dice.pick(PREFIXES).as_bytes();
                let end = (at + 1 + dice.below(8)).min(all.len());
                for line in &mut all[at..end] {
                    line.splice(0..0, prefix.iter().copied());
                }
            }
            8 => {
                let indent = dice.below(9);
                let end = (at + 1 + dice.below(8)).min(all.len());
                for line in &mut all[at..end] {
                    line.splice(0..0, std::iter::repeat_n(b' ', indent));
                }
            }
            9 => all[at] = dice.pick(material::lines()).as_bytes().to_vec(),
            _ => {
                let place = dice.below(all[at].len() + 1);
                let piece = dice.pick(material::literals()).as_bytes();
                all[at].splice(place..place, piece.iter().copied());
            }
        }
    }
    all.join(&b'\n')
}

/// What transports put before lines.
const PREFIXES: &[&str] = &[
    "2024-01-02T15:04:05Z ",
    "[2024-01-02 15:04:05,123] ",
    "Jan  2 15:04:05 host sshd[1]: ",
    "web-1  | ",
    "[rank0]: ",
    "ERROR:root:",
    "E0102 15:04:05.123456 1 a.go:1] ",
    "#1 0.123 ",
    "##[error]",
    "│ ",
    "  | ",
    "> ",
    "\u{1b}[31m",
    "[stderr] ",
];
