//! The one door of generated code: what the macros of this version print calls to, and nothing else.
//!
//! In: callsites and values, from `otlp-macros`. Out: calls into `span`.
//! Never here: anything for people. Not covered by semantic versioning; `otlp-macros` is pinned
//! to the exact version of this crate.

use crate::span::Relation;

pub use crate::attribute::{
    ArrayWriter, AttributeElement, AttributeKeys, AttributeValue, Key, Place, Required, ValueOf, ValueWriter,
    no_key_in_both, no_key_twice,
};
pub use crate::attribute::{debug, display};
pub use crate::attribute::{registered as keys, typed};
pub use crate::callsite::{Callsite, NamePart};
#[cfg(feature = "pseudonym")]
pub use crate::privacy::PseudonymKey;
pub use crate::privacy::{Redact, RedactOption, RedactValue, masked, truncated};
pub use crate::propagation::{Context, EntryPoint, Extractor, Injector, Propagators};
pub use crate::span::{
    Absent, Announce, Announced, Answer, AttributesWriter, BoxedFuture, BoxedStream, ErrorType, Event,
    Failed, Fallible, GroupPlace, InGroup, KeySet, Later, Links, Now, Outcome, Parent, Recordable,
    ReturnPlace, Returned, Returns, RunsNow, Span, SpanAttributes, SpanGuard, Traced, later, later_each,
    later_each_seen, later_each_seen_unsaid, later_seen, later_seen_unsaid,
};

/// Starts a child of the current span, to be described and then entered, at once and on this thread.
#[inline]
pub fn start(callsite: &'static Callsite) -> Span {
    Span::start_described(callsite)
}

/// Starts a child of the current span, to be entered anywhere: when an unsampled parent stands for it, a span of its own
/// that is not recorded either.
#[inline]
pub fn start_movable(callsite: &'static Callsite) -> Span {
    Span::start(callsite, Relation::CurrentAnywhere)
}

/// Starts the root of a new trace: `root`.
#[inline]
pub fn start_root(callsite: &'static Callsite) -> Span {
    Span::start(callsite, Relation::Root)
}

/// Starts what a given span, or a context from a carrier, makes: `parent = expr`, `extract(expr)`.
#[inline]
pub fn start_from(callsite: &'static Callsite, context: &Context) -> Span {
    Span::start_from(callsite, context)
}

/// Returns the propagators for `extract(expr)` and `inject(expr)`.
#[inline]
#[must_use]
pub fn propagators() -> Propagators {
    crate::span::propagators()
}

/// Says whether the expressions of `extract(..)` and `inject(..)` are worth evaluating.
#[inline]
#[must_use]
pub fn propagates() -> bool {
    !propagators().is_empty()
}

/// Returns what a span hands on that was just started.
#[must_use]
pub fn context(span: &mut Span) -> Context {
    // The flag that is handed on is the sampler's last word.
    span.settle();
    span.handed_on()
}

/// Starts a child of the current span and makes it the current one.
#[inline]
pub fn entered(callsite: &'static Callsite) -> SpanGuard {
    Span::start_entered(callsite)
}

/// Says whether attributes are worth evaluating, of a span that was just started.
#[inline]
#[must_use]
pub fn is_recording(span: &Span) -> bool {
    span.starts_recording()
}

// Attributes are printed as `__private::AttributeValue::__put(&value, PLACE)`.

/// The place of an attribute whose key the macro has checked to be unique in the span.
#[derive(Debug)]
pub struct InSpan<'a>(pub &'a mut Span, pub &'static [u8]);

impl Place for InSpan<'_> {
    #[inline]
    fn put(self, value: &impl AttributeValue) {
        self.0.unique_attribute(self.1, value);
    }
}

/// The place of a group of attributes: `attributes(expr)`.
///
/// Printed as `__private::SpanAttributes::__put_all::<KEYS>(&expr, AllInSpan(&mut span))`, where `KEYS` is
/// `()`, or a type whose [`KeySet`] are the other keys of the span.
#[derive(Debug)]
pub struct AllInSpan<'a>(pub &'a mut Span);

impl GroupPlace for AllInSpan<'_> {
    #[inline]
    fn put_all(self, group: &impl SpanAttributes) {
        self.0.record_all(group);
    }
}

/// Makes a span the current one.
#[inline]
pub fn enter(span: Span) -> SpanGuard {
    span.enter()
}

/// Runs a function's body in an entered span and looks at what it returns.
#[inline]
pub fn observe<R>(guard: SpanGuard, body: impl FnOnce() -> R, observe: impl FnOnce(&R)) -> R {
    let output = body();
    observe(&output);
    drop(guard);
    output
}

/// Runs a function's async body in a span and looks at what it returns.
#[inline]
pub fn traced<F: Future, O: FnOnce(&F::Output)>(span: Span, future: F, observe: O) -> Traced<F, O> {
    Traced::new(span, future, observe)
}

/// Runs a function's async body in a child of the current span, to be awaited at once.
#[inline]
pub fn traced_entered<F: Future, O: FnOnce(&F::Output)>(
    callsite: &'static Callsite,
    future: F,
    observe: O,
) -> Traced<F, O> {
    Traced::entered(callsite, future, observe)
}

/// Runs a function's async body in the span that it announces.
#[inline]
pub fn traced_announced<F: Future, O: FnOnce(&F::Output)>(future: F, observe: O) -> Announced<F, O> {
    Announced::new(future, observe)
}

/// Says, from inside of an async body, what its span is.
#[inline]
pub const fn announce(span: Span) -> Announce {
    Announce::new(span)
}

// A function that returns a future or a stream is printed as a call of `later` or `later_each`, of
// `pinned` around it, or of `<Type as BoxedFuture>::__later`.

/// Boxes what a function returned in a box.
#[inline]
pub fn pinned<T>(value: T) -> core::pin::Pin<Box<T>> {
    Box::pin(value)
}

// `ret(%)` and `ret(?)` are printed as
// `{ use __private::shown_values::*; (&__private::Returned(out)).shown() }`, whose
// value is put into `ReturnPlace`: method look-up finds `ShowOk` for a `Result` and `ShowValue`
// for the rest, by type. `err` and `ret` are methods of `Fallible` and `Recordable`.

// One of the traits in each module is always used, so importing all of them is never linted; an `allow` would not
// compile in a crate that forbids the lint.

/// The traits among which method look-up chooses the `error.type` of an error.
pub mod error_types {
    pub use crate::span::{OwnErrorType as _, TypeName as _};
}

/// The traits among which method look-up chooses whether what is returned runs later.
pub mod answers {
    pub use crate::span::{ReturnsFuture as _, ReturnsStream as _, ReturnsValue as _};
}

/// The traits among which method look-up chooses what the `err` of a block looks at.
pub mod outcomes {
    pub use crate::span::{OfAnything as _, OfFallible as _, OfResult as _};
}

/// The traits among which method look-up chooses what `ret(%)` and `ret(?)` show.
pub mod shown_values {
    pub use crate::span::{ShowOk as _, ShowValue as _};
}

/// Tells the compiler an async block's output type; never runs.
#[must_use]
#[expect(clippy::unreachable, reason = "the call stands behind `if false`")]
pub fn unreachable<T>() -> T {
    unreachable!("generated code never calls this")
}

/// Says whether the current span records.
#[inline]
#[must_use]
pub fn is_recording_current() -> bool {
    Span::current().is_recording()
}

/// The place of an attribute of the current span.
#[derive(Debug)]
pub struct InCurrent(pub Key<'static>);

impl Place for InCurrent {
    #[inline]
    fn put(self, value: &impl AttributeValue) {
        Span::current().attribute(self.0, value);
    }
}

/// The place of a group of attributes of the current span.
#[derive(Debug)]
pub struct AllInCurrent;

impl GroupPlace for AllInCurrent {
    #[inline]
    fn put_all(self, group: &impl SpanAttributes) {
        Span::current().record_all(group);
    }
}

/// Starts an event.
pub fn event(name: &str) -> Event {
    Event::new(name)
}

/// The place of an attribute of an event.
#[derive(Debug)]
pub struct InEvent<'a>(pub &'a mut Event, pub Key<'static>);

impl Place for InEvent<'_> {
    #[inline]
    fn put(self, value: &impl AttributeValue) {
        self.0.attribute(self.1, value);
    }
}

/// The place of a group of attributes of an event.
#[derive(Debug)]
pub struct AllInEvent<'a>(pub &'a mut Event);

impl GroupPlace for AllInEvent<'_> {
    #[inline]
    fn put_all(self, group: &impl SpanAttributes) {
        self.0.group(group);
    }
}

/// Reads the clock of spans, as they do twice. Nothing is printed with it; benches compare spans with it.
#[inline]
#[must_use]
pub fn unix_nanos() -> u64 {
    crate::clock::now().unix_nanos
}

/// Adds an event to the current span.
pub fn add_event(event: Event) {
    Span::current().add_event(event);
}
