//! Layers that make spans of calls: HTTP and gRPC, servers and clients, for tower (feature `tower`) and for reqwest's client
//! (feature `reqwest`).
//!
//! In: requests on their way through a service. Out: the same, in a span that follows the semantic conventions, v1.44.0.
//! Never here: types of axum, hyper or tonic; retries; headers and bodies as attributes.
//!
//! | layer | for | span |
//! | --- | --- | --- |
//! | [`HttpServerLayer`] | axum, hyper behind `TowerToHyperService`, any tower service of HTTP | `GET /carts/{id}`, server |
//! | [`HttpClientLayer`] | hyper-util's client, any tower service of HTTP; reqwest's client, by `ClientBuilder::with` | `GET`, or `GET /carts/{id}`, client |
//! | [`GrpcServerLayer`] | tonic's `Server::builder().layer(..)` | `shop.Payments/Charge`, server |
//! | [`GrpcClientLayer`] | tonic's `Channel`, layer by `ServiceBuilder` | `shop.Payments/Charge`, client |
//!
//! A span lasts **until the last byte of the response**: until its body is at an end or fails, or is dropped. It is the
//! current span while the inner service is called and polled, and while the body is. So `record!` in a handler adds to it,
//! and a stream that the response is made of runs in it.
//!
//! | what happens | the span |
//! | --- | --- |
//! | the caller goes away: the future, or the body of a server's response, is dropped before its end | `cancelled = true` |
//! | a panic | status `Error`, `error.type` |
//! | the service, or the body, gives an error | status `Error`; `error.type` is the name of the error's Rust type; of a box, `timeout` or another class that is known, else `_OTHER` |
//!
//! Without telemetry installed nothing is allocated, read or written.

mod builders;
mod error_type;
mod grpc;
mod http_client;
mod http_server;
mod message;
#[cfg(feature = "reqwest")]
mod reqwest_client;
mod response;
mod service;
mod url;

pub use grpc::{GrpcClientLayer, GrpcServerLayer};
pub use http_client::{HttpClientLayer, ResendCount, UrlTemplate};
pub use http_server::HttpServerLayer;
pub use response::{ResponseBody, ResponseFuture};
pub use service::{Convention, TracedService};
