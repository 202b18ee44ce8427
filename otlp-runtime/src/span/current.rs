//! The span that is entered on this thread.
//!
//! In: calls from anywhere below an entered span. Out: additions to that span.
//! Never here: starting or ending spans.

use core::fmt::Display;
use core::marker::PhantomData;

use super::{AttributesWriter, Event, Link, SpanAttributes};
use crate::attribute::AttributeValue;
use crate::attribute::Key;
use crate::context::SpanContext;
use crate::local;
use crate::propagation::Context;
use crate::status::StatusCode;

/// The current span of this thread. Get it with [`Span::current`](super::Span::current).
///
/// Without a current span, or when it is not recorded, everything here does nothing.
///
/// ```
/// use otlp_runtime::Span;
///
/// let span = Span::current();
/// span.record("acme.cart.items", 3);
/// assert!(!span.is_recording()); // nothing is installed in this example
/// ```
#[derive(Clone, Copy, Debug)]
pub struct CurrentSpan {
    _not_send: PhantomData<*const ()>,
}

impl CurrentSpan {
    pub(super) const fn new() -> Self {
        Self { _not_send: PhantomData }
    }

    /// Returns what identifies the span to its children; invalid when there is no span.
    ///
    /// With the bridge to the `opentelemetry` crate, that of the span in its current context, if that is the later one.
    pub fn context(self) -> SpanContext {
        local::context()
    }

    /// Makes `work` run in this span wherever it is called: spans begun there become its children. The baggage goes along.
    ///
    /// The span itself stays where it is, and may have ended by then. What `work` records goes to spans of its own,
    /// not to this one. Without a current span, `work` runs in none. For work that is called more than once, and for
    /// channels, keep [`Context::current`] and call [`Context::in_scope`]; for futures see
    /// [`FutureExt::in_current_span`](super::FutureExt::in_current_span).
    ///
    /// ```
    /// use otlp_runtime::{Span, traced};
    ///
    /// #[traced]
    /// fn work() {}
    ///
    /// let thread = std::thread::spawn(Span::current().carry(work));
    /// # thread.join().unwrap();
    /// ```
    #[must_use = "the closure is to be called where the work is to run"]
    pub fn carry<R>(self, work: impl FnOnce() -> R) -> impl FnOnce() -> R {
        let context = Context::current();
        move || context.in_scope(work)
    }

    /// Says whether anything can be recorded on the span; it is exported if its context is sampled, too.
    pub fn is_recording(self) -> bool {
        local::is_recording()
    }

    /// Records an attribute; a value that `key` had before is replaced.
    pub fn record(self, key: &str, value: impl AttributeValue) {
        self.attribute(Key::text(key), &value);
    }

    /// Records a group of attributes; values that their keys had before are replaced.
    pub fn record_all(self, group: &(impl SpanAttributes + ?Sized)) {
        local::with_buffer(|buffer| group.write(&mut AttributesWriter::new(buffer)));
    }

    #[expect(clippy::unused_self, reason = "there is one current span; the handle says that it is meant")]
    pub(crate) fn attribute(self, key: Key<'_>, value: &(impl AttributeValue + ?Sized)) {
        local::with_buffer(|buffer| buffer.attribute(&key, value));
    }

    /// Adds an event at this moment.
    pub fn add_event(self, event: Event) {
        local::with_buffer(|buffer| event.add_to(buffer));
    }

    /// Adds a link to another span.
    pub fn add_link(self, link: impl Into<Link>) {
        let link = link.into();
        local::with_buffer(|buffer| link.add_to(buffer));
    }

    /// Sets the status to `Error` with a message for people.
    pub fn set_error(self, message: impl Display) {
        self.set_status(StatusCode::Error, message);
    }

    /// Sets the status. `Ok` is final; `Unset` changes nothing; the message counts for `Error` only.
    pub fn set_status(self, code: StatusCode, message: impl Display) {
        local::with_buffer(|buffer| buffer.set_status(code, &message));
    }

    /// Replaces the span's name.
    pub fn set_name(self, name: &str) {
        local::with_buffer(|buffer| buffer.set_name(name));
    }
}
