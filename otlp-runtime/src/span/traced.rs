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
        // False until the future itself has announced its span; see `Announce`.
        is_started: bool,
        span: Span,
    }

    impl<F, O> PinnedDrop for Traced<F, O> {
        fn drop(this: Pin<&mut Self>) {
            let mut this = this.project();
            if this.span.open.is_some() {
                let polling = Polling::new(this.span);
                this.future.set(None);
                drop(polling);
                this.span.end_cancelled();
            }
        }
    }
}

impl<F, O> Traced<F, O> {
    /// Runs `future` in `span`; `observe` sees the output while the span is still current.
    pub(crate) fn new(mut span: Span, future: F, observe: O) -> Self {
        span.settle();
        Self { future: Some(future), observe: Some(observe), is_started: true, span }
    }

    /// Runs `future` in the span that it awaits an [`Announce`] of.
    pub(crate) fn announced(future: F, observe: O) -> Self {
        Self { future: Some(future), observe: Some(observe), is_started: false, span: Span::NONE }
    }
}

/// Awaited by a future that brings its own span: from here on it runs in this span.
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
        match local::hand_over((span.open.take(), span.key)) {
            // Whoever polls takes the span and polls again at once.
            Ok(()) => Poll::Pending,
            Err((open, _)) => {
                span.open = open;
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
        let Some(mut future) = this.future.as_pin_mut() else {
            return Poll::Pending;
        };
        if !*this.is_started {
            let polled = future.as_mut().poll(context);
            let Some((open, key)) = local::take_handed() else {
                return polled;
            };
            (this.span.open, this.span.key, *this.is_started) = (open, key, true);
        }
        let polling = Polling::new(this.span);
        let polled = future.poll(context);
        if let Poll::Ready(output) = &polled {
            if let Some(observe) = this.observe.take() {
                observe.observe(output);
            }
            polling.end();
        } else {
            polling.leave();
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
