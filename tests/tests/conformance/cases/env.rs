//! How variables are read, whatever they are for.

use std::time::Duration;

use otlp_tests::{Answer, Collector};

use crate::kit::{HTTP, Verdict, Who, all_spans, at_first, check, text};
use crate::table::How::{Case, Test};
use crate::table::Level::{Must, Own};
use crate::table::{Row, row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    row("ENV-01", Must, "a variable that is empty counts as unset", Case(empty)),
    row("ENV-02", Must, "`true` in any case is true, all else is false, with a warning", Case(booleans)),
    row("ENV-03", Must, "a number that cannot be read is a warning, and counts as unset", Case(numbers)),
    row("ENV-04", Must, "an unknown choice is a warning, and counts as unset; case does not matter", Case(choices)),
    row("ENV-05", Must, "durations are milliseconds, and a timeout of 0 is none", Case(durations)),
    row("ENV-06", Must, "`OTEL_PROPAGATORS` runs each propagator once", Test("environment_chooses_propagators")),
    row("ENV-07", Must, "a sampler's argument that cannot be used is a warning, and counts as unset", Case(sampler_argument)),
    row("ENV-08", Must, "with `OTEL_CONFIG_FILE`, other variables are ignored", Case(config_file)),
    row("ENV-09", Own, "a known variable without effect is announced", Case(without_effect)),
];

fn empty(who: Who) -> Verdict {
    let names = [
        "OTEL_SDK_DISABLED",
        "OTEL_SERVICE_NAME",
        "OTEL_RESOURCE_ATTRIBUTES",
        "OTEL_TRACES_SAMPLER",
        "OTEL_TRACES_SAMPLER_ARG",
        "OTEL_TRACES_EXPORTER",
        "OTEL_BSP_SCHEDULE_DELAY",
        "OTEL_BSP_MAX_QUEUE_SIZE",
        "OTEL_BSP_MAX_EXPORT_BATCH_SIZE",
        "OTEL_BSP_EXPORT_TIMEOUT",
        "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT",
        "OTEL_SPAN_EVENT_COUNT_LIMIT",
        "OTEL_SPAN_LINK_COUNT_LIMIT",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
        "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL",
        "OTEL_EXPORTER_OTLP_HEADERS",
        "OTEL_EXPORTER_OTLP_TIMEOUT",
        "OTEL_EXPORTER_OTLP_COMPRESSION",
        "OTEL_EXPORTER_OTLP_CERTIFICATE",
        "OTEL_EXPORTER_OTLP_INSECURE",
    ];
    let (received, _) = who.export(3, HTTP, &names.map(|name| (name, "")));
    let resource = received.first().map(|request| request.decode().resource_spans).unwrap_or_default();
    let attributes = resource.into_iter().next().and_then(|resource| resource.resource).unwrap_or_default();
    let service = text(&attributes.attributes, "service.name").unwrap_or_default();
    check(received.len() == 1 && received[0].path == "/v1/traces", || "the spans did not arrive".to_owned())?;
    check(service.starts_with("unknown_service"), || format!("the service is `{service}`"))
}

/// Returns how many of three spans arrived, and whether a line on standard error has `warning` in it.
fn exported(who: Who, variables: &[(&str, &str)], warning: &str) -> (usize, bool) {
    let collector = Collector::start();
    let outcome = who.run("spans", 3, &collector, HTTP, variables);
    (all_spans(&collector).len(), outcome.warns(warning))
}

fn booleans(who: Who) -> Verdict {
    for (value, expected) in
        [("true", (0, false)), ("TRUE", (0, false)), ("false", (3, false)), ("1", (3, true))]
    {
        let got = exported(who, &[("OTEL_SDK_DISABLED", value)], "OTEL_SDK_DISABLED");
        check(got.0 == expected.0, || format!("`OTEL_SDK_DISABLED={value}`: {} of 3 spans", got.0))?;
        check(got.1 == expected.1, || format!("`OTEL_SDK_DISABLED={value}`: a warning: {}", got.1))?;
    }
    Ok(())
}

fn numbers(who: Who) -> Verdict {
    for (name, value) in [
        ("OTEL_BSP_SCHEDULE_DELAY", "5s"),
        ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "many"),
        ("OTEL_EXPORTER_OTLP_TIMEOUT", "-1"),
        ("OTEL_SPAN_EVENT_COUNT_LIMIT", "1.5"),
    ] {
        let (count, warns) = exported(who, &[(name, value)], name);
        check(count == 3, || format!("`{name}={value}`: {count} of 3 spans"))?;
        check(warns, || format!("`{name}={value}`: no warning"))?;
    }
    Ok(())
}

fn choices(who: Who) -> Verdict {
    for (name, value) in [
        ("OTEL_TRACES_SAMPLER", "sometimes"),
        ("OTEL_EXPORTER_OTLP_COMPRESSION", "lzma"),
        ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "thrift"),
    ] {
        let (count, warns) = exported(who, &[(name, value)], name);
        check(count == 3, || format!("`{name}={value}`: {count} of 3 spans"))?;
        check(warns, || format!("`{name}={value}`: no warning"))?;
    }
    // The rest of the row is a should.
    let (count, _) = exported(who, &[("OTEL_TRACES_SAMPLER", "ALWAYS_OFF")], "");
    check(count == 0, || "`OTEL_TRACES_SAMPLER=ALWAYS_OFF` is not known".to_owned())
}

fn durations(who: Who) -> Verdict {
    let collector = Collector::start();
    at_first(&collector, |_| Answer::ok().delay(Duration::from_millis(700)));
    let no_limit = [("OTEL_EXPORTER_OTLP_TIMEOUT", "0")];
    let outcome = who.run("flush only", 1, &collector, HTTP, &no_limit);
    let flush = outcome.said("flush");
    check(flush == "ok", || format!("with a timeout of 0, an answer after 700 ms is `{flush}`"))
}

fn sampler_argument(who: Who) -> Verdict {
    for value in ["2", "half"] {
        let variables = [("OTEL_TRACES_SAMPLER", "traceidratio"), ("OTEL_TRACES_SAMPLER_ARG", value)];
        let (count, warns) = exported(who, &variables, "SAMPLER_ARG");
        check(count == 3, || format!("`{value}`: {count} of 3 spans"))?;
        check(warns, || format!("`{value}`: no warning"))?;
    }
    Ok(())
}

fn config_file(who: Who) -> Verdict {
    let variables = [("OTEL_CONFIG_FILE", "/missing.yaml"), ("OTEL_TRACES_SAMPLER", "always_off")];
    let collector = Collector::start();
    let outcome = who.run("spans", 3, &collector, HTTP, &variables);
    // A file that cannot be read is an error, not a start as if nothing were wrong.
    check(outcome.said("start").starts_with("error"), || "the file is not looked at".to_owned())
}

fn without_effect(who: Who) -> Verdict {
    for name in ["OTEL_LOG_LEVEL", "OTEL_ENTITIES", "OTEL_CONFIG_FILE", "OTEL_EXPORTER_ZIPKIN_ENDPOINT"] {
        let (_, warns) = exported(who, &[(name, "x")], name);
        check(warns, || format!("`{name}` is not announced"))?;
    }
    Ok(())
}
