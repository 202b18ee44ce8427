use otlp_runtime::traced;

#[traced(shop.order.flag = true)]
pub fn f() {}
