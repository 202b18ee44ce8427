//! Fields as attributes, and those that say more.

use std::fmt;

use otlp_runtime::{SpanKind, StatusCode, Value, inline};
use tracing::field::Empty;
use tracing::{info, info_span};

use super::{bridged, tree};

#[test]
fn fields_become_attributes_of_their_type() {
    let session = bridged(|| {
        let error = std::io::Error::other("broken");
        let error: &(dyn std::error::Error + 'static) = &error;
        let span = info_span!(
            "typed",
            shop.int = -3,
            large = u64::MAX,
            double = 0.5,
            yes = true,
            text = "said",
            debug = ?[1, 2],
            display = %"shown",
            error,
            r#type = "keyword",
            nothing = Empty,
            late = Empty,
        );
        span.record("late", 7);
        span.record("late", 8);
        span.record("undeclared", 9);
    });
    let span = session.span("typed");
    let expected: [(&str, Value); 10] = [
        ("shop.int", (-3).into()),
        ("large", u64::MAX.to_string().into()),
        ("double", 0.5.into()),
        ("yes", true.into()),
        ("text", "said".into()),
        ("debug", "[1, 2]".into()),
        ("display", "shown".into()),
        ("error", "broken".into()),
        ("type", "keyword".into()),
        ("late", 8.into()),
    ];
    for (key, value) in &expected {
        assert_eq!(span.attribute(key), Some(value), "{key}");
    }
    assert_eq!(span.attribute("code.file.path"), Some(&Value::from(file!())));
    assert!(matches!(span.attribute("code.line.number"), Some(Value::Int(1..))));
    assert_eq!(span.attributes.len(), expected.len() + 2);
}

#[test]
fn otel_fields_set_name_kind_and_status() {
    for (code, message, status) in [
        ("OK", None, (StatusCode::Ok, "")),
        ("error", Some("no room"), (StatusCode::Error, "no room")),
        ("unset", None, (StatusCode::Unset, "")),
    ] {
        let session = bridged(|| {
            let span = info_span!(
                "plain",
                otel.name = "GET /cart",
                otel.kind = "server",
                otel.status_code = code,
                otel.status_message = message,
            );
            span.in_scope(|| {});
        });
        let span = session.span("GET /cart");
        assert_eq!(
            (span.kind, span.status, &*span.status_message),
            (SpanKind::Server, status.0, status.1),
            "{code}"
        );
        assert!(span.attributes.iter().all(|attribute| attribute.key.starts_with("code.")));
    }
}

#[test]
fn otel_fields_may_come_late_and_in_any_order() {
    let session = bridged(|| {
        let span = info_span!(
            "plain",
            otel.name = Empty,
            otel.kind = Empty,
            otel.status_code = Empty,
            otel.status_message = Empty
        );
        span.record("otel.status_message", "no room");
        span.record("otel.status_code", "ERROR");
        span.record("otel.kind", "Client");
        span.record("otel.name", "SELECT cart");
        info_span!("odd", otel.kind = "rpc", otel.status_code = "bad").in_scope(|| {});
    });
    let span = session.span("SELECT cart");
    assert_eq!(
        (span.kind, span.status, &*span.status_message),
        (SpanKind::Client, StatusCode::Error, "no room")
    );
    // What is no kind, and no code, is kept as it was said.
    let odd = session.span("odd");
    assert_eq!((odd.kind, odd.status), (SpanKind::Internal, StatusCode::Unset));
    assert_eq!(odd.attribute("otel.kind"), Some(&Value::from("rpc")));
    assert_eq!(odd.attribute("otel.status_code"), Some(&Value::from("bad")));
}

/// Does in `Debug` whatever a user may do there.
struct Busy;

impl fmt::Debug for Busy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        info!("from debug");
        tracing::Span::current().record("count", 1);
        info_span!("from debug", count = 2).in_scope(|| info!("inside"));
        drop(inline::span!("ours from debug"));
        f.write_str("busy")
    }
}

// R22
#[test]
fn debug_that_traces_itself_neither_deadlocks_nor_gets_lost() {
    let session = bridged(|| {
        let span = info_span!("outer", count = Empty, late = Empty);
        span.in_scope(|| {
            span.record("late", tracing::field::debug(Busy));
            info!(busy = ?Busy, "event");
            info_span!("inner", busy = ?Busy).in_scope(|| {});
        });
    });
    let outer = session.span("outer");
    assert_eq!(outer.attribute("count"), Some(&Value::from(1)));
    assert_eq!(outer.attribute("late"), Some(&Value::from("busy")));
    assert_eq!(session.span("inner").attribute("busy"), Some(&Value::from("busy")));
    let count = |name| tree(&session).lines().filter(|line| line.trim_start().starts_with(name)).count();
    // `tracing` itself drops what is traced while it tells its layers of a new span or an event.
    assert_eq!((count("from debug"), count("ours from debug"), count("· from debug")), (1, 3, 1));
}

// R4
#[test]
fn span_that_panics_is_an_error() {
    let session = bridged(|| {
        let unwound = std::panic::catch_unwind(|| info_span!("bad").in_scope(|| panic!("by intent")));
        assert!(unwound.is_err());
        info_span!("good").in_scope(|| {});
    });
    assert_eq!(
        (session.span("bad").status, session.span("good").status),
        (StatusCode::Error, StatusCode::Unset)
    );
    assert_eq!(session.span("bad").attribute("error.type"), Some(&Value::from("panic")));
}

// R22
#[test]
fn value_that_panics_is_replaced_by_a_remark() {
    struct Breaks;
    impl fmt::Debug for Breaks {
        fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
            std::panic::resume_unwind(Box::new("by intent"));
        }
    }
    let session = bridged(|| {
        let span = info_span!("a", early = ?Breaks, late = Empty);
        span.record("late", tracing::field::debug(Breaks));
        span.in_scope(|| tracing::info!(inner = ?Breaks, "text {:?}", Breaks));
    });
    let span = session.span("a");
    let remark = Some(&Value::from("[panicked]"));
    assert_eq!((span.attribute("early"), span.attribute("late")), (remark, remark));
    assert_eq!(span.events[0].0, "[panicked]");
    assert!(span.events[0].2.iter().any(|field| field.key == "inner" && Some(&field.value) == remark));
}

// R26
#[test]
fn value_without_an_end_is_formatted_no_further_than_a_span_has_room() {
    struct Endless;
    impl fmt::Debug for Endless {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            loop {
                f.write_str("and so on, ")?;
            }
        }
    }
    let session = bridged(|| info_span!("a", endless = ?Endless, after = 1).in_scope(|| {}));
    assert_eq!(session.span("a").attribute("after"), Some(&Value::from(1)));
}
