//! R21 and R22: user code that panics, opens spans or calls telemetry where telemetry calls it.

use std::fmt;
use std::panic::catch_unwind;

use otlp_runtime::{PseudonymKey, Span, SpanAttributes, inline, record, traced};
use otlp_tests::Session;

use super::ledger::run;

#[test]
fn r21_ten_thousand_panics_of_the_exporter_in_a_row_cost_their_batches_alone() {
    let (ended, _) = run(&["place", "exporter-panics"]);
    assert!(ended.code == Some(0) && ended.stdout.ends_with("ok\n"), "{ended:?}");
    assert_eq!(ended.exported(), 1);
    assert_eq!(ended.number("dropped"), 10_000);
}

/// Text that breaks off half-way, in both forms.
struct Breaks;

impl fmt::Display for Breaks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("half of ")?;
        panic!("no text");
    }
}

impl fmt::Debug for Breaks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[traced("acme.shown" = %Breaks, "acme.debug" = ?Breaks, "acme.whole" = %7)]
fn shows() -> u32 {
    record!("acme.late" = ?Some(Breaks));
    1
}

#[traced(err)]
fn fails() -> Result<u32, Breaks> {
    Err(Breaks)
}

#[test]
fn r22_text_that_panics_is_replaced_by_a_remark_and_the_function_goes_on() {
    let session = Session::start();
    assert_eq!(shows(), 1);
    assert!(fails().is_err());
    assert_eq!(
        session.tree(),
        "shows acme.shown=[panicked] acme.debug=[panicked] acme.whole=7 acme.late=[panicked]\n\
         fails error.type=torture::user_code::Breaks ERROR \"[panicked]\"\n"
    );
}

static KEY: std::sync::LazyLock<PseudonymKey> = std::sync::LazyLock::new(|| PseudonymKey::new("k1", [7; 32]));

#[derive(SpanAttributes)]
struct Policies {
    #[attribute("acme.masked", mask(keep_last = 4))]
    masked: Shown,
    #[attribute("acme.truncated", truncate(100))]
    truncated: Shown,
    #[attribute("acme.hashed", hash(KEY))]
    hashed: Shown,
}

/// A value whose only form is text that breaks off.
struct Shown;

impl otlp_runtime::AttributeValue for Shown {
    fn write(&self, writer: &mut otlp_runtime::ValueWriter<'_>) {
        writer.display(&Breaks);
    }
}

#[test]
fn r22_text_that_panics_under_a_policy_leaves_nothing_of_itself() {
    let session = Session::start();
    {
        let _span = inline::span!("policies");
        Span::current().record_all(&Policies { masked: Shown, truncated: Shown, hashed: Shown });
    }
    let tree = session.tree();
    assert!(!tree.contains("half"), "{tree}");
    assert_eq!(tree.matches("[panicked]").count(), 3, "{tree}");
}

/// Text that makes spans, records and reads the current context while it is written.
struct Traces(u32);

impl fmt::Display for Traces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let _span = inline::span!("inside");
        record!("acme.depth" = self.0);
        if self.0 > 0 {
            record!("acme.deeper" = %Self(self.0 - 1));
        }
        write!(f, "text {}", Span::current().is_recording())
    }
}

#[test]
fn r22_text_that_makes_spans_itself_is_recorded() {
    let session = Session::start();
    {
        let _span = inline::span!("outside");
        record!("acme.text" = %Traces(1));
    }
    assert_eq!(
        session.tree(),
        "outside acme.text=text true\n\
         \x20 inside acme.depth=1 acme.deeper=text true\n\
         \x20   inside acme.depth=0\n"
    );
    assert_eq!(session.stats().live, 0);
}

#[test]
fn r22_text_that_panics_while_the_thread_unwinds_does_not_abort() {
    struct RecordsOnDrop;
    impl Drop for RecordsOnDrop {
        fn drop(&mut self) {
            record!("acme.text" = %Breaks);
        }
    }
    let session = Session::start();
    let unwound = catch_unwind(|| {
        let _span = inline::span!("unwound");
        let _records = RecordsOnDrop;
        panic!("on purpose");
    });
    assert!(unwound.is_err());
    assert_eq!(session.tree(), "unwound acme.text=[panicked] error.type=panic ERROR \"panicked\"\n");
}

#[traced("acme.value" = panics())]
fn evaluates() {}

fn panics() -> u32 {
    panic!("on purpose");
}

#[test]
fn r22_expression_that_panics_is_a_panic_of_its_function_and_ends_the_span() {
    let session = Session::start();
    assert!(catch_unwind(evaluates).is_err());
    assert_eq!(session.tree(), "evaluates error.type=panic ERROR \"panicked\"\n");
    let stats = session.stats();
    assert_eq!((stats.created, stats.exported, stats.live), (1, 1, 0));
}
