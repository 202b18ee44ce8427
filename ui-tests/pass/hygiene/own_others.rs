#![deny(warnings)]

use otlp_runtime::{SpanAttributes, event, record, traced};

#[derive(SpanAttributes)]
struct Others { #[attribute("acme.x")] x: u8 }

#[traced("acme.y" = 1, attributes(Others { x: 1 }))]
fn load() {
    record!("acme.z" = 1, attributes(Others { x: 1 }));
    event!("loaded", "acme.z" = 1, attributes(Others { x: 1 }));
}

fn main() { load(); }
