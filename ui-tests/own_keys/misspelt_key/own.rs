use otlp_runtime::traced;

#[traced(shop_order_id = 7)]
pub fn f() {}
