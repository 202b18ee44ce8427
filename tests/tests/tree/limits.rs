//! Limits of spans: what is beyond them is dropped, the rest stays.

use otlp_runtime::{Limits, Span, Value, event, inline, record, span};
use otlp_tests::Session;

#[span(kind = client, "a" = "constant", "b" = 2, "c" = 3)]
fn three_constants() {
    record!("a" = "recorded", "d" = 4);
}

// SDK-05
#[test]
fn last_value_of_a_key_wins_and_constants_are_no_exception() {
    let session = Session::start();
    three_constants();
    {
        let _span = inline::span!("loop");
        for step in 0..1000 {
            record!("acme.step" = step, "acme.other" = "x");
        }
    }
    assert_eq!(session.tree(), "three_constants b=2 c=3 a=recorded d=4\nloop acme.step=999 acme.other=x\n");
}

// LIM-01
#[test]
fn attribute_beyond_the_count_is_dropped_but_known_keys_take_new_values() {
    let limits = Limits { attributes_per_span: 2, ..Limits::default() };
    let session = Session::with(|builder| builder.limits(limits));
    three_constants();
    {
        let _span = inline::span!("two", "x" = 1);
        record!("y" = 1, "z" = 1, "x" = 2);
    }
    assert_eq!(session.tree(), "three_constants b=2 a=recorded\ntwo y=1 x=2\n");
}

// LIM-02
#[test]
fn text_is_cut_in_characters_also_in_lists_and_constants() {
    let limits = Limits { attribute_value_chars: Some(3), ..Limits::default() };
    let session = Session::with(|builder| builder.limits(limits));
    three_constants();
    {
        let _span = inline::span!("cut", "text" = "aßc" .to_owned() + "d", "list" = ["12345", "1"], "shown" = ?"abcdef", "number" = 12345);
    }
    let cut = session.span("cut");
    assert_eq!(cut.attribute("text"), Some(&Value::from("aßc")));
    assert_eq!(cut.attribute("list"), Some(&Value::from(vec!["123", "1"])));
    assert_eq!(cut.attribute("shown"), Some(&Value::from("\"ab")));
    assert_eq!(cut.attribute("number"), Some(&Value::from(12345)));
    assert_eq!(session.span("three_constants").attribute("a"), Some(&Value::from("rec")));
}

// LIM-06
#[test]
fn events_and_links_beyond_the_count_are_dropped() {
    let limits =
        Limits { events_per_span: 1, links_per_span: 1, attributes_per_event: 1, ..Limits::default() };
    let session = Session::with(|builder| builder.limits(limits));
    let target = Span::builder().name("target").start();
    {
        let _span = inline::span!("full", links = [target.context(), target.context()]);
        event!("first", "a" = 1, "b" = 2);
        event!("second");
    }
    target.end();
    let full = session.span("full");
    assert_eq!((full.events.len(), full.links.len()), (1, 1));
    assert_eq!(full.events[0].2.len(), 1);
}

// SDK-06
#[test]
fn empty_key_is_dropped_and_empty_values_are_kept() {
    let session = Session::start();
    let mut span = Span::builder().name("empty").attribute("", 1).attribute("text", "").start();
    span.record("", "x");
    span.record("list", Vec::<i64>::new());
    span.record("zero", 0);
    span.end();
    let span = session.span("empty");
    assert_eq!(span.attributes.len(), 3);
    assert_eq!(span.attribute("list"), Some(&Value::Array(vec![])));
}

// LIM-02
#[test]
fn text_inside_an_owned_list_is_cut_too() {
    let limits = Limits { attribute_value_chars: Some(3), ..Limits::default() };
    let session = Session::with(|builder| builder.limits(limits));
    Span::builder().name("cut").attribute("list", vec!["abcdef"]).start().end();
    assert_eq!(session.span("cut").attribute("list"), Some(&Value::from(vec!["abc"])));
}

// LIM-08
#[test]
fn renaming_replaces_the_name() {
    let session = Session::with(|builder| builder.max_memory_bytes(1 << 20));
    {
        let _span = inline::span!("first");
        for step in 0..20_000 {
            Span::current().set_name(&format!("{step:0100}"));
        }
        Span::current().set_name("last");
    }
    assert_eq!(session.tree(), "last\n");
}
