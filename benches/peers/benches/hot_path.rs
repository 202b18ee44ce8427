//! What a span costs on the thread that makes it, beside other libraries.
//!
//! `cargo bench --bench hot_path` in this package. In: one process for each library and state, asked in turn for short
//! rounds of each case. Out: medians and quartiles of CPU time (two threads: wall time); allocations and their bytes.
//! Never here: assertions; how each library is set up, which is in `src/peers`.

use otlp_peers::Result;
use otlp_peers::cases::{Case, STATES, cases};
use otlp_peers::children::{Process, numbers};
use otlp_peers::peers::{ROWS, rows};
use otlp_peers::results::Results;

const ROUNDS: usize = 51;
const SPANS_PER_ROUND: u32 = 10_000;

fn main() -> Result<()> {
    let mut results = Results::default();
    STATES.iter().try_for_each(|(state, title)| time(&mut results, state, title))?;
    count_allocations(&mut results)?;
    results.finish("hot_path")
}

fn time(results: &mut Results, state: &str, title: &str) -> Result<()> {
    let mut processes = rows(state)
        .map(|row| Ok((row, Process::start(env!("CARGO_BIN_EXE_peer"), &["rounds", row, state])?)))
        .collect::<Result<Vec<_>>>()?;
    let mut samples = vec![Vec::new(); ROWS.len() * Case::ALL.len()];
    for round in 0..=ROUNDS {
        for (at, case) in cases(state).iter().enumerate() {
            for (row, (_, process)) in processes.iter_mut().enumerate() {
                let answer = process.ask(&format!("{SPANS_PER_ROUND} {}", case.name()))?;
                // The first round warms up.
                if round > 0 {
                    samples[at * ROWS.len() + row].extend(answer);
                }
            }
        }
    }
    let table = format!("CPU ns per span on its thread, {title}");
    for (row, (name, process)) in processes.into_iter().enumerate() {
        for (at, case) in cases(state).iter().enumerate() {
            results.add(&table, name, case.name(), &samples[at * ROWS.len() + row]);
        }
        process.end()?;
    }
    Ok(())
}

fn count_allocations(results: &mut Results) -> Result<()> {
    for row in rows("recorded") {
        for case in Case::ALL.into_iter().filter(|case| *case != Case::Threads) {
            let arguments = ["allocations", row, "recorded", case.name(), "100000"];
            let told = numbers(env!("CARGO_BIN_EXE_peer_counted"), &arguments)?;
            let each = told.first().zip(told.get(1)).ok_or("two numbers")?;
            results.add("Allocations per span on its thread, recorded", row, case.name(), &[*each.0]);
            results.add("Allocated bytes per span on its thread, recorded", row, case.name(), &[*each.1]);
        }
    }
    Ok(())
}
