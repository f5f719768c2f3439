//! What the tests share: a lore of a few entries in a folder of its own.

use std::path::Path;

use tempfile::TempDir;

/// A folder of entries, one file each, `<domain>/<slug>.json`.
pub fn entries(records: &[serde_json::Value]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for record in records {
        let id = record["id"].as_str().expect("an id");
        let path = folder.path().join(format!("{id}.json"));
        std::fs::create_dir_all(path.parent().expect("a domain")).expect("a folder");
        std::fs::write(path, serde_json::to_string_pretty(record).expect("JSON")).expect("a file");
    }
    folder
}

/// The lore of a folder alone.
#[allow(dead_code, reason = "each test binary uses its own part of this module")]
pub fn lore(folder: &Path) -> loglore::lore::Lore {
    let (lore, problems) = loglore::lore::Lore::load(loglore::lore::LoreOptions {
        extra: vec![folder.to_path_buf()],
        ..Default::default()
    });
    let problems: Vec<String> = problems
        .iter()
        .filter(|problem| problem.severity() == loglore::entry::Severity::Error)
        .map(ToString::to_string)
        .collect();
    assert!(problems.is_empty(), "{problems:#?}");
    lore
}
