//! Everything that can happen to a process that traces: each end of it, forks, freezes, threads, executors, user code
//! that panics, memory that runs out.
//!
//! In: a case, run in a child process (`src/bin/tortured`, `src/bin/tortured_memory`) against the collector in this one.
//! Out: which numbered spans arrived, and how often; the child's counts, which must agree with that.
//! Never here: upper bounds of time. A child that hangs is ended after a minute, and its test fails.
//!
//! Each test names the row of `RELIABILITY.md` that it stands for. `TORTURE_RUNS=1000` repeats the cases of chance
//! that often; without it they run a few times.

#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a panic of a test is a finding")]

mod child;
mod copies;
mod endings;
mod environments;
mod forks;
mod ledger;
mod memory;
mod scale;
mod signals;
mod spool;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod syscalls;
mod threads;
mod user_code;

use otlp_tests::runs;
