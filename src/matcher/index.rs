//! The literals of all signatures, and who needs them: what a search looks at before it looks at any signature.
//!
//! `build.rs` compiles this file too and packs the index of the embedded lore, so that starting reads no signature. It
//! names nothing of the rest of the crate but `plan` and `grams`, which both have beside it.

use std::collections::HashMap;

use super::grams::{GramIndex, Mark, bucketed};
use super::plan::{Alternative, Literal, SignaturePlan};

#[path = "index/packed.rs"]
#[allow(dead_code, reason = "build.rs writes, the program reads")]
mod packed;

/// The literals of all signatures, and who needs them.
#[derive(Debug, PartialEq)]
pub(super) struct Search {
    pub(super) grams: GramIndex,
    /// The rarest literal of every alternative, each once.
    pub(super) literals: Vec<Literal>,
    /// `users[starts[literal]..starts[literal + 1]]` need that literal.
    pub(super) starts: Vec<u32>,
    pub(super) users: Vec<User>,
    /// Signatures that need no literal: run on every line.
    pub(super) always: Vec<u32>,
    /// Signatures of which the literals do not know every form of a letter.
    pub(super) third_forms: Vec<u32>,
}

/// An alternative, with the grams of the two rarest of its other literals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct User {
    pub(super) way: Way,
    pub(super) others: [Option<Mark>; 2],
}

impl User {
    fn new(way: Way, alternative: &Alternative) -> Self {
        let mut marks = alternative.next_rarest.iter().map(|i| Mark::of(&alternative.chain[*i]));
        Self { way, others: [marks.next(), marks.next()].map(Option::flatten) }
    }
}

/// An alternative of a signature. Sorted in the order of the regex.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Way {
    pub(super) signature: u32,
    pub(super) alternative: u32,
}

impl Search {
    pub(super) fn new<'p>(plans: impl IntoIterator<Item = &'p SignaturePlan>) -> Self {
        let mut ids: HashMap<&Literal, u32> = HashMap::new();
        let mut literals = Vec::new();
        let mut ways = Vec::new();
        let (mut always, mut third_forms) = (Vec::new(), Vec::new());
        for (signature, plan) in (0..).zip(plans) {
            if plan.alternatives.is_empty() {
                always.push(signature);
            } else if plan.third_forms {
                third_forms.push(signature);
            }
            for (alternative, a) in (0..).zip(&plan.alternatives) {
                let literal = &a.chain[a.rarest];
                let id = *ids.entry(literal).or_insert_with(|| {
                    literals.push(literal.clone());
                    literals.len() as u32 - 1
                });
                ways.push((id, User::new(Way { signature, alternative }, a)));
            }
        }
        let (starts, users) = bucketed(literals.len(), &ways, |(literal, _)| *literal as usize);
        let users = users.into_iter().map(|(_, user)| user).collect();
        Self { grams: GramIndex::new(&literals), literals, starts, users, always, third_forms }
    }
}
