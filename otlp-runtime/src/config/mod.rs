//! Settings from the environment, as plain data.
//!
//! In: `OTEL_*` variables from any source. Out: `Settings`, complete with defaults, and the
//! warnings that the caller prints once each.
//! Never here: effects; whoever consumes a setting applies it, and a setting made in code beats it.

pub(crate) mod env;
mod known;
mod limits;
pub(crate) mod otlp;
pub(crate) mod pairs;
pub(crate) mod secret;

use core::time::Duration;

use self::env::{Env, Warning, process_env, shown};
pub use self::limits::Limits;
use self::otlp::OtlpSettings;
pub use self::otlp::{Compression, Pem, Protocol};
use self::pairs::parse_attributes;
use crate::propagation::{Propagator, Propagators};

/// Which spans are recorded (`OTEL_TRACES_SAMPLER`, `OTEL_TRACES_SAMPLER_ARG`).
///
/// A ratio lies in 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum SamplerSetting {
    AlwaysOn,
    AlwaysOff,
    TraceIdRatio(f64),
    ParentBasedAlwaysOn,
    ParentBasedAlwaysOff,
    ParentBasedTraceIdRatio(f64),
}

/// Where spans go (`OTEL_TRACES_EXPORTER`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExporterSetting {
    Otlp,
    Console,
    None,
}

/// When a batch is exported (`OTEL_BSP_*`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BatchSettings {
    /// Between two exports; 1 ms or more, default 5 s.
    pub(crate) schedule_delay: Duration,
    /// Of one export; `None` is no limit, default 30 s.
    pub(crate) export_timeout: Option<Duration>,
    /// Spans of one request, 1 or more; `None` (not said) leaves it to the batcher.
    pub(crate) max_export_batch_size: Option<usize>,
}

impl Default for BatchSettings {
    fn default() -> Self {
        Self {
            schedule_delay: Duration::from_secs(5),
            export_timeout: Some(Duration::from_secs(30)),
            max_export_batch_size: None,
        }
    }
}

/// All that the environment says.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Record and export nothing (`OTEL_SDK_DISABLED`).
    pub(crate) is_sdk_disabled: bool,
    /// `OTEL_SERVICE_NAME`; beats `resource_attributes`.
    pub(crate) service_name: Option<String>,
    /// `OTEL_RESOURCE_ATTRIBUTES`, decoded.
    pub(crate) resource_attributes: Vec<(String, String)>,
    pub(crate) sampler: SamplerSetting,
    pub(crate) exporter: ExporterSetting,
    pub(crate) propagators: Propagators,
    pub(crate) batch: BatchSettings,
    pub(crate) limits: Limits,
    #[cfg_attr(
        not(any(feature = "http", feature = "grpc")),
        expect(dead_code, reason = "no exporter reads it")
    )]
    pub(crate) otlp: OtlpSettings,
    /// To be printed once each.
    pub(crate) warnings: Vec<Warning>,
    /// The same for `otlp`, should anybody use it.
    pub(crate) otlp_warnings: Vec<Warning>,
}

impl Settings {
    /// Reads the process environment.
    pub(crate) fn from_env() -> Self {
        Self::from_source(&process_env)
    }

    /// Reads any source of variables.
    pub(crate) fn from_source(source: &dyn Fn(&str) -> Option<String>) -> Self {
        let mut env = Env::new(source);
        known::check_unsupported(&mut env);
        let mut otlp_env = Env::new(source);
        Self {
            is_sdk_disabled: env.bool("OTEL_SDK_DISABLED").unwrap_or(false),
            service_name: env.text("OTEL_SERVICE_NAME"),
            resource_attributes: read_resource_attributes(&mut env),
            sampler: read_sampler(&mut env),
            exporter: read_exporter(&mut env),
            propagators: read_propagators(&mut env),
            batch: read_batch(&mut env),
            limits: Limits::read(&mut env),
            otlp: OtlpSettings::read(&mut otlp_env),
            warnings: env.into_warnings(),
            otlp_warnings: otlp_env.into_warnings(),
        }
    }
}

fn read_resource_attributes(env: &mut Env<'_>) -> Vec<(String, String)> {
    let Some(text) = env.text("OTEL_RESOURCE_ATTRIBUTES") else { return Vec::new() };
    match parse_attributes(&text) {
        Ok(attributes) => attributes,
        Err(bad) => {
            env.warn(format!(
                "`OTEL_RESOURCE_ATTRIBUTES`: pair {} {}; the whole variable is ignored",
                bad.position, bad.problem
            ));
            Vec::new()
        }
    }
}

fn read_sampler(env: &mut Env<'_>) -> SamplerSetting {
    #[derive(Clone, Copy)]
    enum Name {
        Plain(SamplerSetting),
        Ratio(fn(f64) -> SamplerSetting),
    }
    let names = [
        ("always_on", Name::Plain(SamplerSetting::AlwaysOn)),
        ("always_off", Name::Plain(SamplerSetting::AlwaysOff)),
        ("traceidratio", Name::Ratio(SamplerSetting::TraceIdRatio)),
        ("parentbased_always_on", Name::Plain(SamplerSetting::ParentBasedAlwaysOn)),
        ("parentbased_always_off", Name::Plain(SamplerSetting::ParentBasedAlwaysOff)),
        ("parentbased_traceidratio", Name::Ratio(SamplerSetting::ParentBasedTraceIdRatio)),
    ];
    match env.choice("OTEL_TRACES_SAMPLER", &names) {
        None => SamplerSetting::ParentBasedAlwaysOn,
        Some(Name::Plain(sampler)) => sampler,
        Some(Name::Ratio(sampler)) => sampler(read_ratio(env).unwrap_or(1.0)),
    }
}

/// Reads the ratio; anything else is unset, with a warning (ENV-07).
fn read_ratio(env: &mut Env<'_>) -> Option<f64> {
    let text = env.text("OTEL_TRACES_SAMPLER_ARG")?;
    let ratio = text.parse().ok().filter(|ratio| (0.0..=1.0).contains(ratio));
    if ratio.is_none() {
        env.warn(format!(
            "`OTEL_TRACES_SAMPLER_ARG={}` is not a number from 0 to 1; ignored, the ratio is 1",
            shown(&text)
        ));
    }
    ratio
}

fn read_exporter(env: &mut Env<'_>) -> ExporterSetting {
    const NAME: &str = "OTEL_TRACES_EXPORTER";
    let Some(text) = env.text(NAME) else { return ExporterSetting::Otlp };
    let mut chosen = None;
    for item in text.split(',').map(str::trim).filter(|item| !item.is_empty()) {
        let exporter = match item.to_ascii_lowercase().as_str() {
            "otlp" => ExporterSetting::Otlp,
            "console" => ExporterSetting::Console,
            "none" => ExporterSetting::None,
            _ => {
                env.warn(format!(
                    "`{NAME}`: `{}` is not supported; ignored, use one of: otlp, console, none",
                    shown(item)
                ));
                continue;
            }
        };
        match chosen {
            None => chosen = Some(exporter),
            Some(first) if first == exporter => {}
            Some(_) => env.warn(format!(
                "`{NAME}`: `{}` is ignored; one exporter at a time is supported, the first is taken",
                shown(item)
            )),
        }
    }
    chosen.unwrap_or(ExporterSetting::Otlp)
}

/// Reads a list; each propagator runs once (ENV-06), unknown ones are left out (ENV-04).
fn read_propagators(env: &mut Env<'_>) -> Propagators {
    const NAME: &str = "OTEL_PROPAGATORS";
    let Some(text) = env.text(NAME) else { return Propagators::default() };
    let items: Vec<&str> = text.split(',').map(str::trim).filter(|item| !item.is_empty()).collect();
    let is_none = |item: &&str| item.eq_ignore_ascii_case("none");
    if !items.is_empty() && items.iter().all(is_none) {
        return Propagators::NONE;
    }
    let mut found = Vec::new();
    for item in items {
        match Propagator::from_name(item) {
            Some(propagator) => found.push(propagator),
            None if is_none(&item) => env.warn(format!("`{NAME}`: `none` is ignored beside others")),
            None if item.eq_ignore_ascii_case("ottrace") => env.warn(format!(
                "`{NAME}`: `ottrace` is deprecated by OpenTelemetry and not supported; ignored, use tracecontext (or b3multi, \
                 if the other side has no W3C Trace Context)"
            )),
            None => env.warn(format!(
                "`{NAME}`: `{}` is not supported; ignored, use some of: {}, none",
                shown(item),
                Propagator::names()
            )),
        }
    }
    if found.contains(&Propagator::XRay) && found.contains(&Propagator::XRayLambda) {
        env.warn(format!(
            "`{NAME}`: `xray` is ignored beside `xray-lambda`, which reads and writes the same header"
        ));
        found.retain(|propagator| *propagator != Propagator::XRay);
    }
    // As if unset, when nothing in it can be used.
    if found.is_empty() { Propagators::default() } else { found.into_iter().collect() }
}

fn read_batch(env: &mut Env<'_>) -> BatchSettings {
    let default = BatchSettings::default();
    BatchSettings {
        schedule_delay: env
            .millis("OTEL_BSP_SCHEDULE_DELAY")
            .map_or(default.schedule_delay, |delay| delay.max(Duration::from_millis(1))),
        export_timeout: env
            .millis("OTEL_BSP_EXPORT_TIMEOUT")
            .map_or(default.export_timeout, |timeout| (!timeout.is_zero()).then_some(timeout)),
        max_export_batch_size: env.number("OTEL_BSP_MAX_EXPORT_BATCH_SIZE").filter(|size| {
            if *size == 0 {
                env.warn("`OTEL_BSP_MAX_EXPORT_BATCH_SIZE=0` would export nothing; ignored, give 1 or more");
            }
            *size > 0
        }),
    }
}

#[cfg(test)]
mod tests;
