//! What diagnostics say of findings, kept while the context holds: with each line that is appended to a log all of its
//! findings are said again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};
use tower_lsp::lsp_types::Url;

use super::context::Context;
use super::diagnostics::words;
use crate::card::{Card, Locale};
use crate::finding::Finding;
use crate::lore::EntryRef;

/// So many are kept.
const MAX_KEPT: usize = 20_000;
/// Characters of a cause or a workaround in a message.
const MESSAGE_PART: usize = 400;

/// What is said of a finding wherever it stands.
#[derive(Debug)]
pub(super) struct Phrase {
    /// The id of the entry.
    pub id: String,
    /// The official page, if the client can show it.
    pub link: Option<Url>,
    /// The error.
    pub title: String,
    /// Why, and what works best; each on a line of its own.
    pub rest: String,
    /// What comes back with the diagnostic.
    pub data: Value,
}

/// All that a phrase is made of: entry, captures, the user's frames.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Key {
    entry: EntryRef,
    captures: Vec<(String, String)>,
    frames: Vec<(String, Option<u32>, Option<u32>)>,
}

/// The context, and what is said of findings with it.
type Known = (Option<Arc<Context>>, HashMap<Key, Arc<Phrase>>);

/// The phrases of one context.
#[derive(Default)]
pub(super) struct Phrases {
    known: Mutex<Known>,
}

impl Phrases {
    /// What is said of a finding.
    pub fn of(&self, context: &Arc<Context>, finding: &Finding) -> Arc<Phrase> {
        let frames = finding.frames.iter().filter(|frame| frame.user);
        let key = Key {
            entry: finding.entry,
            captures: finding.captures.clone(),
            frames: frames.map(|frame| (frame.path.clone(), frame.line, frame.column)).collect(),
        };
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        {
            let mut known = known();
            if !known.0.as_ref().is_some_and(|of| Arc::ptr_eq(of, context)) {
                *known = (Some(context.clone()), HashMap::new());
            }
            if let Some(phrase) = known.1.get(&key) {
                return phrase.clone();
            }
        }
        let phrase = Arc::new(phrase(context, finding));
        let mut known = known();
        if known.1.len() >= MAX_KEPT {
            known.1.clear();
        }
        // Another thread may have gone over to another context meanwhile.
        if known.0.as_ref().is_some_and(|of| Arc::ptr_eq(of, context)) {
            known.1.insert(key, phrase.clone());
        }
        phrase
    }
}

fn phrase(context: &Context, finding: &Finding) -> Phrase {
    let card = Card::of_finding(&context.lore, finding, context.locale());
    let link = card.link.as_deref().filter(|_| context.client.code_description).and_then(|link| Url::parse(link).ok());
    let data = json!({
        "entry": card.id,
        "captures": finding.captures.iter().cloned().collect::<std::collections::BTreeMap<_, _>>(),
        "frames": finding.frames.iter().filter(|frame| frame.user).map(|frame| json!({
            "path": frame.path, "line": frame.line, "column": frame.column,
        })).collect::<Vec<_>>(),
    });
    let zh = card.locale == Locale::Zh;
    let mut rest = String::new();
    if !card.cause.is_empty() {
        rest.push('\n');
        rest.push_str(&cut(&words(&card.cause)));
    }
    if let Some(best) = card.works.first() {
        rest.push_str(if zh { "\n可行：" } else { "\nWorks: " });
        rest.push_str(&cut(&words(&best.action)));
        if let Some(rate) = &best.rate {
            rest.push_str(&if zh { format!("（{rate}）") } else { format!(" ({rate})") });
        }
    }
    Phrase { title: words(&card.title), link, rest, data, id: card.id }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MESSAGE_PART) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}
