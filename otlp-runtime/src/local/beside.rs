//! Which is later: the span in the thread's slot, or that of `opentelemetry`'s current context.
//!
//! In: both. Out: the parent of a new span.
//! Never here: what is done when the bridge is not installed (nothing).
//!
//! Protocol. The two stacks know nothing of each other. A span of ours notes, each time it is entered, which span
//! their context had. As long as that is so, ours was entered later; when their context has another span, theirs
//! was. So guards may nest in any order, if they are dropped in the reverse one. When their context has no span,
//! ours counts, whatever was there before.

use super::open::{OpenSpan, Relation};
use super::thread::{begin_in, entered_beside};
use crate::callsite::Callsite;
use crate::otel::{self, Active};

/// Says whether their span was entered after the one in the slot.
pub(super) fn is_later(theirs: Active) -> bool {
    theirs.span_id.is_valid() && entered_beside().is_some_and(|noted| noted != theirs.span_id)
}

/// Begins a span as the child of the later one. `None`, too, where their context suppresses telemetry.
#[inline(never)]
pub(super) fn begin(
    generation: u32,
    callsite: &'static Callsite,
    relation: Relation<'_>,
) -> Option<Box<OpenSpan>> {
    let theirs = otel::active();
    if theirs.is_some_and(|theirs| theirs.is_suppressed) {
        return None;
    }
    let parent;
    let relation = match relation {
        Relation::Current | Relation::CurrentAnywhere if theirs.is_some_and(is_later) => {
            parent = otel::active_context();
            Relation::ChildOf(&parent)
        }
        relation => relation,
    };
    begin_in(generation, callsite, relation)
}
