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
        let mut making = Making::default();
        making.add((0..).zip(plans));
        making.finish()
    }
}

impl Unpacked {
    /// The index over the same signatures.
    pub(super) fn all(self) -> Search {
        let Self { literals, starts, users, always, third_forms } = self;
        Search { grams: GramIndex::new(&literals), literals, starts, users, always, third_forms }
    }

    /// The index over some of its signatures, and others. `kept` gives those their new numbers, in the order of the old ones. A
    /// literal that both need is in it twice, which costs less than to look for it here.
    pub(super) fn with<'p>(
        self,
        kept: impl Fn(u32) -> Option<u32>,
        others: impl IntoIterator<Item = (u32, &'p SignaturePlan)>,
    ) -> Search {
        let mut making = Making::default();
        for (literal, range) in self.literals.into_iter().zip(self.starts.windows(2)) {
            let id = making.literals.len() as u32;
            let users = self.users[range[0] as usize..range[1] as usize].iter();
            let renamed = users.filter_map(|user| {
                let way = Way { signature: kept(user.way.signature)?, ..user.way };
                Some((id, User { way, ..*user }))
            });
            let before = making.users.len();
            making.users.extend(renamed);
            if making.users.len() > before {
                making.literals.push(literal);
            }
        }
        making.always.extend(self.always.into_iter().filter_map(&kept));
        making.third_forms.extend(self.third_forms.into_iter().filter_map(&kept));
        making.add(others);
        making.finish()
    }
}

/// A packed index, but for the tables that are soon made of its literals. The fields are those of [`Search`].
pub(super) struct Unpacked {
    literals: Vec<Literal>,
    starts: Vec<u32>,
    users: Vec<User>,
    always: Vec<u32>,
    third_forms: Vec<u32>,
}

/// An index in the making.
#[derive(Default)]
struct Making {
    literals: Vec<Literal>,
    /// Each user, after the number of its literal.
    users: Vec<(u32, User)>,
    always: Vec<u32>,
    third_forms: Vec<u32>,
}

impl Making {
    fn add<'p>(&mut self, plans: impl IntoIterator<Item = (u32, &'p SignaturePlan)>) {
        let mut ids: HashMap<&Literal, u32> = HashMap::new();
        for (signature, plan) in plans {
            if plan.alternatives.is_empty() {
                self.always.push(signature);
            } else if plan.third_forms {
                self.third_forms.push(signature);
            }
            for (alternative, a) in (0..).zip(&plan.alternatives) {
                let literal = &a.chain[a.rarest];
                let id = *ids.entry(literal).or_insert_with(|| {
                    self.literals.push(literal.clone());
                    self.literals.len() as u32 - 1
                });
                self.users.push((id, User::new(Way { signature, alternative }, a)));
            }
        }
    }

    fn finish(mut self) -> Search {
        let (starts, users) = bucketed(self.literals.len(), &self.users, |(literal, _)| *literal as usize);
        let users = users.into_iter().map(|(_, user)| user).collect();
        self.always.sort_unstable();
        self.third_forms.sort_unstable();
        let Self { literals, always, third_forms, .. } = self;
        Search { grams: GramIndex::new(&literals), literals, starts, users, always, third_forms }
    }
}
