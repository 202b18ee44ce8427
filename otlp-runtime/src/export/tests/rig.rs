//! A worker, a thread that makes spans, and a collector that answers as told, under a virtual clock.
//!
//! In: a scene. Out: what the collector got and when, and where each span is.
//! Never here: sockets, the real clock, other threads.

use core::time::Duration;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, mpsc};

use tokio::sync::{mpsc as commands, watch};
use tokio::time::{Instant, sleep};

use crate::batch::{Source, SpanBatch};
use crate::callsite::Callsite;
use crate::chunk::pool::ChunkPool;
use crate::chunk::record::Record;
use crate::config::Limits;
use crate::context::{SpanId, TraceFlags, TraceId};
use crate::delivery::{Accepted, AnswerCode, Attempt, ExportError};
use crate::export::commands::{Answer, Command, Outcome};
use crate::export::worker::{Schedule, Worker};
use crate::exporter::{Call, Destination, Disk, Load, OtlpExporter, OtlpExporterBuilder, Requests, Terms};
use crate::local::Joined;
use crate::pipeline::Pipeline;
use crate::proto::wire::{Field, Fields};
use crate::resource::Resource;
use crate::sampler::Sampler;
use crate::stats::{DropReason, Stats, ThreadCounters};
use crate::sync::lock;

pub(super) const MILLI: Duration = Duration::from_millis(1);
pub(super) const SECOND: Duration = Duration::from_secs(1);
pub(super) const MINUTE: Duration = Duration::from_secs(60);
pub(super) const MIB: usize = 1 << 20;

/// Span ids are numbers times this, so that they look as random as real ones to who compresses them.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
/// `SPREAD * GATHER` is 1.
const GATHER: u64 = 0xf1de_83e1_9937_733d;

/// One attempt as the collector sees it.
pub(super) struct Request {
    pub(super) at: Instant,
    pub(super) bytes: usize,
    pub(super) numbers: Vec<u64>,
    /// Where its body stands in memory.
    pub(super) address: usize,
}

pub(super) type Script = Box<dyn FnMut(&Request) -> (Duration, Attempt) + Send>;

#[derive(Default)]
pub(super) struct Collector {
    pub(super) script: Option<Script>,
    pub(super) requests: Vec<Request>,
    /// How often each span was taken.
    pub(super) taken: BTreeMap<u64, u32>,
    pub(super) under_way: usize,
    pub(super) most_under_way: usize,
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
        let address = load.content.request().unwrap().body().unwrap().as_ptr().addr();
        let request = Request { at: Instant::now(), bytes: message.len(), numbers, address };
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

    fn pack(&self, load: &mut Load) {
        self.requests.pack(load);
    }

    fn given_up(&self) {
        lock(&self.collector).under_way -= 1;
    }

    fn halves(&self, load: &Load) -> Option<[Load; 2]> {
        self.requests.halves(load)
    }

    fn delivered(&self, load: Load) {
        self.requests.delivered(load);
    }

    fn rest(&self) {
        self.requests.rest();
    }

    fn flush(&self) -> Call<()> {
        self.requests.flush()
    }

    fn shutdown(&self) -> Call<()> {
        self.requests.shutdown()
    }

    fn disk(&mut self) -> Option<&mut dyn Disk> {
        self.requests.disk()
    }
}

/// The numbers of a request's spans.
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
        .map(|id| u64::from_be_bytes(id.try_into().unwrap()).wrapping_mul(GATHER))
        .collect()
}

pub(super) fn accepted() -> Attempt {
    Attempt::Accepted(Accepted::default())
}

pub(super) fn retry(after: Option<Duration>) -> Attempt {
    Attempt::Retry { after, reason: "down".to_owned() }
}

pub(super) fn refused(status: u16) -> Attempt {
    Attempt::Fail(ExportError::NonRetryable { code: AnswerCode::Http(status), message: String::new() })
}

/// Down until some time after the start.
pub(super) fn down_for(outage: Duration) -> Script {
    let mut up_at = None;
    Box::new(move |request| {
        let up_at = *up_at.get_or_insert(request.at + outage);
        (MILLI, if request.at < up_at { retry(None) } else { accepted() })
    })
}

/// A worker, a thread that makes spans, and the collector between them.
pub(super) struct Rig {
    pub(super) pipeline: Arc<Pipeline>,
    pub(super) thread: Joined,
    /// Another thread's counters, as spans may start on one and end on another.
    pub(super) started: Arc<ThreadCounters>,
    pub(super) last: u64,
    pub(super) collector: Arc<Mutex<Collector>>,
    pub(super) commands: commands::UnboundedSender<Command>,
    pub(super) give_up_at: watch::Sender<Option<Instant>>,
    pub(super) turns: Arc<[AtomicU64; 2]>,
}

pub(super) struct Setting {
    pub(super) exporter: OtlpExporterBuilder,
    pub(super) memory: usize,
    pub(super) max_spans: usize,
}

impl Default for Setting {
    fn default() -> Self {
        Self { exporter: OtlpExporter::builder(), memory: 64 * MIB, max_spans: 10_000 }
    }
}

/// Plays a scene under a virtual clock.
pub(super) fn play<F: Future<Output = ()>>(setting: Setting, scene: impl FnOnce(Rig) -> F) {
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
        let started = pipeline.join();
        scene(Rig { pipeline, thread, started, last: 0, collector, commands, give_up_at, turns }).await;
    });
}

impl Rig {
    pub(super) fn script(&self, script: Script) {
        lock(&self.collector).script = Some(script);
    }

    pub(super) fn make(&mut self, count: u64) {
        self.make_with(count, &[]);
    }

    /// Makes spans with these encoded fields.
    pub(super) fn make_with(&mut self, count: u64, fields: &[u8]) {
        for _ in 0..count {
            self.last += 1;
            let trace = u128::from(self.last / 10).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
            let record = || Record {
                trace_id: TraceId::from_bytes(trace.to_be_bytes()),
                span_id: SpanId::from_bytes(self.last.wrapping_mul(SPREAD).to_be_bytes()),
                parent_span_id: SpanId::from_bytes((self.last / 10 + 1).wrapping_mul(SPREAD).to_be_bytes()),
                start_unix_nanos: self.last * 1_000_003,
                end_unix_nanos: self.last * 1_000_003 + (self.last.wrapping_mul(SPREAD) >> 42),
                callsite: Callsite::NONE,
                trace_flags: TraceFlags::SAMPLED,
                parent_is_remote: false,
                owns_attributes: false,
                owns_name: false,
            };
            self.started.count_started();
            self.thread.append(record, fields);
        }
    }

    /// Makes spans at an even rate, and checks the law and the memory all along.
    pub(super) async fn make_for(&mut self, time: Duration, per_second: u64, fields: &[u8]) {
        let end = Instant::now() + time;
        while Instant::now() < end {
            self.make_with(per_second / 10, fields);
            sleep(MILLI * 100).await;
            self.check();
        }
    }

    pub(super) fn stats(&self) -> Stats {
        self.pipeline.stats()
    }

    /// The law, and the bound of the memory.
    pub(super) fn check(&self) -> Stats {
        let stats = self.stats();
        let settled = stats.exported + stats.rejected + stats.dropped.total();
        assert_eq!(stats.created, self.last);
        let made = stats.created + stats.recovered;
        assert_eq!(stats.dropped[DropReason::ExporterPanicked], 0, "an assertion of the collector failed");
        assert_eq!(
            made,
            stats.live + stats.abandoned + settled + stats.buffered() + stats.in_flight + stats.spooled,
            "{stats:?}"
        );
        let bytes = stats.buffered_bytes + stats.in_flight_bytes + stats.pooled_bytes;
        assert!(bytes <= self.pipeline.chunks.max_bytes(), "{bytes} bytes: {stats:?}");
        stats
    }

    /// Every span was taken once, or is counted as lost.
    pub(super) fn check_taken(&self) {
        let stats = self.check();
        let collector = lock(&self.collector);
        assert!(collector.taken.values().all(|times| *times == 1));
        assert_eq!(collector.taken.len() as u64, stats.exported + stats.rejected, "{stats:?}");
    }

    pub(super) async fn call(&self, command: fn(Answer) -> Command, deadline: Duration) -> Option<Outcome> {
        let (answer, waiting) = Answer::pair();
        self.commands.send(command(answer)).unwrap();
        let end = Instant::now() + deadline;
        loop {
            match waiting.outcome.try_recv() {
                Ok(outcome) => return Some(outcome),
                Err(mpsc::TryRecvError::Disconnected) => return None,
                Err(mpsc::TryRecvError::Empty) if Instant::now() >= end => return None,
                Err(mpsc::TryRecvError::Empty) => sleep(MILLI).await,
            }
        }
    }

    pub(super) async fn flush(&self) -> Option<Outcome> {
        self.call(Command::Flush, SECOND * 5).await
    }

    pub(super) async fn shutdown(&self, deadline: Duration) -> Option<Outcome> {
        self.give_up_at.send_replace(Instant::now().checked_add(deadline));
        self.call(Command::Shutdown, deadline + SECOND).await
    }

    pub(super) fn requests(&self) -> usize {
        lock(&self.collector).requests.len()
    }

    pub(super) fn turns(&self) -> u64 {
        self.turns[0].load(Ordering::Relaxed)
    }

    pub(super) fn wakes(&self) -> u64 {
        self.turns[1].load(Ordering::Relaxed)
    }
}
