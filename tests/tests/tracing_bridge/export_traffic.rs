//! What the libraries below the exporter trace is never exported itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use otlp_runtime::{Telemetry, TracingLayer, inline};
use otlp_tests::Collector;
use tracing::{Event, Subscriber, span};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt as _};

/// Counts what it sees.
#[derive(Clone, Default)]
struct Seen(Arc<AtomicUsize>);

impl<S: Subscriber> Layer<S> for Seen {
    fn on_new_span(&self, _attributes: &span::Attributes<'_>, _id: &span::Id, _context: Context<'_, S>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn on_event(&self, _event: &Event<'_>, _context: Context<'_, S>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

// R36, BSP-07: the collector is in this process, since it uses the same libraries.
#[test]
fn r36_export_traffic_is_not_recorded_though_its_libraries_trace_everything() {
    let collector = Collector::start();
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "export_traffic::child_exports_with_everything_traced", "--ignored", "--nocapture"])
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint())
        .env("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{printed}{}", String::from_utf8_lossy(&output.stderr));
    let spans: Vec<_> = collector.received().iter().flat_map(otlp_tests::Received::spans).collect();
    let names: Vec<_> = spans.iter().map(|span| (&*span.name, span.events.len())).collect();
    assert_eq!(names, [("only", 0); 5]);
}

#[test]
#[ignore = "run by r36_export_traffic_is_not_recorded_though_its_libraries_trace_everything, in a process of its own"]
fn child_exports_with_everything_traced() {
    let seen = Seen::default();
    let subscriber = tracing_subscriber::registry().with(TracingLayer::new()).with(seen.clone());
    tracing::subscriber::set_global_default(subscriber).unwrap();
    let telemetry = Telemetry::builder().install().unwrap();
    for _ in 0..5 {
        drop(inline::span!("only"));
        telemetry.flush().unwrap();
    }
    let (seen, stats) = (seen.0.load(Ordering::Relaxed), telemetry.shutdown().unwrap());
    println!("{seen} spans and events of libraries; {stats:?}");
    assert!(seen > 0);
    assert_eq!((stats.created, stats.exported), (5, 5));
}
