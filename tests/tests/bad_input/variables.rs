//! Variables with values that cannot be used, or that have no effect.
//!
//! In: one variable at a time. Out: one warning, the default in its place, and the spans exported.
//! Never here: endpoints and headers (`endpoints`).

use super::{exported, nothing_recorded, run, run_with_collector};

// ENV-02, ENV-03, ENV-04, ENV-07, EXP-04, RES-03
#[test]
fn value_that_cannot_be_used_is_one_warning_and_counts_as_unset() {
    let not_a_number =
        |pair: &str| format!("`{pair}` is not a whole number from 0 up; ignored, give digits only");
    let not_supported =
        |pair: &str, known: &str| format!("`{pair}` is not supported; ignored, use one of: {known}");
    let samplers = "always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off, parentbased_traceidratio";
    for (pair, warning) in [
        ("OTEL_BSP_SCHEDULE_DELAY=5s", not_a_number("OTEL_BSP_SCHEDULE_DELAY=5s")),
        ("OTEL_BSP_EXPORT_TIMEOUT=-1", not_a_number("OTEL_BSP_EXPORT_TIMEOUT=-1")),
        ("OTEL_EXPORTER_OTLP_TIMEOUT=1.5", not_a_number("OTEL_EXPORTER_OTLP_TIMEOUT=1.5")),
        ("OTEL_SPAN_EVENT_COUNT_LIMIT=many", not_a_number("OTEL_SPAN_EVENT_COUNT_LIMIT=many")),
        (
            "OTEL_BSP_MAX_EXPORT_BATCH_SIZE=0",
            "`OTEL_BSP_MAX_EXPORT_BATCH_SIZE=0` would export nothing; ignored, give 1 or more".to_owned(),
        ),
        (
            "OTEL_SDK_DISABLED=yes",
            "`OTEL_SDK_DISABLED=yes` is neither true nor false; taken as false".to_owned(),
        ),
        ("OTEL_TRACES_SAMPLER=xray", not_supported("OTEL_TRACES_SAMPLER=xray", samplers)),
        (
            "OTEL_EXPORTER_OTLP_PROTOCOL=http/json",
            not_supported("OTEL_EXPORTER_OTLP_PROTOCOL=http/json", "http/protobuf, grpc"),
        ),
        (
            "OTEL_EXPORTER_OTLP_PROTOCOL=thrift",
            not_supported("OTEL_EXPORTER_OTLP_PROTOCOL=thrift", "http/protobuf, grpc"),
        ),
        (
            "OTEL_EXPORTER_OTLP_COMPRESSION=zstd",
            not_supported("OTEL_EXPORTER_OTLP_COMPRESSION=zstd", "none, gzip"),
        ),
        (
            "OTEL_TRACES_EXPORTER=zipkin",
            "`OTEL_TRACES_EXPORTER`: `zipkin` is not supported; ignored, use one of: otlp, console, none"
                .to_owned(),
        ),
        (
            "OTEL_EXPORTER_OTLP_HEADERS=token",
            "`OTEL_EXPORTER_OTLP_HEADERS`: header 1 has no `=`; ignored, write `name=value`".to_owned(),
        ),
        (
            "OTEL_RESOURCE_ATTRIBUTES=a=1,b",
            "`OTEL_RESOURCE_ATTRIBUTES`: pair 2 has no `=`; the whole variable is ignored".to_owned(),
        ),
    ] {
        let variable = pair.split_once('=').unwrap();
        assert_eq!(run_with_collector(&[variable], 3), exported(&[&warning]), "{pair}");
    }
}

// ENV-07, SAM-03
#[test]
fn ratio_that_cannot_be_used_is_a_warning_and_everything_is_sampled() {
    for (given, shown) in [("2", "2"), ("-0.1", "-0.1"), ("NaN", "NaN"), ("half", "half")] {
        let warning =
            format!("`OTEL_TRACES_SAMPLER_ARG={shown}` is not a number from 0 to 1; ignored, the ratio is 1");
        let variables =
            [("OTEL_TRACES_SAMPLER", "parentbased_traceidratio"), ("OTEL_TRACES_SAMPLER_ARG", given)];
        assert_eq!(run_with_collector(&variables, 3), exported(&[&warning]));
    }
}

// SAM-03
#[test]
fn ratio_that_decides_about_children_is_one_warning() {
    let warning = "the sampler `TraceIdRatioBased{1}` decides about children whatever their parents decided, so traces may \
                   lose spans (OpenTelemetry deprecates this); use `parentbased_traceidratio`, `Sampler::parent_based` or \
                   `Sampler::probability`";
    assert_eq!(run_with_collector(&[("OTEL_TRACES_SAMPLER", "traceidratio")], 3), exported(&[warning]));
    assert_eq!(run_with_collector(&[("OTEL_TRACES_SAMPLER", "parentbased_traceidratio")], 3), exported(&[]));
}

// ENV-09
#[test]
fn known_variable_without_effect_is_one_warning() {
    for (name, warning) in [
        (
            "OTEL_BSP_MAX_QUEUE_SIZE",
            "`OTEL_BSP_MAX_QUEUE_SIZE` has no effect: the queue is bounded in bytes, not in spans",
        ),
        (
            "OTEL_LOG_LEVEL",
            "`OTEL_LOG_LEVEL` has no effect: warnings always go to standard error, other messages do not exist",
        ),
        (
            "OTEL_CONFIG_FILE",
            "`OTEL_CONFIG_FILE` has no effect: files are not read; the other variables stay in force",
        ),
        (
            "OTEL_EXPORTER_ZIPKIN_ENDPOINT",
            "`OTEL_EXPORTER_ZIPKIN_ENDPOINT` has no effect: Zipkin is deprecated; send OTLP to a collector",
        ),
    ] {
        assert_eq!(run_with_collector(&[(name, "1")], 3), exported(&[warning]));
    }
}

// ENV-01
#[test]
fn empty_variables_count_as_unset_and_say_nothing() {
    let empty = [
        "OTEL_SDK_DISABLED",
        "OTEL_TRACES_EXPORTER",
        "OTEL_TRACES_SAMPLER",
        "OTEL_TRACES_SAMPLER_ARG",
        "OTEL_BSP_MAX_QUEUE_SIZE",
        "OTEL_BSP_SCHEDULE_DELAY",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
        "OTEL_EXPORTER_OTLP_HEADERS",
        "OTEL_EXPORTER_OTLP_PROTOCOL",
        "OTEL_EXPORTER_OTLP_CERTIFICATE",
        "OTEL_RESOURCE_ATTRIBUTES",
    ];
    assert_eq!(run_with_collector(&empty.map(|name| (name, "")), 3), exported(&[]));
}

#[test]
fn disabled_sdk_records_nothing_and_looks_at_no_endpoint() {
    let bad = ("OTEL_EXPORTER_OTLP_ENDPOINT", "ftp://collector");
    assert_eq!(run(&[("OTEL_SDK_DISABLED", "TRUE"), bad]), nothing_recorded(&[]));
    assert_eq!(run(&[("OTEL_TRACES_EXPORTER", "none"), bad]), nothing_recorded(&[]));
    let off = [("OTEL_TRACES_SAMPLER", "always_off")];
    assert_eq!(run_with_collector(&off, 0), nothing_recorded(&[]));
}

#[test]
fn console_exporter_prints_the_tree_and_looks_at_no_endpoint() {
    let outcome = run(&[
        ("OTEL_TRACES_EXPORTER", "console"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "ftp://collector"),
        ("OTEL_SERVICE_NAME", "typo"),
    ]);
    assert_eq!(outcome.exit_code, Some(0));
    for part in
        ["worked: 3\n", "shutdown: ok\n", "created 3 live 0 exported 3 rejected 0 dropped {} pending 0\n"]
    {
        assert!(outcome.stdout.contains(part), "{outcome:?}");
    }
    let printed = outcome.stdout + &outcome.stderr;
    for part in
        ["  typo  ", "3 spans", "outer     server", "text=\"0123456789\"", "├─ inner  internal", "step=2"]
    {
        assert!(printed.contains(part), "no {part} in:\n{printed}");
    }
}

// LIM-04
#[test]
fn limits_and_batch_sizes_of_the_environment_take_effect() {
    let limits = [("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "4"), ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "1")];
    let collector = otlp_tests::Collector::start();
    let endpoint = collector.endpoint();
    let mut all = vec![("OTEL_EXPORTER_OTLP_ENDPOINT", &*endpoint)];
    all.extend(limits);
    assert_eq!(run(&all), exported(&[]));
    let received = collector.received();
    assert_eq!(received.iter().map(|request| request.spans().len()).collect::<Vec<_>>(), [1, 1, 1]);
    let outer =
        received.iter().flat_map(otlp_tests::Received::spans).find(|span| span.name == "outer").unwrap();
    let value = outer.attributes[0].value.clone().and_then(|value| value.value).unwrap();
    assert_eq!(
        value,
        opentelemetry_proto::tonic::common::v1::any_value::Value::StringValue("0123".to_owned())
    );
}

#[test]
fn value_that_cannot_be_used_is_one_warning_also_where_the_exporter_is_made_in_code() {
    for (variable, warning) in [
        (
            "OTEL_EXPORTER_OTLP_TIMEOUT",
            "`OTEL_EXPORTER_OTLP_TIMEOUT=soon` is not a whole number from 0 up; ignored, give digits only",
        ),
        (
            "OTEL_BSP_SCHEDULE_DELAY",
            "`OTEL_BSP_SCHEDULE_DELAY=soon` is not a whole number from 0 up; ignored, give digits only",
        ),
    ] {
        let outcome = run_with_collector(&[("EXPORTER_IN_CODE", "1"), (variable, "soon")], 3);
        assert_eq!(outcome, exported(&[warning]));
    }
}
