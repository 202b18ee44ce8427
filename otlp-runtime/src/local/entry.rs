//! Entering and leaving: which span is the thread's current one.
//!
//! In: spans, to be put into the slot. Out: what was there before, to be put back.
//! Never here: what an end records (`end`).

use core::mem;

use super::begin::begin_installed;
use super::end::end_unentered;
use super::open::{Deferred, OpenSpan, Relation};
use super::question;
use super::short::Begun;
use super::state::{State, with};
use crate::callsite::Callsite;
use crate::clock;
use crate::context::SpanId;
#[cfg(feature = "opentelemetry")]
use crate::otel;
use crate::pipeline;

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

    /// Returns what the slot held before, and the key; an invalid one when no span was entered.
    #[inline]
    pub(crate) fn into_parts(self) -> (Option<Box<OpenSpan>>, SpanId) {
        (self.previous, SpanId::from_bytes(self.key.to_ne_bytes()))
    }

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
        let begun = match state.begin_here(generation, callsite) {
            Some(Begun::Span(span)) => Some(span),
            Some(Begun::NoSpan) => None,
            #[cfg(feature = "opentelemetry")]
            None if otel::is_bridged() => return None,
            None => state.begin(generation, callsite, Relation::Current),
        };
        match begun {
            None => Some(Entry::NONE),
            Some(span) if span.is_undecided() => {
                undecided = Some(span);
                None
            }
            Some(span) => Some(Entry { key: number(span.key), previous: state.current.replace(span) }),
        }
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
    put_in(&mut span);
    Entry { key, previous: span }
}

/// Enters a span: makes it the content of the slot, and what was there `span`. False when the thread's state is gone.
#[inline(never)]
pub(crate) fn swap_in(span: &mut Option<Box<OpenSpan>>) -> bool {
    put_in(span)
}

/// Exchanges a span with the content of the slot, to leave the one that is there. False when the thread's state is gone.
#[inline(never)]
pub(crate) fn swap(span: &mut Option<Box<OpenSpan>>) -> bool {
    exchange(span)
}

#[inline]
fn put_in(span: &mut Option<Box<OpenSpan>>) -> bool {
    #[cfg(feature = "opentelemetry")]
    if let (Some(theirs), Some(span)) = (otel::active(), &mut *span) {
        span.beside = theirs;
    }
    exchange(span)
}

#[inline]
fn exchange(span: &mut Option<Box<OpenSpan>>) -> bool {
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

/// Takes the span that was entered as `key` out of the slot, puts `previous` back, and ends the span.
pub(crate) fn exit_entered(key: SpanId, previous: Option<Box<OpenSpan>>) {
    exit(number(key), previous);
}

#[inline]
const fn number(key: SpanId) -> u64 {
    u64::from_ne_bytes(key.to_bytes())
}

impl State {
    #[inline]
    pub(super) fn exit(&mut self, key: u64, previous: Option<Box<OpenSpan>>) {
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

    #[cold]
    pub(super) fn put_off(&mut self, key: SpanId, previous: Option<Box<OpenSpan>>, is_panic: bool) {
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
                let is_panic = is_panic && !span.started_in_panic;
                self.finish_elsewhere(span, Some(end), is_panic);
            }
        }
    }
}
