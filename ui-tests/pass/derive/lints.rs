#![deny(warnings, missing_docs, unused, unused_qualifications, unreachable_pub, elided_lifetimes_in_paths)]
#![deny(trivial_casts, rust_2018_idioms, unused_results, let_underscore_drop)]
#![forbid(unsafe_code)]
//! Nothing to say about generated code.
use otlp_runtime::{AttributeValue, ErrorType, Secret, Span, SpanAttributes};

/// Public, with nothing recorded.
#[derive(SpanAttributes, Debug)] pub struct Empty {}
#[derive(AttributeValue, Clone, Copy)] enum Method { Card, Cash() }
#[derive(AttributeValue, Debug)] enum Never {}
#[derive(ErrorType)] enum Failure { Refused { by: u8 }, Late(u8) }
#[derive(SpanAttributes)] struct Payment { #[attribute("a.m")] m: Method, #[attribute(skip)] card: Secret<String>, #[attribute("a.n")] n: Option<Never> }
fn main() {
    let payment = Payment { m: Method::Card, card: Secret::new(String::new()), n: None };
    Span::current().record_all(&(&payment, Empty {}));
    for failure in [Failure::Refused { by: 1 }, Failure::Late(2)] { assert!(!failure.error_type().is_empty()) }
    let (Failure::Refused { by } | Failure::Late(by)) = Failure::Late(1);
    assert_eq!((by, payment.card.expose().as_str()), (1, ""));
    Span::current().record("a.m", Method::Cash());
}
