//! The shared-memory primitives of `append`, in one place so that the loom models can bring their own.
//!
//! In: nothing. Out: `std`'s types, and `Words`: a fixed run of words whose disjoint parts are
//! written and read at the same time.
//! Never here: protocol; who may touch which word is told in `append`.

#![expect(unsafe_code, reason = "ARCHITECTURE.md lists this file")]

pub(crate) use std::sync::Arc;
pub(crate) use std::sync::atomic::{AtomicUsize, Ordering};

use core::cell::UnsafeCell;
use core::ops::Range;

/// Words with interior mutability.
pub(crate) struct Words(Box<[UnsafeCell<u64>]>);

// SAFETY: `Sync`: all access goes through the `unsafe` methods below, whose callers uphold that
// no word is written while anybody else reads or writes it.
unsafe impl Sync for Words {}

impl Words {
    /// Allocates `len` words, all zero; `None` when there is no memory.
    pub(crate) fn zeroed(len: usize) -> Option<Self> {
        let mut words = Vec::new();
        words.try_reserve_exact(len).ok()?;
        words.resize_with(len, || UnsafeCell::new(0));
        Some(Self(words.into_boxed_slice()))
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    fn at(&self, index: usize) -> *mut u64 {
        UnsafeCell::raw_get(self.0.as_ptr().wrapping_add(index))
    }

    /// Copies `words` to `index` and after.
    ///
    /// # Safety
    ///
    /// 1. `index + N` is at most the length.
    /// 2. Nobody else reads or writes these words meanwhile.
    #[inline]
    pub(crate) unsafe fn write<const N: usize>(&self, index: usize, words: &[u64; N]) {
        // SAFETY: `ptr::write`: valid by 1, aligned because the cells are, exclusive by 2.
        unsafe { self.at(index).cast::<[u64; N]>().write(*words) }
    }

    /// Copies `bytes` to the word `index` and after; the rest of the last word becomes zero.
    ///
    /// # Safety
    ///
    /// 1. `index + bytes.len() / 8`, rounded up, is at most the length.
    /// 2. Nobody else reads or writes these words meanwhile.
    #[inline]
    pub(crate) unsafe fn write_bytes(&self, index: usize, bytes: &[u8]) {
        let (whole, rest) = bytes.as_chunks::<8>();
        let target = self.at(index).cast::<u8>();
        // SAFETY: `copy_nonoverlapping`: valid by 1; bytes have no alignment; exclusive by 2,
        // and a borrowed slice cannot overlap words nobody else may read.
        unsafe { core::ptr::copy_nonoverlapping(whole.as_ptr().cast::<u8>(), target, whole.len() * 8) };
        if !rest.is_empty() {
            // SAFETY: `ptr::write`: the rounded-up last word is valid by 1, aligned, exclusive by 2.
            unsafe { self.at(index + whole.len()).write(last_word(bytes, rest)) };
        }
    }

    /// Borrows words.
    ///
    /// # Safety
    ///
    /// 1. The range ends at most at the length.
    /// 2. Nobody writes these words as long as the slice lives.
    #[inline]
    pub(crate) unsafe fn slice(&self, range: Range<usize>) -> &[u64] {
        // SAFETY: `slice::from_raw_parts`: `UnsafeCell<u64>` has the layout of `u64`; in bounds by 1,
        // initialised because the words start as zero, unchanged by 2.
        unsafe { core::slice::from_raw_parts(self.at(range.start), range.len()) }
    }
}

/// Returns `rest`, the bytes at the end of `bytes` that fill no word, as one that zeros fill.
#[inline]
fn last_word(bytes: &[u8], rest: &[u8]) -> u64 {
    if let Some(last) = bytes.last_chunk::<8>() {
        // Shifted out of the last eight bytes: quicker than byte by byte.
        return (u64::from_le_bytes(*last) >> (8 * (8 - rest.len()))).to_le();
    }
    let mut last = [0; 8];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    u64::from_ne_bytes(last)
}

impl core::fmt::Debug for Words {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        // Contents are not printed: they may be under way.
        write!(f, "Words({})", self.0.len())
    }
}
