//! What a server of HTTP pays for the span of a request, beside other libraries.
//!
//! `cargo bench --bench middleware` in this package. In: one process for each library and state, asked in turn for short
//! rounds of requests to a router of axum in it. Out: medians and quartiles of CPU time; allocations and their bytes.
//! Never here: sockets; assertions; how each library is set up, which is in `src/peers/servers.rs`.

use otlp_peers::Result;
use otlp_peers::children::Process;
use otlp_peers::peers::servers::{ROWS, STATES};
use otlp_peers::results::Results;

const ROUNDS: usize = 51;
const REQUESTS_PER_ROUND: u32 = 1_000;

fn main() -> Result<()> {
    let mut results = Results::default();
    for (state, title) in STATES {
        for (row, told) in ROWS.iter().zip(&told(env!("CARGO_BIN_EXE_peer"), state, ROUNDS)?) {
            results.add("CPU ns per request", row, title, &column(told, 0));
        }
    }
    for (row, told) in ROWS.iter().zip(&told(env!("CARGO_BIN_EXE_peer_counted"), "recorded", 1)?) {
        results.add("Allocations per request, recorded", row, "allocations", &column(told, 1));
        results.add("Allocations per request, recorded", row, "bytes", &column(told, 2));
    }
    results.finish("middleware")
}

fn column(told: &[Vec<f64>], index: usize) -> Vec<f64> {
    told.iter().filter_map(|numbers| numbers.get(index).copied()).collect()
}

/// What each row told in each round but the first, which warms up.
fn told(program: &str, state: &str, rounds: usize) -> Result<Vec<Vec<Vec<f64>>>> {
    let mut processes: Vec<_> =
        ROWS.iter().map(|row| Process::start(program, &["requests", row, state])).collect::<Result<_>>()?;
    let mut told = vec![Vec::new(); ROWS.len()];
    for round in 0..=rounds {
        for (process, told) in processes.iter_mut().zip(&mut told) {
            let numbers = process.ask(&REQUESTS_PER_ROUND.to_string())?;
            if round > 0 {
                told.push(numbers);
            }
        }
    }
    processes.into_iter().try_for_each(|process| process.end().map(drop))?;
    Ok(told)
}
