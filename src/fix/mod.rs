//! From a workaround to a change of a file of the user's.
//!
//! [`offers`] finds where a finding failed in the workspace's files and what its entry's workarounds change there:
//! arguments of a call, statements beside the failing one, imports, code that a query finds, manifests. Nothing is written
//! and nothing is run here.

mod batch;
mod call;
pub mod change;
mod command;
pub mod diff;
mod imports;
pub mod language;
mod list;
pub mod manifest;
mod names;
mod offer;
pub mod packages;
pub mod query;
mod quotes;
mod site;
pub mod snippet;
mod source;
mod statement;
mod title;
mod trial;
mod write;

pub use batch::{Batch, Edited};
pub use call::is_call;
pub use offer::{Declined, Fix, Offers, offers};
pub use source::{Files, Source};
pub use trial::Trial;
pub use write::{put, write};

#[cfg(test)]
mod tests;
