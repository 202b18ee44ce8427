#![deny(deprecated)]

use otlp_runtime::event;

fn main() {
    event!("exception", deprecated = warn, exception.escaped = true);
}
