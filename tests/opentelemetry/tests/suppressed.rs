//! The traffic of our own export makes no spans (R36), though every library in it is traced.
//!
//! In: exporters against a server in the process; `tracing-opentelemetry` on all threads, all levels. Out: the spans
//! of the program, and no others.
//! Never here: the server's thread, which stands for another process.

#![expect(clippy::unwrap_used, reason = "a panic of a test is a finding")]

use std::sync::Mutex;
use std::thread::{self, ThreadId};

use opentelemetry::Context;
use opentelemetry::global;
use otlp_runtime::opentelemetry::install_global;
use otlp_runtime::{Accepted, ExportError, Exporter, OtlpExporter, Protocol, SpanBatch, Telemetry, inline};
use otlp_tests::Collector;
use tracing_subscriber::filter::dynamic_filter_fn;
use tracing_subscriber::layer::{Context as LayerContext, Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

/// Threads on which libraries began spans of `tracing`.
static BUSY: Mutex<Vec<ThreadId>> = Mutex::new(Vec::new());

struct Witness;

impl<S: tracing::Subscriber> tracing_subscriber::Layer<S> for Witness {
    fn on_new_span(&self, _: &tracing::span::Attributes<'_>, _: &tracing::Id, _: LayerContext<'_, S>) {
        BUSY.lock().unwrap().push(thread::current().id());
    }
}

/// Says on which thread it runs, and whether that is suppressed for others, too.
struct Watched(OtlpExporter, std::sync::mpsc::Sender<(ThreadId, bool)>);

impl Exporter for Watched {
    async fn export(&mut self, batch: SpanBatch) -> Result<Accepted, ExportError> {
        self.1.send((thread::current().id(), Context::is_current_telemetry_suppressed())).unwrap();
        self.0.export(batch).await
    }
}

#[test]
fn export_traffic_makes_no_spans() {
    install_global();
    let layer = tracing_opentelemetry::layer().with_tracer(global::tracer("tracing"));
    // The server's thread has no name; the export thread, and those that look names up for it, do.
    let is_ours = dynamic_filter_fn(|_, _| thread::current().name().is_some());
    tracing_subscriber::registry().with(layer.and_then(Witness).with_filter(is_ours)).init();
    let collector = Collector::start();
    // By name, so that a thread of its own looks it up.
    let endpoint = format!("http://localhost:{}", collector.address().port());
    let (sender, receiver) = std::sync::mpsc::channel();
    for protocol in [Protocol::Grpc, Protocol::HttpProtobuf] {
        let exporter = OtlpExporter::builder().endpoint(&endpoint).protocol(protocol).build().unwrap();
        let telemetry = Telemetry::builder().exporter(Watched(exporter, sender.clone())).install().unwrap();
        for _ in 0..10 {
            drop(inline::span!("ours"));
            telemetry.flush().unwrap();
        }
        telemetry.shutdown().unwrap();
    }
    let spans = collector.received().iter().flat_map(otlp_tests::Received::spans).collect::<Vec<_>>();
    let of_export = spans.iter().filter(|span| span.name != "ours").count();
    let threads: Vec<(ThreadId, bool)> = receiver.try_iter().collect();
    assert!(threads.iter().all(|(_, is_suppressed)| *is_suppressed));
    let busy = BUSY.lock().unwrap();
    assert!(
        threads.iter().any(|(thread, _)| busy.contains(thread)),
        "a library in the export has spans: {busy:?}, {threads:?}"
    );
    drop(busy);
    assert_eq!((of_export, spans.len()), (0, 20));
}
