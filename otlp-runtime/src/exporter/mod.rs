//! Where finished spans go.
//!
//! In: batches. Out: requests, or why there was none.
//! Never here: spans that are still open.

#[cfg(any(feature = "http", feature = "grpc"))]
mod error;
#[cfg(any(feature = "http", feature = "grpc"))]
mod otlp;

#[cfg(any(feature = "http", feature = "grpc"))]
pub use self::error::{AnswerCode, ExportError};
#[cfg(any(feature = "http", feature = "grpc"))]
pub use self::otlp::{OtlpExporter, OtlpExporterBuilder};
