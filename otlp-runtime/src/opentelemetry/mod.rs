//! The bridge to libraries that make their spans with the `opentelemetry` crate, version 0.33.
//!
//! In: calls of that crate's API. Out: spans of this one.
//! Never here: that crate's SDK, metrics, logs.
//!
//! ```
//! use opentelemetry::global;
//! use opentelemetry::trace::Tracer as _;
//! use otlp_runtime::{InMemoryExporter, Telemetry, traced};
//!
//! #[traced]
//! fn checkout() {
//!     // Somewhere in a library:
//!     global::tracer("payments").in_span("authorize", |_| store());
//! }
//!
//! #[traced]
//! fn store() {}
//!
//! let exporter = InMemoryExporter::default();
//! let telemetry = Telemetry::builder().exporter(exporter.clone()).install()?;
//! otlp_runtime::opentelemetry::install_global();
//! checkout();
//! telemetry.shutdown()?;
//!
//! let spans = exporter.spans();
//! let [store, authorize, checkout] = &spans[..] else { panic!("{spans:?}") };
//! assert_eq!((&*store.name, &*authorize.name, &*checkout.name), ("store", "authorize", "checkout"));
//! assert_eq!(authorize.parent_span_id, checkout.context.span_id());
//! assert_eq!(store.parent_span_id, authorize.context.span_id());
//! # Ok::<(), otlp_runtime::Error>(())
//! ```
//!
//! # Who is whose child
//!
//! There are two stacks on a thread: spans of this crate that are entered, and contexts of `opentelemetry` that are
//! attached. A span without a parent of its own, of either side, becomes a child of what was entered or attached
//! *last*. Guards may nest in any order, as long as they are dropped in the reverse one.
//!
//! - A [`Context`] given to a tracer or propagator is taken as the current one if it has the same span, or none while
//!   the current one has none: libraries pass `Context::current()` around. With another span it is an explicit parent,
//!   remote ones among them. To ask for a root, give it a span context that is not valid:
//!   `Context::new().with_remote_span_context(SpanContext::NONE)`.
//! - A context without a span does not hide a span of this crate. Nor does one that is attached anew while its span was
//!   the current one of the contexts when the span of this crate was entered: it cannot be told from the older one.
//! - `Span::current()`, `record!` and `event!` mean the span of *this* crate that was entered last; its `context()`
//!   is that of the later one of both sides, as for a child.
//! - Baggage goes from either side to the other: `Baggage::current()`, and headers written by either side, have that of the
//!   current context too. Of a name that both have, the value set later counts.
//! - Where a context suppresses telemetry, neither side makes spans. The export thread suppresses both.
//!
//! # What a context does not know
//!
//! `Context::current()` does not have the spans and the baggage of this crate: entering one costs a nanosecond, attaching a context a
//! hundred. Those who move a context to another task, or read its span themselves, take [`current_context`] instead.
//! `tracing-opentelemetry` looks at the parent when its span is first entered, so that is where it belongs.
//!
//! In a `ContextObserver`, an experiment of that crate, no span may be made: it panics when it is called from there.
//!
//! # What is different from an SDK
//!
//! - The sampler of [`Telemetry`](crate::Telemetry) decides, as for all spans. One of your own sees the name, the attributes
//!   and the links that the span starts with. That API calls it while it holds its current context, which may be read there
//!   but not replaced: a sampler that attaches one panics in that crate, so the span is not recorded.
//! - A time that lies back less than a second is taken as a moment ago on the clock of all spans here, which does not
//!   jump when the system's is set. That API reads the system's clock for `end` and `add_event`. Other times stay.
//! - A span that is dropped while its thread unwinds is marked as one that panicked.
//! - A program may have 1024 different scopes. Spans of further ones have no scope, which is announced once: scopes are
//!   kept for ever, and a scope for each request would be a leak.

mod propagator;
mod provider;
mod scopes;
mod span;
mod value;

use opentelemetry::baggage::BaggageExt as _;
use opentelemetry::trace::TraceContextExt as _;
use opentelemetry::{Context, global};

use crate::local;
use crate::otel::{with_baggage, with_span};

pub use propagator::Propagator;
pub use provider::{Tracer, TracerProvider};
pub use span::Span;

/// Makes [`TracerProvider`] and [`Propagator`] the global ones of the `opentelemetry` crate.
///
/// Once, at the start of `main`: before or after [`Telemetry`](crate::Telemetry) is installed, but before libraries take
/// their tracers. Without telemetry, or after its end, tracers hand the parent on and record nothing.
pub fn install_global() {
    global::set_tracer_provider(TracerProvider::new());
    global::set_text_map_propagator(Propagator::new());
}

/// Returns the current context, with the span of this crate that was entered last if that is the later one, and the baggage
/// of both sides.
///
/// For work that goes on elsewhere, and, attached, for code that reads the span of `Context::current()` itself:
///
/// ```
/// use opentelemetry::trace::{FutureExt as _, TraceContextExt as _};
/// use otlp_runtime::{InMemoryExporter, Telemetry, traced};
///
/// #[traced]
/// fn order() -> impl Send + Future<Output = ()> + use<> {
///     async { ship() }.with_context(otlp_runtime::opentelemetry::current_context())
/// }
///
/// #[traced]
/// fn ship() {
///     let _attached = otlp_runtime::opentelemetry::current_context().attach();
///     assert!(opentelemetry::Context::current().span().span_context().is_valid());
/// }
///
/// # fn block_on(future: impl Future) {
/// #     let context = &mut std::task::Context::from_waker(std::task::Waker::noop());
/// #     assert!(std::pin::pin!(future).poll(context).is_ready());
/// # }
/// let exporter = InMemoryExporter::default();
/// let telemetry = Telemetry::builder().exporter(exporter.clone()).install()?;
/// otlp_runtime::opentelemetry::install_global();
/// let shipping = order();
/// std::thread::spawn(move || block_on(shipping)).join().unwrap();
/// telemetry.shutdown()?;
/// let spans = exporter.spans();
/// let find = |name| spans.iter().find(|span| span.name == name).unwrap();
/// assert_eq!(find("ship").parent_span_id, find("order").context.span_id());
/// # Ok::<(), otlp_runtime::Error>(())
/// ```
pub fn current_context() -> Context {
    local::bridge();
    let current = crate::otel::current();
    let context = local::context();
    let carried = local::carried();
    let mut moved = current.clone();
    if context.is_valid() && current.span().span_context().span_id() != context.span_id().into() {
        moved = with_span(&moved, &context, carried.notes());
    }
    if carried.baggage().is_empty() && current.baggage().is_empty() {
        return moved;
    }
    with_baggage(&moved, carried.baggage())
}
