//! loglore knows the errors in logs.
//!
//! Text takes one way through the crate, and nothing to the left knows what stands to its right:
//!
//! `text` → `matcher` → `trace` → `finding` → `card`, `fix` → `cli`
//!
//! `entry` is the record of one known error, `lore` all the records in force, `check` what is wrong with them.

#![deny(unsafe_code)]

pub mod card;
pub mod check;
pub mod cli;
pub mod config;
pub mod entry;
pub mod finding;
pub mod fix;
pub mod lore;
pub mod matcher;
pub mod server;
pub mod text;
pub mod trace;
