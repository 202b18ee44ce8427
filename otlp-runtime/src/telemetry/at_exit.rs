//! Shutdown when the process exits, for programs that have no place for a guard.
//!
//! In: `Telemetry`, once it is not to be dropped any more. Out: its shutdown, when `main` returns or somebody calls
//! `exit`.
//! Never here: signals, panics: neither is an exit.

use core::time::Duration;
use std::sync::{Mutex, Once, TryLockError};

use super::Telemetry;
use crate::diagnostic;
use crate::error::Error;
use crate::process;
use crate::sync::{caught, lock};

/// How long the process waits at most before it goes.
const DEADLINE: Duration = Duration::from_secs(2);

/// What is shut down at the exit.
static KEPT: Mutex<Vec<&'static Telemetry>> = Mutex::new(Vec::new());

impl Telemetry {
    /// Keeps telemetry until the process exits and shuts it down then, within 2 seconds.
    ///
    /// An exit is the return of `main`, also after a panic in it, and a call of [`std::process::exit`] on any
    /// thread. `abort` (so a panic under `panic = "abort"`) and signals are none: for those see
    /// `otlp_runtime::shutdown_signal` (feature `signal`).
    ///
    /// Spans that still end while the process exits, as on threads that go on, are not exported.
    ///
    /// ```
    /// let telemetry = otlp_runtime::Telemetry::builder()
    ///     .exporter(otlp_runtime::ConsoleExporter::default())
    ///     .install()?
    ///     .shut_down_at_exit();
    /// // ... from anywhere:
    /// # if false {
    /// std::process::exit(3);
    /// # }
    /// # telemetry.flush()?;
    /// # Ok::<(), otlp_runtime::Error>(())
    /// ```
    pub fn shut_down_at_exit(self) -> &'static Self {
        static REGISTERED: Once = Once::new();
        let kept: &'static Self = Box::leak(Box::new(self));
        lock(&KEPT).push(kept);
        REGISTERED.call_once(|| {
            if !process::at_exit(shut_down_all) {
                diagnostic::warn(
                    "the system takes no function to run at exit; call `shutdown` before the program ends",
                );
            }
        });
        kept
    }
}

extern "C" fn shut_down_all() {
    let kept = match KEPT.try_lock() {
        Ok(mut kept) => core::mem::take(&mut *kept),
        Err(TryLockError::Poisoned(poisoned)) => core::mem::take(&mut *poisoned.into_inner()),
        // Somebody is just installing telemetry: it has nothing to lose yet.
        Err(TryLockError::WouldBlock) => return,
    };
    for telemetry in kept {
        // Should it ever panic, the process must still exit with the code it was given, and not abort.
        match caught(|| telemetry.shutdown_timeout(DEADLINE)) {
            Some(Ok(_) | Err(Error::AlreadyShutDown | Error::ForkedChild { .. })) | None => {}
            Some(Err(error)) => diagnostic::warn(error),
        }
    }
}
