//! The service that a layer makes: starts a span for each request.
//!
//! In: a service of requests of the crate `http`, and which convention its calls follow. Out: a service of the same
//! requests.
//! Never here: what is recorded (the layers know), the end of a call (`response`).

use core::task::{Context, Poll};

use http::{HeaderMap, Method, Request, Response};
use http_body::Body;
use tower_service::Service;

use super::response::{ResponseBody, ResponseFuture};
use crate::span::Span;

/// What calls of one kind record. The layers of this module implement it, and nobody else does.
pub trait Convention: Clone + sealed::Sealed {
    /// Whether a response that nobody read to its end is a call that was cancelled.
    #[doc(hidden)]
    const NEEDS_WHOLE_RESPONSE: bool;

    /// What of a request is needed when the response comes.
    #[doc(hidden)]
    type Kept;

    /// Starts the span of a request, and writes the context into what is sent.
    #[doc(hidden)]
    fn start<B>(&self, request: &mut Request<B>) -> (Span, Self::Kept);

    /// Records the head of the response. Says whether the outcome of the call is still to come.
    #[doc(hidden)]
    fn responded<B>(span: &mut Span, kept: &Self::Kept, response: &Response<B>) -> bool;

    /// Records the outcome that was still to come: the body is at its end, with these trailers.
    #[doc(hidden)]
    fn ended(span: &mut Span, trailers: Option<&HeaderMap>) {
        let _ = (span, trailers);
    }
}

pub(super) mod sealed {
    /// Keeps [`Convention`](super::Convention) to the layers.
    pub trait Sealed {}
}

/// A service whose calls are spans. Made by the layers of [`middleware`](crate::middleware).
#[derive(Clone, Debug)]
pub struct TracedService<S, C> {
    inner: S,
    convention: C,
}

impl<S, C> TracedService<S, C> {
    pub(super) const fn new(inner: S, convention: C) -> Self {
        Self { inner, convention }
    }
}

impl<S, C, A, B> Service<Request<A>> for TracedService<S, C>
where
    S: Service<Request<A>, Response = Response<B>, Error: 'static>,
    C: Convention,
    B: Body<Error: 'static>,
{
    type Response = Response<ResponseBody<B, C>>;
    type Error = S::Error;
    type Future = ResponseFuture<S::Future, C>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<A>) -> Self::Future {
        let may_have_body = request.method() != Method::HEAD;
        let (mut span, kept) = self.convention.start(&mut request);
        let inner = &mut self.inner;
        let future = span.during(|| inner.call(request));
        ResponseFuture::new(future, span, may_have_body, kept)
    }
}
