//! `opentelemetry` and `opentelemetry_sdk`, by hand, as their documentation shows: a tracer in a static, `in_span` for
//! functions, `with_context` for futures.
//!
//! In: a state. Out: spans. Recorded ones end in a processor that drops them: no queue, no batch, no exporter, which is
//! less than any real set-up costs. OTLP is the default batch processor and `opentelemetry-otlp`: HTTP by the blocking
//! reqwest client, its default; gRPC by tonic, on a tokio runtime of one thread. Unsampled is the sampler that is always off.
//! Never here: `BoxedTracer` where spans are recorded: it would cost one allocation more.

use std::sync::OnceLock;
use std::time::Duration;

use opentelemetry::trace::{FutureExt, Span as _, TraceContextExt, Tracer, TracerProvider};
use opentelemetry::{Context, KeyValue, global};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{Sampler, SdkTracer, SdkTracerProvider, Span, SpanData, SpanProcessor};
use tokio::runtime::Runtime;

use crate::Result;
use crate::peer::{Peer, State, grow, work, yield_once};

static TRACER: OnceLock<SdkTracer> = OnceLock::new();

/// The SDK, installed or not.
pub struct OpenTelemetry(Option<Installed>);

/// What an installed SDK consists of.
pub struct Installed {
    pub(super) provider: SdkTracerProvider,
    /// gRPC connections live there.
    _runtime: Option<Runtime>,
}

#[derive(Debug)]
struct Discard;

impl SpanProcessor for Discard {
    fn on_start(&self, _span: &mut Span, _context: &Context) {}

    fn on_end(&self, _span: SpanData) {}

    fn force_flush(&self) -> OTelSdkResult {
        Ok(())
    }

    fn shutdown_with_timeout(&self, _timeout: Duration) -> OTelSdkResult {
        Ok(())
    }
}

/// Builds an OTLP exporter to the URL of the state, and the runtime that it needs.
pub(super) fn exporter(state: State<'_>) -> Result<Option<(SpanExporter, Option<Runtime>)>> {
    match state {
        State::Http(url) => {
            let builder = SpanExporter::builder().with_http().with_protocol(Protocol::HttpBinary);
            Ok(Some((builder.with_endpoint(format!("{url}/v1/traces")).build()?, None)))
        }
        State::Grpc(url) => {
            let runtime =
                tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
            let guard = runtime.enter();
            let exporter = SpanExporter::builder().with_tonic().with_endpoint(url).build()?;
            drop(guard);
            Ok(Some((exporter, Some(runtime))))
        }
        _ => Ok(None),
    }
}

pub(super) fn resource() -> Resource {
    Resource::builder().with_service_name("peers").build()
}

pub(super) fn install(state: State<'_>) -> Result<Installed> {
    let builder = SdkTracerProvider::builder().with_resource(resource());
    let (builder, runtime) = match exporter(state)? {
        Some((exporter, runtime)) => (builder.with_batch_exporter(exporter), runtime),
        None => (builder.with_span_processor(Discard), None),
    };
    let is_unsampled = state == State::Unsampled;
    let builder = if is_unsampled { builder.with_sampler(Sampler::AlwaysOff) } else { builder };
    Ok(Installed { provider: builder.build(), _runtime: runtime })
}

/// Makes this processor the one of this process.
pub fn provider(processor: impl SpanProcessor + 'static) -> SdkTracerProvider {
    let provider =
        SdkTracerProvider::builder().with_resource(resource()).with_span_processor(processor).build();
    TRACER.get_or_init(|| provider.tracer("peers"));
    provider
}

/// Runs `work` in a span, of whichever tracer there is.
#[inline]
fn in_span<T>(name: &'static str, work: impl FnOnce() -> T) -> T {
    match TRACER.get() {
        Some(tracer) => tracer.in_span(name, |_| work()),
        None => noop().in_span(name, |_| work()),
    }
}

/// What `global::tracer` gives when nothing is installed.
fn noop() -> &'static global::BoxedTracer {
    static NOOP: OnceLock<global::BoxedTracer> = OnceLock::new();
    NOOP.get_or_init(|| global::tracer("peers"))
}

#[inline]
fn in_span_with<T, const N: usize>(
    name: &'static str,
    attributes: impl FnOnce() -> [KeyValue; N],
    work: impl FnOnce() -> T,
) -> T {
    let Some(tracer) = TRACER.get() else {
        return noop().in_span(name, |context| {
            context.span().set_attributes(attributes());
            work()
        });
    };
    let mut span = tracer.start(name);
    if span.is_recording() {
        span.set_attributes(attributes());
    }
    let _guard = Context::current_with_span(span).attach();
    work()
}

#[inline]
fn future_in_span<F: Future>(name: &'static str, future: F) -> impl Future<Output = F::Output> {
    let context = match TRACER.get() {
        Some(tracer) => Context::current_with_span(tracer.start(name)),
        None => Context::current_with_span(noop().start(name)),
    };
    future.with_context(context)
}

#[inline(never)]
fn bare(value: i64) -> i64 {
    in_span("bare", || work(value))
}

#[inline(never)]
fn attributed(value: i64, on: bool, name: &str) -> i64 {
    let attributes = || {
        [
            KeyValue::new("acme.id", value),
            KeyValue::new("acme.on", on),
            KeyValue::new("acme.kind", "constant"),
            KeyValue::new("acme.name", name.to_owned()),
        ]
    };
    in_span_with("attributed", attributes, || work(value))
}

async fn ready(value: i64) -> i64 {
    future_in_span("ready", async move { work(std::future::ready(value).await) }).await
}

async fn yielding(value: i64) -> i64 {
    let work = async move {
        yield_once().await;
        work(value)
    };
    future_in_span("yielding", work).await
}

async fn open() {
    future_in_span("open", std::future::pending::<()>()).await;
}

#[inline(never)]
fn tree(children: &[u32]) -> i64 {
    in_span("tree", || work(grow(children, tree)))
}

fn three(value: i64, name: &str) -> [KeyValue; 3] {
    [
        KeyValue::new("acme.id", value),
        KeyValue::new("acme.kind", "constant"),
        KeyValue::new("acme.name", name.to_owned()),
    ]
}

#[inline(never)]
fn request(value: i64, name: &str) -> i64 {
    let steps = || (0..9).map(|index| step(value + index, name)).sum();
    in_span_with("request", || three(value, name), steps)
}

#[inline(never)]
fn step(value: i64, name: &str) -> i64 {
    in_span_with("step", || three(value, name), || work(value))
}

impl Peer for OpenTelemetry {
    fn install(state: State<'_>) -> Result<Self> {
        if state == State::Nothing {
            return Ok(Self(None));
        }
        let installed = install(state)?;
        TRACER.get_or_init(|| installed.provider.tracer("peers"));
        Ok(Self(Some(installed)))
    }

    fn in_root<T>(work: impl FnOnce() -> T) -> T {
        in_span("root", work)
    }

    fn bare(value: i64) -> i64 {
        bare(value)
    }

    fn attributed(value: i64, on: bool, name: &str) -> i64 {
        attributed(value, on, name)
    }

    fn ready(value: i64) -> impl Future<Output = i64> {
        ready(value)
    }

    fn yielding(value: i64) -> impl Future<Output = i64> {
        yielding(value)
    }

    fn open() -> impl Future<Output = ()> + 'static {
        open()
    }

    fn tree(children: &[u32]) -> i64 {
        tree(children)
    }

    fn trace(value: i64, name: &str) -> i64 {
        request(value, name)
    }

    fn flush(&self) {
        self.0.iter().for_each(Installed::flush);
    }

    fn shutdown(self) -> Option<u64> {
        self.0?.shutdown()
    }
}

impl Installed {
    pub(super) fn flush(&self) {
        // Failures show as spans that did not arrive.
        let _ = self.provider.force_flush();
    }

    /// Says nothing of lost spans: the SDK only logs them.
    pub(super) fn shutdown(&self) -> Option<u64> {
        let _ = self.provider.shutdown_with_timeout(Duration::from_secs(60));
        None
    }
}
