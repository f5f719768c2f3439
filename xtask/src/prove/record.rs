//! Writes what a proof saw into its entry.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::{Map, Value, json};

use super::case::Case;
use super::seen::Seen;

/// How the line of `sources` begins that names the tools.
const PROOF: &str = "proof: ";

/// Sets `verification_tier`, `last_confirmed`, `evidence_count`, `proof`, and the line of `sources` with the tools.
///
/// # Errors
/// If the entry's file cannot be read or written; names the file.
pub fn record(root: &Path, case: &Case, seen: &Seen) -> Result<()> {
    let path = root.join("entries").join(format!("{}.json", case.id));
    let text = std::fs::read_to_string(&path).with_context(|| format!("{}: cannot be read", path.display()))?;
    let mut entry: Map<String, Value> =
        serde_json::from_str(&text).with_context(|| format!("{}: is no entry", path.display()))?;
    let today = jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now()).date().to_string();
    confirm(&mut entry, case, seen, &today);
    let text = serde_json::to_string_pretty(&entry)? + "\n";
    put(&path, &text).with_context(|| format!("{}: cannot be written", path.display()))
}

/// Gives a file a new text; who is interrupted meanwhile leaves the old one.
fn put(path: &Path, text: &str) -> Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(path.parent().context("it has no folder")?)?;
    file.write_all(text.as_bytes())?;
    file.as_file().set_permissions(path.metadata()?.permissions())?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// A run that says nothing new (the same tools on the same day) changes nothing.
fn confirm(entry: &mut Map<String, Value>, case: &Case, seen: &Seen, today: &str) {
    let source = format!("{PROOF}{}", seen.tools.join("; "));
    let sources = entry.entry("sources").or_insert_with(|| json!([]));
    let known = sources.as_array().is_some_and(|list| list.iter().any(|line| *line == source.as_str()));
    if known && entry.get("last_confirmed") == Some(&json!(today)) && entry.contains_key("proof") {
        return;
    }
    if let Some(list) = entry.get_mut("sources").and_then(Value::as_array_mut) {
        list.retain(|line| !line.as_str().is_some_and(|line| line.starts_with(PROOF)));
        list.push(json!(source));
    }
    let count = entry.get("evidence_count").and_then(Value::as_u64).unwrap_or(0) + 1;
    let proof = format!("proofs/{}", case.id);
    for (field, before, value) in [
        ("verification_tier", "confidence", json!("executed")),
        ("last_confirmed", "last_updated", json!(today)),
        ("evidence_count", "tags", json!(count)),
        ("proof", "sources", json!(proof)),
    ] {
        set(entry, field, before, value);
    }
}

/// Sets a field; a new one goes before another, so that files keep one order.
fn set(entry: &mut Map<String, Value>, field: &str, before: &str, value: Value) {
    if let Some(known) = entry.get_mut(field) {
        *known = value;
        return;
    }
    let at = entry.keys().position(|key| key == before).unwrap_or(entry.len());
    entry.shift_insert(at, field.to_owned(), value);
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::prove::case::{By, Mend, Plan};

    fn case() -> Case {
        let mend = Mend { workaround: 1, by: By::Edit, values: Default::default(), check: None };
        let plan = Plan {
            run: String::new(),
            setup: None,
            needs: Vec::new(),
            pip: Vec::new(),
            npm: Vec::new(),
            apt: Vec::new(),
            fast: true,
            timeout: 1,
            exit: None,
            also: Vec::new(),
            mend,
        };
        Case { id: "python/x".to_owned(), folder: "proofs/python/x".into(), plan }
    }

    fn seen() -> Seen {
        Seen { log: String::new(), tools: vec!["Python 3.11.7".to_owned()] }
    }

    /// Where the process that is killed records; set by the test that kills it.
    const ROOT: &str = "XTASK_TEST_RECORDS_IN";
    /// A file of so many bytes takes long enough to be written.
    const LARGE: usize = 2 << 20;

    #[test]
    #[ignore = "runs until it is killed, by the test below"]
    fn records_until_it_is_killed() {
        let Some(root) = std::env::var_os(ROOT) else { return };
        for tool in 0.. {
            let seen = Seen { log: String::new(), tools: vec![format!("Tool {tool}")] };
            record(root.as_ref(), &case(), &seen).expect("it is written");
        }
    }

    #[test]
    fn an_entry_is_whole_whenever_the_run_is_killed() {
        let root = tempfile::tempdir().expect("a folder");
        let path = root.path().join("entries/python/x.json");
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        let cause = "It is so. ".repeat(LARGE / 10);
        let entry = json!({ "id": "python/x", "root_cause": cause, "confidence": 0.5, "evidence_count": 0 });
        std::fs::write(&path, entry.to_string()).expect("a file");
        let count = || {
            let text = std::fs::read_to_string(&path).expect("it is there");
            let entry: Value = serde_json::from_str(&text).expect("it is whole");
            assert_eq!(entry["root_cause"], cause.as_str());
            entry["evidence_count"].as_u64().expect("a number")
        };
        for round in 0..10_u32 {
            let before = count();
            let mut child = std::process::Command::new(std::env::current_exe().expect("this program"))
                .args(["--ignored", "--exact", "prove::record::tests::records_until_it_is_killed"])
                .env(ROOT, root.path())
                .stdout(std::process::Stdio::null())
                .spawn()
                .expect("it starts");
            let began = Instant::now();
            while count() == before {
                assert!(began.elapsed() < Duration::from_secs(60), "nothing is ever written");
            }
            // By chance, while one of the next is written.
            let moment = Instant::now() + Duration::from_micros(u64::from(round.wrapping_mul(2_654_435_761) >> 17));
            while Instant::now() < moment {
                std::hint::spin_loop();
            }
            child.kill().expect("it runs");
            child.wait().expect("it ends");
            assert!(count() > before);
        }
    }

    #[test]
    fn a_first_proof_is_written_in_the_order_of_the_other_fields() {
        let text = r#"{"id":"python/x","confidence":0.9,"last_updated":"2026-01-01","tags":[],"sources":["a page"]}"#;
        let mut entry: Map<String, Value> = serde_json::from_str(text).expect("an object");
        confirm(&mut entry, &case(), &seen(), "2026-02-03");
        let expected = json!({
            "id": "python/x", "verification_tier": "executed", "confidence": 0.9, "last_confirmed": "2026-02-03",
            "last_updated": "2026-01-01", "evidence_count": 1, "tags": [], "proof": "proofs/python/x",
            "sources": ["a page", "proof: Python 3.11.7"],
        });
        assert_eq!(serde_json::to_string(&entry).expect("writes"), expected.to_string());
    }

    #[test]
    fn the_same_run_on_the_same_day_adds_nothing_and_another_day_counts() {
        let mut entry: Map<String, Value> = serde_json::from_str(r#"{"id":"python/x"}"#).expect("an object");
        confirm(&mut entry, &case(), &seen(), "2026-02-03");
        let once = entry.clone();
        confirm(&mut entry, &case(), &seen(), "2026-02-03");
        assert_eq!(entry, once);
        confirm(&mut entry, &case(), &seen(), "2026-02-04");
        assert_eq!(entry["evidence_count"], 2);
        assert_eq!(entry["sources"], json!(["proof: Python 3.11.7"]));
    }
}
