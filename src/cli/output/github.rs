//! Findings as annotations of GitHub Actions: workflow commands on standard output.

use std::io::Write;

use super::{Document, Report, Totals, severity};
use crate::card::{Card, Locale, PlainStyle, inert, short};
use crate::entry::Severity;
use crate::finding::Finding;
use crate::lore::Lore;

/// The GitHub format.
pub(in crate::cli) struct Github<'l> {
    out: std::io::Stdout,
    lore: &'l Lore,
    locale: Locale,
}

impl<'l> Github<'l> {
    pub fn new(lore: &'l Lore, locale: Locale) -> Self {
        Self { out: std::io::stdout(), lore, locale }
    }
}

impl Report for Github<'_> {
    fn finding(&mut self, document: &Document, finding: &Finding) -> anyhow::Result<()> {
        let entry = self.lore.entry(finding.entry);
        let command = match severity(entry) {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Information | Severity::Hint => "notice",
        };
        let card = Card::of_finding(self.lore, finding, self.locale);
        let message = short(&card, PlainStyle { width: 100, color: false });
        let title = crate::card::title(entry);
        writeln!(
            self.out,
            "::{command} file={},line={},endLine={},col={},endColumn={},title={}::{}",
            property(&inert(&document.path)),
            finding.start.line,
            finding.end.line,
            finding.start.column,
            finding.end.column,
            property(&inert(&format!("{title} ({})", entry.id))),
            data(message.trim_end()),
        )?;
        Ok(())
    }

    fn repeated(&mut self, _: &Document, _: &Finding) -> anyhow::Result<()> {
        Ok(())
    }

    fn flush(&mut self) -> anyhow::Result<()> {
        Ok(self.out.flush()?)
    }

    fn end(&mut self, _: &Totals) -> anyhow::Result<()> {
        self.flush()
    }
}

/// The escapes of a workflow command's message.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The escapes of a workflow command's property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
