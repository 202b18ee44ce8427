//! Which is later: the span in the thread's slot, or that of `opentelemetry`'s current context.
//!
//! In: both. Out: the parent of a new span, and what it carries.
//! Never here: what is done when the bridge is not installed (nothing).
//!
//! Protocol. The two stacks know nothing of each other. A span of ours notes, each time it is entered, which span
//! their context had. As long as that is so, ours was entered later; when their context has another span, theirs
//! was. So guards may nest in any order, if they are dropped in the reverse one. When their context has no span,
//! ours counts, whatever was there before. Baggage is noted by itself, since a context may have it without a span; a span
//! of ours takes over what there is when it begins, so that what comes later on either side counts.

use std::sync::Once;

use super::begin::begin_in;
use super::current::{entered_beside, own_carried, own_context};
use super::open::{Arrival, OpenSpan, Relation};
use crate::baggage::Carried;
use crate::callsite::Callsite;
use crate::context::SpanContext;
use crate::otel::{self, Active};
use crate::pipeline;

/// Whose child a sampler decides for when the caller left it the decision.
static NOBODY: SpanContext = SpanContext::INVALID;

/// What the current span says, and nothing else.
const NOTHING: Arrival<'_> = Arrival { parent: None, asked: None, carried: &CARRIES_NOTHING };
static CARRIES_NOTHING: Carried = Carried::EMPTY;

/// Makes spans look at contexts of that crate from now on.
pub(crate) fn bridge() {
    static DONE: Once = Once::new();
    DONE.call_once(|| {
        pipeline::close_shortcuts();
        otel::bridge();
    });
}

/// Says whether their span was entered after the one in the slot.
pub(super) fn is_later(theirs: Active) -> bool {
    theirs.span_id.is_valid() && entered_beside().is_none_or(|noted| noted.span_id != theirs.span_id)
}

/// Says whether their baggage came after the span in the slot, which took over what there was before.
fn is_carrying(theirs: Active) -> bool {
    entered_beside().is_none_or(|noted| noted.baggage != theirs.baggage)
}

/// Begins a span as the child of the later one. `None`, too, where their context suppresses telemetry.
#[inline(never)]
pub(super) fn begin(
    generation: u32,
    callsite: &'static Callsite,
    relation: Relation<'_>,
) -> Option<Box<OpenSpan>> {
    let Some(theirs) = otel::active() else { return begin_in(generation, callsite, relation) };
    if theirs.is_suppressed {
        return None;
    }
    if !is_later(theirs) && !is_carrying(theirs) {
        return begin_in(generation, callsite, relation);
    }
    let given = match relation {
        Relation::Current | Relation::CurrentAnywhere => NOTHING,
        Relation::Root => Arrival { parent: Some(&NOBODY), ..NOTHING },
        Relation::From(given) => given,
    };
    let around = carried(theirs);
    let carried = match given.parent {
        _ if !given.carried.is_empty() => given.carried.arrived(&around),
        Some(_) => around.for_another_trace(),
        None => around,
    };
    let context;
    let mut arrival = Arrival { carried: &carried, ..given };
    if given.parent.is_none() && is_later(theirs) {
        context = otel::active_context();
        arrival.parent = Some(&context);
        arrival.asked = carried.notes().is_deferred.then_some(&NOBODY);
    }
    begin_in(generation, callsite, Relation::From(arrival))
}

/// Returns what goes on from here: of the slot, and of their context where that is later.
pub(super) fn carried(theirs: Active) -> Carried {
    let ours = own_carried();
    let (has_notes, has_baggage) = (is_later(theirs), is_carrying(theirs));
    if !has_notes && !has_baggage {
        return ours;
    }
    // Notes are about a trace, and their span may be in another one.
    let is_other = has_notes && own_context().trace_id() != otel::active_context().trace_id();
    let notes = if is_other { otel::active_notes() } else { ours.notes().clone() };
    let baggage = if has_baggage { otel::baggage_over(ours.baggage()) } else { ours.baggage().clone() };
    Carried::new(baggage, notes)
}
