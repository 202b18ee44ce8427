//! What happens to the whole process: it forks, it exits.
//!
//! In: functions to call then. Out: calls of them, by the C library; how many forks lie between this
//! process and the one that loaded the program.
//! Never here: what to do about it.
//!
//! `fork` copies one thread alone, and every lock as it is. Whoever must survive that holds its locks while
//! the process forks (`before`), so that the copy is whole, and lets go of them in both processes.

#![expect(unsafe_code, reason = "ARCHITECTURE.md lists this file")]

use core::ffi::c_int;
use core::sync::atomic::{AtomicU32, Ordering};

/// A function that the C library calls. It must not panic: that would end the process.
pub(crate) type Callback = extern "C" fn();

// SAFETY: both signatures are those of the C standard and of POSIX, where a callback takes and returns nothing.
// `safe`: any function may be registered at any time; the C library keeps the pointer and nothing else, and a
// Rust function is never unloaded while the program runs (of a plugin, `dlclose` runs or forgets them first).
unsafe extern "C" {
    safe fn atexit(callback: Callback) -> c_int;
    #[cfg(unix)]
    safe fn pthread_atfork(
        before: Option<Callback>,
        in_parent: Option<Callback>,
        in_child: Option<Callback>,
    ) -> c_int;
}

/// Forks between the process that loaded the program and this one.
static FORKS: AtomicU32 = AtomicU32::new(0);

/// Returns a number that differs between a process and its forked children.
#[inline]
pub(crate) fn forks() -> u32 {
    // Relaxed: written in a child's only thread, before it can start another.
    FORKS.load(Ordering::Relaxed)
}

/// Says that this process is a child that was just forked.
pub(crate) fn count_fork() {
    FORKS.fetch_add(1, Ordering::Relaxed);
}

/// Calls `before` ahead of each `fork`, and then one of the others. False when the system refuses.
#[cfg(unix)]
pub(crate) fn at_fork(before: Callback, in_parent: Callback, in_child: Callback) -> bool {
    pthread_atfork(Some(before), Some(in_parent), Some(in_child)) == 0
}

/// Calls `callback` when `main` returns or somebody calls `exit`. False when the system refuses.
pub(crate) fn at_exit(callback: Callback) -> bool {
    atexit(callback) == 0
}
