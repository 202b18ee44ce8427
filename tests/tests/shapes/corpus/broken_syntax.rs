//! Mistakes of syntax that an attribute gets to see, since its item's braces are closed.
//+ use otlp_runtime::traced;

//@ traced(ret)
pub fn missing_semicolon() -> u8 {
    let n = 1
    n
}

//@ traced
pub async fn missing_operand() {
    let n = 1 +;
}

//@ traced
pub fn missing_expression(n: u8) -> u8 {
    n.
}
