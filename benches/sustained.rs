//! A rate that is held: so many spans a second for ten seconds, made by four threads, sent to a sink on this machine.
//!
//! `cargo bench -p otlp-benches --bench sustained [-- SPANS_PER_SECOND SECONDS]`. In: a process that makes and sends, one
//! that reads and answers. Out: the rate that was reached, spans that were dropped, memory at its fullest, CPU time of the
//! export thread; without compression, and at three tenths of the rate with gzip.
//! Never here: assertions; a number is for people to read.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use otlp_runtime::{Compression, OtlpExporter, Telemetry, traced};

const THREADS: u32 = 4;

#[traced("acme.id" = id, "acme.on" = id > 1, "acme.kind" = "constant", "acme.name" = name)]
#[inline(never)]
fn work(id: u32, name: &str) -> u32 {
    std::hint::black_box(id) + 1
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let numbers: Vec<u32> = env::args().filter_map(|argument| argument.parse().ok()).collect();
    if env::args().any(|argument| argument == "--sink") {
        return Ok(sink()?);
    }
    let rate = numbers.first().copied().unwrap_or(1_000_000);
    let seconds = numbers.get(1).copied().unwrap_or(10);
    for (compression, rate) in [(Compression::None, rate), (Compression::Gzip, rate / 10 * 3)] {
        let mut sink = Command::new(env::current_exe()?)
            .arg("--sink")
            .stdout(Stdio::piped())
            .stdin(Stdio::piped())
            .spawn()?;
        let mut address = String::new();
        BufReader::new(sink.stdout.take().ok_or("no output")?).read_line(&mut address)?;
        let ran = run(address.trim(), compression, rate, seconds);
        // Also after an error, or the sink would outlive this.
        sink.kill()?;
        sink.wait()?;
        ran?;
    }
    Ok(())
}

fn run(address: &str, compression: Compression, rate: u32, seconds: u32) -> Result<(), otlp_runtime::Error> {
    let exporter =
        OtlpExporter::builder().endpoint(format!("http://{address}")).compression(compression).build()?;
    let telemetry = Telemetry::builder().exporter(exporter).install()?;
    let (start, is_done) = (Instant::now(), AtomicBool::new(false));
    let mut fullest = 0;
    thread::scope(|scope| {
        let makers: Vec<_> =
            (0..THREADS).map(|_| scope.spawn(|| make(start, rate / THREADS, seconds))).collect();
        let watcher = scope.spawn(|| {
            let mut fullest = 0;
            while !is_done.load(Ordering::Relaxed) {
                let stats = telemetry.stats();
                fullest = fullest.max(stats.buffered_bytes + stats.in_flight_bytes + stats.pooled_bytes);
                thread::sleep(Duration::from_millis(10));
            }
            fullest
        });
        for maker in makers {
            let _ = maker.join();
        }
        is_done.store(true, Ordering::Relaxed);
        fullest = watcher.join().unwrap_or_default();
    });
    let made = start.elapsed();
    let backlog = telemetry.stats().pending;
    let export_seconds = cpu_seconds("otlp-export");
    let stats = telemetry.flush().unwrap_or_else(|_| telemetry.stats());
    println!(
        "{compression:?}: {} spans in {made:.2?}, {} a second of {rate}; dropped {}, not sent yet {backlog}; \
         {} KiB at most; export thread {export_seconds:.1} s of CPU",
        stats.created,
        u128::from(stats.created) * 1000 / made.as_millis().max(1),
        stats.dropped.total(),
        fullest / 1024,
    );
    telemetry.shutdown().map(drop)
}

/// Makes spans at this rate, in steps of a few milliseconds.
fn make(start: Instant, per_second: u32, seconds: u32) {
    const STEP: u32 = 500;

    for step in 0..per_second * seconds / STEP {
        let due = Duration::from_secs_f64(f64::from(step * STEP) / f64::from(per_second));
        thread::sleep(due.saturating_sub(start.elapsed()));
        for id in 0..STEP {
            work(id, "of some length");
        }
    }
}

/// CPU time of this process's threads of that name, on Linux; 0 elsewhere.
fn cpu_seconds(name: &str) -> f64 {
    let ticks = |path: &std::path::Path| -> Option<f64> {
        let stat = fs::read_to_string(path.join("stat")).ok()?;
        let (head, tail) = stat.rsplit_once(')')?;
        let mut times = tail.split_whitespace().skip(11).filter_map(|text| text.parse::<f64>().ok());
        (head.contains(name)).then(|| times.next().unwrap_or_default() + times.next().unwrap_or_default())
    };
    let tasks = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    // In hundredths of a second, as Linux counts for programs.
    tasks.filter_map(|task| ticks(&task.path())).sum::<f64>() / 100.0
}

/// Reads requests and answers them, one connection at a time or several; ends when it is killed.
fn sink() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("{}", listener.local_addr()?);
    for stream in listener.incoming() {
        let stream = stream?;
        thread::spawn(move || serve(&stream));
    }
    Ok(())
}

fn serve(stream: &TcpStream) -> io::Result<()> {
    let mut reader = BufReader::with_capacity(1 << 20, stream);
    loop {
        let (mut length, mut line) = (0, String::new());
        loop {
            line.clear();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            let lower = line.to_ascii_lowercase();
            if let Some(value) = lower.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            }
            if line.trim().is_empty() {
                break;
            }
        }
        io::copy(&mut reader.by_ref().take(length), &mut io::sink())?;
        let mut writer = stream;
        writer.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")?;
    }
}
