//! OTLP/gRPC.

use std::time::Duration;

use otlp_tests::{Answer, Collector, Tap};

use crate::kit::{ENDPOINT, GRPC, HTTP, PROTOCOL, Verdict, Who, check, fails, ledger, resends};
use crate::table::How::{Case, Test};
use crate::table::Level::{May, Must, Own, Should};
use crate::table::{Row, row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    row("GRPC-01", Should, "codes 1, 4, 10, 11, 14, 15 are retried", Case(retryable)),
    row("GRPC-02", Should, "codes 2, 3, 5, 6, 7, 9, 12, 13, 16 are not", Case(non_retryable)),
    row("GRPC-03", Should, "code 8 is retried if it comes with `RetryInfo`, and only then", Case(exhausted)),
    row("GRPC-04", Should, "the delay of `RetryInfo` is waited for in full", Case(retry_info)),
    row("GRPC-05", Must, "endpoints are `http://` or `https://`; the scheme wins over the insecure option", Case(scheme_wins)),
    row("GRPC-06", Should, "`host:port` is an endpoint, too", Case(bare_target)),
    row("GRPC-07", May, "the default port is 4317", Test("grpc_takes_urls_and_targets")),
    row("GRPC-08", Own, "after a reset, `GOAWAY` or a half-closed connection, the request goes out on a new one", Case(broken_connections)),
];

fn coded(codes: &[i32]) -> Vec<(String, Answer)> {
    codes.iter().map(|code| (code.to_string(), Answer::grpc(*code, "no"))).collect()
}

fn retryable(who: Who) -> Verdict {
    resends(who, GRPC, coded(&[1, 4, 10, 11, 14, 15]), true)
}

fn non_retryable(who: Who) -> Verdict {
    resends(who, GRPC, coded(&[2, 3, 5, 6, 7, 9, 12, 13, 16]), false)
}

fn exhausted(who: Who) -> Verdict {
    resends(who, GRPC, coded(&[8]), false)?;
    let answer = Answer::grpc(8, "no").retry_info(Duration::from_millis(10));
    resends(who, GRPC, vec![("8 with RetryInfo".to_owned(), answer)], true)
}

fn retry_info(who: Who) -> Verdict {
    let collector = Collector::start();
    crate::kit::at_first(&collector, |_| Answer::grpc(14, "busy").retry_info(Duration::from_millis(700)));
    who.run("each", 1, &collector, GRPC, &[]);
    match ledger(&collector).arrivals(&0) {
        [first, second] => {
            let waited = second.at - first.at;
            check(waited >= Duration::from_millis(700), || format!("waited {waited:?} of 700 ms"))
        }
        arrivals => fails(format!("{} requests", arrivals.len())),
    }
}

fn scheme_wins(who: Who) -> Verdict {
    let (received, _) = who.export(1, GRPC, &[("OTEL_EXPORTER_OTLP_INSECURE", "false")]);
    check(received.len() == 1, || "`http://` was not plaintext".to_owned())?;
    let collector = Collector::start();
    let tap = Tap::start(collector.address());
    let endpoint = format!("https://{}", tap.address());
    let variables = [
        (ENDPOINT, &*endpoint),
        (PROTOCOL, GRPC),
        ("OTEL_EXPORTER_OTLP_INSECURE", "true"),
        ("OTEL_EXPORTER_OTLP_TIMEOUT", "2000"),
    ];
    who.run_with("spans", 1, &variables);
    let sent = tap.sent();
    check(!sent.starts_with(b"PRI"), || "`https://` was plaintext".to_owned())?;
    check(sent.starts_with(&[22, 3]), || {
        format!("`https://` sent no TLS handshake, but {} bytes", sent.len())
    })
}

fn bare_target(who: Who) -> Verdict {
    let collector = Collector::start();
    let target = collector.address().to_string();
    let variables = [(ENDPOINT, &*target), (PROTOCOL, GRPC), ("OTEL_EXPORTER_OTLP_INSECURE", "true")];
    let outcome = who.run_with("spans", 1, &variables);
    check(collector.received().len() == 1, || {
        outcome.everything().lines().next().unwrap_or_default().to_owned()
    })
}

fn broken_connections(who: Who) -> Verdict {
    let answers = [
        ("RST", Answer::reset()),
        ("stream reset", Answer::reset_stream()),
        ("half closed", Answer::half_close()),
        ("closed", Answer::close()),
    ];
    let answers = answers.map(|(name, answer)| (name.to_owned(), answer)).to_vec();
    resends(who, GRPC, answers, true)?;
    for protocol in [GRPC, HTTP] {
        let collector = Collector::start();
        crate::kit::at_first(&collector, |_| Answer::ok().then_go_away());
        who.run("each", 3, &collector, protocol, &[]);
        let missing = ledger(&collector).missing(0..3);
        check(missing.is_empty(), || format!("after GOAWAY, spans {missing:?} are missing"))?;
    }
    Ok(())
}
