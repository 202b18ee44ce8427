//! Carries context between processes, for users of the `opentelemetry` crate.
//!
//! In: contexts and carriers of that crate. Out: headers; contexts with a remote span and baggage.
//! Never here: the form of the headers (`propagation`).

use std::sync::OnceLock;

use opentelemetry::Context;
use opentelemetry::propagation::text_map_propagator::FieldIter;
use opentelemetry::propagation::{Extractor, Injector, TextMapPropagator};
use opentelemetry::trace::TraceContextExt as _;

use crate::baggage::{Baggage, Carried};
use crate::local;
use crate::otel::{added, has_active_baggage, is_active, notes, with_baggage, with_span};
use crate::propagation::{self, Context as Travelling};
use crate::span::propagators;

/// The installed propagators ([`Propagators`](crate::Propagators), `OTEL_PROPAGATORS`), for the span that was entered last: of
/// this crate, or of a context.
///
/// Baggage goes along: that of the context, and that of this crate. Of a name that both have, the value of the context counts
/// where it is the later of the two sides.
///
/// ```
/// use std::collections::HashMap;
///
/// use opentelemetry::global;
/// use otlp_runtime::{DiscardExporter, Span, Telemetry, inline};
///
/// let telemetry = Telemetry::builder().exporter(DiscardExporter).install()?;
/// otlp_runtime::opentelemetry::install_global();
/// let _span = inline::span!("call");
/// let mut headers = HashMap::new();
/// global::get_text_map_propagator(|propagator| propagator.inject(&mut headers)); // somewhere in a library
/// let context = Span::current().context();
/// assert_eq!(headers["traceparent"], format!("00-{}-{}-03", context.trace_id(), context.span_id()));
/// # Ok::<(), otlp_runtime::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Propagator {
    /// The names in carriers: of the propagators that were installed when somebody asked first.
    fields: OnceLock<Vec<String>>,
}

impl Propagator {
    /// Makes a propagator. All are the same.
    #[expect(clippy::new_without_default, reason = "making one has an effect on all spans")]
    pub fn new() -> Self {
        local::bridge();
        Self { fields: OnceLock::new() }
    }
}

impl TextMapPropagator for Propagator {
    fn inject_context(&self, given: &Context, injector: &mut dyn Injector) {
        let propagators = propagators();
        if !propagators.is_empty() {
            propagators.inject_dyn(&travelling(given), &mut Write(injector));
        }
    }

    fn extract_with_context(&self, given: &Context, extractor: &dyn Extractor) -> Context {
        let found = propagators().extract_dyn(&Read(extractor));
        let mut context = given.clone(); // PRO-01
        if found.span_context().is_valid() {
            context = with_span(&context, found.span_context(), found.notes());
        }
        if found.baggage().is_empty() { context } else { with_baggage(&context, found.baggage()) }
    }

    fn fields(&self) -> FieldIter<'_> {
        let propagators = propagators();
        if propagators.is_empty() {
            return FieldIter::new(&[]);
        }
        let names = || propagators.iter().flat_map(propagation::Propagator::fields);
        FieldIter::new(self.fields.get_or_init(|| names().map(|name| (*name).to_owned()).collect()))
    }
}

/// Returns what travels from a context, the current one or another.
fn travelling(given: &Context) -> Travelling {
    match (is_active(given), has_active_baggage(given)) {
        (true, true) => Travelling::current(),
        (true, false) => {
            let current = Travelling::current();
            let baggage = added(given, current.baggage());
            current.with_baggage(baggage)
        }
        (false, _) => {
            let baggage = added(given, &Baggage::empty());
            Travelling::of(given.span().span_context().into(), Carried::new(baggage, notes(given)))
        }
    }
}

struct Read<'a>(&'a dyn Extractor);

impl propagation::Extractor for Read<'_> {
    fn values(&self, name: &str, found: &mut dyn FnMut(&str)) {
        self.0.get_all(name).into_iter().flatten().for_each(found);
    }

    fn values_of_prefix(&self, prefix: &str, found: &mut dyn FnMut(&str, &str)) {
        let has_prefix =
            |key: &&str| key.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
        for key in self.0.keys().into_iter().filter(has_prefix) {
            self.0.get(key).into_iter().for_each(|value| found(key, value));
        }
    }
}

struct Write<'a>(&'a mut dyn Injector);

impl propagation::Injector for Write<'_> {
    fn set(&mut self, name: &str, value: &str) {
        self.0.set(name, value.to_owned());
    }
}
