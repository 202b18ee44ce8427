//! The parsers of contexts and settings, under input that nobody should send.
//!
//! Those of a collector's answers, of endpoints and of certificates are in `transport/fuzz.rs`, those of spool files in
//! `spool/store/tests.rs`, that of `otlp.toml` in `otlp-macros`: all beside what is private. What is bounded is the size of what they return, which is
//! what they keep; the bytes that they take meanwhile are watched in `tests/tests/propagation/hostile.rs` and
//! `tests/tests/allocations`.

use super::mutate::feed;
use crate::baggage::Baggage;
use crate::config::Settings;
use crate::context::{SpanId, TraceId, TraceState};
use crate::propagation::{Context, Propagator, Propagators};
use crate::sampler::Sampler;

/// What a header can hold, as the carriers of `http` hand it on.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Feeds one propagator with headers, one a line.
fn headers(target: &str, propagator: Propagator, names: &[&'static str], seeds: &[&[u8]]) {
    let propagators = Propagators::new(&[propagator]);
    feed(target, seeds, |input| {
        let text = text(input);
        let pairs: Vec<(&str, &str)> = names.iter().copied().zip(text.split('\n')).collect();
        let context = propagators.extract(&pairs);
        check(&context);
        // What it sends on, it reads again as the same.
        let mut sent = Vec::<(String, String)>::new();
        propagators.inject(&context, &mut sent);
        let again = propagators.extract(&sent);
        let mut resent = Vec::<(String, String)>::new();
        propagators.inject(&again, &mut resent);
        assert_eq!(sent, resent);
        let (span, again) = (context.span_context(), again.span_context());
        assert_eq!((span.trace_id(), span.span_id()), (again.trace_id(), again.span_id()));
    });
}

fn check(context: &Context) {
    let span = context.span_context();
    assert!(!span.is_valid() || span.is_remote());
    assert_eq!(span.trace_id().is_valid(), span.span_id().is_valid());
    assert!(span.trace_state().as_str().len() <= 4096);
    assert!(context.baggage().as_str().len() <= 8192 && context.baggage().len() <= 64);
}

// R27, W3C-02
#[test]
fn trace_context() {
    let seeds: [&[u8]; 4] = [
        b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\na=1,b@c=2,ot=th:8;rv:0123456789abcd",
        b"cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-03-more\n",
        b"00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        b"00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-00\n,, ,\t",
    ];
    headers("trace_context", Propagator::TraceContext, &["traceparent", "tracestate"], &seeds);
}

// R27
#[test]
fn b3() {
    let seeds: [&[u8]; 4] = [
        b"4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-d-00f067aa0ba902b8",
        b"0",
        b"\n4bf92f3577b34da6a3ce929d0e0e4736\n00f067aa0ba902b7\n1\n1",
        b"\na3ce929d0e0e4736\n00f067aa0ba902b7\ntrue",
    ];
    headers(
        "b3",
        Propagator::B3,
        &["b3", "x-b3-traceid", "x-b3-spanid", "x-b3-sampled", "x-b3-flags"],
        &seeds,
    );
    headers(
        "b3",
        Propagator::B3Multi,
        &["b3", "x-b3-traceid", "x-b3-spanid", "x-b3-sampled", "x-b3-flags"],
        &seeds,
    );
}

// R27
#[test]
fn jaeger() {
    let seeds: [&[u8]; 3] = [
        b"4bf92f3577b34da6a3ce929d0e0e4736:00f067aa0ba902b7:0:3\nvalue\na=1, b=2",
        b"4bf92f3577b34da6%3A00f067aa0ba902b7%3A0%3A1",
        b"1:1:1:ff",
    ];
    headers("jaeger", Propagator::Jaeger, &["uber-trace-id", "uberctx-key", "jaeger-baggage"], &seeds);
}

// R27
#[test]
fn xray() {
    let seeds: [&[u8]; 3] = [
        b"Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Parent=00f067aa0ba902b7;Sampled=?;Lineage=a:1",
        b"Sampled=1; Parent=00f067aa0ba902b7 ;Self=2;Root=1-4bf92f35-77b34da6a3ce929d0e0e4736",
        b"Root=1;Root=2;;=;",
    ];
    headers("xray", Propagator::XRay, &["x-amzn-trace-id"], &seeds);
}

// R27, BAG-02, BAG-05
#[test]
fn baggage() {
    let seeds: [&[u8]; 3] = [b"a=1,b=%20;c;d=e, f = g ", b"%41=%zz,\xc3\xa9=1,a=a=a", b"a=1;x=y;;,=,;"];
    headers("baggage", Propagator::Baggage, &["baggage"], &seeds);
    feed("baggage", &seeds, |input| {
        let value = text(input);
        let baggage = Baggage::empty().with("key", &value);
        if let Some(read) = baggage.get("key") {
            assert_eq!(read, value);
        }
    });
}

#[test]
fn trace_states_and_ids() {
    let seeds: [&[u8]; 3] =
        [b"a=1,b@c=2", b"4bf92f3577b34da6a3ce929d0e0e4736", b"ot=th:fffffffffffff;rv:00000000000001;x:y"];
    feed("trace_state", &seeds, |input| {
        let text = text(input);
        if let Ok(state) = text.parse::<TraceState>() {
            assert_eq!(state.as_str().parse().as_ref(), Ok(&state));
            let _ = (crate::ot::threshold(&state), crate::ot::consistent(&state, TraceId::default(), true));
        }
        if let Ok(id) = text.parse::<TraceId>() {
            assert_eq!(id.to_string(), text.to_ascii_lowercase());
        }
        if let Ok(id) = text.parse::<SpanId>() {
            assert_eq!(id.to_string(), text.to_ascii_lowercase());
        }
    });
}

/// The variables that are read, each fed with the same text; those that name a file are left out.
#[test]
fn environment() {
    let seeds: [&[u8]; 10] = [
        b"http://user:secret@localhost:4318/v1?key=value",
        b"api-key=canary,x=%20,broken",
        b"service.name=a,deployment=b%2Cc",
        b"parentbased_traceidratio",
        b"0.25",
        b"tracecontext,baggage,b3,b3multi,jaeger,xray,ottrace,none",
        b"grpc",
        b"18446744073709551616",
        b"-1",
        b" true ",
    ];
    feed("environment", &seeds, |input| {
        let text = text(input);
        let settings = Settings::from_source(&|name| {
            (!name.ends_with("CERTIFICATE") && !name.ends_with("KEY")).then(|| text.clone())
        });
        for warning in &settings.warnings {
            let warning = warning.to_string();
            assert!(!warning.chars().any(char::is_control), "{warning:?}");
            assert!(warning.len() < 2000, "{} bytes", warning.len());
        }
        let _ = Sampler::from(settings.sampler);
        #[cfg(any(feature = "http", feature = "grpc"))]
        {
            // The system's certificates would take all the time.
            let mut otlp = settings.otlp;
            otlp.certificate = Some(crate::config::Pem::bytes(""));
            let _ = crate::OtlpExporter::builder().settings(otlp).build_quietly();
        }
    });
}
