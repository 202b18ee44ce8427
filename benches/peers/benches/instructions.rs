//! How many instructions a span is on the thread that makes it, beside other libraries.
//!
//! `cargo bench --bench instructions` in this package. In: one process under callgrind for each library, state and case.
//! Out: instructions per span, which hardly depend on what else the machine does.
//! Never here: time; an instruction may take a tenth of a nanosecond or a hundred.

use otlp_peers::Result;
use otlp_peers::cases::{Case, STATES, cases};
use otlp_peers::children::instructions;
use otlp_peers::peers::rows;
use otlp_peers::results::Results;

const SPANS: u32 = 5_000;

fn main() -> Result<()> {
    let mut results = Results::default();
    for (state, title) in STATES {
        let table = format!("Instructions per span on its thread, {title}");
        for row in rows(state) {
            for case in cases(state).iter().filter(|case| **case != Case::Threads) {
                let arguments = ["spans", row, state, case.name(), &SPANS.to_string()];
                let sum = instructions(env!("CARGO_BIN_EXE_peer"), &arguments)?;
                results.add(&table, row, case.name(), &[sum / f64::from(SPANS)]);
            }
        }
    }
    results.finish("instructions")
}
