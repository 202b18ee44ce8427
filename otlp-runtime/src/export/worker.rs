//! The loop of the export thread.
//!
//! In: wake-ups, time, commands, answers. Out: requests under way; every span counted once.
//! Never here: thread-safety concerns: all state is the thread's own. Decisions: `batcher` says how much, `outbox` what
//! and when, `ledger` counts.
//!
//! Between two events the loop reads chunks into batches, makes requests of them, and starts those that are due. It
//! never waits for one of them: a batch that nobody takes holds up neither commands nor the reading of spans.

use core::future::poll_fn;
use core::pin::pin;
use core::task::Poll;
use core::time::Duration;
use std::sync::Arc;

use tokio::sync::{mpsc as commands, watch};
use tokio::time::Instant;

use super::batcher::{Batcher, Bounds};
use super::commands::{Command, Flush, Outcome};
use super::guarded::guarded;
use super::ledger::Ledger;
use super::outbox::{Item, Next, Outbox};
use super::race::{first, until};
use super::sending::{Ended, Sending};
use crate::backoff::Jitter;
use crate::batch::{Collector, Source, SpanBatch};
use crate::delivery::{Attempt, ExportError};
use crate::exporter::{Destination, Load, Terms};
use crate::pipeline::Pipeline;
use crate::stats::DropReason;

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
        Self {
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
            must_look: false,
            #[cfg(test)]
            turns: Arc::default(),
            pipeline,
        }
    }

    /// Runs until a shutdown is carried out.
    pub(super) async fn run(&mut self, mut commands: commands::UnboundedReceiver<Command>) {
        self.pipeline.wake.wake_at(self.batcher.decide().full_words);
        loop {
            // All that settles a batch comes before the answers.
            self.expire();
            let has_more = self.prepare_one();
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
                Event::Tick => self.tick(),
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
        let may_flush =
            !self.flushes.iter().any(Flush::is_reading) && !self.flushes.iter().any(|flush| flush.is_last);
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

    // ---- reading spans ----

    /// Takes note of all spans that have ended; returns how many words of them are not read.
    fn look(&mut self) -> usize {
        // Before the look: see `chunk::Filled`.
        self.pipeline.wake.wake_at(self.batcher.decide().full_words);
        let unread = self.collector.look(&self.pipeline.chunks);
        self.batcher.observe_fill(self.pipeline.chunks.fill_per_mille());
        unread
    }

    /// Says whether all that is to be exported now is prepared.
    fn is_read(&self) -> bool {
        self.cut.is_empty() && self.drain == Drain::None
    }

    fn wake_up(&mut self) {
        #[cfg(test)]
        self.turns[1].fetch_add(1, core::sync::atomic::Ordering::Relaxed);
        self.quiet = Quiet::No;
        if self.flushes.iter().any(Flush::is_reading) {
            self.must_look = true;
            return;
        }
        let unread = self.look();
        let plan = self.batcher.decide();
        let soon = Instant::now().checked_add(plan.delay);
        self.tick_at = match (self.tick_at, soon) {
            (Some(tick), Some(soon)) => Some(tick.min(soon)),
            (tick, soon) => tick.or(soon),
        };
        if self.pipeline.chunks.fill_per_mille() >= SCARCE {
            self.drain = Drain::All;
        } else if unread >= plan.full_words {
            self.drain = self.drain.max(Drain::Full);
        }
    }

    fn tick(&mut self) {
        self.ledger.tell_memory_losses();
        if self.flushes.iter().any(Flush::is_reading) {
            self.must_look = true;
            self.set_tick();
            return;
        }
        if self.look() > 0 {
            self.quiet = Quiet::No;
            self.drain = Drain::All;
            self.set_tick();
        } else if self.quiet == Quiet::No {
            self.ask_to_be_woken();
        } else {
            self.quiet = Quiet::Asleep;
            self.pipeline.chunks.trim();
            self.tick_at = None;
        }
    }

    fn ask_to_be_woken(&mut self) {
        self.quiet = Quiet::Asked;
        self.pipeline.wake.set_idle();
        self.set_tick();
    }

    fn set_tick(&mut self) {
        self.tick_at = Instant::now().checked_add(self.batcher.decide().delay);
    }

    // ---- preparing and sending ----

    /// Makes one batch ready, if there is one and it may be; says whether there is another.
    fn prepare_one(&mut self) -> bool {
        if !self.may_prepare() {
            return false;
        }
        let Some(batch) = self.next_batch() else { return false };
        let wanted = batch.span_bytes() + self.source.envelope.max_len();
        if self.terms.keeps_requests && !self.reserve(wanted) {
            if self.outbox.waiting() == 0 && self.sending.is_empty() {
                let reason = "its request does not fit into the memory for ended spans".to_owned();
                self.ledger.count_lost(batch.len() as u64, DropReason::MemoryBudget, reason);
                return true;
            }
            // Goes on when a request has ended.
            self.cut.push(batch);
            return false;
        }
        match self.destination.prepare(&batch) {
            Ok(load) => {
                if self.terms.keeps_requests {
                    self.pipeline.chunks.exchange(wanted, load.bytes);
                }
                self.outbox.push(load, Instant::now());
            }
            Err(error) => {
                if self.terms.keeps_requests {
                    self.pipeline.chunks.give_back(wanted);
                }
                match batch.split() {
                    Some((first, second)) => self.cut.extend([second, first]),
                    None => self.ledger.count_lost(batch.len() as u64, error.reason(), error.to_string()),
                }
            }
        }
        drop(batch);
        // Gives chunks back early, so that a long backlog does not starve the threads.
        self.collector.release(&self.pipeline.chunks);
        true
    }

    fn may_prepare(&self) -> bool {
        let (waiting, max) = (self.outbox.waiting(), self.terms.max_in_flight);
        if self.terms.keeps_requests {
            // One is made while another is sent. More only if that frees memory, or nothing is sent anyway.
            waiting < max
                || self.outbox.is_held_up(Instant::now())
                || self.pipeline.chunks.fill_per_mille() >= SCARCE
        } else {
            waiting + self.sending.len() < max
        }
    }

    fn next_batch(&mut self) -> Option<SpanBatch> {
        if let Some(batch) = self.cut.pop() {
            return Some(batch);
        }
        let plan = self.batcher.decide();
        let is_wanted = match self.drain {
            Drain::None => false,
            Drain::Full => self.collector.unread() >= plan.full_words,
            Drain::All => true,
        };
        let batch = if is_wanted { self.collector.next_batch(&self.source, plan.batch) } else { None };
        if batch.is_none() {
            self.drain = Drain::None;
            self.collector.release(&self.pipeline.chunks);
        }
        self.ledger.count_unfilled(self.collector.take_unfilled());
        batch
    }

    /// Takes memory for a request; during an outage at the expense of the oldest ones.
    fn reserve(&mut self, bytes: usize) -> bool {
        while !self.pipeline.chunks.reserve(bytes) {
            if !self.outbox.is_held_up(Instant::now()) {
                return false;
            }
            let Some(oldest) = self.outbox.evict() else { return false };
            let text = format!("memory is full, and the collector does not take them ({})", oldest.reason);
            self.lose(&oldest.load, DropReason::MemoryBudget, text);
        }
        true
    }

    /// Gives up what is too old.
    fn expire(&mut self) {
        let now = Instant::now();
        while let Some(item) = self.outbox.expired(now) {
            let (attempts, reason, retry_after) = (item.attempts, item.reason, None);
            let error = ExportError::RetryExpired { attempts, reason, retry_after };
            self.lose(&item.load, DropReason::RetryExpired, error.to_string());
        }
    }

    /// Starts what is due; returns when something will be.
    fn start_due(&mut self) -> Option<Instant> {
        let now = Instant::now();
        loop {
            match self.outbox.next(now) {
                Next::Nothing => return None,
                Next::At(moment) => return Some(moment),
                Next::Send(item) => {
                    let call = self.destination.send(&item.load);
                    self.sending.start(item, call, self.call_timeout());
                }
            }
        }
    }

    fn call_timeout(&self) -> Option<Duration> {
        match (self.terms.timeout, self.export_timeout) {
            (Some(own), Some(general)) => Some(own.min(general)),
            (own, general) => own.or(general),
        }
    }

    fn settle(&mut self, mut item: Item<Load>, ended: Ended, latency: Duration) {
        match ended {
            Ended::Answered(Attempt::Accepted(accepted)) => {
                self.outbox.settled(item.id);
                self.batcher.observe_request(item.load.request_bytes, latency);
                self.ledger.count_accepted(item.load.spans, accepted);
                self.give_memory_back(&item.load);
            }
            Ended::Answered(Attempt::Retry { after, reason }) => {
                item.reason = reason;
                self.put_back(item, after);
            }
            Ended::Answered(Attempt::Fail(error)) => self.refuse(&item, &error),
            Ended::TimedOut => {
                self.destination.given_up();
                if self.terms.keeps_requests {
                    item.reason = format!("no answer within {:?}", self.call_timeout().unwrap_or_default());
                    self.put_back(item, None);
                } else {
                    self.outbox.settled(item.id);
                    self.lose(&item.load, DropReason::RetryExpired, "the export timeout passed".into());
                }
            }
            Ended::Panicked => {
                self.outbox.settled(item.id);
                self.lose(&item.load, DropReason::ExporterPanicked, "the exporter panicked".into());
            }
        }
    }

    fn put_back(&mut self, item: Item<Load>, after: Option<Duration>) {
        if !self.flushes.iter().any(|flush| flush.is_last) {
            self.ledger.tell_failure(item.load.spans, &item.reason);
        }
        self.outbox.failed(item, after, Instant::now(), self.jitter.next());
    }

    /// The exporter's last word on a batch, unless it is too large and can be cut.
    fn refuse(&mut self, item: &Item<Load>, error: &ExportError) {
        let may_halve = match error {
            ExportError::RequestTooLarge { .. } => true,
            error if error.is_for_size() => {
                self.batcher.observe_too_large(item.load.request_bytes);
                self.terms.halves_refused && !item.load.is_half
            }
            _ => false,
        };
        let halves = if may_halve { self.destination.halves(&item.load) } else { None };
        let Some(mut halves) = halves else {
            self.outbox.settled(item.id);
            return self.lose(&item.load, error.reason(), error.to_string());
        };
        self.pipeline.chunks.exchange(item.load.bytes, halves.iter().map(|half| half.bytes).sum());
        halves.iter_mut().for_each(|half| half.is_half = true);
        self.outbox.put_halves(item, halves);
    }

    fn lose(&mut self, load: &Load, reason: DropReason, text: String) {
        self.give_memory_back(load);
        self.ledger.count_lost(load.spans, reason, text);
    }

    fn give_memory_back(&self, load: &Load) {
        self.pipeline.chunks.give_back(load.bytes);
    }

    fn report_under_way(&self) {
        let (spans, bytes) = self.sending.spans_and_bytes();
        self.pipeline.export.set_in_flight(spans, bytes);
    }

    // ---- commands ----

    /// Begins to export everything that ended before this call, for somebody who waits.
    fn flush(&mut self, answer: Option<std::sync::mpsc::SyncSender<Outcome>>, is_last: bool) {
        self.look();
        self.drain = Drain::All;
        self.outbox.hurry();
        if is_last {
            // Attempts of all kinds have one deadline together: somebody waits for this export (EXP-05).
            self.outbox.end_at(self.terms.timeout.and_then(|timeout| Instant::now().checked_add(timeout)));
        }
        self.flushes.push(Flush { answer, is_last, up_to: None, lost_before: self.ledger.lost().0 });
    }

    /// Answers those who wait for what is settled now; true when the last of them is answered.
    async fn answer_flushes(&mut self) -> bool {
        if self.is_read() {
            let last_id = self.outbox.last_id();
            for flush in self.flushes.iter_mut().filter(|flush| flush.up_to.is_none()) {
                flush.up_to = Some(last_id);
            }
            if core::mem::take(&mut self.must_look) {
                self.wake_up();
            }
        }
        loop {
            let outbox = &self.outbox;
            let is_done = |flush: &Flush| flush.up_to.is_some_and(|id| outbox.is_settled(id));
            let Some(index) = self.flushes.iter().position(is_done) else { return false };
            let flush = self.flushes.remove(index);
            self.call_exporter(self.destination.flush()).await;
            self.ledger.tell_memory_losses();
            if flush.is_last {
                self.stop().await;
            } else if self.quiet == Quiet::No {
                self.ask_to_be_woken();
            }
            let (lost, reason) = self.ledger.lost();
            let undelivered = lost - flush.lost_before;
            let reason = if undelivered > 0 { reason.to_owned() } else { String::new() };
            if let Some(answer) = flush.answer {
                let _ = answer.send(Outcome { undelivered, reason });
            }
            if flush.is_last {
                return true;
            }
        }
    }

    /// Calls something of the exporter that is no export, which may panic or never end.
    async fn call_exporter(&self, call: crate::exporter::Call<()>) {
        let deadline = self.export_timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        first(guarded(call), first(given_up(self.give_up_at.clone()), until(deadline))).await;
    }

    /// Counts all that is not delivered as lost: the deadline of a shutdown has passed.
    fn give_up(&mut self) {
        if !self.sending.is_empty() {
            self.destination.given_up();
        }
        let mut items: Vec<_> = self.sending.give_up().collect();
        for item in &items {
            self.outbox.settled(item.id);
        }
        items.extend(core::iter::from_fn(|| self.outbox.evict()));
        let mut spans = items.iter().map(|item| item.load.spans).sum::<u64>();
        items.iter().for_each(|item| self.give_memory_back(&item.load));
        while let Some(batch) = self.next_batch() {
            spans += batch.len() as u64;
        }
        self.collector.release(&self.pipeline.chunks);
        if spans > 0 {
            let text = "the shutdown deadline passed".to_owned();
            self.ledger.count_lost(spans, DropReason::ShutdownDeadline, text);
        }
    }

    async fn stop(&mut self) {
        first(guarded(self.destination.shutdown()), given_up(self.give_up_at.clone())).await;
        self.pipeline.close();
        self.pipeline.chunks.trim();
        // Dropped before the answer: what it waits for counts against the caller's deadline.
        let nothing = crate::exporter::destination(crate::exporter::DiscardExporter);
        let destination = core::mem::replace(&mut self.destination, nothing);
        let _ = guarded(async move { drop(destination) }).await;
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
