//! Trust in what comes from outside.

use std::time::Instant;

use otlp_runtime::{EntryPoint, Sampler, Span, inject, span};
use otlp_tests::Session;

use super::{Headers, SPAN, TRACE, caller, header};

#[span(kind = server, extract(headers, trust = trust))]
fn trusting(headers: &Headers) -> Headers {
    sent()
}

#[span(kind = server, extract(headers, trust = link))]
fn linking(headers: &Headers) -> Headers {
    sent()
}

#[span(kind = server, extract(headers, trust = restart))]
fn restarting(headers: &Headers) -> Headers {
    sent()
}

fn sent() -> Headers {
    let mut headers = Headers::new();
    inject(&mut headers);
    headers
}

fn stranger() -> Headers {
    let mut headers = caller("01");
    headers.push(("tracestate".to_owned(), "ot=rv:01234567890123,vendor=1".to_owned()));
    headers.push(("baggage".to_owned(), "tenant=other".to_owned()));
    headers
}

// TRU-01, TRU-06, W3C-10
#[test]
fn each_mode_makes_of_a_caller_what_it_says() {
    let session = Session::start();
    let sent = trusting(&stranger());
    assert!(header(&sent, "traceparent").unwrap().contains(TRACE));
    assert_eq!(header(&sent, "tracestate"), Some("ot=rv:01234567890123,vendor=1"));
    assert_eq!(header(&sent, "baggage"), Some("tenant=other"));
    assert_eq!(session.span("trusting").links, []);
    for (name, serve, links) in
        [("linking", linking as fn(&Headers) -> Headers, 1), ("restarting", restarting, 0)]
    {
        let sent = serve(&stranger());
        let span = session.span(name);
        assert!(!span.parent_span_id.is_valid() && !span.parent_is_remote, "{name}");
        assert_ne!(span.context.trace_id().to_string(), TRACE, "{name}");
        assert!(!header(&sent, "traceparent").unwrap().contains(TRACE), "{name}");
        assert_eq!((header(&sent, "tracestate"), header(&sent, "baggage")), (None, None), "{name}");
        assert_eq!(span.links.len(), links, "{name}");
        assert!(span.links.iter().all(|(context, _)| context.span_id().to_string() == SPAN), "{name}");
    }
}

// TRU-04
#[test]
fn entry_point_is_chosen_at_run_time() {
    static INSIDE: EntryPoint = EntryPoint::trust();
    static OUTSIDE: EntryPoint = EntryPoint::restart();
    let session = Session::start();
    for (name, is_ours) in [("ours", true), ("theirs", false)] {
        let entry_point = if is_ours { &INSIDE } else { &OUTSIDE };
        Span::builder().name(name).parent(entry_point.extract(&stranger())).start().end();
    }
    assert_eq!(session.span("ours").context.trace_id().to_string(), TRACE);
    assert_ne!(session.span("theirs").context.trace_id().to_string(), TRACE);
}

/// The sampler records nothing by itself, so whatever is recorded was forced by the caller's flag.
// TRU-02
#[test]
fn caller_cannot_force_more_than_the_limit() {
    let session = Session::with(|builder| builder.sampler(Sampler::parent_based(Sampler::always_off())));
    let (start, stranger) = (Instant::now(), stranger());
    for _ in 0..20_000 {
        linking(&stranger);
        restarting(&stranger);
    }
    // The first second gives drop by drop what later ones give in one gulp.
    let limit = 100 * (start.elapsed().as_secs() + 1);
    assert!(session.stats().created <= limit, "{} recorded, {limit} allowed", session.stats().created);
    trusting(&stranger);
    assert_eq!(session.span("trusting").parent_span_id.to_string(), SPAN, "trusted callers decide");
}

// TRU-02
#[test]
fn limit_of_a_trusted_entry_point_keeps_the_trace_together() {
    static LIMITED: EntryPoint = EntryPoint::trust().sampled_per_second(0);
    let session = Session::with(|builder| builder.sampler(Sampler::parent_based(Sampler::always_off())));
    let span = Span::builder().name("serve").parent(LIMITED.extract(&stranger())).start();
    assert_eq!(span.context().trace_id().to_string(), TRACE);
    assert!(!span.is_recording() && !span.context().is_sampled());
    drop(span);
    assert_eq!(session.stats().created, 0);
}
