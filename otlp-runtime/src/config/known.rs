//! Every variable of OpenTelemetry that concerns traces, as a table.
//!
//! In: names that are set. Out: one warning for each that has no effect here (ENV-09), so that
//! nobody believes it took effect.
//! Never here: the reading of values; variables of metrics and logs, which programs set for other SDKs.

use super::env::Env;

/// Whether a variable has an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Support {
    Supported,
    /// Known to OpenTelemetry but not to us; why, and what to do instead.
    Unsupported(&'static str),
}

use Support::{Supported, Unsupported};

/// The variables, in the specification's order.
#[rustfmt::skip]
pub(super) const KNOWN: &[(&str, Support)] = &[
    // General
    ("OTEL_SDK_DISABLED", Supported),
    ("OTEL_SERVICE_NAME", Supported),
    ("OTEL_RESOURCE_ATTRIBUTES", Supported),
    ("OTEL_ENTITIES", Unsupported("entities are in development; use OTEL_RESOURCE_ATTRIBUTES")),
    ("OTEL_LOG_LEVEL", Unsupported("warnings always go to standard error, other messages do not exist")),
    ("OTEL_PROPAGATORS", Supported),
    ("OTEL_TRACES_SAMPLER", Supported),
    ("OTEL_TRACES_SAMPLER_ARG", Supported),
    ("OTEL_SEMCONV_STABILITY_OPT_IN", Unsupported("attribute keys are chosen when the program is compiled")),
    // Batches
    ("OTEL_BSP_SCHEDULE_DELAY", Supported),
    ("OTEL_BSP_EXPORT_TIMEOUT", Supported),
    ("OTEL_BSP_MAX_QUEUE_SIZE", Unsupported("the queue is bounded in bytes, not in spans")),
    ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", Supported),
    // Limits
    ("OTEL_ATTRIBUTE_COUNT_LIMIT", Supported),
    ("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", Supported),
    ("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", Supported),
    ("OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", Supported),
    ("OTEL_SPAN_EVENT_COUNT_LIMIT", Supported),
    ("OTEL_SPAN_LINK_COUNT_LIMIT", Supported),
    ("OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT", Supported),
    ("OTEL_LINK_ATTRIBUTE_COUNT_LIMIT", Supported),
    // Exporters
    ("OTEL_TRACES_EXPORTER", Supported),
    ("OTEL_EXPORTER_OTLP_ENDPOINT", Supported),
    ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", Supported),
    ("OTEL_EXPORTER_OTLP_PROTOCOL", Supported),
    ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", Supported),
    ("OTEL_EXPORTER_OTLP_HEADERS", Supported),
    ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", Supported),
    ("OTEL_EXPORTER_OTLP_TIMEOUT", Supported),
    ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", Supported),
    ("OTEL_EXPORTER_OTLP_COMPRESSION", Supported),
    ("OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", Supported),
    ("OTEL_EXPORTER_OTLP_CERTIFICATE", Supported),
    ("OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE", Supported),
    ("OTEL_EXPORTER_OTLP_CLIENT_KEY", Supported),
    ("OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY", Supported),
    ("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", Supported),
    ("OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE", Supported),
    ("OTEL_EXPORTER_OTLP_INSECURE", Supported),
    ("OTEL_EXPORTER_OTLP_TRACES_INSECURE", Supported),
    ("OTEL_EXPORTER_OTLP_SPAN_INSECURE", Unsupported("its name is obsolete; use OTEL_EXPORTER_OTLP_TRACES_INSECURE")),
    ("OTEL_EXPORTER_ZIPKIN_ENDPOINT", Unsupported("Zipkin is deprecated; send OTLP to a collector")),
    ("OTEL_EXPORTER_ZIPKIN_TIMEOUT", Unsupported("Zipkin is deprecated; send OTLP to a collector")),
    // Files
    ("OTEL_CONFIG_FILE", Unsupported("files are not read; the other variables stay in force")),
    ("OTEL_EXPERIMENTAL_CONFIG_FILE", Unsupported("files are not read; the other variables stay in force")),
];

/// Warns of each variable that is set and has no effect.
pub(super) fn check_unsupported(env: &mut Env<'_>) {
    for (name, support) in KNOWN {
        if let Unsupported(reason) = support
            && env.text(name).is_some()
        {
            env.warn(format!("`{name}` has no effect: {reason}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // ENV-09
    #[test]
    fn each_unsupported_variable_is_announced_once_by_name() {
        let source = |_: &str| Some("1".to_owned());
        let mut env = Env::new(&source);
        check_unsupported(&mut env);
        let warnings = env.into_warnings();
        let unsupported: Vec<_> = KNOWN
            .iter()
            .filter(|(_, support)| *support != Supported)
            .map(|(name, _)| format!("`{name}` "))
            .collect();
        assert_eq!(unsupported.len(), 9);
        assert_eq!(warnings.len(), 9);
        for (warning, name) in warnings.iter().zip(unsupported) {
            assert!(warning.to_string().starts_with(&name), "{warning}");
        }
    }

    #[test]
    fn unset_variables_are_not_announced() {
        let source = |_: &str| None;
        let mut env = Env::new(&source);
        check_unsupported(&mut env);
        assert!(env.into_warnings().is_empty());
    }

    #[test]
    fn no_name_is_listed_twice() {
        let mut names: Vec<_> = KNOWN.iter().map(|(name, _)| name).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), KNOWN.len());
    }
}
