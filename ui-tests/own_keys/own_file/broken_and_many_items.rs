use otlp_runtime::{record, traced};

#[traced(shop.order.id = 7)]
pub fn f() {
    record!(shop.order.state = "open");
}

#[traced(shop.cart.id = 7)]
pub fn g() {}
