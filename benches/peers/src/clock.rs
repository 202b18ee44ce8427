//! What a thread and a process used.
//!
//! In: nothing. Out: CPU time in nanoseconds, memory in bytes. (Memory: Linux, `/proc/self/status`.)
//! Never here: wall time, which `Instant` tells.
//!
//! CPU and not wall, since what other processes do in the meantime is then not counted.

use rustix::time::{ClockId, clock_gettime};

use crate::Result;

fn nanos(clock: ClockId) -> f64 {
    let time = clock_gettime(clock);
    // Precise to a nanosecond for 100 days of CPU time.
    #[expect(clippy::cast_precision_loss, reason = "see above")]
    let nanos = (time.tv_sec * 1_000_000_000 + time.tv_nsec) as f64;
    nanos
}

/// CPU time of the calling thread.
pub fn thread_nanos() -> f64 {
    nanos(ClockId::ThreadCPUTime)
}

/// CPU time of all threads of this process.
pub fn process_nanos() -> f64 {
    nanos(ClockId::ProcessCPUTime)
}

/// Memory of this process that is resident now.
///
/// # Errors
///
/// If the system does not tell.
pub fn resident_bytes() -> Result<f64> {
    status_bytes("VmRSS:")
}

/// The most memory of this process that ever was resident.
///
/// # Errors
///
/// If the system does not tell.
pub fn peak_resident_bytes() -> Result<f64> {
    status_bytes("VmHWM:")
}

fn status_bytes(field: &str) -> Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let kibibytes = status.lines().find_map(|line| line.strip_prefix(field)?.split_whitespace().next());
    Ok(kibibytes.ok_or("no such field in /proc/self/status")?.parse::<f64>()? * 1024.0)
}
