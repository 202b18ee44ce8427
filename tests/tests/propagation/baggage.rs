//! Baggage inside of the process: with spans of all kinds, and without any.

use std::task::{Context, Poll, Waker};

use otlp_runtime::{
    Baggage, Destinations, FutureExt, Propagator, Sampler, Span, Value, extract, inject, inline, traced,
};
use otlp_tests::Session;

use super::{Headers, TRACE, caller, header};

fn tenant() -> Baggage {
    Baggage::empty().with("acme.tenant", "north")
}

fn current() -> String {
    Baggage::current().as_str().to_owned()
}

// BAG-01
#[test]
fn works_without_telemetry() {
    let other = std::thread::spawn(|| {
        tenant().in_scope(|| {
            assert_eq!(current(), "acme.tenant=north");
            Baggage::current().with("a", "1").in_scope(|| assert_eq!(current(), "acme.tenant=north,a=1"));
            assert_eq!(current(), "acme.tenant=north");
        });
        current()
    });
    assert_eq!(other.join().unwrap(), "");
}

#[test]
fn scope_ends_by_a_panic_too() {
    let panicked = std::panic::catch_unwind(|| tenant().in_scope(|| panic!("as planned")));
    assert!(panicked.is_err());
    assert_eq!(current(), "");
}

/// The same whether spans are recorded, not recorded, or not there.
#[test]
fn children_inherit_and_parents_do_not() {
    fn check() {
        let outer = inline::span!("outer");
        {
            let _inner = inline::span!("inner");
            let _tenant = tenant().attach();
            let _innermost = inline::span!("innermost");
            assert_eq!(current(), "acme.tenant=north");
            let mut sent = Headers::new();
            inject(&mut sent);
            assert_eq!(header(&sent, "baggage"), Some("acme.tenant=north"));
        }
        assert_eq!(current(), "");
        drop(outer);
        assert_eq!(current(), "");
    }
    for sampler in [Sampler::always_on(), Sampler::always_off(), Sampler::parent_based(Sampler::always_off())]
    {
        let _session = Session::with(|builder| builder.sampler(sampler));
        check();
    }
    check();
}

#[test]
fn travels_with_futures_from_thread_to_thread() {
    #[traced]
    async fn inside() -> String {
        tokio::task::yield_now().await;
        current()
    }
    let _session = Session::start();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    let mut outer = Span::builder().name("outer").start();
    outer.set_baggage(tenant());
    let with_spans = FutureExt::in_span(
        async {
            tokio::task::yield_now().await;
            let other = tenant().with("a", "1").wrap(inside());
            (
                inside().await,
                tokio::spawn(other).await.unwrap(),
                tokio::spawn(inside()).await.unwrap(),
                current(),
            )
        },
        outer,
    );
    let seen = runtime.block_on(runtime.spawn(with_spans)).unwrap();
    let [north, both] = ["acme.tenant=north", "acme.tenant=north,a=1"].map(str::to_owned);
    assert_eq!(seen, (north.clone(), both, String::new(), north));
    assert_eq!(current(), "");
}

#[test]
fn guard_that_outlives_its_span_disturbs_nobody() {
    let _session = Session::start();
    let span = inline::span!("span");
    let tenant = tenant().attach();
    drop(span);
    assert_eq!(current(), "");
    drop(tenant);
    assert_eq!(current(), "");
}

#[test]
fn travels_with_a_span_to_another_thread() {
    let _session = Session::start();
    let mut span = Span::builder().name("sent").start();
    span.set_baggage(tenant());
    let seen = std::thread::spawn(move || span.in_scope(current)).join().unwrap();
    assert_eq!(seen, "acme.tenant=north");
}

#[test]
fn incoming_baggage_replaces_what_there_was() {
    let _session = Session::start();
    tenant().in_scope(|| {
        let mut headers = caller("01");
        let served = |headers: &Headers| {
            let _server = inline::span!("serve", extract(headers));
            current()
        };
        assert_eq!(served(&headers), "acme.tenant=north", "a request without baggage takes none away");
        headers.push(("baggage".to_owned(), "a=1".to_owned()));
        assert_eq!(served(&headers), "a=1");
        assert_eq!(current(), "acme.tenant=north");
    });
}

// PRI-09
#[test]
fn only_listed_members_become_attributes() {
    let session = Session::start();
    tenant().with("user", "ada").in_scope(|| {
        drop(inline::span!("none"));
        let _some = inline::span!("some");
        Span::current().record_baggage(&["acme.tenant", "absent"]);
    });
    assert_eq!(session.span("none").attributes, []);
    let some = session.span("some");
    assert_eq!((some.attributes.len(), some.attribute("acme.tenant")), (1, Some(&Value::from("north"))));
}

// BAG-01, R35
#[test]
fn goes_along_with_work_that_is_carried_to_another_thread() {
    let _session = Session::start();
    let below_a_span = tenant().in_scope(|| {
        let _span = Span::builder().name("outer").start().enter();
        Span::current().carry(current)
    });
    let without_one = tenant().in_scope(|| Span::current().carry(current));
    assert_eq!(std::thread::spawn(below_a_span).join().unwrap(), "acme.tenant=north");
    assert_eq!(std::thread::spawn(without_one).join().unwrap(), "acme.tenant=north");
}

#[test]
fn baggage_guards_leave_nothing_behind_in_whatever_order_they_go() {
    let session = Session::start();
    let before = Baggage::current();
    let attach = |name| Baggage::current().with(name, "1").attach();
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let mut guards = ["a", "b", "c"].map(|name| Some(attach(name)));
        for index in order {
            assert!(Baggage::current() != before, "{order:?}");
            guards[index] = None;
        }
        assert_eq!(Baggage::current(), before, "{order:?}");
    }
    // That of a span goes with the span, that of the thread with its guard.
    let outside = attach("outside");
    let span = inline::span!("inside");
    let inside = attach("inside");
    drop(outside);
    assert_eq!(Baggage::current().as_str(), "outside=1,inside=1");
    drop(span);
    assert_eq!(Baggage::current(), before);
    drop(inside);
    assert_eq!(Baggage::current(), before);
    drop(session);
}

// TRU-05
#[test]
fn who_is_not_ours_gets_no_baggage_and_nothing_that_was_copied() {
    static OURS: Destinations = Destinations::ours(&["shop.example"]);
    let _session = Session::start();
    let _span = Span::builder().name("call").start().enter();
    let sent = |destinations: &Destinations, host: &str| {
        let mut headers = caller("00");
        headers.push(("baggage".to_owned(), "copied=1".to_owned()));
        tenant().in_scope(|| destinations.inject(host, &mut headers));
        let is_copied = headers.iter().any(|(_, value)| value.contains(TRACE));
        assert!(!is_copied, "{headers:?}");
        (header(&headers, "traceparent").is_some(), header(&headers, "baggage").map(str::to_owned))
    };
    let baggage = Some("acme.tenant=north".to_owned());
    assert_eq!(sent(&OURS, "api.shop.example"), (true, baggage.clone()));
    assert_eq!(sent(&OURS, "bank.example"), (true, None));
    assert_eq!(sent(&OURS.clone().and_nobody_else(), "bank.example"), (false, None));
    assert_eq!(sent(&Destinations::all(), "bank.example"), (true, baggage));
}

// PRO-03: what propagators noted goes along whichever way a parent is named.
#[test]
fn parent_that_is_the_current_span_hands_on_what_it_carries() {
    let _session = Session::with(|builder| builder.propagators([Propagator::B3]));
    let headers = vec![("b3".to_owned(), format!("{TRACE}-00f067aa0ba902b7-d"))];
    let _server = Span::builder().name("serve").parent(extract(&headers)).start().enter();
    let context = Span::current().context();
    let by_handle = Span::builder().name("call").parent(Span::current()).start();
    let by_default = Span::builder().name("call").start();
    for span in [by_handle, by_default] {
        let mut sent = Headers::new();
        span.inject(&mut sent);
        assert_eq!(span.context().trace_id(), context.trace_id());
        assert!(header(&sent, "b3").unwrap().contains("-d"), "{sent:?}");
    }
}

#[test]
fn guard_kept_from_poll_to_poll_reaches_no_other_task() {
    let before = Baggage::current();
    let mut future = Box::pin(tenant().wrap(async {
        let guard = Baggage::current().with("a", "1").attach();
        let mut is_first = true;
        std::future::poll_fn(|_| if std::mem::take(&mut is_first) { Poll::Pending } else { Poll::Ready(()) })
            .await;
        drop(guard);
        current()
    }));
    let mut poll = || future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    assert!(poll().is_pending());
    assert_eq!(Baggage::current(), before);
    assert_eq!(poll(), Poll::Ready("acme.tenant=north".to_owned()));
    assert_eq!(Baggage::current(), before);
}

// PRO-03: in a scope as under a given parent.
#[test]
fn decision_left_open_is_made_by_the_first_span() {
    let session = Session::with(|builder| builder.propagators([Propagator::B3]));
    let headers = vec![("b3".to_owned(), format!("{TRACE}-00f067aa0ba902b7"))];
    extract(&headers).in_scope(|| {
        let _span = Span::builder().name("serve").start().enter();
        let mut sent = Headers::new();
        inject(&mut sent);
        assert_eq!(header(&sent, "b3").unwrap().split('-').nth(2), Some("1"), "{sent:?}");
        drop(Span::builder().name("call").parent(Span::current()).start());
    });
    assert_eq!(session.spans().len(), 2);
}
