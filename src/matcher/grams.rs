//! Finds literals in text: every literal by its rarest four bytes.
//!
//! At each byte of the text the next four, with the case of letters folded away, are looked up in a bitmap. That costs
//! the same for one literal and for ten thousand. Where the bit is set, a small table says which literals could stand
//! here, and these are compared.

use super::plan::Literal;

/// Bits of the hash that pick a word of the bitmap; six more pick the bit. 2^20 bits are 128 KiB.
const WORD_BITS: u32 = 14;
const WORDS: usize = 1 << WORD_BITS;
/// Bits of the hash of three bytes.
const SHORT_BITS: u32 = 10;
/// Sets the bit by which the cases of a letter differ (and maps some other bytes on one another, which only costs a
/// comparison now and then).
const FOLD: u32 = 0x2020_2020;
const FOLD_8: u64 = (FOLD as u64) << 32 | FOLD as u64;
/// Positions that are looked up in one go, so that the processor need not decide at each.
const STRIDE: usize = 64;

/// The literals to look for.
#[derive(Debug)]
pub(super) struct GramIndex {
    bitmap: Box<[u64; WORDS]>,
    /// Literals of four bytes and more, by the top bits of their gram's hash.
    long: Table,
    /// Literals of three bytes.
    short: Table,
    /// Literals of one or two bytes: looked for one by one.
    tiny: Vec<u32>,
}

/// Entries sorted by bucket; `starts[bucket]..starts[bucket + 1]` are those of one.
#[derive(Debug)]
struct Table {
    starts: Vec<u32>,
    entries: Vec<Entry>,
}

/// A literal that the table knows, with its first eight bytes at hand: most texts differ from it in these.
#[derive(Debug, Clone, Copy)]
struct Entry {
    /// The folded bytes.
    gram: u32,
    literal: u32,
    head: u64,
    /// Set where the case does not matter.
    fold: u64,
    /// Set where the literal has a byte.
    mask: u64,
    /// Where in the literal the gram begins.
    back: u32,
    /// Whether there is more to compare than the head.
    longer: bool,
}

impl Entry {
    fn new(gram: u32, literal: u32, text: &Literal) -> Self {
        let (mut head, mut fold, mut mask) = ([0; 8], [0; 8], [0; 8]);
        for (i, byte) in text.text().bytes().take(8).enumerate() {
            (head[i], fold[i], mask[i]) = (byte, text.fold_at(i), 0xFF);
        }
        Self {
            gram,
            literal,
            head: u64::from_le_bytes(head),
            fold: u64::from_le_bytes(fold),
            mask: u64::from_le_bytes(mask),
            back: text.gram() as u32,
            longer: text.len() > 8,
        }
    }

    /// Whether the literal stands at byte `at`.
    fn is_at(&self, text: &[u8], at: usize, literals: &[Literal]) -> bool {
        match text.get(at..).and_then(<[u8]>::first_chunk) {
            Some(there) => {
                (u64::from_le_bytes(*there) | self.fold) & self.mask == self.head
                    && (!self.longer || literals[self.literal as usize].is_at(text, at))
            }
            None => literals[self.literal as usize].is_at(text, at),
        }
    }
}

/// The grams of one line, by a hash of twelve bits: tells at once that a literal is not on the line.
#[derive(Debug)]
pub(super) struct LineGrams([u64; 64]);

/// A gram as [`LineGrams`] knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark(u16);

impl Mark {
    /// Of the rarest gram of a literal, if it is long enough to have one.
    pub(super) fn of(literal: &Literal) -> Option<Self> {
        (literal.len() >= 4).then(|| Self::of_gram(gram_at(literal.text().as_bytes(), literal.gram())))
    }

    fn of_gram(gram: u32) -> Self {
        Self((hash(gram) >> 20) as u16)
    }
}

impl LineGrams {
    pub(super) fn new() -> Self {
        Self([0; 64])
    }

    pub(super) fn fill(&mut self, line: &[u8]) {
        self.0 = [0; 64];
        for four in line.windows(4) {
            let Mark(mark) = Mark::of_gram(u32::from_le_bytes([four[0], four[1], four[2], four[3]]) | FOLD);
            self.0[usize::from(mark >> 6) & 63] |= 1 << (mark & 63);
        }
    }

    /// False only if the line does not have the gram.
    pub(super) fn may_have(&self, Mark(mark): Mark) -> bool {
        self.0[usize::from(mark >> 6) & 63] >> (mark & 63) & 1 != 0
    }
}

/// Eight bytes; there must be so many.
fn load(bytes: &[u8], at: usize) -> u64 {
    let mut eight = [0; 8];
    eight.copy_from_slice(&bytes[at..at + 8]);
    u64::from_le_bytes(eight)
}

fn hash(gram: u32) -> u32 {
    gram.wrapping_mul(0x9E37_79B1)
}

fn bucket(gram: u32) -> usize {
    (hash(gram) >> (32 - WORD_BITS)) as usize
}

fn bit(gram: u32) -> u32 {
    (hash(gram) >> (32 - WORD_BITS - 6)) & 63
}

fn short_bucket(gram: u32) -> usize {
    (hash(gram) >> (32 - SHORT_BITS)) as usize
}

/// The next four bytes, folded; zeros stand for what is after the end.
fn gram_at(text: &[u8], at: usize) -> u32 {
    let mut bytes = [0; 4];
    if let Some(four) = text.get(at..at + 4) {
        bytes.copy_from_slice(four);
    } else {
        for (to, from) in bytes.iter_mut().zip(&text[at.min(text.len())..]) {
            *to = *from;
        }
    }
    u32::from_le_bytes(bytes) | FOLD
}

impl GramIndex {
    pub(super) fn new(literals: &[Literal]) -> Self {
        let mut bitmap = Box::new([0u64; WORDS]);
        let mut set = |gram: u32| bitmap[bucket(gram)] |= 1 << bit(gram);
        let (mut long, mut short, mut tiny) = (Vec::new(), Vec::new(), Vec::new());
        for (i, literal) in literals.iter().enumerate() {
            let (text, i) = (literal.text().as_bytes(), i as u32);
            match text.len() {
                0..=2 => tiny.push(i),
                3 => {
                    let gram = gram_at(text, 0) & 0x00FF_FFFF;
                    short.push(Entry::new(gram, i, literal));
                    // Whatever comes fourth.
                    (0..=255).filter(|byte| byte & 0x20 != 0).for_each(|byte: u32| set(gram | byte << 24));
                }
                _ => {
                    let gram = gram_at(text, literal.gram());
                    long.push(Entry::new(gram, i, literal));
                    set(gram);
                }
            }
        }
        Self {
            bitmap,
            long: Table::new(long, WORDS, bucket),
            short: Table::new(short, 1 << SHORT_BITS, short_bucket),
            tiny,
        }
    }

    /// Calls `found(place, literal)` for every place of every literal in `text`, ascending by place, but for literals
    /// of one or two bytes, which come last.
    pub(super) fn each(&self, text: &[u8], literals: &[Literal], mut found: impl FnMut(usize, u32)) {
        let mut at = 0;
        while at < text.len() {
            let mut hits = match text[at..].first_chunk::<{ STRIDE + 4 }>() {
                Some(block) => self.probe(block),
                None => {
                    let rest = &text[at..];
                    let mut block = [0; STRIDE + 4];
                    block[..rest.len()].copy_from_slice(rest);
                    self.probe(&block) & (u64::MAX >> STRIDE.saturating_sub(rest.len()))
                }
            };
            while hits != 0 {
                let place = at + hits.trailing_zeros() as usize;
                self.look_up(text, place, literals, &mut found);
                hits &= hits - 1;
            }
            at += STRIDE;
        }
        for literal in &self.tiny {
            let mut from = 0;
            while let Some(place) = literals[*literal as usize].find(text, from) {
                found(place, *literal);
                from = place + 1;
            }
        }
    }

    /// One bit for each of the first 64 positions.
    fn probe(&self, block: &[u8; STRIDE + 4]) -> u64 {
        let is_set = |gram: u64| (self.bitmap[bucket(gram as u32)] >> bit(gram as u32)) & 1;
        let mut hits = 0;
        for (i, bytes) in block.windows(12).step_by(8).enumerate() {
            // Two loads serve eight positions.
            let four = |at: usize| load(bytes, at) | FOLD_8;
            let (first, second) = (four(0), four(4));
            let mut eight = 0;
            for k in 0..4 {
                eight |= is_set(first >> (8 * k)) << k;
                eight |= is_set(second >> (8 * k)) << (k + 4);
            }
            hits |= eight << (8 * i);
        }
        hits
    }

    fn look_up(&self, text: &[u8], at: usize, literals: &[Literal], found: &mut impl FnMut(usize, u32)) {
        let gram = gram_at(text, at);
        let mut check = |entry: &Entry, gram: u32| {
            if entry.gram == gram
                && let Some(place) = at.checked_sub(entry.back as usize)
                && entry.is_at(text, place, literals)
            {
                found(place, entry.literal);
            }
        };
        self.long.bucket(bucket(gram)).iter().for_each(|entry| check(entry, gram));
        let gram = gram & 0x00FF_FFFF;
        self.short.bucket(short_bucket(gram)).iter().for_each(|entry| check(entry, gram));
    }
}

impl Table {
    fn new(mut entries: Vec<Entry>, buckets: usize, bucket: impl Fn(u32) -> usize) -> Self {
        entries.sort_by_key(|entry| bucket(entry.gram));
        let mut starts = vec![0; buckets + 1];
        for entry in &entries {
            starts[bucket(entry.gram) + 1] += 1;
        }
        for i in 0..buckets {
            starts[i + 1] += starts[i];
        }
        Self { starts, entries }
    }

    fn bucket(&self, bucket: usize) -> &[Entry] {
        &self.entries[self.starts[bucket] as usize..self.starts[bucket + 1] as usize]
    }
}
