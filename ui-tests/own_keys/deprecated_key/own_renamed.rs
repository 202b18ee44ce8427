use otlp_runtime::traced;

#[traced(shop.order.number = 7)]
pub fn f() {}
