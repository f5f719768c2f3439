//! From the paths that a log prints to the files of the workspace.
//!
//! A log is often written elsewhere: in a container (`/app/src/x.py`), on a build machine, on Windows. The file that is
//! meant is the one whose path ends alike: the longest common tail. Nothing outside of the workspace's folders is ever
//! looked at, not even for whether it exists: a printed path may name a share of a foreign host.

use std::collections::HashMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::Frame;
use super::walk::walk;

/// How many files the index holds at most.
const MAX_FILES: usize = 100_000;
/// The index is made anew for a path that it does not have, but not more often than this.
const STALE: Duration = Duration::from_secs(10);
/// Nor so often that more than one part in so many of the time goes into it.
const SHARE: u32 = 20;
/// How many files are given where several fit alike.
const MAX_FOUND: usize = 8;
/// Longer paths are no paths. Bytes.
const MAX_PATH: usize = 4 << 10;
/// How much of a file is read in order to count its lines.
const MAX_COUNTED: u64 = 4 << 20;

/// Folders below which packages are installed: a package's file is the one in the same folder here.
const PACKAGES: &[&str] = &["node_modules", "site-packages", "dist-packages", "vendor", ".venv", "venv"];

/// The folders of a workspace, and what is known of their files.
#[derive(Debug, Default)]
pub struct Workspace {
    folders: Vec<Folder>,
    index: Mutex<Option<Arc<Index>>>,
}

#[derive(Debug)]
struct Folder {
    path: PathBuf,
    /// Without symbolic links.
    real: PathBuf,
    /// The parts of its path, and those of its path without symbolic links.
    names: [Vec<String>; 2],
}

/// The files of the folders by their names in lower case.
#[derive(Debug)]
struct Index {
    /// The folder, and the parts of the path in it.
    files: Vec<(usize, Vec<String>)>,
    by_name: HashMap<String, Vec<usize>>,
    made: Instant,
    cost: Duration,
}

impl Workspace {
    /// A workspace of these folders. Nothing is read before somebody asks; a folder that does not exist has no files.
    pub fn new(folders: impl IntoIterator<Item = PathBuf>) -> Self {
        let folders = folders
            .into_iter()
            .filter(|path| path.is_absolute())
            .map(|path| {
                let real = path.canonicalize().unwrap_or_else(|_| path.clone());
                Folder { names: [names(&path), names(&real)], real, path }
            })
            .collect();
        Self { folders, index: Mutex::default() }
    }

    /// The files that a frame may mean: those with the longest common tail, at most eight. One file in the common case,
    /// none for what is outside of the workspace.
    pub fn files_of(&self, frame: &Frame) -> Vec<PathBuf> {
        self.files(&frame.path, frame.line, frame.user)
    }

    /// The same for a path as printed; `line` counts from 1, `user` says whether it is the user's own code.
    pub fn files(&self, printed: &str, line: Option<u32>, user: bool) -> Vec<PathBuf> {
        let Some(printed) = Printed::read(printed) else { return Vec::new() };
        if let Some(found) = self.exact(&printed) {
            return vec![found];
        }
        let (direct, tail) = self.below_folders(&printed, user);
        let whole = tail == printed.parts.len() && !direct.is_empty();
        if whole || !user {
            return direct;
        }
        let (indexed, longer) = self.indexed(&printed, tail);
        let mut found = if longer > tail { indexed } else { direct };
        if tail.max(longer) == 1 && printed.parts.len() > 1 {
            // Only the name is common. At least the line has to exist.
            found.retain(|path| line.is_none_or(|line| has_line(path, line)));
        }
        found
    }

    /// How a file of the workspace is called in it: its path below its folder, with `/`. None for other files.
    pub fn name_of(&self, path: &Path) -> Option<String> {
        let folder = self.folders.iter().find(|folder| path.starts_with(&folder.path))?;
        let below = path.strip_prefix(&folder.path).ok()?;
        Some(below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"))
    }

    /// The folder that holds a file.
    pub fn folder_of(&self, path: &Path) -> Option<&Path> {
        self.folders.iter().map(|folder| folder.path.as_path()).find(|folder| path.starts_with(folder))
    }

    /// The folders, as they were given.
    pub fn folders(&self) -> impl Iterator<Item = &Path> {
        self.folders.iter().map(|folder| folder.path.as_path())
    }

    /// The file of a path that lies in a folder as it is printed.
    fn exact(&self, printed: &Printed) -> Option<PathBuf> {
        if !printed.absolute {
            return None;
        }
        self.folders.iter().find_map(|folder| {
            let below = folder.names.iter().find_map(|names| {
                let same = |(a, b): (&String, &String)| printed.same(a, b);
                let inside = !names.is_empty()
                    && names.len() < printed.parts.len()
                    && names.iter().zip(&printed.parts).all(same);
                inside.then(|| &printed.parts[names.len()..])
            })?;
            folder.file(below)
        })
    }

    /// The files that the longest tail of the path names directly below a folder, and how long that is.
    fn below_folders(&self, printed: &Printed, user: bool) -> (Vec<PathBuf>, usize) {
        for tail in (1..=printed.parts.len()).rev() {
            let parts = &printed.parts[printed.parts.len() - tail..];
            if !user && !parts.iter().any(|part| PACKAGES.contains(&part.as_str())) {
                break;
            }
            let before = printed.parts.len().checked_sub(tail + 1).map(|at| printed.parts[at].as_str());
            let files: Vec<PathBuf> = self
                .folders
                .iter()
                .filter(|folder| {
                    // Of a relative path some part is missing here: then it has to be the folder itself.
                    tail > 1
                        || printed.absolute
                        || before.is_none_or(|before| folder.path.file_name().is_some_and(|name| name == before))
                })
                .filter_map(|folder| folder.file(parts))
                .take(MAX_FOUND)
                .collect();
            if !files.is_empty() {
                return (files, tail);
            }
        }
        (Vec::new(), 0)
    }

    /// The files anywhere in the folders with the longest tail in common, and how long that is, if it is longer than
    /// `known`. A name alone is enough only where no more is printed.
    fn indexed(&self, printed: &Printed, known: usize) -> (Vec<PathBuf>, usize) {
        let least = (known + 1).max(if printed.parts.len() == 1 { 1 } else { 2 });
        let Some(name) = printed.parts.last().map(|name| name.to_lowercase()) else { return (Vec::new(), 0) };
        let mut index = self.index(None);
        for again in [true, false] {
            let (mut best, mut found) = (least, Vec::new());
            for &at in index.by_name.get(&name).into_iter().flatten() {
                let (folder, parts) = &index.files[at];
                let common =
                    parts.iter().rev().zip(printed.parts.iter().rev()).take_while(|(a, b)| printed.same(a, b)).count();
                if common > best {
                    best = common;
                    found.clear();
                }
                if common == best {
                    found.push((*folder, parts));
                }
            }
            let files: Vec<PathBuf> = found
                .into_iter()
                .filter_map(|(folder, parts)| self.folders.get(folder)?.file(parts))
                .take(MAX_FOUND)
                .collect();
            if !files.is_empty() {
                return (files, best);
            }
            if !again || !index.is_stale() {
                break;
            }
            index = self.index(Some(&index));
        }
        (Vec::new(), 0)
    }

    /// The index; a new one if it is still the one that is known to be stale.
    fn index(&self, stale: Option<&Arc<Index>>) -> Arc<Index> {
        let mut index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        match &*index {
            Some(made) if stale.is_none_or(|stale| !Arc::ptr_eq(stale, made)) => made.clone(),
            _ => index.insert(Arc::new(Index::of(&self.folders))).clone(),
        }
    }
}

impl Folder {
    /// The file of this path in the folder, if there is one, and if it lies in the folder also behind its links.
    fn file(&self, parts: &[String]) -> Option<PathBuf> {
        let mut path = self.path.clone();
        path.extend(parts);
        let inside = path.is_file() && path.canonicalize().is_ok_and(|real| real.starts_with(&self.real));
        inside.then_some(path)
    }
}

impl Index {
    fn of(folders: &[Folder]) -> Self {
        let begun = Instant::now();
        let mut files = Vec::new();
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (i, folder) in folders.iter().enumerate() {
            for child in walk(&folder.path).sort_by_file_name(Ord::cmp).build().filter_map(Result::ok) {
                if !child.file_type().is_some_and(|kind| kind.is_file()) {
                    continue;
                }
                let Ok(below) = child.path().strip_prefix(&folder.path) else { continue };
                let parts = names(below);
                let Some(name) = parts.last() else { continue };
                by_name.entry(name.to_lowercase()).or_default().push(files.len());
                files.push((i, parts));
                if files.len() >= MAX_FILES {
                    break;
                }
            }
        }
        let made = Instant::now();
        Self { files, by_name, made, cost: made - begun }
    }

    fn is_stale(&self) -> bool {
        self.made.elapsed() > STALE.max(self.cost * SHARE)
    }
}

/// A path as a log prints it.
#[derive(Debug, PartialEq, Eq)]
struct Printed {
    /// Its parts without drive, host, `.` and `..`.
    parts: Vec<String>,
    absolute: bool,
    /// Whether it is a path of Windows, where case does not count.
    windows: bool,
}

impl Printed {
    fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > MAX_PATH || text.contains(char::is_control) || text.starts_with(['<', '[']) {
            return None;
        }
        // Windows' own long form; its `?` begins no query.
        let text = [r"\\?\UNC", r"\\?", r"\\."].iter().find_map(|form| text.strip_prefix(form)).unwrap_or(text);
        let mut absolute = false;
        let mut path = match text.split_once("://") {
            // A host (a package for webpack) stands before the first `/`.
            Some((scheme, rest)) if is_scheme(scheme) => {
                absolute = scheme.eq_ignore_ascii_case("file");
                let path = rest.split_once('/').map_or("", |(_, path)| path);
                percent_decoded(path.split(['?', '#']).next().unwrap_or(path))
            }
            _ => text.split('?').next().unwrap_or(text).to_owned(),
        };
        let mut windows = false;
        if path.contains('\\') && !path.starts_with('/') {
            windows = true;
            path = path.replace('\\', "/");
        }
        absolute |= path.starts_with('/');
        let bare = path.trim_start_matches('/');
        let bytes = bare.as_bytes();
        let drive = bytes.len() > 1 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':';
        let bare = if drive { &bare[2..] } else { bare };
        let mut parts: Vec<String> = Vec::new();
        for part in bare.split('/') {
            match part {
                "" | "." | "~" => {}
                ".." => drop(parts.pop()),
                // A drive or a stream in the middle of a path would lead Windows elsewhere.
                part if part.contains(':') && (windows || drive || cfg!(windows)) => parts.clear(),
                part => parts.push(part.to_owned()),
            }
        }
        (!parts.is_empty()).then_some(Self { parts, absolute: absolute || drive, windows: windows || drive })
    }

    fn same(&self, a: &str, b: &str) -> bool {
        if self.windows || cfg!(windows) { a.to_lowercase() == b.to_lowercase() } else { a == b }
    }
}

fn is_scheme(text: &str) -> bool {
    // `rsc://React/Server/webpack-internal:///…`: the first one counts, and one letter is a drive.
    text.len() > 1 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        match code.filter(|_| bytes[at] == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) if byte >= 0x20 => {
                decoded.push(byte);
                at += 3;
            }
            _ => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

/// The named parts of a path; the drive is none.
fn names(path: &Path) -> Vec<String> {
    path.components()
        .filter_map(|part| match part {
            std::path::Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
            _ => None,
        })
        .collect()
}

/// Whether a file has a line (counted from 1).
fn has_line(path: &Path, line: u32) -> bool {
    let mut bytes = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(MAX_COUNTED).read_to_end(&mut bytes));
    let ends = memchr::memchr_iter(b'\n', &bytes).count();
    let open = bytes.last().is_some_and(|last| *last != b'\n');
    read.is_ok() && ends + usize::from(open) >= line as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A workspace with these files, each of three lines.
    fn workspace(files: &[&str]) -> (tempfile::TempDir, Workspace) {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join("ws").join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "1\n2\n3\n").unwrap();
        }
        let workspace = Workspace::new([folder.path().join("ws")]);
        (folder, workspace)
    }

    /// What a printed path of the user's means, below the workspace.
    fn found(workspace: &Workspace, printed: &str) -> Vec<String> {
        workspace.files(printed, Some(2), true).iter().map(|path| workspace.name_of(path).unwrap()).collect()
    }

    #[test]
    fn the_path_of_a_container_means_the_file_here() {
        let (_folder, ws) = workspace(&["src/x.py", "main.py", "services/api/src/app.py", "src/app.py"]);
        assert_eq!(found(&ws, "/app/src/x.py"), ["src/x.py"]);
        assert_eq!(found(&ws, "/usr/src/app/main.py"), ["main.py"]);
        assert_eq!(found(&ws, "/app/api/src/app.py"), ["services/api/src/app.py"]);
        assert_eq!(found(&ws, "/app/other/x.py"), [""; 0]);
    }

    #[test]
    fn paths_of_every_spelling_are_read() {
        let (folder, ws) = workspace(&["src/App.tsx", "src/Main.cs", "a b/é.py", "com/foo/Bar.java"]);
        let root = folder.path().join("ws");
        for (printed, file) in [
            (root.join("src/App.tsx").to_str().unwrap(), "src/App.tsx"),
            ("./src/App.tsx", "src/App.tsx"),
            ("src\\App.tsx", "src/App.tsx"),
            ("C:\\Users\\x\\Proj\\src\\Main.cs", "src/Main.cs"),
            ("c:/Users/x/proj/SRC/main.cs", "src/Main.cs"),
            ("\\\\?\\C:\\p\\src\\Main.cs", "src/Main.cs"),
            ("file:///app/a%20b/%C3%A9.py", "a b/é.py"),
            ("file:///C:/p/src/Main.cs", "src/Main.cs"),
            ("http://localhost:5173/src/App.tsx?t=17", "src/App.tsx"),
            ("webpack-internal:///./src/App.tsx", "src/App.tsx"),
            ("webpack://shop/./src/App.tsx?1a2b", "src/App.tsx"),
            ("rsc://React/Server/webpack-internal:///(rsc)/./src/App.tsx?3", "src/App.tsx"),
            ("/app/lib/../src/App.tsx", "src/App.tsx"),
            ("~/p/src/App.tsx", "src/App.tsx"),
            ("com/foo/Bar.java", "com/foo/Bar.java"),
            ("Bar.java", "com/foo/Bar.java"),
        ] {
            assert_eq!(found(&ws, printed), [file], "{printed}");
        }
        for printed in ["<frozen importlib._bootstrap>", "[eval]", "", "/", "..", "a\0b", "Cell In[8]", "native"] {
            assert_eq!(found(&ws, printed), [""; 0], "{printed}");
        }
    }

    #[test]
    fn nothing_outside_of_the_folders_is_found() {
        let (folder, ws) = workspace(&["src/x.py"]);
        std::fs::write(folder.path().join("secret.py"), "1\n2\n3\n").unwrap();
        let outside = folder.path().join("secret.py");
        for printed in
            [outside.to_str().unwrap(), "../secret.py", "src/../../secret.py", "/etc/passwd", "../../etc/passwd"]
        {
            assert_eq!(ws.files(printed, None, true), Vec::<PathBuf>::new(), "{printed}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(&outside, folder.path().join("ws/link.py")).unwrap();
            assert_eq!(ws.files("/app/link.py", None, true), Vec::<PathBuf>::new());
        }
    }

    #[test]
    fn the_file_of_a_package_is_found_only_where_packages_are() {
        let (_folder, ws) = workspace(&["node_modules/left/index.js", "index.js", "asyncio/base_events.py"]);
        let foreign = |printed: &str| ws.files(printed, None, false).len();
        assert_eq!(foreign("/app/node_modules/left/index.js"), 1);
        assert_eq!(foreign("/usr/lib/python3.11/asyncio/base_events.py"), 0);
        assert_eq!(foreign("/app/node_modules/right/index.js"), 0);
    }

    #[test]
    fn where_several_files_fit_alike_all_are_given() {
        let (_folder, ws) = workspace(&["a/src/index.ts", "b/src/index.ts"]);
        let mut both = found(&ws, "/build/src/index.ts");
        both.sort();
        assert_eq!(both, ["a/src/index.ts", "b/src/index.ts"]);
        assert_eq!(found(&ws, "/build/b/src/index.ts"), ["b/src/index.ts"]);
    }

    #[test]
    fn a_file_that_only_has_the_name_must_have_the_line() {
        let (_folder, ws) = workspace(&["main.py"]);
        assert_eq!(ws.files("/srv/job/main.py", Some(3), true).len(), 1);
        assert_eq!(ws.files("/srv/job/main.py", Some(4), true).len(), 0);
    }

    #[test]
    fn a_relative_path_may_begin_above_the_folder() {
        let (_folder, ws) = workspace(&["main.py", "src/x.py"]);
        assert_eq!(found(&ws, "ws/main.py"), ["main.py"]);
        assert_eq!(found(&ws, "repo/ws/src/x.py"), ["src/x.py"]);
        assert_eq!(found(&ws, "other/main.py"), [""; 0]);
    }
}
