//! The signatures to find, lines in which they are found, and healthy lines.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use loglore::matcher::{SignaturePlan, plan};
use serde_json::Value;

use super::options::Options;

/// What there is to search for and in.
pub struct Lore {
    plans: Vec<SignaturePlan>,
    /// Lines in which something is found.
    pub messages: Vec<String>,
    /// Whole error texts.
    pub errors: Vec<String>,
    /// Healthy files: name and lines.
    pub healthy: Vec<(String, Vec<String>)>,
}

impl Lore {
    pub fn read(options: &Options) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let records: Vec<Value> = match &options.corpus {
            Some(folder) => {
                let text = read(&folder.join("patterns.jsonl"));
                text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
            }
            None => {
                files(&root.join("entries")).iter().filter_map(|file| serde_json::from_str(&read(file)).ok()).collect()
            }
        };
        let mut lore = Self { plans: Vec::new(), messages: Vec::new(), errors: Vec::new(), healthy: Vec::new() };
        for record in &records {
            let regexes = record["patterns"].as_array().into_iter().flatten().chain([&record["regex"]]);
            let planned = regexes.filter_map(Value::as_str).filter_map(|regex| plan(regex, false).ok());
            // Signatures over several lines are decided by blocks, which no other engine has.
            lore.plans.extend(planned.filter(|plan| !plan.multi_line && !plan.alternatives.is_empty()));
            let samples = record["samples"].as_array().into_iter().flatten().map(|sample| &sample["text"]);
            let texts: Vec<&str> = samples.chain([&record["signature"]]).filter_map(Value::as_str).collect();
            lore.messages.extend(texts.iter().flat_map(|text| text.lines()).map(str::to_owned));
            lore.errors.extend(texts.into_iter().map(str::to_owned));
        }
        let folder = options.corpus.as_ref().map_or_else(|| root.join("tests/healthy"), |corpus| corpus.join("clean"));
        let logs = files(&folder).into_iter().filter(|file| file.extension().is_none_or(|e| e != "json" && e != "md"));
        lore.healthy = logs
            .map(|file| {
                let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                (name, read(&file).lines().map(str::to_owned).collect())
            })
            .collect();
        lore
    }

    /// So many signatures: those of the entries, then others made from them by exchanging words. A word is exchanged for one
    /// that is about as common among the entries, so that what is made is as particular as what it is made from.
    pub fn plans(&self, count: Option<usize>) -> Vec<SignaturePlan> {
        let count = count.unwrap_or(self.plans.len());
        let mut plans: Vec<SignaturePlan> = self.plans.iter().take(count).cloned().collect();
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for (_, word) in self.plans.iter().flat_map(|plan| words(&plan.regex)) {
            *counts.entry(word).or_default() += 1;
        }
        let mut by_count: Vec<(usize, &str)> = counts.into_iter().map(|(word, count)| (count, word)).collect();
        by_count.sort_unstable();
        let like = |word: &str, count: usize, dice: &mut Dice| -> Option<&str> {
            let start = by_count.partition_point(|(other, _)| *other < count.div_ceil(2));
            let end = by_count.partition_point(|(other, _)| *other <= count * 2);
            dice.pick(&by_count[start..end]).map(|(_, other)| *other).filter(|other| *other != word)
        };
        let count_of = |word: &str| by_count.iter().find(|(_, other)| *other == word).map_or(0, |(count, _)| *count);
        let mut dice = Dice(11);
        let mut from = self.plans.iter().cycle();
        // Some do not parse after the exchange; there are enough others.
        for _ in 0..count * 4 {
            if plans.len() >= count {
                break;
            }
            let Some(original) = from.next() else { break };
            let mut regex = original.regex.clone();
            for (at, word) in words(&original.regex).into_iter().rev() {
                if let Some(other) = like(word, count_of(word), &mut dice) {
                    regex.replace_range(at..at + word.len(), other);
                }
            }
            plans.extend(plan(&regex, false).ok().filter(|plan| !plan.multi_line && !plan.alternatives.is_empty()));
        }
        plans
    }
}

/// The words that a regex asks for literally, four letters and longer.
fn words(regex: &str) -> Vec<(usize, &str)> {
    words_at(regex).into_iter().map(|(at, len)| (at, &regex[at..at + len])).collect()
}

/// Their places and lengths in bytes.
fn words_at(regex: &str) -> Vec<(usize, usize)> {
    let bytes = regex.as_bytes();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let rest = &regex[at..];
        match bytes[at] {
            // An escape, a class, a group's name or flags, a count: no words.
            b'\\' => at += 2,
            b'[' => at += rest.find(']').map_or(rest.len(), |end| end + 1),
            b'(' if rest.starts_with("(?") => at += rest.find(['>', ':', ')']).map_or(rest.len(), |end| end + 1),
            b'{' => at += rest.find('}').map_or(rest.len(), |end| end + 1),
            byte if byte.is_ascii_alphabetic() => {
                let len = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
                // `words?` makes the last letter optional.
                let repeated = rest.as_bytes().get(len).is_some_and(|next| b"?*+{".contains(next));
                if len >= 4 && !repeated {
                    found.push((at, len));
                }
                at += len;
            }
            _ => at += rest.chars().next().map_or(1, char::len_utf8),
        }
        while at < bytes.len() && !regex.is_char_boundary(at) {
            at += 1;
        }
    }
    found
}

fn read(file: &Path) -> String {
    std::fs::read(file).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        ignore::Walk::new(folder).flatten().map(ignore::DirEntry::into_path).filter(|path| path.is_file()).collect();
    files.sort();
    files
}

/// Picks as if at random, the same on every run.
pub struct Dice(pub u64);

impl Dice {
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        from.get((self.0 >> 33) as usize % from.len().max(1))
    }
}
