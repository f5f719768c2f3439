//! A card as Markdown, for editors.

use std::fmt::Write as _;

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
            let _ = writeln!(out, "- {}{}{}", words(label), word(Word::Colon), prose(value));
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
                Source::Page(address) => format!("[{}](<{address}>)", words(&short_address(address))),
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
                let _ = writeln!(out, "\n{indent}{}{}", words(place), word(Word::Colon).trim_end());
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
        .map(|piece| match piece {
            Piece::Words(text) => words(text),
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

/// Words that mean themselves: no emphasis, link, HTML, table, list or heading comes of them, nor a link from a bare
/// address (GitHub's and VS Code's Markdown make links of those).
fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = String::new();
    for c in text.chars() {
        match c {
            '\n' | '\r' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|' | '#' | '@' | '!' | '$' => {
                out.push('\\');
                out.push(c);
            }
            ':' => out.push_str("\\:"),
            '.' if before.to_ascii_lowercase().ends_with("www") => out.push_str("\\."),
            '-' | '+' | '=' | '.' | ')' if starts_block(&before) => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
        before.push(c);
        if before.len() > 16 {
            before.drain(..before.ceil_char_boundary(8));
            before.insert(0, 'x');
        }
    }
    out
}

/// Whether what stands before could make a list or an underlined heading of the next character.
fn starts_block(before: &str) -> bool {
    before.chars().all(|c| c.is_ascii_digit() || c == ' ')
}

fn code_span(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let fence = "`".repeat(longest_run(&text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}
