//! Carries the current span of either side between processes, for users of the `opentelemetry` crate.
//!
//! In: contexts, carriers. Out: headers; contexts with a remote span.
//! Never here: the form of the headers (`traceparent`), baggage.

use std::sync::LazyLock;

use opentelemetry::Context;
use opentelemetry::propagation::text_map_propagator::FieldIter;
use opentelemetry::propagation::{Extractor, Injector, TextMapPropagator};
use opentelemetry::trace::TraceContextExt as _;

use super::traceparent;
use crate::local;
use crate::otel::{bridge, is_active};

static FIELDS: LazyLock<[String; 2]> =
    LazyLock::new(|| [traceparent::TRACEPARENT, traceparent::TRACESTATE].map(str::to_owned));

/// W3C trace context, of the span that was entered last: of this crate, or of a context.
///
/// ```
/// use std::collections::HashMap;
///
/// use opentelemetry::global;
/// use otlp_runtime::{DiscardExporter, Span, Telemetry, inline};
///
/// let telemetry = Telemetry::builder().exporter(DiscardExporter).install()?;
/// otlp_runtime::opentelemetry::install_global();
/// let _span = inline::span!("call");
/// let mut headers = HashMap::new();
/// global::get_text_map_propagator(|propagator| propagator.inject(&mut headers)); // somewhere in a library
/// let context = Span::current().context();
/// assert_eq!(headers["traceparent"], format!("00-{}-{}-03", context.trace_id(), context.span_id()));
/// # Ok::<(), otlp_runtime::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Propagator {
    _private: (),
}

impl Propagator {
    /// Makes a propagator. All are the same.
    #[expect(clippy::new_without_default, reason = "making one has an effect on all spans")]
    pub fn new() -> Self {
        bridge();
        Self { _private: () }
    }
}

impl TextMapPropagator for Propagator {
    fn inject_context(&self, given: &Context, injector: &mut dyn Injector) {
        let context = if is_active(given) { local::context() } else { given.span().span_context().into() };
        traceparent::inject(&context, injector);
    }

    fn extract_with_context(&self, given: &Context, extractor: &dyn Extractor) -> Context {
        match traceparent::extract(extractor) {
            Some(remote) => given.with_remote_span_context(remote.into()),
            None => given.clone(), // PRO-01
        }
    }

    fn fields(&self) -> FieldIter<'_> {
        FieldIter::new(&*FIELDS)
    }
}
