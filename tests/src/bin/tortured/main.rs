//! A program that ends, forks, freezes or is mistreated in the way its first argument says.
//!
//! In: the case and its numbers as arguments, `OTEL_*` variables. Out: numbered spans to the collector; on standard
//! output what the case has to say, and the counts at the end unless the process dies of the case.
//! Never here: what has to come of it; that is in `tests/tests/torture`.

#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a panic of this program is a finding, or the case")]

mod endings;
mod environments;
mod forks;
mod places;
mod signals;
mod spool;
mod threads;

use std::time::Duration;

use otlp_runtime::{Stats, Telemetry, inline};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut words = arguments.iter().map(String::as_str);
    let case = words.next().unwrap_or_default();
    let rest: Vec<&str> = words.collect();
    match case {
        "calls" => calls(rest[0].parse().unwrap()),
        "ending" => endings::run(rest[0]),
        "environment" => environments::run(rest[0]),
        "fork" => forks::run(rest[0].parse().unwrap()),
        "fork-kept" => forks::kept(),
        "fork-tracers" => forks::tracers(rest[0].parse().unwrap()),
        "frozen" => signals::frozen(),
        "place" => places::run(rest[0]),
        "signal" => signals::run(rest[0]),
        "spool-killed" => spool::killed(rest[0]),
        "spool-outage" => spool::outage(rest[0], rest[1].parse().unwrap()),
        "spool-replay" => spool::replay(rest[0]),
        "threads" => threads::many(rest[0].parse().unwrap()),
        "destructors" => threads::destructors(rest[0]),
        other => panic!("no case `{other}`"),
    }
}

/// Makes spans between a line that it reads and one that it writes, for a test that watches the system calls.
fn calls(spans: u64) {
    let telemetry = install();
    (0..1000).for_each(span);
    let _ = telemetry.flush_timeout(Duration::from_millis(500));
    println!("ready");
    std::io::stdin().read_line(&mut String::new()).unwrap();
    (0..spans).for_each(span);
    println!("done");
    let _ = std::io::stdin().read_line(&mut String::new());
    let _ = telemetry.shutdown_timeout(Duration::from_millis(500));
}

/// Installs telemetry as the environment says, with a short interval.
fn install() -> Telemetry {
    Telemetry::builder().schedule_delay(Duration::from_millis(20)).install().unwrap()
}

/// Makes a span with this number.
fn span(number: u64) {
    let _span = inline::span!("numbered", "acme.number" = number);
}

/// Prints the counts; the tests compare them with what arrived.
fn print(stats: &Stats) {
    let Stats { created, live, exported, rejected, dropped, pending, .. } = stats;
    println!(
        "counts created {created} live {live} exported {exported} rejected {rejected} dropped {} pending {pending}",
        dropped.total()
    );
}
