use otlp_runtime::traced;

#[traced(shop.header = "x")]
pub fn f() {}
