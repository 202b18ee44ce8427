//! Protobuf wire primitives, the few that OTLP needs.
//!
//! In: numbers, bytes, text. Out: their encoding, appended to a `Vec<u8>`.
//! Never here: OTLP field numbers (see `otlp`), spans, allocation beyond the vector's own.

/// Returns how many bytes `value` takes as a varint: 1 to 10.
#[inline]
pub(crate) const fn varint_len(value: u64) -> usize {
    // 9/64 approximates 1/7 closely enough to be exact for all 64 bit lengths.
    let bits = 64 - (value | 1).leading_zeros() as usize;
    (bits * 9 + 64) / 64
}

/// Appends `value` as a varint.
#[inline]
pub(crate) fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        #[expect(clippy::cast_possible_truncation, reason = "the low seven bits are what is meant")]
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    #[expect(clippy::cast_possible_truncation, reason = "below 0x80 by the loop")]
    out.push(value as u8);
}

/// Returns the length of a length-delimited field with a one-byte tag around `len` bytes.
#[inline]
pub(crate) const fn delimited_len(len: usize) -> usize {
    1 + varint_len(len as u64) + len
}

/// Appends a one-byte tag and a length; the caller appends exactly `len` bytes.
#[inline]
pub(crate) fn put_delimited(out: &mut Vec<u8>, tag: u8, len: usize) {
    match u8::try_from(len) {
        // Most are short: both bytes at once.
        Ok(len @ 0..0x80) => out.extend_from_slice(&[tag, len]),
        _ => put_long_delimited(out, tag, len),
    }
}

#[cold]
fn put_long_delimited(out: &mut Vec<u8>, tag: u8, len: usize) {
    out.push(tag);
    put_varint(out, len as u64);
}

/// Appends a one-byte tag, the length of `bytes`, and `bytes`.
#[inline]
pub(crate) fn put_bytes(out: &mut Vec<u8>, tag: u8, bytes: &[u8]) {
    put_delimited(out, tag, bytes.len());
    out.extend_from_slice(bytes);
}

/// Turns the bytes from `start` on into a length-delimited field by moving them behind a header.
///
/// For contents whose length is known only once they are written (formatted text, arrays).
pub(crate) fn delimit_tail(out: &mut Vec<u8>, tag: u8, start: usize) {
    let body_len = out.len().saturating_sub(start);
    put_delimited(out, tag, body_len);
    let header_len = out.len().saturating_sub(start + body_len);
    if let Some(tail) = out.get_mut(start..) {
        tail.rotate_right(header_len);
    }
}

/// One field read back from a message: its number and what follows the tag.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Field<'a> {
    Varint(u64),
    Fixed64(u64),
    Delimited(&'a [u8]),
    Fixed32(u32),
}

/// Walks the fields of a message; ends at the end of input or at the first malformed field.
///
/// Reads only what this crate wrote, so a malformed field means a bug of ours; stopping there
/// keeps that bug from becoming a panic in the watched program.
#[derive(Clone, Debug)]
pub(crate) struct Fields<'a> {
    rest: &'a [u8],
}

impl<'a> Fields<'a> {
    pub(crate) const fn new(message: &'a [u8]) -> Self {
        Self { rest: message }
    }

    /// What has not been read yet.
    pub(crate) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    #[inline]
    fn varint(&mut self) -> Option<u64> {
        // Tags and lengths are mostly of one byte.
        match self.rest.split_first()? {
            (&byte, rest) if byte < 0x80 => {
                self.rest = rest;
                Some(u64::from(byte))
            }
            _ => self.long_varint(),
        }
    }

    #[inline(never)]
    fn long_varint(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..70).step_by(7) {
            let (&byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            value |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.rest.split_at_checked(len)?;
        self.rest = rest;
        Some(head)
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = (u64, Field<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let key = self.varint()?;
        let field = match key & 7 {
            0 => Field::Varint(self.varint()?),
            1 => Field::Fixed64(u64::from_le_bytes(self.take(8)?.try_into().ok()?)),
            2 => {
                let len = usize::try_from(self.varint()?).ok()?;
                Field::Delimited(self.take(len)?)
            }
            5 => Field::Fixed32(u32::from_le_bytes(self.take(4)?.try_into().ok()?)),
            _ => return None,
        };
        Some((key >> 3, field))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn varint_len_is_what_put_varint_writes() {
        for shift in 0..64 {
            for value in [(1_u64 << shift) - 1, 1 << shift, (1 << shift) | 1, u64::MAX >> shift] {
                let mut out = Vec::new();
                put_varint(&mut out, value);
                assert_eq!(out.len(), varint_len(value), "{value:#x}");
                assert_eq!(Fields::new(&out).varint(), Some(value));
            }
        }
    }

    #[test]
    fn delimit_tail_moves_the_body_behind_its_header() {
        let mut out = vec![9];
        out.extend_from_slice(&[7; 200]);
        delimit_tail(&mut out, 0x0a, 1);
        assert_eq!(out[..4], [9, 0x0a, 200, 1]);
        assert_eq!(out[4..], [7; 200]);
    }

    #[test]
    fn truncated_message_ends_the_walk() {
        assert_eq!(Fields::new(&[0x0a, 5, 1]).next(), None);
        assert_eq!(Fields::new(&[0x09, 1, 2]).next(), None);
        assert_eq!(Fields::new(&[0xff; 12]).next(), None);
    }
}
