#![deny(warnings)]

use otlp_runtime::{Environment, inline, span, traced};
use std::collections::HashMap;

#[span(kind = server, extract(headers))]
fn borrowed(headers: &HashMap<String, String>) {}

#[span(kind = server, extract(&headers, trust = restart))]
fn owned(headers: HashMap<String, String>) {}

#[span(kind = server, extract(headers, trust = link,))]
fn pairs(headers: &[(&str, &str)]) {}

#[traced(extract(&Environment))]
fn main() {
    let _span = inline::span!("inside", extract(&[("a", "b")]));
    (borrowed(&HashMap::new()), owned(HashMap::new()), pairs(&[]));
}
