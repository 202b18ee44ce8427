use otlp_runtime::traced;

#[traced(shop.order.level = 7)]
pub fn f() {}
