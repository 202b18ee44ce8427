//! Hexadecimal digits of ids, at the speed of a header per request.
//!
//! In: bytes, or digits. Out: the other.
//! Never here: upper-case digits, which W3C trace context refuses; `FromStr` of the ids takes both.

const DIGITS: [u8; 16] = *b"0123456789abcdef";

/// What is no digit.
const NONE: u8 = 0xff;

/// The value of each lower-case digit.
static VALUES: [u8; 256] = {
    let mut values = [NONE; 256];
    let mut value = 0;
    while value < 16 {
        values[DIGITS[value as usize] as usize] = value;
        value += 1;
    }
    values
};

/// Reads exactly `2 * N` lower-case digits.
#[inline]
pub(crate) fn decode<const N: usize>(digits: &[u8]) -> Option<[u8; N]> {
    let (pairs, rest) = digits.as_chunks::<2>();
    if pairs.len() != N || !rest.is_empty() {
        return None;
    }
    let mut bytes = [0; N];
    let mut seen = 0;
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        let (high, low) = (VALUES[usize::from(*high)], VALUES[usize::from(*low)]);
        seen |= high | low;
        *byte = high << 4 | low & 0xf;
    }
    (seen < 16).then_some(bytes)
}

/// Writes two digits for each byte; `digits` has room for them and no more.
#[inline]
pub(crate) fn encode(bytes: &[u8], digits: &mut [u8]) {
    for (pair, byte) in digits.as_chunks_mut::<2>().0.iter_mut().zip(bytes) {
        *pair = [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 0xf)]];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_survives_the_way_there_and_back() {
        for byte in 0..=u8::MAX {
            let mut digits = [0; 2];
            encode(&[byte], &mut digits);
            assert_eq!(std::str::from_utf8(&digits), Ok(format!("{byte:02x}").as_str()));
            assert_eq!(decode(&digits), Some([byte]));
        }
    }

    // W3C-01
    #[test]
    fn anything_but_lower_case_digits_of_the_right_number_is_refused() {
        for digits in ["", "0", "000", "0000", "0A", "g0", "0g", " 0", "\u{e9}", "+1"] {
            assert_eq!(decode::<1>(digits.as_bytes()), None, "{digits}");
        }
    }
}
