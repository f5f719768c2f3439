//! Workflows of GitHub Actions.

use super::merge::Merge;
use super::tree::{Item, List, Map, Tree, Value};
use super::{Target, finish, read, wanted};
use crate::fix::change::{Change, Refused};

/// Fields of a job; `permissions`, `env`, `concurrency` and `defaults` are of the workflow too.
const JOB: &[&str] = &[
    "container",
    "continue-on-error",
    "environment",
    "if",
    "needs",
    "outputs",
    "runs-on",
    "services",
    "strategy",
    "timeout-minutes",
];
const TOP: &[&str] = &["concurrency", "defaults", "env", "name", "on", "permissions", "run-name", "jobs"];

pub(in crate::fix::manifest) fn edit(target: &Target<'_>, snippet: &str) -> Result<Vec<Change>, Refused> {
    let file = read(target)?;
    let wanted = wanted(snippet)?;
    let [root] = file.documents.as_slice() else {
        return Err(Refused::new(format!("{} is no workflow", target.file)));
    };
    let jobs = root.get("jobs").and_then(Value::map);
    let jobs = jobs.ok_or_else(|| Refused::new(format!("{} has no jobs", target.file)))?;
    let merge = Merge { file: &file, wanted: &wanted, name: target.file };
    let mut changes = Vec::new();
    match &wanted.documents[0] {
        Value::List(list) => steps(target, &merge, jobs, list, &mut changes)?,
        Value::Map(fields) => {
            for pair in &fields.pairs {
                let key = pair.key.as_str();
                let of_jobs: Vec<&Map> =
                    jobs.pairs.iter().filter_map(|job| job.value.map().filter(|job| job.get(key).is_some())).collect();
                let map = match (root, of_jobs.as_slice()) {
                    // What one job says for itself beats the workflow.
                    (_, [job]) if TOP.contains(&key) && root.get(key).is_none() => job,
                    (Value::Map(root), _) if TOP.contains(&key) => root,
                    _ if JOB.contains(&key) => job(target, jobs)?,
                    _ => return Err(Refused::new(format!("loglore does not know where `{key}` belongs"))),
                };
                if key == "permissions" && matches!(map.get(key), Some(Value::Scalar { .. })) {
                    return Err(Refused::new(format!("{} gives its permissions as one word", target.file)));
                }
                merge.pair(map, pair, &mut changes)?;
            }
        }
        _ => return Err(Refused::new("the entry's snippet is no part of a workflow")),
    }
    finish(target, changes)
}

/// The job that is meant: the one that the log names, else the only one.
fn job<'v>(target: &Target<'_>, jobs: &'v Map) -> Result<&'v Map, Refused> {
    let near = target.near.text.unwrap_or_default();
    let names = |key: &str, job: &Map| {
        let name = job.get("name").and_then(Value::text);
        near == key || name == Some(near) || step(job, near).is_some()
    };
    let mut found: Vec<&Map> = jobs.pairs.iter().filter_map(|pair| pair.value.map()).collect();
    if found.len() > 1 {
        let named = jobs.pairs.iter().filter_map(|pair| pair.value.map().filter(|job| names(&pair.key, job)));
        found = named.collect();
    }
    match found.as_slice() {
        [one] => Ok(one),
        _ => Err(Refused::new(format!("{} has several jobs, and the log does not say which", target.file))),
    }
}

/// The step of a job that has this name or command.
fn step<'v>(job: &'v Map, near: &str) -> Option<&'v Item> {
    let near = near.trim_start_matches("Run ").trim();
    let steps = job.get("steps")?.items();
    let is_it = |item: &&Item| {
        let field = |key| item.value.get(key).and_then(Value::text);
        !near.is_empty()
            && (field("name") == Some(near)
                || field("uses") == Some(near)
                || field("run").is_some_and(|run| run == near || run.lines().any(|line| line.trim() == near)))
    };
    steps.iter().find(is_it)
}

/// The action that a step uses, without its version.
fn action(item: &Item) -> Option<(&str, &Value)> {
    let uses = item.value.get("uses")?;
    Some((uses.text()?.split('@').next()?, uses))
}

/// Whether an action that is used has an older version than the wanted one.
fn is_older(there: Option<&Value>, wanted: Option<&Value>) -> bool {
    let major = |value: Option<&Value>| {
        let version = value?.text()?.split_once('@')?.1;
        version.strip_prefix('v')?.split('.').next()?.parse::<u32>().ok()
    };
    match (major(there), major(wanted)) {
        (Some(there), Some(wanted)) => there < wanted,
        // A branch or a commit was chosen on purpose.
        _ => false,
    }
}

/// Steps: another version and more inputs for actions that are used, new steps for others.
fn steps(
    target: &Target<'_>,
    merge: &Merge<'_, '_>,
    jobs: &Map,
    wanted: &List,
    changes: &mut Vec<Change>,
) -> Result<(), Refused> {
    let all: Vec<&Item> =
        jobs.pairs.iter().filter_map(|job| job.value.get("steps")).flat_map(|steps| steps.items()).collect();
    let squeezed = |tree: &Tree<'_>, value: &Value| tree.text[value.range()].split_whitespace().collect::<String>();
    let mut missing: Vec<&Item> = Vec::new();
    // The step behind which the missing ones go, if the snippet shows one.
    let mut above: Option<usize> = None;
    for item in &wanted.items {
        let known: Vec<&&Item> = match action(item) {
            Some((name, _)) => all.iter().filter(|there| action(there).is_some_and(|(old, _)| old == name)).collect(),
            None => {
                let run = item.value.get("run").map(|run| squeezed(merge.wanted, run));
                let same = |there: &&&Item| there.value.get("run").map(|run| squeezed(merge.file, run)) == run;
                all.iter().filter(same).collect()
            }
        };
        let Some(fields) = item.value.map() else { continue };
        for there in &known {
            let Some(map) = there.value.map() else { continue };
            // Only what the snippet says of it: a step keeps its name and its other inputs. The version is the user's own,
            // unless the snippet is about nothing else, and then it only goes up.
            let versions = fields.pairs.len() == 1 && is_older(map.get("uses"), fields.get("uses"));
            for pair in fields.pairs.iter().filter(|pair| pair.key != "uses" || versions) {
                merge.pair(map, pair, changes)?;
            }
        }
        match known.first() {
            None => missing.push(item),
            Some(known) if missing.is_empty() => above = Some(known.range.end),
            Some(_) => {}
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    let job = job(target, jobs)?;
    let Some(Value::List(list)) = job.get("steps").filter(|steps| steps.list().is_some_and(|list| !list.flow)) else {
        return Err(Refused::new(format!("the job in {} has no steps", target.file)));
    };
    let checkout = list.items.iter().position(|item| action(item).is_some_and(|(name, _)| name == "actions/checkout"));
    let near = target.near.text.and_then(|near| step(job, near));
    let Some(first) = list.items.first() else { return Ok(()) };
    let above = above.and_then(|end| list.items.iter().position(|item| item.range.end == end));
    let before = near.or(match above.or(checkout) {
        Some(at) => list.items.get(at + 1),
        None => Some(first),
    });
    let indent = " ".repeat(merge.file.column(first.range.start));
    let spaced = list
        .items
        .windows(2)
        .all(|pair| merge.file.text[..pair[1].range.start].trim_end_matches(' ').ends_with("\n\n"))
        && list.items.len() > 1;
    for item in missing {
        let written = merge.written(item.range.start, item.range.end, &indent);
        let gap = if spaced { "\n" } else { "" };
        match before {
            Some(before) => {
                let at = merge.file.line_start(before.range.start);
                changes.push(Change::insert(at, format!("{written}\n{gap}")));
            }
            None => {
                let end = list.items.last().map_or(list.range.end, |last| last.range.end);
                merge.line(end, &format!("{gap}{written}"), changes);
            }
        }
    }
    Ok(())
}
