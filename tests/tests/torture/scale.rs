//! R31, R32, R33 and R45: what much of something holds, and what time adds to it.

use std::time::{Duration, Instant};

use otlp_tests::{Answer, Collector};

use super::child::Child;
use super::memory::{program, run};
use super::runs;

// `TORTURE_RUNS=100000`
#[test]
fn r31_open_spans_hold_a_few_hundred_bytes() {
    let ended = run(&["open", &runs(10_000).to_string()]);
    println!("{}", ended.stdout);
    let held = |name: &str| ended.number(name);
    assert!(held("entered") <= 192, "{ended:?}");
    // Beside what an untraced future holds.
    assert!(held("future") - held("plain-future") <= 224, "{ended:?}");
    // With a buffer for what they have recorded, and be it a name: 256 bytes at first.
    assert!(held("started") <= 336 + 256, "{ended:?}");
    assert!(held("entered-with-attributes") <= 336 + 256, "{ended:?}");
}

// `TORTURE_RUNS=1000`
#[test]
fn r32_a_thread_that_traced_once_holds_one_small_chunk() {
    let ended = run(&["idle", &runs(200).to_string()]);
    println!("{}", ended.stdout);
    assert!(ended.number("idle") <= 5 * 1024, "{ended:?}");
}

// What it took is printed, and nothing about time is asserted: `TORTURE_RUNS=1000 ... -- --nocapture r32`.
#[test]
fn r32_all_spans_of_many_threads_arrive() {
    let ended = run(&["throughput", &runs(200).to_string(), "200000"]);
    println!("{}", ended.stdout);
    assert_eq!(ended.exported(), 200_000 + 200_000 / runs(200) * runs(200));
}

// `TORTURE_RUNS=1000000`
#[test]
fn r33_children_of_an_open_span_leave_and_hold_nothing() {
    let count = runs(100_000);
    let ended = run(&["children", &count.to_string()]);
    println!("{}", ended.stdout);
    assert_eq!((ended.number("visible"), ended.exported()), (count, count + 1));
    assert!(ended.number("grown") < 64 * 1024, "{ended:?}");
}

/// A random number below `bound`.
fn below(bound: u64) -> u64 {
    use std::hash::{BuildHasher as _, RandomState};
    RandomState::new().hash_one(0) % bound
}

fn any_answer() -> Answer {
    match below(40) {
        0 => Answer::status(503),
        1 => Answer::status(429).header("retry-after", "0"),
        2 => Answer::grpc(14, "away"),
        3 => Answer::reset(),
        4 => Answer::close(),
        5 => Answer::lost(),
        6 => Answer::status(400),
        7 => Answer::partial_success(1, "one less"),
        8 => Answer::ok().then_go_away(),
        9 if below(4) == 0 => Answer::hang(),
        10 => Answer::ok().delay(Duration::from_millis(below(100))),
        _ => Answer::ok(),
    }
}

/// `SOAK_SECONDS=3600` lets it run so long.
#[test]
fn r45_nothing_grows_while_everything_fails_in_turn() {
    let seconds = std::env::var("SOAK_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(6);
    for protocol in ["http/protobuf", "grpc"] {
        let mut collector = Collector::start();
        collector.otherwise(|_| any_answer());
        let endpoint = collector.endpoint();
        let variables = [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", &*endpoint),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
            ("OTEL_EXPORTER_OTLP_COMPRESSION", if below(2) == 0 { "gzip" } else { "none" }),
        ];
        let child = Child::start(program(), &["soak", &(seconds / 2).to_string()], &variables);
        let end = Instant::now() + Duration::from_secs(seconds / 2);
        while Instant::now() < end {
            std::thread::sleep(Duration::from_millis(700));
            collector.go_down();
            std::thread::sleep(Duration::from_millis(below(400)));
            collector.come_back();
        }
        let ended = child.end();
        println!("{protocol}: {}", ended.stdout);
        assert_eq!(ended.code, Some(0), "{ended:?}");
        assert!(ended.exported() > 0);
        let grown = |name: &str| {
            let [second, last] = ["second", "last"].map(|part| ended.number(&format!("{part}-{name}")));
            last.saturating_sub(second)
        };
        assert!(grown("allocated") <= 1 << 20, "{ended:?}");
        // Connections that are being opened and closed, short threads.
        assert!(grown("handles") <= 8 && grown("threads") <= 4, "{ended:?}");
    }
}
