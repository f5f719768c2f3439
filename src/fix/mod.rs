//! From a workaround to a change of a file of the user's.

pub mod change;
pub mod manifest;
pub mod packages;
