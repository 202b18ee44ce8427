//! Threads that have recorded and wait now.
//!
//! In: many of them. Out: the spans of those that go on.

use std::sync::{Arc, Barrier};
use std::thread;

use otlp_runtime::{DiscardExporter, Telemetry, inline};

use super::{assert_law, turn};

#[test]
fn idle_threads_keep_no_memory_from_those_that_go_on() {
    const THREADS: usize = 1_200;
    let _turn = turn();
    let telemetry =
        Telemetry::builder().exporter(DiscardExporter).max_memory_bytes(8 << 20).install().unwrap();
    let spans = |count| (0..count).for_each(|_| _ = inline::span!("counted"));
    let done = Arc::new(Barrier::new(THREADS + 1));
    let threads: Vec<_> = (0..THREADS)
        .map(|number| {
            let (is_recorded, done) = (Arc::new(Barrier::new(2)), Arc::clone(&done));
            let recorded = Arc::clone(&is_recorded);
            let thread = thread::Builder::new().stack_size(128 << 10).spawn(move || {
                spans(400);
                recorded.wait();
                done.wait();
            });
            is_recorded.wait();
            if number % 20 == 0 {
                telemetry.flush().unwrap();
            }
            thread.unwrap()
        })
        .collect();
    spans(1_000);
    telemetry.flush().unwrap();
    let stats = telemetry.stats();
    done.wait();
    for thread in threads {
        thread.join().unwrap();
    }
    assert_law(&stats);
    assert_eq!((stats.exported, stats.dropped.total()), (THREADS as u64 * 400 + 1_000, 0), "{stats:?}");
}
