//! R19, R20 and R37: every operation in every environment over every transport, and from odd places.

use std::sync::Arc;

use otlp_tests::Collector;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use super::child::Child;
use super::ledger::run;
use super::runs;

const ENVIRONMENTS: [&str; 15] = [
    "none",
    "thread",
    "current-thread",
    "current-thread-task",
    "local-set",
    "one-worker",
    "two-workers",
    "workers-blocked",
    "nested-block-on",
    "nested-executors",
    "spawn-blocking",
    "runtime-shutdown",
    "runtime-shutdown-current-thread",
    "futures",
    "unwinding",
];

const ALL_OK: &str = "install ok\nrecord ok\nflush ok\nshutdown ok\ndrop ok\n";

/// Runs all environments; each operation is Ok, within its own deadline, and both spans of each arrive.
fn in_every_environment(collector: &Collector, variables: &[(&str, &str)]) {
    let endpoint = collector.endpoint();
    let mut all = vec![("OTEL_EXPORTER_OTLP_ENDPOINT", &*endpoint), ("RUST_BACKTRACE", "0")];
    all.extend(variables);
    for _ in 0..runs(1) {
        for environment in ENVIRONMENTS {
            let before = spans(collector);
            let ended =
                Child::start(env!("CARGO_BIN_EXE_tortured"), &["environment", environment], &all).end();
            assert_eq!((ended.code, &*ended.stdout), (Some(0), ALL_OK), "{environment}: {ended:?}");
            // "unwinding" panics on purpose; nobody else may.
            assert!(environment == "unwinding" || ended.stderr.is_empty(), "{environment}: {ended:?}");
            assert_eq!(spans(collector) - before, 10, "{environment}");
        }
    }
}

fn spans(collector: &Collector) -> usize {
    collector.received().iter().map(|request| request.spans().len()).sum()
}

#[test]
fn r19_http_works_in_every_environment() {
    in_every_environment(&Collector::start(), &[]);
}

#[test]
fn r19_grpc_works_in_every_environment() {
    in_every_environment(&Collector::start(), &[("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")]);
}

#[test]
fn r19_tls_works_in_every_environment() {
    let (config, root) = server();
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("torture_root.pem");
    std::fs::write(&file, root).unwrap();
    let certificate = ("OTEL_EXPORTER_OTLP_CERTIFICATE", file.to_str().unwrap());
    let collector = Collector::start_tls(config);
    in_every_environment(&collector, &[certificate]);
    in_every_environment(&collector, &[certificate, ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")]);
}

/// A server for `localhost`, and the root that it is trusted by.
fn server() -> (ServerConfig, String) {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let ca = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let certificate = params.signed_by(&key, &ca).unwrap();
    let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
        )
        .unwrap();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    (config, ca.pem())
}

/// Calls from an odd place: the child checks what they return.
fn from(place: &str, spans: u64) {
    for _ in 0..runs(1) {
        let (ended, ledger) = run(&["place", place]);
        assert!(ended.code == Some(0) && ended.stdout.ends_with("ok\n"), "{place}: {ended:?}");
        ended.exported();
        ledger.assert_complete(spans);
    }
}

// FLU-01, FLU-02
#[test]
fn r20_flush_in_a_panic_hook_delivers_what_had_ended() {
    from("panic-hook", 2);
}

#[test]
fn r20_flush_inside_a_span_leaves_it_open() {
    from("inside-a-span", 2);
}

// SHU-03
#[test]
fn r20_shutdown_inside_a_span_counts_it_when_it_ends() {
    from("shutdown-inside-a-span", 1);
}

#[test]
fn r20_flush_while_an_attribute_is_evaluated_returns() {
    let (ended, ledger) = run(&["place", "attribute"]);
    assert_eq!((ended.code, ended.exported()), (Some(0), 1), "{ended:?}");
    ledger.assert_complete(1);
}

// SHU-01
#[test]
fn r20_second_flush_is_fine_and_second_shutdown_a_harmless_error() {
    from("twice", 1);
}

#[test]
fn r20_flush_and_shutdown_from_a_hundred_threads_at_once() {
    from("hundred-threads", 100);
}

// R37
#[test]
fn r37_of_installs_that_race_one_wins_and_spans_before_are_not_recorded() {
    let (ended, ledger) = run(&["place", "init-race"]);
    assert_eq!((ended.code, ended.exported()), (Some(0), 1), "{ended:?}");
    assert_eq!(ledger.spans.len(), 1);
}

#[test]
fn r20_exporter_that_meddles_gets_errors_at_once() {
    let (ended, _) = run(&["place", "exporter"]);
    assert!(ended.code == Some(0) && ended.stdout.ends_with("ok\n"), "{ended:?}");
    ended.exported();
}
