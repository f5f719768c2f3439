//! The entry files of a folder, and the folders where entries are looked for.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder};

use crate::entry::{Problem, ProblemKind};

/// Where a workspace keeps its entries.
const WORKSPACE: &str = ".loglore/entries";

/// The entry files below `folder`, sorted by path, each once: all `*.json` but `schema.json` and `packages.json`, hidden
/// files and folders left out, symbolic links followed: each to the same folder once, and those of a workspace only to what
/// lies in it too. A path to a file is taken as it is. What cannot be read is reported.
pub fn entry_files(folder: &Path) -> (Vec<PathBuf>, Vec<Problem>) {
    let mut files = Vec::new();
    let mut problems = Vec::new();
    let linked = Arc::new(AtomicBool::new(false));
    let walk = WalkBuilder::new(folder)
        .standard_filters(false)
        .hidden(true)
        .follow_links(true)
        .sort_by_file_path(Path::cmp)
        .filter_entry(followed(folder, Arc::clone(&linked)))
        .build();
    for child in walk {
        let child = match child {
            Ok(child) => child,
            Err(error) if is_loop(&error) => continue,
            Err(error) => {
                let path = path_of(&error).unwrap_or(folder).to_owned();
                let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                problems.push(Problem::of_path(&path, ProblemKind::Unreadable, format!("cannot be read: {reason}")));
                continue;
            }
        };
        let is_file = child.file_type().is_some_and(|kind| kind.is_file());
        let other = child.file_name() == "schema.json" || child.file_name() == "packages.json";
        let named = child.path().extension().is_some_and(|e| e == "json") && !other;
        if is_file && (named || child.depth() == 0) {
            files.push(child.into_path());
        }
    }
    if linked.load(Ordering::Relaxed) {
        // One file that is reached over two links is one file.
        let mut seen = HashSet::new();
        files.retain(|file| seen.insert(canonical(file)));
    }
    (files, problems)
}

/// What a walk goes into. Folders that link to each other have more ways through them than anybody could walk, and a
/// workspace that somebody else made could link to all that there is on this machine. That it met a link is noted in `linked`.
fn followed(folder: &Path, linked: Arc<AtomicBool>) -> impl Fn(&DirEntry) -> bool + Send + Sync + 'static {
    let workspace = folder.ends_with(WORKSPACE).then(|| folder.join("../..")).map(|folder| canonical(&folder));
    let known = Mutex::new(HashSet::new());
    move |child: &DirEntry| {
        if !child.path_is_symlink() {
            return true;
        }
        linked.store(true, Ordering::Relaxed);
        let target = canonical(child.path());
        let inside = workspace.as_ref().is_none_or(|workspace| target.starts_with(workspace));
        let is_folder = child.file_type().is_some_and(|kind| kind.is_dir());
        inside && (!is_folder || known.lock().unwrap_or_else(PoisonError::into_inner).insert(target))
    }
}

/// The user's folder: `loglore/entries` in `$XDG_CONFIG_HOME`, or where the system keeps the settings of programs.
/// It need not exist.
pub fn user_folder() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let settings = set("XDG_CONFIG_HOME")
        .or_else(|| if cfg!(windows) { set("APPDATA") } else { set("HOME").map(|home| home.join(".config")) })?;
    Some(settings.join("loglore").join("entries"))
}

/// The workspace's folder: `.loglore/entries` in `start` or the nearest folder above it that has one.
pub fn workspace_folder(start: &Path) -> Option<PathBuf> {
    start.ancestors().map(|folder| folder.join(WORKSPACE)).find(|folder| folder.is_dir())
}

fn canonical(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

fn is_loop(error: &ignore::Error) -> bool {
    match error {
        ignore::Error::Loop { .. } => true,
        ignore::Error::WithPath { err, .. } | ignore::Error::WithDepth { err, .. } => is_loop(err),
        _ => false,
    }
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } => path_of(err),
        _ => None,
    }
}
