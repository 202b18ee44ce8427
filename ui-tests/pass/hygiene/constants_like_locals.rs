#![allow(non_upper_case_globals, non_camel_case_types, dead_code)]
use otlp_runtime::{event, inline, record, traced};

const span: u8 = 1;
const guard: u8 = 1;
const out: u8 = 1;
const err: u8 = 1;
const event: u8 = 1;
static e: u8 = 1;
struct x;

#[traced("acme.a" = span, err(expected = _), ret(?))]
fn load(ret: u8, name: u8, kind: u8) -> Result<u8, String> { Ok(ret + name + kind + span + out + err + e) }
#[traced(err, "acme.b" = guard, "acme.c" = parent)]
async fn later(parent: u8, links: u8, root: u8) -> Result<u8, String> { Ok(parent + links + root + guard) }
fn main() {
    let _span = inline::span!("span", "acme.d" = span);
    (event!("event", "acme.e" = event), record!("acme.f" = e), _ = load(1, 2, 3), drop(later(1, 2, 3)));
}
