//! Writing a file so that nobody ever reads a part of it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// So many files beside a target may be left over from processes that were killed.
const MAX_LEFT_OVER: usize = 100;

/// Gives a file a new text, if it still has the old one (`None`: if it does not exist; its folders are made). Its
/// permissions stay; of a link the file behind it is written.
///
/// # Errors
/// Those of the file system, and [`io::ErrorKind::Other`] if the file has changed since.
pub fn write(path: &Path, old: Option<&str>, new: &str) -> io::Result<()> {
    let target = match old {
        Some(_) => path.canonicalize()?,
        None => path.to_owned(),
    };
    beside(&target, new, |written| match old {
        Some(old) => {
            if fs::read(&target)? != old.as_bytes() {
                return Err(io::Error::other("it has changed meanwhile"));
            }
            fs::rename(written, &target)
        }
        None => {
            // Fails where a file of this name has come meanwhile.
            fs::hard_link(written, &target)?;
            fs::remove_file(written)
        }
    })
}

/// Gives a file a new text, whatever it had. Its folders are made, its permissions stay; of a link the file behind it is
/// written.
///
/// # Errors
/// Those of the file system.
pub fn put(path: &Path, text: &str) -> io::Result<()> {
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    beside(&target, text, |written| fs::rename(written, &target))
}

/// Writes a file beside another one, and lets it take that one's place when it is whole and on the disk.
fn beside(target: &Path, text: &str, take_place: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<()> {
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder)?;
    }
    let (mut file, path) = new_file(target)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| {
        if let Ok(data) = fs::metadata(target) {
            file.set_permissions(data.permissions())?;
        }
        file.sync_all()?;
        take_place(&path)
    });
    if written.is_err() {
        // Nothing is left to do about a file that cannot be removed either.
        let _ = fs::remove_file(&path);
    }
    written
}

/// A new file beside another one. A link that somebody put there beforehand is not followed.
fn new_file(target: &Path) -> io::Result<(File, PathBuf)> {
    let name = target.file_name().ok_or_else(|| io::Error::other("it has no name"))?;
    let mut last = Err(io::ErrorKind::AlreadyExists.into());
    for number in 0..MAX_LEFT_OVER {
        let mut beside = name.to_owned();
        beside.push(format!(".{}-{number}.loglore", std::process::id()));
        let path = target.with_file_name(beside);
        last = OpenOptions::new().write(true).create_new(true).open(&path).map(|file| (file, path));
        if !last.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::AlreadyExists) {
            break;
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_has_changed_meanwhile_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.py");
        fs::write(&path, "old").unwrap();
        write(&path, Some("old"), "new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert!(write(&path, Some("old"), "newer").is_err());
        assert!(write(&path, None, "newer").is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        write(&folder.path().join("b.py"), None, "b").unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn what_a_killed_process_left_beside_a_file_keeps_nobody_from_writing_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/er/a.toml");
        put(&path, "old").unwrap();
        let left = path.with_file_name(format!("a.toml.{}-0.loglore", std::process::id()));
        fs::write(&left, "ne").unwrap();
        put(&path, "new").unwrap();
        write(&path, Some("new"), "newer").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "newer");
        assert_eq!(fs::read_to_string(&left).unwrap(), "ne", "it may be another's");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_permissions_stay() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("real.toml"), folder.path().join("link.toml"));
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        symlink(&file, &link).unwrap();
        put(&link, "new").unwrap();
        write(&link, Some("new"), "newer").unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read_to_string(&file).unwrap(), "newer");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
