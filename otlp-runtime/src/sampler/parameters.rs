//! What a sampler that looks at a span may see of it.
//!
//! In: what the span starts with, its attributes and links as OTLP fields. Out: the same, read in place.
//! Never here: what is recorded later.

use crate::attribute::{Attribute, ValueRef};
use crate::callsite::{Callsite, SpanKind};
use crate::context::{SpanContext, TraceId};

/// What a span starts with.
///
/// Of an annotated function and of `inline::span!` these are the attributes in the parentheses; of a builder those
/// given before `start`. What `record!` adds comes later and is not here. A name that is made of attributes is not made yet:
/// the constant one stands for it.
#[derive(Clone, Copy, Debug)]
pub struct SamplingParameters<'a> {
    pub(crate) parent: &'a SpanContext,
    pub(crate) trace_id: TraceId,
    pub(crate) name: &'a str,
    pub(crate) callsite: &'static Callsite,
    /// Constant attributes and what the span has recorded, as OTLP fields.
    pub(crate) fields: [&'a [u8]; 2],
    pub(crate) links: &'a [SpanContext],
}

impl<'a> SamplingParameters<'a> {
    /// Returns the parent; invalid for a root.
    pub const fn parent(&self) -> &'a SpanContext {
        self.parent
    }

    /// Returns the trace's id: the parent's, or a new one.
    pub const fn trace_id(&self) -> TraceId {
        self.trace_id
    }

    /// Returns the span's name.
    pub const fn name(&self) -> &'a str {
        self.name
    }

    /// Returns the span's kind.
    pub const fn kind(&self) -> SpanKind {
        self.callsite.kind()
    }

    /// Returns the value of an attribute.
    pub fn attribute(&self, key: &str) -> Option<ValueRef<'a>> {
        // Of several with one key the last one counts.
        self.attributes().filter(|attribute| attribute.key == key).last().map(|attribute| attribute.value)
    }

    /// Yields the attributes.
    pub fn attributes(&self) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
        self.fields.into_iter().flat_map(|fields| Attribute::all(fields, 9))
    }

    /// Returns what the span links to.
    pub const fn links(&self) -> &'a [SpanContext] {
        self.links
    }
}
