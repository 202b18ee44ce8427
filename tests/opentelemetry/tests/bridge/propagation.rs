//! Headers, by the propagator that libraries take from the `opentelemetry` crate.

use std::collections::HashMap;

use opentelemetry::Context;
use opentelemetry::baggage::BaggageExt as _;
use opentelemetry::global::get_text_map_propagator;
use opentelemetry::propagation::Extractor;
use opentelemetry::trace::{TraceContextExt as _, Tracer as _};
use otlp_runtime::{Baggage, Propagator, Span, inline};

use super::{session, session_with, tracer};

fn injected() -> HashMap<String, String> {
    let mut headers = HashMap::new();
    get_text_map_propagator(|propagator| propagator.inject(&mut headers));
    headers
}

fn current() -> String {
    let context = Span::current().context();
    format!("00-{}-{}-03", context.trace_id(), context.span_id())
}

/// Headers as a server has them: a name may be there twice.
struct Headers<'a>(&'a [(&'a str, &'a str)]);

impl Extractor for Headers<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| *name == key).map(|(_, value)| *value)
    }

    fn keys(&self) -> Vec<&str> {
        self.0.iter().map(|(name, _)| *name).collect()
    }

    fn get_all(&self, key: &str) -> Option<Vec<&str>> {
        let all: Vec<&str> =
            self.0.iter().filter(|(name, _)| *name == key).map(|(_, value)| *value).collect();
        (!all.is_empty()).then_some(all)
    }
}

fn extracted(headers: &[(&str, &str)]) -> opentelemetry::trace::SpanContext {
    let context = get_text_map_propagator(|propagator| propagator.extract(&Headers(headers)));
    context.span().span_context().clone()
}

#[test]
fn the_later_span_is_injected() {
    let _session = session();
    assert_eq!(injected().len(), 0);
    let _ours = inline::span!("ours");
    let ours = current();
    assert_eq!(injected()["traceparent"], ours);
    tracer().in_span("a", |context| {
        assert_ne!(current(), ours);
        assert_eq!(injected()["traceparent"], current());
        let a = current();
        let _inner = inline::span!("inner");
        assert_eq!(injected()["traceparent"], current());
        assert_ne!(current(), a);
        // An explicit context of another span.
        let mut headers = HashMap::new();
        let other = Context::new().with_remote_span_context(extracted(&[("traceparent", TRACEPARENT)]));
        get_text_map_propagator(|propagator| propagator.inject_context(&other, &mut headers));
        assert_eq!(headers["traceparent"], TRACEPARENT);
        drop(context);
    });
}

const TRACEPARENT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

// W3C-04, W3C-06
#[test]
fn what_is_extracted_is_remote_and_goes_on() {
    let session = session();
    let headers = [("traceparent", TRACEPARENT), ("tracestate", "a=1, b=2"), ("tracestate", "c=3")];
    let context = get_text_map_propagator(|propagator| propagator.extract(&Headers(&headers)));
    assert!(context.span().span_context().is_remote());
    let attached = context.attach();
    {
        let _server = inline::span!("server");
        let headers = injected();
        assert_eq!(headers["tracestate"], "a=1,b=2,c=3");
        assert!(headers["traceparent"].starts_with("00-4bf92f3577b34da6a3ce929d0e0e4736-"));
        assert!(headers["traceparent"].ends_with("-01"), "no random flag was there");
    }
    drop(attached);
    let server = session.span("server");
    assert!(server.parent_is_remote);
    assert_eq!(server.parent_span_id.to_string(), "00f067aa0ba902b7");
}

// W3C-01, W3C-02, W3C-03, W3C-05, PRO-01
#[test]
fn what_is_no_traceparent_leaves_the_context_as_it_was() {
    let _session = session();
    let ids = "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7";
    for bad in [
        "",
        "00",
        "é",
        "00-4bf92f3577b34da6a3ce929d0e0e473é-00f067aa0ba902b7-01",
        &format!("00-{ids}-01-"),
        &format!("00-{ids}-01-more"),
        &format!("00-{ids}-0"),
        &format!("00-{ids}-0g"),
        &format!("00-{ids}-+1"),
        &format!("ff-{ids}-01"),
        &format!("01-{ids}-01more"),
        &format!("00-{}-01", ids.to_uppercase()),
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4bf92f3577b34da6a3ce929d0e0e47-3600f067aa0ba902b7-01",
    ] {
        assert!(!extracted(&[("traceparent", bad), ("tracestate", "a=1")]).is_valid(), "{bad}");
    }
    assert!(!extracted(&[("traceparent", TRACEPARENT), ("traceparent", TRACEPARENT)]).is_valid());
    for good in
        [TRACEPARENT.to_owned(), format!("01-{ids}-01"), format!("cc-{ids}-01-more"), format!("00-{ids}-ff")]
    {
        assert!(extracted(&[("traceparent", &good)]).is_sampled(), "{good}");
    }
    let bad_state = extracted(&[("traceparent", TRACEPARENT), ("tracestate", "novalue")]);
    assert!(bad_state.is_valid() && bad_state.trace_state().header().is_empty());
    // PRO-01: what else the context has stays.
    let _attached = Context::current_with_value(7_u8).attach();
    let context = get_text_map_propagator(|propagator| propagator.extract(&Headers(&[])));
    assert_eq!(context.get::<u8>(), Some(&7));
}

// ENV-06
#[test]
fn the_installed_propagators_are_those_of_libraries() {
    let _session = session_with(|builder| builder.propagators([Propagator::B3Multi, Propagator::Jaeger]));
    let _span = inline::span!("ours");
    let _baggage = Baggage::current().with("k", "1").attach();
    let mut fields: Vec<String> =
        get_text_map_propagator(|propagator| propagator.fields().map(str::to_owned).collect());
    fields.sort();
    assert_eq!(fields, ["uber-trace-id", "x-b3-flags", "x-b3-sampled", "x-b3-spanid", "x-b3-traceid"]);
    let headers = injected();
    assert_eq!(headers.len(), 5, "{headers:?}");
    let context = get_text_map_propagator(|propagator| propagator.extract(&headers));
    assert_eq!(context.span().span_context().span_id(), Span::current().context().span_id().into());
    assert_eq!(context.baggage().get("k").unwrap().as_str(), "1");
}

#[test]
fn nothing_is_carried_where_no_propagators_are_wanted() {
    let _session = session_with(|builder| builder.propagators([]));
    let _span = inline::span!("ours");
    assert_eq!(injected().len(), 0);
    assert!(!extracted(&[("traceparent", TRACEPARENT)]).is_valid());
    assert_eq!(get_text_map_propagator(|propagator| propagator.fields().count()), 0);
}
