//! OTLP/HTTP.

use std::time::{Duration, SystemTime};

use otlp_tests::{Answer, Collector, DateForm, http_date};

use crate::kit::{HTTP, Verdict, Who, at_first, check, fails, ledger, resends};
use crate::table::How::{Case, NotApplicable};
use crate::table::Level::{May, Must, Own, Should};
use crate::table::{Row, row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    row("HTTP-01", Must, "`Content-Type` is `application/x-protobuf`", Case(content_type)),
    row("HTTP-02", Must, "`Content-Encoding` is there if, and only if, the body is compressed", Case(content_encoding)),
    row("HTTP-03", Should, "a client of HTTP/2 falls back to HTTP/1.1", NotApplicable("HTTP/1.1 alone is spoken")),
    row("HTTP-04", Should, "statuses 429, 502, 503, 504 are retried", Case(retryable)),
    row("HTTP-05", Must, "no other status from 400 to 599 is", Case(non_retryable)),
    row("HTTP-06", Should, "`Retry-After` is waited for in full, as seconds and as a date in each of its three forms", Case(retry_after)),
    row("HTTP-07", Should, "without `Retry-After`, retries back off by themselves", Case(without_retry_after)),
    row("HTTP-08", Should, "a connection that closes without an answer is retried", Case(closed)),
    row("HTTP-09", Should, "the message in the body of an error is told, and its code decides nothing", Case(error_body)),
    row("HTTP-10", Must, "JSON has hexadecimal ids, integers for enumerations, and so on", NotApplicable("JSON is optional, and not there")),
    row("HTTP-11", May, "the path is `v1/traces`", Case(path)),
    row("HTTP-12", Own, "redirects are not followed", Case(redirects)),
];

fn content_type(who: Who) -> Verdict {
    let (received, _) = who.export(1, HTTP, &[]);
    let types: Vec<_> = received.iter().map(|request| request.header("content-type")).collect();
    check(types == ["application/x-protobuf"], || format!("{types:?}"))
}

fn content_encoding(who: Who) -> Verdict {
    for (asked, expected) in [("none", ""), ("gzip", "gzip")] {
        let (received, _) = who.export(1, HTTP, &[("OTEL_EXPORTER_OTLP_COMPRESSION", asked)]);
        let Some(request) = received.first() else { return fails("nothing arrived") };
        let encoding = request.header("content-encoding");
        check(encoding == expected, || format!("`{encoding}` for `{asked}`"))?;
    }
    Ok(())
}

const RETRYABLE: [u16; 4] = [429, 502, 503, 504];

fn answered(statuses: impl Iterator<Item = u16>) -> Vec<(String, Answer)> {
    statuses.map(|status| (status.to_string(), Answer::status(status))).collect()
}

fn retryable(who: Who) -> Verdict {
    resends(who, HTTP, answered(RETRYABLE.into_iter()), true)
}

fn non_retryable(who: Who) -> Verdict {
    let statuses = (400..600).filter(|status| !RETRYABLE.contains(status));
    resends(who, HTTP, answered(statuses), false)
}

fn retry_after(who: Who) -> Verdict {
    let collector = Collector::start();
    // A date has whole seconds: it lies one to two seconds ahead.
    at_first(&collector, |number| {
        let until = SystemTime::now() + Duration::from_secs(2);
        let value = match number {
            0 => "1".to_owned(),
            _ => http_date(until, DateForm::ALL[number - 1]),
        };
        Answer::status(503).header("retry-after", value)
    });
    who.run("each", 4, &collector, HTTP, &[]);
    let ledger = ledger(&collector);
    for (number, form) in (0..).zip(["seconds", "date", "date of RFC 850", "date of asctime"]) {
        match ledger.arrivals(&number) {
            [first, second] => {
                let waited = second.at - first.at;
                check(waited >= Duration::from_millis(900), || format!("{form}: waited only {waited:?}"))?;
            }
            arrivals => return fails(format!("{form}: {} requests", arrivals.len())),
        }
    }
    Ok(())
}

fn without_retry_after(who: Who) -> Verdict {
    resends(who, HTTP, answered([503].into_iter()), true)
}

fn closed(who: Who) -> Verdict {
    let answers =
        [("closed", Answer::close()), ("RST", Answer::reset()), ("half closed", Answer::half_close())];
    resends(who, HTTP, answers.map(|(name, answer)| (name.to_owned(), answer)).to_vec(), true)
}

fn error_body(who: Who) -> Verdict {
    let collector = Collector::start();
    // A `google.rpc.Status` with code 14, which gRPC would retry.
    at_first(&collector, |_| Answer::status(400).body(&b"\x08\x0e\x12\x08no spans"[..]));
    let outcome = who.run("each", 1, &collector, HTTP, &[]);
    check(ledger(&collector).arrivals(&0).len() == 1, || "its code was used".to_owned())?;
    check(outcome.everything().contains("no spans"), || "its message was not told".to_owned())
}

fn path(who: Who) -> Verdict {
    let (received, _) = who.export(1, HTTP, &[]);
    check(received.first().is_some_and(|request| request.path == "/v1/traces"), || "another path".to_owned())
}

fn redirects(who: Who) -> Verdict {
    let headers = [("OTEL_EXPORTER_OTLP_HEADERS", "api-key=canary")];
    let mut followed = Vec::new();
    for status in [301, 302, 303, 307, 308] {
        let (elsewhere, collector) = (Collector::start(), Collector::start());
        let location = format!("{}/v1/traces", elsewhere.endpoint());
        collector.otherwise(move |_| Answer::redirect(status, location.clone()));
        let outcome = who.run("each", 1, &collector, HTTP, &headers);
        match elsewhere.received().first() {
            Some(request) if request.header("api-key") == "canary" => {
                let spans = if request.spans().is_empty() { "without spans" } else { "with spans" };
                followed.push(format!("{status} ({spans}, with the api key)"));
            }
            Some(_) => followed.push(status.to_string()),
            None => check(outcome.tells(), || format!("{status} was not reported"))?,
        }
    }
    check(followed.is_empty(), || format!("to another origin: {}", followed.join(", ")))
}
