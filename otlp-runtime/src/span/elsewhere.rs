//! The current span, in other threads and tasks.
//!
//! In: a context, and what runs elsewhere or later. Out: the same; spans begun in it have the right parent.
//! Never here: spawning (any executor takes what comes out), recording on a span from afar.

use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::{FusedFuture, FusedStream, Stream};
use pin_project_lite::pin_project;

use super::{Entered, Span, Traced, TracedStream};
use crate::context::SpanContext;
use crate::local;

impl SpanContext {
    /// Runs `work` in the span of this context: spans begun in it become its children. An invalid context stands
    /// for no span; spans begun in `work` are then roots.
    ///
    /// This is how a span reaches code that runs elsewhere: contexts can be cloned, sent and shared. The span itself need not
    /// be open any more, nor in this process.
    ///
    /// ```
    /// use otlp_runtime::{Span, traced};
    ///
    /// #[traced]
    /// fn work(item: u64) {}
    ///
    /// let here = Span::current().context();
    /// std::thread::scope(|scope| {
    ///     for item in 0..4 {
    ///         let here = &here;
    ///         scope.spawn(move || here.in_scope(|| work(item)));
    ///     }
    /// });
    /// ```
    pub fn in_scope<R>(&self, work: impl FnOnce() -> R) -> R {
        Span::standing_for(self, local::carried()).in_scope(work)
    }
}

impl crate::Context {
    /// Runs `work` with this as the current context: as [`SpanContext::in_scope`], and with its baggage.
    ///
    /// ```
    /// use otlp_runtime::{Baggage, Context};
    ///
    /// let here = Context::current().with_baggage(Baggage::empty().with("acme.tenant", "north"));
    /// std::thread::scope(|scope| {
    ///     scope.spawn(|| here.in_scope(|| assert_eq!(Baggage::current(), *here.baggage())));
    /// });
    /// ```
    pub fn in_scope<R>(&self, work: impl FnOnce() -> R) -> R {
        Span::standing_for(self.span_context(), self.carried().clone()).in_scope(work)
    }
}

/// Spans for futures.
pub trait FutureExt: Future + Sized {
    /// Runs the future in `span`: it is the current one during each poll, and ends with the future.
    ///
    /// For a task that is to be linked to the current span, and not to be its child:
    ///
    /// ```
    /// use otlp_runtime::{FutureExt, Span};
    ///
    /// # let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    /// # runtime.block_on(async {
    /// let span = Span::builder().name("rebuild").root().link(Span::current()).start();
    /// let task = tokio::spawn(async { 42 }.in_span(span));
    /// # assert_eq!(task.await.unwrap(), 42);
    /// # });
    /// ```
    fn in_span(self, span: Span) -> Traced<Self, fn(&Self::Output)> {
        Traced::new(span, self, |_| {})
    }

    /// Runs the future in the span that is current now, wherever it is polled: spans begun in it become its children.
    ///
    /// For tasks, which are polled in no span by themselves. See [`CurrentSpan::carry`](super::CurrentSpan::carry) for what
    /// it means that the span stays where it is.
    ///
    /// ```
    /// use otlp_runtime::{FutureExt, traced};
    ///
    /// #[traced]
    /// async fn work() -> u64 {
    ///     42
    /// }
    ///
    /// # let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    /// # runtime.block_on(async {
    /// let task = tokio::spawn(work().in_current_span());
    /// # assert_eq!(task.await.unwrap(), 42);
    /// # });
    /// ```
    fn in_current_span(self) -> InCurrentSpan<Self> {
        InCurrentSpan::new(self)
    }
}

impl<F: Future> FutureExt for F {}

/// Spans for streams.
pub trait StreamExt: Stream + Sized {
    /// Runs the stream in `span`: it is the current one during each poll, and ends with the stream.
    fn in_span(self, span: Span) -> TracedStream<Self, fn(&Self::Item)> {
        TracedStream::new(span, self, |_| {})
    }

    /// Runs the stream in the span that is current now, wherever it is polled, as [`FutureExt::in_current_span`] does.
    fn in_current_span(self) -> InCurrentSpan<Self> {
        InCurrentSpan::new(self)
    }
}

impl<S: Stream> StreamExt for S {}

pin_project! {
    /// A future or stream in the span that was current when it was made. The span is not ended by it.
    #[derive(Debug)]
    #[must_use = "futures and streams do nothing unless they are polled"]
    pub struct InCurrentSpan<F> {
        // `None` while it is dropped, which happens in the span too.
        #[pin]
        inner: Option<F>,
        span: Span,
    }

    impl<F> PinnedDrop for InCurrentSpan<F> {
        fn drop(this: Pin<&mut Self>) {
            let mut this = this.project();
            let _entered = Entered::new(this.span);
            this.inner.set(None);
        }
    }
}

impl<F> InCurrentSpan<F> {
    fn new(inner: F) -> Self {
        Self { inner: Some(inner), span: Span::standing_for(&local::context(), local::carried()) }
    }
}

impl<F: Future> Future for InCurrentSpan<F> {
    type Output = F::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let _entered = Entered::new(this.span);
        this.inner.as_pin_mut().map_or(Poll::Pending, |future| future.poll(context))
    }
}

impl<F: FusedFuture> FusedFuture for InCurrentSpan<F> {
    fn is_terminated(&self) -> bool {
        self.inner.as_ref().is_none_or(FusedFuture::is_terminated)
    }
}

impl<S: Stream> Stream for InCurrentSpan<S> {
    type Item = S::Item;

    #[inline]
    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        let this = self.project();
        let _entered = Entered::new(this.span);
        this.inner.as_pin_mut().map_or(Poll::Ready(None), |stream| stream.poll_next(context))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.inner.as_ref().map_or((0, Some(0)), Stream::size_hint)
    }
}

impl<S: FusedStream> FusedStream for InCurrentSpan<S> {
    fn is_terminated(&self) -> bool {
        self.inner.as_ref().is_none_or(FusedStream::is_terminated)
    }
}
