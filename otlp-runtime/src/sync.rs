//! Locks, and calls of user code, that outlive a panic.
//!
//! In: a mutex; a call that may panic. Out: the mutex's guard, poisoned or not; what the call returned, if it did.
//! Never here: the shared memory of `chunk`, which has no locks.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks `mutex`. Poison is ignored: what these locks guard is valid at every step, and
/// telemetry goes on after a panic elsewhere.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs user code. `None` if it panicked: the panic hook has said why.
pub(crate) fn caught<T>(call: impl FnOnce() -> T) -> Option<T> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(returned) => Some(returned),
        Err(payload) => {
            // What was thrown may panic once more when it is dropped; then it is left alone.
            let dropped = catch_unwind(AssertUnwindSafe(|| drop(payload)));
            dropped.unwrap_or_else(core::mem::forget);
            None
        }
    }
}
