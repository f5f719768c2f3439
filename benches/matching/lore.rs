//! The signatures to find, lines in which they are found, and healthy lines.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use loglore::matcher::{Matcher, SignaturePlan, plan};
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
    /// that is about as common among the entries and not more common in healthy logs, so that what is made is as particular
    /// as what it is made from; and what matches a healthy line is left out, as `loglore entries check` refuses it in an
    /// entry.
    pub fn plans(&self, count: Option<usize>) -> Vec<SignaturePlan> {
        let count = count.unwrap_or(self.plans.len());
        let mut plans: Vec<SignaturePlan> = self.plans.iter().take(count).cloned().collect();
        let counts = counted(self.plans.iter().flat_map(|plan| words(&plan.regex)).map(|(_, word)| word));
        let healthy = self.counted_in_healthy(counts.keys().copied());
        let count_in = |counts: &HashMap<&str, usize>, word: &str| counts.get(word).copied().unwrap_or(0);
        let mut by_count: Vec<(usize, &str)> = counts.iter().map(|(word, count)| (*count, *word)).collect();
        by_count.sort_unstable();
        let like = |word: &str, dice: &mut Dice| -> Option<&str> {
            let (count, share) = (count_in(&counts, word), count_in(&healthy, word));
            let start = by_count.partition_point(|(other, _)| *other < count.div_ceil(2));
            let end = by_count.partition_point(|(other, _)| *other <= count * 2);
            let fits = |other: &&str| *other != word && count_in(&healthy, other) <= share;
            (0..16).filter_map(|_| dice.pick(&by_count[start..end])).map(|(_, other)| *other).find(fits)
        };
        let mut dice = Dice(11);
        let mut from = self.plans.iter().cycle();
        // Some do not parse after the exchange, some are too broad; there are enough others.
        for _ in 0..8 {
            let missing = count - plans.len();
            let mut made = Vec::new();
            for original in from.by_ref().take(missing + missing / 4) {
                let mut regex = original.regex.clone();
                for (at, word) in words(&original.regex).into_iter().rev() {
                    if let Some(other) = like(word, &mut dice) {
                        regex.replace_range(at..at + word.len(), other);
                    }
                }
                made.extend(plan(&regex, false).ok().filter(|plan| !plan.multi_line && !plan.alternatives.is_empty()));
            }
            plans.extend(self.silent(made).into_iter().take(missing));
        }
        plans
    }

    /// How often each of these stands in the healthy lines, also inside of longer words.
    fn counted_in_healthy<'w>(&self, words: impl Iterator<Item = &'w str>) -> HashMap<&'w str, usize> {
        let words: Vec<&str> = words.collect();
        let mut counts = vec![0; words.len()];
        if let Ok(automaton) = aho_corasick::AhoCorasick::new(&words) {
            for line in self.healthy.iter().flat_map(|(_, lines)| lines) {
                automaton.find_overlapping_iter(line).for_each(|found| counts[found.pattern().as_usize()] += 1);
            }
        }
        words.into_iter().zip(counts).collect()
    }

    /// Those that match no healthy line.
    fn silent(&self, plans: Vec<SignaturePlan>) -> Vec<SignaturePlan> {
        let matcher = Matcher::new(plans.clone());
        let mut broad = vec![false; plans.len()];
        for line in self.healthy.iter().flat_map(|(_, lines)| lines) {
            matcher.find(line).into_iter().for_each(|(signature, _)| broad[signature.0 as usize] = true);
        }
        plans.into_iter().zip(broad).filter_map(|(plan, broad)| (!broad).then_some(plan)).collect()
    }
}

/// How often each word comes.
fn counted<'a>(words: impl Iterator<Item = &'a str>) -> HashMap<&'a str, usize> {
    let mut counts = HashMap::new();
    words.for_each(|word| *counts.entry(word).or_default() += 1);
    counts
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
