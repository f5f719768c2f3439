//! Writing a file so that nobody ever reads a part of it.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

/// Gives a file a new text, if it still has the old one (`None`: if it does not exist). Its permissions stay; of a link
/// the file behind it is written.
///
/// # Errors
/// Those of the file system, and [`io::ErrorKind::Other`] if the file has changed since.
pub fn write(path: &Path, old: Option<&str>, new: &str) -> io::Result<()> {
    let target = match old {
        Some(_) => path.canonicalize()?,
        None => path.to_owned(),
    };
    let name = target.file_name().ok_or_else(|| io::Error::other("it has no name"))?;
    let mut beside = name.to_owned();
    beside.push(format!(".{}.loglore", std::process::id()));
    let beside = target.with_file_name(beside);
    let written = beside_written(&beside, &target, old, new);
    if written.is_err() {
        // Nothing is left to do about a file that cannot be removed either.
        let _ = fs::remove_file(&beside);
    }
    written
}

fn beside_written(beside: &Path, target: &Path, old: Option<&str>, new: &str) -> io::Result<()> {
    // A link that somebody put there beforehand is not followed.
    let mut file = OpenOptions::new().write(true).create_new(true).open(beside)?;
    file.write_all(new.as_bytes())?;
    match old {
        Some(old) => {
            file.set_permissions(fs::metadata(target)?.permissions())?;
            file.sync_all()?;
            if fs::read(target)? != old.as_bytes() {
                return Err(io::Error::other("it has changed meanwhile"));
            }
            fs::rename(beside, target)
        }
        None => {
            file.sync_all()?;
            // Fails where a file of this name has come meanwhile.
            fs::hard_link(beside, target)?;
            fs::remove_file(beside)
        }
    }
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
}
