use otlp_runtime::traced;

#[traced(shop.order.level = 3)]
pub fn f() {}
