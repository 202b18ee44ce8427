//! Context between processes, from a carrier through spans into a carrier.
//!
//! In: headers. Out: spans, and headers.
//! Never here: single formats (`otlp-runtime/src/propagation/tests.rs`), time.

#![expect(clippy::panic, clippy::unwrap_used, reason = "helpers of tests, where a panic is a finding")]

mod baggage;
mod baggage_suite;
mod entry_points;
mod hostile;
mod processes;
mod spans;
mod trace_context_suite;

/// Headers as a list, which may hold a name twice.
type Headers = Vec<(String, String)>;

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const SPAN: &str = "00f067aa0ba902b7";

/// A caller with these flags.
fn caller(flags: &str) -> Headers {
    vec![("traceparent".to_owned(), format!("00-{TRACE}-{SPAN}-{flags}"))]
}

/// The value of a header that is there once.
fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let mut values = headers.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let value = values.next();
    assert_eq!(values.next(), None, "{name} is there twice");
    value
}
