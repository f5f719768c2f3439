//! `cargo xtask prove`: runs the cases under `proofs/` (see `docs/proofs.md`).

mod case;
mod packages;
mod record;
mod sandbox;
mod seen;
mod tools;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use clap::Args;

use case::Case;
use packages::Packages;

#[derive(Debug, Args)]
pub struct ProveArgs {
    /// Only these entries; a name without `/` is a domain. All of them if none is named
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    /// Only the fast ones, which need no packages
    #[arg(long)]
    fast: bool,
    /// Write what was seen into the entries
    #[arg(long)]
    record: bool,
    /// A proof whose programs are missing has failed
    #[arg(long)]
    strict: bool,
    /// Print what each step printed, also of those that passed
    #[arg(short, long)]
    verbose: bool,
    /// How many proofs run side by side; by default as many as there are cores
    #[arg(short, long, value_name = "N")]
    jobs: Option<usize>,
    /// The loglore to prove with, instead of the one built from this checkout
    #[arg(long, value_name = "PATH")]
    bin: Option<PathBuf>,
    /// Take the entries from this folder instead of those that are built in
    #[arg(long, value_name = "DIR")]
    entries: Option<PathBuf>,
}

/// How a proof went.
enum Outcome {
    Passed(seen::Seen),
    /// The text tells which step failed and shows what it printed.
    Failed(String),
    /// What is missing.
    Skipped(String),
}

/// The program that is proved, and where its lore is taken from.
pub struct Loglore {
    path: PathBuf,
    /// The folder of the entries.
    entries: PathBuf,
    /// Whether they are given by hand, not built in.
    given: bool,
}

impl Loglore {
    /// A command of it, with the lore of this run.
    pub fn command(&self, subcommand: &str) -> Command {
        let mut command = Command::new(&self.path);
        command.arg(subcommand);
        if self.given {
            command.arg("--no-builtin").arg("--entries").arg(&self.entries);
        }
        command
    }
}

/// Runs the proofs and tells how each went. Exit status 1 if one has failed.
///
/// # Errors
/// If nothing can be run at all: no such proof, loglore cannot be built.
pub fn prove(args: &ProveArgs) -> Result<ExitCode> {
    let root = &root()?;
    let cases = case::read_all(&root.join("proofs"))?;
    let cases: Vec<&Case> =
        cases.iter().filter(|case| (!args.fast || case.plan.fast) && case.is_asked(&args.ids)).collect();
    if let Some(unknown) = args.ids.iter().find(|id| !cases.iter().any(|case| case.is_asked(std::slice::from_ref(*id))))
    {
        bail!("proofs/{unknown} does not exist; its file would be proofs/<domain>/<slug>/proof.toml");
    }
    let loglore = Loglore {
        path: match &args.bin {
            Some(path) => path.canonicalize().with_context(|| format!("{}: no such program", path.display()))?,
            None => build(root)?,
        },
        entries: match &args.entries {
            Some(folder) => folder.canonicalize().with_context(|| format!("{}: no such folder", folder.display()))?,
            None => root.join("entries"),
        },
        given: args.entries.is_some(),
    };
    let packages = Packages::install(&root.join("target/proofs"), &cases);
    let (next, outcomes, started) = (AtomicUsize::new(0), Mutex::new(Vec::new()), Instant::now());
    let jobs = args.jobs.or_else(|| std::thread::available_parallelism().ok().map(usize::from)).unwrap_or(1).max(1);
    std::thread::scope(|scope| {
        for _ in 0..jobs.min(cases.len()) {
            scope.spawn(|| {
                while let Some(&case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let started = Instant::now();
                    let mut outcome = one(&loglore, &packages, case);
                    if args.record
                        && let Outcome::Passed(seen) = &outcome
                        && let Err(error) = record::record(root, case, seen)
                    {
                        outcome = Outcome::Failed(format!("{error:#}"));
                    }
                    tell(case, &outcome, started.elapsed(), args.verbose);
                    // A thread that panics while it holds the lock takes the whole run with it.
                    outcomes.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(outcome);
                }
            });
        }
    });
    let outcomes = outcomes.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    for outcome in &outcomes {
        match outcome {
            Outcome::Passed(_) => passed += 1,
            Outcome::Failed(_) => failed += 1,
            Outcome::Skipped(_) if args.strict => failed += 1,
            Outcome::Skipped(_) => skipped += 1,
        }
    }
    println!("{passed} passed, {failed} failed, {skipped} skipped\nin {:.1} s", started.elapsed().as_secs_f64());
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The checkout: cargo tells where xtask is; without it, the folder above that has proofs.
fn root() -> Result<PathBuf> {
    if let Some(xtask) = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from) {
        return xtask.parent().map(Path::to_owned).context("xtask has no parent folder");
    }
    let here = std::env::current_dir().context("the current folder is gone")?;
    let above = here.ancestors().find(|folder| folder.join("proofs").is_dir());
    above.map(Path::to_owned).with_context(|| format!("{}: no folder above it has proofs/", here.display()))
}

/// Builds the loglore of this checkout and tells where it is.
fn build(root: &Path) -> Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--quiet", "--locked", "--package", "loglore", "--message-format", "json-render-diagnostics"])
        .current_dir(root)
        .stderr(std::process::Stdio::inherit())
        .output()
        .context("cargo cannot be started")?;
    if !built.status.success() {
        bail!("loglore does not build");
    }
    let messages = String::from_utf8_lossy(&built.stdout);
    let executable = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter_map(|message| message["executable"].as_str().map(PathBuf::from))
        .next_back();
    executable.context("cargo did not say where the program is")
}

fn one(loglore: &Loglore, packages: &Packages, case: &Case) -> Outcome {
    if let Some(missing) = packages.missing(case) {
        return Outcome::Skipped(missing);
    }
    match seen::see(loglore, packages, case) {
        Ok(seen) => Outcome::Passed(seen),
        Err(error) => Outcome::Failed(format!("{error:#}")),
    }
}

fn tell(case: &Case, outcome: &Outcome, took: Duration, verbose: bool) {
    let (id, seconds) = (&case.id, took.as_secs_f64());
    match outcome {
        Outcome::Passed(seen) => {
            println!("ok       {id} ({seconds:.1} s)");
            if verbose {
                println!("{}", indented(&seen.log));
            }
        }
        Outcome::Failed(why) => println!("FAILED   {id} ({seconds:.1} s)\n{}", indented(why)),
        Outcome::Skipped(missing) => println!("skipped  {id}: {missing}"),
    }
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
}
