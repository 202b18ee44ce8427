//! A future in a span: one layer, no second async block.
//!
//! In: a started span, a future, and what to observe of its output. Out: the output.
//! Never here: spawning, waking, allocation.

use core::mem;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::FusedFuture;
use pin_project_lite::pin_project;

use super::{Entered, Span};
use crate::callsite::Callsite;
use crate::local;

pin_project! {
    /// A future whose span is the current one during each poll, and while it is dropped.
    ///
    /// The span ends when the future is done. When the future is dropped before, the span ends
    /// then and is marked `cancelled = true`; when it panics, the status is `Error`.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless they are awaited"]
    pub struct Traced<F, O> {
        #[pin]
        future: Option<F>,
        observe: Option<O>,
        phase: Phase,
        span: Span,
    }

    impl<F, O> PinnedDrop for Traced<F, O> {
        fn drop(this: Pin<&mut Self>) {
            let this = this.project();
            if this.span.open.is_some() || *this.phase == Phase::Entered {
                cancel(this.future, this.span, *this.phase);
            }
        }
    }
}

/// Where a future is on its way.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Phase {
    /// It is about to be polled for the first time, and its span, if it has one, is entered already.
    Entered,
    /// It is between two polls, or done.
    Resting,
}

/// Drops a future in its span, which ends with it.
#[cold]
fn cancel<F>(mut future: Pin<&mut Option<F>>, span: &mut Span, phase: Phase) {
    let polling = Polling::of(span, phase);
    future.set(None);
    drop(polling);
    span.end_cancelled();
}

impl<F, O> Traced<F, O> {
    /// Runs `future` in `span`; `observe` sees the output while the span is still current.
    pub(crate) fn new(mut span: Span, future: F, observe: O) -> Self {
        span.settle();
        Self { future: Some(future), observe: Some(observe), phase: Phase::Resting, span }
    }

    /// Runs `future` in a child of the current span that begins now. It is entered now, too: to be polled at once.
    #[inline]
    pub(crate) fn entered(callsite: &'static Callsite, future: F, observe: O) -> Self {
        let span = Span::of_entry(local::begin_entered(callsite));
        Self { future: Some(future), observe: Some(observe), phase: Phase::Entered, span }
    }
}

pin_project! {
    /// A future that brings its own span: it awaits an [`Announce`] of it, and from there on is [`Traced`]. Of a span that
    /// is none, nothing is announced.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless they are awaited"]
    pub struct Announced<F, O> {
        #[pin]
        traced: Traced<F, O>,
        is_announced: bool,
    }
}

impl<F, O> Announced<F, O> {
    /// Runs `future` in the span that it announces.
    #[inline]
    pub(crate) fn new(future: F, observe: O) -> Self {
        let (future, observe) = (Some(future), Some(observe));
        let traced = Traced { future, observe, phase: Phase::Entered, span: Span::NONE };
        Self { traced, is_announced: false }
    }
}

/// Awaited by a future that brings its own span: from there on it runs in this span.
///
/// The expressions of a span's attributes are evaluated inside of the future, that owns what they borrow. Outside, a
/// parameter that was borrowed once would have room in both futures.
#[derive(Debug)]
pub struct Announce(Option<Span>);

impl Announce {
    /// Announces `span`.
    #[inline]
    pub const fn new(span: Span) -> Self {
        Self(Some(span))
    }
}

impl Future for Announce {
    type Output = ();

    #[inline]
    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        let Some(mut span) = self.0.take() else { return Poll::Ready(()) };
        span.settle();
        let Some(open) = span.open.take() else { return Poll::Ready(()) };
        match local::hand_over(open) {
            // Whoever polls takes the span and polls again at once.
            Ok(()) => Poll::Pending,
            Err(open) => {
                span.open = Some(open);
                Poll::Ready(())
            }
        }
    }
}

/// What is done with an output before the span ends: a closure of one, or [`Unobserved`].
pub trait Observe<T> {
    /// Sees the output.
    fn observe(self, output: &T);
}

impl<T, O: FnOnce(&T)> Observe<T> for O {
    #[inline]
    fn observe(self, output: &T) {
        self(output);
    }
}

/// Nothing is done with an output, whatever its type: if that is wrong, rustc has one thing to say about it.
#[derive(Clone, Copy, Debug)]
pub struct Unobserved;

impl<T> Observe<T> for Unobserved {
    #[inline]
    fn observe(self, _: &T) {}
}

impl<F: Future, O: Observe<F::Output>> Future for Traced<F, O> {
    type Output = F::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let Some(future) = this.future.as_pin_mut() else {
            return Poll::Pending;
        };
        let phase = mem::replace(this.phase, Phase::Resting);
        let polling = Polling::of(this.span, phase);
        let polled = future.poll(context);
        if let Poll::Ready(output) = &polled {
            if let Some(observe) = this.observe.take() {
                observe.observe(output);
            }
            polling.end();
        } else {
            polling.leave();
            if phase == Phase::Entered && !this.span.key.is_valid() {
                this.span.stand_for_unsampled();
            }
        }
        polled
    }
}

impl<F: Future, O: Observe<F::Output>> Future for Announced<F, O> {
    type Output = F::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let mut this = self.project();
        if *this.is_announced {
            return this.traced.poll(context);
        }
        let traced = this.traced.as_mut().project();
        let Some(future) = traced.future.as_pin_mut() else {
            return Poll::Pending;
        };
        let phase = mem::replace(traced.phase, Phase::Resting);
        let polling = Polling::of(traced.span, phase);
        let polled = future.poll(context);
        polling.leave();
        if let Some(open) = local::take_handed() {
            *traced.span = Span::holding(Some(open));
            *this.is_announced = true;
            return this.traced.poll(context);
        }
        if phase == Phase::Entered && polled.is_pending() {
            traced.span.stand_for_unsampled();
        }
        polled
    }
}

impl<F: FusedFuture, O: Observe<F::Output>> FusedFuture for Traced<F, O> {
    fn is_terminated(&self) -> bool {
        self.future.as_ref().is_none_or(FusedFuture::is_terminated)
    }
}

/// Keeps a span entered during one poll; ends it when the poll unwinds.
pub(super) struct Polling<'a>(Entered<'a>);

impl<'a> Polling<'a> {
    #[inline]
    pub(super) fn new(span: &'a mut Span) -> Self {
        Self(Entered::new(span))
    }

    /// Enters the span, unless the phase says that it was.
    #[inline]
    fn of(span: &'a mut Span, phase: Phase) -> Self {
        if phase == Phase::Entered {
            let is_entered = span.key.is_valid();
            Self(Entered { span, is_entered })
        } else {
            Self::new(span)
        }
    }

    /// Leaves the span and ends it.
    #[inline]
    pub(super) fn end(mut self) {
        self.0.end();
        // There is nothing left to do, and the poll has not unwound.
        mem::forget(self);
    }

    /// Leaves the span, which goes on: the poll has not unwound.
    #[inline]
    pub(super) fn leave(mut self) {
        self.0.leave();
        mem::forget(self);
    }
}

impl Drop for Polling<'_> {
    fn drop(&mut self) {
        self.0.leave();
        if self.0.span.is_unwinding() {
            self.0.span.end_now(true);
        }
    }
}
