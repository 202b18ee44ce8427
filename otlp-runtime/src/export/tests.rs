//! The export thread's work under a clock that tests move: outages of minutes in no time.
//!
//! In: spans as threads make them, a collector that answers as told. Out: what it got and when, and where each span is.
//! Never here: sockets, the real clock, other threads.

use core::time::Duration;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, mpsc};

use tokio::sync::{mpsc as commands, watch};
use tokio::time::{Instant, sleep};

use super::commands::{Command, Outcome};
use super::worker::{Schedule, Worker};
use crate::backoff::Jitter;
use crate::batch::{Source, SpanBatch};
use crate::callsite::Callsite;
use crate::chunk::pool::ChunkPool;
use crate::chunk::record::Record;
use crate::config::Limits;
use crate::context::{SpanId, TraceFlags, TraceId};
use crate::delivery::{Accepted, AnswerCode, Attempt, ExportError};
use crate::exporter::{Call, Destination, Load, OtlpExporter, OtlpExporterBuilder, Requests, Terms};
use crate::local::Joined;
use crate::pipeline::Pipeline;
use crate::proto::wire::{Field, Fields};
use crate::resource::Resource;
use crate::sampler::Sampler;
use crate::stats::{DropReason, Stats};
use crate::sync::lock;

const MILLI: Duration = Duration::from_millis(1);
const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const MIB: usize = 1 << 20;

/// One attempt as the collector sees it.
struct Request {
    at: Instant,
    bytes: usize,
    numbers: Vec<u64>,
}

type Script = Box<dyn FnMut(&Request) -> (Duration, Attempt) + Send>;

#[derive(Default)]
struct Collector {
    script: Option<Script>,
    requests: Vec<Request>,
    /// How often each span was taken.
    taken: BTreeMap<u64, u32>,
    under_way: usize,
    most_under_way: usize,
}

/// A destination that makes real requests and sends them nowhere.
struct Fake {
    requests: Requests,
    collector: Arc<Mutex<Collector>>,
}

impl Destination for Fake {
    fn terms(&self) -> Terms {
        self.requests.terms()
    }

    fn prepare(&self, batch: &SpanBatch) -> Result<Load, ExportError> {
        self.requests.prepare(batch)
    }

    fn send(&self, load: &Load) -> Call<Attempt> {
        let message = self.requests.message(load).unwrap();
        let numbers = numbers(&message);
        assert_eq!(numbers.len() as u64, load.spans);
        let request = Request { at: Instant::now(), bytes: message.len(), numbers };
        let collector = Arc::clone(&self.collector);
        Box::pin(async move {
            let (delay, attempt) = {
                let mut collector = lock(&collector);
                collector.under_way += 1;
                collector.most_under_way = collector.most_under_way.max(collector.under_way);
                let answer = match &mut collector.script {
                    Some(script) => script(&request),
                    None => (Duration::ZERO, accepted()),
                };
                collector.requests.push(request);
                answer
            };
            let index = lock(&collector).requests.len() - 1;
            sleep(delay).await;
            let mut collector = lock(&collector);
            collector.under_way -= 1;
            if let Attempt::Accepted(_) = attempt {
                for number in collector.requests[index].numbers.clone() {
                    *collector.taken.entry(number).or_default() += 1;
                }
            }
            attempt
        })
    }

    fn given_up(&self) {
        lock(&self.collector).under_way -= 1;
    }

    fn halves(&self, load: &Load) -> Option<[Load; 2]> {
        self.requests.halves(load)
    }

    fn flush(&self) -> Call<()> {
        self.requests.flush()
    }

    fn shutdown(&self) -> Call<()> {
        self.requests.shutdown()
    }
}

/// The span ids of a request, which are numbers here.
fn numbers(request: &[u8]) -> Vec<u64> {
    fn inside(message: &[u8], number: u64) -> impl Iterator<Item = &[u8]> {
        Fields::new(message).filter_map(move |(found, field)| match field {
            Field::Delimited(bytes) if found == number => Some(bytes),
            _ => None,
        })
    }
    inside(request, 1)
        .flat_map(|resource| inside(resource, 2))
        .flat_map(|scope| inside(scope, 2))
        .flat_map(|span| inside(span, 2))
        .map(|id| u64::from_be_bytes(id.try_into().unwrap()))
        .collect()
}

fn accepted() -> Attempt {
    Attempt::Accepted(Accepted::default())
}

fn retry(after: Option<Duration>) -> Attempt {
    Attempt::Retry { after, reason: "down".to_owned() }
}

fn refused(status: u16) -> Attempt {
    Attempt::Fail(ExportError::NonRetryable { code: AnswerCode::Http(status), message: String::new() })
}

/// Down until some time after the start.
fn down_for(outage: Duration) -> Script {
    let mut up_at = None;
    Box::new(move |request| {
        let up_at = *up_at.get_or_insert(request.at + outage);
        (MILLI, if request.at < up_at { retry(None) } else { accepted() })
    })
}

/// A worker, a thread that makes spans, and the collector between them.
struct Rig {
    pipeline: Arc<Pipeline>,
    thread: Joined,
    last: u64,
    collector: Arc<Mutex<Collector>>,
    commands: commands::UnboundedSender<Command>,
    give_up_at: watch::Sender<Option<Instant>>,
    turns: Arc<[AtomicU64; 2]>,
}

struct Setting {
    exporter: OtlpExporterBuilder,
    memory: usize,
    max_spans: usize,
}

impl Default for Setting {
    fn default() -> Self {
        Self { exporter: OtlpExporter::builder(), memory: 64 * MIB, max_spans: 10_000 }
    }
}

/// Plays a scene under a virtual clock.
fn play<F: Future<Output = ()>>(setting: Setting, scene: impl FnOnce(Rig) -> F) {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    let local = tokio::task::LocalSet::new();
    local.block_on(&runtime, async {
        let pipeline =
            Pipeline::register(Sampler::always_on(), Limits::default(), ChunkPool::new(setting.memory, true));
        let collector = Arc::<Mutex<Collector>>::default();
        let requests = setting.exporter.build().unwrap().into_requests();
        let fake = Fake { requests, collector: Arc::clone(&collector) };
        let (commands, receiver) = commands::unbounded_channel();
        let (give_up_at, gives_up) = watch::channel(None);
        let schedule =
            Schedule { delay: SECOND * 5, export_timeout: Some(SECOND * 30), max_spans: setting.max_spans };
        let source = Source::new(Resource::default());
        let mut worker = Worker::new(Arc::clone(&pipeline), source, Box::new(fake), schedule, gives_up);
        let turns = Arc::clone(&worker.turns);
        tokio::task::spawn_local(async move { worker.run(receiver).await });
        let thread = Joined::new(Arc::clone(&pipeline));
        scene(Rig { pipeline, thread, last: 0, collector, commands, give_up_at, turns }).await;
    });
}

impl Rig {
    fn script(&self, script: Script) {
        lock(&self.collector).script = Some(script);
    }

    fn make(&mut self, count: u64) {
        self.make_with(count, &[]);
    }

    /// Makes spans with these encoded fields.
    fn make_with(&mut self, count: u64, fields: &[u8]) {
        for _ in 0..count {
            self.last += 1;
            let trace = u128::from(self.last / 10).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
            let record = Record {
                trace_id: TraceId::from_bytes(trace.to_be_bytes()),
                span_id: SpanId::from_bytes(self.last.to_be_bytes()),
                parent_span_id: SpanId::from_bytes((self.last / 10 + 1).to_be_bytes()),
                start_unix_nanos: self.last * 1_000_003,
                end_unix_nanos: self.last * 1_000_033,
                callsite: Callsite::NONE,
                trace_flags: TraceFlags::SAMPLED,
                parent_is_remote: false,
                owns_attributes: false,
                owns_name: false,
            };
            self.thread.counters.count_started();
            self.thread.append(record, fields);
        }
    }

    /// Makes spans at an even rate, and checks the law and the memory all along.
    async fn make_for(&mut self, time: Duration, per_second: u64, fields: &[u8]) {
        let end = Instant::now() + time;
        while Instant::now() < end {
            self.make_with(per_second / 10, fields);
            sleep(MILLI * 100).await;
            self.check();
        }
    }

    fn stats(&self) -> Stats {
        self.pipeline.stats()
    }

    /// The law, and the bound of the memory.
    fn check(&self) -> Stats {
        let stats = self.stats();
        let settled = stats.exported + stats.rejected + stats.dropped.total();
        assert_eq!(stats.created, self.last);
        assert_eq!(stats.dropped[DropReason::ExporterPanicked], 0, "an assertion of the collector failed");
        assert_eq!(
            stats.created,
            stats.live + stats.abandoned + settled + stats.buffered() + stats.in_flight,
            "{stats:?}"
        );
        let bytes = stats.buffered_bytes + stats.in_flight_bytes + stats.pooled_bytes;
        assert!(bytes <= self.pipeline.chunks.max_bytes(), "{bytes} bytes: {stats:?}");
        stats
    }

    /// Every span was taken once, or is counted as lost.
    fn check_taken(&self) {
        let stats = self.check();
        let collector = lock(&self.collector);
        assert!(collector.taken.values().all(|times| *times == 1));
        assert_eq!(collector.taken.len() as u64, stats.exported + stats.rejected, "{stats:?}");
    }

    async fn call(
        &self,
        command: fn(mpsc::SyncSender<Outcome>) -> Command,
        deadline: Duration,
    ) -> Option<Outcome> {
        let (sender, receiver) = mpsc::sync_channel(1);
        self.commands.send(command(sender)).unwrap();
        let end = Instant::now() + deadline;
        loop {
            match receiver.try_recv() {
                Ok(outcome) => return Some(outcome),
                Err(mpsc::TryRecvError::Disconnected) => return None,
                Err(mpsc::TryRecvError::Empty) if Instant::now() >= end => return None,
                Err(mpsc::TryRecvError::Empty) => sleep(MILLI).await,
            }
        }
    }

    async fn flush(&self) -> Option<Outcome> {
        self.call(Command::Flush, SECOND * 5).await
    }

    async fn shutdown(&self, deadline: Duration) -> Option<Outcome> {
        self.give_up_at.send_replace(Instant::now().checked_add(deadline));
        self.call(Command::Shutdown, deadline + SECOND).await
    }

    fn requests(&self) -> usize {
        lock(&self.collector).requests.len()
    }

    fn turns(&self) -> u64 {
        self.turns[0].load(Ordering::Relaxed)
    }

    fn wakes(&self) -> u64 {
        self.turns[1].load(Ordering::Relaxed)
    }
}

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

// R9: four attributes, compressed; a tenth of the rate in a tenth of the memory.
#[cfg(feature = "gzip")]
#[test]
fn ten_minutes_of_outage_lose_nothing_compressed() {
    let exporter = OtlpExporter::builder().compression(crate::Compression::Gzip);
    play(Setting { exporter, memory: 64 * MIB / 10, ..Setting::default() }, async |mut rig: Rig| {
        rig.script(down_for(MINUTE * 10));
        let attributes = b"\x4a\x1e\x0a\x13http.request.method\x12\x07\x0a\x05PATCH\
            \x4a\x1f\x0a\x0aurl.scheme\x12\x11\x0a\x0fhttps-and-longer\
            \x4a\x16\x0a\x0eserver.address\x12\x04\x0a\x02ab\x4a\x13\x0a\x0bserver.port\x12\x04\x18\xbb\x83\x01";
        rig.make_for(MINUTE * 10, 100, attributes).await;
        let stats = rig.check();
        assert_eq!((stats.pending, stats.dropped.total()), (60_000, 0));
        assert!(stats.buffered_bytes < 4 * MIB, "{stats:?}");
        sleep(MINUTE).await;
        rig.flush().await.unwrap();
        assert_eq!(rig.check().exported, 60_000);
        rig.check_taken();
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
            if random.next() % 4 == 0 {
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
        let (sender, receiver) = mpsc::sync_channel(1);
        rig.commands.send(Command::Flush(sender)).unwrap();
        for _ in 0..150 {
            rig.make(1);
            sleep(MILLI * 10).await;
        }
        assert_eq!(receiver.try_recv().unwrap().undelivered, 0);
        assert!(rig.check().exported >= 100);
        rig.flush().await.unwrap();
        assert_eq!(rig.check().exported, 250);
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
        let large = [&[0x4a, 0xa0, 0x9c, 0x01][..], &[0; 20_000]].concat();
        for _ in 0..3 {
            rig.make(500);
            rig.make_with(20, &[&[0x4a, 0xe8, 0x07][..], &[0; 1000]].concat());
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
            rig.make(10);
            rig.flush().await.unwrap();
            let stats = rig.check();
            assert_eq!((stats.exported, stats.dropped[DropReason::NonRetryable]), (exported, 10 - exported));
            // The next ones are smaller from the start.
            rig.make(10);
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
        .halve_refused(random.next() % 2 == 0);
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
            let fields = if random.next() % 4 == 0 { field(size) } else { Vec::new() };
            rig.make_with(random.next() % 700, &fields);
            rig.check();
            sleep(Duration::from_millis(random.next() % 3000)).await;
            rig.check();
            if random.next() % 10 == 0 {
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
