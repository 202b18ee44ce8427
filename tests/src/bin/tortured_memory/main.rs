//! A program whose allocator fails when told, and counts.
//!
//! In: the case and its numbers as arguments, `OTEL_*` variables. Out: on standard output what was allocated, and the
//! counts.
//! Never here: what that may be; it is in `tests/tests/torture/memory.rs`.

#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a panic of this program is a finding")]

mod scale;
mod soak;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::os::unix::ffi::OsStrExt as _;
use std::sync::atomic::{AtomicI64, Ordering};
use std::thread;
use std::time::Duration;

use otlp_runtime::{
    AttributeValue, Event, Limits, Span, SpanAttributes, Stats, Telemetry, Value, event, inline, record,
};

struct Scarce;

/// Bytes that all threads together hold.
static LIVE: AtomicI64 = AtomicI64::new(0);

thread_local! {
    /// Allocations of at least the second number of bytes succeed so often, then no more; `None` for ever.
    static LEFT: Cell<Option<(u64, usize)>> = const { Cell::new(None) };
    /// Bytes that this thread has allocated and not freed since `peak` began, and the most that they were.
    static HELD: Cell<(i64, i64)> = const { Cell::new((0, 0)) };
}

/// Says whether the system is asked at all.
fn is_granted(size: usize) -> bool {
    let is_granted = LEFT.try_with(|left| match left.get() {
        Some((0, min)) if size >= min => false,
        Some((more, min)) if size >= min => {
            left.set(Some((more - 1, min)));
            true
        }
        _ => true,
    });
    is_granted.unwrap_or(true)
}

fn count(bytes: i64) {
    LIVE.fetch_add(bytes, Ordering::Relaxed);
    let _ = HELD.try_with(|held| {
        let (now, peak) = held.get();
        held.set((now + bytes, peak.max(now + bytes)));
    });
}

fn signed(size: usize) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}

// SAFETY: every call goes to `System` as it came, or is refused with a null pointer, as the trait allows.
#[expect(unsafe_code, reason = "an allocator is unsafe to write")]
unsafe impl GlobalAlloc for Scarce {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if !is_granted(layout.size()) {
            return std::ptr::null_mut();
        }
        count(signed(layout.size()));
        // SAFETY: the caller's promise is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if !is_granted(layout.size()) {
            return std::ptr::null_mut();
        }
        count(signed(layout.size()));
        // SAFETY: the caller's promise is passed on.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(-signed(layout.size()));
        // SAFETY: the caller's promise is passed on.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if !is_granted(size) {
            return std::ptr::null_mut();
        }
        count(signed(size) - signed(layout.size()));
        // SAFETY: the caller's promise is passed on.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Scarce = Scarce;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |index: usize| arguments[index].parse::<u64>().unwrap();
    match arguments[0].as_str() {
        "refused" => refused(number(1)),
        "refused-at" => refused_at(number(1), number(2)),
        "threads" => threads(number(1)),
        "huge" => huge(u32::try_from(number(1)).unwrap(), u32::try_from(number(2)).unwrap()),
        "open" => scale::open(number(1)),
        "idle" => scale::idle(number(1)),
        "throughput" => scale::throughput(number(1), number(2)),
        "children" => scale::children(number(1)),
        "soak" => soak::run(number(1)),
        other => panic!("no case `{other}`"),
    }
}

fn install() -> Telemetry {
    Telemetry::builder().schedule_delay(Duration::from_millis(20)).install().unwrap()
}

fn finish(telemetry: &Telemetry) {
    telemetry.shutdown().unwrap();
    let Stats { created, live, exported, rejected, dropped, pending, .. } = telemetry.stats();
    println!(
        "counts created {created} live {live} exported {exported} rejected {rejected} dropped {} pending {pending}",
        dropped.total()
    );
}

/// Refuses the n-th allocation of `min` bytes or more, and all after it, for every n that there is.
fn refused(min: u64) {
    let telemetry = install();
    let mut failures = 0;
    while is_refused(failures, min) {
        failures += 1;
        telemetry.flush().unwrap();
    }
    println!("refused {failures}");
    finish(&telemetry);
}

/// Refuses the n-th allocation of `min` bytes or more, and all after it.
fn refused_at(granted: u64, min: u64) {
    let telemetry = install();
    println!("was refused {}", is_refused(granted, min));
    finish(&telemetry);
}

/// Makes spans of all kinds on a new thread; says whether an allocation was refused meanwhile.
fn is_refused(granted: u64, min: u64) -> bool {
    let long = "x".repeat(20_000);
    let thread = thread::spawn(move || {
        let parent = Span::builder().name("parent").start().context();
        LEFT.set(Some((granted, usize::try_from(min).unwrap())));
        all_kinds(&long, &parent);
        let is_refused = matches!(LEFT.get(), Some((0, _)));
        LEFT.set(None);
        is_refused
    });
    thread.join().unwrap()
}

fn all_kinds(long: &str, other: &otlp_runtime::SpanContext) {
    for round in 0..4 {
        let _outer = inline::span!("outer", "acme.round" = round, "acme.long" = long);
        let _inner = inline::span!("inner", "acme.shown" = %long, "acme.debug" = ?long);
        record!("acme.list" = [long, long], "acme.again" = long);
        record!("acme.again" = "short");
        record!("acme.integers" = vec_of(round));
        event!("event", "acme.text" = &long[..5_000]);
        Span::current().add_event(Event::new(&long[..1_000]));
        Span::current().set_error(long);
        Span::current().set_name(&long[..1_000]);
        Span::current().add_link(other.clone());
    }
}

/// A list that is made while it is written, so that the user's own part allocates nothing.
fn vec_of(length: i64) -> impl AttributeValue {
    struct Numbers(i64);
    impl AttributeValue for Numbers {
        fn write(&self, writer: &mut otlp_runtime::ValueWriter<'_>) {
            writer.array(|array| (0..self.0 * 100).for_each(|number| array.int(number)));
        }
    }
    Numbers(length)
}

/// What the process holds after a thousand short threads, and after many more. Flushed often: how much is under way at
/// the same time is not what is asked.
fn threads(more: u64) {
    let telemetry = install();
    let many = |count| {
        for number in 1..=count {
            thread::spawn(|| drop(inline::span!("short"))).join().unwrap();
            if number % 50 == 0 {
                telemetry.flush().unwrap();
            }
        }
    };
    many(1_000);
    let before = settled(&telemetry);
    many(more);
    println!("grown {}", (settled(&telemetry) - before).max(0));
    finish(&telemetry);
}

/// The least that is held within some intervals: when idle, memory for spans is given back.
fn settled(telemetry: &Telemetry) -> i64 {
    telemetry.flush().unwrap();
    let samples = (0..30).map(|_| {
        thread::sleep(Duration::from_millis(10));
        LIVE.load(Ordering::Relaxed)
    });
    samples.min().unwrap()
}

/// Runs `work` and prints the most that this thread held meanwhile, beyond what it held before.
fn peak(name: &str, work: impl FnOnce()) {
    HELD.set((0, 0));
    work();
    println!("peak {name} {}", HELD.get().1.max(0));
}

#[derive(SpanAttributes)]
struct Policies<'a> {
    #[attribute("acme.truncated", truncate(10))]
    truncated: &'a str,
    #[attribute("acme.masked", mask(keep_last = 4))]
    masked: &'a str,
    #[attribute("acme.deep", truncate(10))]
    deep: &'a Value,
}

/// Values far beyond every limit; `chars` of a text are recorded, 0 for no such limit. Pages of the large string are never written, and so cost nothing.
fn huge(attributes: u32, chars: u32) {
    let text = String::from_utf8(vec![0; 1 << 30]).unwrap();
    let text = text.as_str();
    let mut deep = Value::Int(1);
    for _ in 0..1_000_000 {
        deep = Value::Array(vec![deep]);
    }
    let limits = Limits { attribute_value_chars: (chars > 0).then_some(chars), ..Limits::default() };
    let telemetry = Telemetry::builder().limits(limits).install().unwrap();
    let span = |name: &str, record: &dyn Fn(&mut Span)| {
        peak(name, || record(&mut Span::builder().name("huge").start()));
    };
    span("text", &|span| span.record("acme.text", text));
    span("display", &|span| span.record("acme.text", otlp_runtime::display(text)));
    span("debug", &|span| span.record("acme.text", otlp_runtime::debug(text)));
    span("bytes", &|span| span.record("acme.bytes", text.as_bytes()));
    span("list", &|span| span.record("acme.list", [text; 100]));
    span("key", &|span| span.record(text, 1));
    span("key-of-display", &|span| span.record(text, otlp_runtime::display("x")));
    span("error", &|span| span.set_error(text));
    span("event", &|span| span.add_event(Event::new(text).with("acme.text", "x")));
    span("attributes", &|span| {
        (0..attributes).for_each(|index| span.record(&index.to_string(), index));
    });
    span("deep", &|span| span.record("acme.deep", &deep));
    span("policies", &|span| {
        span.record_all(&Policies { truncated: text, masked: &text[..1 << 24], deep: &deep });
    });
    span("not-a-number", &|span| {
        span.record("acme.doubles", [f64::NAN, f64::INFINITY, -0.0]);
        span.record("acme.nul", "a\0b");
        let path = std::ffi::OsStr::from_bytes(b"/tmp/\xff\xfe");
        span.record("acme.path", otlp_runtime::display(&std::path::Path::new(path).display()));
    });
    finish(&telemetry);
    // Its own destructor is recursive, as that of every nested type is.
    std::mem::forget(deep);
}
