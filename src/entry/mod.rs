//! The record of one known error: its types, how untidy records are read, what is wrong with one.
//!
//! `build.rs` compiles this module too, so it names nothing of the rest of the crate.

mod record;

pub use record::*;
