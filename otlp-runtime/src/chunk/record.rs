//! One ended span in a chunk: a fixed head and the encoded rest.
//!
//! In: what is known when a span ends. Out: eight words (one cache line) and a tail of ready
//! OTLP `Span` fields; and both again, from a chunk's words.
//! Never here: how a span gets its values, encoding of requests.

#![expect(unsafe_code, reason = "ARCHITECTURE.md lists this file")]

use core::num::NonZeroUsize;

use crate::callsite::Callsite;
use crate::context::{SpanId, TraceFlags, TraceId};

/// Words of a record's head.
pub(crate) const HEAD_WORDS: usize = 8;

/// The fixed part of an ended span.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record {
    pub(crate) trace_id: TraceId,
    pub(crate) span_id: SpanId,
    /// Invalid for a root.
    pub(crate) parent_span_id: SpanId,
    pub(crate) start_unix_nanos: u64,
    pub(crate) end_unix_nanos: u64,
    pub(crate) callsite: &'static Callsite,
    pub(crate) trace_flags: TraceFlags,
    pub(crate) parent_is_remote: bool,
    /// The tail holds all attributes; those of the callsite do not count.
    pub(crate) owns_attributes: bool,
    /// The tail holds the name; that of the callsite does not count.
    pub(crate) owns_name: bool,
}

const PARENT_IS_REMOTE: u64 = 1 << 40;
const OWNS_ATTRIBUTES: u64 = 1 << 41;
const OWNS_NAME: u64 = 1 << 42;

impl Record {
    /// Packs the head in front of a tail of `tail_len` bytes.
    #[inline]
    pub(crate) fn to_words(self, tail_len: u32) -> [u64; HEAD_WORDS] {
        let trace_id = u128::from_ne_bytes(self.trace_id.to_bytes());
        let mut last = u64::from(tail_len) | u64::from(self.trace_flags.to_u8()) << 32;
        if self.parent_is_remote {
            last |= PARENT_IS_REMOTE;
        }
        if self.owns_attributes {
            last |= OWNS_ATTRIBUTES;
        }
        if self.owns_name {
            last |= OWNS_NAME;
        }
        #[expect(clippy::cast_possible_truncation, reason = "the two halves of a 128-bit id")]
        [
            trace_id as u64,
            (trace_id >> 64) as u64,
            u64::from_ne_bytes(self.span_id.to_bytes()),
            u64::from_ne_bytes(self.parent_span_id.to_bytes()),
            self.start_unix_nanos,
            self.end_unix_nanos,
            core::ptr::from_ref(self.callsite).expose_provenance() as u64,
            last,
        ]
    }

    /// Unpacks the record that starts at the first of `words`; returns it, its tail, and how
    /// many words it takes. `None` at the end.
    #[inline]
    pub(crate) fn read(words: &[u64]) -> Option<(Self, &[u8], usize)> {
        let (head, rest) = words.split_first_chunk::<HEAD_WORDS>()?;
        let [low, high, span_id, parent, start, end, callsite, last] = *head;
        let tail_len = usize::try_from(last & 0xffff_ffff).ok()?;
        let tail = bytes_of(rest).get(..tail_len)?;
        let callsite = NonZeroUsize::new(usize::try_from(callsite).ok()?)?;
        let record = Self {
            trace_id: TraceId::from_bytes((u128::from(low) | u128::from(high) << 64).to_ne_bytes()),
            span_id: SpanId::from_bytes(span_id.to_ne_bytes()),
            parent_span_id: SpanId::from_bytes(parent.to_ne_bytes()),
            start_unix_nanos: start,
            end_unix_nanos: end,
            callsite: callsite_at(callsite),
            trace_flags: TraceFlags::new(last.to_le_bytes()[4]),
            parent_is_remote: last & PARENT_IS_REMOTE != 0,
            owns_attributes: last & OWNS_ATTRIBUTES != 0,
            owns_name: last & OWNS_NAME != 0,
        };
        Some((record, tail, HEAD_WORDS + tail_len.div_ceil(8)))
    }
}

fn callsite_at(address: NonZeroUsize) -> &'static Callsite {
    // SAFETY: dereference,
    // 1. valid: `to_words` is the only writer of this word and took the address of a
    //    `&'static Callsite`, whose provenance it exposed;
    // 2. unchanged: words of a chunk are written once and read only when committed (`append`, rules 2 and 3);
    // 3. shared reads only: a `Callsite` has no interior mutability.
    unsafe { &*core::ptr::with_exposed_provenance::<Callsite>(address.get()) }
}

fn bytes_of(words: &[u64]) -> &[u8] {
    // SAFETY: `slice::from_raw_parts`: any initialised `u64`s are eight times as many initialised
    // bytes; the lifetime is that of `words`.
    unsafe { core::slice::from_raw_parts(words.as_ptr().cast::<u8>(), size_of_val(words)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::callsite::{Scope, SpanKind};

    #[test]
    fn record_survives_the_way_through_words() {
        static CALLSITE: Callsite = Callsite::new(Scope::NONE, SpanKind::Client, "x", b"");
        let record = Record {
            trace_id: TraceId::from_bytes(*b"0123456789abcdef"),
            span_id: SpanId::from_bytes(*b"ABCDEFGH"),
            parent_span_id: SpanId::from_bytes(*b"abcdefgh"),
            start_unix_nanos: 1,
            end_unix_nanos: u64::MAX,
            callsite: &CALLSITE,
            trace_flags: TraceFlags::new(0xa5),
            parent_is_remote: true,
            owns_attributes: true,
            owns_name: true,
        };
        let mut words = record.to_words(3).to_vec();
        words.push(u64::from_ne_bytes(*b"xyz\0\0\0\0\0"));
        let (read, tail, len) = Record::read(&words).unwrap();
        assert_eq!(format!("{read:?}"), format!("{record:?}"));
        assert_eq!((tail, len), (&b"xyz"[..], 9));
        assert!(Record::read(&words[..8]).is_none());
    }
}
