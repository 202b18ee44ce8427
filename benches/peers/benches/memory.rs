//! Many threads and many open spans, beside other libraries.
//!
//! `cargo bench --bench memory` in this package. In: for each library a process with so many threads, or with so many
//! futures that were polled once in a span. Out: spans per second of all threads together; resident bytes per thread that
//! has recorded and is idle, and per open span, each less those of the plain program.
//! Never here: assertions.

use otlp_peers::Result;
use otlp_peers::children::numbers;
use otlp_peers::peers::{PLAIN, ROWS};
use otlp_peers::results::Results;

const ROUNDS: usize = 5;
const THREADS: [u32; 4] = [1, 2, 8, 1_000];
const IDLE_THREADS: u32 = 1_000;
/// All threads together.
const SPANS: u32 = 1_000_000;
const OPEN_SPANS: u32 = 100_000;

fn main() -> Result<()> {
    let mut results = Results::default();
    for threads in THREADS {
        let told = sampled("threads", &[threads, SPANS / threads])?;
        for (row, told) in ROWS.iter().zip(&told) {
            let millions: Vec<f64> = told.iter().map(|numbers| numbers[0] / 1e6).collect();
            let column = format!("{threads} threads");
            results.add("Millions of spans per second of wall time, recorded", row, &column, &millions);
        }
    }
    for (action, numbers, number, column) in [
        ("idle", &[IDLE_THREADS, 1][..], 1, "bytes per idle thread, 1 span"),
        ("idle", &[IDLE_THREADS, 1_000], 1, "bytes per idle thread, 1,000 spans"),
        ("open", &[OPEN_SPANS], 0, "bytes per open async span"),
    ] {
        let told = sampled(action, numbers)?;
        let plain = &told[0];
        for (row, told) in ROWS.iter().zip(&told).filter(|(row, _)| **row != PLAIN) {
            let bytes: Vec<f64> =
                told.iter().zip(plain).map(|(row, plain)| row[number] - plain[number]).collect();
            results.add("Resident memory", row, column, &bytes);
        }
    }
    results.finish("memory")
}

/// What each row told in each round; the first row is the plain program.
fn sampled(action: &str, arguments: &[u32]) -> Result<Vec<Vec<Vec<f64>>>> {
    let arguments: Vec<String> = arguments.iter().map(u32::to_string).collect();
    let mut told = vec![Vec::new(); ROWS.len()];
    for _ in 0..ROUNDS {
        for (row, told) in ROWS.iter().zip(&mut told) {
            let mut all = vec![action, row, "recorded"];
            all.extend(arguments.iter().map(String::as_str));
            told.push(numbers(env!("CARGO_BIN_EXE_peer"), &all)?);
        }
    }
    Ok(told)
}
