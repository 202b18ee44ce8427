//! Starting, recording and ending of spans.

use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::trace::v1::Span;
use otlp_tests::{Answer, Collector};

use crate::kit::{HTTP, Outcome, Verdict, Who, all_spans, check, fails, find, ledger, text};
use crate::subject::IMPOSSIBLE;
use crate::table::How::{Case, Missing, NotApplicable};
use crate::table::Level::{Development, Must, Should};
use crate::table::{Row, row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    row("SDK-01", Must, "a span that is not sampled, too, has a fresh span id, and its parent's trace id", Case(ids)),
    row("SDK-02", Must, "what is recorded and not sampled does not reach exporters", Case(record_only)),
    row("SDK-03", Must, "a sampler of one's own sees parent, trace id and name; its attributes and trace state are taken", Case(own_sampler)),
    row("SDK-04", Must, "counts of dropped attributes, events and links are exported", Case(dropped_counts)),
    row("SDK-05", Must, "keys of attributes are unique; the last value wins", Case(unique_keys)),
    row("SDK-06", Must, "keys are case-sensitive; zero, an empty text and an empty list are kept", Case(odd_values)),
    row("SDK-07", Must, "ending a span waits for nobody, and an ended span can be a parent", Case(ended)),
    row("SDK-08", Development, "`OnEnding` may still write", NotApplicable("in development")),
    row("SDK-09", Must, "processors are called on the thread of the span, in their order", Case(own_processors)),
    row("SDK-10", Must, "`Enabled` is false when nothing would be recorded", NotApplicable("there are no tracers: a place in the source is one")),
    row("SDK-11", Must, "a tracer's configuration can change", NotApplicable("there are no tracers: a place in the source is one")),
    row("SDK-12", Must, "there can be several processors, also of one's own, and exporters of one's own", Case(own_processors)),
    row("SDK-13", Must, "all of it can be called from any thread", Case(threads)),
    row("SDK-14", Must, "an exporter that panics costs its batch, and nothing else", Case(panicking_exporter)),
    row("SDK-15", Should, "it reports on itself in metrics `otel.sdk.*`", Missing),
];

fn ids(who: Who) -> Verdict {
    let (_, outcome) = who.spans("parents", 0, &[("OTEL_TRACES_SAMPLER", "always_off")]);
    let trace_id = "0af7651916cd43dd8448eb211c80319c";
    for key in ["remote sampled", "local sampled"] {
        let said = outcome.said(key);
        let parts: Vec<_> = said.split(' ').collect();
        let [trace, span, sampled, ..] = parts[..] else { return fails(format!("`{key}`: `{said}`")) };
        check(sampled == "sampled=false", || format!("below `{key}`, it is sampled"))?;
        check(trace == trace_id, || format!("below `{key}`, the trace id is {trace}"))?;
        let is_fresh = span != "0000000000000007" && span != "0000000000000000";
        check(is_fresh, || format!("below `{key}`, the span id is {span}, the parent's"))?;
    }
    Ok(())
}

fn record_only(who: Who) -> Verdict {
    let (spans, outcome) = who.spans("record only", 10, &[]);
    if outcome.said("start").contains(IMPOSSIBLE) {
        return fails("no sampler decides so");
    }
    not_sampled(&outcome, &spans)
}

/// Ten spans that are recorded and not sampled.
pub(crate) fn not_sampled(outcome: &Outcome, spans: &[Span]) -> Verdict {
    let said = outcome.all("span");
    let is_recorded =
        said.len() == 10 && said.iter().all(|span| span.ends_with("sampled=false recording=true"));
    check(is_recorded, || format!("{said:?}"))?;
    check(spans.is_empty(), || format!("{} of 10 were exported", spans.len()))
}

fn own_sampler(who: Who) -> Verdict {
    let (spans, outcome) = who.spans("own sampler", 0, &[]);
    if outcome.said("start").contains(IMPOSSIBLE) {
        return fails("there is none");
    }
    let said = outcome.said("sampler");
    let is_right = said == "spied on 00000000000000000000000000000abc has_parent=true";
    check(is_right, || format!("it saw `{said}`"))?;
    let span = find(&spans, "spied on")?;
    check(text(&span.attributes, "from.sampler").is_some(), || "its attribute is lost".to_owned())?;
    check(span.trace_state == "spy=1", || format!("the trace state is `{}`", span.trace_state))
}

fn own_processors(who: Who) -> Verdict {
    let (spans, outcome) = who.spans("own processors", 0, &[]);
    if outcome.said("start").contains(IMPOSSIBLE) {
        return fails("there are none");
    }
    let thread = outcome.said("thread");
    let expected = ["1 start", "2 start", "1 end", "2 end"].map(|call| format!("{call} {thread}"));
    let calls = outcome.all("processor");
    check(calls == expected, || format!("{calls:?}"))?;
    find(&spans, "spied on").map(drop)
}

fn dropped_counts(who: Who) -> Verdict {
    let (spans, _) = who.spans(
        "full",
        5,
        &[
            ("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "4"),
            ("OTEL_SPAN_EVENT_COUNT_LIMIT", "3"),
            ("OTEL_SPAN_LINK_COUNT_LIMIT", "2"),
        ],
    );
    let span = find(&spans, "full")?;
    let counts = [span.dropped_attributes_count, span.dropped_events_count, span.dropped_links_count];
    check(counts == [1, 2, 3], || format!("{counts:?}, not 1, 2 and 3"))
}

fn unique_keys(who: Who) -> Verdict {
    let (spans, _) = who.spans("keys", 0, &[]);
    let attributes = &find(&spans, "keys")?.attributes;
    let values: Vec<_> = attributes.iter().filter(|attribute| attribute.key == "twice").collect();
    check(values.len() == 1, || format!("a key that was set twice is there {} times", values.len()))?;
    check(text(attributes, "twice").as_deref() == Some("last"), || "the first value won".to_owned())
}

fn odd_values(who: Who) -> Verdict {
    let (spans, _) = who.spans("keys", 0, &[]);
    let attributes = &find(&spans, "keys")?.attributes;
    let value = |key: &str| {
        let attribute = attributes.iter().find(|attribute| attribute.key == key)?;
        attribute.value.as_ref()?.value.clone()
    };
    let is_cased =
        value("Case.Kept") == Some(Value::IntValue(1)) && value("case.kept") == Some(Value::IntValue(0));
    check(is_cased, || "case or zero is lost".to_owned())?;
    check(value("empty.text") == Some(Value::StringValue(String::new())), || {
        "an empty text is lost".to_owned()
    })?;
    let is_list = matches!(value("empty.list"), Some(Value::ArrayValue(list)) if list.values.is_empty());
    check(is_list, || "an empty list is lost".to_owned())
}

fn ended(who: Who) -> Verdict {
    let (spans, _) = who.spans("family", 0, &[]);
    let (parent, child) = (find(&spans, "parent")?, find(&spans, "child")?);
    let is_family = child.parent_span_id == parent.span_id && child.trace_id == parent.trace_id;
    check(is_family, || "the child has another parent".to_owned())?;
    let collector = Collector::start();
    collector.otherwise(|_| Answer::hang());
    let outcome = who.run("flood", 5000, &collector, HTTP, &[]);
    check(outcome.said("alive") == "yes", || "ending spans waits for the collector".to_owned())
}

fn threads(who: Who) -> Verdict {
    let collector = Collector::start();
    let outcome = who.run("threads", 8, &collector, HTTP, &[]);
    let ledger = ledger(&collector);
    let missing = ledger.missing(0..400);
    check(missing.is_empty(), || format!("{} of 400 spans are missing", missing.len()))?;
    check(ledger.duplicates().is_empty(), || "spans arrived twice".to_owned())?;
    check(outcome.all("each") == ["ok"; 8], || format!("flushes: {:?}", outcome.all("each")))?;
    check(all_spans(&collector).len() == 400, || "there are more spans than were made".to_owned())
}

fn panicking_exporter(who: Who) -> Verdict {
    let (_, outcome) = who.spans("panicking exporter", 0, &[]);
    check(outcome.said("alive") == "yes", || "the program ended".to_owned())?;
    check(outcome.said("exported") == "1", || "nothing was exported after the panic".to_owned())
}
