//! Which entries are in force, and what is said about those that are not.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;
use crate::entry::{ProblemKind, read_record};

fn folder(files: &[(&str, Value)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, record) in files {
        write(folder.path(), name, &serde_json::to_string_pretty(record).unwrap());
    }
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn entry(id: &str, regex: &str) -> Value {
    json!({ "id": id, "signature": regex, "regex": regex })
}

fn extra(folders: &[&TempDir]) -> LoreOptions {
    LoreOptions { extra: folders.iter().map(|folder| folder.path().to_owned()).collect(), ..LoreOptions::default() }
}

fn ids(lore: &Lore) -> Vec<&str> {
    lore.ids().map(EntryId::as_str).collect()
}

fn found(lore: &Lore, line: &str) -> Vec<String> {
    let hits = lore.matcher().find(line);
    let mut ids: Vec<_> = hits.into_iter().map(|(hit, _)| lore.id(lore.entry_of(hit)).to_string()).collect();
    ids.sort();
    ids
}

#[test]
fn a_later_layer_replaces_an_equal_id() {
    let user = folder(&[("a.json", entry("llm/oom", "user wording")), ("b.json", entry("llm/slow", "slow download"))]);
    let workspace = folder(&[("x/y.json", entry("llm/oom", "workspace wording"))]);
    let last = folder(&[("z.json", entry("llm/oom", "wording of the command line"))]);
    let options = LoreOptions {
        user: Some(user.path().to_owned()),
        workspace: Some(workspace.path().to_owned()),
        ..LoreOptions::default()
    };
    let (lore, problems) = Lore::load(options.clone());
    assert_eq!((ids(&lore), problems), (vec!["llm/oom", "llm/slow"], vec![]));
    assert_eq!(found(&lore, "the workspace wording"), ["llm/oom"]);
    assert_eq!(found(&lore, "the user wording"), [""; 0]);
    let oom = lore.get("llm/oom").unwrap();
    assert_eq!((lore.layer(oom), lore.locate(oom)), (Layer::Workspace, workspace.path().join("x/y.json").as_path()));
    assert_eq!(lore.layer(lore.get("llm/slow").unwrap()), Layer::User);

    let (lore, _) = Lore::load(LoreOptions { extra: vec![last.path().join("z.json")], ..options });
    assert_eq!(lore.entry(lore.get("llm/oom").unwrap()).regex, "wording of the command line");
}

#[test]
fn a_former_id_leads_to_the_entry_and_replaces_it_over_layers() {
    let mut renamed = entry("llm/oom", "the first wording");
    renamed["aliases"] = json!(["llm/old-oom"]);
    let first = folder(&[("a.json", renamed)]);
    let (lore, _) = Lore::load(extra(&[&first]));
    assert_eq!(lore.get("llm/old-oom"), lore.get("llm/oom"));

    let under_old_name = folder(&[("a.json", entry("llm/old-oom", "the own wording"))]);
    let (lore, _) = Lore::load(extra(&[&first, &under_old_name]));
    assert_eq!(ids(&lore), ["llm/old-oom"]);
    assert_eq!(lore.get("llm/oom"), lore.get("llm/old-oom"), "the other name still leads to it");
    let (lore, _) = Lore::load(extra(&[&under_old_name, &first]));
    assert_eq!(ids(&lore), ["llm/oom"]);
}

#[test]
fn a_broken_file_is_reported_and_the_rest_is_in_force() {
    let folder = folder(&[("good.json", entry("llm/oom", "out of memory"))]);
    write(folder.path(), "broken.json", "{\n  \"id\": \"llm/x\"\n  \"regex\": 1\n}");
    write(folder.path(), "schema.json", "no entry");
    write(folder.path(), "README.md", "no entry");
    write(folder.path(), ".git/x.json", "no entry");
    write(folder.path(), ".hidden.json", "no entry");
    let (lore, problems) = Lore::load(extra(&[&folder]));
    assert_eq!(ids(&lore), ["llm/oom"]);
    let said: Vec<_> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(said, [format!("{}:2:16: a comma is missing here", folder.path().join("broken.json").display())]);
}

#[test]
fn a_regex_that_does_not_compile_is_left_out_and_the_others_stay() {
    let mut record = entry("llm/oom", "out of (memory");
    record["patterns"] = json!(["no memory left"]);
    record["block"] = json!({ "all": ["[a"] });
    let folder = folder(&[("a.json", record)]);
    let (lore, problems) = Lore::load(extra(&[&folder]));
    assert_eq!(found(&lore, "there is no memory left"), ["llm/oom"]);
    assert_eq!(problems.iter().map(|p| p.kind).collect::<Vec<_>>(), [ProblemKind::InvalidRegex; 2]);
    assert!(problems[0].location.is_some() && problems[0].entry.is_some());
    let conditions = lore.block_conditions(lore.get("llm/oom").unwrap()).unwrap();
    assert!(!conditions.fulfilled("[a"));
}

#[test]
fn two_files_with_one_id_are_reported_and_the_first_is_in_force() {
    let folder = folder(&[("a.json", entry("llm/oom", "first")), ("b.json", entry("llm/oom", "second"))]);
    let (lore, problems) = Lore::load(extra(&[&folder]));
    assert_eq!(lore.entry(lore.get("llm/oom").unwrap()).regex, "first");
    assert_eq!(problems[0].kind, ProblemKind::DuplicateId);
    assert!(problems[0].path.ends_with("b.json") && problems[0].message.contains("a.json"), "{}", problems[0]);
}

#[test]
fn domains_and_disabled_entries_choose_what_is_in_force() {
    let mut alias = entry("llm/oom", "out of memory");
    alias["aliases"] = json!(["llm/old"]);
    let folder = folder(&[
        ("a.json", alias),
        ("b.json", entry("npm/eacces", "permission denied")),
        ("c.json", entry("git/conflict", "merge conflict")),
    ]);
    let (lore, _) = Lore::load(LoreOptions { domains: vec!["NPM".into(), "llm".into()], ..extra(&[&folder]) });
    assert_eq!(ids(&lore), ["llm/oom", "npm/eacces"]);
    assert_eq!(lore.domains().into_iter().collect::<Vec<_>>(), ["llm", "npm"]);
    let disabled = vec![EntryId::new("llm/old").unwrap(), EntryId::new("git/conflict").unwrap()];
    let (lore, _) = Lore::load(LoreOptions { disabled, ..extra(&[&folder]) });
    assert_eq!(ids(&lore), ["npm/eacces"]);
    assert_eq!((lore.get("llm/oom"), found(&lore, "out of memory").len()), (None, 0));
}

#[test]
fn a_folder_that_is_asked_for_has_to_exist_and_a_default_one_need_not() {
    let missing = Path::new("/nowhere/at/all");
    let (lore, problems) = Lore::load(LoreOptions {
        user: Some(missing.join("user")),
        workspace: Some(missing.join("workspace")),
        extra: vec![missing.join("extra")],
        ..LoreOptions::default()
    });
    assert!(lore.is_empty());
    assert_eq!(problems.len(), 1);
    assert!(problems[0].to_string().starts_with("/nowhere/at/all/extra: cannot be read"), "{}", problems[0]);
}

#[cfg(unix)]
#[test]
fn links_that_lead_in_circles_do_no_harm() {
    let folder = folder(&[("a/x.json", entry("llm/oom", "out of memory"))]);
    std::os::unix::fs::symlink(folder.path(), folder.path().join("a/again")).unwrap();
    std::os::unix::fs::symlink(folder.path().join("a"), folder.path().join("b")).unwrap();
    let (lore, problems) = Lore::load(extra(&[&folder]));
    assert_eq!((lore.len(), problems), (1, vec![]));
}

#[cfg(unix)]
#[test]
fn entries_of_a_workspace_are_only_those_that_lie_in_it() {
    let elsewhere = folder(&[("other.json", entry("x/other", "other"))]);
    let workspace = folder(&[
        (".loglore/entries/own.json", entry("x/own", "own")),
        ("shared/shared.json", entry("x/shared", "shared")),
    ]);
    let entries = workspace.path().join(".loglore/entries");
    let link = |to: &Path, name: &str| std::os::unix::fs::symlink(to, entries.join(name)).unwrap();
    link(elsewhere.path(), "out");
    link(&elsewhere.path().join("other.json"), "out.json");
    link(&workspace.path().join("shared"), "shared");
    let files = |folder: &Path| {
        entry_files(folder).0.iter().map(|path| path.file_name().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(files(&entries), ["own.json", "shared.json"]);
    // A folder that somebody asked for may link to anything.
    let asked = folder(&[]);
    std::os::unix::fs::symlink(elsewhere.path(), asked.path().join("out")).unwrap();
    assert_eq!(files(asked.path()), ["other.json"]);
}

#[test]
fn refining_goes_over_steps_and_circles_do_no_harm() {
    let refining = |id: &str, refines: &[&str]| {
        let mut record = entry(id, id);
        record["refines"] = json!(refines);
        record
    };
    let folder = folder(&[
        ("a.json", refining("x/special", &["x/middle"])),
        ("b.json", refining("x/middle", &["x/general", "x/unknown"])),
        ("c.json", refining("x/general", &[])),
        ("d.json", refining("x/left", &["x/right"])),
        ("e.json", refining("x/right", &["x/left", "x/general"])),
    ]);
    let (lore, _) = Lore::load(extra(&[&folder]));
    let refines = |a: &str, b: &str| lore.refines(lore.get(a).unwrap(), lore.get(b).unwrap());
    assert!(refines("x/special", "x/middle") && refines("x/special", "x/general") && refines("x/middle", "x/general"));
    assert!(!refines("x/general", "x/special") && !refines("x/general", "x/general"));
    assert!(!refines("x/left", "x/right") && !refines("x/right", "x/left") && !refines("x/left", "x/left"));
    assert!(refines("x/left", "x/general"));
}

#[test]
fn nested_records_are_matched_without_regard_to_case_and_ours_with() {
    let nested =
        json!({ "id": "git/x/git2", "error": { "regex": "Nothing to Commit", "signature": "s", "domain": "git" } });
    let folder = folder(&[("a.json", nested), ("b.json", entry("git/ours", "Nothing to Commit"))]);
    let (lore, _) = Lore::load(extra(&[&folder]));
    assert_eq!(found(&lore, "nothing to commit"), ["git/x/git2"]);
    assert_eq!(found(&lore, "Nothing to Commit"), ["git/ours", "git/x/git2"]);
}

#[test]
fn the_signatures_of_an_entry_are_its_own() {
    let mut two = entry("b/two", "second thing");
    two["patterns"] = json!(["other wording"]);
    let (lore, problems) = Lore::of(
        [entry("a/one", "first thing"), two, entry("c/three", "third thing")]
            .iter()
            .map(|record| read_record(&record.to_string()).unwrap())
            .collect(),
    );
    assert!(problems.is_empty());
    for at in lore.refs() {
        assert!(lore.signatures(at).all(|signature| lore.entry_of(signature) == at));
        assert_eq!(lore.signatures(at).count(), lore.entry(at).regexes().count());
    }
}

#[test]
fn every_embedded_entry_can_be_read() {
    let (lore, problems) = Lore::load(LoreOptions { builtin: true, ..LoreOptions::default() });
    assert!(problems.is_empty());
    for at in lore.refs() {
        let entry = lore.entry(at);
        assert_eq!(&entry.id, lore.id(at));
        assert_eq!(lore.locate(at), Path::new(&format!("entries/{}.json", entry.id)));
        assert_eq!(lore.signatures(at).count(), entry.regexes().count());
        assert!(lore.signatures(at).count() > 0);
    }
}

/// What starts fast is what is read from the files of the repository.
#[test]
fn the_embedded_lore_is_what_a_fresh_look_at_its_entries_gives() {
    let (embedded, _) = Lore::load(LoreOptions { builtin: true, ..LoreOptions::default() });
    let entries = Path::new(env!("CARGO_MANIFEST_DIR")).join("entries");
    let (read, problems) = Lore::load(LoreOptions { extra: vec![entries.clone()], ..LoreOptions::default() });
    assert_eq!((ids(&embedded), problems), (ids(&read), vec![]));
    assert!(embedded.matcher().is_same_as(read.matcher()));
    for at in embedded.refs() {
        let (packed, read_entry) = (embedded.entry(at), read.entry(at));
        assert_eq!(serde_json::to_value(packed).unwrap(), serde_json::to_value(read_entry).unwrap());
        assert!(embedded.signatures(at).eq(read.signatures(at)), "{}", packed.id);
        for alias in &packed.aliases {
            assert_eq!(embedded.get(alias), read.get(alias), "{alias}");
        }
        for sample in &packed.samples {
            assert_eq!(embedded.matcher().find(&sample.text), read.matcher().find(&sample.text), "{}", packed.id);
        }
    }
    // With an entry of one's own beside it the index is made at the start, and knows the same.
    let own = folder(&[("a.json", entry("zz/own", "a wording that nobody else has"))]);
    let (beside, _) = Lore::load(LoreOptions { builtin: true, ..extra(&[&own]) });
    assert_eq!(found(&beside, "a wording that nobody else has"), ["zz/own"]);
    for at in embedded.refs().step_by(20) {
        for sample in &embedded.entry(at).samples {
            assert_eq!(found(&beside, &sample.text), found(&embedded, &sample.text));
        }
    }
}

#[test]
fn the_workspace_is_the_nearest_folder_above_that_has_entries() {
    let top = folder(&[]);
    let inner = top.path().join("a/b/c");
    fs::create_dir_all(&inner).unwrap();
    fs::create_dir_all(top.path().join("a/.loglore/entries")).unwrap();
    fs::create_dir_all(top.path().join(".loglore/entries")).unwrap();
    assert_eq!(workspace_folder(&inner), Some(top.path().join("a/.loglore/entries")));
}

#[test]
fn a_lore_shares_what_another_one_made_of_the_same_records() {
    let (former, _) = Lore::load(LoreOptions { builtin: true, ..LoreOptions::default() });
    let changed = former.refs().next().unwrap();
    let own = folder(&[("a.json", entry(former.id(changed).as_str(), "another wording"))]);
    let options = LoreOptions { builtin: true, ..extra(&[&own]) };
    let (mut lore, _) = Lore::load(options);
    lore.take_over(&former);
    assert_eq!(ids(&lore), ids(&former));
    for id in former.ids() {
        let (before, now) = (former.get(id).unwrap(), lore.get(id).unwrap());
        assert_eq!(std::ptr::eq(former.entry(before), lore.entry(now)), before != changed, "{id}");
    }
    assert_eq!(lore.entry(lore.get(former.id(changed)).unwrap()).signature, "another wording");
    assert_eq!(found(&lore, "say another wording"), [former.id(changed).as_str()]);
}
