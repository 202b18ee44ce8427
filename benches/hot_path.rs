//! What a span costs on the thread that makes it, as a multiple of two clock reads.
//!
//! `cargo bench -p otlp-benches --bench hot_path [-- --instructions]`. In: the same body plain and traced. Out: a
//! table of medians over many short rounds, in nanoseconds and as ratios measured in the same run, to two reads of the
//! clock that spans use and to two of `Instant::now`; with `--instructions` a table of instructions instead, counted by
//! valgrind on the calling thread, which repeat where times do not.
//! Never here: assertions; a number is for people to read.

use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, io, thread};

use otlp_runtime::{DiscardExporter, Sampler, Span, SpanGuard, Telemetry, traced};

const ROUNDS: usize = 101;
const CALLS: u32 = 2_000;

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

#[traced("acme.id" = value, "acme.on" = value > 1, "acme.kind" = kind, "acme.name" = name)]
#[inline(never)]
fn attributed_dynamically(value: u64, kind: &'static str, name: &str) -> u64 {
    black_box(value) + 1
}

async fn plain_asynchronous(value: u64) -> u64 {
    std::future::ready(black_box(value)).await + 1
}

#[traced]
async fn asynchronous(value: u64) -> u64 {
    std::future::ready(black_box(value)).await + 1
}

#[traced("bench.value" = value)]
async fn attributed_asynchronous(value: u64) -> u64 {
    std::future::ready(black_box(value)).await + 1
}

#[traced]
async fn yielding(value: u64) -> u64 {
    let mut is_first = true;
    std::future::poll_fn(|_| {
        if std::mem::take(&mut is_first) { std::task::Poll::Pending } else { std::task::Poll::Ready(()) }
    })
    .await;
    black_box(value) + 1
}

#[traced(root)]
#[inline(never)]
fn root(value: u64) -> u64 {
    black_box(value) + 1
}

fn run(future: impl Future<Output = u64>) -> u64 {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    loop {
        if let std::task::Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}

/// Makes so many calls.
type Case = (&'static str, fn(u32));

/// What is measured.
const CASES: [Case; 10] = [
    ("plain call", |calls| (0..calls).for_each(|_| _ = black_box(plain(1)))),
    ("plain async, ready", |calls| (0..calls).for_each(|_| _ = black_box(run(plain_asynchronous(1))))),
    ("sync span", |calls| (0..calls).for_each(|_| _ = black_box(bare(1)))),
    ("sync span, 4 attributes", |calls| {
        let name = String::from("a name that is owned");
        (0..calls).for_each(|_| _ = black_box(attributed(1, &name)));
    }),
    ("the same, none constant", |calls| {
        let name = String::from("a name that is owned");
        (0..calls).for_each(|_| _ = black_box(attributed_dynamically(1, black_box("constant"), &name)));
    }),
    ("async span, ready", |calls| (0..calls).for_each(|_| _ = black_box(run(asynchronous(1))))),
    ("async span, 1 attribute", |calls| {
        (0..calls).for_each(|_| _ = black_box(run(attributed_asynchronous(1))));
    }),
    ("async span, one yield", |calls| (0..calls).for_each(|_| _ = black_box(run(yielding(1))))),
    ("root span", |calls| (0..calls).for_each(|_| _ = black_box(root(1)))),
    ("builder span", |calls| (0..calls).for_each(|_| Span::builder().name("built").start().end())),
];

/// Installs what is going on around a case.
type Setting = (&'static str, fn() -> Result<Around, otlp_runtime::Error>);

const SETTINGS: [Setting; 3] = [
    ("nothing installed", || Ok((None, None))),
    ("child of an unsampled span", || {
        let telemetry =
            Telemetry::builder().exporter(DiscardExporter).sampler(Sampler::always_off()).install()?;
        Ok((Some(Span::builder().name("unsampled").start().enter()), Some(telemetry)))
    }),
    ("recorded", || {
        let telemetry = Telemetry::builder().exporter(DiscardExporter).install()?;
        // Until the clock has been read, and once more when its anchor was stale: it knows its counter's rate then.
        black_box(otlp_runtime::__private::unix_nanos());
        thread::sleep(Duration::from_millis(1_100));
        let sampled = Span::builder().name("sampled").start().enter();
        // Steady state: the chunks that go round are there.
        (0..300_000).for_each(|_| _ = black_box(bare(1)));
        Ok((Some(sampled), Some(telemetry)))
    }),
];

/// Dropped in this order.
type Around = (Option<SpanGuard>, Option<Telemetry>);

/// Returns the median nanoseconds of one call.
fn nanos(case: fn(u32)) -> f64 {
    let mut rounds: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            case(CALLS);
            start.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS)
        })
        .collect();
    rounds.sort_by(f64::total_cmp);
    rounds.get(ROUNDS / 2).copied().unwrap_or(f64::NAN)
}

fn two_reads_of_the_runtime(calls: u32) {
    (0..calls).for_each(|_| {
        black_box(otlp_runtime::__private::unix_nanos());
        black_box(otlp_runtime::__private::unix_nanos());
    });
}

fn two_reads_of_the_system(calls: u32) {
    (0..calls).for_each(|_| {
        black_box(Instant::now());
        black_box(Instant::now());
    });
}

fn times() -> Result<(), otlp_runtime::Error> {
    for (setting, install) in SETTINGS {
        let around = install()?;
        let (ours, system) = (nanos(two_reads_of_the_runtime), nanos(two_reads_of_the_system));
        println!(
            "\n{setting}; two reads of the runtime's clock {ours:.1} ns, of `Instant::now` {system:.1} ns"
        );
        println!(
            "  {:26} {:>8} {:>12} {:>14} {:>14}",
            "", "ns", "over plain", "x the runtime", "x the system"
        );
        let mut plain = [0.0; 2];
        for (index, (name, case)) in CASES.into_iter().enumerate() {
            let all = nanos(case);
            if let Some(plain) = plain.get_mut(index) {
                *plain = all;
            }
            let [sync, asynchronous] = plain;
            let over = all - if name.contains("async") { asynchronous } else { sync };
            println!("  {name:26} {all:8.1} {over:12.1} {:14.2} {:14.2}", over / ours, over / system);
        }
        drop(around);
    }
    Ok(())
}

/// Runs one case in this process, for `instructions`.
fn counted(setting: usize, case: usize, calls: u32) -> Result<(), otlp_runtime::Error> {
    let (Some((_, install)), Some((_, case))) = (SETTINGS.get(setting), CASES.get(case)) else {
        return Ok(());
    };
    let _around = install()?;
    case(1_000);
    collected(*case, calls);
    Ok(())
}

/// What `instructions` has counted; valgrind finds it by its name.
#[inline(never)]
fn collected(case: fn(u32), calls: u32) {
    case(calls);
    black_box(());
}

/// Counts the instructions of each case, on the calling thread alone.
fn instructions() -> io::Result<()> {
    const CALLS: u32 = 10_000;
    let counted = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hot_path.out");
    let count = |setting: usize, case: usize| -> io::Result<f64> {
        // Callgrind replaces its output file, so that must not be a device.
        fs::remove_file(&counted).unwrap_or_default();
        let mut command = Command::new("valgrind");
        command.args(["--tool=callgrind", "--toggle-collect=hot_path::collected*"]);
        command.arg(format!("--callgrind-out-file={}", counted.display()));
        command.arg(env::current_exe()?).arg("--counted");
        command.args([setting.to_string(), case.to_string(), CALLS.to_string()]);
        command.stderr(Stdio::null()).status()?;
        let told = fs::read_to_string(&counted)?;
        let sum = told.lines().find_map(|line| line.strip_prefix("totals:")?.trim().parse().ok());
        sum.ok_or_else(|| io::Error::other("valgrind counted nothing; is it installed?"))
    };
    println!(
        "  {:26} {:>18} {:>18} {:>18}",
        "instructions", "nothing installed", "unsampled parent", "recorded"
    );
    for (index, (name, _)) in CASES.into_iter().enumerate() {
        print!("  {name:26}");
        for setting in 0..SETTINGS.len() {
            print!(" {:18.0}", count(setting, index)? / f64::from(CALLS));
        }
        println!();
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let numbers: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    match (arguments.first().map(String::as_str), &*numbers) {
        (Some("--counted"), [setting, case, calls]) => counted(*setting, *case, u32::try_from(*calls)?)?,
        (Some("--instructions"), _) => instructions()?,
        _ => times()?,
    }
    Ok(())
}
