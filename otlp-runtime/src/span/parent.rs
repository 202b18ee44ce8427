//! What can be the parent of a span.
//!
//! In: spans and contexts in the forms that users have at hand. Out: a context.
//! Never here: which span is current.

use super::{CurrentSpan, Span};
use crate::baggage::Carried;
use crate::context::SpanContext;
use crate::local;
use crate::propagation::Context;

/// A span, or its context, as the parent of another: `parent = ...` and `SpanBuilder::parent`.
///
/// An invalid `SpanContext`, and `None`, make a root. A [`Context`] from a carrier makes what its
/// [`EntryPoint`](crate::EntryPoint) allows and hands its baggage on; one that holds nothing leaves the span below the
/// current one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the parent of a span",
    label = "not a span, nor the context of one",
    note = "give a `SpanContext`, a `&Span`, `Span::current()`, or what `extract` returns"
)]
pub trait Parent {
    /// Returns what identifies the parent.
    fn into_context(self) -> SpanContext;

    /// Returns the parent with all that comes with it.
    #[doc(hidden)]
    fn __into_parent(self) -> Context
    where
        Self: Sized,
    {
        Context::given(self.into_context(), Carried::EMPTY)
    }
}

impl Parent for Context {
    fn into_context(self) -> SpanContext {
        self.span_context().clone()
    }

    fn __into_parent(self) -> Context {
        self
    }
}

impl Parent for &Context {
    fn into_context(self) -> SpanContext {
        self.span_context().clone()
    }

    fn __into_parent(self) -> Context {
        self.clone()
    }
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

    fn __into_parent(self) -> Context {
        Context::given(self.context(), self.carried())
    }
}

impl Parent for CurrentSpan {
    fn into_context(self) -> SpanContext {
        self.context()
    }

    fn __into_parent(self) -> Context {
        let context = self.context();
        let carried = if context.is_valid() { local::carried() } else { Carried::EMPTY };
        Context::given(context, carried)
    }
}

impl<P: Parent> Parent for Option<P> {
    fn into_context(self) -> SpanContext {
        self.map(P::into_context).unwrap_or_default()
    }

    fn __into_parent(self) -> Context {
        self.map_or_else(|| Context::given(SpanContext::INVALID, Carried::EMPTY), P::__into_parent)
    }
}
