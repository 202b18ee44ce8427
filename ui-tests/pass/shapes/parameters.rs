#![deny(warnings)]
use otlp_runtime::traced;

struct Point { x: u8, y: u8 }
#[traced("acme.x" = x, "acme.sum" = a + b)]
fn patterns(Point { x, y: ref up }: Point, (a, mut b): (u8, u8), [f, .., l]: [u8; 3], &c: &u8, all @ (Some(_) | None): Option<u8>) -> u8 {
    b += 1;
    a + b + x + *up + f + l + c + all.unwrap_or(0)
}
#[traced(ret)]
fn unused(_: u8, _named: String, mut counted: u8, #[cfg(any())] absent: u8, #[allow(unused)] spare: u8) -> u8 { counted += 1; counted }
#[traced]
async fn later(_: u8, _named: String, mut counted: u8, #[cfg(any())] absent: u8, #[cfg(all())] r#type: u8) -> u8 { counted += r#type; counted }

fn main() {
    let _ = patterns(Point { x: 1, y: 2 }, (1, 2), [1, 2, 3], &4, None);
    let _ = unused(1, String::new(), 2, 3);
    drop(later(1, String::new(), 2, 3));
}
