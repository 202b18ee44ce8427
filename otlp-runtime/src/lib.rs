//! x
#![warn(missing_docs)]

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod attribute;
mod batch;
mod callsite;
mod chunk;
mod clock;
mod config;
mod context;
mod delivery;
mod diagnostic;
mod encode;
mod error;
mod export;
mod exporter;
mod id;
mod local;
#[cfg(feature = "opentelemetry")]
mod otel;
mod pipeline;
mod proto;
mod resource;
mod sampler;
mod span;
mod stats;
mod status;
mod sync;
mod telemetry;
#[cfg(any(feature = "http", feature = "grpc"))]
mod transport;

pub use attribute::{
    ArrayWriter, Attribute, AttributeElement, AttributeValue, DebugValue, DisplayValue, KeyValue, Value,
    ValueRef, ValueWriter, debug, display,
};
pub use batch::{EventView, LinkView, SpanBatch, SpanView, StatusView};
pub use callsite::{Scope, SpanKind};
pub use config::{Compression, Limits, Pem, Protocol};
pub use context::{ParseContextError, SpanContext, SpanId, TraceFlags, TraceId, TraceState};
pub use delivery::{Accepted, AnswerCode, ExportError};
pub use error::Error;
#[cfg(feature = "opentelemetry-sdk")]
pub use exporter::SdkExporter;
pub use exporter::{ConsoleExporter, DiscardExporter, Exporter, InMemoryExporter, SpanData};
#[cfg(any(feature = "http", feature = "grpc"))]
pub use exporter::{OtlpExporter, OtlpExporterBuilder};
pub use resource::{Resource, ResourceBuilder};
pub use sampler::{ParentBased, Sampler};
pub use span::{
    CurrentSpan, Event, Fallible, Link, Named, Recordable, Span, SpanBuilder, SpanGuard, Traced, Unnamed,
};
pub use stats::{DropReason, Dropped, Stats};
pub use status::StatusCode;
pub use telemetry::{Telemetry, TelemetryBuilder, init};

#[cfg(feature = "macros")]
pub use otlp_macros::{event, record, span, traced};

/// Spans inside a function.
///
/// In a module of its own because an attribute macro and a bang macro cannot share one path:
/// `#[span]` is above a function, `inline::span!` is inside.
#[cfg(feature = "macros")]
pub mod inline {
    pub use otlp_macros::inline_span as span;
}
