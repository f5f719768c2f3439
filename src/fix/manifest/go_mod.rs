//! `go.mod`: directives, alone or in a block.

use super::Target;
use super::form::between;
use super::lines::at_end;
use crate::fix::change::{self, Change, Refused};

/// Directives that stand once in a file.
const SINGLE: &[&str] = &["go", "module", "toolchain"];

pub(super) fn edit(target: &Target<'_>, snippet: &str) -> Result<Vec<Change>, Refused> {
    let mut text = target.text.to_owned();
    for (verb, wanted) in directives(snippet).into_iter().map(|found| (found.verb, found.what)) {
        if wanted.is_empty() {
            return Err(Refused::new("the entry's snippet is no directive of go.mod"));
        }
        text = set(&text, &verb, &wanted)?;
    }
    let changes = between(target.text, &text);
    if changes.is_empty() { Err(target.has_it()) } else { Ok(changes) }
}

/// One directive: `require a v1` alone, or `a v1` in a block.
struct Directive {
    verb: String,
    /// What it says, without its comment.
    what: String,
    /// Where that stands; bytes.
    start: usize,
    /// Whether it stands in a block.
    in_block: bool,
    /// Where its line ends, the line end included.
    line_end: usize,
    /// Whether it is marked `// indirect`.
    indirect: bool,
}

fn directives(text: &str) -> Vec<Directive> {
    let (mut found, mut block, mut start) = (Vec::new(), None::<String>, 0);
    for line in text.split_inclusive('\n') {
        let line_end = start + line.len();
        let (code, comment) = line.split_once("//").unwrap_or((line, ""));
        let trimmed = code.trim();
        let at = start + code.len() - code.trim_start().len();
        let indirect = comment.trim_start().starts_with("indirect");
        start = line_end;
        match (&block, trimmed) {
            (_, "") => {}
            (_, ")") => block = None,
            (Some(verb), what) => {
                let (verb, what) = (verb.clone(), what.to_owned());
                found.push(Directive { verb, what, start: at, in_block: true, line_end, indirect });
            }
            (None, line) => {
                let (verb, what) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
                if what.trim() == "(" || line.ends_with('(') {
                    block = Some(verb.trim_end_matches('(').trim().to_owned());
                    continue;
                }
                let start = at + line.len() - what.trim_start().len();
                let (verb, what) = (verb.to_owned(), what.trim().to_owned());
                found.push(Directive { verb, what, start, in_block: false, line_end, indirect });
            }
        }
    }
    found
}

/// The file with one directive more, or with another value of it.
fn set(text: &str, verb: &str, wanted: &str) -> Result<String, Refused> {
    let all = directives(text);
    // What tells one directive from another: the module; for a replacement what stands before the arrow.
    let key = |what: &str| match verb {
        "replace" => what.split("=>").next().unwrap_or(what).trim().to_owned(),
        "require" => what.split_whitespace().next().unwrap_or(what).to_owned(),
        _ => what.to_owned(),
    };
    let of_verb = || all.iter().filter(|directive| directive.verb == verb);
    let there = of_verb().find(|directive| SINGLE.contains(&verb) || key(&directive.what) == key(wanted));
    if let Some(there) = there {
        return change::apply(text, &[Change::replace(there.start..there.start + there.what.len(), wanted)]);
    }
    let change = match of_verb().rfind(|directive| !directive.indirect) {
        Some(last) if last.in_block => Change::insert(last.line_end, format!("\t{wanted}\n")),
        Some(last) if text[..last.line_end].ends_with('\n') => {
            Change::insert(last.line_end, format!("{verb} {wanted}\n"))
        }
        _ => {
            // `go` and `toolchain` stand below `module`, all else at the end.
            let above = match verb {
                "toolchain" => all.iter().find(|directive| directive.verb == "go"),
                "go" => all.iter().find(|directive| directive.verb == "module"),
                _ => None,
            };
            match above {
                Some(above) if text[..above.line_end].ends_with('\n') => {
                    Change::insert(above.line_end, format!("\n{verb} {wanted}\n"))
                }
                _ => at_end(text, &format!("\n{verb} {wanted}")),
            }
        }
    };
    change::apply(text, &[change])
}

#[cfg(test)]
mod tests {
    use crate::fix::manifest::fixture::{after, refused};

    const FILE: &str = "module example.com/x // m\n\ngo 1.24.0\n\nrequire (\n\tgithub.com/a/b v1.0.0 // why\n)\n\nrequire (\n\tgithub.com/c/d v2.0.0 // indirect\n)\n";

    #[test]
    fn directives_are_set_in_their_place() {
        for (snippet, old, new) in [
            ("go 1.20", "go 1.24.0", "go 1.20"),
            ("toolchain go1.24.1", "go 1.24.0\n", "go 1.24.0\n\ntoolchain go1.24.1\n"),
            ("require github.com/a/b v1.2.0", "b v1.0.0 // why", "b v1.2.0 // why"),
            ("require github.com/e/f v0.1.0", "// why\n", "// why\n\tgithub.com/e/f v0.1.0\n"),
            ("require github.com/c/d v2.0.1", "v2.0.0", "v2.0.1"),
            (
                "replace github.com/a/b => ../b",
                "// indirect\n)\n",
                "// indirect\n)\n\nreplace github.com/a/b => ../b\n",
            ),
        ] {
            assert_eq!(after("go.mod", FILE, snippet).as_deref(), Ok(FILE.replacen(old, new, 1).as_str()), "{snippet}");
        }
        assert_eq!(after("go.mod", "module x\r\n", "go 1.20").as_deref(), Ok("module x\r\n\r\ngo 1.20\r\n"));
        assert!(refused("go.mod", FILE, "go 1.24.0").contains("already"));
    }
}
