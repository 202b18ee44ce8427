//! One ended span, read where it lies.
//!
//! In: a record and its fields. Out: everything the span says, borrowed.
//! Never here: copies, except where a method's name says so.

use core::panic::Location;
use core::time::Duration;

use crate::attribute::Attribute;
use crate::callsite::{Scope, SpanKind};
use crate::chunk::record::Record;
use crate::context::{SpanContext, SpanId, TraceFlags, TraceId, TraceState};
use crate::proto::wire::{Field, Fields};
use crate::status::StatusCode;

/// An ended span, borrowed from its batch.
#[derive(Clone, Copy, Debug)]
pub struct SpanView<'a> {
    record: Record,
    fields: &'a [u8],
}

/// How a span ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StatusView<'a> {
    /// The code.
    pub code: StatusCode,
    /// The message for people; empty unless the code is `Error`.
    pub message: &'a str,
}

/// An event of a span.
#[derive(Clone, Copy, Debug)]
pub struct EventView<'a> {
    message: &'a [u8],
}

/// A link of a span.
#[derive(Clone, Copy, Debug)]
pub struct LinkView<'a> {
    message: &'a [u8],
}

impl<'a> SpanView<'a> {
    pub(crate) const fn new(record: Record, fields: &'a [u8]) -> Self {
        Self { record, fields }
    }

    /// Returns the trace's id.
    pub const fn trace_id(&self) -> TraceId {
        self.record.trace_id
    }

    /// Returns the span's id.
    pub const fn span_id(&self) -> SpanId {
        self.record.span_id
    }

    /// Returns the parent's id; invalid for a root.
    pub const fn parent_span_id(&self) -> SpanId {
        self.record.parent_span_id
    }

    /// Says whether the parent is in another process.
    pub const fn parent_is_remote(&self) -> bool {
        self.record.parent_is_remote
    }

    /// Returns the flags.
    pub const fn trace_flags(&self) -> TraceFlags {
        self.record.trace_flags
    }

    /// Returns the trace state as it goes into a header; empty if there is none.
    pub fn trace_state(&self) -> &'a str {
        self.text(3)
    }

    /// Returns what identifies the span, copied.
    pub fn context(&self) -> SpanContext {
        let state: TraceState = self.trace_state().parse().unwrap_or_default();
        SpanContext::new(self.trace_id(), self.span_id(), self.trace_flags(), false, state)
    }

    /// Returns the name.
    pub fn name(&self) -> &'a str {
        if self.record.owns_name { self.text(5) } else { self.record.callsite.name() }
    }

    /// Returns the kind.
    pub const fn kind(&self) -> SpanKind {
        self.record.callsite.kind()
    }

    /// Returns the library that made the span; without a name for spans of the builder.
    pub const fn scope(&self) -> &'static Scope {
        self.record.callsite.scope()
    }

    /// Yields the attributes of the library that made the span.
    pub fn scope_attributes(&self) -> impl Iterator<Item = Attribute<'static>> + use<> {
        Attribute::all(self.scope().attributes(), 3)
    }

    /// Returns where in the source the span is made; for spans of the builder, a place in this crate.
    pub const fn location(&self) -> &'static Location<'static> {
        self.record.callsite.location()
    }

    /// Returns the start in nanoseconds since 1970.
    pub const fn start_unix_nanos(&self) -> u64 {
        self.record.start_unix_nanos
    }

    /// Returns the end in nanoseconds since 1970; never before the start.
    pub const fn end_unix_nanos(&self) -> u64 {
        self.record.end_unix_nanos
    }

    /// Returns how long the span lasted.
    pub const fn duration(&self) -> Duration {
        Duration::from_nanos(self.record.end_unix_nanos.saturating_sub(self.record.start_unix_nanos))
    }

    /// Yields the attributes: constant ones first, then in the order they were recorded.
    pub fn attributes(&self) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
        let constants = if self.record.owns_attributes { b"" } else { self.record.callsite.attributes() };
        Attribute::all(constants, 9).chain(Attribute::all(self.fields, 9))
    }

    /// Yields the events in the order they were added.
    pub fn events(&self) -> impl Iterator<Item = EventView<'a>> + use<'a> {
        messages(self.fields, 11).map(|message| EventView { message })
    }

    /// Yields the links in the order they were added.
    pub fn links(&self) -> impl Iterator<Item = LinkView<'a>> + use<'a> {
        messages(self.fields, 13).map(|message| LinkView { message })
    }

    /// Returns how the span ended.
    pub fn status(&self) -> StatusView<'a> {
        let mut status = StatusView::default();
        for (number, field) in messages(self.fields, 15).flat_map(Fields::new) {
            match (number, field) {
                (2, Field::Delimited(message)) => {
                    status.message = str::from_utf8(message).unwrap_or_default();
                }
                (3, Field::Varint(1)) => status.code = StatusCode::Ok,
                (3, Field::Varint(2)) => status.code = StatusCode::Error,
                _ => {}
            }
        }
        status
    }

    /// Returns how many attributes were dropped for a limit.
    pub fn dropped_attributes_count(&self) -> u32 {
        count(self.fields, 10)
    }

    /// Returns how many events were dropped for a limit.
    pub fn dropped_events_count(&self) -> u32 {
        count(self.fields, 12)
    }

    /// Returns how many links were dropped for a limit.
    pub fn dropped_links_count(&self) -> u32 {
        count(self.fields, 14)
    }

    fn text(&self, number: u64) -> &'a str {
        messages(self.fields, number).last().and_then(|text| str::from_utf8(text).ok()).unwrap_or_default()
    }
}

impl<'a> EventView<'a> {
    /// Returns the name.
    pub fn name(&self) -> &'a str {
        messages(self.message, 2).next().and_then(|name| str::from_utf8(name).ok()).unwrap_or_default()
    }

    /// Returns the time in nanoseconds since 1970.
    pub fn time_unix_nanos(&self) -> u64 {
        Fields::new(self.message)
            .find_map(|(number, field)| match field {
                Field::Fixed64(nanos) if number == 1 => Some(nanos),
                _ => None,
            })
            .unwrap_or_default()
    }

    /// Yields the attributes.
    pub fn attributes(&self) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
        Attribute::all(self.message, 3)
    }

    /// Returns how many attributes were dropped for a limit.
    pub fn dropped_attributes_count(&self) -> u32 {
        count(self.message, 4)
    }
}

impl<'a> LinkView<'a> {
    /// Returns what the link points to, copied.
    pub fn context(&self) -> SpanContext {
        let mut ids = (TraceId::INVALID, SpanId::INVALID);
        let mut state = TraceState::empty();
        let mut flags = 0;
        for (number, field) in Fields::new(self.message) {
            match (number, field) {
                (1, Field::Delimited(id)) => ids.0 = id.try_into().map_or(ids.0, TraceId::from_bytes),
                (2, Field::Delimited(id)) => ids.1 = id.try_into().map_or(ids.1, SpanId::from_bytes),
                (3, Field::Delimited(text)) => {
                    state = str::from_utf8(text).ok().and_then(|text| text.parse().ok()).unwrap_or_default();
                }
                (6, Field::Fixed32(bits)) => flags = bits,
                _ => {}
            }
        }
        let [trace_flags, more, ..] = flags.to_le_bytes();
        SpanContext::new(ids.0, ids.1, TraceFlags::new(trace_flags), more & 2 != 0, state)
    }

    /// Yields the attributes.
    pub fn attributes(&self) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
        Attribute::all(self.message, 4)
    }

    /// Returns how many attributes were dropped for a limit.
    pub fn dropped_attributes_count(&self) -> u32 {
        count(self.message, 5)
    }
}

fn messages(message: &[u8], number: u64) -> impl Iterator<Item = &[u8]> {
    Fields::new(message).filter_map(move |(found, field)| match field {
        Field::Delimited(bytes) if found == number => Some(bytes),
        _ => None,
    })
}

fn count(message: &[u8], number: u64) -> u32 {
    Fields::new(message)
        .find_map(|(found, field)| match field {
            Field::Varint(count) if found == number => u32::try_from(count).ok(),
            _ => None,
        })
        .unwrap_or_default()
}
