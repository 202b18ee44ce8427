//! Errors, statuses, panics.

use opentelemetry_proto::tonic::trace::v1::Span;
use opentelemetry_proto::tonic::trace::v1::status::StatusCode;

use crate::kit::{Verdict, Who, check, find, not_applicable, text};
use crate::table::How::{Case, NotApplicable};
use crate::table::Level::{May, Own, Should};
use crate::table::{Row, row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    row("EXC-01", Should, "an error that is recorded is an event `exception` with a message, and a type and a stack trace if there are", Case(exception_event)),
    row("EXC-02", Should, "an error sets the status; `Ok` is final, and `Unset` overwrites nothing", Case(statuses)),
    row("EXC-03", May, "span events for exceptions will give way to log records", NotApplicable("a direction, not a rule")),
    row("EXC-04", Own, "a panic that leaves a function is an error of its span", Case(panics)),
];

fn status(span: &Span) -> (StatusCode, String) {
    let status = span.status.clone().unwrap_or_default();
    (status.code(), status.message)
}

fn exception_event(who: Who) -> Verdict {
    let (spans, _) = who.spans("failure", 0, &[]);
    let span = find(&spans, "fails")?;
    let Some(event) = span.events.iter().find(|event| event.name == "exception") else {
        return crate::kit::fails("there is no event");
    };
    let message = text(&event.attributes, "exception.message").unwrap_or_default();
    check(message.contains("no luck"), || "it has no message".to_owned())
}

fn statuses(who: Who) -> Verdict {
    let (spans, _) = who.spans("failure", 0, &[]);
    let got = status(find(&spans, "fails")?);
    check(got == (StatusCode::Error, "no luck".to_owned()), || format!("a failure has {got:?}"))?;
    let (spans, _) = who.spans("statuses", 0, &[]);
    for (name, code) in
        [("ok is final", StatusCode::Ok), ("error stays", StatusCode::Error), ("ok wins", StatusCode::Ok)]
    {
        let got = status(find(&spans, name)?);
        check(got.0 == code, || format!("`{name}`: {got:?}"))?;
    }
    Ok(())
}

fn panics(who: Who) -> Verdict {
    let (spans, outcome) = who.spans("panic", 0, &[]);
    if outcome.said("possible") == "false" {
        return not_applicable("there are no functions with spans");
    }
    let span = find(&spans, "panics")?;
    check(status(span).0 == StatusCode::Error, || format!("{:?}", status(span)))?;
    let kind = text(&span.attributes, "error.type").unwrap_or_default();
    check(kind == "panic", || format!("`error.type` is `{kind}`"))
}
