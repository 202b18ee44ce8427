//! The loop of the export thread.
//!
//! In: wake-ups, time, commands. Out: exports in order; every span counted once.
//! Never here: thread-safety concerns: all state is the thread's own.

use core::panic::Location;
use core::time::Duration;
use std::collections::HashSet;
use std::sync::{Arc, mpsc};
use std::thread;

use tokio::sync::{mpsc as commands, watch};
use tokio::time::{Instant, sleep_until};

use super::commands::{Command, Outcome, Remote};
use super::guarded::{Panicked, guarded};
use super::race::{First, first};
use super::warnings::Throttled;
use crate::batch::{BatchLimits, Collector, Source, SpanBatch};
use crate::delivery::{Accepted, ExportError};
use crate::diagnostic;
use crate::error::Error;
use crate::exporter::{AnyExporter, DiscardExporter};
use crate::local;
use crate::pipeline::Pipeline;
use crate::stats::{DropReason, Spans};

/// When to export, how much at once, and for how long.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Schedule {
    /// The longest wait between two exports.
    pub(crate) delay: Duration,
    /// The longest export; `None` for no limit.
    pub(crate) export_timeout: Option<Duration>,
    pub(crate) batch: BatchLimits,
}

impl Schedule {
    /// When the next export is due; `None` for a delay so long that it means never.
    fn next(&self) -> Option<Instant> {
        Instant::now().checked_add(self.delay)
    }

    /// When a call of the exporter that starts now is given up; `None` for never.
    fn deadline(&self) -> Option<Instant> {
        self.export_timeout.and_then(|timeout| Instant::now().checked_add(timeout))
    }

    /// Unread words that make an export worth while before its time.
    fn full_words(&self) -> usize {
        let spans_words = self.batch.spans.saturating_mul(crate::chunk::record::HEAD_WORDS);
        spans_words.min(self.batch.bytes / size_of::<u64>())
    }
}

/// Starts the export thread.
///
/// # Errors
///
/// [`Error::ExportThread`] when the system allows neither thread nor runtime.
pub(crate) fn start(
    pipeline: Arc<Pipeline>,
    source: Source,
    exporter: Box<dyn AnyExporter>,
    schedule: Schedule,
) -> Result<(Remote, thread::JoinHandle<()>), Error> {
    let (command_sender, command_receiver) = commands::unbounded_channel();
    let (give_up_sender, give_up_receiver) = watch::channel(None);
    let (started_sender, started_receiver) = mpsc::sync_channel(1);
    let handle = thread::Builder::new()
        .name("otlp-export".into())
        .spawn(move || {
            // Built here: dropping a runtime, should something fail, is not allowed inside the
            // caller's async context.
            let mut runtime = tokio::runtime::Builder::new_current_thread();
            // The threads that look names up are export, too.
            let runtime = match runtime.enable_all().on_thread_start(local::suppress).build() {
                Ok(runtime) => runtime,
                Err(error) => return drop(started_sender.send(Err(error))),
            };
            local::suppress();
            let _ = started_sender.send(Ok(()));
            let mut worker = Worker {
                pipeline,
                source: Arc::new(source),
                exporter,
                schedule,
                collector: Collector::default(),
                give_up_at: give_up_receiver,
                losses: Throttled::default(),
                remarks: Throttled::default(),
                memory_losses_told: 0,
                unfilled_told: HashSet::new(),
                lost: 0,
                last_loss: String::new(),
            };
            runtime.block_on(worker.run(command_receiver));
            // Not dropped: that would wait for a name look-up that hangs.
            runtime.shutdown_background();
        })
        .map_err(Error::ExportThread)?;
    match started_receiver.recv() {
        Ok(Ok(())) => Ok((Remote { commands: command_sender, give_up_at: give_up_sender }, handle)),
        Ok(Err(error)) => Err(Error::ExportThread(error)),
        Err(_) => Err(Error::ExportThread(std::io::Error::other("the thread ended at once"))),
    }
}

struct Worker {
    pipeline: Arc<Pipeline>,
    source: Arc<Source>,
    exporter: Box<dyn AnyExporter>,
    schedule: Schedule,
    collector: Collector,
    give_up_at: watch::Receiver<Option<Instant>>,
    losses: Throttled,
    remarks: Throttled,
    memory_losses_told: u64,
    /// Late keys that were warned of; there are as many as the source declares.
    unfilled_told: HashSet<(&'static Location<'static>, &'static str)>,
    /// Spans that were given to the exporter and not delivered; what threads drop does not count.
    lost: u64,
    /// Why spans were lost last, for the outcome of a command.
    last_loss: String,
}

/// Why the loop goes on.
enum Reason {
    Woken,
    Tick,
    Command(Command),
    /// Nobody can send commands any more.
    Abandoned,
}

/// Why a batch was not delivered.
enum Loss {
    Refused(ExportError),
    ExportTimeout,
    Panicked,
    GivenUp,
}

impl Worker {
    async fn run(&mut self, mut commands: commands::UnboundedReceiver<Command>) {
        let mut next = self.schedule.next();
        let mut was_quiet = false;
        loop {
            match self.wait(&mut commands, next).await {
                Reason::Woken => {
                    was_quiet = false;
                    next = next.or_else(|| self.schedule.next());
                    let unread = self.collector.look(&self.pipeline.chunks);
                    if unread < self.schedule.full_words() && !self.pipeline.chunks.is_scarce() {
                        continue;
                    }
                    self.export_seen().await;
                }
                Reason::Tick => {
                    let exported = self.export_all().await;
                    // Quiet for one interval: ask to be woken by the next span. Quiet for another
                    // one after that: sleep until then (see `Wake::span_recorded`).
                    match (exported > 0, was_quiet) {
                        (true, _) => was_quiet = false,
                        (false, false) => {
                            was_quiet = true;
                            self.pipeline.wake.set_idle();
                        }
                        (false, true) => {
                            self.pipeline.chunks.trim();
                            next = None;
                            continue;
                        }
                    }
                }
                Reason::Command(Command::Flush(answer)) => {
                    let outcome = self.flush().await;
                    let _ = answer.send(outcome);
                }
                Reason::Command(Command::Shutdown(answer)) => {
                    let outcome = self.flush().await;
                    self.stop().await;
                    let _ = answer.send(outcome);
                    return;
                }
                Reason::Abandoned => {
                    self.flush().await;
                    return self.stop().await;
                }
            }
            next = self.schedule.next();
        }
    }

    async fn wait(
        &self,
        commands: &mut commands::UnboundedReceiver<Command>,
        next: Option<Instant>,
    ) -> Reason {
        let wake_or_tick = first(self.pipeline.wake.woken(), until(next));
        match first(commands.recv(), wake_or_tick).await {
            First::Left(Some(command)) => Reason::Command(command),
            First::Left(None) => Reason::Abandoned,
            First::Right(First::Left(())) => Reason::Woken,
            First::Right(First::Right(())) => Reason::Tick,
        }
    }

    /// Exports everything that ended before this call.
    async fn export_all(&mut self) -> u64 {
        self.collector.look(&self.pipeline.chunks);
        let exported = self.export_seen().await;
        self.tell_memory_losses();
        exported
    }

    /// Exports everything that the last look has seen; returns how many spans that were.
    async fn export_seen(&mut self) -> u64 {
        let mut spans = 0;
        while let Some(batch) = self.collector.next_batch(&self.source, self.schedule.batch) {
            if self.pipeline.is_closed() {
                // Abandoned by a shutdown that could not wait: these spans are counted as lost.
                break;
            }
            spans += batch.len() as u64;
            self.count_unfilled();
            self.export(batch).await;
            // Gives chunks back early, so that a long backlog does not starve the threads.
            self.collector.release(&self.pipeline.chunks);
        }
        self.collector.release(&self.pipeline.chunks);
        spans
    }

    async fn flush(&mut self) -> Outcome {
        let before = self.lost;
        self.last_loss.clear();
        self.export_all().await;
        let deadline = self.schedule.deadline();
        let exporter = &mut self.exporter;
        // In an async block, here and below, so that a panic before the first poll is caught as well.
        let flush = guarded(async move { exporter.flush().await });
        first(flush, first(given_up(self.give_up_at.clone()), until(deadline))).await;
        Outcome { undelivered: self.lost - before, reason: core::mem::take(&mut self.last_loss) }
    }

    async fn stop(&mut self) {
        let exporter = &mut self.exporter;
        let shutdown = guarded(async move { exporter.shutdown().await });
        first(shutdown, given_up(self.give_up_at.clone())).await;
        self.pipeline.close();
        self.pipeline.chunks.trim();
        // Dropped before the answer: what it waits for counts against the caller's deadline.
        let exporter = core::mem::replace(&mut self.exporter, Box::new(DiscardExporter));
        let _ = guarded(async move { drop(exporter) }).await;
    }

    /// Exports one batch, in halves if it is too large, and counts what became of each span.
    async fn export(&mut self, batch: SpanBatch) {
        let mut waiting = vec![batch];
        while let Some(batch) = waiting.pop() {
            let spans = batch.len() as u64;
            match self.attempt(batch.clone()).await {
                Ok(accepted) => self.count_accepted(spans, accepted),
                Err(Loss::Refused(ExportError::RequestTooLarge { .. }))
                    if let Some((first, second)) = batch.split() =>
                {
                    waiting.push(second);
                    waiting.push(first);
                }
                Err(loss) => self.count_lost(spans, &loss),
            }
        }
    }

    async fn attempt(&mut self, batch: SpanBatch) -> Result<Accepted, Loss> {
        let deadline = self.schedule.deadline();
        let exporter = &mut self.exporter;
        let export = guarded(async move { exporter.export(batch).await });
        let give_up = first(given_up(self.give_up_at.clone()), until(deadline));
        match first(export, give_up).await {
            First::Left(Ok(Ok(accepted))) => Ok(accepted),
            First::Left(Ok(Err(error))) => Err(Loss::Refused(error)),
            First::Left(Err(Panicked)) => Err(Loss::Panicked),
            First::Right(First::Left(())) => Err(Loss::GivenUp),
            First::Right(First::Right(())) => Err(Loss::ExportTimeout),
        }
    }

    fn count_accepted(&mut self, spans: u64, accepted: Accepted) {
        let rejected = accepted.rejected_spans.min(spans);
        self.pipeline.count(|counters| {
            counters.add_exported(spans - rejected);
            counters.add_rejected(rejected);
        });
        match (rejected, accepted.message) {
            (0, None) => {}
            (0, Some(message)) => self.remarks.warn(format_args!("the collector remarks: {message}")),
            (rejected, message) => {
                self.lost += rejected;
                self.last_loss = message.unwrap_or_else(|| "rejected by the collector".into());
                self.losses.warn(format_args!(
                    "the collector rejected {}: {}",
                    Spans(rejected),
                    self.last_loss
                ));
            }
        }
    }

    fn count_lost(&mut self, spans: u64, loss: &Loss) {
        let (reason, text) = match loss {
            Loss::Refused(error) => (error.reason(), error.to_string()),
            Loss::ExportTimeout => (DropReason::RetryExpired, "the export timeout passed".into()),
            Loss::Panicked => (DropReason::ExporterPanicked, "the exporter panicked".into()),
            Loss::GivenUp => (DropReason::ShutdownDeadline, "the shutdown deadline passed".into()),
        };
        self.pipeline.count(|counters| counters.add_dropped(reason, spans));
        self.lost += spans;
        self.losses.warn(format_args!("lost {}: {text}", Spans(spans)));
        self.last_loss = text;
    }

    /// Counts late keys that were never recorded; in debug builds, says so once for each.
    fn count_unfilled(&mut self) {
        for (callsite, key) in self.collector.take_unfilled() {
            self.pipeline.export.add_unfilled_late();
            let is_new = cfg!(debug_assertions) && self.unfilled_told.insert((callsite.location(), key));
            if is_new {
                diagnostic::warn(format_args!(
                    "`{}` ({}) declares `late({key})` and did not record it",
                    callsite.name(),
                    callsite.location()
                ));
            }
        }
    }

    /// Threads drop spans without a word when memory is full; this thread says it for them.
    fn tell_memory_losses(&mut self) {
        let lost = self.pipeline.export.dropped()[DropReason::MemoryBudget];
        if lost > self.memory_losses_told {
            self.losses.warn(format_args!(
                "lost {}: memory for ended spans is full, the collector is slower than the program",
                Spans(lost)
            ));
            self.memory_losses_told = lost;
        }
    }
}

/// Waits until then, or for ever.
async fn until(moment: Option<Instant>) {
    match moment {
        Some(moment) => sleep_until(moment).await,
        None => core::future::pending().await,
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
