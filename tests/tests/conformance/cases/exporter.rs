//! `OTEL_EXPORTER_OTLP_*`.

use otlp_tests::{Answer, Authority, Collector, Received, Tap};

use crate::kit::{BOTH, ENDPOINT, GRPC, HTTP, PROTOCOL, Verdict, Who, all_spans, check, fails};
use crate::table::How::{Case, Design, Test};
use crate::table::Level::Must;
use crate::table::{Row, row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    row("EXP-01", Must, "`ENDPOINT` is a base for HTTP: its path is kept, and the signal's is joined to it", Case(base)),
    row("EXP-02", Must, "`TRACES_ENDPOINT` is taken as it is, and wins", Case(traces_endpoint)),
    row("EXP-03", Must, "`PROTOCOL` chooses gRPC or HTTP with protobuf, that of the signal wins, and HTTP is the default", Case(protocol)),
    row("EXP-04", Must, "`HEADERS` are pairs with percent-encoded values; those of the signal win", Case(headers)),
    row("EXP-05", Must, "`TIMEOUT` is for one export with all its retries", Case(timeout)),
    row("EXP-06", Must, "`COMPRESSION` is `gzip` or `none`; that of the signal wins", Case(compression)),
    row("EXP-07", Must, "`CERTIFICATE` names the roots to trust", Case(certificate)),
    row("EXP-08", Must, "`CLIENT_KEY` names our key", Case(identity)),
    row("EXP-09", Must, "`CLIENT_CERTIFICATE` names our chain; half of an identity is an error at the start", Case(half_identity)),
    row("EXP-10", Must, "`INSECURE` decides about gRPC endpoints without a scheme; without it they are TLS", Case(insecure)),
    row("EXP-11", Must, "the sizes of requests and answers can be set in code", Test("nothing_said_gives_the_specified_defaults")),
    row("EXP-12", Must, "each variable has an equivalent in code", Design("`OtlpExporterBuilder` has a method for each")),
    row("EXP-13", Must, "`https` never becomes plaintext, also where TLS is not compiled in", Case(never_plaintext)),
];

fn paths(collector: &Collector) -> Vec<String> {
    collector.received().into_iter().map(|request| request.path).collect()
}

fn base(who: Who) -> Verdict {
    for base in ["/base", "/base/"] {
        let collector = Collector::start();
        who.run("spans", 1, &collector, HTTP, &[(ENDPOINT, &format!("{}{base}", collector.endpoint()))]);
        let paths = paths(&collector);
        check(paths == ["/base/v1/traces"], || format!("`{base}` went to {paths:?}"))?;
    }
    Ok(())
}

fn traces_endpoint(who: Who) -> Verdict {
    for (path, expected) in [("/exact/", "/exact/"), ("", "/")] {
        let (collector, unused) = (Collector::start(), Collector::start());
        let endpoint = format!("{}{path}", collector.endpoint());
        who.run("spans", 1, &unused, HTTP, &[("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", &endpoint)]);
        let paths = paths(&collector);
        check(paths == [expected], || format!("`{path}` went to {paths:?}"))?;
        check(unused.received().is_empty(), || "the general endpoint won".to_owned())?;
    }
    Ok(())
}

fn protocol(who: Who) -> Verdict {
    let traces = "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL";
    let shown = |requests: Vec<Received>| -> Vec<String> {
        requests.iter().map(|request| request.header("content-type").to_owned()).collect()
    };
    let (http, grpc) = (["application/x-protobuf"], ["application/grpc"]);
    for (general, of_traces, expected) in
        [(HTTP, "", http), (GRPC, "", grpc), ("", "", http), (HTTP, GRPC, grpc), (GRPC, HTTP, http)]
    {
        let (received, _) = who.export(1, general, &[(traces, of_traces)]);
        let types = shown(received);
        check(types == expected, || format!("`{general}` and `{of_traces}` for traces: {types:?}"))?;
    }
    Ok(())
}

fn headers(who: Who) -> Verdict {
    for protocol in BOTH {
        for (more, expected) in [
            (vec![("OTEL_EXPORTER_OTLP_HEADERS", "api-key=a%20b, x-b = c=d")], ["a b", "c=d"]),
            (
                vec![
                    ("OTEL_EXPORTER_OTLP_HEADERS", "api-key=general"),
                    ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "api-key=traces"),
                ],
                ["traces", ""],
            ),
        ] {
            let (received, _) = who.export(1, protocol, &more);
            let Some(request) = received.first() else { return fails("nothing arrived") };
            let got = ["api-key", "x-b"].map(|name| request.header(name));
            check(got == expected, || format!("over {protocol}: {got:?}"))?;
        }
    }
    Ok(())
}

fn timeout(who: Who) -> Verdict {
    for protocol in BOTH {
        for (name, other) in [
            ("OTEL_EXPORTER_OTLP_TIMEOUT", "OTEL_X"),
            ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT"),
        ] {
            let collector = Collector::start();
            collector.otherwise(|_| Answer::hang());
            let outcome = who.run("flush only", 1, &collector, protocol, &[(name, "300"), (other, "60000")]);
            // A flush without it takes 5 seconds and ends in a timeout of the flush.
            let flush = outcome.said("flush");
            let is_timeout_of_flush = flush.contains("5s");
            check(flush.starts_with("error") && !is_timeout_of_flush, || {
                format!("{name} over {protocol}: {flush}")
            })?;
        }
    }
    Ok(())
}

fn compression(who: Who) -> Verdict {
    for protocol in BOTH {
        for (general, traces, expected) in [("gzip", "none", None), ("none", "gzip", Some("gzip"))] {
            let more = [
                ("OTEL_EXPORTER_OTLP_COMPRESSION", general),
                ("OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", traces),
            ];
            let (received, _) = who.export(1, protocol, &more);
            let Some(request) = received.first() else { return fails("nothing arrived") };
            check(request.encoding.as_deref() == expected, || {
                format!("over {protocol}: {:?}", request.encoding)
            })?;
        }
    }
    Ok(())
}

/// Files with these contents, for as long as this lives.
struct Files(Vec<std::path::PathBuf>);

impl Files {
    fn new(contents: &[&str]) -> Self {
        use std::sync::atomic::{AtomicUsize, Ordering};
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let write = |content: &&str| {
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            let path = std::env::temp_dir().join(format!("conformance-{}-{number}.pem", std::process::id()));
            std::fs::write(&path, content).unwrap();
            path
        };
        Self(contents.iter().map(write).collect())
    }

    fn path(&self, index: usize) -> &str {
        self.0[index].to_str().unwrap()
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        for path in &self.0 {
            // A file that stays is no reason to fail.
            let _ = std::fs::remove_file(path);
        }
    }
}

fn certificate(who: Who) -> Verdict {
    let (ca, other) = (Authority::new(), Authority::new());
    let files = Files::new(&[&ca.pem(), &other.pem()]);
    for protocol in BOTH {
        for (file, expected) in [(0, 1), (1, 0)] {
            let collector = Collector::start_tls(ca.server());
            let more = [
                ("OTEL_EXPORTER_OTLP_CERTIFICATE", files.path(file)),
                ("OTEL_EXPORTER_OTLP_TIMEOUT", "4000"),
            ];
            who.run("spans", 1, &collector, protocol, &more);
            let count = all_spans(&collector).len();
            let which = if file == 0 { "the right root" } else { "another root" };
            check(count == expected, || format!("over {protocol}, with {which}, {count} spans arrived"))?;
        }
    }
    Ok(())
}

fn identity(who: Who) -> Verdict {
    let (ca, clients) = (Authority::new(), Authority::new());
    let (chain, key) = clients.client();
    let files = Files::new(&[&ca.pem(), &chain, &key]);
    for protocol in BOTH {
        let collector = Collector::start_tls(ca.server_for(&clients));
        let more = [
            ("OTEL_EXPORTER_OTLP_CERTIFICATE", files.path(0)),
            ("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", files.path(1)),
            ("OTEL_EXPORTER_OTLP_CLIENT_KEY", files.path(2)),
            ("OTEL_EXPORTER_OTLP_TIMEOUT", "4000"),
        ];
        who.run("spans", 1, &collector, protocol, &more);
        check(all_spans(&collector).len() == 1, || {
            format!("over {protocol}, the server got no certificate")
        })?;
    }
    Ok(())
}

fn half_identity(who: Who) -> Verdict {
    let (ca, clients) = (Authority::new(), Authority::new());
    let (chain, key) = clients.client();
    let files = Files::new(&[&ca.pem(), &chain, &key]);
    for protocol in BOTH {
        for (name, file) in
            [("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", 1), ("OTEL_EXPORTER_OTLP_CLIENT_KEY", 2)]
        {
            let variables = [
                (ENDPOINT, "https://localhost:1"),
                (PROTOCOL, protocol),
                ("OTEL_EXPORTER_OTLP_CERTIFICATE", files.path(0)),
                ("OTEL_EXPORTER_OTLP_TIMEOUT", "100"),
                (name, files.path(file)),
            ];
            let outcome = who.run_with("idle", 0, &variables);
            let start = outcome.said("start");
            check(start.starts_with("error"), || format!("over {protocol}, {name} alone was taken"))?;
        }
    }
    Ok(())
}

fn insecure(who: Who) -> Verdict {
    let collector = Collector::start();
    let tap = Tap::start(collector.address());
    let target = tap.address().to_string();
    let variables = [(ENDPOINT, &*target), (PROTOCOL, GRPC), ("OTEL_EXPORTER_OTLP_TIMEOUT", "2000")];
    who.run_with("spans", 1, &variables);
    let sent = tap.sent();
    check(!sent.starts_with(b"PRI"), || "without the variable, it was plaintext".to_owned())?;
    let with = |name| {
        let target = collector.address().to_string();
        who.run_with("spans", 1, &[(ENDPOINT, &target), (PROTOCOL, GRPC), (name, "true")]);
    };
    with("OTEL_EXPORTER_OTLP_INSECURE");
    check(collector.received().len() == 1, || "`INSECURE=true` was not plaintext".to_owned())?;
    with("OTEL_EXPORTER_OTLP_TRACES_INSECURE");
    check(collector.received().len() == 2, || "`TRACES_INSECURE=true` was not plaintext".to_owned())
}

fn never_plaintext(who: Who) -> Verdict {
    const CANARY: &str = "6bQz1tVn";
    for protocol in BOTH {
        let collector = Collector::start();
        let tap = Tap::start(collector.address());
        let endpoint = format!("https://{}", tap.address());
        let variables = [
            (ENDPOINT, &*endpoint),
            (PROTOCOL, protocol),
            ("OTEL_EXPORTER_OTLP_HEADERS", "api-key=6bQz1tVn"),
            ("OTEL_EXPORTER_OTLP_TIMEOUT", "2000"),
        ];
        let outcome = who.run_with("spans", 1, &variables);
        let sent = tap.sent();
        for part in [CANARY, "numbered", "POST", "PRI *"] {
            let is_there = sent.windows(part.len()).any(|window| window == part.as_bytes());
            check(!is_there, || format!("over {protocol}, `{part}` was sent in plain text"))?;
        }
        check(outcome.tells(), || format!("over {protocol}, nothing was said"))?;
    }
    Ok(())
}
