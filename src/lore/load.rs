//! Puts the lore together from its layers.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::files::entry_files;
use super::{Layer, Lore, Member, embedded};
use crate::entry::{Entry, EntryFile, EntryId, Problem, ProblemKind, ReadEntry};
use crate::matcher::{self, Plan};

/// Which entries are to be in force.
#[derive(Debug, Clone, Default)]
pub struct LoreOptions {
    /// Whether the embedded entries are.
    pub builtin: bool,
    /// The user's folder (see [`super::user_folder`]); it need not exist.
    pub user: Option<PathBuf>,
    /// The workspace's folder (see [`super::workspace_folder`]); it need not exist.
    pub workspace: Option<PathBuf>,
    /// Further folders or files, the later ones stronger. These have to exist.
    pub extra: Vec<PathBuf>,
    /// Only entries of these domains, if any are given.
    pub domains: Vec<String>,
    /// Entries that are not to be in force, by id or former id.
    pub disabled: Vec<EntryId>,
}

/// An entry that wants to be in force.
pub(super) struct Candidate {
    pub(super) member: Member,
    aliases: Vec<Cow<'static, str>>,
    domain: Cow<'static, str>,
    /// Its signatures that compile, each with its index among the entry's.
    plans: Vec<Plan>,
    /// Which of the layers, folders counted.
    rank: usize,
}

impl Lore {
    /// Loads the lore. What is wrong with files and entries is reported, and everything else is in force.
    pub fn load(options: LoreOptions) -> (Self, Vec<Problem>) {
        Self::load_with(options, &[])
    }

    /// The same with other texts for some files, which an editor has not saved yet. A file that lies in none of the
    /// folders is a layer of its own, the strongest.
    pub fn load_with(options: LoreOptions, unsaved: &[(PathBuf, String)]) -> (Self, Vec<Problem>) {
        let mut unsaved = Unsaved { files: unsaved, used: vec![false; unsaved.len()] };
        let mut problems = Vec::new();
        let mut candidates = Vec::new();
        let folders = std::iter::empty()
            .chain(options.user.iter().map(|folder| (Layer::User, folder)).filter(|(_, folder)| folder.exists()))
            .chain(options.workspace.iter().map(|folder| (Layer::Workspace, folder)).filter(|(_, f)| f.exists()))
            .chain(options.extra.iter().map(|folder| (Layer::Extra, folder)));
        let mut last = 0;
        for (rank, (layer, folder)) in folders.enumerate() {
            last = rank + 1;
            candidates.extend(of_folder(folder, layer, last, &mut unsaved, &mut problems));
        }
        for (path, text) in unsaved.rest() {
            let (entries, found) = of_file(EntryFile::read(text.clone(), path), Layer::Extra, last + 1);
            candidates.extend(entries);
            problems.extend(found);
        }
        let all = options.domains.is_empty() && options.disabled.is_empty();
        let lore = match options.builtin {
            true if all && candidates.is_empty() => Self::embedded(),
            builtin => {
                let builtin = if builtin { of_pack() } else { Vec::new() };
                let candidates = builtin.into_iter().chain(candidates).collect();
                Self::in_force(candidates, &options.domains, &options.disabled, &mut problems)
            }
        };
        problems.sort_by(Problem::order);
        (lore, problems)
    }

    /// A lore of these entries alone, as if each stood in its file below `entries/`.
    pub fn of(entries: Vec<Entry>) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let candidates = entries
            .into_iter()
            .map(|entry| {
                let path = PathBuf::from(format!("entries/{}.json", entry.id));
                of_entry(entry, path, Layer::Extra, 1, |_, kind, message, entry| {
                    let path = PathBuf::from(format!("entries/{}.json", entry.id));
                    problems.push(Problem { entry: Some(entry.id.clone()), ..Problem::of_path(&path, kind, message) });
                })
            })
            .collect();
        let lore = Self::in_force(candidates, &[], &[], &mut problems);
        (lore, problems)
    }

    /// Chooses among the candidates, which are sorted from the weakest layer to the strongest.
    fn in_force(
        candidates: Vec<Candidate>,
        domains: &[String],
        disabled: &[EntryId],
        problems: &mut Vec<Problem>,
    ) -> Self {
        // Under which candidate an id or a former id is known, the strongest layer first.
        let mut taken: Vec<Option<Candidate>> = Vec::with_capacity(candidates.len());
        let mut by_name: HashMap<Cow<'static, str>, usize> = HashMap::with_capacity(candidates.len());
        for candidate in candidates {
            let id = candidate.member.id.to_name();
            let same = by_name
                .get(&id)
                .copied()
                .filter(|at| taken[*at].as_ref().is_some_and(|t| t.member.id.as_str() == id.as_ref()));
            if let Some(first) = same.and_then(|at| taken[at].as_ref())
                && first.rank == candidate.rank
            {
                let message = format!(
                    "`{id}` is in {} already, and that one is in force: remove one",
                    first.member.path().display()
                );
                let problem = Problem::of_path(candidate.member.path(), ProblemKind::DuplicateId, message);
                problems.push(Problem { entry: Some(candidate.member.id), ..problem });
                continue;
            }
            // A later layer's entry replaces the one of its id, also where one of the two knows the other by a former id.
            let names = std::iter::once(&id).chain(&candidate.aliases);
            let replaced: HashSet<usize> = names
                .filter_map(|name| by_name.get(name).copied())
                .filter(|at| {
                    taken[*at].as_ref().is_some_and(|weaker| {
                        weaker.rank < candidate.rank
                            && (weaker.aliases.contains(&id)
                                || weaker.member.id.as_str() == id.as_ref()
                                || candidate.aliases.iter().any(|alias| alias == weaker.member.id.as_str()))
                    })
                })
                .collect();
            let at = taken.len();
            for weaker in replaced {
                if let Some(weaker) = taken[weaker].take() {
                    for name in weaker.aliases.into_iter().chain([weaker.member.id.to_name()]) {
                        by_name.insert(name, at);
                    }
                }
            }
            for alias in &candidate.aliases {
                by_name.entry(alias.clone()).or_insert(at);
            }
            by_name.insert(id, at);
            taken.push(Some(candidate));
        }
        let off: HashSet<usize> = disabled.iter().filter_map(|id| by_name.get(id.as_str()).copied()).collect();
        let wanted = |candidate: &Candidate| {
            domains.is_empty()
                || domains.iter().any(|domain| {
                    domain.eq_ignore_ascii_case(&candidate.domain)
                        || domain.eq_ignore_ascii_case(candidate.member.id.domain())
                })
        };
        let mut chosen: Vec<(usize, Candidate)> = taken
            .into_iter()
            .enumerate()
            .filter_map(|(at, candidate)| Some((at, candidate?)))
            .filter(|(at, candidate)| !off.contains(at) && wanted(candidate))
            .collect();
        chosen.sort_by(|(_, a), (_, b)| a.member.id.cmp(&b.member.id));
        let places: HashMap<usize, u32> = chosen.iter().zip(0u32..).map(|((at, _), place)| (*at, place)).collect();
        let aliases = by_name
            .into_iter()
            .filter_map(|(name, at)| Some((name, *places.get(&at)?)))
            // Its own id leads to an entry anyway.
            .filter(|(name, place)| chosen[*place as usize].1.member.id.as_str() != name)
            .collect();
        let mut members = Vec::with_capacity(chosen.len());
        let mut plans = Vec::new();
        let mut owners = Vec::new();
        for ((_, candidate), place) in chosen.into_iter().zip(0u32..) {
            owners.extend(candidate.plans.iter().map(|_| super::EntryRef(place)));
            plans.extend(candidate.plans);
            members.push(candidate.member);
        }
        Self::new(members, aliases, owners, plans)
    }
}

/// The embedded entries.
fn of_pack() -> Vec<Candidate> {
    let packed = embedded::packed();
    let mut aliases: Vec<Vec<Cow<'static, str>>> = vec![Vec::new(); packed.entries.len()];
    for (alias, entry) in &packed.aliases {
        aliases[*entry as usize].push(Cow::Borrowed(*alias));
    }
    let entries = packed.entries.iter().zip(aliases);
    entries
        .map(|(entry, aliases)| Candidate {
            domain: Cow::Borrowed(entry.domain),
            aliases,
            member: Member::packed(entry),
            plans: packed.plans[entry.first_plan as usize..entry.end_of_plans as usize]
                .iter()
                .map(Plan::Packed)
                .collect(),
            rank: 0,
        })
        .collect()
}

/// Texts of files that an editor has not saved yet.
struct Unsaved<'u> {
    files: &'u [(PathBuf, String)],
    /// Which of them were taken.
    used: Vec<bool>,
}

impl<'u> Unsaved<'u> {
    /// The file as it is in the editor, if it is there, else as it is on the disk.
    fn open(&self, path: &Path) -> EntryFile {
        match self.of(path) {
            Some((_, (path, text))) => EntryFile::read(text.clone(), path),
            None => EntryFile::open(path),
        }
    }

    fn take(&mut self, path: &Path) {
        if let Some((number, _)) = self.of(path) {
            self.used[number] = true;
        }
    }

    fn of(&self, path: &Path) -> Option<(usize, &'u (PathBuf, String))> {
        // The same file may be reached over links.
        let same =
            |own: &Path| own == path || own.canonicalize().is_ok_and(|own| path.canonicalize().is_ok_and(|p| p == own));
        let named = |(_, (own, _)): &(usize, &'u (PathBuf, String))| own.file_name() == path.file_name() && same(own);
        self.files.iter().enumerate().find(named)
    }

    fn rest(&self) -> impl Iterator<Item = &'u (PathBuf, String)> {
        self.files.iter().zip(&self.used).filter(|(_, used)| !**used).map(|(file, _)| file)
    }
}

fn of_folder(
    folder: &Path,
    layer: Layer,
    rank: usize,
    unsaved: &mut Unsaved<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<Candidate> {
    let (files, unreadable) = entry_files(folder);
    problems.extend(unreadable);
    files.iter().for_each(|path| unsaved.take(path));
    let unsaved = &*unsaved;
    let files: Vec<(Vec<Candidate>, Vec<Problem>)> =
        files.into_par_iter().map(|path| of_file(unsaved.open(&path), layer, rank)).collect();
    let mut candidates = Vec::new();
    for (entries, found) in files {
        candidates.extend(entries);
        problems.extend(found);
    }
    candidates
}

fn of_file(mut file: EntryFile, layer: Layer, rank: usize) -> (Vec<Candidate>, Vec<Problem>) {
    let mut problems = std::mem::take(&mut file.problems);
    let entries = std::mem::take(&mut file.entries);
    let candidates = entries
        .into_iter()
        .map(|ReadEntry { entry, places }| {
            of_entry(entry, file.path.clone(), layer, rank, |(pointer, at), kind, message, entry| {
                let literal = places.span(pointer);
                let span = match at {
                    Some(at) => file.source.inside_string(literal, at..at),
                    None => literal,
                };
                problems.push(Problem {
                    path: file.path.clone(),
                    location: Some(file.source.location(span)),
                    entry: Some(entry.id.clone()),
                    kind,
                    message,
                });
            })
        })
        .collect();
    (candidates, problems)
}

/// A candidate from a record; what does not compile is handed to `report` with its pointer and the byte in the regex.
fn of_entry(
    entry: Entry,
    path: PathBuf,
    layer: Layer,
    rank: usize,
    mut report: impl FnMut((&str, Option<usize>), ProblemKind, String, &Entry),
) -> Candidate {
    let mut plans = Vec::new();
    for (pointer, regex) in entry.signatures() {
        match matcher::plan(regex, entry.ignore_case) {
            Ok(plan) => plans.push(Plan::Own(Box::new(plan))),
            Err(error) => {
                let message = format!("{}; it is left out", error.message);
                report((&pointer, error.offset), ProblemKind::InvalidRegex, message, &entry);
            }
        }
    }
    for (pointer, regex) in entry.block.iter().flat_map(|block| block.regexes()) {
        if let Err(error) = matcher::plan(regex, false) {
            let message = format!("{}; the condition is never fulfilled", error.message);
            report((&pointer, error.offset), ProblemKind::InvalidRegex, message, &entry);
        }
    }
    Candidate {
        aliases: entry.aliases.iter().cloned().map(Cow::Owned).collect(),
        domain: Cow::Owned(entry.domain.clone()),
        member: Member::read(entry, path, layer),
        plans,
        rank,
    }
}
