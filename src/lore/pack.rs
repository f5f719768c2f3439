//! The embedded lore as `build.rs` writes it and the program reads it.
//!
//! `build.rs` compiles this file too, so it names nothing of the rest of the crate. `S` is a text, borrowed from the
//! pack where it is read; `J` the bytes of one; `P` is the matcher's plan.

use serde::{Deserialize, Serialize};

/// One entry, with what is needed before it is first shown.
#[derive(Debug, Serialize, Deserialize)]
pub struct PackedEntry<S, J, P> {
    /// Its id.
    pub id: S,
    /// Its domain.
    pub domain: S,
    /// Former ids.
    pub aliases: Vec<S>,
    /// Its file, as in the repository: `entries/<domain>/<slug>.json`.
    pub path: S,
    /// The record as minified JSON of the flat form. As bytes: whether they are text is asked when the record is.
    pub json: J,
    /// Its signatures, analysed, `regex` before `patterns`.
    pub plans: Vec<P>,
}

/// The embedded lore, in the order of the ids.
pub type Pack<S, J, P> = Vec<PackedEntry<S, J, P>>;
