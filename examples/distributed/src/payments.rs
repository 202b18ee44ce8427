//! A service of gRPC, `shop.Payments`, and its client; by hand, for want of `protoc`: what tonic would generate of
//!
//! ```proto
//! package shop;
//! message Amount { int64 cents = 1; }
//! service Payments { rpc Charge(Amount) returns (Amount); }
//! ```
//!
//! In: amounts. Out: amounts. Never here: contexts.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use http::uri::PathAndQuery;
use http::{Request, Response, Uri};
use otlp_runtime::middleware::{GrpcClientLayer, GrpcServerLayer};
use otlp_runtime::traced;
use tokio::net::TcpListener;
use tonic::Status;
use tonic::body::Body;
use tonic::server::NamedService;
use tonic::transport::server::TcpIncoming;
use tonic::transport::{Endpoint, Server};
use tonic_prost::ProstCodec;
use tower::{Layer as _, Service, service_fn};

use crate::Failure;
use crate::process::Stop;

#[derive(Clone, PartialEq, prost::Message)]
struct Amount {
    #[prost(int64, tag = "1")]
    cents: i64,
}

const CHARGE: &str = "/shop.Payments/Charge";

#[derive(Clone)]
struct Payments;

impl NamedService for Payments {
    const NAME: &'static str = "shop.Payments";
}

impl Service<Request<Body>> for Payments {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        Box::pin(async move {
            if request.uri().path() != CHARGE {
                return Ok(Status::unimplemented("").into_http());
            }
            let charge = service_fn(|request: tonic::Request<Amount>| async move {
                let cents = debit(request.into_inner().cents).await;
                Ok(tonic::Response::new(Amount { cents }))
            });
            Ok(tonic::server::Grpc::new(ProstCodec::<Amount, Amount>::default()).unary(charge, request).await)
        })
    }
}

#[traced("shop.amount" = cents)]
async fn debit(cents: i64) -> i64 {
    tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    cents
}

/// Serves until told to stop.
pub(crate) async fn serve(listener: TcpListener, stop: Stop) -> Result<(), Failure> {
    let server = Server::builder().layer(GrpcServerLayer::new()).add_service(Payments);
    server
        .serve_with_incoming_shutdown(TcpIncoming::from(listener).with_nodelay(Some(true)), async {
            drop(stop.await);
        })
        .await?;
    Ok(())
}

/// Calls the service at an address.
pub(crate) async fn charge(address: &str, cents: i64) -> Result<i64, Failure> {
    let uri: Uri = format!("http://{address}").parse()?;
    let channel = Endpoint::from(uri.clone()).connect_lazy();
    let mut client = tonic::client::Grpc::new(GrpcClientLayer::new(uri).layer(channel));
    client.ready().await?;
    let codec = ProstCodec::<Amount, Amount>::default();
    let request = tonic::Request::new(Amount { cents });
    Ok(client.unary(request, PathAndQuery::from_static(CHARGE), codec).await?.into_inner().cents)
}
