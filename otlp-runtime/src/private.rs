//! The one door of generated code: what the macros of this version print calls to, and nothing else.
//!
//! In: callsites and values, from `otlp-macros`. Out: calls into `span`.
//! Never here: anything for people. Not covered by semantic versioning; `otlp-macros` is pinned
//! to the exact version of this crate.

pub use core::{env, option_env};

use crate::span::Relation;

pub use crate::attribute::typed;
pub use crate::attribute::{AttributeValue, Key, Place, ValueOf};
pub use crate::attribute::{debug, display};
pub use crate::callsite::{Callsite, NamePart, Scope, SpanKind};
pub use crate::context::SpanContext;
pub use crate::span::{
    Event, Fallible, Link, Parent, Recordable, ReturnPlace, Returned, ShowOk, ShowValue, Span, SpanGuard,
    Traced,
};

/// Names the scope of the crate that is being compiled.
#[doc(hidden)]
#[macro_export]
macro_rules! __otlp_scope {
    () => {
        $crate::__private::Scope::new(
            $crate::__private::crate_name($crate::__private::option_env!("CARGO_PKG_NAME")),
            $crate::__private::crate_name($crate::__private::option_env!("CARGO_PKG_VERSION")),
        )
    };
}

pub use crate::__otlp_scope as scope;

/// Returns what cargo says, or nothing when something else than cargo builds the crate.
#[must_use]
pub const fn crate_name(name: Option<&'static str>) -> &'static str {
    match name {
        Some(name) => name,
        None => "",
    }
}

/// Starts a child of the current span.
#[inline]
pub fn start(callsite: &'static Callsite) -> Span {
    Span::start(callsite, Relation::Current)
}

/// Starts the root of a new trace: `root`.
#[inline]
pub fn start_root(callsite: &'static Callsite) -> Span {
    Span::start(callsite, Relation::Root)
}

/// Starts a child of a given span: `parent = expr`.
#[inline]
pub fn start_child(callsite: &'static Callsite, parent: &SpanContext) -> Span {
    Span::start(callsite, Relation::ChildOf(parent))
}

/// Says whether attributes are worth evaluating.
#[inline]
#[must_use]
pub fn is_recording(span: &Span) -> bool {
    span.is_recording()
}

// Attributes are printed as `__private::AttributeValue::__put(&value, PLACE)`.

/// The place of an attribute whose key the macro has checked to be unique in the span.
#[derive(Debug)]
pub struct InSpan<'a>(pub &'a mut Span, pub Key<'static>);

impl Place for InSpan<'_> {
    #[inline]
    fn put(self, value: &impl AttributeValue) {
        self.0.unique_attribute(self.1, value);
    }
}

/// Records links: `links = expr`.
pub fn links<L: Into<Link>>(span: &mut Span, links: impl IntoIterator<Item = L>) {
    for link in links {
        span.add_link(link);
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

// `ret(%)` and `ret(?)` are printed as
// `{ use __private::{ShowOk as _, ShowValue as _}; (&__private::Returned(out)).shown() }`, whose
// value is put into `ReturnPlace`: method look-up finds `ShowOk` for a `Result` and `ShowValue`
// for the rest, by type. `err` and `ret` are methods of `Fallible` and `Recordable`.

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

/// Adds an event to the current span.
pub fn add_event(event: Event) {
    Span::current().add_event(event);
}
