//! The instructions of a Dockerfile.

use std::ops::Range;

/// An instruction with its continuation lines.
#[derive(Debug, Clone)]
pub(super) struct Instruction {
    /// In upper case.
    pub keyword: String,
    /// What follows, with single spaces and without continuations and comments.
    pub arguments: String,
    /// As it is written, without the line end.
    pub written: String,
    /// Where that stands; bytes.
    pub code: Range<usize>,
    /// The same from the start of its line to the start of the next one.
    pub range: Range<usize>,
    /// The stage, counted from 1; 0 before the first FROM.
    pub stage: usize,
}

impl Instruction {
    pub(super) fn is(&self, keyword: &str) -> bool {
        self.keyword == keyword
    }

    /// Keyword and arguments.
    pub(super) fn whole(&self) -> String {
        format!("{} {}", self.keyword, self.arguments)
    }

    /// Whether two say the same.
    pub(super) fn same(&self, other: &Self) -> bool {
        self.keyword == other.keyword && self.arguments == other.arguments
    }
}

/// The instructions of a text.
pub(super) fn read(text: &str) -> Vec<Instruction> {
    let escape = escape(text);
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let (mut found, mut at, mut i, mut stage): (Vec<Instruction>, usize, usize, usize) = (Vec::new(), 0, 0, 0);
    while i < lines.len() {
        let first = lines[i];
        let trimmed = first.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            at += first.len();
            i += 1;
            continue;
        }
        let (start, mut arguments) = (at, Vec::new());
        let mut end = at;
        while let Some(line) = lines.get(i) {
            let bare = line.trim();
            at += line.len();
            i += 1;
            // Comments and blank lines do not end a continued instruction.
            if start != at - line.len() && (bare.is_empty() || bare.starts_with('#')) {
                continue;
            }
            end = at;
            match bare.strip_suffix(escape) {
                Some(part) => arguments.push(part.trim().to_owned()),
                None => {
                    arguments.push(bare.to_owned());
                    break;
                }
            }
        }
        let whole = arguments.join(" ");
        let (keyword, rest) = whole.split_once(char::is_whitespace).unwrap_or((&whole, ""));
        let keyword = keyword.to_ascii_uppercase();
        for word in heredocs(&keyword, rest) {
            while let Some(line) = lines.get(i) {
                at += line.len();
                i += 1;
                end = at;
                if line.trim() == word {
                    break;
                }
            }
        }
        if keyword == "FROM" {
            stage += 1;
        }
        let indent = first.len() - first.trim_start().len();
        let code = start + indent..start + text[start..end].trim_end().len();
        found.push(Instruction {
            arguments: squeezed(rest),
            written: text[code.clone()].to_owned(),
            keyword,
            code,
            range: start..end,
            stage,
        });
    }
    found
}

/// The character that continues a line: a directive at the top may choose another one.
fn escape(text: &str) -> char {
    let directives = text.lines().map(str::trim).take_while(|line| line.starts_with('#'));
    let mut values = directives.filter_map(|line| {
        let (name, value) = line.trim_start_matches('#').split_once('=')?;
        name.trim().eq_ignore_ascii_case("escape").then(|| value.trim().chars().next())?
    });
    values.next().unwrap_or('\\')
}

/// The words that end the documents which an instruction is followed by: `RUN <<EOF`.
fn heredocs(keyword: &str, arguments: &str) -> Vec<String> {
    if !matches!(keyword, "RUN" | "COPY" | "ADD") {
        return Vec::new();
    }
    let words = arguments.split_whitespace().filter_map(|word| {
        let at = word.find("<<")?;
        let word = word[at + 2..].trim_start_matches('-').trim_matches(['"', '\'']);
        let is_word = word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        is_word.then(|| word.to_owned())
    });
    words.collect()
}

pub(super) fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
