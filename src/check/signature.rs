//! Whether regexes compile, and whether they ask for enough to mean one error.

use std::ops::Range;

use regex_syntax::ast::{self, Ast};
use regex_syntax::hir::{Class, Hir, HirKind};

use crate::entry::{EntryFile, Problem, ProblemKind, ReadEntry};
use crate::matcher;

/// The fewest bytes of the literal that each alternative of a signature must hold.
const LITERAL: usize = 4;

/// Words that stand in every log: alone they mean no error in particular.
const COMMON: &[&str] = &[
    "a",
    "an",
    "and",
    "are",
    "at",
    "be",
    "by",
    "call",
    "can",
    "cannot",
    "caused",
    "code",
    "could",
    "critical",
    "debug",
    "did",
    "do",
    "does",
    "during",
    "err",
    "error",
    "errors",
    "exception",
    "fail",
    "failed",
    "failing",
    "fails",
    "failure",
    "false",
    "fatal",
    "file",
    "files",
    "for",
    "found",
    "from",
    "has",
    "have",
    "in",
    "info",
    "information",
    "invalid",
    "is",
    "it",
    "line",
    "message",
    "missing",
    "must",
    "no",
    "not",
    "notice",
    "null",
    "of",
    "on",
    "or",
    "problem",
    "reason",
    "severe",
    "such",
    "t",
    "the",
    "this",
    "to",
    "trace",
    "true",
    "unable",
    "unexpected",
    "unknown",
    "was",
    "warn",
    "warning",
    "warnings",
    "while",
    "with",
];

/// Checks the signatures and the conditions of a record.
pub(super) fn check(file: &EntryFile, read: &ReadEntry, report: &mut impl FnMut(Problem)) {
    let entry = &read.entry;
    let conditions = entry.block.iter().flat_map(|block| block.regexes()).map(|found| (found, false));
    let signatures = entry.signatures().map(|found| (found, true));
    for ((pointer, regex), is_signature) in signatures.chain(conditions) {
        let ignore_case = is_signature && entry.ignore_case;
        if let Err(error) = matcher::plan(regex, ignore_case) {
            let at = error.offset.or_else(|| syntax_error(regex)).unwrap_or(0);
            let inside = at..next_border(regex, at);
            report(file.problem_inside(read, &pointer, inside, ProblemKind::InvalidRegex, error.message));
        } else if is_signature {
            for (span, weakness) in weaknesses(regex, ignore_case) {
                let (kind, message) = weakness.describe(&regex[span.clone()]);
                report(file.problem_inside(read, &pointer, span, kind, message));
            }
        }
    }
    for (pointer, regex) in [("/regex".to_owned(), &entry.regex)]
        .into_iter()
        .chain(entry.patterns.iter().enumerate().map(|(i, regex)| (format!("/patterns/{i}"), regex)))
    {
        if regex.is_empty() && read.places.holds(&pointer) && entry.regexes().next().is_some() {
            let message = "the regex is empty: remove it or fill it in".to_owned();
            report(file.problem(read, &pointer, ProblemKind::NoRegex, message));
        }
    }
}

/// Where a regex stops to be one, in bytes.
fn syntax_error(regex: &str) -> Option<usize> {
    match regex_syntax::parse(regex).err()? {
        regex_syntax::Error::Parse(error) => Some(error.span().start.offset),
        regex_syntax::Error::Translate(error) => Some(error.span().start.offset),
        _ => None,
    }
}

/// The end of the character at `at`.
fn next_border(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.chars().next()).map_or(text.len(), |c| at + c.len_utf8())
}

/// Why an alternative may match what it does not mean.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Weakness {
    /// No literal long enough is in every match.
    NoLiteral,
    /// This literal is the most particular one, and says nothing.
    Common(String),
}

impl Weakness {
    fn describe(&self, alternative: &str) -> (ProblemKind, String) {
        match self {
            Self::NoLiteral => (
                ProblemKind::NoLiteral,
                format!(
                    "`{alternative}` can match without a literal of {LITERAL} bytes: add fixed words of the message"
                ),
            ),
            Self::Common(literal) => (
                ProblemKind::CommonWords,
                format!(
                    "the most particular literal of `{alternative}` is {literal:?}, which stands in every log: add fixed \
                     words of the message"
                ),
            ),
        }
    }
}

/// The weak alternatives of a regex that parses, with their bytes in it.
fn weaknesses(regex: &str, ignore_case: bool) -> Vec<(Range<usize>, Weakness)> {
    alternatives(regex)
        .into_iter()
        .filter_map(|span| {
            let mut parser = regex_syntax::ParserBuilder::new().case_insensitive(ignore_case).build();
            let hir = parser.parse(&regex[span.clone()]).ok()?;
            let required = best(&hir).unwrap_or(Required(Vec::new()));
            let weakness = match required.strength() {
                Strength::Particular => return None,
                Strength::Short => Weakness::NoLiteral,
                Strength::Common => Weakness::Common(
                    required.0.into_iter().find(|literal| strength(literal) == Strength::Common).unwrap_or_default(),
                ),
            };
            Some((span, weakness))
        })
        .collect()
}

/// The alternatives of a regex, or of the group that is all of it, as bytes of it. A flag such as `(?i)` holds over the following alternatives, so a regex
/// with one is not taken apart.
fn alternatives(regex: &str) -> Vec<Range<usize>> {
    let whole = 0..regex.len();
    let Ok(parsed) = ast::parse::Parser::new().parse(regex) else { return vec![whole] };
    let mut inner = &parsed;
    while let Ast::Group(group) = inner
        && group.flags().is_none_or(|flags| flags.items.is_empty())
    {
        inner = &group.ast;
    }
    let Ast::Alternation(alternation) = inner else { return vec![whole] };
    let has_flag = |ast: &Ast| match ast {
        Ast::Flags(_) => true,
        Ast::Concat(concat) => concat.asts.iter().any(|ast| matches!(ast, Ast::Flags(_))),
        _ => false,
    };
    if alternation.asts.iter().any(has_flag) {
        return vec![whole];
    }
    alternation.asts.iter().map(|ast| ast.span().start.offset..ast.span().end.offset).collect()
}

/// Literals of which every match holds at least one.
struct Required(Vec<String>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    Short,
    Common,
    Particular,
}

impl Required {
    /// As strong as the weakest of them.
    fn strength(&self) -> Strength {
        self.0.iter().map(|literal| strength(literal)).min().unwrap_or(Strength::Short)
    }

    fn rank(&self) -> (Strength, usize) {
        (self.strength(), self.0.iter().map(String::len).min().unwrap_or(0))
    }
}

fn strength(literal: &str) -> Strength {
    if literal.len() < LITERAL {
        return Strength::Short;
    }
    let particular = literal.split(|c: char| !c.is_alphanumeric()).any(|word| {
        let word = word.to_lowercase();
        !word.is_empty() && !word.chars().all(char::is_numeric) && !COMMON.contains(&word.as_str())
    });
    if particular { Strength::Particular } else { Strength::Common }
}

/// The strongest literals that every match of `hir` needs; `None` if it needs none.
fn best(hir: &Hir) -> Option<Required> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => None,
        HirKind::Literal(_) | HirKind::Class(_) => exact(hir).map(|literal| Required(vec![literal])),
        HirKind::Repetition(repetition) if repetition.min > 0 => best(&repetition.sub),
        HirKind::Repetition(_) => None,
        HirKind::Capture(capture) => best(&capture.sub),
        HirKind::Alternation(branches) => {
            let mut all = Vec::new();
            for branch in branches {
                all.extend(best(branch)?.0);
            }
            Some(Required(all))
        }
        HirKind::Concat(parts) => {
            let mut found: Vec<Required> = Vec::new();
            let mut run = String::new();
            for part in parts {
                match exact(part) {
                    Some(literal) => run.push_str(&literal),
                    None if matches!(part.kind(), HirKind::Look(_)) => {}
                    None => {
                        found.push(Required(vec![std::mem::take(&mut run)]));
                        found.extend(best(part));
                    }
                }
            }
            found.push(Required(vec![run]));
            found.into_iter().filter(|required| required.rank().1 > 0).max_by_key(Required::rank)
        }
    }
}

/// The one text that `hir` matches, case set aside.
fn exact(hir: &Hir) -> Option<String> {
    match hir.kind() {
        HirKind::Literal(literal) => String::from_utf8(literal.0.to_vec()).ok(),
        HirKind::Class(class) => one_letter(class).map(String::from),
        HirKind::Capture(capture) => exact(&capture.sub),
        HirKind::Concat(parts) => parts.iter().map(exact).collect(),
        _ => None,
    }
}

/// The letter of a class that holds one letter in its cases: `[Ee]`, or what `(?i)` makes of `k`, with the Kelvin sign.
fn one_letter(class: &Class) -> Option<char> {
    const FORMS: usize = 3;
    let Class::Unicode(class) = class else { return None };
    let mut letters = class.ranges().iter().flat_map(|range| range.start()..=range.end());
    let first = fold(letters.next()?)?;
    let others: Vec<Option<char>> = letters.take(FORMS).map(fold).collect();
    (others.len() < FORMS && others.iter().all(|other| *other == Some(first))).then_some(first)
}

fn fold(letter: char) -> Option<char> {
    match letter {
        '\u{17f}' => Some('s'),
        '\u{212a}' => Some('k'),
        letter => letter.to_lowercase().next(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weak(regex: &str) -> Vec<(&str, Option<String>)> {
        weaknesses(regex, false)
            .into_iter()
            .map(|(span, weakness)| {
                let common = match weakness {
                    Weakness::NoLiteral => None,
                    Weakness::Common(literal) => Some(literal),
                };
                (&regex[span], common)
            })
            .collect()
    }

    #[test]
    fn a_signature_with_fixed_words_of_its_own_is_strong() {
        for regex in [
            r"CUDA out of memory",
            r"No module named '(?P<module>[\w.]+)'",
            r"(?i)permission denied",
            r"[Nn]o space left",
            r"^npm ERR! code (?:ELIFECYCLE|EACCES)",
            r"(?:torch\.cuda\.)?OutOfMemoryError",
            r"\.go:\d+:\d+: undefined: (?P<name>\w+)",
            r"内存不足",
            r"(?:Segmentation fault)+",
        ] {
            assert_eq!(weak(regex), [], "{regex}");
        }
    }

    #[test]
    fn each_weak_alternative_is_named() {
        assert_eq!(weak(r"out of memory|\d+|(?:ab)?.*|foo"), [(r"\d+", None), ("(?:ab)?.*", None), ("foo", None)]);
        assert_eq!(weak(r"ERROR: .*"), [("ERROR: .*", Some("ERROR: ".to_owned()))]);
        assert_eq!(weak(r"failed to .* 404"), [("failed to .* 404", Some("failed to ".to_owned()))]);
        assert_eq!(weak(r"(?i)error \d+"), [(r"(?i)error \d+", Some("error ".to_owned()))]);
        assert_eq!(weak(r"(?:out of memory|x)"), [("x", None)]);
        assert_eq!(weak(r"(?:out of memory|x) again"), []);
        assert_eq!(weak(r"(?i:out of memory|x)"), [("(?i:out of memory|x)", None)]);
        assert_eq!(weak(r"(?i)out of memory|x").len(), 1);
        assert_eq!(weak(r"2024-\d\d 1234"), [(r"2024-\d\d 1234", Some(" 1234".to_owned()))]);
    }

    #[test]
    fn the_case_of_a_nested_record_is_set_aside() {
        assert_eq!(weaknesses("Kernel panics", true), []);
        assert_eq!(weaknesses("ERROR: ", true).len(), 1);
    }
}
