//! A value that is no list, as OTLP.
//!
//! In: a borrowed value. Out: an `AnyValue` message; text for people and policies.
//! Never here: the field around it, limits of a whole span, lists.

use core::fmt::{self, Display};

use super::writer::{Hex, truncated};
use super::{AttributeValue, ValueWriter};
use crate::proto::otlp::{any_value, key_value};
use crate::proto::wire::varint_len;

/// A value that is no list.
#[derive(Clone, Copy, Debug)]
pub enum Scalar<'a> {
    Bool(bool),
    Int(i64),
    Double(f64),
    Text(&'a str),
    Bytes(&'a [u8]),
}

impl<'a> Scalar<'a> {
    /// Returns what is left of the value when a text has at most so many characters, and a byte string so many bytes.
    #[expect(clippy::inline_always, reason = "what kind of scalar it is, is known outside")]
    #[inline(always)]
    pub(super) fn cut(self, chars: usize) -> Self {
        match self {
            Self::Text(text) => Self::Text(truncated(text, chars)),
            Self::Bytes(bytes) => Self::Bytes(bytes.get(..chars).unwrap_or(bytes)),
            other => other,
        }
    }

    /// Returns the value as an `AnyValue` message, without a header of its own. `scratch` is for what is long.
    #[expect(clippy::inline_always, reason = "what kind of scalar it is, is known outside")]
    #[inline(always)]
    pub(super) fn message(self, scratch: &'a mut Scratch) -> Message<'a> {
        match self {
            Self::Bool(bool) => Message::short(any_value::BOOL, u64::from(bool), 1),
            Self::Int(int) => Message::varint(any_value::INT, int.cast_unsigned(), scratch),
            Self::Double(double) => {
                let (bytes, _) = scratch.split_at_mut(8);
                bytes.copy_from_slice(&double.to_le_bytes());
                Message { tail: bytes, ..Message::short(any_value::DOUBLE, 0, 0) }
            }
            Self::Text(text) => Message::delimited(any_value::STRING, text.as_bytes()),
            Self::Bytes(bytes) => Message::delimited(any_value::BYTES, bytes),
        }
    }
}

impl AttributeValue for Scalar<'_> {
    fn write(&self, writer: &mut ValueWriter<'_>) {
        writer.scalar(*self);
    }
}

/// Writes a `KeyValue` under `tag` to the beginning of `room`, if it is short and fits. Returns how long it is.
///
/// `key` is encoded beforehand. Byte strings are never short.
#[inline(always)]
pub(crate) fn put_short_attribute(room: &mut [u8], tag: u8, key: &[u8], value: Scalar<'_>) -> Option<usize> {
    // Lengths below it take one byte.
    const SHORT: usize = 0x80;
    // A key has a tag and a length before its text.
    const EMPTY_KEY: usize = 2;
    let (value_tag, value_len) = match value {
        Scalar::Bool(_) => (any_value::BOOL, 1),
        Scalar::Int(int) => (any_value::INT, varint_len(int.cast_unsigned())),
        Scalar::Double(_) => (any_value::DOUBLE, 8),
        Scalar::Text(text) => (any_value::STRING, 1 + text.len()),
        Scalar::Bytes(_) => return None,
    };
    // The value has its tag, and the header of the message that it is.
    let len = key.len() + 3 + value_len;
    if len >= SHORT || key.len() <= EMPTY_KEY {
        return None;
    }
    let (head, rest) = room.split_first_chunk_mut()?;
    let (key_place, rest) = rest.split_at_mut_checked(key.len())?;
    let (value_head, rest) = rest.split_first_chunk_mut()?;
    let place = rest.get_mut(..value_len)?;
    *head = [tag, len.to_le_bytes()[0]];
    copy_short(key_place, key);
    *value_head = [key_value::VALUE, value_len.to_le_bytes()[0] + 1, value_tag];
    match value {
        Scalar::Bool(bool) => copy_short(place, &[u8::from(bool)]),
        Scalar::Int(int) => put_varint(place, int.cast_unsigned()),
        Scalar::Double(double) => copy_short(place, &double.to_le_bytes()),
        Scalar::Text(text) => {
            if let Some((first, place)) = place.split_first_mut() {
                *first = text.len().to_le_bytes()[0];
                copy_short(place, text.as_bytes());
            }
        }
        Scalar::Bytes(_) => {}
    }
    Some(2 + len)
}

/// Writes a varint that is as long as `place`.
#[inline]
fn put_varint(place: &mut [u8], mut value: u64) {
    if let [only] = place {
        *only = value.to_le_bytes()[0];
        return;
    }
    for byte in place.iter_mut() {
        *byte = value.to_le_bytes()[0] | 0x80;
        value >>= 7;
    }
    if let Some(last) = place.last_mut() {
        *last &= 0x7f;
    }
}

/// Copies up to 128 bytes to where there is room for as many: a call of `memcpy` would cost more than most of them do.
#[expect(clippy::inline_always, reason = "some lengths are known outside")]
#[inline(always)]
fn copy_short(to: &mut [u8], from: &[u8]) {
    let is_copied = copy_ends::<64>(to, from)
        || copy_ends::<32>(to, from)
        || copy_ends::<16>(to, from)
        || copy_ends::<8>(to, from)
        || copy_ends::<4>(to, from);
    if !is_copied {
        to.iter_mut().zip(from).take(3).for_each(|(to, from)| *to = *from);
    }
}

/// Copies the first and the last `N` bytes, some of them twice. Does nothing, and says so, where there are fewer.
#[expect(clippy::inline_always, reason = "as for `copy_short`")]
#[inline(always)]
fn copy_ends<const N: usize>(to: &mut [u8], from: &[u8]) -> bool {
    let (Some(first), Some(last)) = (from.first_chunk::<N>(), from.last_chunk::<N>()) else { return false };
    if let Some(begin) = to.first_chunk_mut() {
        *begin = *first;
    }
    if let Some(end) = to.last_chunk_mut() {
        *end = *last;
    }
    true
}

/// Room for a double, or a varint.
pub(super) type Scratch = [u8; 10];

/// An `AnyValue` message that is no list: up to eight bytes that are made here, then bytes that lie elsewhere.
#[derive(Clone, Copy, Debug)]
pub(super) struct Message<'a> {
    /// The first byte is the lowest. A number, which stays in a register: what is written byte by byte and soon read at
    /// once makes the processor wait.
    head: u64,
    head_len: usize,
    tail: &'a [u8],
}

impl<'a> Message<'a> {
    /// A tag, and up to seven bytes.
    #[inline]
    const fn short(tag: u8, bytes: u64, len: usize) -> Self {
        Self { head: tag as u64 | bytes << 8, head_len: 1 + len, tail: &[] }
    }

    #[inline]
    fn varint(tag: u8, value: u64, scratch: &'a mut Scratch) -> Self {
        match value {
            0..0x80 => Self::short(tag, value, 1),
            0x80..0x4000 => Self::short(tag, value & 0x7f | 0x80 | value >> 7 << 8, 2),
            _ => Self::long_varint(tag, value, scratch),
        }
    }

    fn long_varint(tag: u8, mut value: u64, scratch: &'a mut Scratch) -> Self {
        let mut len = 0;
        for byte in scratch.iter_mut() {
            len += 1;
            *byte = value.to_le_bytes()[0] & 0x7f;
            value >>= 7;
            if value == 0 {
                break;
            }
            *byte |= 0x80;
        }
        let tail: &[u8] = scratch;
        Self { tail: tail.get(..len).unwrap_or(tail), ..Self::short(tag, 0, 0) }
    }

    #[inline]
    fn delimited(tag: u8, bytes: &'a [u8]) -> Self {
        let len = bytes.len() as u64;
        // Lengths of up to 2^35 have five bytes.
        let head = match len {
            0..0x80 => Self::short(tag, len, 1),
            _ => Self::long_length(tag, len),
        };
        Self { tail: bytes, ..head }
    }

    #[cold]
    fn long_length(tag: u8, mut len: u64) -> Self {
        let (mut bytes, mut count) = (0, 0);
        while len >= 0x80 {
            bytes |= (len & 0x7f | 0x80) << (8 * count);
            len >>= 7;
            count += 1;
        }
        Self::short(tag, bytes | len << (8 * count), count + 1)
    }

    #[inline]
    pub(super) const fn len(&self) -> usize {
        self.head_len + self.tail.len()
    }

    /// Appends the message.
    #[inline]
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        // All of the head, since a constant length is copied at once.
        out.extend_from_slice(&self.head.to_le_bytes());
        out.truncate(out.len() - (size_of::<u64>() - self.head_len));
        if !self.tail.is_empty() {
            out.extend_from_slice(self.tail);
        }
    }
}

/// What a policy sees of the value.
impl Display for Scalar<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(bool) => bool.fmt(f),
            Self::Int(int) => int.fmt(f),
            Self::Double(double) => double.fmt(f),
            Self::Text(text) => text.fmt(f),
            Self::Bytes(bytes) => Hex(bytes).fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribute::{Key, ValueLimits};
    use crate::proto::wire::{Field, Fields};

    fn put(scalar: Scalar<'_>) -> Vec<u8> {
        let (mut scratch, mut out) = ([0; 10], Vec::new());
        let message = scalar.message(&mut scratch);
        message.put(&mut out);
        assert_eq!(out.len(), message.len());
        out
    }

    #[test]
    fn integers_of_all_lengths_are_read_back() {
        for shift in 0..64 {
            for bits in [(1_u64 << shift) - 1, 1 << shift, u64::MAX >> shift] {
                let out = put(Scalar::Int(bits.cast_signed()));
                assert_eq!(Fields::new(&out).collect::<Vec<_>>(), [(3, Field::Varint(bits))]);
            }
        }
    }

    #[test]
    fn texts_of_all_lengths_of_lengths_are_read_back() {
        for len in [0, 1, 127, 128, 16_383, 16_384, 2_097_152] {
            let text = "x".repeat(len);
            let out = put(Scalar::Text(&text));
            assert_eq!(Fields::new(&out).collect::<Vec<_>>(), [(1, Field::Delimited(text.as_bytes()))]);
        }
    }

    #[test]
    fn short_attributes_are_the_bytes_that_longer_code_writes() {
        const SHORT_ONES: usize = 191;
        let limits = ValueLimits { chars: usize::MAX, buffer_bytes: 1 << 20 };
        let texts = [0, 1, 100, 116, 117, 118, 119, 120, 127, 128, 300].map(|len| "x".repeat(len));
        let ints = [0, 1, 0x7f, 0x80, 0x3fff, 0x4000, i64::MAX, -1].map(Scalar::Int);
        let scalars = texts.iter().map(|text| Scalar::Text(text)).chain(ints);
        let keys = [1, 2, 3, 5, 6, 7, 13, 14, 15, 29, 30, 31, 100].map(|len| {
            let mut key = vec![b'\n', len];
            key.resize(usize::from(len) + 2, b'k');
            &*key.leak()
        });
        let others = [Scalar::Bool(false), Scalar::Bool(true), Scalar::Double(1.5), Scalar::Bytes(b"b")];
        let scalars: Vec<Scalar<'_>> = scalars.chain(others).collect();
        let mut short = 0;
        for (scalar, key) in scalars.iter().flat_map(|scalar| keys.map(|key| (*scalar, key))) {
            let mut all = Vec::new();
            scalar.write(&mut ValueWriter::new(&mut all, 0x4a, &Key::new(key), limits));
            let mut room = vec![0xee; 200];
            match put_short_attribute(&mut room, 0x4a, key, scalar) {
                Some(len) => {
                    assert_eq!(room[..len], all);
                    short += 1;
                    // Exactly as much room is enough, and a byte less is not.
                    assert_eq!(put_short_attribute(&mut room[..len], 0x4a, key, scalar), Some(len));
                    assert_eq!(put_short_attribute(&mut room[..len - 1], 0x4a, key, scalar), None);
                }
                None => assert!(all.len() > 0x81 || matches!(scalar, Scalar::Bytes(_)), "{scalar:?}"),
            }
        }
        assert_eq!(short, SHORT_ONES);
        assert_eq!(put_short_attribute(&mut [0; 200], 0x4a, b"\n\0", Scalar::Bool(true)), None);
    }

    #[test]
    fn booleans_and_doubles_are_literal_bytes() {
        assert_eq!(put(Scalar::Bool(true)), [0x10, 1]);
        assert_eq!(put(Scalar::Double(-2.0)), [0x21, 0, 0, 0, 0, 0, 0, 0, 0xc0]);
    }
}
