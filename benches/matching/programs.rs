//! The programs that a user has: `rg -f` and `grep -E -f`, which tell the lines on which something is found.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use loglore::matcher::{Matcher, SignaturePlan};
use loglore::text::RawLines;

use super::options::Options;
use super::texts::Text;
use super::watch::start_of;

/// They take this much text, and what they do not do in this time is not waited for.
const BYTES: usize = 512 << 10;
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs each once, beside loglore on the same text; clock time, with their start.
pub fn compare(text: &Text, matcher: &Matcher, plans: &[SignaturePlan], options: &Options) {
    if options.only.is_some() {
        return;
    }
    let Ok(folder) = tempfile::tempdir() else { return };
    let (patterns, file) = (folder.path().join("patterns"), folder.path().join("text.log"));
    let part = start_of(&text.text, BYTES);
    // Names of groups must differ within what is one regex to `rg`; `grep` knows neither names nor flags in groups. Neither
    // takes a line end, `rg` of some years ago no escape that is not needed and no `\u`, and in a class `\-` is a range to `grep`.
    let needless = regex::Regex::new(r#"(\\\\)|\\([ '"/:<>,=@%!;~`&])"#).ok();
    let without = |what: &str, instead: &str| {
        let what = regex::Regex::new(what).ok()?;
        let regexes = plans
            .iter()
            .map(|plan| plan.regex.as_str())
            .filter(|regex| [r"\n", r"\u", r"\-"].iter().all(|unknown| !regex.contains(unknown)));
        let plain = |regex: &str| -> Option<String> {
            let regex = what.replace_all(regex, instead);
            Some(needless.as_ref()?.replace_all(&regex, "$1$2").into_owned())
        };
        regexes.map(plain).collect::<Option<Vec<String>>>().map(|regexes| regexes.join("\n"))
    };
    let for_rg = without(r"\(\?P?<\w+>", "(?:").unwrap_or_default();
    let for_grep = without(r"\(\?P?<\w+>|\(\?[a-z]*:", "(").unwrap_or_default();
    let grep_patterns = folder.path().join("patterns.grep");
    let written = std::fs::write(&patterns, for_rg).is_ok()
        && std::fs::write(&file, part).is_ok()
        && std::fs::write(&grep_patterns, for_grep).is_ok();
    if !written {
        return;
    }
    let start = Instant::now();
    let raw = RawLines::document(part.as_bytes());
    let hits = matcher.scan(&raw, 0..raw.len());
    let ours = start.elapsed();
    let lines = hits.chunk_by(|a, b| a.line.raw == b.line.raw).count();
    println!("  on {:.2} MB, clock time: loglore {ours:.2?}, {lines} lines", part.len() as f64 / 1e6);
    let limits = ["--regex-size-limit=4G", "--dfa-size-limit=4G"];
    for (name, args, patterns) in
        [("rg", &["-c", limits[0], limits[1], "-f"][..], &patterns), ("grep", &["-E", "-c", "-f"], &grep_patterns)]
    {
        println!("  {}", one(name, args, patterns, &file, ours));
    }
}

fn one(name: &str, args: &[&str], patterns: &Path, file: &Path, ours: Duration) -> String {
    let start = Instant::now();
    let mut command = Command::new(name);
    let child = command
        .args(args)
        .arg(patterns)
        .arg(file)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = child else { return format!("{name}: not installed") };
    let watched = loop {
        match child.try_wait() {
            Ok(None) if start.elapsed() < PATIENCE => std::thread::sleep(Duration::from_millis(2)),
            Ok(status) => break status,
            Err(_) => break None,
        }
    };
    let took = start.elapsed();
    if watched.is_none() {
        // It has ended meanwhile, or is ended now.
        let _ = child.kill();
        let _ = child.wait();
        return format!(
            "{name}: not finished in {PATIENCE:.0?}: loglore is more than {:.0} times as fast",
            PATIENCE.as_secs_f64() / ours.as_secs_f64()
        );
    }
    if watched.and_then(|status| status.code()).is_none_or(|code| code > 1) {
        return format!("{name}: does not take these regexes");
    }
    let mut said = String::new();
    if let Some(mut out) = child.stdout.take() {
        let _ = std::io::Read::read_to_string(&mut out, &mut said);
    }
    format!(
        "{name}: {took:.2?}, {} lines: loglore is {:.0} times as fast",
        said.trim(),
        took.as_secs_f64() / ours.as_secs_f64()
    )
}
