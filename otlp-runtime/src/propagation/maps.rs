//! The maps of headers of the crates `http` and tonic.
//!
//! In: names. Out: values that are UTF-8; others cannot hold context and count as empty.
//! Never here: an allocation for a name that is not there.

use http::header::{HeaderMap, HeaderName, HeaderValue};

use super::{Extractor, Found, Header, Injector};

/// The names that propagators look for and write, so that none of them is checked or copied; those of [`Header`] come first.
static KNOWN: [HeaderName; 11] = [
    HeaderName::from_static(Header::Traceparent.name()),
    HeaderName::from_static(Header::Tracestate.name()),
    HeaderName::from_static(Header::Baggage.name()),
    HeaderName::from_static("b3"),
    HeaderName::from_static("x-b3-traceid"),
    HeaderName::from_static("x-b3-spanid"),
    HeaderName::from_static("x-b3-sampled"),
    HeaderName::from_static("x-b3-flags"),
    HeaderName::from_static("x-amzn-trace-id"),
    HeaderName::from_static("uber-trace-id"),
    HeaderName::from_static("jaeger-baggage"),
];

fn known(name: &str) -> Option<&'static HeaderName> {
    KNOWN.iter().find(|known| *known == name)
}

fn text(value: &HeaderValue) -> &str {
    core::str::from_utf8(value.as_bytes()).unwrap_or_default()
}

/// The most headers that are looked through rather than looked up: a hash of one name takes as long as a look at a dozen.
const FEW: usize = 32;

impl Extractor for HeaderMap {
    fn values(&self, name: &str, found: &mut dyn FnMut(&str)) {
        if self.is_empty() {
            return;
        }
        let values = known(name).map_or_else(|| self.get_all(name), |name| self.get_all(name));
        values.iter().for_each(|value| found(text(value)));
    }

    fn __found(&self) -> Option<Found<'_>> {
        let [traceparent, tracestate, baggage, ..] = &KNOWN;
        // Most names are none of these, which is seen at once when they are of the names that `http` knows.
        let header_of = |name: &HeaderName| match name {
            name if name == traceparent => Some(Header::Traceparent),
            name if name == tracestate => Some(Header::Tracestate),
            name if name == baggage => Some(Header::Baggage),
            _ => None,
        };
        let all = self.iter().map(|(name, value)| (header_of(name), value.as_bytes()));
        (self.len() <= FEW).then(|| Found::among(all))
    }

    fn values_of_prefix(&self, prefix: &str, found: &mut dyn FnMut(&str, &str)) {
        for (name, value) in self.iter().filter(|(name, _)| name.as_str().starts_with(prefix)) {
            found(name.as_str(), text(value));
        }
    }
}

impl Injector for HeaderMap {
    fn set(&mut self, name: &str, value: &str) {
        let name = known(name).cloned().or_else(|| HeaderName::from_bytes(name.as_bytes()).ok());
        if let (Some(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
            self.insert(name, value);
        }
    }

    fn remove(&mut self, name: &str) {
        match known(name) {
            Some(name) => remove(self, name),
            None => drop(Self::remove(self, name)),
        }
    }

    fn __replace(&mut self, headers: &[(Header, &[u8])]) {
        for (header, value) in headers {
            let name = &KNOWN[*header as usize];
            match HeaderValue::from_bytes(value) {
                Ok(value) if !value.is_empty() => drop(self.insert(name, value)),
                _ => remove(self, name),
            }
        }
    }
}

/// Removes a header, which is seldom there.
fn remove(headers: &mut HeaderMap, name: &HeaderName) {
    if headers.len() > FEW || headers.keys().any(|key| key == name) {
        headers.remove(name);
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

    fn __found(&self) -> Option<Found<'_>> {
        self.as_ref().__found()
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

    fn __replace(&mut self, headers: &[(Header, &[u8])]) {
        self.as_mut().__replace(headers);
    }
}
