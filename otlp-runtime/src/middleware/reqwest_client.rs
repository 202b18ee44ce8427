//! `HttpClientLayer` as a middleware of reqwest's client, by the crate `reqwest-middleware`.
//!
//! In: reqwest's requests and responses. Out: the same, with the span and the context that any HTTP client has.
//! Never here: what is recorded (`http_client`), when a span ends (`response`).

use core::pin::Pin;

use http::{Extensions, Method};
use reqwest::{Body, Request, Response, ResponseBuilderExt as _};
use reqwest_middleware::{Middleware, Next, Result};

use super::http_client::{HttpClientLayer, Outgoing, ResendCount};
use super::response::ResponseFuture;
use crate::span::inject_shared;

type Answer<'a> = Pin<Box<dyn Future<Output = Result<Response>> + Send + 'a>>;

/// For reqwest's client (0.13), by `reqwest-middleware` (0.5, feature `reqwest`). Calls are written as before:
///
/// ```
/// use otlp_runtime::middleware::{HttpClientLayer, UrlTemplate};
/// use reqwest_middleware::{ClientBuilder, ClientWithMiddleware};
///
/// async fn cart(client: &ClientWithMiddleware, id: u64) -> Result<String, reqwest_middleware::Error> {
///     // Named `GET /carts/{id}`; without the extension, `GET`.
///     let request = client.get(format!("http://shop.internal/carts/{id}"));
///     Ok(request.with_extension(UrlTemplate("/carts/{id}")).send().await?.text().await?)
/// }
///
/// let client = ClientBuilder::new(reqwest::Client::new()).with(HttpClientLayer::new()).build();
/// # drop(cart(&client, 7));
/// ```
///
/// A middleware that retries goes before it: then each attempt is a span, with `http.request.resend_count` from the second
/// on. Of reqwest's errors, `error.type` is `timeout`, `connect`, `redirect`, `body`, `decode`, `builder` or `request`.
///
/// Redirects that reqwest follows by itself are in one span, whose URL is the first. They take the request's headers along,
/// to whatever host: where [`destinations`](HttpClientLayer::destinations) are to hold for these too, build the client with
/// `reqwest::redirect::Policy::none()`.
impl Middleware for HttpClientLayer {
    // As the macro of `async-trait` writes it, which would bring nothing else.
    fn handle<'a, 'b, 'c, 'd>(
        &'a self,
        mut request: Request,
        extensions: &'b mut Extensions,
        next: Next<'c>,
    ) -> Answer<'d>
    where
        'a: 'd,
        'b: 'd,
        'c: 'd,
        Self: 'd,
    {
        let url = request.url();
        let (mut span, context) = self.begin(&Outgoing {
            method: request.method(),
            scheme: url.scheme(),
            authority: url.authority(),
            path: url.path(),
            query: url.query(),
            extensions,
        });
        inject_shared(context.as_ref(), request.headers_mut());
        // What retries calls this again, with the same extensions.
        let sent = extensions.get_or_insert_default::<ResendCount>();
        sent.0 = sent.0.saturating_add(1);
        if !span.is_present() {
            return next.run(request, extensions);
        }
        let may_have_body = request.method() != Method::HEAD;
        let sending = span.during(|| next.run(request, extensions));
        let answer = async { sending.await.map(opened) };
        let call = ResponseFuture::<_, Self>::new(answer, span, may_have_body, ());
        Box::pin(async { Ok(Response::from(call.await?.map(Body::wrap))) })
    }
}

/// The response as one of the crate `http`, from which reqwest's is made again with its URL.
fn opened(response: Response) -> http::Response<Body> {
    let url = http::Response::builder().url(response.url().clone()).body(());
    let mut response = http::Response::<Body>::from(response);
    if let Ok(url) = url {
        response.extensions_mut().extend(url.into_parts().0.extensions);
    }
    response
}
