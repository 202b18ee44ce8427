//! Derived groups of attributes, values and error types, as they arrive in spans.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, LazyLock};

use otlp_runtime::{
    AttributeValue, ErrorType, Event, PseudonymKey, Secret, Span, SpanAttributes, event, inline, record,
    traced,
};
use otlp_tests::Session;

#[derive(AttributeValue, Clone, Copy)]
enum Method {
    CreditCard,
    #[attribute(rename = "wire")]
    BankTransfer,
}

#[derive(AttributeValue)]
struct CartId(u64);

#[derive(AttributeValue)]
struct Label<T> {
    text: T,
}

#[derive(SpanAttributes)]
#[attribute(prefix = "shop")]
struct Shop<'a> {
    name: &'a str,
    r#type: Option<&'static str>,
    #[attribute("shop.place")]
    city: Cow<'a, str>,
    #[attribute(skip)]
    notes: Vec<Vec<u8>>,
}

#[derive(SpanAttributes)]
struct Payment<'a, T> {
    #[attribute("acme.payment.id")]
    id: CartId,
    #[attribute(http.route)]
    route: Option<Arc<str>>,
    #[attribute("acme.payment.method")]
    method: Method,
    #[attribute("acme.payment.tries")]
    tries: Vec<Method>,
    #[attribute("acme.payment.amount")]
    amount: T,
    #[attribute(flatten)]
    shop: Shop<'a>,
    #[attribute(flatten)]
    gift: Option<Box<Gift>>,
    #[attribute(skip)]
    card: Secret<String>,
}

#[derive(SpanAttributes)]
struct Gift {
    #[attribute("acme.gift.label")]
    label: Label<String>,
}

fn payment(gift: Option<Box<Gift>>) -> Payment<'static, i64> {
    Payment {
        id: CartId(7),
        route: None,
        method: Method::CreditCard,
        tries: vec![Method::BankTransfer, Method::CreditCard],
        amount: -5,
        shop: Shop { name: "corner", r#type: Some("books"), city: "Rome".into(), notes: Vec::new() },
        gift,
        card: Secret::new(String::from("4111")),
    }
}

#[test]
fn fields_are_recorded_under_their_keys_and_groups_in_their_place() {
    let session = Session::start();
    {
        let _span = inline::span!("pay", "acme.payment.amount" = 1);
        let payment = payment(Some(Box::new(Gift { label: Label { text: "for you".to_owned() } })));
        Span::current().record_all(&payment);
        assert_eq!((payment.card.expose().as_str(), payment.shop.notes.len()), ("4111", 0));
    }
    assert_eq!(
        session.tree(),
        "pay acme.payment.id=7 acme.payment.method=credit_card \
         acme.payment.tries=Array([String(\"wire\"), String(\"credit_card\")]) acme.payment.amount=-5 \
         shop.name=corner shop.type=books shop.place=Rome acme.gift.label=for you\n"
    );
}

#[test]
fn builder_spans_and_events_take_groups_too() {
    let session = Session::start();
    let mut span = Span::builder().name("pay").start();
    span.record_all(&Some(&Gift { label: Label { text: "a".to_owned() } }));
    span.add_event(Event::new("paid").with_all(&(Gift { label: Label { text: "b".to_owned() } },)));
    drop(span);
    assert_eq!(session.tree(), "pay acme.gift.label=a\n  · paid acme.gift.label=b\n");
}

#[test]
fn values_derive_into_every_macro() {
    #[traced(ret, "acme.id" = id)]
    fn pay(id: &CartId) -> Method {
        record!("acme.method" = Method::CreditCard);
        event!("paid", "acme.label" = Label { text: Some(id.0) }, "acme.all" = [Method::BankTransfer; 1]);
        Method::BankTransfer
    }
    let session = Session::start();
    pay(&CartId(3));
    assert_eq!(
        session.tree(),
        "pay acme.id=3 acme.method=credit_card return=wire\n  \
         · paid acme.label=3 acme.all=Array([String(\"wire\")])\n"
    );
}

static USERS: LazyLock<PseudonymKey> = LazyLock::new(|| PseudonymKey::new("k1", [0x0b; 32]));

fn old_key() -> &'static PseudonymKey {
    static KEY: LazyLock<PseudonymKey> = LazyLock::new(|| {
        let mut bytes = [0; 32];
        bytes[..4].copy_from_slice(b"Jefe");
        PseudonymKey::new("k0", bytes)
    });
    &KEY
}

#[derive(SpanAttributes)]
#[attribute(prefix = "acme.user")]
struct User<'a> {
    #[attribute(hash(USERS))]
    name: &'a str,
    #[attribute(hash(old_key()))]
    old: Option<String>,
    #[attribute(hash(&*USERS))]
    number: u64,
    #[attribute(mask(keep_last = 4))]
    card: u64,
    #[attribute(mask(keep_last = 2))]
    codes: [&'a str; 2],
    #[attribute(truncate(3))]
    text: &'a str,
    #[attribute("acme.user.mail", redact)]
    mail: Secret<String>,
    #[attribute(redact)]
    nothing: Option<std::cell::Cell<u8>>,
    #[attribute(mask(keep_last = 1))]
    none: Option<&'a str>,
}

// PRI-02, PRI-04
#[test]
fn policies_decide_what_of_a_value_is_recorded() {
    let session = Session::start();
    {
        let _span = inline::span!("sign in");
        Span::current().record_all(&User {
            name: "Hi There",
            old: Some("what do ya want for nothing?".to_owned()),
            number: 12,
            card: 4_111_111_111_111_234,
            codes: ["abcd", "abc"],
            text: "aßçd",
            mail: Secret::new("ada@example.org".to_owned()),
            nothing: None,
            none: None,
        });
    }
    let tree = session.tree();
    assert_eq!(
        tree,
        "sign in acme.user.name=k1:198a607eb44bfbc69903a0f1cf2bbdc5 acme.user.old=k0:5bdcc146bf60754e6a042426089575c7 \
         acme.user.number=k1:1c5f25859b33fd1a09dc8a4fd8d0a394 acme.user.card=****1234 \
         acme.user.codes=Array([String(\"****cd\"), String(\"****\")]) acme.user.text=aßç acme.user.mail=[redacted]\n"
    );
}

#[derive(Debug, ErrorType)]
enum PayError {
    Refused(&'static str),
    #[attribute(rename = "timeout")]
    TimedOut {
        seconds: u8,
    },
}

impl fmt::Display for PayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(why) => f.write_str(why),
            Self::TimedOut { seconds } => write!(f, "after {seconds} s"),
        }
    }
}

#[traced(err)]
fn fail<E: fmt::Display>(error: E) -> Result<(), E> {
    Err(error)
}

#[traced(err)]
async fn fail_boxed(error: PayError) -> Result<(), Box<PayError>> {
    std::future::ready(()).await;
    Err(Box::new(error))
}

#[traced(err(expected = PayError::TimedOut { .. }))]
fn fail_with(error: PayError) -> Result<(), PayError> {
    Err(error)
}

// EXC-03, PRI-08
#[test]
fn err_records_the_type_that_the_error_gives_itself() {
    let session = Session::start();
    fail_with(PayError::Refused("no")).unwrap_err();
    fail_with(PayError::TimedOut { seconds: 1 }).unwrap_err();
    super::futures::ready(fail_boxed(PayError::TimedOut { seconds: 2 })).unwrap_err();
    // Nothing is known of a type parameter but its bounds.
    fail(PayError::Refused("no")).unwrap_err();
    assert_eq!(
        session.tree(),
        "fail_with error.type=refused ERROR \"no\"\n\
         fail_with\n\
         fail_boxed error.type=timeout ERROR \"after 2 s\"\n\
         fail error.type=tree::derive::PayError ERROR \"no\"\n"
    );
}
