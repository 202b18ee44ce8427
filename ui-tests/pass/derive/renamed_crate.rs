#![deny(warnings)]
mod telemetry {
    pub use otlp_runtime as runtime;
}
use telemetry::runtime::{AttributeValue, ErrorType, Span, SpanAttributes};

#[derive(AttributeValue)]
#[attribute(crate = crate::telemetry::runtime)]
struct Id(u8);
#[derive(ErrorType)]
#[attribute(crate = telemetry::runtime)]
enum Failure { Refused }
#[derive(SpanAttributes)]
#[attribute(prefix = "a", crate = telemetry::runtime)]
struct Group<'a> { id: Id, text: &'a str }
fn main() {
    Span::current().record_all(&Group { id: Id(1), text: "" });
    assert_eq!(Failure::Refused.error_type(), "refused");
}
