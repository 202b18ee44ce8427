//! Baggage of both sides: what a library sets, we send, and the other way.

use std::collections::HashMap;

use opentelemetry::baggage::BaggageExt as _;
use opentelemetry::global::get_text_map_propagator;
use opentelemetry::trace::Tracer as _;
use opentelemetry::{Context, KeyValue};
use otlp_runtime::opentelemetry::current_context;
use otlp_runtime::{Baggage, Span, inline};

use super::{session, tracer};

fn theirs(name: &'static str, value: &'static str) -> Context {
    Context::current_with_baggage([KeyValue::new(name, value)])
}

/// The members that a library sends from here, and those that we do.
fn sent() -> (String, String) {
    let mut by_library = HashMap::new();
    get_text_map_propagator(|propagator| propagator.inject(&mut by_library));
    let mut by_us: HashMap<String, String> = HashMap::new();
    otlp_runtime::inject(&mut by_us);
    let baggage = |mut headers: HashMap<String, String>| headers.remove("baggage").unwrap_or_default();
    (baggage(by_library), baggage(by_us))
}

fn both(baggage: &str) -> (String, String) {
    (baggage.to_owned(), baggage.to_owned())
}

// BAG-04, PRO-01
#[test]
fn what_came_in_by_a_library_is_ours() {
    let _session = session();
    let headers = HashMap::from([("baggage".to_owned(), "acme.tenant=a%20b;ttl=30".to_owned())]);
    let context = get_text_map_propagator(|propagator| propagator.extract(&headers));
    assert_eq!(context.baggage().get("acme.tenant").unwrap().as_str(), "a b");
    assert_eq!(sent(), both(""));
    let _attached = context.attach();
    assert_eq!(Baggage::current().get("acme.tenant").as_deref(), Some("a b"));
    assert_eq!(sent(), both("acme.tenant=a%20b;ttl=30"));
    let _server = inline::span!("server");
    assert_eq!(sent(), both("acme.tenant=a%20b;ttl=30"));
    tracer().in_span("a", |_| assert_eq!(sent(), both("acme.tenant=a%20b;ttl=30")));
    let root = Span::builder().name("root").root().start().enter();
    assert_eq!(sent(), both("acme.tenant=a%20b;ttl=30"));
    drop(root);
}

#[test]
fn what_we_set_is_sent_by_a_library() {
    let _session = session();
    let _span = inline::span!("ours");
    let _tenant = Baggage::current().with("acme.tenant", "north").attach();
    assert_eq!(sent(), both("acme.tenant=north"));
    tracer().in_span("a", |_| assert_eq!(sent(), both("acme.tenant=north")));
    assert_eq!(Context::current().baggage().len(), 0);
    assert_eq!(current_context().baggage().get("acme.tenant").unwrap().as_str(), "north");
    // A context made for this call alone.
    let mut headers = HashMap::new();
    let given = theirs("acme.retry", "1");
    get_text_map_propagator(|propagator| propagator.inject_context(&given, &mut headers));
    assert_eq!(headers["baggage"], "acme.tenant=north,acme.retry=1");
}

#[test]
fn the_later_value_counts() {
    let _session = session();
    let outer = theirs("k", "1").attach();
    let span = inline::span!("ours");
    {
        let _ours = Baggage::current().with("k", "2").attach();
        assert_eq!(sent(), both("k=2"));
        tracer().in_span("same context", |_| assert_eq!(sent(), both("k=2")));
        let inner = theirs("k", "3").attach();
        assert_eq!(sent(), both("k=3"));
        let span = inline::span!("inner");
        let ours = Baggage::current().without("k").attach();
        assert_eq!(sent(), both(""));
        drop((ours, span, inner));
        assert_eq!(sent(), both("k=2"));
    }
    assert_eq!(sent(), both("k=1"));
    drop((span, outer));
    assert_eq!(sent(), both(""));
}

#[test]
fn a_task_gets_the_baggage_of_both() {
    let _session = session();
    let _span = inline::span!("ours");
    let _ours = Baggage::current().with("a", "1").attach();
    let _theirs = theirs("b", "2").attach();
    let here = otlp_runtime::Context::current();
    let context = current_context();
    std::thread::spawn(move || {
        here.in_scope(|| assert_eq!(sent(), both("a=1,b=2")));
        let _attached = context.attach();
        assert_eq!(Baggage::current().len(), 2);
    })
    .join()
    .unwrap();
}
