//! The smallest collector: OTLP over HTTP, kept in memory.
//!
//! In: export requests of all processes. Out: their spans, each with the name of its service.
//! Never here: the library that makes the spans; requests are decoded by `opentelemetry-proto`.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::post;
use bytes::Bytes;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message as _;
use tokio::net::TcpListener;

use crate::Failure;

type Kept = Arc<Mutex<Vec<(String, Span)>>>;

/// A collector on a free port.
pub(crate) struct Sink {
    address: SocketAddr,
    kept: Kept,
}

impl Sink {
    pub(crate) async fn start() -> Result<Self, Failure> {
        let kept = Kept::default();
        let router = Router::new().route("/v1/traces", post(take)).with_state(Arc::clone(&kept));
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        tokio::spawn(async { axum::serve(listener, router).await });
        Ok(Self { address, kept })
    }

    pub(crate) fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What has arrived: the name of a service, and a span of it.
    pub(crate) fn spans(&self) -> Vec<(String, Span)> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn take(State(kept): State<Kept>, body: Bytes) -> impl IntoResponse {
    let Ok(request) = ExportTraceServiceRequest::decode(body) else {
        return (StatusCode::BAD_REQUEST, [(CONTENT_TYPE, "application/x-protobuf")]);
    };
    for resource_spans in request.resource_spans {
        let resource = resource_spans.resource.unwrap_or_default();
        let name = resource.attributes.into_iter().find(|attribute| attribute.key == "service.name");
        let service = match name.and_then(|name| name.value?.value) {
            Some(Value::StringValue(name)) => name,
            _ => String::new(),
        };
        let spans = resource_spans.scope_spans.into_iter().flat_map(|scope| scope.spans);
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.extend(spans.map(|span| (service.clone(), span)));
    }
    (StatusCode::OK, [(CONTENT_TYPE, "application/x-protobuf")])
}
