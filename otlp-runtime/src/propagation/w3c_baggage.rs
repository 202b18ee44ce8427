//! W3C Baggage.
//!
//! In: `baggage` headers. Out: baggage; or the header.
//! Never here: percent-encoding, limits; see `baggage`.

use super::{Context, Extractor, Injector};
use crate::baggage::List;

pub(super) const BAGGAGE: &str = "baggage";

pub(super) fn extract(carrier: &dyn Extractor, context: &mut Context) {
    let mut list: Option<List> = None;
    carrier.values(BAGGAGE, &mut |value| {
        list.get_or_insert_with(|| List::with_capacity(value.len())).header(value);
    });
    if let Some(baggage) = list.map(List::finish).filter(|baggage| !baggage.is_empty()) {
        context.carried = context.carried.with_baggage(baggage);
    }
}

pub(super) fn inject(context: &Context, carrier: &mut dyn Injector) {
    match context.baggage() {
        baggage if baggage.is_empty() => carrier.remove(BAGGAGE),
        baggage => carrier.set(BAGGAGE, baggage.as_str()),
    }
}
