//! The same batches through `OtlpExporter` and through `SdkExporter(opentelemetry_otlp::SpanExporter)`.
//!
//! In: arbitrary spans, and those that the SDK's types cannot express. Out: both requests, decoded, which must be
//! equal but for what is inherent:
//!
//! - an unset status is left out by us, and an empty `Status` by the SDK's exporter: both mean unset;
//! - the attributes of the resource have no order in the SDK, which keeps them in a hash map;
//! - byte values become text (lossy UTF-8), since `opentelemetry::Value` has no bytes;
//! - lists of several types, and lists of lists, become lists of text, since `opentelemetry::Array` has one type;
//! - a trace state that is no W3C list of members is dropped, since `opentelemetry::trace::TraceState` refuses it;
//!   ours is opaque.
//!
//! The first two are normalised. The others are drawn by no property test, but have a test of their own.
//! Never here: what the collector answers.

use std::time::Duration;

use opentelemetry_http::hyper::HyperClient;
use opentelemetry_otlp::{Protocol, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::KeyValue;
use opentelemetry_proto::tonic::trace::v1::Status;
use otlp_runtime::{
    Accepted, ExportError, Exporter, Link, OtlpExporter, Resource, Sampler, SdkExporter, Span, SpanBatch,
    TelemetryBuilder, Value, inline, record,
};
use otlp_tests::{Collector, Session};
use proptest::prelude::*;
use prost::Message as _;

use super::model::{Values, limits, plans};
use super::proto::{assert_same, attributes, bytes, double, int, list, spans, text};
use super::{one_batch, remote};

/// Sends each batch twice to one collector: as we do it, and as the SDK's exporter does.
struct Both {
    ours: OtlpExporter,
    sdk: SdkExporter<opentelemetry_otlp::SpanExporter>,
}

impl Both {
    fn to(collector: &Collector) -> Self {
        let ours = OtlpExporter::builder().endpoint(collector.endpoint()).build().unwrap();
        let sdk = opentelemetry_otlp::SpanExporter::builder()
            .with_http()
            .with_http_client(HyperClient::with_default_connector(Duration::from_secs(10), None))
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(format!("{}/v1/traces", collector.endpoint()))
            .build()
            .unwrap();
        Self { ours, sdk: SdkExporter::new(sdk) }
    }
}

impl Exporter for Both {
    async fn export(&mut self, batch: SpanBatch) -> Result<Accepted, ExportError> {
        self.ours.export(batch.clone()).await?;
        self.sdk.export(batch).await
    }
}

/// Returns our request and the SDK's for what `work` makes.
fn both(
    configure: impl FnOnce(TelemetryBuilder) -> TelemetryBuilder,
    work: impl FnOnce(),
) -> [ExportTraceServiceRequest; 2] {
    let collector = Collector::start();
    let session = Session::with(|builder| configure(one_batch(builder, Both::to(&collector))));
    work();
    session.telemetry().flush().unwrap();
    let received = collector.received();
    assert_eq!(received.len(), 2);
    assert_ne!(received[0].header("user-agent"), received[1].header("user-agent"));
    [normal(received[0].decode()), normal(received[1].decode())]
}

/// Takes out the first two differences of the module's list.
fn normal(mut request: ExportTraceServiceRequest) -> ExportTraceServiceRequest {
    for resource_spans in &mut request.resource_spans {
        let resource = resource_spans.resource.as_mut().unwrap();
        resource.attributes.sort_by(|one, other| one.key.cmp(&other.key));
    }
    for span in spans(&mut request) {
        span.status.get_or_insert_with(Status::default);
    }
    request
}

fn attributes_of(mut request: ExportTraceServiceRequest) -> Vec<KeyValue> {
    spans(&mut request).next().unwrap().attributes.clone()
}

proptest! {
    // A connection for each case: fewer of them.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

    #[test]
    fn arbitrary_spans_are_the_same_through_both_exporters(plans in plans(Values::OfTheSdk), limits in limits()) {
        let configure = |builder: TelemetryBuilder| builder.limits(limits).sampler(Sampler::always_on());
        let [ours, sdk] = both(configure, || plans.iter().for_each(|plan| {
            plan.make();
        }));
        if ours.encode_to_vec() != sdk.encode_to_vec() {
            assert_same(&ours, &sdk);
            panic!("{ours:?} is not {sdk:?}");
        }
    }
}

#[test]
fn trees_resource_and_scopes_are_the_same_through_both_exporters() {
    let resource = Resource::builder()
        .attribute("int", 1)
        .attribute("list", vec!["a", "b"])
        .schema_url("https://opentelemetry.io/schemas/1.37.0")
        .build();
    let work = || {
        let _outer = inline::span!("outer", kind = server, parent = remote("rojo=00f067,congo=t61", 3));
        {
            let _inner = inline::span!("inner", links = [remote("a=b", 1)]);
            record!("late" = 1.5);
            Span::builder().name("built").start().end();
        }
        Span::builder().name("of another trace").root().link(Span::current().context()).start().end();
    };
    let [ours, sdk] = both(|builder| builder.resource(resource), work);
    assert_same(&ours, &sdk);
    assert_eq!(ours.resource_spans[0].scope_spans.len(), 2);
}

#[test]
fn types_that_the_sdk_lacks_become_text_through_its_exporter() {
    let work = || {
        Span::builder()
            .name("types")
            .attribute("bytes", Value::Bytes(b"a\xffb".to_vec()))
            .attribute("mixed", Value::Array(vec![1.into(), "x".into()]))
            .attribute("nested", Value::Array(vec![[1.5].into()]))
            .start()
            .end();
    };
    let [ours, sdk] = both(|builder| builder, work);
    let expected = attributes([
        ("bytes", bytes(b"a\xffb")),
        ("mixed", list([int(1), text("x")])),
        ("nested", list([list([double(1.5)])])),
    ]);
    assert_eq!(attributes_of(ours), expected);
    let expected = attributes([
        ("bytes", text("a\u{fffd}b")),
        ("mixed", list([text("Int(1)"), text("String(\"x\")")])),
        ("nested", list([text("Array([Double(1.5)])")])),
    ]);
    assert_eq!(attributes_of(sdk), expected);
}

#[test]
fn trace_state_that_the_sdk_refuses_is_dropped_by_its_exporter() {
    // Level 2 of W3C trace context lets `@` stand anywhere but first; the SDK knows level 1.
    let parent = || remote("ro@jo@1=00f067", 1);
    let work = || Span::builder().name("x").parent(parent()).link(Link::new(parent())).start().end();
    let states = |mut request: ExportTraceServiceRequest| {
        let span = spans(&mut request).next().unwrap().clone();
        (span.trace_state, span.links[0].trace_state.clone())
    };
    let [ours, sdk] = both(|builder| builder, work);
    assert_eq!(states(ours), ("ro@jo@1=00f067".to_owned(), "ro@jo@1=00f067".to_owned()));
    assert_eq!(states(sdk), (String::new(), String::new()));
    // The conversion says so, too.
    assert!(opentelemetry::trace::SpanContext::from(parent()).trace_state().header().is_empty());
}
