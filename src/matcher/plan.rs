//! What is known of one signature before any text is seen: its regex and the literals that a match must hold.
//!
//! `build.rs` compiles this file too, so it names nothing of the rest of the crate but `gram_counts`, which both have beside it.

use regex_syntax::hir::{Class, Hir, HirKind};
use serde::{Deserialize, Serialize};

#[path = "plan/counting.rs"]
#[allow(dead_code, reason = "build.rs counts, the program reads")]
mod counting;
#[path = "plan/literal.rs"]
mod literal;
#[path = "plan/rarity.rs"]
mod rarity;
#[path = "plan/sequences.rs"]
mod sequences;
#[path = "plan/size.rs"]
mod size;

#[allow(unused_imports, reason = "build.rs counts")]
pub use counting::count;
pub use literal::Literal;
use sequences::{Gap, Piece, Sequence};

/// One signature, analysed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SignaturePlan {
    /// The regex, in Rust syntax.
    pub regex: String,
    /// Whether it is matched without regard to case.
    pub ignore_case: bool,
    /// Whether it can match over a line's end: it is then run over blocks.
    ///
    /// That is so if the regex names a line end: an `\n`, a small class such as `[\r\n]`, or something that matches
    /// every character (`(?s).`, `[\s\S]`). A `\s` or `[^"]` could match a line end as well, but its author hardly
    /// meant it: such a regex is run over single lines, where they never meet one.
    pub multi_line: bool,
    /// The fewest literal bytes in any match.
    pub literal_len: usize,
    /// Each way to match, in the order in which the regex prefers them; every match is one of them. Empty if some
    /// match needs no literal at all: the regex is then run on every line.
    pub alternatives: Vec<Alternative>,
    /// Whether a `k` or an `s` is matched without regard to case: in Unicode these have a third form (`K`, the Kelvin
    /// sign, and `ſ`), which the literals do not know. A line that holds one is given to the regex.
    pub third_forms: bool,
}

/// One way in which a signature can match, and the literals that it needs for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alternative {
    /// Literals that stand in this order, without overlap, on the line of a match. Never empty. For a multi-line
    /// signature, those of the one line that is rarest.
    pub chain: Vec<Literal>,
    /// Which of the chain is rarest in logs, as an index: the one to look for.
    pub rarest: usize,
    /// The two next rarest that have four bytes or more, or as many as there are.
    pub next_rarest: Vec<usize>,
    /// Set if the chain is all there is to this alternative, so that the span of a match follows from the places of
    /// the literals and no regex needs to run.
    pub pure: Option<Pure>,
    /// Of a multi-line signature: what must stand on other lines of a match.
    pub beside: Option<Box<Beside>>,
}

/// The literals that a match over several lines must hold beside those of the line that is looked for. Each of these is one
/// line's, and has nothing beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Beside {
    /// They stand on a line before, or on the same line.
    pub above: Vec<Alternative>,
    /// They stand on a line after, or on the same line.
    pub below: Vec<Alternative>,
}

/// How the literals of a purely literal alternative are joined: `a.*b.+c`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pure {
    /// For each gap between two literals, whether it holds one character at least (`.+`).
    pub nonempty: Vec<bool>,
    /// Whether the gaps prefer to be short (`.*?`). All of them or none.
    pub lazy: bool,
    /// Whether the match runs on to the line's end (`a.*`).
    pub to_end: bool,
}

/// Why a regex is not taken.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{message}")]
pub struct PlanError {
    /// The reason, in one sentence.
    pub message: String,
    /// Where in the regex, in bytes.
    pub offset: Option<usize>,
}

/// Analyses a regex.
///
/// # Errors
/// If the regex does not parse, or is too large to compile within the matcher's limits: counted repetitions may
/// repeat 512 positions in all, and the compiled form may take 1 MiB as estimated here.
pub fn plan(regex: &str, ignore_case: bool) -> Result<SignaturePlan, PlanError> {
    let hir = regex_syntax::ParserBuilder::new()
        .case_insensitive(ignore_case)
        .build()
        .parse(regex)
        .map_err(|error| PlanError::from_syntax(&error))?;
    size::check(&hir)?;
    let multi_line = names_line_end(&hir);
    let alternatives: Option<Vec<Alternative>> =
        sequences::expand(&hir).iter().map(|sequence| Alternative::new(sequence, multi_line)).collect();
    Ok(SignaturePlan {
        regex: regex.to_owned(),
        ignore_case,
        multi_line,
        literal_len: literal_len(&hir),
        alternatives: alternatives.unwrap_or_default(),
        third_forms: has_third_forms(&hir),
    })
}

impl PlanError {
    fn from_syntax(error: &regex_syntax::Error) -> Self {
        let (kind, offset) = match error {
            regex_syntax::Error::Parse(error) => (error.kind().to_string(), Some(error.span().start.offset)),
            regex_syntax::Error::Translate(error) => (error.kind().to_string(), Some(error.span().start.offset)),
            error => (error.to_string(), None),
        };
        Self { message: format!("the regex does not parse: {kind}"), offset }
    }
}

impl SignaturePlan {
    /// How little a match may hold: the longest literal of the alternative whose longest is shortest, in lower case where
    /// the case does not matter. `None` if some match needs no literal.
    ///
    /// Of a multi-line signature, only the literals of the line that is looked for count.
    pub fn required_literal(&self) -> Option<&str> {
        self.required_literals().into_iter().min_by_key(|literal| literal.len())
    }

    /// The longest literal of each alternative, in lower case where the case does not matter. Empty if some match
    /// needs no literal.
    pub fn required_literals(&self) -> Vec<&str> {
        self.alternatives.iter().filter_map(|a| a.chain.iter().map(Literal::text).max_by_key(|t| t.len())).collect()
    }
}

impl Alternative {
    /// The literals of a sequence; `None` if it has none.
    fn new(sequence: &Sequence, multi_line: bool) -> Option<Self> {
        let mut lines: Vec<Self> = sequence
            .pieces
            .split(|piece| matches!(piece, Piece::Gap(gap) if multi_line && gap.line_break))
            .filter_map(Self::of_line)
            .collect();
        let frequency = |line: &Self| line.chain[line.rarest].frequency();
        let at = (0..lines.len()).min_by(|a, b| frequency(&lines[*a]).total_cmp(&frequency(&lines[*b])))?;
        let below = lines.split_off(at + 1);
        let line = lines.pop()?;
        let pure = if multi_line { None } else { Pure::new(sequence) };
        let beside = (!lines.is_empty() || !below.is_empty()).then(|| Box::new(Beside { above: lines, below }));
        Some(Self { pure, beside, ..line })
    }

    /// The literals of one line's pieces; `None` if it has none.
    fn of_line(line: &[Piece]) -> Option<Self> {
        let chain: Vec<Literal> = line
            .iter()
            .filter_map(|piece| match piece {
                Piece::Literal(literal) => Some(literal.finish()),
                Piece::Gap(_) => None,
            })
            .collect();
        let order = |a: &usize, b: &usize| chain[*a].frequency().total_cmp(&chain[*b].frequency());
        let rarest = (0..chain.len()).min_by(order)?;
        let mut next_rarest: Vec<usize> = (0..chain.len()).filter(|i| *i != rarest && chain[*i].len() >= 4).collect();
        next_rarest.sort_by(order);
        next_rarest.truncate(2);
        Some(Self { chain, rarest, next_rarest, pure: None, beside: None })
    }
}

impl Pure {
    /// `None` if a sequence is more than literals joined by `.*`, `.+` or their lazy forms.
    fn new(sequence: &Sequence) -> Option<Self> {
        if sequence.chosen_after_gap {
            return None;
        }
        let mut nonempty = Vec::new();
        let mut lazies = Vec::new();
        let mut to_end = false;
        let mut pieces = sequence.pieces.iter().peekable();
        if !matches!(pieces.peek(), Some(Piece::Literal(_))) {
            return None;
        }
        while let Some(piece) = pieces.next() {
            match piece {
                // Two literals side by side were kept apart by something between them.
                Piece::Literal(_) if matches!(pieces.peek(), Some(Piece::Literal(_))) => return None,
                Piece::Literal(_) => {}
                Piece::Gap(Gap { dots: Some(dots), .. }) => match pieces.peek() {
                    Some(Piece::Literal(_)) => {
                        nonempty.push(dots.nonempty);
                        lazies.push(dots.lazy);
                    }
                    None if !dots.lazy && !dots.nonempty => {
                        to_end = true;
                        lazies.push(false);
                    }
                    _ => return None,
                },
                Piece::Gap(_) => return None,
            }
        }
        let lazy = lazies.first().copied().unwrap_or(false);
        lazies.iter().all(|l| *l == lazy).then_some(Self { nonempty, lazy, to_end })
    }
}

/// Whether the regex names a line end, see [`SignaturePlan::multi_line`].
fn names_line_end(hir: &Hir) -> bool {
    const WHITE_SPACE: [char; 6] = ['\t', '\n', '\u{b}', '\u{c}', '\r', ' '];
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => false,
        HirKind::Literal(literal) => literal.0.contains(&b'\n'),
        HirKind::Class(class) => {
            if !sequences::matches_newline(hir) {
                return false;
            }
            if *class
                == Class::Unicode(regex_syntax::hir::ClassUnicode::new([regex_syntax::hir::ClassUnicodeRange::new(
                    '\0',
                    char::MAX,
                )]))
            {
                return true;
            }
            match sequences::small_class(class, 8) {
                Some(chars) => chars != WHITE_SPACE,
                // Everything ASCII: `(?s-u:.)`.
                None => matches!(class, Class::Bytes(b) if b.ranges().iter().any(|r| r.len() >= 128)),
            }
        }
        HirKind::Repetition(repetition) => names_line_end(&repetition.sub),
        HirKind::Capture(capture) => names_line_end(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().any(names_line_end),
    }
}

/// The fewest literal bytes in any match; a letter that may have either case counts as one.
fn literal_len(hir: &Hir) -> usize {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Class(class) => usize::from(sequences::either_case(class).is_some()),
        HirKind::Repetition(r) => literal_len(&r.sub).saturating_mul(r.min as usize),
        HirKind::Capture(capture) => literal_len(&capture.sub),
        HirKind::Concat(parts) => parts.iter().map(literal_len).fold(0, usize::saturating_add),
        HirKind::Alternation(parts) => parts.iter().map(literal_len).min().unwrap_or(0),
    }
}

/// See [`SignaturePlan::third_forms`].
fn has_third_forms(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) | HirKind::Literal(_) => false,
        HirKind::Class(class) => sequences::either_case(class).is_some_and(|letter| letter.third_form),
        HirKind::Repetition(r) => has_third_forms(&r.sub),
        HirKind::Capture(capture) => has_third_forms(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().any(has_third_forms),
    }
}

#[cfg(test)]
mod tests;
