//! Finds literals in text: every literal by a window of up to eight of its bytes.
//!
//! At each byte of the text the next four, with the case of letters folded away, are looked up in a bitmap. That costs
//! the same for one literal and for ten thousand. Where the bit is set, the bytes around are looked up in smaller
//! bitmaps, all of them, so that the processor need not decide; this leaves a fraction of the places. There a table
//! says which literals could stand, and these are compared.

use super::plan::Literal;
use super::probe::{BLOCKS, GramSet, MARGIN, STRIDE, load};

/// Bits of the hash of a window: at least so many, and one in thirty-two of them set.
const WINDOW_BITS: u32 = 10;
/// Of these, the ones that do not pick a bucket of the table.
const IN_BUCKET_BITS: u32 = 4;
/// Sets the bit by which the cases of a letter differ (and maps some other bytes on one another, which only costs a
/// comparison now and then).
const FOLD: u32 = 0x2020_2020;
const FOLD_8: u64 = (FOLD as u64) << 32 | FOLD as u64;
/// Where a window lies about the four bytes by which it is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
#[derive(Debug, PartialEq, Eq)]
pub(super) struct GramIndex {
    grams: GramSet,
    /// By shape, as in [`SHAPES`].
    windows: [Windows; SHAPES.len()],
    /// Literals of one or two bytes: looked for one by one.
    tiny: Vec<u32>,
}

/// All literals that are found by a window of one shape.
#[derive(Debug, PartialEq, Eq)]
struct Windows {
    shape: Shape,
    /// Which of eight bytes count.
    mask: u64,
    bitmap: Vec<u64>,
    /// How far the hash of a window is shifted to the right, so that it is an index of the bitmap's bits.
    shift: u32,
    /// Entries sorted by bucket; `starts[bucket]..starts[bucket + 1]` are those of one.
    starts: Vec<u32>,
    entries: Vec<Entry>,
}

/// A literal, by its window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
        let bits = (32 * entries.len()).next_power_of_two().ilog2().max(WINDOW_BITS);
        let mut windows = Self {
            shape,
            mask,
            bitmap: vec![0; 1 << (bits - 6)],
            shift: 64 - bits,
            starts: Vec::new(),
            entries: Vec::new(),
        };
        for entry in entries {
            let hash = windows.hash(entry.window);
            windows.bitmap[hash >> 6] |= 1 << (hash & 63);
        }
        let bucket = |entry: &Entry| windows.hash(entry.window) >> IN_BUCKET_BITS;
        let (starts, entries) = bucketed(1 << (bits - IN_BUCKET_BITS), entries, bucket);
        Self { starts, entries, ..windows }
    }

    /// Of eight bytes from the start of a window on, as an index of the bitmap's bits.
    fn hash(&self, eight: u64) -> usize {
        (((eight | FOLD_8) & self.mask).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> self.shift) as usize
    }

    /// The bytes of a window whose four begin at `place` of a text with a margin before it.
    fn load(&self, around: &[u8], place: usize) -> u64 {
        load(around, MARGIN - self.shape.before + place)
    }

    /// 1 if a literal could have its window there, else 0.
    fn may_be_at(&self, around: &[u8], place: usize) -> u8 {
        let hash = self.hash(self.load(around, place));
        (self.bitmap[hash >> 6] >> (hash & 63)) as u8 & 1
    }

    /// Those that have their window there.
    fn at(&self, around: &[u8], place: usize) -> impl Iterator<Item = &Entry> {
        let eight = self.load(around, place);
        let bucket = self.hash(eight) >> IN_BUCKET_BITS;
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

    /// The mark as a number of twelve bits.
    pub(super) fn number(self) -> u32 {
        u32::from(self.0)
    }

    pub(super) fn of_number(number: u32) -> Self {
        Self((number & 0xfff) as u16)
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

fn hash(gram: u32) -> u32 {
    gram.wrapping_mul(0x9E37_79B1)
}

/// The next four bytes of a literal, folded.
fn gram_at(text: &[u8], at: usize) -> u32 {
    let mut bytes = [0; 4];
    bytes.copy_from_slice(&text[at..at + 4]);
    u32::from_le_bytes(bytes) | FOLD
}

impl GramIndex {
    pub(super) fn new(literals: &[Literal]) -> Self {
        let mut grams = Vec::with_capacity(literals.len());
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
                3 => (0..=255).filter(|b| b & 0x20 != 0).for_each(|b: u32| grams.push(gram & 0x00FF_FFFF | b << 24)),
                _ => grams.push(gram),
            }
        }
        let windows = std::array::from_fn(|kind| Windows::new(SHAPES[kind], &entries[kind]));
        Self { grams: GramSet::new(grams), windows, tiny }
    }

    /// Calls `found(place, literal)` for every place of every literal in `text`, those of one or two bytes last, the others
    /// in the order of their windows.
    pub(super) fn each(
        &self,
        text: &[u8],
        literals: &[Literal],
        likely: &mut Likely,
        mut found: impl FnMut(usize, u32),
    ) {
        let mut hits = [0; BLOCKS];
        let mut at = 0;
        while at < text.len() {
            // As many blocks as have their margins in the text.
            let whole =
                at.checked_sub(MARGIN).map_or(0, |start| (text.len() - start).saturating_sub(2 * MARGIN) / STRIDE);
            if whole > 0 {
                let blocks = whole.min(BLOCKS);
                let around = &text[at - MARGIN..at + blocks * STRIDE + MARGIN];
                self.grams.probe(around, &mut hits);
                self.windows(around, &hits[..blocks], likely);
                self.compare(around, text, at, literals, likely, &mut found);
                at += blocks * STRIDE;
            } else {
                // Zeros stand for what is outside.
                let mut around = [0; MARGIN + STRIDE + MARGIN];
                let (before, after) = (at.min(MARGIN), (text.len() - at).min(STRIDE + MARGIN));
                around[MARGIN - before..MARGIN + after].copy_from_slice(&text[at - before..at + after]);
                self.grams.probe(&around, &mut hits);
                hits[0] &= u64::MAX >> STRIDE.saturating_sub(after);
                self.windows(&around, &hits[..1], likely);
                self.compare(&around, text, at, literals, likely, &mut found);
                at += STRIDE;
            }
        }
        for literal in &self.tiny {
            let mut from = 0;
            while let Some(place) = literals[*literal as usize].find(text, from) {
                found(place, *literal);
                from = place + 1;
            }
        }
    }

    /// Leaves in `likely` those of the hits about which a literal could have its window.
    fn windows(&self, around: &[u8], hits: &[u64], likely: &mut Likely) {
        let places = &mut likely.places;
        let mut count = 0;
        for (block, hits) in hits.iter().enumerate() {
            let mut hits = *hits;
            while hits != 0 {
                places[count & (places.len() - 1)] = (block * STRIDE) as u16 + hits.trailing_zeros() as u16;
                count += 1;
                hits &= hits - 1;
            }
        }
        likely.count = 0;
        for place in &places[..count] {
            let mut kinds = 0;
            for (kind, windows) in self.windows.iter().enumerate() {
                kinds |= windows.may_be_at(around, usize::from(*place)) << kind;
            }
            likely.found[likely.count & (likely.found.len() - 1)] = (*place, kinds);
            likely.count += usize::from(kinds != 0);
        }
    }

    /// Calls `found` for the literals that stand at likely places, which count from byte `at` of the text.
    fn compare(
        &self,
        around: &[u8],
        text: &[u8],
        at: usize,
        literals: &[Literal],
        likely: &Likely,
        found: &mut impl FnMut(usize, u32),
    ) {
        for (place, mut kinds) in likely.found[..likely.count].iter().copied() {
            let place = usize::from(place);
            while let Some(windows) = self.windows.get(kinds.trailing_zeros() as usize) {
                for entry in windows.at(around, place) {
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
}

/// Room for the places of a stretch of text, kept since filling it with zeros would cost more than most stretches do.
#[derive(Debug)]
pub(super) struct Likely {
    /// Where four bytes of a literal may stand.
    places: [u16; BLOCKS * STRIDE],
    /// Where the window of a literal may, and by which shapes.
    found: [(u16, u8); BLOCKS * STRIDE],
    count: usize,
}

impl Default for Likely {
    fn default() -> Self {
        Self { places: [0; BLOCKS * STRIDE], found: [(0, 0); BLOCKS * STRIDE], count: 0 }
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
