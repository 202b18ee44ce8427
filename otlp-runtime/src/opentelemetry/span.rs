//! Spans for the `opentelemetry` crate.
//!
//! In: what its API records. Out: the same in a span of ours.
//! Never here: which span is current. This one never is in our sense: that crate's context has it.

use std::borrow::Cow;
use std::time::SystemTime;

use opentelemetry::KeyValue;
use opentelemetry::trace::{self as otel, SpanBuilder, Status};

use super::value::{Recorded, moment, owned};
use crate::attribute::Key;
use crate::clock;
use crate::context::SpanContext;
use crate::span::{Event, Link};
use crate::status::StatusCode;

/// A span that was begun by a [`Tracer`](super::Tracer). Ends when dropped, unless it has ended.
///
/// Everything after its end is ignored.
#[derive(Debug)]
pub struct Span {
    span: Option<crate::span::Span>,
    context: otel::SpanContext,
}

impl Span {
    /// Wraps a started span, and records what `builder` has. `None` when there is no span.
    pub(super) fn started(mut span: crate::span::Span, builder: SpanBuilder) -> Option<Self> {
        let SpanBuilder { name, start_time, attributes, events, links, .. } = builder;
        if let Some(time) = start_time {
            span.set_start(moment(time, clock::now()));
        }
        let mut started = Self { span: Some(span), context: otel::SpanContext::NONE };
        otel::Span::update_name(&mut started, name);
        attributes.into_iter().flatten().for_each(|attribute| started.record(&attribute));
        for link in links.into_iter().flatten() {
            started.link((&link.span_context).into(), &link.attributes);
        }
        for event in events.into_iter().flatten() {
            started.event(&event.name, event.timestamp, &event.attributes);
        }
        let span = started.span.as_mut()?;
        span.settle();
        started.context = span.own_context()?.into();
        Some(started)
    }

    /// Stands for `context`: the parent's, where no span was made.
    pub(super) const fn not_recorded(context: otel::SpanContext) -> Self {
        Self { span: None, context }
    }

    fn record(&mut self, attribute: &KeyValue) {
        if let Some(buffer) = self.span.as_mut().and_then(crate::span::Span::buffer) {
            buffer.attribute(&Key::text(attribute.key.as_str()), &Recorded(&attribute.value));
        }
    }

    fn event(&mut self, name: &str, time: SystemTime, attributes: &[KeyValue]) {
        if let Some(span) = self.span.as_mut().filter(|span| span.is_recording()) {
            let mut event = Event::at(name, moment(time, clock::now()));
            for attribute in attributes {
                event.attribute(Key::text(attribute.key.as_str()), &Recorded(&attribute.value));
            }
            span.add_event(event);
        }
    }

    fn link(&mut self, target: SpanContext, attributes: &[KeyValue]) {
        if let Some(span) = self.span.as_mut().filter(|span| span.is_recording()) {
            let link = attributes.iter().fold(Link::new(target), |link, attribute| {
                link.with(attribute.key.as_str().to_owned(), owned(&attribute.value))
            });
            span.add_link(link);
        }
    }
}

impl otel::Span for Span {
    fn add_event_with_timestamp<T>(&mut self, name: T, timestamp: SystemTime, attributes: Vec<KeyValue>)
    where
        T: Into<Cow<'static, str>>,
    {
        self.event(&name.into(), timestamp, &attributes);
    }

    fn span_context(&self) -> &otel::SpanContext {
        &self.context
    }

    fn is_recording(&self) -> bool {
        self.span.as_ref().is_some_and(crate::span::Span::is_recording)
    }

    fn set_attribute(&mut self, attribute: KeyValue) {
        self.record(&attribute);
    }

    fn set_status(&mut self, status: Status) {
        let (code, message) = match &status {
            Status::Unset => (StatusCode::Unset, ""),
            Status::Ok => (StatusCode::Ok, ""),
            Status::Error { description } => (StatusCode::Error, &**description),
        };
        if let Some(span) = &mut self.span {
            span.set_status(code, message);
        }
    }

    fn update_name<T>(&mut self, new_name: T)
    where
        T: Into<Cow<'static, str>>,
    {
        if let Some(buffer) = self.span.as_mut().and_then(crate::span::Span::buffer) {
            buffer.set_name(&new_name.into());
        }
    }

    fn add_link(&mut self, span_context: otel::SpanContext, attributes: Vec<KeyValue>) {
        self.link((&span_context).into(), &attributes);
    }

    fn end_with_timestamp(&mut self, timestamp: SystemTime) {
        if let Some(span) = self.span.take() {
            let end = span.own_start().map(|start| moment(timestamp, start));
            span.end_at(end, false);
        }
    }
}
