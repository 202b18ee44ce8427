//! Functions that call functions.

use otlp_runtime::{FutureExt, Link, Span, SpanContext, SpanKind, event, inline, record, span, traced};
use otlp_tests::Session;

#[traced]
fn checkout() -> i64 {
    load_cart(3);
    charge();
    7
}

#[traced("acme.items" = items)]
fn load_cart(items: i64) {
    record!("acme.late" = items * 2);
}

#[span(kind = client, name = "card.charge", server.address = "cards.example")]
fn charge() {
    event!("card.presented", "acme.card.kind" = "debit", "acme.card.try" = 1 + 1);
}

#[test]
fn callees_are_children_of_their_callers() {
    let session = Session::start();
    assert_eq!(checkout(), 7);
    assert_eq!(
        session.tree(),
        "checkout\n\
         \x20 load_cart acme.items=3 acme.late=6\n\
         \x20 card.charge server.address=cards.example\n\
         \x20   · card.presented acme.card.kind=debit acme.card.try=2\n"
    );
    assert_eq!(session.span("card.charge").kind, SpanKind::Client);
    assert_eq!(session.span("checkout").kind, SpanKind::Internal);
    assert_eq!(session.span("checkout").scope, "otlp-tests");
}

#[traced("acme.depth" = depth)]
fn descend(depth: u32) -> u32 {
    if depth == 0 { 0 } else { 1 + descend(depth - 1) }
}

#[test]
fn recursion_nests_once_per_call() {
    let session = Session::start();
    assert_eq!(descend(3), 3);
    assert_eq!(
        session.tree(),
        "descend acme.depth=3\n\
         \x20 descend acme.depth=2\n\
         \x20   descend acme.depth=1\n\
         \x20     descend acme.depth=0\n"
    );
}

#[test]
fn deep_recursion_loses_no_span() {
    let session = Session::start();
    descend(1000);
    assert_eq!(session.spans().len(), 1001);
}

struct Shop {
    name: String,
}

trait Sell {
    fn sell(&mut self, price: i64) -> &str;

    #[traced]
    fn greet(&self) {}
}

impl Sell for Shop {
    #[traced("acme.shop" = self.name, "acme.price" = price)]
    fn sell(&mut self, price: i64) -> &str {
        self.name.push('!');
        &self.name
    }
}

impl Shop {
    #[traced(name = "shop.close", "acme.shop" = self.name)]
    fn close(self) -> String {
        self.name
    }

    #[traced]
    async fn open(self: std::sync::Arc<Self>) -> usize {
        std::future::ready(()).await;
        self.name.len()
    }
}

#[test]
fn methods_trait_methods_and_receivers_are_traced() {
    let session = Session::start();
    let mut shop = Shop { name: "fruit".into() };
    shop.greet();
    assert_eq!(shop.sell(3), "fruit!");
    assert_eq!(shop.close(), "fruit!");
    assert_eq!(super::futures::ready(std::sync::Arc::new(Shop { name: "x".into() }).open()), 1);
    assert_eq!(
        session.tree(),
        "greet\nsell acme.shop=fruit acme.price=3\nshop.close acme.shop=fruit!\nopen\n"
    );
}

#[test]
fn inline_spans_end_with_their_block() {
    let session = Session::start();
    {
        let _outer = inline::span!("outer", kind = server, "acme.outer" = true);
        {
            let _inner = inline::span!("inner");
            record!("acme.where" = "inner");
        }
        record!("acme.where" = "outer");
    }
    drop(inline::span!("after"));
    assert_eq!(
        session.tree(),
        "outer acme.outer=true acme.where=outer\n\
         \x20 inner acme.where=inner\n\
         after\n"
    );
}

#[traced(parent = parent)]
fn child_of(parent: SpanContext) {}

#[traced(root)]
fn new_trace() {}

#[traced(links = [Link::new(linked).with("acme.why", "batch")])]
fn linked_to(linked: SpanContext) {}

#[test]
fn parent_root_and_links_say_where_a_span_belongs() {
    let session = Session::start();
    let elsewhere = Span::builder().name("elsewhere").start();
    let here = inline::span!("here");
    child_of(elsewhere.context());
    new_trace();
    linked_to(elsewhere.context());
    let target = elsewhere.context();
    drop(here);
    elsewhere.end();
    assert_eq!(
        session.tree(),
        "elsewhere\n\
         \x20 child_of\n\
         here\n\
         \x20 linked_to\n\
         new_trace\n"
    );
    let (here, new) = (session.span("here"), session.span("new_trace"));
    assert_ne!(here.context.trace_id(), new.context.trace_id());
    let links = session.span("linked_to").links;
    assert_eq!(links[0].0.span_id(), target.span_id());
    assert_eq!(links[0].1[0].key, "acme.why");
}

#[test]
fn guards_dropped_in_the_wrong_order_lose_nothing() {
    let session = Session::start();
    let first = inline::span!("first");
    record!("acme.in" = "first");
    let second = inline::span!("second");
    drop(first);
    record!("acme.in" = "second");
    let third = inline::span!("third");
    drop(second);
    drop(third);
    assert!(!Span::current().context().is_valid());
    drop(inline::span!("next"));
    assert_eq!(
        session.tree(),
        "first acme.in=first\n\
         \x20 second acme.in=second\n\
         \x20   third\n\
         next\n"
    );
    let (first, third) = (session.span("first"), session.span("third"));
    assert!(first.end_unix_nanos <= third.start_unix_nanos, "the end is when the guard was dropped");
    let stats = session.stats();
    assert_eq!((stats.created, stats.live, stats.exported), (4, 0, 4));
}

#[test]
fn started_span_is_nobodys_parent_until_it_is_entered() {
    let session = Session::start();
    let mut outer = Span::builder().name("outer").start();
    Span::builder().name("before").start().end();
    outer.in_scope(|| Span::builder().name("inside").start().end());
    outer.record("acme.count", 1);
    outer.in_scope(|| record!("acme.count" = 2));
    let guard = outer.enter();
    Span::builder().name("entered").start().end();
    drop(guard);
    assert_eq!(
        session.tree(),
        "outer acme.count=2\n\
         \x20 inside\n\
         \x20 entered\n\
         before\n"
    );
}

#[test]
fn value_whose_display_makes_spans_and_records_disturbs_nothing() {
    struct Loud;
    impl std::fmt::Display for Loud {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            drop(inline::span!("formatting"));
            record!("acme.side" = "effect");
            f.write_str("loud")
        }
    }
    #[traced("acme.first" = %Loud)]
    fn shout() {
        record!("acme.second" = %Loud);
    }
    let session = Session::start();
    let outer = inline::span!("outer");
    shout();
    drop(outer);
    assert_eq!(
        session.tree(),
        "outer acme.side=effect\n\
         \x20 shout acme.first=loud acme.second=loud acme.side=effect\n\
         \x20   formatting\n\
         \x20 formatting\n"
    );
}

#[test]
fn guard_dropped_inside_another_spans_scope_ends_with_that_scope() {
    let session = Session::start();
    let guard = inline::span!("outer");
    let mut scope = Span::builder().name("scope").start();
    scope.in_scope(|| drop(guard));
    assert!(!Span::current().context().is_valid());
    scope.end();
    drop(inline::span!("later"));
    assert_eq!(session.tree(), "outer\n  scope\nlater\n");
}

#[test]
fn guard_dropped_inside_a_future_ends_with_that_poll() {
    let session = Session::start();
    let guard = inline::span!("outer");
    let mut future =
        Box::pin(FutureExt::in_span(async move { drop(guard) }, Span::builder().name("future").start()));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(future.as_mut().poll(&mut context).is_ready());
    assert!(!Span::current().context().is_valid());
    assert_eq!(session.tree(), "outer\n  future\n");
}

#[test]
fn guard_that_left_its_future_ends_at_the_next_poll() {
    let session = Session::start();
    let kept = std::cell::RefCell::new(None);
    let mut polls = 0;
    let future = std::future::poll_fn(|_| {
        polls += 1;
        if polls == 1 {
            *kept.borrow_mut() = Some(inline::span!("inner"));
            return std::task::Poll::Pending;
        }
        std::task::Poll::Ready(())
    });
    let outer = inline::span!("outer");
    let mut future = Box::pin(FutureExt::in_span(future, Span::builder().name("future").start()));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(future.as_mut().poll(&mut context).is_pending());
    drop(kept.take());
    assert!(future.as_mut().poll(&mut context).is_ready());
    drop(inline::span!("later"));
    drop(outer);
    assert_eq!(session.tree(), "outer\n  future\n    inner\n  later\n");
}
