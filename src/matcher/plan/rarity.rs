//! How often a few bytes occur in logs, by estimate.
//!
//! Only the speed hangs on it, never what is found: the literal that is looked for should be the one that ordinary
//! lines hold least. Runs of three and four bytes were counted, see [`counting`](super::counting); what is not in the
//! table is estimated from single letters.

/// Bytes per 10,000 of a log, letters without regard to case.
const fn byte_share(byte: u8) -> f32 {
    match byte.to_ascii_lowercase() {
        b' ' => 1200.0,
        b'e' => 650.0,
        b't' => 520.0,
        b'a' | b'i' | b'o' | b'n' | b's' | b'r' => 430.0,
        b'l' | b'd' | b'c' => 280.0,
        b'0' | b'1' => 330.0,
        b'2' => 250.0,
        b'.' | b'/' | b'-' | b':' => 210.0,
        b'3'..=b'9' => 150.0,
        b'u' | b'm' | b'p' => 190.0,
        b'g' | b'h' | b'b' | b'f' => 140.0,
        b'_' | b'=' | b'"' | b',' | b'v' | b'y' | b'w' => 80.0,
        b'(' | b')' | b'[' | b']' | b'\'' | b'k' | b'x' => 50.0,
        b'j' | b'q' | b'z' | b'*' | b'>' | b'<' | b'#' | b'\t' => 20.0,
        b'{' | b'}' | b'|' | b'+' | b'@' | b';' | b'&' | b'%' | b'\\' => 15.0,
        byte if byte.is_ascii_graphic() => 8.0,
        _ => 2.0,
    }
}

/// How common a byte is, without regard to case.
pub(super) fn of_byte(byte: u8) -> f32 {
    byte_share(byte)
}

/// How common a run of three or four bytes is (or of fewer), without regard to case: its occurrences in a megabyte, by
/// estimate.
pub(super) fn of_gram(bytes: &[u8]) -> f32 {
    let letters = bytes.iter().map(|b| byte_share(*b) / 10_000.0).product::<f32>() * 1e6;
    letters.max(counted(bytes))
}

/// Bits of the hash by which a run is known: so many that few are taken for one another.
pub(super) const HASH_BITS: u32 = 21;
/// Steps of the logarithmic scale of the table in which a count doubles.
const STEPS: f32 = 12.0;

/// A count as the table has it.
pub(super) fn scaled(count: f32) -> u8 {
    ((count + 1.0).log2() * STEPS).round().min(255.0) as u8
}

/// How often a run of three or four bytes was counted in a megabyte; 0 for runs of other lengths.
fn counted(bytes: &[u8]) -> f32 {
    if !(3..=4).contains(&bytes.len()) {
        return 0.0;
    }
    let (table, _) = super::super::gram_counts().as_chunks::<4>();
    let of = |[a, b, c, _]: &[u8; 4]| u32::from_be_bytes([0, *a, *b, *c]);
    let found = table.binary_search_by_key(&hash(bytes), of);
    found.map_or(0.0, |at| (f32::from(table[at][3]) / STEPS).exp2() - 1.0)
}

/// Below 2^[`HASH_BITS`].
pub(super) fn hash(gram: &[u8]) -> u32 {
    u32::from_le_bytes(key(gram)).wrapping_mul(0x9E37_79B1) >> (32 - HASH_BITS)
}

/// Up to four bytes in lower case, zeros for what is missing.
fn key(bytes: &[u8]) -> [u8; 4] {
    let mut key = [0; 4];
    for (to, from) in key.iter_mut().zip(bytes) {
        *to = from.to_ascii_lowercase();
    }
    key
}
