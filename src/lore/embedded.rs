//! What `build.rs` packed into the program.

use std::io::Read as _;

use super::pack::Pack;
use crate::matcher::SignaturePlan;

/// The embedded entries, in the order of their ids.
pub(super) fn entries() -> Pack<&'static str, &'static [u8], SignaturePlan> {
    unpack(include_bytes!(concat!(env!("OUT_DIR"), "/entries.pack")))
}

pub(super) fn unpack(bytes: &[u8]) -> Pack<&str, &[u8], SignaturePlan> {
    // The same program wrote and reads it; a pack that cannot be read is no lore, and a test says that it can be.
    postcard::from_bytes(bytes).unwrap_or_default()
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
