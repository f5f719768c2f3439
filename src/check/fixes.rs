//! Whether every fix of an entry does change a file, once, and leaves it well-formed.
//!
//! A fix is tried on a fixture: one written for it (`fixes/<domain>/<slug>.toml`, for files `manifests/`), or else the
//! least text that it applies to.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use toml_edit::{DocumentMut, Table};

use super::Report;
use crate::entry::{EntryFile, Place, Problem, ProblemKind, ReadEntry, Workaround};
use crate::finding::Finding;
use crate::fix::change::{Refused, apply};
use crate::fix::manifest::{Near, edit_near, may_create};
use crate::fix::packages;
use crate::fix::{Fix, Trial};
use crate::lore::{Lore, entry_files};

/// How many fixes were tried, and what is wrong with them.
#[derive(Debug, Clone, Default)]
pub struct FixReport {
    /// What is wrong.
    pub report: Report,
    /// Fixes that change source.
    pub in_source: usize,
    /// Fixes that change a manifest or a settings file.
    pub in_files: usize,
}

/// Tries the fixes of all entries below `folders` that are in force in `lore`. `find` gives the findings of a text,
/// `fixtures` is the folder of the fixtures.
pub fn check_fixes(
    lore: &Lore,
    folders: &[PathBuf],
    find: &(dyn Fn(&str) -> Vec<Finding> + Sync),
    fixtures: &Path,
) -> FixReport {
    let files: Vec<EntryFile> = folders
        .iter()
        .flat_map(|folder| entry_files(folder).0)
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|path| EntryFile::open(&path))
        .collect();
    let tried: Vec<(usize, usize, Vec<Problem>)> = files
        .par_iter()
        .flat_map_iter(|file| file.entries.iter().map(move |read| (file, read)))
        .map(|(file, read)| {
            let (mut in_source, mut in_files, mut problems) = (0, 0, Vec::new());
            for (number, workaround) in read.entry.workarounds.iter().enumerate() {
                let tried = Tried { lore, file, read, number, workaround, find, fixtures };
                match &workaround.place {
                    None | Some(Place::Shell) => continue,
                    Some(Place::File(name)) => {
                        in_files += 1;
                        problems.extend(tried.file(name).err());
                    }
                    Some(_) => {
                        in_source += 1;
                        problems.extend(tried.source().err());
                    }
                }
            }
            (in_source, in_files, problems)
        })
        .collect();
    let mut all = FixReport::default();
    all.report.files = files.len();
    all.report.entries = files.iter().map(|file| file.entries.len()).sum();
    for (in_source, in_files, problems) in tried {
        all.in_source += in_source;
        all.in_files += in_files;
        all.report.problems.extend(problems);
    }
    all.report.problems.sort_by(Problem::order);
    all
}

/// One workaround on trial.
struct Tried<'a> {
    lore: &'a Lore,
    file: &'a EntryFile,
    read: &'a ReadEntry,
    number: usize,
    workaround: &'a Workaround,
    find: &'a (dyn Fn(&str) -> Vec<Finding> + Sync),
    fixtures: &'a Path,
}

/// A fixture that somebody wrote.
struct Written {
    trial: Trial,
    after: Option<String>,
}

impl Tried<'_> {
    fn problem(&self, kind: ProblemKind, message: String) -> Problem {
        self.file.problem(self.read, &format!("/workarounds/{}/snippet", self.number), kind, message)
    }

    fn fails(&self, reason: &str) -> Problem {
        let on = match &self.workaround.place {
            Some(Place::File(name)) => format!("its {name}"),
            _ => "its fixture".to_owned(),
        };
        self.problem(ProblemKind::FixFails, format!("the fix does not apply to {on}: {reason}"))
    }

    /// The entry's findings in its own samples.
    fn findings(&self) -> Vec<Finding> {
        let id = &self.read.entry.id;
        let own = |finding: &Finding| self.lore.id(finding.entry) == id;
        self.read.entry.samples.iter().flat_map(|sample| (self.find)(&sample.text)).filter(own).collect()
    }

    /// The first finding that says all that the snippet needs.
    fn finding(&self) -> Result<Finding, Problem> {
        let text = self.workaround.snippet.as_ref().map_or("", |snippet| snippet.text.as_str());
        let fills = |finding: &Finding| packages::fill(text, &finding.captures).is_ok();
        self.findings()
            .into_iter()
            .find(fills)
            .ok_or_else(|| self.fails("no sample says all that the snippet takes from the log"))
    }

    fn source(&self) -> Result<(), Problem> {
        let finding = self.finding()?;
        let (trial, after) = match self.written()? {
            Some(written) => (written.trial, written.after),
            None => match Trial::least(&finding, self.workaround) {
                Some(trial) => (trial, None),
                None => {
                    let id = &self.read.entry.id;
                    let number = self.number + 1;
                    let message = format!("write a fixture for workaround {number} into fixes/{id}.toml");
                    return Err(self.problem(ProblemKind::FixWithoutFixture, message));
                }
            },
        };
        let fix = self.first(&trial, &finding).map_err(|refused| self.fails(&refused.0))?;
        let text = apply(&fix.text, &fix.changes).map_err(|refused| self.fails(&refused.0))?;
        if let Some(after) = after.filter(|after| *after != text) {
            let message = format!("the fix makes of its fixture\n{text}\nand not\n{after}");
            return Err(self.problem(ProblemKind::FixFails, message));
        }
        let moved = text[..].matches('\n').count() as isize - trial.text.matches('\n').count() as isize;
        // The failing line has moved down by what came above it, or has stayed.
        for shift in [moved, 0] {
            let line = trial.line.saturating_add_signed(shift);
            let again = Trial { text: text.clone(), line, ..trial.clone() };
            if self.first(&again, &finding).is_err() {
                return Ok(());
            }
        }
        match self.workaround.place {
            // What is put around can be put around again.
            Some(Place::Wrap | Place::Replace) => Ok(()),
            _ => Err(self.fails("it would be applied twice")),
        }
    }

    fn first(&self, trial: &Trial, finding: &Finding) -> Result<Fix, Refused> {
        let fixes = trial.fixes(finding, self.workaround)?;
        fixes.into_iter().next().ok_or_else(|| Refused::new("nothing is changed"))
    }

    /// The fixture of this workaround.
    fn written(&self) -> Result<Option<Written>, Problem> {
        let path = self.fixtures.join("fixes").join(format!("{}.toml", self.read.entry.id));
        let Ok(text) = std::fs::read_to_string(&path) else { return Ok(None) };
        let wrong = |reason: &str| self.problem(ProblemKind::FixFails, format!("{}: {reason}", path.display()));
        let document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| wrong(error.message()))?;
        let fixes = document.get("fix").and_then(|fix| fix.as_array_of_tables());
        let number = self.number as i64 + 1;
        let of_this = |fix: &&Table| fix.get("workaround").and_then(|number| number.as_integer()) == Some(number);
        let Some(fix) = fixes.into_iter().flatten().find(of_this) else { return Ok(None) };
        let text = |name: &str| fix.get(name).and_then(|value| value.as_str());
        let (Some(file), Some(before)) = (text("file"), text("before")) else {
            return Err(wrong("a `[[fix]]` has a `file` and a text `before`"));
        };
        let Some((above, below)) = before.split_once("$0") else {
            return Err(wrong("`$0` in `before` says which line failed"));
        };
        let trial = Trial { file: file.to_owned(), text: format!("{above}{below}"), line: above.matches('\n').count() };
        Ok(Some(Written { trial, after: text("after").map(str::to_owned) }))
    }

    fn file(&self, name: &str) -> Result<(), Problem> {
        let finding = self.finding()?;
        let snippet = self.workaround.snippet.as_ref().map_or("", |snippet| snippet.text.as_str());
        let refused = |refused: Refused| self.fails(&refused.0);
        let filled = packages::fill(snippet, &finding.captures).map_err(refused)?;
        let Some((near, text)) = self.manifest(name) else {
            let message = format!("manifests/ has no {name}");
            return Err(self.problem(ProblemKind::FixWithoutFixture, message));
        };
        let near = match near.parse() {
            Ok(line) => Near { line: Some(line), text: None },
            Err(_) => Near { line: None, text: Some(near.as_str()).filter(|near| !near.is_empty()) },
        };
        let path = Path::new("/project").join(name);
        let changes = edit_near(name, &path, &text, &filled, &near).map_err(refused)?;
        let after = apply(&text, &changes).map_err(refused)?;
        match edit_near(name, &path, &after, &filled, &Near { line: None, ..near }) {
            Ok(_) => Err(self.fails("it would be applied twice")),
            Err(_) => Ok(()),
        }
    }

    /// The file that a snippet goes into, and what the log says of the place in it.
    fn manifest(&self, name: &str) -> Option<(String, String)> {
        let folder = self.fixtures.join("manifests");
        let base = name.rsplit('/').next().unwrap_or(name);
        let own = folder.join("cases").join(format!("{}.{}.{base}", self.read.entry.id, self.number + 1));
        if let Ok(text) = std::fs::read_to_string(own) {
            return Some(match text.strip_prefix("near: ").and_then(|text| text.split_once('\n')) {
                Some((near, text)) => (near.to_owned(), text.to_owned()),
                None => (String::new(), text),
            });
        }
        match std::fs::read_to_string(folder.join(name)) {
            Ok(text) => Some((String::new(), text)),
            Err(_) => may_create(name).then(Default::default),
        }
    }
}
