//! How much a span may hold.

use crate::kit::{HTTP, Verdict, Who, check, fails, find, text};
use crate::table::How::{Case, Test};
use crate::table::Level::{Must, Own, Should};
use crate::table::{Row, row};

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    row("LIM-01", Must, "attributes over the count are dropped and counted", Case(attribute_count)),
    row("LIM-02", Must, "texts are cut to so many characters", Case(value_length)),
    row("LIM-03", Must, "values are cut off below a depth", Test("lists_nested_deeper_than_40_are_replaced_by_an_empty_value")),
    row("LIM-04", Must, "a limit of spans wins over the general one, and that over the default", Case(precedence)),
    row("LIM-05", Must, "at most one line is printed for each span about what was dropped", Case(quiet)),
    row("LIM-06", Should, "events and links are counted, too, and their attributes", Case(events_and_links)),
    row("LIM-07", Should, "resources have no limits", Case(resource)),
    row("LIM-08", Own, "there is a limit in bytes", Test("value_over_a_mebibyte_is_dropped_and_counted_and_the_rest_arrives")),
];

fn attribute_count(who: Who) -> Verdict {
    let (spans, _) = who.spans("full", 3, &[("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "2")]);
    let span = find(&spans, "full")?;
    let counts = (span.attributes.len(), span.dropped_attributes_count);
    check(counts == (2, 1), || format!("{} kept, {} counted as dropped", counts.0, counts.1))
}

fn value_length(who: Who) -> Verdict {
    let (spans, _) = who.spans("full", 1, &[("OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", "4")]);
    let value = text(&find(&spans, "full")?.attributes, "a.0").unwrap_or_default();
    check(value == "äöüß", || format!("`{value}` has more than 4 characters"))
}

fn precedence(who: Who) -> Verdict {
    let (general, of_spans) = ("OTEL_ATTRIBUTE_COUNT_LIMIT", "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT");
    for (variables, expected) in [
        (vec![(general, "1")], 1),
        (vec![(general, "1"), (of_spans, "3")], 3),
        (vec![(general, "4"), (of_spans, "2")], 2),
    ] {
        let (spans, _) = who.spans("full", 5, &variables);
        let count = find(&spans, "full")?.attributes.len();
        check(count == expected, || format!("{variables:?} left {count} attributes"))?;
    }
    Ok(())
}

fn quiet(who: Who) -> Verdict {
    let limits =
        ["OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "OTEL_SPAN_EVENT_COUNT_LIMIT", "OTEL_SPAN_LINK_COUNT_LIMIT"];
    let (_, outcome) = who.spans("full", 6, &limits.map(|name| (name, "1")));
    let lines = outcome.stderr.lines().count();
    check(lines <= 1, || format!("{lines} lines"))
}

fn events_and_links(who: Who) -> Verdict {
    let (spans, _) = who.spans(
        "full",
        4,
        &[
            ("OTEL_SPAN_EVENT_COUNT_LIMIT", "3"),
            ("OTEL_SPAN_LINK_COUNT_LIMIT", "2"),
            ("OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT", "2"),
            ("OTEL_LINK_ATTRIBUTE_COUNT_LIMIT", "1"),
        ],
    );
    let span = find(&spans, "full")?;
    let counts = [span.events.len(), span.links.len()];
    check(counts == [3, 2], || format!("{} events and {} links are left", counts[0], counts[1]))?;
    let (Some(event), Some(link)) = (span.events.first(), span.links.first()) else {
        return fails("none is left");
    };
    let counts = [event.attributes.len(), link.attributes.len()];
    check(counts == [2, 1], || format!("they have {} and {} attributes", counts[0], counts[1]))?;
    let dropped = [event.dropped_attributes_count, link.dropped_attributes_count];
    check(dropped == [2, 3], || format!("{dropped:?} are counted as dropped"))
}

fn resource(who: Who) -> Verdict {
    let more = [
        ("OTEL_ATTRIBUTE_COUNT_LIMIT", "1"),
        ("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "2"),
        ("OTEL_RESOURCE_ATTRIBUTES", "a=12345,b=12345,c=12345"),
    ];
    let (received, _) = who.export(1, HTTP, &more);
    let request = received.first().map(otlp_tests::Received::decode).unwrap_or_default();
    let Some(resource) = request.resource_spans.into_iter().next().and_then(|spans| spans.resource) else {
        return fails("no resource arrived");
    };
    for key in ["a", "b", "c"] {
        let value = text(&resource.attributes, key);
        check(value.as_deref() == Some("12345"), || format!("`{key}` is {value:?}"))?;
    }
    Ok(())
}
