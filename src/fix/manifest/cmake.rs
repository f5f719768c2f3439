//! `CMakeLists.txt`: commands `name(arguments)`.

use std::ops::Range;

use super::Target;
use super::form::between;
use super::lines::at_end;
use crate::fix::change::{self, Change, Refused};

/// A command of the file.
struct Command<'t> {
    /// In lower case.
    name: String,
    arguments: Vec<&'t str>,
    /// From its name to its closing bracket; bytes.
    range: Range<usize>,
}

pub(super) fn edit(target: &Target<'_>, snippet: &str) -> Result<Vec<Change>, Refused> {
    let wanted = commands(snippet);
    if wanted.is_empty() {
        return Err(Refused::new("the entry's snippet is no command of CMake"));
    }
    let mut text = target.text.to_owned();
    let mut after = None;
    for command in &wanted {
        (text, after) = set(&text, command, snippet[command.range.clone()].trim(), after)?;
    }
    let changes = between(target.text, &text);
    if changes.is_empty() { Err(target.has_it()) } else { Ok(changes) }
}

/// The file with the command, and where the command ends in it.
fn set(
    text: &str,
    wanted: &Command<'_>,
    written: &str,
    after: Option<usize>,
) -> Result<(String, Option<usize>), Refused> {
    let there = commands(text);
    let same_key = |command: &&Command<'_>| {
        command.name == wanted.name
            && match wanted.name.as_str() {
                "cmake_minimum_required" | "project" => true,
                "set" | "option" | "cmake_policy" => {
                    let key = if wanted.name == "cmake_policy" { 1 } else { 0 };
                    command.arguments.get(key) == wanted.arguments.get(key)
                }
                _ => command.arguments == wanted.arguments,
            }
    };
    if let Some(old) = there.iter().rfind(same_key) {
        let text = match old.arguments == wanted.arguments {
            true => text.to_owned(),
            false => change::apply(text, &[Change::replace(old.range.clone(), written)])?,
        };
        return Ok((text, Some(old.range.start + written.len())));
    }
    let of = |names: &[&str]| there.iter().rfind(|command| names.contains(&command.name.as_str()));
    let target = wanted.arguments.first().copied().unwrap_or_default();
    let about_target = || {
        let is_it = |command: &&Command<'_>| command.arguments.first() == Some(&target);
        there.iter().rfind(|command| {
            is_it(command) && (command.name.starts_with("target_") || command.name.starts_with("add_"))
        })
    };
    let line_end = |command: &Command<'_>| {
        text[command.range.end..].find('\n').map_or(text.len(), |at| command.range.end + at + 1)
    };
    let at = match wanted.name.as_str() {
        "cmake_minimum_required" => Some(0),
        name if name.starts_with("target_") => match about_target() {
            Some(command) => Some(line_end(command)),
            None => return Err(Refused::new(format!("no target is called `{target}` there"))),
        },
        _ if after.is_some() => after.map(|at| text[at..].find('\n').map_or(text.len(), |end| at + end + 1)),
        "find_package" => of(&["find_package"]).or_else(|| of(&["project"])).map(line_end),
        // Before the first target, which takes what is set until then.
        _ => of(&["project"]).or_else(|| of(&["cmake_minimum_required"])).map(line_end),
    };
    let change = match at {
        Some(at) if at < text.len() || text.ends_with('\n') => Change::insert(at, format!("{written}\n")),
        _ => at_end(text, written),
    };
    let begins = change.range.start + change.text.find(written).unwrap_or(0);
    Ok((change::apply(text, &[change])?, Some(begins + written.len())))
}

/// The commands of a text, those within other commands' arguments left out.
fn commands(text: &str) -> Vec<Command<'_>> {
    let bytes = text.as_bytes();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        match bytes[at] {
            b'#' => at = skip_comment(text, at),
            b if b.is_ascii_alphabetic() || b == b'_' => {
                let start = at;
                while bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_') {
                    at += 1;
                }
                let name_end = at;
                while bytes.get(at).is_some_and(|b| matches!(b, b' ' | b'\t')) {
                    at += 1;
                }
                if bytes.get(at) == Some(&b'(') {
                    let (arguments, end) = arguments(text, at);
                    let name = text[start..name_end].to_ascii_lowercase();
                    found.push(Command { name, arguments, range: start..end });
                    at = end;
                }
            }
            _ => at += 1,
        }
    }
    found
}

/// The arguments behind the bracket at `open`, and the offset behind the closing one.
fn arguments(text: &str, open: usize) -> (Vec<&str>, usize) {
    let bytes = text.as_bytes();
    let (mut found, mut at, mut depth) = (Vec::new(), open + 1, 1usize);
    while at < bytes.len() {
        let start = at;
        match bytes[at] {
            b'(' => (depth, at) = (depth + 1, at + 1),
            b')' => {
                (depth, at) = (depth - 1, at + 1);
                if depth == 0 {
                    return (found, at);
                }
            }
            b'#' => at = skip_comment(text, at),
            b'"' => {
                at += 1;
                while at < bytes.len() && bytes[at] != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                at = (at + 1).min(bytes.len());
                found.extend(text.get(start..at));
            }
            b if b.is_ascii_whitespace() => at += 1,
            _ => {
                while bytes.get(at).is_some_and(|b| !b.is_ascii_whitespace() && !b"()#\"".contains(b)) {
                    at += 1;
                }
                found.extend(text.get(start..at));
            }
        }
    }
    (found, bytes.len())
}

fn skip_comment(text: &str, at: usize) -> usize {
    if text[at..].starts_with("#[[") {
        return text[at..].find("]]").map_or(text.len(), |end| at + end + 2);
    }
    text[at..].find('\n').map_or(text.len(), |end| at + end)
}

#[cfg(test)]
mod tests {
    use crate::fix::manifest::fixture::{after, refused};

    const FILE: &str = "# set(CMAKE_CXX_STANDARD 11)\ncmake_minimum_required (VERSION 3.1) # old\nproject(x)\n\nadd_executable(app main.cpp)\nset(CMAKE_CXX_FLAGS \"-O2 )\")\n";

    #[test]
    fn commands_find_their_place() {
        for (snippet, old, new) in [
            (
                "cmake_minimum_required(VERSION 3.5...3.31)",
                "cmake_minimum_required (VERSION 3.1)",
                "cmake_minimum_required(VERSION 3.5...3.31)",
            ),
            (
                "set(CMAKE_CXX_STANDARD 17)\nset(CMAKE_CXX_STANDARD_REQUIRED ON)",
                "project(x)\n",
                "project(x)\nset(CMAKE_CXX_STANDARD 17)\nset(CMAKE_CXX_STANDARD_REQUIRED ON)\n",
            ),
            ("set(CMAKE_CXX_FLAGS \"-O3\")", "set(CMAKE_CXX_FLAGS \"-O2 )\")", "set(CMAKE_CXX_FLAGS \"-O3\")"),
            (
                "find_package(Threads REQUIRED)\ntarget_link_libraries(app PRIVATE Threads::Threads)",
                "project(x)\n\nadd_executable(app main.cpp)\n",
                "project(x)\nfind_package(Threads REQUIRED)\n\nadd_executable(app main.cpp)\ntarget_link_libraries(app PRIVATE Threads::Threads)\n",
            ),
        ] {
            assert_eq!(
                after("CMakeLists.txt", FILE, snippet).as_deref(),
                Ok(FILE.replacen(old, new, 1).as_str()),
                "{snippet}"
            );
        }
        assert!(refused("CMakeLists.txt", FILE, "target_link_libraries(lib m)").contains("no target"));
        assert!(refused("CMakeLists.txt", FILE, "project(x)").contains("already"));
    }
}
