//! What `tracing` prints carries our ids.

use std::fmt;
use std::io::Write;
use std::sync::{Arc, Mutex};

use otlp_runtime::{Span, TracingLayer, inline};
use otlp_tests::Session;
use tracing::{Event, Subscriber, info, info_span};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::registry::LookupSpan;

/// A line that begins with the ids of the current span.
struct WithIds;

impl<S: Subscriber + for<'a> LookupSpan<'a>, N: for<'a> FormatFields<'a> + 'static> FormatEvent<S, N>
    for WithIds
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let current = Span::current().context();
        write!(writer, "{} {} ", current.trace_id(), current.span_id())?;
        context.field_format().format_fields(writer.by_ref(), event)?;
        writeln!(writer)
    }
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn formatters_read_the_ids_of_the_innermost_span() {
    let lines = Lines::default();
    let session = Session::start();
    let writer = {
        let lines = lines.clone();
        move || lines.clone()
    };
    let printed = tracing_subscriber::fmt::layer().event_format(WithIds).with_writer(writer);
    let subscriber = tracing_subscriber::registry().with(TracingLayer::new()).with(printed);
    tracing::subscriber::with_default(subscriber, || {
        let _ours = inline::span!("ours");
        info!("in ours");
        info_span!("theirs").in_scope(|| info!("in theirs"));
    });
    let (ours, theirs) = (session.span("ours").context, session.span("theirs").context);
    let expected = format!(
        "{} {} in ours\n{} {} in theirs\n",
        ours.trace_id(),
        ours.span_id(),
        ours.trace_id(),
        theirs.span_id()
    );
    assert_eq!(String::from_utf8(lines.0.lock().unwrap().clone()).unwrap(), expected);
}
