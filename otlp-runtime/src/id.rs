//! Fast random ids, one generator per thread.
//!
//! In: a seed from the operating system. Out: trace and span ids, never zero.
//! Never here: secrets; these ids are unique, not unguessable.

use core::hash::{BuildHasher, Hasher};
use std::hash::RandomState;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::context::{SpanId, TraceId};

/// A generator of ids (wyrand by way of `fastrand`), seeded lazily.
///
/// The two halves of a trace id come from two generators: one alone, with its 64 bits of state,
/// could make no more than 2^64 different trace ids.
#[derive(Debug)]
pub(crate) struct IdGenerator(Option<[fastrand::Rng; 2]>);

impl IdGenerator {
    pub(crate) const fn new() -> Self {
        Self(None)
    }

    #[inline]
    fn generators(&mut self) -> &mut [fastrand::Rng; 2] {
        self.0.get_or_insert_with(|| [(), ()].map(|()| fastrand::Rng::with_seed(seed())))
    }

    /// Returns a new trace id; all of its 128 bits are random.
    #[inline]
    pub(crate) fn trace_id(&mut self) -> TraceId {
        let [first, second] = self.generators();
        let (high, low) = (non_zero(first), non_zero(second));
        TraceId::from_bytes(((u128::from(high) << 64) | u128::from(low)).to_ne_bytes())
    }

    /// Returns a new span id.
    #[inline]
    pub(crate) fn span_id(&mut self) -> SpanId {
        let [first, _] = self.generators();
        SpanId::from_bytes(non_zero(first).to_ne_bytes())
    }
}

/// Returns a number that no other generator has, in this process or another.
#[cold]
fn seed() -> u64 {
    // `RandomState` takes its keys from the operating system, once per thread, and counts on. A forked child
    // has the keys of its parent, and so have its siblings: process and time tell them apart.
    let mut hasher = RandomState::new().build_hasher();
    hasher.write_u32(std::process::id());
    hasher.write_u128(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos());
    hasher.finish()
}

#[inline]
fn non_zero(generator: &mut fastrand::Rng) -> u64 {
    loop {
        let value = generator.u64(..);
        if value != 0 {
            return value;
        }
    }
}
