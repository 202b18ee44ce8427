//! The encoded fields of a span, one after the other: the tail of its record.
//!
//! In: bytes, short ones into room that is there already, others by way of a vector. Out: the fields.
//! Never here: what the bytes mean.

use core::ops::{Deref, DerefMut};

use super::MAX_SPAN_BYTES;

/// Room that is made behind the fields whenever they were edited.
const ROOM: usize = 256;

/// Fields, and room behind them.
///
/// What is short is written into a slice, so that its place is looked for once and not by each of its parts.
#[derive(Debug)]
pub(super) struct Tail {
    /// From `len` on, bytes that mean nothing.
    bytes: Vec<u8>,
    len: usize,
}

impl Tail {
    /// Makes an empty tail with room, if there is memory for it.
    pub(super) fn new() -> Self {
        let mut tail = Self { bytes: Vec::new(), len: 0 };
        // Without it the first attribute asks again.
        let _ = tail.edit().try_reserve_exact(ROOM);
        tail
    }

    /// Forgets the fields and keeps the memory.
    #[inline]
    pub(super) fn clear(&mut self) {
        self.len = 0;
    }

    /// Returns the room behind the fields.
    #[inline]
    pub(super) fn room(&mut self) -> Option<&mut [u8]> {
        self.bytes.get_mut(self.len..)
    }

    /// Takes as many bytes of the room as fields.
    #[inline]
    pub(super) fn take_room(&mut self, len: usize) {
        self.len += len;
    }

    /// Returns the fields as a vector, to be changed in any way.
    pub(super) fn edit(&mut self) -> Edit<'_> {
        self.bytes.truncate(self.len);
        Edit(self)
    }

    /// Takes what the vector has as the fields, and makes room behind them.
    #[inline(never)]
    fn make_room(&mut self) {
        self.len = self.bytes.len();
        // No more memory than there is, and no more than a span may have.
        let end = (self.len + ROOM).min(self.bytes.capacity()).min(MAX_SPAN_BYTES).max(self.len);
        self.bytes.resize(end, 0);
    }

    /// Returns how many bytes fit without more memory.
    #[inline]
    pub(super) fn capacity(&self) -> usize {
        self.bytes.capacity()
    }
}

impl Deref for Tail {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or(&self.bytes)
    }
}

/// The fields as a vector; makes room behind them when it is done.
#[derive(Debug)]
pub(super) struct Edit<'a>(&'a mut Tail);

impl Deref for Edit<'_> {
    type Target = Vec<u8>;

    fn deref(&self) -> &Vec<u8> {
        &self.0.bytes
    }
}

impl DerefMut for Edit<'_> {
    fn deref_mut(&mut self) -> &mut Vec<u8> {
        &mut self.0.bytes
    }
}

impl Drop for Edit<'_> {
    #[inline]
    fn drop(&mut self) {
        self.0.make_room();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(tail: &mut Tail) -> &mut [u8] {
        tail.room().unwrap()
    }

    #[test]
    fn room_is_not_part_of_the_fields_until_it_is_taken() {
        let mut tail = Tail::new();
        assert_eq!((room(&mut tail).len(), &*tail), (ROOM, &b""[..]));
        room(&mut tail)[..3].copy_from_slice(b"abc");
        tail.take_room(2);
        assert_eq!((room(&mut tail).len(), &*tail), (ROOM - 2, &b"ab"[..]));
        tail.edit().push(b'd');
        assert_eq!(&*tail, b"abd");
        tail.clear();
        assert_eq!((room(&mut tail).len(), &*tail), (ROOM, &b""[..]));
    }

    #[test]
    fn room_ends_where_a_span_must_end() {
        let mut tail = Tail::new();
        tail.edit().reserve(MAX_SPAN_BYTES + ROOM);
        tail.edit().resize(MAX_SPAN_BYTES - 1, 0);
        assert_eq!(room(&mut tail).len(), 1);
        tail.edit().resize(MAX_SPAN_BYTES + 1, 0);
        assert_eq!(room(&mut tail).len(), 0);
    }
}
