//! The current context on its way in and out of the process.
//!
//! In: carriers, with the propagators that are installed. Out: contexts to start spans from; filled carriers.
//! Never here: formats.

use core::marker::PhantomData;
use core::pin::Pin;
use core::task;

use pin_project_lite::pin_project;

use super::{CurrentSpan, Span, attached};
use crate::attribute::Key;
use crate::baggage::{Baggage, Carried};
use crate::callsite::Callsite;
use crate::context::SpanId;
use crate::local::{self, Arrival, Relation};
use crate::pipeline;
use crate::propagation::{
    Context, Destinations, EntryPoint, Extractor, Injector, Propagators, ReadWith, Start, WriteWith,
};

/// Reads the context that a carrier holds, by the installed propagators, and trusts it.
///
/// A span that starts from it continues the caller's trace, with the caller's sampling decision and baggage. Where anybody
/// may call, use [`EntryPoint::link`] or [`EntryPoint::restart`] instead.
///
/// Never fails: what cannot be read counts as absent. Before telemetry is installed there are no propagators, and nothing
/// is read.
///
/// ```
/// use otlp_runtime::{Span, extract};
///
/// fn serve(headers: &http::HeaderMap) {
///     let _span = Span::builder().name("serve").parent(extract(headers)).start().enter();
/// }
/// # serve(&http::HeaderMap::new());
/// ```
pub fn extract<E: Extractor + ?Sized>(carrier: &E) -> Context {
    propagators().extract(carrier)
}

/// Does as [`extract`], for a carrier of any type: `get` returns the values of a name, an `Option` or another iterator.
///
/// Names are in lower case; look them up without case.
///
/// ```
/// use otlp_runtime::extract_with;
///
/// struct Message { headers: Vec<(String, Vec<u8>)> }
/// # let message = Message { headers: Vec::new() };
/// let context = extract_with(|name| {
///     let header = message.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?;
///     std::str::from_utf8(&header.1).ok()
/// });
/// # assert!(!context.span_context().is_valid());
/// ```
pub fn extract_with<F, V>(get: F) -> Context
where
    F: Fn(&str) -> V,
    V: IntoIterator<Item: AsRef<str>>,
{
    propagators().extract_with(get)
}

/// Writes the current context into a carrier, by the installed propagators.
///
/// What the carrier has from another context is removed.
///
/// ```
/// use std::collections::HashMap;
///
/// let mut headers = HashMap::<String, String>::new();
/// otlp_runtime::inject(&mut headers);
///
/// let mut child = std::process::Command::new("true");
/// otlp_runtime::inject(&mut child); // TRACEPARENT and so on
/// ```
pub fn inject<I: Injector + ?Sized>(carrier: &mut I) {
    let propagators = propagators();
    if !propagators.is_empty() {
        propagators.inject(&Context::current(), carrier);
    }
}

/// Does as [`inject`], for a carrier of any type: `set` stores a name and a value.
///
/// ```
/// # struct Request;
/// # impl Request { fn set_header(&mut self, _: &str, _: &str) {} }
/// # let mut request = Request;
/// otlp_runtime::inject_with(|name, value| request.set_header(name, value));
/// ```
pub fn inject_with(set: impl FnMut(&str, &str)) {
    let propagators = propagators();
    if !propagators.is_empty() {
        propagators.inject_dyn(&Context::current(), &mut WriteWith(set));
    }
}

/// Returns the installed propagators.
#[inline]
pub(crate) fn propagators() -> Propagators {
    pipeline::propagators()
}

impl Context {
    /// Returns that of this thread: of the current span, or baggage alone where there is none.
    pub fn current() -> Self {
        Self::of(local::context(), local::carried())
    }

    /// Writes the context into a carrier, by the installed propagators.
    ///
    /// What the carrier has from another context is removed.
    pub fn inject<I: Injector + ?Sized>(&self, carrier: &mut I) {
        propagators().inject(self, carrier);
    }
}

impl EntryPoint {
    /// Reads the context that a carrier holds, by the installed propagators, and keeps what the mode allows.
    pub fn extract<E: Extractor + ?Sized>(&self, carrier: &E) -> Context {
        self.admit(propagators().extract(carrier))
    }

    /// Does as [`extract`](Self::extract), for a carrier of any type; see [`extract_with`].
    pub fn extract_with<F, V>(&self, get: F) -> Context
    where
        F: Fn(&str) -> V,
        V: IntoIterator<Item: AsRef<str>>,
    {
        self.admit(propagators().extract_dyn(&ReadWith(get)))
    }
}

impl Destinations {
    /// Writes what `host` gets of the current context into a carrier, by the installed propagators.
    ///
    /// A name or an address without port and brackets. What the carrier has from another context is removed.
    pub fn inject<I: Injector + ?Sized>(&self, host: &str, carrier: &mut I) {
        if !propagators().is_empty() {
            inject_shared(self.share(host, Context::current()).as_ref(), carrier);
        }
    }
}

/// Writes what is shared of a context; for nothing, removes what was copied from another request.
pub(crate) fn inject_shared<I: Injector + ?Sized>(context: Option<&Context>, carrier: &mut I) {
    match context {
        Some(context) => context.inject(carrier),
        None => propagators().remove(carrier),
    }
}

impl Span {
    /// Starts a span from a given context.
    pub(crate) fn start_from(callsite: &'static Callsite, context: &Context) -> Self {
        let (parent, asked, link) = match context.start() {
            Start::Current => (None, None, None),
            Start::Root { link, asked } => (Some(context.span_context()), Some(asked), Some(link)),
            Start::Child { parent, asked } => (Some(parent), Some(asked), None),
        };
        let arrival = Arrival { parent, asked, carried: context.carried() };
        let mut span = Self::start(callsite, Relation::From(arrival));
        if span.open.is_none() && pipeline::generation() == 0 {
            // Nothing is installed that could make one; what came in goes on all the same.
            span = Self::standing_for(context.span_context(), context.carried().clone());
        }
        if let Some(link) = link.filter(|link| link.is_valid()) {
            span.add_link(link);
        }
        span
    }

    /// Writes the span's context into a carrier, by the installed propagators.
    ///
    /// What the carrier has from another context is removed. [`inject`](crate::inject) does the same for the current span.
    pub fn inject<I: Injector + ?Sized>(&self, carrier: &mut I) {
        if !propagators().is_empty() {
            self.handed_on().inject(carrier);
        }
    }

    /// Returns what the span hands on.
    pub(crate) fn handed_on(&self) -> Context {
        Context::of(self.context(), self.carried())
    }

    /// Returns what the span hands on beside its context.
    pub(super) fn carried(&self) -> Carried {
        self.own().map_or_else(local::carried, |span| span.carried.clone())
    }

    /// Sets the baggage that the span hands on to its children, and to other processes.
    ///
    /// Has an effect where there is something to hand it on: a span, recorded or not.
    pub fn set_baggage(&mut self, baggage: Baggage) {
        let key = self.key;
        if let Some(span) = self.open.as_mut().filter(|span| span.key == key) {
            span.carried = span.carried.with_baggage(baggage);
        }
    }
}

impl CurrentSpan {
    /// Records members of the current baggage as attributes, those with these names, under these names.
    ///
    /// Baggage comes from whoever calls; list what is meant to be seen (PRI-09).
    pub fn record_baggage(self, names: &[&str]) {
        if self.is_recording() {
            let baggage = Baggage::current();
            for name in names {
                if let Some(value) = baggage.get(name) {
                    self.attribute(Key::text(name), &*value);
                }
            }
        }
    }
}

impl Baggage {
    /// Returns what the current span hands on; without one, what the thread does.
    pub fn current() -> Self {
        local::carried().baggage().clone()
    }

    /// Makes this the current baggage of the thread until the guard is dropped.
    ///
    /// Not `Send`, so that it is not held across an `await`: there is [`wrap`](Self::wrap) for futures. A span that is
    /// entered before and left while the guard lives keeps the baggage.
    ///
    /// ```
    /// use otlp_runtime::Baggage;
    ///
    /// let _tenant = Baggage::current().with("acme.tenant", "north").attach();
    /// assert_eq!(Baggage::current().get("acme.tenant").as_deref(), Some("north"));
    /// ```
    pub fn attach(self) -> BaggageGuard {
        let mut other = self;
        let key = local::swap_baggage(&mut other, None);
        BaggageGuard { number: attached::push(key, other), _not_send: PhantomData }
    }

    /// Runs `work` with this as the current baggage.
    ///
    /// ```
    /// use otlp_runtime::Baggage;
    ///
    /// let tenant = Baggage::empty().with("acme.tenant", "north");
    /// tenant.in_scope(|| assert_eq!(Baggage::current(), tenant));
    /// assert!(Baggage::current().is_empty());
    /// ```
    pub fn in_scope<R>(&self, work: impl FnOnce() -> R) -> R {
        let _attached = self.clone().attach();
        work()
    }

    /// Makes `future` run with this as the current baggage, on whatever thread.
    pub const fn wrap<F: Future>(self, future: F) -> WithBaggage<F> {
        WithBaggage { future, baggage: self }
    }
}

/// Keeps baggage current; dropping it brings back what there was before. Made by [`Baggage::attach`].
///
/// Of several, in any order: one that is dropped while a younger one lives changes nothing until that is gone.
#[derive(Debug)]
#[must_use = "the baggage is current until the guard is dropped; bind it, as in `let _baggage = ...`"]
pub struct BaggageGuard {
    /// `None` in a thread's last destructors.
    number: Option<u64>,
    _not_send: PhantomData<*const ()>,
}

impl Drop for BaggageGuard {
    fn drop(&mut self) {
        if let Some((key, mut before)) = self.number.and_then(attached::pop) {
            local::swap_baggage(&mut before, Some(key));
        }
    }
}

pin_project! {
    /// A future with baggage of its own during each poll. Made by [`Baggage::wrap`].
    #[derive(Debug)]
    #[must_use = "futures do nothing unless they are awaited"]
    pub struct WithBaggage<F> {
        #[pin]
        future: F,
        baggage: Baggage,
    }
}

impl<F: Future> Future for WithBaggage<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut task::Context<'_>) -> task::Poll<F::Output> {
        let this = self.project();
        let _polling = Polling::with(this.baggage.clone());
        this.future.poll(context)
    }
}

/// What there was before a poll; comes back after it, whatever guards the future keeps from one poll to the next.
struct Polling {
    key: SpanId,
    before: Baggage,
}

impl Polling {
    fn with(baggage: Baggage) -> Self {
        let mut before = baggage;
        let key = local::swap_baggage(&mut before, None);
        Self { key, before }
    }
}

impl Drop for Polling {
    fn drop(&mut self) {
        local::swap_baggage(&mut self.before, Some(self.key));
    }
}
