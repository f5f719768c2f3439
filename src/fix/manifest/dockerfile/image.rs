//! The image that a stage stands on.

use super::read::Instruction;
use crate::fix::change::{Change, Refused};

/// An image in its parts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Image<'t> {
    /// `golang`, `mcr.microsoft.com/dotnet/sdk`
    pub name: &'t str,
    /// `1.24-alpine`
    pub tag: &'t str,
}

impl<'t> Image<'t> {
    /// The image of a FROM, without `--platform` and `AS`.
    pub(super) fn of(from: &'t Instruction) -> Option<Self> {
        let word = from.arguments.split_whitespace().find(|word| !word.starts_with("--"))?;
        Some(Self::read(word))
    }

    pub(super) fn read(word: &'t str) -> Self {
        let word = word.split('@').next().unwrap_or(word);
        // A colon before a `/` is a port.
        match word.rsplit_once(':').filter(|(_, tag)| !tag.contains('/')) {
            Some((name, tag)) => Self { name, tag },
            None => Self { name: word, tag: "" },
        }
    }
}

/// The name without the registry that is meant if none is named.
fn bare(name: &str) -> &str {
    name.trim_start_matches("docker.io/").trim_start_matches("library/")
}

/// Images of which the later ones took the place of the first, which is not made any more.
const SUCCESSORS: &[&[&str]] = &[&["centos", "rockylinux", "almalinux"], &["openjdk", "eclipse-temurin"]];

/// Another tag for the image that the snippet names, in the stage that failed, else wherever it stands; a newer one may
/// stay with `or_newer`.
pub(super) fn set(
    file: &[Instruction],
    wanted: &Instruction,
    failed: Option<&Instruction>,
    or_newer: bool,
) -> Result<Vec<Change>, Refused> {
    let no_image = || Refused::new("the entry's snippet names no image");
    let new = Image::of(wanted).ok_or_else(no_image)?;
    let all: Vec<&Instruction> = file.iter().filter(|there| there.is("FROM")).collect();
    let same: Vec<&&Instruction> = all
        .iter()
        .filter(|there| {
            Image::of(there).is_some_and(|image| bare(image.name) == bare(new.name) || ends(image.name, new.name))
        })
        .filter(|there| failed.is_none_or(|failed| failed.stage == there.stage || failed.stage == 0))
        .collect();
    if same.is_empty() {
        return Err(Refused::new(format!("no stage stands on the image `{}`", new.name)));
    }
    let mut changes = Vec::new();
    for there in same {
        let Some(old) = Image::of(there) else { continue };
        if ends(old.name, new.name) {
            let whole = if old.tag.is_empty() { old.name.to_owned() } else { format!("{}:{}", old.name, old.tag) };
            if let Some(at) = there.written.find(&whole).map(|at| there.code.start + at) {
                changes.push(Change::replace(at..at + whole.len(), format!("{}:{}", new.name, new.tag)));
            }
            continue;
        }
        if let Some(name) = variable(old.tag) {
            changes.extend(default_of(file, name, new.tag, or_newer)?);
            continue;
        }
        if there.arguments.contains('@') {
            return Err(Refused::new("the image is pinned by its digest"));
        }
        let tag = with_variant(old.tag, new.tag);
        if tag == old.tag || (or_newer && is_newer(old.tag, new.tag)) {
            continue;
        }
        let whole = if old.tag.is_empty() { old.name.to_owned() } else { format!("{}:{}", old.name, old.tag) };
        let Some(at) = there.written.find(&whole) else { continue };
        let at = there.code.start + at;
        changes.push(Change::replace(at..at + whole.len(), format!("{}:{tag}", old.name)));
    }
    Ok(changes)
}

/// Whether a tag names a later version than another one; a number alone (`22`) is the latest of its kind.
fn is_newer(old: &str, new: &str) -> bool {
    let numbers = |tag: &str| -> Vec<u32> {
        let version = tag.split('-').next().unwrap_or(tag);
        version.split('.').map_while(|part| part.parse().ok()).collect()
    };
    let (old, new) = (numbers(old), numbers(new));
    match old.iter().zip(&new).find(|(old, new)| old != new) {
        Some((old, new)) => old > new,
        None => !old.is_empty() && old.len() < new.len(),
    }
}

/// Whether an image is not made any more and the new one is its successor.
fn ends(old: &str, new: &str) -> bool {
    SUCCESSORS.iter().any(|row| row[0] == bare(old) && row[1..].contains(&bare(new)))
}

/// Words by which a variant names a release of its system.
const RELEASES: &[&str] = &["alpine3", "bookworm", "bullseye", "buster", "jammy", "noble", "trixie"];

/// The version of the new tag with the variant of the old one: `1.24` for `1.20-alpine3.18` is `1.24-alpine`. A new tag
/// that names the release of its system means just that.
fn with_variant(old: &str, new: &str) -> String {
    if RELEASES.iter().any(|release| new.contains(release)) || old.is_empty() {
        return new.to_owned();
    }
    let version = new.split('-').next().unwrap_or(new);
    match old.split_once('-').map(|(_, variant)| variant) {
        Some(variant) if variant.starts_with(|c: char| c.is_ascii_alphabetic()) => {
            let stem = variant.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
            format!("{version}-{}", stem.trim_end_matches('-'))
        }
        _ if old.starts_with(|c: char| c.is_ascii_digit()) => version.to_owned(),
        _ => new.to_owned(),
    }
}

/// The name in `${name}` or `$name`, if a tag is nothing else (a variant may follow).
fn variable(tag: &str) -> Option<&str> {
    let rest = tag.strip_prefix('$')?;
    let name = match rest.strip_prefix('{') {
        Some(braced) => braced.split(['}', ':']).next()?,
        None => rest.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next()?,
    };
    (!name.is_empty()).then_some(name)
}

/// Another default of an argument before the first FROM.
fn default_of(file: &[Instruction], name: &str, value: &str, or_newer: bool) -> Result<Vec<Change>, Refused> {
    let pattern = format!("{name}=");
    let there = file.iter().find(|there| there.stage == 0 && there.is("ARG") && there.arguments.starts_with(&pattern));
    let there =
        there.ok_or_else(|| Refused::new(format!("the version is in the argument {name}, which has no default")))?;
    let old = &there.arguments[pattern.len()..];
    let new = with_variant(old, value);
    if old == new || (or_newer && is_newer(old, value)) {
        return Ok(Vec::new());
    }
    Ok(vec![Change::replace(there.code.end - old.len()..there.code.end, new)])
}
