//! otlp-runtime as a subject.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use otlp_runtime::{
    Accepted, Event, ExportError, Exporter, Link, OtlpExporter, Sampler, SamplingParameters, SamplingResult,
    ShouldSample, Span, SpanBatch, SpanContext, SpanId, StatusCode, Telemetry, TraceFlags, TraceId,
    TraceState, Value, traced,
};

use super::subject::{Attributes, IMPOSSIBLE, Identity, Origin, Set, Setting, Spec, Subject, Val, say};

#[derive(Default)]
pub(crate) struct Ours(Option<Telemetry>);

impl Ours {
    fn telemetry(&self) -> &Telemetry {
        self.0.as_ref().unwrap()
    }
}

impl Subject for Ours {
    fn start(&mut self, settings: &[Setting]) -> Result<(), String> {
        let mut builder = Telemetry::builder();
        for setting in settings {
            builder = match *setting {
                Setting::MaxRequestBytes(bytes) => {
                    let exporter = OtlpExporter::builder().env().max_request_bytes(bytes).build();
                    builder.exporter(exporter.map_err(|error| error.to_string())?)
                }
                Setting::PanicsOnce => builder.exporter(PanicsOnce(false)),
                Setting::Chatty => builder.exporter(Chatty),
                Setting::HangsOnce => builder.exporter(HangsOnce(false)),
                Setting::FourRequests => {
                    let exporter = OtlpExporter::builder().env().max_requests_in_flight(4).build();
                    builder.exporter(exporter.map_err(|error| error.to_string())?)
                }
                Setting::RecordOnly => builder.sampler(Sampler::custom(RecordOnly)),
                Setting::AlwaysRecord => builder.sampler(Sampler::always_record(Sampler::always_off())),
                Setting::SpyingSampler => builder.sampler(Sampler::custom(SpyingSampler)),
                Setting::Simple | Setting::SpyingProcessors => return Err(IMPOSSIBLE.to_owned()),
            };
        }
        self.0 = Some(builder.install().map_err(|error| error.to_string())?);
        Ok(())
    }

    fn span(&self, spec: &Spec) -> Identity {
        let mut builder = Span::builder().name(spec.name);
        builder = match spec.origin {
            Origin::Root => builder.root(),
            Origin::Remote { trace_id, is_sampled } => builder.parent(context(trace_id, 7, is_sampled, true)),
            Origin::Local { trace_id, is_sampled } => builder.parent(context(trace_id, 7, is_sampled, false)),
            Origin::Of(parent) => {
                builder.parent(context(parent.trace_id, parent.span_id, parent.is_sampled, false))
            }
        };
        for (index, attributes) in (1..).zip(&spec.links) {
            let link = Link::new(context(1, index, true, true));
            builder =
                builder.link(attributes.iter().fold(link, |link, (key, value)| link.with(*key, made(value))));
        }
        let mut span = builder.start();
        for (key, value) in &spec.attributes {
            record(&mut span, key, value);
        }
        for attributes in &spec.events {
            span.add_event(event(attributes));
        }
        for status in &spec.statuses {
            match status {
                Set::Unset => span.set_status(StatusCode::Unset, ""),
                Set::Ok => span.set_status(StatusCode::Ok, ""),
                Set::Error(text) => span.set_error(text),
            }
        }
        let context = span.context();
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
        std::mem::forget(Span::builder().name("open").start());
    }

    fn fail(&self) {
        #[traced(err)]
        fn fails() -> Result<(), NoLuck> {
            // As the others do, whose API has no functions with spans.
            Span::current().add_event(Event::exception(&NoLuck));
            Err(NoLuck)
        }
        assert!(fails().is_err());
    }

    fn panic(&self) -> bool {
        #[traced]
        fn panics() {
            panic!("no luck");
        }
        catch_unwind(AssertUnwindSafe(panics)).is_err()
    }

    fn flush(&self, deadline: Option<Duration>) -> Result<(), String> {
        let telemetry = self.telemetry();
        let result = deadline.map_or_else(|| telemetry.flush(), |deadline| telemetry.flush_timeout(deadline));
        result.map(drop).map_err(|error| error.to_string())
    }

    fn shutdown(&self, deadline: Option<Duration>) -> Result<(), String> {
        let telemetry = self.telemetry();
        let result =
            deadline.map_or_else(|| telemetry.shutdown(), |deadline| telemetry.shutdown_timeout(deadline));
        result.map(drop).map_err(|error| error.to_string())
    }

    fn counts(&self) -> Option<String> {
        Some(format!("{:?}", self.telemetry().stats()))
    }
}

#[derive(Debug)]
struct NoLuck;

impl std::fmt::Display for NoLuck {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no luck")
    }
}

fn context(trace_id: u128, span_id: u64, is_sampled: bool, is_remote: bool) -> SpanContext {
    SpanContext::new(
        TraceId::from_bytes(trace_id.to_be_bytes()),
        SpanId::from_bytes(span_id.to_be_bytes()),
        if is_sampled { TraceFlags::SAMPLED } else { TraceFlags::NONE },
        is_remote,
        TraceState::empty(),
    )
}

fn made(value: &Val) -> Value {
    match value {
        Val::Int(int) => Value::from(*int),
        Val::Text(text) => Value::from(*text),
        Val::NoTexts => Value::from(Vec::<String>::new()),
    }
}

fn record(span: &mut Span, key: &str, value: &Val) {
    match value {
        Val::Int(int) => span.record(key, *int),
        Val::Text(text) => span.record(key, *text),
        Val::NoTexts => span.record(key, Vec::<String>::new()),
    }
}

fn event(attributes: &Attributes) -> Event {
    attributes.iter().fold(Event::new("event"), |event, (key, value)| match value {
        Val::Int(int) => event.with(key, *int),
        Val::Text(text) => event.with(key, *text),
        Val::NoTexts => event.with(key, Vec::<String>::new()),
    })
}

struct PanicsOnce(bool);

impl Exporter for PanicsOnce {
    async fn export(&mut self, batch: SpanBatch) -> Result<Accepted, ExportError> {
        assert!(std::mem::replace(&mut self.0, true), "the exporter panics, as it should");
        say("exported", batch.len());
        Ok(Accepted::default())
    }
}

/// It hung.
struct HangsOnce(bool);

impl Exporter for HangsOnce {
    async fn export(&mut self, batch: SpanBatch) -> Result<Accepted, ExportError> {
        if !std::mem::replace(&mut self.0, true) {
            std::future::pending::<()>().await;
        }
        say("exported", batch.len());
        Ok(Accepted::default())
    }
}

struct RecordOnly;

impl ShouldSample for RecordOnly {
    fn should_sample(&self, _span: &SamplingParameters<'_>) -> SamplingResult {
        SamplingResult::record_only()
    }

    fn description(&self) -> Cow<'_, str> {
        "RecordOnly".into()
    }
}

struct SpyingSampler;

impl ShouldSample for SpyingSampler {
    fn should_sample(&self, span: &SamplingParameters<'_>) -> SamplingResult {
        say(
            "sampler",
            format!("{} {} has_parent={}", span.name(), span.trace_id(), span.parent().is_valid()),
        );
        let state = "spy=1".parse().unwrap();
        SamplingResult::sample().with("from.sampler", true).trace_state(state)
    }

    fn description(&self) -> Cow<'_, str> {
        "SpyingSampler".into()
    }
}

struct Chatty;

impl Exporter for Chatty {
    async fn export(&mut self, batch: SpanBatch) -> Result<Accepted, ExportError> {
        Span::builder().name("export").start().end();
        say("exported", batch.len());
        Ok(Accepted::default())
    }
}
