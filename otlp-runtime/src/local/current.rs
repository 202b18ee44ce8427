//! What the current span is, says and takes.
//!
//! In: questions; attributes for the current span. Out: its context, what it carries, its buffer for as long as user code
//! fills it; buffers for messages.
//! Never here: making another span the current one.

use core::mem;
#[cfg(feature = "tracing")]
use std::sync::Arc;

#[cfg(feature = "opentelemetry")]
use super::beside;
use super::buffer::SpanBuffer;
#[cfg(feature = "tracing")]
use super::lender::{self, Lender};
use super::open::OpenSpan;
use super::state::{KEPT, State, with, with_or_anew};
use crate::baggage::{Baggage, Carried};
use crate::callsite::Callsite;
use crate::config::Limits;
use crate::context::{SpanContext, SpanId};
#[cfg(feature = "opentelemetry")]
use crate::otel;
use crate::pipeline;

/// The context of no span.
pub(super) static NO_SPAN: SpanContext = SpanContext::INVALID;

/// Returns the current span's context; invalid when there is none.
#[inline]
pub(crate) fn context() -> SpanContext {
    #[cfg(feature = "opentelemetry")]
    if let Some(theirs) = otel::active()
        && beside::is_later(theirs)
    {
        return otel::active_context();
    }
    own_context()
}

/// Does as [`context`] for the slot alone.
#[inline]
pub(super) fn own_context() -> SpanContext {
    with(|state| context_of(state.current.as_deref()).clone()).unwrap_or_default()
}

/// Returns what the current span carries, or the thread while there is none.
pub(crate) fn carried() -> Carried {
    #[cfg(feature = "opentelemetry")]
    if let Some(theirs) = otel::active() {
        return beside::carried(theirs);
    }
    own_carried()
}

/// Does as [`carried`] for the slot alone.
pub(super) fn own_carried() -> Carried {
    with(|state| state.carried_now().clone()).unwrap_or_default()
}

/// Exchanges what is carried, and returns the key of the span that carries it; invalid for the thread itself.
pub(crate) fn swap_baggage(baggage: &mut Baggage, expected: Option<SpanId>) -> SpanId {
    with(|state| {
        let key = state.current.as_ref().map_or(SpanId::INVALID, |span| span.key);
        let place = match expected {
            // Of the thread itself, whatever span is entered meanwhile.
            Some(expected) if !expected.is_valid() => Some(&mut state.carried),
            // A span that came or went meanwhile keeps what it has.
            Some(expected) if expected != key => None,
            _ => Some(state.carried_now()),
        };
        if let Some(place) = place {
            let others = place.baggage().clone();
            *place = place.with_baggage(mem::replace(baggage, others));
        }
        key
    })
    .unwrap_or(SpanId::INVALID)
}

/// Returns what `opentelemetry`'s context had when the current span was entered; `None` when none is.
#[cfg(feature = "opentelemetry")]
pub(super) fn entered_beside() -> Option<otel::Active> {
    with(|state| state.current.as_ref().map(|span| span.beside)).flatten()
}

/// Says whether telemetry is installed.
#[inline]
pub(crate) fn is_installed() -> bool {
    pipeline::generation() != 0
}

/// Says whether the current span records.
#[inline]
pub(crate) fn is_recording() -> bool {
    let is_recording = || with(|state| state.current.as_ref().is_some_and(|span| span.is_recording));
    is_installed() && (is_recording().unwrap_or(false) || is_lent_recording())
}

/// Runs `operation` on the current span's buffer, outside of the borrow: it may run user code
/// that makes spans itself, below this one.
pub(crate) fn with_buffer(operation: impl FnOnce(&mut SpanBuffer)) {
    let taken = with(|state| {
        let span = state.current.as_mut()?;
        span.lend().map(|buffer| (buffer, Owner::Entered(span.key)))
    });
    if let Some((buffer, owner)) = taken.flatten().or_else(lent) {
        let mut lent = Lent { buffer: Some(buffer), owner };
        if let Some(buffer) = &mut lent.buffer {
            operation(buffer);
        }
    }
}

/// A span's buffer while user code may run. Goes back also when that panics.
struct Lent {
    buffer: Option<Box<SpanBuffer>>,
    owner: Owner,
}

/// Whose buffer it is.
enum Owner {
    /// The span's with this key, if it is still entered.
    Entered(SpanId),
    /// One that stays elsewhere.
    #[cfg(feature = "tracing")]
    Elsewhere(Arc<dyn Lender>),
}

impl Drop for Lent {
    fn drop(&mut self) {
        let Some(buffer) = self.buffer.take() else { return };
        match &self.owner {
            Owner::Entered(key) => {
                with(|state| {
                    if let Some(span) = state.current.as_mut().filter(|span| span.key == *key) {
                        span.take_back(buffer);
                    }
                });
            }
            #[cfg(feature = "tracing")]
            Owner::Elsewhere(lender) => lender.take_back(buffer),
        }
    }
}

#[cfg(feature = "tracing")]
#[inline(never)]
fn lent() -> Option<(Box<SpanBuffer>, Owner)> {
    let lender = lender::of_current()?;
    Some((lender.lend()?, Owner::Elsewhere(lender)))
}

#[cfg(not(feature = "tracing"))]
const fn lent() -> Option<(Box<SpanBuffer>, Owner)> {
    None
}

#[cfg(feature = "tracing")]
#[inline(never)]
fn is_lent_recording() -> bool {
    lender::of_current().is_some_and(|lender| lender.is_recording())
}

#[cfg(not(feature = "tracing"))]
const fn is_lent_recording() -> bool {
    false
}

/// Returns an empty buffer for an event or a link. `None` when nothing is installed.
pub(crate) fn begin_message() -> Option<Box<SpanBuffer>> {
    let generation = pipeline::generation();
    if generation == 0 {
        return None;
    }
    with_or_anew(|state| state.begin_message(generation)).flatten()
}

/// Keeps the buffer of a message for the thread's next one.
pub(crate) fn end_message(message: Box<SpanBuffer>) {
    with(|state| {
        if state.messages.len() < KEPT && message.is_worth_keeping() {
            state.messages.push(message);
        }
    });
}

impl State {
    /// Returns the place of what is carried.
    pub(super) fn carried_now(&mut self) -> &mut Carried {
        match &mut self.current {
            Some(span) => &mut span.carried,
            None => &mut self.carried,
        }
    }

    fn begin_message(&mut self, generation: u32) -> Option<Box<SpanBuffer>> {
        let limits: Limits = self.join(generation)?.pipeline.limits;
        Some(match self.messages.pop() {
            Some(mut message) => {
                message.reset(Callsite::NONE, limits);
                message
            }
            None => Box::new(SpanBuffer::new(Callsite::NONE, limits)),
        })
    }
}

/// Returns the context of the span in the slot; not a method, so that it borrows nothing else.
#[inline]
pub(super) fn context_of(current: Option<&OpenSpan>) -> &SpanContext {
    current.map_or(&NO_SPAN, |span| &span.context)
}
