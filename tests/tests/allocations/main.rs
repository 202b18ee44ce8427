//! What a span costs in allocations and evaluations (PERFORMANCE: no allocation per span), and what a hostile answer
//! costs in bytes.
//!
//! In: spans in steady state, on a thread that has made some before; an export. Out: exact counts; a bound.
//! Never here: time.

#![expect(clippy::panic, reason = "helpers of tests, where a panic is a finding")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::{Arc, LazyLock};

use otlp_runtime::{
    Accepted, AttributeValue, DiscardExporter, ExportError, OtlpExporter, PseudonymKey, Sampler, Span,
    SpanAttributes, SpanKind, Telemetry, inline, record, span, traced,
};
use otlp_tests::{Answer, Collector};

/// Counts the allocations of each thread by itself: the export thread may do as it likes.
struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
    /// Bytes that the thread took and did not give back.
    static LIVE: Cell<i64> = const { Cell::new(0) };
    static PEAK: Cell<i64> = const { Cell::new(0) };
}

fn count(bytes: usize) {
    let _ = ALLOCATIONS.try_with(|allocations| allocations.set(allocations.get() + 1));
    change(bytes.cast_signed());
}

fn change(bytes: isize) {
    let _ = LIVE.try_with(|live| live.set(live.get() + bytes as i64));
    let _ = PEAK.try_with(|peak| peak.set(peak.get().max(LIVE.get())));
}

// SAFETY: every call goes to `System` as it came.
#[expect(unsafe_code, reason = "an allocator is unsafe to write")]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: the caller's promise is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        change(-layout.size().cast_signed());
        // SAFETY: the caller's promise is passed on.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // Both are there while one is copied to the other.
        count(size);
        change(-layout.size().cast_signed());
        // SAFETY: the caller's promise is passed on.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations(work: impl FnOnce()) -> u64 {
    let before = ALLOCATIONS.get();
    work();
    ALLOCATIONS.get() - before
}

/// The most bytes that `work` held at a time.
fn peak_bytes(work: impl FnOnce()) -> i64 {
    let before = LIVE.get();
    PEAK.set(before);
    work();
    PEAK.get() - before
}

#[traced]
fn plain() {}

#[span(kind = client, http.request.method = "GET", server.port = 80, "acme.fast" = true)]
fn with_constants() {}

#[traced("acme.id" = id, "acme.ratio" = 0.5 * f64::from(id), "acme.name" = name, "acme.none" = None::<i64>)]
fn with_attributes(id: u32, name: &str) {
    record!("acme.late" = id + 1);
}

#[traced("acme.id" = id)]
async fn asynchronous(id: u64) -> u64 {
    let id = std::future::ready(id).await;
    let _inner = inline::span!("inner", kind = internal);
    id
}

#[derive(AttributeValue)]
enum Method {
    Card,
}

#[derive(SpanAttributes)]
struct Payment<'a> {
    #[attribute("acme.payment.id")]
    id: u64,
    #[attribute("acme.payment.shop")]
    shop: Arc<str>,
    #[attribute("acme.payment.method")]
    method: Method,
    #[attribute("acme.payment.card", mask(keep_last = 4))]
    card: u64,
    #[attribute("acme.payment.text", truncate(3))]
    text: &'a str,
    #[attribute(flatten)]
    user: User,
}

#[derive(SpanAttributes)]
#[attribute(prefix = "acme.user")]
struct User {
    #[attribute(hash(USERS))]
    name: Option<Arc<str>>,
    #[attribute(redact)]
    mail: String,
}

static USERS: LazyLock<PseudonymKey> = LazyLock::new(|| PseudonymKey::new("k1", [7; 32]));

static PAYMENT: LazyLock<Payment<'static>> = LazyLock::new(|| Payment {
    id: 7,
    shop: Arc::from("corner"),
    method: Method::Card,
    card: 1_234_567_890,
    text: "text",
    user: User { name: Some(Arc::from("ada")), mail: String::from("ada@example.org") },
});

#[traced]
fn with_group() {
    Span::current().record_all(&*PAYMENT);
}

thread_local! {
    static EVALUATED: Cell<u64> = const { Cell::new(0) };
}

fn evaluated() -> u64 {
    EVALUATED.set(EVALUATED.get() + 1);
    EVALUATED.get()
}

#[traced("acme.costly" = evaluated())]
fn costly() {
    record!("acme.costly.too" = evaluated());
}

/// Polls a future that is ready at once, without an executor.
fn ready<T>(future: impl Future<Output = T>) -> T {
    let future = std::pin::pin!(future);
    match future.poll(&mut std::task::Context::from_waker(std::task::Waker::noop())) {
        std::task::Poll::Ready(output) => output,
        std::task::Poll::Pending => panic!("not ready"),
    }
}

fn all_shapes() {
    plain();
    with_constants();
    with_attributes(7, "seven");
    ready(asynchronous(7));
    with_group();
}

/// The thread-local state and the keys are there before anything is counted.
fn prepare() {
    assert_eq!(PAYMENT.id, 7);
    assert_eq!(USERS.id(), "k1");
}

/// One test, because the phases follow each other: telemetry is global.
#[test]
fn no_span_allocates_and_nothing_is_evaluated_in_vain() {
    prepare();
    // Nothing installed.
    assert_eq!(allocations(all_shapes), 0, "nothing is installed");
    costly();
    assert_eq!(EVALUATED.get(), 0, "nothing is installed");

    // Not sampled, as root and as child.
    let telemetry =
        Telemetry::builder().exporter(DiscardExporter).sampler(Sampler::always_off()).install().unwrap();
    all_shapes();
    assert_eq!(allocations(all_shapes), 0, "not sampled");
    {
        let _unsampled = Span::builder().name("unsampled").kind(SpanKind::Server).start().enter();
        assert!(!Span::current().is_recording());
        // One level deeper than before, for the first time.
        all_shapes();
        assert_eq!(allocations(all_shapes), 0, "below an unsampled parent");
        costly();
    }
    assert_eq!(EVALUATED.get(), 0, "not sampled");
    assert_eq!(telemetry.stats().created, 0);
    telemetry.shutdown().unwrap();

    // Recorded, in steady state.
    let telemetry = Telemetry::builder().exporter(DiscardExporter).install().unwrap();
    (0..20_000).for_each(|_| all_shapes());
    telemetry.flush().unwrap();
    // The flush gave a chunk back at least, and what follows fills one at most.
    let for_six_hundred = allocations(|| (0..100).for_each(|_| all_shapes()));
    assert_eq!(for_six_hundred, 0, "recorded");
    assert_eq!(Arc::strong_count(&PAYMENT.shop), 1, "recording clones no `Arc`");
    // Entering a span from elsewhere, as a thread or task does.
    let here = Span::current().context();
    let carried = || here.in_scope(|| here.in_scope(plain));
    // Three levels deep for the first time.
    carried();
    assert_eq!(allocations(carried), 0, "carried");
    costly();
    assert_eq!(EVALUATED.get(), 2, "recorded once each");
    let stats = telemetry.shutdown().unwrap();
    assert_eq!(stats.created, 20_100 * 6 + 3);
    assert_eq!((stats.exported, stats.live, stats.pending), (stats.created, 0, 0), "{stats:?}");
}

// SEC-07
#[test]
fn gibibyte_in_a_mebibyte_of_gzip_takes_no_more_than_the_limit() {
    let collector = Collector::start();
    let mut exporter = OtlpExporter::builder().endpoint(collector.endpoint()).build().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut send = || runtime.block_on(exporter.send(bytes::Bytes::from_static(b"\x0a\x00")));
    send().unwrap();
    collector.script([Answer::gzip_bomb(1024)]);
    let mut result = Ok(Accepted::default());
    let peak = peak_bytes(|| result = send());
    assert_eq!(result, Err(ExportError::ResponseTooLarge { limit: 4 << 20 }));
    assert!(peak <= (4 << 20) + (64 << 10), "{peak} bytes");
    // It has seen the compressed bytes, at least.
    assert!(peak >= 1 << 20, "{peak} bytes");
}
