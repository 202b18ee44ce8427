//! Spans of tasks that are polled, moved between threads, joined, raced and cancelled at random (R34).
//!
//! In: programs made from seeds, and an order of polls. Out: every span with the parent that its program says, ended once.
//! Never here: real waiting; clocks.
//!
//! A program knows what the parent of each of its spans must be, since it knows which span it was written in. Every span
//! carries that as an attribute, so the spans that come out can be compared with no model beside the programs themselves.
//! `OTLP_SCHEDULES` sets how many schedules are run: 120 000 by default, of which a third on several threads.

#![expect(clippy::unwrap_used, reason = "helpers of tests, where a panic is a finding")]

mod program;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Waker};

use otlp_runtime::{Accepted, ExportError, Exporter, Span, SpanBatch, SpanId, Stats, Telemetry, ValueRef};

use self::program::{NOBODY, Random, Task, root};

/// Schedules between two comparisons.
const ROUND: u64 = 2_000;

fn schedules() -> u64 {
    std::env::var("OTLP_SCHEDULES").ok().map_or(120_000, |count| count.parse().unwrap())
}

/// What an exported span says: its own number, the number its parent must have, its id, its parent's id.
type Row = (i64, i64, SpanId, SpanId);

/// Keeps what the comparison needs.
#[derive(Clone, Default)]
struct Rows(Arc<Mutex<Vec<Row>>>);

impl Exporter for Rows {
    async fn export(&mut self, batch: SpanBatch) -> Result<Accepted, ExportError> {
        let mut rows = self.0.lock().unwrap();
        for span in batch.iter() {
            let (mut number, mut parent) = (NOBODY, NOBODY);
            for attribute in span.attributes() {
                match (attribute.key, attribute.value) {
                    ("acme.number", ValueRef::Int(value)) => number = value,
                    ("acme.parent", ValueRef::Int(value)) => parent = value,
                    _ => {}
                }
            }
            rows.push((number, parent, span.span_id(), span.parent_span_id()));
        }
        Ok(Accepted::default())
    }
}

/// Compares what came out with what the programs said, and empties it.
fn check(telemetry: &Telemetry, rows: &Rows, spans_begun: u64, what: &str) -> u64 {
    telemetry.flush().unwrap();
    let rows = std::mem::take(&mut *rows.0.lock().unwrap());
    let numbers: HashMap<SpanId, i64> = rows.iter().map(|(number, _, id, _)| (*id, *number)).collect();
    assert_eq!(numbers.len(), rows.len(), "{what}: a span that ended twice");
    for (number, expected, _, parent) in &rows {
        let found = if parent.is_valid() { numbers.get(parent).copied() } else { Some(NOBODY) };
        assert_eq!(found, Some(*expected), "{what}: the parent of span {number}");
    }
    assert_eq!(rows.len() as u64, spans_begun, "{what}: spans ended and spans begun");
    rows.len() as u64
}

fn assert_settled(stats: Stats, spans: u64) {
    assert_eq!((stats.live, stats.pending, stats.dropped.total()), (0, 0, 0), "{stats:?}");
    assert_eq!((stats.created, stats.exported), (spans, spans));
}

/// Polls or cancels one task, picked at random. False when there is none.
fn step(tasks: &Mutex<Vec<Task>>, random: &mut Random) -> bool {
    let mut task = {
        let mut tasks = tasks.lock().unwrap();
        if tasks.is_empty() {
            return false;
        }
        let index = usize::try_from(random.below(tasks.len() as u64)).unwrap();
        tasks.swap_remove(index)
    };
    assert!(!Span::current().context().is_valid(), "a span was left in the thread");
    // One in thirty polls is a cancellation instead; a task may be dropped before its first poll.
    if random.below(30) != 0 && task.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending() {
        tasks.lock().unwrap().push(task);
    }
    true
}

// R34
#[test]
fn no_schedule_leads_to_a_wrong_parent() {
    let rows = Rows::default();
    let telemetry = Telemetry::builder().exporter(rows.clone()).install().unwrap();
    let (on_one, on_several) = (schedules() * 2 / 3, schedules() / 3);
    let mut spans = 0;

    // On one thread: what a seed does is the same each time.
    for first in (0..on_one.div_ceil(ROUND)).map(|round| round * ROUND) {
        let begun = Arc::new(AtomicU64::new(0));
        for seed in first..first + ROUND {
            let tasks = Arc::new(Mutex::new(Vec::new()));
            let mut random = Random::new(seed);
            for _ in 0..=random.below(3) {
                root(&tasks, &begun, random.next());
            }
            while step(&tasks, &mut random) {}
        }
        let what = format!("seeds {first} to {}", first + ROUND);
        spans += check(&telemetry, &rows, begun.load(Ordering::Relaxed), &what);
    }

    // On several: any thread polls, and drops, any task.
    for first in (0..on_several.div_ceil(ROUND)).map(|round| round * ROUND) {
        let (begun, tasks) = (Arc::new(AtomicU64::new(0)), Arc::new(Mutex::new(Vec::new())));
        let left = AtomicU64::new(ROUND);
        std::thread::scope(|scope| {
            for thread in 0..3 {
                let (begun, tasks, left) = (&begun, &tasks, &left);
                scope.spawn(move || {
                    let mut random = Random::new(first << 2 | thread);
                    loop {
                        // A few dozen tasks at a time, so that they meet.
                        let is_busy = tasks.lock().unwrap().len() > 30;
                        let take = |left: u64| left.checked_sub(1);
                        if !is_busy && left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok() {
                            root(tasks, begun, random.next());
                        } else if !step(tasks, &mut random) {
                            break;
                        }
                    }
                });
            }
        });
        let what = format!("schedules {first} to {} on three threads", first + ROUND);
        spans += check(&telemetry, &rows, begun.load(Ordering::Relaxed), &what);
    }

    assert_settled(telemetry.stats(), spans);
    assert!(telemetry.stats().out_of_order > 0, "the programs drop guards out of order too");
    telemetry.shutdown().unwrap();
}
