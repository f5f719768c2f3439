//! Loads the lore that the arguments and the surroundings ask for.

use std::io::Write as _;
use std::sync::OnceLock;

use super::LoreArgs;
use crate::config::{Config, user_file, workspace_file};
use crate::entry::Severity;
use crate::lore::{self, Lore, LoreOptions};

/// The settings in force here: the user's, then those of the workspace. They are read once; what is wrong with them is
/// told on standard error.
pub(super) fn settings() -> &'static Config {
    static SETTINGS: OnceLock<Config> = OnceLock::new();
    SETTINGS.get_or_init(|| {
        let mut config = Config::default();
        let here = std::env::current_dir().ok();
        let workspace = here.as_deref().and_then(workspace_file);
        let wrong: Vec<_> = user_file().into_iter().chain(workspace).flat_map(|file| config.take_file(&file)).collect();
        let mut stderr = std::io::stderr().lock();
        for wrong in wrong {
            // There is no further place to tell of a closed standard error.
            let _ = writeln!(stderr, "loglore: {wrong}");
        }
        config
    })
}

/// The lore in force here. What keeps an entry from being in force is told on standard error; `entries check` tells the
/// rest.
pub(super) fn load(args: &LoreArgs) -> anyhow::Result<Lore> {
    for path in &args.entries {
        anyhow::ensure!(path.exists(), "--entries {}: no such file or folder", path.display());
    }
    let settings = settings();
    let (lore, problems) = Lore::load(LoreOptions {
        builtin: !args.no_builtin,
        user: lore::user_folder(),
        workspace: std::env::current_dir().ok().and_then(|here| lore::workspace_folder(&here)),
        extra: settings.entry_paths.iter().chain(&args.entries).cloned().collect(),
        domains: if args.domain.is_empty() { settings.domains.clone() } else { args.domain.clone() },
        disabled: settings.disabled.clone(),
    });
    let mut stderr = std::io::stderr().lock();
    for problem in problems.iter().filter(|problem| problem.severity() == Severity::Error) {
        // There is no further place to tell of a closed standard error.
        let _ = writeln!(stderr, "loglore: {problem}");
    }
    if !args.domain.is_empty() {
        let domains = lore.domains();
        if let Some(unknown) = args.domain.iter().find(|domain| !domains.contains(domain.as_str())) {
            anyhow::bail!("--domain {unknown}: no entry is of this domain; `loglore entries list` names them all");
        }
    }
    Ok(lore)
}
