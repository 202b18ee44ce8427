use otlp_runtime::traced;

type Output = u32;
fn id() -> u32 { 1 }
const SIZE: u8 = 7;

#[traced("acme.id" = id(), "acme.size" = SIZE, ret)]
fn sync() -> Output { type Output = u64; fn id() -> Output { 2 } const SIZE: &[u8] = &[]; SIZE.len() as u32 + id() as u32 }
#[traced("acme.id" = id(), ret)]
async fn later() -> Output { struct Output; fn id() -> Output { Output } let Output = id(); 1 }
#[traced]
fn globs() -> Output { use inside::*; ok() }
mod inside { pub fn ok() -> u32 { let _ = Span; 1 } pub struct Span; pub mod otlp_runtime {} }

fn main() {
    let _ = (sync(), globs());
    drop(later());
}
