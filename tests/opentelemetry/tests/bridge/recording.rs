//! Everything that the API of the `opentelemetry` crate can record, as it arrives at a collector.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use opentelemetry::trace::{
    Event, Link, Span as _, SpanContext, SpanId, SpanKind, Status, TraceFlags, TraceId, TraceState,
    Tracer as _, TracerProvider as _,
};
use opentelemetry::{Array, InstrumentationScope, KeyValue, StringValue, Value};
use opentelemetry_proto::tonic::trace::v1::span::SpanKind as OtlpKind;
use otlp_runtime::opentelemetry::{Tracer, TracerProvider};
use otlp_runtime::{Limits, OtlpExporter, Protocol, StatusCode, Value as Ours};
use otlp_tests::{Collector, Session};

use super::{session, session_with, tracer};

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

fn linked(id: u64) -> SpanContext {
    SpanContext::new(
        TraceId::from(u128::from(id)),
        SpanId::from(id),
        TraceFlags::SAMPLED,
        true,
        TraceState::NONE,
    )
}

fn bridged() -> Tracer {
    TracerProvider::new().tracer("library")
}

#[test]
fn every_type_of_value_arrives() {
    let session = session();
    let texts = Array::String(vec![StringValue::from("x"), StringValue::from("ß")]);
    let mut span = tracer()
        .span_builder("span")
        .with_attributes([KeyValue::new("acme.bool", true), KeyValue::new("acme.int", i64::MIN)])
        .start(&tracer());
    span.set_attribute(KeyValue::new("acme.double", -0.5));
    span.set_attribute(KeyValue::new("acme.text", "text"));
    span.set_attribute(KeyValue::new("acme.empty", String::new()));
    span.set_attributes([
        KeyValue::new("acme.bools", Value::Array(Array::Bool(vec![true, false]))),
        KeyValue::new("acme.ints", Value::Array(Array::I64(vec![1, -1]))),
        KeyValue::new("acme.doubles", Value::Array(Array::F64(vec![1.5]))),
        KeyValue::new("acme.texts", Value::Array(texts)),
        KeyValue::new("", "SDK-06"),
    ]);
    span.end();
    let span = session.span("span");
    let expected: Vec<(&str, Ours)> = vec![
        ("acme.bool", true.into()),
        ("acme.int", i64::MIN.into()),
        ("acme.double", (-0.5).into()),
        ("acme.text", "text".into()),
        ("acme.empty", "".into()),
        ("acme.bools", vec![true, false].into()),
        ("acme.ints", vec![1, -1].into()),
        ("acme.doubles", vec![1.5].into()),
        ("acme.texts", vec!["x", "ß"].into()),
    ];
    let found: Vec<(&str, Ours)> =
        span.attributes.iter().map(|attribute| (&*attribute.key, attribute.value.clone())).collect();
    assert_eq!(found, expected);
}

// SDK-05, LIM-01, LIM-02
#[test]
fn keys_are_unique_and_limits_hold() {
    let limits = Limits { attributes_per_span: 2, attribute_value_chars: Some(3), ..Limits::default() };
    let session = session_with(|builder| builder.limits(limits));
    let mut span = bridged().start("span");
    span.set_attribute(KeyValue::new("a", "first"));
    span.set_attribute(KeyValue::new("b", 1));
    span.set_attribute(KeyValue::new("c", 2));
    span.set_attribute(KeyValue::new("a", "second"));
    drop(span);
    assert_eq!(session.tree(), "span b=1 a=sec\n");
}

#[test]
fn builder_gives_kind_times_events_and_links() {
    let session = session();
    for (kind, expected) in [
        (SpanKind::Internal, otlp_runtime::SpanKind::Internal),
        (SpanKind::Server, otlp_runtime::SpanKind::Server),
        (SpanKind::Client, otlp_runtime::SpanKind::Client),
        (SpanKind::Producer, otlp_runtime::SpanKind::Producer),
        (SpanKind::Consumer, otlp_runtime::SpanKind::Consumer),
    ] {
        let name = format!("{kind:?}");
        tracer().span_builder(name.clone()).with_kind(kind).start(&tracer()).end();
        assert_eq!(session.span(&name).kind, expected);
    }
    let mut span = tracer()
        .span_builder("span")
        .with_start_time(at(10))
        .with_events(vec![Event::new("built", at(11), vec![KeyValue::new("n", 1)], 0)])
        .with_links(vec![Link::new(linked(1), vec![KeyValue::new("n", 2)], 0)])
        .start(&tracer());
    span.add_event_with_timestamp("added", at(12), vec![KeyValue::new("n", 3)]);
    span.add_link(linked(2), vec![]);
    span.record_error(&std::fmt::Error);
    span.end_with_timestamp(at(13));
    let span = session.span("span");
    assert_eq!((span.start_unix_nanos, span.end_unix_nanos), (10_000_000_000, 13_000_000_000));
    assert_eq!(span.kind, otlp_runtime::SpanKind::Internal);
    assert_eq!(span.scope, "library");
    let events: Vec<(&str, u64)> =
        span.events.iter().map(|event| (&*event.0, event.1 / 1_000_000_000)).collect();
    assert_eq!(events[..2], [("built", 11), ("added", 12)]);
    assert_eq!(events[2].0, "exception");
    assert_eq!(span.events[0].2[0].value, Ours::from(1));
    let links: Vec<_> =
        span.links.iter().map(|(context, attributes)| (context.clone(), attributes.len())).collect();
    assert_eq!(links, [((&linked(1)).into(), 1), ((&linked(2)).into(), 0)]);
}

#[test]
fn end_before_the_start_is_the_start_and_times_before_1970_are_1970() {
    let session = session();
    bridged().span_builder("a").with_start_time(at(10)).start(&bridged()).end_with_timestamp(at(9));
    let before = UNIX_EPOCH - Duration::from_secs(1);
    bridged().span_builder("b").with_start_time(before).start(&bridged()).end_with_timestamp(before);
    let (a, b) = (session.span("a"), session.span("b"));
    assert_eq!((a.start_unix_nanos, a.end_unix_nanos), (10_000_000_000, 10_000_000_000));
    assert_eq!((b.start_unix_nanos, b.end_unix_nanos), (0, 0));
}

#[test]
fn a_start_long_ago_has_an_end_of_now_and_a_moment_ago_is_on_our_clock() {
    let session = session();
    let mut span = bridged().span_builder("long").with_start_time(at(10)).start(&bridged());
    span.add_event("now", vec![]);
    drop(span);
    // Before this machine was started, and with an end of its own.
    bridged().span_builder("ahead").with_start_time(at(5_000_000_000)).start(&bridged()).end();
    {
        let _outer = otlp_runtime::inline::span!("outer");
        bridged().start("inner").end();
    }
    let (long, ahead) = (session.span("long"), session.span("ahead"));
    assert_eq!(long.start_unix_nanos, 10_000_000_000);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    assert!((now - 100..=now + 100).contains(&(long.end_unix_nanos / 1_000_000_000)), "{long:?}");
    assert!(long.events[0].1 <= long.end_unix_nanos);
    assert_eq!(
        (ahead.start_unix_nanos, ahead.end_unix_nanos),
        (5_000_000_000_000_000_000, 5_000_000_000_000_000_000)
    );
    let (outer, inner) = (session.span("outer"), session.span("inner"));
    assert!(outer.start_unix_nanos <= inner.start_unix_nanos && inner.end_unix_nanos <= outer.end_unix_nanos);
}

// EXC-02
#[test]
fn ok_is_final_and_unset_changes_nothing() {
    let session = session();
    let mut ok = bridged().start("ok");
    ok.set_status(Status::error("failed"));
    ok.set_status(Status::Ok);
    ok.set_status(Status::error("failed again"));
    let mut failed = bridged().start("failed");
    failed.set_status(Status::error("reason"));
    failed.set_status(Status::Unset);
    drop((ok, failed));
    assert_eq!(session.tree(), "ok OK\nfailed ERROR \"reason\"\n");
    assert_eq!(session.span("ok").status, StatusCode::Ok);
}

#[test]
fn the_name_may_change_and_is_not_kept_for_ever() {
    let session = session();
    let mut span = bridged().start("before");
    span.update_name(String::from("after"));
    drop(span);
    drop(bridged().start(format!("of {}", "the moment")));
    assert_eq!(session.tree(), "after\nof the moment\n");
}

#[test]
fn scope_arrives_whole() {
    let collector = Collector::start();
    let exporter =
        OtlpExporter::builder().endpoint(collector.endpoint()).protocol(Protocol::Grpc).build().unwrap();
    let session = Session::with(|builder| builder.exporter(exporter));
    let scope = |name| {
        InstrumentationScope::builder(String::from(name))
            .with_version("1.2")
            .with_schema_url("https://opentelemetry.io/schemas/1.44.0")
            .with_attributes([KeyValue::new("acme.team", "core"), KeyValue::new("acme.tier", 1)])
            .build()
    };
    for scope in
        [scope("library"), scope("library"), InstrumentationScope::builder("plain").build(), scope("")]
    {
        let tracer = TracerProvider::new().tracer_with_scope(scope);
        tracer.span_builder("span").with_kind(SpanKind::Client).start(&tracer).end();
    }
    session.telemetry().flush().unwrap();
    let request = collector.received()[0].decode();
    let scopes = &request.resource_spans[0].scope_spans;
    let found: Vec<(&str, &str, &str, usize, usize)> = scopes
        .iter()
        .map(|group| {
            let scope = group.scope.as_ref().unwrap();
            let counts = (scope.attributes.len(), group.spans.len());
            (&*scope.name, &*scope.version, &*group.schema_url, counts.0, counts.1)
        })
        .collect();
    let schema = "https://opentelemetry.io/schemas/1.44.0";
    assert_eq!(found, [("library", "1.2", schema, 2, 2), ("plain", "", "", 0, 1), ("", "1.2", schema, 2, 1)]);
    let attributes = &scopes[0].scope.as_ref().unwrap().attributes;
    assert_eq!((&*attributes[0].key, &*attributes[1].key), ("acme.team", "acme.tier"));
    assert!(scopes.iter().flat_map(|group| &group.spans).all(|span| span.kind == OtlpKind::Client as i32));
}
