//! placeholder
mod attribute;
mod config;
mod diagnostic;
mod encode;
mod error;
mod exporter;
mod resource;
#[cfg(any(feature = "http", feature = "grpc"))]
mod transport;

pub use attribute::{KeyValue, Value};
pub use config::{Compression, Limits, Pem, Protocol};
pub use error::Error;
#[cfg(any(feature = "http", feature = "grpc"))]
pub use exporter::{AnswerCode, ExportError, OtlpExporter, OtlpExporterBuilder};
pub use resource::{Resource, ResourceBuilder};
#[cfg(any(feature = "http", feature = "grpc"))]
pub use transport::Accepted;
