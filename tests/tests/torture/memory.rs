//! R7, R23 and R26: what is held, what happens when there is no memory, and what huge values cost.

use otlp_tests::Collector;

use super::child::{Child, Ended};
use super::runs;

/// What a span may hold (LIM-08).
const MAX_SPAN_BYTES: u64 = 1 << 20;

pub(super) const fn program() -> &'static str {
    env!("CARGO_BIN_EXE_tortured_memory")
}

pub(super) fn run(arguments: &[&str]) -> Ended {
    let collector = Collector::start();
    let endpoint = collector.endpoint();
    let variables = [("OTEL_EXPORTER_OTLP_ENDPOINT", &*endpoint), ("RUST_BACKTRACE", "0")];
    let ended = Child::start(program(), arguments, &variables).end();
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let spans: usize = collector.received().iter().map(|request| request.spans().len()).sum();
    assert_eq!(spans as u64, ended.exported(), "{ended:?}");
    ended
}

#[test]
fn r23_refused_allocations_of_256_bytes_or_more_cost_spans_and_attributes_that_are_counted() {
    let ended = run(&["refused", "256"]);
    assert!(ended.number("refused") >= 40, "{ended:?}");
    assert!(ended.number("dropped") > 0, "{ended:?}");
}

#[test]
fn r7_threads_that_are_gone_hold_no_memory() {
    let threads = runs(5_000);
    let ended = run(&["threads", &threads.to_string()]);
    // Not even a byte for each; what is held varies a little with the moment.
    assert!(ended.number("grown") < threads.max(16 * 1024), "{ended:?}");
}

#[test]
fn r26_huge_values_cost_no_more_than_twice_the_limit() {
    let attributes = runs(10_000).to_string();
    for chars in ["0", "1000"] {
        let ended = run(&["huge", &attributes, chars]);
        let peaks: Vec<(&str, u64)> = ended
            .stdout
            .lines()
            .filter_map(|line| line.strip_prefix("peak ")?.split_once(' '))
            .map(|(name, bytes)| (name, bytes.parse().unwrap()))
            .collect();
        assert_eq!(peaks.len(), 13, "{ended:?}");
        for (name, bytes) in peaks {
            // Beside the limit, the boxes that every span has.
            assert!(bytes <= 2 * MAX_SPAN_BYTES + 4_096, "{name}: {bytes}");
        }
    }
}
