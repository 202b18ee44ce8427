//! A million spans to a collector, beside other libraries.
//!
//! `cargo bench --bench end_to_end [-- TRACES]` in this package. In: for each library, protocol and pace a process that
//! sends, and a process that receives. Out: CPU, wall time, memory, bytes on the wire, spans that did not arrive.
//! Never here: assertions; how each library is set up, which is in `src/peers`.

use otlp_peers::Result;
use otlp_peers::children::Process;
use otlp_peers::peers::{PLAIN, ROWS};
use otlp_peers::results::Results;
use otlp_peers::send::{SPANS_PER_TRACE, Sent};

const ROUNDS: usize = 3;
const MEBIBYTE: f64 = 1024.0 * 1024.0;
const PACES: [(&str, &str); 2] = [
    ("bursts", "2,000 spans, then a flush, and so on"),
    ("free", "as fast as one thread can, default settings"),
];

/// A column, and how a run fills it.
type Column = (&'static str, fn(&Run) -> f64);

const COLUMNS: [Column; 7] = [
    ("CPU ns per span", |run| run.sent.process_nanos),
    ("of it calling thread", |run| run.sent.thread_nanos),
    ("wall, s", |run| run.sent.wall_seconds),
    ("peak memory, MiB", |run| run.sent.peak_bytes / MEBIBYTE),
    ("wire bytes per span", |run| run.received_bytes / run.received_spans),
    ("lost, %", |run| 100.0 * (run.made_spans - run.received_spans) / run.made_spans),
    ("lost as the library says, %", |run| 100.0 * run.sent.reported_lost / run.made_spans),
];

struct Run {
    sent: Sent,
    made_spans: f64,
    received_spans: f64,
    received_bytes: f64,
}

fn main() -> Result<()> {
    let traces = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(100_000_u32);
    let mut results = Results::default();
    for protocol in ["http", "grpc"] {
        for (pace, title) in PACES {
            let table = format!("{} spans over {protocol}: {title}", traces * SPANS_PER_TRACE);
            let rows = || ROWS.iter().filter(|row| **row != PLAIN).enumerate();
            let mut runs: Vec<Vec<Run>> = rows().map(|_| Vec::new()).collect();
            for _ in 0..ROUNDS {
                for (index, row) in rows() {
                    runs[index].push(run(row, protocol, pace, traces)?);
                }
            }
            for (index, row) in rows() {
                for (column, value) in COLUMNS {
                    let samples: Vec<f64> = runs[index].iter().map(value).collect();
                    results.add(&table, row, column, &samples);
                }
            }
        }
    }
    results.finish("end_to_end")
}

fn run(row: &str, protocol: &str, pace: &str, traces: u32) -> Result<Run> {
    let mut sink = Process::start(env!("CARGO_BIN_EXE_sink"), &[])?;
    let port = sink.answer()?.first().copied().ok_or("no port")?;
    let state = format!("{protocol}=http://127.0.0.1:{port}");
    let arguments = ["send", row, &state, pace, &traces.to_string()];
    let sent = Sent::parse(&Process::start(env!("CARGO_BIN_EXE_peer"), &arguments)?.end()?)?;
    let &[_requests, received_spans, received_bytes] = sink.end()?.as_slice() else {
        return Err("three numbers from the sink".into());
    };
    Ok(Run { sent, made_spans: f64::from(traces * SPANS_PER_TRACE), received_spans, received_bytes })
}
