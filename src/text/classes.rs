//! What bytes are, as far as it says where lines end and which of them may need cleaning: 64 bytes at once.
//!
//! Where the processor can, that is done by its vector instructions; what they give is what [`Classes::plainly`] gives, and a
//! test says so.

/// Bytes that are classed in one go.
pub(super) const BLOCK: usize = 64;

/// One bit for each byte of a block, the first one lowest.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Classes {
    /// `\n`.
    pub(super) newlines: u64,
    /// Control characters but `\t` and `\n`, bytes that are not ASCII, backslashes.
    pub(super) special: u64,
    /// What a record or a row of a box may end with: `}`, `|`, `+`, and blanks behind it. Of these, `\r` alone is special too.
    pub(super) closing: u64,
}

/// The bits of [`KINDS`] for each class.
const NEWLINE: u8 = 0x01;
const SPECIAL: u8 = 0x1e;
const CLOSING: u8 = 0xe0;

/// A bit for each group of bytes that have all combinations of some upper halves and some lower ones; `KINDS.0` is by the
/// lower half of a byte, `KINDS.1` by the upper.
const KINDS: ([u8; 16], [u8; 16]) = kinds();

const fn kinds() -> ([u8; 16], [u8; 16]) {
    let (mut low, mut high) = ([0; 16], [0; 16]);
    let mut i = 0;
    while i < 16 {
        // Anything from 0x10 to 0x1f, and beyond ASCII.
        low[i] |= 0x02;
        if i == 1 || i >= 8 {
            high[i] |= 0x02;
        }
        // Control characters below, but tab and newline.
        if i != 0x9 && i != 0xa {
            low[i] |= 0x04;
        }
        i += 1;
    }
    high[0x0] |= NEWLINE | 0x04 | 0x80;
    low[0xa] |= NEWLINE;
    // Delete, and the backslash.
    high[0x7] |= 0x08 | 0x40;
    low[0xf] |= 0x08;
    high[0x5] |= 0x10;
    low[0xc] |= 0x10 | 0x40;
    // Space and `+`; `|` and `}`; tab and carriage return.
    high[0x2] |= 0x20;
    low[0x0] |= 0x20;
    low[0xb] |= 0x20;
    low[0xd] |= 0x40 | 0x80;
    low[0x9] |= 0x80;
    (low, high)
}

impl Classes {
    /// Of so many blocks as there is room for, by whatever is quickest here.
    #[cfg(target_arch = "x86_64")]
    pub(super) fn of(blocks: &[[u8; BLOCK]], classes: &mut [Self]) {
        if is_x86_feature_detected!("avx2") {
            // SAFETY: the processor was asked and has what the function is compiled for.
            #[allow(unsafe_code, reason = "vector instructions have no safe call")]
            unsafe {
                vector::classes(blocks, classes);
            }
        } else {
            Self::plainly(blocks, classes);
        }
    }

    /// Of so many blocks as there is room for, by whatever is quickest here.
    #[cfg(not(target_arch = "x86_64"))]
    pub(super) fn of(blocks: &[[u8; BLOCK]], classes: &mut [Self]) {
        Self::plainly(blocks, classes);
    }

    /// The same, on any machine.
    fn plainly(blocks: &[[u8; BLOCK]], classes: &mut [Self]) {
        for (block, classes) in blocks.iter().zip(classes) {
            *classes = Self::default();
            for (i, byte) in block.iter().enumerate() {
                let kinds = KINDS.0[usize::from(byte & 0xf)] & KINDS.1[usize::from(byte >> 4)];
                classes.newlines |= u64::from(kinds & NEWLINE != 0) << i;
                classes.special |= u64::from(kinds & SPECIAL != 0) << i;
                classes.closing |= u64::from(kinds & CLOSING != 0) << i;
            }
        }
    }

    /// The bytes that a line may need cleaning for, and whether the line ends that `next`, the byte behind the block, may
    /// begin belong to it. A `\r` before `\n` is part of the line end.
    pub(super) fn suspects(self, next: Option<u8>) -> u64 {
        let last = |is: bool| u64::from(is) << (BLOCK - 1);
        let returns = self.special & self.closing & (self.newlines >> 1 | last(next == Some(b'\n')));
        let before_ends = (self.newlines | returns) >> 1 | last(matches!(next, None | Some(b'\n' | b'\r')));
        (self.special | self.closing & before_ends) & !returns
    }
}

#[cfg(target_arch = "x86_64")]
mod vector {
    use std::arch::x86_64::{
        __m256i, _mm_loadu_si128, _mm256_and_si256, _mm256_broadcastsi128_si256, _mm256_cmpeq_epi8, _mm256_loadu_si256,
        _mm256_movemask_epi8, _mm256_set1_epi8, _mm256_setzero_si256, _mm256_shuffle_epi8, _mm256_srli_epi16,
    };

    use super::{BLOCK, CLOSING, Classes, KINDS, NEWLINE, SPECIAL};

    /// What [`Classes::plainly`] gives, 32 bytes at a time.
    #[target_feature(enable = "avx2")]
    pub(super) fn classes(blocks: &[[u8; BLOCK]], classes: &mut [Classes]) {
        for (block, classes) in blocks.iter().zip(classes) {
            let (halves, _) = block.as_chunks();
            let [first, second] = [kinds(&halves[0]), kinds(&halves[1])];
            let both = |bits| any(first, bits) | any(second, bits) << 32;
            *classes = Classes { newlines: both(NEWLINE), special: both(SPECIAL), closing: both(CLOSING) };
        }
    }

    /// The bits of [`KINDS`] for each byte.
    #[target_feature(enable = "avx2")]
    fn kinds(bytes: &[u8; 32]) -> __m256i {
        // SAFETY: as many bytes as are read stand there, and need not be aligned.
        #[allow(unsafe_code, reason = "vector instructions have no safe load")]
        let (bytes, low, high) = unsafe {
            let twice = |table: &[u8; 16]| _mm256_broadcastsi128_si256(_mm_loadu_si128(table.as_ptr().cast()));
            (_mm256_loadu_si256(bytes.as_ptr().cast()), twice(&KINDS.0), twice(&KINDS.1))
        };
        let nibble = all(0x0f);
        let by_low = _mm256_shuffle_epi8(low, _mm256_and_si256(bytes, nibble));
        let by_high = _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), nibble));
        _mm256_and_si256(by_low, by_high)
    }

    /// Which bytes have one of these bits.
    #[target_feature(enable = "avx2")]
    fn any(kinds: __m256i, bits: u8) -> u64 {
        let none = _mm256_cmpeq_epi8(_mm256_and_si256(kinds, all(bits)), _mm256_setzero_si256());
        u64::from(!_mm256_movemask_epi8(none).cast_unsigned())
    }

    #[target_feature(enable = "avx2")]
    fn all(byte: u8) -> __m256i {
        _mm256_set1_epi8(byte.cast_signed())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plainly(block: [u8; BLOCK]) -> Classes {
        let mut classes = [Classes::default()];
        Classes::plainly(&[block], &mut classes);
        classes[0]
    }

    #[test]
    fn every_byte_is_in_its_classes() {
        for byte in 0..=255u8 {
            let classes = plainly([byte; BLOCK]);
            let mask = |is: bool| if is { u64::MAX } else { 0 };
            assert_eq!(classes.newlines, mask(byte == b'\n'), "{byte}");
            let control = byte.is_ascii_control() && byte != b'\t' && byte != b'\n';
            assert_eq!(classes.special, mask(control || byte == b'\\' || !byte.is_ascii()), "{byte}");
            assert_eq!(classes.closing, mask(b" \t\r}|+".contains(&byte)), "{byte}");
        }
    }

    proptest! {
        #[test]
        fn the_vector_instructions_give_what_the_plain_ones_give(bytes in prop::collection::vec(any::<u8>(), 3 * BLOCK)) {
            let (blocks, _) = bytes.as_chunks();
            let (mut quickly, mut slowly) = ([Classes::default(); 3], [Classes::default(); 3]);
            Classes::of(blocks, &mut quickly);
            Classes::plainly(blocks, &mut slowly);
            prop_assert_eq!(quickly, slowly);
        }
    }
}
