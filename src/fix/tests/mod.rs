//! Fixes, from a log and a source to the source after, language by language.

mod cost;
mod files;
mod forms;
mod hostile;
mod imports;
mod managed;
mod places;
mod python;
mod run_time;
mod scripts;
mod systems;
mod web;

pub(super) use run_time::run_time;

use std::path::Path;

use serde_json::{Value, json};

use crate::card::Locale;
use crate::entry::read_record;
use crate::finding::{ScanOptions, find};
use crate::fix::change::apply;
use crate::fix::{Files, Offers, offers};
use crate::lore::Lore;
use crate::trace::Workspace;

/// What every log of these tests says.
const SAYS: &str = "zzz it failed";

/// A case: `$0` in the source stands at the start of the line that failed.
struct Case<'a> {
    file: &'a str,
    source: &'a str,
    snippet: Value,
    log: String,
}

/// The trace that the language of a file prints of an error on a line, with the line's text where it quotes it.
fn trace(file: &str, line: usize, text: &str) -> String {
    let extension = file.rsplit('.').next().unwrap_or_default();
    let text = text.trim();
    match extension {
        "py" => format!(
            "Traceback (most recent call last):\n  File \"/app/{file}\", line {line}, in main\n    {text}\nValueError: {SAYS}\n"
        ),
        "js" | "cjs" | "mjs" | "jsx" => {
            format!("Error: {SAYS}\n    at main (/app/{file}:{line}:1)\n    at node:internal/main:1:2\n")
        }
        "ts" | "tsx" => format!("{file}({line},1): error TS1: {SAYS}\n"),
        "rs" => format!("error[E0001]: {SAYS}\n --> {file}:{line}:1\n  |\n{line} | {text}\n  | ^^^\n"),
        "go" => {
            format!("panic: {SAYS}\n\ngoroutine 1 [running]:\nmain.main()\n\t/app/{file}:{line} +0x1d\nexit status 2\n")
        }
        "java" => format!("Exception in thread \"main\" java.lang.Error: {SAYS}\n\tat Main.main({file}:{line})\n"),
        "c" | "cpp" | "cc" => format!("{file}:{line}:1: error: {SAYS}\n"),
        "cs" => format!("Unhandled exception. System.Exception: {SAYS}\n   at P.Main() in /app/{file}:line {line}\n"),
        "rb" => format!("{file}:{line}:in `main': {SAYS} (RuntimeError)\n\tfrom {file}:{line}:in `<main>'\n"),
        "php" => format!(
            "PHP Fatal error:  Uncaught Exception: {SAYS} in /app/{file}:{line}\nStack trace:\n#0 {{main}}\n  thrown in /app/{file} on line {line}\n"
        ),
        "sh" => format!("{file}: line {line}: {SAYS}\n"),
        "Dockerfile" => format!(
            "{file}:{line}\n--------------------\n   {line} | >>> {text}\n--------------------\nERROR: failed to solve: {SAYS}\n"
        ),
        "yaml" | "toml" | "json" => format!("{file}:{line}: {SAYS}\n"),
        other => panic!("no trace for {other}"),
    }
}

fn case<'a>(file: &'a str, source: &'a str, snippet: Value) -> Case<'a> {
    let at = source.find("$0").expect("a line that failed");
    let line = source[..at].matches('\n').count() + 1;
    let text = source[at + 2..].lines().next().unwrap_or_default();
    Case { file, source, snippet, log: trace(file, line, text) }
}

fn lore(snippet: &Value) -> Lore {
    let workaround =
        json!({ "action": "do it", "how": snippet["how"], "place": snippet["place"], "snippet": snippet["snippet"] });
    let entry = json!({
        "id": "test/it", "signature": "it", "regex": "zzz (?P<what>it) failed",
        "patterns": ["zzz (?P<what>[^ ]+) broke: (?P<text>.*)"], "workarounds": [workaround],
    });
    let (lore, problems) = Lore::of(vec![read_record(&entry.to_string()).expect("an entry")]);
    assert_eq!(problems, []);
    lore
}

impl Case<'_> {
    fn clean(&self) -> String {
        self.source.replace("$0", "")
    }

    fn offers(&self) -> Offers {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(self.file);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, self.clean()).expect("a file");
        self.offers_in(folder.path())
    }

    fn offers_in(&self, folder: &Path) -> Offers {
        let lore = lore(&self.snippet);
        let findings = find(&lore, ScanOptions::default(), self.log.as_bytes());
        let [finding] = findings.as_slice() else { panic!("one finding: {findings:?} in {}", self.log) };
        let workspace = Workspace::new([folder.to_owned()]);
        offers(&lore, finding, Files { workspace: &workspace, open: &|_| None }, Locale::En)
    }

    /// The texts after each of the fixes; of what is declined the reasons.
    fn after(&self) -> Vec<String> {
        let offers = self.offers();
        let fixed = offers.fixes.iter().map(|fix| apply(&fix.text, &fix.changes).expect("it fits"));
        fixed.chain(offers.declined.iter().map(|declined| format!("declined: {}", declined.reason))).collect()
    }

    fn titles(&self) -> Vec<String> {
        let offers = self.offers();
        offers.fixes.iter().map(|fix| fix.title.replace(" (entry of a folder)", "")).collect()
    }
}

/// The text after the one fix that a snippet makes.
#[track_caller]
fn becomes(file: &str, source: &str, snippet: Value, after: &str) {
    let case = case(file, source, snippet);
    assert_eq!(case.after(), [after], "from\n{}\nwith\n{}", case.clean(), case.log);
}

#[track_caller]
fn declines(file: &str, source: &str, snippet: Value, reason: &str) {
    let case = case(file, source, snippet);
    assert_eq!(case.after(), [format!("declined: {reason}")]);
}

fn code(language: &str, place: &str, text: &str) -> Value {
    json!({ "place": place, "snippet": { "language": language, "text": text } })
}

fn query(language: &str, place: &str, query: &str, text: &str) -> Value {
    json!({ "place": place, "snippet": { "language": language, "text": text, "query": query } })
}
