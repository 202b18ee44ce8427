//! Tracers for the `opentelemetry` crate.
//!
//! In: scopes; names, kinds and parents of spans. Out: started spans.
//! Never here: what is recorded on a span (`span`).

use opentelemetry::trace::{self as otel, SpanBuilder, TraceContextExt as _};
use opentelemetry::{Context, InstrumentationScope};

use super::scopes;
use super::span::Span;
use crate::baggage::{Baggage, Carried};
use crate::local;
use crate::otel::{is_active, notes};
use crate::propagation::Context as Travelling;
use crate::span::Relation;

/// Makes [`Tracer`]s, whose spans go into the installed [`Telemetry`](crate::Telemetry).
///
/// For libraries that take a provider instead of the global one. Once there is one, spans of this crate look at the
/// contexts of `opentelemetry` for a parent.
///
/// ```
/// use opentelemetry::trace::{Span as _, Tracer as _, TracerProvider as _};
/// use otlp_runtime::opentelemetry::TracerProvider;
///
/// let tracer = TracerProvider::new().tracer("payments");
/// assert!(!tracer.start("authorize").is_recording()); // nothing is installed in this example
/// ```
#[derive(Clone, Debug)]
pub struct TracerProvider {
    _private: (),
}

impl TracerProvider {
    /// Makes a provider. All are the same.
    #[expect(clippy::new_without_default, reason = "making one has an effect on all spans")]
    pub fn new() -> Self {
        local::bridge();
        Self { _private: () }
    }
}

impl otel::TracerProvider for TracerProvider {
    type Tracer = Tracer;

    fn tracer_with_scope(&self, scope: InstrumentationScope) -> Tracer {
        Tracer { callsites: scopes::callsites(scope) }
    }
}

/// Makes [`Span`]s of one scope. Get it from [`TracerProvider`], or from `global::tracer`.
#[derive(Clone, Debug)]
pub struct Tracer {
    /// One for each kind.
    callsites: &'static scopes::Callsites,
}

impl otel::Tracer for Tracer {
    type Span = Span;

    fn build_with_context(&self, builder: SpanBuilder, given: &Context) -> Span {
        let callsite = self.callsites.of(builder.span_kind.as_ref());
        let parent = given.span();
        let parent = parent.span_context();
        if given.is_telemetry_suppressed() {
            return Span::not_recorded(parent.clone());
        }
        if is_active(given) {
            let span = crate::span::Span::start(callsite, Relation::CurrentAnywhere);
            return Span::started(span, builder)
                .unwrap_or_else(|| Span::not_recorded(local::context().into()));
        }
        // Whatever an invalid one says, it is no parent.
        let from = Travelling::given(parent.into(), Carried::new(Baggage::empty(), notes(given)));
        let span = crate::span::Span::start_from(callsite, &from);
        Span::started(span, builder).unwrap_or_else(|| Span::not_recorded(parent.clone()))
    }
}
