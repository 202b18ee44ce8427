//! A program that is configured by the environment alone: what operators get to see when they mistype.
//!
//! In: `OTEL_*` variables. Out: warnings and errors on standard error; on standard output that the work was done,
//! how shutdown went, and the counts. The exit code is 2 if telemetry could not be installed.
//! Never here: settings in code, but for the exporter, which `EXPORTER_IN_CODE` has made by `from_env`.

use std::process::ExitCode;

use otlp_runtime::{OtlpExporter, Stats, Telemetry, event, inline};

fn main() -> ExitCode {
    let telemetry = match std::env::var_os("EXPORTER_IN_CODE") {
        None => otlp_runtime::init(),
        Some(_) => {
            OtlpExporter::from_env().and_then(|exporter| Telemetry::builder().exporter(exporter).install())
        }
    };
    println!("worked: {}", work());
    match telemetry {
        Ok(telemetry) => {
            finish(&telemetry);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

/// Makes one trace of three spans.
fn work() -> u64 {
    let _outer = inline::span!("outer", kind = server, "text" = "0123456789");
    let mut sum = 0;
    for step in 1..=2 {
        let _inner = inline::span!("inner", "step" = step);
        event!("done");
        sum += step;
    }
    sum
}

fn finish(telemetry: &Telemetry) {
    match telemetry.shutdown() {
        Ok(_) => println!("shutdown: ok"),
        Err(error) => println!("shutdown: {error}"),
    }
    let stats = telemetry.stats();
    let Stats { created, live, abandoned, exported, rejected, dropped, pending, .. } = stats;
    println!(
        "created {created} live {live} exported {exported} rejected {rejected} dropped {dropped:?} pending {pending}"
    );
    if created != live + abandoned + exported + rejected + dropped.total() + pending {
        println!("the counts do not add up");
    }
}
