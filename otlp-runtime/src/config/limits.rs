//! How much a span may hold (OpenTelemetry span limits).

/// Limits of a span, its events and its links (OpenTelemetry trace SDK, `SpanLimits`).
///
/// What exceeds a limit is dropped and counted in the exported span.
///
/// ```
/// use otlp_runtime::Limits;
///
/// let limits = Limits { attribute_value_chars: Some(1024), ..Limits::default() };
/// assert_eq!(limits.attributes_per_span, 128);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Attributes of a span. Default 128 (`OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT`).
    pub attributes_per_span: u32,
    /// Characters of a string value. Default unlimited (`OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT`).
    pub attribute_value_chars: Option<u32>,
    /// Events of a span. Default 128 (`OTEL_SPAN_EVENT_COUNT_LIMIT`).
    pub events_per_span: u32,
    /// Links of a span. Default 128 (`OTEL_SPAN_LINK_COUNT_LIMIT`).
    pub links_per_span: u32,
    /// Attributes of an event. Default 128 (`OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT`).
    pub attributes_per_event: u32,
    /// Attributes of a link. Default 128 (`OTEL_LINK_ATTRIBUTE_COUNT_LIMIT`).
    pub attributes_per_link: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            attributes_per_span: 128,
            attribute_value_chars: None,
            events_per_span: 128,
            links_per_span: 128,
            attributes_per_event: 128,
            attributes_per_link: 128,
        }
    }
}
