//! The cases of the W3C harness, each through a server span and client spans.
//!
//! In: `trace_context.txt`. Out: what three calls of the server send on.
//! Never here: HTTP; `examples/trace_context_service.rs` is for the harness itself.

use std::collections::BTreeSet;

use otlp_runtime::span;
use otlp_tests::Session;

use super::{Headers, header};

const TRACE: &str = "12345678901234567890123456789012";
const PARENT: &str = "1234567890123456";

/// Serves a request by three calls; returns what is sent with each.
#[span(kind = server, extract(headers))]
fn serve(headers: &Headers) -> [Headers; 3] {
    [(); 3].map(|()| {
        let mut request = Headers::new();
        call(&mut request);
        request
    })
}

#[span(kind = client, inject(request))]
fn call(request: &mut Headers) {
    assert!(!request.is_empty(), "the context is there before the body runs");
}

/// Replaces what stands in braces, and the escapes.
fn filled(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (placeholder, after) = after.split_once('}').unwrap();
        out += before;
        out += &placeholder_text(placeholder);
        rest = after;
    }
    (out + rest).replace("\\s", " ").replace("\\t", "\t")
}

fn placeholder_text(placeholder: &str) -> String {
    let words: Vec<&str> = placeholder.split(' ').collect();
    match words[..] {
        ["T"] => TRACE.to_owned(),
        ["t"] => "12345678901234567890123456789011".to_owned(),
        ["P"] => PARENT.to_owned(),
        ["key"] => ('a'..='z').collect::<String>() + "0123456789_-*/",
        // Without `|` and `\`, which mean something in the file; the runtime's own tests have them.
        ["value"] => (' '..='~').filter(|char| !matches!(char, ',' | '=' | '|' | '\\')).collect(),
        ["members", from, to] => {
            let numbers = from.parse::<usize>().unwrap()..=to.parse().unwrap();
            numbers.map(|number| format!("bar{number:02}={number:02}")).collect::<Vec<_>>().join(",")
        }
        _ => {
            let (text, times) = placeholder.split_once('*').unwrap();
            text.repeat(times.parse().unwrap())
        }
    }
}

fn check(case: &str, line: &str) {
    let (given, expected) = line.rsplit_once("=> ").unwrap();
    let headers: Headers = given
        .split(" | ")
        .filter(|header| !header.trim().is_empty())
        .map(|header| {
            let (name, value) = header.trim().split_once(':').unwrap();
            (name.to_owned(), filled(value.trim()))
        })
        .collect();
    let (outcome, state) = expected.split_once(' ').unwrap_or((expected, ""));
    let mut ids = BTreeSet::new();
    for sent in serve(&headers) {
        let parent = header(&sent, "traceparent").unwrap();
        let parts: Vec<&str> = parent.split('-').collect();
        let [version, trace, span, flags] = parts[..] else { panic!("{case}: {parent}") };
        assert_eq!((version, trace.len(), span.len(), flags.len()), ("00", 32, 16, 2), "{case}: {parent}");
        match outcome {
            "continued" => assert_eq!(trace, TRACE, "{case}: {line}"),
            _ => assert!(!headers.iter().any(|(_, value)| value.contains(trace)), "{case}: {line}"),
        }
        assert_ne!(span, PARENT, "{case}");
        // The context of a span that is not sampled stands for its children too.
        let is_sampled = flags.ends_with(['1', '3']);
        assert!(ids.insert(span.to_owned()) || !is_sampled, "{case}: each call has a span of its own");
        let random = case == "test_propagates_random_flag" || outcome != "continued";
        assert_eq!(
            flags.ends_with(['2', '3']),
            random,
            "{case}: the random flag is that of the caller: {flags}"
        );
        assert_eq!(header(&sent, "tracestate").unwrap_or_default(), filled(state), "{case}: {line}");
    }
}

// W3C-01, W3C-02, W3C-03, W3C-04, W3C-05, W3C-06, W3C-07, W3C-08, W3C-09, W3C-10
#[test]
fn every_case_of_the_harness_has_the_outcome_it_asks_for() {
    let _session = Session::start();
    let (mut cases, mut requests) = (Vec::new(), 0);
    for line in include_str!("trace_context.txt").lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with("test_") {
            cases.push(line);
        } else if !line.is_empty() {
            check(cases.last().unwrap(), line);
            requests += 1;
        }
    }
    assert_eq!((cases.len(), requests), (41, 83));
}
