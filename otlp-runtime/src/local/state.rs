//! What a thread keeps, and the borrow that everything passes through.
//!
//! In: operations on the state. Out: their results; `None` where there is no state.
//! Never here: user code while the state is borrowed; a panic; what the operations do.

use core::cell::RefCell;

use super::buffer::SpanBuffer;
use super::joined::Joined;
#[cfg(feature = "tracing")]
use super::lender::Lenders;
use super::open::{Deferred, OpenSpan};
use crate::baggage::Carried;
use crate::id::IdGenerator;
#[cfg(feature = "opentelemetry")]
use crate::otel;
use crate::pipeline;

/// Boxes that a thread keeps for its next spans: deeper nesting allocates.
pub(super) const KEPT: usize = 256;

thread_local! {
    static STATE: RefCell<State> = const { RefCell::new(State::new()) };
}

pub(super) struct State {
    /// The slot: the span that is entered.
    pub(super) current: Option<Box<OpenSpan>>,
    /// What is carried while no span is entered.
    pub(super) carried: Carried,
    pub(super) ids: IdGenerator,
    /// The pipeline this thread records into; its generation is compared before each use.
    pub(super) joined: Option<Joined>,
    #[expect(clippy::vec_box, reason = "spans and messages take the box as it is, one pointer wide")]
    pub(super) spare: Vec<Box<OpenSpan>>,
    #[expect(clippy::vec_box, reason = "spans and messages take the box as it is, one pointer wide")]
    pub(super) messages: Vec<Box<SpanBuffer>>,
    pub(super) deferred: Vec<Deferred>,
    #[cfg(feature = "tracing")]
    pub(super) lenders: Lenders,
    is_suppressed: bool,
}

/// Runs `operation` on the thread's state. `None` when the thread is ending and the state is
/// gone, or when a signal handler or allocator re-entered.
#[inline]
pub(super) fn with<R>(operation: impl FnOnce(&mut State) -> R) -> Option<R> {
    STATE.try_with(|state| state.try_borrow_mut().ok().map(|mut state| operation(&mut state))).ok().flatten()
}

/// Does as [`with`]; when the thread's state is gone, as in its last destructors, on one for this call alone.
///
/// That costs a chunk for a single span, and such a span has no parent but a given one.
#[inline]
pub(super) fn with_or_anew<R>(operation: impl FnOnce(&mut State) -> R) -> Option<R> {
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
            #[cfg(feature = "tracing")]
            lenders: Lenders::new(),
            is_suppressed: false,
        }
    }

    /// Joins the pipeline of `generation` unless that is done.
    #[inline]
    pub(super) fn join(&mut self, generation: u32) -> Option<&mut Joined> {
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
}
