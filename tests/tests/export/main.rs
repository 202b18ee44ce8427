//! Where every span is, with real threads, real sockets and exporters that fail: nothing is lost without a count.
//!
//! In: spans from several threads. Out: counts, compared with what the other end got, span by span.
//! `TORTURE_RUNS=1000` repeats the cases of chance that often.
//! Never here: the clock that tests move (`otlp-runtime/src/export/tests.rs`), upper bounds of time.

#![expect(clippy::unwrap_used, reason = "a panic of a test is a finding")]

mod idle;
mod law;
mod many;
mod million;
mod outage;

use std::sync::{Mutex, MutexGuard, PoisonError};

use otlp_runtime::{Stats, inline};

/// Telemetry is global to a process: tests take turns.
static TURN: Mutex<()> = Mutex::new(());

fn turn() -> MutexGuard<'static, ()> {
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn make_spans(count: u64) {
    for number in 0..count {
        let _span = inline::span!(
            "counted",
            "acme.number" = number,
            "acme.name" = "of some length",
            "acme.ok" = true
        );
    }
}

/// The law, at a quiescent moment.
fn assert_law(stats: &Stats) {
    let ended = stats.exported + stats.rejected + stats.dropped.total() + stats.buffered() + stats.in_flight;
    assert_eq!(stats.created, stats.live + stats.abandoned + ended, "{stats:?}");
}
