use otlp_runtime::traced;

#[traced("shop.order.ids" = 7)]
pub fn f() {}
