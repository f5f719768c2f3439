//! A card as plain text, for terminals and for clients without Markdown.

use anstyle::{AnsiColor, Style};
use std::fmt::Write as _;

use textwrap::WordSeparator;

use super::locale::Word;
use super::{Card, Item, Piece, Prose, Source};

/// How plain text is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlainStyle {
    /// Columns to wrap at.
    pub width: usize,
    /// Whether to use colour.
    pub color: bool,
}

impl PlainStyle {
    fn paint(self, style: Style, text: &str) -> String {
        if self.color { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    fn heading(self, text: &str) -> String {
        self.paint(Style::new().bold(), text)
    }
}

const CODE: Style = AnsiColor::Cyan.on_default();
const FAINT: Style = Style::new().dimmed();
const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Yellow.on_default();

/// The whole card.
pub fn plain(card: &Card, style: PlainStyle) -> String {
    let word = |word| card.locale.word(word);
    let mut out = String::new();
    let code = card.code.as_ref().map(|code| format!(" [{code}]")).unwrap_or_default();
    let _ = writeln!(out, "{}", style.heading(&wrap(&(prose(&card.title, style) + &code), style, "", "")));
    let _ = writeln!(out, "{}\n", style.paint(FAINT, &card.id));
    if !card.cause.is_empty() {
        let _ = writeln!(
            out,
            "{}\n{}\n",
            style.heading(word(Word::Cause)),
            wrap(&prose(&card.cause, style), style, "  ", "  ")
        );
    }
    if !card.here.is_empty() {
        let _ = writeln!(out, "{}", style.heading(word(Word::Here)));
        for (label, value) in &card.here {
            let line = format!("{label}{}{}", word(Word::Colon), prose(value, style));
            let _ = writeln!(out, "{}", wrap(&line, style, "  ", "    "));
        }
        out.push('\n');
    }
    for (heading, items, numbered) in [(Word::Works, &card.works, true), (Word::Fails, &card.fails, false)] {
        if items.is_empty() {
            continue;
        }
        let _ = writeln!(out, "{}", style.heading(word(heading)));
        for (i, one) in items.iter().enumerate() {
            let mark = if numbered { format!("  {}. ", i + 1) } else { "  ✗ ".to_owned() };
            item(&mut out, card, one, &mark, style);
        }
        out.push('\n');
    }
    for (label, lines) in &card.facts {
        if let [line] = lines.as_slice() {
            let line = format!("{}{}{}", style.heading(label), word(Word::Colon), prose(line, style));
            let _ = writeln!(out, "{}", wrap(&line, style, "", "  "));
        } else {
            let _ = writeln!(out, "{}", style.heading(label));
            for line in lines {
                let _ = writeln!(out, "{}", wrap(&prose(line, style), style, "  - ", "    "));
            }
        }
    }
    if !card.sources.is_empty() {
        let _ = writeln!(out, "{}", style.heading(word(Word::Sources)));
        for source in &card.sources {
            let (Source::Page(text) | Source::Words(text)) = source;
            let _ = writeln!(out, "{}", wrap(text, style, "  - ", "    "));
        }
    }
    let _ = writeln!(out, "{}{}{}", style.heading(word(Word::Evidence)), word(Word::Colon), card.evidence);
    if let Some(link) = &card.link {
        let _ = writeln!(out, "{}{}{link}", style.heading(word(Word::Documentation)), word(Word::Colon));
    }
    out
}

/// The card in a few lines, to stand below the line that it explains: the cause, this case, the three best things to
/// do with their code, what not to do and in one sentence why.
pub fn short(card: &Card, style: PlainStyle) -> String {
    const SHOWN: usize = 3;
    let word = |word| card.locale.word(word);
    let mut out = String::new();
    if !card.cause.is_empty() {
        let line = format!("{}{}{}", style.heading(word(Word::Cause)), word(Word::Colon), prose(&card.cause, style));
        let _ = writeln!(out, "{}", wrap(&line, style, "", "  "));
    }
    if !card.here.is_empty() {
        let parts: Vec<String> = card
            .here
            .iter()
            .map(|(label, value)| format!("{}{}{}", style.heading(label), word(Word::Colon), prose(value, style)))
            .collect();
        let _ = writeln!(out, "{}", wrap(&parts.join(word(Word::Separator)), style, "", "  "));
    }
    if !card.works.is_empty() {
        let _ = writeln!(out, "{}{}", style.heading(word(Word::Works)), word(Word::Colon).trim_end());
        for (i, one) in card.works.iter().take(SHOWN).enumerate() {
            let mark = format!("{}. ", i + 1);
            let brief = Item { remarks: Vec::new(), ..one.clone() };
            item(&mut out, card, &brief, &mark, style);
        }
    }
    if !card.fails.is_empty() {
        let _ = writeln!(out, "{}{}", style.heading(word(Word::Fails)), word(Word::Colon).trim_end());
        for one in card.fails.iter().take(SHOWN) {
            let detail = first_sentence(&one.detail);
            let brief = Item { remarks: Vec::new(), rate: None, detail, ..one.clone() };
            item(&mut out, card, &brief, "✗ ", style);
        }
    }
    out
}

fn item(out: &mut String, card: &Card, item: &Item, mark: &str, style: PlainStyle) {
    let indent = " ".repeat(mark.chars().count());
    let colour = if mark.contains('✗') { BAD } else { GOOD };
    let mut line = prose(&item.action, style);
    if let Some(rate) = &item.rate {
        let _ = write!(line, " {}", style.paint(colour, &format!("({rate})")));
    }
    if !item.detail.is_empty() {
        let ended = line.ends_with(['.', '!', '?', '。', ':']);
        let _ = write!(line, "{}{}", if ended { " " } else { " — " }, prose(&item.detail, style));
    }
    let _ = writeln!(out, "{}", wrap(&line, style, mark, &indent));
    for (label, text) in &item.remarks {
        let line = format!("{label}{}{}", card.locale.word(Word::Colon), prose(text, style));
        let _ = writeln!(out, "{}", wrap(&line, style, &indent, &indent));
    }
    if let Some((_, code)) = &item.code {
        if let Some(place) = &item.place {
            let _ = writeln!(
                out,
                "{indent}{}",
                style.paint(FAINT, &format!("{place}{}", card.locale.word(Word::Colon).trim_end()))
            );
        }
        for line in code.trim_end().lines() {
            let _ = writeln!(out, "{indent}    {}", style.paint(CODE, line));
        }
    }
}

fn first_sentence(prose: &Prose) -> Prose {
    let mut first = Vec::new();
    for piece in prose {
        if let Piece::Words(text) = piece {
            let end = text.find(". ").map(|at| at + 1).or_else(|| text.find('。').map(|at| at + '。'.len_utf8()));
            if let Some(end) = end {
                first.push(Piece::Words(text[..end].to_owned()));
                break;
            }
        }
        first.push(piece.clone());
    }
    first
}

fn prose(prose: &Prose, style: PlainStyle) -> String {
    prose
        .iter()
        .map(|piece| match piece {
            Piece::Words(text) => text.replace('\n', " "),
            Piece::Code(text) if style.color => style.paint(CODE, &text.replace('\n', " ")),
            Piece::Code(text) => format!("`{}`", text.replace('\n', " ")),
        })
        .collect()
}

fn wrap(text: &str, style: PlainStyle, first: &str, rest: &str) -> String {
    // Between the signs of a Chinese text a line may end anywhere; a path or a command is not to be broken.
    let ideographs = text.chars().any(|c| ('\u{2e80}'..='\u{ffef}').contains(&c));
    let separator = if ideographs { WordSeparator::UnicodeBreakProperties } else { WordSeparator::AsciiSpace };
    let options = textwrap::Options::new(style.width)
        .word_separator(separator)
        .initial_indent(first)
        .subsequent_indent(rest)
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::fill(text, options)
}
