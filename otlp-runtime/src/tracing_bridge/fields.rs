//! Fields of a span or event of `tracing`, formatted.
//!
//! In: values, among them `Debug` of users. Out: attributes, and what the `otel.*` fields say.
//! Never here: locks; where the attributes go; panics of users, and more of a text than a span has room for.

use core::fmt::{Debug, Display};
use std::error::Error;

use tracing_core::Field;
use tracing_core::field::Visit;

use crate::attribute::{KeyValue, Value, ValueLimits, write_display};
use crate::callsite::SpanKind;
use crate::local::buffer::MAX_SPAN_BYTES;
use crate::status::StatusCode;

/// What fields say.
#[derive(Debug, Default)]
pub(super) struct Fields {
    pub(super) attributes: Vec<KeyValue>,
    /// `message`, of an event.
    pub(super) message: Option<String>,
    /// `otel.name`.
    pub(super) name: Option<String>,
    /// `otel.kind`.
    pub(super) kind: Option<SpanKind>,
    /// `otel.status_code`.
    pub(super) status_code: Option<StatusCode>,
    /// `otel.status_message`, or `otel.status_description`.
    pub(super) status_message: Option<String>,
}

impl Fields {
    /// Reads what `record` shows.
    pub(super) fn of(record: impl FnOnce(&mut Self)) -> Self {
        let mut fields = Self::default();
        record(&mut fields);
        fields
    }

    fn attribute(&mut self, field: &Field, value: impl Into<Value>) {
        // `r#type` is how Rust spells a field whose name is a keyword.
        let key = field.name();
        self.attributes.push(KeyValue::new(key.strip_prefix("r#").unwrap_or(key), value));
    }

    /// Takes a text that says more than an attribute does. Gives it back when it does not.
    fn special(&mut self, field: &Field, text: String) -> Option<String> {
        match field.name() {
            "message" => self.message = Some(text),
            "otel.name" => self.name = Some(text),
            "otel.status_message" | "otel.status_description" => self.status_message = Some(text),
            "otel.kind" => match kind(&text) {
                Some(kind) => self.kind = Some(kind),
                None => return Some(text),
            },
            "otel.status_code" => match status_code(&text) {
                Some(code) => self.status_code = Some(code),
                None => return Some(text),
            },
            _ => return Some(text),
        }
        None
    }
}

/// Formats a value: as much of it as a span has room for, and a remark in its place if it panics.
fn text(value: &dyn Display) -> String {
    let mut out = Vec::new();
    write_display(&mut out, value, ValueLimits { chars: usize::MAX, buffer_bytes: MAX_SPAN_BYTES });
    String::from_utf8(out).unwrap_or_default()
}

fn kind(name: &str) -> Option<SpanKind> {
    use SpanKind::{Client, Consumer, Internal, Producer, Server};
    let is_name = |kind: &SpanKind| kind.as_str().eq_ignore_ascii_case(name);
    [Internal, Server, Client, Producer, Consumer].into_iter().find(is_name)
}

fn status_code(name: &str) -> Option<StatusCode> {
    let named = [("ok", StatusCode::Ok), ("error", StatusCode::Error), ("unset", StatusCode::Unset)];
    named.into_iter().find(|(code, _)| code.eq_ignore_ascii_case(name)).map(|(_, code)| code)
}

impl Visit for Fields {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.attribute(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.attribute(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.attribute(field, value);
    }

    fn record_i128(&mut self, field: &Field, value: i128) {
        self.attribute(field, value);
    }

    fn record_u128(&mut self, field: &Field, value: u128) {
        self.attribute(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.attribute(field, value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if let Some(text) = self.special(field, text(&value)) {
            self.attribute(field, text);
        }
    }

    fn record_error(&mut self, field: &Field, value: &(dyn Error + 'static)) {
        self.attribute(field, text(&value));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if let Some(text) = self.special(field, text(&format_args!("{value:?}"))) {
            self.attribute(field, text);
        }
    }
}
