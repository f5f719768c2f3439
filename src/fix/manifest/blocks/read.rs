//! Reads statements and blocks.

use std::ops::Range;

/// Blocks nested deeper than this are read as text.
const MAX_DEPTH: usize = 64;

/// How such a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Terraform,
    Gradle,
    Nginx,
}

/// A statement; its block, if it has one, belongs to it.
#[derive(Debug)]
pub(super) struct Statement {
    /// What stands before the block, or all of it, with single spaces.
    pub head: String,
    /// Bytes of the text, its `;` included.
    pub range: Range<usize>,
    pub body: Option<Body>,
}

#[derive(Debug)]
pub(super) struct Body {
    /// From `{` to behind `}`.
    pub range: Range<usize>,
    pub children: Vec<Statement>,
}

impl Statement {
    pub(super) fn children(&self) -> &[Statement] {
        self.body.as_ref().map_or(&[], |body| &body.children)
    }

    /// Its first word.
    pub(super) fn verb(&self) -> &str {
        self.head.split_whitespace().next().unwrap_or_default()
    }
}

/// The statements of a text.
pub(super) fn read(dialect: Dialect, text: &str) -> Vec<Statement> {
    let mut reader = Reader { dialect, text, at: 0 };
    let mut statements = Vec::new();
    while reader.at < text.len() {
        statements.extend(reader.statements(0));
        // A `}` too many.
        reader.at += 1;
    }
    statements
}

struct Reader<'t> {
    dialect: Dialect,
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Statements up to the `}` of the block, or to the end.
    fn statements(&mut self, depth: usize) -> Vec<Statement> {
        let mut found = Vec::new();
        loop {
            self.skip_blank();
            match self.byte() {
                None | Some(b'}') => return found,
                Some(b';' | b',') => self.at += 1,
                Some(_) => found.push(self.statement(depth)),
            }
        }
    }

    fn skip_blank(&mut self) {
        while let Some(byte) = self.byte() {
            if byte.is_ascii_whitespace() {
                self.at += 1;
            } else if !self.skip_comment() {
                return;
            }
        }
    }

    /// Goes behind a comment, if there is one here.
    fn skip_comment(&mut self) -> bool {
        let rest = &self.text.as_bytes()[self.at..];
        let line = match self.dialect {
            Dialect::Nginx => rest.starts_with(b"#"),
            Dialect::Terraform => rest.starts_with(b"#") || rest.starts_with(b"//"),
            Dialect::Gradle => rest.starts_with(b"//"),
        };
        if line {
            self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        } else if self.dialect != Dialect::Nginx && rest.starts_with(b"/*") {
            self.at += memchr::memmem::find(rest, b"*/").map_or(rest.len(), |end| end + 2);
        } else {
            return false;
        }
        true
    }

    fn statement(&mut self, depth: usize) -> Statement {
        let (start, mut end, mut brackets) = (self.at, self.at, 0usize);
        while let Some(byte) = self.byte() {
            match byte {
                b'\n' if brackets == 0 && self.dialect != Dialect::Nginx => break,
                b';' if brackets == 0 => {
                    self.at += 1;
                    end = self.at;
                    break;
                }
                b'}' if brackets == 0 => break,
                b'{' if brackets == 0 && depth < MAX_DEPTH && !self.is_variable() => {
                    let head = squeezed(&self.text[start..self.at]);
                    let open = self.at;
                    self.at += 1;
                    let children = self.statements(depth + 1);
                    self.at = (self.at + 1).min(self.text.len());
                    let body = Some(Body { range: open..self.at, children });
                    return Statement { head, range: start..self.at, body };
                }
                b'{' | b'(' | b'[' => (brackets, self.at) = (brackets + 1, self.at + 1),
                b'}' | b')' | b']' => (brackets, self.at) = (brackets.saturating_sub(1), self.at + 1),
                b'"' | b'\'' if byte == b'"' || self.dialect != Dialect::Terraform => self.skip_string(byte),
                b'<' if self.dialect == Dialect::Terraform && self.text[self.at..].starts_with("<<") => {
                    self.skip_heredoc();
                }
                _ if self.skip_comment() => continue,
                _ => self.at += 1,
            }
            if !byte.is_ascii_whitespace() {
                end = self.at;
            }
        }
        let end = end.max(start + 1).min(self.text.len());
        let head = squeezed(self.text[start..end].trim_end_matches(';'));
        Statement { head, range: start..end, body: None }
    }

    /// Whether the `{` here is of `${name}`.
    fn is_variable(&self) -> bool {
        self.text[..self.at].ends_with('$')
    }

    fn skip_string(&mut self, quote: u8) {
        self.at += 1;
        let mut inner = 0usize;
        while let Some(byte) = self.byte() {
            let next = self.text.as_bytes().get(self.at + 1);
            match byte {
                b'\\' => self.at += 1,
                // Strings stand within `${…}` of strings.
                b'$' | b'%' if next == Some(&b'{') && self.dialect != Dialect::Nginx => {
                    inner += 1;
                    self.at += 1;
                }
                b'}' if inner > 0 => inner -= 1,
                b if b == quote && inner == 0 => {
                    self.at += 1;
                    return;
                }
                b'\n' if self.dialect == Dialect::Terraform && inner == 0 => return,
                _ => {}
            }
            self.at = (self.at + 1).min(self.text.len());
        }
    }

    fn skip_heredoc(&mut self) {
        let rest = &self.text[self.at..];
        let Some(line) = rest.lines().next() else { return };
        let word = line.trim_start_matches('<').trim_start_matches('-').trim();
        if word.is_empty() {
            self.at += 2;
            return;
        }
        let mut at = self.at;
        for (i, line) in rest.split_inclusive('\n').enumerate() {
            if i > 0 && line.trim() == word {
                self.at = at + line.trim_end().len();
                return;
            }
            at += line.len();
        }
        self.at = self.text.len();
    }
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |at| at + 1)
}

pub(super) fn column(text: &str, at: usize) -> usize {
    at - line_start(text, at)
}

/// Whether only blanks stand before the offset on its line.
pub(super) fn begins_line(text: &str, at: usize) -> bool {
    text[line_start(text, at)..at].trim().is_empty()
}

/// What the line of an offset begins with.
pub(super) fn indent(text: &str, at: usize) -> &str {
    let line = &text[line_start(text, at)..at];
    &line[..line.len() - line.trim_start().len()]
}

/// One step of indentation in the file.
pub(super) fn unit(text: &str) -> &str {
    let indents = text.lines().map(|line| &line[..line.len() - line.trim_start().len()]);
    indents.filter(|indent| !indent.is_empty()).min_by_key(|indent| indent.len()).unwrap_or("    ")
}

/// A text whose first line stood at a column, with all lines moved to the left.
pub(super) fn dedented(text: &str, column: usize) -> String {
    let lines = text.lines().enumerate().map(|(i, line)| {
        let blank = line.len() - line.trim_start().len();
        if i == 0 { line } else { &line[blank.min(column)..] }
    });
    lines.collect::<Vec<_>>().join("\n")
}
