//! Which places of a text could begin four bytes that are looked for: a set of such fours, asked for 64 places at once.
//!
//! Each four, its letters without regard to case, is known by a byte of a table and three bits of that byte; both follow
//! from its two halves by multiplications of 16 bits, which processors do sixteen at a time. Where the processor can, that is
//! done by its vector instructions. What they give is what [`GramSet::probe_plainly`] gives, and a test says so.

/// Positions that are looked up in one go, so that the processor need not decide at each.
pub(super) const STRIDE: usize = 64;
/// Bytes around them that a window may reach.
pub(super) const MARGIN: usize = 8;
/// Times so many positions that one call takes.
pub(super) const BLOCKS: usize = 32;

/// Sets the bit by which the cases of a letter differ (and maps some other bytes on one another, which only costs a
/// comparison now and then).
const FOLD: u16 = 0x2020;
/// Odd numbers without a pattern: for the byte of the table, the first half of a four and the second, then for the bits.
const FACTORS: [u16; 4] = [0x9e37, 0xb5c5, 0x8a6d, 0xc2b3];
/// Which three bits a four may have: sixteen choices that are seldom covered by two others.
const BITS: [u8; 16] = [0x0b, 0x13, 0x1c, 0x25, 0x2c, 0x31, 0x46, 0x49, 0x54, 0x62, 0x85, 0x86, 0x98, 0xb0, 0xc8, 0xe0];

/// A set of runs of four bytes. It may say that one is there which is not, never the reverse.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct GramSet {
    table: Box<[u8; 1 << 16]>,
    /// Whether the processor has the instructions of [`vector`].
    #[cfg(target_arch = "x86_64")]
    vector: bool,
}

impl GramSet {
    /// Of runs of four bytes, the first one lowest.
    pub(super) fn new(grams: impl IntoIterator<Item = u32>) -> Self {
        let mut table = Box::new([0; 1 << 16]);
        for gram in grams {
            let (byte, bits) = place(gram as u16, (gram >> 16) as u16);
            table[usize::from(byte)] |= bits;
        }
        Self {
            table,
            #[cfg(target_arch = "x86_64")]
            vector: is_x86_feature_detected!("avx2"),
        }
    }

    /// For each of 64 positions a bit: whether the four bytes from there on may be in the set. Of so many blocks as `around`
    /// has with a margin at either end; at most [`BLOCKS`].
    pub(super) fn probe(&self, around: &[u8], hits: &mut [u64; BLOCKS]) {
        #[cfg(target_arch = "x86_64")]
        if self.vector {
            // SAFETY: the processor was asked and has what the function is compiled for.
            #[allow(unsafe_code, reason = "vector instructions have no safe call")]
            return unsafe { vector::probe(&self.table, around, hits) };
        }
        self.probe_plainly(around, hits);
    }

    /// The same, on any machine.
    fn probe_plainly(&self, around: &[u8], hits: &mut [u64; BLOCKS]) {
        for (block, hits) in blocks(around).zip(hits) {
            let halves: [u16; STRIDE + 2] = std::array::from_fn(|i| u16::from_le_bytes([block[i], block[i + 1]]));
            *hits = 0;
            for i in 0..STRIDE {
                let (byte, bits) = place(halves[i], halves[i + 2]);
                *hits |= u64::from(self.table[usize::from(byte)] & bits == bits) << i;
            }
        }
    }
}

/// The positions of a text with its margins, 64 at a time, with the bytes behind them.
fn blocks(around: &[u8]) -> impl Iterator<Item = &[u8; STRIDE + MARGIN]> {
    around[MARGIN..].windows(STRIDE + MARGIN).step_by(STRIDE).filter_map(<[u8]>::first_chunk)
}

/// The byte of the table that knows a four, and its bits.
fn place(first: u16, second: u16) -> (u16, u8) {
    let (first, second) = (first | FOLD, second | FOLD);
    let byte = first.wrapping_mul(FACTORS[0]) ^ second.wrapping_mul(FACTORS[1]).swap_bytes();
    let bits = first.wrapping_mul(FACTORS[2]) ^ second.wrapping_mul(FACTORS[3]);
    (byte, BITS[usize::from(bits >> 12)])
}

#[cfg(target_arch = "x86_64")]
mod vector {
    use std::arch::x86_64::{
        __m256i, _mm_loadu_si128, _mm256_and_si256, _mm256_broadcastsi128_si256, _mm256_cmpeq_epi8, _mm256_loadu_si256,
        _mm256_movemask_epi8, _mm256_mullo_epi16, _mm256_or_si256, _mm256_set1_epi16, _mm256_shuffle_epi8,
        _mm256_slli_epi16, _mm256_srli_epi16, _mm256_storeu_si256, _mm256_xor_si256,
    };

    use super::{BITS, BLOCKS, FACTORS, FOLD, STRIDE};

    /// Positions of which all places are computed before one is looked up, and all looked up before one is compared: what is
    /// written in small pieces must have reached the memory before it is read in large ones.
    const GROUP: usize = 8 * STRIDE;

    /// What [`GramSet::probe_plainly`](super::GramSet::probe_plainly) gives.
    #[target_feature(enable = "avx2")]
    pub(super) fn probe(table: &[u8; 1 << 16], around: &[u8], hits: &mut [u64; BLOCKS]) {
        // Of each 32 positions the even ones first, then the odd ones.
        let mut bytes = [[0; 32]; GROUP / 16];
        let (mut bits, mut known) = ([[0; 32]; GROUP / 32], [[0; 32]; GROUP / 32]);
        let mut blocks = super::blocks(around);
        for hits in hits.chunks_mut(GROUP / STRIDE) {
            let mut count = 0;
            for block in blocks.by_ref().take(hits.len()) {
                for at in [0, 32] {
                    let (even, even_bits) = places(load(&block[at..]), load(&block[at + 2..]));
                    let (odd, odd_bits) = places(load(&block[at + 1..]), load(&block[at + 3..]));
                    store(even, &mut bytes[2 * count]);
                    store(odd, &mut bytes[2 * count + 1]);
                    store(_mm256_or_si256(even_bits, _mm256_slli_epi16(odd_bits, 8)), &mut bits[count]);
                    count += 1;
                }
            }
            for (known, bytes) in known.iter_mut().zip(bytes.chunks_exact(2)).take(count) {
                let place = |odd: usize, i| usize::from(u16::from_le_bytes([bytes[odd][2 * i], bytes[odd][2 * i + 1]]));
                for i in 0..16 {
                    known[2 * i] = table[place(0, i)];
                    known[2 * i + 1] = table[place(1, i)];
                }
            }
            for (hits, (bits, known)) in
                hits.iter_mut().zip(bits.chunks_exact(2).zip(known.chunks_exact(2))).take(count / 2)
            {
                let all = |half: usize| {
                    let (bits, known) = (load(&bits[half]), load(&known[half]));
                    let all = _mm256_cmpeq_epi8(_mm256_and_si256(known, bits), bits);
                    u64::from(_mm256_movemask_epi8(all).cast_unsigned())
                };
                *hits = all(0) | all(1) << 32;
            }
        }
    }

    /// Sixteen times [`place`](super::place), of halves that lie side by side; the bits are in the lower bytes.
    #[target_feature(enable = "avx2")]
    fn places(first: __m256i, second: __m256i) -> (__m256i, __m256i) {
        let all = |number: u16| _mm256_set1_epi16(number.cast_signed());
        let (first, second) = (_mm256_or_si256(first, all(FOLD)), _mm256_or_si256(second, all(FOLD)));
        let swapped = twice(&[1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14]);
        let byte = _mm256_xor_si256(
            _mm256_mullo_epi16(first, all(FACTORS[0])),
            _mm256_shuffle_epi8(_mm256_mullo_epi16(second, all(FACTORS[1])), swapped),
        );
        let bits =
            _mm256_xor_si256(_mm256_mullo_epi16(first, all(FACTORS[2])), _mm256_mullo_epi16(second, all(FACTORS[3])));
        // A byte with its highest bit set gives 0: so do the upper ones.
        let which = _mm256_or_si256(_mm256_srli_epi16(bits, 12), all(0x8000));
        let bits = _mm256_shuffle_epi8(twice(&BITS), which);
        (byte, bits)
    }

    /// The first 32 bytes; there must be so many.
    #[target_feature(enable = "avx2")]
    fn load(bytes: &[u8]) -> __m256i {
        let bytes: &[u8] = &bytes[..32];
        // SAFETY: as many bytes as are read stand there, and need not be aligned.
        #[allow(unsafe_code, reason = "vector instructions have no safe load")]
        unsafe {
            _mm256_loadu_si256(bytes.as_ptr().cast())
        }
    }

    #[target_feature(enable = "avx2")]
    fn store(from: __m256i, to: &mut [u8; 32]) {
        // SAFETY: it is as long as what is written, and need not be aligned.
        #[allow(unsafe_code, reason = "vector instructions have no safe store")]
        unsafe {
            _mm256_storeu_si256(to.as_mut_ptr().cast(), from);
        }
    }

    /// Sixteen bytes in both halves.
    #[target_feature(enable = "avx2")]
    fn twice(bytes: &[u8; 16]) -> __m256i {
        // SAFETY: as many bytes as are read stand there, and need not be aligned.
        #[allow(unsafe_code, reason = "vector instructions have no safe load")]
        let half = unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) };
        _mm256_broadcastsi128_si256(half)
    }
}

/// Eight bytes; there must be so many.
pub(super) fn load(bytes: &[u8], at: usize) -> u64 {
    let mut eight = [0; 8];
    eight.copy_from_slice(&bytes[at..at + 8]);
    u64::from_le_bytes(eight)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_vector_instructions_give_what_the_plain_ones_give(
            bytes in prop::collection::vec(
                prop_oneof![any::<u8>(), prop::sample::select(&b"abAB \xc3"[..])], MARGIN + 3 * STRIDE + MARGIN
            ),
            looked_for in prop::collection::vec(0..3 * STRIDE, 0..20),
            others in prop::collection::vec(any::<u32>(), 0..20_000),
        ) {
            let gram = |at: usize| load(&bytes, MARGIN + at) as u32;
            let set = GramSet::new(looked_for.iter().map(|at| gram(*at)).chain(others));
            let (mut quickly, mut slowly) = ([0; BLOCKS], [0; BLOCKS]);
            set.probe(&bytes, &mut quickly);
            set.probe_plainly(&bytes, &mut slowly);
            for at in looked_for {
                prop_assert!(slowly[at / STRIDE] >> (at % STRIDE) & 1 == 1);
            }
            prop_assert_eq!(quickly, slowly);
        }
    }
}
