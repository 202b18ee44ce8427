#![deny(deprecated)]

use otlp_runtime::traced;

#[traced(deprecated = warn, http.url = "https://carts.example/")]
fn load() {}

fn main() {}
