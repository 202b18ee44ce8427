//! Header values and user info appear in no text at all (SEC-10, SEC-11).

use std::process::Command;

use otlp_runtime::{Error, OtlpExporter, Protocol};
use otlp_tests::{Answer, Collector};

use super::{BOTH, Sender, accepted};

const CANARY: &str = "canary-0123456789abcdef0123456789";

#[test]
fn echoed_token_is_redacted() {
    for protocol in BOTH {
        let collector = Collector::start();
        let mut sender =
            Sender::new(protocol(&collector).header("authorization", format!("Bearer {CANARY}")));
        let echo = format!("bad token {CANARY} in Bearer {CANARY}");
        let partial = format!(
            "\x0a{}\x12{}{echo}",
            char::from(u8::try_from(echo.len() + 2).unwrap()),
            char::from(u8::try_from(echo.len()).unwrap())
        );
        collector.script([
            Answer::status(401).body(echo.clone()),
            Answer::grpc(16, echo.clone()),
            Answer::status(302).header("location", format!("http://user:{CANARY}@x/{CANARY}")),
            Answer::ok().body(partial),
        ]);
        for _ in 0..4 {
            let result = sender.send();
            let debug = format!("{result:?}");
            let display = result.map_or_else(|error| error.to_string(), |accepted| format!("{accepted:?}"));
            assert!(!debug.contains(CANARY), "{debug}");
            assert!(!display.contains(CANARY), "{display}");
        }
        assert!(
            collector.received().iter().all(|received| received.header("authorization").ends_with(CANARY))
        );
    }
}

#[test]
fn exporter_and_builder_print_no_secret() {
    for protocol in [Protocol::HttpProtobuf, Protocol::Grpc] {
        let builder = OtlpExporter::builder()
            .protocol(protocol)
            .endpoint(format!("http://user:{CANARY}@localhost:1"))
            .header("api-key", CANARY);
        let text = format!("{builder:?} {builder:#?} {:?}", builder.clone().build().unwrap());
        assert!(!text.contains(CANARY), "{text}");
        assert!(text.contains("api-key") && text.contains("http://[redacted]@localhost:1"), "{text}");
    }
}

#[test]
fn start_up_errors_print_no_secret() {
    for (endpoint, header, value) in [
        (format!("ftp://user:{CANARY}@host"), "a", "b".to_owned()),
        (format!("http://user:{CANARY}@host:x"), "a", "b".to_owned()),
        (format!("http://user:{CANARY}@ho st"), "a", "b".to_owned()),
        ("http://host".to_owned(), "a", format!("{CANARY}\r\nx: y")),
        ("http://host".to_owned(), "a b", CANARY.to_owned()),
    ] {
        let error = OtlpExporter::builder().endpoint(endpoint).header(header, value).build().unwrap_err();
        let source = std::error::Error::source(&error).map(|source| format!("{source:?}{source}"));
        let text = format!("{error} {error:?} {source:?}");
        assert!(!text.contains(CANARY), "{text}");
    }
}

#[test]
fn user_info_arrives_as_authorization() {
    for protocol in BOTH {
        let collector = Collector::start();
        let endpoint = format!("http://user:p%40ss@{}", collector.address());
        assert_eq!(Sender::new(protocol(&collector).endpoint(endpoint)).send(), accepted(0, None));
        assert_eq!(collector.wait_for(1)[0].header("authorization"), "Basic dXNlcjpwQHNz");
    }
}

#[test]
fn wrong_scheme_and_zero_size_are_start_up_errors() {
    let error = OtlpExporter::builder().endpoint("ftp://x").build().unwrap_err();
    assert!(matches!(error, Error::UnsupportedScheme { .. }));
    assert_eq!(error.to_string(), "endpoint `ftp://x` has no supported scheme; use http or https");
    let error = OtlpExporter::builder().max_request_bytes(0).build().unwrap_err();
    assert!(matches!(error, Error::OutOfRange { setting: "max_request_bytes", .. }));
}

/// Everything a program prints, with the secret in every setting the environment has.
#[test]
fn canary_in_the_environment_is_never_printed() {
    for protocol in ["grpc", "http/protobuf"] {
        let collector = Collector::start();
        collector.script([Answer::status(400).body(CANARY), Answer::grpc(3, CANARY)]);
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "secrets::child_exports_from_the_environment", "--ignored", "--nocapture"])
            .env("OTEL_EXPORTER_OTLP_PROTOCOL", protocol)
            .env("OTEL_EXPORTER_OTLP_ENDPOINT", format!("http://user:{CANARY}@{}", collector.address()))
            .env("OTEL_EXPORTER_OTLP_HEADERS", format!("api-key={CANARY},{CANARY},={CANARY},te={CANARY}"))
            .output()
            .unwrap();
        let printed =
            format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{printed}");
        assert!(!printed.contains(CANARY), "{printed}");
        // The two bad pairs and the reserved field were announced, once each.
        assert_eq!(printed.matches("otlp-runtime: warning: ").count(), 3, "{printed}");
        assert!(printed.contains("[redacted]"), "{printed}");
        assert_eq!(collector.received()[0].header("api-key"), CANARY);
    }
}

#[test]
#[ignore = "run by canary_in_the_environment_is_never_printed, in a process of its own"]
fn child_exports_from_the_environment() {
    let mut sender = Sender::new(OtlpExporter::builder().env());
    let error = sender.send().unwrap_err();
    println!("{error} {error:?} {:?}", sender.exporter);
    assert!(matches!(error, otlp_runtime::ExportError::NonRetryable { .. }));
}
