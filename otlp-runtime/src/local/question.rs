//! A sampler of the user's making, asked about a span after its first attributes are recorded.
//!
//! In: a span that has started and is not entered yet. Out: the same, decided.
//! Never here: the thread's state, which user code might need itself.

use core::cell::Cell;

use super::begin::{count_sampler_panic, uncount_started};
use super::buffer::SpanBuffer;
use super::open::OpenSpan;
use crate::callsite::Callsite;
use crate::context::{SpanContext, TraceFlags};
use crate::sampler::{Asked, Rule, SamplingParameters, SamplingResult};
use crate::sync::caught;

thread_local! {
    /// A sampler is being asked on this thread.
    static IS_ASKING: Cell<bool> = const { Cell::new(false) };
}

/// Who is to be asked, and whose child the span is.
#[derive(Debug)]
pub(crate) struct Question {
    sampler: Asked,
    parent: SpanContext,
}

/// Says whether a sampler is being asked on this thread.
#[inline]
pub(super) fn is_asking() -> bool {
    IS_ASKING.try_with(Cell::get).unwrap_or(false)
}

/// Says whether somebody is to be asked.
#[inline]
pub(super) const fn is_about(rule: &Rule) -> bool {
    matches!(rule, Rule::Asked(_))
}

/// Returns the question that `rule` asks about a child of `parent`.
#[inline]
pub(super) fn about(rule: &Rule, parent: &SpanContext) -> Option<Box<Question>> {
    match rule {
        Rule::Asked(sampler) => Some(Question::new(sampler, parent)),
        _ => None,
    }
}

impl Question {
    // Out of line, so that what starts a span stays small.
    #[cold]
    #[expect(clippy::unnecessary_box_returns, reason = "questions live in boxes only")]
    fn new(sampler: &Asked, parent: &SpanContext) -> Box<Self> {
        Box::new(Self { sampler: sampler.clone(), parent: parent.clone() })
    }
}

/// Asks the sampler that has yet to be asked about `span`, and does as it says.
#[cold]
pub(crate) fn settle(span: &mut OpenSpan) {
    let Some(question) = span.question.take() else { return };
    let trace_id = span.context.trace_id();
    let answer = ask(&question, span).unwrap_or_else(|| {
        count_sampler_panic(span.generation);
        SamplingResult::drop()
    });
    let (verdict, trace_state, attributes) = answer.decide(&question.parent, trace_id);
    let flags = span.context.trace_flags().without(TraceFlags::SAMPLED);
    let flags = if verdict.is_sampled { flags.with(TraceFlags::SAMPLED) } else { flags };
    span.context = SpanContext::new(trace_id, span.context.span_id(), flags, false, trace_state);
    if !verdict.is_recording {
        span.is_recording = false;
        uncount_started(span.generation);
    } else if let Some(buffer) = span.buffer() {
        for attribute in &attributes {
            buffer.attribute(&attribute.as_key(), &attribute.value);
        }
    }
}

/// Returns what the sampler says; `None` when it panicked.
fn ask(question: &Question, span: &OpenSpan) -> Option<SamplingResult> {
    let callsite: &'static Callsite = span.callsite;
    let recorded = span.buffer.as_deref().filter(|_| span.has_recorded);
    let constants =
        if recorded.is_some_and(SpanBuffer::owns_attributes) { b"" } else { callsite.attributes() };
    let links: Vec<SpanContext> = recorded.map(|buffer| buffer.links().collect()).unwrap_or_default();
    let parameters = SamplingParameters {
        parent: &question.parent,
        trace_id: span.context.trace_id(),
        name: recorded.and_then(SpanBuffer::name).unwrap_or_else(|| callsite.name()),
        callsite,
        fields: [constants, recorded.map_or(b"", |buffer| buffer.fields())],
        links: &links,
    };
    let _ = IS_ASKING.try_with(|is_asking| is_asking.set(true));
    // The sampler may be in any state it could be in between two statements, which is its own affair: it is asked again.
    let answer = caught(|| question.sampler.should_sample(&parameters));
    let _ = IS_ASKING.try_with(|is_asking| is_asking.set(false));
    answer
}
