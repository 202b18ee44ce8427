//! OpenTelemetry traces: annotate a function, see the trace.
//!
//! In: annotated functions and builder spans of the whole program. Out: OTLP, a tree on the
//! console, or whatever an [`Exporter`] makes of them.
//! Never here: metrics, logs; global settings beyond the one installed [`Telemetry`].
//!
//! ```
//! use otlp_runtime::{InMemoryExporter, Telemetry, Value, traced};
//!
//! #[traced("shop.items" = items.len())]
//! fn price(items: &[u64]) -> u64 {
//!     items.iter().sum()
//! }
//!
//! let exporter = InMemoryExporter::default();
//! let telemetry = Telemetry::builder().service_name("shop").exporter(exporter.clone()).install()?;
//! assert_eq!(price(&[100, 250]), 350);
//! telemetry.shutdown()?;
//! assert_eq!(exporter.spans()[0].name, "price");
//! assert_eq!(exporter.spans()[0].attribute("shop.items"), Some(&Value::from(2)));
//! # Ok::<(), otlp_runtime::Error>(())
//! ```
//!
//! - The [`guide`]: what the macros take, where context goes, which spans are recorded, what a crate can emit.
//! - [`init`] or [`Telemetry::builder`] at the start of `main`; [`Telemetry::shutdown`] at its end, or
//!   [`Telemetry::shut_down_at_exit`] where it may end anywhere.
//! - [`#[traced]`](macro@traced) and [`#[span]`](macro@span) above functions, [`inline::span!`] inside,
//!   [`event!`] and [`record!`] anywhere below a span.
//! - [`Span::builder`] where no macro fits, [`Span::current`] for what is entered now.
//! - [`CurrentSpan::carry`], [`FutureExt`] and [`SpanContext::in_scope`] take the current span to other threads and tasks.
//! - `middleware` (features `tower`, `reqwest`) has layers for HTTP and gRPC: axum, hyper, tonic, reqwest.
//! - [`Sampler`] says which spans are recorded.
//! - The module `opentelemetry` (a feature) for libraries that make their spans with that crate.
//! - [`OtlpExporter`], [`ConsoleExporter`], [`InMemoryExporter`], [`DiscardExporter`].

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod attribute;
mod backoff;
mod baggage;
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
#[cfg(feature = "macros")]
pub mod guide;
mod id;
mod local;
#[cfg(feature = "tower")]
pub mod middleware;
#[cfg(feature = "opentelemetry")]
pub mod opentelemetry;
mod ot;
#[cfg(feature = "opentelemetry")]
mod otel;
mod pipeline;
mod privacy;
mod process;
mod propagation;
mod proto;
mod resource;
mod sampler;
mod secret;
#[cfg(feature = "signal")]
mod signal;
mod span;
#[cfg(all(feature = "spool", any(feature = "http", feature = "grpc")))]
mod spool;
mod stats;
mod status;
mod sync;
mod telemetry;
#[cfg(test)]
mod tests;
#[cfg(feature = "tracing")]
mod tracing_bridge;
#[cfg(any(feature = "http", feature = "grpc"))]
mod transport;

pub use attribute::{
    ArrayWriter, Attribute, AttributeElement, AttributeKeys, AttributeValue, DebugValue, DisplayValue,
    KeyValue, Value, ValueOf, ValueRef, ValueWriter, debug, display,
};
pub use baggage::{Baggage, BaggageMember};
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
pub use ot::Threshold;
#[cfg(feature = "pseudonym")]
pub use privacy::PseudonymKey;
pub use propagation::{
    Context, Destinations, EntryPoint, Environment, Extractor, Injector, Propagator, Propagators,
};
pub use resource::{Resource, ResourceBuilder};
pub use sampler::{ParentBased, Sampler, SamplingParameters, SamplingResult, ShouldSample};
pub use secret::Secret;
#[cfg(feature = "signal")]
pub use signal::{ShutdownSignal, shutdown_signal};
pub use span::{
    AttributesWriter, BaggageGuard, CurrentSpan, ErrorType, Event, Fallible, FutureExt, InCurrentSpan, Link,
    Named, Parent, Recordable, Span, SpanAttributes, SpanBuilder, SpanGuard, StreamExt, Traced, TracedStream,
    Unnamed, WithBaggage, extract, extract_with, inject, inject_with,
};
#[cfg(all(feature = "spool", any(feature = "http", feature = "grpc")))]
pub use spool::Spool;
pub use stats::{DropReason, Dropped, Stats};
pub use status::StatusCode;
pub use telemetry::{Telemetry, TelemetryBuilder, init};
#[cfg(feature = "tracing")]
pub use tracing_bridge::TracingLayer;
pub use zeroize;

// What keys ask of their values: those of the semantic conventions, and those of `otlp.toml`. Public under these names
// for error messages alone: nobody implements these traits, they follow from `ValueOf`.
#[doc(hidden)]
pub use attribute::{registered as keys, typed};
// The same, for what rustc says about the keys of groups, about links, and about `err`.
#[doc(hidden)]
pub use __private::{Absent, AllInCurrent, AllInEvent, AllInSpan, Links};

/// What a function's return type has to be for a span over its run, in words for error messages.
///
/// Nobody implements these.
pub mod returned {
    pub use crate::span::{BoxedFuture, BoxedStream, Later, Now, RunsNow, Unobserved};
}

#[cfg(feature = "macros")]
pub use otlp_macros::{AttributeValue, ErrorType, SpanAttributes, event, record, span, traced};

#[cfg(all(doctest, feature = "macros"))]
#[doc = include_str!("../../README.md")]
struct Readme;

/// Spans inside a function.
///
/// In a module of its own because an attribute macro and a bang macro cannot share one path:
/// `#[span]` is above a function, `inline::span!` is inside.
#[cfg(feature = "macros")]
pub mod inline {
    pub use otlp_macros::inline_span as span;
}
