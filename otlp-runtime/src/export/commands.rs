//! What `Telemetry` can ask of the export thread.
//!
//! In: flush and shutdown, from any thread. Out: an outcome, or nothing before the deadline.
//! Never here: async waiting; the caller parks on a channel and nothing else.

use core::time::Duration;
use std::sync::{Arc, Weak, mpsc};

use tokio::sync::{mpsc as commands, watch};
use tokio::time::Instant;

/// A request with the place where the answer goes.
#[derive(Debug)]
pub(crate) enum Command {
    Flush(Answer),
    Shutdown(Answer),
}

/// Where an outcome goes, as long as somebody waits for it.
#[derive(Debug)]
pub(crate) struct Answer {
    outcome: mpsc::SyncSender<Outcome>,
    is_awaited: Weak<()>,
}

/// The other end. Dropping it tells that nobody waits any more.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) outcome: mpsc::Receiver<Outcome>,
    _is_waiting: Arc<()>,
}

impl Answer {
    pub(super) fn pair() -> (Self, Waiting) {
        let (sender, receiver) = mpsc::sync_channel(1);
        let is_waiting = Arc::new(());
        let answer = Self { outcome: sender, is_awaited: Arc::downgrade(&is_waiting) };
        (answer, Waiting { outcome: receiver, _is_waiting: is_waiting })
    }

    pub(super) fn send(self, outcome: Outcome) {
        let _ = self.outcome.send(outcome);
    }

    fn is_awaited(&self) -> bool {
        self.is_awaited.strong_count() > 0
    }
}

/// What was lost while a command was carried out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) undelivered: u64,
    pub(crate) reason: String,
}

/// A flush that is being carried out.
#[derive(Debug)]
pub(super) struct Flush {
    pub(super) answer: Option<Answer>,
    /// A shutdown: nothing comes after it.
    pub(super) is_last: bool,
    /// The last batch that it waits for; `None` while its spans are being read.
    pub(super) up_to: Option<u64>,
    /// Spans that were lost before it.
    pub(super) lost_before: u64,
}

impl Flush {
    pub(super) const fn is_reading(&self) -> bool {
        self.up_to.is_none()
    }

    /// Says whether nothing depends on it any more: all that it is for is on its way, and its caller's deadline has passed.
    pub(super) fn is_forgotten(&self) -> bool {
        let is_awaited = self.answer.as_ref().is_some_and(Answer::is_awaited);
        !self.is_last && !self.is_reading() && !is_awaited
    }
}

/// Why a command has no outcome.
#[derive(Clone, Copy, Debug)]
pub(crate) enum NoOutcome {
    /// The deadline passed first.
    Deadline,
    /// The export thread is gone, or went before it came to the command.
    Stopped,
}

/// The caller's end.
#[derive(Debug)]
pub(crate) struct Remote {
    pub(super) commands: commands::UnboundedSender<Command>,
    /// When the export thread must be done; later exports are given up at that moment.
    pub(super) give_up_at: watch::Sender<Option<Instant>>,
}

impl Remote {
    /// Sends a command and waits for its outcome.
    pub(crate) fn call(
        &self,
        command: fn(Answer) -> Command,
        deadline: Duration,
    ) -> Result<Outcome, NoOutcome> {
        let (answer, waiting) = Answer::pair();
        self.commands.send(command(answer)).map_err(|_| NoOutcome::Stopped)?;
        waiting.outcome.recv_timeout(deadline).map_err(|error| match error {
            mpsc::RecvTimeoutError::Timeout => NoOutcome::Deadline,
            mpsc::RecvTimeoutError::Disconnected => NoOutcome::Stopped,
        })
    }

    /// Makes the export thread give up what is not delivered after `deadline`.
    pub(crate) fn give_up_after(&self, deadline: Duration) {
        self.give_up_at.send_replace(Instant::now().checked_add(deadline));
    }
}
