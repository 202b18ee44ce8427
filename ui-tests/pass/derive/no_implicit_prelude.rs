#![no_implicit_prelude]

#[derive(::otlp_runtime::AttributeValue)]
enum Method { Card }
#[derive(::otlp_runtime::ErrorType)]
enum Failure { _Refused(u8) }
#[derive(::otlp_runtime::AttributeValue)]
struct Id(u8);
static KEY: ::std::sync::LazyLock<::otlp_runtime::PseudonymKey> =
    ::std::sync::LazyLock::new(|| ::otlp_runtime::PseudonymKey::new("1", [1; 32]));
#[derive(::otlp_runtime::SpanAttributes)]
#[attribute(prefix = "a")]
struct Group { method: Method, #[attribute(hash(KEY))] id: Id, #[attribute(redact)] r#type: u8, #[attribute(truncate(1))] s: char }
#[derive(::otlp_runtime::SpanAttributes)]
struct Outer { #[attribute(flatten)] group: Group }
fn main() {
    let group = Group { method: Method::Card, id: Id(1), r#type: 1, s: 'a' };
    ::otlp_runtime::Span::current().record_all(&Outer { group });
    let _ = |f: Failure| ::otlp_runtime::ErrorType::error_type(&f);
}
