//! What samplers answer, and what becomes of the span.
//!
//! In: a wish (keep, drop, or a threshold). Out: flags, recording, trace state.
//! Never here: who wishes what.

use std::borrow::Cow;

use crate::attribute::{KeyValue, Value};
use crate::context::{SpanContext, TraceId, TraceState};
use crate::ot::{self, Threshold};

/// What a sampler wants for a span, before the randomness of its trace has spoken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Wanted {
    Keep,
    Drop,
    Reach(Threshold),
}

impl Wanted {
    pub(super) const fn keep_if(is_kept: bool) -> Self {
        if is_kept { Self::Keep } else { Self::Drop }
    }
}

/// What becomes of a span.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Verdict {
    pub(crate) is_sampled: bool,
    pub(crate) is_recording: bool,
    threshold: Written,
}

/// What the trace state says of the threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Written {
    AsBefore,
    Is(Threshold),
    Erased,
}

impl Verdict {
    pub(super) const KEEP: Self = Self { is_sampled: true, is_recording: true, threshold: Written::AsBefore };
    pub(super) const DROP: Self =
        Self { is_sampled: false, is_recording: false, threshold: Written::AsBefore };
    pub(super) const RECORD_ONLY: Self =
        Self { is_sampled: false, is_recording: true, threshold: Written::AsBefore };

    /// Lets the randomness of the trace speak.
    pub(super) fn new(
        wanted: Wanted,
        is_recorded_anyway: bool,
        state: &TraceState,
        trace_id: TraceId,
    ) -> Self {
        let (is_sampled, threshold) = match wanted {
            Wanted::Keep => (true, Written::AsBefore),
            Wanted::Drop => (false, Written::AsBefore),
            Wanted::Reach(threshold) if threshold.keeps(ot::randomness(state, trace_id)) => {
                (true, Written::Is(threshold))
            }
            Wanted::Reach(_) => (false, Written::Erased),
        };
        Self { is_sampled, is_recording: is_sampled || is_recorded_anyway, threshold }
    }

    /// Returns the trace state of a span, from that of its parent.
    #[inline]
    pub(crate) fn trace_state(self, parent: &SpanContext, trace_id: TraceId) -> TraceState {
        let is_as_before = self.threshold == Written::AsBefore;
        // Within the process nothing contradicts itself, unless this decision does.
        let is_consistent = !parent.is_remote() && parent.is_sampled() == self.is_sampled;
        if is_as_before && (parent.trace_state().is_empty() || is_consistent) {
            return parent.trace_state().clone();
        }
        self.rewritten(parent.trace_state(), trace_id)
    }

    #[cold]
    pub(super) fn rewritten(self, state: &TraceState, trace_id: TraceId) -> TraceState {
        match self.threshold {
            Written::AsBefore => ot::consistent(state, trace_id, self.is_sampled),
            Written::Is(threshold) => ot::with_threshold(state, Some(threshold)),
            Written::Erased => ot::with_threshold(state, None),
        }
    }
}

/// A sampler's answer (OpenTelemetry `SamplingResult`).
///
/// ```
/// use otlp_runtime::{SamplingResult, Threshold};
///
/// let answer = SamplingResult::reach(Threshold::from_probability(0.1)).with("shop.sampler", "cautious");
/// # let _ = answer;
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use = "the answer is for the span that was asked about"]
pub struct SamplingResult {
    wanted: Wanted,
    is_recorded_anyway: bool,
    attributes: Vec<KeyValue>,
    trace_state: Option<TraceState>,
}

impl SamplingResult {
    /// Not recorded, not exported (OpenTelemetry `DROP`).
    pub const fn drop() -> Self {
        Self::new(Wanted::Drop)
    }

    /// Recorded and not exported (OpenTelemetry `RECORD_ONLY`).
    pub const fn record_only() -> Self {
        Self::drop().or_record_only()
    }

    /// Recorded and exported, whatever the randomness of the trace (OpenTelemetry `RECORD_AND_SAMPLE`).
    pub const fn sample() -> Self {
        Self::new(Wanted::Keep)
    }

    /// Recorded and exported when the randomness of the trace reaches the threshold, which is then written into the trace
    /// state; else dropped.
    pub const fn reach(threshold: Threshold) -> Self {
        Self::new(Wanted::Reach(threshold))
    }

    /// Records the span also when it is not exported.
    pub const fn or_record_only(mut self) -> Self {
        self.is_recorded_anyway = true;
        self
    }

    /// Adds an attribute to the span if it is recorded; a value that the key has is replaced.
    pub fn with(mut self, key: impl Into<Cow<'static, str>>, value: impl Into<Value>) -> Self {
        self.attributes.push(KeyValue::new(key, value));
        self
    }

    /// Replaces the trace state that the span goes on with. Default: that of the parent.
    pub fn trace_state(mut self, state: TraceState) -> Self {
        self.trace_state = Some(state);
        self
    }

    const fn new(wanted: Wanted) -> Self {
        Self { wanted, is_recorded_anyway: false, attributes: Vec::new(), trace_state: None }
    }

    /// Decides: what becomes of the span, its trace state, and the attributes to add.
    pub(crate) fn decide(
        self,
        parent: &SpanContext,
        trace_id: TraceId,
    ) -> (Verdict, TraceState, Vec<KeyValue>) {
        let state = self.trace_state.unwrap_or_else(|| parent.trace_state().clone());
        let verdict = Verdict::new(self.wanted, self.is_recorded_anyway, &state, trace_id);
        let state = if state.is_empty() && verdict.threshold == Written::AsBefore {
            state
        } else {
            verdict.rewritten(&state, trace_id)
        };
        (verdict, state, self.attributes)
    }
}

impl From<Wanted> for SamplingResult {
    fn from(wanted: Wanted) -> Self {
        Self::new(wanted)
    }
}
