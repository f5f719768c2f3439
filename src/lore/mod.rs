//! The lore: all entries in force, from the embedded pack and from folders, and the matcher over their signatures.

mod conditions;
mod embedded;
mod files;
mod load;
mod pack;
pub mod packages;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

pub use conditions::Conditions;
pub use embedded::healthy_logs;
pub use files::{entry_files, user_folder, workspace_folder};
pub use load::LoreOptions;

use crate::entry::{Entry, EntryId};
use crate::matcher::{Matcher, Plan, SignatureId};
use embedded::PackedEntry;

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
    /// In the order of their ids.
    members: Vec<Member>,
    /// Other names that lead to a member, sorted.
    aliases: Vec<(Cow<'static, str>, u32)>,
    /// The entry of each signature.
    owners: Vec<EntryRef>,
    matcher: Matcher,
}

/// An entry in force.
#[derive(Debug)]
struct Member {
    id: EntryId,
    layer: Layer,
    body: Body,
    /// All that it refines, over any number of steps, sorted.
    refined: OnceLock<Box<[EntryRef]>>,
}

/// What is made of an entry once somebody asks for it. It depends on the record alone.
#[derive(Debug, Default)]
struct Made {
    conditions: OnceLock<Option<Box<Conditions>>>,
}

#[derive(Debug)]
enum Body {
    /// Packed by `build.rs`.
    Packed(&'static PackedEntry),
    /// Read from a file.
    Read(Box<Read>),
}

#[derive(Debug)]
struct Read {
    entry: Entry,
    path: PathBuf,
    made: Made,
}

impl Member {
    fn packed(entry: &'static PackedEntry) -> Self {
        Self { id: entry.id.clone(), layer: Layer::Builtin, body: Body::Packed(entry), refined: OnceLock::new() }
    }

    fn read(entry: Entry, path: PathBuf, layer: Layer) -> Self {
        let id = entry.id.clone();
        let body = Body::Read(Box::new(Read { entry, path, made: Made::default() }));
        Self { id, layer, body, refined: OnceLock::new() }
    }

    fn path(&self) -> &Path {
        match &self.body {
            Body::Packed(packed) => packed.path(),
            Body::Read(read) => &read.path,
        }
    }

    fn made(&self) -> &Made {
        match &self.body {
            Body::Packed(packed) => &packed.made,
            Body::Read(read) => &read.made,
        }
    }
}

impl Lore {
    fn new(
        members: Vec<Member>,
        mut aliases: Vec<(Cow<'static, str>, u32)>,
        owners: Vec<EntryRef>,
        plans: Vec<Plan>,
    ) -> Self {
        aliases.sort_unstable();
        Self { members, aliases, owners, matcher: Matcher::of(plans, || embedded::packed().index) }
    }

    /// The embedded entries, all of them and nothing else.
    fn embedded() -> Self {
        let packed = embedded::packed();
        let mut owners = Vec::with_capacity(packed.plans.len());
        for (place, entry) in (0..).map(EntryRef).zip(&packed.entries) {
            owners.resize(entry.end_of_plans as usize, place);
        }
        Self {
            members: packed.entries.iter().map(Member::packed).collect(),
            aliases: packed.aliases.iter().map(|(alias, place)| (Cow::Borrowed(*alias), *place)).collect(),
            owners,
            matcher: Matcher::packed(&packed.plans, packed.index),
        }
    }

    /// Shares the regexes that were compiled for a lore that was in force before: in an editor, lores come one after the
    /// other that differ in an entry or two.
    pub(crate) fn take_over(&mut self, former: &Self) {
        self.matcher.take_over(&former.matcher);
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
        match &self.member(entry).body {
            Body::Read(read) => &read.entry,
            Body::Packed(packed) => packed.entry(),
        }
    }

    /// The entry of this id or former id.
    pub fn get(&self, id: impl AsRef<str>) -> Option<EntryRef> {
        let id = id.as_ref();
        let place = self.members.binary_search_by(|member| member.id.as_str().cmp(id));
        let named = || {
            let at = self.aliases.partition_point(|(alias, _)| alias.as_ref() < id);
            self.aliases.get(at).filter(|(alias, _)| alias == id).map(|(_, place)| *place)
        };
        // There are never more entries than `EntryRef` can count: the aliases count them so.
        place.ok().map(|place| place as u32).or_else(named).map(EntryRef)
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
        // There are never more entries than `EntryRef` can count: the aliases count them so.
        (0..self.members.len() as u32).map(EntryRef)
    }

    /// Where an entry comes from.
    pub fn layer(&self, entry: EntryRef) -> Layer {
        self.member(entry).layer
    }

    /// The file of an entry; of an embedded one its path in the repository.
    pub fn locate(&self, entry: EntryRef) -> &Path {
        self.member(entry).path()
    }

    /// Whether `special` refines `general`, over any number of steps. Of entries that refine each other in a circle,
    /// neither does.
    pub fn refines(&self, special: EntryRef, general: EntryRef) -> bool {
        let reaches = |from: EntryRef, to: EntryRef| self.refined(from).binary_search(&to).is_ok();
        special != general && reaches(special, general) && !reaches(general, special)
    }

    /// The conditions that an entry puts on the whole block, compiled when first asked for; `None` if it has none.
    pub fn block_conditions(&self, entry: EntryRef) -> Option<&Conditions> {
        let conditions = &self.member(entry).made().conditions;
        let compile = || self.entry(entry).block.as_ref().map(|block| Box::new(Conditions::new(block)));
        conditions.get_or_init(compile).as_deref()
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
            reached.into()
        })
    }
}
