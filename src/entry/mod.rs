//! The record of one known error: its types, how records are read however untidy, and the schema of the format.
//!
//! `build.rs` compiles this module too, so it names nothing of the rest of the crate.

mod coerce;
mod file;
mod id;
mod kept;
mod nested;
mod places;
mod problem;
mod read;
mod record;
mod schema;
mod source;
mod stops;
mod value;

#[cfg(test)]
mod tests;

pub use file::{EntryFile, FILE_LIMIT, ReadEntry};
pub use id::{EntryId, InvalidEntryId};
pub use kept::Kept;
pub use places::Places;
pub use problem::{Location, Problem, ProblemKind};
pub use read::read_record;
pub use record::*;
pub use schema::schema;
pub use source::Source;
pub use stops::{OWN_STOPS, with_stops};
pub use value::*;
