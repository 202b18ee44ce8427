use std::pin::Pin;

use otlp_runtime::traced;

type Rows = Pin<Box<dyn futures_core::Stream<Item = u8>>>;

#[traced]
fn rows(rows: Rows) -> Rows {
    rows
}

fn main() {}
