//! The libraries, one file each, and their names as rows.
//!
//! In: the name of a row. Out: the type that stands for it.
//! Never here: what is measured.

mod emit;
mod fastrace;
mod opentelemetry;
mod ours;
mod plain;
pub mod servers;
mod tracing;

pub use self::opentelemetry::{OpenTelemetry, provider};
pub use self::ours::Ours;
use crate::Result;
use crate::peer::Peer;

/// All rows, in the order of the tables.
pub const ROWS: [&str; 7] = [PLAIN, OURS, FASTRACE, OPENTELEMETRY, TRACING_LEAN, TRACING, EMIT];
/// The functions as they are.
pub const PLAIN: &str = "plain call";
/// The product.
pub const OURS: &str = "otlp-runtime";
/// `fastrace` with `fastrace-opentelemetry`.
pub const FASTRACE: &str = "fastrace";
/// The API and SDK of OpenTelemetry, by hand.
pub const OPENTELEMETRY: &str = "opentelemetry";
/// `tracing` with `tracing-opentelemetry`, as it comes.
pub const TRACING: &str = "tracing + otel";
/// The same without the attributes that it adds by itself: location, thread, busy and idle time.
pub const TRACING_LEAN: &str = "tracing + otel, lean";
/// `emit` with `emit_otlp`.
pub const EMIT: &str = "emit";

/// The rows that have a state.
pub fn rows(state: &str) -> impl Iterator<Item = &'static str> {
    ROWS.into_iter().filter(move |row| *row != EMIT || state != "unsampled")
}

/// Something to do with a library.
pub trait Job {
    /// Does it.
    ///
    /// # Errors
    ///
    /// If it cannot be done.
    fn run<P: Peer>(self) -> Result<()>;
}

/// Does the job with the library of this row.
///
/// # Errors
///
/// Those of the job, or if there is no such row.
pub fn dispatch(row: &str, job: impl Job) -> Result<()> {
    match row {
        PLAIN => job.run::<plain::Plain>(),
        OURS => job.run::<Ours>(),
        FASTRACE => job.run::<fastrace::Fastrace>(),
        OPENTELEMETRY => job.run::<OpenTelemetry>(),
        TRACING => job.run::<tracing::Tracing<false>>(),
        TRACING_LEAN => job.run::<tracing::Tracing<true>>(),
        EMIT => job.run::<emit::Emit>(),
        _ => Err(format!("no row `{row}`").into()),
    }
}
