//! Locks that outlive a panic.
//!
//! In: a mutex. Out: its guard, poisoned or not.
//! Never here: the shared memory of `chunk`, which has no locks.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks `mutex`. Poison is ignored: what these locks guard is valid at every step, and
/// telemetry goes on after a panic elsewhere.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
