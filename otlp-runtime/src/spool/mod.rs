//! Requests on disk: what an outage or the end of the process would cost otherwise.
//!
//! In: requests as bytes, with how many spans they hold. Out: the same, oldest first, also after a restart; what was
//! lost, and why. Never here: headers, endpoints, credentials; spans; waiting. Threads: all of it runs on the export thread.
//!
//! One file per request, complete or absent: it is written under another name and then renamed. So acknowledging is
//! deleting, a broken file costs itself alone, and there is no log to compact. `record` has its bytes, `store` the folder.

mod record;
mod store;

use std::path::PathBuf;

pub(crate) use self::record::Stored;
pub(crate) use self::store::Store;

/// Bytes on disk unless told otherwise.
const DEFAULT_MAX_BYTES: u64 = 256 << 20;

/// A folder in which [`OtlpExporter`](crate::OtlpExporter) keeps requests until they are delivered.
///
/// Each request is written when it is made, which is at most one
/// [`schedule_delay`](crate::TelemetryBuilder::schedule_delay) after its spans ended, and deleted when the collector has
/// taken it. What the process leaves there, by a `shutdown` whose deadline passed, SIGKILL or an abort, the next one that
/// is given this folder sends, oldest first, one request at a time beside its own. A request that was under way at the end
/// may arrive twice. Files are not forced to the disk: they survive the process, not a power cut.
///
/// When memory is full, requests wait on disk alone. When the folder is full, the oldest go, counted as
/// [`SpoolFull`](crate::DropReason::SpoolFull). A disk that fails, or fills up, costs a warning; requests then wait in
/// memory as they would without a spool ([`Stats::unspooled`](crate::Stats::unspooled)).
///
/// The files hold spans, readable by the owner alone (on Unix, 0600), and neither headers nor endpoints. The folder is set to
/// 0700, unless it holds other files or is another user's: that is announced. One process at a time uses a folder; a second one gets [`Error::Spool`](crate::Error::Spool).
///
/// ```no_run
/// use otlp_runtime::{OtlpExporter, Spool, Telemetry};
///
/// let exporter = OtlpExporter::builder()
///     .env()
///     .spool(Spool::at("/var/lib/shop/spans").max_bytes(1 << 30))
///     .build()?;
/// let telemetry = Telemetry::builder().exporter(exporter).install()?;
/// # telemetry.shutdown()?;
/// # Ok::<(), otlp_runtime::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spool {
    directory: PathBuf,
    max_bytes: u64,
}

impl Spool {
    /// Names the folder, which is made if it is not there. Each process needs one of its own.
    pub fn at(directory: impl Into<PathBuf>) -> Self {
        Self { directory: directory.into(), max_bytes: DEFAULT_MAX_BYTES }
    }

    /// Sets the most bytes on disk; each request counts as whole blocks of 4 KiB.
    ///
    /// 1 MiB or more. Default 256 MiB.
    pub const fn max_bytes(mut self, bytes: u64) -> Self {
        self.max_bytes = bytes;
        self
    }
}
