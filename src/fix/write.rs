//! Writing a file so that nobody ever reads a part of it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

/// So many files beside a target may be left over from processes that were killed.
const MAX_LEFT_OVER: usize = 100;

/// Gives a file a new text, if it still has the old one (`None`: if it does not exist; its folders are made). Its
/// owner, permissions and names stay: where another file cannot take its place without losing one of them, the file
/// itself is written. Of a symbolic link the file behind it is written.
///
/// # Errors
/// Those of the file system, and [`io::ErrorKind::Other`] if the file has changed since.
pub fn write(path: &Path, old: Option<&str>, new: &str) -> io::Result<()> {
    let target = match old {
        Some(_) => path.canonicalize()?,
        None => path.to_owned(),
    };
    if let Some(old) = old.filter(|_| has_further_names(&target)) {
        return in_place(&target, Some(old), new);
    }
    let taken = beside(&target, new, |written| match old {
        Some(old) => {
            if fs::read(&target)? != old.as_bytes() {
                return Err(changed());
            }
            fs::rename(written, &target)
        }
        None => {
            // Fails where a file of this name has come meanwhile.
            fs::hard_link(written, &target)?;
            fs::remove_file(written)
        }
    })?;
    if taken { Ok(()) } else { in_place(&target, old, new) }
}

/// Gives a file a new text, whatever it had. Its folders are made; its owner, permissions and names stay, as for
/// [`write()`].
///
/// # Errors
/// Those of the file system.
pub fn put(path: &Path, text: &str) -> io::Result<()> {
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if has_further_names(&target) {
        return in_place(&target, None, text);
    }
    let taken = beside(&target, text, |written| fs::rename(written, &target))?;
    if taken { Ok(()) } else { in_place(&target, None, text) }
}

/// That a file has another text than the one that it was to be written for.
fn changed() -> io::Error {
    io::Error::other("it has changed meanwhile")
}

/// Writes a file beside another one, and lets it take that one's place when it is whole and on the disk. False if it
/// could not have the same owner: then nothing was done.
fn beside(target: &Path, text: &str, take_place: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<bool> {
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder)?;
    }
    let there = fs::metadata(target).ok();
    let (mut file, path) = new_file(target, there.is_some())?;
    let written = (|| {
        if let Some(data) = &there {
            // Before anything can be read in it. A new owner takes special bits away, so they come last.
            if !keep_owner(&path, &file, data)? {
                return Ok(false);
            }
            file.set_permissions(data.permissions())?;
        }
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        take_place(&path)?;
        Ok(true)
    })();
    if !matches!(written, Ok(true)) {
        // Nothing is left to do about a file that cannot be removed either.
        let _ = fs::remove_file(&path);
    }
    written
}

/// Writes into the file that is there, which a reader may see half written.
fn in_place(target: &Path, old: Option<&str>, new: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().read(true).write(true).open(target)?;
    if let Some(old) = old {
        let mut there = Vec::new();
        file.read_to_end(&mut there)?;
        if there != old.as_bytes() {
            return Err(changed());
        }
        file.rewind()?;
    }
    // Cut off last: no reader sees an empty file.
    file.write_all(new.as_bytes())?;
    file.set_len(new.len() as u64)?;
    file.sync_all()
}

/// Whether a file has other names than this one, which would go on meaning the old text.
#[cfg(unix)]
fn has_further_names(target: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(target).is_ok_and(|data| data.nlink() > 1)
}

/// Whether a file has other names than this one: the system does not say it.
#[cfg(not(unix))]
fn has_further_names(_target: &Path) -> bool {
    false
}

/// Gives a new file the owner and the group of another one; false if this user may not.
#[cfg(unix)]
fn keep_owner(path: &Path, file: &File, of: &fs::Metadata) -> io::Result<bool> {
    use std::os::unix::fs::{MetadataExt as _, lchown};
    let own = file.metadata()?;
    let uid = (own.uid() != of.uid()).then(|| of.uid());
    let gid = (own.gid() != of.gid()).then(|| of.gid());
    if uid.is_none() && gid.is_none() {
        return Ok(true);
    }
    Ok(lchown(path, uid, gid).is_ok())
}

/// Owners are inherited from the folder here.
#[cfg(not(unix))]
fn keep_owner(_path: &Path, _file: &File, _of: &fs::Metadata) -> io::Result<bool> {
    Ok(true)
}

/// A new file beside another one, for nobody else to read until it has that one's permissions. A link that somebody put
/// there beforehand is not followed.
fn new_file(target: &Path, replaces: bool) -> io::Result<(File, PathBuf)> {
    let name = target.file_name().ok_or_else(|| io::Error::other("it has no name"))?;
    let mut last = Err(io::ErrorKind::AlreadyExists.into());
    for number in 0..MAX_LEFT_OVER {
        let mut beside = name.to_owned();
        beside.push(format!(".{}-{number}.loglore", std::process::id()));
        let path = target.with_file_name(beside);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if replaces {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        #[cfg(not(unix))]
        let _ = replaces;
        last = options.open(&path).map(|file| (file, path));
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
    fn all_names_of_a_file_get_the_new_text() {
        let folder = tempfile::tempdir().unwrap();
        let (file, name) = (folder.path().join("a.py"), folder.path().join("b.py"));
        fs::write(&file, "the old text").unwrap();
        fs::hard_link(&file, &name).unwrap();
        write(&file, Some("the old text"), "new").unwrap();
        assert_eq!(fs::read_to_string(&name).unwrap(), "new");
        put(&name, "newer, and longer").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "newer, and longer");
        assert!(write(&file, Some("new"), "newest").is_err(), "it has changed meanwhile");
        assert_eq!(fs::read_to_string(&file).unwrap(), "newer, and longer");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn the_owner_and_special_bits_stay() {
        use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.py");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o2750)).unwrap();
        // Only an administrator can give a file away; others keep what is theirs.
        if chown(&path, Some(4_321), Some(4_322)).is_ok() {
            fs::set_permissions(&path, fs::Permissions::from_mode(0o2750)).unwrap();
        }
        let before = fs::metadata(&path).unwrap();
        write(&path, Some("old"), "new").unwrap();
        put(&path, "newer").unwrap();
        let after = fs::metadata(&path).unwrap();
        assert_eq!((after.uid(), after.gid(), after.mode()), (before.uid(), before.gid(), before.mode()));
        assert_eq!(fs::read_to_string(&path).unwrap(), "newer");
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
