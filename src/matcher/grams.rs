//! Finds literals in text: every literal by a window of up to eight of its bytes.
//!
//! At each byte of the text the next four, with the case of letters folded away, are looked up in a bitmap. That costs
//! the same for one literal and for ten thousand. Where the bit is set, the bytes around are looked up in smaller
//! bitmaps, all of them, so that the processor need not decide; this leaves a fraction of the places. There a table
//! says which literals could stand, and these are compared.

use super::plan::Literal;

/// Bits of the hash that pick a word of the bitmap; six more pick the bit. 2^20 bits are 128 KiB.
const WORD_BITS: u32 = 14;
const WORDS: usize = 1 << WORD_BITS;
/// Bits of the hash of a window.
const WINDOW_BITS: u32 = 16;
/// Of these, the ones that pick a bucket of the table.
const BUCKET_BITS: u32 = 12;
/// Sets the bit by which the cases of a letter differ (and maps some other bytes on one another, which only costs a
/// comparison now and then).
const FOLD: u32 = 0x2020_2020;
const FOLD_8: u64 = (FOLD as u64) << 32 | FOLD as u64;
/// Positions that are looked up in one go, so that the processor need not decide at each.
const STRIDE: usize = 64;
/// Bytes around them that a window may reach.
const MARGIN: usize = 8;
const BLOCK: usize = MARGIN + STRIDE + MARGIN;

/// Where a window lies about the four bytes by which it is found.
#[derive(Debug, Clone, Copy)]
struct Shape {
    /// In bytes.
    length: usize,
    /// Bytes of the window before the four.
    before: usize,
}

/// A literal is found by the first that fits about its rarest four bytes.
const SHAPES: [Shape; 5] = [
    Shape { length: 8, before: 0 },
    Shape { length: 8, before: 4 },
    Shape { length: 6, before: 0 },
    Shape { length: 4, before: 0 },
    Shape { length: 3, before: 0 },
];

/// The literals to look for.
#[derive(Debug)]
pub(super) struct GramIndex {
    bitmap: Box<[u64; WORDS]>,
    /// By shape, as in [`SHAPES`].
    windows: [Windows; SHAPES.len()],
    /// Literals of one or two bytes: looked for one by one.
    tiny: Vec<u32>,
}

/// All literals that are found by a window of one shape.
#[derive(Debug)]
struct Windows {
    shape: Shape,
    /// Which of eight bytes count.
    mask: u64,
    bitmap: Box<[u64; 1 << (WINDOW_BITS - 6)]>,
    /// Entries sorted by bucket; `starts[bucket]..starts[bucket + 1]` are those of one.
    starts: Vec<u32>,
    entries: Vec<Entry>,
}

/// A literal, by its window.
#[derive(Debug, Clone, Copy)]
struct Entry {
    /// The bytes, in lower case where the case does not matter.
    window: u64,
    /// Set where the case does not matter.
    fold: u64,
    literal: u32,
    /// Where in the literal the four bytes begin.
    back: u32,
    /// Whether the window is all of the literal.
    whole: bool,
}

impl Windows {
    fn new(shape: Shape, entries: &[Entry]) -> Self {
        let mask = u64::MAX >> (64 - 8 * shape.length);
        let mut bitmap = Box::new([0; 1 << (WINDOW_BITS - 6)]);
        let hash_of = |entry: &Entry| window_hash((entry.window | FOLD_8) & mask);
        for hash in entries.iter().map(hash_of) {
            bitmap[hash >> 6] |= 1 << (hash & 63);
        }
        let (starts, entries) = bucketed(1 << BUCKET_BITS, entries, |entry| bucket(hash_of(entry)));
        Self { shape, mask, bitmap, starts, entries }
    }

    /// The bytes of a window whose four begin at `place` of a block.
    fn load(&self, block: &[u8; BLOCK], place: usize) -> u64 {
        load(block, MARGIN - self.shape.before + (place & (STRIDE - 1)))
    }

    /// 1 if a literal could have its window there, else 0.
    fn may_be_at(&self, block: &[u8; BLOCK], place: usize) -> u64 {
        let hash = window_hash((self.load(block, place) | FOLD_8) & self.mask);
        (self.bitmap[hash >> 6] >> (hash & 63)) & 1
    }

    /// Those that have their window there.
    fn at(&self, block: &[u8; BLOCK], place: usize) -> impl Iterator<Item = &Entry> {
        let eight = self.load(block, place);
        let bucket = bucket(window_hash((eight | FOLD_8) & self.mask));
        let entries = &self.entries[self.starts[bucket] as usize..self.starts[bucket + 1] as usize];
        entries.iter().filter(move |entry| (eight | entry.fold) & self.mask == entry.window)
    }
}

/// Items sorted by bucket, in their order where that is the same: `starts[bucket]..starts[bucket + 1]` are those of one.
/// Each bucket is below `buckets`.
pub(super) fn bucketed<T: Copy>(buckets: usize, items: &[T], bucket: impl Fn(&T) -> usize) -> (Vec<u32>, Vec<T>) {
    let mut starts = vec![0; buckets + 1];
    items.iter().for_each(|item| starts[bucket(item) + 1] += 1);
    for i in 0..buckets {
        starts[i + 1] += starts[i];
    }
    let mut next = starts.clone();
    let mut sorted = items.to_vec();
    for item in items {
        let place = &mut next[bucket(item)];
        sorted[*place as usize] = *item;
        *place += 1;
    }
    (starts, sorted)
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

fn word(gram: u32) -> usize {
    (hash(gram) >> (32 - WORD_BITS)) as usize
}

fn bit(gram: u32) -> u32 {
    (hash(gram) >> (32 - WORD_BITS - 6)) & 63
}

/// Below 2^[`WINDOW_BITS`].
fn window_hash(folded: u64) -> usize {
    (folded.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - WINDOW_BITS)) as usize
}

fn bucket(window_hash: usize) -> usize {
    window_hash >> (WINDOW_BITS - BUCKET_BITS)
}

/// The next four bytes of a literal, folded.
fn gram_at(text: &[u8], at: usize) -> u32 {
    let mut bytes = [0; 4];
    bytes.copy_from_slice(&text[at..at + 4]);
    u32::from_le_bytes(bytes) | FOLD
}

impl GramIndex {
    pub(super) fn new(literals: &[Literal]) -> Self {
        let mut bitmap = Box::new([0u64; WORDS]);
        let mut set = |gram: u32| bitmap[word(gram)] |= 1 << bit(gram);
        let mut entries: [Vec<Entry>; SHAPES.len()] = Default::default();
        let mut tiny = Vec::new();
        for (i, literal) in (0..).zip(literals) {
            let Some(kind) = shape_of(literal) else {
                tiny.push(i);
                continue;
            };
            let back = literal.gram();
            let Shape { length, before } = SHAPES[kind];
            let (mut window, mut fold) = ([0; 8], [0; 8]);
            for (k, byte) in literal.text().bytes().skip(back - before).take(length).enumerate() {
                (window[k], fold[k]) = (byte, literal.fold_at(back - before + k));
            }
            let (window, fold) = (u64::from_le_bytes(window), u64::from_le_bytes(fold));
            entries[kind].push(Entry { window, fold, literal: i, back: back as u32, whole: length == literal.len() });
            let gram = (window >> (8 * before)) as u32 | FOLD;
            match length {
                // Whatever comes fourth.
                3 => (0..=255).filter(|b| b & 0x20 != 0).for_each(|b: u32| set(gram & 0x00FF_FFFF | b << 24)),
                _ => set(gram),
            }
        }
        let windows = std::array::from_fn(|kind| Windows::new(SHAPES[kind], &entries[kind]));
        Self { bitmap, windows, tiny }
    }

    /// Calls `found(place, literal)` for every place of every literal in `text`, those of one or two bytes last, the others
    /// about in the order of the text.
    pub(super) fn each(&self, text: &[u8], literals: &[Literal], mut found: impl FnMut(usize, u32)) {
        let mut at = 0;
        while at < text.len() {
            match at.checked_sub(MARGIN).and_then(|start| text[start..].first_chunk::<BLOCK>()) {
                Some(block) => self.block(block, u64::MAX, text, at, literals, &mut found),
                // Zeros stand for what is outside.
                None => {
                    let mut block = [0; BLOCK];
                    let (before, after) = (at.min(MARGIN), (text.len() - at).min(STRIDE + MARGIN));
                    block[MARGIN - before..MARGIN + after].copy_from_slice(&text[at - before..at + after]);
                    let inside = u64::MAX >> STRIDE.saturating_sub(after);
                    self.block(&block, inside, text, at, literals, &mut found);
                }
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

    /// The literals that are found at one of the positions of a block, the first of which is byte `at` of the text.
    fn block(
        &self,
        block: &[u8; BLOCK],
        inside: u64,
        text: &[u8],
        at: usize,
        literals: &[Literal],
        found: &mut impl FnMut(usize, u32),
    ) {
        let mut hits = self.probe(block) & inside;
        // Places and which windows fit there.
        let (mut likely, mut count) = ([(0u8, 0u8); STRIDE], 0);
        while hits != 0 {
            let place = hits.trailing_zeros() as usize;
            let mut kinds = 0;
            for (kind, windows) in self.windows.iter().enumerate() {
                kinds |= windows.may_be_at(block, place) << kind;
            }
            likely[count & (STRIDE - 1)] = (place as u8, kinds as u8);
            count += usize::from(kinds != 0);
            hits &= hits - 1;
        }
        for (place, mut kinds) in likely.into_iter().take(count) {
            let place = usize::from(place);
            while let Some(windows) = self.windows.get(kinds.trailing_zeros() as usize) {
                for entry in windows.at(block, place) {
                    if let Some(start) = (at + place).checked_sub(entry.back as usize)
                        && (entry.whole || literals[entry.literal as usize].is_at(text, start))
                    {
                        found(start, entry.literal);
                    }
                }
                kinds &= kinds - 1;
            }
        }
    }

    /// One bit for each of the 64 positions.
    fn probe(&self, block: &[u8; BLOCK]) -> u64 {
        let is_set = |gram: u64| (self.bitmap[word(gram as u32)] >> bit(gram as u32)) & 1;
        let mut hits = 0;
        for (i, bytes) in block[MARGIN..].windows(12).step_by(8).take(STRIDE / 8).enumerate() {
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
}

/// The shape by which a literal is looked for, as an index of [`SHAPES`]: the first that fits about its rarest four bytes.
/// `None` if it is too short for any.
fn shape_of(literal: &Literal) -> Option<usize> {
    let fits = |Shape { length, before }: &Shape| {
        literal.gram() >= *before && literal.gram() - before + length <= literal.len()
    };
    SHAPES.iter().position(fits)
}
