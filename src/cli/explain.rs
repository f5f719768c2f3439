//! `loglore explain`: the whole card of an entry, named by its id or by an error message.

use std::collections::HashSet;
use std::io::Write as _;

use clap::{Args, ValueEnum};

use super::{LoreArgs, Outcome, ShowArgs, knowledge};
use crate::card::{Card, markdown, plain, title};
use crate::entry::EntryId;
use crate::finding::{ScanOptions, find};
use crate::lore::{EntryRef, Lore};

/// How many entries are proposed where none is meant for certain.
const PROPOSED: usize = 5;

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// An entry's id (`python/module-not-found`), its error code (`E0382`), or an error message
    #[arg(required = true, value_name = "ID-or-TEXT")]
    text: Vec<String>,
    /// How the card is printed
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    #[command(flatten)]
    lore: LoreArgs,
    #[command(flatten)]
    show: ShowArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// The Markdown of an editor's hover
    Markdown,
}

pub(super) fn run(args: &ExplainArgs) -> anyhow::Result<Outcome> {
    let lore = knowledge::load(&args.lore)?;
    let text = args.text.join(" ");
    let (locale, style) = (args.show.locale(), args.show.style());
    let mut out = args.show.stdout();
    let named = by_name(&lore, text.trim());
    let cards: Vec<Card> = if named.is_empty() {
        let findings = find(&lore, ScanOptions::default(), text.as_bytes());
        findings.iter().map(|finding| Card::of_finding(&lore, finding, locale)).collect()
    } else {
        named.into_iter().map(|entry| Card::of_entry(&lore, entry, locale)).collect()
    };
    if !cards.is_empty() {
        let (cards, between): (Vec<String>, _) = match args.format {
            Format::Text => (cards.iter().map(|card| plain(card, style)).collect(), "\n"),
            Format::Markdown => (cards.iter().map(markdown).collect(), "\n---\n\n"),
        };
        out.write_all(cards.join(between).as_bytes())?;
        return Ok(Outcome::Nothing);
    }
    let near = nearest(&lore, &text);
    let mut stderr = std::io::stderr().lock();
    writeln!(stderr, "loglore: no entry has this id, and none matches this text")?;
    if !near.is_empty() {
        writeln!(stderr, "Entries with like words:")?;
        for entry in near {
            let entry = lore.entry(entry);
            writeln!(stderr, "  {}  {}", entry.id, title(entry))?;
        }
    }
    Ok(Outcome::Something)
}

/// The entries that a word names: by id or former id, by the slug alone, by error code.
fn by_name(lore: &Lore, name: &str) -> Vec<EntryRef> {
    if name.contains(char::is_whitespace) {
        return Vec::new();
    }
    if let Some(entry) = EntryId::new(name).ok().and_then(|id| lore.get(&id)) {
        return vec![entry];
    }
    let code =
        |entry: &EntryRef| lore.entry(*entry).error_code.as_deref().is_some_and(|code| code.eq_ignore_ascii_case(name));
    let slug = |entry: &EntryRef| lore.entry(*entry).id.as_str().split_once('/').is_some_and(|(_, slug)| slug == name);
    let mut named: Vec<EntryRef> = lore.refs().filter(slug).collect();
    if named.is_empty() {
        named = lore.refs().filter(code).collect();
    }
    named
}

/// The entries whose id, title and code share the most telling words with a text: a word tells the more the fewer
/// entries have it.
fn nearest(lore: &Lore, text: &str) -> Vec<EntryRef> {
    let wanted = words(text);
    let own: Vec<(EntryRef, HashSet<String>)> = lore
        .refs()
        .map(|entry| {
            let record = lore.entry(entry);
            let code = record.error_code.as_deref().unwrap_or_default();
            (entry, words(&format!("{} {} {code}", record.id, record.signature)))
        })
        .collect();
    let weight = |word: &String| 1.0 / own.iter().filter(|(_, words)| words.contains(word)).count() as f64;
    let weights: Vec<(&String, f64)> = wanted.iter().map(|word| (word, weight(word))).collect();
    let mut scored: Vec<(f64, EntryRef)> = own
        .iter()
        .filter_map(|(entry, words)| {
            let shared: Vec<f64> = weights.iter().filter(|(word, _)| words.contains(*word)).map(|(_, w)| *w).collect();
            (!shared.is_empty() && shared.len() * 3 >= wanted.len().min(6)).then(|| (shared.iter().sum(), *entry))
        })
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    scored.into_iter().take(PROPOSED).map(|(_, entry)| entry).collect()
}

fn words(text: &str) -> HashSet<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2).map(str::to_lowercase).collect()
}
