//! Which places of a text could begin four bytes that are looked for: a set of such fours, asked for 64 places at once.
//!
//! Each four, its letters without regard to case, is known by a byte of a table and three bits of that byte; both follow
//! from its two halves by multiplications of 16 bits, which processors do sixteen at a time. Where the processor can, that is
//! done by its vector instructions: the only place of the program where they are written by hand. What they give is
//! what [`GramSet::probe_plainly`] gives, and a test says so.

/// Positions that are looked up in one go, so that the processor need not decide at each.
pub(super) const STRIDE: usize = 64;
/// Bytes around them that a window may reach.
pub(super) const MARGIN: usize = 8;
/// A stretch of text: the positions, and what is around them.
pub(super) const BLOCK: usize = MARGIN + STRIDE + MARGIN;

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

    /// One bit for each of the 64 positions: whether the four bytes from there on may be in the set.
    #[cfg(target_arch = "x86_64")]
    pub(super) fn probe(&self, block: &[u8; BLOCK]) -> u64 {
        if self.vector {
            // SAFETY: the processor was asked and has what the function is compiled for.
            #[allow(unsafe_code, reason = "the only one of the program")]
            unsafe {
                vector::probe(&self.table, block)
            }
        } else {
            self.probe_plainly(block)
        }
    }

    /// One bit for each of the 64 positions: whether the four bytes from there on may be in the set.
    #[cfg(not(target_arch = "x86_64"))]
    pub(super) fn probe(&self, block: &[u8; BLOCK]) -> u64 {
        self.probe_plainly(block)
    }

    /// The same, on any machine.
    fn probe_plainly(&self, block: &[u8; BLOCK]) -> u64 {
        let halves: [u16; STRIDE + 2] =
            std::array::from_fn(|i| u16::from_le_bytes([block[MARGIN + i], block[MARGIN + i + 1]]));
        let mut hits = 0;
        for i in 0..STRIDE {
            let (byte, bits) = place(halves[i], halves[i + 2]);
            hits |= u64::from(self.table[usize::from(byte)] & bits == bits) << i;
        }
        hits
    }
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
        __m256i, _mm256_and_si256, _mm256_cmpeq_epi8, _mm256_extract_epi64, _mm256_movemask_epi8, _mm256_mullo_epi16,
        _mm256_or_si256, _mm256_set_epi64x, _mm256_set1_epi16, _mm256_shuffle_epi8, _mm256_slli_epi16,
        _mm256_srli_epi16, _mm256_xor_si256,
    };

    use super::{BITS, BLOCK, FACTORS, FOLD, MARGIN, STRIDE};

    /// What [`GramSet::probe_plainly`](super::GramSet::probe_plainly) gives, 32 positions at a time.
    #[target_feature(enable = "avx2")]
    pub(super) fn probe(table: &[u8; 1 << 16], block: &[u8; BLOCK]) -> u64 {
        let mut hits = 0;
        for half in 0..STRIDE / 32 {
            let at = MARGIN + 32 * half;
            let (even, even_bits) = places(load(block, at), load(block, at + 2));
            let (odd, odd_bits) = places(load(block, at + 1), load(block, at + 3));
            let bits = _mm256_or_si256(even_bits, _mm256_slli_epi16(odd_bits, 8));
            let [even, odd] = [words(even), words(odd)];
            let mut known = [0; 4];
            for (known, (even, odd)) in known.iter_mut().zip(even.into_iter().zip(odd)) {
                for k in 0..4 {
                    let byte = |places: u64| u64::from(table[usize::from((places >> (16 * k)) as u16)]);
                    *known |= (byte(even) | byte(odd) << 8) << (16 * k);
                }
            }
            let known = known.map(u64::cast_signed);
            let known = _mm256_set_epi64x(known[3], known[2], known[1], known[0]);
            let all = _mm256_cmpeq_epi8(_mm256_and_si256(known, bits), bits);
            hits |= u64::from(_mm256_movemask_epi8(all).cast_unsigned()) << (32 * half);
        }
        hits
    }

    /// Sixteen times [`place`](super::place), of halves that lie side by side; the bits are in the lower bytes.
    #[target_feature(enable = "avx2")]
    fn places(first: __m256i, second: __m256i) -> (__m256i, __m256i) {
        let all = |number: u16| _mm256_set1_epi16(number.cast_signed());
        let (first, second) = (_mm256_or_si256(first, all(FOLD)), _mm256_or_si256(second, all(FOLD)));
        let swapped = twice([1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14]);
        let byte = _mm256_xor_si256(
            _mm256_mullo_epi16(first, all(FACTORS[0])),
            _mm256_shuffle_epi8(_mm256_mullo_epi16(second, all(FACTORS[1])), swapped),
        );
        let bits =
            _mm256_xor_si256(_mm256_mullo_epi16(first, all(FACTORS[2])), _mm256_mullo_epi16(second, all(FACTORS[3])));
        // A byte with its highest bit set gives 0: so do the upper ones.
        let which = _mm256_or_si256(_mm256_srli_epi16(bits, 12), all(0x8000));
        let bits = _mm256_shuffle_epi8(twice(BITS), which);
        (byte, bits)
    }

    #[target_feature(enable = "avx2")]
    fn load(block: &[u8; BLOCK], at: usize) -> __m256i {
        let eight = |k: usize| super::load(block, at + 8 * k).cast_signed();
        _mm256_set_epi64x(eight(3), eight(2), eight(1), eight(0))
    }

    /// Sixteen bytes in both halves.
    #[target_feature(enable = "avx2")]
    fn twice(bytes: [u8; 16]) -> __m256i {
        let eight = |at: usize| super::load(&bytes, at).cast_signed();
        _mm256_set_epi64x(eight(8), eight(0), eight(8), eight(0))
    }

    #[target_feature(enable = "avx2")]
    fn words(of: __m256i) -> [u64; 4] {
        [
            _mm256_extract_epi64::<0>(of),
            _mm256_extract_epi64::<1>(of),
            _mm256_extract_epi64::<2>(of),
            _mm256_extract_epi64::<3>(of),
        ]
        .map(i64::cast_unsigned)
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
            bytes in prop::collection::vec(prop_oneof![any::<u8>(), prop::sample::select(&b"abAB \xc3"[..])], BLOCK),
            looked_for in prop::collection::vec(0..STRIDE, 0..20),
            others in prop::collection::vec(any::<u32>(), 0..20_000),
        ) {
            let block: &[u8; BLOCK] = bytes.first_chunk().expect("so many");
            let gram = |at: usize| load(&bytes, MARGIN + at) as u32;
            let set = GramSet::new(looked_for.iter().map(|at| gram(*at)).chain(others));
            let hits = set.probe_plainly(block);
            for at in looked_for {
                prop_assert!(hits >> at & 1 == 1);
            }
            prop_assert_eq!(set.probe(block), hits);
        }
    }
}
