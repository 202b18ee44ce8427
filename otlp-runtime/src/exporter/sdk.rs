//! Any span exporter of `opentelemetry_sdk` as ours.
//!
//! In: batches. Out: the SDK's `SpanData`, copied out of the chunks.
//! Never here: the SDK's processors or providers. What that exporter promises is all that can
//! be promised here; `OtlpExporter` promises more.

use core::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use opentelemetry::trace as otel;
use opentelemetry::{Array, InstrumentationScope, Key, StringValue, Value as OtelValue};
use opentelemetry_sdk::error::OTelSdkError;
use opentelemetry_sdk::trace::{SpanData, SpanEvents, SpanExporter, SpanLinks};

use super::Exporter;
use crate::attribute::{Attribute, Value};
use crate::batch::{SpanBatch, SpanView};
use crate::callsite::SpanKind;
use crate::delivery::{Accepted, ExportError};
use crate::resource::Resource;
use crate::status::StatusCode;

/// Hands spans to an exporter made for `opentelemetry_sdk`, such as that of `opentelemetry-otlp`.
///
/// Two things do not fit through its types: byte values become text (lossy UTF-8), and the
/// parent's remote flag is kept only as the SDK's exporter keeps it.
///
/// ```
/// use std::sync::{Arc, Mutex};
///
/// use opentelemetry_sdk::error::OTelSdkResult;
/// use opentelemetry_sdk::trace::{SpanData, SpanExporter};
/// use otlp_runtime::{SdkExporter, Span, Telemetry};
///
/// #[derive(Clone, Debug, Default)]
/// struct Names(Arc<Mutex<Vec<String>>>);
///
/// impl SpanExporter for Names {
///     async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
///         self.0.lock().unwrap().extend(batch.into_iter().map(|span| span.name.into_owned()));
///         Ok(())
///     }
/// }
///
/// let names = Names::default();
/// let telemetry = Telemetry::builder().exporter(SdkExporter::new(names.clone())).install()?;
/// Span::builder().name("checkout").start().end();
/// telemetry.shutdown()?;
/// assert_eq!(*names.0.lock().unwrap(), ["checkout"]);
/// # Ok::<(), otlp_runtime::Error>(())
/// ```
pub struct SdkExporter<E> {
    exporter: E,
    has_resource: bool,
}

impl<E: SpanExporter> SdkExporter<E> {
    /// Wraps `exporter`.
    pub const fn new(exporter: E) -> Self {
        Self { exporter, has_resource: false }
    }
}

impl<E> fmt::Debug for SdkExporter<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SdkExporter").finish_non_exhaustive()
    }
}

impl<E: SpanExporter + 'static> Exporter for SdkExporter<E> {
    async fn export(&mut self, batch: SpanBatch) -> Result<Accepted, ExportError> {
        if !self.has_resource {
            self.exporter.set_resource(&sdk_resource(batch.resource()));
            self.has_resource = true;
        }
        let spans = batch.iter().map(|span| sdk_span(&span)).collect();
        match self.exporter.export(spans).await {
            Ok(()) => Ok(Accepted::default()),
            Err(OTelSdkError::Timeout(after)) => Err(ExportError::RetryExpired {
                attempts: 1,
                reason: format!("the exporter gave up after {after:?}"),
                retry_after: None,
            }),
            Err(error) => Err(ExportError::Other(error.to_string())),
        }
    }

    async fn flush(&mut self) {
        let _ = self.exporter.force_flush();
    }

    async fn shutdown(&mut self) {
        let _ = self.exporter.shutdown();
    }
}

fn sdk_resource(resource: &Resource) -> opentelemetry_sdk::Resource {
    let attributes = resource.attributes().iter().map(|attribute| {
        opentelemetry::KeyValue::new(attribute.key.to_string(), sdk_owned_value(&attribute.value))
    });
    let builder = opentelemetry_sdk::Resource::builder_empty();
    if resource.schema_url().is_empty() {
        builder.with_attributes(attributes).build()
    } else {
        builder.with_schema_url(attributes, resource.schema_url().to_owned()).build()
    }
}

fn sdk_span(span: &SpanView<'_>) -> SpanData {
    let mut events = SpanEvents::default();
    events.dropped_count = span.dropped_events_count();
    events.events = span
        .events()
        .map(|event| {
            let attributes = event.attributes().map(|attribute| sdk_attribute(&attribute)).collect();
            otel::Event::new(
                event.name().to_owned(),
                time(event.time_unix_nanos()),
                attributes,
                event.dropped_attributes_count(),
            )
        })
        .collect();
    let mut links = SpanLinks::default();
    links.dropped_count = span.dropped_links_count();
    links.links = span
        .links()
        .map(|link| {
            let attributes = link.attributes().map(|attribute| sdk_attribute(&attribute)).collect();
            otel::Link::new((&link.context()).into(), attributes, link.dropped_attributes_count())
        })
        .collect();
    let status = span.status();
    SpanData {
        span_context: (&span.context()).into(),
        parent_span_id: span.parent_span_id().into(),
        parent_span_is_remote: span.parent_is_remote(),
        span_kind: span.kind().into(),
        name: span.name().to_owned().into(),
        start_time: time(span.start_unix_nanos()),
        end_time: time(span.end_unix_nanos()),
        attributes: span.attributes().map(|attribute| sdk_attribute(&attribute)).collect(),
        dropped_attributes_count: span.dropped_attributes_count(),
        events,
        links,
        status: match status.code {
            StatusCode::Unset => otel::Status::Unset,
            StatusCode::Ok => otel::Status::Ok,
            StatusCode::Error => otel::Status::error(status.message.to_owned()),
        },
        instrumentation_scope: sdk_scope(span),
    }
}

fn sdk_scope(span: &SpanView<'_>) -> InstrumentationScope {
    let scope = span.scope();
    let mut builder = InstrumentationScope::builder(scope.name())
        .with_attributes(span.scope_attributes().map(|attribute| sdk_attribute(&attribute)));
    if !scope.version().is_empty() {
        builder = builder.with_version(scope.version());
    }
    if !scope.schema_url().is_empty() {
        builder = builder.with_schema_url(scope.schema_url());
    }
    builder.build()
}

fn time(unix_nanos: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_nanos(unix_nanos)
}

fn sdk_attribute(attribute: &Attribute<'_>) -> opentelemetry::KeyValue {
    opentelemetry::KeyValue::new(
        Key::new(attribute.key.to_owned()),
        sdk_owned_value(&attribute.value.to_value()),
    )
}

fn sdk_owned_value(value: &Value) -> OtelValue {
    match value {
        Value::Bool(bool) => (*bool).into(),
        Value::Int(int) => (*int).into(),
        Value::Double(double) => (*double).into(),
        Value::String(text) => text.to_string().into(),
        Value::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned().into(),
        Value::Array(values) => OtelValue::Array(sdk_array(values)),
    }
}

/// The SDK's lists have one type; a mixed one becomes text.
fn sdk_array(values: &[Value]) -> Array {
    fn all<T>(values: &[Value], pick: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
        values.iter().map(pick).collect()
    }
    let bools = |value: &Value| if let Value::Bool(bool) = value { Some(*bool) } else { None };
    let ints = |value: &Value| if let Value::Int(int) = value { Some(*int) } else { None };
    let doubles = |value: &Value| if let Value::Double(double) = value { Some(*double) } else { None };
    let texts = |value: &Value| value.as_str().map(|text| StringValue::from(text.to_owned()));
    None.or_else(|| all(values, texts).map(Array::String))
        .or_else(|| all(values, ints).map(Array::I64))
        .or_else(|| all(values, bools).map(Array::Bool))
        .or_else(|| all(values, doubles).map(Array::F64))
        .unwrap_or_else(|| Array::String(values.iter().map(|value| format!("{value:?}").into()).collect()))
}

impl From<SpanKind> for otel::SpanKind {
    fn from(kind: SpanKind) -> Self {
        match kind {
            SpanKind::Internal => Self::Internal,
            SpanKind::Server => Self::Server,
            SpanKind::Client => Self::Client,
            SpanKind::Producer => Self::Producer,
            SpanKind::Consumer => Self::Consumer,
        }
    }
}
