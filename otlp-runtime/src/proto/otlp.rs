//! Field tags of the OTLP messages.
//!
//! Source: opentelemetry-proto 1.10, `trace/v1/trace.proto`, `common/v1/common.proto`,
//! `resource/v1/resource.proto`. A tag is `field number << 3 | wire type`.
//! Never here: code that writes them, but for `flags`, which spans and links share.

/// `Span`.
pub(crate) mod span {
    pub(crate) const TRACE_ID: u8 = 0x0a;
    pub(crate) const SPAN_ID: u8 = 0x12;
    pub(crate) const TRACE_STATE: u8 = 0x1a;
    pub(crate) const PARENT_SPAN_ID: u8 = 0x22;
    pub(crate) const NAME: u8 = 0x2a;
    pub(crate) const KIND: u8 = 0x30;
    pub(crate) const START_TIME: u8 = 0x39;
    pub(crate) const END_TIME: u8 = 0x41;
    pub(crate) const ATTRIBUTES: u8 = 0x4a;
    pub(crate) const DROPPED_ATTRIBUTES: u8 = 0x50;
    pub(crate) const EVENTS: u8 = 0x5a;
    pub(crate) const DROPPED_EVENTS: u8 = 0x60;
    pub(crate) const LINKS: u8 = 0x6a;
    pub(crate) const DROPPED_LINKS: u8 = 0x70;
    pub(crate) const STATUS: u8 = 0x7a;
    /// Field 16 is the first whose tag takes two bytes.
    pub(crate) const FLAGS: [u8; 2] = [0x85, 0x01];
    /// `SPAN_FLAGS_CONTEXT_HAS_IS_REMOTE_MASK`: the next bit is known.
    const FLAGS_HAS_IS_REMOTE: u32 = 0x100;
    /// `SPAN_FLAGS_CONTEXT_IS_REMOTE_MASK`: the parent (or the link's target) is remote.
    const FLAGS_IS_REMOTE: u32 = 0x200;

    /// Returns the `flags` of a span (or link) whose parent (or target) is remote or not.
    pub(crate) const fn flags(trace_flags: u8, is_remote: bool) -> u32 {
        let remote = if is_remote { FLAGS_IS_REMOTE } else { 0 };
        trace_flags as u32 | FLAGS_HAS_IS_REMOTE | remote
    }
}

/// `Span.Event`.
pub(crate) mod event {
    pub(crate) const TIME: u8 = 0x09;
    pub(crate) const NAME: u8 = 0x12;
    pub(crate) const ATTRIBUTES: u8 = 0x1a;
    pub(crate) const DROPPED_ATTRIBUTES: u8 = 0x20;
}

/// `Span.Link`.
pub(crate) mod link {
    pub(crate) const TRACE_ID: u8 = 0x0a;
    pub(crate) const SPAN_ID: u8 = 0x12;
    pub(crate) const TRACE_STATE: u8 = 0x1a;
    pub(crate) const ATTRIBUTES: u8 = 0x22;
    pub(crate) const DROPPED_ATTRIBUTES: u8 = 0x28;
    pub(crate) const FLAGS: u8 = 0x35;
}

/// `Status`.
pub(crate) mod status {
    pub(crate) const MESSAGE: u8 = 0x12;
    pub(crate) const CODE: u8 = 0x18;
}

/// `KeyValue`.
pub(crate) mod key_value {
    pub(crate) const KEY: u8 = 0x0a;
    pub(crate) const VALUE: u8 = 0x12;
}

/// `AnyValue`.
pub(crate) mod any_value {
    pub(crate) const STRING: u8 = 0x0a;
    pub(crate) const BOOL: u8 = 0x10;
    pub(crate) const INT: u8 = 0x18;
    pub(crate) const DOUBLE: u8 = 0x21;
    pub(crate) const ARRAY: u8 = 0x2a;
    pub(crate) const BYTES: u8 = 0x3a;
    /// `ArrayValue.values`.
    pub(crate) const ARRAY_VALUES: u8 = 0x0a;
}

/// The envelope around spans.
pub(crate) mod request {
    /// `ExportTraceServiceRequest.resource_spans`.
    pub(crate) const RESOURCE_SPANS: u8 = 0x0a;
    /// `ResourceSpans.resource`.
    pub(crate) const RESOURCE: u8 = 0x0a;
    /// `ResourceSpans.scope_spans`.
    pub(crate) const SCOPE_SPANS: u8 = 0x12;
    /// `Resource.attributes`.
    pub(crate) const RESOURCE_ATTRIBUTES: u8 = 0x0a;
    /// `ScopeSpans.scope`.
    pub(crate) const SCOPE: u8 = 0x0a;
    /// `ScopeSpans.spans`.
    pub(crate) const SPANS: u8 = 0x12;
    /// `InstrumentationScope.name`.
    pub(crate) const SCOPE_NAME: u8 = 0x0a;
    /// `InstrumentationScope.version`.
    pub(crate) const SCOPE_VERSION: u8 = 0x12;
    /// `InstrumentationScope.attributes`.
    #[cfg(feature = "opentelemetry")]
    pub(crate) const SCOPE_ATTRIBUTES: u8 = 0x1a;
    /// `ResourceSpans.schema_url`, and `ScopeSpans.schema_url`.
    pub(crate) const SCHEMA_URL: u8 = 0x1a;
}
