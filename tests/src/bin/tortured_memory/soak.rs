//! Hours of everything, in seconds or for as long as it is told: what is held must not grow.
//!
//! In: how many seconds. Out: on standard output what was held in the second quarter of that time and in the last, and
//! the counts.
//! Never here: the faults of the collector, which are the test's.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::atomic::AtomicBool;
use std::task::{Context, Waker};
use std::thread;
use std::time::{Duration, Instant};

use otlp_runtime::{OtlpExporter, Span, Stats, Telemetry, event, inline, record, traced};

use super::{LIVE, Ordering};

static DONE: AtomicBool = AtomicBool::new(false);

#[traced(err)]
fn fails(number: u64) -> Result<(), String> {
    if number.is_multiple_of(2) { Err(format!("no luck with {number}")) } else { Ok(()) }
}

#[traced]
fn panics() {
    panic!("on purpose");
}

#[traced]
async fn is_dropped() {
    std::future::pending::<()>().await;
}

/// One of each kind of span.
fn round(number: u64) {
    let _outer = inline::span!("outer", "acme.number" = number, "acme.text" = "x".repeat(20));
    event!("event", "acme.number" = number);
    let _ = fails(number);
    assert!(pin!(is_dropped()).poll(&mut Context::from_waker(Waker::noop())).is_pending());
    if number.is_multiple_of(50) {
        assert!(catch_unwind(AssertUnwindSafe(panics)).is_err());
        thread::spawn(Span::current().carry(|| drop(inline::span!("elsewhere")))).join().unwrap();
    }
    record!("acme.late" = true);
}

/// Parts of a quarter.
const PARTS: usize = 12;

/// What the process holds, at a moment or at several.
#[derive(Clone, Copy)]
struct Held {
    /// What is allocated beside the memory for ended spans, which comes and goes with the collector.
    allocated: i64,
    resident: i64,
    handles: i64,
    threads: i64,
}

impl Held {
    /// Of what is allocated the least, which is what could grow unseen; of the rest the most.
    fn and(self, other: Self) -> Self {
        Self {
            allocated: self.allocated.min(other.allocated),
            resident: self.resident.max(other.resident),
            handles: self.handles.max(other.handles),
            threads: self.threads.max(other.threads),
        }
    }

    fn now(telemetry: &Telemetry) -> Self {
        let counts = telemetry.stats();
        let for_spans = counts.buffered_bytes + counts.in_flight_bytes + counts.pooled_bytes;
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
        };
        Self {
            allocated: LIVE.load(Ordering::Relaxed) - i64::try_from(for_spans).unwrap(),
            resident: field("VmRSS:") * 1024,
            handles: std::fs::read_dir("/proc/self/fd").map_or(0, |open| open.map(|_| 1).sum()),
            threads: field("Threads:"),
        }
    }
}

pub(super) fn run(seconds: u64) {
    std::panic::set_hook(Box::new(|_| {}));
    let exporter = OtlpExporter::builder().env().timeout(Duration::from_millis(300)).build().unwrap();
    let telemetry = Telemetry::builder()
        .exporter(exporter)
        .max_memory_bytes(4 << 20)
        .schedule_delay(Duration::from_millis(50))
        .install()
        .unwrap();
    let quarter = Duration::from_secs(seconds) / 4;
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                for number in 0.. {
                    round(number);
                    thread::sleep(Duration::from_millis(10));
                    if DONE.load(Ordering::Relaxed) {
                        break;
                    }
                }
            });
        }
        scope.spawn(|| {
            while !DONE.load(Ordering::Relaxed) {
                let _ = telemetry.flush_timeout(Duration::from_millis(100));
                thread::sleep(Duration::from_millis(150));
            }
        });
        let quarters = [(); 4].map(|()| [(); PARTS].map(|()| watch(&telemetry, quarter / 12)));
        // The course of it, for people.
        for parts in &quarters {
            println!("KiB {:?}", parts.map(|held| held.allocated / 1024));
        }
        for (name, parts) in [("second", quarters[1]), ("last", quarters[3])] {
            let held = parts.into_iter().reduce(Held::and).unwrap();
            println!("{name}-allocated {} {name}-resident {}", held.allocated, held.resident);
            println!("{name}-handles {} {name}-threads {}", held.handles, held.threads);
        }
        DONE.store(true, Ordering::Relaxed);
    });
    let _ = telemetry.shutdown();
    print(&telemetry.stats());
}

/// Looks every few milliseconds, and keeps nothing that grows.
fn watch(telemetry: &Telemetry, time: Duration) -> Held {
    let start = Instant::now();
    let mut held = Held::now(telemetry);
    while start.elapsed() < time {
        thread::sleep(Duration::from_millis(20));
        held = held.and(Held::now(telemetry));
    }
    held
}

fn print(stats: &Stats) {
    let Stats { created, live, exported, rejected, dropped, pending, .. } = stats;
    println!("{dropped:?}");
    println!(
        "counts created {created} live {live} exported {exported} rejected {rejected} dropped {} pending {pending}",
        dropped.total()
    );
}
