//! What can be the parent of a span.
//!
//! In: spans and contexts in the forms that users have at hand. Out: a context.
//! Never here: which span is current.

use super::{CurrentSpan, Span};
use crate::context::SpanContext;

/// A span, or its context, as the parent of another: `parent = ...` and `SpanBuilder::parent`.
///
/// An invalid context, and `None`, make a root.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the parent of a span",
    label = "not a span, nor the context of one",
    note = "give a `SpanContext`, a `&Span` or `Span::current()`"
)]
pub trait Parent {
    /// Returns what identifies the parent.
    fn into_context(self) -> SpanContext;
}

impl Parent for SpanContext {
    fn into_context(self) -> SpanContext {
        self
    }
}

impl Parent for &SpanContext {
    fn into_context(self) -> SpanContext {
        self.clone()
    }
}

impl Parent for &Span {
    fn into_context(self) -> SpanContext {
        self.context()
    }
}

impl Parent for CurrentSpan {
    fn into_context(self) -> SpanContext {
        self.context()
    }
}

impl<P: Parent> Parent for Option<P> {
    fn into_context(self) -> SpanContext {
        self.map(P::into_context).unwrap_or_default()
    }
}
