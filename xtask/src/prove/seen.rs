//! One case from the error to the run that passes.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail, ensure};
use regex::{Captures, Regex};
use serde_json::Value;

use super::Loglore;
use super::case::{By, Case};
use super::packages::Packages;
use super::sandbox::{Ran, Sandbox};
use super::tools;

/// What was seen when a proof passed.
pub struct Seen {
    /// The output in which the error was found.
    pub log: String,
    /// The programs that took part, with their versions.
    pub tools: Vec<String>,
}

/// Provokes the error, finds it, mends it, and sees the program pass.
///
/// # Errors
/// The step that went otherwise, with what was printed.
pub fn see(loglore: &Loglore, packages: &Packages, case: &Case) -> Result<Seen> {
    let (plan, sandbox) = (&case.plan, Sandbox::new(case, packages)?);
    if let Some(setup) = &plan.setup {
        let ran = sandbox.bash(setup).context("setup")?;
        ensure!(ran.status == Some(0), "setup ended with {}:\n{}", told(&ran), ran.printed);
    }
    let broken = sandbox.bash(&plan.run)?;
    let as_expected = plan.exit.map_or(broken.status != Some(0), |status| broken.status == Some(status));
    ensure!(
        as_expected,
        "`{}` ended with {}, so the error was not provoked:\n{}",
        plan.run,
        told(&broken),
        broken.printed
    );
    let log = sandbox.beside("proof.log");
    std::fs::write(&log, &broken.printed)?;
    let finding = the_finding(&findings(loglore, &log)?, case)
        .with_context(|| format!("in the output of `{}`:\n{}", plan.run, broken.printed))?;
    let check = plan.mend.check.as_ref().unwrap_or(&plan.run);
    let mended = match mend(loglore, case, &sandbox, &log, &finding)? {
        None => sandbox.bash(check)?,
        Some(line) => after_line(&sandbox, &line, check)?,
    };
    ensure!(
        mended.status == Some(0),
        "after the workaround `{check}` ended with {}:\n{}\n--- before it:\n{}",
        told(&mended),
        mended.printed,
        broken.printed
    );
    let after = sandbox.beside("after.log");
    std::fs::write(&after, &mended.printed)?;
    let left = findings(loglore, &after)?;
    ensure!(
        !left.iter().any(|finding| finding["entry"] == case.id.as_str()),
        "after the workaround the error is still found:\n{}",
        mended.printed
    );
    Ok(Seen { log: broken.printed, tools: tools::versions(case, &sandbox) })
}

fn told(ran: &Ran) -> String {
    ran.status.map_or("a signal".to_owned(), |status| format!("exit status {status}"))
}

/// The findings of a log, as `loglore scan --format json` prints them.
fn findings(loglore: &Loglore, log: &Path) -> Result<Vec<Value>> {
    let scanned =
        loglore.command("scan").args(["--format", "json"]).arg(log).output().context("loglore cannot be started")?;
    ensure!(
        matches!(scanned.status.code(), Some(0 | 1)),
        "loglore scan failed:\n{}",
        String::from_utf8_lossy(&scanned.stderr)
    );
    let lines = String::from_utf8(scanned.stdout).context("loglore scan printed something else than UTF-8")?;
    lines
        .lines()
        .map(|line| serde_json::from_str(line).context("loglore scan printed something else than JSON"))
        .collect()
}

/// The one finding of the entry, if nothing else is found that is not expected.
fn the_finding(findings: &[Value], case: &Case) -> Result<Value> {
    let ids: Vec<&str> = findings.iter().filter_map(|finding| finding["entry"].as_str()).collect();
    let Some(at) = ids.iter().position(|id| *id == case.id) else {
        bail!("{} is not found, but {}", case.id, if ids.is_empty() { "nothing".to_owned() } else { ids.join(", ") });
    };
    let wrong: Vec<&str> =
        ids.iter().copied().filter(|id| *id != case.id && !case.plan.also.iter().any(|also| also == id)).collect();
    ensure!(wrong.is_empty(), "besides {} there is a finding of {}", case.id, wrong.join(", "));
    Ok(findings[at].clone())
}

/// Runs a command line in a shell in which another one was run before: what that one exports holds.
fn after_line(sandbox: &Sandbox, line: &str, check: &str) -> Result<Ran> {
    let said = sandbox.beside("said");
    let quiet = format!("exec 3>&1 4>&2 >'{}' 2>&1; set -e", said.display());
    let line = each_checked(line)?;
    let mended = sandbox.bash(&format!(
        "{quiet}\n{line}\nset +e; exec >&3 2>&4 3>&- 4>&-; echo done >'{0}.done'\n{check}",
        said.display()
    ))?;
    let through = sandbox.beside("said.done").is_file();
    ensure!(
        through,
        "the workaround ended with {}:\n{line}\n{}",
        told(&mended),
        std::fs::read_to_string(said).unwrap_or_default()
    );
    Ok(mended)
}

/// Commands, each followed by one that fails if it has failed: `set -e` lets `A && B` pass where A fails.
fn each_checked(commands: &str) -> Result<String> {
    let (mut checked, mut command) = (String::new(), String::new());
    for line in commands.lines() {
        command.push_str(line);
        command.push('\n');
        if !line.ends_with('\\') && is_whole(&command)? {
            checked.push_str(&command);
            checked.push_str("(exit $?)\n");
            command.clear();
        }
    }
    Ok(checked + &command)
}

/// Whether bash would run this and not wait for more: the end of a loop, of a quotation, of a here-document.
fn is_whole(command: &str) -> Result<bool> {
    let read = Command::new("bash").args(["-n", "-c", command]).stdin(Stdio::null()).output();
    let read = read.context("bash cannot be started")?;
    Ok(read.status.success() && read.stderr.is_empty())
}

/// Applies the workaround; if it is a command line, gives that back.
fn mend(loglore: &Loglore, case: &Case, sandbox: &Sandbox, log: &Path, finding: &Value) -> Result<Option<String>> {
    let mend = &case.plan.mend;
    let action = action(loglore, case)?;
    // The finding has them in the order of its card, best first.
    let ranked = finding["workarounds"].as_array().context("the finding has no workarounds")?;
    let workaround = ranked.iter().find(|workaround| workaround["action"] == action.as_str());
    let workaround = workaround.with_context(|| format!("the finding has no workaround “{action}”"))?;
    match mend.by {
        By::Edit => {
            let mut fix = loglore.command("fix");
            fix.args(["--entry", &case.id, "--workaround", &mend.workaround.to_string(), "--write"]);
            let fixed = fix.arg("--workspace").arg(sandbox.work()).arg(log).current_dir(sandbox.work()).output()?;
            ensure!(
                fixed.status.success(),
                "loglore fix ended with {}:\n{}{}",
                fixed.status,
                String::from_utf8_lossy(&fixed.stdout),
                String::from_utf8_lossy(&fixed.stderr)
            );
            replace_in_files(&sandbox.work(), &mend.values)?;
            Ok(None)
        }
        By::Shell => {
            ensure!(
                workaround["place"] == "shell",
                "the place of workaround {} is {}, not shell",
                mend.workaround,
                workaround["place"]
            );
            let snippet = workaround["snippet"]["text"].as_str().context("the workaround has no snippet")?;
            let mut line = filled(snippet, &finding["captures"]);
            for (word, value) in &mend.values {
                ensure!(line.contains(word.as_str()), "mend.values: the snippet has no {word}: {line}");
                line = line.replace(word.as_str(), value);
            }
            Ok(Some(line))
        }
        By::Script => {
            let script = std::fs::read_to_string(case.folder.join("mend.sh"))?;
            let ran = sandbox.bash(&script)?;
            ensure!(ran.status == Some(0), "mend.sh ended with {}:\n{}", told(&ran), ran.printed);
            Ok(None)
        }
    }
}

/// What the entry calls the workaround that the proof applies.
fn action(loglore: &Loglore, case: &Case) -> Result<String> {
    let path = loglore.entries.join(format!("{}.json", case.id));
    let text = std::fs::read_to_string(&path).with_context(|| format!("{}: cannot be read", path.display()))?;
    let entry: Value = serde_json::from_str(&text).with_context(|| format!("{}: is no entry", path.display()))?;
    let number = case.plan.mend.workaround;
    let action = entry["workarounds"][number - 1]["action"].as_str();
    action.map(str::to_owned).with_context(|| format!("{} has no workaround {number}", path.display()))
}

/// A snippet with the captures of the finding in their places. What is filled in by loglore already has none left.
fn filled(snippet: &str, captures: &Value) -> String {
    // A pattern without anything that could fail to compile.
    let Ok(placeholder) = Regex::new(r"\{([a-z_]\w*)\}") else { return snippet.to_owned() };
    let value = |found: &Captures<'_>| captures[&found[1]].as_str().unwrap_or(&found[0]).to_owned();
    placeholder.replace_all(snippet, value).into_owned()
}

/// What a user does after a fix that holds words for him to replace.
fn replace_in_files(folder: &Path, values: &std::collections::BTreeMap<String, String>) -> Result<()> {
    for (word, value) in values {
        let mut replaced = false;
        let mut folders = vec![folder.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder)? {
                let path = entry?.path();
                if path.is_symlink() {
                    continue;
                }
                if path.is_dir() {
                    folders.push(path);
                } else if let Ok(text) = std::fs::read_to_string(&path)
                    && text.contains(word.as_str())
                {
                    std::fs::write(&path, text.replace(word.as_str(), value))?;
                    replaced = true;
                }
            }
        }
        ensure!(replaced, "mend.values: no file holds {word} after the fix");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The exit status of bash after the commands with their checks, and what they printed.
    fn run(commands: &str) -> (Option<i32>, String) {
        let line = format!("set -e\n{}", each_checked(commands).expect("bash reads it"));
        let ran = Command::new("bash").args(["-c", &line]).output().expect("bash starts");
        (ran.status.code(), String::from_utf8(ran.stdout).expect("UTF-8"))
    }

    #[test]
    fn a_workaround_whose_first_half_fails_has_failed() {
        assert_eq!(run("false && true"), (Some(1), String::new()));
        assert_eq!(run("false && true\necho after"), (Some(1), String::new()));
        assert_eq!(run("echo a && (exit 3) && echo b\necho after"), (Some(3), "a\n".to_owned()));
    }

    #[test]
    fn a_workaround_that_needs_several_lines_is_run_as_it_stands() {
        let fallen_back = "false || echo other";
        let continued = "echo a \\\n  b";
        let document = "cat <<END\n(one\nEND";
        let looped = "for i in 1 2; do\n  echo $i\ndone";
        let asked = "if false; then\n  echo no\nfi";
        let quoted = "echo 'a\nb'";
        for (commands, printed) in [
            (fallen_back, "other\n"),
            (continued, "a b\n"),
            (document, "(one\n"),
            (looped, "1\n2\n"),
            (asked, ""),
            (quoted, "a\nb\n"),
            ("export A=1\n\n# the same shell\necho $A", "1\n"),
        ] {
            assert_eq!(run(commands), (Some(0), printed.to_owned()), "{commands}");
        }
    }
}
