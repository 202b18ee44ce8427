use otlp_runtime::record;

pub fn ship(id: &str) {
    record!(shop.order.id = id);
}
