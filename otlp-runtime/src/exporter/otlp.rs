//! `OtlpExporter`: requests to a collector, with retries.
//!
//! In: the bytes of one `ExportTraceServiceRequest`. Out: what the collector took, or why nothing was delivered.
//! Never here: single spans, threads, runtimes; the caller polls on its own.
//!
//! A call of `send` has one deadline, to the answer, retries and pauses included (EXP-05). A pause that the collector
//! asked for outlives it: no request is sent before it is over. Installed, the exporter works otherwise; see `requests`.

mod builder;
mod requests;
#[cfg(feature = "spool")]
mod spooling;

use core::fmt;
use core::time::Duration;

use bytes::Bytes;
use tokio::time::{Instant, sleep_until, timeout_at};

pub use self::builder::OtlpExporterBuilder;
#[cfg(all(test, feature = "http"))]
pub(crate) use self::requests::Requests;
use super::Exporter;
use crate::backoff::{Backoff, Jitter};
use crate::batch::SpanBatch;
use crate::config::otlp::OtlpSettings;
use crate::delivery::{Accepted, Attempt, ExportError};
use crate::error::Error;
use crate::transport::Transport;

/// Sends requests to an OpenTelemetry collector, over OTLP/HTTP or OTLP/gRPC.
///
/// Installed by [`TelemetryBuilder::exporter`](crate::TelemetryBuilder::exporter), it makes a request of each batch
/// once, and keeps what could not be delivered as bytes, within the memory for ended spans. An attempt that is worth
/// another is repeated after an exponential back-off with jitter, or the pause that the collector asks for, until the
/// batch is [`max_batch_age`](OtlpExporterBuilder::max_batch_age) old. Spans that end meanwhile are collected.
///
/// `Debug` prints no header value and no user info.
///
/// ```
/// use otlp_runtime::{Error, OtlpExporter};
///
/// let exporter = OtlpExporter::builder().endpoint("http://localhost:4318").build()?;
/// let typo = OtlpExporter::builder().endpoint("htp://localhost:4318").build();
/// assert!(matches!(typo, Err(Error::UnsupportedScheme { .. })));
/// # drop(exporter);
/// # Ok::<(), Error>(())
/// ```
pub struct OtlpExporter {
    transport: Transport,
    settings: OtlpSettings,
    /// `None` is no limit.
    timeout: Option<Duration>,
    max_request_bytes: usize,
    #[cfg(feature = "spool")]
    spool: Option<crate::spool::Store>,
    /// The next three are for `requests` alone.
    max_batch_age: Option<Duration>,
    max_requests_in_flight: usize,
    halves_refused: bool,
    jitter: Jitter,
    /// The collector asked for silence until then.
    paused_until: Option<Instant>,
    /// An attempt began and did not end: its future was dropped, or its time ran out.
    is_attempt_open: bool,
}

impl OtlpExporter {
    /// Starts from the defaults alone; the environment is not read unless [`env`](OtlpExporterBuilder::env) is called.
    pub fn builder() -> OtlpExporterBuilder {
        OtlpExporterBuilder::new()
    }

    /// Builds an exporter from `OTEL_EXPORTER_OTLP_*` and `OTEL_EXPORTER_OTLP_TRACES_*`.
    ///
    /// A value that cannot be used is announced on standard error and counts as unset.
    ///
    /// # Errors
    ///
    /// Those of [`OtlpExporterBuilder::build`].
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().env().build()
    }

    /// Sends one encoded `ExportTraceServiceRequest`; an empty one is not sent.
    ///
    /// Retries what is worth it until the deadline, [`timeout`](OtlpExporterBuilder::timeout).
    /// Dropping the future gives up the request; the exporter stays usable.
    ///
    /// # Errors
    ///
    /// [`ExportError`]; the request was then not delivered, as far as anyone can know.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime with I/O and time enabled.
    pub async fn send(&mut self, request: Bytes) -> Result<Accepted, ExportError> {
        let (bytes, limit) = (request.len(), self.max_request_bytes);
        if bytes > limit {
            return Err(ExportError::RequestTooLarge { bytes, limit });
        }
        if bytes == 0 {
            return Ok(Accepted::default());
        }
        let deadline = self.timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        self.wait_out_pause(deadline).await?;
        let payload = self.transport.prepare_copy(&request);
        let mut backoff = Backoff::default();
        let mut attempts = 0_u32;
        loop {
            attempts = attempts.saturating_add(1);
            let (after, reason) = match self.attempt(&payload, deadline).await {
                None => {
                    let timeout = self.timeout.unwrap_or_default();
                    let reason = format!("no answer within {timeout:?}");
                    return Err(ExportError::RetryExpired { attempts, reason, retry_after: None });
                }
                Some(Attempt::Accepted(accepted)) => return Ok(accepted),
                Some(Attempt::Fail(error)) => return Err(error),
                Some(Attempt::Retry { after, reason }) => (after, reason),
            };
            let wait = backoff.next_wait(after, self.jitter.next());
            // Absurdly far is never, and such a pause is already cut by `Backoff`.
            let next = Instant::now().checked_add(wait);
            let was_asked = after.is_some_and(|pause| !pause.is_zero());
            if was_asked {
                self.paused_until = next;
            }
            match next {
                Some(next) if deadline.is_none_or(|deadline| next < deadline) => sleep_until(next).await,
                _ => {
                    let retry_after = was_asked.then_some(wait);
                    return Err(ExportError::RetryExpired { attempts, reason, retry_after });
                }
            }
        }
    }

    /// Tries once; `None` if the deadline passed first.
    async fn attempt(
        &mut self,
        payload: &crate::transport::Payload,
        deadline: Option<Instant>,
    ) -> Option<Attempt> {
        if self.is_attempt_open {
            self.transport.reset();
        }
        self.is_attempt_open = true;
        let attempt = self.transport.attempt(payload);
        let attempt = match deadline {
            Some(deadline) => timeout_at(deadline, attempt).await.ok()?,
            None => attempt.await,
        };
        self.is_attempt_open = false;
        Some(attempt)
    }

    /// Waits until the collector may be asked again, or says at once that the deadline comes first.
    async fn wait_out_pause(&mut self, deadline: Option<Instant>) -> Result<(), ExportError> {
        let Some(until) = self.paused_until else { return Ok(()) };
        if deadline.is_some_and(|deadline| until >= deadline) {
            let left = until.saturating_duration_since(Instant::now());
            return Err(ExportError::RetryExpired {
                attempts: 0,
                reason: format!("the collector asked for a pause, {left:?} of which are left"),
                retry_after: Some(left),
            });
        }
        sleep_until(until).await;
        self.paused_until = None;
        Ok(())
    }
}

impl Exporter for OtlpExporter {
    async fn export(&mut self, batch: SpanBatch) -> Result<Accepted, ExportError> {
        self.send(batch.to_otlp().into()).await
    }
}

impl fmt::Debug for OtlpExporter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OtlpExporter").field("settings", &self.settings).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // The export thread may hand the exporter over, and so may a user's own task.
    #[test]
    fn exporter_and_its_exports_can_move_between_threads() {
        fn check_send<T: Send>(value: T) -> T {
            value
        }
        let mut exporter = check_send(OtlpExporter::builder().build().unwrap());
        drop(check_send(exporter.send(Bytes::new())));
    }
}
