//! `RUN apt-get install`: packages join the list that the stage has, or get an instruction of their own.

use super::image::Image;
use super::read::{Instruction, squeezed};
use crate::fix::change::{Change, Refused};

/// Words in the names of images that have no `apt-get`.
const OTHERS: &[(&str, &str)] = &[
    ("alpine", "Alpine, which has `apk` in place of `apt-get`"),
    ("amazonlinux", "Amazon Linux, which has `dnf` in place of `apt-get`"),
    ("almalinux", "AlmaLinux, which has `dnf` in place of `apt-get`"),
    ("centos", "CentOS, which has `yum` in place of `apt-get`"),
    ("fedora", "Fedora, which has `dnf` in place of `apt-get`"),
    ("rockylinux", "Rocky Linux, which has `dnf` in place of `apt-get`"),
    ("oraclelinux", "Oracle Linux, which has `dnf` in place of `apt-get`"),
    ("/ubi", "Red Hat, which has `dnf` in place of `apt-get`"),
    ("distroless", "distroless, which has no package manager"),
    ("busybox", "BusyBox, which has no package manager"),
    ("scratch", "empty"),
    ("nanoserver", "Windows"),
    ("windowsservercore", "Windows"),
];

/// The packages that an instruction installs with apt-get; none if it does something else.
pub(super) fn installed(instruction: &Instruction) -> Option<Vec<String>> {
    if !instruction.is("RUN") {
        return None;
    }
    let (before, list) = split_install(&instruction.arguments)?;
    let only = before.split("&&").map(str::trim).filter(|part| !part.is_empty()).all(|part| {
        part.starts_with("apt-get update") || part.starts_with("apt update") || part.starts_with("--mount")
    });
    let behind = list.split(['&', ';', '|']).nth(1).is_none();
    (only && behind).then(|| names(list))
}

/// What stands before the first `apt-get install`, and what behind it.
fn split_install(command: &str) -> Option<(&str, &str)> {
    let starts = ["apt-get", "apt "].iter().flat_map(|word| command.match_indices(word).map(|(at, _)| at));
    let mut starts: Vec<usize> = starts.collect();
    starts.sort_unstable();
    starts.into_iter().find_map(|at| {
        let call = command[at..].split(['&', ';', '|']).next()?;
        let install = call.find(" install").filter(|end| {
            let between = call[..*end].split_whitespace().skip(1);
            between.into_iter().all(|word| word.starts_with('-'))
        })?;
        Some((&command[..at], &command[at + install + " install".len()..]))
    })
}

fn names(list: &str) -> Vec<String> {
    let call = list.split(['&', ';', '|']).next().unwrap_or(list);
    call.split_whitespace().filter(|word| !word.starts_with(['-', '\\', '$'])).map(str::to_owned).collect()
}

/// Brings the packages into the stage.
pub(super) fn install(
    stage: &[&Instruction],
    wanted: &Instruction,
    packages: &[String],
    failed: Option<&Instruction>,
) -> Result<Vec<Change>, Refused> {
    if let Some(image) = stage.iter().find(|there| there.is("FROM")).and_then(|from| Image::of(from)) {
        let whole = format!("{}:{}", image.name, image.tag).to_ascii_lowercase();
        let other = OTHERS.iter().find(|(word, _)| whole.contains(word));
        if let Some((_, what)) = other {
            return Err(Refused::new(format!("the image is {what}")));
        }
    }
    let limit = failed.map_or(usize::MAX, |failed| failed.range.end);
    let lists = |there: &&&Instruction| there.is("RUN") && split_install(&there.arguments).is_some();
    let there = stage.iter().filter(|there| there.range.end <= limit).rfind(lists);
    let Some(there) = there else { return own(stage, wanted, failed) };
    let known = split_install(&there.arguments).map(|(_, list)| names(list)).unwrap_or_default();
    let missing: Vec<&String> = packages.iter().filter(|name| !has(&known, name)).collect();
    let mut changes = Vec::new();
    let updates = stage.iter().any(|it| {
        it.range.start <= there.range.start
            && ["apt-get update", "apt update"].iter().any(|word| it.arguments.contains(word))
    });
    if !updates && wanted.arguments.contains("apt-get update") {
        let at = ["apt-get", "apt "].iter().filter_map(|word| there.written.find(word)).min().unwrap_or(0);
        changes.push(Change::insert(there.code.start + at, "apt-get update && "));
    }
    if !missing.is_empty() {
        changes.push(join(there, &known, &missing)?);
    }
    Ok(changes)
}

/// Whether a list names a package, also with its version.
fn has(known: &[String], name: &str) -> bool {
    let bare = |name: &str| name.split(['=', '/', ':']).next().unwrap_or(name).to_owned();
    known.iter().any(|known| bare(known) == bare(name))
}

/// The packages behind the last one of a list: on lines of their own where the others have one.
fn join(there: &Instruction, known: &[String], missing: &[&String]) -> Result<Change, Refused> {
    let refuse = || Refused::new("the list of packages is written in a way that loglore does not follow");
    let last = known.last().ok_or_else(refuse)?;
    let code = there.written.as_str();
    let (before, _) = split_install(code).ok_or_else(refuse)?;
    let from = before.len();
    let is_word = |at: &usize| {
        let behind = code[*at + last.len()..].chars().next();
        code[..*at].ends_with(char::is_whitespace) && behind.is_none_or(|c| c.is_whitespace() || ";&|".contains(c))
    };
    let at = code[from..].match_indices(last.as_str()).map(|(at, _)| from + at).find(is_word).ok_or_else(refuse)?;
    let line = code[..at].rfind('\n').map_or(0, |start| start + 1);
    let indent = &code[line..at];
    let own_line = line > 0 && indent.trim().is_empty();
    let between = if own_line { format!(" \\\n{indent}") } else { " ".to_owned() };
    let added: String = missing.iter().map(|name| format!("{between}{name}")).collect();
    Ok(Change::insert(there.code.start + at + last.len(), added))
}

/// An instruction of its own: before what failed and before the user changes, else at the head of the stage.
fn own(stage: &[&Instruction], wanted: &Instruction, failed: Option<&Instruction>) -> Result<Vec<Change>, Refused> {
    let written = format!("{}\n", wanted.written);
    let limit = failed.map_or(usize::MAX, |failed| failed.range.start);
    let is_root = |user: &str| matches!(user.split(':').next(), Some("root" | "0"));
    let users: Vec<&&Instruction> = stage.iter().filter(|there| there.is("USER") && there.range.end <= limit).collect();
    let lowered = users.last().is_some_and(|user| !is_root(&user.arguments));
    if lowered && let Some(first) = users.iter().find(|user| !is_root(&user.arguments)) {
        return Ok(vec![Change::insert(first.range.start, written)]);
    }
    if let Some(failed) = failed.filter(|failed| !failed.is("FROM")) {
        return Ok(vec![Change::insert(failed.range.start, written)]);
    }
    let head = stage
        .iter()
        .take_while(|there| ["FROM", "ARG", "ENV", "LABEL", "SHELL", "WORKDIR"].iter().any(|it| there.is(it)));
    match head.last() {
        Some(last) if last.range.end == last.code.end => {
            Ok(vec![Change::insert(last.range.end, format!("\n{}", squeezed(&wanted.written)))])
        }
        Some(last) => Ok(vec![Change::insert(last.range.end, written)]),
        None => Err(Refused::new("the stage that it belongs to was not found")),
    }
}
