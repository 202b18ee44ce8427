#[derive(SpanAttributes)]
#[attribute(prefix = "acme.payment")]
struct Payment<'a, T: Money> {
    id: u64,
    #[attribute(http.route)]
    route: Option<&'a str>,
    amount: T,
    #[attribute(hash(KEY))]
    user: &'a str,
    #[attribute(mask(keep_last = 4))]
    card: String,
    #[attribute("acme.pin", redact)]
    pin: Secret<String>,
    #[attribute(flatten)]
    shop: Shop<'a>,
    #[attribute(skip)]
    notes: String,
}

// ---- becomes ----

#[automatically_derived]
impl<'a, T: Money> ::otlp_runtime::__private::SpanAttributes for Payment<'a, T>
where
    T: ::otlp_runtime::__private::AttributeValue,
{
    const KEYS: &'static [::otlp_runtime::__private::AttributeKeys] = &[
        ::otlp_runtime::__private::AttributeKeys::Key("acme.payment.id"),
        ::otlp_runtime::__private::AttributeKeys::Key("http.route"),
        ::otlp_runtime::__private::AttributeKeys::Key("acme.payment.amount"),
        ::otlp_runtime::__private::AttributeKeys::Key("acme.payment.user"),
        ::otlp_runtime::__private::AttributeKeys::Key("acme.payment.card"),
        ::otlp_runtime::__private::AttributeKeys::Key("acme.pin"),
        ::otlp_runtime::__private::AttributeKeys::Group(
            <Shop<'a> as ::otlp_runtime::__private::SpanAttributes>::KEYS,
        ),
    ];
    #[inline]
    fn write(
        &self,
        __otlp_writer: &mut ::otlp_runtime::__private::AttributesWriter<'_>,
    ) {
        <u64 as ::otlp_runtime::__private::AttributeValue>::__put(
            &self.id,
            ::otlp_runtime::__private::InGroup(
                __otlp_writer,
                ::otlp_runtime::__private::Key::new(b"\n\x0Facme.payment.id"),
            ),
        );
        <Option<
            &'a str,
        > as ::otlp_runtime::__private::keys::http·route>::__put(
            &self.route,
            ::otlp_runtime::__private::InGroup(
                __otlp_writer,
                ::otlp_runtime::__private::Key::new(b"\n\nhttp.route"),
            ),
        );
        <T as ::otlp_runtime::__private::AttributeValue>::__put(
            &self.amount,
            ::otlp_runtime::__private::InGroup(
                __otlp_writer,
                ::otlp_runtime::__private::Key::new(b"\n\x13acme.payment.amount"),
            ),
        );
        ::otlp_runtime::__private::AttributeValue::__put(
            &::otlp_runtime::__private::PseudonymKey::hashed(&(KEY), &self.user),
            ::otlp_runtime::__private::InGroup(
                __otlp_writer,
                ::otlp_runtime::__private::Key::new(b"\n\x11acme.payment.user"),
            ),
        );
        ::otlp_runtime::__private::AttributeValue::__put(
            &::otlp_runtime::__private::masked(&self.card, 4usize),
            ::otlp_runtime::__private::InGroup(
                __otlp_writer,
                ::otlp_runtime::__private::Key::new(b"\n\x11acme.payment.card"),
            ),
        );
        ::otlp_runtime::__private::AttributeValue::__put(
            &{
                #[allow(unused_imports)]
                use ::otlp_runtime::__private::{RedactOption as _, RedactValue as _};
                (&::otlp_runtime::__private::Redact(&self.pin)).redacted()
            },
            ::otlp_runtime::__private::InGroup(
                __otlp_writer,
                ::otlp_runtime::__private::Key::new(b"\n\x08acme.pin"),
            ),
        );
        <Shop<
            'a,
        > as ::otlp_runtime::__private::SpanAttributes>::write(
            &self.shop,
            __otlp_writer,
        );
    }
}
const _: () = ::otlp_runtime::__private::no_key_in_both(
    &[
        ::otlp_runtime::__private::AttributeKeys::Key("acme.payment.id"),
        ::otlp_runtime::__private::AttributeKeys::Key("http.route"),
        ::otlp_runtime::__private::AttributeKeys::Key("acme.payment.amount"),
        ::otlp_runtime::__private::AttributeKeys::Key("acme.payment.user"),
        ::otlp_runtime::__private::AttributeKeys::Key("acme.payment.card"),
        ::otlp_runtime::__private::AttributeKeys::Key("acme.pin"),
    ],
    <Shop<'_> as ::otlp_runtime::__private::SpanAttributes>::KEYS,
);
