use otlp_runtime::traced;

#[traced(shop.ordr.id = 7)]
pub fn f() {}
