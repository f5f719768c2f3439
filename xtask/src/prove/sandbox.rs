//! A scratch folder in which the commands of one case are run, with nothing of the user's environment.

use std::ffi::OsString;
use std::io::Read as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use tempfile::TempDir;
use wait_timeout::ChildExt as _;

use super::case::Case;
use super::packages::Packages;

/// More is not read of what a command prints. Bytes.
const MAX_PRINTED: u64 = 4 << 20;
/// By this variable the processes of a case are known, wherever they went.
const MARK: &str = "LOGLORE_PROOF";
/// What is kept of the environment: where the tools that were installed for the user have their parts.
const KEPT: &[&str] = &[
    "CARGO_HOME",
    "RUSTUP_HOME",
    "RUSTUP_TOOLCHAIN",
    "PYENV_ROOT",
    "PYENV_VERSION",
    "JAVA_HOME",
    "GOROOT",
    "USER",
    "LOGNAME",
];

/// The folder of one run; it goes, with all processes that were started in it, when this is dropped.
pub struct Sandbox {
    scratch: TempDir,
    environment: Vec<(OsString, OsString)>,
    timeout: Duration,
}

/// What a command printed, and how it ended.
pub struct Ran {
    /// Both streams, in the order in which they were written.
    pub printed: String,
    /// None if a signal ended it.
    pub status: Option<i32>,
}

impl Sandbox {
    /// A fresh folder with the files of a case.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn new(case: &Case, packages: &Packages) -> Result<Self> {
        // Short: the path of a socket may have a hundred bytes.
        let scratch = tempfile::Builder::new().prefix("proof-").tempdir().context("no scratch folder")?;
        open_to_all(scratch.path())?;
        let (home, work) = (scratch.path().join("home"), scratch.path().join("case"));
        std::fs::create_dir(&home)?;
        copy(&case.folder, &work)?;
        open_to_all(&home)?;
        open_to_all(&work)?;
        if let Some(modules) = packages.modules(case) {
            link(&modules, &work.join("node_modules"))?;
        }
        let path = std::env::join_paths(packages.path_of(case)).context("PATH holds a folder with a colon")?;
        let mut environment: Vec<(OsString, OsString)> = vec![
            ("PATH".into(), path),
            ("HOME".into(), home.clone().into()),
            ("LANG".into(), "C.UTF-8".into()),
            ("TERM".into(), "dumb".into()),
            ("TMPDIR".into(), home.into()),
            ("PORT".into(), free_port()?.to_string().into()),
            ("GIT_CONFIG_NOSYSTEM".into(), "1".into()),
            ("PYTHONDONTWRITEBYTECODE".into(), "1".into()),
            (MARK.into(), scratch.path().into()),
        ];
        // The tools of Rust and Python look for these below the home folder, which is another one here.
        let real = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
        for (name, below) in [("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")] {
            if std::env::var_os(name).is_none() && real.join(below).is_dir() {
                environment.push((name.into(), real.join(below).into()));
            }
        }
        environment.extend(KEPT.iter().filter_map(|name| Some(((*name).into(), std::env::var_os(name)?))));
        if let Some(folder) = packages.environment(case) {
            environment.push(("VIRTUAL_ENV".into(), folder.into()));
        }
        Ok(Self { scratch, environment, timeout: Duration::from_secs(case.plan.timeout) })
    }

    /// The folder that the commands are run in.
    pub fn work(&self) -> PathBuf {
        self.scratch.path().join("case")
    }

    /// A folder beside it, for what is not the case's own.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.scratch.path().join(name)
    }

    /// Runs a command line with bash.
    ///
    /// # Errors
    /// If it cannot be started or does not end in time; what it printed is told.
    pub fn bash(&self, line: &str) -> Result<Ran> {
        let printed = self.beside("printed");
        let out = std::fs::File::create(&printed)?;
        let mut command = Command::new("bash");
        command.args(["-c", line]).current_dir(self.work()).env_clear().envs(self.environment.iter().cloned());
        // One file for both, so that their lines stand in the order in which they were written. Processes that the command leaves
        // behind may hold it open for ever.
        let mut child = command
            .stdin(Stdio::null())
            .stdout(out.try_clone()?)
            .stderr(out)
            .spawn()
            .context("bash cannot be started")?;
        let status = child.wait_timeout(self.timeout)?;
        let mut bytes = Vec::new();
        std::fs::File::open(&printed)?.take(MAX_PRINTED).read_to_end(&mut bytes)?;
        let printed = String::from_utf8_lossy(&bytes).into_owned();
        let Some(status) = status else {
            child.kill()?;
            child.wait()?;
            bail!("`{line}` did not end within {} s; it printed:\n{printed}", self.timeout.as_secs());
        };
        Ok(Ran { printed, status: status.code() })
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        end_processes(self.scratch.path());
    }
}

/// Ends all processes that were started in a scratch folder: they carry its path in their environment.
fn end_processes(scratch: &Path) {
    let mark = [MARK.as_bytes(), b"=", scratch.as_os_str().as_encoded_bytes()].concat();
    let of_case = |pid: &str| {
        let environment = std::fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
        environment.split(|byte| *byte == 0).any(|variable| variable == mark)
    };
    // What is ended may start something else meanwhile.
    for _ in 0..5 {
        let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
        let found: Vec<String> = processes
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| name.bytes().all(|byte| byte.is_ascii_digit()) && of_case(name))
            .collect();
        if found.is_empty() {
            return;
        }
        // A process that has ended by itself meanwhile is as good.
        let _ = Command::new("kill").arg("-9").args(&found).stderr(Stdio::null()).status();
    }
}

/// A port on this machine that nobody listens at.
fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("no free port")?;
    Ok(listener.local_addr()?.port())
}

/// Copies a folder, without the plan of the proof.
fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir(to)?;
    for entry in std::fs::read_dir(from)? {
        let (path, target) = (
            entry.as_ref().map(|entry| entry.path()),
            to.join(entry.as_ref().map(|e| e.file_name()).unwrap_or_default()),
        );
        let path = path.map_err(|error| anyhow::anyhow!("{}: {error}", from.display()))?;
        if path.file_name().is_some_and(|name| name == "proof.toml" || name == "mend.sh") {
            continue;
        }
        if path.is_dir() {
            copy(&path, &target)?;
        } else {
            std::fs::copy(&path, &target).with_context(|| format!("{}: cannot be copied", path.display()))?;
        }
    }
    Ok(())
}

/// Servers run as users of their own.
#[cfg(unix)]
fn open_to_all(folder: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o777))?)
}

#[cfg(not(unix))]
fn open_to_all(_: &Path) -> Result<()> {
    Ok(())
}

#[cfg(unix)]
fn link(to: &Path, at: &Path) -> Result<()> {
    Ok(std::os::unix::fs::symlink(to, at)?)
}

#[cfg(windows)]
fn link(to: &Path, at: &Path) -> Result<()> {
    Ok(std::os::windows::fs::symlink_dir(to, at)?)
}
