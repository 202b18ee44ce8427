//! Endpoints, headers and certificates that lead nowhere.
//!
//! In: variables of the OTLP exporter. Out: an error at the start, or a warning when spans are lost.
//! Never here: single retries (`transport`).

use otlp_tests::{Answer, Collector};

use super::{Outcome, exported, finished, refused, run};

const ENDPOINT: &str = "OTEL_EXPORTER_OTLP_ENDPOINT";

#[test]
fn endpoint_that_cannot_be_used_is_one_error_at_the_start() {
    let not_a_url = |endpoint: &str, reason: &str| {
        format!("endpoint `{endpoint}` is not a URL ({reason}); write it as in `http://localhost:4318`")
    };
    let unsupported =
        |endpoint: &str| format!("endpoint `{endpoint}` has no supported scheme; use http or https");
    for (endpoint, error) in [
        ("ftp://collector", unsupported("ftp://collector")),
        ("localhost:4318", unsupported("localhost:4318")),
        ("collector", unsupported("collector")),
        ("http://", not_a_url("http://", "empty string")),
        ("http://a b", not_a_url("http://a b", "invalid uri character")),
        ("http://localhost:99999", not_a_url("http://localhost:99999", "the port is not 1 to 65535")),
    ] {
        assert_eq!(run(&[(ENDPOINT, endpoint)]), refused(&error));
        assert_eq!(run(&[("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", endpoint)]), refused(&error));
    }
}

// SEC: what is refused is shown without its secrets.
#[test]
fn password_of_an_endpoint_is_not_printed() {
    let outcome = run(&[(ENDPOINT, "ftp://user:canary@collector")]);
    assert_eq!(outcome.exit_code, Some(2));
    assert!(!outcome.stderr.contains("canary"), "{}", outcome.stderr);
}

// SEC-05: the error names both ways out.
#[test]
fn credentials_in_plaintext_are_one_error_at_the_start() {
    for (endpoint, headers, holder) in [
        ("http://collector.invalid:4318", "x-tenant=a,Api-Key=canary", "header `api-key`"),
        ("http://user:canary@collector.invalid", "x-tenant=a", "the endpoint's user info"),
    ] {
        let error = format!(
            "{holder} would travel to `collector.invalid` unencrypted; use an https endpoint, or, where nobody else can read along, allow it by `OtlpExporterBuilder::allow_unencrypted_credentials`"
        );
        for protocol in ["http/protobuf", "grpc"] {
            let protocol = ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol);
            let headers = ("OTEL_EXPORTER_OTLP_HEADERS", headers);
            assert_eq!(run(&[(ENDPOINT, endpoint), headers, protocol]), refused(&error));
        }
    }
}

#[test]
fn header_that_http_does_not_allow_is_one_error_at_the_start() {
    for (headers, name) in [("a b=c", "a b"), ("x=%0a", "x"), ("ok=1,ключ=2", "ключ")] {
        let error = format!(
            "header `{name}` has a name or value that HTTP does not allow; use visible ASCII and percent-encode the rest"
        );
        assert_eq!(run(&[("OTEL_EXPORTER_OTLP_HEADERS", headers)]), refused(&error));
    }
}

// EXP-07, EXP-08, EXP-09
#[test]
fn certificate_that_cannot_be_used_is_one_error_at_the_start() {
    let https = (ENDPOINT, "https://localhost:1");
    for (name, reason) in [
        ("OTEL_EXPORTER_OTLP_CERTIFICATE", "No such file or directory (os error 2)"),
        ("OTEL_EXPORTER_OTLP_CLIENT_KEY", "the client certificate is missing"),
        ("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", "the client key is missing"),
    ] {
        let error = format!("`/missing.pem` cannot be used ({reason}); give a readable PEM file");
        assert_eq!(run(&[https, (name, "/missing.pem")]), refused(&error));
    }
}

/// Replaces the number of attempts, which depends on the dice of the back-off.
fn without_attempts(outcome: &Outcome) -> Outcome {
    let clean = |text: &str| {
        let mut parts = text.split("attempts: ");
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |text, part| {
            text + "attempts: N" + part.trim_start_matches(|c: char| c.is_ascii_digit())
        })
    };
    Outcome { stdout: clean(&outcome.stdout), stderr: clean(&outcome.stderr), exit_code: outcome.exit_code }
}

fn lost(reason: &str, counted: &str) -> Outcome {
    let warning = format!("lost 3 spans: {reason}");
    let shutdown = format!("`shutdown` could not deliver 3 spans ({reason}); see `stats`");
    let counts = format!("created 3 live 0 exported 0 rejected 0 dropped {{\"{counted}\": 3}} pending 0");
    finished(&[&warning], &shutdown, &counts)
}

// SEC-06
#[test]
fn proxy_of_the_environment_is_not_used() {
    let (collector, proxy) = (Collector::start(), Collector::start());
    let names = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
    for protocol in ["http/protobuf", "grpc"] {
        let (endpoint, address) = (collector.endpoint(), proxy.endpoint());
        let mut variables = vec![(ENDPOINT, &*endpoint), ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol)];
        variables.extend(names.map(|name| (name, &*address)));
        assert_eq!(run(&variables), exported(&[]));
    }
    assert_eq!((collector.received().len(), proxy.connections()), (2, 0));
}

// OTLP-08
#[test]
fn refused_connection_is_one_warning_and_the_spans_are_counted() {
    // A port that was free a moment ago, and that nobody else takes on loopback in a hurry.
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for protocol in ["http/protobuf", "grpc"] {
        let outcome = run(&[
            (ENDPOINT, &format!("http://{address}")),
            ("OTEL_EXPORTER_OTLP_TIMEOUT", "300"),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
        ]);
        let reason = format!(
            "the request was not delivered before its deadline (attempts: N; client error (Connect): no connection to `{address}`: tcp connect error: Connection refused (os error 111))"
        );
        assert_eq!(without_attempts(&outcome), lost(&reason, "retry_expired"));
    }
}

// HTTP-05, OTLP-11
#[test]
fn wrong_path_is_one_warning_and_the_spans_are_counted() {
    let collector = Collector::start();
    collector.script([Answer::status(404).body("404 page not found\n")]);
    let outcome = run(&[("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", &format!("{}/typo", collector.endpoint()))]);
    let reason = "the collector refused the request (HTTP 404: 404 page not found)";
    assert_eq!(outcome, lost(reason, "non_retryable"));
    assert_eq!(collector.received().iter().map(|request| &*request.path).collect::<Vec<_>>(), ["/typo"]);
}

// GRPC-02, OTLP-11
#[test]
fn wrong_credentials_are_one_warning_and_are_not_printed() {
    let collector = Collector::start();
    collector.script([Answer::grpc(16, "bad token canary")]);
    let outcome = run(&[
        (ENDPOINT, &collector.endpoint()),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
        ("OTEL_EXPORTER_OTLP_HEADERS", "authorization=canary"),
    ]);
    let reason = "the collector refused the request (gRPC status 16: bad token [redacted])";
    assert_eq!(outcome, lost(reason, "non_retryable"));
    assert_eq!(collector.received()[0].header("authorization"), "canary");
}

// OTLP-09
#[test]
fn partial_success_is_one_warning_and_is_counted_exactly() {
    let collector = Collector::start();
    collector.script([Answer::partial_success(2, "too long")]);
    let outcome = run(&[(ENDPOINT, &collector.endpoint())]);
    let expected = finished(
        &["the collector rejected 2 spans: too long"],
        "`shutdown` could not deliver 2 spans (too long); see `stats`",
        "created 3 live 0 exported 1 rejected 2 dropped {} pending 0",
    );
    assert_eq!(outcome, expected);
}
