//! A process with a spool, which dies, or ends while the collector is down, and one that sends what it left.
//!
//! In: the spool's folder. Out: numbered spans; on standard output the counts.
//! Never here: which of them arrive.

use std::thread;
use std::time::Duration;

use otlp_runtime::{OtlpExporter, Spool, Telemetry};

use super::span;

fn install(folder: &str) -> Telemetry {
    let exporter =
        OtlpExporter::builder().env().header("api-key", "canary-in-a-header").spool(Spool::at(folder));
    Telemetry::builder()
        .exporter(exporter.build().unwrap())
        .schedule_delay(Duration::from_millis(5))
        .install()
        .unwrap()
}

/// Makes spans until it is killed.
pub(super) fn killed(folder: &str) {
    let _telemetry = install(folder);
    println!("ready");
    for number in 0.. {
        span(number);
        thread::sleep(Duration::from_micros(100));
    }
}

/// Makes spans that nobody takes, and ends in good order.
pub(super) fn outage(folder: &str, count: u64) {
    let telemetry = install(folder);
    (0..count).for_each(span);
    let result = telemetry.shutdown_timeout(Duration::from_millis(500));
    print(&telemetry);
    println!("{}", if result.is_ok() { "nothing lost" } else { "lost" });
}

/// Sends what is there.
pub(super) fn replay(folder: &str) {
    let telemetry = install(folder);
    loop {
        let stats = telemetry.stats();
        if stats.spooled + stats.pending == 0 {
            break;
        }
        thread::sleep(Duration::from_millis(1));
    }
    telemetry.shutdown().unwrap();
    print(&telemetry);
}

fn print(telemetry: &Telemetry) {
    let stats = telemetry.stats();
    super::print(&stats);
    println!("spooled {} recovered {}", stats.spooled, stats.recovered);
}
