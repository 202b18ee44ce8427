//! What several layers are set by, each method written once.
//!
//! In: the name of a layer. Out: its methods, and that it is a layer of tower.
//! Never here: what the settings do (`message`, `url`, `propagation`).

/// Makes a type whose calls follow a [`Convention`](super::Convention) a layer.
macro_rules! is_layer {
    ($layer:ident) => {
        impl<S> tower_layer::Layer<S> for $layer {
            type Service = super::service::TracedService<S, Self>;

            fn layer(&self, inner: S) -> Self::Service {
                super::service::TracedService::new(inner, self.clone())
            }
        }

        impl super::service::sealed::Sealed for $layer {}
    };
}

/// For servers: the field `entry_point`.
macro_rules! has_entry_point {
    ($layer:ident) => {
        impl $layer {
            /// Sets how far the context in a request is trusted. Default: [`EntryPoint::trust`](crate::EntryPoint::trust).
            pub const fn entry_point(mut self, entry_point: &'static crate::EntryPoint) -> Self {
                self.entry_point = entry_point;
                self
            }
        }

        impl Default for $layer {
            fn default() -> Self {
                Self::new()
            }
        }
    };
}

/// For clients: the field `destinations`.
macro_rules! has_destinations {
    ($layer:ident) => {
        impl $layer {
            /// Sets which hosts get what of the context (TRU-05). Default: all get the trace context, those inside baggage, too.
            pub fn destinations(mut self, destinations: crate::Destinations) -> Self {
                self.destinations = destinations;
                self
            }
        }
    };
}

/// For HTTP: the field `http`.
macro_rules! has_http_rules {
    ($layer:ident) => {
        impl $layer {
            /// Sets which methods are recorded as they are. Default: the nine of RFC 9110 and RFC 5789, and `QUERY`.
            pub const fn known_methods(mut self, methods: &'static [&'static str]) -> Self {
                self.http.known_methods = methods;
                self
            }

            /// Sets the keys of a query whose values are recorded as `REDACTED`; case counts.
            ///
            /// Default, by the semantic conventions: `AWSAccessKeyId`, `Signature`, `sig`, `X-Goog-Signature`,
            /// `X-Amz-Signature`, `X-Amz-Credential`, `X-Amz-Security-Token`.
            pub const fn redact_query(mut self, keys: &'static [&'static str]) -> Self {
                self.http.secret_keys = keys;
                self
            }
        }
    };
}

pub(super) use {has_destinations, has_entry_point, has_http_rules, is_layer};
