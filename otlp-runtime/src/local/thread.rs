//! The thread's state and every operation on it.
//!
//! In: calls of `span`. Out: open spans; records appended to the chunk.
//! Never here: user code while the state is borrowed; a panic. A long file, since every borrow of the state is in it.

use core::cell::{Cell, RefCell};
use core::mem;

#[cfg(feature = "opentelemetry")]
use super::beside;
use super::buffer::{Finished, SpanBuffer};
use super::joined::Joined;
use super::open::{Arrival, Deferred, OpenSpan, Relation, lose};
use super::question;
use crate::baggage::{Baggage, Carried};
use crate::callsite::Callsite;
use crate::chunk::record::Record;
use crate::clock::{self, Moment};
use crate::config::Limits;
use crate::context::{SpanContext, SpanId, TraceFlags};
use crate::id::IdGenerator;
#[cfg(feature = "opentelemetry")]
use crate::otel;
use crate::pipeline::{self, Pipeline};
use crate::stats::DropReason;
use crate::status::StatusCode;

/// Boxes that a thread keeps for its next spans: deeper nesting allocates.
const KEPT: usize = 256;

/// The context of no span.
static NO_SPAN: SpanContext = SpanContext::INVALID;

thread_local! {
    static STATE: RefCell<State> = const { RefCell::new(State::new()) };
    /// A span on its way from inside a future to what polls the future, within one poll.
    static HANDED: Cell<Option<Handed>> = const { Cell::new(None) };
}

/// A started span, and what it began as; `None` when there is no span.
type Handed = (Option<Box<OpenSpan>>, SpanId);

/// Leaves a span for [`take_handed`]. Gives it back when the thread is ending.
pub(crate) fn hand_over(span: Handed) -> Result<(), Handed> {
    let mut span = Some(span);
    // A thread's last destructors have no place to leave it.
    let _ = HANDED.try_with(|handed| handed.set(span.take()));
    span.map_or(Ok(()), Err)
}

/// Takes the span that the future just polled has left.
pub(crate) fn take_handed() -> Option<Handed> {
    HANDED.try_with(Cell::take).ok().flatten()
}

struct State {
    /// The slot: the span that is entered.
    current: Option<Box<OpenSpan>>,
    /// What is carried while no span is entered.
    carried: Carried,
    ids: IdGenerator,
    /// The pipeline this thread records into; its generation is compared before each use.
    joined: Option<Joined>,
    #[expect(clippy::vec_box, reason = "spans and messages take the box as it is, one pointer wide")]
    spare: Vec<Box<OpenSpan>>,
    #[expect(clippy::vec_box, reason = "spans and messages take the box as it is, one pointer wide")]
    messages: Vec<Box<SpanBuffer>>,
    deferred: Vec<Deferred>,
    is_suppressed: bool,
}

/// Runs `operation` on the thread's state. `None` when the thread is ending and the state is
/// gone, or when a signal handler or allocator re-entered.
#[inline]
fn with<R>(operation: impl FnOnce(&mut State) -> R) -> Option<R> {
    STATE.try_with(|state| state.try_borrow_mut().ok().map(|mut state| operation(&mut state))).ok().flatten()
}

/// Does as [`with`]; when the thread's state is gone, as in its last destructors, on one for this call alone.
///
/// That costs a chunk for a single span, and such a span has no parent but a given one.
#[inline]
fn with_or_anew<R>(operation: impl FnOnce(&mut State) -> R) -> Option<R> {
    let mut operation = Some(operation);
    let result = STATE.try_with(|state| {
        let mut state = state.try_borrow_mut().ok()?;
        operation.take().map(|operation| operation(&mut state))
    });
    result.unwrap_or_else(|_| operation.take().map(|operation| operation(&mut State::new())))
}

/// Keeps this thread from recording spans: for the export thread and those that work for it.
pub(crate) fn suppress() {
    with(|state| state.is_suppressed = true);
    #[cfg(feature = "opentelemetry")]
    otel::suppress();
}

/// Begins a span. `None` when nothing is installed, or when the current span is not sampled and
/// its context goes on unchanged.
#[inline]
pub(crate) fn begin(callsite: &'static Callsite, relation: Relation<'_>) -> Option<Box<OpenSpan>> {
    match pipeline::generation() {
        0 => None,
        generation => begin_installed(generation, callsite, relation),
    }
}

// The calls that an annotated function makes are out of line, so that it stays small.
#[inline(never)]
fn begin_installed(
    generation: u32,
    callsite: &'static Callsite,
    relation: Relation<'_>,
) -> Option<Box<OpenSpan>> {
    #[cfg(feature = "opentelemetry")]
    if otel::is_bridged() {
        return beside::begin(generation, callsite, relation);
    }
    begin_in(generation, callsite, relation)
}

/// Begins a span of the pipeline with this generation. One copy, whoever calls.
#[cfg_attr(feature = "opentelemetry", inline(never))]
#[cfg_attr(not(feature = "opentelemetry"), inline)]
pub(super) fn begin_in(
    generation: u32,
    callsite: &'static Callsite,
    relation: Relation<'_>,
) -> Option<Box<OpenSpan>> {
    let begun = with(|state| {
        if matches!(relation, Relation::Current) && state.shares_unsampled(generation, Pipeline::generation) {
            return None;
        }
        let child = match relation {
            Relation::Current | Relation::CurrentAnywhere => {
                state.begin_child(generation, callsite, Pipeline::generation, true)
            }
            Relation::Root | Relation::From(_) => None,
        };
        child.or_else(|| state.begin(generation, callsite, relation))
    });
    match begun {
        Some(begun) => begun,
        None => begin_anew(generation, callsite, relation),
    }
}

/// Begins a span where the thread's state is gone.
#[cold]
fn begin_anew(generation: u32, callsite: &'static Callsite, relation: Relation<'_>) -> Option<Box<OpenSpan>> {
    with_or_anew(|state| state.begin(generation, callsite, relation)).flatten()
}

/// A span that was entered, or none.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The key it began with, as a number: two words are returned in registers. 0 when there is none.
    key: u64,
    /// What the slot held before; the span itself when it could not be entered.
    previous: Option<Box<OpenSpan>>,
}

impl Entry {
    /// No span was entered.
    pub(crate) const NONE: Self = Self { key: 0, previous: None };

    /// Leaves the span and ends it.
    #[inline]
    pub(crate) fn exit(&mut self) {
        let previous = self.previous.take();
        if self.key == 0 {
            // There is nothing, and annotated functions stay smaller if they need not know how to drop it.
            mem::forget(previous);
        } else {
            exit(self.key, previous);
        }
    }
}

/// Begins a span and puts it into the slot: what most annotated functions do, in one borrow of the state.
#[inline]
pub(crate) fn begin_entered(callsite: &'static Callsite) -> Entry {
    if pipeline::generation() == 0 { Entry::NONE } else { begin_entered_installed(callsite) }
}

#[inline(never)]
fn begin_entered_installed(callsite: &'static Callsite) -> Entry {
    let generation = pipeline::generation();
    let mut undecided = None;
    let entry = with(|state| {
        if state.shares_unsampled(generation, Pipeline::shortcut) {
            return Some(Entry::NONE);
        }
        let span = if let Some(span) = state.begin_child(generation, callsite, Pipeline::shortcut, false) {
            span
        } else {
            #[cfg(feature = "opentelemetry")]
            if otel::is_bridged() {
                return None;
            }
            let Some(span) = state.begin(generation, callsite, Relation::Current) else {
                return Some(Entry::NONE);
            };
            if span.is_undecided() {
                undecided = Some(span);
                return None;
            }
            span
        };
        Some(Entry { key: number(span.key), previous: state.current.replace(span) })
    });
    match (entry.flatten(), undecided) {
        (_, Some(span)) => enter_settled(span),
        (Some(entry), None) => entry,
        (None, None) => enter_begun(generation, callsite),
    }
}

/// Begins a span and enters it, in two steps: in a thread's last destructors, where there is no slot, and where `beside`
/// chooses the parent.
#[cold]
fn enter_begun(generation: u32, callsite: &'static Callsite) -> Entry {
    begin_installed(generation, callsite, Relation::Current).map_or(Entry::NONE, enter_settled)
}

/// Asks the sampler about a span, outside of the borrow, and enters it.
#[cold]
fn enter_settled(mut span: Box<OpenSpan>) -> Entry {
    question::settle(&mut span);
    enter(span)
}

/// Puts a span into the slot.
#[inline(never)]
pub(crate) fn enter(span: Box<OpenSpan>) -> Entry {
    let key = number(span.key);
    let mut span = Some(span);
    // Without thread state, as in a thread's last destructors, there is no slot to enter: the entry keeps the span itself.
    swap_in(&mut span);
    Entry { key, previous: span }
}

/// Returns a box that stands for the span of `context`, open elsewhere or ended, so that it can be entered here, and that
/// hands on what is carried. An invalid context stands for no span. `None` when nothing is installed, nor to be handed on.
pub(crate) fn stand_in(context: &SpanContext, carried: Carried) -> Option<Box<OpenSpan>> {
    if pipeline::generation() == 0 && carried.is_empty() && !context.is_valid() {
        return None;
    }
    with(|state| {
        let mut span = state.spare.pop().unwrap_or_else(OpenSpan::vacant);
        span.stand_for(state.ids.span_id(), context, carried);
        span
    })
}

/// Takes back that a span was started: its sampler dropped it.
pub(super) fn uncount_started(generation: u32) {
    let counted = with(|state| {
        let joined = state.joined.as_ref().filter(|joined| joined.pipeline.generation() == generation)?;
        joined.counters.uncount_started();
        Some(())
    });
    if counted.flatten().is_none() {
        // Another telemetry was installed while the sampler was asked.
        lose(generation, DropReason::AfterShutdown);
    }
}

/// Counts a sampler that panicked.
pub(super) fn count_sampler_panic(generation: u32) {
    if let Some(pipeline) = pipeline::find(generation) {
        pipeline.export.add_sampler_panic();
    }
}

/// Enters a span: makes it the content of the slot, and what was there `span`. False when the thread's state is gone.
#[inline]
pub(crate) fn swap_in(span: &mut Option<Box<OpenSpan>>) -> bool {
    #[cfg(feature = "opentelemetry")]
    if let (Some(theirs), Some(span)) = (otel::active(), &mut *span) {
        span.beside = theirs;
    }
    swap(span)
}

/// Exchanges a span with the content of the slot, to leave the one that is there. False when the thread's state is gone.
#[inline]
pub(crate) fn swap(span: &mut Option<Box<OpenSpan>>) -> bool {
    with(|state| {
        mem::swap(&mut state.current, span);
        // A guard may have been dropped inside the scope, or outside while its span was away.
        if !state.deferred.is_empty() {
            state.catch_up();
        }
    })
    .is_some()
}

/// Ends the span that was entered as `key` and puts `previous` back into the slot.
#[inline(never)]
fn exit(key: u64, previous: Option<Box<OpenSpan>>) {
    let previous = match previous {
        Some(span) if number(span.key) == key => return end_unentered(span),
        previous => previous,
    };
    let mut previous = Some(previous);
    with(|state| state.exit(key, previous.take().flatten()));
}

#[cold]
fn end_unentered(span: Box<OpenSpan>) {
    let is_panic = std::thread::panicking() && !span.started_in_panic;
    end_detached(span.key, span, is_panic);
}

/// Takes the span that was entered as `key` out of the slot, puts `previous` back, and ends the span.
pub(crate) fn exit_entered(key: SpanId, previous: Option<Box<OpenSpan>>) {
    exit(number(key), previous);
}

#[inline]
const fn number(key: SpanId) -> u64 {
    u64::from_ne_bytes(key.to_bytes())
}

/// Ends a span that is not entered. `key` is what it began as: its owner may hold another
/// one instead, that of a guard it left behind.
#[inline(never)]
pub(crate) fn end_detached(key: SpanId, span: Box<OpenSpan>, is_panic: bool) {
    let mut span = Some(span);
    with_or_anew(|state| {
        if let Some(span) = span.take() {
            state.end_detached(key, span, is_panic);
        }
    });
}

/// Ends a span that was never entered by itself, as of a moment or now.
#[cfg(any(feature = "opentelemetry", feature = "tracing"))]
pub(crate) fn end_detached_at(span: Box<OpenSpan>, at: Option<Moment>, is_panic: bool) {
    let mut span = Some(span);
    with_or_anew(|state| {
        if let Some(span) = span.take() {
            state.finish_elsewhere(span, at, is_panic);
        }
    });
}

/// Returns the current span's context; invalid when there is none.
#[inline]
pub(crate) fn context() -> SpanContext {
    #[cfg(feature = "opentelemetry")]
    if let Some(theirs) = otel::active()
        && beside::is_later(theirs)
    {
        return otel::active_context();
    }
    own_context()
}

/// Does as [`context`] for the slot alone.
#[inline]
pub(super) fn own_context() -> SpanContext {
    with(|state| context_of(state.current.as_deref()).clone()).unwrap_or_default()
}

/// Returns what the current span carries, or the thread while there is none.
pub(crate) fn carried() -> Carried {
    #[cfg(feature = "opentelemetry")]
    if let Some(theirs) = otel::active() {
        return beside::carried(theirs);
    }
    own_carried()
}

/// Does as [`carried`] for the slot alone.
pub(super) fn own_carried() -> Carried {
    with(|state| state.carried_now().clone()).unwrap_or_default()
}

/// Exchanges what is carried, and returns the key of the span that carries it; invalid for the thread itself.
pub(crate) fn swap_baggage(baggage: &mut Baggage, expected: Option<SpanId>) -> SpanId {
    with(|state| {
        let key = state.current.as_ref().map_or(SpanId::INVALID, |span| span.key);
        let place = match expected {
            // Of the thread itself, whatever span is entered meanwhile.
            Some(expected) if !expected.is_valid() => Some(&mut state.carried),
            // A span that came or went meanwhile keeps what it has.
            Some(expected) if expected != key => None,
            _ => Some(state.carried_now()),
        };
        if let Some(place) = place {
            let others = place.baggage().clone();
            *place = place.with_baggage(mem::replace(baggage, others));
        }
        key
    })
    .unwrap_or(SpanId::INVALID)
}

/// Returns what `opentelemetry`'s context had when the current span was entered; `None` when none is.
#[cfg(feature = "opentelemetry")]
pub(super) fn entered_beside() -> Option<otel::Active> {
    with(|state| state.current.as_ref().map(|span| span.beside)).flatten()
}

/// Says whether the current span records.
#[inline]
pub(crate) fn is_recording() -> bool {
    pipeline::generation() != 0
        && with(|state| state.current.as_ref().is_some_and(|span| span.is_recording)).unwrap_or(false)
}

/// Runs `operation` on the current span's buffer, outside of the borrow: it may run user code
/// that makes spans itself, below this one.
pub(crate) fn with_buffer(operation: impl FnOnce(&mut SpanBuffer)) {
    let taken = with(|state| {
        let span = state.current.as_mut()?;
        span.buffer()?;
        span.buffer.take().map(|buffer| (buffer, span.key))
    });
    if let Some((buffer, key)) = taken.flatten() {
        let mut lent = Lent { buffer: Some(buffer), key };
        if let Some(buffer) = &mut lent.buffer {
            operation(buffer);
        }
    }
}

/// A span's buffer while user code may run. Goes back also when that panics.
struct Lent {
    buffer: Option<Box<SpanBuffer>>,
    key: SpanId,
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some(buffer) = self.buffer.take() {
            with(|state| state.put_back(buffer, self.key));
        }
    }
}

/// Returns an empty buffer for an event or a link. `None` when nothing is installed.
pub(crate) fn begin_message() -> Option<Box<SpanBuffer>> {
    let generation = pipeline::generation();
    if generation == 0 {
        return None;
    }
    with_or_anew(|state| state.begin_message(generation)).flatten()
}

/// Keeps the buffer of a message for the thread's next one.
pub(crate) fn end_message(message: Box<SpanBuffer>) {
    with(|state| {
        if state.messages.len() < KEPT && message.is_worth_keeping() {
            state.messages.push(message);
        }
    });
}

impl State {
    const fn new() -> Self {
        Self {
            current: None,
            carried: Carried::EMPTY,
            ids: IdGenerator::new(),
            joined: None,
            spare: Vec::new(),
            messages: Vec::new(),
            deferred: Vec::new(),
            is_suppressed: false,
        }
    }

    /// Joins the pipeline of `generation` unless that is done.
    #[inline]
    fn join(&mut self, generation: u32) -> Option<&mut Joined> {
        let is_joined = self.joined.as_ref().is_some_and(|joined| joined.pipeline.generation() == generation);
        if !is_joined {
            self.change_pipeline(generation);
        }
        self.joined.as_mut().filter(|joined| joined.pipeline.generation() == generation)
    }

    #[cold]
    fn change_pipeline(&mut self, generation: u32) {
        if self.is_suppressed {
            return;
        }
        if let Some(pipeline) = pipeline::find(generation) {
            self.joined = Some(Joined::new(pipeline));
            // In a forked child they would go on as those of the parent do.
            self.ids = IdGenerator::new();
        }
    }

    fn begin(
        &mut self,
        generation: u32,
        callsite: &'static Callsite,
        relation: Relation<'_>,
    ) -> Option<Box<OpenSpan>> {
        self.join(generation)?;
        let joined = self.joined.as_ref()?;
        let (parent, may_share) = match relation {
            Relation::Current => (context_of(self.current.as_deref()), true),
            Relation::CurrentAnywhere | Relation::From(Arrival { parent: None, .. }) => {
                (context_of(self.current.as_deref()), false)
            }
            Relation::From(Arrival { parent: Some(parent), .. }) if parent.is_valid() => (parent, false),
            // Whatever else it says, an invalid context is no parent (W3C-05).
            Relation::From(_) | Relation::Root => (&NO_SPAN, false),
        };
        let asked =
            if let Relation::From(arrival) = relation { arrival.asked.unwrap_or(parent) } else { parent };
        let rule = joined.pipeline.sampler.rule(asked);
        let is_root = !parent.is_valid();
        if rule.is_drop() && may_share && !is_root && !parent.is_sampled() && !parent.is_remote() {
            // The unsampled parent's context stands for its children too: nothing to make or restore. Unless it records by
            // itself (`RECORD_ONLY`), and would get what its children record.
            if self.current.as_ref().is_some_and(|span| !span.is_recording) {
                return None;
            }
        }
        if question::is_about(rule) && question::is_asking() {
            // A sampler that makes spans would be asked about them in turn, for ever.
            return None;
        }
        let (trace_id, inherited) = if is_root {
            (self.ids.trace_id(), TraceFlags::RANDOM)
        } else {
            (parent.trace_id(), parent.trace_flags())
        };
        // SDK-01: trace id, then sampler, then a fresh span id even for a dropped span.
        let verdict = rule.decide(if is_root { asked } else { parent }, trace_id);
        let flags = if verdict.is_sampled {
            inherited.with(TraceFlags::SAMPLED)
        } else {
            inherited.without(TraceFlags::SAMPLED)
        };
        let carried = carried_by(relation, self.current.as_ref().map_or(&self.carried, |span| &span.carried));
        let mut span = self.spare.pop().unwrap_or_else(OpenSpan::vacant);
        let trace_state = verdict.trace_state(parent, trace_id);
        span.key = self.ids.span_id();
        span.context = SpanContext::new(trace_id, span.key, flags, false, trace_state);
        span.question = question::about(rule, parent);
        span.carried = carried;
        span.parent_span_id = if is_root { SpanId::INVALID } else { parent.span_id() };
        span.parent_is_remote = parent.is_remote();
        span.is_recording = verdict.is_recording;
        joined.start(&mut span, callsite);
        if span.is_recording && (!verdict.is_sampled || span.is_undecided()) {
            // What is not simply recorded and exported ends by way of its buffer.
            span.prepare_buffer();
        }
        Some(span)
    }

    /// Returns the place of what is carried.
    fn carried_now(&mut self) -> &mut Carried {
        match &mut self.current {
            Some(span) => &mut span.carried,
            None => &mut self.carried,
        }
    }

    /// Says, where that is easily seen, that an unsampled current span stands for its child, as [`begin`](Self::begin)
    /// would find out.
    #[inline]
    fn shares_unsampled(&self, generation: u32, number: fn(&Pipeline) -> u32) -> bool {
        self.current.as_deref().is_some_and(OpenSpan::stands_for_children)
            && self.joined.as_ref().is_some_and(|joined| joined.drops_children_of(generation, number))
    }

    /// Does what [`begin`](Self::begin) does for the most common spans: the child of a recorded one that is entered, made
    /// by a sampler that keeps all of these; and, where it `may_be_unsampled`, that of an unsampled one, by a sampler that
    /// drops all of these. `None` for any other.
    #[expect(clippy::inline_always, reason = "each span passes here")]
    #[inline(always)]
    fn begin_child(
        &mut self,
        generation: u32,
        callsite: &'static Callsite,
        number: fn(&Pipeline) -> u32,
        may_be_unsampled: bool,
    ) -> Option<Box<OpenSpan>> {
        let parent = self.current.as_deref()?;
        let joined = self.joined.as_ref()?;
        let is_recording = parent.is_recording && parent.context.is_sampled();
        let is_decided = if is_recording {
            joined.keeps_children_of(generation, number)
        } else {
            may_be_unsampled && parent.stands_for_children() && joined.drops_children_of(generation, number)
        };
        if !is_decided {
            return None;
        }
        let mut span = self.spare.pop()?;
        let context = &parent.context;
        let id = self.ids.span_id();
        let state = context.trace_state().clone();
        span.key = id;
        span.context = SpanContext::new(context.trace_id(), id, context.trace_flags(), false, state);
        span.parent_span_id = context.span_id();
        span.parent_is_remote = false;
        if !parent.carried.is_empty() {
            span.carried = parent.carried.clone();
        }
        span.is_recording = is_recording;
        joined.start(&mut span, callsite);
        Some(span)
    }

    #[inline]
    fn exit(&mut self, key: u64, previous: Option<Box<OpenSpan>>) {
        match mem::replace(&mut self.current, previous) {
            Some(span) if number(span.key) == key => {
                let is_panic = std::thread::panicking() && !span.started_in_panic;
                self.finish(span, None, is_panic);
                if !self.deferred.is_empty() {
                    self.catch_up();
                }
            }
            younger => {
                let previous = mem::replace(&mut self.current, younger);
                self.put_off(SpanId::from_bytes(key.to_ne_bytes()), previous, std::thread::panicking());
            }
        }
    }

    #[inline]
    fn end_detached(&mut self, key: SpanId, span: Box<OpenSpan>, is_panic: bool) {
        if span.key == key {
            self.finish_elsewhere(span, None, is_panic);
        } else {
            // The owner left a guard behind, which holds what the span recorded: wait for it.
            let previous = self.current.replace(span);
            self.put_off(key, previous, is_panic);
        }
    }

    #[cold]
    fn put_off(&mut self, key: SpanId, previous: Option<Box<OpenSpan>>, is_panic: bool) {
        if let Some(joined) = &self.joined {
            joined.pipeline.export.add_out_of_order();
        }
        self.deferred.push(Deferred { key, end: clock::now(), is_panic, previous });
    }

    /// Ends the spans whose guards are gone and that are now on top.
    #[cold]
    fn catch_up(&mut self) {
        loop {
            let Some(top) = self.current.as_ref().map(|span| span.key) else {
                return;
            };
            // From behind: guards in a list go oldest first.
            let Some(index) = self.deferred.iter().rposition(|deferred| deferred.key == top) else {
                return;
            };
            let Deferred { end, is_panic, previous, .. } = self.deferred.swap_remove(index);
            if let Some(span) = mem::replace(&mut self.current, previous) {
                self.finish_elsewhere(span, Some(end), is_panic);
            }
        }
    }

    #[inline(never)]
    fn finish_elsewhere(&mut self, span: Box<OpenSpan>, at: Option<Moment>, is_panic: bool) {
        self.finish(span, at, is_panic);
    }

    /// Ends a span, at a given time or now.
    #[expect(clippy::inline_always, reason = "each span passes here, and has one caller that is hot")]
    #[inline(always)]
    fn finish(&mut self, mut span: Box<OpenSpan>, at: Option<Moment>, is_panic: bool) {
        if span.is_recording {
            span.is_recording = false;
            let at = at.unwrap_or_else(clock::now);
            if !span.has_recorded && !is_panic {
                self.record(&span, at, Finished::default());
            } else if let Some(finished) = span.finished_as_it_is().filter(|_| !is_panic) {
                self.record(&span, at, finished);
            } else {
                return self.finish_with_buffer(span, at, is_panic);
            }
        }
        self.keep(span);
    }

    #[inline(never)]
    fn finish_with_buffer(&mut self, mut span: Box<OpenSpan>, at: Moment, is_panic: bool) {
        let mut buffer = span.take_buffer();
        if let Some(buffer) = &mut buffer {
            if is_panic {
                buffer.set_outcome(StatusCode::Error, &"panicked", "panic");
            }
            if !span.context.trace_state().is_empty() {
                buffer.set_trace_state(span.context.trace_state().as_str());
            }
            match buffer.finish() {
                _ if !span.context.is_sampled() => self.count_end(&span, Joined::leave_out),
                Some(finished) => self.record(&span, at, finished),
                None => self.count_end(&span, Joined::refuse),
            }
        } else {
            self.record(&span, at, Finished::default());
        }
        span.buffer = buffer.filter(|buffer| buffer.is_worth_keeping());
        if span.is_undecided() {
            span.question = None;
        }
        self.keep(span);
    }

    /// Keeps the box of a span that is gone.
    #[inline]
    fn keep(&mut self, span: Box<OpenSpan>) {
        if span.carried.is_empty() && self.spare.len() < self.spare.capacity() {
            self.spare.push(span);
        } else {
            self.keep_at_length(span);
        }
    }

    #[inline(never)]
    fn keep_at_length(&mut self, mut span: Box<OpenSpan>) {
        span.carried = Carried::EMPTY;
        if self.spare.len() < KEPT {
            self.spare.push(span);
        }
    }

    /// Appends the span to the chunk, or counts why not.
    #[expect(clippy::inline_always, reason = "each span passes here")]
    #[inline(always)]
    fn record(&mut self, span: &OpenSpan, end: Moment, finished: Finished<'_>) {
        if pipeline::generation() != span.generation {
            return lose(span.generation, DropReason::AfterShutdown);
        }
        let Some(joined) = self.join(span.generation) else {
            return lose(span.generation, DropReason::ThreadExit);
        };
        let record = Record {
            trace_id: span.context.trace_id(),
            span_id: span.context.span_id(),
            parent_span_id: span.parent_span_id,
            start_unix_nanos: span.start.unix_nanos,
            end_unix_nanos: span.start.unix_nanos_at(end),
            callsite: span.callsite,
            trace_flags: span.context.trace_flags(),
            parent_is_remote: span.parent_is_remote,
            owns_attributes: finished.owns_attributes,
            owns_name: finished.owns_name,
        };
        joined.append(record, finished.fields);
    }

    /// Counts the end of a span of which nothing is appended.
    fn count_end(&mut self, span: &OpenSpan, count: impl FnOnce(&Joined)) {
        if pipeline::generation() != span.generation {
            return lose(span.generation, DropReason::AfterShutdown);
        }
        match self.join(span.generation) {
            Some(joined) => count(joined),
            None => lose(span.generation, DropReason::ThreadExit),
        }
    }

    fn begin_message(&mut self, generation: u32) -> Option<Box<SpanBuffer>> {
        let limits: Limits = self.join(generation)?.pipeline.limits;
        Some(match self.messages.pop() {
            Some(mut message) => {
                message.reset(Callsite::NONE, limits);
                message
            }
            None => Box::new(SpanBuffer::new(Callsite::NONE, limits)),
        })
    }

    /// Gives the current span its buffer back after `with_buffer`.
    fn put_back(&mut self, mut buffer: Box<SpanBuffer>, key: SpanId) {
        if let Some(span) = &mut self.current
            && span.key == key
        {
            if let Some(newer) = &span.buffer {
                buffer.absorb(newer);
            }
            span.buffer = Some(buffer);
        }
    }
}

/// Returns the context of the span in the slot; not a method, so that it borrows nothing else.
#[inline]
fn context_of(current: Option<&OpenSpan>) -> &SpanContext {
    current.map_or(&NO_SPAN, |span| &span.context)
}

/// Returns what a new span carries; `current` is what there is on the thread.
#[inline]
fn carried_by(relation: Relation<'_>, current: &Carried) -> Carried {
    match relation {
        Relation::From(arrival) if !arrival.carried.is_empty() => arrival.carried.arrived(current),
        _ if current.is_empty() => Carried::EMPTY,
        Relation::Current | Relation::CurrentAnywhere | Relation::From(Arrival { parent: None, .. }) => {
            current.clone()
        }
        Relation::Root | Relation::From(_) => current.for_another_trace(),
    }
}
