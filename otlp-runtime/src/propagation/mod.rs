//! Context between processes: what is read from carriers and written into them, by which propagators.
//!
//! In: carriers of any kind. Out: a [`Context`], or entries of a carrier.
//! Never here: which context is current, which propagators are installed, panics, errors: what cannot be read is as
//! if it were not there (PRO-01).
//!
//! A propagator is a word of a small list, and a list of them is a number: nothing is allocated or looked up for one.

mod b3;
mod carrier;
mod context;
mod destinations;
mod entry_point;
mod environment;
mod incoming;
mod jaeger;
#[cfg(any(feature = "http", feature = "grpc", feature = "tower"))]
mod maps;
mod trace_context;
mod w3c_baggage;
mod xray;

pub use carrier::{Extractor, Injector};
pub(crate) use carrier::{ReadWith, WriteWith};
pub use context::Context;
pub(crate) use context::Start;
pub use destinations::Destinations;
pub use entry_point::EntryPoint;
pub use environment::Environment;

use core::fmt;

use self::incoming::{Found, Header, Incoming};
use crate::context::{SpanContext, SpanId, TraceFlags, TraceId, TraceState, hex};

/// A format in which context travels (`OTEL_PROPAGATORS`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Propagator {
    /// `tracecontext`: W3C Trace Context, level 2 (`traceparent`, `tracestate`).
    TraceContext = 1,
    /// `baggage`: W3C Baggage (`baggage`).
    Baggage = 2,
    /// `b3`: B3 in one header (`b3`). Reads that, and the many headers if there is none.
    B3 = 3,
    /// `b3multi`: B3 in many headers (`x-b3-traceid`, …). Reads as [`B3`](Self::B3) does.
    B3Multi = 4,
    /// `jaeger`: `uber-trace-id`, and baggage in `uberctx-…`. Deprecated by OpenTelemetry.
    Jaeger = 5,
    /// `xray`: AWS X-Ray (`x-amzn-trace-id`).
    XRay = 6,
    /// `xray-lambda`: as [`XRay`](Self::XRay); where none before it in the list has found a context, what AWS Lambda has set in
    /// `_X_AMZN_TRACE_ID` counts (semantic conventions, AWS Lambda). For functions that report to X-Ray, in place of `xray`.
    XRayLambda = 7,
}

impl Propagator {
    /// By number, from 1.
    const ALL: [Self; 7] = [
        Self::TraceContext,
        Self::Baggage,
        Self::B3,
        Self::B3Multi,
        Self::Jaeger,
        Self::XRay,
        Self::XRayLambda,
    ];

    /// Returns the name that `OTEL_PROPAGATORS` has for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::TraceContext => "tracecontext",
            Self::Baggage => "baggage",
            Self::B3 => "b3",
            Self::B3Multi => "b3multi",
            Self::Jaeger => "jaeger",
            Self::XRay => "xray",
            Self::XRayLambda => "xray-lambda",
        }
    }

    /// Finds the propagator of a name, in any case.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|propagator| propagator.name().eq_ignore_ascii_case(name))
    }

    /// Returns the names, as a sentence has them.
    pub(crate) fn names() -> String {
        Self::ALL.map(Self::name).join(", ")
    }

    /// Returns the names that it writes into carriers, but for those that depend on baggage.
    #[cfg(feature = "opentelemetry")]
    pub(crate) const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::TraceContext => const { &[Header::Traceparent.name(), Header::Tracestate.name()] },
            Self::Baggage => const { &[Header::Baggage.name()] },
            Self::B3 => &[b3::SINGLE],
            Self::B3Multi => &[b3::TRACE_ID, b3::SPAN_ID, b3::SAMPLED, b3::FLAGS],
            Self::Jaeger => &[jaeger::TRACE_ID],
            Self::XRay | Self::XRayLambda => &[xray::HEADER],
        }
    }

    /// Each in a function that is not made part of this one: what one of them needs on the stack, all would pay for.
    fn extract(self, incoming: &Incoming<'_>, context: &mut Context) {
        match self {
            Self::TraceContext => trace_context::extract(incoming, context),
            Self::Baggage => w3c_baggage::extract(incoming, context),
            Self::B3 | Self::B3Multi => b3::extract(incoming.carrier(), context),
            Self::Jaeger => jaeger::extract(incoming.carrier(), context),
            Self::XRay => xray::extract(incoming.carrier(), context),
            Self::XRayLambda => xray::extract_on_lambda(incoming.carrier(), context),
        }
    }

    fn inject(self, context: &Context, carrier: &mut dyn Injector) {
        match self {
            Self::TraceContext => trace_context::inject(context, carrier),
            Self::Baggage => w3c_baggage::inject(context, carrier),
            Self::B3 => b3::inject(context, carrier),
            Self::B3Multi => b3::inject_multi(context, carrier),
            Self::Jaeger => jaeger::inject(context, carrier),
            Self::XRay | Self::XRayLambda => xray::inject(context, carrier),
        }
    }
}

/// Bits of a propagator in the list.
const BITS: u32 = 4;

/// Propagators in the order in which they run, each once.
///
/// When several find a context, the last one counts; of the same span in two formats, what each has. Default: W3C Trace Context and W3C Baggage.
///
/// ```
/// use otlp_runtime::{Propagator, Propagators};
///
/// let propagators = Propagators::new(&[Propagator::XRay, Propagator::TraceContext]);
/// let headers = [("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")];
/// let context = propagators.extract(&headers);
/// assert!(context.span_context().is_sampled() && context.span_context().is_remote());
///
/// let mut sent = Vec::new();
/// propagators.inject(&context, &mut sent);
/// assert_eq!(sent[1], headers.map(|(name, value)| (name.to_owned(), value.to_owned()))[0]);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Propagators(u32);

impl Propagators {
    /// No propagators: nothing is read and nothing is sent (`OTEL_PROPAGATORS=none`).
    pub const NONE: Self = Self(0);

    /// Takes propagators in order; one that is given twice runs once, at its first place (ENV-06).
    pub const fn new(propagators: &[Propagator]) -> Self {
        let mut list = Self::NONE;
        let mut index = 0;
        while index < propagators.len() {
            list = list.with(propagators[index]);
            index += 1;
        }
        list
    }

    /// Returns the list with another at its end, unless it is in it.
    const fn with(self, propagator: Propagator) -> Self {
        let number = propagator as u32;
        let mut shift = 0;
        loop {
            match self.0 >> shift & ((1 << BITS) - 1) {
                0 => return Self(self.0 | number << shift),
                same if same == number => return self,
                _ => shift += BITS,
            }
        }
    }

    /// Returns the propagators, in order.
    pub fn iter(self) -> impl Iterator<Item = Propagator> {
        let mut rest = self.0;
        core::iter::from_fn(move || {
            let index = (rest & ((1 << BITS) - 1)).checked_sub(1)?;
            rest >>= BITS;
            Propagator::ALL.get(index as usize).copied()
        })
    }

    /// Says whether there are none.
    #[inline]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Reads what a carrier holds, and trusts it; see [`EntryPoint`] for what comes from outside.
    ///
    /// Never fails: what cannot be read counts as absent.
    pub fn extract<E: Extractor + ?Sized>(self, carrier: &E) -> Context {
        self.extract_dyn(&carrier)
    }

    /// Does as [`extract`](Self::extract), where `get` returns the values of a name: an `Option`, or any other iterator.
    pub fn extract_with<F, V>(self, get: F) -> Context
    where
        F: Fn(&str) -> V,
        V: IntoIterator<Item: AsRef<str>>,
    {
        self.extract_dyn(&ReadWith(get))
    }

    pub(crate) fn extract_dyn(self, carrier: &dyn Extractor) -> Context {
        let mut context = Context::default();
        if !self.is_empty() {
            let incoming = Incoming::new(carrier);
            self.iter().for_each(|propagator| propagator.extract(&incoming, &mut context));
        }
        context
    }

    /// Writes a context into a carrier. What the carrier has from another context is removed.
    pub fn inject<I: Injector + ?Sized>(self, context: &Context, mut carrier: &mut I) {
        self.inject_dyn(context, &mut carrier);
    }

    /// Removes what any context may have written into a carrier, but for Jaeger's baggage, whose names nobody knows.
    pub(crate) fn remove<I: Injector + ?Sized>(self, mut carrier: &mut I) {
        // Whichever context it is, what is written is taken for what has to go.
        let (trace, span) = (TraceId::from_bytes([1; 16]), SpanId::from_bytes([1; 8]));
        let span = SpanContext::new(trace, span, TraceFlags::SAMPLED, false, TraceState::empty());
        self.inject_dyn(&Context::new(span), &mut Removing(&mut carrier));
    }

    pub(crate) fn inject_dyn(self, context: &Context, carrier: &mut dyn Injector) {
        self.iter().for_each(|propagator| propagator.inject(context, carrier));
    }

    /// The list as a number.
    pub(crate) const fn to_bits(self) -> u32 {
        self.0
    }

    /// The list that [`to_bits`](Self::to_bits) gave.
    pub(crate) const fn from_bits(bits: u32) -> Self {
        Self(bits)
    }
}

impl Default for Propagators {
    fn default() -> Self {
        const { Self::new(&[Propagator::TraceContext, Propagator::Baggage]) }
    }
}

impl FromIterator<Propagator> for Propagators {
    fn from_iter<T: IntoIterator<Item = Propagator>>(propagators: T) -> Self {
        propagators.into_iter().fold(Self::NONE, Self::with)
    }
}

impl fmt::Debug for Propagators {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// A carrier that loses the names that are written.
struct Removing<'a>(&'a mut dyn Injector);

impl Injector for Removing<'_> {
    fn set(&mut self, name: &str, _: &str) {
        self.0.remove(name);
    }

    fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }
}

/// The longest value that is looked at of a header which holds one span (TRU-03).
const MAX_LENGTH: usize = 1024;

/// Returns what `parse` makes of a value without the white space that HTTP allows around it; nothing if the name has several,
/// of which nobody knows which is meant.
fn only_value<T>(carrier: &dyn Extractor, name: &str, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
    let mut values = 0;
    let mut parsed = None;
    carrier.values(name, &mut |value| {
        values += 1;
        parsed = if value.len() > MAX_LENGTH { None } else { parse(trimmed(value)) };
    });
    parsed.filter(|_| values == 1)
}

fn trimmed(value: &str) -> &str {
    value.trim_matches([' ', '\t'])
}

/// Reads at most `2 * N` digits, with zeros in front of them.
fn padded<const N: usize>(digits: &[u8]) -> Option<[u8; N]> {
    const MAX: usize = 32;
    let mut all = [b'0'; MAX];
    let place = all.get_mut((2 * N).checked_sub(digits.len())?..2 * N).filter(|place| !place.is_empty())?;
    place.copy_from_slice(digits);
    hex::decode(all.get(..2 * N)?)
}

fn padded_trace_id(digits: &[u8]) -> Option<TraceId> {
    padded(digits).map(TraceId::from_bytes)
}

#[cfg(test)]
mod tests;
