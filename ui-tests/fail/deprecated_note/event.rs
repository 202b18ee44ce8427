#![deny(deprecated)]
use otlp_runtime::event;

fn main() {
    event!("az.resource.log", deprecated = warn);
}
