//! The way from annotated functions to what makes their spans: pointers, set before there are spans.
//!
//! In: the calls of annotated functions. Out: the same calls, or nothing as long as nobody has installed telemetry.
//! Never here: what the calls do.
//!
//! Nothing else that an annotated function calls names what is behind the pointers, unless it records attributes. So a program
//! that installs no telemetry does not link it, 100 KiB that a library with annotations would bring along; what encodes
//! attributes, where there are some, is half as much.

use core::mem;
use std::sync::OnceLock;

use super::open::{OpenSpan, Relation};
use super::question;
use super::thread::{self, Entry};
use crate::callsite::Callsite;
use crate::context::SpanId;

/// What is put into the slot, and then what was there.
type Place<'a> = &'a mut Option<Box<OpenSpan>>;

struct Linked {
    begin: fn(&'static Callsite, Relation<'_>) -> Option<Box<OpenSpan>>,
    begin_entered: fn(&'static Callsite) -> Entry,
    enter: fn(Box<OpenSpan>) -> Entry,
    exit: fn(u64, Option<Box<OpenSpan>>),
    swap_in: fn(Place<'_>) -> bool,
    swap: fn(Place<'_>) -> bool,
    settle: fn(&mut OpenSpan),
    end_detached: fn(SpanId, Box<OpenSpan>, bool),
}

static LINKED: OnceLock<Linked> = OnceLock::new();

/// Sets the pointers. Called before there can be a first span: by the start of the export thread, and by whoever makes a
/// box for a span that is open elsewhere.
pub(crate) fn link() {
    LINKED.get_or_init(|| Linked {
        begin: thread::begin,
        begin_entered: thread::begin_entered,
        enter: thread::enter,
        exit: thread::exit,
        swap_in: thread::swap_in,
        swap: thread::swap,
        settle: question::settle,
        end_detached: thread::end_detached,
    });
}

/// Does as [`thread::begin`].
#[inline]
pub(crate) fn begin(callsite: &'static Callsite, relation: Relation<'_>) -> Option<Box<OpenSpan>> {
    (LINKED.get()?.begin)(callsite, relation)
}

/// Does as [`thread::begin_entered`].
#[inline]
pub(crate) fn begin_entered(callsite: &'static Callsite) -> Entry {
    match LINKED.get() {
        Some(linked) => (linked.begin_entered)(callsite),
        None => Entry::NONE,
    }
}

// What follows has a box or a key, so the pointers are set.

/// Does as [`thread::enter`].
#[inline(never)]
pub(crate) fn enter(span: Box<OpenSpan>) -> Entry {
    if let Some(linked) = LINKED.get() {
        (linked.enter)(span)
    } else {
        mem::forget(span);
        Entry::NONE
    }
}

/// Does as [`thread::exit`].
#[inline]
pub(super) fn exit(key: u64, previous: Option<Box<OpenSpan>>) {
    match LINKED.get() {
        Some(linked) => (linked.exit)(key, previous),
        None => mem::forget(previous),
    }
}

/// Does as [`thread::exit_entered`].
#[inline]
pub(crate) fn exit_entered(key: SpanId, previous: Option<Box<OpenSpan>>) {
    exit(thread::number(key), previous);
}

/// Does as [`thread::swap_in`].
#[inline]
pub(crate) fn swap_in(span: Place<'_>) -> bool {
    LINKED.get().is_some_and(|linked| (linked.swap_in)(span))
}

/// Does as [`thread::swap`].
#[inline]
pub(crate) fn swap(span: Place<'_>) -> bool {
    LINKED.get().is_some_and(|linked| (linked.swap)(span))
}

/// Does as [`question::settle`].
#[cold]
pub(crate) fn settle(span: &mut OpenSpan) {
    if let Some(linked) = LINKED.get() {
        (linked.settle)(span);
    }
}

/// Does as [`thread::end_detached`].
#[inline]
pub(crate) fn end_detached(key: SpanId, span: Box<OpenSpan>, is_panic: bool) {
    match LINKED.get() {
        Some(linked) => (linked.end_detached)(key, span, is_panic),
        None => mem::forget(span),
    }
}
