//! What `Telemetry` can ask of the export thread.
//!
//! In: flush and shutdown, from any thread. Out: an outcome, or nothing before the deadline.
//! Never here: async waiting; the caller parks on a channel and nothing else.

use core::time::Duration;
use std::sync::mpsc;

use tokio::sync::{mpsc as commands, watch};
use tokio::time::Instant;

/// A request with the place where the answer goes.
#[derive(Debug)]
pub(crate) enum Command {
    Flush(mpsc::SyncSender<Outcome>),
    Shutdown(mpsc::SyncSender<Outcome>),
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
    pub(super) answer: Option<mpsc::SyncSender<Outcome>>,
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
        command: fn(mpsc::SyncSender<Outcome>) -> Command,
        deadline: Duration,
    ) -> Result<Outcome, NoOutcome> {
        let (sender, receiver) = mpsc::sync_channel(1);
        self.commands.send(command(sender)).map_err(|_| NoOutcome::Stopped)?;
        receiver.recv_timeout(deadline).map_err(|error| match error {
            mpsc::RecvTimeoutError::Timeout => NoOutcome::Deadline,
            mpsc::RecvTimeoutError::Disconnected => NoOutcome::Stopped,
        })
    }

    /// Makes the export thread give up what is not delivered after `deadline`.
    pub(crate) fn give_up_after(&self, deadline: Duration) {
        self.give_up_at.send_replace(Instant::now().checked_add(deadline));
    }
}
