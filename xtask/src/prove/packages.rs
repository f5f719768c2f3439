//! What proofs need: Debian's packages, virtual environments, `node_modules`. Installed once, before anything is run.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::case::Case;

/// What could be installed, and why the rest could not.
pub struct Packages {
    /// By the list of packages: the folder, or what the installer said.
    pip: BTreeMap<Vec<String>, Result<PathBuf, String>>,
    npm: BTreeMap<Vec<String>, Result<PathBuf, String>>,
    apt: Result<(), String>,
}

impl Packages {
    /// Installs what these cases name, below `cache`; what is there already is used again.
    pub fn install(cache: &Path, cases: &[&Case]) -> Self {
        let lists = |of: fn(&Case) -> &Vec<String>| -> BTreeSet<Vec<String>> {
            cases.iter().map(|case| of(case).clone()).filter(|list| !list.is_empty()).collect()
        };
        let debian: BTreeSet<&String> = cases.iter().flat_map(|case| &case.plan.apt).collect();
        let apt = if debian.is_empty() { Ok(()) } else { install_debian(&debian) };
        let pip = lists(|case| &case.plan.pip);
        let npm = lists(|case| &case.plan.npm);
        Self {
            pip: pip.into_iter().map(|list| (list.clone(), kept(cache, "venv", &list, install_python))).collect(),
            npm: npm.into_iter().map(|list| (list.clone(), kept(cache, "node", &list, install_node))).collect(),
            apt,
        }
    }

    /// What a case needs and does not have, for people.
    pub fn missing(&self, case: &Case) -> Option<String> {
        let plan = &case.plan;
        let failed = |of: &BTreeMap<Vec<String>, Result<PathBuf, String>>, list: &Vec<String>| {
            of.get(list).and_then(|installed| installed.as_ref().err()).cloned()
        };
        let debian = || if plan.apt.is_empty() { None } else { self.apt.as_ref().err().cloned() };
        let program = || {
            let missing = |name: &&String| !self.path_of(case).any(|folder| folder.join(name).is_file());
            plan.needs.iter().find(missing).map(|name| format!("{name} is not installed"))
        };
        failed(&self.pip, &plan.pip).or_else(|| failed(&self.npm, &plan.npm)).or_else(debian).or_else(program)
    }

    /// Where the programs of a case are looked for.
    pub fn path_of(&self, case: &Case) -> impl Iterator<Item = PathBuf> {
        let own = [
            self.environment(case).map(|folder| folder.join("bin")),
            self.modules(case).map(|folder| folder.join(".bin")),
        ];
        let path = std::env::var_os("PATH").unwrap_or_default();
        let of_system: Vec<PathBuf> =
            std::env::split_paths(&path).chain(["/usr/sbin".into(), "/sbin".into()]).collect();
        own.into_iter().flatten().chain(of_system)
    }

    /// The virtual environment of a case.
    pub fn environment(&self, case: &Case) -> Option<&Path> {
        self.pip.get(&case.plan.pip)?.as_deref().ok()
    }

    /// The `node_modules` of a case.
    pub fn modules(&self, case: &Case) -> Option<PathBuf> {
        Some(self.npm.get(&case.plan.npm)?.as_ref().ok()?.join("node_modules"))
    }
}

/// Installs into a folder of its own unless that was done before.
fn kept(
    cache: &Path,
    kind: &str,
    list: &[String],
    install: fn(&Path, &[String]) -> Result<(), String>,
) -> Result<PathBuf, String> {
    let mut hasher = DefaultHasher::new();
    list.hash(&mut hasher);
    let folder = cache.join(format!("{kind}-{:016x}", hasher.finish()));
    let done = folder.join(".complete");
    if !done.is_file() {
        let broken = |error: std::io::Error| format!("{}: {error}", folder.display());
        if folder.exists() {
            std::fs::remove_dir_all(&folder).map_err(broken)?;
        }
        std::fs::create_dir_all(&folder).map_err(broken)?;
        install(&folder, list)?;
        std::fs::write(&done, list.join("\n")).map_err(broken)?;
    }
    Ok(folder)
}

fn install_python(folder: &Path, list: &[String]) -> Result<(), String> {
    ran(Command::new("python3").args(["-m", "venv"]).arg(folder))?;
    let pip = folder.join("bin/pip");
    ran(Command::new(pip).args(["install", "--quiet", "--disable-pip-version-check"]).args(list))
}

fn install_node(folder: &Path, list: &[String]) -> Result<(), String> {
    std::fs::write(folder.join("package.json"), "{ \"private\": true }\n").map_err(|error| error.to_string())?;
    let options = ["install", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"];
    ran(Command::new("npm").args(options).args(list).current_dir(folder))
}

fn install_debian(list: &BTreeSet<&String>) -> Result<(), String> {
    let there = |name: &&&String| {
        let status = Command::new("dpkg-query").args(["-W", "-f", "${Status}", name.as_str()]).output();
        status.is_ok_and(|status| String::from_utf8_lossy(&status.stdout).starts_with("install ok installed"))
    };
    let missing: Vec<&&String> = list.iter().filter(|name| !there(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let apt = |args: &[&str]| {
        let mut command = Command::new("apt-get");
        command.args(["-qq", "-o", "DPkg::Lock::Timeout=600"]).args(args).env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    ran(&mut apt(&["update"]))?;
    ran(apt(&["install", "-y", "--no-install-recommends"]).args(missing))
}

/// Runs an installer.
///
/// # Errors
/// What it said last, if it failed.
fn ran(command: &mut Command) -> Result<(), String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().map_err(|error| format!("{name}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    let last = said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("no reason given");
    Err(format!("{name} could not install what it needs: {last}"))
}
