//! HTTP requests that go out by reqwest, each a span of kind client that the callee continues.
//!
//! In: a method, a server, and a path with a place for the cart. Out: the text of the answer, or what went wrong.
//! Never here: a span by hand; the middleware makes it.

use http::Method;
use otlp_runtime::middleware::{HttpClientLayer, UrlTemplate};
use reqwest_middleware::ClientBuilder;

use crate::Failure;

pub(crate) async fn send(
    method: Method,
    server: &str,
    template: &'static str,
    cart: u64,
) -> Result<String, Failure> {
    // A proxy knows nothing of processes on loopback.
    let client = reqwest::Client::builder().no_proxy().build()?;
    let client = ClientBuilder::new(client).with(HttpClientLayer::new()).build();
    let url = format!("http://{server}{}", template.replace("{cart}", &cart.to_string()));
    let response = client.request(method, &url).with_extension(UrlTemplate(template)).send().await?;
    let status = response.status();
    let text = response.text().await?;
    if status.is_success() { Ok(text) } else { Err(format!("{url} answered {status}: {text}").into()) }
}
