//! R2 to R5: the ways in which a process ends by itself.

use nix::sys::signal::Signal;
use otlp_tests::Collector;

use super::ledger::{Ledger, run, start};
use super::runs;

/// Runs an ending; the ten spans that had ended must arrive, once each.
fn nothing_lost(ending: &str, code: Option<i32>) {
    for _ in 0..runs(3) {
        let (ended, ledger) = run(&["ending", ending]);
        assert_eq!(ended.code, code, "{ending}: {ended:?}");
        ledger.assert_complete(10);
        if ended.stdout.contains("created") {
            assert_eq!(ended.exported(), 10, "{ended:?}");
        }
    }
}

#[test]
fn r2_return_from_main_with_a_guard_loses_nothing() {
    nothing_lost("return", Some(0));
    nothing_lost("shutdown", Some(0));
}

#[test]
fn r3_exit_loses_nothing_when_telemetry_is_kept_until_the_exit() {
    nothing_lost("exit", Some(3));
    nothing_lost("exit-in-span", Some(3));
    nothing_lost("exit-in-thread", Some(3));
    nothing_lost("exit-in-task", Some(3));
    nothing_lost("exit-twice", Some(3));
    nothing_lost("return-kept", Some(0));
}

#[test]
fn r3_exit_on_the_export_thread_does_not_wait_for_itself() {
    let (ended, _) = run(&["ending", "exit-in-exporter"]);
    assert_eq!(ended.code, Some(3), "{ended:?}");
    assert!(ended.stderr.contains("`shutdown` on the export thread would wait for itself"), "{ended:?}");
}

#[test]
fn r4_panic_in_main_in_a_thread_or_in_a_task_loses_nothing() {
    nothing_lost("panic-in-main", Some(101));
    nothing_lost("panic-in-main-kept", Some(101));
    nothing_lost("panic-in-thread", Some(0));
    nothing_lost("panic-in-task", Some(0));
}

// EXC-04
#[test]
fn r4_span_that_the_panic_goes_through_says_so() {
    for ending in ["panic-in-main", "panic-in-thread", "panic-in-task"] {
        let (_, ledger) = run(&["ending", ending]);
        let messages: Vec<_> = ledger
            .spans
            .iter()
            .filter_map(|span| span.status.as_ref().map(|status| (status.code, status.message.as_str())))
            .collect();
        assert_eq!(messages, [(2, "panicked")], "{ending}");
    }
}

#[test]
fn r4_hooks_of_the_user_run_in_the_order_in_which_they_were_set() {
    let (ended, _) = run(&["ending", "panic-in-main-kept"]);
    assert_eq!(ended.stdout, "hook after\nhook before\n");
}

/// What had been exported before the process died has arrived; of the rest, the first so many.
fn whole_batches_arrive(ending: &str, signal: Signal) {
    for _ in 0..runs(3) {
        let (ended, ledger) = run(&["ending", ending]);
        assert_eq!(ended.signal, Some(signal as i32), "{ended:?}");
        assert_eq!(ended.stdout, "exported 10\n");
        let arrived = ledger.prefix();
        assert!((10..=20).contains(&arrived), "{arrived}");
    }
}

#[test]
fn r5_abort_costs_only_what_ended_since_the_last_export() {
    whole_batches_arrive("abort", Signal::SIGABRT);
}

#[test]
fn r5_kill_costs_only_what_ended_since_the_last_export() {
    whole_batches_arrive("kill", Signal::SIGKILL);
}

#[test]
fn r5_kill_at_any_moment_leaves_no_gap() {
    for run in 0..runs(3) {
        let collector = Collector::start();
        let mut child = start(&collector, &["frozen"]);
        child.wait_for("ready");
        // Some moment, another one in each run.
        collector.wait_for(usize::try_from(run % 7).unwrap() + 1);
        child.send(Signal::SIGKILL);
        assert_eq!(child.end().signal, Some(Signal::SIGKILL as i32));
        let mut ledger = Ledger::default();
        ledger.add(&collector.received());
        ledger.prefix();
    }
}

#[test]
fn r5_panic_that_aborts_loses_nothing_when_the_hook_flushes() {
    for _ in 0..runs(3) {
        let (ended, ledger) = run(&["ending", "abort-after-flush-in-hook"]);
        assert_eq!(ended.signal, Some(Signal::SIGABRT as i32), "{ended:?}");
        ledger.assert_complete(10);
    }
}
