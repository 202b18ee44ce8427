use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
pub struct Order {
    #[attribute(shop.order.id)]
    pub id: String,
}
