//! Dockerfiles: an instruction goes into the stage that failed, before what failed.

mod image;
mod packages;
mod read;

use super::Target;
use super::form::between;
use crate::fix::change::{self, Change, Refused};
use read::{Instruction, read};

/// Words that name an instruction of which a stage has one: the last one counts.
const SINGLE: &[&str] = &["CMD", "ENTRYPOINT", "HEALTHCHECK", "STOPSIGNAL"];

pub(super) fn edit(target: &Target<'_>, snippet: &str) -> Result<Vec<Change>, Refused> {
    let wanted = read(snippet);
    if wanted.is_empty() && snippet.starts_with("# syntax=") {
        return syntax_line(target, snippet);
    }
    if wanted.is_empty() {
        return Err(Refused::new("the entry's snippet is no instruction of a Dockerfile"));
    }
    if wanted.iter().filter(|instruction| instruction.is("FROM")).count() > 1 {
        return Err(Refused::new("the entry shows a whole Dockerfile"));
    }
    let file = read(target.text);
    if !file.iter().any(|instruction| instruction.is("FROM")) {
        return Err(Refused::new(format!("{} has no FROM", target.file)));
    }
    let mut text = target.text.to_owned();
    let failed = failed(target, &file);
    let failed_at = failed.map(|failed| failed.range.start);
    // A snippet says so in a comment.
    let or_newer = snippet.lines().any(|line| line.trim_start().starts_with('#') && line.contains("or newer"));
    let mut shift: isize = 0;
    for (i, instruction) in wanted.iter().enumerate() {
        let file = read(&text);
        let failed = failed_at.map(|at| at.saturating_add_signed(shift));
        let failed = failed.and_then(|at| file.iter().find(|there| there.range.start == at));
        let changes = if instruction.is("FROM") {
            image::set(&file, instruction, failed, or_newer)?
        } else {
            place(target, &file, &wanted, i, failed)?
        };
        // What comes before the failed instruction moves it.
        let before = failed.map_or(0, |failed| failed.range.start);
        for change in changes.iter().filter(|change| change.range.end <= before) {
            shift += change.text.len() as isize - (change.range.end - change.range.start) as isize;
        }
        text = change::apply(&text, &changes)?;
    }
    let changes = between(target.text, &text);
    if changes.is_empty() { Err(target.has_it()) } else { Ok(changes) }
}

/// `# syntax=…`, which counts on the first line only.
fn syntax_line(target: &Target<'_>, written: &str) -> Result<Vec<Change>, Refused> {
    let first = target.text.lines().next().unwrap_or_default();
    if read::squeezed(first).replace(' ', "").to_ascii_lowercase().starts_with("#syntax=") {
        return Err(target.has_it());
    }
    Ok(vec![Change::insert(0, format!("{}\n", written.trim_end()))])
}

/// The instruction that failed, as far as the log says: by its line, else by its text.
fn failed<'f>(target: &Target<'_>, file: &'f [Instruction]) -> Option<&'f Instruction> {
    let by_line = || {
        let at = target.near_offset()?;
        file.iter().find(|instruction| instruction.range.contains(&at))
    };
    let by_text = || {
        let text = read::squeezed(target.near.text?);
        let text = text.trim_start_matches("/bin/sh -c ");
        let mut found = file
            .iter()
            .filter(|instruction| !text.is_empty() && (instruction.whole() == text || instruction.arguments == text));
        let first = found.next()?;
        found.next().is_none().then_some(first)
    };
    by_line().or_else(by_text)
}

fn place(
    target: &Target<'_>,
    file: &[Instruction],
    wanted: &[Instruction],
    i: usize,
    failed: Option<&Instruction>,
) -> Result<Vec<Change>, Refused> {
    let instruction = &wanted[i];
    // What follows in the snippet and is there already shows the place; so does what comes before it.
    let anchor = wanted[i + 1..].iter().find_map(|next| file.iter().find(|there| there.same(next)));
    let anchor = failed.or(anchor);
    let behind = wanted[..i].iter().rev().find_map(|before| file.iter().rfind(|there| there.same(before)));
    let last_stage = file.last().map_or(0, |last| last.stage);
    let stage = anchor.or(behind).map_or(last_stage, |anchor| anchor.stage);
    let of_stage: Vec<&Instruction> = file.iter().filter(|there| there.stage == stage).collect();
    let limit = anchor.map_or(usize::MAX, |anchor| anchor.range.start);
    let written = instruction.written.as_str();
    // Behind what needs it, it does not help, but moving it is not ours to decide.
    if of_stage.iter().any(|there| there.same(instruction)) {
        return Ok(Vec::new());
    }
    if let Some(packages) = packages::installed(instruction) {
        return packages::install(&of_stage, instruction, &packages, failed);
    }
    if SINGLE.contains(&instruction.keyword.as_str()) {
        if let Some(there) = of_stage.iter().rfind(|there| there.keyword == instruction.keyword) {
            return Ok(vec![Change::replace(there.code.clone(), written)]);
        }
        let end = of_stage.last().map_or(0, |last| last.range.end);
        return Ok(vec![after(target.text, file, end, written)]);
    }
    if matches!(instruction.keyword.as_str(), "ENV" | "ARG") {
        return variable(&of_stage, instruction, limit);
    }
    if let Some(anchor) = anchor {
        return Ok(vec![Change::insert(anchor.range.start, format!("{written}\n"))]);
    }
    if let Some(behind) = behind {
        return Ok(vec![after(target.text, file, behind.range.end, written)]);
    }
    if instruction.is("RUN") {
        return at_end(target.text, file, &of_stage, written);
    }
    if (instruction.is("WORKDIR") || instruction.is("SHELL"))
        && let Some(first) = of_stage.iter().find(|there| there.is("FROM"))
    {
        return Ok(vec![after(target.text, file, first.range.end, written)]);
    }
    Err(Refused::new("the log does not say which instruction failed"))
}

/// What prepares the program that the image runs: behind all that is copied, before the user and the program are named.
fn at_end(text: &str, file: &[Instruction], stage: &[&Instruction], written: &str) -> Result<Vec<Change>, Refused> {
    let copied = stage.iter().rposition(|there| there.is("COPY") || there.is("ADD") || there.is("FROM")).unwrap_or(0);
    let (before, behind) = stage.split_at((copied + 1).min(stage.len()));
    let is_root = |user: &Instruction| matches!(user.arguments.split(':').next(), Some("root" | "0"));
    if before.iter().rfind(|there| there.is("USER")).is_some_and(|user| !is_root(user)) {
        return Err(Refused::new("the log does not say which instruction failed"));
    }
    let names = ["USER", "ENTRYPOINT", "CMD"];
    if let Some(next) = behind.iter().find(|there| names.iter().any(|name| there.is(name))) {
        return Ok(vec![Change::insert(next.range.start, format!("{written}\n"))]);
    }
    let end = stage.last().map_or(0, |last| last.range.end);
    Ok(vec![after(text, file, end, written)])
}

/// An instruction behind an offset, which is the end of one.
fn after(text: &str, file: &[Instruction], at: usize, written: &str) -> Change {
    let at_end = file.last().is_some_and(|last| last.range.end == at) && at >= text.len();
    let open = at_end && !text.ends_with('\n');
    Change::insert(at, format!("{}{written}\n", if open { "\n" } else { "" }))
}

/// `ENV a=b` and `ARG a=b`: another value of what is there, or a line at the head of the stage.
fn variable(stage: &[&Instruction], wanted: &Instruction, limit: usize) -> Result<Vec<Change>, Refused> {
    let Some((name, value)) = wanted.arguments.split_once('=') else {
        return Err(Refused::new("the entry's snippet sets no value"));
    };
    let pattern = format!("{name}=");
    for there in stage.iter().filter(|there| there.keyword == wanted.keyword) {
        let code = there.written.as_str();
        let at = code.match_indices(&pattern).map(|(at, _)| at).find(|at| code[..*at].ends_with(char::is_whitespace));
        if let Some(at) = at {
            let begin = at + pattern.len();
            let quote = code[begin..].chars().next().filter(|c| matches!(c, '"' | '\''));
            let end = match quote {
                Some(quote) => code[begin + 1..].find(quote).map_or(code.len(), |end| begin + end + 2),
                None => code[begin..].find(char::is_whitespace).map_or(code.len(), |end| begin + end),
            };
            if code[begin..end].trim_matches(['"', '\'']) == value.trim_matches(['"', '\'']) {
                return Ok(Vec::new());
            }
            return Ok(vec![Change::replace(there.code.start + begin..there.code.start + end, value)]);
        }
        // `ARG name` has no value yet, `ENV name value` the old form.
        if there.is("ARG") && there.arguments == name {
            return Ok(vec![Change::insert(there.code.end, format!("={value}"))]);
        }
        let old = there.arguments.split_once(' ').filter(|(first, _)| there.is("ENV") && *first == name);
        if let Some((_, old)) = old {
            if old == value {
                return Ok(Vec::new());
            }
            return Ok(vec![Change::replace(there.code.clone(), wanted.written.as_str())]);
        }
    }
    let head = stage.iter().take_while(|there| {
        there.range.end <= limit && (there.is("FROM") || there.is("ARG") || there.is("ENV") || there.is("LABEL"))
    });
    match head.last() {
        Some(last) => Ok(vec![Change::insert(last.range.end, format!("{}\n", wanted.written))]),
        None => Err(Refused::new("the stage that it belongs to was not found")),
    }
}

#[cfg(test)]
mod tests;
