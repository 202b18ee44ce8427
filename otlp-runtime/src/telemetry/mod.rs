//! Puts everything together: settings, resource, pipeline, export thread.
//!
//! In: what `builder` put together. Out: `Telemetry`, the handle that flushes, shuts down and counts.
//! Never here: spans, requests.

mod at_exit;
mod builder;

pub use builder::TelemetryBuilder;

use core::time::Duration;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use crate::diagnostic;
use crate::error::Error;
use crate::export::{self, Command, NoOutcome, Remote};
use crate::pipeline::{self, Pipeline};
use crate::propagation::Propagators;
use crate::stats::{DropReason, Stats};
use crate::sync::lock;

/// How long `flush`, `shutdown` and dropping wait at most.
const DEFAULT_DEADLINE: Duration = Duration::from_secs(5);

/// Installs telemetry as the environment says: [`Telemetry::builder`] with nothing set.
///
/// Without any variable, spans go over OTLP/HTTP to `http://localhost:4318`.
///
/// ```no_run
/// fn main() -> Result<(), otlp_runtime::Error> {
///     let telemetry = otlp_runtime::init()?;
///     // ...
///     telemetry.shutdown()?;
///     Ok(())
/// }
/// ```
///
/// # Errors
///
/// Those of [`TelemetryBuilder::install`].
pub fn init() -> Result<Telemetry, Error> {
    Telemetry::builder().install()
}

/// Installed telemetry. Dropping it flushes and shuts down; keep it in `main`.
///
/// A static is never dropped, and `std::process::exit` drops nothing at all: see
/// [`shut_down_at_exit`](Self::shut_down_at_exit).
///
/// In a child made by `fork` without `exec` nothing is installed: its parent's telemetry counts nothing there,
/// answers [`Error::ForkedChild`] at once, and another can be installed. Ids go on from a new seed.
#[derive(Debug)]
#[must_use = "dropping this shuts telemetry down; bind it, as in `let telemetry = ...`"]
pub struct Telemetry {
    /// `None` when the environment switched telemetry off.
    running: Option<Running>,
}

#[derive(Debug)]
struct Running {
    pipeline: Arc<Pipeline>,
    remote: Remote,
    /// Taken by the first shutdown.
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Telemetry {
    /// Begins to configure telemetry.
    pub fn builder() -> TelemetryBuilder {
        TelemetryBuilder::default()
    }

    /// Telemetry that records nothing, and passes context on unless another one is installed.
    fn off(propagators: Propagators) -> Self {
        if pipeline::generation() == 0 {
            pipeline::set_propagators(propagators);
        }
        Self { running: None }
    }

    /// Exports every span that ended before this call and waits for it, at most 5 seconds.
    ///
    /// Blocks the calling thread; the export itself runs on a thread of its own, so this is
    /// safe inside any async runtime.
    ///
    /// # Errors
    ///
    /// [`Error::Undelivered`] when spans were lost meanwhile, [`Error::DeadlineExceeded`] when
    /// that took too long (export goes on), [`Error::AlreadyShutDown`] after `shutdown`,
    /// [`Error::OnExportThread`] from inside an exporter, [`Error::ForkedChild`] in a forked child.
    pub fn flush(&self) -> Result<Stats, Error> {
        self.flush_timeout(DEFAULT_DEADLINE)
    }

    /// Does as [`flush`](Self::flush), with a deadline of your own.
    ///
    /// # Errors
    ///
    /// Those of [`flush`](Self::flush).
    pub fn flush_timeout(&self, deadline: Duration) -> Result<Stats, Error> {
        let Some(running) = &self.running else { return Ok(Stats::default()) };
        running.check_process("flush")?;
        match lock(&running.thread).as_ref() {
            None => return Err(Error::AlreadyShutDown),
            Some(thread) if is_this(thread) => return Err(Error::OnExportThread { operation: "flush" }),
            Some(_) => {}
        }
        running.call("flush", Command::Flush, deadline)
    }

    /// Exports every span that ended before this call, then stops; waits at most 5 seconds.
    ///
    /// Spans that end later are counted as dropped. Another telemetry can be installed afterwards.
    ///
    /// # Errors
    ///
    /// Those of [`flush`](Self::flush). Whatever it returns, telemetry has stopped.
    pub fn shutdown(&self) -> Result<Stats, Error> {
        self.shutdown_timeout(DEFAULT_DEADLINE)
    }

    /// Does as [`shutdown`](Self::shutdown), with a deadline of your own.
    ///
    /// What is not delivered by then is dropped and counted.
    ///
    /// # Errors
    ///
    /// Those of [`shutdown`](Self::shutdown).
    pub fn shutdown_timeout(&self, deadline: Duration) -> Result<Stats, Error> {
        let Some(running) = &self.running else { return Ok(Stats::default()) };
        running.check_process("shutdown")?;
        let Some(thread) = running.take_thread()? else { return Err(Error::AlreadyShutDown) };
        running.pipeline.deactivate();
        running.remote.give_up_after(deadline);
        // The export thread gives up by itself; a little more time lets it say so.
        let result = running.call("shutdown", Command::Shutdown, deadline.saturating_add(GRACE));
        match result {
            Err(Error::DeadlineExceeded { operation, pending, reason, .. }) => {
                // An exporter that blocks its thread cannot be waited for.
                running.pipeline.abandon();
                Err(Error::DeadlineExceeded { operation, deadline, pending, reason })
            }
            Err(Error::AlreadyShutDown) => {
                let spans = running.pipeline.stats().pending;
                running.pipeline.abandon();
                let reason = "the export thread is gone".into();
                Err(Error::Undelivered { operation: "shutdown", spans, reason })
            }
            result => {
                // Ends at once: the answer was its last act. A panic in it was printed already.
                let _ = thread.join();
                let stats = running.pipeline.stats();
                match (result, stats.dropped[DropReason::ShutdownDeadline]) {
                    // Given up before the export thread came to the command: it has lost nothing since.
                    (Ok(_), pending @ 1..) => {
                        let reason = running.pipeline.last_failure();
                        Err(Error::DeadlineExceeded { operation: "shutdown", deadline, pending, reason })
                    }
                    (result, _) => result.map(|_| stats),
                }
            }
        }
    }

    /// Reads where the spans are; any time, from any thread, without waiting.
    pub fn stats(&self) -> Stats {
        let running = self.running.as_ref().filter(|running| !running.pipeline.is_inherited());
        running.map(|running| running.pipeline.stats()).unwrap_or_default()
    }
}

/// What `shutdown` waits for beyond its deadline before it abandons the export thread.
const GRACE: Duration = Duration::from_millis(200);

fn is_this(thread: &JoinHandle<()>) -> bool {
    export::is_current(thread.thread().id())
}

impl Running {
    /// Refuses to wait for a thread that was not copied into this process.
    fn check_process(&self, operation: &'static str) -> Result<(), Error> {
        if self.pipeline.is_inherited() { Err(Error::ForkedChild { operation }) } else { Ok(()) }
    }

    /// Returns the export thread to the first caller, unless that is the thread itself.
    fn take_thread(&self) -> Result<Option<JoinHandle<()>>, Error> {
        let mut thread = lock(&self.thread);
        if thread.as_ref().is_some_and(is_this) {
            return Err(Error::OnExportThread { operation: "shutdown" });
        }
        Ok(thread.take())
    }

    fn call(
        &self,
        operation: &'static str,
        command: fn(export::Answer) -> Command,
        deadline: Duration,
    ) -> Result<Stats, Error> {
        let outcome = self.remote.call(command, deadline);
        let stats = self.pipeline.stats();
        match outcome {
            Err(NoOutcome::Deadline) => {
                let reason = self.pipeline.last_failure();
                Err(Error::DeadlineExceeded { operation, deadline, pending: stats.pending, reason })
            }
            Err(NoOutcome::Stopped) => Err(Error::AlreadyShutDown),
            Ok(outcome) if outcome.undelivered > 0 => {
                if stats.dropped[DropReason::ShutdownDeadline] > 0 {
                    return Err(Error::DeadlineExceeded {
                        operation,
                        deadline,
                        pending: outcome.undelivered,
                        reason: self.pipeline.last_failure(),
                    });
                }
                Err(Error::Undelivered { operation, spans: outcome.undelivered, reason: outcome.reason })
            }
            Ok(_) => Ok(stats),
        }
    }
}

impl Drop for Telemetry {
    fn drop(&mut self) {
        if self.running.as_ref().is_some_and(|running| running.pipeline.is_inherited()) {
            // The thread behind the handle is not in this process, nor can its locks be trusted.
            core::mem::forget(self.running.take());
            return;
        }
        match self.shutdown() {
            Ok(_) | Err(Error::AlreadyShutDown) => {}
            Err(error) => diagnostic::warn(error),
        }
    }
}
