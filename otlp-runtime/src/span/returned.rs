//! Functions that return what runs later: the returned future or stream goes on in the span.
//!
//! In: a started span, the function's body as a closure, and what to observe. Out: what the body returned,
//! in the span; for a boxed one, a box of the same type.
//! Never here: deciding by the name of a type. What a type is, its traits say, when the program compiles.

use core::marker::PhantomData;
use core::pin::Pin;

use futures_core::Stream;

use super::traced::Polling;
use super::{Span, Traced, TracedStream, Unobserved};

/// Runs the body of a function that returns a future, and puts the future into the span.
///
/// The span is current while the body runs, then while the future is polled. That `F` is a future, and what it gives,
/// is for the function's own return type to ask.
#[inline]
pub fn later<F>(mut span: Span, body: impl FnOnce() -> F) -> Traced<F, Unobserved> {
    let future = during_call(&mut span, body);
    Traced::new(span, future, Unobserved)
}

/// Does as [`later`] for a return type that says what the future gives, and looks at it.
#[inline]
pub fn later_seen<T, F, O: FnOnce(&T)>(mut span: Span, body: impl FnOnce() -> F, observe: O) -> Traced<F, O> {
    let future = during_call(&mut span, body);
    Traced::new(span, future, observe)
}

/// Does as [`later`] for a return type that does not say what the future gives, and looks at it.
#[inline]
pub fn later_seen_unsaid<F: Future, O: FnOnce(&F::Output)>(
    span: Span,
    body: impl FnOnce() -> F,
    observe: O,
) -> Traced<F, O> {
    later_seen(span, body, observe)
}

/// Runs the body of a function that returns a stream, and puts the stream into the span.
#[inline]
pub fn later_each<S>(mut span: Span, body: impl FnOnce() -> S) -> TracedStream<S, Unobserved> {
    let stream = during_call(&mut span, body);
    TracedStream::new(span, stream, Unobserved)
}

/// Does as [`later_each`] for a return type that says what the stream yields, and looks at it.
#[inline]
pub fn later_each_seen<T, S, O: FnMut(&T)>(
    mut span: Span,
    body: impl FnOnce() -> S,
    observe: O,
) -> TracedStream<S, O> {
    let stream = during_call(&mut span, body);
    TracedStream::new(span, stream, observe)
}

/// Does as [`later_each`] for a return type that does not say what the stream yields, and looks at it.
#[inline]
pub fn later_each_seen_unsaid<S: Stream, O: FnMut(&S::Item)>(
    span: Span,
    body: impl FnOnce() -> S,
    observe: O,
) -> TracedStream<S, O> {
    later_each_seen(span, body, observe)
}

fn during_call<R>(span: &mut Span, body: impl FnOnce() -> R) -> R {
    span.settle();
    let _polling = Polling::new(span);
    body()
}

/// A future in a box, which can be put into a span without a change of its type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a boxed future",
    label = "a span over its run would change this type",
    note = "return `impl Future` or `Pin<Box<dyn Future>>`, or write `sync` for a span of the call alone"
)]
pub trait BoxedFuture: Sized {
    /// What it gives when it is done.
    type Output;

    #[doc(hidden)]
    fn __in_span<O>(self, span: Span, observe: O) -> Self
    where
        O: FnOnce(&Self::Output) + Send + Sync + 'static;

    /// Does as [`later`].
    #[doc(hidden)]
    fn __later<O>(mut span: Span, body: impl FnOnce() -> Self, observe: O) -> Self
    where
        O: FnOnce(&Self::Output) + Send + Sync + 'static,
    {
        let future = during_call(&mut span, body);
        if span.open.is_some() { future.__in_span(span, observe) } else { future }
    }
}

/// A stream in a box, which can be put into a span without a change of its type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a boxed stream",
    label = "a span over its run would change this type",
    note = "return `impl Stream` or `Pin<Box<dyn Stream>>`, or write `sync` for a span of the call alone"
)]
pub trait BoxedStream: Sized {
    /// What it yields.
    type Item;

    #[doc(hidden)]
    fn __in_span<O>(self, span: Span, observe: O) -> Self
    where
        O: FnMut(&Self::Item) + Send + Sync + 'static;

    /// Does as [`later_each`].
    #[doc(hidden)]
    fn __later<O>(mut span: Span, body: impl FnOnce() -> Self, observe: O) -> Self
    where
        O: FnMut(&Self::Item) + Send + Sync + 'static,
    {
        let stream = during_call(&mut span, body);
        if span.open.is_some() { stream.__in_span(span, observe) } else { stream }
    }
}

// `T: 'a` is what rustc asks of any box in a box: the outer one says `'a` of all that is inside.
macro_rules! boxes {
    ($([$($auto:ident),*]),+ $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl<'a, T: 'a> BoxedFuture for Pin<Box<dyn Future<Output = T> $(+ $auto)* + 'a>> {
            type Output = T;

            fn __in_span<O: FnOnce(&T) + Send + Sync + 'static>(self, span: Span, observe: O) -> Self {
                Box::pin(Traced::new(span, self, observe))
            }
        }

        #[diagnostic::do_not_recommend]
        impl<'a, T: 'a> BoxedFuture for Box<dyn Future<Output = T> $(+ $auto)* + 'a> {
            type Output = T;

            fn __in_span<O: FnOnce(&T) + Send + Sync + 'static>(self, span: Span, observe: O) -> Self {
                Box::new(Traced::new(span, Self::into_pin(self), observe))
            }
        }

        #[diagnostic::do_not_recommend]
        impl<'a, T: 'a> BoxedStream for Pin<Box<dyn Stream<Item = T> $(+ $auto)* + 'a>> {
            type Item = T;

            fn __in_span<O: FnMut(&T) + Send + Sync + 'static>(self, span: Span, observe: O) -> Self {
                Box::pin(TracedStream::new(span, self, observe))
            }
        }

        #[diagnostic::do_not_recommend]
        impl<'a, T: 'a> BoxedStream for Box<dyn Stream<Item = T> $(+ $auto)* + 'a> {
            type Item = T;

            fn __in_span<O: FnMut(&T) + Send + Sync + 'static>(self, span: Span, observe: O) -> Self {
                Box::new(TracedStream::new(span, Self::into_pin(self), observe))
            }
        }
    )+};
}

boxes!([], [Send], [Sync], [Unpin], [Send, Sync], [Send, Unpin], [Sync, Unpin], [Send, Sync, Unpin],);

/// Asks, by type, whether what a function returns runs later. Generated code calls `answer` on `&&Returns<T>`, and
/// method look-up finds `ReturnsFuture` first, then `ReturnsStream`, then `ReturnsValue`. The answer is then given
/// to [`RunsNow`], which refuses the first two, at the return type.
#[derive(Debug)]
pub struct Returns<T>(PhantomData<fn() -> T>);

impl<T> Returns<T> {
    /// The question about a type that can be named.
    pub const TYPE: Self = Self(PhantomData);

    /// The question about the type of a value.
    pub const fn of(_: &T) -> Self {
        Self::TYPE
    }
}

/// A function that returns a future, and does not say what its span covers.
pub trait ReturnsFuture {
    /// What is returned.
    type Value;

    /// Returns the answer.
    fn answer(&self) -> Later<Self::Value> {
        Later(PhantomData)
    }
}

impl<F: Future> ReturnsFuture for &Returns<F> {
    type Value = F;
}

/// A function that returns a stream, and does not say what its span covers.
pub trait ReturnsStream {
    /// What is returned.
    type Value;

    /// Returns the answer.
    fn answer(&self) -> Later<Self::Value> {
        Later(PhantomData)
    }
}

impl<S: Stream> ReturnsStream for &&Returns<S> {
    type Value = S;
}

/// A function that is done when it returns.
pub trait ReturnsValue {
    /// What is returned.
    type Value;

    /// Returns the answer.
    fn answer(&self) -> Now<Self::Value> {
        Now(PhantomData)
    }
}

impl<T> ReturnsValue for Returns<T> {
    type Value = T;
}

/// The answer for a function that is done when it returns.
#[derive(Debug)]
pub struct Now<T>(PhantomData<fn() -> T>);

/// The answer for a function that returns a future or a stream.
#[derive(Debug)]
pub struct Later<T>(PhantomData<fn() -> T>);

/// An answer, and what `err` and `ret` see of the value then.
pub trait Answer {
    /// What is returned.
    type Value;
    /// The value, or something that neither of them has to complain about.
    type Seen;
}

impl<T> Answer for Now<T> {
    type Value = T;
    type Seen = T;
}

impl<T> Answer for Later<T> {
    type Value = T;
    type Seen = Result<&'static str, &'static str>;
}

/// The answer that a span of the call alone needs: what is returned does not run later.
#[diagnostic::on_unimplemented(
    message = "what this function returns runs later, and the span would end before",
    label = "runs when it is polled",
    note = "write `future` or `stream` in the attribute for a span over its run, or `sync` for one of the call alone"
)]
pub trait RunsNow: Answer + Sized {
    #[doc(hidden)]
    fn __seen(self) -> fn(&Self::Value) -> &Self::Seen;
}

#[diagnostic::do_not_recommend]
impl<T> RunsNow for Now<T> {
    #[inline]
    fn __seen(self) -> fn(&T) -> &T {
        |value| value
    }
}
