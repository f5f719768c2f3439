//! Hostile text, hostile lore and hostile surroundings, as a user meets them: bounded time, bounded memory, a clear sentence, and
//! nothing lost.
//!
//! The program is the one that Cargo built with the tests, or a release build that `LOGLORE_TEST_BINARY` names: then the sizes
//! are the full ones. `SECURITY.md` has the bounds.

#![cfg(target_os = "linux")]

#[path = "../common/mod.rs"]
mod common;
mod files;
mod lore;
mod program;
mod text;

use program::{Program, full};
