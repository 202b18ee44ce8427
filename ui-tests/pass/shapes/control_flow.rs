use otlp_runtime::traced;

#[traced(ret)] fn early(n: u8) -> u8 { if n > 1 { return 1; } let f = || { return 2; }; f() }
#[traced(err)] fn asks(text: &str) -> Result<u8, Box<dyn std::error::Error>> { let n: u8 = text.parse()?; if n == 0 { Err("none")? } Ok(n) }
#[traced] fn labelled() -> u8 { 'outer: loop { loop { break 'outer 3; } } }
#[traced] fn block() -> u8 { let x = 'b: { if true { break 'b 1; } 2 }; x }
#[traced(ret(?))] fn collects() -> Vec<u8> { "a".bytes().collect() }
#[traced] async fn infers(text: &str) -> Result<Vec<u16>, std::num::ParseIntError> { text.split(',').map(str::parse).collect() }
#[traced] async fn converts(text: &str) -> Result<u8, Box<dyn std::error::Error + Send + Sync>> { Ok(text.parse::<u8>()?) }
#[traced] fn recursive(n: u8) -> u8 { if n == 0 { 0 } else { recursive(n - 1) } }
#[traced] async fn recursive_later(n: u8) -> u8 { if n == 0 { 0 } else { Box::pin(recursive_later(n - 1)).await } }
#[traced(ret)] fn tail_temporary() -> usize { let cell = std::cell::RefCell::new(vec![1]); cell.borrow().len() }

fn main() {
    let _ = (early(1), asks("1").is_ok(), labelled(), block(), collects(), recursive(9), tail_temporary());
    drop((infers("1,2"), converts("1"), recursive_later(3)));
}
