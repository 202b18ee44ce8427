//! Events and links: messages inside a span, made in buffers of their own.
//!
//! In: an event's name and time, a link's target, then attributes as for a span. Out: one field
//! of the span they are added to, or a count.
//! Never here: the attributes themselves (`super`).

use super::{MAX_NAME_CHARS, MAX_SPAN_BYTES, SpanBuffer, put_count};
use crate::attribute::truncated;
use crate::context::{SpanContext, SpanId, TraceFlags, TraceId, TraceState};
use crate::proto::otlp::{self, span};
use crate::proto::wire::{Field, Fields, delimited_len, put_bytes};

impl SpanBuffer {
    /// Starts an event.
    pub(crate) fn begin_event(&mut self, name: &str, time_unix_nanos: u64) {
        self.attribute_tag = otlp::event::ATTRIBUTES;
        self.max_attributes = self.limits.attributes_per_event;
        let mut fields = self.fields.edit();
        fields.push(otlp::event::TIME);
        fields.extend_from_slice(&time_unix_nanos.to_le_bytes());
        let name = truncated(name, MAX_NAME_CHARS);
        // Without memory for its name it is an event still.
        let name = if fields.try_reserve(delimited_len(name.len())).is_ok() { name } else { "" };
        put_bytes(&mut fields, otlp::event::NAME, name.as_bytes());
    }

    /// Starts a link to `target`.
    pub(crate) fn begin_link(&mut self, target: &SpanContext) {
        self.attribute_tag = otlp::link::ATTRIBUTES;
        self.max_attributes = self.limits.attributes_per_link;
        let mut fields = self.fields.edit();
        put_bytes(&mut fields, otlp::link::TRACE_ID, &target.trace_id().to_bytes());
        put_bytes(&mut fields, otlp::link::SPAN_ID, &target.span_id().to_bytes());
        let state_len = delimited_len(target.trace_state().as_str().len());
        if !target.trace_state().is_empty() && fields.try_reserve(state_len).is_ok() {
            put_bytes(&mut fields, otlp::link::TRACE_STATE, target.trace_state().as_str().as_bytes());
        }
        let flags = span::flags(target.trace_flags().to_u8(), target.is_remote());
        fields.push(otlp::link::FLAGS);
        fields.extend_from_slice(&flags.to_le_bytes());
    }

    /// Reads the target of a link back.
    pub(super) fn link_target(link: &[u8]) -> SpanContext {
        let (mut trace_id, mut span_id) = (TraceId::INVALID, SpanId::INVALID);
        let (mut flags, mut state) = (0, TraceState::empty());
        for (number, field) in Fields::new(link) {
            match (number, field) {
                (1, Field::Delimited(id)) => trace_id = id.try_into().map_or(trace_id, TraceId::from_bytes),
                (2, Field::Delimited(id)) => span_id = id.try_into().map_or(span_id, SpanId::from_bytes),
                (3, Field::Delimited(text)) => {
                    state = str::from_utf8(text).ok().and_then(|text| text.parse().ok()).unwrap_or_default();
                }
                (6, Field::Fixed32(bits)) => flags = bits,
                _ => {}
            }
        }
        let [trace_flags, more, ..] = flags.to_le_bytes();
        SpanContext::new(trace_id, span_id, TraceFlags::new(trace_flags), more & 2 != 0, state)
    }

    /// Removes what was replaced, if a message has no room beside it.
    fn make_room(&mut self, message: &Self) {
        // Its count of dropped attributes, six bytes at most, is still to come.
        let message_len = delimited_len(message.fields.len() + 6);
        if self.repeated > 0 && self.fields.len() + message_len > MAX_SPAN_BYTES {
            self.remove_repeated();
        }
    }

    /// Adds an event whose fields are in `event`.
    pub(crate) fn add_event(&mut self, event: &mut Self) {
        self.make_room(event);
        let limit = self.limits.events_per_span;
        Self::add_message(
            &mut self.fields.edit(),
            (&mut self.events, &mut self.dropped_events),
            limit,
            span::EVENTS,
            event,
            otlp::event::DROPPED_ATTRIBUTES,
        );
    }

    /// Adds a link whose fields are in `link`.
    pub(crate) fn add_link(&mut self, link: &mut Self) {
        self.make_room(link);
        let limit = self.limits.links_per_span;
        Self::add_message(
            &mut self.fields.edit(),
            (&mut self.links, &mut self.dropped_links),
            limit,
            span::LINKS,
            link,
            otlp::link::DROPPED_ATTRIBUTES,
        );
    }

    fn add_message(
        fields: &mut Vec<u8>,
        (count, dropped): (&mut u32, &mut u32),
        limit: u32,
        tag: u8,
        message: &mut Self,
        dropped_tag: u8,
    ) {
        let is_unique = message.repeated == 0 || message.remove_repeated();
        put_count(&mut message.fields.edit(), dropped_tag, message.dropped_attributes);
        let len = delimited_len(message.fields.len());
        if !is_unique
            || *count >= limit
            || fields.len() + len > MAX_SPAN_BYTES
            || fields.try_reserve(len).is_err()
        {
            *dropped = dropped.saturating_add(1);
            return;
        }
        *count += 1;
        put_bytes(fields, tag, &message.fields);
    }
}
