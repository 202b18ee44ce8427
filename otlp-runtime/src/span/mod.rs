//! Spans as users and generated code hold them.
//!
//! In: a callsite or a builder. Out: `Span` (started), `SpanGuard` (entered until dropped),
//! `Traced` and `TracedStream` (entered while polled), `CurrentSpan` (whatever is entered now).
//! Never here: thread-local state, bytes, export.

mod attached;
mod attributes;
mod builder;
mod carry;
mod current;
mod elsewhere;
mod event;
mod guard;
mod link;
mod outcome;
mod parent;
mod returned;
mod traced;
mod traced_stream;

pub use attributes::{AttributesWriter, GroupPlace, InGroup, KeySet, SpanAttributes};
pub use builder::{Named, SpanBuilder, Unnamed};
#[cfg(feature = "tower")]
pub(crate) use carry::inject_shared;
pub(crate) use carry::propagators;
pub use carry::{BaggageGuard, WithBaggage, extract, extract_with, inject, inject_with};
pub use current::CurrentSpan;
pub use elsewhere::{FutureExt, InCurrentSpan, StreamExt};
pub use event::Event;
pub use guard::SpanGuard;
pub use link::{Link, Links};
pub use outcome::{
    Absent, ErrorType, Failed, Fallible, OfAnything, OfFallible, OfResult, Outcome, OwnErrorType, Recordable,
    ReturnPlace, Returned, ShowOk, ShowValue, TypeName,
};
pub use parent::Parent;
pub use returned::{
    Answer, BoxedFuture, BoxedStream, Later, Now, Returns, ReturnsFuture, ReturnsStream, ReturnsValue,
    RunsNow, later, later_each, later_each_seen, later_each_seen_unsaid, later_seen, later_seen_unsaid,
};
pub use traced::{Announce, Announced, Traced, Unobserved};
pub use traced_stream::TracedStream;

use core::fmt::Display;

use crate::attribute::AttributeValue;
use crate::attribute::{Key, Scalar};
use crate::baggage::Carried;
use crate::callsite::Callsite;
#[cfg(feature = "tracing")]
use crate::callsite::SpanKind;
#[cfg(any(feature = "opentelemetry", feature = "tracing"))]
use crate::clock::Moment;
use crate::context::SpanContext;
use crate::context::SpanId;
pub(crate) use crate::local::Relation;
use crate::local::buffer::SpanBuffer;
use crate::local::{self, Entry, OpenSpan};
use crate::status::StatusCode;

/// A span that has started and is not entered: it is nobody's parent yet, and can be sent to
/// another thread.
///
/// Ends when dropped. Enter it with [`enter`](Self::enter), [`in_scope`](Self::in_scope) or
/// [`FutureExt::in_span`](crate::FutureExt::in_span).
///
/// ```
/// use otlp_runtime::{Span, SpanKind};
///
/// let mut span = Span::builder().name("dial").kind(SpanKind::Client).start();
/// span.record("server.port", 443);
/// let answer = span.in_scope(|| 6 * 7);
/// span.end();
/// assert_eq!(answer, 42);
/// ```
#[derive(Debug)]
#[must_use = "the span ends when it is dropped; bind it, as in `let span = ...`"]
pub struct Span {
    /// `None` when nothing is installed, or when an unsampled parent stands for this span. While
    /// the span is entered, what the thread's slot held before.
    open: Option<Box<OpenSpan>>,
    /// What the box is known by; invalid when there is no span.
    key: SpanId,
}

impl Span {
    /// Begins to describe a span.
    pub fn builder() -> SpanBuilder<Unnamed> {
        SpanBuilder::new()
    }

    /// Returns the span that is entered on this thread.
    pub fn current() -> CurrentSpan {
        CurrentSpan::new()
    }

    /// No span.
    pub(crate) const NONE: Self = Self { open: None, key: SpanId::INVALID };

    #[inline]
    pub(crate) fn start(callsite: &'static Callsite, relation: Relation<'_>) -> Self {
        let open = local::begin(callsite, relation);
        Self::holding(open)
    }

    /// Starts a child of the current span that records something at once.
    #[inline]
    pub(crate) fn start_described(callsite: &'static Callsite) -> Self {
        Self::holding(local::begin_described(callsite))
    }

    /// Stands for the span of `context`, which is open elsewhere or has ended; for no span if that is invalid.
    fn standing_for(context: &SpanContext, carried: Carried) -> Self {
        Self::holding(local::stand_in(context, carried))
    }

    /// A span that was entered.
    #[inline]
    fn of_entry(entry: Entry) -> Self {
        let (open, key) = entry.into_parts();
        Self { open, key }
    }

    /// Makes what is no span stand for the current one, if that is not sampled and stood for it: what has been polled here
    /// may be polled elsewhere next time, and what begins in it must not be sampled there either.
    #[inline]
    fn stand_for_unsampled(&mut self) {
        if local::is_installed() {
            *self = Self::holding(local::stand_in_unsampled());
        }
    }

    #[inline]
    fn holding(open: Option<Box<OpenSpan>>) -> Self {
        let key = open.as_ref().map_or(SpanId::INVALID, |span| span.key);
        Self { open, key }
    }

    /// Asks the sampler, if that waited for the attributes that the span starts with.
    #[inline]
    pub(crate) fn settle(&mut self) {
        if let Some(span) = &mut self.open
            && span.is_undecided()
        {
            local::settle(span);
        }
    }

    /// Starts a child of the current span and enters it.
    #[inline]
    pub(crate) fn start_entered(callsite: &'static Callsite) -> SpanGuard {
        SpanGuard::new(local::begin_entered(callsite))
    }

    /// The box, unless a guard left behind put another one there.
    #[inline]
    fn own(&self) -> Option<&OpenSpan> {
        self.open.as_deref().filter(|span| span.key == self.key)
    }

    /// Says whether anything can be recorded on the span; it is exported if its context is sampled, too.
    #[inline]
    pub fn is_recording(&self) -> bool {
        self.own().is_some_and(|span| span.is_recording)
    }

    /// As [`is_recording`](Self::is_recording), of a span that was never entered.
    #[inline]
    pub(crate) fn starts_recording(&self) -> bool {
        self.open.as_ref().is_some_and(|span| span.is_recording)
    }

    /// Returns what identifies the span to its children.
    ///
    /// When the span is not recorded this is the context it would hand on: that of its
    /// unsampled parent, or an invalid one.
    pub fn context(&self) -> SpanContext {
        match self.own() {
            Some(span) => span.context.clone(),
            None => local::context(),
        }
    }

    #[inline]
    pub(crate) fn buffer(&mut self) -> Option<&mut SpanBuffer> {
        self.open.as_mut().filter(|span| span.key == self.key)?.buffer()
    }

    /// Records an attribute whose key nothing else in the span has, on a span that was never entered: no guard can
    /// have been left behind.
    #[inline]
    pub(crate) fn unique_attribute<T: AttributeValue>(&mut self, key: &'static [u8], value: &T) {
        if let Some(open) = &mut self.open {
            put_unique(open, key, value);
        }
    }

    /// Records an attribute; a value that `key` had before is replaced.
    ///
    /// Limits apply ([`Limits`](crate::Limits)).
    pub fn record(&mut self, key: &str, value: impl AttributeValue) {
        if let Some(buffer) = self.buffer() {
            buffer.attribute(&Key::text(key), &value);
        }
    }

    /// Records a group of attributes; values that their keys had before are replaced.
    pub fn record_all(&mut self, group: &(impl SpanAttributes + ?Sized)) {
        if let Some(buffer) = self.buffer() {
            group.write(&mut AttributesWriter::new(buffer));
        }
    }

    /// Adds an event at this moment.
    pub fn add_event(&mut self, event: Event) {
        if let Some(buffer) = self.buffer() {
            event.add_to(buffer);
        }
    }

    /// Adds a link to another span.
    pub fn add_link(&mut self, link: impl Into<Link>) {
        if let Some(buffer) = self.buffer() {
            link.into().add_to(buffer);
        }
    }

    /// Sets the status to `Error` with a message for people.
    pub fn set_error(&mut self, message: impl Display) {
        self.set_status(StatusCode::Error, message);
    }

    /// Sets the status. `Ok` is final; `Unset` changes nothing; the message counts for `Error` only.
    pub fn set_status(&mut self, code: StatusCode, message: impl Display) {
        if let Some(buffer) = self.buffer() {
            buffer.set_status(code, &message);
        }
    }

    /// Makes the span the current one of this thread until the guard is dropped, which ends it.
    #[inline]
    pub fn enter(mut self) -> SpanGuard {
        self.settle();
        SpanGuard::new(self.open.take().map_or(Entry::NONE, local::enter))
    }

    /// Runs `work` with the span as the current one; the span goes on afterwards.
    pub fn in_scope<R>(&mut self, work: impl FnOnce() -> R) -> R {
        let _entered = Entered::new(self);
        work()
    }

    /// Ends the span now.
    pub fn end(self) {
        drop(self);
    }

    /// Says whether the thread unwinds, for a cause that came after the span's start.
    #[inline]
    pub(crate) fn is_unwinding(&self) -> bool {
        std::thread::panicking() && self.open.as_ref().is_some_and(|span| !span.started_in_panic)
    }

    /// Runs `work` in the span, which goes on afterwards, unless `work` panics: then it ends, and is marked.
    #[cfg(feature = "tower")]
    #[inline]
    pub(crate) fn during<R>(&mut self, work: impl FnOnce() -> R) -> R {
        let _polling = traced::Polling::new(self);
        work()
    }

    /// Records an attribute whose key nothing else in the span has.
    #[cfg(feature = "tower")]
    pub(crate) fn record_first(&mut self, key: &str, value: impl AttributeValue) {
        if let Some(buffer) = self.buffer() {
            buffer.unique_attribute(&Key::text(key), &value);
        }
    }

    /// Sets the status to `Error`, and what class of error it is unless the span says so already.
    #[cfg(feature = "tower")]
    pub(crate) fn fail(&mut self, error_type: &str) {
        if let Some(buffer) = self.buffer() {
            buffer.set_outcome(StatusCode::Error, &"", error_type);
        }
    }

    /// Says whether there is a span, recorded or not.
    #[cfg(any(feature = "tracing", feature = "tower"))]
    pub(crate) const fn is_present(&self) -> bool {
        self.open.is_some()
    }

    /// Lends what the span records into; see [`OpenSpan::lend`].
    #[cfg(feature = "tracing")]
    pub(crate) fn lend(&mut self) -> Option<Box<SpanBuffer>> {
        self.open.as_mut()?.lend()
    }

    /// Takes back what was lent, unless the span has ended.
    #[cfg(feature = "tracing")]
    pub(crate) fn take_back(&mut self, buffer: Box<SpanBuffer>) {
        if let Some(open) = &mut self.open {
            open.take_back(buffer);
        }
    }

    /// Replaces the kind of a builder's span.
    #[cfg(feature = "tracing")]
    pub(crate) fn set_kind(&mut self, kind: SpanKind) {
        if let Some(span) = &mut self.open {
            span.callsite = Callsite::dynamic(kind);
        }
    }

    /// Ends the span as of a moment, or now. Only for spans that nobody enters.
    #[cfg(any(feature = "opentelemetry", feature = "tracing"))]
    pub(crate) fn end_at(mut self, at: Option<Moment>, is_panic: bool) {
        if let Some(span) = self.open.take() {
            local::end_detached_at(span, at, is_panic);
        }
    }

    /// Ends the span of a future that was dropped before it was done (EXC-04).
    pub(crate) fn end_cancelled(&mut self) {
        if let Some(buffer) = self.buffer() {
            buffer.attribute(&Key::text(CANCELLED), &true);
        }
        self.end_now(false);
    }

    /// Returns what identifies the span; `None` when there is no span.
    #[cfg(feature = "opentelemetry")]
    pub(crate) fn own_context(&self) -> Option<SpanContext> {
        self.own().map(|span| span.context.clone())
    }

    /// Returns when the span started; `None` when there is no span.
    #[cfg(feature = "opentelemetry")]
    pub(crate) fn own_start(&self) -> Option<Moment> {
        self.own().map(|span| span.start)
    }

    /// Makes the start another moment than that of the call.
    #[cfg(feature = "opentelemetry")]
    pub(crate) fn set_start(&mut self, start: Moment) {
        if let Some(span) = &mut self.open {
            span.start = start;
        }
    }

    #[inline]
    fn end_now(&mut self, is_panic: bool) {
        if let Some(span) = self.open.take() {
            local::end_detached(self.key, span, is_panic);
        }
    }
}

/// Records an attribute. Out of line, once for each type of value: annotated functions stay small.
#[inline(never)]
fn put_unique<T: AttributeValue>(open: &mut OpenSpan, key: &'static [u8], value: &T) {
    match value.__scalar() {
        Some(Scalar::Bool(bool)) => open.put_bool(key, bool),
        Some(Scalar::Int(int)) => open.put_int(key, int),
        Some(Scalar::Double(double)) => open.put_double(key, double),
        Some(Scalar::Text(text)) => open.put_text(key, text),
        _ => put_any(open, key, value),
    }
}

#[inline(never)]
fn put_any<T: AttributeValue>(open: &mut OpenSpan, key: &'static [u8], value: &T) {
    if let Some(buffer) = open.buffer() {
        buffer.unique_attribute(&Key::new(key), value);
    }
}

/// Keeps a span in the thread's slot while it lives.
///
/// If the span's owner leaves a guard behind, that one is on top of the slot and travels with the
/// owner until the next time.
struct Entered<'a> {
    span: &'a mut Span,
    /// False when there is no span, or no thread state, as in a thread's last destructors.
    is_entered: bool,
}

impl<'a> Entered<'a> {
    #[inline]
    fn new(span: &'a mut Span) -> Self {
        let is_entered = span.open.is_some() && local::swap_in(&mut span.open);
        Self { span, is_entered }
    }

    /// Leaves the span and ends it, in one step.
    #[inline]
    fn end(&mut self) {
        if core::mem::take(&mut self.is_entered) {
            local::exit_entered(self.span.key, self.span.open.take());
        } else if self.span.open.is_some() {
            self.span.end_now(false);
        }
    }

    #[inline]
    fn leave(&mut self) {
        if core::mem::take(&mut self.is_entered) {
            local::swap(&mut self.span.open);
        }
    }
}

impl Drop for Entered<'_> {
    #[inline]
    fn drop(&mut self) {
        self.leave();
    }
}

/// Marks a span whose future was dropped before completion. Not an error: the status stays unset.
const CANCELLED: &str = "cancelled";

#[inline(never)]
fn end_dropped(key: SpanId, mut span: Box<OpenSpan>) {
    // An attribute's expression panicked before the sampler was asked.
    if span.is_undecided() {
        local::settle(&mut span);
    }
    let is_panic = std::thread::panicking() && !span.started_in_panic;
    local::end_detached(key, span, is_panic);
}

impl Drop for Span {
    #[inline]
    fn drop(&mut self) {
        if let Some(span) = self.open.take() {
            end_dropped(self.key, span);
        }
    }
}
