//! R28: `fork` without `exec`.

use std::collections::BTreeSet;

use super::ledger::{integer, run};
use super::runs;

#[test]
fn r28_forked_child_starts_clean_and_repeats_nothing() {
    let children = runs(20);
    let (ended, ledger) = run(&["fork", &children.to_string()]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    // No number of the parent twice, also not those of the spans that were open or in a chunk at the fork; no
    // number that a child gave before it had telemetry of its own; no span id twice, of all processes.
    ledger.assert_complete(ended.number("made"));
    assert_eq!(ended.exported(), ended.number("made"));
    for child in 0..children {
        let line = format!("child {child} refused true inherited 0 created 1 exported 1\n");
        assert!(ended.stdout.contains(&line), "{}", ended.stdout);
    }
    let arrived: Vec<_> = ledger.spans.iter().filter_map(|span| integer(span, "acme.child")).collect();
    assert_eq!(arrived, (0..children).collect::<Vec<_>>());
    // The child's span is below the one that was open when the parent forked.
    let ids: BTreeSet<_> = ledger.spans.iter().map(|span| &span.span_id).collect();
    let of_children = || ledger.spans.iter().filter(|span| integer(span, "acme.child").is_some());
    assert!(of_children().all(|span| ids.contains(&span.parent_span_id)));
    let parents: BTreeSet<_> = of_children().map(|span| &span.parent_span_id).collect();
    assert_eq!(parents.len() as u64, children);
}

// R3
#[test]
fn r28_parent_and_child_that_exit_deliver_their_own_spans() {
    for _ in 0..runs(3) {
        let (ended, ledger) = run(&["fork-kept"]);
        assert_eq!((ended.code, ended.stderr.as_str()), (Some(3), ""), "{ended:?}");
        ledger.assert_complete(3);
    }
}

#[test]
fn r28_child_can_make_tracers_whatever_the_other_threads_did() {
    let (ended, _) = run(&["fork-tracers", &runs(50).to_string()]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), "ok\n"), "{ended:?}");
}
