//! An index as bytes: lists of numbers, in the order of bytes that is the same on all machines.

use serde::{Deserialize, Serialize};

use super::super::grams::Mark;
use super::super::plan::Literal;
use super::{Search, Unpacked, User, Way};

/// A [`Search`] as it is packed. `B` is a list of bytes, borrowed from the pack where it is read.
#[derive(Serialize, Deserialize)]
struct Packed<B> {
    /// The texts of the literals, one after the other.
    texts: B,
    /// Of those that are open to either case, which letters are.
    folds: B,
    /// Of each literal: its length, twice and one more if it has a fold; its rarest four bytes; its rarest byte.
    literals: B,
    starts: B,
    /// Of each user: signature, alternative, and the two marks in one number.
    users: B,
    always: B,
    third_forms: B,
}

/// Stands for a mark that is not there.
const NO_MARK: u32 = 0xffff;

impl Search {
    /// The index as bytes.
    pub(crate) fn pack(&self) -> Result<Vec<u8>, postcard::Error> {
        let (mut texts, mut folds, mut literals) = (Vec::new(), Vec::new(), Vec::new());
        for literal in &self.literals {
            let (text, fold, gram, rare) = literal.parts();
            texts.extend_from_slice(text.as_bytes());
            folds.extend_from_slice(fold);
            literals.extend([2 * text.len() as u32 + u32::from(!fold.is_empty()), gram, rare]);
        }
        let users = self.users.iter().flat_map(|User { way, others }| {
            let [first, second] = others.map(|mark| mark.map_or(NO_MARK, Mark::number));
            [way.signature, way.alternative, first | second << 16]
        });
        postcard::to_stdvec(&Packed {
            texts,
            folds,
            literals: bytes(literals),
            starts: bytes(self.starts.iter().copied()),
            users: bytes(users),
            always: bytes(self.always.iter().copied()),
            third_forms: bytes(self.third_forms.iter().copied()),
        })
    }
}

impl Unpacked {
    /// What these bytes stand for; none if they stand for none.
    pub(crate) fn unpack(packed: &'static [u8]) -> Option<Self> {
        let packed: Packed<&'static [u8]> = postcard::from_bytes(packed).ok()?;
        let (mut texts, mut folds) = (str::from_utf8(packed.texts).ok()?, packed.folds);
        let mut literals = Vec::with_capacity(packed.literals.len() / 12);
        for [len, gram, rare] in threes(packed.literals) {
            let (text, rest) = texts.split_at_checked(len as usize / 2)?;
            let (fold, other) = folds.split_at_checked(if len % 2 == 1 { text.len() } else { 0 })?;
            (texts, folds) = (rest, other);
            literals.push(Literal::of_parts(text, fold, gram, rare));
        }
        let mark = |number: u32| (number != NO_MARK).then(|| Mark::of_number(number));
        let user = |[signature, alternative, marks]: [u32; 3]| User {
            way: Way { signature, alternative },
            others: [mark(marks & 0xffff), mark(marks >> 16)],
        };
        Some(Self {
            literals,
            starts: numbers(packed.starts).collect(),
            users: threes(packed.users).map(user).collect(),
            always: numbers(packed.always).collect(),
            third_forms: numbers(packed.third_forms).collect(),
        })
    }
}

fn bytes(numbers: impl IntoIterator<Item = u32>) -> Vec<u8> {
    numbers.into_iter().flat_map(u32::to_le_bytes).collect()
}

fn numbers(bytes: &[u8]) -> impl ExactSizeIterator<Item = u32> {
    bytes.as_chunks::<4>().0.iter().map(|four| u32::from_le_bytes(*four))
}

fn threes(bytes: &[u8]) -> impl ExactSizeIterator<Item = [u32; 3]> {
    bytes.as_chunks::<12>().0.iter().map(|[a, b, c, d, e, f, g, h, i, j, k, l]| {
        [
            u32::from_le_bytes([*a, *b, *c, *d]),
            u32::from_le_bytes([*e, *f, *g, *h]),
            u32::from_le_bytes([*i, *j, *k, *l]),
        ]
    })
}
