//! Input that nobody should send: no panic, bounded memory, never a wrong context.
//!
//! The allocations of each thread are watched, so this is about bytes and not about time.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use otlp_runtime::{Baggage, Context, Propagator, Propagators, TraceState};
use proptest::prelude::*;

use super::{SPAN, TRACE};

/// Notes how much memory a thread holds, and the most that it has held.
struct Watching;

thread_local! {
    static HELD: Cell<(isize, isize)> = const { Cell::new((0, 0)) };
    static ALLOCATIONS: Cell<u32> = const { Cell::new(0) };
}

fn note(bytes: isize) {
    if bytes > 0 {
        let _ = ALLOCATIONS.try_with(|allocations| allocations.set(allocations.get() + 1));
    }
    let _ = HELD.try_with(|held| {
        let now = held.get().0 + bytes;
        held.set((now, held.get().1.max(now)));
    });
}

// SAFETY: every call goes to `System` as it came.
#[expect(unsafe_code, reason = "an allocator is unsafe to write")]
unsafe impl GlobalAlloc for Watching {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        note(layout.size().cast_signed());
        // SAFETY: the caller's promise is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        note(-layout.size().cast_signed());
        // SAFETY: the caller's promise is passed on.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        note(size.cast_signed() - layout.size().cast_signed());
        // SAFETY: the caller's promise is passed on.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Watching = Watching;

/// Returns the most bytes that `work` held at one time.
fn most_held<R>(work: impl FnOnce() -> R) -> (isize, R) {
    let before = HELD.get().0;
    HELD.set((before, before));
    let result = work();
    (HELD.get().1 - before, result)
}

fn allocations<R>(work: impl FnOnce() -> R) -> (u32, R) {
    let before = ALLOCATIONS.get();
    let result = work();
    (ALLOCATIONS.get() - before, result)
}

/// A request as browsers make it, with these headers too.
fn request(context: &[(&'static str, &str)]) -> http::HeaderMap {
    let usual = [("host", "example.org"), ("accept", "*/*"), ("user-agent", "test"), ("content-length", "0")];
    usual
        .into_iter()
        .chain(context.iter().copied())
        .map(|(name, value)| {
            (http::HeaderName::from_static(name), http::HeaderValue::from_str(value).unwrap())
        })
        .collect()
}

#[test]
fn nothing_is_allocated_for_headers_that_are_not_there() {
    let parent = format!("00-{TRACE}-{SPAN}-01");
    for (headers, expected) in [
        (request(&[]), 0),
        (request(&[("traceparent", &parent)]), 0),
        (request(&[("traceparent", &parent), ("tracestate", "a=1")]), 2),
        (request(&[("tracestate", "a=1")]), 0),
        (request(&[("traceparent", "00-nonsense"), ("b3", "nonsense"), ("x-amzn-trace-id", "nonsense")]), 0),
    ] {
        let (count, context) = allocations(|| all().extract(&headers));
        assert_eq!(count, expected, "{headers:?}");
        drop(context);
        let pairs: Vec<(&str, &str)> =
            headers.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
        assert_eq!(allocations(|| all().extract(&pairs)).0, expected, "{pairs:?}");
        let get = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        assert_eq!(allocations(|| all().extract_with(get)).0, expected, "{headers:?}");
    }
}

fn all() -> Propagators {
    Propagators::new(&[
        Propagator::TraceContext,
        Propagator::Baggage,
        Propagator::B3,
        Propagator::Jaeger,
        Propagator::XRay,
    ])
}

const NAMES: [&str; 11] = [
    "traceparent",
    "tracestate",
    "baggage",
    "b3",
    "x-b3-traceid",
    "x-b3-spanid",
    "x-b3-sampled",
    "uber-trace-id",
    "uberctx-key",
    "jaeger-baggage",
    "x-amzn-trace-id",
];

/// Checks what every context must be, whatever it was made of, and that it can be sent and read again.
fn check(context: &Context) {
    let span = context.span_context();
    assert!(!span.is_valid() || span.is_remote());
    let state = span.trace_state();
    assert!(state.as_str().len() <= 4096 && state.iter().count() <= 32);
    assert_eq!(state.as_str().parse::<TraceState>().as_ref(), Ok(state));
    let baggage = context.baggage();
    assert!(baggage.as_str().len() <= 8192 && baggage.len() <= 64);
    let mut headers = Vec::<(String, String)>::new();
    Propagators::default().inject(context, &mut headers);
    for (name, value) in &headers {
        assert!(value.bytes().all(|byte| matches!(byte, b'\t' | b' '..=b'~')), "{name}: {value:?}");
    }
    let again = Propagators::default().extract(&headers);
    assert_eq!((again.span_context(), again.baggage()), (span, baggage));
}

/// R27: at most 16 KiB for at most 64 KiB.
const MOST: isize = 16 << 10;

fn check_bounded(headers: &[(&str, &str)]) {
    let (held, context) = most_held(|| all().extract(headers));
    assert!(held <= MOST, "{held} bytes held");
    check(&context);
}

// TRU-03, R27, BAG-05
#[test]
fn long_headers_take_little_memory() {
    let parent = format!("00-{TRACE}-{SPAN}-01");
    let long = 64 << 10;
    for (name, value) in [
        ("traceparent", "0".repeat(long)),
        ("traceparent", format!("cc-{TRACE}-{SPAN}-01-{}", "x".repeat(long))),
        ("tracestate", "a=1,".repeat(long / 4)),
        ("tracestate", ",".repeat(long)),
        ("tracestate", format!("a={}", "x".repeat(long))),
        (
            "tracestate",
            (0..32).map(|key| format!("k{key}={}", "x".repeat(256))).collect::<Vec<_>>().join(","),
        ),
        ("baggage", "a=1,".repeat(long / 4)),
        ("baggage", ",".repeat(long)),
        ("baggage", format!("a={}", "x".repeat(long))),
        ("baggage", format!("{}=1", "x".repeat(long))),
        ("baggage", format!("a=1;{}", "x".repeat(long))),
        ("baggage", format!("a={}", "\u{1}".repeat(2700))),
        ("baggage", (0..640).map(|key| format!("k{key}={}", "x".repeat(100))).collect::<Vec<_>>().join(",")),
        ("b3", "0".repeat(long)),
        ("uber-trace-id", ":".repeat(long)),
        ("uberctx-key", "x".repeat(long)),
        ("x-amzn-trace-id", "Root=1;".repeat(long / 7)),
        ("x-amzn-trace-id", "x".repeat(long)),
    ] {
        let mut headers = vec![(name, value.as_str())];
        if name == "tracestate" {
            headers.push(("traceparent", &parent));
        }
        check_bounded(&headers);
    }
    let state: Vec<String> = (0..32).map(|key| format!("k{key}={}", "x".repeat(256))).collect();
    let members: Vec<String> = (0..64).map(|key| format!("k{key}={}", "x".repeat(126))).collect();
    let mut headers = vec![("traceparent", parent.as_str())];
    headers.extend(state.iter().map(|member| ("tracestate", member.as_str())));
    headers.extend(members.iter().map(|member| ("baggage", member.as_str())));
    check_bounded(&headers);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_in_any_header_does_no_harm(
        headers in prop::collection::vec((prop::sample::select(&NAMES[..]), ".{0,200}"), 0..8)
    ) {
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        check_bounded(&headers);
    }

    #[test]
    fn nearly_right_headers_do_no_harm(
        headers in prop::collection::vec((prop::sample::select(&NAMES[..]), prop::sample::select(&[
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-d",
            "4bf92f3577b34da6a3ce929d0e0e4736:00f067aa0ba902b7:0:3",
            "Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Parent=00f067aa0ba902b7;Sampled=?;Lineage=a:1",
            "a=1,b=%20;c;d=e, f = g ",
            "4bf92f3577b34da6a3ce929d0e0e4736",
            "00f067aa0ba902b7",
        ][..]), any::<prop::sample::Index>(), any::<u8>()), 1..6)
    ) {
        let changed: Vec<(&str, String)> = headers.iter().map(|(name, value, at, byte)| {
            let mut bytes = value.as_bytes().to_vec();
            let at = at.index(bytes.len() + 1);
            if at < bytes.len() { bytes[at] = *byte; }
            (*name, String::from_utf8_lossy(&bytes).into_owned())
        }).collect();
        let headers: Vec<(&str, &str)> = changed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        check_bounded(&headers);
    }

    #[test]
    fn random_bytes_in_a_header_map_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let Ok(value) = http::HeaderValue::from_bytes(&bytes) else { return Ok(()) };
        for name in NAMES {
            let mut headers = http::HeaderMap::new();
            headers.append(name, value.clone());
            check(&all().extract(&headers));
        }
    }

    // BAG-02
    #[test]
    fn any_value_of_baggage_comes_back(value in ".{0,300}", metadata in ".{0,30}") {
        let baggage = Baggage::empty().with_metadata("key", &value, &metadata);
        let mut headers = http::HeaderMap::new();
        Propagators::default().inject(&Context::default().with_baggage(baggage.clone()), &mut headers);
        let again = Propagators::default().extract(&headers);
        prop_assert_eq!(again.baggage(), &baggage);
        prop_assert_eq!(baggage.get("key").unwrap(), value);
    }
}
