//! Which file of the workspace an entry means by a name.

use std::path::{Path, PathBuf};

use crate::trace::Workspace;

const REQUIREMENTS: &str = "requirements.txt";

/// Names under which the same file is known, the one of the entry first.
const NAMES: &[&[&str]] = &[
    &["Dockerfile", "Containerfile", "dockerfile"],
    &["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"],
    &["webpack.config.js", "webpack.config.cjs", "webpack.config.mjs", "webpack.config.ts"],
    &["vite.config.js", "vite.config.ts", "vite.config.mjs", "vite.config.mts", "vite.config.cjs", "vite.config.cts"],
    &["jest.config.js", "jest.config.ts", "jest.config.cjs", "jest.config.mjs"],
    &["postcss.config.mjs", "postcss.config.js", "postcss.config.cjs"],
    &["build.gradle", "build.gradle.kts"],
    &["settings.gradle", "settings.gradle.kts"],
    &[".cargo/config.toml", ".cargo/config"],
    // The first one that there is: a project has its dependencies in one place.
    &[REQUIREMENTS, "pyproject.toml", "setup.cfg"],
    &[".gitlab-ci.yml", ".gitlab-ci.yaml"],
];

/// Files that have no fixed name, as entries write them, with how they are known.
const KINDS: &[(&str, Kind)] = &[
    (".csproj", Kind::Extension(".csproj")),
    (".fsproj", Kind::Extension(".fsproj")),
    (".tf", Kind::Extension(".tf")),
    (".d.ts", Kind::None),
    ("deployment.yaml", Kind::Kubernetes),
];

/// Files that may be made where there is none: alone, they already do what they are there for.
const CREATED: &[&str] = &[
    ".cargo/config.toml",
    ".dockerignore",
    ".env",
    ".gitattributes",
    ".mvn/jvm.config",
    ".npmrc",
    "assets.d.ts",
    "gradle.properties",
    "rust-toolchain.toml",
    "types.d.ts",
];

/// How many files are looked at, and how many are given.
const MAX_SEEN: usize = 20_000;
const MAX_FOUND: usize = 8;
/// How much of a file is read to tell what it is. Bytes.
const MAX_READ: u64 = 64 << 10;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Extension(&'static str),
    /// YAML with a workload of Kubernetes.
    Kubernetes,
    None,
}

/// The files of the workspace that an entry means by `name` (as in `file:<name>`), the nearest first: those above
/// `near` (a file that failed, or the log), then those of the folders' tops, then those anywhere else, at most eight.
/// None if it has to be made; see [`may_create`].
pub fn find(workspace: &Workspace, name: &str, near: Option<&Path>) -> Vec<PathBuf> {
    let name = name.trim_start_matches('/');
    // What is meant for another file of a Python project is no requirement.
    let same = NAMES.iter().find(|names| names.contains(&name) && (names[0] != REQUIREMENTS || name == REQUIREMENTS));
    // The entry's own name first.
    let mut names = same.map_or_else(|| vec![name], |names| names.to_vec());
    names.sort_by_key(|other| *other != name);
    let mut found = Vec::new();
    let near_folder = near.and_then(|near| workspace.folder_of(near));
    if let Some(folder) = near_folder {
        for above in near.into_iter().flat_map(Path::ancestors).take_while(|path| path.starts_with(folder)) {
            found.extend(nearest(&names, above, folder));
        }
    }
    for folder in workspace.folders() {
        found.extend(nearest(&names, folder, folder));
    }
    for name in &names {
        if found.is_empty() || names.len() == 1 {
            found.extend(workspace.files(name, None, true));
        }
    }
    let kind = KINDS.iter().find(|(ending, _)| name.ends_with(ending)).map_or(Kind::None, |(_, kind)| *kind);
    if name.starts_with(".github/workflows/") {
        for folder in workspace.folders() {
            found.extend(listed(&folder.join(".github/workflows"), folder, &[".yml", ".yaml"]));
        }
    } else if kind != Kind::None && found.is_empty() {
        for folder in workspace.folders() {
            found.extend(of_kind(folder, kind));
        }
    }
    let mut unique: Vec<PathBuf> = Vec::new();
    for path in found {
        if !unique.contains(&path) {
            unique.push(path);
        }
    }
    unique.truncate(MAX_FOUND);
    unique
}

/// The file of one of these names in a folder; of several the first that keeps what is wanted.
fn nearest(names: &[&str], folder: &Path, root: &Path) -> Option<PathBuf> {
    let there: Vec<PathBuf> = names.iter().map(|name| folder.join(name)).filter(|path| is_inside(path, root)).collect();
    let meant = |path: &&PathBuf| names[0] != REQUIREMENTS || keeps_requirements(path);
    there.iter().find(meant).or(there.first()).cloned()
}

/// Whether a file is where a Python project keeps its requirements: many have files that only set up their tools.
fn keeps_requirements(path: &Path) -> bool {
    let sections: &[&str] = match path.file_name().and_then(|name| name.to_str()) {
        Some("pyproject.toml") => &["[project]", "[tool.poetry]", "[dependency-groups]", "[tool.poetry.dependencies]"],
        Some("setup.cfg") => &["[options]", "[metadata]"],
        _ => return true,
    };
    let text = beginning(path);
    // Then `dynamic` says that they stand elsewhere.
    let elsewhere = |line: &str| line.trim_start().starts_with("dynamic") && line.contains("\"dependencies\"");
    text.lines().any(|line| sections.contains(&line.trim())) && !text.lines().any(elsewhere)
}

/// The text that a file begins with; nothing of one that cannot be read.
fn beginning(path: &Path) -> String {
    use std::io::Read as _;
    let mut text = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(MAX_READ).read_to_end(&mut text));
    read.map(|_| String::from_utf8_lossy(&text).into_owned()).unwrap_or_default()
}

/// Whether a file of this name may be made where the workspace has none.
pub fn may_create(name: &str) -> bool {
    CREATED.contains(&name)
}

/// The files in a folder with one of the endings, by name.
fn listed(folder: &Path, root: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|file| file.path());
    let named = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        endings.iter().any(|ending| name.ends_with(ending))
    };
    let mut files: Vec<PathBuf> = files.filter(named).filter(|path| is_inside(path, root)).collect();
    files.sort();
    files
}

/// The files anywhere in a folder that are of a kind.
fn of_kind(folder: &Path, kind: Kind) -> Vec<PathBuf> {
    let files =
        crate::trace::walk::walk(folder).sort_by_file_name(Ord::cmp).build().filter_map(Result::ok).take(MAX_SEEN);
    let is_it = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        match kind {
            Kind::Extension(ending) => name.ends_with(ending),
            Kind::Kubernetes => (name.ends_with(".yaml") || name.ends_with(".yml")) && is_workload(path),
            Kind::None => false,
        }
    };
    let files =
        files.filter(|child| child.file_type().is_some_and(|kind| kind.is_file())).map(|child| child.into_path());
    files.filter(is_it).filter(|path| is_inside(path, folder)).take(MAX_FOUND).collect()
}

/// Whether a file describes something of Kubernetes that runs pods.
fn is_workload(path: &Path) -> bool {
    let kinds = ["Pod", "CronJob", "DaemonSet", "Deployment", "Job", "ReplicaSet", "StatefulSet"];
    let is_kind = |line: &str| line.strip_prefix("kind:").is_some_and(|kind| kinds.contains(&kind.trim()));
    beginning(path).lines().any(is_kind)
}

/// Whether it is a file, and one of the folder also behind its links.
fn is_inside(path: &Path, folder: &Path) -> bool {
    let real = folder.canonicalize();
    path.is_file() && path.canonicalize().is_ok_and(|path| real.is_ok_and(|folder| path.starts_with(folder)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)], name: &str, near: Option<&str>) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        for (file, text) in files {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let workspace = Workspace::new([folder.path().to_owned()]);
        let near = near.map(|near| folder.path().join(near));
        let found = find(&workspace, name, near.as_deref());
        found.iter().map(|path| workspace.name_of(path).unwrap()).collect()
    }

    #[test]
    fn the_nearest_file_comes_first() {
        let files = [("package.json", ""), ("web/package.json", ""), ("web/src/a.js", ""), ("api/package.json", "")];
        assert_eq!(found(&files, "package.json", Some("web/src/a.js")), ["web/package.json", "package.json"]);
        assert_eq!(found(&files, "package.json", None), ["package.json"]);
        assert_eq!(found(&files[1..], "package.json", None), ["api/package.json", "web/package.json"]);
    }

    #[test]
    fn a_file_is_found_by_its_other_names() {
        assert_eq!(found(&[("docker-compose.yml", "")], "compose.yaml", None), ["docker-compose.yml"]);
        assert_eq!(found(&[("Containerfile", "")], "Dockerfile", None), ["Containerfile"]);
        assert_eq!(found(&[("pyproject.toml", "")], "requirements.txt", None), ["pyproject.toml"]);
        assert_eq!(
            found(&[("pyproject.toml", ""), ("requirements.txt", "")], "requirements.txt", None),
            ["requirements.txt"]
        );
        let tools = ("pyproject.toml", "[build-system]\n");
        assert_eq!(found(&[tools, ("setup.cfg", "[options]\n")], "requirements.txt", None), ["setup.cfg"]);
        assert_eq!(found(&[tools, ("setup.cfg", "[flake8]\n")], "requirements.txt", None), ["pyproject.toml"]);
        assert_eq!(found(&[("setup.cfg", "[options]\n")], "pyproject.toml", None), [""; 0]);
        let dynamic = ("pyproject.toml", "[project]\ndynamic = [\"version\", \"dependencies\"]\n");
        assert_eq!(found(&[dynamic, ("setup.cfg", "[options]\n")], "requirements.txt", None), ["setup.cfg"]);
        assert_eq!(found(&[("src/Shop.csproj", "")], "app.csproj", None), ["src/Shop.csproj"]);
        assert_eq!(found(&[("infra/net.tf", "")], "main.tf", None), ["infra/net.tf"]);
        let workflows =
            [(".github/workflows/a.yaml", ""), (".github/workflows/b.yml", ""), (".github/workflows/x.txt", "")];
        assert_eq!(
            found(&workflows, ".github/workflows/ci.yml", None),
            [".github/workflows/a.yaml", ".github/workflows/b.yml"]
        );
        let manifests = [("k8s/a.yaml", "kind: Service\n"), ("k8s/b.yaml", "kind: Deployment\n")];
        assert_eq!(found(&manifests, "deployment.yaml", None), ["k8s/b.yaml"]);
        assert_eq!(found(&[("a.d.ts", "")], "types.d.ts", None), [""; 0]);
    }

    #[cfg(unix)]
    #[test]
    fn nothing_outside_of_the_workspace_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("ws");
        std::fs::create_dir(&inside).unwrap();
        std::fs::write(folder.path().join("Dockerfile"), "").unwrap();
        std::os::unix::fs::symlink(folder.path().join("Dockerfile"), inside.join("Dockerfile")).unwrap();
        let workspace = Workspace::new([inside.clone()]);
        assert_eq!(find(&workspace, "Dockerfile", Some(&inside.join("a.log"))), [""; 0].map(PathBuf::from));
        assert_eq!(find(&workspace, "../Dockerfile", None), [""; 0].map(PathBuf::from));
        assert_eq!(find(&workspace, "/etc/passwd", None), [""; 0].map(PathBuf::from));
    }
}
