//! The lore: all entries in force, from the embedded pack and from folders, and the matcher over their signatures.

mod conditions;
mod embedded;
mod files;
mod load;
mod pack;
pub mod packages;

#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

pub use conditions::Conditions;
pub use embedded::healthy_logs;
pub use files::{entry_files, user_folder, workspace_folder};
pub use load::LoreOptions;

use crate::entry::{Entry, EntryId, read_record};
use crate::matcher::{Matcher, SignatureId, SignaturePlan};

/// Where an entry comes from. A later layer's entry replaces an earlier one's of the same id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// Embedded in the program.
    Builtin,
    /// The user's folder.
    User,
    /// The workspace's folder.
    Workspace,
    /// A folder named on the command line or in settings.
    Extra,
}

/// Names an entry of one [`Lore`]: its place in the order of ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryRef(u32);

/// All entries in force.
#[derive(Debug)]
pub struct Lore {
    members: Vec<Member>,
    /// Ids and former ids.
    names: HashMap<String, u32>,
    /// The entry of each signature.
    owners: Vec<EntryRef>,
    matcher: Matcher,
}

/// An entry in force.
#[derive(Debug)]
struct Member {
    id: EntryId,
    layer: Layer,
    path: PathBuf,
    body: Body,
    made: Arc<Made>,
    /// All that it refines, over any number of steps, sorted.
    refined: OnceLock<Vec<EntryRef>>,
}

/// What is made of an entry once somebody asks for it. It depends on the record alone.
#[derive(Debug, Default)]
struct Made {
    /// The entry of a packed body.
    unpacked: OnceLock<Box<Entry>>,
    conditions: OnceLock<Option<Conditions>>,
}

#[derive(Debug)]
enum Body {
    /// JSON that `build.rs` wrote.
    Packed(&'static [u8]),
    Read(Box<Entry>),
}

impl Member {
    fn new(id: EntryId, layer: Layer, path: PathBuf, body: Body) -> Self {
        Self { id, layer, path, body, made: Arc::default(), refined: OnceLock::new() }
    }
}

impl Lore {
    fn new(
        members: Vec<Member>,
        names: HashMap<String, u32>,
        owners: Vec<EntryRef>,
        plans: Vec<SignaturePlan>,
    ) -> Self {
        Self { members, names, owners, matcher: Matcher::new(plans) }
    }

    /// Shares what was parsed and compiled for a lore that was in force before, where the two have the same records and
    /// signatures: in an editor, lores come one after the other that differ in an entry or two.
    pub(crate) fn take_over(&mut self, former: &Self) {
        self.matcher.take_over(&former.matcher);
        for member in &mut self.members {
            let Body::Packed(json) = member.body else { continue };
            let Some(known) = former.get(&member.id).map(|entry| former.member(entry)) else { continue };
            if known.id == member.id && matches!(known.body, Body::Packed(same) if std::ptr::eq(same, json)) {
                member.made = Arc::clone(&known.made);
            }
        }
    }

    /// The matcher over the signatures of all entries.
    pub fn matcher(&self) -> &Matcher {
        &self.matcher
    }

    /// The entry that a signature belongs to.
    ///
    /// # Panics
    /// If the signature is of another lore's matcher.
    pub fn entry_of(&self, signature: SignatureId) -> EntryRef {
        self.owners[signature.0 as usize]
    }

    /// The signatures of an entry that compile, `regex` before `patterns`.
    pub fn signatures(&self, entry: EntryRef) -> impl Iterator<Item = SignatureId> + use<> {
        let start = self.owners.partition_point(|owner| *owner < entry);
        let end = self.owners.partition_point(|owner| *owner <= entry);
        // There are never more signatures than `SignatureId` can count: the matcher gave out these very ids.
        (start as u32..end as u32).map(SignatureId)
    }

    /// The record. One that is embedded is parsed when it is first asked for.
    ///
    /// # Panics
    /// If the reference is of another, larger lore.
    pub fn entry(&self, entry: EntryRef) -> &Entry {
        let member = self.member(entry);
        match &member.body {
            Body::Read(entry) => entry,
            Body::Packed(json) => member
                .made
                .unpacked
                // `build.rs` wrote it from a record that it had read.
                .get_or_init(|| {
                    let record = str::from_utf8(json).ok().and_then(read_record);
                    Box::new(record.unwrap_or_else(|| Entry::new(member.id.clone())))
                }),
        }
    }

    /// The entry of this id or former id.
    pub fn get(&self, id: impl AsRef<str>) -> Option<EntryRef> {
        self.names.get(id.as_ref()).copied().map(EntryRef)
    }

    /// An entry's id; cheaper than through the record.
    pub fn id(&self, entry: EntryRef) -> &EntryId {
        &self.member(entry).id
    }

    /// The ids of all entries, in order.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = &EntryId> {
        self.members.iter().map(|member| &member.id)
    }

    /// The domains of all entries, as their ids say them, in order.
    pub fn domains(&self) -> BTreeSet<&str> {
        self.ids().map(EntryId::domain).collect()
    }

    /// All entries, in the order of their ids.
    pub fn refs(&self) -> impl ExactSizeIterator<Item = EntryRef> + use<> {
        // There are never more entries than `EntryRef` can count: `names` counts them so.
        (0..self.members.len() as u32).map(EntryRef)
    }

    /// Where an entry comes from.
    pub fn layer(&self, entry: EntryRef) -> Layer {
        self.member(entry).layer
    }

    /// The file of an entry; of an embedded one its path in the repository.
    pub fn locate(&self, entry: EntryRef) -> &Path {
        &self.member(entry).path
    }

    /// Whether `special` refines `general`, over any number of steps. Of entries that refine each other in a circle,
    /// neither does.
    pub fn refines(&self, special: EntryRef, general: EntryRef) -> bool {
        let reaches = |from: EntryRef, to: EntryRef| self.refined(from).binary_search(&to).is_ok();
        special != general && reaches(special, general) && !reaches(general, special)
    }

    /// The conditions that an entry puts on the whole block, compiled when first asked for; `None` if it has none.
    pub fn block_conditions(&self, entry: EntryRef) -> Option<&Conditions> {
        let conditions = &self.member(entry).made.conditions;
        conditions.get_or_init(|| self.entry(entry).block.as_ref().map(Conditions::new)).as_ref()
    }

    /// How many entries are in force.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether no entry is in force.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    fn member(&self, entry: EntryRef) -> &Member {
        &self.members[entry.0 as usize]
    }

    /// All that an entry refines, over any number of steps, sorted; itself where it does so in a circle.
    pub(crate) fn refined(&self, entry: EntryRef) -> &[EntryRef] {
        self.member(entry).refined.get_or_init(|| {
            let mut reached = Vec::new();
            let mut open = vec![entry];
            while let Some(next) = open.pop() {
                for general in self.entry(next).refines.iter().filter_map(|id| self.get(id)) {
                    if !reached.contains(&general) {
                        reached.push(general);
                        open.push(general);
                    }
                }
            }
            reached.sort_unstable();
            reached
        })
    }
}
