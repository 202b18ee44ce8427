//! Something that happened at one moment in a span.
//!
//! In: a name, attributes. Out: one encoded `Span.Event` in the span's buffer.
//! Never here: log records.

use core::any::type_name;
use core::fmt::Display;

use super::{AttributesWriter, SpanAttributes};
use crate::attribute::{AttributeValue, Key, display};
use crate::clock::{self, Moment};
use crate::local;
use crate::local::buffer::SpanBuffer;

/// An event being made: its time is when it was made.
///
/// ```
/// use otlp_runtime::{Event, Span};
///
/// Span::current().add_event(Event::new("cache.miss").with("acme.cache.shard", 7));
/// ```
#[derive(Debug)]
#[must_use = "an event does nothing until it is added to a span"]
pub struct Event {
    /// `None` when nothing is installed.
    buffer: Option<Box<SpanBuffer>>,
}

impl Event {
    /// Takes the time and a name of low cardinality.
    pub fn new(name: &str) -> Self {
        Self::begin(name, clock::now)
    }

    /// Makes the event `exception` of an error, with `exception.type`, the name of its Rust type, and `exception.message`.
    ///
    /// `err` does not: it sets the status and `error.type`. The semantic conventions (1.44) have events of this kind for
    /// who reads them today, and log records in their place. A stack trace is added where there is one; a `dyn Error` has no type.
    ///
    /// ```
    /// use std::backtrace::Backtrace;
    ///
    /// use otlp_runtime::{Event, Span, display};
    ///
    /// if let Err(error) = "x".parse::<u8>() {
    ///     let trace = Backtrace::capture();
    ///     let event = Event::exception(&error).with("exception.stacktrace", display(&trace));
    ///     Span::current().add_event(event);
    /// }
    /// ```
    pub fn exception<E: Display + ?Sized>(error: &E) -> Self {
        let mut event = Self::new("exception");
        // Of a reference, the type is that of what it refers to.
        let name = type_name::<E>().trim_start_matches('&');
        if !name.starts_with("dyn ") {
            event.attribute(Key::text("exception.type"), name);
        }
        event.attribute(Key::text("exception.message"), &display(error));
        event
    }

    /// Makes an event of a moment that has been.
    #[cfg(feature = "opentelemetry")]
    pub(crate) fn at(name: &str, moment: Moment) -> Self {
        Self::begin(name, || moment)
    }

    fn begin(name: &str, moment: impl FnOnce() -> Moment) -> Self {
        let mut buffer = local::begin_message();
        if let Some(buffer) = &mut buffer {
            buffer.begin_event(name, moment().unix_nanos);
        }
        Self { buffer }
    }

    /// Adds an attribute; a later one with the same key replaces it.
    pub fn with(mut self, key: &str, value: impl AttributeValue) -> Self {
        self.attribute(Key::text(key), &value);
        self
    }

    /// Adds a group of attributes; later ones with the same keys replace them.
    pub fn with_all(mut self, group: &(impl SpanAttributes + ?Sized)) -> Self {
        self.group(group);
        self
    }

    pub(crate) fn group(&mut self, group: &(impl SpanAttributes + ?Sized)) {
        if let Some(buffer) = &mut self.buffer {
            group.write(&mut AttributesWriter::new(buffer));
        }
    }

    pub(crate) fn attribute(&mut self, key: Key<'_>, value: &(impl AttributeValue + ?Sized)) {
        if let Some(buffer) = &mut self.buffer {
            buffer.attribute(&key, value);
        }
    }

    pub(crate) fn add_to(mut self, span: &mut SpanBuffer) {
        if let Some(event) = &mut self.buffer {
            span.add_event(event);
        }
    }
}

impl Drop for Event {
    fn drop(&mut self) {
        if let Some(buffer) = self.buffer.take() {
            local::end_message(buffer);
        }
    }
}
