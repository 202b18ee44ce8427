//! Where ended spans go.
//!
//! In: batches, one at a time, on the export thread. Out: what was taken, or why nothing was.
//! Never here: spans that are still open, threads, counting.

mod console;
mod discard;
mod in_memory;
#[cfg(any(feature = "http", feature = "grpc"))]
mod otlp;
#[cfg(feature = "opentelemetry-sdk")]
mod sdk;

pub use self::console::ConsoleExporter;
pub use self::discard::DiscardExporter;
pub use self::in_memory::{InMemoryExporter, SpanData};
#[cfg(any(feature = "http", feature = "grpc"))]
pub use self::otlp::{OtlpExporter, OtlpExporterBuilder};
#[cfg(feature = "opentelemetry-sdk")]
pub use self::sdk::SdkExporter;

use core::pin::Pin;

use crate::batch::SpanBatch;
use crate::delivery::{Accepted, ExportError};

/// Takes batches of ended spans.
///
/// Called on the export thread, never twice at the same time, inside a current-thread tokio
/// runtime with I/O and time enabled. A panic loses the batch, which is counted, and nothing
/// else. An export, or a flush, that takes longer than the export timeout is dropped.
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

type LocalFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// `Exporter` behind a pointer: one allocation per call, which is per batch.
pub(crate) trait AnyExporter: Send {
    fn export(&mut self, batch: SpanBatch) -> LocalFuture<'_, Result<Accepted, ExportError>>;
    fn flush(&mut self) -> LocalFuture<'_, ()>;
    fn shutdown(&mut self) -> LocalFuture<'_, ()>;
}

impl<E: Exporter> AnyExporter for E {
    fn export(&mut self, batch: SpanBatch) -> LocalFuture<'_, Result<Accepted, ExportError>> {
        Box::pin(Exporter::export(self, batch))
    }

    fn flush(&mut self) -> LocalFuture<'_, ()> {
        Box::pin(Exporter::flush(self))
    }

    fn shutdown(&mut self) -> LocalFuture<'_, ()> {
        Box::pin(Exporter::shutdown(self))
    }
}
