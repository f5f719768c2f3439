//! Findings for people: the line with its marker, as compilers print, then a short card.

use std::io::Write;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr as _;

use super::{Document, Report, Totals, severity, severity_word, size};
use crate::card::{Card, Locale, PlainStyle, inert, short, title};
use crate::entry::Severity;
use crate::finding::Finding;
use crate::lore::Lore;

/// The text format.
pub(in crate::cli) struct Text<'l, W> {
    out: W,
    lore: &'l Lore,
    locale: Locale,
    style: PlainStyle,
}

impl<'l, W: Write> Text<'l, W> {
    pub fn new(out: W, lore: &'l Lore, locale: Locale, style: PlainStyle) -> Self {
        Self { out, lore, locale, style }
    }

    /// The place and the line with its marker, as compilers print them.
    fn headline(&mut self, document: &Document, finding: &Finding) -> anyhow::Result<()> {
        let entry = self.lore.entry(finding.entry);
        let colour = match severity(entry) {
            Severity::Error => AnsiColor::Red,
            Severity::Warning => AnsiColor::Yellow,
            Severity::Information | Severity::Hint => AnsiColor::Cyan,
        };
        let strong = self.paint(colour.on_default().bold());
        let bold = self.paint(Style::new().bold());
        let faint = self.paint(AnsiColor::Blue.on_default().bold());
        let title = match (&entry.signature_zh, self.locale) {
            (Some(chinese), Locale::Zh) => inert(chinese),
            _ => inert(title(entry)),
        };
        let word = severity_word(severity(entry));
        let id = inert(entry.id.as_str());
        writeln!(self.out, "{strong}{word}[{id}]{strong:#}{bold}: {}{bold:#}", title.replace('\n', " "))?;
        let number = finding.start.line.to_string();
        let margin = " ".repeat(number.len());
        let path = inert(&document.path);
        writeln!(self.out, "{margin}{faint}-->{faint:#} {path}:{number}:{}", finding.start.column)?;
        writeln!(self.out, "{margin} {faint}|{faint:#}")?;
        let (line, marker) = shown(&finding.text, finding.marker.clone(), self.style.width);
        let before = " ".repeat(line[..marker.start].width());
        let carets = "^".repeat(line[marker].width().max(1));
        writeln!(self.out, "{faint}{number} |{faint:#} {line}")?;
        writeln!(self.out, "{margin} {faint}|{faint:#} {before}{strong}{carets}{strong:#}")?;
        Ok(())
    }

    fn paint(&self, style: Style) -> Style {
        if self.style.color { style } else { Style::new() }
    }
}

impl<W: Write> Report for Text<'_, W> {
    fn finding(&mut self, document: &Document, finding: &Finding) -> anyhow::Result<()> {
        self.headline(document, finding)?;
        let mut card = Card::of_finding(self.lore, finding, self.locale);
        if finding.cause.is_some() && self.lore.entry(finding.entry).is_wrapper() {
            // What to do stands at the cause.
            card.cause.clear();
            card.works.clear();
            card.fails.clear();
        }
        let card = short(&card, PlainStyle { width: self.style.width - 2, ..self.style });
        for line in card.lines() {
            writeln!(self.out, "  {line}")?;
        }
        writeln!(self.out)?;
        Ok(())
    }

    fn repeated(&mut self, document: &Document, finding: &Finding) -> anyhow::Result<()> {
        let id = &self.lore.entry(finding.entry).id;
        writeln!(
            self.out,
            "{}:{}: {id} was found {} times in all",
            inert(&document.path),
            finding.start.line,
            finding.count
        )?;
        Ok(())
    }

    fn flush(&mut self) -> anyhow::Result<()> {
        Ok(self.out.flush()?)
    }

    fn end(&mut self, totals: &Totals) -> anyhow::Result<()> {
        let plural = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
        let mut line = plural(totals.kinds, "known error");
        if totals.findings > totals.kinds {
            line.push_str(&format!(" in {}", plural(totals.findings, "place")));
        }
        line.push_str(&format!(
            " · {}, {}, {} · {:.2} s",
            plural(totals.documents, "file"),
            plural(totals.lines, "line"),
            size(totals.bytes as u64),
            totals.elapsed.as_secs_f64()
        ));
        if totals.unread > 0 {
            line.push_str(&format!(" · {} could not be read", totals.unread));
        }
        if totals.ignored > 0 {
            line.push_str(&format!(" · {} left out by .gitignore (--no-ignore)", plural(totals.ignored, "log file")));
        }
        writeln!(self.out, "{line}")?;
        Ok(self.out.flush()?)
    }
}

/// The part of a line that fits beside its marker, harmless, and the marker in it.
fn shown(text: &str, marker: std::ops::Range<usize>, width: usize) -> (String, std::ops::Range<usize>) {
    // A tab counts as one column in a width, but not on the screen.
    let text = &text.replace('\t', " ");
    let room = width.saturating_sub(12).max(40);
    if text.width() <= room {
        let before = inert(&text[..marker.start]);
        let marked = inert(&text[marker.clone()]);
        let range = before.len()..before.len() + marked.len();
        return (format!("{before}{marked}{}", inert(&text[marker.end..])), range);
    }
    let marked = cut(&text[marker.clone()], room * 3 / 4, false);
    let left = room - marked.width();
    let before = cut(&text[..marker.start], left / 3, true);
    let after = cut(&text[marker.end..], left.saturating_sub(before.width()), false);
    let range = before.len()..before.len() + marked.len();
    (format!("{before}{marked}{after}"), range)
}

/// As much of a text as fits, harmless, with `…` where something is missing.
fn cut(text: &str, columns: usize, from_end: bool) -> String {
    let whole = inert(text);
    if whole.width() <= columns {
        return whole;
    }
    let mut kept = String::new();
    let mut used = 1;
    let mut take = |c: char| {
        used += unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
        used <= columns.max(1)
    };
    if from_end {
        kept.extend(whole.chars().rev().take_while(|c| take(*c)));
        format!("…{}", kept.chars().rev().collect::<String>())
    } else {
        kept.extend(whole.chars().take_while(|c| take(*c)));
        kept.push('…');
        kept
    }
}
