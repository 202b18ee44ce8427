//! Formats, each against literals: what is read, and what is sent.

use std::collections::{BTreeMap, HashMap};

use super::*;
use crate::baggage::{Baggage, Carried, Notes};
use crate::context::{SpanContext, TraceFlags, TraceState};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const SPAN: &str = "00f067aa0ba902b7";

fn read(propagator: Propagator, headers: &[(&str, &str)]) -> Context {
    Propagators::new(&[propagator]).extract(headers)
}

/// `trace span flags`, with `deferred` and `debug` where they are; empty if nothing was found.
fn shown(context: &Context) -> String {
    let span = context.span_context();
    if !span.is_valid() {
        return String::new();
    }
    assert!(span.is_remote(), "extracted contexts are remote");
    let mut text = format!("{} {} {:?}", span.trace_id(), span.span_id(), span.trace_flags());
    let Notes { is_deferred, is_debug, xray } = context.notes();
    for (word, is_there) in [(" deferred", *is_deferred), (" debug", *is_debug)] {
        text.push_str(if is_there { word } else { "" });
    }
    text + xray.as_deref().unwrap_or_default()
}

fn sent(propagator: Propagator, context: &Context) -> Vec<String> {
    let mut carrier = Vec::<(String, String)>::new();
    Propagators::new(&[propagator]).inject(context, &mut carrier);
    carrier.into_iter().map(|(name, value)| format!("{name}: {value}")).collect()
}

fn context(flags: u8, notes: Notes) -> Context {
    let (trace, span) = (TRACE.parse().unwrap(), SPAN.parse().unwrap());
    let span = SpanContext::new(trace, span, TraceFlags::new(flags), false, TraceState::empty());
    Context::of(span, Carried::new(Baggage::empty(), notes))
}

const DEFERRED: Notes = Notes { is_deferred: true, is_debug: false, xray: None };
const DEBUG: Notes = Notes { is_deferred: false, is_debug: true, xray: None };

// ENV-06, PRO-02
#[test]
fn list_keeps_order_and_has_each_propagator_once() {
    use Propagator::{B3, Baggage, Jaeger, TraceContext};
    let list = Propagators::new(&[B3, TraceContext, B3, Jaeger, TraceContext]);
    assert_eq!(list.iter().collect::<Vec<_>>(), [B3, TraceContext, Jaeger]);
    assert_eq!(Propagators::default().iter().collect::<Vec<_>>(), [TraceContext, Baggage]);
    assert_eq!(Propagators::new(&Propagator::ALL).iter().collect::<Vec<_>>(), Propagator::ALL);
    assert_eq!(Propagators::NONE.iter().next(), None);
    assert_eq!(format!("{list:?}"), "[B3, TraceContext, Jaeger]");
}

// PRO-02
#[test]
fn later_propagator_wins_and_one_that_finds_nothing_changes_nothing() {
    let b3 = ("b3", "000000000000000000000000000000aa-00000000000000bb-1");
    let w3c = ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00");
    let both = Propagators::new(&[Propagator::B3, Propagator::TraceContext]);
    assert_eq!(shown(&both.extract(&[b3, w3c])), format!("{TRACE} {SPAN} 00"));
    assert_eq!(
        shown(&both.extract(&[b3, ("traceparent", "00-nonsense")])),
        "000000000000000000000000000000aa 00000000000000bb 01"
    );
}

// W3C-01, W3C-02, W3C-04
#[test]
fn flags_that_nobody_knows_yet_are_not_sent_on() {
    for (version, flags, expected) in
        [("00", "ff", "03"), ("00", "fc", "00"), ("cc", "ff", "03"), ("00", "02", "02")]
    {
        let parent = format!("{version}-{TRACE}-{SPAN}-{flags}");
        let context = read(Propagator::TraceContext, &[("traceparent", &parent)]);
        assert_eq!(shown(&context), format!("{TRACE} {SPAN} {expected}"));
        assert_eq!(
            sent(Propagator::TraceContext, &context),
            [format!("traceparent: 00-{TRACE}-{SPAN}-{expected}")]
        );
    }
    for upper in [format!("00-{}-{SPAN}-01", TRACE.to_uppercase()), format!("00-{TRACE}-{SPAN}-0A")] {
        assert_eq!(shown(&read(Propagator::TraceContext, &[("traceparent", &upper)])), "", "{upper}");
    }
}

#[test]
fn two_formats_of_the_same_span_are_put_together() {
    let headers = [
        ("traceparent", format!("00-{TRACE}-{SPAN}-03")),
        ("tracestate", "a=1".to_owned()),
        ("b3", format!("{TRACE}-{SPAN}")),
        ("uber-trace-id", format!("{TRACE}:{SPAN}:0:3")),
    ];
    for order in [
        [Propagator::TraceContext, Propagator::B3, Propagator::Jaeger],
        [Propagator::Jaeger, Propagator::TraceContext, Propagator::B3],
    ] {
        let context = Propagators::new(&order).extract(&headers);
        assert_eq!(shown(&context), format!("{TRACE} {SPAN} 03 debug"));
        assert_eq!(context.span_context().trace_state().as_str(), "a=1");
    }
}

// PRO-03
#[test]
fn b3_is_read_in_one_header_and_in_many() {
    let long = format!("{TRACE}-{SPAN}");
    let short = format!("{}a3ce929d0e0e4736", "0".repeat(16));
    for (value, expected) in [
        (format!("{long}-1"), format!("{TRACE} {SPAN} 01")),
        (format!("{long}-0"), format!("{TRACE} {SPAN} 00")),
        (format!("{long}-d"), format!("{TRACE} {SPAN} 01 debug")),
        (format!("{long}-1-00f067aa0ba902b7"), format!("{TRACE} {SPAN} 01")),
        (format!(" {long} "), format!("{TRACE} {SPAN} 00 deferred")),
        (format!("a3ce929d0e0e4736-{SPAN}-1"), format!("{short} {SPAN} 01")),
        ("0".into(), String::new()),
        ("d".into(), String::new()),
        (format!("{long}-2"), String::new()),
        (format!("{long}-1-nonsense"), String::new()),
        (format!("{long}-1-{SPAN}-1"), String::new()),
        (format!("{}-{SPAN}-1", "0".repeat(32)), String::new()),
        (format!("{TRACE}-{}-1", "0".repeat(16)), String::new()),
        (format!("{TRACE}0-{SPAN}-1"), String::new()),
        (String::new(), String::new()),
    ] {
        assert_eq!(shown(&read(Propagator::B3, &[("b3", &value)])), expected, "{value}");
        assert_eq!(shown(&read(Propagator::B3Multi, &[("b3", &value)])), expected, "{value}");
    }
    let multi = |extra: &[(&'static str, &'static str)]| {
        let mut headers = vec![("X-B3-TraceId", TRACE), ("X-B3-SpanId", SPAN), ("X-B3-ParentSpanId", SPAN)];
        headers.extend(extra);
        shown(&read(Propagator::B3, &headers))
    };
    assert_eq!(multi(&[]), format!("{TRACE} {SPAN} 00 deferred"));
    assert_eq!(multi(&[("X-B3-Sampled", "1")]), format!("{TRACE} {SPAN} 01"));
    assert_eq!(multi(&[("X-B3-Sampled", "true")]), format!("{TRACE} {SPAN} 01"));
    assert_eq!(multi(&[("X-B3-Sampled", "0"), ("X-B3-Flags", "0")]), format!("{TRACE} {SPAN} 00"));
    assert_eq!(multi(&[("X-B3-Flags", "1")]), format!("{TRACE} {SPAN} 01 debug"));
    let single = "000000000000000000000000000000aa-00000000000000bb-1";
    assert_eq!(
        multi(&[("b3", single)]),
        "000000000000000000000000000000aa 00000000000000bb 01",
        "single first"
    );
    assert_eq!(multi(&[("b3", "nonsense"), ("X-B3-Sampled", "0")]), format!("{TRACE} {SPAN} 00"));
}

// PRO-03
#[test]
fn b3_is_sent_with_the_decision_that_was_made() {
    for (flags, notes, single, multi) in [
        (3, Notes::default(), "-1", "x-b3-sampled: 1"),
        (2, Notes::default(), "-0", "x-b3-sampled: 0"),
        (1, DEBUG, "-d", "x-b3-flags: 1"),
        (0, DEFERRED, "", ""),
    ] {
        let context = context(flags, notes);
        assert_eq!(sent(Propagator::B3, &context), [format!("b3: {TRACE}-{SPAN}{single}")]);
        let mut expected =
            vec![format!("x-b3-traceid: {TRACE}"), format!("x-b3-spanid: {SPAN}"), multi.to_owned()];
        expected.retain(|line| !line.is_empty());
        assert_eq!(sent(Propagator::B3Multi, &context), expected);
    }
}

#[test]
fn jaeger_is_read_and_sent() {
    for (value, expected) in [
        (format!("{TRACE}:{SPAN}:0:1"), format!("{TRACE} {SPAN} 01")),
        (format!("{TRACE}:{SPAN}:{SPAN}:0"), format!("{TRACE} {SPAN} 00")),
        (format!("{TRACE}:{SPAN}:0:3"), format!("{TRACE} {SPAN} 01 debug")),
        (format!("{TRACE}%3A{SPAN}%3a0%3A01"), format!("{TRACE} {SPAN} 01")),
        ("aa:bb:0:1".into(), "000000000000000000000000000000aa 00000000000000bb 01".into()),
        ("aa:bb:0".into(), String::new()),
        ("aa:bb:0:1:0".into(), String::new()),
        ("0:bb:0:1".into(), String::new()),
        ("aa:0:0:1".into(), String::new()),
        (":bb:0:1".into(), String::new()),
        (format!("0{TRACE}:{SPAN}:0:1"), String::new()),
        (format!("{TRACE}:{SPAN}:0:x"), String::new()),
    ] {
        assert_eq!(shown(&read(Propagator::Jaeger, &[("uber-trace-id", &value)])), expected, "{value}");
    }
    assert_eq!(
        sent(Propagator::Jaeger, &context(3, Notes::default())),
        [format!("uber-trace-id: {TRACE}:{SPAN}:0:1")]
    );
    assert_eq!(sent(Propagator::Jaeger, &context(1, DEBUG)), [format!("uber-trace-id: {TRACE}:{SPAN}:0:3")]);
}

#[test]
fn jaeger_carries_baggage_in_headers_of_its_own() {
    let headers = [("Uberctx-tenant", "north%20side"), ("uberctx-a", "1"), ("jaeger-baggage", "b=2, c=3")];
    let context = read(Propagator::Jaeger, &headers);
    assert_eq!(context.baggage().as_str(), "tenant=north%20side,a=1,b=2,c=3");
    let baggage = Baggage::empty().with("tenant", "north side").with("a", "1");
    let context = Context::default().with_baggage(baggage);
    assert_eq!(sent(Propagator::Jaeger, &context), ["uberctx-tenant: north%20side", "uberctx-a: 1"]);
}

#[test]
fn xray_is_read_in_any_order() {
    let root = "Root=1-4bf92f35-77b34da6a3ce929d0e0e4736";
    for (value, expected) in [
        (format!("{root};Parent={SPAN};Sampled=1"), format!("{TRACE} {SPAN} 01")),
        (format!("Sampled=0 ; Parent={SPAN}; {root}"), format!("{TRACE} {SPAN} 00")),
        (format!("{root};Parent={SPAN};Sampled=?"), format!("{TRACE} {SPAN} 00 deferred")),
        (format!("{root};Parent={SPAN}"), format!("{TRACE} {SPAN} 00 deferred")),
        (
            format!(
                "Self=1-67891234-12456789abcdef012345678;{root};Lineage=a:1|b:2;Parent={SPAN};Sampled=1;X=y"
            ),
            format!("{TRACE} {SPAN} 01;Lineage=a:1|b:2;X=y"),
        ),
        (root.to_owned(), String::new()),
        (format!("Parent={SPAN};Sampled=1"), String::new()),
        (format!("Root=2-4bf92f35-77b34da6a3ce929d0e0e4736;Parent={SPAN}"), String::new()),
        (format!("Root=1-4bf92f35-77b34da6a3ce929d0e0e473;Parent={SPAN}"), String::new()),
        (format!("Root=1-00000000-{};Parent={SPAN}", "0".repeat(24)), String::new()),
        (format!("{root};Parent={SPAN};X={}", "x".repeat(1000)), String::new()),
    ] {
        assert_eq!(shown(&read(Propagator::XRay, &[("X-Amzn-Trace-Id", &value)])), expected, "{value}");
    }
}

#[test]
fn xray_is_sent_with_what_others_put_there() {
    let header = |rest: &str| {
        [format!("x-amzn-trace-id: Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Parent={SPAN};{rest}")]
    };
    assert_eq!(sent(Propagator::XRay, &context(3, Notes::default())), header("Sampled=1"));
    assert_eq!(sent(Propagator::XRay, &context(0, DEFERRED)), header("Sampled=?"));
    let lineage = Notes { xray: Some(";Lineage=a:1".into()), ..Notes::default() };
    assert_eq!(sent(Propagator::XRay, &context(0, lineage)), header("Sampled=0;Lineage=a:1"));
}

/// A decision that is left open is no flag: bit 2 says that the trace id is random (W3C-04).
#[test]
fn deferred_decision_is_never_a_flag() {
    let xray = format!("Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Parent={SPAN};Sampled=?");
    let b3 = format!("{TRACE}-{SPAN}");
    for context in
        [read(Propagator::XRay, &[("x-amzn-trace-id", &xray)]), read(Propagator::B3, &[("b3", &b3)])]
    {
        assert!(context.is_deferred());
        assert_eq!(context.span_context().trace_flags(), TraceFlags::NONE);
        assert_eq!(sent(Propagator::TraceContext, &context), [format!("traceparent: 00-{TRACE}-{SPAN}-00")]);
    }
}

#[test]
fn header_given_twice_is_none_where_one_is_meant() {
    let b3 = format!("{TRACE}-{SPAN}-1");
    let jaeger = format!("{TRACE}:{SPAN}:0:1");
    let xray = format!("Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Parent={SPAN}");
    for (propagator, name, value) in [
        (Propagator::B3, "b3", &b3),
        (Propagator::Jaeger, "uber-trace-id", &jaeger),
        (Propagator::XRay, "x-amzn-trace-id", &xray),
    ] {
        assert_ne!(shown(&read(propagator, &[(name, value)])), "");
        assert_eq!(shown(&read(propagator, &[(name, value), (name, value)])), "");
    }
}

// R27, BAG-03
#[test]
fn baggage_is_read_as_far_as_it_may_reach_and_in_whole_members() {
    let spaces = " ".repeat(10_000);
    let long = "x".repeat(4_000);
    for (header, expected) in [
        (format!("a=1,{spaces}b=2"), "a=1".to_owned()),
        (format!("a=1{spaces},b=2"), String::new()),
        (format!("a={long},b={long},c={long}"), format!("a={long},b={long}")),
        (format!("{}a=1", ",".repeat(9_000)), "a=1".to_owned()),
        (format!("{}a=1", ",".repeat(10_000)), String::new()),
    ] {
        let context = read(Propagator::Baggage, &[("baggage", &header)]);
        assert_eq!(context.baggage().as_str(), expected);
    }
    let headers = [("baggage", format!("a=1,{spaces}")), ("baggage", "b=2".to_owned())];
    let context = Propagators::default().extract(&headers);
    assert_eq!(context.baggage().as_str(), "a=1", "of all headers together");
}

/// A map of many headers is asked by name; what it answers is the same.
#[cfg(any(feature = "http", feature = "grpc", feature = "tower"))]
#[test]
fn map_of_many_headers_is_read_as_one_of_few() {
    use http::{HeaderMap, HeaderName, HeaderValue};
    let context = |values: &[(&'static str, &'static [u8])], others: usize| {
        let mut headers: HeaderMap = (0..others)
            .map(|number| {
                let name = HeaderName::from_bytes(format!("x-{number}").as_bytes()).unwrap();
                (name, HeaderValue::from_static("1"))
            })
            .collect();
        for (name, value) in values {
            headers.append(*name, HeaderValue::from_bytes(value).unwrap());
        }
        Propagators::default().extract(&headers)
    };
    let parent: (&str, &[u8]) = ("traceparent", b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    for (values, expected) in [
        (&[parent, ("tracestate", b"a=1"), ("baggage", b"b=2")][..], ("a=1", "b=2")),
        (
            &[parent, ("tracestate", b"a=1"), ("tracestate", b"c=3"), ("baggage", b"b=\xc3\xa9")],
            ("a=1,c=3", "b=%C3%A9"),
        ),
        (&[parent, ("tracestate", b"a=\xff"), ("baggage", b"b=\xff,c=1")], ("", "")),
        (
            &[parent, parent, ("tracestate", b"a=1"), ("baggage", b"b=2"), ("baggage", b"c=3")],
            ("", "b=2,c=3"),
        ),
    ] {
        let few = context(values, 3);
        assert_eq!(few, context(values, 40));
        assert_eq!((few.span_context().trace_state().as_str(), few.baggage().as_str()), expected);
    }
}

/// What one carrier holds after a context was written into it that came with nothing else.
fn written_over<I: Injector + Extractor>(mut carrier: I) -> Vec<(String, Vec<String>)> {
    let old = Context::new(SpanContext::new(
        TRACE.parse().unwrap(),
        SPAN.parse().unwrap(),
        TraceFlags::NONE,
        false,
        "foreign=1".parse().unwrap(),
    ))
    .with_baggage(Baggage::empty().with("foreign", "1"));
    Propagators::default().inject(&old, &mut carrier);
    Propagators::default().inject(&context(3, Notes::default()), &mut carrier);
    ["traceparent", "tracestate", "baggage"]
        .into_iter()
        .map(|name| {
            let mut values = Vec::new();
            carrier.values(name, &mut |value| values.push(value.to_owned()));
            (name.to_owned(), values)
        })
        .collect()
}

#[test]
fn carrier_that_is_used_again_has_nothing_left_of_another_context() {
    let expected = vec![
        ("traceparent".to_owned(), vec![format!("00-{TRACE}-{SPAN}-03")]),
        ("tracestate".to_owned(), vec![]),
        ("baggage".to_owned(), vec![]),
    ];
    assert_eq!(written_over(HashMap::<String, String>::new()), expected);
    assert_eq!(written_over(BTreeMap::<String, String>::new()), expected);
    assert_eq!(written_over(vec![("TraceParent".to_owned(), "old".to_owned())]), expected);
    #[cfg(any(feature = "http", feature = "grpc"))]
    assert_eq!(written_over(http::HeaderMap::new()), expected);
    #[cfg(feature = "grpc")]
    assert_eq!(written_over(tonic::metadata::MetadataMap::new()), expected);
}

// PRO-04
#[test]
fn child_process_inherits_nothing_of_another_context() {
    let mut command = std::process::Command::new("true");
    Propagators::default().inject(&context(1, Notes::default()), &mut command);
    let variables: Vec<_> = command
        .get_envs()
        .map(|(name, value)| (name.to_str().unwrap(), value.map(|value| value.to_str().unwrap())))
        .collect();
    let parent = format!("00-{TRACE}-{SPAN}-01");
    assert_eq!(variables, [("BAGGAGE", None), ("TRACEPARENT", Some(parent.as_str())), ("TRACESTATE", None)]);
}

// TRU-01, TRU-06
#[test]
fn entry_point_keeps_what_its_mode_allows() {
    let headers = [
        ("traceparent", format!("00-{TRACE}-{SPAN}-03")),
        ("tracestate", "ot=rv:01234567890123,a=1".to_owned()),
        ("baggage", "tenant=north".to_owned()),
    ];
    let admitted = |entry_point: EntryPoint| entry_point.admit(Propagators::default().extract(&headers));
    let trusted = admitted(EntryPoint::trust());
    assert_eq!(trusted.span_context().trace_id().to_string(), TRACE);
    assert_eq!(trusted.span_context().trace_state().as_str(), "ot=rv:01234567890123,a=1");
    assert_eq!(trusted.baggage().as_str(), "tenant=north");
    assert!(matches!(trusted.start(), Start::Child { asked, .. } if asked.is_sampled()));

    let linked = admitted(EntryPoint::link());
    assert!(!linked.span_context().is_valid() && linked.baggage().is_empty());
    assert_eq!(linked.linked().span_id().to_string(), SPAN);
    assert!(matches!(linked.start(), Start::Root { link, asked } if link.is_valid() && !asked.is_valid()));

    let restarted = admitted(EntryPoint::restart());
    assert_eq!(restarted.linked(), &SpanContext::INVALID);
    assert!(restarted.baggage().is_empty());
    assert!(
        matches!(restarted.start(), Start::Root { link, asked } if !link.is_valid() && !asked.is_valid())
    );
}

#[test]
fn carrier_with_nothing_leaves_the_span_where_it_is() {
    for entry_point in [EntryPoint::trust(), EntryPoint::link(), EntryPoint::restart()] {
        for value in ["", "00-nonsense"] {
            let context = entry_point.admit(Propagators::default().extract(&[("traceparent", value)]));
            assert_eq!(context, Context::default());
            assert!(matches!(context.start(), Start::Current));
        }
    }
}

// TRU-02
#[test]
fn sampled_flag_beyond_the_limit_leaves_the_decision_to_us() {
    let entry_point = EntryPoint::trust().sampled_per_second(0);
    let headers = [("b3", format!("{TRACE}-{SPAN}-d"))];
    let context = entry_point.admit(Propagators::new(&[Propagator::B3]).extract(&headers));
    assert_eq!(shown(&context), format!("{TRACE} {SPAN} 00 deferred"));
    assert!(matches!(context.start(), Start::Child { asked, .. } if !asked.is_valid()));
}
