//! Values at and over the limits of a span: what arrives, and the counts of what does not.
//!
//! In: spans that are too large in one respect. Out: decoded messages, compared with literals.
//! Never here: memory for many spans (`tree`), requests over a transport's limit (`transport`).

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
use opentelemetry_proto::tonic::trace::v1::Span as ProtoSpan;
use otlp_runtime::{Event, Limits, Link, Resource, Span, Value, ValueRef, inline, record, span};
use otlp_tests::Session;
use prost::Message as _;

use super::golden::exported;
use super::proto::{attribute, attributes, int, list, text};
use super::{Capture, one_batch, remote};

const MIB: usize = 1 << 20;

/// Returns the only span of a request.
fn only(request: ExportTraceServiceRequest) -> ProtoSpan {
    let scopes = request.resource_spans.into_iter().flat_map(|resource| resource.scope_spans);
    let spans: Vec<ProtoSpan> = scopes.flat_map(|scope| scope.spans).collect();
    let [span] = <[ProtoSpan; 1]>::try_from(spans).unwrap();
    span
}

/// Returns the only span that `work` makes, over the wire.
fn sent(work: impl FnOnce()) -> ProtoSpan {
    only(exported(Resource::builder().build(), work))
}

/// Returns the only span that `work` makes under `limits`.
fn limited(limits: Limits, work: impl FnOnce()) -> ProtoSpan {
    let capture = Capture::default();
    let session = Session::with(|builder| one_batch(builder, capture.clone()).limits(limits));
    work();
    session.telemetry().flush().unwrap();
    let batches = capture.take();
    assert_eq!(batches.len(), 1);
    only(ExportTraceServiceRequest::decode(&*batches[0].to_otlp()).unwrap())
}

fn numbered(range: std::ops::Range<i64>) -> Vec<KeyValue> {
    range.map(|number| attribute(&format!("key.{number}"), int(number))).collect()
}

// LIM-08
#[test]
fn values_of_hundreds_of_kibibytes_arrive_whole() {
    let huge = "€".repeat(100 * 1024);
    let span = sent(|| {
        let _span = inline::span!("huge", "text" = huge.as_str(), "shown" = %huge);
        record!("list" = [huge.as_str(), ""], "bytes" = huge.as_bytes()[..1000]);
    });
    let expected = attributes([
        ("text", text(&huge)),
        ("shown", text(&huge)),
        ("list", list([text(&huge), text("")])),
        ("bytes", super::proto::bytes(&huge.as_bytes()[..1000])),
    ]);
    assert!(span.attributes == expected);
    assert_eq!(span.dropped_attributes_count, 0);
}

// LIM-08, SDK-04
#[test]
fn value_over_a_mebibyte_is_dropped_and_counted_and_the_rest_arrives() {
    let huge = "x".repeat(MIB);
    let span = sent(|| {
        let mut span =
            Span::builder().name("huge").attribute("built", huge.clone()).attribute("a", 1).start();
        span.record("text", huge.as_str());
        span.record("bytes", huge.as_bytes());
        span.record("shown", otlp_runtime::display(&huge));
        span.record("list", [huge.as_str()]);
        span.add_event(Event::new("event").with("text", huge.as_str()).with("b", 2));
        span.add_link(Link::new(remote("", 1)).with("text", huge.clone()).with("c", 3));
        span.record("d", 4);
        span.end();
    });
    assert_eq!(span.attributes, attributes([("a", int(1)), ("d", int(4))]));
    assert_eq!(span.dropped_attributes_count, 5);
    assert_eq!(span.events[0].attributes, attributes([("b", int(2))]));
    assert_eq!(span.events[0].dropped_attributes_count, 1);
    assert_eq!(span.links[0].attributes, attributes([("c", int(3))]));
    assert_eq!(span.links[0].dropped_attributes_count, 1);
}

// LIM-08, SDK-04
#[test]
fn event_and_link_that_do_not_fit_any_more_are_dropped_and_counted() {
    let large = "x".repeat(MIB - 1000);
    let span = sent(|| {
        let mut span = Span::builder().name("full").attribute("text", large.clone()).start();
        span.add_event(Event::new("event").with("text", &large[..2000]));
        span.add_link(Link::new(remote("", 1)).with("text", large[..2000].to_owned()));
        span.add_event(Event::new("small"));
        span.end();
    });
    assert_eq!((span.attributes.len(), span.dropped_attributes_count), (1, 0));
    assert_eq!((span.events.len(), span.dropped_events_count), (1, 1));
    assert_eq!((span.links.len(), span.dropped_links_count), (0, 1));
}

// SDK-05, LIM-08: what is replaced takes no room.
#[test]
fn large_value_that_is_recorded_again_is_replaced() {
    let value = |letter: &str, kib: usize| letter.repeat(kib << 10);
    let span = sent(|| {
        let mut span = Span::builder().name("progress").attribute("state", value("0", 300)).start();
        for letter in ["1", "2", "3", "4"] {
            span.record("state", value(letter, 300));
        }
        span.record("once", value("5", 600));
        span.record("once", value("6", 700));
        // Room for an event, once the earlier values are gone.
        span.add_event(Event::new("event").with("text", value("7", 20)));
        // Not even alone: the value before stays.
        span.record("once", value("8", 1024));
        span.end();
    });
    assert_eq!((span.events.len(), span.dropped_events_count), (1, 0));
    assert!(
        span.attributes == attributes([("state", text(&value("4", 300))), ("once", text(&value("6", 700)))])
    );
    assert_eq!(span.dropped_attributes_count, 1);
}

// LIM-01, SDK-04
#[test]
fn attributes_over_128_are_dropped_and_counted() {
    let by_builder = sent(|| {
        let mut builder = Span::builder().name("builder");
        for number in 0..100 {
            builder = builder.attribute(format!("key.{number}"), number);
        }
        let mut span = builder.start();
        (100_i64..200).for_each(|number| span.record(&format!("key.{number}"), number));
        span.end();
    });
    assert_eq!(by_builder.attributes, numbered(0..128));
    assert_eq!(by_builder.dropped_attributes_count, 72);

    let by_macro = sent(|| {
        let _span = inline::span!("macro", "constant" = true);
        (0_i64..200).for_each(|number| Span::current().record(&format!("key.{number}"), number));
    });
    let mut expected = attributes([("constant", super::proto::bool(true))]);
    expected.extend(numbered(0..127));
    assert_eq!(by_macro.attributes, expected);
    assert_eq!(by_macro.dropped_attributes_count, 73);
}

// LIM-01, SDK-04
#[test]
fn value_that_is_none_is_not_counted_as_dropped_when_the_span_is_full() {
    #[span(name = "full", "a" = 1, "none" = None::<i64>)]
    fn full() {
        record!("none.recorded" = None::<i64>, "dropped" = 1);
        Span::current().add_event(Event::new("event").with("a", 1).with("none", None::<i64>).with("b", 2));
    }
    let limits = Limits { attributes_per_span: 1, attributes_per_event: 1, ..Limits::default() };
    let span = limited(limits, full);
    assert_eq!((span.attributes.len(), span.dropped_attributes_count), (1, 1));
    assert_eq!((span.events[0].attributes.len(), span.events[0].dropped_attributes_count), (1, 1));
}

// LIM-06, SDK-04
#[test]
fn events_and_links_and_their_attributes_over_128_are_dropped_and_counted() {
    let span = sent(|| {
        let link = (0..200)
            .fold(Link::new(remote("", 1)), |link, number| link.with(format!("key.{number}"), number));
        let mut span = Span::builder().name("full").link(link).start();
        let event = Event::new("attributes");
        let event = (0..200).fold(event, |event, number| event.with(&format!("key.{number}"), number));
        span.add_event(event);
        (1..130).for_each(|_| span.add_event(Event::new("another")));
        (1..140).for_each(|_| span.add_link(remote("", 1)));
        span.end();
    });
    assert_eq!((span.events.len(), span.dropped_events_count), (128, 2));
    assert_eq!((span.links.len(), span.dropped_links_count), (128, 12));
    assert_eq!(span.events[0].attributes, numbered(0..128));
    assert_eq!(span.events[0].dropped_attributes_count, 72);
    assert_eq!(span.links[0].attributes, numbered(0..128));
    assert_eq!(span.links[0].dropped_attributes_count, 72);
}

// SDK-05
#[test]
fn key_that_an_event_or_a_link_is_given_twice_stands_once_with_its_last_value() {
    let span = sent(|| {
        let mut span = Span::builder()
            .name("twice")
            .link(Link::new(remote("", 1)).with("a", 1).with("b", 2).with("a", "last"))
            .start();
        span.add_event(
            Event::new("event").with("a", 1).with("b", 2).with("a", "last").with("b", None::<i64>),
        );
        span.end();
    });
    let expected = attributes([("b", int(2)), ("a", text("last"))]);
    assert_eq!(span.events[0].attributes, expected);
    assert_eq!(span.links[0].attributes, expected);
}

// LIM-02
#[test]
fn texts_and_bytes_in_owned_lists_are_cut_as_elsewhere() {
    let limits = Limits { attribute_value_chars: Some(2), ..Limits::default() };
    let owned =
        || Value::Array(vec!["aß€".into(), Value::Bytes(vec![1, 2, 3]), Value::Array(vec!["🦀🦀🦀".into()])]);
    let span = limited(limits, || {
        let mut span = Span::builder()
            .name("cut")
            .attribute("list", owned())
            .link(Link::new(remote("", 1)).with("list", owned()))
            .start();
        span.add_event(Event::new("event").with("list", owned()));
        span.end();
    });
    let cut: AnyValue = list([text("aß"), super::proto::bytes(&[1, 2]), list([text("🦀🦀")])]);
    let expected = attributes([("list", cut)]);
    assert_eq!(span.attributes, expected);
    assert_eq!(span.events[0].attributes, expected);
    assert_eq!(span.links[0].attributes, expected);
}

// LIM-03: the top value is at depth 1; lists deeper than 40 become an empty value, so that every decoder
// takes the request.
#[test]
fn lists_nested_deeper_than_40_are_replaced_by_an_empty_value() {
    let nested = |depth: usize| (0..depth).fold(Value::from(1), |inner, _| Value::Array(vec![inner]));
    let capture = Capture::default();
    let session = Session::with(|builder| one_batch(builder, capture.clone()));
    Span::builder().name("deep").attribute("40", nested(40)).attribute("1000", nested(1000)).start().end();
    session.telemetry().flush().unwrap();
    // Not by prost, which refuses more than 100 messages within each other.
    let batches = capture.take();
    let span = batches[0].iter().next().unwrap();
    let depths: Vec<_> = span.attributes().map(|attribute| depth(attribute.value)).collect();
    assert_eq!(depths, [(40, ValueRef::Int(1)), (40, ValueRef::String(""))]);
}

/// Returns how many lists are within each other, and what is in the innermost.
fn depth(mut value: ValueRef<'_>) -> (usize, ValueRef<'_>) {
    let mut depth = 0;
    while let ValueRef::Array(mut values) = value {
        depth += 1;
        value = values.remove(0);
    }
    (depth, value)
}

#[test]
fn status_message_is_cut_at_64_kibibytes_between_characters() {
    let span = sent(|| {
        let mut span = Span::builder().name("failed").start();
        span.set_error("€".repeat(30_000));
        span.end();
    });
    assert!(span.status.unwrap().message == "€".repeat(21_845));
}

#[test]
fn names_are_cut_at_1024_characters() {
    let span = sent(|| {
        let mut span = Span::builder().name("🦀".repeat(2000)).start();
        span.add_event(Event::new(&"ß".repeat(2000)));
        span.end();
    });
    assert!(span.name == "🦀".repeat(1024));
    assert!(span.events[0].name == "ß".repeat(1024));
}

// LIM-08
#[test]
fn span_that_is_renamed_in_a_loop_does_not_grow() {
    let capture = Capture::default();
    let session = Session::with(|builder| one_batch(builder, capture.clone()));
    {
        let _span = inline::span!("renamed");
        (0..100_000).for_each(|step| Span::current().set_name(&format!("step {step}")));
    }
    session.telemetry().flush().unwrap();
    let batches = capture.take();
    assert!(batches[0].span_bytes() < 200, "{} bytes", batches[0].span_bytes());
    assert_eq!(batches[0].iter().next().map(|span| span.name().to_owned()).as_deref(), Some("step 99999"));
}
