//! Fills `{name}` with what the log says, and tells code spans from words.
//!
//! `{name:table}` is the package that has what the log names; `PACKAGE` where nobody knows it. In words, what the entry would
//! capture and this log does not say is an ellipsis, as in titles; in code it stays as it is written, to be filled in.

use std::borrow::Cow;

use super::inert::inert;
use super::{Piece, Prose};
use crate::entry::Entry;
use crate::lore::packages::{Table, placeholder};

/// The captures of a finding, ready to be put into texts of its entry.
pub(super) struct Filling<'a> {
    entry: &'a Entry,
    captures: &'a [(String, String)],
}

impl<'a> Filling<'a> {
    pub(super) fn new(entry: &'a Entry, captures: &'a [(String, String)]) -> Self {
        Self { entry, captures }
    }

    /// An entry's text: its back-ticked spans are code, and so is whatever comes from the log.
    pub(super) fn prose(&self, text: &str) -> Prose {
        let mut prose = Vec::new();
        let mut rest = text.trim();
        while let Some(open) = rest.find('`') {
            let ticks = rest[open..].bytes().take_while(|b| *b == b'`').count();
            let fence = &rest[open..open + ticks];
            let Some(close) = rest[open + ticks..].find(fence) else { break };
            self.words(&rest[..open], &mut prose);
            let code = rest[open + ticks..open + ticks + close].trim();
            if !code.is_empty() {
                prose.push(Piece::Code(self.code(code)));
            }
            rest = &rest[open + ticks + close + ticks..];
        }
        self.words(rest, &mut prose);
        prose
    }

    /// Code with the captures in their places.
    pub(super) fn code(&self, text: &str) -> String {
        self.split(text, |_| None).into_iter().map(|(piece, _)| piece).collect()
    }

    fn words(&self, text: &str, prose: &mut Prose) {
        let unsaid = |name: &str| self.is_capture(name).then(|| "…".to_owned());
        for (piece, captured) in self.split(text, unsaid) {
            prose.push(if captured { Piece::Code(piece) } else { Piece::Words(piece) });
        }
    }

    /// Whether a signature of the entry has a group of this name.
    fn is_capture(&self, name: &str) -> bool {
        self.entry.regexes().any(|regex| regex.contains(&format!("<{name}>")))
    }

    /// The text in pieces, and whether each comes from the log; `unsaid` gives what stands for a capture that there is not.
    fn split(&self, text: &str, unsaid: impl Fn(&str) -> Option<String>) -> Vec<(String, bool)> {
        let mut pieces = Vec::new();
        let mut done = 0;
        let mut from = 0;
        while let Some(open) = text[from..].find('{').map(|at| from + at) {
            let close = text[open..].find('}').map(|at| open + at);
            let found = close.and_then(|close| placeholder(&text[open + 1..close]));
            let value = found.and_then(|(name, table)| {
                let Some((_, value)) = self.captures.iter().find(|(n, _)| n == name) else {
                    return unsaid(name).map(|instead| (instead, false));
                };
                let value = value.trim();
                let package = |table: Table| table.package(value).map_or("PACKAGE".to_owned(), Cow::into_owned);
                Some((table.map_or_else(|| value.to_owned(), package), true))
            });
            match (close, value) {
                (Some(close), Some((value, captured))) => {
                    if done < open {
                        pieces.push((inert(&text[done..open]), false));
                    }
                    pieces.push((inert(&value), captured));
                    done = close + 1;
                    from = done;
                }
                _ => from = open + 1,
            }
        }
        if done < text.len() {
            pieces.push((inert(&text[done..]), false));
        }
        pieces
    }
}
