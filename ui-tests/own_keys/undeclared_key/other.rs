use otlp_runtime::traced;

#[traced(shop.q = 7)]
pub fn f() {}
