//! `loglore fix`: what mends the files that the errors of a log come from, as a diff; written on demand.

use std::io::Write as _;
use std::path::PathBuf;

use anstyle::{AnsiColor, Style};
use anyhow::Context as _;
use clap::Args;

use super::input;
use super::{LoreArgs, Outcome, ShowArgs, knowledge};
use crate::card::inert;
use crate::finding::{Finding, Repeats, Scan, ScanOptions};
use crate::fix::change::apply;
use crate::fix::diff::{Line, diff};
use crate::fix::{Batch, Files, Fix, Offers, offers, write};
use crate::lore::Lore;
use crate::trace::Workspace;

#[derive(Debug, Args)]
pub(super) struct FixArgs {
    /// Logs: files and folders, as for `scan`
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Only findings of this entry
    #[arg(long, value_name = "ID")]
    entry: Option<String>,
    /// Only the finding of this number, counted from 1 over all logs, as `scan` prints them
    #[arg(long, value_name = "N")]
    finding: Option<usize>,
    /// Take this workaround of the entry, counted from 1 as in its record; by default the best that can be applied
    #[arg(long, value_name = "N")]
    workaround: Option<usize>,
    /// Write the changes, to all files or to none; without it they are only shown
    #[arg(long)]
    write: bool,
    /// The folder that holds the source; by default the current one
    #[arg(long, value_name = "DIR")]
    workspace: Option<PathBuf>,
    #[command(flatten)]
    lore: LoreArgs,
    #[command(flatten)]
    show: ShowArgs,
}

pub(super) fn run(args: &FixArgs) -> anyhow::Result<Outcome> {
    let lore = knowledge::load(&args.lore)?;
    if let Some(id) = &args.entry {
        anyhow::ensure!(lore.get(id).is_some(), "no entry has the id {id:?}; `loglore entries list` names them all");
    }
    let folder = args.workspace.clone().unwrap_or_else(|| PathBuf::from("."));
    let folder = folder.canonicalize().with_context(|| format!("--workspace {}", folder.display()))?;
    anyhow::ensure!(folder.is_dir(), "--workspace {}: is no folder", folder.display());
    let workspace = Workspace::new([folder]);
    let files = Files { workspace: &workspace, open: &|_| None };
    let (findings, unread) = findings(args, &lore)?;
    let mut batch = Batch::default();
    let mut any = false;
    for (place, finding) in &findings {
        let id = lore.id(finding.entry);
        let offers = offers(&lore, finding, files, args.show.locale());
        let Some(fix) = chosen(args, &offers) else {
            for reason in reasons(args, &offers) {
                eprintln!("loglore: {place}: {id}: {reason}");
            }
            continue;
        };
        if batch.add(fix) {
            any = true;
            eprintln!("{place}: {id}: {}", fix.title);
        } else {
            eprintln!("loglore: {place}: {id}: left out, another fix changes the same place: {}", fix.title);
        }
    }
    show(args, &batch)?;
    if args.write {
        let mut writes = Vec::new();
        for (path, edit) in &batch.files {
            let old = (!edit.creates).then_some(&*edit.text);
            writes.push((path, old, apply(&edit.text, &edit.changes)?));
        }
        // All or nothing, as far as that can be known before.
        for (path, old, _) in &writes {
            let now = std::fs::read(path).ok();
            let same = now.as_deref() == old.map(str::as_bytes);
            anyhow::ensure!(same, "{}: it has changed meanwhile; nothing was written", path.display());
        }
        for (path, old, after) in &writes {
            write(path, *old, after).with_context(|| path.display().to_string())?;
        }
    }
    Ok(match (unread, any) {
        (true, _) => Outcome::Failed,
        (_, true) => Outcome::Nothing,
        (_, false) => {
            if findings.is_empty() {
                eprintln!("loglore: nothing known was found");
            }
            Outcome::Something
        }
    })
}

/// The findings that are meant, each with its place in its log; and whether a log could not be read.
fn findings(args: &FixArgs, lore: &Lore) -> anyhow::Result<(Vec<(String, Finding)>, bool)> {
    let inputs = input::inputs(&args.paths, false);
    let mut unread = !inputs.problems.is_empty();
    for problem in &inputs.problems {
        eprintln!("loglore: {}", inert(problem));
    }
    let mut all = Vec::new();
    for input in &inputs.inputs {
        let opened = match input.open() {
            Ok(opened) => opened,
            Err(problem) => {
                eprintln!("loglore: {}", inert(&problem));
                unread = true;
                continue;
            }
        };
        let mut scan = Scan::new(lore, ScanOptions::default());
        let mut found = Vec::new();
        let read = opened.each_chunk(|chunk| {
            found.extend(scan.feed(chunk));
            Ok(true)
        })?;
        found.extend(scan.finish());
        if let Some(problem) = read.problem {
            eprintln!("loglore: {}", inert(&problem));
            unread = true;
        }
        found.sort_by_key(|finding| finding.span);
        let mut repeats = Repeats::default();
        for finding in found {
            repeats.add(finding);
        }
        let name = inert(&input.name());
        all.extend(
            repeats.into_findings().into_iter().map(|finding| (format!("{name}:{}", finding.start.line), finding)),
        );
    }
    if let Some(number) = args.finding {
        anyhow::ensure!(
            (1..=all.len()).contains(&number),
            "--finding {number}: there are {} findings, counted from 1",
            all.len()
        );
        all = vec![all.swap_remove(number - 1)];
    }
    if let Some(id) = &args.entry {
        let entry = lore.get(id);
        all.retain(|(_, finding)| Some(finding.entry) == entry);
    }
    Ok((all, unread))
}

/// The fix that the arguments ask for, or else the one to make if nobody chooses.
fn chosen<'o>(args: &FixArgs, offers: &'o Offers) -> Option<&'o Fix> {
    match args.workaround {
        Some(number) => offers.fixes.iter().find(|fix| fix.workaround + 1 == number),
        None => offers.preferred(),
    }
}

/// Why nothing was chosen.
fn reasons(args: &FixArgs, offers: &Offers) -> Vec<String> {
    let asked = |workaround: usize| args.workaround.is_none_or(|number| number == workaround + 1);
    let mut reasons: Vec<String> = offers
        .declined
        .iter()
        .filter(|declined| asked(declined.workaround))
        .map(|declined| declined.reason.clone())
        .collect();
    reasons.dedup();
    if args.workaround.is_none() {
        reasons.extend(
            offers.fixes.iter().map(|fix| format!("`--workaround {}` would: {}", fix.workaround + 1, fix.title)),
        );
    }
    if reasons.is_empty() {
        reasons.push("no workaround of it changes a file".to_owned());
    }
    reasons
}

fn show(args: &FixArgs, batch: &Batch) -> anyhow::Result<()> {
    let mut out = args.show.stdout();
    let [bold, gone, new] = [
        Style::new().bold(),
        Style::new().fg_color(Some(AnsiColor::Red.into())),
        Style::new().fg_color(Some(AnsiColor::Green.into())),
    ];
    for edit in batch.files.values().filter(|edit| !edit.changes.is_empty()) {
        let mut failed = Ok(());
        let mut each = |line: Line<'_>| {
            let (style, mark, text) = match line {
                Line::Head(text) => (bold, "", text),
                Line::Same(text) => (Style::new(), " ", text),
                Line::Gone(text) => (gone, "-", text),
                Line::New(text) => (new, "+", text),
            };
            if failed.is_ok() {
                failed = writeln!(out, "{style}{mark}{text}{style:#}");
            }
        };
        diff(&edit.name, &edit.text, &edit.changes, edit.creates, &mut each)?;
        failed?;
    }
    out.flush()?;
    Ok(())
}
