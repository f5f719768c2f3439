//! Files of one fact a line: `.gitattributes`, `.dockerignore`.

use crate::fix::change::{Change, Refused};

/// How the lines of a text end; those of its first line.
pub(super) fn line_end(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// The lines of the snippet that the file lacks, at its end.
pub(super) fn append(shown: &str, text: &str, snippet: &str) -> Result<Vec<Change>, Refused> {
    let end = line_end(text);
    let has = |line: &str| text.lines().any(|there| there.trim() == line.trim());
    let missing: Vec<&str> = snippet.lines().filter(|line| !line.trim().is_empty() && !has(line)).collect();
    if missing.is_empty() {
        return Err(Refused::new(format!("{shown} has it already")));
    }
    let open = !text.is_empty() && !text.ends_with('\n') && text != "\u{feff}";
    let mut added = if open { end.to_owned() } else { String::new() };
    for line in missing {
        added.push_str(line);
        added.push_str(end);
    }
    Ok(vec![Change::insert(text.len(), added)])
}
