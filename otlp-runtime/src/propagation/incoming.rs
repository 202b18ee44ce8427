//! What propagators read: a carrier, and the headers of W3C in it, which nearly every carrier is asked for.
//!
//! In: a carrier, or its names and values. Out: the values of a name.
//! Never here: formats; a look at the same names twice.

use super::Extractor;

/// A header of W3C.
#[derive(Clone, Copy, Debug)]
pub enum Header {
    Traceparent,
    Tracestate,
    Baggage,
}

impl Header {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Traceparent => "traceparent",
            Self::Tracestate => "tracestate",
            Self::Baggage => "baggage",
        }
    }

    /// Finds the header of a name, in any case. Most names have another length.
    #[inline]
    pub(super) fn of(name: &str) -> Option<Self> {
        const TRACEPARENT: &str = Header::Traceparent.name();
        const TRACESTATE: &str = Header::Tracestate.name();
        const BAGGAGE: &str = Header::Baggage.name();
        let is = |known: &'static str| name == known || name.eq_ignore_ascii_case(known);
        match name.len() {
            11 if is(TRACEPARENT) => Some(Self::Traceparent),
            10 if is(TRACESTATE) => Some(Self::Tracestate),
            7 if is(BAGGAGE) => Some(Self::Baggage),
            _ => None,
        }
    }
}

/// The values that one header has.
#[derive(Clone, Copy, Debug, Default)]
enum Values<'a> {
    #[default]
    None,
    One(&'a [u8]),
    /// The carrier knows them.
    Many,
}

/// The headers of W3C, found in one look at all that a carrier has.
#[derive(Clone, Copy, Debug, Default)]
pub struct Found<'a>([Values<'a>; 3]);

impl<'a> Found<'a> {
    /// Looks through all that a carrier has; of each the header that it is, if it is one, and the value.
    #[inline]
    pub(super) fn among(all: impl Iterator<Item = (Option<Header>, &'a [u8])>) -> Self {
        let mut found = Self::default();
        for (header, value) in all {
            if let Some(values) = header.and_then(|header| found.0.get_mut(header as usize)) {
                *values = if matches!(values, Values::None) { Values::One(value) } else { Values::Many };
            }
        }
        found
    }
}

/// A carrier that is being read.
#[derive(Clone, Copy)]
pub(super) struct Incoming<'a> {
    carrier: &'a dyn Extractor,
    /// None where the carrier has to be asked by name.
    found: Option<Found<'a>>,
}

impl<'a> Incoming<'a> {
    pub(super) fn new(carrier: &'a dyn Extractor) -> Self {
        Self { carrier, found: carrier.__found() }
    }

    /// Returns the carrier, for names that are asked for less often.
    pub(super) const fn carrier(&self) -> &'a dyn Extractor {
        self.carrier
    }

    /// Says whether a header is not there, where the carrier could tell.
    pub(super) fn lacks(&self, header: Header) -> bool {
        let values = self.found.as_ref().and_then(|found| found.0.get(header as usize));
        matches!(values, Some(Values::None))
    }

    /// Passes on each value of a header, in order.
    #[inline]
    pub(super) fn values(&self, header: Header, mut take: impl FnMut(&[u8])) {
        match self.found.as_ref().and_then(|found| found.0.get(header as usize)) {
            Some(Values::None) => {}
            Some(Values::One(value)) => take(value),
            Some(Values::Many) | None => {
                self.carrier.values(header.name(), &mut |value| take(value.as_bytes()));
            }
        }
    }
}
