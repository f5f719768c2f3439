//! A card as Markdown, for editors.

use std::fmt::Write as _;

use super::escape::{At, escaped};
use super::locale::Word;
use super::{Card, Item, Piece, Prose, Source};

/// The card as CommonMark. Nothing of a log or an entry is markup in it but what this module writes itself.
pub fn markdown(card: &Card) -> String {
    let word = |word| card.locale.word(word);
    let mut out = String::new();
    let _ = writeln!(out, "### {}\n", prose(&card.title));
    let mut tags = code_span(&card.id);
    if let Some(code) = &card.code {
        let _ = write!(tags, " {}", code_span(code));
    }
    let _ = writeln!(out, "{tags}\n");
    if !card.cause.is_empty() {
        let _ = writeln!(out, "**{}**{}{}\n", word(Word::Cause), word(Word::Colon), prose(&card.cause));
    }
    if !card.here.is_empty() {
        let _ = writeln!(out, "**{}**\n", word(Word::Here));
        for (label, value) in &card.here {
            let _ = writeln!(out, "- {}{}{}", escaped(label, At::Start), word(Word::Colon), prose(value));
        }
        out.push('\n');
    }
    items(&mut out, card, Word::Works, &card.works, true);
    items(&mut out, card, Word::Fails, &card.fails, false);
    for (label, lines) in &card.facts {
        if let [line] = lines.as_slice() {
            let _ = writeln!(out, "**{label}**{}{}\n", word(Word::Colon), prose(line));
        } else {
            let _ = writeln!(out, "**{label}**\n");
            for line in lines {
                let _ = writeln!(out, "- {}", prose(line));
            }
            out.push('\n');
        }
    }
    if !card.sources.is_empty() {
        let sources: Vec<String> = card
            .sources
            .iter()
            .map(|source| match source {
                Source::Page(address) => format!("[{}](<{address}>)", escaped(&short_address(address), At::Label)),
                Source::Words(text) => words(text),
            })
            .collect();
        let _ =
            writeln!(out, "**{}**{}{}\n", word(Word::Sources), word(Word::Colon), sources.join(word(Word::Separator)));
    }
    let _ = write!(out, "*{}{}{}*", word(Word::Evidence), word(Word::Colon), words(&card.evidence));
    if let Some(link) = &card.link {
        let _ = write!(out, "{}[{}](<{link}>)", word(Word::Separator), word(Word::Documentation));
    }
    out.push('\n');
    out
}

fn items(out: &mut String, card: &Card, heading: Word, items: &[Item], numbered: bool) {
    if items.is_empty() {
        return;
    }
    let word = |word| card.locale.word(word);
    let _ = writeln!(out, "**{}**\n", word(heading));
    for (i, item) in items.iter().enumerate() {
        let mark = if numbered { format!("{}. ", i + 1) } else { "- ".to_owned() };
        let indent = " ".repeat(mark.len());
        let _ = write!(out, "{mark}{}", prose(&item.action));
        if let Some(rate) = &item.rate {
            let _ = write!(out, " — {}", words(rate));
        }
        out.push('\n');
        if !item.detail.is_empty() {
            let _ = writeln!(out, "\n{indent}{}", prose(&item.detail));
        }
        for (label, text) in &item.remarks {
            let _ = writeln!(out, "\n{indent}*{label}*{}{}", word(Word::Colon), prose(text));
        }
        if let Some((language, code)) = &item.code {
            if let Some(place) = &item.place {
                let _ = writeln!(out, "\n{indent}{}{}", escaped(place, At::Start), word(Word::Colon).trim_end());
            }
            let fence = "`".repeat(longest_run(code).max(2) + 1);
            let language: String = language.chars().filter(char::is_ascii_alphanumeric).collect();
            let _ = writeln!(out, "\n{indent}{fence}{language}");
            for line in code.trim_end().lines() {
                let _ = writeln!(out, "{indent}{line}");
            }
            let _ = writeln!(out, "{indent}{fence}");
        }
    }
    out.push('\n');
}

fn prose(prose: &Prose) -> String {
    prose
        .iter()
        .enumerate()
        .map(|(i, piece)| match piece {
            Piece::Words(text) => escaped(text, if i == 0 { At::Start } else { At::Within }),
            Piece::Code(text) => code_span(text),
        })
        .collect()
}

/// An address without what every address has, cut where it is long.
fn short_address(address: &str) -> String {
    const LONGEST: usize = 60;
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest).trim_end_matches('/');
    // An address is ASCII: every byte is a character.
    if rest.len() <= LONGEST { rest.to_owned() } else { format!("{}…", &rest[..LONGEST]) }
}

/// Words behind something else on their line.
fn words(text: &str) -> String {
    escaped(text, At::Within)
}

/// Text as a code span of CommonMark, in which nothing is markup. Line ends become spaces.
pub fn code_span(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let fence = "`".repeat(longest_run(&text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Code as a fenced block of CommonMark; of `language` only letters and digits count.
pub fn code_block(language: &str, code: &str) -> String {
    let fence = "`".repeat(longest_run(code).max(2) + 1);
    let language: String = language.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{fence}{language}\n{}\n{fence}\n", code.trim_end())
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}
