use otlp_runtime::traced;

#[traced(shop.order.state = "shipped")]
pub fn f() {}
