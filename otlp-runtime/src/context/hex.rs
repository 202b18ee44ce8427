//! Hexadecimal digits of ids, at the speed of a header per request.
//!
//! In: bytes, or digits. Out: the other.
//! Never here: upper-case digits, which W3C trace context refuses; `FromStr` of the ids takes both.

/// Eight digits, or their values, a byte each, the first one highest: a word is worked on as a whole, without a table.
const ONES: u64 = 0x0101_0101_0101_0101;
/// What follows `9` before `a` comes, and `a` itself.
const GAP: u64 = 0x27;

/// Returns the digits for values of 0 to 15.
const fn digits_of(values: u64) -> u64 {
    let is_letter = (values + 6 * ONES) >> 4 & ONES;
    values + 0x30 * ONES + is_letter * GAP
}

/// Returns the values of digits, and zero if those are lower-case digits. No byte overflows into another.
const fn values_of(digits: u64) -> (u64, u64) {
    let is_letter = digits >> 6 & ONES;
    let values = (digits & (0x0f * ONES)) + is_letter * 9;
    (values, (values & (0xf0 * ONES)) | (digits_of(values) ^ digits))
}

/// Reads exactly `2 * N` lower-case digits.
#[inline]
pub(crate) fn decode<const N: usize>(digits: &[u8]) -> Option<[u8; N]> {
    if digits.len() != 2 * N {
        return None;
    }
    let mut bytes = [0; N];
    let mut wrong = 0;
    for (bytes, digits) in bytes.chunks_mut(4).zip(digits.chunks(8)) {
        let mut word = [b'0'; 8];
        word.iter_mut().zip(digits).for_each(|(place, digit)| *place = *digit);
        let (values, is_wrong) = values_of(u64::from_be_bytes(word));
        wrong |= is_wrong;
        let pairs = (values | values >> 4) & 0x00ff_00ff_00ff_00ff;
        let fours = (pairs | pairs >> 8) & 0x0000_ffff_0000_ffff;
        let packed = (fours | fours >> 16).to_be_bytes();
        bytes.iter_mut().zip(&packed[4..]).for_each(|(place, byte)| *place = *byte);
    }
    (wrong == 0).then_some(bytes)
}

/// Writes two digits for each byte; `digits` has room for them and no more.
#[inline]
pub(crate) fn encode<const N: usize>(bytes: &[u8; N], digits: &mut [u8]) {
    for (bytes, digits) in bytes.chunks(4).zip(digits.chunks_mut(8)) {
        let mut word = [0; 4];
        word.iter_mut().zip(bytes).for_each(|(place, byte)| *place = *byte);
        let packed = u64::from(u32::from_be_bytes(word));
        let fours = (packed | packed << 16) & 0x0000_ffff_0000_ffff;
        let pairs = (fours | fours << 8) & 0x00ff_00ff_00ff_00ff;
        let values = (pairs | pairs << 4) & 0x0f0f_0f0f_0f0f_0f0f;
        digits.iter_mut().zip(digits_of(values).to_be_bytes()).for_each(|(place, digit)| *place = digit);
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
        for digits in ["", "0", "000", "0000"] {
            assert_eq!(decode::<1>(digits.as_bytes()), None, "{digits}");
        }
        let value = |digit: u8| b"0123456789abcdef".iter().position(|known| *known == digit);
        for (first, second) in
            (0..=u8::MAX).flat_map(|first| (0..=u8::MAX).map(move |second| (first, second)))
        {
            let expected = value(first).zip(value(second)).map(|(high, low)| high * 16 + low);
            let bytes = decode::<1>(&[first, second]).map(|[byte]| usize::from(byte));
            assert_eq!(bytes, expected, "{first:02x} {second:02x}");
        }
    }
}
