//! What an open span (or an event or link being made) has recorded so far.
//!
//! In: attributes, events, links, status, name. Out: OTLP fields, ready for the chunk: unique
//! keys, within the limits, with counts of what was dropped.
//! Never here: ids, times, thread-locals. A long file, since what is counted, limited and encoded is one state.

mod message;
mod name;
mod raw;
mod tail;

use core::fmt::Display;
use core::mem;

use self::name::put_name;
use self::raw::{RawField, raw_fields};
use self::tail::Tail;
use crate::attribute::{AttributeValue, Key, Scalar, ValueLimits, ValueWriter, Written};
use crate::attribute::{put_short_attribute, truncated, write_display};
use crate::callsite::Callsite;
use crate::config::Limits;
use crate::context::SpanContext;
use crate::proto::otlp::{self, span};
use crate::proto::wire::{Field, Fields, delimited_len, put_bytes, put_delimited, put_varint};
use crate::status::StatusCode;

/// Encoded bytes that a span may have beside its head (LIM-08): 1 MiB.
pub(crate) const MAX_SPAN_BYTES: usize = 1 << 20;

/// Semantic conventions, `error.type`: the class of error a span ended with.
const ERROR_TYPE: &str = "error.type";

/// Bytes of a status message; the rest is cut.
const MAX_STATUS_MESSAGE_BYTES: usize = 64 * 1024;

/// Characters of a name that is given at run time; the rest is cut.
const MAX_NAME_CHARS: usize = 1024;

/// Values of repeated keys that a span holds before the earlier ones are removed.
const MAX_REPEATED: u32 = 64;

/// Capacity that a buffer keeps when it waits for its next span.
const KEPT_CAPACITY: usize = 16 * 1024;

/// A growing list of OTLP fields. Reused: cleared, never shrunk below what it kept.
#[derive(Debug)]
pub(crate) struct SpanBuffer {
    fields: Tail,
    limits: Limits,
    callsite: &'static Callsite,
    /// The tag of an attribute: spans, events and links number their fields differently.
    attribute_tag: u8,
    max_attributes: u32,
    /// As `max_attributes`, for what is put on the short way: none where texts are cut.
    max_short: u32,
    attributes: u32,
    dropped_attributes: u32,
    events: u32,
    dropped_events: u32,
    links: u32,
    dropped_links: u32,
    status: StatusCode,
    status_message: Vec<u8>,
    /// Counts if `owns_name`.
    name: String,
    owns_attributes: bool,
    owns_name: bool,
    /// Attributes whose key another one has.
    repeated: u32,
}

/// A finished span's fields.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Finished<'a> {
    pub(crate) fields: &'a [u8],
    pub(crate) owns_attributes: bool,
    pub(crate) owns_name: bool,
}

impl SpanBuffer {
    /// Makes a buffer for a span of `callsite`.
    pub(crate) fn new(callsite: &'static Callsite, limits: Limits) -> Self {
        let mut buffer = Self {
            fields: Tail::new(),
            limits,
            callsite,
            attribute_tag: span::ATTRIBUTES,
            max_attributes: limits.attributes_per_span,
            max_short: max_short(&limits),
            attributes: 0,
            dropped_attributes: 0,
            events: 0,
            dropped_events: 0,
            links: 0,
            dropped_links: 0,
            status: StatusCode::Unset,
            status_message: Vec::new(),
            name: String::new(),
            owns_attributes: false,
            owns_name: false,
            repeated: 0,
        };
        buffer.count_constants();
        buffer
    }

    /// Makes the buffer ready for another span, with the memory it has.
    pub(crate) fn reset(&mut self, callsite: &'static Callsite, limits: Limits) {
        self.fields.clear();
        self.callsite = callsite;
        self.limits = limits;
        self.attribute_tag = span::ATTRIBUTES;
        self.max_attributes = limits.attributes_per_span;
        self.max_short = max_short(&limits);
        (self.attributes, self.dropped_attributes, self.repeated) = (0, 0, 0);
        (self.events, self.dropped_events, self.links, self.dropped_links) = (0, 0, 0, 0);
        self.status = StatusCode::Unset;
        self.status_message.clear();
        self.name.clear();
        (self.owns_attributes, self.owns_name) = (false, false);
        self.count_constants();
    }

    /// Counts the constant attributes, or takes them over where a limit may cut them.
    #[inline]
    fn count_constants(&mut self) {
        if self.callsite.attributes().len() > self.limits.unchecked_bytes() {
            self.take_constants();
        } else {
            self.attributes = self.callsite.attributes_count();
        }
    }

    #[cold]
    fn take_constants(&mut self) {
        self.owns_attributes = true;
        for attribute in crate::attribute::Attribute::all(self.callsite.attributes(), 9) {
            self.unique_attribute(&Key::text(attribute.key), &attribute.value.to_value());
        }
    }

    /// Says whether the buffer is small enough to be kept for another span.
    #[inline]
    pub(crate) fn is_worth_keeping(&self) -> bool {
        self.fields.capacity() <= KEPT_CAPACITY && self.status_message.capacity() <= KEPT_CAPACITY
    }

    #[inline]
    fn value_limits(&self) -> ValueLimits {
        let chars = self.limits.attribute_value_chars.map_or(usize::MAX, |chars| chars as usize);
        ValueLimits { chars, buffer_bytes: MAX_SPAN_BYTES }
    }

    #[inline]
    fn try_write(&mut self, key: &Key<'_>, value: &(impl AttributeValue + ?Sized)) -> Written {
        let limits = self.value_limits();
        let unwritten = Unwritten(&mut self.dropped_attributes);
        let mut fields = self.fields.edit();
        let mut writer = ValueWriter::new(&mut fields, self.attribute_tag, key, limits);
        value.write(&mut writer);
        mem::forget(unwritten);
        writer.written()
    }

    #[inline]
    fn write_attribute(&mut self, key: &Key<'_>, value: &(impl AttributeValue + ?Sized)) {
        match self.try_write(key, value) {
            Written::Attribute => self.attributes += 1,
            Written::Nothing => {}
            Written::TooLarge => self.write_without_repeated(key, value),
        }
    }

    /// Tries again without what was replaced, which takes no room then; counts the attribute if there was nothing.
    #[cold]
    fn write_without_repeated(&mut self, key: &Key<'_>, value: &(impl AttributeValue + ?Sized)) {
        let is_changed = self.repeated > 0 && self.remove_repeated();
        match if is_changed { self.try_write(key, value) } else { Written::TooLarge } {
            Written::Attribute => self.attributes += 1,
            Written::Nothing => {}
            Written::TooLarge => self.count_dropped_attribute(),
        }
    }

    /// Counts up to the most that fits: a span that lives for days may drop more.
    fn count_dropped_attribute(&mut self) {
        self.dropped_attributes = self.dropped_attributes.saturating_add(1);
    }

    /// Records an attribute whose key nothing else in the span has.
    #[inline]
    pub(crate) fn unique_attribute(&mut self, key: &Key<'_>, value: &(impl AttributeValue + ?Sized)) {
        if self.attributes < self.max_attributes && !key.is_empty() {
            self.write_attribute(key, value);
        } else {
            self.refuse_attribute(key, value);
        }
    }

    /// Does as `unique_attribute` where the scalar and its key are short and no limit is near. Says whether that was so.
    #[expect(clippy::inline_always, reason = "what kind of scalar it is, is known outside")]
    #[inline(always)]
    pub(crate) fn unique_short_scalar(&mut self, key: &'static [u8], scalar: Scalar<'_>) -> bool {
        if self.attributes < self.max_short
            && let Some(room) = self.fields.room()
            && let Some(len) = put_short_attribute(room, self.attribute_tag, key, scalar)
        {
            self.fields.take_room(len);
            self.attributes += 1;
            return true;
        }
        false
    }

    /// Counts an attribute for which there is no place, unless its value says nothing.
    #[cold]
    fn refuse_attribute(&mut self, key: &Key<'_>, value: &(impl AttributeValue + ?Sized)) {
        let mut fields = self.fields.edit();
        let no_room = ValueLimits { chars: 0, buffer_bytes: 0 };
        let mut writer = ValueWriter::new(&mut fields, self.attribute_tag, key, no_room);
        value.write(&mut writer);
        let is_nothing = writer.written() == Written::Nothing;
        drop(fields);
        if !is_nothing {
            self.count_dropped_attribute();
        }
    }

    /// Records an attribute; a value that the key had before is replaced (SDK-05).
    pub(crate) fn attribute(&mut self, key: &Key<'_>, value: &(impl AttributeValue + ?Sized)) {
        let is_repeated = self.contains(key);
        // A full span still takes new values for keys it has (LIM-01).
        let is_full = self.attributes >= self.max_attributes;
        if key.is_empty() || (is_full && !is_repeated) {
            return self.refuse_attribute(key, value);
        }
        if is_repeated {
            return self.replace_attribute(key, value);
        }
        self.write_attribute(key, value);
    }

    /// Records a new value for a key that the span has; the old one stays if there is no room.
    fn replace_attribute(&mut self, key: &Key<'_>, value: &(impl AttributeValue + ?Sized)) {
        let mut written = self.try_write(key, value);
        if written == Written::TooLarge {
            // What is replaced takes no room.
            self.remove_repeated();
            let mut others = Vec::new();
            if others.try_reserve_exact(self.fields.len()).is_err() {
                return self.count_dropped_attribute();
            }
            for raw in raw_fields(&self.fields).filter(|raw| !raw.has_key(self.attribute_tag, key)) {
                others.extend_from_slice(raw.bytes);
            }
            let all = mem::replace(&mut *self.fields.edit(), others);
            written = self.try_write(key, value);
            if written != Written::Attribute {
                *self.fields.edit() = all;
            }
        }
        match written {
            Written::Attribute => self.count_repeated(),
            Written::Nothing => {}
            Written::TooLarge => self.count_dropped_attribute(),
        }
    }

    /// Takes note of a field that replaces an earlier one.
    fn count_repeated(&mut self) {
        self.repeated += 1;
        // A loop that records its progress must not grow the span for ever.
        if self.repeated > MAX_REPEATED {
            self.remove_repeated();
        }
    }

    fn contains(&self, key: &Key<'_>) -> bool {
        self.own_fields().any(|raw| raw.has_key(self.attribute_tag, key))
    }

    fn contains_key(&self, key: &[u8]) -> bool {
        self.own_fields().any(|raw| raw.attribute_key(self.attribute_tag) == Some(key))
    }

    /// Yields what is recorded, constant attributes included.
    fn own_fields(&self) -> impl Iterator<Item = RawField<'_>> {
        let constants: &[u8] = if self.owns_attributes { b"" } else { self.callsite.attributes() };
        [constants, &self.fields].into_iter().flat_map(raw_fields)
    }

    /// Keeps, of the attributes with one key, the last. False when there was no memory for it.
    fn remove_repeated(&mut self) -> bool {
        let constants: &[u8] = if self.owns_attributes { b"" } else { self.callsite.attributes() };
        let every = || raw_fields(constants).chain(raw_fields(&self.fields));
        let count = every().count();
        let mut all: Vec<RawField<'_>> = Vec::new();
        let mut seen: Vec<&[u8]> = Vec::new();
        let mut kept: Vec<&RawField<'_>> = Vec::new();
        let mut rest = Vec::new();
        let has_memory = all.try_reserve_exact(count).is_ok()
            && seen.try_reserve_exact(count).is_ok()
            && kept.try_reserve_exact(count).is_ok()
            && rest.try_reserve_exact(constants.len() + self.fields.len()).is_ok();
        if !has_memory {
            return false;
        }
        all.extend(every());
        for raw in all.iter().rev() {
            match raw.attribute_key(self.attribute_tag) {
                Some(key) if seen.contains(&key) => continue,
                Some(key) => seen.push(key),
                None => {}
            }
            kept.push(raw);
        }
        if kept.len() < all.len() {
            let attributes = seen.len();
            kept.iter().rev().for_each(|raw| rest.extend_from_slice(raw.bytes));
            *self.fields.edit() = rest;
            self.owns_attributes = true;
            self.attributes = u32::try_from(attributes).unwrap_or(u32::MAX);
        }
        self.repeated = 0;
        true
    }

    /// Sets the status; `Ok` is final, and `Unset` changes nothing (EXC-02).
    pub(crate) fn set_status(&mut self, code: StatusCode, message: &dyn Display) {
        if self.status == StatusCode::Ok || code == StatusCode::Unset {
            return;
        }
        self.status = code;
        self.status_message.clear();
        if code == StatusCode::Error {
            let limits = ValueLimits { chars: usize::MAX, buffer_bytes: MAX_STATUS_MESSAGE_BYTES };
            write_display(&mut self.status_message, message, limits);
        }
    }

    /// Sets an outcome: the status, and what class it is of unless the span says so already.
    pub(crate) fn set_outcome(&mut self, code: StatusCode, message: &dyn Display, error_type: &str) {
        self.set_status(code, message);
        if !self.contains(&Key::text(ERROR_TYPE)) {
            self.unique_attribute(&Key::text(ERROR_TYPE), error_type);
        }
    }

    /// Adds what `newer` recorded for the same span in the meantime, within the limits of one span.
    pub(crate) fn absorb(&mut self, newer: &Self) {
        self.dropped_attributes = self.dropped_attributes.saturating_add(newer.dropped_attributes);
        self.dropped_events = self.dropped_events.saturating_add(newer.dropped_events);
        self.dropped_links = self.dropped_links.saturating_add(newer.dropped_links);
        let has_memory = self.fields.edit().try_reserve(newer.fields.len()).is_ok();
        for raw in raw_fields(&newer.fields) {
            self.absorb_field(&raw, has_memory);
        }
        if newer.owns_name {
            self.set_name(&newer.name);
        }
        if newer.status != StatusCode::Unset && self.status != StatusCode::Ok {
            self.status = newer.status;
            self.status_message.clear();
            if self.status_message.try_reserve(newer.status_message.len()).is_ok() {
                self.status_message.extend_from_slice(&newer.status_message);
            }
        }
    }

    fn absorb_field(&mut self, raw: &RawField<'_>, has_memory: bool) {
        let is_repeated = raw.attribute_key(self.attribute_tag).is_some_and(|key| self.contains_key(key));
        let (count, dropped, most) = match raw.bytes.first() {
            Some(&span::EVENTS) => (&mut self.events, &mut self.dropped_events, self.limits.events_per_span),
            Some(&span::LINKS) => (&mut self.links, &mut self.dropped_links, self.limits.links_per_span),
            _ => (&mut self.attributes, &mut self.dropped_attributes, self.max_attributes),
        };
        let has_room = has_memory && self.fields.len() + raw.bytes.len() <= MAX_SPAN_BYTES;
        if !has_room || (*count >= most && !is_repeated) {
            *dropped = dropped.saturating_add(1);
            return;
        }
        self.fields.edit().extend_from_slice(raw.bytes);
        if is_repeated {
            self.count_repeated();
        } else {
            *count += 1;
        }
    }

    /// Returns the fields recorded so far.
    pub(crate) fn fields(&self) -> &[u8] {
        &self.fields
    }

    /// Says whether the fields hold the constant attributes too.
    pub(crate) const fn owns_attributes(&self) -> bool {
        self.owns_attributes
    }

    /// Returns the name that was given at run time.
    pub(crate) fn name(&self) -> Option<&str> {
        self.owns_name.then_some(&*self.name)
    }

    /// Yields what the span links to so far.
    pub(crate) fn links(&self) -> impl Iterator<Item = SpanContext> {
        Fields::new(&self.fields).filter_map(|(number, field)| match field {
            Field::Delimited(link) if number == 13 => Some(Self::link_target(link)),
            _ => None,
        })
    }

    /// Replaces the span's name.
    pub(crate) fn set_name(&mut self, name: &str) {
        let name = truncated(name, MAX_NAME_CHARS);
        // Without memory for the new name the span keeps the one it has.
        if self.name.try_reserve(name.len()).is_ok() {
            self.name.clear();
            self.name.push_str(name);
            self.owns_name = true;
        }
    }

    /// Records the trace state that the span goes on with.
    pub(crate) fn set_trace_state(&mut self, state: &str) {
        let mut fields = self.fields.edit();
        if !state.is_empty() && fields.try_reserve(delimited_len(state.len())).is_ok() {
            put_bytes(&mut fields, span::TRACE_STATE, state.as_bytes());
        }
    }

    /// Ends the span's recording and returns what it recorded; `None` when there is no memory for the rest of it.
    pub(crate) fn finish(&mut self) -> Option<Finished<'_>> {
        if self.has_rest() {
            self.put_rest()?;
        }
        Some(self.finished())
    }

    /// Does as `finish`, where there is no rest and the buffer is worth keeping; `None` otherwise.
    #[inline]
    pub(crate) fn finished_as_it_is(&self) -> Option<Finished<'_>> {
        (!self.has_rest() && self.is_worth_keeping()).then(|| self.finished())
    }

    #[inline]
    fn finished(&self) -> Finished<'_> {
        let Self { fields, owns_attributes, owns_name, .. } = self;
        Finished { fields, owns_attributes: *owns_attributes, owns_name: *owns_name }
    }

    /// Says whether more than attributes, events and links within the limits was recorded.
    #[inline]
    fn has_rest(&self) -> bool {
        let counts = self.repeated | self.dropped_attributes | self.dropped_events | self.dropped_links;
        counts != 0 || self.owns_name || self.status != StatusCode::Unset || !self.callsite.names().is_empty()
    }

    /// Appends what is known at the end; `None` when there is no memory for it.
    fn put_rest(&mut self) -> Option<()> {
        if self.repeated > 0 && !self.remove_repeated() {
            return None;
        }
        let tail_len = self.tail_len();
        let mut fields = self.fields.edit();
        fields.try_reserve(tail_len).ok()?;
        if self.owns_name {
            put_bytes(&mut fields, span::NAME, self.name.as_bytes());
        } else if put_name(&mut fields, self.callsite, self.owns_attributes) {
            self.owns_name = true;
        }
        put_count(&mut fields, span::DROPPED_ATTRIBUTES, self.dropped_attributes);
        put_count(&mut fields, span::DROPPED_EVENTS, self.dropped_events);
        put_count(&mut fields, span::DROPPED_LINKS, self.dropped_links);
        if self.status != StatusCode::Unset {
            let message = &self.status_message;
            let message_len = if message.is_empty() { 0 } else { delimited_len(message.len()) };
            put_delimited(&mut fields, span::STATUS, message_len + 2);
            if !message.is_empty() {
                put_bytes(&mut fields, otlp::status::MESSAGE, message);
            }
            fields.extend_from_slice(&[otlp::status::CODE, self.status.to_otlp()]);
        }
        Some(())
    }

    /// Returns how many bytes `put_rest` appends at most.
    fn tail_len(&self) -> usize {
        // Three counts, and the headers of name, status and message.
        const HEADS: usize = 3 * 6 + 3 * 11 + 2;
        let name = match self.callsite.names() {
            _ if self.owns_name => self.name.len(),
            [] => 0,
            // Made of texts recorded before, each once, and of a convention's few words.
            _ => self.fields.len() + self.callsite.attributes().len() + 256,
        };
        HEADS + name + self.status_message.len()
    }
}

/// Returns how many attributes a span may have that are put on the short way.
#[inline]
fn max_short(limits: &Limits) -> u32 {
    if limits.attribute_value_chars.is_some() { 0 } else { limits.attributes_per_span }
}

/// An attribute on its way into the span. Counted as dropped when its value panics.
struct Unwritten<'a>(&'a mut u32);

impl Drop for Unwritten<'_> {
    #[cold]
    fn drop(&mut self) {
        *self.0 = self.0.saturating_add(1);
    }
}

fn put_count(fields: &mut Vec<u8>, tag: u8, count: u32) {
    if count > 0 {
        fields.push(tag);
        put_varint(fields, u64::from(count));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn count_of_dropped_attributes_stays_at_the_most_that_fits() {
        let mut buffer = SpanBuffer::new(Callsite::NONE, Limits::default());
        buffer.dropped_attributes = u32::MAX;
        buffer.attribute(&Key::text(""), &1);
        assert_eq!(buffer.dropped_attributes, u32::MAX);
    }

    // LIM-01
    #[test]
    fn what_is_absorbed_keeps_the_limits_of_one_span() {
        let of = |keys: core::ops::Range<u32>| {
            let mut buffer = SpanBuffer::new(Callsite::NONE, Limits::default());
            keys.for_each(|key| buffer.attribute(&Key::text(&format!("acme.{key}")), &key));
            buffer
        };
        let mut older = of(0..100);
        older.absorb(&of(90..190));
        assert!(older.remove_repeated());
        // 128 and 62 are 190, and ten keys had a value already.
        assert_eq!((older.attributes, older.dropped_attributes), (128, 62));
        older.absorb(&of(0..128));
        assert!(older.remove_repeated());
        assert_eq!((older.attributes, older.dropped_attributes), (128, 62));
        assert_eq!(raw_fields(&older.fields).count(), 128);
    }
}
