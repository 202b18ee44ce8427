//! A call from its request to the end of its response.
//!
//! In: the future of a response, then its body, each with the call's span. Out: the same; the span's end.
//! Never here: what is recorded of a head or of trailers (the layers know).

use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll, ready};

use bytes::Buf as _;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, Response, StatusCode};
use http_body::{Body, Frame, SizeHint};
use pin_project_lite::pin_project;

use super::error_type::error_type;
use super::service::Convention;
use crate::span::Span;

pin_project! {
    /// The future of a [`TracedService`](super::TracedService).
    #[derive(Debug)]
    #[must_use = "futures do nothing unless they are awaited"]
    pub struct ResponseFuture<F, C>
    where
        C: Convention,
    {
        // `None` while it is dropped, which happens in the span too.
        #[pin]
        future: Option<F>,
        span: Span,
        // False for `HEAD`.
        may_have_body: bool,
        kept: C::Kept,
    }

    impl<F, C> PinnedDrop for ResponseFuture<F, C>
    where
        C: Convention,
    {
        fn drop(this: Pin<&mut Self>) {
            let mut this = this.project();
            if this.span.is_present() {
                this.span.during(|| this.future.set(None));
                this.span.end_cancelled();
            }
        }
    }
}

impl<F, C: Convention> ResponseFuture<F, C> {
    pub(super) const fn new(future: F, span: Span, may_have_body: bool, kept: C::Kept) -> Self {
        Self { future: Some(future), span, may_have_body, kept }
    }
}

impl<F, C, B, E> Future for ResponseFuture<F, C>
where
    F: Future<Output = Result<Response<B>, E>>,
    C: Convention,
    B: Body<Error: 'static>,
    E: 'static,
{
    type Output = Result<Response<ResponseBody<B, C>>, E>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let Some(future) = this.future.as_pin_mut() else { return Poll::Pending };
        let outcome = ready!(this.span.during(|| future.poll(context)));
        let mut span = core::mem::replace(this.span, Span::NONE);
        Poll::Ready(match outcome {
            Ok(response) => {
                let is_open = span.is_recording() && C::responded(&mut span, this.kept, &response);
                let has_body = *this.may_have_body && may_have_body(response.status());
                let bytes_left = if has_body { content_length(response.headers()) } else { 0 };
                Ok(response.map(|body| ResponseBody::new(body, span, is_open, bytes_left)))
            }
            Err(error) => {
                span.fail(error_type(&error));
                Err(error)
            }
        })
    }
}

/// Says whether a response with this status may have a body (RFC 9110). Servers drop one that it may not have.
fn may_have_body(status: StatusCode) -> bool {
    !status.is_informational() && !matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)
}

/// The bytes that a body has by its header; `u64::MAX` when that says nothing.
fn content_length(headers: &HeaderMap) -> u64 {
    headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok()).unwrap_or(u64::MAX)
}

pin_project! {
    /// The body of a response of a [`TracedService`](super::TracedService). The call's span ends with it.
    #[derive(Debug)]
    pub struct ResponseBody<B, C>
    where
        B: Body,
        C: Convention,
    {
        // `None` while it is dropped, which happens in the span too.
        #[pin]
        body: Option<B>,
        span: Span,
        // The outcome of the call is still to come.
        is_open: bool,
        // Servers drop bodies whose announced length is sent, without asking whether that was all.
        bytes_left: u64,
        convention: PhantomData<fn() -> C>,
    }

    impl<B, C> PinnedDrop for ResponseBody<B, C>
    where
        B: Body,
        C: Convention,
    {
        fn drop(this: Pin<&mut Self>) {
            let mut this = this.project();
            if this.span.is_present() {
                let is_whole = *this.bytes_left == 0 || this.body.as_ref().as_pin_ref().is_none_or(|body| body.is_end_stream());
                this.span.during(|| this.body.set(None));
                if !is_whole && C::NEEDS_WHOLE_RESPONSE {
                    this.span.end_cancelled();
                }
            }
        }
    }
}

impl<B: Body, C: Convention> ResponseBody<B, C> {
    fn new(body: B, span: Span, is_open: bool, bytes_left: u64) -> Self {
        let is_end = body.is_end_stream();
        let mut this = Self { body: Some(body), span, is_open, bytes_left, convention: PhantomData };
        if is_end {
            // Nothing follows the head.
            end::<C>(&mut this.span, is_open, None);
        }
        this
    }
}

/// Ends the call with the last that comes of it.
fn end<C: Convention>(span: &mut Span, is_open: bool, trailers: Option<&HeaderMap>) {
    if is_open {
        C::ended(span, trailers);
    }
    *span = Span::NONE;
}

impl<B, C> Body for ResponseBody<B, C>
where
    B: Body<Error: 'static>,
    C: Convention,
{
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        let mut this = self.project();
        let Some(body) = this.body.as_mut().as_pin_mut() else { return Poll::Ready(None) };
        let frame = ready!(this.span.during(|| body.poll_frame(context)));
        if this.span.is_present() {
            match &frame {
                Some(Ok(frame)) => {
                    if let Some(data) = frame.data_ref() {
                        *this.bytes_left = this.bytes_left.saturating_sub(data.remaining() as u64);
                    }
                    let trailers = frame.trailers_ref();
                    if trailers.is_some()
                        || this.body.as_ref().as_pin_ref().is_none_or(|body| body.is_end_stream())
                    {
                        end::<C>(this.span, *this.is_open, trailers);
                    }
                }
                Some(Err(error)) => {
                    this.span.fail(error_type(error));
                    *this.span = Span::NONE;
                }
                None => end::<C>(this.span, *this.is_open, None),
            }
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map_or_else(|| SizeHint::with_exact(0), Body::size_hint)
    }
}
