//! Where ended spans go.
//!
//! In: batches, one at a time, on the export thread. Out: what was taken, or why nothing was.
//! Never here: spans that are still open, threads, counting.

mod console;
mod destination;
mod discard;
mod in_memory;
#[cfg(any(feature = "http", feature = "grpc"))]
mod otlp;
#[cfg(feature = "opentelemetry-sdk")]
mod sdk;

pub use self::console::ConsoleExporter;
#[cfg(all(test, feature = "http"))]
pub(crate) use self::destination::Disk;
pub(crate) use self::destination::{Call, Destination, Load, Terms, destination};
pub use self::discard::DiscardExporter;
pub use self::in_memory::{InMemoryExporter, SpanData};
#[cfg(all(test, feature = "http"))]
pub(crate) use self::otlp::Requests;
#[cfg(any(feature = "http", feature = "grpc"))]
pub use self::otlp::{OtlpExporter, OtlpExporterBuilder};
#[cfg(feature = "opentelemetry-sdk")]
pub use self::sdk::SdkExporter;

use crate::batch::SpanBatch;
use crate::delivery::{Accepted, ExportError};

/// Takes batches of ended spans.
///
/// Called on the export thread, never twice at the same time, inside a current-thread tokio
/// runtime with I/O and time enabled. A panic loses the batch, which is counted, and nothing
/// else. An export, or a flush, that takes longer than the export timeout is dropped. What it
/// returns is final: an exporter that can retry does so before it returns.
///
/// ```
/// use otlp_runtime::{Accepted, ExportError, Exporter, SpanBatch};
///
/// struct Names;
///
/// impl Exporter for Names {
///     async fn export(&mut self, batch: SpanBatch) -> Result<Accepted, ExportError> {
///         for span in batch.iter() {
///             println!("{} {:?}", span.name(), span.duration());
///         }
///         Ok(Accepted::default())
///     }
/// }
/// ```
pub trait Exporter: Send + 'static {
    /// Delivers a batch.
    fn export(&mut self, batch: SpanBatch) -> impl Future<Output = Result<Accepted, ExportError>>;

    /// Delivers what the exporter itself holds back; called by `flush` and `shutdown`.
    fn flush(&mut self) -> impl Future<Output = ()> {
        async {}
    }

    /// Lets go of connections; the last call.
    fn shutdown(&mut self) -> impl Future<Output = ()> {
        async {}
    }
}
