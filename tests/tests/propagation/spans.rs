//! `extract(..)`, `inject(..)` and contexts as parents and links.

use std::cell::Cell;
use std::collections::HashMap;

use otlp_runtime::{
    Context, Environment, Propagator, Sampler, Span, SpanContext, extract, extract_with, inject, inject_with,
    inline, span, traced,
};
use otlp_tests::Session;

use super::{Headers, SPAN, TRACE, caller, header};

#[span(kind = server, extract(headers))]
fn serve(headers: &Headers) -> Headers {
    let mut request = Headers::new();
    call(&mut request);
    request
}

#[span(kind = client, inject(request), "acme.headers" = request.len())]
fn call(request: &mut Headers) {
    let _inside = inline::span!("inside");
}

fn headers(pairs: &[(&str, &str)]) -> Headers {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn trace_goes_through_the_process() {
    let session = Session::start();
    let mut incoming = caller("01");
    incoming.extend(headers(&[("tracestate", "a=1"), ("baggage", "tenant=north;ttl=1")]));
    let sent = serve(&incoming);
    let (server, client) = (session.span("serve"), session.span("call"));
    assert_eq!(server.context.trace_id().to_string(), TRACE);
    assert_eq!(server.parent_span_id.to_string(), SPAN);
    assert!(server.parent_is_remote && !server.context.is_remote());
    assert!(!client.parent_is_remote && client.parent_span_id == server.context.span_id());
    let expected = format!("00-{TRACE}-{}-01", client.context.span_id());
    assert_eq!(header(&sent, "traceparent"), Some(expected.as_str()));
    assert_eq!(
        (header(&sent, "tracestate"), header(&sent, "baggage")),
        (Some("a=1"), Some("tenant=north;ttl=1"))
    );
    assert_eq!(session.tree(), "serve\n  call acme.headers=0\n    inside\n");
}

// SAM-02, W3C-04
#[test]
fn unsampled_trace_is_passed_on_and_not_recorded() {
    let session = Session::start();
    let sent = serve(&caller("02"));
    let parent = header(&sent, "traceparent").unwrap();
    assert!(parent.starts_with(&format!("00-{TRACE}-")) && parent.ends_with("-02"), "{parent}");
    assert!(!parent.contains(SPAN), "the server's own id");
    assert_eq!(session.stats().created, 0);
}

// PRO-01
#[test]
fn request_without_context_begins_below_the_current_span() {
    let session = Session::start();
    for bad in [headers(&[]), headers(&[("traceparent", "00-bad")]), headers(&[("traceparent", "\u{0}ä")])] {
        let _outer = inline::span!("outer");
        serve(&bad);
    }
    let tree = "outer\n  serve\n    call acme.headers=0\n      inside\n";
    assert_eq!(session.tree(), tree.repeat(3));
}

#[test]
fn expressions_run_once_and_only_where_there_are_propagators() {
    thread_local!(static RUNS: Cell<u32> = const { Cell::new(0) });
    #[traced(extract(counted(incoming)), inject(counted(outgoing)))]
    fn run(incoming: &Headers, outgoing: &mut Headers) {}
    fn counted<T>(value: T) -> T {
        RUNS.set(RUNS.get() + 1);
        value
    }
    let runs = || {
        RUNS.set(0);
        run(&caller("01"), &mut Headers::new());
        RUNS.get()
    };
    {
        let _session = Session::start();
        assert_eq!(runs(), 2);
    }
    let _session = Session::with(|builder| builder.propagators([]));
    assert_eq!(runs(), 0);
}

#[test]
fn async_function_extracts_and_injects_at_its_first_poll() {
    #[span(kind = server, extract(incoming), inject(&mut outgoing))]
    async fn forward(incoming: &Headers, mut outgoing: Headers) -> Headers {
        std::future::ready(()).await;
        outgoing
    }
    let session = Session::start();
    let incoming = caller("01");
    let future = forward(&incoming, Headers::new());
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let sent = runtime.block_on(future);
    let expected = format!("00-{TRACE}-{}-01", session.span("forward").context.span_id());
    assert_eq!(header(&sent, "traceparent"), Some(expected.as_str()));
}

#[test]
fn function_that_returns_a_future_extracts_at_the_call() {
    #[span(kind = server, extract(incoming))]
    fn forward(incoming: &Headers) -> impl Future<Output = SpanContext> + use<> {
        async { Span::current().context() }
    }
    let _session = Session::start();
    let future = forward(&caller("01"));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    assert_eq!(runtime.block_on(future).trace_id().to_string(), TRACE);
}

#[test]
fn batch_links_to_the_traces_of_its_messages() {
    #[span(kind = consumer, links = messages.iter().map(extract))]
    fn consume(messages: &[Headers]) {}
    let session = Session::start();
    consume(&[caller("01"), headers(&[]), caller("00")]);
    let span = session.span("consume");
    assert!(!span.parent_span_id.is_valid());
    let links: Vec<_> = span.links.iter().map(|(context, _)| context.span_id().to_string()).collect();
    assert_eq!(links, [SPAN, SPAN], "a message without context is no link");
    assert!(span.links.iter().all(|(context, _)| context.is_remote()));
}

#[test]
fn closures_reach_carriers_of_any_type() {
    let session = Session::start();
    let stored = HashMap::from([("traceparent", format!("00-{TRACE}-{SPAN}-01").into_bytes())]);
    let context = extract_with(|name| std::str::from_utf8(stored.get(name)?).ok());
    Span::builder().name("serve").parent(&context).start().in_scope(|| {
        let mut sent = Vec::new();
        inject_with(|name, value| sent.push((name.to_owned(), value.to_owned())));
        assert!(header(&sent, "traceparent").unwrap().starts_with(&format!("00-{TRACE}-")));
    });
    assert_eq!(session.span("serve").parent_span_id.to_string(), SPAN);
    let twice = extract_with(|name| {
        if name == "traceparent" { vec![&stored["traceparent"]; 2] } else { vec![] }
            .into_iter()
            .map(|value| String::from_utf8(value.clone()).unwrap())
    });
    assert_eq!(twice, Context::default(), "W3C-03");
}

#[test]
fn context_goes_to_another_thread() {
    let session = Session::start();
    let context = serve_and_take(&caller("01"));
    std::thread::spawn(move || Span::builder().name("elsewhere").parent(&context).start().end())
        .join()
        .unwrap();
    let (server, elsewhere) = (session.span("serve_and_take"), session.span("elsewhere"));
    assert_eq!(elsewhere.parent_span_id, server.context.span_id());
    assert!(!elsewhere.parent_is_remote, "only what was extracted is remote");
}

#[traced(extract(headers))]
fn serve_and_take(headers: &Headers) -> Context {
    Context::current()
}

#[test]
fn span_that_is_not_entered_injects_its_own_context() {
    let _session = Session::start();
    let span = Span::builder().name("send").start();
    let (mut own, mut current) = (Headers::new(), Headers::new());
    span.inject(&mut own);
    inject(&mut current);
    assert!(header(&own, "traceparent").unwrap().contains(&span.context().span_id().to_string()));
    assert_eq!(current, []);
}

// CLOUD 6.1: a decision that is left open is ours
#[test]
fn deferred_decision_is_made_by_the_sampler_of_roots() {
    let deferred = headers(&[("b3", &format!("{TRACE}-{SPAN}"))]);
    for (ratio, expected) in [(0.0, "00"), (1.0, "01")] {
        let sampler = Sampler::parent_based(Sampler::trace_id_ratio(ratio));
        let session = Session::with(|builder| {
            builder.sampler(sampler).propagators([Propagator::B3, Propagator::TraceContext])
        });
        let sent = serve(&deferred);
        let parent = header(&sent, "traceparent").unwrap();
        assert!(parent.starts_with(&format!("00-{TRACE}-")) && parent.ends_with(expected), "{parent}");
        assert!(header(&sent, "b3").unwrap().ends_with(if ratio > 0.0 { "-1" } else { "-0" }));
        assert_eq!(session.stats().created, if ratio > 0.0 { 3 } else { 0 });
    }
}

// PRO-03
#[test]
fn notes_of_propagators_go_through_the_process_and_not_into_other_traces() {
    let _session = Session::with(|builder| builder.propagators([Propagator::B3]));
    let debug = headers(&[("b3", &format!("{TRACE}-{SPAN}-d"))]);
    let sent = serve(&debug);
    assert!(header(&sent, "b3").unwrap().ends_with("-d"), "{sent:?}");
    let _server = inline::span!("server", extract(&debug));
    let _other = inline::span!("other", root);
    let mut sent = Headers::new();
    inject(&mut sent);
    assert!(header(&sent, "b3").unwrap().ends_with("-1"), "{sent:?}");
}

#[test]
fn xray_keeps_the_keys_of_others() {
    let _session = Session::with(|builder| builder.propagators([Propagator::XRay]));
    let incoming =
        format!("Self=1-1-1;Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Parent={SPAN};Sampled=1;Lineage=a:1");
    let sent = serve(&headers(&[("x-amzn-trace-id", &incoming)]));
    let sent = header(&sent, "x-amzn-trace-id").unwrap();
    assert!(sent.starts_with("Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Parent="), "{sent}");
    assert!(sent.ends_with(";Sampled=1;Lineage=a:1"), "{sent}");
}

#[test]
fn environment_without_context_makes_a_root() {
    let session = Session::start();
    let main = Span::builder().name("main").parent(extract(&Environment)).start();
    main.end();
    assert!(!session.span("main").parent_span_id.is_valid());
}
