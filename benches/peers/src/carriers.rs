//! What context is read from and written into, for both libraries and for neither.
//!
//! In: headers. Out: one trait for all kinds of carriers.
//! Never here: time; the order of calls.

use std::collections::HashMap;
use std::hint::black_box;

use http::{HeaderMap, HeaderName, HeaderValue};
use opentelemetry::Context as OtherContext;
use opentelemetry::propagation::{Extractor, Injector, TextMapCompositePropagator, TextMapPropagator};
use opentelemetry_http::{HeaderExtractor, HeaderInjector};
use otlp_runtime::{Context, Propagators};

/// Names and values.
pub type Pairs<'a> = &'a [(&'static str, &'a str)];

/// The headers of W3C, as those know them who look them up by hand.
static NAMES: [HeaderName; 3] = [
    HeaderName::from_static("traceparent"),
    HeaderName::from_static("tracestate"),
    HeaderName::from_static("baggage"),
];

/// A kind of carrier.
pub trait Carrier: Clone + 'static {
    /// As the tables have it.
    const NAME: &'static str;

    /// Makes one, as a request has it before anybody injects; with these headers too.
    fn with(context: Pairs<'_>) -> Self;
    /// Makes another with room for what is injected, since growing is no part of it.
    #[must_use]
    fn with_room(&self) -> Self;
    /// Reads by our propagators.
    fn extract(&self, propagators: Propagators) -> Context;
    /// Reads by theirs.
    fn extract_theirs(&self, propagator: &TextMapCompositePropagator) -> OtherContext;
    /// Looks up what is read, and does nothing with it.
    fn look_up(&self, is_with_baggage: bool);
    /// Writes by our propagators.
    fn inject(&mut self, propagators: Propagators, context: &Context);
    /// Writes by theirs.
    fn inject_theirs(&mut self, propagator: &TextMapCompositePropagator, context: &OtherContext);
    /// Stores values that are there already.
    fn store(&mut self, context: Pairs<'_>);
}

/// What a request has besides.
const USUAL: Pairs<'static> = &[
    ("host", "example.org"),
    ("accept", "*/*"),
    ("accept-encoding", "gzip"),
    ("user-agent", "bench"),
    ("content-type", "application/json"),
    ("content-length", "0"),
];

fn names(is_with_baggage: bool) -> &'static [HeaderName] {
    if is_with_baggage { &NAMES } else { NAMES.split_at(2).0 }
}

/// Returns the name as a constant that costs nothing to make.
fn name(text: &str) -> Option<HeaderName> {
    NAMES.iter().find(|name| *name == text).cloned()
}

#[expect(clippy::implicit_hasher, reason = "the hasher is part of what is measured")]
impl Carrier for HashMap<String, String> {
    const NAME: &'static str = "HashMap";

    fn with(context: Pairs<'_>) -> Self {
        context.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    /// Without: people begin with an empty one.
    fn with_room(&self) -> Self {
        self.clone()
    }

    fn extract(&self, propagators: Propagators) -> Context {
        propagators.extract(self)
    }

    fn extract_theirs(&self, propagator: &TextMapCompositePropagator) -> OtherContext {
        propagator.extract(self)
    }

    fn look_up(&self, is_with_baggage: bool) {
        for name in names(is_with_baggage) {
            black_box(self.get(name.as_str()));
        }
    }

    fn inject(&mut self, propagators: Propagators, context: &Context) {
        propagators.inject(context, self);
    }

    fn inject_theirs(&mut self, propagator: &TextMapCompositePropagator, context: &OtherContext) {
        propagator.inject_context(context, self);
    }

    fn store(&mut self, context: Pairs<'_>) {
        for (name, value) in context {
            self.insert((*name).to_owned(), (*value).to_owned());
        }
    }
}

impl Carrier for HeaderMap {
    const NAME: &'static str = "HeaderMap of 6";

    fn with(context: Pairs<'_>) -> Self {
        let value = |text: &str| HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(""));
        let pairs = USUAL.iter().chain(context);
        pairs.map(|(name, text)| (HeaderName::from_static(name), value(text))).collect()
    }

    fn with_room(&self) -> Self {
        let mut headers = self.clone();
        headers.reserve(NAMES.len());
        headers
    }

    fn extract(&self, propagators: Propagators) -> Context {
        propagators.extract(self)
    }

    fn extract_theirs(&self, propagator: &TextMapCompositePropagator) -> OtherContext {
        propagator.extract(&HeaderExtractor(self))
    }

    fn look_up(&self, is_with_baggage: bool) {
        for name in names(is_with_baggage) {
            black_box(self.get(name).and_then(|value| value.to_str().ok()));
        }
    }

    fn inject(&mut self, propagators: Propagators, context: &Context) {
        propagators.inject(context, self);
    }

    fn inject_theirs(&mut self, propagator: &TextMapCompositePropagator, context: &OtherContext) {
        propagator.inject_context(context, &mut HeaderInjector(self));
    }

    fn store(&mut self, context: Pairs<'_>) {
        for (text, value) in context {
            if let (Some(name), Ok(value)) = (name(text), HeaderValue::from_str(value)) {
                self.insert(name, value);
            }
        }
    }
}

/// Headers of a message: for us a closure, for the other library a type with its traits.
#[derive(Clone)]
pub struct Message(Vec<(String, String)>);

impl Message {
    fn find(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

impl Extractor for Message {
    fn get(&self, key: &str) -> Option<&str> {
        self.find(key)
    }

    fn keys(&self) -> Vec<&str> {
        Vec::new()
    }
}

impl Injector for Message {
    fn set(&mut self, key: &str, value: String) {
        self.0.push((key.to_owned(), value));
    }
}

impl otlp_runtime::Injector for Message {
    fn set(&mut self, name: &str, value: &str) {
        self.0.push((name.to_owned(), value.to_owned()));
    }
}

impl Carrier for Message {
    const NAME: &'static str = "closure over a list of 6";

    fn with(context: Pairs<'_>) -> Self {
        let pairs = USUAL.iter().chain(context);
        Self(pairs.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    fn with_room(&self) -> Self {
        let mut list = self.0.clone();
        list.reserve(NAMES.len());
        Self(list)
    }

    fn extract(&self, propagators: Propagators) -> Context {
        propagators.extract_with(|name| self.find(name))
    }

    fn extract_theirs(&self, propagator: &TextMapCompositePropagator) -> OtherContext {
        propagator.extract(self)
    }

    fn look_up(&self, is_with_baggage: bool) {
        for name in names(is_with_baggage) {
            black_box(self.find(name.as_str()));
        }
    }

    fn inject(&mut self, propagators: Propagators, context: &Context) {
        propagators.inject(context, self);
    }

    fn inject_theirs(&mut self, propagator: &TextMapCompositePropagator, context: &OtherContext) {
        propagator.inject_context(context, self);
    }

    fn store(&mut self, context: Pairs<'_>) {
        for (name, value) in context {
            self.0.push(((*name).to_owned(), (*value).to_owned()));
        }
    }
}
