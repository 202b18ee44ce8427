//! OTLP/HTTP with binary protobuf.
//!
//! In: a request's bytes. Out: one `Attempt`, by status, headers and body of the answer.
//! Never here: redirects followed (HTTP-12), waiting between attempts.

use std::sync::Mutex;
use std::time::SystemTime;

use ::http::header::{
    CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION, RETRY_AFTER,
};
use ::http::{Method, Request, StatusCode, Uri};
use bytes::Bytes;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioTimer};

use super::compression::{GunzipError, gunzip};
use super::connect::{Connector, describe};
use super::endpoint::Endpoint;
use super::header::{Headers, Redactor};
use super::packing::SentBody;
use super::{Options, Payload, response};
use crate::config::Compression;
use crate::config::secret::without_secrets;
use crate::delivery::{Accepted, AnswerCode, Attempt, ExportError};
use crate::error::Error;
use crate::sync::lock;

/// A client with kept-alive connections to one endpoint.
pub(crate) struct HttpTransport {
    /// Taken out for each request, so that several may be under way.
    client: Mutex<Client<Connector, SentBody>>,
    connector: Connector,
    uri: Uri,
    /// Complete but for the encoding.
    headers: HeaderMap,
    redactor: Redactor,
    max_response_bytes: usize,
    pub(super) compresses: bool,
}

/// The body of an answer, or why there is none.
enum Body {
    Read(Bytes),
    TooLarge,
    Broken(String),
}

impl HttpTransport {
    pub(super) fn new(endpoint: Endpoint, headers: Headers, options: &Options) -> Result<Self, Error> {
        let connector = super::connector(&endpoint, options, b"http/1.1")?;
        let (mut headers, redactor) = headers.into_parts();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-protobuf"));
        Ok(Self {
            client: Mutex::new(client(connector.clone())),
            connector,
            uri: endpoint.uri,
            headers,
            redactor,
            max_response_bytes: options.max_response_bytes,
            compresses: options.settings.compression == Some(Compression::Gzip),
        })
    }

    pub(super) fn reset(&self) {
        *lock(&self.client) = client(self.connector.clone());
    }

    pub(super) async fn attempt(&self, payload: &Payload) -> Attempt {
        let mut request = Request::new(payload.to_sent());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.uri.clone();
        *request.headers_mut() = self.headers.clone();
        if payload.is_gzip {
            request.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        let client = lock(&self.client).clone();
        let response = match client.request(request).await {
            Ok(response) => response,
            // No answer: refused, reset, or closed without one (HTTP-08).
            Err(error) => return Attempt::Retry { after: None, reason: describe(&error, &self.redactor) },
        };
        let (head, body) = response.into_parts();
        let body = match self.read(body, &head.headers).await {
            Body::Read(body) => Ok(body),
            Body::Broken(problem) => Err(problem),
            Body::TooLarge => {
                return Attempt::Fail(ExportError::ResponseTooLarge { limit: self.max_response_bytes });
            }
        };
        self.judge(head.status, &head.headers, body)
    }

    /// Decides by the status alone; the body only says more about it (HTTP-04, HTTP-05, HTTP-09).
    fn judge(&self, status: StatusCode, headers: &HeaderMap, body: Result<Bytes, String>) -> Attempt {
        if status.is_success() {
            return Attempt::Accepted(match body {
                Ok(body) => response::read_accepted(&body, &self.redactor),
                Err(problem) => Accepted { rejected_spans: 0, message: Some(problem) },
            });
        }
        let mut message = match body {
            Ok(body) => response::error_message(&body, &self.redactor),
            Err(problem) => problem,
        };
        if matches!(status.as_u16(), 429 | 502 | 503 | 504) {
            let after = self
                .text(headers, RETRY_AFTER)
                .and_then(|value| response::retry_after(&value, SystemTime::now()));
            let separator = if message.is_empty() { "" } else { ": " };
            return Attempt::Retry { after, reason: format!("HTTP {}{separator}{message}", status.as_u16()) };
        }
        if status.is_redirection() {
            let target = self.text(headers, LOCATION).unwrap_or_else(|| "an unnamed place".to_owned());
            let target = without_secrets(&target);
            message = format!(
                "redirected to `{target}`, and redirects are not followed; set the endpoint to where it leads"
            );
        }
        Attempt::Fail(ExportError::NonRetryable { code: AnswerCode::Http(status.as_u16()), message })
    }

    /// Reads a body within the limit, which also holds after decompression (OTLP-05, SEC-07).
    async fn read(&self, body: Incoming, headers: &HeaderMap) -> Body {
        let limit = self.max_response_bytes;
        let body = match Limited::new(body, limit).collect().await {
            Ok(body) => body.to_bytes(),
            Err(error) if error.is::<LengthLimitError>() => return Body::TooLarge,
            Err(error) => {
                let error = describe(&*error, &self.redactor);
                return Body::Broken(format!("the collector's answer broke off ({error})"));
            }
        };
        let is_gzip =
            headers.get(CONTENT_ENCODING).is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"gzip"));
        if !is_gzip {
            return Body::Read(body);
        }
        match gunzip(&body, limit) {
            Ok(body) => Body::Read(body),
            Err(GunzipError::TooLarge) => Body::TooLarge,
            Err(GunzipError::Broken) => {
                Body::Broken("the collector's answer is gzip that cannot be read".to_owned())
            }
        }
    }

    fn text(&self, headers: &HeaderMap, name: HeaderName) -> Option<String> {
        headers.get(name).map(|value| self.redactor.clean(value.as_bytes()))
    }
}

fn client(connector: Connector) -> Client<Connector, SentBody> {
    Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        // Requests mostly follow one another; a second idle connection is a left-over.
        .pool_max_idle_per_host(1)
        .build(connector)
}
