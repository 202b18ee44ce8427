//! Tables for the settings that `Settings` reads itself.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::known::{KNOWN, Support};
use super::*;

fn read(pairs: &[(&str, &str)]) -> Settings {
    Settings::from_source(&|name| {
        pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
    })
}

#[test]
fn nothing_set_gives_the_specified_defaults() {
    let settings = read(&[]);
    assert!(!settings.is_sdk_disabled);
    assert_eq!(settings.service_name, None);
    assert_eq!(settings.resource_attributes, []);
    assert_eq!(settings.sampler, SamplerSetting::ParentBasedAlwaysOn);
    assert_eq!(settings.exporter, ExporterSetting::Otlp);
    assert_eq!(settings.batch.schedule_delay, Duration::from_secs(5));
    assert_eq!(settings.batch.export_timeout, Some(Duration::from_secs(30)));
    assert_eq!(settings.batch.max_export_batch_size, None);
    assert_eq!(settings.limits, Limits::default());
    assert_eq!(settings.otlp, OtlpSettings::default());
    assert_eq!(settings.warnings, []);
}

// ENV-09: a variable that is read but not listed, or listed as supported but never read, is a lie.
#[test]
fn variables_read_are_exactly_the_known_ones() {
    let asked = RefCell::new(BTreeSet::new());
    let _ = Settings::from_source(&|name| {
        asked.borrow_mut().insert(name.to_owned());
        // Makes the sampler ask for its argument.
        (name == "OTEL_TRACES_SAMPLER").then(|| "traceidratio".to_owned())
    });
    let known: BTreeSet<_> = KNOWN.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(asked.into_inner(), known);

    // Unsupported ones are asked for once: nothing but the table looks at them.
    for (name, support) in KNOWN.iter().filter(|(_, support)| *support != Support::Supported) {
        let count = RefCell::new(0);
        let _ = Settings::from_source(&|asked| {
            *count.borrow_mut() += u32::from(asked == *name);
            None
        });
        assert_eq!(count.into_inner(), 1, "{name} {support:?}");
    }
}

#[test]
fn sampler_table() {
    for (name, arg, sampler, warnings) in [
        ("always_on", None, SamplerSetting::AlwaysOn, 0),
        ("ALWAYS_OFF", None, SamplerSetting::AlwaysOff, 0),
        ("traceidratio", None, SamplerSetting::TraceIdRatio(1.0), 0),
        ("traceidratio", Some("0.25"), SamplerSetting::TraceIdRatio(0.25), 0),
        ("parentbased_always_on", None, SamplerSetting::ParentBasedAlwaysOn, 0),
        ("parentbased_always_off", None, SamplerSetting::ParentBasedAlwaysOff, 0),
        ("parentbased_traceidratio", Some("0"), SamplerSetting::ParentBasedTraceIdRatio(0.0), 0),
        // ENV-07
        ("traceidratio", Some("1.5"), SamplerSetting::TraceIdRatio(1.0), 1),
        ("traceidratio", Some("-0.1"), SamplerSetting::TraceIdRatio(1.0), 1),
        ("traceidratio", Some("NaN"), SamplerSetting::TraceIdRatio(1.0), 1),
        ("traceidratio", Some("half"), SamplerSetting::TraceIdRatio(1.0), 1),
        // ENV-04
        ("jaeger_remote", None, SamplerSetting::ParentBasedAlwaysOn, 1),
        ("xray", None, SamplerSetting::ParentBasedAlwaysOn, 1),
        ("allways_on", None, SamplerSetting::ParentBasedAlwaysOn, 1),
    ] {
        let mut pairs = vec![("OTEL_TRACES_SAMPLER", name)];
        pairs.extend(arg.map(|arg| ("OTEL_TRACES_SAMPLER_ARG", arg)));
        let settings = read(&pairs);
        assert_eq!((settings.sampler, settings.warnings.len()), (sampler, warnings), "{name} {arg:?}");
    }
}

// ENV-04
#[test]
fn exporter_table() {
    for (text, exporter, warnings) in [
        ("otlp", ExporterSetting::Otlp, 0),
        ("Console", ExporterSetting::Console, 0),
        ("none", ExporterSetting::None, 0),
        ("console,", ExporterSetting::Console, 0),
        ("otlp,otlp", ExporterSetting::Otlp, 0),
        ("console,otlp", ExporterSetting::Console, 1),
        ("zipkin,console", ExporterSetting::Console, 1),
        ("zipkin", ExporterSetting::Otlp, 1),
        ("logging", ExporterSetting::Otlp, 1),
        ("otlp/stdout", ExporterSetting::Otlp, 1),
    ] {
        let settings = read(&[("OTEL_TRACES_EXPORTER", text)]);
        assert_eq!((settings.exporter, settings.warnings.len()), (exporter, warnings), "{text}");
    }
}

// ENV-03, ENV-05
#[test]
fn batch_table() {
    let default = BatchSettings::default();
    for (name, text, batch, warnings) in [
        (
            "OTEL_BSP_SCHEDULE_DELAY",
            "100",
            BatchSettings { schedule_delay: Duration::from_millis(100), ..default },
            0,
        ),
        (
            "OTEL_BSP_SCHEDULE_DELAY",
            "0",
            BatchSettings { schedule_delay: Duration::from_millis(1), ..default },
            0,
        ),
        ("OTEL_BSP_SCHEDULE_DELAY", "-1", default, 1),
        ("OTEL_BSP_EXPORT_TIMEOUT", "0", BatchSettings { export_timeout: None, ..default }, 0),
        (
            "OTEL_BSP_EXPORT_TIMEOUT",
            "7",
            BatchSettings { export_timeout: Some(Duration::from_millis(7)), ..default },
            0,
        ),
        ("OTEL_BSP_EXPORT_TIMEOUT", "x", default, 1),
        (
            "OTEL_BSP_MAX_EXPORT_BATCH_SIZE",
            "9",
            BatchSettings { max_export_batch_size: Some(9), ..default },
            0,
        ),
        ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "0", default, 1),
        ("OTEL_BSP_MAX_QUEUE_SIZE", "10", default, 1),
    ] {
        let settings = read(&[(name, text)]);
        assert_eq!((settings.batch, settings.warnings.len()), (batch, warnings), "{name}={text}");
    }
}

// RES-03
#[test]
fn bad_resource_attributes_are_dropped_as_a_whole() {
    let settings = read(&[("OTEL_RESOURCE_ATTRIBUTES", "a=1,b=%zz")]);
    assert_eq!(settings.resource_attributes, []);
    assert_eq!(
        settings.warnings[0].to_string(),
        "`OTEL_RESOURCE_ATTRIBUTES`: pair 2 is not percent-encoded UTF-8; the whole variable is ignored"
    );
    let settings = read(&[("OTEL_RESOURCE_ATTRIBUTES", "a=1,b=%C3%A4")]);
    let expected = [("a".to_owned(), "1".to_owned()), ("b".to_owned(), "ä".to_owned())];
    assert_eq!(settings.resource_attributes, expected);
}

// ENV-02
#[test]
fn disabling_takes_the_word_true() {
    assert!(read(&[("OTEL_SDK_DISABLED", "TRUE")]).is_sdk_disabled);
    let settings = read(&[("OTEL_SDK_DISABLED", "1")]);
    assert_eq!((settings.is_sdk_disabled, settings.warnings.len()), (false, 1));
}
