//! How request bytes reach a collector: every rule of OTLP's transports against a real socket.
//!
//! In: `OtlpExporter` and the in-test collector. Out: what arrived, and what the exporter said.
//! Never here: spans recorded by the product; upper bounds of wall-clock time.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a panic of a test is a finding")]

mod faults;
mod grpc;
mod http;
mod retry;
mod secrets;
mod tls;

use bytes::Bytes;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::trace::v1::{ResourceSpans, ScopeSpans, Span};
use otlp_runtime::{Accepted, ExportError, OtlpExporter, OtlpExporterBuilder, Protocol};
use otlp_tests::Collector;
use prost::Message as _;

/// An exporter on a runtime of its own, as the export thread has it.
struct Sender {
    runtime: tokio::runtime::Runtime,
    exporter: OtlpExporter,
}

impl Sender {
    fn new(builder: OtlpExporterBuilder) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self { runtime, exporter: builder.build().unwrap() }
    }

    fn send(&mut self) -> Result<Accepted, ExportError> {
        self.send_bytes(request())
    }

    fn send_bytes(&mut self, request: Bytes) -> Result<Accepted, ExportError> {
        self.runtime.block_on(self.exporter.send(request))
    }
}

fn http(collector: &Collector) -> OtlpExporterBuilder {
    OtlpExporter::builder().endpoint(collector.endpoint()).protocol(Protocol::HttpProtobuf)
}

fn grpc(collector: &Collector) -> OtlpExporterBuilder {
    OtlpExporter::builder().endpoint(collector.endpoint()).protocol(Protocol::Grpc)
}

/// Both protocols, for what holds for both.
const BOTH: [fn(&Collector) -> OtlpExporterBuilder; 2] = [http, grpc];

fn message() -> ExportTraceServiceRequest {
    let span =
        Span { name: "checkout".to_owned(), trace_id: vec![1; 16], span_id: vec![2; 8], ..Span::default() };
    let scope_spans = vec![ScopeSpans { spans: vec![span], ..ScopeSpans::default() }];
    ExportTraceServiceRequest {
        resource_spans: vec![ResourceSpans { scope_spans, ..ResourceSpans::default() }],
    }
}

fn request() -> Bytes {
    message().encode_to_vec().into()
}

#[expect(clippy::unnecessary_wraps, reason = "it is compared with results")]
fn accepted(rejected_spans: u64, message: Option<&str>) -> Result<Accepted, ExportError> {
    Ok(Accepted { rejected_spans, message: message.map(str::to_owned) })
}
