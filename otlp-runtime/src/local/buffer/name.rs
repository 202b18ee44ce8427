//! Builds a span's name from its attributes.
//!
//! In: the ways a callsite knows, the attributes recorded until the end. Out: a name field, or
//! nothing, when no way has all it needs.
//! Never here: allocation beyond the buffer's own; keys of high cardinality (the macros refuse them).

use core::ops::Range;
use std::io::Write as _;

use crate::callsite::{Callsite, NamePart};
use crate::proto::otlp::span;
use crate::proto::wire::{Field, Fields, delimit_tail};

/// Appends the name of the first way that can be built; says whether there was one.
pub(super) fn put_name(fields: &mut Vec<u8>, callsite: &Callsite, owns_attributes: bool) -> bool {
    let constants = if owns_attributes { b"" } else { callsite.attributes() };
    let start = fields.len();
    for parts in callsite.names() {
        if parts.iter().all(|part| put_part(fields, start, constants, *part)) {
            delimit_tail(fields, span::NAME, start);
            return true;
        }
        fields.truncate(start);
    }
    false
}

/// Appends one part; what is recorded stands below `end`.
fn put_part(fields: &mut Vec<u8>, end: usize, constants: &'static [u8], part: NamePart) -> bool {
    let recorded = fields.get(..end).unwrap_or_default();
    let (key, replaced, replacement) = match part {
        NamePart::Text(text) => {
            fields.extend_from_slice(text.as_bytes());
            return true;
        }
        NamePart::Unless(key) => {
            return !matches!(find(recorded, key).or_else(|| find(constants, key)), Some(Found::True));
        }
        NamePart::Key(key) => (key, None, None),
        NamePart::KeyBut(key, value, text) => (key, Some(value), Some(text)),
        NamePart::KeyNot(key, value) => (key, Some(value), None),
    };
    let start = fields.len();
    match find(recorded, key) {
        Some(Found::Text(text)) => fields.extend_from_within(text),
        Some(Found::Int(int)) => _ = write!(fields, "{int}"),
        Some(Found::True) => return false,
        None => match find(constants, key) {
            Some(Found::Text(text)) => fields.extend_from_slice(constants.get(text).unwrap_or_default()),
            Some(Found::Int(int)) => _ = write!(fields, "{int}"),
            Some(Found::True) | None => return false,
        },
    }
    if replaced.is_some_and(|replaced| fields.get(start..) == Some(replaced.as_bytes())) {
        let Some(replacement) = replacement else { return false };
        fields.truncate(start);
        fields.extend_from_slice(replacement.as_bytes());
    }
    true
}

enum Found {
    /// Where in the message the text stands.
    Text(Range<usize>),
    Int(i64),
    True,
}

/// Returns the last value of `key`, if it is a text, an integer or true.
fn find(message: &[u8], key: &str) -> Option<Found> {
    const ATTRIBUTE: u64 = (span::ATTRIBUTES >> 3) as u64;
    let mut found = None;
    for (attribute, number, at) in placed(message) {
        // The key of most attributes is another one, which is seen without taking them apart: its tag and length are a byte
        // each, as those of the keys that names are made of.
        let is_short = key.len() < 0x80;
        if number != ATTRIBUTE || (is_short && attribute.get(2..2 + key.len()) != Some(key.as_bytes())) {
            continue;
        }
        let mut parts = placed(attribute);
        if let (Some((name, 1, _)), Some((value, 2, inside))) = (parts.next(), parts.next())
            && name == key.as_bytes()
        {
            found = Some((value, at.start + inside.start));
        }
    }
    let (value, value_start) = found?;
    match Fields::new(value).next()? {
        (2, Field::Varint(1)) => Some(Found::True),
        (3, Field::Varint(int)) => Some(Found::Int(int.cast_signed())),
        (1, Field::Delimited(_)) => {
            let (_, _, inside) = placed(value).next()?;
            Some(Found::Text(value_start + inside.start..value_start + inside.end))
        }
        _ => None,
    }
}

/// Yields the length-delimited fields of a message: content, number, and where the content stands.
fn placed(message: &[u8]) -> impl Iterator<Item = (&[u8], u64, Range<usize>)> {
    let mut fields = Fields::new(message);
    core::iter::from_fn(move || {
        loop {
            if let (number, Field::Delimited(content)) = fields.next()? {
                let end = message.len() - fields.rest().len();
                return Some((content, number, end - content.len()..end));
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribute::{Value, put_key_value};
    use crate::callsite::{Scope, SpanKind};

    const METHOD: NamePart = NamePart::KeyBut("http.request.method", "_OTHER", "HTTP");
    const NAMES: &[&[NamePart]] =
        &[&[METHOD, NamePart::Text(" "), NamePart::Key("http.route")], &[METHOD], &[NamePart::Key("port")]];
    static CALLSITE: Callsite = Callsite::new(Scope::NONE, SpanKind::Server, "", b"").with_names(NAMES);

    fn name(attributes: &[(&str, Value)]) -> Option<String> {
        let mut fields = Vec::new();
        for (key, value) in attributes {
            put_key_value(&mut fields, span::ATTRIBUTES, key, value);
        }
        let start = fields.len();
        put_name(&mut fields, &CALLSITE, false)
            .then(|| String::from_utf8(fields[start + 2..].to_vec()).unwrap())
    }

    #[test]
    fn first_way_that_can_be_built_wins() {
        let method = ("http.request.method", Value::from("GET"));
        let route = ("http.route", Value::from("/orders/{id}"));
        assert_eq!(name(&[method.clone(), route.clone()]).as_deref(), Some("GET /orders/{id}"));
        assert_eq!(name(std::slice::from_ref(&method)).as_deref(), Some("GET"));
        assert_eq!(name(&[route, ("port", Value::from(80))]).as_deref(), Some("80"));
        assert_eq!(name(&[]), None);
    }

    #[test]
    fn unknown_method_is_called_http_and_the_last_value_counts() {
        let other = ("http.request.method", Value::from("_OTHER"));
        assert_eq!(name(std::slice::from_ref(&other)).as_deref(), Some("HTTP"));
        let put = ("http.request.method", Value::from("PUT"));
        assert_eq!(name(&[other, put]).as_deref(), Some("PUT"));
    }

    #[test]
    fn a_way_fails_for_an_unlisted_value_and_while_a_key_is_true() {
        const NAMES: &[&[NamePart]] = &[
            &[NamePart::KeyNot("rpc.method", "_OTHER")],
            &[NamePart::Unless("temporary"), NamePart::Key("queue")],
            &[NamePart::Key("port")],
        ];
        static CALLSITE: Callsite = Callsite::new(Scope::NONE, SpanKind::Server, "", b"").with_names(NAMES);
        let name = |attributes: &[(&str, Value)]| {
            let mut fields = Vec::new();
            for (key, value) in attributes {
                put_key_value(&mut fields, span::ATTRIBUTES, key, value);
            }
            let start = fields.len();
            put_name(&mut fields, &CALLSITE, false)
                .then(|| String::from_utf8(fields[start + 2..].to_vec()).unwrap())
        };
        let queue = ("queue", Value::from("orders"));
        let other = ("rpc.method", Value::from("_OTHER"));
        let temporary = |is| ("temporary", Value::from(is));
        assert_eq!(name(&[("rpc.method", Value::from("Get"))]).as_deref(), Some("Get"));
        assert_eq!(name(&[other, queue.clone()]).as_deref(), Some("orders"));
        assert_eq!(name(&[queue.clone(), temporary(false)]).as_deref(), Some("orders"));
        assert_eq!(name(&[queue, temporary(true), ("port", Value::from(1))]).as_deref(), Some("1"));
    }
}
