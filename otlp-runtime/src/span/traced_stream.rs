//! A stream in a span.
//!
//! In: a started span, a stream, and what to observe of each item. Out: the items.
//! Never here: spawning, waking, allocation.

use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::{FusedStream, Stream};
use pin_project_lite::pin_project;

use super::Span;
use super::traced::{Polling, Unobserved};

pin_project! {
    /// A stream whose span is the current one during each poll, and while it is dropped.
    ///
    /// The span ends when the stream is exhausted. When the stream is dropped before, the span ends
    /// then and is marked `cancelled = true`; when it panics, the status is `Error`.
    #[derive(Debug)]
    #[must_use = "streams do nothing unless they are polled"]
    pub struct TracedStream<S, O> {
        #[pin]
        stream: Option<S>,
        observe: O,
        span: Span,
    }

    impl<S, O> PinnedDrop for TracedStream<S, O> {
        fn drop(this: Pin<&mut Self>) {
            let mut this = this.project();
            if this.span.open.is_some() {
                let polling = Polling::new(this.span);
                this.stream.set(None);
                drop(polling);
                this.span.end_cancelled();
            }
        }
    }
}

impl<S, O> TracedStream<S, O> {
    /// Runs `stream` in `span`; `observe` sees each item while the span is still current.
    pub(super) fn new(mut span: Span, stream: S, observe: O) -> Self {
        span.settle();
        Self { stream: Some(stream), observe, span }
    }
}

/// What is done with each item: a closure of one, or [`Unobserved`].
pub trait ObserveEach<T> {
    /// Sees an item.
    fn observe(&mut self, item: &T);
}

impl<T, O: FnMut(&T)> ObserveEach<T> for O {
    #[inline]
    fn observe(&mut self, item: &T) {
        self(item);
    }
}

impl<T> ObserveEach<T> for Unobserved {
    #[inline]
    fn observe(&mut self, _: &T) {}
}

impl<S: Stream, O: ObserveEach<S::Item>> Stream for TracedStream<S, O> {
    type Item = S::Item;

    #[inline]
    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        let this = self.project();
        let Some(stream) = this.stream.as_pin_mut() else {
            return Poll::Ready(None);
        };
        let polling = Polling::new(this.span);
        let polled = stream.poll_next(context);
        match &polled {
            Poll::Ready(Some(item)) => {
                this.observe.observe(item);
                polling.leave();
            }
            Poll::Ready(None) => polling.end(),
            Poll::Pending => polling.leave(),
        }
        polled
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.stream.as_ref().map_or((0, Some(0)), Stream::size_hint)
    }
}

impl<S: FusedStream, O: ObserveEach<S::Item>> FusedStream for TracedStream<S, O> {
    fn is_terminated(&self) -> bool {
        self.stream.as_ref().is_none_or(FusedStream::is_terminated)
    }
}
