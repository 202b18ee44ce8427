//! One rule of a sampler's table.
//!
//! In: a span's parent and trace id. Out: what becomes of the span, or who is to be asked.
//! Never here: user code, but for asking it.

use core::fmt;
use std::borrow::Cow;
use std::sync::Arc;

use super::limit::RateLimit;
use super::result::{Verdict, Wanted};
use super::{SamplingParameters, SamplingResult, ShouldSample};
use crate::clock;
use crate::context::{SpanContext, TraceId};
use crate::ot::{self, Threshold};
use crate::sync::caught;

/// What the table says. All but the last are decided where the span starts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Rule {
    Keep,
    Drop,
    RecordOnly,
    /// Keep when the random part of the trace id is below.
    Below(u64),
    /// Keep when the randomness of the trace reaches the threshold.
    Reach(Threshold),
    /// Keep by the threshold of the parent; follow its flag when it has none.
    ParentThreshold,
    /// Keep by a threshold that moves.
    Limited(Arc<RateLimit>),
    /// Ask, outside of the thread's state: runs code of users.
    Asked(Asked),
}

/// A sampler that looks at the span.
#[derive(Clone)]
pub(crate) struct Asked(Arc<dyn ShouldSample>);

/// A user's sampler. Goes away on the last thread that knows it, between two of its spans or at its end: a panic then
/// would be one in the watched program, or abort it.
struct Guarded<S: ShouldSample>(Option<S>);

impl<S: ShouldSample> ShouldSample for Guarded<S> {
    fn should_sample(&self, span: &SamplingParameters<'_>) -> SamplingResult {
        self.0.as_ref().map_or(SamplingResult::drop(), |sampler| sampler.should_sample(span))
    }

    fn description(&self) -> Cow<'_, str> {
        self.0.as_ref().map_or(Cow::Borrowed(""), ShouldSample::description)
    }
}

impl<S: ShouldSample> Drop for Guarded<S> {
    fn drop(&mut self) {
        let sampler = self.0.take();
        let _ = caught(|| drop(sampler));
    }
}

impl Asked {
    pub(super) fn new(sampler: impl ShouldSample) -> Self {
        Self(Arc::new(Guarded(Some(sampler))))
    }

    /// Asks the sampler; user code may run.
    pub(crate) fn should_sample(&self, span: &SamplingParameters<'_>) -> SamplingResult {
        self.0.should_sample(span)
    }
}

// Futures in a span stay unwind safe: a sampler that panicked is asked again, in whatever state it is.
impl core::panic::UnwindSafe for Asked {}
impl core::panic::RefUnwindSafe for Asked {}

impl PartialEq for Asked {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.description())
    }
}

impl Rule {
    /// Says whether the span is dropped whatever its trace id.
    #[inline]
    pub(crate) const fn is_drop(&self) -> bool {
        matches!(self, Self::Drop)
    }

    /// Decides about a span, but for `Asked`: its span is recorded until the sampler has been asked.
    #[inline]
    pub(crate) fn decide(&self, parent: &SpanContext, trace_id: TraceId) -> Verdict {
        match self {
            Self::Keep | Self::Asked(_) => Verdict::KEEP,
            Self::Drop => Verdict::DROP,
            Self::RecordOnly => Verdict::RECORD_ONLY,
            rule => rule.decide_by_trace(parent, trace_id),
        }
    }

    #[inline(never)]
    fn decide_by_trace(&self, parent: &SpanContext, trace_id: TraceId) -> Verdict {
        Verdict::new(self.wanted(parent, trace_id), false, parent.trace_state(), trace_id)
    }

    /// Says what is to become of a span, before its randomness has spoken.
    pub(super) fn wanted(&self, parent: &SpanContext, trace_id: TraceId) -> Wanted {
        let randomness = || ot::randomness(parent.trace_state(), trace_id);
        match self {
            Self::Keep | Self::Asked(_) => Wanted::Keep,
            Self::Drop | Self::RecordOnly => Wanted::Drop,
            Self::Below(bound) => {
                #[expect(clippy::cast_possible_truncation, reason = "the low half of the id is what counts")]
                let low = u128::from_be_bytes(trace_id.to_bytes()) as u64;
                // Without its lowest bit: 63 random bits.
                Wanted::keep_if(low >> 1 < *bound)
            }
            Self::Reach(threshold) => Wanted::Reach(*threshold),
            Self::ParentThreshold => {
                let given = ot::threshold(parent.trace_state()).map(Wanted::Reach);
                given.unwrap_or_else(|| Wanted::keep_if(parent.is_sampled()))
            }
            Self::Limited(limit) => Wanted::Reach(limit.threshold(clock::now(), randomness())),
        }
    }
}
