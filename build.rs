//! Packs `entries/` and `tests/healthy/` into the program, so that it starts without parsing JSON or a regex.
//!
//! A wrong entry fails the build, with its path, line, column and reason.

use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

#[path = "src/entry/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the program uses the rest")]
mod entry;
#[path = "src/matcher/grams.rs"]
#[allow(dead_code, reason = "the program uses the rest")]
mod grams;
#[path = "src/matcher/index.rs"]
#[allow(dead_code, reason = "the program uses the rest")]
mod index;
#[path = "src/lore/pack.rs"]
#[allow(dead_code, reason = "the program uses the rest")]
mod pack;
#[path = "src/matcher/plan.rs"]
#[allow(dead_code, unused_imports, reason = "the program uses the rest")]
mod plan;
#[path = "src/matcher/probe.rs"]
#[allow(dead_code, reason = "the program uses the rest")]
mod probe;

use entry::{EntryFile, Problem, ProblemKind, Severity};
use pack::{Ends, Pack};

const ENTRIES: &str = "entries";
const HEALTHY: &str = "tests/healthy";

/// How often runs of bytes occur in the healthy logs: by it the analysis of a regex chooses the literal to look for.
static GRAM_COUNTS: OnceLock<Vec<u8>> = OnceLock::new();

fn gram_counts() -> &'static [u8] {
    GRAM_COUNTS.get().map_or(&[], Vec::as_slice)
}

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    for folder in [ENTRIES, HEALTHY] {
        // The nearest folder that exists: cargo would run this file every time for one that does not.
        let watched = Path::new(folder).ancestors().find(|path| path.is_dir() && *path != Path::new(""));
        if let Some(watched) = watched {
            println!("cargo::rerun-if-changed={}", watched.display());
        }
    }
    let shared =
        ["grams.rs", "index.rs", "index", "plan.rs", "plan", "probe.rs"].map(|file| format!("src/matcher/{file}"));
    for file in ["build.rs", "src/entry", "src/lore/pack.rs"].into_iter().chain(shared.iter().map(String::as_str)) {
        if Path::new(file).exists() {
            println!("cargo::rerun-if-changed={file}");
        }
    }
    let healthy = healthy_logs()?;
    let counts = GRAM_COUNTS.get_or_init(|| plan::count(healthy.iter().map(|(_, text)| text.as_bytes())));
    fs::write(out.join("gram-counts"), counts)?;
    let mut problems = Vec::new();
    let texts = files(ENTRIES)?
        .into_iter()
        .filter(|path| {
            let other = path.file_name().is_some_and(|name| name == "schema.json" || name == "packages.json");
            path.extension().is_some_and(|e| e == "json") && !other
        })
        .map(|path| EntryFile::open(&path))
        .collect::<Vec<_>>();
    let pack = pack_entries(&texts, &mut problems);
    if !problems.is_empty() {
        for problem in problems {
            println!("cargo::error={}", problem.to_string().replace('\n', " "));
        }
        return Ok(());
    }
    println!("cargo::rustc-env=LOGLORE_ENTRIES={}", pack.len());
    fs::write(out.join("entries.pack"), pack_lore(&pack)?)?;
    fs::write(out.join("healthy.pack"), pack_healthy(&healthy)?)?;
    fs::write(out.join("packages.pack"), pack_packages()?)?;
    Ok(())
}

/// What the program needs of one entry.
struct Analysed {
    id: String,
    domain: String,
    aliases: Vec<String>,
    path: String,
    record: Vec<u8>,
    plans: Vec<plan::SignaturePlan>,
}

/// All entries as the program reads them.
fn pack_lore(entries: &[Analysed]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut pack = Pack::<Vec<u8>, String>::default();
    let mut ends = Ends::default();
    for (entry, number) in entries.iter().zip(0..) {
        pack.texts.push_str(&entry.path);
        ends.path = u32::try_from(pack.texts.len())?;
        pack.texts.push_str(&entry.domain);
        ends.domain = u32::try_from(pack.texts.len())?;
        pack.records.extend_from_slice(&entry.record);
        ends.record = u32::try_from(pack.records.len())?;
        ends.signatures += u32::try_from(entry.plans.len())?;
        pack.ends.extend(ends.to_bytes());
        pack.aliases.extend(entry.aliases.iter().map(|alias| (alias.clone(), number)));
        for plan in &entry.plans {
            pack.plans.extend(postcard::to_stdvec(plan)?);
            pack.plan_ends.extend(u32::try_from(pack.plans.len())?.to_le_bytes());
        }
    }
    pack.aliases.sort();
    pack.index = index::Search::new(entries.iter().flat_map(|entry| &entry.plans)).pack()?;
    Ok(postcard::to_stdvec(&pack)?)
}

/// What the program needs of each entry; what is wrong with them goes to `problems`.
fn pack_entries(files: &[EntryFile], problems: &mut Vec<Problem>) -> Vec<Analysed> {
    let mut pack = Vec::new();
    for file in files {
        problems.extend(file.problems.iter().filter(|problem| problem.severity() == Severity::Error).cloned());
        problems.extend(file.duplicate_fields());
        let path = file.path.to_string_lossy().replace('\\', "/");
        for read in &file.entries {
            let entry = &read.entry;
            let mut plans = Vec::new();
            for (pointer, regex) in entry.signatures() {
                match plan::plan(regex, entry.ignore_case) {
                    Ok(plan) => plans.push(plan),
                    Err(error) => problems.push(bad_regex(file, read, &pointer, error)),
                }
            }
            for (pointer, regex) in entry.block.iter().flat_map(entry::BlockConditions::regexes) {
                if let Err(error) = plan::plan(regex, false) {
                    problems.push(bad_regex(file, read, &pointer, error));
                }
            }
            if plans.is_empty() && !entry.regexes().any(|_| true) {
                let message = "the entry has no regex, so nothing would find it".to_owned();
                problems.push(file.problem(read, "/regex", ProblemKind::NoRegex, message));
            }
            if path != format!("{ENTRIES}/{}.json", entry.id) {
                let message =
                    format!("`{0}` stands in {path}; its file is {ENTRIES}/{0}.json: move it or mend the id", entry.id);
                problems.push(file.problem(read, "/id", ProblemKind::IdNotPath, message));
            }
            let record = match serde_json::to_vec(entry) {
                Ok(record) => record,
                Err(error) => {
                    problems.push(file.problem(read, "", ProblemKind::WrongType, error.to_string()));
                    continue;
                }
            };
            pack.push(Analysed {
                id: entry.id.to_string(),
                domain: entry.domain.clone(),
                aliases: entry.aliases.clone(),
                path: path.clone(),
                record,
                plans,
            });
        }
    }
    pack.sort_by(|a, b| a.id.cmp(&b.id));
    pack
}

fn bad_regex(file: &EntryFile, read: &entry::ReadEntry, pointer: &str, error: plan::PlanError) -> Problem {
    match error.offset {
        Some(at) => file.problem_inside(read, pointer, at..at, ProblemKind::InvalidRegex, error.message),
        None => file.problem(read, pointer, ProblemKind::InvalidRegex, error.message),
    }
}

/// A table: each name, and the package that has it, if one has.
type Names = Vec<(String, Option<String>)>;

/// The tables of package names as (table, (name, package)); what is no table is a remark.
fn pack_packages() -> Result<Vec<u8>, Box<dyn Error>> {
    let path = Path::new(ENTRIES).join("packages.json");
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let read: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut tables: Vec<(String, Names)> = Vec::new();
    for (table, names) in read {
        let Some(names) = names.as_object() else { continue };
        let mut packed = Names::new();
        for (name, package) in names {
            if !package.is_string() && !package.is_null() {
                return Err(format!("{}: the package of `{name}` is neither a name nor null", path.display()).into());
            }
            packed.push((name.clone(), package.as_str().map(str::to_owned)));
        }
        tables.push((table, packed));
    }
    Ok(postcard::to_stdvec(&tables)?)
}

/// The healthy logs as (name, text).
fn healthy_logs() -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let mut texts = Vec::new();
    for path in files(HEALTHY)? {
        let name = path.strip_prefix(HEALTHY)?.to_string_lossy().replace('\\', "/");
        texts.push((name, String::from_utf8_lossy(&fs::read(&path)?).into_owned()));
    }
    Ok(texts)
}

fn pack_healthy(texts: &[(String, String)]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&postcard::to_stdvec(&texts)?)?;
    Ok(encoder.finish()?)
}

/// The files below a folder, sorted, hidden ones left out; none if there is no such folder.
fn files(folder: &str) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        if !folder.is_dir() {
            continue;
        }
        for child in fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))? {
            let child = child.map_err(|error| format!("{}: {error}", folder.display()))?;
            if child.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            if child.file_type()?.is_dir() { folders.push(child.path()) } else { files.push(child.path()) }
        }
    }
    files.sort();
    Ok(files)
}
