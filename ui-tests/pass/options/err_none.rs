#![deny(warnings)]

use otlp_runtime::traced;
use std::{pin::Pin, task::Poll};

#[traced(err(none = "not_found"), ret)]
fn sync() -> Option<u8> { None }
#[traced(err(none = "not_found"))]
async fn either() -> Option<Result<u8, String>> { None }
#[traced(err(none = "not_found", message = none), future)]
fn boxed() -> Pin<Box<dyn Future<Output = Option<Result<u8, String>>>>> { Box::pin(async { None }) }
#[traced(err(none = "end"))]
fn polled(text: &str) -> Poll<Option<&str>> { Poll::Ready(Some(text)) }

fn main() { drop((sync(), either(), boxed(), polled(""))); }
