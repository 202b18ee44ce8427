//! R6 and R38: a process that is asked to end, and one that is stopped for a while.

use std::time::Duration;

use nix::sys::signal::Signal;
use otlp_tests::Collector;

use super::ledger::{Ledger, start};
use super::runs;

const WAITS: [&str; 6] = ["blocking", "current-thread", "local-set", "one-worker", "two-workers", "futures"];

fn asked_to_end(how: &str, signal: Signal, ready: &str) -> String {
    let collector = Collector::start();
    let mut child = start(&collector, &["signal", how]);
    child.wait_for(ready);
    child.send(signal);
    let ended = child.end();
    assert_eq!((ended.code, ended.exported()), (Some(0), 10), "{how} {signal}: {ended:?}");
    let mut ledger = Ledger::default();
    ledger.add(&collector.received());
    ledger.assert_complete(10);
    ended.stdout
}

#[test]
fn r6_signal_ends_the_wait_under_every_executor_and_nothing_is_lost() {
    for _ in 0..runs(1) {
        for how in WAITS {
            for signal in [Signal::SIGTERM, Signal::SIGINT] {
                asked_to_end(how, signal, "ready");
            }
        }
    }
}

#[test]
fn r6_handlers_of_the_user_are_called_as_well() {
    for signal in [Signal::SIGTERM, Signal::SIGINT] {
        for (how, ready) in [("users-handler", "ready"), ("beside-tokio", "listening")] {
            let said = asked_to_end(how, signal, ready);
            assert!(said.contains("the user's handler was called\n"), "{how} {signal}: {said}");
        }
    }
}

#[test]
fn r38_process_that_is_stopped_and_goes_on_loses_nothing() {
    let mut collector = Collector::start();
    let mut ledger = Ledger::default();
    let mut child = start(&collector, &["frozen"]);
    child.wait_for("ready");
    for cycle in 0..runs(10) {
        collector.wait_for(1);
        child.send(Signal::SIGSTOP);
        if cycle % 2 == 0 {
            // While it was frozen, the other side has closed its connections.
            let address = collector.address();
            ledger.add(&collector.received());
            drop(collector);
            collector = Collector::start_at(address);
        }
        std::thread::sleep(Duration::from_millis(1));
        child.send(Signal::SIGCONT);
    }
    let ended = child.end();
    ledger.add(&collector.received());
    ledger.assert_none_lost(ended.number("made"));
    assert_eq!(ended.exported(), ended.number("made"), "{ended:?}");
    println!("R38: {} spans, {} came twice", ended.number("made"), ledger.repeated());
}
