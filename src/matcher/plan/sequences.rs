//! The ways in which a regex can match, each as literals and gaps in order.

use regex_syntax::hir::{Class, Hir, HirKind, Repetition};

use super::Literal;

/// Ways that one part of a regex may be spread into; beyond it the part counts as a gap.
const MAX_PRODUCT: usize = 32;
/// Ways of a whole alternation.
const MAX_UNION: usize = 1024;
/// A class with so few characters is spread into them.
const MAX_CLASS: usize = 4;
/// A part that must come n times is written out up to so many times.
const MAX_COPIES: u32 = 16;

/// One way to match.
#[derive(Debug, Clone, Default)]
pub(super) struct Sequence {
    pub(super) pieces: Vec<Piece>,
    /// Whether it is one of several ways that part after a gap. The regex then prefers by place first
    /// (`a.*(?:b|c)` takes the last of either), which the order of the sequences does not say.
    pub(super) chosen_after_gap: bool,
}

#[derive(Debug, Clone)]
pub(super) enum Piece {
    /// Not finished: its rarest parts are not known yet.
    Literal(Literal),
    Gap(Gap),
}

/// Text of which no literal is known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gap {
    /// Whether it can hold a `\n`.
    pub(super) line_break: bool,
    /// Set for `.*` and `.+`.
    pub(super) dots: Option<Dots>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Dots {
    pub(super) nonempty: bool,
    pub(super) lazy: bool,
}

/// All ways in which a regex can match, in its order of preference.
pub(super) fn expand(hir: &Hir) -> Vec<Sequence> {
    match hir.kind() {
        HirKind::Empty => vec![Sequence::default()],
        HirKind::Look(_) => vec![Sequence::gap(Gap { line_break: false, dots: None })],
        HirKind::Literal(literal) => vec![Sequence::literal(&literal.0)],
        HirKind::Class(class) => expand_class(hir, class),
        HirKind::Repetition(repetition) => expand_repetition(hir, repetition),
        HirKind::Capture(capture) => expand(&capture.sub),
        HirKind::Concat(parts) => expand_concat(parts),
        HirKind::Alternation(parts) => {
            let ways: Vec<_> = parts.iter().flat_map(expand).collect();
            if ways.len() > MAX_UNION { vec![Sequence::opaque(hir)] } else { ways }
        }
    }
}

/// Each part spread out, as far as the limit on all of them together allows: those first whose literals are rarest.
/// What is left out counts as a gap.
fn expand_concat(parts: &[Hir]) -> Vec<Sequence> {
    let mut spread: Vec<Vec<Sequence>> = parts.iter().map(expand).collect();
    merge_into_gaps(parts, &mut spread);
    let mut by_use: Vec<(f32, usize)> =
        (0..parts.len()).filter(|i| spread[*i].len() > 1).map(|i| (commonest(&spread[i]), i)).collect();
    by_use.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut count = 1;
    for (_, i) in by_use {
        if count * spread[i].len() > MAX_PRODUCT.max(count).max(if count == 1 { MAX_UNION } else { 0 }) {
            spread[i] = vec![Sequence::opaque(&parts[i])];
        }
        count *= spread[i].len();
    }
    spread.iter().fold(vec![Sequence::default()], |ways, next| product(&ways, next))
}

/// Gives up single characters beside a gap, such as the quotes of `['"]?\w+['"]?`: a gap before or after them says the
/// regex has to run anyway, and a literal gains nothing by them but copies of itself.
fn merge_into_gaps(parts: &[Hir], spread: &mut [Vec<Sequence>]) {
    let is_gap = |ways: &[Sequence]| match ways {
        [way] => !way.pieces.is_empty() && way.pieces.iter().all(|p| matches!(p, Piece::Gap(Gap { dots: None, .. }))),
        _ => false,
    };
    let is_character = |ways: &[Sequence]| {
        ways.len() > 1
            && ways.iter().all(|way| match way.pieces.as_slice() {
                [] => true,
                [Piece::Literal(literal)] => literal.text().chars().nth(1).is_none(),
                _ => false,
            })
    };
    let mut merge = |i: usize, neighbour: usize| {
        if is_character(&spread[i]) && is_gap(&spread[neighbour]) {
            spread[i] = vec![Sequence::opaque(&parts[i])];
        }
    };
    (1..parts.len()).for_each(|i| merge(i, i - 1));
    (1..parts.len()).rev().for_each(|i| merge(i - 1, i));
}

/// How common the rarest literal is in that of the ways where it is commonest.
fn commonest(ways: &[Sequence]) -> f32 {
    let rarest = |way: &Sequence| {
        let literals = way.pieces.iter().filter_map(|piece| match piece {
            Piece::Literal(literal) => Some(literal.finish().frequency()),
            Piece::Gap(_) => None,
        });
        literals.fold(f32::INFINITY, f32::min)
    };
    ways.iter().map(rarest).fold(0.0, f32::max)
}

fn expand_class(hir: &Hir, class: &Class) -> Vec<Sequence> {
    if let Some(letter) = either_case(class) {
        let literal = Literal::either_case(letter.lower);
        return vec![Sequence { pieces: vec![Piece::Literal(literal)], chosen_after_gap: false }];
    }
    match small_class(class, MAX_CLASS) {
        Some(chars) => chars.iter().map(|c| Sequence::literal(c.encode_utf8(&mut [0; 4]).as_bytes())).collect(),
        None => vec![Sequence::opaque(hir)],
    }
}

fn expand_repetition(hir: &Hir, repetition: &Repetition) -> Vec<Sequence> {
    let Repetition { min, max, greedy, ref sub } = *repetition;
    if is_dot(sub) && max.is_none() && min <= 1 {
        let dots = Dots { nonempty: min == 1, lazy: !greedy };
        return vec![Sequence::gap(Gap { line_break: false, dots: Some(dots) })];
    }
    if min == 0 {
        let mut ways = if max == Some(1) { expand(sub) } else { Vec::new() };
        if ways.is_empty() || ways.len() >= MAX_PRODUCT {
            return vec![Sequence::opaque(hir)];
        }
        let at = if greedy { ways.len() } else { 0 };
        ways.insert(at, Sequence::default());
        return ways;
    }
    let once = expand(sub);
    let copies = if once.len() == 1 { min.min(MAX_COPIES) } else { 1 };
    let mut ways = vec![Sequence::default()];
    for _ in 0..copies {
        ways = product(&ways, &once);
    }
    if max != Some(copies) {
        ways = product(&ways, &[Sequence::opaque(hir)]);
    }
    ways
}

/// Each of `first` followed by each of `second`.
fn product(first: &[Sequence], second: &[Sequence]) -> Vec<Sequence> {
    let mut ways = Vec::with_capacity(first.len() * second.len());
    for head in first {
        let gapped = head.pieces.iter().any(|piece| matches!(piece, Piece::Gap(_)));
        for tail in second {
            let mut way = head.clone();
            way.chosen_after_gap |= tail.chosen_after_gap || (gapped && second.len() > 1);
            for piece in &tail.pieces {
                way.push(piece);
            }
            ways.push(way);
        }
    }
    ways
}

impl Sequence {
    fn gap(gap: Gap) -> Self {
        Self { pieces: vec![Piece::Gap(gap)], chosen_after_gap: false }
    }

    /// A part of a regex of which nothing is known but whether it can cross a line's end.
    fn opaque(hir: &Hir) -> Self {
        Self::gap(Gap { line_break: matches_newline(hir), dots: None })
    }

    /// Line ends are gaps: literals are searched on single lines.
    fn literal(bytes: &[u8]) -> Self {
        let mut pieces = Vec::new();
        for (i, line) in bytes.split(|b| *b == b'\n').enumerate() {
            if i > 0 {
                pieces.push(Piece::Gap(Gap { line_break: true, dots: None }));
            }
            match std::str::from_utf8(line) {
                Ok("") => {}
                Ok(line) => pieces.push(Piece::Literal(Literal::exact(line))),
                Err(_) => pieces.push(Piece::Gap(Gap { line_break: false, dots: None })),
            }
        }
        Self { pieces, chosen_after_gap: false }
    }

    fn push(&mut self, piece: &Piece) {
        match (self.pieces.last_mut(), piece) {
            (Some(Piece::Literal(last)), Piece::Literal(next)) => last.append(next),
            _ => self.pieces.push(piece.clone()),
        }
    }
}

/// A class that is one ASCII letter in both its cases.
pub(super) struct EitherCase {
    pub(super) lower: u8,
    /// Whether the class also holds the letter's non-ASCII form.
    pub(super) third_form: bool,
}

pub(super) fn either_case(class: &Class) -> Option<EitherCase> {
    let chars = small_class(class, 3)?;
    let [upper, lower, rest @ ..] = chars.as_slice() else { return None };
    if !upper.is_ascii_uppercase() || upper.to_ascii_lowercase() != *lower {
        return None;
    }
    let third_form = match (lower, rest) {
        (_, []) => false,
        ('k', ['\u{212a}']) | ('s', ['\u{17f}']) => true,
        _ => return None,
    };
    Some(EitherCase { lower: *lower as u8, third_form })
}

/// The characters of a class that has at most `limit` of them, ascending.
pub(super) fn small_class(class: &Class, limit: usize) -> Option<Vec<char>> {
    let mut chars = Vec::new();
    match class {
        Class::Unicode(class) => {
            for range in class.ranges() {
                if range.len() > limit - chars.len() {
                    return None;
                }
                chars.extend(range.start()..=range.end());
            }
        }
        Class::Bytes(class) => {
            for range in class.ranges() {
                if range.len() > limit - chars.len() || !range.end().is_ascii() {
                    return None;
                }
                chars.extend((range.start()..=range.end()).map(char::from));
            }
        }
    }
    (!chars.is_empty()).then_some(chars)
}

/// Whether a regex can match a text with a `\n` in it.
pub(super) fn matches_newline(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => false,
        HirKind::Literal(literal) => literal.0.contains(&b'\n'),
        HirKind::Class(Class::Unicode(class)) => class.ranges().iter().any(|r| (r.start()..=r.end()).contains(&'\n')),
        HirKind::Class(Class::Bytes(class)) => class.ranges().iter().any(|r| (r.start()..=r.end()).contains(&b'\n')),
        HirKind::Repetition(repetition) => matches_newline(&repetition.sub),
        HirKind::Capture(capture) => matches_newline(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().any(matches_newline),
    }
}

/// Whether a regex is `.`: every character but `\n`.
fn is_dot(hir: &Hir) -> bool {
    let HirKind::Class(Class::Unicode(class)) = hir.kind() else { return false };
    match class.ranges() {
        [before, after] => {
            (before.start(), before.end(), after.start(), after.end()) == ('\0', '\t', '\u{b}', char::MAX)
        }
        _ => false,
    }
}
