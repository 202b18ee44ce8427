//! Describes a span step by step; the order is checked by the compiler.
//!
//! In: name, then kind, parent, attributes, links. Out: a started `Span`.
//! Never here: a span without a name.

use std::borrow::Cow;

use super::{Link, Parent, Span};
use crate::attribute::{KeyValue, Value};
use crate::callsite::{Callsite, SpanKind};
use crate::local::Relation;
use crate::propagation::Context;

/// A [`SpanBuilder`] that has no name yet: all it can do is take one.
#[derive(Clone, Copy, Debug)]
pub struct Unnamed;

/// A [`SpanBuilder`] that can start.
#[derive(Clone, Debug)]
pub struct Named(Cow<'static, str>);

/// Describes a span before it starts. Begin with [`Span::builder`].
///
/// A span has a name before anything else; `start` and `kind` exist only after `name`.
///
/// ```
/// use otlp_runtime::{Span, SpanKind};
///
/// let span = Span::builder()
///     .name("GET /orders/{id}")
///     .kind(SpanKind::Server)
///     .attribute("http.request.method", "GET")
///     .start();
/// span.end();
/// ```
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `start`"]
pub struct SpanBuilder<State> {
    name: State,
    span_kind: SpanKind,
    relation: Related,
    attributes: Vec<KeyValue>,
    links: Vec<Link>,
}

#[derive(Clone, Debug)]
enum Related {
    Current,
    Root,
    To(Box<Context>),
}

impl SpanBuilder<Unnamed> {
    pub(crate) const fn new() -> Self {
        Self {
            name: Unnamed,
            span_kind: SpanKind::Internal,
            relation: Related::Current,
            attributes: Vec::new(),
            links: Vec::new(),
        }
    }

    /// Names the span: what it does, of low cardinality; values belong into attributes.
    pub fn name(self, name: impl Into<Cow<'static, str>>) -> SpanBuilder<Named> {
        let Self { span_kind, relation, attributes, links, .. } = self;
        SpanBuilder { name: Named(name.into()), span_kind, relation, attributes, links }
    }
}

impl SpanBuilder<Named> {
    /// Sets the kind. Default: internal.
    pub fn kind(mut self, kind: SpanKind) -> Self {
        self.span_kind = kind;
        self
    }

    /// Adds an attribute; a later one with the same key replaces it.
    pub fn attribute(mut self, key: impl Into<Cow<'static, str>>, value: impl Into<Value>) -> Self {
        self.attributes.push(KeyValue::new(key, value));
        self
    }

    /// Makes the span a child of `parent` instead of the current span; of nobody, if that is invalid.
    ///
    /// A [`Context`] from a carrier makes what its [`EntryPoint`](crate::EntryPoint) allows.
    pub fn parent(mut self, parent: impl Parent) -> Self {
        self.relation = Related::To(Box::new(parent.__into_parent()));
        self
    }

    /// Makes the span the root of a new trace.
    pub fn root(mut self) -> Self {
        self.relation = Related::Root;
        self
    }

    /// Links the span to another one.
    pub fn link(mut self, link: impl Into<Link>) -> Self {
        self.links.push(link.into());
        self
    }

    /// Starts the span.
    pub fn start(self) -> Span {
        let callsite = Callsite::dynamic(self.span_kind);
        let mut span = match &self.relation {
            Related::Current => Span::start(callsite, Relation::CurrentAnywhere),
            Related::Root => Span::start(callsite, Relation::Root),
            Related::To(parent) => Span::start_from(callsite, parent),
        };
        if let Some(buffer) = span.buffer() {
            buffer.set_name(&self.name.0);
            for attribute in &self.attributes {
                buffer.attribute(&attribute.as_key(), &attribute.value);
            }
            for link in self.links {
                link.add_to(buffer);
            }
        }
        span.settle();
        span
    }
}
