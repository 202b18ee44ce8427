//! HTTP requests that go out, each a span of kind client that the callee continues.
//!
//! In: a method and a URL. Out: the text of the answer, or what went wrong.
//! Never here: a span by hand; the layer makes it.

use bytes::Bytes;
use http::{Method, Request};
use http_body_util::{BodyExt as _, Empty};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use otlp_runtime::middleware::HttpClientLayer;
use tower::{Layer as _, ServiceExt as _};

use crate::Failure;

pub(crate) async fn send(method: Method, url: String) -> Result<String, Failure> {
    let client = Client::builder(TokioExecutor::new()).build_http();
    let request = Request::builder().method(method).uri(&url).body(Empty::<Bytes>::new())?;
    let response = HttpClientLayer::new().layer(client).oneshot(request).await?;
    let status = response.status();
    let text = String::from_utf8_lossy(&response.collect().await?.to_bytes()).into_owned();
    if status.is_success() { Ok(text) } else { Err(format!("{url} answered {status}: {text}").into()) }
}
