//! Patterns of the forms: constants, each compiled on first need.

use regex::Regex;

/// Compiles a constant pattern.
pub(super) fn pattern(constant: &str) -> Regex {
    // Patterns are constants of this crate, and the tests of the forms need every one of them.
    Regex::new(constant).expect("a constant pattern")
}
