//! x
#![warn(missing_docs)]

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod attribute;
mod callsite;
mod chunk;
mod clock;
mod config;
mod context;
mod encode;
mod error;
mod id;
mod local;
mod pipeline;
mod sampler;
mod span;
mod stats;
mod sync;

pub use attribute::{
    ArrayWriter, Attribute, AttributeElement, AttributeValue, DebugValue, DisplayValue, KeyValue, Value,
    ValueRef, ValueWriter, debug, display,
};
pub use callsite::{Scope, SpanKind};
pub use config::Limits;
pub use context::{ParseContextError, SpanContext, SpanId, TraceFlags, TraceId, TraceState};
pub use error::Error;
pub use local::buffer::StatusCode;
pub use sampler::{ParentBased, Sampler};
pub use span::{
    CurrentSpan, Event, Fallible, Link, Named, Recordable, Span, SpanBuilder, SpanGuard, Traced, Unnamed,
};
pub use stats::{DropReason, Dropped, Stats};
