//! The clocks of the machine, and whether the processor's counter is one of them.
//!
//! In: the operating system, the processor. Out: readings.
//! Never here: what the readings mean (`anchor`).
//!
//! The counter of x86-64 is used where Linux itself keeps time by it. The kernel compares it between cores and with
//! other clocks, and changes its clock source when it disagrees; that is asked again and again, since a virtual machine
//! may move. Elsewhere there is nobody to ask, and the system's monotonic clock is read each time: on aarch64 for want
//! of a machine to try it on, on other systems because none says which of its clocks it trusts.

#![expect(unsafe_code, reason = "ARCHITECTURE.md lists this file")]

use core::sync::atomic::{AtomicBool, Ordering};
use std::sync::OnceLock;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Readings of clocks; tests give their own.
pub(super) trait Source {
    /// The processor's counter.
    fn ticks(&self) -> u64;
    /// Nanoseconds since some moment of the process.
    fn monotonic_nanos(&self) -> u64;
    /// Nanoseconds since 1970: 0 before, the most that fits after 2554.
    fn unix_nanos(&self) -> u64;
    /// Says whether the counter counts alike on all cores, at one rate, always.
    fn is_counter_reliable(&self) -> bool;
}

/// The machine that the program runs on.
#[derive(Debug)]
pub(super) struct Machine;

/// Whether the counter was reliable at the last look.
static IS_COUNTER_RELIABLE: AtomicBool = AtomicBool::new(false);

/// Asks the system whether the processor's counter is reliable. Reads a file: for the export thread.
pub(crate) fn look_at_counter() {
    // Relaxed: the answer orders nothing.
    IS_COUNTER_RELIABLE.store(counter::is_reliable(), Ordering::Relaxed);
}

impl Source for Machine {
    #[inline]
    fn ticks(&self) -> u64 {
        counter::read()
    }

    #[inline]
    fn monotonic_nanos(&self) -> u64 {
        static START: OnceLock<Instant> = OnceLock::new();
        let start = START.get_or_init(Instant::now);
        let elapsed = Instant::now().saturating_duration_since(*start);
        // Not `as_nanos`, whose 128-bit product costs more than it can give: 584 years fit.
        elapsed.as_secs().wrapping_mul(1_000_000_000).wrapping_add(u64::from(elapsed.subsec_nanos()))
    }

    fn unix_nanos(&self) -> u64 {
        let unix = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from(unix.as_nanos()).unwrap_or(u64::MAX)
    }

    fn is_counter_reliable(&self) -> bool {
        IS_COUNTER_RELIABLE.load(Ordering::Relaxed)
    }
}

#[cfg(all(target_arch = "x86_64", target_os = "linux", not(miri)))]
mod counter {
    use core::arch::x86_64::{__cpuid, _rdtsc};
    use std::sync::LazyLock;

    /// Whether the processor says that its counter has one rate in all states ("invariant TSC").
    static IS_INVARIANT: LazyLock<bool> = LazyLock::new(|| {
        #[allow(unused_unsafe, reason = "safe since Rust 1.94")]
        // SAFETY: `__cpuid`: every x86-64 processor has the instruction; a leaf it does not know is not asked.
        unsafe {
            __cpuid(0x8000_0000).eax >= 0x8000_0007 && __cpuid(0x8000_0007).edx & 1 << 8 != 0
        }
    });

    pub(super) fn is_reliable() -> bool {
        let source = "/sys/devices/system/clocksource/clocksource0/current_clocksource";
        *IS_INVARIANT && std::fs::read(source).is_ok_and(|name| name.trim_ascii() == b"tsc")
    }

    #[inline]
    pub(super) fn read() -> u64 {
        // SAFETY: `_rdtsc`:
        // 1. the instruction exists: every x86-64 processor has it;
        // 2. it is allowed: a process may forbid it to itself (`PR_SET_TSC`), but is then killed by
        //    `Instant::now` as well, which executes it where this counter is the clock source, and `Clock` reads
        //    the counter nowhere else.
        unsafe { _rdtsc() }
    }
}

#[cfg(not(all(target_arch = "x86_64", target_os = "linux", not(miri))))]
mod counter {
    pub(super) const fn is_reliable() -> bool {
        false
    }

    #[inline]
    pub(super) const fn read() -> u64 {
        0
    }
}
