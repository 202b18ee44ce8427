//! A crate that emits one of each kind; its lines are numbered in `main.rs`.

use otlp_runtime::{SpanAttributes, event, inline, record, span};

#[derive(SpanAttributes)]
pub struct Payment {
    #[attribute("shop.payment.id")]
    pub id: u64,
    #[attribute(server.port)]
    pub port: u16,
    #[attribute("shop.payment.iban", mask(keep_last = 4))]
    pub iban: String,
    #[attribute(flatten)]
    pub buyer: Buyer,
    #[attribute(skip)]
    pub pin: u32,
}

#[derive(SpanAttributes)]
#[attribute(prefix = "shop.buyer")]
pub struct Buyer {
    #[attribute(redact)]
    pub mail: String,
}

#[span(
    http.server, http.request.method = method, url.scheme = "https", "shop.\"quoted\"" = 1,
    late(http.route),
    without(url.path, "it holds names of customers"),
    err, ret,
)]
pub fn serve(method: &str, payment: &Payment) -> Result<u64, std::fmt::Error> {
    {
        let _pay =
            inline::span!("pay", kind = client, attributes(&payment));
        record!(http.route = "/pay", attributes(payment.buyer));
        event!("paid", "shop.amount" = 9.0);
    }
    Ok(payment.id)
}
