#![deny(warnings)]

use otlp_runtime::span;

#[span(http.request.method = other(method))]
fn all(method: &str) -> usize { method.len() }
#[span(http.request.method = if is_cache { other("PURGE") } else { "GET" })]
fn branch(is_cache: bool) -> bool { is_cache }
#[span(http.request.method = match method { Some(method) => Some(other(method)), None => None })]
async fn inside(method: Option<&str>) -> bool { method.is_some() }

fn main() { drop((all(""), branch(true), inside(None))); }
