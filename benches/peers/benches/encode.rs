//! What it costs to make an OTLP request of ended spans, beside `opentelemetry-proto`.
//!
//! `cargo bench --bench encode` in this package. In: 500 spans, kept by an exporter of ours as a `SpanBatch` and by a
//! processor of the SDK as `SpanData`. Out: CPU time and bytes per span.
//! Never here: the other libraries: fastrace makes `SpanData` of its spans first, emit encodes while the span ends.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use opentelemetry::Context;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::transform::common::tonic::ResourceAttributesWithSchema;
use opentelemetry_proto::transform::trace::tonic::group_spans_by_resource_and_scope;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{Span, SpanData, SpanProcessor};
use otlp_peers::Result;
use otlp_peers::cases::{Case, make_under};
use otlp_peers::clock::thread_nanos;
use otlp_peers::peer::Peer;
use otlp_peers::peers::{OPENTELEMETRY, OURS, OpenTelemetry, Ours, provider};
use otlp_peers::results::Results;
use otlp_runtime::{Accepted, ExportError, Exporter, SpanBatch, Telemetry};
use prost::Message;

const SPANS: u32 = 500;
const ROUNDS: usize = 501;
const CASES: [(&str, Case); 2] = [("no attributes", Case::Sync), ("4 attributes", Case::Attributes)];

type Kept<T> = Arc<Mutex<Vec<T>>>;

fn take<T>(kept: &Kept<T>) -> Vec<T> {
    std::mem::take(&mut *kept.lock().unwrap_or_else(PoisonError::into_inner))
}

fn keep<T>(kept: &Kept<T>, value: T) {
    kept.lock().unwrap_or_else(PoisonError::into_inner).push(value);
}

struct KeepBatches(Kept<SpanBatch>);

impl Exporter for KeepBatches {
    async fn export(&mut self, batch: SpanBatch) -> std::result::Result<Accepted, ExportError> {
        keep(&self.0, batch);
        Ok(Accepted::default())
    }
}

#[derive(Debug)]
struct KeepSpans(Kept<SpanData>);

impl SpanProcessor for KeepSpans {
    fn on_start(&self, _span: &mut Span, _context: &Context) {}

    fn on_end(&self, span: SpanData) {
        keep(&self.0, span);
    }

    fn force_flush(&self) -> OTelSdkResult {
        Ok(())
    }

    fn shutdown_with_timeout(&self, _timeout: Duration) -> OTelSdkResult {
        Ok(())
    }
}

/// Returns the spans of one root, as ours.
fn batches(case: Case) -> Result<Vec<SpanBatch>> {
    let kept = Kept::default();
    let telemetry =
        Telemetry::builder().service_name("peers").exporter(KeepBatches(Arc::clone(&kept))).install()?;
    Ours::in_root(|| make_under::<Ours>(case, SPANS));
    telemetry.shutdown()?;
    Ok(take(&kept))
}

fn nanos<T>(input: T, encode: impl FnOnce(T) -> usize) -> (f64, usize) {
    let start = thread_nanos();
    let bytes = std::hint::black_box(encode(input));
    (thread_nanos() - start, bytes)
}

fn main() -> Result<()> {
    let mut results = Results::default();
    let kept = Kept::default();
    // The SDK's provider stands for the whole process, as ours would.
    let provider = provider(KeepSpans(Arc::clone(&kept)));
    let resource =
        ResourceAttributesWithSchema::from(&Resource::builder().with_service_name("peers").build());
    for (name, case) in CASES {
        let ours = batches(case)?;
        OpenTelemetry::in_root(|| make_under::<OpenTelemetry>(case, SPANS));
        let theirs = take(&kept);
        let (mut our_nanos, mut their_nanos, mut our_bytes, mut their_bytes) = (vec![], vec![], 0, 0);
        let ours_spans: usize = ours.iter().map(SpanBatch::len).sum();
        for _ in 0..ROUNDS {
            let (nanos_of_all, bytes) =
                nanos(&ours, |batches| batches.iter().map(|batch| batch.to_otlp().len()).sum());
            our_nanos.push(each(nanos_of_all, ours_spans));
            our_bytes = bytes;
            // Theirs takes the spans, and gives their memory back, as after an export.
            let (nanos_of_all, bytes) = nanos(theirs.clone(), |spans| {
                let resource_spans = group_spans_by_resource_and_scope(spans, &resource);
                ExportTraceServiceRequest { resource_spans }.encode_to_vec().len()
            });
            their_nanos.push(each(nanos_of_all, theirs.len()));
            their_bytes = bytes;
        }
        #[expect(clippy::cast_precision_loss, reason = "sizes far below 2^53")]
        for (row, nanos, bytes, spans) in [
            (OURS, our_nanos, our_bytes as f64, ours_spans),
            (OPENTELEMETRY, their_nanos, their_bytes as f64, theirs.len()),
        ] {
            results.add("Encoding a batch of 500 spans", row, &format!("{name}: ns per span"), &nanos);
            results.add(
                "Encoding a batch of 500 spans",
                row,
                &format!("{name}: bytes per span"),
                &[each(bytes, spans)],
            );
        }
    }
    provider.shutdown()?;
    results.finish("encode")
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^53")]
fn each(sum: f64, count: usize) -> f64 {
    sum / count as f64
}
