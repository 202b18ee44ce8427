//! Spans and events of the `tracing` crate beside spans of ours: one tree.
//!
//! In: programs that use both, with a subscriber of their own. Out: the tree that a person would draw.
//! Never here: `tracing-subscriber` itself, what it filters or formats.

#![expect(clippy::panic, clippy::unwrap_used, reason = "helpers of tests, where a panic is a finding")]

mod correlation;
mod events;
mod export_traffic;
mod fields;
mod parents;
mod recording;

use otlp_runtime::{SpanData, TracingLayer};
use otlp_tests::Session;
use tracing_subscriber::layer::SubscriberExt as _;

/// Runs `program` with a subscriber that has our layer, and returns what was recorded.
fn bridged(program: impl FnOnce()) -> Session {
    let session = Session::start();
    tracing::subscriber::with_default(tracing_subscriber::registry().with(TracingLayer::new()), program);
    let stats = session.stats();
    assert_eq!(stats.live, 0, "{stats:?}");
    session
}

/// The tree without the place in the source, which every span of `tracing` has.
fn tree(session: &Session) -> String {
    let mut spans = session.spans();
    for span in &mut spans {
        span.attributes.retain(|attribute| !attribute.key.starts_with("code."));
        for (_, _, attributes) in &mut span.events {
            attributes.retain(|attribute| attribute.key != "target");
        }
    }
    otlp_tests::tree(&spans)
}

fn links(span: &SpanData) -> Vec<String> {
    span.links.iter().map(|(context, _)| context.span_id().to_string()).collect()
}
