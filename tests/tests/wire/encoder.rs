//! The encoder against prost, on arbitrary spans.
//!
//! In: spans of `model`, made on up to three threads. Out: what `SpanBatch::to_otlp`, `split` and `SpanView` say of
//! them, compared with the model and with each other.
//! Never here: sockets.

use std::collections::BTreeMap;

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
use opentelemetry_proto::tonic::trace::v1::span::{Event as ProtoEvent, Link as ProtoLink};
use opentelemetry_proto::tonic::trace::v1::{Span as ProtoSpan, Status};
use otlp_runtime::{Attribute, Limits, Sampler, SpanBatch, SpanKind, SpanView, StatusCode, ValueRef};
use otlp_tests::Session;
use proptest::prelude::*;
use prost::Message as _;

use super::model::{Plan, Values, limits, plans};
use super::{Capture, one_batch, proto};

/// Spans by their ids.
type Known<T> = BTreeMap<Vec<u8>, T>;

/// Makes the spans, on as many threads as said, and returns them as one batch.
fn batch_of(plans: &[Plan], limits: Limits, threads: usize) -> (SpanBatch, Known<Plan>) {
    let capture = Capture::default();
    let session = Session::with(|builder| {
        one_batch(builder, capture.clone()).limits(limits).sampler(Sampler::always_on())
    });
    let mut known = Known::new();
    let share = plans.len().div_ceil(threads);
    std::thread::scope(|scope| {
        let make = |plans: &[Plan]| -> Vec<(Vec<u8>, Plan)> {
            plans.iter().map(|plan| (plan.make().to_bytes().to_vec(), plan.clone())).collect()
        };
        let threads: Vec<_> = plans.chunks(share).map(|plans| scope.spawn(move || make(plans))).collect();
        for thread in threads {
            known.extend(thread.join().unwrap());
        }
    });
    let stats = session.telemetry().flush().unwrap();
    assert_eq!(stats.exported, plans.len() as u64);
    let [batch] = <[SpanBatch; 1]>::try_from(capture.take()).unwrap();
    (batch, known)
}

/// Returns the decoded spans by their ids, with the scopes they stand in.
fn decoded(batch: &SpanBatch) -> Known<((String, String), ProtoSpan)> {
    let bytes = batch.to_otlp();
    let request = ExportTraceServiceRequest::decode(&*bytes).unwrap();
    // Nothing stands twice, nothing is there without need, and prost says the same again.
    let again = request.encode_to_vec();
    assert_eq!(again.len(), bytes.len());
    assert_eq!(ExportTraceServiceRequest::decode(&*again).unwrap().encode_to_vec(), again);

    let [resource_spans] = <[_; 1]>::try_from(request.resource_spans).unwrap();
    let mut found = Known::new();
    for scope_spans in resource_spans.scope_spans {
        // OTLP-13
        assert!(!scope_spans.spans.is_empty());
        let scope = scope_spans.scope.unwrap();
        for span in scope_spans.spans {
            let entry = ((scope.name.clone(), scope.version.clone()), span);
            assert!(found.insert(entry.1.span_id.clone(), entry).is_none(), "one id twice");
        }
    }
    assert_eq!(found.len(), batch.len());
    found
}

/// Cuts a batch down to single spans.
fn single_spans(batch: SpanBatch) -> Vec<SpanBatch> {
    let Some((first, second)) = batch.split() else { return vec![batch] };
    assert_eq!(first.len(), batch.len() / 2);
    assert_eq!(first.len() + second.len(), batch.len());
    assert_eq!(first.span_bytes() + second.span_bytes(), batch.span_bytes());
    let mut single = single_spans(first);
    single.extend(single_spans(second));
    single
}

/// Returns what a view says of a span.
fn viewed(span: &SpanView<'_>) -> ProtoSpan {
    let status = span.status();
    let code = match status.code {
        StatusCode::Unset => None,
        StatusCode::Ok => Some(1),
        StatusCode::Error => Some(2),
    };
    let flags = |flags: u8, is_remote| u32::from(flags) | 0x100 | if is_remote { 0x200 } else { 0 };
    let parent = span.parent_span_id();
    ProtoSpan {
        trace_id: span.trace_id().to_bytes().to_vec(),
        span_id: span.span_id().to_bytes().to_vec(),
        trace_state: span.trace_state().to_owned(),
        parent_span_id: if parent.is_valid() { parent.to_bytes().to_vec() } else { Vec::new() },
        flags: flags(span.trace_flags().to_u8(), span.parent_is_remote()),
        name: span.name().to_owned(),
        kind: match span.kind() {
            SpanKind::Internal => 1,
            SpanKind::Server => 2,
            SpanKind::Client => 3,
            SpanKind::Producer => 4,
            SpanKind::Consumer => 5,
        },
        start_time_unix_nano: span.start_unix_nanos(),
        end_time_unix_nano: span.end_unix_nanos(),
        attributes: attributes(span.attributes()),
        dropped_attributes_count: span.dropped_attributes_count(),
        events: span
            .events()
            .map(|event| ProtoEvent {
                time_unix_nano: event.time_unix_nanos(),
                name: event.name().to_owned(),
                attributes: attributes(event.attributes()),
                dropped_attributes_count: event.dropped_attributes_count(),
            })
            .collect(),
        dropped_events_count: span.dropped_events_count(),
        links: span
            .links()
            .map(|link| {
                let target = link.context();
                ProtoLink {
                    trace_id: target.trace_id().to_bytes().to_vec(),
                    span_id: target.span_id().to_bytes().to_vec(),
                    trace_state: target.trace_state().as_str().to_owned(),
                    attributes: attributes(link.attributes()),
                    dropped_attributes_count: link.dropped_attributes_count(),
                    flags: flags(target.trace_flags().to_u8(), target.is_remote()),
                }
            })
            .collect(),
        dropped_links_count: span.dropped_links_count(),
        status: code.map(|code| Status { code, message: status.message.to_owned() }),
    }
}

fn attributes<'a>(attributes: impl Iterator<Item = Attribute<'a>>) -> Vec<KeyValue> {
    attributes.map(|attribute| proto::attribute(attribute.key, value(&attribute.value))).collect()
}

fn value(value: &ValueRef<'_>) -> AnyValue {
    match value {
        ValueRef::Bool(value) => proto::bool(*value),
        ValueRef::Int(value) => proto::int(*value),
        ValueRef::Double(value) => proto::double(*value),
        ValueRef::String(value) => proto::text(value),
        ValueRef::Bytes(value) => proto::bytes(value),
        ValueRef::Array(values) => proto::list(values.iter().map(self::value)),
        other => panic!("a type that the test does not know: {other:?}"),
    }
}

/// Compares bit by bit, so that NaN equals itself, and shows text.
fn assert_same(actual: &ProtoSpan, expected: &ProtoSpan) {
    if actual.encode_to_vec() != expected.encode_to_vec() {
        proto::assert_same(actual, expected);
        panic!("{actual:?} is not {expected:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn prost_decodes_what_was_recorded(plans in plans(Values::All), limits in limits(), threads in 1_usize..4) {
        let (batch, known) = batch_of(&plans, limits, threads);
        let mut span_bytes = 0;
        for (id, (scope, span)) in decoded(&batch) {
            let plan = &known[&id];
            let (name, version) = plan.scope();
            assert_eq!((&*scope.0, &*scope.1), (name, version));
            proto::check(&span);
            assert_same(&span, &plan.expected(&limits, &span));
            // A tag and a length in front of each.
            let mut delimited = Vec::new();
            span.encode_length_delimited(&mut delimited).unwrap();
            span_bytes += 1 + delimited.len();
        }
        assert_eq!(span_bytes, batch.span_bytes());
    }

    #[test]
    fn views_agree_with_the_wire(plans in plans(Values::All), limits in limits(), threads in 1_usize..4) {
        let (batch, _) = batch_of(&plans, limits, threads);
        let decoded = decoded(&batch);
        for span in batch.iter() {
            let (scope, on_the_wire) = &decoded[span.span_id().to_bytes().as_slice()];
            assert_eq!((span.scope().name(), span.scope().version()), (&*scope.0, &*scope.1));
            assert_same(&viewed(&span), on_the_wire);
        }
    }

    #[test]
    fn split_batches_hold_the_same_spans_in_the_same_order(plans in plans(Values::All), threads in 1_usize..4) {
        let (batch, _) = batch_of(&plans, Limits::default(), threads);
        let whole = decoded(&batch);
        let ids = |batch: &SpanBatch| batch.iter().map(|span| span.span_id()).collect::<Vec<_>>();
        let single = single_spans(batch.clone());
        assert_eq!(single.iter().flat_map(ids).collect::<Vec<_>>(), ids(&batch));
        for batch in single {
            assert_eq!(batch.len(), 1);
            for (id, (scope, span)) in decoded(&batch) {
                assert_eq!(scope, whole[&id].0);
                assert_same(&span, &whole[&id].1);
            }
        }
    }
}
