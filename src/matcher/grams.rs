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

#[derive(Debug, Clone, Copy)]
struct Entry {
    /// The folded bytes.
    gram: u32,
    literal: u32,
    /// Where in the literal the gram begins.
    back: u32,
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
            let (text, literal, back) = (literal.text().as_bytes(), i as u32, literal.gram() as u32);
            match text.len() {
                0..=2 => tiny.push(literal),
                3 => {
                    let gram = gram_at(text, 0) & 0x00FF_FFFF;
                    short.push(Entry { gram, literal, back });
                    // Whatever comes fourth.
                    (0..=255).filter(|byte| byte & 0x20 != 0).for_each(|byte: u32| set(gram | byte << 24));
                }
                _ => {
                    let gram = gram_at(text, back as usize);
                    long.push(Entry { gram, literal, back });
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
            let mut hits = match text[at..].first_chunk::<{ STRIDE + 3 }>() {
                Some(block) => self.probe(block),
                None => {
                    let rest = &text[at..];
                    let mut block = [0; STRIDE + 3];
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
    fn probe(&self, block: &[u8; STRIDE + 3]) -> u64 {
        let mut hits = 0;
        for i in 0..STRIDE {
            let gram = u32::from_le_bytes([block[i], block[i + 1], block[i + 2], block[i + 3]]) | FOLD;
            hits |= ((self.bitmap[bucket(gram)] >> bit(gram)) & 1) << i;
        }
        hits
    }

    fn look_up(&self, text: &[u8], at: usize, literals: &[Literal], found: &mut impl FnMut(usize, u32)) {
        let gram = gram_at(text, at);
        let mut check = |entry: &Entry, gram: u32| {
            if entry.gram == gram
                && let Some(place) = at.checked_sub(entry.back as usize)
                && literals[entry.literal as usize].is_at(text, place)
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
