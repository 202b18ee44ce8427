//! Secrets in every setting, a collector that answers badly, and all libraries below at their most talkative.
//!
//! In: a program of its own, whose `tracing` subscriber prints every span and event of hyper, h2, tonic, tower, rustls and
//! tokio; the canary in headers, user info, query and bad pairs; a client's private key. Out: whether a part of one of
//! them is in what the program printed.
//! Never here: what goes to the collector, which has to have the secrets.

use std::process::Command;

use otlp_runtime::{OtlpExporter, Pem, Telemetry, TracingLayer, inline};
use otlp_tests::{Answer, Authority, Collector};
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use super::{CANARY, assert_clean};

/// Answers of all kinds that say back what they were told.
fn answers() -> Vec<Answer> {
    let echo = format!("bad token {CANARY} in Bearer {CANARY}");
    vec![
        Answer::reset(),
        Answer::close(),
        Answer::status(503).body(echo.clone()).header("retry-after", "0"),
        Answer::grpc(14, echo.clone()),
        Answer::partial_success(1, &echo),
        Answer::status(401).body(echo.clone()),
        Answer::grpc(16, echo.clone()),
        Answer::redirect(302, format!("http://user:{CANARY}@x/{CANARY}?token={CANARY}")),
        Answer::ok().then_go_away(),
        Answer::status(400).header("x-echo", echo),
    ]
}

fn run(protocol: &str, endpoint: &str, more: &[(&str, &str)]) -> String {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "settings::child_talks_about_everything", "--ignored", "--nocapture"])
        .env("OTEL_EXPORTER_OTLP_PROTOCOL", protocol)
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
        .env(
            "OTEL_EXPORTER_OTLP_HEADERS",
            format!("api-key={CANARY},x-other=Bearer%20{CANARY},{CANARY},={CANARY},te={CANARY}"),
        )
        .env("RUST_BACKTRACE", "1")
        .envs(more.iter().copied())
        .output()
        .unwrap();
    let printed =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{printed}");
    // The libraries did talk.
    assert!(printed.contains("TRACE"), "{printed}");
    assert_clean("the output", printed.as_bytes());
    printed
}

// SEC-10, SEC-11
#[test]
fn no_setting_is_printed_by_anybody_at_any_level() {
    for protocol in ["http/protobuf", "grpc"] {
        let collector = Collector::start();
        collector.script(answers());
        let endpoint = format!("http://user:{CANARY}@{}/base?key={CANARY}", collector.address());
        let printed = run(protocol, &endpoint, &[]);
        if protocol == "grpc" {
            assert!(printed.contains("h2::codec"), "{printed}");
        }
        let received = collector.received();
        assert!(received.len() >= 10, "{}", received.len());
        assert!(received.iter().all(|request| request.header("api-key") == CANARY));
    }
}

// SEC-03, SEC-10
#[test]
fn no_private_key_is_printed_by_anybody_at_any_level() {
    let (ca, clients, strangers) = (Authority::new(), Authority::new(), Authority::new());
    let folder = std::env::temp_dir().join(format!("otlp-canary-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let [roots, chain, key] = ["roots.pem", "chain.pem", "key.pem"].map(|file| folder.join(file));
    std::fs::write(&roots, ca.pem()).unwrap();
    for protocol in ["http/protobuf", "grpc"] {
        let (known, stranger) = (clients.client(), strangers.client());
        // Let in, refused by the server, and a key that is not the certificate's.
        for (client_chain, client_key, is_let_in) in
            [(&known.0, &known.1, true), (&stranger.0, &stranger.1, false), (&known.0, &stranger.1, false)]
        {
            let collector = Collector::start_tls(ca.server_for(&clients));
            std::fs::write(&chain, client_chain).unwrap();
            std::fs::write(&key, client_key).unwrap();
            let [roots, chain, key] = [&roots, &chain, &key].map(|path| path.to_str().unwrap());
            let printed = run(
                protocol,
                &collector.endpoint(),
                &[
                    ("OTEL_EXPORTER_OTLP_CERTIFICATE", roots),
                    ("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", chain),
                    ("OTEL_EXPORTER_OTLP_CLIENT_KEY", key),
                    ("OTEL_EXPORTER_OTLP_TIMEOUT", "300"),
                ],
            );
            assert_eq!(!collector.received().is_empty(), is_let_in, "{printed}");
            assert!(printed.contains("rustls::") || !is_let_in, "{printed}");
            for part in key_parts(client_key) {
                assert!(!printed.contains(&part), "the key's {part} is in {printed}");
            }
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

/// Parts of a private key as they would be printed: of its PEM text, and of its bytes as `Debug` and in hexadecimal digits.
fn key_parts(pem: &str) -> Vec<String> {
    // The middle of an elliptic curve's key is the secret number; before it come names, behind it the public half.
    const SECRET: std::ops::Range<usize> = 36..68;
    let text: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let key = PrivateKeyDer::from_pem_slice(pem.as_bytes()).unwrap();
    let secret = &key.secret_der()[SECRET];
    let mut parts: Vec<_> = (SECRET.start * 4 / 3..SECRET.end * 4 / 3 - 10)
        .map(|start| text[start..start + 10].to_owned())
        .collect();
    for bytes in secret.windows(6) {
        let list = format!("{bytes:?}");
        let hex = bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
        parts.extend([list.trim_matches(['[', ']']).to_owned(), hex.to_uppercase(), hex]);
    }
    parts
}

#[test]
#[ignore = "run by the other tests, in a process of its own"]
fn child_talks_about_everything() {
    let everything = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(std::io::stdout);
    tracing_subscriber::registry().with(LevelFilter::TRACE).with(everything).with(TracingLayer::new()).init();
    let mut builder = OtlpExporter::builder().env().header("authorization", format!("Bearer {CANARY}"));
    let key = std::env::var("OTEL_EXPORTER_OTLP_CLIENT_KEY");
    if let Ok(key) = &key {
        let chain = std::env::var("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE").unwrap();
        let [chain, key] = [&chain, key].map(|path| Pem::bytes(std::fs::read(path).unwrap()));
        println!("{chain:?} {key:?}");
        builder = builder.client_identity(chain, key);
    }
    println!("{builder:?} {builder:#?}");
    let exporter = match builder.build() {
        Ok(exporter) => exporter,
        Err(error) => {
            // A key that is not the certificate's.
            tracing::trace!("{error} {error:?} {:?}", std::error::Error::source(&error));
            return;
        }
    };
    println!("{exporter:?} {exporter:#?}");
    let builder = Telemetry::builder().exporter(exporter);
    println!("{builder:?}");
    let telemetry = builder.install().unwrap();
    for _ in 0..12 {
        drop(inline::span!("only"));
        if let Err(error) = telemetry.flush_timeout(std::time::Duration::from_millis(400)) {
            println!("{error} {error:?} {error:#?}");
        }
    }
    let result = telemetry.shutdown_timeout(std::time::Duration::from_millis(400));
    println!("{result:?} {telemetry:?} {:?}", telemetry.stats());
}
