//! The two halves of an open span.
//!
//! In: what `thread` decides at the start. Out: the same, at the end.
//! Never here: thread-locals, bytes.

use super::buffer::SpanBuffer;
use crate::callsite::Callsite;
use crate::context::{SpanContext, SpanId};

/// Who a span is and what it has recorded; in the thread's slot while the span is entered.
#[derive(Debug)]
pub(crate) struct Active {
    pub(crate) context: SpanContext,
    pub(crate) callsite: &'static Callsite,
    /// Taken from the thread's store when there is something to record.
    pub(crate) buffer: Option<Box<SpanBuffer>>,
}

impl Active {
    /// No span.
    pub(crate) const NONE: Self =
        Self { context: SpanContext::INVALID, callsite: Callsite::NONE, buffer: None };

    /// Says whether what is recorded will be exported.
    #[inline]
    pub(crate) fn is_recording(&self) -> bool {
        self.context.is_sampled() && !self.context.is_remote()
    }
}

/// When and where a span began; with its guard or future.
#[derive(Debug)]
pub(crate) struct Open {
    pub(crate) span_id: SpanId,
    pub(crate) parent_span_id: SpanId,
    pub(crate) start_unix_nanos: u64,
    pub(crate) generation: u32,
    pub(crate) parent_is_remote: bool,
    /// Started while the thread was unwinding, so that unwinding says nothing about this span.
    pub(crate) started_in_panic: bool,
}

/// Whose child a new span is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Relation<'a> {
    /// The child of the thread's current span; a root when there is none.
    Current,
    /// The root of a new trace.
    Root,
    /// The child of this span; a root when it is invalid.
    ChildOf(&'a SpanContext),
}

/// A span whose guard was dropped while a younger span was entered.
#[derive(Debug)]
pub(crate) struct Deferred {
    pub(crate) open: Open,
    pub(crate) end_unix_nanos: u64,
    pub(crate) is_panic: bool,
    /// What the slot held before the span was entered.
    pub(crate) previous: Active,
}
