use otlp_runtime::traced;

#[traced(shop.order.id = 7)]
pub fn f() {}
