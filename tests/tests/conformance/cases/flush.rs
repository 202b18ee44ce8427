//! Flush and shutdown.

use otlp_tests::{Answer, Collector};

use crate::kit::{HTTP, Outcome, Verdict, Who, all_spans, check, ledger, not_applicable};
use crate::subject::IMPOSSIBLE;
use crate::table::How::Case;
use crate::table::Level::{Must, Own, Should};
use crate::table::{Row, row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    row("FLU-01", Must, "a flush exports everything that ended before", Case(flush_is_complete)),
    row("FLU-02", Should, "its result tells success, failure and timeout apart", Case(results)),
    row("FLU-03", Must, "a timeout that is given is kept", Case(timeout_is_kept)),
    row("FLU-04", Should, "a timeout can be given", Case(timeout_can_be_given)),
    row("SHU-01", Must, "a shutdown flushes; a second one is a harmless error", Case(shutdown)),
    row("SHU-02", Should, "a span after it is not exported, and harms nobody", Case(after_shutdown)),
    row("SHU-03", Own, "spans that are open at the shutdown are counted", Case(open_spans)),
];

fn flush_is_complete(who: Who) -> Verdict {
    let collector = Collector::start();
    let outcome = who.run("flush only", 500, &collector, HTTP, &[]);
    let missing = ledger(&collector).missing(0..500);
    check(missing.is_empty(), || format!("{} of 500 are missing", missing.len()))?;
    check(outcome.said("flush") == "ok", || outcome.said("flush").to_owned())
}

fn results(who: Who) -> Verdict {
    let flush = |answer: Answer| {
        let collector = Collector::start();
        collector.otherwise(move |_| answer.clone());
        let outcome = who.run("flush only", 1, &collector, HTTP, &[("OTEL_EXPORTER_OTLP_TIMEOUT", "30000")]);
        outcome.said("flush").to_lowercase()
    };
    let (success, failure, timeout) =
        (flush(Answer::ok()), flush(Answer::status(400)), flush(Answer::hang()));
    check(success == "ok", || success.clone())?;
    check(failure.starts_with("error"), || "a failure is a success".to_owned())?;
    let is_timeout =
        timeout.contains("timed out") || timeout.contains("timeout") || timeout.contains("within");
    check(timeout.starts_with("error") && is_timeout, || format!("a timeout is `{timeout}`"))
}

fn impatient(who: Who) -> Outcome {
    let collector = Collector::start();
    collector.otherwise(|_| Answer::hang());
    who.run("impatient flush", 200, &collector, HTTP, &[])
}

fn timeout_is_kept(who: Who) -> Verdict {
    let outcome = impatient(who);
    if outcome.said("flush").contains(IMPOSSIBLE) {
        return not_applicable("none can be given");
    }
    check(outcome.said("flush").contains("200ms"), || outcome.said("flush").to_owned())?;
    let millis: u64 = outcome.said("finished after ms").parse().unwrap_or(u64::MAX);
    check(millis < 4000, || format!("a flush with 200 ms took {millis} ms"))
}

fn timeout_can_be_given(who: Who) -> Verdict {
    let outcome = impatient(who);
    check(!outcome.said("flush").contains(IMPOSSIBLE), || "none can be given".to_owned())
}

fn shutdown(who: Who) -> Verdict {
    let collector = Collector::start();
    let outcome = who.run("shutdown twice", 10, &collector, HTTP, &[]);
    let missing = ledger(&collector).missing(0..10);
    check(missing.is_empty(), || format!("{} of 10 are missing", missing.len()))?;
    check(outcome.said("shutdown") == "ok", || outcome.said("shutdown").to_owned())?;
    check(outcome.said("again").starts_with("error"), || "the second one is a success".to_owned())?;
    check(outcome.said("alive") == "yes", || "the second one ended the program".to_owned())
}

fn after_shutdown(who: Who) -> Verdict {
    let collector = Collector::start();
    let outcome = who.run("late", 0, &collector, HTTP, &[]);
    check(outcome.said("alive") == "yes", || "the program ended".to_owned())?;
    let ledger = ledger(&collector);
    check(ledger.arrivals(&1).is_empty(), || "it was exported".to_owned())
}

fn open_spans(who: Who) -> Verdict {
    let collector = Collector::start();
    let outcome = who.run("open", 0, &collector, HTTP, &[]);
    check(all_spans(&collector).is_empty(), || "it was exported without an end".to_owned())?;
    check(outcome.said("counts").contains("abandoned 1"), || "it is not counted".to_owned())
}
