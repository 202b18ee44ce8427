//! A reference from one span to another, in the same trace or elsewhere.
//!
//! In: a context, attributes. Out: one encoded `Span.Link` in the span's buffer.
//! Never here: parents.

use std::borrow::Cow;

use super::{CurrentSpan, Span};
use crate::attribute::{KeyValue, Value};
use crate::context::SpanContext;
use crate::local;
use crate::local::buffer::SpanBuffer;
use crate::propagation::Context;

/// A link to another span: for a batch consumer, say, to the producers of its messages.
///
/// ```
/// use otlp_runtime::{Link, Span};
///
/// let earlier = Span::current().context();
/// let span = Span::builder().name("retry").link(Link::new(earlier).with("acme.retry.attempt", 2)).start();
/// span.end();
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    context: SpanContext,
    attributes: Vec<KeyValue>,
}

impl Link {
    /// Links to the span of `context`.
    pub const fn new(context: SpanContext) -> Self {
        Self { context, attributes: Vec::new() }
    }

    /// Adds an attribute; a later one with the same key replaces it.
    pub fn with(mut self, key: impl Into<Cow<'static, str>>, value: impl Into<Value>) -> Self {
        self.attributes.push(KeyValue::new(key, value));
        self
    }

    /// Adds the link to a span; one to an invalid context without attributes says nothing and is left out.
    pub(crate) fn add_to(&self, span: &mut SpanBuffer) {
        if !self.context.is_valid() && self.attributes.is_empty() && self.context.trace_state().is_empty() {
            return;
        }
        if let Some(mut link) = local::begin_message() {
            link.begin_link(&self.context);
            for attribute in &self.attributes {
                link.attribute(&attribute.as_key(), &attribute.value);
            }
            span.add_link(&mut link);
            local::end_message(link);
        }
    }
}

impl From<SpanContext> for Link {
    fn from(context: SpanContext) -> Self {
        Self::new(context)
    }
}

impl From<CurrentSpan> for Link {
    fn from(span: CurrentSpan) -> Self {
        Self::new(span.context())
    }
}

impl From<&Span> for Link {
    fn from(span: &Span) -> Self {
        Self::new(span.context())
    }
}

impl From<Context> for Link {
    /// Links to the span that a carrier held, trusted or not.
    fn from(context: Context) -> Self {
        Self::from(&context)
    }
}

impl From<&Context> for Link {
    fn from(context: &Context) -> Self {
        Self::new(context.linked().clone())
    }
}

impl From<&SpanContext> for Link {
    fn from(context: &SpanContext) -> Self {
        Self::new(context.clone())
    }
}

/// The links of a span: `links = expr`.
#[diagnostic::on_unimplemented(
    message = "`links` takes several links, and `{Self}` is no iterator over such",
    label = "not an iterator over the contexts of spans",
    note = "write `[context]` for one; each is a `Link`, a `SpanContext`, a `&Span`, `Span::current()`, or what `extract` returns"
)]
pub trait Links: Sized {
    #[doc(hidden)]
    fn __add_to(self, span: &mut Span);
}

#[diagnostic::do_not_recommend]
impl<I: IntoIterator<Item: Into<Link>>> Links for I {
    fn __add_to(self, span: &mut Span) {
        for link in self {
            span.add_link(link);
        }
    }
}
