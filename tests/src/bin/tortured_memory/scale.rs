//! Much of one thing: open spans, threads, children of a span that stays open.
//!
//! In: how many. Out: on standard output the bytes that each holds, what grew, what was visible meanwhile.
//! Never here: bounds.

use std::pin::Pin;
use std::sync::{Arc, Barrier};
use std::task::{Context, Waker};
use std::thread;
use std::time::Instant;

use otlp_runtime::{Span, Telemetry, inline, traced};

use super::{LIVE, Ordering, finish, install, settled};

/// Prints the bytes that each of `count` things holds, beyond those of the vector they are in.
fn held<T>(name: &str, count: u64, make: impl Fn(u64) -> T) {
    let mut all = Vec::with_capacity(usize::try_from(count).unwrap());
    drop(make(0));
    let before = LIVE.load(Ordering::Relaxed);
    all.extend((0..count).map(make));
    let bytes = LIVE.load(Ordering::Relaxed) - before;
    println!("held {name} {}", bytes / i64::try_from(count).unwrap());
    // The last one first, as guards are.
    while all.pop().is_some() {}
}

/// What is recorded of each: 4 attributes with 58 bytes in keys and values.
macro_rules! with_attributes {
    ($number:expr) => {
        inline::span!(
            "open",
            "acme.number" = $number,
            "acme.name" = "of some length",
            "acme.ok" = true,
            "acme.ratio" = 0.5
        )
    };
}

#[traced]
async fn waits() {
    std::future::pending::<()>().await;
}

async fn waits_plainly() {
    std::future::pending::<()>().await;
}

fn polled(future: impl Future<Output = ()> + 'static) -> Pin<Box<dyn Future<Output = ()>>> {
    let mut future: Pin<Box<dyn Future<Output = ()>>> = Box::pin(future);
    assert!(future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    future
}

/// So many spans that are open at the same time, of each kind.
pub(super) fn open(count: u64) {
    let telemetry = install();
    held("entered", count, |_| inline::span!("open"));
    telemetry.flush().unwrap();
    held("entered-with-attributes", count, |number| with_attributes!(number));
    telemetry.flush().unwrap();
    held("started", count, |_| Span::builder().name("open").start());
    telemetry.flush().unwrap();
    held("plain-future", count, |_| polled(waits_plainly()));
    held("future", count, |_| polled(waits()));
    finish(&telemetry);
}

/// Threads that do `work` and then wait; returns the bytes that all of them hold meanwhile.
fn waiting(telemetry: &Telemetry, threads: u64, work: fn()) -> i64 {
    let barrier = Arc::new(Barrier::new(usize::try_from(threads).unwrap() + 1));
    let all: Vec<_> = (0..threads)
        .map(|_| {
            let barrier = Arc::clone(&barrier);
            thread::Builder::new()
                .stack_size(128 * 1024)
                .spawn(move || {
                    work();
                    barrier.wait();
                    barrier.wait();
                })
                .unwrap()
        })
        .collect();
    barrier.wait();
    let held = settled(telemetry);
    barrier.wait();
    for thread in all {
        thread.join().unwrap();
    }
    held
}

/// Threads that made one span and then nothing.
pub(super) fn idle(threads: u64) {
    let telemetry = install();
    let before = waiting(&telemetry, threads, || {});
    let after = waiting(&telemetry, threads, || drop(inline::span!("once")));
    println!("idle {}", (after - before) / i64::try_from(threads).unwrap());
    finish(&telemetry);
}

/// The same spans made by eight threads, and by many.
pub(super) fn throughput(threads: u64, spans: u64) {
    let telemetry = install();
    for threads in [8, threads] {
        let barrier = Arc::new(Barrier::new(usize::try_from(threads).unwrap() + 1));
        let all: Vec<_> = (0..threads)
            .map(|_| {
                let barrier = Arc::clone(&barrier);
                thread::spawn(move || {
                    barrier.wait();
                    (0..spans / threads).for_each(|number| drop(with_attributes!(number)));
                })
            })
            .collect();
        barrier.wait();
        let start = Instant::now();
        for thread in all {
            thread.join().unwrap();
        }
        println!("throughput {threads} threads: {:?} for {spans} spans", start.elapsed());
        telemetry.flush().unwrap();
    }
    finish(&telemetry);
}

/// A span that stays open while its children come and go.
pub(super) fn children(count: u64) {
    let telemetry = install();
    let root = inline::span!("root");
    let mut early = 0;
    for number in 1..=count {
        drop(inline::span!("child", "acme.number" = number));
        if number % 10_000 == 0 {
            telemetry.flush().unwrap();
        }
        // From here on buffers of all kinds have their size.
        if number == count / 2 {
            early = settled(&telemetry);
        }
    }
    println!("grown {}", (settled(&telemetry) - early).max(0));
    println!("visible {}", telemetry.stats().exported);
    drop(root);
    finish(&telemetry);
}
