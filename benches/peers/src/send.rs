//! A million spans to a collector: the part of the process that makes them.
//!
//! In: a library that is installed with OTLP. Out: one line of numbers, see [`Sent`].
//! Never here: what arrived; the sink knows.

use std::time::Instant;

use crate::peer::Peer;
use crate::{Result, clock};

/// Spans in each trace.
pub const SPANS_PER_TRACE: u32 = 10;
/// Traces before each flush when the flow is controlled: 2,000 spans, for which the smallest of the default queues, that
/// of the SDK with 2,048, has room.
const TRACES_PER_BURST: u32 = 200;

/// What the sending process used, as it prints it.
#[derive(Clone, Copy, Debug)]
pub struct Sent {
    /// CPU time of all threads per span, from the first span to the end of the shutdown.
    pub process_nanos: f64,
    /// That of the thread that made the spans.
    pub thread_nanos: f64,
    /// Wall time of the whole.
    pub wall_seconds: f64,
    /// The most memory that was resident.
    pub peak_bytes: f64,
    /// How many spans the library itself says that it lost; NaN if it says nothing.
    pub reported_lost: f64,
}

/// Makes so many traces, with a flush after each burst or as fast as the thread can, and shuts down.
///
/// # Errors
///
/// If the system does not tell what was used.
pub fn run<P: Peer>(peer: P, is_in_bursts: bool, traces: u32) -> Result<()> {
    let (start, process, thread) = (Instant::now(), clock::process_nanos(), clock::thread_nanos());
    let name = String::from("a name that is owned");
    for trace in 1..=traces {
        P::trace(i64::from(trace), &name);
        if is_in_bursts && trace.is_multiple_of(TRACES_PER_BURST) {
            peer.flush();
        }
    }
    let reported_lost = peer.shutdown();
    let spans = f64::from(traces * SPANS_PER_TRACE);
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^53")]
    let reported_lost = reported_lost.map_or(f64::NAN, |lost| lost as f64);
    println!(
        "{} {} {} {} {reported_lost}",
        (clock::process_nanos() - process) / spans,
        (clock::thread_nanos() - thread) / spans,
        start.elapsed().as_secs_f64(),
        clock::peak_resident_bytes()?,
    );
    Ok(())
}

impl Sent {
    /// Reads what [`run`] printed.
    ///
    /// # Errors
    ///
    /// If it is something else.
    pub fn parse(numbers: &[f64]) -> Result<Self> {
        let &[process_nanos, thread_nanos, wall_seconds, peak_bytes, reported_lost] = numbers else {
            return Err(format!("five numbers, not {numbers:?}").into());
        };
        Ok(Self { process_nanos, thread_nanos, wall_seconds, peak_bytes, reported_lost })
    }
}
