//! Settings that cannot be used: one line says so, the program goes on, and every span is counted.
//!
//! In: environment variables for a child process. Out: all that it printed, its exit code, and what the in-test
//! collector received.
//! Never here: how values are parsed (unit tests of `config`), upper bounds of time.

#![expect(clippy::unwrap_used, reason = "a panic of a test is a finding")]

mod endpoints;
mod features;
mod variables;

use std::path::Path;
use std::process::Command;

use otlp_tests::Collector;

/// What became of a process.
#[derive(Debug, PartialEq)]
struct Outcome {
    exit_code: Option<i32>,
    stdout: String,
    stderr: String,
}

/// Runs a program in an environment of these variables alone.
fn run_program(program: &Path, variables: &[(&str, &str)]) -> Outcome {
    let output = Command::new(program).env_clear().envs(variables.iter().copied()).output().unwrap();
    Outcome {
        exit_code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs the program that is configured by the environment alone; see `src/bin/configured.rs`.
fn run(variables: &[(&str, &str)]) -> Outcome {
    run_program(Path::new(env!("CARGO_BIN_EXE_configured")), variables)
}

/// Runs it with a working collector, whose requests' spans must be as many as said.
fn run_with_collector(variables: &[(&str, &str)], spans: usize) -> Outcome {
    let collector = Collector::start();
    let endpoint = collector.endpoint();
    let mut all = vec![("OTEL_EXPORTER_OTLP_ENDPOINT", &*endpoint)];
    all.extend(variables);
    let outcome = run(&all);
    let received: usize = collector.received().iter().map(|request| request.spans().len()).sum();
    assert_eq!(received, spans, "{outcome:?}");
    outcome
}

/// The program did its work and could not install telemetry, for the reason given.
fn refused(error: &str) -> Outcome {
    Outcome { exit_code: Some(2), stdout: "worked: 3\n".to_owned(), stderr: format!("error: {error}\n") }
}

/// The program did its work, all three spans were exported, and these warnings were printed, each on one line.
fn exported(warnings: &[&str]) -> Outcome {
    let counts = "created 3 live 0 exported 3 rejected 0 dropped {} pending 0";
    finished(warnings, "ok", counts)
}

/// The program did its work, and no span was recorded.
fn nothing_recorded(warnings: &[&str]) -> Outcome {
    let counts = "created 0 live 0 exported 0 rejected 0 dropped {} pending 0";
    finished(warnings, "ok", counts)
}

fn finished(warnings: &[&str], shutdown: &str, counts: &str) -> Outcome {
    Outcome {
        exit_code: Some(0),
        stdout: format!("worked: 3\nshutdown: {shutdown}\n{counts}\n"),
        stderr: warnings.iter().flat_map(|warning| ["otlp-runtime: warning: ", warning, "\n"]).collect(),
    }
}

#[test]
fn good_settings_say_nothing() {
    assert_eq!(run_with_collector(&[], 3), exported(&[]));
    let grpc = ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
    assert_eq!(run_with_collector(&[grpc, ("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip")], 3), exported(&[]));
}
