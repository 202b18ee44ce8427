//! Puts everything together: settings, resource, pipeline, export thread.
//!
//! In: a builder's choices and `OTEL_*` variables. Out: `Telemetry`, the handle that flushes,
//! shuts down and counts.
//! Never here: spans, requests.

use core::time::Duration;
use std::borrow::Cow;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use crate::batch::{BatchLimits, Source};
use crate::config::{ExporterSetting, Limits, SamplerSetting, Settings};
use crate::diagnostic;
use crate::error::Error;
use crate::export::{self, Command, NoOutcome, Remote, Schedule};
use crate::exporter::{AnyExporter, ConsoleExporter, Exporter};
use crate::pipeline::Pipeline;
use crate::resource::Resource;
use crate::sampler::Sampler;
use crate::stats::{DropReason, Stats};
use crate::sync::lock;

/// How long `flush`, `shutdown` and dropping wait at most.
const DEFAULT_DEADLINE: Duration = Duration::from_secs(5);

/// Bytes of memory for ended spans.
const DEFAULT_MAX_MEMORY_BYTES: usize = 64 << 20;

/// Spans and encoded bytes of one export.
const DEFAULT_BATCH: BatchLimits = BatchLimits { spans: 4096, bytes: 1 << 20 };

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

    /// Exports every span that ended before this call and waits for it, at most 5 seconds.
    ///
    /// Blocks the calling thread; the export itself runs on a thread of its own, so this is
    /// safe inside any async runtime.
    ///
    /// # Errors
    ///
    /// [`Error::Undelivered`] when spans were lost meanwhile, [`Error::DeadlineExceeded`] when
    /// that took too long (export goes on), [`Error::AlreadyShutDown`] after `shutdown`,
    /// [`Error::OnExportThread`] from inside an exporter.
    pub fn flush(&self) -> Result<Stats, Error> {
        let Some(running) = &self.running else { return Ok(Stats::default()) };
        match lock(&running.thread).as_ref() {
            None => return Err(Error::AlreadyShutDown),
            Some(thread) if is_this(thread) => return Err(Error::OnExportThread { operation: "flush" }),
            Some(_) => {}
        }
        running.call("flush", Command::Flush, DEFAULT_DEADLINE)
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
        let Some(thread) = running.take_thread()? else { return Err(Error::AlreadyShutDown) };
        running.pipeline.deactivate();
        running.remote.give_up_after(deadline);
        // The export thread gives up by itself; a little more time lets it say so.
        let result = running.call("shutdown", Command::Shutdown, deadline.saturating_add(GRACE));
        match result {
            Err(Error::DeadlineExceeded { operation, pending, .. }) => {
                // An exporter that blocks its thread cannot be waited for.
                running.pipeline.abandon();
                Err(Error::DeadlineExceeded { operation, deadline, pending })
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
                result.map(|_| running.pipeline.stats())
            }
        }
    }

    /// Reads where the spans are; any time, from any thread, without waiting.
    pub fn stats(&self) -> Stats {
        self.running.as_ref().map(|running| running.pipeline.stats()).unwrap_or_default()
    }
}

/// What `shutdown` waits for beyond its deadline before it abandons the export thread.
const GRACE: Duration = Duration::from_millis(200);

fn is_this(thread: &JoinHandle<()>) -> bool {
    thread.thread().id() == std::thread::current().id()
}

impl Running {
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
        command: fn(std::sync::mpsc::SyncSender<export::Outcome>) -> Command,
        deadline: Duration,
    ) -> Result<Stats, Error> {
        let outcome = self.remote.call(command, deadline);
        let stats = self.pipeline.stats();
        match outcome {
            Err(NoOutcome::Deadline) => {
                Err(Error::DeadlineExceeded { operation, deadline, pending: stats.pending })
            }
            Err(NoOutcome::Stopped) => Err(Error::AlreadyShutDown),
            Ok(outcome) if outcome.undelivered > 0 => {
                if stats.dropped[DropReason::ShutdownDeadline] > 0 {
                    return Err(Error::DeadlineExceeded {
                        operation,
                        deadline,
                        pending: outcome.undelivered,
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
        match self.shutdown() {
            Ok(_) | Err(Error::AlreadyShutDown) => {}
            Err(error) => diagnostic::warn(error),
        }
    }
}

/// Configures [`Telemetry`]. What is set here beats the environment.
///
/// ```
/// use otlp_runtime::{ConsoleExporter, Sampler, Telemetry};
///
/// let telemetry = Telemetry::builder()
///     .service_name("checkout")
///     .sampler(Sampler::parent_based(Sampler::trace_id_ratio(0.5)))
///     .exporter(ConsoleExporter::default())
///     .install()?;
/// telemetry.shutdown()?;
/// # Ok::<(), otlp_runtime::Error>(())
/// ```
#[derive(Default)]
#[must_use = "a builder does nothing until `install`"]
pub struct TelemetryBuilder {
    service_name: Option<Cow<'static, str>>,
    resource: Option<Resource>,
    sampler: Option<Sampler>,
    exporter: Option<Box<dyn AnyExporter>>,
    limits: Option<Limits>,
    schedule_delay: Option<Duration>,
    export_timeout: Option<Duration>,
    max_export_batch_size: Option<usize>,
    max_memory_bytes: Option<usize>,
}

impl TelemetryBuilder {
    /// Names the service (`OTEL_SERVICE_NAME`). Default: `unknown_service:` and the executable's name.
    pub fn service_name(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.service_name = Some(name.into());
        self
    }

    /// Adds to the resource (`OTEL_RESOURCE_ATTRIBUTES`); its values win over those of the environment.
    pub fn resource(mut self, resource: Resource) -> Self {
        self.resource = Some(match self.resource.take() {
            Some(earlier) => earlier.merge(resource),
            None => resource,
        });
        self
    }

    /// Sets the sampler (`OTEL_TRACES_SAMPLER`). Default: parent-based, always on.
    pub fn sampler(mut self, sampler: impl Into<Sampler>) -> Self {
        self.sampler = Some(sampler.into());
        self
    }

    /// Sets the exporter (`OTEL_TRACES_EXPORTER`). Default: [`OtlpExporter`](crate::OtlpExporter) as
    /// the environment configures it.
    pub fn exporter(mut self, exporter: impl Exporter) -> Self {
        self.exporter = Some(Box::new(exporter));
        self
    }

    /// Sets how much a span may hold (`OTEL_SPAN_*_LIMIT` and the like).
    pub const fn limits(mut self, limits: Limits) -> Self {
        self.limits = Some(limits);
        self
    }

    /// Sets the longest wait between two exports (`OTEL_BSP_SCHEDULE_DELAY`).
    ///
    /// 1 ms or more. Default 5 s (OpenTelemetry trace SDK, batching processor).
    pub const fn schedule_delay(mut self, delay: Duration) -> Self {
        self.schedule_delay = Some(delay);
        self
    }

    /// Sets the longest time for one export (`OTEL_BSP_EXPORT_TIMEOUT`).
    ///
    /// More than zero. Default 30 s (OpenTelemetry trace SDK, batching processor).
    pub const fn export_timeout(mut self, timeout: Duration) -> Self {
        self.export_timeout = Some(timeout);
        self
    }

    /// Sets the most spans in one export (`OTEL_BSP_MAX_EXPORT_BATCH_SIZE`).
    ///
    /// 1 or more. Default 4096 spans or 1 MiB of them, whatever comes first. The specification's
    /// 512 spans are meant for queues counted in spans; ours is bounded in bytes.
    pub const fn max_export_batch_size(mut self, spans: usize) -> Self {
        self.max_export_batch_size = Some(spans);
        self
    }

    /// Sets the bytes of memory for ended spans; beyond it new ones are dropped and counted.
    ///
    /// 1 MiB or more. Default 64 MiB, a few hundred thousand spans.
    pub const fn max_memory_bytes(mut self, bytes: usize) -> Self {
        self.max_memory_bytes = Some(bytes);
        self
    }

    /// Installs telemetry for the whole program and starts the export thread.
    ///
    /// Variables that cannot be used, or that are known and not supported, are announced on
    /// standard error, once each, and count as unset.
    ///
    /// # Errors
    ///
    /// [`Error::AlreadyInstalled`] when telemetry is installed and not shut down;
    /// [`Error::OutOfRange`] for a value of this builder; [`Error::ExportThread`]; and those of
    /// [`OtlpExporterBuilder::build`](crate::OtlpExporterBuilder::build). Nothing is installed then.
    pub fn install(self) -> Result<Telemetry, Error> {
        self.check()?;
        let settings = Settings::from_env();
        if settings.is_sdk_disabled {
            return Ok(Telemetry { running: None });
        }
        settings.warnings.iter().for_each(diagnostic::warn);
        let Some(exporter) =
            self.exporter.map_or_else(|| default_exporter(&settings), |set| Ok(Some(set)))?
        else {
            return Ok(Telemetry { running: None });
        };
        let sampler = self.sampler.unwrap_or_else(|| settings.sampler.into());
        let limits = self.limits.unwrap_or(settings.limits);
        let code = match self.service_name {
            Some(name) => {
                let named = Resource::builder().service_name(name).build();
                Some(self.resource.map_or_else(|| named.clone(), |resource| resource.merge(named.clone())))
            }
            None => self.resource,
        };
        let resource =
            Resource::resolve(&settings.resource_attributes, settings.service_name.as_deref(), code);
        let spans = self
            .max_export_batch_size
            .or(settings.batch.max_export_batch_size)
            .unwrap_or(DEFAULT_BATCH.spans);
        let schedule = Schedule {
            delay: self.schedule_delay.unwrap_or(settings.batch.schedule_delay),
            export_timeout: self.export_timeout.or(settings.batch.export_timeout),
            batch: BatchLimits { spans, ..DEFAULT_BATCH },
        };
        let max_bytes = self.max_memory_bytes.unwrap_or(DEFAULT_MAX_MEMORY_BYTES);
        let pipeline = Pipeline::register(sampler, limits, max_bytes);
        if !pipeline.activate() {
            return Err(Error::AlreadyInstalled);
        }
        match export::start(Arc::clone(&pipeline), Source::new(resource), exporter, schedule) {
            Ok((remote, thread)) => Ok(Telemetry {
                running: Some(Running { pipeline, remote, thread: Mutex::new(Some(thread)) }),
            }),
            Err(error) => {
                pipeline.deactivate();
                Err(error)
            }
        }
    }

    fn check(&self) -> Result<(), Error> {
        let out_of_range =
            |setting, reason: &str| Err(Error::OutOfRange { setting, reason: reason.to_owned() });
        if self.schedule_delay.is_some_and(|delay| delay < Duration::from_millis(1)) {
            return out_of_range("schedule_delay", "give 1 ms or more");
        }
        if self.export_timeout.is_some_and(|timeout| timeout.is_zero()) {
            return out_of_range("export_timeout", "give more than zero");
        }
        if self.max_export_batch_size == Some(0) {
            return out_of_range("max_export_batch_size", "give 1 span or more");
        }
        if self.max_memory_bytes.is_some_and(|bytes| bytes < 1 << 20) {
            return out_of_range("max_memory_bytes", "give 1 MiB or more");
        }
        Ok(())
    }
}

impl core::fmt::Debug for TelemetryBuilder {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("TelemetryBuilder")
            .field("service_name", &self.service_name)
            .field("resource", &self.resource)
            .field("sampler", &self.sampler)
            .field("has_exporter", &self.exporter.is_some())
            .finish_non_exhaustive()
    }
}

impl From<SamplerSetting> for Sampler {
    fn from(setting: SamplerSetting) -> Self {
        match setting {
            SamplerSetting::AlwaysOn => Self::always_on(),
            SamplerSetting::AlwaysOff => Self::always_off(),
            SamplerSetting::TraceIdRatio(ratio) => Self::trace_id_ratio(ratio),
            SamplerSetting::ParentBasedAlwaysOn => Self::parent_based(Self::always_on()),
            SamplerSetting::ParentBasedAlwaysOff => Self::parent_based(Self::always_off()),
            SamplerSetting::ParentBasedTraceIdRatio(ratio) => Self::parent_based(Self::trace_id_ratio(ratio)),
        }
    }
}

/// Returns the exporter that the environment asks for; `None` for none at all.
fn default_exporter(settings: &Settings) -> Result<Option<Box<dyn AnyExporter>>, Error> {
    match settings.exporter {
        ExporterSetting::None => Ok(None),
        ExporterSetting::Console => Ok(Some(Box::new(ConsoleExporter::default()))),
        ExporterSetting::Otlp => otlp_exporter(settings).map(Some),
    }
}

#[cfg(any(feature = "http", feature = "grpc"))]
fn otlp_exporter(settings: &Settings) -> Result<Box<dyn AnyExporter>, Error> {
    let exporter = crate::exporter::OtlpExporter::builder().settings(settings.otlp.clone()).build()?;
    Ok(Box::new(exporter))
}

#[cfg(not(any(feature = "http", feature = "grpc")))]
fn otlp_exporter(_settings: &Settings) -> Result<Box<dyn AnyExporter>, Error> {
    Err(Error::FeatureMissing { setting: "OTEL_TRACES_EXPORTER=otlp".into(), feature: "http" })
}
