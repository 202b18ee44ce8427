//! gRPC: a server of tonic behind `GrpcServerLayer`, its client behind `GrpcClientLayer`. The service is written by hand.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::{StreamExt as _, stream};
use http::uri::PathAndQuery;
use http::{Request, Response, Uri};
use otlp_runtime::middleware::{GrpcClientLayer, GrpcServerLayer};
use otlp_runtime::traced;
use otlp_tests::Session;
use tokio::net::TcpListener;
use tonic::body::Body;
use tonic::server::NamedService;
use tonic::transport::server::TcpIncoming;
use tonic::transport::{Channel, Endpoint, Server};
use tonic::{Code, Status};
use tonic_prost::ProstCodec;
use tower::{Layer as _, Service, service_fn};

use super::{caller, tree};

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Amount {
    #[prost(int64, tag = "1")]
    pub(crate) cents: i64,
}

/// `shop.Payments` with `Charge`, which fails with the code that is charged, and `Watch`, which counts up.
#[derive(Clone)]
struct Payments;

impl NamedService for Payments {
    const NAME: &'static str = "shop.Payments";
}

#[traced]
fn charge(cents: i64) -> Result<tonic::Response<Amount>, Status> {
    match Code::from(i32::try_from(cents).unwrap()) {
        Code::Ok => Ok(tonic::Response::new(Amount { cents })),
        code => Err(Status::new(code, "secret")),
    }
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
            let mut grpc = tonic::server::Grpc::new(ProstCodec::<Amount, Amount>::default());
            Ok(match request.uri().path() {
                "/shop.Payments/Charge" => {
                    let service = service_fn(async |request: tonic::Request<Amount>| {
                        charge(request.into_inner().cents)
                    });
                    grpc.unary(service, request).await
                }
                "/shop.Payments/Watch" => {
                    let service = service_fn(|request: tonic::Request<Amount>| async move {
                        let amounts = (0..request.into_inner().cents).map(|cents| Ok(Amount { cents }));
                        Ok(tonic::Response::new(stream::iter(amounts.collect::<Vec<_>>())))
                    });
                    grpc.server_streaming(service, request).await
                }
                _ => Status::unimplemented("").into_http(),
            })
        })
    }
}

/// Serves and returns the server's URL.
pub(crate) async fn serve() -> Uri {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let uri: Uri = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    let server = Server::builder().layer(GrpcServerLayer::new()).add_service(Payments);
    tokio::spawn(server.serve_with_incoming(TcpIncoming::from(listener)));
    uri
}

type Client = tonic::client::Grpc<otlp_runtime::middleware::TracedService<Channel, GrpcClientLayer>>;

pub(crate) fn client(uri: &Uri) -> Client {
    let channel = Endpoint::from(uri.clone()).connect_lazy();
    tonic::client::Grpc::new(GrpcClientLayer::new(uri.clone()).layer(channel))
}

pub(crate) async fn call(client: &mut Client, path: &'static str, cents: i64) -> Result<i64, Code> {
    client.ready().await.unwrap();
    let request = tonic::Request::new(Amount { cents });
    let answer =
        client.unary(request, PathAndQuery::from_static(path), ProstCodec::<Amount, Amount>::default());
    answer.await.map(|amount| amount.into_inner().cents).map_err(|status| status.code())
}

fn port(uri: &Uri) -> u16 {
    uri.port_u16().unwrap()
}

#[test]
fn a_call_is_one_trace_from_client_to_handler() {
    let session = Session::start();
    let uri = caller(async {
        let uri = serve().await;
        assert_eq!(call(&mut client(&uri), "/shop.Payments/Charge", 0).await, Ok(0));
        uri
    });
    let expected = "\
caller
  shop.Payments/Charge rpc.system.name=grpc rpc.method=shop.Payments/Charge server.address=127.0.0.1 server.port=PORT \
rpc.response.status_code=OK
    shop.Payments/Charge rpc.system.name=grpc rpc.method=shop.Payments/Charge server.address=127.0.0.1 server.port=PORT \
rpc.response.status_code=OK
      charge
";
    assert_eq!(tree(&session, port(&uri)), expected);
}

/// The outcomes of client and server for each code.
#[test]
fn only_six_codes_are_errors_of_a_server() {
    let session = Session::start();
    caller(async {
        let mut client = client(&serve().await);
        for code in 1..=16 {
            assert_eq!(
                call(&mut client, "/shop.Payments/Charge", code).await,
                Err(Code::from(i32::try_from(code).unwrap()))
            );
        }
    });
    let failed = |kind| {
        let mut codes: Vec<String> = Vec::new();
        let mut spans = session.spans();
        spans.retain(|span| span.kind == kind && span.status == otlp_runtime::StatusCode::Error);
        spans.sort_by_key(|span| span.start_unix_nanos);
        for span in spans {
            assert_eq!(span.attribute("error.type"), span.attribute("rpc.response.status_code"));
            assert_eq!(span.status_message, "", "PRI-08");
            codes.push(span.attribute("error.type").unwrap().as_str().unwrap().to_owned());
        }
        codes.join(" ")
    };
    let of_servers = "UNKNOWN DEADLINE_EXCEEDED UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS";
    assert_eq!(failed(otlp_runtime::SpanKind::Server), of_servers);
    let of_clients = "CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED \
RESOURCE_EXHAUSTED FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS UNAUTHENTICATED";
    assert_eq!(failed(otlp_runtime::SpanKind::Client), of_clients);
}

#[test]
fn a_method_that_nobody_implements_does_not_name_a_span() {
    let session = Session::start();
    caller(async {
        let mut client = client(&serve().await);
        assert_eq!(call(&mut client, "/stranger.Chosen/Words", 0).await, Err(Code::Unimplemented));
    });
    let span = session.span("grpc");
    assert_eq!(span.attribute("rpc.method"), Some(&"_OTHER".into()));
    assert_eq!(span.attribute("rpc.method_original"), Some(&"stranger.Chosen/Words".into()));
    assert_eq!(session.span("stranger.Chosen/Words").kind, otlp_runtime::SpanKind::Client);
}

async fn watch(client: &mut Client, cents: i64) -> tonic::Streaming<Amount> {
    client.ready().await.unwrap();
    let path = PathAndQuery::from_static("/shop.Payments/Watch");
    let codec = ProstCodec::<Amount, Amount>::default();
    client.server_streaming(tonic::Request::new(Amount { cents }), path, codec).await.unwrap().into_inner()
}

#[test]
fn a_stream_has_the_status_of_its_trailers_and_one_that_is_dropped_none() {
    let session = Session::start();
    caller(async {
        let mut client = client(&serve().await);
        assert_eq!(watch(&mut client, 3).await.count().await, 3);
        drop(watch(&mut client, 1_000_000).await);
    });
    let mut clients = session.spans();
    clients.retain(|span| span.kind == otlp_runtime::SpanKind::Client);
    clients.sort_by_key(|span| span.start_unix_nanos);
    let seen: Vec<_> = clients
        .iter()
        .map(|span| (span.attribute("rpc.response.status_code"), span.attribute("cancelled")))
        .collect();
    assert_eq!(seen, [(Some(&"OK".into()), None), (None, Some(&true.into()))]);
}
