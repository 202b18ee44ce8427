//! The loop of the export thread.
//!
//! In: wake-ups, time, commands, answers. Out: requests under way; every span counted once.
//! Never here: thread-safety concerns: all state is the thread's own. Decisions: `batcher` says how much, `outbox` what
//! and when, `ledger` counts.
//!
//! Between two events the loop reads chunks into batches, makes requests of them, and starts those that are due. It
//! never waits for one of them: a batch that nobody takes holds up neither commands nor the reading of spans. `reading`,
//! `dispatch` and `flushing` hold what it does at each event.

mod dispatch;
mod flushing;
mod reading;
mod spooling;

use core::future::poll_fn;
use core::pin::pin;
use core::task::Poll;
use core::time::Duration;
use std::sync::Arc;

use tokio::sync::{mpsc as commands, watch};
use tokio::time::Instant;

use super::batcher::{Batcher, Bounds};
use super::commands::{Command, Flush};
use super::ledger::Ledger;
use super::outbox::{Item, Outbox};
use super::race::until;
use super::sending::{Ended, Sending};
use crate::backoff::Jitter;
use crate::batch::{Collector, Source, SpanBatch};
use crate::clock;
use crate::exporter::{Destination, Load, Terms};
use crate::pipeline::Pipeline;

/// Parts of a thousand of the memory from which on spans are read whatever waits already.
const SCARCE: u16 = 500;
/// A batch takes at most one part in so many of the memory.
const MEMORY_PARTS: usize = 16;

/// When to export, how much at once, and for how long.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Schedule {
    /// The longest wait between two exports.
    pub(crate) delay: Duration,
    /// The longest call of the exporter; `None` for no limit.
    pub(crate) export_timeout: Option<Duration>,
    /// Spans of one batch.
    pub(crate) max_spans: usize,
}

pub(super) struct Worker {
    pipeline: Arc<Pipeline>,
    source: Arc<Source>,
    destination: Box<dyn Destination>,
    terms: Terms,
    export_timeout: Option<Duration>,
    collector: Collector,
    batcher: Batcher,
    outbox: Outbox<Load>,
    sending: Sending,
    ledger: Ledger,
    jitter: Jitter,
    give_up_at: watch::Receiver<Option<Instant>>,
    /// Which of the spans seen are to be exported now.
    drain: Drain,
    /// Batches cut and not prepared yet, the next one last.
    cut: Vec<SpanBatch>,
    /// When spans are exported that fill no batch; `None` to sleep until something is recorded.
    tick_at: Option<Instant>,
    quiet: Quiet,
    flushes: Vec<Flush>,
    /// The request that came back from disk and was not tried yet.
    fetched: Option<u64>,
    /// Something woke us while a flush kept us from looking.
    must_look: bool,
    /// How often the loop went on, and how often threads woke it: for tests of how seldom.
    #[cfg(test)]
    pub(super) turns: Arc<[core::sync::atomic::AtomicU64; 2]>,
}

/// Which of the spans that the last look saw are exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Drain {
    None,
    /// As long as there is a whole batch of them.
    Full,
    All,
}

/// Whether the next span wakes us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quiet {
    /// No: a tick will come.
    No,
    /// It does, and a tick will come, should it not have seen that (see `Wake::span_recorded`).
    Asked,
    /// It does, and nothing else will.
    Asleep,
}

/// Why the loop goes on.
enum Event {
    Ended(Box<(Item<Load>, Ended, Duration)>),
    GivenUp,
    /// There is more to prepare, and the requests under way had their turn.
    More,
    /// Something in the outbox is due.
    Due,
    Woken,
    Tick,
    /// `None`: nobody can send commands any more.
    Command(Option<Command>),
}

impl Worker {
    pub(super) fn new(
        pipeline: Arc<Pipeline>,
        source: Source,
        destination: Box<dyn Destination>,
        schedule: Schedule,
        give_up_at: watch::Receiver<Option<Instant>>,
    ) -> Self {
        let terms = destination.terms();
        let memory_bytes = pipeline.chunks.max_bytes();
        let request_bytes = terms.max_request_bytes.saturating_sub(source.envelope.max_len()).max(1);
        let bounds = Bounds {
            delay: schedule.delay,
            spans: schedule.max_spans,
            bytes: request_bytes.min(memory_bytes / MEMORY_PARTS),
            memory_bytes,
        };
        let mut worker = Self {
            source: Arc::new(source),
            terms,
            destination,
            export_timeout: schedule.export_timeout,
            collector: Collector::default(),
            batcher: Batcher::new(bounds),
            outbox: Outbox::new(terms.max_in_flight, terms.max_age),
            sending: Sending::default(),
            ledger: Ledger::new(Arc::clone(&pipeline)),
            jitter: Jitter::new(),
            give_up_at,
            drain: Drain::None,
            cut: Vec::new(),
            tick_at: Instant::now().checked_add(schedule.delay),
            quiet: Quiet::No,
            flushes: Vec::new(),
            fetched: None,
            must_look: false,
            #[cfg(test)]
            turns: Arc::default(),
            pipeline,
        };
        worker.report_disk();
        worker
    }

    /// Runs until a shutdown is carried out.
    pub(super) async fn run(&mut self, mut commands: commands::UnboundedReceiver<Command>) {
        self.pipeline.wake.wake_at(self.batcher.decide().full_words);
        loop {
            // All that settles a batch comes before the answers.
            self.expire();
            let has_more = self.pack_one() | self.prepare_one() | self.fetch_one();
            self.report_disk();
            if self.answer_flushes().await {
                return;
            }
            let due = self.start_due();
            self.report_under_way();
            #[cfg(test)]
            self.turns[0].fetch_add(1, core::sync::atomic::Ordering::Relaxed);
            match self.wait(&mut commands, due, has_more).await {
                Event::Ended(ended) => self.settle(ended.0, ended.1, ended.2),
                Event::GivenUp => self.give_up(),
                Event::More | Event::Due => {}
                Event::Woken => self.wake_up(),
                Event::Tick => {
                    clock::look_at_counter();
                    self.tick();
                }
                Event::Command(Some(Command::Flush(answer))) => self.flush(Some(answer), false),
                Event::Command(Some(Command::Shutdown(answer))) => self.flush(Some(answer), true),
                Event::Command(None) => self.flush(None, true),
            }
        }
    }

    /// Waits for what happens next; the order of the questions is that of their urgency.
    async fn wait(
        &mut self,
        commands: &mut commands::UnboundedReceiver<Command>,
        due: Option<Instant>,
        has_more: bool,
    ) -> Event {
        let mut given_up = pin!(given_up(self.give_up_at.clone()));
        let has_work = !self.sending.is_empty() || self.outbox.waiting() > 0 || !self.is_read();
        let mut more = pin!(tokio::task::yield_now());
        let mut due = pin!(until(due));
        let mut woken = pin!(self.pipeline.wake.woken());
        let mut tick = pin!(until(self.tick_at));
        // A flush takes in what ended before it: others wait until that is read.
        let may_flush = !self.is_reading_for_flush() && !self.is_stopping();
        let sending = &mut self.sending;
        poll_fn(|context| {
            if let Poll::Ready(ended) = sending.poll_ended(context) {
                return Poll::Ready(Event::Ended(Box::new(ended)));
            }
            if has_work && given_up.as_mut().poll(context).is_ready() {
                return Poll::Ready(Event::GivenUp);
            }
            if has_more && more.as_mut().poll(context).is_ready() {
                return Poll::Ready(Event::More);
            }
            if due.as_mut().poll(context).is_ready() {
                return Poll::Ready(Event::Due);
            }
            if may_flush && let Poll::Ready(command) = commands.poll_recv(context) {
                return Poll::Ready(Event::Command(command));
            }
            if woken.as_mut().poll(context).is_ready() {
                return Poll::Ready(Event::Woken);
            }
            tick.as_mut().poll(context).map(|()| Event::Tick)
        })
        .await
    }
}

/// Waits until the moment at which everything is given up, if that ever comes.
async fn given_up(mut give_up_at: watch::Receiver<Option<Instant>>) {
    loop {
        let at = *give_up_at.borrow_and_update();
        match at {
            Some(_) => return until(at).await,
            None => {
                if give_up_at.changed().await.is_err() {
                    return until(None).await;
                }
            }
        }
    }
}
