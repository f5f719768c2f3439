//! Fills `{name}` with what the log says, and tells code spans from words.
//!
//! `{name:table}` is the package that has what the log names; `PACKAGE` where nobody knows it.

use super::inert::inert;
use super::{Piece, Prose};
use crate::lore::packages::placeholder;

/// The captures of a finding, ready to be put into texts.
pub(super) struct Filling<'a> {
    captures: &'a [(String, String)],
}

impl<'a> Filling<'a> {
    pub(super) fn new(captures: &'a [(String, String)]) -> Self {
        Self { captures }
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
        self.split(text).into_iter().map(|(piece, _)| piece).collect()
    }

    fn words(&self, text: &str, prose: &mut Prose) {
        for (piece, captured) in self.split(text) {
            prose.push(if captured { Piece::Code(piece) } else { Piece::Words(piece) });
        }
    }

    /// The text in pieces, and whether each comes from the log.
    fn split(&self, text: &str) -> Vec<(String, bool)> {
        let mut pieces = Vec::new();
        let mut done = 0;
        let mut from = 0;
        while let Some(open) = text[from..].find('{').map(|at| from + at) {
            let close = text[open..].find('}').map(|at| open + at);
            let found = close.and_then(|close| placeholder(&text[open + 1..close]));
            let value = found.and_then(|(name, table)| {
                let (_, value) = self.captures.iter().find(|(n, _)| n == name)?;
                let value = value.trim();
                Some(table.map_or(value.into(), |table| table.package(value).unwrap_or("PACKAGE".into())))
            });
            match (close, value) {
                (Some(close), Some(value)) => {
                    if done < open {
                        pieces.push((inert(&text[done..open]), false));
                    }
                    pieces.push((inert(&value), true));
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
