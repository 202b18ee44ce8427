//! How much one span may hold.
//!
//! In: variables, general and specific. Out: `Limits`.
//! Never here: applying them (`span` does, before it copies).

use super::env::Env;

/// The most that one span, event or link may hold.
///
/// What is beyond a limit is dropped and counted in the exported span. Resource attributes are
/// exempt. Defaults: 128 each and no limit of length (OpenTelemetry SDK, `SpanLimits`).
///
/// ```
/// use otlp_runtime::Limits;
///
/// let limits = Limits { attributes_per_span: 32, ..Limits::default() };
/// assert_eq!(limits.events_per_span, 128);
/// assert_eq!(limits.attribute_value_chars, None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Attributes of one span: 0 to `u32::MAX`, default 128 (`OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT`).
    pub attributes_per_span: u32,
    /// Characters of one string value, bytes of one byte value; default `None`, no limit
    /// (`OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT`).
    pub attribute_value_chars: Option<u32>,
    /// Events of one span, default 128 (`OTEL_SPAN_EVENT_COUNT_LIMIT`).
    pub events_per_span: u32,
    /// Links of one span, default 128 (`OTEL_SPAN_LINK_COUNT_LIMIT`).
    pub links_per_span: u32,
    /// Attributes of one event, default 128 (`OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT`).
    pub attributes_per_event: u32,
    /// Attributes of one link, default 128 (`OTEL_LINK_ATTRIBUTE_COUNT_LIMIT`).
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

impl Limits {
    /// Returns how many bytes constant attributes may have without any of them being cut or too many.
    #[inline]
    pub(crate) const fn unchecked_bytes(&self) -> usize {
        // The shortest attribute, with an empty value, takes eight bytes.
        let most = (self.attributes_per_span as usize).saturating_mul(8);
        if self.attribute_value_chars.is_some() { 0 } else { most.saturating_sub(1) }
    }

    /// Reads the limits: a specific variable beats the general one, which beats the default (LIM-04).
    pub(super) fn read(env: &mut Env<'_>) -> Self {
        let default = Self::default();
        let any_count = env.number("OTEL_ATTRIBUTE_COUNT_LIMIT");
        let any_chars = env.number("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT");
        let mut attributes = |name, default| env.number(name).or(any_count).unwrap_or(default);
        Self {
            attributes_per_span: attributes("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", default.attributes_per_span),
            attributes_per_event: attributes(
                "OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT",
                default.attributes_per_event,
            ),
            attributes_per_link: attributes("OTEL_LINK_ATTRIBUTE_COUNT_LIMIT", default.attributes_per_link),
            attribute_value_chars: env.number("OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT").or(any_chars),
            events_per_span: env.number("OTEL_SPAN_EVENT_COUNT_LIMIT").unwrap_or(default.events_per_span),
            links_per_span: env.number("OTEL_SPAN_LINK_COUNT_LIMIT").unwrap_or(default.links_per_span),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> (Limits, usize) {
        let source =
            |name: &str| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        let mut env = Env::new(&source);
        let limits = Limits::read(&mut env);
        (limits, env.into_warnings().len())
    }

    // LIM-04
    #[test]
    fn specific_beats_general_beats_default() {
        assert_eq!(read(&[]), (Limits::default(), 0));
        let (limits, _) = read(&[
            ("OTEL_ATTRIBUTE_COUNT_LIMIT", "10"),
            ("OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT", "0"),
            ("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "7"),
            ("OTEL_SPAN_LINK_COUNT_LIMIT", "3"),
        ]);
        let expected = Limits {
            attributes_per_span: 10,
            attribute_value_chars: Some(7),
            events_per_span: 128,
            links_per_span: 3,
            attributes_per_event: 0,
            attributes_per_link: 10,
        };
        assert_eq!(limits, expected);
    }

    // ENV-03
    #[test]
    fn bad_specific_limit_falls_back_to_the_general_one() {
        let (limits, warnings) =
            read(&[("OTEL_ATTRIBUTE_COUNT_LIMIT", "10"), ("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "-1")]);
        assert_eq!((limits.attributes_per_span, warnings), (10, 1));
    }
}
