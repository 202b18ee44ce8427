//! Percent-encoding of baggage values.
//!
//! In: any text. Out: what may stand in a header, and back.
//! Never here: errors; what cannot be decoded reads as U+FFFD (BAG-02).

use std::borrow::Cow;

const DIGITS: [u8; 16] = *b"0123456789ABCDEF";

/// Whether a byte may stand in a value as it is (W3C Baggage, `baggage-octet`).
const fn is_octet(byte: u8) -> bool {
    matches!(byte, 0x21 | 0x23..=0x2b | 0x2d..=0x3a | 0x3c..=0x5b | 0x5d..=0x7e)
}

/// How a text is to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum From {
    /// From a program: a `%` is a `%`.
    Plain,
    /// From a header: a `%` begins an encoded byte. What should have been encoded is now.
    Sent,
}

impl From {
    const fn stays(self, byte: u8) -> bool {
        is_octet(byte) && (byte != b'%' || matches!(self, Self::Sent))
    }

    /// Says whether the text is sent as it is.
    pub(super) fn leaves(self, text: &[u8]) -> bool {
        let mut is_changed = false;
        // To the end in any case, so that the compiler takes many bytes at once.
        for byte in text {
            is_changed |= !self.stays(*byte);
        }
        !is_changed
    }

    /// Returns how long the text is when it is sent.
    pub(super) fn encoded_len(self, text: &[u8]) -> usize {
        text.iter().map(|byte| if self.stays(*byte) { 1 } else { 3 }).sum()
    }

    /// Writes the text as it is sent.
    pub(super) fn encode(self, text: &[u8], out: &mut Vec<u8>) {
        let digit = |value: u8| DIGITS[usize::from(value & 0xf)];
        for byte in text {
            if self.stays(*byte) {
                out.push(*byte);
            } else {
                out.extend([b'%', digit(byte >> 4), digit(*byte)]);
            }
        }
    }
}

/// Returns the text that was sent.
pub(super) fn decode(sent: &str) -> Cow<'_, str> {
    if !sent.contains('%') {
        return Cow::Borrowed(sent);
    }
    let mut bytes = Vec::with_capacity(sent.len());
    let mut rest = sent.as_bytes();
    while let Some((byte, tail)) = rest.split_first() {
        rest = tail;
        let pair = if *byte == b'%' { tail.split_first_chunk::<2>() } else { None };
        match pair.map(|(&[high, low], tail)| (digit(high), digit(low), tail)) {
            Some((Some(high), Some(low), tail)) => {
                bytes.push(high << 4 | low);
                rest = tail;
            }
            _ if *byte == b'%' => bytes.extend_from_slice("\u{fffd}".as_bytes()),
            _ => bytes.push(*byte),
        }
    }
    Cow::Owned(
        String::from_utf8(bytes)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
    )
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    // BAG-02
    #[test]
    fn broken_sequences_read_as_the_replacement_character() {
        for (sent, text) in [
            ("plain", "plain"),
            ("%C3%A4", "ä"),
            ("%c3%a4", "ä"),
            ("%C3", "\u{fffd}"),
            ("a%FFb", "a\u{fffd}b"),
            ("100%", "100\u{fffd}"),
            ("%4", "\u{fffd}4"),
            ("%zz%41", "\u{fffd}zzA"),
            ("%%41", "\u{fffd}A"),
        ] {
            assert_eq!(decode(sent), text, "{sent}");
        }
    }

    #[test]
    fn length_is_known_before_anything_is_written() {
        for text in ["", "abc", "a%b", "ä,;\"\\ \n"] {
            for from in [From::Plain, From::Sent] {
                let mut out = Vec::new();
                from.encode(text.as_bytes(), &mut out);
                assert_eq!(out.len(), from.encoded_len(text.as_bytes()), "{text}");
                assert_eq!(out == text.as_bytes(), from.leaves(text.as_bytes()), "{text}");
            }
        }
    }
}
