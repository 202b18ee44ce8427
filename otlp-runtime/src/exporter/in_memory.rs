//! An exporter that keeps spans, for tests.
//!
//! In: batches. Out: owned copies of their spans.
//! Never here: the batches themselves, which would keep memory from new spans.

use std::sync::{Arc, Mutex};

use super::Exporter;
use crate::attribute::{Attribute, KeyValue};
use crate::batch::{SpanBatch, SpanView};
use crate::callsite::SpanKind;
use crate::context::{SpanContext, SpanId};
use crate::delivery::{Accepted, ExportError};
use crate::status::StatusCode;
use crate::sync::lock;

/// Keeps every span. Clones share what they keep, so one goes into the builder and another
/// stays with the test.
///
/// ```
/// use otlp_runtime::{InMemoryExporter, Span, Telemetry};
///
/// let exporter = InMemoryExporter::default();
/// let telemetry = Telemetry::builder().exporter(exporter.clone()).install()?;
/// Span::builder().name("checkout").start().end();
/// telemetry.shutdown()?;
/// assert_eq!(exporter.spans()[0].name, "checkout");
/// # Ok::<(), otlp_runtime::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct InMemoryExporter {
    spans: Arc<Mutex<Vec<SpanData>>>,
}

impl InMemoryExporter {
    /// Returns copies of the spans exported so far, in the order they were.
    pub fn spans(&self) -> Vec<SpanData> {
        lock(&self.spans).clone()
    }

    /// Forgets the spans exported so far.
    pub fn clear(&self) {
        lock(&self.spans).clear();
    }
}

impl Exporter for InMemoryExporter {
    async fn export(&mut self, batch: SpanBatch) -> Result<Accepted, ExportError> {
        lock(&self.spans).extend(batch.iter().map(|span| SpanData::from(&span)));
        Ok(Accepted::default())
    }
}

/// An ended span, owned.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SpanData {
    /// What identifies the span.
    pub context: SpanContext,
    /// The parent's id; invalid for a root.
    pub parent_span_id: SpanId,
    /// Whether the parent is in another process.
    pub parent_is_remote: bool,
    /// The name.
    pub name: String,
    /// The kind.
    pub kind: SpanKind,
    /// The name of the library that made the span.
    pub scope: &'static str,
    /// The start in nanoseconds since 1970.
    pub start_unix_nanos: u64,
    /// The end in nanoseconds since 1970.
    pub end_unix_nanos: u64,
    /// The attributes, with unique keys.
    pub attributes: Vec<KeyValue>,
    /// The events: name, time in nanoseconds since 1970, attributes.
    pub events: Vec<(String, u64, Vec<KeyValue>)>,
    /// The links: target, attributes.
    pub links: Vec<(SpanContext, Vec<KeyValue>)>,
    /// The status code.
    pub status: StatusCode,
    /// The status message; empty unless the status is `Error`.
    pub status_message: String,
}

impl SpanData {
    /// Returns the value of an attribute.
    pub fn attribute(&self, key: &str) -> Option<&crate::attribute::Value> {
        self.attributes.iter().find(|attribute| attribute.key == key).map(|attribute| &attribute.value)
    }
}

impl From<&SpanView<'_>> for SpanData {
    fn from(span: &SpanView<'_>) -> Self {
        let status = span.status();
        Self {
            context: span.context(),
            parent_span_id: span.parent_span_id(),
            parent_is_remote: span.parent_is_remote(),
            name: span.name().to_owned(),
            kind: span.kind(),
            scope: span.scope().name(),
            start_unix_nanos: span.start_unix_nanos(),
            end_unix_nanos: span.end_unix_nanos(),
            attributes: copied(span.attributes()),
            events: span
                .events()
                .map(|event| (event.name().to_owned(), event.time_unix_nanos(), copied(event.attributes())))
                .collect(),
            links: span.links().map(|link| (link.context(), copied(link.attributes()))).collect(),
            status: status.code,
            status_message: status.message.to_owned(),
        }
    }
}

fn copied<'a>(attributes: impl Iterator<Item = Attribute<'a>>) -> Vec<KeyValue> {
    attributes.map(|attribute| KeyValue::new(attribute.key.to_owned(), attribute.value.to_value())).collect()
}
