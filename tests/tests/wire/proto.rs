//! OTLP messages written down, and received ones made comparable.
//!
//! In: literals; decoded requests. Out: messages; requests without what differs from run to run, and as text,
//! so that NaN equals NaN, zeros have their signs, and a difference is one line.
//! Never here: the product's own code.

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::common::v1::{AnyValue, ArrayValue, InstrumentationScope, KeyValue};
use opentelemetry_proto::tonic::trace::v1::{ScopeSpans, Span};

pub(crate) fn bool(value: bool) -> AnyValue {
    any(Value::BoolValue(value))
}

pub(crate) fn int(value: i64) -> AnyValue {
    any(Value::IntValue(value))
}

pub(crate) fn double(value: f64) -> AnyValue {
    any(Value::DoubleValue(value))
}

pub(crate) fn text(value: &str) -> AnyValue {
    any(Value::StringValue(value.to_owned()))
}

pub(crate) fn bytes(value: &[u8]) -> AnyValue {
    any(Value::BytesValue(value.to_vec()))
}

pub(crate) fn list(values: impl IntoIterator<Item = AnyValue>) -> AnyValue {
    any(Value::ArrayValue(ArrayValue { values: values.into_iter().collect() }))
}

fn any(value: Value) -> AnyValue {
    AnyValue { value: Some(value) }
}

pub(crate) fn attributes<const N: usize>(pairs: [(&str, AnyValue); N]) -> Vec<KeyValue> {
    pairs.into_iter().map(|(key, value)| attribute(key, value)).collect()
}

pub(crate) fn attribute(key: &str, value: AnyValue) -> KeyValue {
    KeyValue { key: key.to_owned(), value: Some(value), ..KeyValue::default() }
}

pub(crate) fn scope(name: &str, version: &str, spans: Vec<Span>) -> ScopeSpans {
    let scope = InstrumentationScope {
        name: name.to_owned(),
        version: version.to_owned(),
        ..InstrumentationScope::default()
    };
    ScopeSpans { scope: Some(scope), spans, ..ScopeSpans::default() }
}

pub(crate) fn spans(request: &mut ExportTraceServiceRequest) -> impl Iterator<Item = &mut Span> {
    let scopes = request.resource_spans.iter_mut().flat_map(|resource| &mut resource.scope_spans);
    scopes.flat_map(|scope| &mut scope.spans)
}

/// Checks ids and times, then numbers the spans from 1 in their order and sets times to zero.
///
/// Ids that do not belong to a span of the request stay as they are.
pub(crate) fn settle(mut request: ExportTraceServiceRequest) -> ExportTraceServiceRequest {
    let mut ids: Vec<Vec<u8>> = Vec::new();
    let mut traces: Vec<Vec<u8>> = Vec::new();
    for span in spans(&mut request) {
        check(span);
        assert!(!ids.contains(&span.span_id), "two spans have one id");
        ids.push(span.span_id.clone());
        let is_given = span.trace_id == [0xaa; 16];
        if !is_given && !traces.contains(&span.trace_id) {
            traces.push(span.trace_id.clone());
        }
    }
    let number = |known: &[Vec<u8>], id: &mut Vec<u8>| {
        if let Some(index) = known.iter().position(|known| known == id) {
            id.fill(u8::try_from(index + 1).unwrap());
        }
    };
    for span in spans(&mut request) {
        number(&traces, &mut span.trace_id);
        number(&ids, &mut span.span_id);
        number(&ids, &mut span.parent_span_id);
        (span.start_time_unix_nano, span.end_time_unix_nano) = (0, 0);
        span.events.iter_mut().for_each(|event| event.time_unix_nano = 0);
        for link in &mut span.links {
            number(&traces, &mut link.trace_id);
            number(&ids, &mut link.span_id);
        }
    }
    request
}

/// Checks what must hold of the ids and times of every span.
pub(crate) fn check(span: &Span) {
    assert!(span.trace_id.len() == 16 && span.trace_id != [0; 16], "{span:?}");
    assert!(span.span_id.len() == 8 && span.span_id != [0; 8], "{span:?}");
    // 2020 to 2262, so that a unit that is wrong by a thousand shows.
    assert!(span.start_time_unix_nano > 1_577_836_800_000_000_000, "{span:?}");
    assert!(span.start_time_unix_nano <= span.end_time_unix_nano, "{span:?}");
    let times: Vec<u64> = span.events.iter().map(|event| event.time_unix_nano).collect();
    assert!(times.is_sorted(), "{span:?}");
    assert!(times.first().is_none_or(|first| span.start_time_unix_nano <= *first), "{span:?}");
    assert!(times.last().is_none_or(|last| *last <= span.end_time_unix_nano), "{span:?}");
}

/// Compares two messages by their text, and says where they differ first.
pub(crate) fn assert_same(actual: &impl std::fmt::Debug, expected: &impl std::fmt::Debug) {
    let (actual, expected) = (format!("{actual:#?}"), format!("{expected:#?}"));
    let mut context: Vec<&str> = Vec::new();
    for (line, expected) in actual.lines().zip(expected.lines()) {
        assert!(
            line == expected,
            "\n{}\nis:       {}\nexpected: {}",
            context[context.len().saturating_sub(12)..].join("\n"),
            line.trim(),
            expected.trim()
        );
        context.push(line);
    }
    assert_eq!(actual.len(), expected.len(), "one goes on where the other ends");
}
