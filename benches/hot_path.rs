//! What a span costs on the thread that makes it, as a multiple of two clock reads.
//!
//! `cargo bench -p otlp-benches --bench hot_path`. In: the same body plain and traced. Out: a
//! table of medians over many short rounds, in nanoseconds and as ratios measured in the same run.
//! Never here: assertions; a number is for people to read.

use std::hint::black_box;
use std::time::Instant;

use otlp_runtime::{DiscardExporter, Sampler, Span, Telemetry, traced};

const ROUNDS: usize = 101;
const CALLS: u32 = 2_000;

/// Returns the median nanoseconds of one call.
fn measure(mut call: impl FnMut()) -> f64 {
    let mut rounds: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            (0..CALLS).for_each(|_| call());
            start.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS)
        })
        .collect();
    rounds.sort_by(f64::total_cmp);
    rounds.get(ROUNDS / 2).copied().unwrap_or(f64::NAN)
}

#[inline(never)]
fn plain(value: u64) -> u64 {
    black_box(value) + 1
}

#[traced]
#[inline(never)]
fn bare(value: u64) -> u64 {
    black_box(value) + 1
}

#[traced("acme.id" = value, "acme.on" = value > 1, "acme.kind" = "constant", "acme.name" = name)]
#[inline(never)]
fn attributed(value: u64, name: &str) -> u64 {
    black_box(value) + 1
}

#[traced]
async fn asynchronous(value: u64) -> u64 {
    std::future::ready(black_box(value)).await + 1
}

#[traced("bench.value" = value)]
async fn attributed_asynchronous(value: u64) -> u64 {
    std::future::ready(black_box(value)).await + 1
}

#[traced(root)]
#[inline(never)]
fn root(value: u64) -> u64 {
    black_box(value) + 1
}

fn ready(future: impl Future<Output = u64>) -> u64 {
    let future = std::pin::pin!(future);
    match future.poll(&mut std::task::Context::from_waker(std::task::Waker::noop())) {
        std::task::Poll::Ready(output) => output,
        std::task::Poll::Pending => 0,
    }
}

fn spans(title: &str, clock: f64, call: f64) {
    println!("\n{title}");
    let name = String::from("a name that is owned");
    let rows: [(&str, f64); 6] = [
        ("sync span", measure(|| _ = black_box(bare(1)))),
        ("sync span, 4 attributes", measure(|| _ = black_box(attributed(1, &name)))),
        ("async span, ready", measure(|| _ = black_box(ready(asynchronous(1))))),
        ("async span, 1 attribute", measure(|| _ = black_box(ready(attributed_asynchronous(1))))),
        ("root span", measure(|| _ = black_box(root(1)))),
        ("builder span", measure(|| Span::builder().name("built").start().end())),
    ];
    for (what, nanos) in rows {
        println!(
            "  {what:26} {nanos:8.1} ns   over the plain call {:6.2} x two clock reads",
            (nanos - call) / clock
        );
    }
}

fn main() -> Result<(), otlp_runtime::Error> {
    let clock = measure(|| {
        black_box(Instant::now());
        black_box(Instant::now());
    });
    let call = measure(|| _ = black_box(plain(1)));
    println!("two clock reads {clock:.1} ns, plain call {call:.1} ns");

    spans("nothing installed", clock, call);

    let telemetry =
        Telemetry::builder().exporter(DiscardExporter).sampler(Sampler::always_off()).install()?;
    let unsampled = Span::builder().name("unsampled").start().enter();
    spans("child of an unsampled span", clock, call);
    drop(unsampled);
    telemetry.shutdown()?;

    let telemetry = Telemetry::builder().exporter(DiscardExporter).install()?;
    let sampled = Span::builder().name("sampled").start().enter();
    spans("recorded", clock, call);
    drop(sampled);
    println!("\n{:?}", telemetry.shutdown()?);
    Ok(())
}
