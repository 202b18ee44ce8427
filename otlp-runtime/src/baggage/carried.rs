//! What goes along with a span besides its context.
//!
//! In: baggage, and notes of propagators. Out: one pointer for each open span, nothing when there is nothing.
//! Never here: who reads the notes; that is the propagator that wrote them.

use std::sync::Arc;

use super::Baggage;

/// What propagators need again when the trace goes on, and W3C trace context has no room for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Notes {
    /// The caller left the sampling decision to us (B3 without one, X-Ray `?`). Never a flag bit: bit 2 says that the
    /// trace id is random.
    pub(crate) is_deferred: bool,
    /// B3 and Jaeger: record by all means.
    pub(crate) is_debug: bool,
    /// Keys of `x-amzn-trace-id` that others put there, as `Lineage=a:1;..`.
    pub(crate) xray: Option<Box<str>>,
}

#[derive(Debug, Default, PartialEq, Eq, Hash)]
struct Load {
    baggage: Baggage,
    notes: Notes,
}

/// Baggage and notes; one pointer, none if both are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Carried(Option<Arc<Load>>);

static NO_BAGGAGE: Baggage = Baggage::empty();
static NO_NOTES: Notes = Notes { is_deferred: false, is_debug: false, xray: None };

impl Carried {
    /// Nothing.
    pub(crate) const EMPTY: Self = Self(None);

    pub(crate) fn new(baggage: Baggage, notes: Notes) -> Self {
        if baggage.is_empty() && notes == NO_NOTES {
            Self(None)
        } else {
            Self(Some(Arc::new(Load { baggage, notes })))
        }
    }

    #[inline]
    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    pub(crate) fn baggage(&self) -> &Baggage {
        self.0.as_ref().map_or(&NO_BAGGAGE, |load| &load.baggage)
    }

    pub(crate) fn notes(&self) -> &Notes {
        self.0.as_ref().map_or(&NO_NOTES, |load| &load.notes)
    }

    /// Returns the same with other baggage.
    pub(crate) fn with_baggage(&self, baggage: Baggage) -> Self {
        Self::new(baggage, self.notes().clone())
    }

    /// Returns the same with other notes.
    pub(crate) fn with_notes(&self, notes: Notes) -> Self {
        Self::new(self.baggage().clone(), notes)
    }

    /// Returns what a span of another trace takes over: the baggage.
    #[cold]
    pub(crate) fn for_another_trace(&self) -> Self {
        self.with_notes(Notes::default())
    }

    /// Returns what a span takes over that came with this, where `current` is what there was: a request without
    /// baggage does not take that away. The sampling decision is made by then.
    #[cold]
    pub(crate) fn arrived(&self, current: &Self) -> Self {
        let baggage = if self.baggage().is_empty() { current.baggage() } else { self.baggage() };
        Self::new(baggage.clone(), Notes { is_deferred: false, ..self.notes().clone() })
    }
}
