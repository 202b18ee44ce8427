//! What goes over the wire, decoded by other people's code and compared field by field.
//!
//! In: spans made by macros and by the builder. Out: OTLP messages as `opentelemetry-proto` and prost read
//! them, compared with literals, with `opentelemetry-otlp`, and with an independent model.
//! Never here: how transports fail (`transport`), trees of spans (`tree`), upper bounds of time.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a panic of a test is a finding")]

mod differential;
mod encoder;
mod golden;
mod limits;
mod model;
mod proto;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use otlp_runtime::{
    Accepted, ExportError, Exporter, SpanBatch, SpanContext, SpanId, TelemetryBuilder, TraceFlags, TraceId,
};

/// Longer than any test: batches are cut by `flush` alone.
const NEVER: Duration = Duration::from_secs(3600);

/// Settings under which one `flush` makes one batch.
fn one_batch(builder: TelemetryBuilder, exporter: impl Exporter) -> TelemetryBuilder {
    builder.schedule_delay(NEVER).exporter(exporter)
}

/// Keeps batches as they come.
#[derive(Clone, Default)]
struct Capture(Arc<Mutex<Vec<SpanBatch>>>);

impl Exporter for Capture {
    async fn export(&mut self, batch: SpanBatch) -> Result<Accepted, ExportError> {
        self.0.lock().unwrap().push(batch);
        Ok(Accepted::default())
    }
}

impl Capture {
    /// Returns the batches so far and forgets them.
    fn take(&self) -> Vec<SpanBatch> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

/// A span in another process.
fn remote(trace_state: &str, flags: u8) -> SpanContext {
    SpanContext::new(
        TraceId::from_bytes([0xaa; 16]),
        SpanId::from_bytes([0xbb; 8]),
        TraceFlags::new(flags),
        true,
        trace_state.parse().unwrap(),
    )
}
