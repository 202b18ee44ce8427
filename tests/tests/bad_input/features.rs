//! Settings that need a feature which is not compiled in.
//!
//! In: the quickstart as a user gets it, with default features: built here, since this package enables them all.
//! Out: one error that names the feature, before anything runs.
//! Never here: whether features build (`.ci/features`).

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use super::{Outcome, run_program};

/// Builds the quickstart with default features and returns the program.
fn quickstart() -> &'static PathBuf {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let output = Command::new(env!("CARGO"))
            .args(["build", "--package", "otlp-examples", "--example", "quickstart"])
            .args(["--message-format", "json"])
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let messages = String::from_utf8(output.stdout).unwrap();
        let after = messages.split("\"executable\":\"").skip(1);
        let mut programs = after.filter_map(|text| text.split('"').next()).map(PathBuf::from);
        programs.find(|program| program.ends_with("examples/quickstart")).unwrap()
    })
}

fn refused(error: &str) -> Outcome {
    Outcome { exit_code: Some(1), stdout: String::new(), stderr: format!("Error: {error}\n") }
}

#[test]
fn grpc_without_its_feature_is_one_error_that_names_it() {
    let outcome = run_program(
        quickstart(),
        &[("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4317"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")],
    );
    let error = "`OTEL_EXPORTER_OTLP_PROTOCOL=grpc` needs the feature `grpc` of otlp-runtime; enable it in Cargo.toml";
    assert_eq!(outcome, refused(error));
}

// EXP-13
#[test]
fn https_without_its_feature_is_one_error_that_names_it() {
    let outcome = run_program(quickstart(), &[("OTEL_EXPORTER_OTLP_ENDPOINT", "https://localhost:4318")]);
    let error =
        "`https://localhost:4318/v1/traces` needs the feature `tls` of otlp-runtime; enable it in Cargo.toml";
    assert_eq!(outcome, refused(error));
}

// EXP-06: larger requests are no reason to stop a program.
#[test]
fn gzip_without_its_feature_is_one_warning_and_the_program_goes_on() {
    let collector = otlp_tests::Collector::start();
    let outcome = run_program(
        quickstart(),
        &[("OTEL_EXPORTER_OTLP_ENDPOINT", &collector.endpoint()), ("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip")],
    );
    let warning = "otlp-runtime: warning: `OTEL_EXPORTER_OTLP_COMPRESSION=gzip` needs the feature `gzip` of otlp-runtime; requests are not compressed\n";
    assert_eq!((outcome.exit_code, &*outcome.stderr), (Some(0), warning));
    let received = collector.received();
    assert!(!received.is_empty() && received.iter().all(|request| request.encoding.is_none()));
    let spans: usize = received.iter().map(|request| request.spans().len()).sum();
    let counts = format!("{spans} spans created, {spans} exported, 0 lost\n");
    assert!(outcome.stdout.ends_with(&counts), "{}", outcome.stdout);
}
