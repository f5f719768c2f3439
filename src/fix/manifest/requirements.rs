//! `requirements.txt` and constraints, and the form of requirements that other files of Python share.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Target;
use super::form::between;
use super::lines::at_end;
use crate::fix::change::{self, Change, Refused};

/// `name[extras] >=1 ; marker`, with its parts as bytes of the text that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Requirement {
    /// The name as all writings of it compare.
    pub name: String,
    /// Where the name ends.
    name_end: usize,
    /// The extras, without brackets.
    pub extras: Vec<String>,
    extras_at: Range<usize>,
    /// Where the versions stand.
    pub versions: Range<usize>,
    /// Whether it is taken from an address.
    pub from_address: bool,
}

static REQUIREMENT: LazyLock<Regex> = LazyLock::new(|| {
    let form = r"^\s*(?P<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)(?P<extras>\s*\[[^\]]*\])?\s*(?:(?P<at>@\s*\S+)|\(?(?P<versions>(?:===|[~!<>=]=|[<>])[^;#\\()]*)?\)?)\s*(?:;[^#]*)?(?:\s#.*)?$";
    // A constant pattern, which the tests need.
    Regex::new(form).expect("a constant pattern")
});

impl Requirement {
    /// Reads one; none if the text is something else.
    pub(super) fn read(text: &str) -> Option<Self> {
        let found = REQUIREMENT.captures(text)?;
        let name = found.name("name")?;
        let extras_at = found.name("extras").map_or(name.end()..name.end(), |extras| extras.range());
        let extras = text[extras_at.clone()].trim().trim_matches(['[', ']']).split(',');
        let extras = extras.map(|extra| extra.trim().to_ascii_lowercase()).filter(|extra| !extra.is_empty()).collect();
        let versions = found.name("versions").map_or(extras_at.end..extras_at.end, |versions| {
            versions.start()..versions.start() + versions.as_str().trim_end().len()
        });
        Some(Self {
            name: normal(name.as_str()),
            name_end: name.end(),
            extras,
            extras_at,
            versions,
            from_address: found.name("at").is_some(),
        })
    }
}

/// A project's name as all writings of it compare: `Typing_Extensions` is `typing-extensions`.
pub(super) fn normal(name: &str) -> String {
    let mut normal = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '-' | '_' | '.' if normal.ends_with('-') => {}
            '-' | '_' | '.' => normal.push('-'),
            c => normal.push(c.to_ascii_lowercase()),
        }
    }
    normal
}

/// The text of a requirement that is there, with what the wanted one adds; none if it adds nothing.
///
/// # Errors
/// If what is there is no version that could be changed.
pub(super) fn merged(there: &str, wanted: &str) -> Result<Option<String>, Refused> {
    let (Some(old), Some(new)) = (Requirement::read(there), Requirement::read(wanted)) else {
        return Err(Refused::new(format!("`{}` is no requirement", wanted.trim())));
    };
    let missing: Vec<&str> =
        new.extras.iter().filter(|extra| !old.extras.contains(extra)).map(String::as_str).collect();
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    let versions = &wanted[new.versions.clone()];
    let same = versions.is_empty() || squeezed(versions) == squeezed(&there[old.versions.clone()]);
    if missing.is_empty() && same {
        return Ok(None);
    }
    if old.from_address {
        return Err(Refused::new(format!("{} is taken from an address there", old.name)));
    }
    let mut changes = Vec::new();
    if !missing.is_empty() {
        let all: Vec<&str> = old.extras.iter().map(String::as_str).chain(missing).collect();
        let at = if old.extras.is_empty() { old.name_end..old.name_end } else { old.extras_at.clone() };
        changes.push(Change::replace(at, format!("[{}]", all.join(","))));
    }
    if !same {
        changes.push(Change::replace(old.versions, versions));
    }
    change::apply(there, &changes).map(Some)
}

/// Each requirement of the snippet is added, or gets its version.
pub(super) fn edit(target: &Target<'_>, snippet: &str) -> Result<Vec<Change>, Refused> {
    let mut text = target.text.to_owned();
    let pinned = text.contains("--hash=") || text.contains("--require-hashes");
    for wanted in snippet.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if wanted.starts_with('-') {
            if !text.lines().any(|line| line.split_whitespace().eq(wanted.split_whitespace())) {
                // Options hold for the whole file; readers look for them first.
                text.insert_str(0, &format!("{wanted}\n"));
            }
            continue;
        }
        let Some(requirement) = Requirement::read(wanted) else {
            return Err(Refused::new(format!("`{wanted}` is no requirement")));
        };
        let mut there = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let bare = line.trim_end().trim_end_matches('\\').trim_end();
            if Requirement::read(bare).is_some_and(|there| there.name == requirement.name) {
                there.push(start..start + bare.len());
            }
            start += line.len();
        }
        if pinned {
            let reason = "names the hash of each package: add it to the file that this one is made from";
            return Err(Refused::new(format!("{} {reason}", target.file)));
        }
        match there.as_slice() {
            [] => text = change::apply(&text, &[at_end(&text, wanted)])?,
            [at] => {
                if let Some(line) = merged(&text[at.clone()], wanted)? {
                    text.replace_range(at.clone(), &line);
                }
            }
            _ => return Err(Refused::new(format!("{} names {} several times", target.file, requirement.name))),
        }
    }
    let changes = between(target.text, &text);
    if changes.is_empty() { Err(target.has_it()) } else { Ok(changes) }
}

#[cfg(test)]
mod tests {
    use crate::fix::manifest::fixture::{after, refused};

    #[test]
    fn a_requirement_is_added_or_gets_its_version() {
        for (before, snippet, wanted) in [
            ("", "opencv-python", "opencv-python\n"),
            ("numpy==1.26 # pinned\r\n", "opencv-python>=4", "numpy==1.26 # pinned\r\nopencv-python>=4\r\n"),
            (
                "# web\nFlask == 2.0 ; python_version < '3.9'  # old\nnumpy\n",
                "flask>=3",
                "# web\nFlask >=3 ; python_version < '3.9'  # old\nnumpy\n",
            ),
            ("uvicorn\n", "uvicorn[standard]", "uvicorn[standard]\n"),
            ("uvicorn[standard]>=0.2\n", "uvicorn[http]>=0.3", "uvicorn[standard,http]>=0.3\n"),
            ("torch\n", "--extra-index-url https://x.example/whl", "--extra-index-url https://x.example/whl\ntorch\n"),
            ("numpy\n", "numpy<2", "numpy<2\n"),
        ] {
            assert_eq!(after("requirements.txt", before, snippet).as_deref(), Ok(wanted), "{before} {snippet}");
        }
    }

    #[test]
    fn what_is_there_or_cannot_be_told_is_refused() {
        let refused = |before, snippet| refused("requirements-dev.txt", before, snippet);
        assert_eq!(refused("Typing_Extensions>=4\n", "typing-extensions"), "requirements-dev.txt has it already");
        assert!(refused("a==1 \\\n    --hash=sha256:00\n", "b").contains("hash"));
        assert!(refused("a; sys_platform=='win32'\na==2; sys_platform!='win32'\n", "a==3").contains("several times"));
        assert!(refused("pkg @ https://x.example/pkg.whl\n", "pkg==2").contains("address"));
        assert!(refused("", "not a requirement").contains("no requirement"));
    }
}
