//! What `build.rs` packed into the program.

use std::io::Read as _;
use std::path::Path;
use std::sync::OnceLock;

use super::Made;
use super::pack::{Ends, Pack, numbers};
use crate::entry::{Entry, EntryId, read_record};
use crate::matcher::PackedPlan;

/// The folder of all packed entries, and what their files' names end with.
const FOLDER: &str = "entries/";
const SUFFIX: &str = ".json";

/// The lore of a pack. There is one in a program, so what is made of its records is made once, whatever lores they are in.
#[derive(Debug, Default)]
pub(super) struct Packed {
    /// In the order of their ids.
    pub entries: Vec<PackedEntry>,
    /// Former ids and the entries that had them, sorted.
    pub aliases: Vec<(&'static str, u32)>,
    /// The signatures of all entries, in the order of the entries.
    pub plans: Vec<PackedPlan>,
    /// The matcher's index over them.
    pub index: &'static [u8],
}

/// One entry of a pack.
#[derive(Debug)]
pub(super) struct PackedEntry {
    pub id: EntryId,
    pub domain: &'static str,
    path: &'static str,
    record: &'static [u8],
    /// Its signatures begin here among those of the pack, and end where those of the next one begin.
    pub first_plan: u32,
    pub end_of_plans: u32,
    entry: OnceLock<Box<Entry>>,
    pub made: Made,
}

impl PackedEntry {
    /// Its file in the repository.
    pub fn path(&self) -> &'static Path {
        Path::new(self.path)
    }

    /// The record, parsed when it is first asked for.
    pub fn entry(&self) -> &Entry {
        // `build.rs` wrote it from a record that it had read.
        self.entry.get_or_init(|| {
            let record = str::from_utf8(self.record).ok().and_then(read_record);
            Box::new(record.unwrap_or_else(|| Entry::new(self.id.clone())))
        })
    }
}

/// The embedded entries.
pub(super) fn packed() -> &'static Packed {
    static PACKED: OnceLock<Packed> = OnceLock::new();
    // The same program wrote and reads it; a pack that cannot be read is no lore, and a test says that it can be.
    PACKED.get_or_init(|| {
        let bytes = include_bytes!(concat!(env!("OUT_DIR"), "/entries.pack"));
        postcard::from_bytes(bytes).ok().as_ref().and_then(unpack).unwrap_or_default()
    })
}

fn unpack(pack: &Pack<&'static [u8], &'static str>) -> Option<Packed> {
    let mut entries = Vec::with_capacity(pack.ends.len() / 16);
    let mut from = Ends::default();
    for to in Ends::all(pack.ends) {
        let path = pack.texts.get(from.domain as usize..to.path as usize)?;
        entries.push(PackedEntry {
            id: EntryId::packed(path.strip_prefix(FOLDER)?.strip_suffix(SUFFIX)?),
            domain: pack.texts.get(to.path as usize..to.domain as usize)?,
            path,
            record: pack.records.get(from.record as usize..to.record as usize)?,
            first_plan: from.signatures,
            end_of_plans: to.signatures,
            entry: OnceLock::new(),
            made: Made::default(),
        });
        from = to;
    }
    let mut plans = Vec::with_capacity(pack.plan_ends.len() / 4);
    let mut start = 0;
    for (number, end) in (0..).zip(numbers(pack.plan_ends)) {
        plans.push(PackedPlan::new(number, pack.plans.get(start..end as usize)?));
        start = end as usize;
    }
    Some(Packed { entries, aliases: pack.aliases.clone(), plans, index: pack.index })
}

/// The logs of things that went well which the program carries: name and text. They judge whether an entry is too broad.
pub fn healthy_logs() -> Vec<(String, String)> {
    let packed: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/healthy.pack"));
    let mut bytes = Vec::new();
    match flate2::read::ZlibDecoder::new(packed).read_to_end(&mut bytes) {
        Ok(_) => postcard::from_bytes(&bytes).unwrap_or_default(),
        Err(_) => Vec::new(),
    }
}
