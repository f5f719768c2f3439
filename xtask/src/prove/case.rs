//! A case: a folder `proofs/<domain>/<slug>` with its `proof.toml`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;

/// A folder under `proofs/`.
#[derive(Debug)]
pub struct Case {
    /// The id of the entry that it proves.
    pub id: String,
    /// Where its files are.
    pub folder: PathBuf,
    /// What its `proof.toml` says.
    pub plan: Plan,
}

/// `proof.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// What provokes the error: a command line for bash. What it prints is the log.
    pub run: String,
    /// What is done before, whose output is no part of the log.
    #[serde(default)]
    pub setup: Option<String>,
    /// Programs that have to be there.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Packages of Python, for a virtual environment.
    #[serde(default)]
    pub pip: Vec<String>,
    /// Packages of Node, for a `node_modules`.
    #[serde(default)]
    pub npm: Vec<String>,
    /// Packages of Debian.
    #[serde(default)]
    pub apt: Vec<String>,
    /// Whether it belongs to those that a merge waits for.
    #[serde(default)]
    pub fast: bool,
    /// How long one command may take. Seconds.
    #[serde(default = "a_minute")]
    pub timeout: u64,
    /// The exit status of `run`, where it is not just "not 0".
    #[serde(default)]
    pub exit: Option<i32>,
    /// Other entries that are rightly found in the same output.
    #[serde(default)]
    pub also: Vec<String>,
    /// What ends the error.
    pub mend: Mend,
}

/// How the workaround is applied.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mend {
    /// Which one of the entry, counted from 1.
    pub workaround: usize,
    /// By what.
    pub by: By,
    /// Words of the snippet that a user replaces by his own.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
    /// What has to pass then, if it is not `run`.
    #[serde(default)]
    pub check: Option<String>,
}

/// What applies a workaround.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// `loglore fix --write`.
    Edit,
    /// bash, with the snippet.
    Shell,
    /// `mend.sh` of the folder, which does what the workaround says.
    Script,
}

fn a_minute() -> u64 {
    60
}

impl Case {
    /// Whether it is among the ids and domains that were asked for.
    pub fn is_asked(&self, ids: &[String]) -> bool {
        let is = |asked: &String| {
            self.id == *asked
                || self.id.split_once('/').is_some_and(|(domain, _)| domain == asked.trim_end_matches('/'))
        };
        ids.is_empty() || ids.iter().any(is)
    }
}

/// All cases of a folder, in the order of their ids.
///
/// # Errors
/// If a `proof.toml` cannot be read or is none; names the file.
pub fn read_all(proofs: &Path) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for domain in folders(proofs)? {
        for folder in folders(&domain)? {
            cases.push(read(folder)?);
        }
    }
    cases.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(cases)
}

fn read(folder: PathBuf) -> Result<Case> {
    let file = folder.join("proof.toml");
    let text = std::fs::read_to_string(&file).with_context(|| format!("{}: cannot be read", file.display()))?;
    let plan: Plan = toml::from_str(&text).with_context(|| format!("{}: is no proof", file.display()))?;
    ensure!(plan.mend.workaround > 0, "{}: mend.workaround counts from 1", file.display());
    if plan.mend.by == By::Script {
        let script = folder.join("mend.sh");
        let text = std::fs::read_to_string(&script).with_context(|| {
            format!("{}: mend.by is \"script\", but {} cannot be read", file.display(), script.display())
        })?;
        ensure!(mends(&text), "{}: does nothing, so it shows no workaround", script.display());
    }
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let id = format!("{}/{}", folder.parent().map(name).unwrap_or_default(), name(&folder));
    Ok(Case { id, folder, plan })
}

/// Whether a script has a line that does something.
fn mends(script: &str) -> bool {
    script.lines().map(str::trim).any(|line| {
        let idle = matches!(line, "" | ":" | "true" | "exit" | "exit 0");
        let only_says = line.starts_with("echo ") && !line.contains(['>', '|', ';', '&']);
        !(idle || only_says || line.starts_with('#') || line.starts_with("set -"))
    })
}

fn folders(of: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(of).with_context(|| format!("{}: cannot be read", of.display()))?;
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.with_context(|| format!("{}: cannot be read", of.display()))?.path();
        if path.is_dir() {
            found.push(path);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::mends;

    #[test]
    fn a_script_that_does_nothing_is_told_from_one_that_does() {
        for idle in ["", "#!/bin/bash\nset -euo pipefail\n# nothing to do\ntrue\n", ":\nexit 0\n", "echo done\n"] {
            assert!(!mends(idle), "{idle:?}");
        }
        for busy in ["sed -i s/a/b/ app.py\n", "#!/bin/bash\nexport A=1\n", "echo 'a' > b\n"] {
            assert!(mends(busy), "{busy:?}");
        }
    }
}
