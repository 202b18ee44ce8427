//! A service that calls other services as it is told, in the trace that it is called in.
//!
//! `cargo run --example trace-context-service [ADDRESS]`, by itself on `127.0.0.1:5000`. It takes what the test harness of
//! W3C Trace Context sends: a POST of `[{"url": "http://…", "arguments": […]}, …]`. It posts each `arguments` to its `url`.
//!
//! ```sh
//! git clone https://github.com/w3c/trace-context && cd trace-context/test && pip install aiohttp
//! SPEC_LEVEL=2 STRICT_LEVEL=2 python test.py http://127.0.0.1:5000/test
//! ```

use std::convert::Infallible;
use std::error::Error;
use std::net::SocketAddr;

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::CONTENT_TYPE;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode, Uri};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioIo};
use otlp_runtime::{ConsoleExporter, Telemetry, record, span};
use serde_json::Value;
use tokio::net::TcpListener;

type Failure = Box<dyn Error + Send + Sync>;
type HttpClient = Client<HttpConnector, Full<Bytes>>;

/// The most bytes of a request's body.
const MAX_BODY: usize = 1 << 20;

fn main() -> Result<(), Failure> {
    let address: SocketAddr = std::env::args().nth(1).as_deref().unwrap_or("127.0.0.1:5000").parse()?;
    let builder = Telemetry::builder().service_name("trace-context-service");
    let telemetry = match std::env::var_os("OTEL_EXPORTER_OTLP_ENDPOINT") {
        Some(_) => builder.install()?,
        None => builder.exporter(ConsoleExporter::default()).install()?,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(listen(address))?;
    telemetry.shutdown()?;
    Ok(())
}

async fn listen(address: SocketAddr) -> Result<(), Failure> {
    let listener = TcpListener::bind(address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    let client = Client::builder(TokioExecutor::new()).build_http();
    loop {
        let (stream, _) = listener.accept().await?;
        let client: HttpClient = client.clone();
        tokio::spawn(async move {
            let service = service_fn(|request| answer(&client, request));
            let served =
                hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service);
            if let Err(error) = served.await {
                eprintln!("connection: {error}");
            }
        });
    }
}

/// Continues the caller's trace. Whoever calls is trusted here; at a public edge, write `trust = link`.
#[span(http.server, http.request.method = "POST", url.path = request.uri().path(), url.scheme = "http",
       late(http.response.status_code), extract(request.headers()))]
async fn answer(
    client: &HttpClient,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (status, text) = match call_all(client, request.into_body()).await {
        Ok(calls) => (StatusCode::OK, format!("{calls} calls\n")),
        Err(error) => (StatusCode::BAD_REQUEST, format!("{error}\n")),
    };
    record!(http.response.status_code = status.as_u16());
    let mut response = Response::new(Full::from(text));
    *response.status_mut() = status;
    Ok(response)
}

async fn call_all(client: &HttpClient, body: Incoming) -> Result<usize, Failure> {
    let body = Limited::new(body, MAX_BODY).collect().await?.to_bytes();
    let calls: Vec<Value> = serde_json::from_slice(&body)?;
    for target in &calls {
        let url: Uri = target.get("url").and_then(Value::as_str).ok_or("a call without a `url`")?.parse()?;
        let arguments = target.get("arguments").ok_or("a call without `arguments`")?.to_string();
        let request =
            Request::post(url).header(CONTENT_TYPE, "application/json").body(Full::from(arguments))?;
        call(client, request).await?;
    }
    Ok(calls.len())
}

/// A call is a span of its own, and the callee continues it.
#[span(http.client, http.request.method = "POST", url.full = request.uri().to_string(),
       server.address = request.uri().host(), server.port = request.uri().port_u16().unwrap_or(80),
       late(http.response.status_code), inject(request.headers_mut()), err)]
async fn call(client: &HttpClient, mut request: Request<Full<Bytes>>) -> Result<(), Failure> {
    let response = client.request(request).await?;
    record!(http.response.status_code = response.status().as_u16());
    Ok(())
}
