//! The embedded lore as `build.rs` writes it and the program reads it.
//!
//! `build.rs` compiles this file too, so it names nothing of the rest of the crate. What starting needs are lists of numbers and
//! texts that are read where they lie; records and signatures are bytes until somebody asks for one.

use serde::{Deserialize, Serialize};

/// The embedded lore. `B` is a list of bytes, borrowed from the program where it is read.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Pack<B, S> {
    /// Where the parts of each entry end, in the order of the ids, as [`Ends`] lists them: four bytes each.
    pub ends: B,
    /// Of each entry its file (as in the repository: `entries/<domain>/<slug>.json`), and its domain.
    pub texts: S,
    /// Of each entry the record as minified JSON of the flat form.
    pub records: B,
    /// Former ids and the entries that had them, sorted.
    pub aliases: Vec<(S, u32)>,
    /// Where each signature ends in `plans`, four bytes each: those of an entry `regex` before `patterns`.
    pub plan_ends: B,
    /// The signatures, analysed.
    pub plans: B,
    /// The matcher's index over them.
    pub index: B,
}

/// Where the parts of an entry end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ends {
    /// Of its file, in the texts. It begins where the domain of the entry before ends.
    pub path: u32,
    /// Of its domain, in the texts. It begins where the path ends.
    pub domain: u32,
    /// Of its record.
    pub record: u32,
    /// Of its signatures: which one is the first that is another entry's.
    pub signatures: u32,
}

impl Ends {
    /// As bytes.
    #[allow(dead_code, reason = "build.rs writes, the program reads")]
    pub fn to_bytes(self) -> Vec<u8> {
        [self.path, self.domain, self.record, self.signatures].into_iter().flat_map(u32::to_le_bytes).collect()
    }

    /// All of a list of bytes.
    pub fn all(bytes: &[u8]) -> impl ExactSizeIterator<Item = Self> {
        bytes.as_chunks::<16>().0.iter().map(|ends| {
            let (ends, _) = ends.as_chunks::<4>();
            let [path, domain, record, signatures] = [0, 1, 2, 3].map(|i| u32::from_le_bytes(ends[i]));
            Self { path, domain, record, signatures }
        })
    }
}

/// Numbers of four bytes each.
pub fn numbers(bytes: &[u8]) -> impl ExactSizeIterator<Item = u32> {
    bytes.as_chunks::<4>().0.iter().map(|four| u32::from_le_bytes(*four))
}
