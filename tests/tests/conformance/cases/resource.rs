//! Who makes the spans.

use opentelemetry_proto::tonic::common::v1::KeyValue;

use crate::kit::{HTTP, Outcome, Verdict, Who, check, fails, text};
use crate::table::How::{Case, Design, Test};
use crate::table::Level::Must;
use crate::table::{Row, row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    row("RES-01", Must, "of two resources the updating one wins; schema URLs that differ leave none", Test("schema_urls_merge_by_the_table")),
    row("RES-02", Must, "`service.name` and `telemetry.sdk.*` are there; `OTEL_SERVICE_NAME` wins over `OTEL_RESOURCE_ATTRIBUTES`", Case(defaults)),
    row("RES-03", Must, "values are percent-decoded; one error voids the whole variable, with a warning", Case(decoding)),
    row("RES-04", Must, "detectors live outside of the core", Design("there is none in the core")),
    row("RES-05", Must, "the resource is fixed once spans can be made", Design("no call changes it")),
];

fn resource(who: Who, variables: &[(&str, &str)]) -> Result<(Vec<KeyValue>, Outcome), crate::kit::Miss> {
    let (received, outcome) = who.export(1, HTTP, variables);
    let request = received.first().map(otlp_tests::Received::decode).unwrap_or_default();
    match request.resource_spans.into_iter().next().and_then(|spans| spans.resource) {
        Some(resource) => Ok((resource.attributes, outcome)),
        None => fails("no resource arrived"),
    }
}

fn defaults(who: Who) -> Verdict {
    let (attributes, _) = resource(who, &[])?;
    let get = |key| text(&attributes, key).unwrap_or_default();
    check(get("service.name").starts_with("unknown_service"), || format!("it is `{}`", get("service.name")))?;
    let is_named = get("service.name").starts_with("unknown_service:conformance");
    check(is_named, || format!("`{}` does not name the executable", get("service.name")))?;
    check(get("telemetry.sdk.language") == "rust", || "no `telemetry.sdk.language`".to_owned())?;
    for key in ["telemetry.sdk.name", "telemetry.sdk.version"] {
        check(!get(key).is_empty(), || format!("no `{key}`"))?;
    }
    for (variables, expected) in [
        (vec![("OTEL_RESOURCE_ATTRIBUTES", "service.name=attributes")], "attributes"),
        (
            vec![("OTEL_RESOURCE_ATTRIBUTES", "service.name=attributes"), ("OTEL_SERVICE_NAME", "variable")],
            "variable",
        ),
    ] {
        let (attributes, _) = resource(who, &variables)?;
        let name = text(&attributes, "service.name").unwrap_or_default();
        check(name == expected, || format!("the service is `{name}`, not `{expected}`"))?;
    }
    Ok(())
}

fn decoding(who: Who) -> Verdict {
    let (attributes, _) = resource(who, &[("OTEL_RESOURCE_ATTRIBUTES", "a=1%2C2,b=%C3%A4")])?;
    let values = ["a", "b"].map(|key| text(&attributes, key).unwrap_or_default());
    check(values == ["1,2", "ä"], || format!("{values:?} is not decoded"))?;
    for broken in ["a=1,b=%zz", "a=1,b"] {
        let (attributes, outcome) = resource(who, &[("OTEL_RESOURCE_ATTRIBUTES", broken)])?;
        check(text(&attributes, "a").is_none(), || format!("`{broken}` was taken in part"))?;
        check(outcome.warns("OTEL_RESOURCE_ATTRIBUTES"), || format!("`{broken}` is no warning"))?;
    }
    Ok(())
}
