//! Spans and events of the `tracing` crate, as ours.
//!
//! In: what a `tracing_subscriber` registry tells its layers. Out: spans of ours with the same parents, and events on them.
//! Never here: user code while one of the registry's locks is held, so values are formatted before; global state.
//!
//! Protocol. The registry's extensions of a span hold its `Bridged`, with the open span in it. Entering does not move that
//! span: a box that stands for it goes into the thread's slot, so a span may be entered on several threads at a time. What was
//! in the slot before waits in `ENTERED`, on the thread. Exits may come in any order: `local` repairs and counts. What
//! is recorded on the box goes to the span, which lends its buffer (`Open`); no lock is held while user code runs.

mod fields;

use core::cell::RefCell;
use core::mem;
use std::sync::{Arc, Mutex};

use tracing_core::span::{Attributes, Id, Record};
use tracing_core::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::{LookupSpan, SpanRef};

use self::fields::Fields;
use crate::attribute::{Key, KeyValue};
use crate::callsite::{Callsite, SpanKind};
use crate::clock::{self, Moment};
use crate::context::{SpanContext, SpanId};
use crate::local::buffer::SpanBuffer;
use crate::local::{self, Lender, OpenSpan};
use crate::span::{Event as SpanEvent, Link, Relation, Span};
use crate::status::StatusCode;
use crate::sync::lock;

thread_local! {
    /// Spans of `tracing` that are entered on this thread, the youngest last.
    static ENTERED: RefCell<Vec<Entered>> = const { RefCell::new(Vec::new()) };
}

#[derive(Debug)]
struct Entered {
    span_id: SpanId,
    /// The key of the box that stands for the span.
    key: SpanId,
    /// What the thread's slot held before.
    previous: Option<Box<OpenSpan>>,
}

/// A span of `tracing` and the span of ours that is made from it.
#[derive(Debug)]
struct Bridged {
    open: Arc<Open>,
    context: SpanContext,
    status_message: String,
    /// When the span was left last: `tracing` closes it only when its children and handles are gone.
    left: Option<Moment>,
    is_panic: bool,
}

/// The span of ours, which any thread that has entered it may record on.
#[derive(Debug)]
struct Open(Mutex<Span>);

impl Lender for Open {
    fn is_recording(&self) -> bool {
        lock(&self.0).is_recording()
    }

    fn lend(&self) -> Option<Box<SpanBuffer>> {
        lock(&self.0).lend()
    }

    fn take_back(&self, buffer: Box<SpanBuffer>) {
        lock(&self.0).take_back(buffer);
    }
}

/// Makes spans of ours from those of the `tracing` crate: a layer for `tracing_subscriber::registry()`.
///
/// A span has the parent that `tracing` says, or the current span of ours. It ends when it is left for the last time.
/// Spans of ours begun in it become its children. Its fields become attributes, also those recorded later;
/// `otel.name`, `otel.kind`, `otel.status_code` and `otel.status_message` set name, kind and status; `follows_from` becomes a
/// link; events become events of the innermost span, with `level` and `target`. The place in the source is recorded as
/// `code.file.path` and `code.line.number`.
///
/// A span that a filter hides is not there: what runs in it belongs to the span above, and a span that names it as its
/// parent is a root. Spans of the export thread are
/// never recorded.
///
/// [`record!`](crate::record), [`event!`](crate::event) and [`Span::current`] mean the innermost span, of either kind: in a
/// span of `tracing` they add to what becomes of it.
///
/// What a formatter of `tracing` prints may carry our ids: [`Span::current`]'s context is that of the innermost span, of
/// either kind.
///
/// ```
/// use otlp_runtime::{InMemoryExporter, Telemetry, TracingLayer, inline};
/// use tracing_subscriber::layer::SubscriberExt;
///
/// let exporter = InMemoryExporter::default();
/// let telemetry = Telemetry::builder().exporter(exporter.clone()).install()?;
/// let subscriber = tracing_subscriber::registry().with(TracingLayer::new());
/// tracing::subscriber::with_default(subscriber, || {
///     let _ours = inline::span!("serve");
///     tracing::info_span!("query", rows = 3).in_scope(|| tracing::info!("done"));
/// });
/// telemetry.shutdown()?;
/// let [query, serve] = &exporter.spans()[..] else { panic!() };
/// assert_eq!(query.parent_span_id, serve.context.span_id());
/// assert_eq!(query.events[0].0, "done");
/// # Ok::<(), otlp_runtime::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct TracingLayer {
    _private: (),
}

impl TracingLayer {
    /// Makes a layer. It records while [`Telemetry`](crate::Telemetry) is installed.
    pub const fn new() -> Self {
        Self { _private: () }
    }
}

impl Bridged {
    fn is_recording(&self) -> bool {
        self.open.is_recording()
    }

    /// Runs `operation` on the span. It holds a lock: no user code in it.
    fn with_span<T>(&self, operation: impl FnOnce(&mut Span) -> T) -> T {
        operation(&mut lock(&self.open.0))
    }
}

/// Records what was formatted before. The status message may come before the status, and is kept.
fn record(span: &mut Span, status_message: &mut String, fields: Fields) {
    if let Some(kind) = fields.kind {
        span.set_kind(kind);
    }
    if let Some(buffer) = span.buffer() {
        if let Some(name) = &fields.name {
            buffer.set_name(name);
        }
        for attribute in &fields.attributes {
            buffer.attribute(&attribute.as_key(), &attribute.value);
        }
    }
    let mut code = fields.status_code;
    if let Some(message) = fields.status_message {
        *status_message = message;
        code = code.or(Some(StatusCode::Error));
    }
    if let Some(code) = code {
        span.set_status(code, status_message);
    }
}

/// Returns the context of the span of ours that `span`, or the nearest one around it, became.
fn context_of<'a, R: LookupSpan<'a>>(span: &SpanRef<'a, R>) -> Option<SpanContext> {
    span.scope().find_map(|span| span.extensions().get::<Bridged>().map(|bridged| bridged.context.clone()))
}

fn is_bridged<'a, R: LookupSpan<'a>>(span: &SpanRef<'a, R>) -> bool {
    span.extensions().get::<Bridged>().is_some()
}

/// Runs `operation` on what `span` became. It holds a lock of the registry: no user code in it.
fn with_bridged<'a, R: LookupSpan<'a>, T>(
    span: &SpanRef<'a, R>,
    operation: impl FnOnce(&mut Bridged) -> T,
) -> Option<T> {
    span.extensions_mut().get_mut::<Bridged>().map(operation)
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for TracingLayer {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        // Where the layer was added twice, one of the two makes the span.
        let Some(span) = context.span(id).filter(|span| !is_bridged(span)) else { return };
        let given;
        let relation = if attributes.is_root() {
            Relation::Root
        } else if let Some(parent) = attributes.parent() {
            // A parent that is not there for us: a new trace is better than a wrong parent.
            given = context.span(parent).and_then(|parent| context_of(&parent)).unwrap_or_default();
            Relation::child_of(&given)
        } else {
            // The span that `tracing` has entered is in our slot too, unless one of ours is entered inside of it.
            Relation::CurrentAnywhere
        };
        let mut started = Span::start(Callsite::dynamic(SpanKind::Internal), relation);
        if !started.is_present() {
            return;
        }
        let metadata = attributes.metadata();
        let fields = if started.is_recording() {
            Fields::of(|fields| attributes.record(fields))
        } else {
            Fields::default()
        };
        if let Some(buffer) = started.buffer() {
            buffer.set_name(metadata.name());
            if let Some(file) = metadata.file() {
                buffer.unique_attribute(&Key::text("code.file.path"), file);
            }
            if let Some(line) = metadata.line() {
                buffer.unique_attribute(&Key::text("code.line.number"), &line);
            }
        }
        let mut status_message = String::new();
        record(&mut started, &mut status_message, fields);
        started.settle();
        let context = started.context();
        let open = Arc::new(Open(Mutex::new(started)));
        let bridged = Bridged { open, context, status_message, left: None, is_panic: false };
        span.extensions_mut().replace(bridged);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        if with_bridged(&span, |bridged| bridged.is_recording()) == Some(true) {
            let fields = Fields::of(|fields| values.record(fields));
            with_bridged(&span, |bridged| {
                record(&mut lock(&bridged.open.0), &mut bridged.status_message, fields);
            });
        }
    }

    fn on_follows_from(&self, id: &Id, follows: &Id, context: Context<'_, S>) {
        let target = context.span(follows).and_then(|span| context_of(&span));
        if let (Some(span), Some(target)) = (context.span(id), target) {
            with_bridged(&span, |bridged| bridged.with_span(|span| span.add_link(Link::new(target))));
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let nearest = context.event_span(event).and_then(|span| span.scope().find(is_bridged));
        let given = nearest.as_ref().and_then(|span| {
            with_bridged(span, |bridged| (bridged.context.span_id(), bridged.is_recording()))
        });
        // The innermost span may be of either kind. An event with a parent of its own goes there.
        let is_ours =
            event.is_contextual() && given.is_none_or(|(span_id, _)| span_id != local::context().span_id());
        let is_recording = if is_ours { local::is_recording() } else { given.is_some_and(|(_, is)| is) };
        if !is_recording {
            return;
        }
        let metadata = event.metadata();
        let fields = Fields::of(|fields| event.record(fields));
        let mut made = SpanEvent::new(fields.message.as_deref().unwrap_or_else(|| metadata.name()));
        made = made.with("level", metadata.level().as_str()).with("target", metadata.target());
        for KeyValue { key, value } in &fields.attributes {
            made = made.with(key, value);
        }
        if is_ours {
            Span::current().add_event(made);
        } else if let Some(span) = nearest {
            with_bridged(&span, |bridged| bridged.with_span(|span| span.add_event(made)));
        }
    }

    fn on_enter(&self, id: &Id, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        let bridged = span.extensions().get::<Bridged>().map(|bridged| {
            (bridged.context.clone(), bridged.is_recording().then(|| Arc::clone(&bridged.open)))
        });
        let Some((entered, lender)) = bridged else { return };
        let mut open = local::stand_in(&entered, local::carried());
        let Some(key) = open.as_ref().map(|open| open.key) else { return };
        // A thread's last destructors have no place to remember it.
        let _ = ENTERED.try_with(|stack| {
            if let Ok(mut stack) = stack.try_borrow_mut()
                && local::swap_in(&mut open)
            {
                stack.push(Entered { span_id: entered.span_id(), key, previous: open });
                if let Some(lender) = lender {
                    local::start_lending(key, lender);
                }
            }
        });
    }

    fn on_exit(&self, id: &Id, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        let left = with_bridged(&span, |bridged| {
            bridged.left = Some(clock::now());
            bridged.is_panic |= bridged.with_span(|span| span.is_unwinding());
            bridged.context.span_id()
        });
        let Some(left) = left else { return };
        let entered = ENTERED.try_with(|stack| {
            let mut stack = stack.try_borrow_mut().ok()?;
            let index = stack.iter().rposition(|entered| entered.span_id == left)?;
            Some(stack.remove(index))
        });
        if let Ok(Some(Entered { key, previous, .. })) = entered {
            local::stop_lending(key);
            local::exit_entered(key, previous);
        }
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let bridged = context.span(&id).and_then(|span| span.extensions_mut().remove::<Bridged>());
        if let Some(Bridged { open, left, is_panic, .. }) = bridged {
            let span = mem::replace(&mut *lock(&open.0), Span::NONE);
            span.end_at(left, is_panic);
        }
    }
}
