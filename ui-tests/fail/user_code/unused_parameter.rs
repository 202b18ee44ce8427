#![deny(unused_variables)]
use otlp_runtime::traced;

#[traced(root)]
fn load(id: u64) {}

fn main() {}
