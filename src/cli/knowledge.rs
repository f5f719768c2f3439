//! Loads the lore that the arguments and the surroundings ask for.

use std::io::Write as _;

use super::LoreArgs;
use crate::entry::Severity;
use crate::lore::{self, Lore, LoreOptions};

/// The lore in force here. What keeps an entry from being in force is told on standard error; `entries check` tells the
/// rest.
pub(super) fn load(args: &LoreArgs) -> anyhow::Result<Lore> {
    for path in &args.entries {
        anyhow::ensure!(path.exists(), "--entries {}: no such file or folder", path.display());
    }
    let (lore, problems) = Lore::load(LoreOptions {
        builtin: !args.no_builtin,
        user: lore::user_folder(),
        workspace: std::env::current_dir().ok().and_then(|here| lore::workspace_folder(&here)),
        extra: args.entries.clone(),
        domains: args.domain.clone(),
        disabled: Vec::new(),
    });
    let mut stderr = std::io::stderr().lock();
    for problem in problems.iter().filter(|problem| problem.severity() == Severity::Error) {
        // There is no further place to tell of a closed standard error.
        let _ = writeln!(stderr, "loglore: {problem}");
    }
    let domains = lore.domains();
    if let Some(unknown) = args.domain.iter().find(|domain| !domains.contains(domain.as_str())) {
        anyhow::bail!("--domain {unknown}: no entry is of this domain; `loglore entries list` names them all");
    }
    Ok(lore)
}

/// How many entries the binary carries.
pub(super) fn builtin_len() -> usize {
    Lore::load(LoreOptions { builtin: true, ..LoreOptions::default() }).0.len()
}
