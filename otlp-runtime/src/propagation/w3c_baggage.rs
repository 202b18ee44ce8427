//! W3C Baggage.
//!
//! In: `baggage` headers. Out: baggage; or the header.
//! Never here: percent-encoding, limits; see `baggage`.

use super::incoming::{Header, Incoming};
use super::{Context, Injector};
use crate::baggage::List;

#[inline(never)]
pub(super) fn extract(incoming: &Incoming<'_>, context: &mut Context) {
    if incoming.lacks(Header::Baggage) {
        return;
    }
    let mut list = List::new();
    incoming.values(Header::Baggage, |value| list.header(value));
    let baggage = list.finish();
    if !baggage.is_empty() {
        context.carried = context.carried.with_baggage(baggage);
    }
}

#[inline(never)]
pub(super) fn inject(context: &Context, carrier: &mut dyn Injector) {
    carrier.__replace(&[(Header::Baggage, context.baggage().as_str().as_bytes())]);
}
