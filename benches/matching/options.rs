//! What the bench is asked for.

use std::path::PathBuf;

/// The arguments.
pub struct Options {
    pub corpus: Option<PathBuf>,
    /// How many signatures; all there are if none is given.
    pub entries: Option<usize>,
    pub rounds: usize,
    /// Engines whose names hold this.
    pub only: Option<String>,
    /// One text.
    pub text: Option<String>,
    /// Measures how cost grows instead, and draws it into this file.
    pub growth: Option<Option<PathBuf>>,
}

impl Options {
    pub fn from_args() -> Self {
        let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
        let value = |name: &str| {
            let at = args.iter().position(|arg| arg == name)?;
            args.get(at + 1).filter(|value| !value.starts_with("--")).cloned()
        };
        Self {
            corpus: value("--corpus").map(PathBuf::from),
            entries: value("--entries").and_then(|n| n.parse().ok()),
            rounds: value("--rounds").and_then(|n| n.parse().ok()).unwrap_or(5),
            only: value("--only"),
            text: value("--text"),
            growth: args.iter().any(|arg| arg == "--growth").then(|| value("--growth").map(PathBuf::from)),
        }
    }
}
