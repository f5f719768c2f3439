//! Fixes of several findings, made together.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;

use super::change::Change;
use super::offer::Fix;

/// The changes of one file.
#[derive(Debug, Clone, PartialEq)]
pub struct Edited {
    /// How the file is called in the workspace.
    pub name: String,
    /// The text before.
    pub text: Rc<str>,
    /// Whether the file does not exist yet.
    pub creates: bool,
    /// What changes, from all fixes.
    pub changes: Vec<Change>,
}

/// Changes of any number of files.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Batch {
    /// By path.
    pub files: BTreeMap<PathBuf, Edited>,
}

impl Batch {
    /// Adds a fix; false if it changes what another one changes. What two fixes have in common (an import) is made once.
    pub fn add(&mut self, fix: &Fix) -> bool {
        let edit = self.files.entry(fix.path.clone()).or_insert_with(|| Edited {
            name: fix.name.clone(),
            text: fix.text.clone(),
            creates: fix.creates,
            changes: Vec::new(),
        });
        let new: Vec<&Change> = fix.changes.iter().filter(|change| !edit.changes.contains(change)).collect();
        let touches = |a: &Change, b: &Change| {
            // Two insertions at one place would come in an order that nobody chose.
            a.range.start <= b.range.end && b.range.start <= a.range.end
        };
        if edit.text != fix.text || new.iter().any(|change| edit.changes.iter().any(|other| touches(change, other))) {
            return false;
        }
        let new: Vec<Change> = new.into_iter().cloned().collect();
        edit.changes.extend(new);
        true
    }
}
