//! `opentelemetry`, `opentelemetry_sdk` and `opentelemetry-otlp` as a subject, set up as their documentation says: the
//! default HTTP client, gRPC built inside a tokio runtime of several threads, their own log lines on standard error.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use opentelemetry::trace::{
    Link, Span as _, SpanBuilder, SpanContext, SpanId, Status, TraceContextExt as _, TraceFlags, TraceId,
    TraceState, Tracer as _, TracerProvider as _,
};
use opentelemetry::{Array, Context, KeyValue, StringValue, Value};
use opentelemetry_otlp::{SpanExporter, WithHttpConfig as _};
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{
    SamplingDecision, SamplingResult, SdkTracer, SdkTracerProvider, ShouldSample, SpanData, SpanProcessor,
};

use super::subject::{Attributes, IMPOSSIBLE, Identity, Origin, Set, Setting, Spec, Subject, Val, say};

#[derive(Default)]
pub(crate) struct Theirs(Option<Running>);

struct Running {
    provider: SdkTracerProvider,
    tracer: SdkTracer,
    /// Ends last.
    _runtime: tokio::runtime::Runtime,
}

impl Theirs {
    fn running(&self) -> &Running {
        self.0.as_ref().unwrap()
    }
}

impl Subject for Theirs {
    fn start(&mut self, settings: &[Setting]) -> Result<(), String> {
        tracing_subscriber::fmt()
            .with_writer(std::io::stderr)
            .with_ansi(false)
            .with_max_level(tracing_subscriber::filter::LevelFilter::WARN)
            .init();
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let inside = runtime.enter();
        let text = |error: opentelemetry_otlp::ExporterBuildError| error.to_string();
        let mut builder = SdkTracerProvider::builder();
        let mut is_exporter_set = false;
        for setting in settings {
            builder = match *setting {
                Setting::FourRequests | Setting::AlwaysRecord => return Err(IMPOSSIBLE.to_owned()),
                Setting::MaxRequestBytes(_) if is_grpc() => return Err(IMPOSSIBLE.to_owned()),
                Setting::MaxRequestBytes(bytes) => {
                    is_exporter_set = true;
                    let exporter = SpanExporter::builder().with_http().with_max_request_body_size(bytes);
                    builder.with_batch_exporter(exporter.build().map_err(text)?)
                }
                Setting::Simple => {
                    is_exporter_set = true;
                    builder.with_simple_exporter(SpanExporter::builder().build().map_err(text)?)
                }
                Setting::PanicsOnce => {
                    is_exporter_set = true;
                    builder.with_batch_exporter(PanicsOnce::default())
                }
                Setting::HangsOnce => {
                    is_exporter_set = true;
                    builder.with_batch_exporter(HangsOnce::default())
                }
                Setting::Chatty => {
                    is_exporter_set = true;
                    builder.with_batch_exporter(Chatty)
                }
                Setting::SpyingSampler => builder.with_sampler(SpyingSampler),
                Setting::SpyingProcessors => {
                    builder.with_span_processor(SpyingProcessor(1)).with_span_processor(SpyingProcessor(2))
                }
                Setting::RecordOnly => builder.with_sampler(RecordOnly),
            };
        }
        if !is_exporter_set {
            builder = builder.with_batch_exporter(SpanExporter::builder().build().map_err(text)?);
        }
        let provider = builder.build();
        let tracer = provider.tracer("conformance");
        opentelemetry::global::set_tracer_provider(provider.clone());
        drop(inside);
        self.0 = Some(Running { provider, tracer, _runtime: runtime });
        Ok(())
    }

    fn span(&self, spec: &Spec) -> Identity {
        let parent = match spec.origin {
            Origin::Root => Context::new(),
            Origin::Remote { trace_id, is_sampled } => child_of(context(trace_id, 7, is_sampled, true)),
            Origin::Local { trace_id, is_sampled } => child_of(context(trace_id, 7, is_sampled, false)),
            Origin::Of(parent) => {
                child_of(context(parent.trace_id, parent.span_id, parent.is_sampled, false))
            }
        };
        let links = (1..)
            .zip(&spec.links)
            .map(|(index, attributes)| Link::new(context(1, index, true, true), made(attributes), 0));
        let builder = SpanBuilder::from_name(spec.name).with_links(links.collect());
        let mut span = self.running().tracer.build_with_context(builder, &parent);
        for attribute in made(&spec.attributes) {
            span.set_attribute(attribute);
        }
        for attributes in &spec.events {
            span.add_event("event", made(attributes));
        }
        for status in &spec.statuses {
            span.set_status(match status {
                Set::Unset => Status::Unset,
                Set::Ok => Status::Ok,
                Set::Error(text) => Status::error(*text),
            });
        }
        let context = span.span_context();
        let identity = Identity {
            trace_id: u128::from_be_bytes(context.trace_id().to_bytes()),
            span_id: u64::from_be_bytes(context.span_id().to_bytes()),
            is_sampled: context.is_sampled(),
            is_recording: span.is_recording(),
        };
        span.end();
        identity
    }

    fn open(&self) {
        std::mem::forget(self.running().tracer.start("open"));
    }

    fn fail(&self) {
        let mut span = self.running().tracer.start("fails");
        span.record_error(&std::io::Error::other("no luck"));
        span.set_status(Status::error("no luck"));
        span.end();
    }

    fn panic(&self) -> bool {
        false
    }

    fn flush(&self, deadline: Option<Duration>) -> Result<(), String> {
        if deadline.is_some() {
            return Err(IMPOSSIBLE.to_owned());
        }
        self.running().provider.force_flush().map_err(|error| error.to_string())
    }

    fn shutdown(&self, deadline: Option<Duration>) -> Result<(), String> {
        let provider = &self.running().provider;
        let result =
            deadline.map_or_else(|| provider.shutdown(), |deadline| provider.shutdown_with_timeout(deadline));
        result.map_err(|error| error.to_string())
    }

    fn counts(&self) -> Option<String> {
        None
    }
}

/// The protocol is chosen by the environment; only this adapter's use of a builder of one protocol looks at it.
fn is_grpc() -> bool {
    std::env::var("OTEL_EXPORTER_OTLP_PROTOCOL").is_ok_and(|protocol| protocol == "grpc")
}

fn context(trace_id: u128, span_id: u64, is_sampled: bool, is_remote: bool) -> SpanContext {
    SpanContext::new(
        TraceId::from_bytes(trace_id.to_be_bytes()),
        SpanId::from_bytes(span_id.to_be_bytes()),
        if is_sampled { TraceFlags::SAMPLED } else { TraceFlags::default() },
        is_remote,
        TraceState::default(),
    )
}

fn child_of(parent: SpanContext) -> Context {
    Context::new().with_remote_span_context(parent)
}

fn made(attributes: &Attributes) -> Vec<KeyValue> {
    let made = |value: &Val| match value {
        Val::Int(int) => Value::I64(*int),
        Val::Text(text) => Value::from(*text),
        Val::NoTexts => Value::Array(Array::String(Vec::<StringValue>::new())),
    };
    attributes.iter().map(|(key, value)| KeyValue::new(*key, made(value))).collect()
}

#[derive(Debug, Default)]
struct PanicsOnce(AtomicBool);

impl opentelemetry_sdk::trace::SpanExporter for PanicsOnce {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        assert!(self.0.swap(true, Ordering::Relaxed), "the exporter panics, as it should");
        say("exported", batch.len());
        Ok(())
    }
}

/// It hung.
#[derive(Debug, Default)]
struct HangsOnce(AtomicBool);

impl opentelemetry_sdk::trace::SpanExporter for HangsOnce {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        if !self.0.swap(true, Ordering::Relaxed) {
            std::future::pending::<()>().await;
        }
        say("exported", batch.len());
        Ok(())
    }
}

#[derive(Debug)]
struct Chatty;

impl opentelemetry_sdk::trace::SpanExporter for Chatty {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        opentelemetry::global::tracer("exporter").start("export").end();
        say("exported", batch.len());
        Ok(())
    }
}

#[derive(Clone, Debug)]
struct RecordOnly;

impl ShouldSample for RecordOnly {
    fn should_sample(
        &self,
        _parent: Option<&Context>,
        _trace_id: TraceId,
        _name: &str,
        _kind: &opentelemetry::trace::SpanKind,
        _attributes: &[KeyValue],
        _links: &[Link],
    ) -> SamplingResult {
        let (decision, attributes) = (SamplingDecision::RecordOnly, Vec::new());
        SamplingResult { decision, attributes, trace_state: TraceState::default() }
    }
}

#[derive(Clone, Debug)]
struct SpyingSampler;

impl ShouldSample for SpyingSampler {
    fn should_sample(
        &self,
        parent: Option<&Context>,
        trace_id: TraceId,
        name: &str,
        _kind: &opentelemetry::trace::SpanKind,
        _attributes: &[KeyValue],
        _links: &[Link],
    ) -> SamplingResult {
        let has_parent = parent.is_some_and(Context::has_active_span);
        say("sampler", format!("{name} {trace_id} has_parent={has_parent}"));
        let attributes = vec![KeyValue::new("from.sampler", true)];
        let trace_state = TraceState::from_key_value([("spy", "1")]).unwrap();
        SamplingResult { decision: SamplingDecision::RecordAndSample, attributes, trace_state }
    }
}

#[derive(Debug)]
struct SpyingProcessor(u8);

impl SpyingProcessor {
    fn say(&self, what: &str) {
        say("processor", format!("{} {what} {:?}", self.0, std::thread::current().id()));
    }
}

impl SpanProcessor for SpyingProcessor {
    fn on_start(&self, _span: &mut opentelemetry_sdk::trace::Span, _context: &Context) {
        self.say("start");
    }

    fn on_end(&self, _span: SpanData) {
        self.say("end");
    }

    fn force_flush(&self) -> OTelSdkResult {
        Ok(())
    }

    fn shutdown_with_timeout(&self, _timeout: Duration) -> OTelSdkResult {
        Ok(())
    }
}
