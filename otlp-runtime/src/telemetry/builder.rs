//! Settings of telemetry, made in code, and what becomes of them.
//!
//! In: a builder's choices and `OTEL_*` variables. Out: an installed `Telemetry`, or the first
//! cause to act on.
//! Never here: waiting.

use core::time::Duration;
use std::borrow::Cow;
use std::sync::{Arc, Mutex};

use super::{Running, Telemetry};
use crate::batch::Source;
use crate::chunk::pool::ChunkPool;
use crate::config::{ExporterSetting, Limits, SamplerSetting, Settings};
use crate::diagnostic;
use crate::error::Error;
use crate::export::{self, Schedule};
use crate::exporter::{ConsoleExporter, Destination, Exporter, destination};
use crate::pipeline::{self, Pipeline};
use crate::propagation::{Propagator, Propagators};
use crate::resource::Resource;
use crate::sampler::Sampler;

/// Bytes of memory for ended spans.
const DEFAULT_MAX_MEMORY_BYTES: usize = 64 << 20;

/// Spans of one export: what the strictest of the large backends takes.
const DEFAULT_MAX_SPANS: usize = 10_000;

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
    destination: Option<Box<dyn Destination>>,
    limits: Option<Limits>,
    propagators: Option<Propagators>,
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
        self.destination = Some(destination(exporter));
        self
    }

    /// Sets the formats in which context travels between processes (`OTEL_PROPAGATORS`), in the order in which they run.
    ///
    /// Default: W3C Trace Context and W3C Baggage. They are in force from `install` on, also when the environment switches
    /// recording off, and stay so after a shutdown: requests keep their trace.
    pub fn propagators(mut self, propagators: impl IntoIterator<Item = Propagator>) -> Self {
        self.propagators = Some(propagators.into_iter().collect());
        self
    }

    /// Sets how much a span may hold (`OTEL_SPAN_*_LIMIT` and the like).
    pub const fn limits(mut self, limits: Limits) -> Self {
        self.limits = Some(limits);
        self
    }

    /// Sets the longest wait between two exports (`OTEL_BSP_SCHEDULE_DELAY`).
    ///
    /// 1 ms or more. Default 5 s (OpenTelemetry trace SDK, batching processor). It falls to 50 ms as memory fills.
    pub const fn schedule_delay(mut self, delay: Duration) -> Self {
        self.schedule_delay = Some(delay);
        self
    }

    /// Sets the longest time for one call of the exporter (`OTEL_BSP_EXPORT_TIMEOUT`).
    ///
    /// More than zero. Default 30 s (OpenTelemetry trace SDK, batching processor). Of
    /// [`OtlpExporter`](crate::OtlpExporter) a call is one request; its own timeout is shorter by default.
    pub const fn export_timeout(mut self, timeout: Duration) -> Self {
        self.export_timeout = Some(timeout);
        self
    }

    /// Sets the most spans in one export (`OTEL_BSP_MAX_EXPORT_BATCH_SIZE`).
    ///
    /// 1 or more. Default 10,000. The specification's 512 spans are meant for queues counted in
    /// spans; ours is bounded in bytes. Batches have 512 KiB as long as memory is there and requests are quick; they
    /// shrink to 64 KiB when requests take over a second, and grow to 4 MiB as memory fills.
    pub const fn max_export_batch_size(mut self, spans: usize) -> Self {
        self.max_export_batch_size = Some(spans);
        self
    }

    /// Sets the bytes of memory for ended spans, encoded or not; beyond it spans are dropped and counted.
    ///
    /// While the collector is down the oldest are, else the newest. While requests go out, the memory of the last one, 1 MiB
    /// at most, is kept for the next and not counted. 1 MiB or more. Default 64 MiB, a few hundred thousand spans.
    pub const fn max_memory_bytes(mut self, bytes: usize) -> Self {
        self.max_memory_bytes = Some(bytes);
        self
    }

    /// Installs telemetry for the whole program and starts the export thread.
    ///
    /// Variables that cannot be used, or that are known and not supported, are announced on
    /// standard error, once each, and count as unset. Those of OTLP matter, and are announced, where no exporter is set here.
    ///
    /// # Errors
    ///
    /// [`Error::AlreadyInstalled`] when telemetry is installed and not shut down;
    /// [`Error::OutOfRange`] for a value of this builder; [`Error::ExportThread`]; and those of
    /// [`OtlpExporterBuilder::build`](crate::OtlpExporterBuilder::build). Nothing is installed then.
    pub fn install(self) -> Result<Telemetry, Error> {
        self.check()?;
        let settings = Settings::from_env();
        let propagators = self.propagators.unwrap_or(settings.propagators);
        if settings.is_sdk_disabled {
            return Ok(Telemetry::off(propagators));
        }
        settings.warnings.iter().for_each(diagnostic::warn);
        if self.destination.is_none() {
            // An exporter that was made in code has announced its own.
            settings.otlp_warnings.iter().for_each(diagnostic::warn);
        }
        let Some(destination) =
            self.destination.map_or_else(|| default_destination(&settings), |set| Ok(Some(set)))?
        else {
            return Ok(Telemetry::off(propagators));
        };
        let sampler = self.sampler.unwrap_or_else(|| settings.sampler.into());
        if sampler.is_ratio_of_children() {
            diagnostic::warn(format_args!(
                "the sampler `{sampler}` decides about children whatever their parents decided, so traces may lose spans \
                 (OpenTelemetry deprecates this); use `parentbased_traceidratio`, `Sampler::parent_based` or \
                 `Sampler::probability`"
            ));
        }
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
        let schedule = Schedule {
            delay: self.schedule_delay.unwrap_or(settings.batch.schedule_delay),
            export_timeout: self.export_timeout.or(settings.batch.export_timeout),
            max_spans: self
                .max_export_batch_size
                .or(settings.batch.max_export_batch_size)
                .unwrap_or(DEFAULT_MAX_SPANS),
        };
        let max_bytes = self.max_memory_bytes.unwrap_or(DEFAULT_MAX_MEMORY_BYTES);
        let chunks = ChunkPool::new(max_bytes, destination.terms().keeps_requests);
        let pipeline = Pipeline::register(sampler, limits, chunks);
        if !pipeline.activate() {
            return Err(Error::AlreadyInstalled);
        }
        match export::start(Arc::clone(&pipeline), Source::new(resource), destination, schedule) {
            Ok((remote, thread)) => {
                pipeline::set_propagators(propagators);
                Ok(Telemetry {
                    running: Some(Running { pipeline, remote, thread: Mutex::new(Some(thread)) }),
                })
            }
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
            .field("has_exporter", &self.destination.is_some())
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
fn default_destination(settings: &Settings) -> Result<Option<Box<dyn Destination>>, Error> {
    match settings.exporter {
        ExporterSetting::None => Ok(None),
        ExporterSetting::Console => Ok(Some(destination(ConsoleExporter::default()))),
        ExporterSetting::Otlp => otlp_destination(settings).map(Some),
    }
}

#[cfg(any(feature = "http", feature = "grpc"))]
fn otlp_destination(settings: &Settings) -> Result<Box<dyn Destination>, Error> {
    Ok(destination(crate::exporter::OtlpExporter::builder().settings(settings.otlp.clone()).build()?))
}

#[cfg(not(any(feature = "http", feature = "grpc")))]
fn otlp_destination(_settings: &Settings) -> Result<Box<dyn Destination>, Error> {
    Err(Error::FeatureMissing { setting: "OTEL_TRACES_EXPORTER=otlp".into(), feature: "http" })
}
