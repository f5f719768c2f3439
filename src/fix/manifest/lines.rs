//! Files of one fact a line: `.gitattributes`, `.dockerignore`, `pg_hba.conf`.

use super::Target;
use crate::fix::change::{Change, Refused};

/// The lines of the snippet that the file lacks, at its end.
pub(super) fn append(target: &Target<'_>, snippet: &str) -> Result<Vec<Change>, Refused> {
    let same = |a: &str, b: &str| a.split_whitespace().eq(b.split_whitespace());
    let has = |line: &str| target.text.lines().any(|there| same(there, line));
    let missing: Vec<&str> = snippet.lines().filter(|line| !line.trim().is_empty() && !has(line)).collect();
    if missing.is_empty() {
        return Err(target.has_it());
    }
    Ok(vec![at_end(target.text, &missing.join("\n"))])
}

/// Lines at the end of a text.
pub(super) fn at_end(text: &str, lines: &str) -> Change {
    let open = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    Change::insert(text.len(), format!("{open}{lines}\n"))
}

/// A paragraph of its own at the end of a text.
pub(super) fn paragraph_at_end(text: &str, lines: &str) -> Change {
    let blank = if text.is_empty() || text.ends_with("\n\n") { "" } else { "\n" };
    let Change { range, text } = at_end(text, lines);
    let at = if text.starts_with('\n') { 1 } else { 0 };
    Change { range, text: format!("{}{blank}{}", &text[..at], &text[at..]) }
}

#[cfg(test)]
mod tests {
    use crate::fix::manifest::fixture::{after, refused};

    #[test]
    fn lines_that_are_missing_come_last() {
        for (file, before, snippet, wanted) in [
            (".gitattributes", "", "*.sh text eol=lf", "*.sh text eol=lf\n"),
            (".gitattributes", "* text=auto", "*.sh text eol=lf", "* text=auto\n*.sh text eol=lf\n"),
            (".dockerignore", "a\r\nb\r\n", "!a/x\na", "a\r\nb\r\n!a/x\r\n"),
            (
                "pg_hba.conf",
                "# TYPE  DATABASE\nlocal   all   all   peer\n",
                "host    all    bob    10.0.0.7/32    scram-sha-256",
                "# TYPE  DATABASE\nlocal   all   all   peer\nhost    all    bob    10.0.0.7/32    scram-sha-256\n",
            ),
        ] {
            assert_eq!(after(file, before, snippet).as_deref(), Ok(wanted), "{file} {snippet}");
        }
        assert_eq!(
            refused(".gitattributes", "*.sh  text   eol=lf\n", "*.sh text eol=lf"),
            ".gitattributes has it already"
        );
    }
}
