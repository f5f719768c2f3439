//! Which file of the workspace an entry means by a name.

use std::path::{Path, PathBuf};

use crate::trace::Workspace;

/// Names under which the same file is known, the one of the entry first.
const NAMES: &[&[&str]] = &[
    &["Dockerfile", "Containerfile", "dockerfile"],
    &["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"],
    &["webpack.config.js", "webpack.config.cjs", "webpack.config.mjs", "webpack.config.ts"],
    &["vite.config.js", "vite.config.ts", "vite.config.mjs", "vite.config.mts", "vite.config.cjs", "vite.config.cts"],
    &["build.gradle", "build.gradle.kts"],
    &[".cargo/config.toml", ".cargo/config"],
];

/// The files of the workspace that an entry means by `name` (as in `file:<name>`), the nearest first: those above
/// `near` (a file that failed), then those of the folders' tops, then those anywhere else. None if it has to be made.
pub fn find(workspace: &Workspace, name: &str, near: Option<&Path>) -> Vec<PathBuf> {
    let name = name.trim_start_matches('/');
    let same = NAMES.iter().find(|names| names.contains(&name));
    let names = same.map_or_else(|| vec![name], |names| names.to_vec());
    let mut found = Vec::new();
    if let Some(folder) = near.and_then(|near| workspace.folder_of(near)) {
        for above in near.into_iter().flat_map(Path::ancestors).skip(1).take_while(|path| path.starts_with(folder)) {
            found.extend(names.iter().map(|name| above.join(name)).find(|path| is_inside(path, folder)));
        }
    }
    for folder in workspace.folders() {
        found.extend(names.iter().map(|name| folder.join(name)).find(|path| is_inside(path, folder)));
    }
    for name in names {
        found.extend(workspace.files(name, None, true));
    }
    let mut unique: Vec<PathBuf> = Vec::new();
    for path in found {
        if !unique.contains(&path) {
            unique.push(path);
        }
    }
    unique
}

/// Whether it is a file, and one of the folder also behind its links.
fn is_inside(path: &Path, folder: &Path) -> bool {
    let real = folder.canonicalize();
    path.is_file() && path.canonicalize().is_ok_and(|path| real.is_ok_and(|folder| path.starts_with(folder)))
}
