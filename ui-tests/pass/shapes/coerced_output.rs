use std::fmt::Display;
use otlp_runtime::traced;

#[traced] fn boxed(n: u8) -> Box<dyn Display> { if n == 0 { return Box::new("none"); } Box::new(n) }
#[traced(ret(%))] fn boxed_told(n: u8) -> Box<dyn Display> { if n == 0 { return Box::new("none"); } Box::new(n) }
#[traced] async fn boxed_later(n: u8) -> Box<dyn Display> { if n == 0 { return Box::new("none"); } Box::new(n) }
#[traced(err)] async fn boxed_err(n: u8) -> Result<Box<dyn Display>, String> { if n == 0 { return Ok(Box::new("none")); } Ok(Box::new(n)) }
#[traced(ret(%))] fn reference(n: &u8) -> &dyn Display { if *n == 0 { return &"none"; } n }
#[traced] fn never(code: i32) -> ! { if code > 0 { std::process::exit(code) } loop {} }
#[traced] async fn never_later() -> ! { loop { std::future::pending::<()>().await } }
#[traced] async fn never_panics() -> ! { panic!("no") }
#[traced] async fn never_returns(code: i32) -> ! { if code > 0 { #[allow(unreachable_code)] return loop {}; } std::process::exit(code) }

fn main() {
    let _ = (boxed(1), boxed_told(0), reference(&1), never as fn(i32) -> !);
    drop((boxed_later(1), boxed_err(1), never_later(), never_panics(), never_returns(1)));
}
