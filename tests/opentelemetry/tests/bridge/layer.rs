//! Three sides at once: spans of ours, of a library that uses `opentelemetry`, and of `tracing` by our layer.

use opentelemetry::trace::Tracer as _;
use otlp_runtime::{TracingLayer, inline};
use tracing_subscriber::layer::SubscriberExt as _;

use super::{session, tracer};

#[test]
fn spans_of_tracing_are_among_the_others() {
    let session = session();
    let subscriber = tracing_subscriber::registry().with(TracingLayer::new());
    tracing::subscriber::with_default(subscriber, || {
        let _ours = inline::span!("ours");
        tracer().in_span("a", |_| {
            tracing::info_span!("query").in_scope(|| {
                tracer().in_span("b", |_| drop(tracing::info_span!("inner").entered()));
                drop(inline::span!("leaf"));
            });
            drop((tracer().start("after"), inline::span!("after too")));
        });
    });
    let spans = session.spans();
    let parent = |name: &str| {
        let span = spans.iter().find(|span| span.name == name).unwrap();
        spans
            .iter()
            .find(|parent| parent.context.span_id() == span.parent_span_id)
            .map(|span| span.name.as_str())
    };
    let parents = ["a", "query", "b", "inner", "leaf", "after", "after too"].map(parent);
    let expected = ["ours", "a", "query", "b", "query", "a", "a"].map(Some);
    assert_eq!((parents, parent("ours")), (expected, None));
}
