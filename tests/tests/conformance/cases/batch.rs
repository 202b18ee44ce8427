//! The batch processor, and the simple one.

use std::time::Duration;

use otlp_tests::{Answer, Collector};

use crate::kit::{HTTP, Verdict, Who, all_spans, check, fails, ledger};
use crate::subject::IMPOSSIBLE;
use crate::table::How::Case;
use crate::table::Level::{Must, Should};
use crate::table::{Row, row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    row("BSP-01", Must, "exports of one exporter do not overlap, unless it says so itself", Case(one_at_a_time)),
    row("BSP-02", Should, "an export starts when the delay is over or a batch is full", Case(triggers)),
    row("BSP-03", Must, "a full queue drops, and neither blocks nor grows", Case(full_queue)),
    row("BSP-04", Should, "an export over its timeout is cancelled and counts as failed", Case(export_timeout)),
    row("BSP-05", Should, "the processor does not retry", Case(no_retry)),
    row("BSP-06", Must, "an export has an end", Case(export_ends)),
    row("BSP-07", Must, "what the export itself would record is not recorded", Case(suppressed)),
    row("BSP-08", Must, "a simple processor exists", Case(simple)),
];

fn one_at_a_time(who: Who) -> Verdict {
    let collector = Collector::start();
    collector.otherwise(|_| Answer::ok().delay(Duration::from_millis(30)));
    who.run("threads", 4, &collector, HTTP, &[("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "20")]);
    let max = collector.max_in_flight();
    check(max == 1, || format!("{max} requests at the same time"))
}

fn triggers(who: Who) -> Verdict {
    let collector = Collector::start();
    who.run("nap", 3000, &collector, HTTP, &[("OTEL_BSP_SCHEDULE_DELAY", "100")]);
    check(all_spans(&collector).len() == 1, || "nothing came 2.9 s after the delay".to_owned())?;
    let collector = Collector::start();
    let more = [("OTEL_BSP_SCHEDULE_DELAY", "60000"), ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "50")];
    who.run("burst and nap", 3000, &collector, HTTP, &more);
    let count = all_spans(&collector).len();
    check(count >= 50, || format!("of 600 spans in batches of 50, {count} came before the delay"))
}

fn full_queue(who: Who) -> Verdict {
    let collector = Collector::start();
    collector.otherwise(|_| Answer::hang());
    let outcome = who.run("flood", 20_000, &collector, HTTP, &[]);
    check(outcome.said("alive") == "yes", || "the program waits for the collector".to_owned())
}

fn export_timeout(who: Who) -> Verdict {
    let (_, outcome) = who.spans("hanging exporter", 0, &[("OTEL_BSP_EXPORT_TIMEOUT", "300")]);
    let (flushes, exported) = (outcome.all("each"), outcome.all("exported"));
    let is_cancelled = flushes.len() == 2 && flushes[0].starts_with("error") && flushes[1] == "ok";
    check(is_cancelled && exported == ["1"], || format!("two flushes, the first export hangs: {flushes:?}"))
}

fn no_retry(who: Who) -> Verdict {
    let collector = Collector::start();
    collector.otherwise(|_| Answer::status(500));
    who.run("each", 2, &collector, HTTP, &[]);
    let ledger = ledger(&collector);
    let arrivals = [0, 1].map(|number| ledger.arrivals(&number).len());
    check(arrivals == [1, 1], || format!("{arrivals:?} requests"))
}

fn export_ends(who: Who) -> Verdict {
    let collector = Collector::start();
    collector.otherwise(|_| Answer::hang());
    let outcome = who.run("flush only", 1, &collector, HTTP, &[("OTEL_EXPORTER_OTLP_TIMEOUT", "300")]);
    check(outcome.said("flush").starts_with("error"), || format!("`{}`", outcome.said("flush")))
}

fn suppressed(who: Who) -> Verdict {
    let (_, outcome) = who.spans("chatty exporter", 0, &[]);
    let exports = outcome.all("exported");
    check(exports == ["1"], || format!("one span, three flushes, an exporter that makes spans: {exports:?}"))
}

fn simple(who: Who) -> Verdict {
    let collector = Collector::start();
    let outcome = who.run("simple", 0, &collector, HTTP, &[]);
    if outcome.said("start").contains(IMPOSSIBLE) {
        return fails("there is none");
    }
    check(all_spans(&collector).len() == 1, || "the span was not exported when it ended".to_owned())
}
