use otlp_runtime::traced;

#[traced(shop.order.state = "piad")]
pub fn f() {}
