//! Fast random ids, one generator per thread.
//!
//! In: a seed from the operating system. Out: trace and span ids, never zero.
//! Never here: secrets; these ids are unique, not unguessable.

use core::hash::{BuildHasher, Hasher};
use std::hash::RandomState;

use crate::context::{SpanId, TraceId};

/// A generator of ids (wyrand by way of `fastrand`), seeded lazily.
#[derive(Debug)]
pub(crate) struct IdGenerator(Option<fastrand::Rng>);

impl IdGenerator {
    pub(crate) const fn new() -> Self {
        Self(None)
    }

    #[inline]
    fn rng(&mut self) -> &mut fastrand::Rng {
        self.0.get_or_insert_with(|| {
            // `RandomState` takes its keys from the operating system once per thread.
            fastrand::Rng::with_seed(RandomState::new().build_hasher().finish())
        })
    }

    #[inline]
    fn non_zero(&mut self) -> u64 {
        let rng = self.rng();
        loop {
            let value = rng.u64(..);
            if value != 0 {
                return value;
            }
        }
    }

    /// Returns a new trace id; all of its 128 bits are random.
    #[inline]
    pub(crate) fn trace_id(&mut self) -> TraceId {
        let (high, low) = (self.non_zero(), self.non_zero());
        TraceId::from_bytes(((u128::from(high) << 64) | u128::from(low)).to_ne_bytes())
    }

    /// Returns a new span id.
    #[inline]
    pub(crate) fn span_id(&mut self) -> SpanId {
        SpanId::from_bytes(self.non_zero().to_ne_bytes())
    }
}
