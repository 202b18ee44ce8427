//! The export thread's work under a clock that tests move: outages of minutes in no time.
//!
//! In: spans as threads make them, a collector that answers as told. Out: what it got and when, and where each span is.
//! Never here: sockets, the real clock, other threads. A long file of short scenes: each needs the same rig, and no other.

#![expect(clippy::unwrap_used, reason = "a panic of a test is a finding")]

mod rig;
#[cfg(feature = "spool")]
mod spool;

use core::time::Duration;
use std::sync::mpsc;

use tokio::time::{Instant, sleep};

use self::rig::{
    MIB, MILLI, MINUTE, Request, Rig, SECOND, Setting, accepted, down_for, play, refused, retry,
};
use super::commands::{Answer, Command, Outcome, Waiting};
use crate::backoff::Jitter;
use crate::delivery::{Accepted, Attempt};
use crate::exporter::OtlpExporter;
use crate::stats::DropReason;
use crate::sync::lock;

// P15
#[test]
fn nothing_recorded_wakes_nothing() {
    play(Setting::default(), async |mut rig: Rig| {
        rig.make(10);
        sleep(MINUTE).await;
        rig.flush().await.unwrap();
        // One look a delay after the flush, should the request to be woken have come too late for a thread.
        sleep(SECOND * 6).await;
        let turns = rig.turns();
        sleep(MINUTE * 60 * 24).await;
        assert_eq!(rig.turns() - turns, 0);
        // And the next span is exported a delay later.
        rig.make(1);
        sleep(SECOND * 5 + MILLI).await;
        assert_eq!(rig.check().exported, 11);
        rig.check_taken();
    });
}

// P15: at most one wake-up for the first span after quiet, and one per batch.
#[test]
fn threads_wake_the_export_thread_once_per_batch() {
    play(Setting::default(), async |mut rig: Rig| {
        sleep(MINUTE).await;
        for _ in 0..2000 {
            rig.make(100);
            tokio::task::yield_now().await;
        }
        let batches = rig.requests() as u64;
        assert!(batches >= 20, "{batches}");
        assert!(rig.wakes() <= batches + 2, "{} wake-ups for {batches} batches", rig.wakes());
        rig.flush().await.unwrap();
        rig.check_taken();
    });
}

#[test]
fn memory_of_a_delivered_request_serves_the_next() {
    play(Setting::default(), async |mut rig: Rig| {
        // A small one takes no large buffer.
        for count in [1000, 1000, 10, 1000] {
            rig.make(count);
            rig.flush().await.unwrap();
        }
        let requests = core::mem::take(&mut lock(&rig.collector).requests);
        let [first, second, small, last] = &*requests else { panic!("four requests") };
        assert_eq!((second.address, last.address), (first.address, first.address));
        assert_ne!(small.address, first.address);
        rig.check_taken();
    });
}

// R9: no attributes, not compressed.
#[test]
fn ten_minutes_of_outage_lose_nothing() {
    play(Setting::default(), async |mut rig: Rig| {
        rig.script(down_for(MINUTE * 10));
        rig.make_for(MINUTE * 10, 1000, &[]).await;
        let stats = rig.check();
        assert_eq!((stats.created, stats.pending, stats.exported), (600_000, 600_000, 0));
        rig.make_for(MINUTE, 1000, &[]).await;
        rig.flush().await.unwrap();
        let stats = rig.check();
        assert_eq!((stats.exported, stats.dropped.total()), (660_000, 0));
        rig.check_taken();
    });
}

/// Eight attributes of a web service's span; numbers, paths and a digest differ from span to span.
#[cfg(feature = "gzip")]
fn attributes(number: u64) -> Vec<u8> {
    use crate::proto::wire::{put_bytes, put_varint};

    let mut random = Jitter::seeded(number);
    let mut out = Vec::new();
    let mut put = |key: &str, value: &[u8]| {
        let mut attribute = Vec::new();
        put_bytes(&mut attribute, 0x0a, key.as_bytes());
        put_bytes(&mut attribute, 0x12, value);
        put_bytes(&mut out, 0x4a, &attribute);
    };
    let text = |text: &str| {
        let mut value = Vec::new();
        put_bytes(&mut value, 0x0a, text.as_bytes());
        value
    };
    let int = |number: u64| {
        let mut value = vec![0x18];
        put_varint(&mut value, number);
        value
    };
    put("http.request.method", &text(["GET", "GET", "POST", "PUT"][(random.next() % 4) as usize]));
    put("http.route", &text("/carts/{cart}/items"));
    put("url.path", &text(&format!("/carts/{}/items", random.next() % 1_000_000)));
    put("http.response.status_code", &int([200, 200, 201, 404][(random.next() % 4) as usize]));
    put("server.address", &text("shop.example.com"));
    put("server.port", &int(443));
    put("shop.rows", &int(random.next() % 1000));
    put("shop.digest", &text(&format!("{:016x}{:016x}", random.next(), random.next())));
    out
}

// R9: 330 bytes a span, nothing compressed on the way; a tenth of the rate in a tenth of the memory.
#[cfg(feature = "gzip")]
#[test]
fn ten_minutes_of_outage_lose_no_span_of_ordinary_size() {
    play(Setting { memory: 64 * MIB / 10, ..Setting::default() }, async |mut rig: Rig| {
        rig.script(down_for(MINUTE * 10));
        for _ in 0..6000 {
            for _ in 0..10 {
                let fields = attributes(rig.last);
                rig.make_with(1, &fields);
            }
            sleep(MILLI * 100).await;
            rig.check();
        }
        let stats = rig.check();
        assert_eq!((stats.pending, stats.dropped.total()), (60_000, 0));
        let held = stats.buffered_bytes / 60_000;
        sleep(MINUTE).await;
        rig.flush().await.unwrap();
        assert_eq!(rig.check().exported, 60_000);
        rig.check_taken();
        // What arrives is not compressed.
        let (bytes, spans) = lock(&rig.collector)
            .requests
            .iter()
            .fold((0, 0), |(bytes, spans), request| (bytes + request.bytes, spans + request.numbers.len()));
        println!("{} bytes a span, {held} of memory", bytes / spans);
        assert!((320..340).contains(&(bytes / spans)) && held <= 83, "{bytes} {spans} {held}");
    });
}

// R9: more than the memory holds.
#[test]
fn oldest_spans_go_when_memory_is_full_and_are_counted() {
    play(Setting { memory: 2 * MIB, ..Setting::default() }, async |mut rig: Rig| {
        rig.script(down_for(MINUTE * 5));
        rig.make_for(MINUTE * 5, 200, &[]).await;
        let stats = rig.check();
        assert_eq!(stats.dropped.total(), stats.dropped[DropReason::MemoryBudget]);
        assert!(stats.dropped.total() > 0 && stats.pending > 10_000, "{stats:?}");
        sleep(MINUTE).await;
        rig.flush().await.unwrap();
        rig.check_taken();
        // The newest are there, without a gap.
        let taken: Vec<u64> = lock(&rig.collector).taken.keys().copied().collect();
        let lost = rig.last - taken.len() as u64;
        assert_eq!((taken[0], taken[taken.len() - 1]), (lost + 1, rig.last));
    });
}

#[test]
fn batches_are_given_up_at_their_age_limit() {
    let exporter = OtlpExporter::builder().max_batch_age(MINUTE);
    play(Setting { exporter, ..Setting::default() }, async |mut rig: Rig| {
        rig.script(Box::new(|_| (MILLI, retry(None))));
        rig.make(7);
        sleep(SECOND * 30).await;
        rig.make(5);
        sleep(SECOND * 36).await;
        assert_eq!(rig.check().dropped[DropReason::RetryExpired], 7);
        sleep(SECOND * 30).await;
        assert_eq!(rig.check().dropped[DropReason::RetryExpired], 12);
        let turns = rig.turns();
        sleep(MINUTE * 60).await;
        assert_eq!(rig.turns(), turns);
    });
}

#[test]
fn one_probe_at_a_time_while_the_collector_is_down() {
    let exporter = OtlpExporter::builder().max_requests_in_flight(4);
    play(Setting { exporter, max_spans: 100, ..Setting::default() }, async |mut rig: Rig| {
        // The first four go out together; each answer takes a while.
        let mut answers = 0;
        rig.script(Box::new(move |_| {
            answers += 1;
            (SECOND, if answers <= 30 { retry(None) } else { accepted() })
        }));
        rig.make(400);
        sleep(SECOND * 6).await;
        assert_eq!(lock(&rig.collector).most_under_way, 4);
        lock(&rig.collector).most_under_way = 0;
        rig.make_for(MINUTE * 2, 1000, &[]).await;
        assert_eq!(lock(&rig.collector).most_under_way, 1);
        sleep(MINUTE * 15).await;
        rig.flush().await.unwrap();
        assert_eq!(lock(&rig.collector).most_under_way, 4);
        rig.check_taken();
    });
}

// R12, HTTP-06, GRPC-04
#[test]
fn no_request_is_early_whatever_happens_meanwhile() {
    play(Setting::default(), async |mut rig: Rig| {
        let mut until = None;
        let mut random = Jitter::seeded(12);
        rig.script(Box::new(move |request: &Request| {
            assert!(until.is_none_or(|until| request.at >= until), "early");
            let pause = Duration::from_millis(random.next() % 20_000);
            if random.next().is_multiple_of(4) {
                return (Duration::ZERO, accepted());
            }
            until = Some(request.at + pause);
            (Duration::ZERO, retry(Some(pause)))
        }));
        for _ in 0..300 {
            rig.make_for(SECOND, 100, &[]).await;
            let _ = rig.call(Command::Flush, MILLI * 300).await;
        }
        assert!(rig.requests() > 20);
        rig.check();
    });
}

// FLU-01, FLU-03
#[test]
fn flush_returns_at_its_deadline_and_what_it_waited_for_is_exported_later() {
    play(Setting::default(), async |mut rig: Rig| {
        rig.script(down_for(MINUTE));
        rig.make(10);
        assert!(rig.flush().await.is_none());
        assert_eq!(rig.check().pending, 10);
        rig.make(5);
        sleep(MINUTE * 2).await;
        assert_eq!(rig.flush().await.unwrap().undelivered, 0);
        assert_eq!(rig.check().exported, 15);
        rig.check_taken();
    });
}

#[test]
fn flush_does_not_wait_for_the_back_off() {
    play(Setting::default(), async |mut rig: Rig| {
        rig.script(down_for(MINUTE * 10));
        rig.make(10);
        sleep(MINUTE * 10 + SECOND * 6).await;
        let start = Instant::now();
        assert_eq!(rig.flush().await.unwrap().undelivered, 0);
        assert!(start.elapsed() < SECOND, "{:?}", start.elapsed());
    });
}

// FLU-01: spans that end during a flush are left to the next.
#[test]
fn flush_ends_though_spans_go_on_ending() {
    play(Setting { max_spans: 10, ..Setting::default() }, async |mut rig: Rig| {
        rig.script(Box::new(|_| (MILLI * 100, accepted())));
        rig.make(100);
        let (answer, waiting) = Answer::pair();
        rig.commands.send(Command::Flush(answer)).unwrap();
        for _ in 0..150 {
            rig.make(1);
            sleep(MILLI * 10).await;
        }
        assert_eq!(waiting.outcome.try_recv().unwrap().undelivered, 0);
        assert!(rig.check().exported >= 100);
        rig.flush().await.unwrap();
        assert_eq!(rig.check().exported, 250);
    });
}

// A collector that is away answers no flush, and there may be one for each request of the program.
#[test]
fn flush_that_nobody_waits_for_any_more_is_forgotten() {
    fn give_up(waiting: Waiting) -> mpsc::Receiver<Outcome> {
        waiting.outcome
    }
    play(Setting::default(), async |mut rig: Rig| {
        rig.script(Box::new(|_| (MILLI, retry(None))));
        rig.make(10);
        let (answer, waiting) = Answer::pair();
        rig.commands.send(Command::Flush(answer)).unwrap();
        sleep(SECOND).await;
        let forgotten = give_up(waiting);
        assert!(rig.call(Command::Flush, SECOND).await.is_none());
        assert_eq!(forgotten.try_recv().err(), Some(mpsc::TryRecvError::Disconnected));
        rig.script(down_for(Duration::ZERO));
        sleep(MINUTE).await;
        assert_eq!(rig.flush().await.unwrap().undelivered, 0);
        rig.check_taken();
    });
}

// SHU-01, EXP-05
#[test]
fn shutdown_tries_until_its_deadline_or_the_timeout() {
    for (timeout, deadline, reason) in [
        (SECOND * 2, SECOND * 5, DropReason::RetryExpired),
        (SECOND * 10, SECOND * 5, DropReason::ShutdownDeadline),
    ] {
        let exporter = OtlpExporter::builder().timeout(timeout);
        play(Setting { exporter, ..Setting::default() }, async |mut rig: Rig| {
            rig.script(Box::new(|_| (MILLI, retry(None))));
            rig.make(10);
            sleep(MINUTE).await;
            rig.make(10);
            let start = Instant::now();
            assert_eq!(rig.shutdown(deadline).await.unwrap().undelivered, 20);
            assert!((timeout.min(deadline)..SECOND * 6).contains(&start.elapsed()), "{:?}", start.elapsed());
            let stats = rig.check();
            assert_eq!((stats.dropped[reason], stats.dropped.total()), (20, 20));
            assert_eq!(rig.pipeline.chunks.memory().encoded, 0);
        });
    }
}

#[test]
fn shutdown_gives_up_a_request_without_an_answer() {
    play(Setting::default(), async |mut rig: Rig| {
        rig.script(Box::new(|_| (MINUTE * 60, accepted())));
        rig.make(10);
        sleep(SECOND * 6).await;
        rig.make(10);
        assert_eq!(rig.check().in_flight, 10);
        assert_eq!(rig.shutdown(SECOND).await.unwrap().undelivered, 20);
        assert_eq!(rig.check().dropped[DropReason::ShutdownDeadline], 20);
    });
}

// R15, BSP-04, R17
#[test]
fn request_without_an_answer_is_sent_again_and_holds_nothing_up() {
    play(Setting::default(), async |mut rig: Rig| {
        let mut answers = 0;
        rig.script(Box::new(move |_| {
            answers += 1;
            (if answers == 1 { MINUTE * 60 } else { MILLI }, accepted())
        }));
        rig.make(10);
        sleep(SECOND * 6).await;
        rig.make(5);
        // The default timeout and the back-off.
        sleep(SECOND * 20).await;
        assert_eq!(rig.check().exported, 15);
        rig.check_taken();
    });
}

// R41, OTLP-04
#[test]
fn no_request_is_over_the_limit_and_a_span_that_is_goes_alone() {
    let limit = 20_000;
    let exporter = OtlpExporter::builder().max_request_bytes(limit);
    play(Setting { exporter, max_spans: 300, ..Setting::default() }, async |mut rig: Rig| {
        let large = field(20_000);
        for _ in 0..3 {
            rig.make(500);
            rig.make_with(20, &field(1000));
            rig.make_with(1, &large);
        }
        rig.flush().await.unwrap();
        let stats = rig.check();
        assert_eq!((stats.exported, stats.dropped[DropReason::SpanTooLarge]), (1560, 3));
        let collector = lock(&rig.collector);
        assert!(collector.requests.iter().all(|request| request.bytes <= limit));
        assert!(collector.requests.iter().all(|request| request.numbers.len() <= 300));
    });
}

// R41
#[test]
fn request_refused_for_its_size_is_halved_once_if_asked_for() {
    for (halves, exported) in [(false, 0), (true, 10)] {
        let exporter = OtlpExporter::builder().halve_refused(halves);
        play(Setting { exporter, ..Setting::default() }, async |mut rig: Rig| {
            rig.script(Box::new(|request| {
                (MILLI, if request.numbers.len() > 5 { refused(413) } else { accepted() })
            }));
            let large = field(20_000);
            rig.make_with(10, &large);
            rig.flush().await.unwrap();
            let stats = rig.check();
            assert_eq!((stats.exported, stats.dropped[DropReason::NonRetryable]), (exported, 10 - exported));
            // The next ones are smaller from the start.
            rig.make_with(10, &large);
            rig.flush().await.unwrap();
            assert_eq!(rig.check().exported, exported + 10);
            rig.check_taken();
        });
    }
}

// R41: once means once.
#[test]
fn halves_that_are_refused_are_lost() {
    let exporter = OtlpExporter::builder().halve_refused(true);
    play(Setting { exporter, ..Setting::default() }, async |mut rig: Rig| {
        rig.script(Box::new(|_| (MILLI, refused(413))));
        rig.make(11);
        assert_eq!(rig.flush().await.unwrap().undelivered, 11);
        assert_eq!((rig.requests(), rig.check().dropped[DropReason::NonRetryable]), (3, 11));
    });
}

// R13
#[test]
fn final_answer_is_final_and_the_rest_goes_on() {
    play(Setting { max_spans: 10, ..Setting::default() }, async |mut rig: Rig| {
        rig.script(Box::new(|request| {
            (MILLI, if request.numbers.contains(&15) { refused(400) } else { accepted() })
        }));
        rig.make(30);
        assert_eq!(rig.flush().await.unwrap().undelivered, 10);
        assert_eq!((rig.requests(), rig.check().exported), (3, 20));
    });
}

// OTLP-06
#[test]
fn as_many_requests_are_under_way_as_configured() {
    for max in [1, 3] {
        let exporter = OtlpExporter::builder().max_requests_in_flight(max);
        play(Setting { exporter, max_spans: 10, ..Setting::default() }, async |mut rig: Rig| {
            rig.script(Box::new(|_| (MILLI * 50, accepted())));
            rig.make(1000);
            rig.flush().await.unwrap_or_default();
            assert_eq!(lock(&rig.collector).most_under_way, max);
            sleep(MINUTE).await;
            rig.check_taken();
        });
    }
}

/// The law at every step of a random course, and each span once at its end.
fn play_at_random(seed: u64) {
    let mut random = Jitter::seeded(seed);
    let exporter = OtlpExporter::builder()
        .max_requests_in_flight(1 + usize::try_from(random.next() % 4).unwrap())
        .max_request_bytes(10_000 + usize::try_from(random.next() % 100_000).unwrap())
        .max_batch_age(SECOND * u32::try_from(20 + random.next() % 300).unwrap())
        .halve_refused(random.next().is_multiple_of(2));
    let memory = MIB << (random.next() % 3);
    let max_spans = 1 + usize::try_from(random.next() % 2000).unwrap();
    play(Setting { exporter, memory, max_spans }, async |mut rig: Rig| {
        let mut dice = Jitter::seeded(random.next());
        rig.script(Box::new(move |request| {
            let latency = Duration::from_millis(dice.next() % 2000 * (dice.next() % 12));
            let attempt = match dice.next() % 10 {
                0 | 1 => retry(None),
                2 => retry(Some(Duration::from_millis(dice.next() % 9000))),
                3 => refused(400),
                4 => refused(413),
                5 => Attempt::Accepted(Accepted {
                    rejected_spans: dice.next() % (request.numbers.len() as u64 + 1),
                    message: None,
                }),
                _ => accepted(),
            };
            (latency, attempt)
        }));
        for _ in 0..60 {
            let size = usize::try_from(random.next() % 6000).unwrap();
            let fields = if random.next().is_multiple_of(4) { field(size) } else { Vec::new() };
            rig.make_with(random.next() % 700, &fields);
            rig.check();
            sleep(Duration::from_millis(random.next() % 3000)).await;
            rig.check();
            if random.next().is_multiple_of(10) {
                let _ = rig.call(Command::Flush, Duration::from_millis(random.next() % 3000)).await;
                rig.check();
            }
        }
        let deadline = Duration::from_millis(random.next() % 20_000);
        let outcome = rig.shutdown(deadline).await;
        assert!(
            outcome.is_some(),
            "seed {seed}: {deadline:?}, {:?} {:?}",
            rig.stats(),
            rig.pipeline.chunks.memory()
        );
        let stats = rig.check();
        assert_eq!((stats.pending, stats.live, rig.pipeline.chunks.memory().encoded), (0, 0, 0));
        assert_eq!(lock(&rig.collector).taken.values().max().copied().unwrap_or(1), 1, "{stats:?}");
        assert_eq!(lock(&rig.collector).taken.len() as u64, stats.exported + stats.rejected, "{stats:?}");
    });
}

/// An attribute field of this many bytes, a few more or less.
fn field(size: usize) -> Vec<u8> {
    let mut out = Vec::new();
    crate::proto::wire::put_bytes(&mut out, 0x4a, &vec![0; size]);
    out
}

// RELIABILITY R1
#[test]
fn every_span_is_in_one_place_whatever_the_collector_answers() {
    for seed in 0..40 {
        play_at_random(seed);
    }
}
