//! Golden: every kind of content a span can have, over every protocol, compared with literals.
//!
//! In: spans made by macros and by the builder. Out: what the in-test collector received over HTTP and gRPC, with
//! and without gzip; the decoded messages must be equal to each other and to the literals below.
//! Never here: values at a limit (`limits`).

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::resource::v1::Resource as ProtoResource;
use opentelemetry_proto::tonic::trace::v1::span::{Event as ProtoEvent, Link as ProtoLink};
use opentelemetry_proto::tonic::trace::v1::{ResourceSpans, ScopeSpans, Span as ProtoSpan, Status};
use otlp_runtime::{
    Accepted, Compression, Event, ExportError, Exporter, Link, OtlpExporter, Protocol, Resource, Span,
    SpanBatch, SpanContext, SpanKind, StatusCode, Value, event, inline, record, span, traced,
};
use otlp_tests::{Collector, Session, WireProtocol};
use prost::Message as _;

use super::proto::{assert_same, attributes, bool, bytes, double, int, list, scope, settle, text};
use super::{one_batch, remote};

/// Trace flags of a new root, sampled and random, and the bit that says that a parent is known to be local.
const ROOT: u32 = 0x103;
/// The same below a remote parent with the sampled flag alone.
const BELOW_REMOTE: u32 = 0x301;

/// Sends every batch over each protocol, plain and with gzip.
struct EveryWay([OtlpExporter; 4]);

impl EveryWay {
    const WAYS: [(Protocol, Compression, WireProtocol, Option<&str>); 4] = [
        (Protocol::HttpProtobuf, Compression::None, WireProtocol::Http, None),
        (Protocol::HttpProtobuf, Compression::Gzip, WireProtocol::Http, Some("gzip")),
        (Protocol::Grpc, Compression::None, WireProtocol::Grpc, None),
        (Protocol::Grpc, Compression::Gzip, WireProtocol::Grpc, Some("gzip")),
    ];

    fn to(collector: &Collector) -> Self {
        Self(Self::WAYS.map(|(protocol, compression, ..)| {
            let builder = OtlpExporter::builder().endpoint(collector.endpoint());
            builder.protocol(protocol).compression(compression).build().unwrap()
        }))
    }
}

impl Exporter for EveryWay {
    async fn export(&mut self, batch: SpanBatch) -> Result<Accepted, ExportError> {
        for exporter in &mut self.0 {
            exporter.export(batch.clone()).await?;
        }
        Ok(Accepted::default())
    }
}

/// Returns what `work` puts on the wire; the same for every protocol.
pub(crate) fn exported(resource: Resource, work: impl FnOnce()) -> ExportTraceServiceRequest {
    let collector = Collector::start();
    let exporter = EveryWay::to(&collector);
    let session = Session::with(|builder| one_batch(builder, exporter).resource(resource));
    work();
    session.telemetry().flush().unwrap();
    let received = collector.received();
    assert_eq!(received.len(), 4, "one batch, four ways");
    for (request, (_, _, protocol, encoding)) in received.iter().zip(EveryWay::WAYS) {
        assert_eq!((request.protocol, request.encoding.as_deref()), (protocol, encoding));
        assert_eq!(request.body, received[0].body);
    }
    let request = received[0].decode();
    // Nothing stands twice and nothing is there without need: prost writes the least there is.
    assert_eq!(request.encoded_len(), received[0].body.len());
    settle(request)
}

/// Compares what `work` exports with the spans of each scope, which are given by name and version.
fn assert_exports(work: impl FnOnce(), scopes: Vec<ScopeSpans>) {
    let resource = ProtoResource {
        attributes: attributes([
            ("service.name", text("test")),
            ("telemetry.sdk.name", text("otlp-runtime")),
            ("telemetry.sdk.language", text("rust")),
            ("telemetry.sdk.version", text("0.1.0")),
        ]),
        ..ProtoResource::default()
    };
    let resource_spans =
        vec![ResourceSpans { resource: Some(resource), scope_spans: scopes, ..ResourceSpans::default() }];
    assert_same(&exported(Resource::builder().build(), work), &ExportTraceServiceRequest { resource_spans });
}

/// The first span of a request: an internal root that says nothing more.
fn root(name: &str) -> ProtoSpan {
    numbered_root(1, name)
}

/// The span at a place, counted from 1, of a request in which each span is a trace of its own.
fn numbered_root(number: u8, name: &str) -> ProtoSpan {
    ProtoSpan {
        trace_id: vec![number; 16],
        span_id: vec![number; 8],
        name: name.to_owned(),
        kind: 1,
        flags: ROOT,
        ..ProtoSpan::default()
    }
}

fn by_macros(spans: Vec<ProtoSpan>) -> Vec<ScopeSpans> {
    vec![scope("otlp-tests", "0.1.0", spans)]
}

fn by_builder(spans: Vec<ProtoSpan>) -> Vec<ScopeSpans> {
    vec![scope("", "", spans)]
}

struct Shown(char);

impl std::fmt::Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "shown {}", self.0)
    }
}

// SDK-06
#[test]
fn constants_of_macros_arrive_with_their_types() {
    #[traced(
        "bool.true" = true,
        "bool.false" = false,
        "int.zero" = 0,
        "int.one_byte" = 127,
        "int.two_bytes" = 128,
        "int.negative" = -1,
        "int.max" = 9_223_372_036_854_775_807,
        "int.min" = -9_223_372_036_854_775_808,
        "double" = 0.1,
        "double.f32" = 0.1_f32,
        "double.minus_zero" = -0.0,
        "text" = "x",
        "text.empty" = "",
        "text.unicode" = "aß€🦀",
        "text.nul" = "a\0b",
        "ключ" = "unicode key",
    )]
    fn constants() {}

    let expected = attributes([
        ("bool.true", bool(true)),
        ("bool.false", bool(false)),
        ("int.zero", int(0)),
        ("int.one_byte", int(127)),
        ("int.two_bytes", int(128)),
        ("int.negative", int(-1)),
        ("int.max", int(i64::MAX)),
        ("int.min", int(i64::MIN)),
        ("double", double(0.1)),
        ("double.f32", double(0.100_000_001_490_116_12)),
        ("double.minus_zero", double(-0.0)),
        ("text", text("x")),
        ("text.empty", text("")),
        ("text.unicode", text("aß€🦀")),
        ("text.nul", text("a\0b")),
        ("ключ", text("unicode key")),
    ]);
    assert_exports(constants, by_macros(vec![ProtoSpan { attributes: expected, ..root("constants") }]));
}

#[test]
fn numbers_recorded_at_run_time_arrive_exactly() {
    #[traced(
        "i8" = i8::MIN, "i16" = i16::MIN, "i32" = i32::MIN, "i64.min" = i64::MIN, "i64.max" = i64::MAX,
        "u8" = u8::MAX, "u16" = u16::MAX, "u32" = u32::MAX, "usize" = usize::MIN,
        "u64.fits" = i64::MAX.cast_unsigned(), "u64.over" = i64::MAX.cast_unsigned() + 1, "u64.max" = u64::MAX,
        "i128.fits" = i128::from(i64::MIN), "i128.under" = i128::from(i64::MIN) - 1, "u128.max" = u128::MAX,
        "non_zero" = std::num::NonZeroU64::MAX, "f32" = small, "f64" = f64::MIN_POSITIVE, "f64.max" = f64::MAX,
        "nan" = f64::NAN, "infinity" = f64::INFINITY, "minus_infinity" = f64::NEG_INFINITY, "minus_zero" = -zero,
        "bool" = zero < 1.0,
    )]
    fn numbers(zero: f64, small: f32) {}

    let expected = attributes([
        ("i8", int(-128)),
        ("i16", int(-32_768)),
        ("i32", int(-2_147_483_648)),
        ("i64.min", int(-9_223_372_036_854_775_808)),
        ("i64.max", int(9_223_372_036_854_775_807)),
        ("u8", int(255)),
        ("u16", int(65_535)),
        ("u32", int(4_294_967_295)),
        ("usize", int(0)),
        ("u64.fits", int(9_223_372_036_854_775_807)),
        ("u64.over", text("9223372036854775808")),
        ("u64.max", text("18446744073709551615")),
        ("i128.fits", int(-9_223_372_036_854_775_808)),
        ("i128.under", text("-9223372036854775809")),
        ("u128.max", text("340282366920938463463374607431768211455")),
        ("non_zero", text("18446744073709551615")),
        ("f32", double(0.100_000_001_490_116_12)),
        ("f64", double(2.225_073_858_507_201_4e-308)),
        ("f64.max", double(1.797_693_134_862_315_7e308)),
        ("nan", double(f64::NAN)),
        ("infinity", double(f64::INFINITY)),
        ("minus_infinity", double(f64::NEG_INFINITY)),
        ("minus_zero", double(-0.0)),
        ("bool", bool(true)),
    ]);
    assert_exports(
        || numbers(0.0, 0.1),
        by_macros(vec![ProtoSpan { attributes: expected, ..root("numbers") }]),
    );
}

// SDK-06
#[test]
fn texts_bytes_and_lists_recorded_at_run_time_arrive_whole() {
    #[traced(
        "empty" = empty, "unicode" = "aß€🦀".to_owned(), "nul" = String::from("a\0b"), "char" = '🦀',
        "boxed" = Box::<str>::from("boxed"), "cow" = std::borrow::Cow::Borrowed("cow"),
        "display" = %Shown('🦀'), "display.empty" = %empty, "debug" = ?Some("a\0\"b"), "arguments" = format_args!("{}-{}", 1, 2),
        "some" = Some("x"), "none" = None::<&str>, "none.nested" = Some(None::<i64>),
        "bytes" = [0_u8, 255, 10].as_slice(), "bytes.empty" = Vec::<u8>::new(), "bytes.array" = [1_u8; 2],
        "bools" = [true, false], "ints" = vec![i64::MIN, 0, i64::MAX], "doubles" = [f64::NAN, -0.0, f64::INFINITY],
        "texts" = ["", "aß€🦀", "a\0b"], "chars" = ['a', '🦀'], "wide" = [1_u64, u64::MAX],
        "bools.empty" = Vec::<bool>::new(), "ints.empty" = [0_i64; 0], "texts.empty" = Vec::<String>::new(),
    )]
    fn texts(empty: &str) {}

    let expected = attributes([
        ("empty", text("")),
        ("unicode", text("aß€🦀")),
        ("nul", text("a\0b")),
        ("char", text("🦀")),
        ("boxed", text("boxed")),
        ("cow", text("cow")),
        ("display", text("shown 🦀")),
        ("display.empty", text("")),
        ("debug", text(r#"Some("a\0\"b")"#)),
        ("arguments", text("1-2")),
        ("some", text("x")),
        ("bytes", bytes(&[0, 255, 10])),
        ("bytes.empty", bytes(&[])),
        ("bytes.array", bytes(&[1, 1])),
        ("bools", list([bool(true), bool(false)])),
        ("ints", list([int(i64::MIN), int(0), int(i64::MAX)])),
        ("doubles", list([double(f64::NAN), double(-0.0), double(f64::INFINITY)])),
        ("texts", list([text(""), text("aß€🦀"), text("a\0b")])),
        ("chars", list([text("a"), text("🦀")])),
        ("wide", list([int(1), text("18446744073709551615")])),
        ("bools.empty", list([])),
        ("ints.empty", list([])),
        ("texts.empty", list([])),
    ]);
    assert_exports(|| texts(""), by_macros(vec![ProtoSpan { attributes: expected, ..root("texts") }]));
}

#[test]
fn owned_values_of_the_builder_arrive_with_their_types() {
    let work = || {
        let mut span = Span::builder()
            .name("aß€🦀 GET /{id}")
            .attribute("bool", false)
            .attribute("int", i64::MIN)
            .attribute("double", -0.0)
            .attribute("text", "a\0b")
            .attribute("text.empty", String::new())
            .attribute("bytes", Value::Bytes(vec![0, 255]))
            .attribute("list", vec!["", "🦀"])
            .attribute("list.empty", Value::Array(vec![]))
            .attribute("list.mixed", Value::Array(vec![1.into(), "x".into(), Value::Bytes(vec![7])]))
            .attribute("list.nested", Value::Array(vec![[1, 2].into(), Value::Array(vec![])]))
            .start();
        span.record("recorded.u64", u64::MAX);
        span.record("recorded.none", None::<bool>);
        span.record("recorded.value", Value::from(1.5));
        span.end();
    };
    let expected = attributes([
        ("bool", bool(false)),
        ("int", int(i64::MIN)),
        ("double", double(-0.0)),
        ("text", text("a\0b")),
        ("text.empty", text("")),
        ("bytes", bytes(&[0, 255])),
        ("list", list([text(""), text("🦀")])),
        ("list.empty", list([])),
        ("list.mixed", list([int(1), text("x"), bytes(&[7])])),
        ("list.nested", list([list([int(1), int(2)]), list([])])),
        ("recorded.u64", text("18446744073709551615")),
        ("recorded.value", double(1.5)),
    ]);
    assert_exports(work, by_builder(vec![ProtoSpan { attributes: expected, ..root("aß€🦀 GET /{id}") }]));
}

// SDK-05, SDK-06
#[test]
fn key_that_is_recorded_again_stands_once_with_its_last_value() {
    #[span(kind = client, "constant" = 1, "kept" = 2, "dynamic" = 1 + 2)]
    fn repeated() {
        record!("constant" = "two", "dynamic" = "three");
        record!("constant" = 3.5);
        record!("kept" = None::<i64>);
    }
    let work = || {
        repeated();
        let mut span =
            Span::builder().name("builder").attribute("a", 1).attribute("b", 2).attribute("a", 3).start();
        span.record("b", "last");
        span.end();
    };
    let first = attributes([("kept", int(2)), ("dynamic", text("three")), ("constant", double(3.5))]);
    let second = attributes([("a", int(3)), ("b", text("last"))]);
    assert_exports(
        work,
        vec![
            scope("otlp-tests", "0.1.0", vec![ProtoSpan { kind: 3, attributes: first, ..root("repeated") }]),
            scope("", "", vec![ProtoSpan { attributes: second, ..numbered_root(2, "builder") }]),
        ],
    );
}

#[test]
fn every_kind_arrives_from_macros_and_builder() {
    let work = || {
        drop(inline::span!("internal", kind = internal));
        drop(inline::span!("server", kind = server));
        drop(inline::span!("client", kind = client));
        drop(inline::span!("producer", kind = producer));
        drop(inline::span!("consumer", kind = consumer));
        for kind in
            [SpanKind::Internal, SpanKind::Server, SpanKind::Client, SpanKind::Producer, SpanKind::Consumer]
        {
            Span::builder().name("built").kind(kind).start().end();
        }
    };
    let kinds = |first: u8, names: [&str; 5]| {
        (first..)
            .zip(1..)
            .zip(names)
            .map(|((number, kind), name)| ProtoSpan { kind, ..numbered_root(number, name) })
            .collect::<Vec<_>>()
    };
    assert_exports(
        work,
        vec![
            scope("otlp-tests", "0.1.0", kinds(1, ["internal", "server", "client", "producer", "consumer"])),
            scope("", "", kinds(6, ["built"; 5])),
        ],
    );
}

#[expect(clippy::unnecessary_wraps, reason = "it stands in a field")]
fn status(code: i32, message: &str) -> Option<Status> {
    Some(Status { code, message: message.to_owned() })
}

// EXC-02
#[test]
fn every_status_of_the_builder_arrives() {
    let work = || {
        let set = |name: &'static str, statuses: &[(StatusCode, &str)]| {
            let mut span = Span::builder().name(name).start();
            for (code, message) in statuses {
                span.set_status(*code, message);
            }
        };
        set("unset", &[]);
        set("ok", &[(StatusCode::Ok, "not kept")]);
        set("error", &[(StatusCode::Error, "aß€🦀\0")]);
        set("error without a message", &[(StatusCode::Error, "")]);
        set("error again", &[(StatusCode::Error, "first"), (StatusCode::Error, "last")]);
        set("error, then unset", &[(StatusCode::Error, "kept"), (StatusCode::Unset, "")]);
        set("error, then ok", &[(StatusCode::Error, "not kept"), (StatusCode::Ok, "")]);
        set("ok, then error", &[(StatusCode::Ok, ""), (StatusCode::Error, "too late")]);
    };
    let expected = [
        ("unset", None),
        ("ok", status(1, "")),
        ("error", status(2, "aß€🦀\0")),
        ("error without a message", status(2, "")),
        ("error again", status(2, "last")),
        ("error, then unset", status(2, "kept")),
        ("error, then ok", status(1, "")),
        ("ok, then error", status(1, "")),
    ];
    let spans = (1..)
        .zip(expected)
        .map(|(number, (name, status))| ProtoSpan { status, ..numbered_root(number, name) })
        .collect();
    assert_exports(work, by_builder(spans));
}

// EXC-02, EXC-04
#[test]
fn every_outcome_of_annotated_functions_arrives() {
    #[traced(err, ret)]
    fn parse(digits: &str) -> Result<u8, std::num::ParseIntError> {
        digits.parse()
    }
    #[traced]
    fn panics() {
        std::panic::resume_unwind(Box::new("quietly"));
    }
    #[traced]
    async fn waits() {
        std::future::pending::<()>().await;
    }
    let work = || {
        let _ = parse("7");
        let _ = parse("x");
        std::panic::catch_unwind(panics).unwrap_err();
        let mut future = Box::pin(waits());
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(future.as_mut().poll(&mut context).is_pending());
        drop(future);
    };
    let spans = vec![
        ProtoSpan { attributes: attributes([("return", int(7))]), ..numbered_root(1, "parse") },
        ProtoSpan {
            attributes: attributes([("error.type", text("core::num::error::ParseIntError"))]),
            status: status(2, "invalid digit found in string"),
            ..numbered_root(2, "parse")
        },
        ProtoSpan {
            attributes: attributes([("error.type", text("panic"))]),
            status: status(2, "panicked"),
            ..numbered_root(3, "panics")
        },
        ProtoSpan { attributes: attributes([("cancelled", bool(true))]), ..numbered_root(4, "waits") },
    ];
    assert_exports(work, by_macros(spans));
}

#[test]
fn events_arrive_with_their_attributes_from_macros_and_builder() {
    let work = || {
        {
            let _span = inline::span!("macro");
            event!("plain");
            event!("aß€🦀\0", "int" = i64::MIN, "text" = "", "shown" = %Shown('🦀'), "none" = None::<i64>, "list" = [1.5]);
        }
        let mut span = Span::builder().name("builder").start();
        span.add_event(Event::new("built").with("bytes", [1_u8, 2]).with("u64", u64::MAX).with("bool", true));
        span.add_event(Event::new("second"));
        span.end();
    };
    let event =
        |name: &str, attributes| ProtoEvent { name: name.to_owned(), attributes, ..ProtoEvent::default() };
    let first = vec![
        event("plain", vec![]),
        event(
            "aß€🦀\0",
            attributes([
                ("int", int(i64::MIN)),
                ("text", text("")),
                ("shown", text("shown 🦀")),
                ("list", list([double(1.5)])),
            ]),
        ),
    ];
    let second = vec![
        event(
            "built",
            attributes([
                ("bytes", bytes(&[1, 2])),
                ("u64", text("18446744073709551615")),
                ("bool", bool(true)),
            ]),
        ),
        event("second", vec![]),
    ];
    assert_exports(
        work,
        vec![
            scope("otlp-tests", "0.1.0", vec![ProtoSpan { events: first, ..root("macro") }]),
            scope("", "", vec![ProtoSpan { events: second, ..numbered_root(2, "builder") }]),
        ],
    );
}

#[test]
fn links_arrive_with_flags_trace_state_and_attributes() {
    let work = || {
        let local = Span::builder().name("target").start();
        let target = local.context();
        local.end();
        drop(inline::span!("macro", links = [remote("", 1), target.clone()]));
        let mut span = Span::builder()
            .name("builder")
            .link(remote("rojo=00f067,congo=t61", 0))
            .link(Link::new(target).with("int", 7).with("text", "").with("list", vec![true]))
            .start();
        // Says nothing, and is left out.
        span.add_link(SpanContext::INVALID);
        span.add_link(Link::new(SpanContext::INVALID).with("why", "unknown"));
        span.end();
    };
    let to_remote = |flags, state: &str| ProtoLink {
        trace_id: vec![0xaa; 16],
        span_id: vec![0xbb; 8],
        trace_state: state.to_owned(),
        flags,
        ..ProtoLink::default()
    };
    let to_target = |attributes| ProtoLink {
        trace_id: vec![1; 16],
        span_id: vec![1; 8],
        flags: 0x103,
        attributes,
        ..ProtoLink::default()
    };
    let unknown = ProtoLink {
        trace_id: vec![0; 16],
        span_id: vec![0; 8],
        flags: 0x100,
        attributes: attributes([("why", text("unknown"))]),
        ..ProtoLink::default()
    };
    let by_macro = vec![to_remote(0x301, ""), to_target(vec![])];
    let built = vec![
        to_remote(0x300, "rojo=00f067,congo=t61"),
        to_target(attributes([("int", int(7)), ("text", text("")), ("list", list([bool(true)]))])),
        unknown,
    ];
    // The scope that comes first in the batch comes first in the request.
    assert_exports(
        work,
        vec![
            scope(
                "",
                "",
                vec![numbered_root(1, "target"), ProtoSpan { links: built, ..numbered_root(2, "builder") }],
            ),
            scope("otlp-tests", "0.1.0", vec![ProtoSpan { links: by_macro, ..numbered_root(3, "macro") }]),
        ],
    );
}

// W3C-04: unknown flags and the random bit are carried on as received.
#[test]
fn children_of_remote_parents_carry_trace_id_flags_and_trace_state() {
    let parent = || remote("rojo=00f067,congo=t61", 1);
    let work = || {
        {
            let _outer = inline::span!("outer", kind = server, parent = parent());
            drop(inline::span!("inner"));
            drop(inline::span!("root", root));
        }
        Span::builder().name("built").parent(remote("", 3)).start().end();
        Span::builder().name("of nobody").parent(SpanContext::INVALID).start().end();
    };
    let state = || "rojo=00f067,congo=t61".to_owned();
    let inner = ProtoSpan {
        trace_id: vec![0xaa; 16],
        span_id: vec![1; 8],
        parent_span_id: vec![3; 8],
        trace_state: state(),
        flags: 0x101,
        ..root("inner")
    };
    let other = ProtoSpan { trace_id: vec![1; 16], span_id: vec![2; 8], ..root("root") };
    let outer = ProtoSpan {
        trace_id: vec![0xaa; 16],
        span_id: vec![3; 8],
        parent_span_id: vec![0xbb; 8],
        trace_state: state(),
        kind: 2,
        flags: BELOW_REMOTE,
        ..root("outer")
    };
    let built = ProtoSpan {
        trace_id: vec![0xaa; 16],
        span_id: vec![4; 8],
        parent_span_id: vec![0xbb; 8],
        flags: 0x303,
        ..root("built")
    };
    let of_nobody = ProtoSpan { trace_id: vec![2; 16], span_id: vec![5; 8], ..root("of nobody") };
    assert_exports(
        work,
        vec![scope("otlp-tests", "0.1.0", vec![inner, other, outer]), scope("", "", vec![built, of_nobody])],
    );
}

// W3C-05: an invalid context counts for nothing, whatever else it says.
#[test]
fn root_below_an_invalid_context_is_neither_remote_nor_has_it_a_trace_state() {
    let work = || {
        let invalid = SpanContext::new(
            otlp_runtime::TraceId::INVALID,
            otlp_runtime::SpanId::from_bytes([0xbb; 8]),
            otlp_runtime::TraceFlags::SAMPLED,
            true,
            "rojo=00f067".parse().unwrap(),
        );
        Span::builder().name("root").parent(invalid).start().end();
    };
    assert_exports(work, by_builder(vec![root("root")]));
}

#[test]
fn new_name_replaces_the_old_one() {
    #[traced(name = "GET", "constant" = 1)]
    fn routed() {
        Span::current().set_name("GET /orders/{id}");
    }
    let work = || {
        routed();
        let mut span = Span::builder().name("first").start();
        span.in_scope(|| {
            Span::current().set_name("second");
            Span::current().set_name("aß€🦀");
        });
        span.end();
    };
    let constant = attributes([("constant", int(1))]);
    assert_exports(
        work,
        vec![
            scope(
                "otlp-tests",
                "0.1.0",
                vec![ProtoSpan { attributes: constant, ..root("GET /orders/{id}") }],
            ),
            scope("", "", vec![numbered_root(2, "aß€🦀")]),
        ],
    );
}

// RES-01, RES-02, LIM-07
#[test]
fn resource_arrives_with_every_type_and_its_schema() {
    let resource = Resource::builder()
        .attribute("bool", true)
        .attribute("int", -1)
        .attribute("double", f64::NAN)
        .attribute("text.empty", "")
        .attribute("bytes", Value::Bytes(vec![0]))
        .attribute("list", vec!["a", ""])
        .attribute("telemetry.sdk.name", "renamed")
        .schema_url("https://opentelemetry.io/schemas/1.37.0")
        .build();
    let request = exported(resource, || Span::builder().name("x").start().end());
    let [resource_spans] = &request.resource_spans[..] else { panic!("{request:?}") };
    let expected = ProtoResource {
        attributes: attributes([
            ("service.name", text("test")),
            ("telemetry.sdk.name", text("renamed")),
            ("telemetry.sdk.language", text("rust")),
            ("telemetry.sdk.version", text("0.1.0")),
            ("bool", bool(true)),
            ("int", int(-1)),
            ("double", double(f64::NAN)),
            ("text.empty", text("")),
            ("bytes", bytes(&[0])),
            ("list", list([text("a"), text("")])),
        ]),
        ..ProtoResource::default()
    };
    assert_same(&resource_spans.resource, &Some(expected));
    assert_eq!(resource_spans.schema_url, "https://opentelemetry.io/schemas/1.37.0");
}
