//! What goes on the wire: OTLP protobuf.
//!
//! In: records and ready bytes. Out: `ExportTraceServiceRequest` bytes.
//! Never here: sockets, clocks, queues.

pub(crate) mod otlp;
pub(crate) mod request;
pub(crate) mod wire;
