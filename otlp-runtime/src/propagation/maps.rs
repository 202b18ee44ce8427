//! The maps of headers of the crates `http` and tonic.
//!
//! In: names. Out: values that are visible ASCII; others cannot hold context and count as empty.
//! Never here: an allocation for a name that is not there.

use http::header::{HeaderMap, HeaderName, HeaderValue};

use super::{Extractor, Injector};

/// The names that propagators write, so that none of them is copied.
static KNOWN: [(&str, HeaderName); 9] = [
    ("traceparent", HeaderName::from_static("traceparent")),
    ("tracestate", HeaderName::from_static("tracestate")),
    ("baggage", HeaderName::from_static("baggage")),
    ("b3", HeaderName::from_static("b3")),
    ("x-b3-traceid", HeaderName::from_static("x-b3-traceid")),
    ("x-b3-spanid", HeaderName::from_static("x-b3-spanid")),
    ("x-b3-sampled", HeaderName::from_static("x-b3-sampled")),
    ("x-b3-flags", HeaderName::from_static("x-b3-flags")),
    ("x-amzn-trace-id", HeaderName::from_static("x-amzn-trace-id")),
];

fn header_name(name: &str) -> Option<HeaderName> {
    match KNOWN.iter().find(|(known, _)| *known == name) {
        Some((_, known)) => Some(known.clone()),
        None => HeaderName::from_bytes(name.as_bytes()).ok(),
    }
}

impl Extractor for HeaderMap {
    fn values(&self, name: &str, found: &mut dyn FnMut(&str)) {
        if self.is_empty() {
            return;
        }
        self.get_all(name).iter().for_each(|value| found(value.to_str().unwrap_or_default()));
    }

    fn values_of_prefix(&self, prefix: &str, found: &mut dyn FnMut(&str, &str)) {
        for (name, value) in self.iter().filter(|(name, _)| name.as_str().starts_with(prefix)) {
            found(name.as_str(), value.to_str().unwrap_or_default());
        }
    }
}

impl Injector for HeaderMap {
    fn set(&mut self, name: &str, value: &str) {
        if let (Some(name), Ok(value)) = (header_name(name), HeaderValue::from_str(value)) {
            self.insert(name, value);
        }
    }

    fn remove(&mut self, name: &str) {
        if !self.is_empty() {
            Self::remove(self, name);
        }
    }
}

#[cfg(feature = "grpc")]
impl Extractor for tonic::metadata::MetadataMap {
    fn values(&self, name: &str, found: &mut dyn FnMut(&str)) {
        Extractor::values(self.as_ref(), name, found);
    }

    fn values_of_prefix(&self, prefix: &str, found: &mut dyn FnMut(&str, &str)) {
        Extractor::values_of_prefix(self.as_ref(), prefix, found);
    }
}

#[cfg(feature = "grpc")]
impl Injector for tonic::metadata::MetadataMap {
    fn set(&mut self, name: &str, value: &str) {
        Injector::set(self.as_mut(), name, value);
    }

    fn remove(&mut self, name: &str) {
        Injector::remove(self.as_mut(), name);
    }
}
