//! Time for spans: monotonic, expressed as Unix time.
//!
//! In: the operating system's clocks. Out: nanoseconds since 1970, never running backwards.
//! Never here: deadlines and delays of export, which use tokio's clock.

use std::sync::OnceLock;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Wall time at one moment of the process, carried on by the monotonic clock: durations stay
/// right when the wall clock is set.
#[derive(Clone, Copy, Debug)]
struct Anchor {
    instant: Instant,
    unix_nanos: u64,
}

impl Anchor {
    /// Reads both clocks. Before 1970 counts as 1970.
    fn now() -> Self {
        let unix = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { instant: Instant::now(), unix_nanos: u64::try_from(unix.as_nanos()).unwrap_or(u64::MAX) }
    }
}

/// Returns Unix time in nanoseconds.
#[inline]
pub(crate) fn now_unix_nanos() -> u64 {
    static ANCHOR: OnceLock<Anchor> = OnceLock::new();
    let anchor = ANCHOR.get_or_init(Anchor::now);
    let elapsed = Instant::now().saturating_duration_since(anchor.instant);
    // Not `as_nanos`, whose 128-bit product costs more than it can give: 584 years fit.
    let nanos = elapsed.as_secs().wrapping_mul(1_000_000_000).wrapping_add(u64::from(elapsed.subsec_nanos()));
    anchor.unix_nanos.saturating_add(nanos)
}
