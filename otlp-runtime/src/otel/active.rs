//! The context of the `opentelemetry` crate that is current on this thread.
//!
//! In: that crate's thread-local. Out: the span it has, whether it suppresses telemetry; nothing, until the bridge is
//! installed.
//! Never here: contexts of ours, user code.
//!
//! Reading may happen while that crate holds its thread-local (it calls tracers and propagators so), attaching may not.

use core::sync::atomic::{AtomicBool, Ordering};
use std::panic::catch_unwind;

use opentelemetry::Context;
use opentelemetry::baggage::BaggageExt as _;
use opentelemetry::trace::{self as otel, TraceContextExt as _};

use super::found::{added, notes};
use crate::baggage::{Baggage, Notes};
use crate::context::{SpanContext, SpanId};

/// Whether spans look at contexts of that crate: true for good once a part of the bridge is made.
static IS_BRIDGED: AtomicBool = AtomicBool::new(false);

thread_local! {
    static WITNESS: Witness = Witness::new();
}

/// Is there as long as the thread's context is. That crate panics where its thread-local is gone, and does not tell.
struct Witness {
    is_alive: bool,
}

impl Witness {
    /// Makes sure that the context is made first: the standard library drops a thread's values in reverse order.
    fn new() -> Self {
        // Unwinds for a thread that first has a span when it has dropped its context.
        Self { is_alive: catch_unwind(|| Context::map_current(|_| ())).is_ok() }
    }
}

impl Drop for Witness {
    // Without a destructor the value would outlive all others.
    fn drop(&mut self) {
        self.is_alive = false;
    }
}

/// Says that spans look at contexts of that crate from now on; what that takes, `local::bridge` does.
pub(crate) fn bridge() {
    // Relaxed: nothing else is published with it.
    IS_BRIDGED.store(true, Ordering::Relaxed);
}

/// Says whether spans look at contexts of that crate.
#[inline]
pub(crate) fn is_bridged() -> bool {
    IS_BRIDGED.load(Ordering::Relaxed)
}

/// What matters to spans in a context.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Active {
    /// Invalid when there is no span.
    pub(crate) span_id: SpanId,
    /// The address of the baggage; contexts that are made from each other share it.
    pub(crate) baggage: usize,
    pub(crate) is_suppressed: bool,
}

impl Active {
    /// An address that nothing has.
    pub(crate) const NONE: Self = Self { span_id: SpanId::INVALID, baggage: 0, is_suppressed: false };
}

/// Looks at the thread's context. `None` without a bridge, and when the thread is ending.
#[inline]
pub(crate) fn active() -> Option<Active> {
    if is_bridged() { look() } else { None }
}

#[inline(never)]
fn look() -> Option<Active> {
    with_current(|current| Active {
        span_id: current.span().span_context().span_id().into(),
        baggage: baggage_address(current),
        is_suppressed: current.is_telemetry_suppressed(),
    })
}

/// Returns what identifies the span of the thread's context; invalid when there is none.
pub(crate) fn active_context() -> SpanContext {
    with_current(|current| current.span().span_context().into()).unwrap_or_default()
}

/// Returns the notes about the span of the thread's context.
pub(crate) fn active_notes() -> Notes {
    with_current(notes).unwrap_or_default()
}

/// Returns `ours` with the baggage of the thread's context over it.
pub(crate) fn baggage_over(ours: &Baggage) -> Baggage {
    with_current(|current| added(current, ours)).unwrap_or_else(|| ours.clone())
}

/// Returns the thread's context; an empty one when the thread is ending.
pub(crate) fn current() -> Context {
    with_current(Clone::clone).unwrap_or_default()
}

/// Says whether `given` has the span that the thread's context has, or none as it has none.
pub(crate) fn is_active(given: &Context) -> bool {
    with_current(|current| carried(current) == carried(given)).unwrap_or(false)
}

/// Says whether `given` shares the baggage of the thread's context: it is that one, or was made from it.
pub(crate) fn has_active_baggage(given: &Context) -> bool {
    with_current(|current| baggage_address(current) == baggage_address(given)).unwrap_or(false)
}

fn baggage_address(context: &Context) -> usize {
    core::ptr::from_ref(context.baggage()).addr()
}

/// Returns the ids in a context; zeros where it says that there is no parent, and `None` where it says nothing.
fn carried(context: &Context) -> Option<(otel::TraceId, otel::SpanId)> {
    let span = context.span();
    let found = span.span_context();
    context.has_active_span().then(|| (found.trace_id(), found.span_id()))
}

/// Suppresses the telemetry of this thread for those who ask that crate.
pub(crate) fn suppress() {
    // Stays for as long as the thread does.
    core::mem::forget(Context::enter_telemetry_suppressed_scope());
}

fn with_current<R>(look: impl FnOnce(&Context) -> R) -> Option<R> {
    WITNESS.try_with(|witness| witness.is_alive.then(|| Context::map_current(look))).ok().flatten()
}
