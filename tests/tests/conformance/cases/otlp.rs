//! What holds for OTLP over HTTP and gRPC alike.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use otlp_tests::{Answer, Collector};

use crate::kit::{
    BOTH, ENDPOINT, GRPC, HTTP, PROTOCOL, Verdict, Who, all_spans, at_first, check, fails, ledger, resends,
};
use crate::subject::IMPOSSIBLE;
use crate::table::How::{Case, NotApplicable, Test};
use crate::table::Level::{Must, Own, Should};
use crate::table::{Row, row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    row("OTLP-01", Must, "one unary call or `POST` for each request, to the trace service", Case(one_request)),
    row("OTLP-02", Must, "`gzip` when asked for, nothing otherwise", Case(gzip_on_demand)),
    row("OTLP-03", Should, "the size of a request is capped before it is compressed; the cap can be set", Case(request_cap)),
    row("OTLP-04", Must, "a request over the cap is not sent; what is given up is reported", Case(over_the_cap)),
    row("OTLP-05", Must, "answers are capped, 4 MiB by default, and one over the cap is an error that is not retried", Case(response_cap)),
    row("OTLP-06", Should, "several requests can be on their way at once; their number can be set", Case(concurrent_requests)),
    row("OTLP-07", Should, "a shutdown need not wait for outstanding answers", Case(impatient)),
    row("OTLP-08", Should, "spans that could not be delivered are reported", Case(loss_is_reported)),
    row("OTLP-09", Must, "a partial success is not retried, and the rejected spans are counted", Case(partial_success)),
    row("OTLP-10", Should, "a partial success without rejected spans is a warning", Case(partial_warning)),
    row("OTLP-11", Must, "data is given up after an error that is not retryable", Case(non_retryable)),
    row("OTLP-12", Must, "retries back off exponentially, with jitter", Test("waits_double_up_to_the_cap")),
    row("OTLP-13", Should, "nothing is sent when there are no spans", Case(no_empty_requests)),
    row("OTLP-14", Should, "several destinations have a queue and retries each", NotApplicable("one destination for each process")),
    row("OTLP-15", Own, "a lost acknowledgement makes at most one duplicate", Case(lost_acknowledgement)),
    row("OTLP-16", Must, "attempts to connect back off", Case(connections_back_off)),
    row("OTLP-17", Should, "the connection is kept for the next request", Case(keep_alive)),
    row("OTLP-18", Should, "`User-Agent` is `OTel-OTLP-Exporter-Rust/` and the version", Case(user_agent)),
    row("OTLP-19", Own, "fields not known in an answer, and garbage in a success, change nothing", Case(odd_success)),
];

fn one_request(who: Who) -> Verdict {
    for (protocol, path) in
        [(HTTP, "/v1/traces"), (GRPC, "/opentelemetry.proto.collector.trace.v1.TraceService/Export")]
    {
        let (received, _) = who.export(3, protocol, &[]);
        let shapes: Vec<_> = received
            .iter()
            .map(|request| (&*request.method, &*request.path, request.spans().len()))
            .collect();
        check(shapes == [("POST", path, 3)], || format!("over {protocol}: {shapes:?}"))?;
    }
    Ok(())
}

fn gzip_on_demand(who: Who) -> Verdict {
    for protocol in BOTH {
        for (asked, expected) in [("none", None), ("", None), ("gzip", Some("gzip"))] {
            let (received, _) = who.export(20, protocol, &[("OTEL_EXPORTER_OTLP_COMPRESSION", asked)]);
            let spans: usize = received.iter().map(|request| request.spans().len()).sum();
            let is_right = received.iter().all(|request| request.encoding.as_deref() == expected);
            check(is_right && spans == 20, || {
                format!("`{asked}` over {protocol}: {spans} spans, {received:?}")
            })?;
        }
    }
    Ok(())
}

fn request_cap(who: Who) -> Verdict {
    for protocol in BOTH {
        let collector = Collector::start();
        let more = [("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip")];
        let outcome = who.run("small requests", 900, &collector, protocol, &more);
        if outcome.said("start").contains(IMPOSSIBLE) {
            return fails(format!("the cap cannot be set for {protocol}"));
        }
        let sizes: Vec<_> = collector.received().iter().map(|request| request.body.len()).collect();
        check(sizes.iter().all(|size| *size <= 900), || format!("over {protocol}: {sizes:?} bytes"))?;
    }
    Ok(())
}

fn over_the_cap(who: Who) -> Verdict {
    // Over HTTP, where both subjects have the setting. No span fits.
    let collector = Collector::start();
    let outcome = who.run("small requests", 40, &collector, HTTP, &[]);
    check(collector.received().is_empty(), || "it was sent".to_owned())?;
    check(outcome.tells(), || "nothing was said".to_owned())
}

fn response_cap(who: Who) -> Verdict {
    for protocol in BOTH {
        let collector = Collector::start();
        at_first(&collector, |_| Answer::ok().body(vec![0x7a; (4 << 20) + 1]));
        let outcome = who.run("each", 1, &collector, protocol, &[]);
        let arrivals = ledger(&collector).arrivals(&0).len();
        check(arrivals == 1, || format!("over {protocol}: {arrivals} requests"))?;
        check(outcome.tells(), || format!("over {protocol}, 4 MiB and a byte were read as a success"))?;
    }
    Ok(())
}

fn concurrent_requests(who: Who) -> Verdict {
    let collector = Collector::start();
    collector.otherwise(|_| Answer::ok().delay(Duration::from_millis(300)));
    let batches = [("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "1")];
    let outcome = who.run("four requests", 0, &collector, HTTP, &batches);
    if outcome.said("start").contains(IMPOSSIBLE) {
        return fails("the number cannot be set");
    }
    let max = collector.max_in_flight();
    check((2..=4).contains(&max), || format!("{max} at once, where 4 are allowed"))
}

fn impatient(who: Who) -> Verdict {
    let collector = Collector::start();
    collector.otherwise(|_| Answer::hang());
    let outcome = who.run("impatient shutdown", 200, &collector, HTTP, &[]);
    // The exporter itself would wait for 10 seconds.
    let millis: u64 = outcome.said("finished after ms").parse().unwrap_or(u64::MAX);
    check(millis < 8000, || format!("a shutdown with 200 ms took {millis} ms"))
}

fn loss_is_reported(who: Who) -> Verdict {
    for protocol in BOTH {
        let collector = Collector::start();
        collector.otherwise(|_| Answer::status(400));
        let outcome = who.run("spans", 1, &collector, protocol, &[]);
        check(outcome.tells(), || format!("over {protocol}, nothing was said"))?;
    }
    Ok(())
}

fn partial_success(who: Who) -> Verdict {
    for protocol in BOTH {
        let collector = Collector::start();
        at_first(&collector, |_| Answer::partial_success(2, "too long"));
        let outcome = who.run("spans", 3, &collector, protocol, &[]);
        let requests = collector.received().len();
        check(requests == 1, || format!("over {protocol}: {requests} requests"))?;
        let everything = outcome.everything();
        let is_told = everything.contains('2') && everything.contains("too long");
        check(is_told, || format!("over {protocol}, number and message were not told"))?;
    }
    Ok(())
}

fn partial_warning(who: Who) -> Verdict {
    for protocol in BOTH {
        let collector = Collector::start();
        at_first(&collector, |_| Answer::partial_success(0, "use fewer"));
        let outcome = who.run("spans", 3, &collector, protocol, &[]);
        check(collector.received().len() == 1, || format!("over {protocol}, it was sent again"))?;
        check(outcome.said("flush") == "ok", || format!("over {protocol}, it counted as an error"))?;
        check(outcome.warns("use fewer"), || format!("over {protocol}, the message was not told"))?;
    }
    Ok(())
}

fn non_retryable(who: Who) -> Verdict {
    resends(who, HTTP, vec![("400".to_owned(), Answer::status(400))], false)?;
    resends(who, GRPC, vec![("3".to_owned(), Answer::grpc(3, "no"))], false)
}

fn no_empty_requests(who: Who) -> Verdict {
    for protocol in BOTH {
        for (program, more) in [("idle", None), ("spans", Some(("OTEL_TRACES_SAMPLER", "always_off")))] {
            let collector = Collector::start();
            who.run(program, 3, &collector, protocol, more.as_slice());
            check(collector.received().is_empty(), || format!("over {protocol}, a request without spans"))?;
        }
    }
    Ok(())
}

fn lost_acknowledgement(who: Who) -> Verdict {
    for protocol in BOTH {
        let collector = Collector::start();
        at_first(&collector, |_| Answer::lost());
        who.run("each", 1, &collector, protocol, &[]);
        let times = ledger(&collector).accepted(&0);
        check((1..=2).contains(&times), || format!("over {protocol}, the span arrived {times} times"))?;
        let mut ids: Vec<_> = all_spans(&collector).into_iter().map(|span| span.span_id).collect();
        ids.dedup();
        check(ids.len() == 1, || format!("over {protocol}, the duplicate has another id"))?;
    }
    Ok(())
}

fn connections_back_off(who: Who) -> Verdict {
    for protocol in BOTH {
        // Accepts and closes at once; only connections can be counted where no request arrives.
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&connections);
        // Ends with the process of the tests.
        std::thread::spawn(move || {
            for connection in listener.incoming() {
                drop(connection);
                counted.fetch_add(1, Ordering::Relaxed);
            }
        });
        let variables =
            [(ENDPOINT, &*endpoint), (PROTOCOL, protocol), ("OTEL_EXPORTER_OTLP_TIMEOUT", "2000")];
        who.run_with("spans", 1, &variables);
        let count = connections.load(Ordering::Relaxed);
        // Without back-off, loopback allows thousands in two seconds.
        check((1..=40).contains(&count), || format!("over {protocol}, {count} connections in 2 seconds"))?;
    }
    Ok(())
}

fn keep_alive(who: Who) -> Verdict {
    for protocol in BOTH {
        let collector = Collector::start();
        who.run("each", 5, &collector, protocol, &[]);
        let received = collector.received();
        let is_one = received.len() == 5 && received.iter().all(|request| request.connection == 0);
        check(is_one, || format!("over {protocol}, {} connections", collector.connections()))?;
    }
    Ok(())
}

fn user_agent(who: Who) -> Verdict {
    for protocol in BOTH {
        let (received, _) = who.export(1, protocol, &[]);
        let Some(request) = received.first() else { return fails("nothing arrived") };
        let agent = request.header("user-agent").to_owned();
        check(agent.contains("OTel-OTLP-Exporter-Rust/"), || format!("over {protocol}: `{agent}`"))?;
    }
    Ok(())
}

fn odd_success(who: Who) -> Verdict {
    let unknown_fields = &b"\x12\x01x\x18\x07\x0a\x05\x1a\x03abc"[..];
    for protocol in BOTH {
        let collector = Collector::start();
        at_first(&collector, move |number| match number {
            0 => Answer::ok().body(unknown_fields),
            _ => Answer::ok().body("<html>"),
        });
        who.run("each", 2, &collector, protocol, &[]);
        let ledger = ledger(&collector);
        let arrivals = [0, 1].map(|number| ledger.arrivals(&number).len());
        check(arrivals == [1, 1], || format!("over {protocol}: {arrivals:?} requests"))?;
    }
    Ok(())
}
