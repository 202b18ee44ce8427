//! R7 and R8: threads that end, and spans made while they do.

use super::ledger::run;
use super::runs;

#[test]
fn r7_short_threads_lose_nothing() {
    let threads = runs(2_000);
    let (ended, ledger) = run(&["threads", &threads.to_string()]);
    ledger.assert_complete(threads);
    assert_eq!(ended.exported(), threads);
}

#[test]
fn r8_spans_in_destructors_of_a_thread_are_exported() {
    for _ in 0..runs(3) {
        let (ended, ledger) = run(&["destructors", "thread"]);
        assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""), "{ended:?}");
        assert_eq!(ended.exported(), 6, "{ended:?}");
        ledger.assert_complete(6);
    }
}

#[test]
fn r8_spans_in_destructors_of_the_main_thread_are_exported() {
    for _ in 0..runs(3) {
        let (ended, ledger) = run(&["destructors", "main"]);
        assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""), "{ended:?}");
        ledger.assert_complete(6);
    }
}

// R20
#[test]
fn r8_flush_in_a_destructor_waits_for_the_spans_of_destructors() {
    let (ended, ledger) = run(&["destructors", "flush"]);
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""), "{ended:?}");
    assert_eq!(ended.exported(), 2, "{ended:?}");
    ledger.assert_complete(2);
}
