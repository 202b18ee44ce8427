#![deny(warnings)]

use otlp_runtime::record;

fn main() {
    for part in [1, 2] {
        record!("acme.first" = loop { break part }, "acme.label" = 'a: { if part == 1 { break 'a 3 } 4 });
        record!("acme.closure" = [1].iter().map(|at| loop { if *at < 2 { break 1 } }).sum::<i32>());
        record!("acme.sum" = { let mut sum = 0; for at in 0..9 { if at == part { continue } sum += at; } sum });
    }
}
