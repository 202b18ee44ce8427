//! OTLP/gRPC: tonic's protocol over a hyper client, with messages as raw bytes.
//!
//! In: a request's bytes. Out: one `Attempt`, by the status of the answer.
//! Never here: generated message types, waiting between attempts. Not tonic's own channel: that
//! one spawns at construction, when the export thread's runtime does not exist yet.

use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};
use std::sync::{Arc, Mutex};

use ::http::uri::PathAndQuery;
use ::http::{HeaderMap, HeaderValue, Request, Response, Uri};
use bytes::{Buf as _, BufMut as _, Bytes};
use http_body_util::combinators::MapErr;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tonic::client::Grpc;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::{Code, Status};
use tower_service::Service;

use super::connect::{BoxError, Connector, describe};
use super::endpoint::Endpoint;
use super::header::{Headers, Redactor};
use super::{Options, Payload, response};
use crate::config::Compression;
use crate::delivery::{AnswerCode, Attempt, ExportError};
use crate::error::Error;
use crate::sync::lock;

const EXPORT: &str = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
/// What a frame adds to its message: a flag and a length.
pub(super) const FRAME_BYTES: usize = 5;

/// A client with one kept-open HTTP/2 connection.
pub(crate) struct GrpcTransport {
    /// Taken out for each request, so that several may be under way.
    client: Mutex<Grpc<Channel>>,
    connector: Connector,
    options: ChannelOptions,
    pub(super) compresses: bool,
}

/// What a channel is made of, to make it again.
#[derive(Clone)]
struct ChannelOptions {
    origin: Uri,
    headers: HeaderMap,
    redactor: Redactor,
    max_response_bytes: usize,
}

impl GrpcTransport {
    pub(super) fn new(endpoint: Endpoint, headers: Headers, options: &Options) -> Result<Self, Error> {
        let connector = super::connector(&endpoint, options, b"h2")?;
        let (headers, redactor) = headers.into_parts();
        let compresses = options.settings.compression == Some(Compression::Gzip);
        let options = ChannelOptions {
            origin: endpoint.uri,
            headers,
            redactor,
            max_response_bytes: options.max_response_bytes,
        };
        Ok(Self { client: Mutex::new(client(connector.clone(), &options)), connector, options, compresses })
    }

    /// Drops a connection that gave no answer: HTTP/2 would go on using it until TCP gives up.
    pub(super) fn reset(&self) {
        *lock(&self.client) = client(self.connector.clone(), &self.options);
    }

    pub(super) async fn attempt(&self, payload: &Payload) -> Attempt {
        let mut client = lock(&self.client).clone();
        // tonic would frame and compress the message anew for each attempt. It gets none; `Channel` puts in ours.
        let mut request = tonic::Request::new(Bytes::new());
        request.extensions_mut().insert(payload.clone());
        let sent = match client.ready().await {
            Ok(()) => client.unary(request, PathAndQuery::from_static(EXPORT), RawBytes).await,
            Err(status) => Err(status),
        };
        match sent {
            Ok(answer) => {
                Attempt::Accepted(response::read_accepted(&answer.into_inner(), &self.options.redactor))
            }
            Err(status) => self.judge(&status),
        }
    }

    fn judge(&self, status: &Status) -> Attempt {
        let limit = self.options.max_response_bytes;
        if is_too_large(status) {
            return Attempt::Fail(ExportError::ResponseTooLarge { limit });
        }
        let message = self.options.redactor.clean(status.message().as_bytes());
        // Made here, not by the collector: there was no answer.
        if is_from_connection(status) {
            return Attempt::Retry { after: None, reason: message };
        }
        let code = status.code();
        let after = response::retry_delay(status.details());
        if is_retryable(code, after.is_some()) {
            let separator = if message.is_empty() { "" } else { ": " };
            return Attempt::Retry { after, reason: format!("gRPC {code:?}{separator}{message}") };
        }
        Attempt::Fail(ExportError::NonRetryable { code: AnswerCode::Grpc(code as i32), message })
    }
}

/// The table of GRPC-01, GRPC-02 and GRPC-03.
fn is_retryable(code: Code, has_retry_info: bool) -> bool {
    match code {
        Code::Cancelled
        | Code::DeadlineExceeded
        | Code::Aborted
        | Code::OutOfRange
        | Code::Unavailable
        | Code::DataLoss => true,
        Code::ResourceExhausted => has_retry_info,
        Code::Ok
        | Code::Unknown
        | Code::InvalidArgument
        | Code::NotFound
        | Code::AlreadyExists
        | Code::PermissionDenied
        | Code::FailedPrecondition
        | Code::Unimplemented
        | Code::Internal
        | Code::Unauthenticated => false,
    }
}

fn client(connector: Connector, options: &ChannelOptions) -> Grpc<Channel> {
    let http = Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .timer(TokioTimer::new())
        .http2_only(true)
        .build(connector);
    let channel = Channel {
        http,
        headers: options.headers.clone(),
        redactor: options.redactor.clone(),
        max_response_bytes: options.max_response_bytes,
    };
    // Answers are a few bytes: compressed ones are not asked for, so none can be a bomb.
    Grpc::with_origin(channel, options.origin.clone()).max_decoding_message_size(options.max_response_bytes)
}

/// Fills the frame in, which stands before the message.
pub(super) fn put_frame(body: &mut [u8], is_gzip: bool) {
    if let Some((frame, message)) = body.split_first_chunk_mut::<FRAME_BYTES>() {
        // The size of a request is bounded by 4 GiB, as its frame says (`OtlpExporterBuilder::max_request_bytes`).
        let [a, b, c, d] = u32::try_from(message.len()).unwrap_or(u32::MAX).to_be_bytes();
        *frame = [u8::from(is_gzip), a, b, c, d];
    }
}

/// Marks a `Status` that no collector sent.
#[derive(Clone, Copy, Debug)]
enum Local {
    Connection,
    TooLarge,
}

impl fmt::Display for Local {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connection => "connection lost",
            Self::TooLarge => "answer too large",
        })
    }
}

impl core::error::Error for Local {}

impl Local {
    fn status(self, message: String) -> Status {
        let mut status = Status::unavailable(message);
        status.set_source(Arc::new(self));
        status
    }

    fn of(status: &Status) -> Option<Self> {
        core::error::Error::source(status).and_then(|source| source.downcast_ref::<Self>()).copied()
    }
}

fn is_from_connection(status: &Status) -> bool {
    matches!(Local::of(status), Some(Local::Connection))
}

fn is_too_large(status: &Status) -> bool {
    // tonic reports its own limit with the collector's retryable OUT_OF_RANGE; the text tells them
    // apart, and `oversize_response` in the transport tests notices when it changes.
    let is_tonics = status.code() == Code::OutOfRange
        && status.message().starts_with("Error, decoded message length too large");
    is_tonics || matches!(Local::of(status), Some(Local::TooLarge))
}

type Body = MapErr<Limited<Incoming>, Box<dyn FnMut(BoxError) -> Status + Send>>;

/// A hyper client as tonic wants it, with our bodies, our headers and our errors.
#[derive(Clone)]
struct Channel {
    http: Client<Connector, tonic::body::Body>,
    headers: HeaderMap,
    redactor: Redactor,
    max_response_bytes: usize,
}

impl Service<Request<tonic::body::Body>> for Channel {
    type Response = Response<Body>;
    type Error = Status;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Status>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Status>> {
        Service::poll_ready(&mut self.http, cx)
            .map_err(|error| Local::Connection.status(describe(&error, &self.redactor)))
    }

    fn call(&mut self, mut request: Request<tonic::body::Body>) -> Self::Future {
        for (name, value) in &self.headers {
            request.headers_mut().insert(name, value.clone());
        }
        if let Some(payload) = request.extensions_mut().remove::<Payload>() {
            *request.body_mut() = tonic::body::Body::new(payload.to_sent());
            if payload.is_gzip {
                request.headers_mut().insert("grpc-encoding", HeaderValue::from_static("gzip"));
            }
        }
        let redactor = self.redactor.clone();
        let max_bytes = self.max_response_bytes.saturating_add(FRAME_BYTES);
        let response = self.http.request(request);
        Box::pin(async move {
            let response = match response.await {
                Ok(response) => response,
                Err(error) => return Err(Local::Connection.status(describe(&error, &redactor))),
            };
            Ok(response.map(|body| {
                let map: Box<dyn FnMut(BoxError) -> Status + Send> = Box::new(move |error| {
                    let local =
                        if error.is::<LengthLimitError>() { Local::TooLarge } else { Local::Connection };
                    local.status(describe(&*error, &redactor))
                });
                Limited::new(body, max_bytes).map_err(map)
            }))
        })
    }
}

/// Messages as they are: encoded elsewhere, read elsewhere.
#[derive(Clone, Copy, Debug)]
struct RawBytes;

impl Codec for RawBytes {
    type Encode = Bytes;
    type Decode = Bytes;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        *self
    }

    fn decoder(&mut self) -> Self {
        *self
    }
}

impl Encoder for RawBytes {
    type Item = Bytes;
    type Error = Status;

    fn encode(&mut self, item: Bytes, dst: &mut EncodeBuf<'_>) -> Result<(), Status> {
        dst.reserve(item.len());
        dst.put(item);
        Ok(())
    }
}

impl Decoder for RawBytes {
    type Item = Bytes;
    type Error = Status;

    fn decode(&mut self, src: &mut DecodeBuf<'_>) -> Result<Option<Bytes>, Status> {
        Ok(Some(src.copy_to_bytes(src.remaining())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // GRPC-01, GRPC-02, GRPC-03
    #[test]
    fn retry_table_covers_every_code() {
        let without_info: Vec<i32> =
            (0..17).filter(|code| is_retryable(Code::from_i32(*code), false)).collect();
        assert_eq!(without_info, [1, 4, 10, 11, 14, 15]);
        let with_info: Vec<i32> = (0..17).filter(|code| is_retryable(Code::from_i32(*code), true)).collect();
        assert_eq!(with_info, [1, 4, 8, 10, 11, 14, 15]);
    }

    #[test]
    fn marks_survive_in_the_status() {
        assert!(is_from_connection(&Local::Connection.status(String::new())));
        assert!(is_too_large(&Local::TooLarge.status(String::new())));
        assert!(!is_from_connection(&Status::unavailable("")));
        assert!(!is_too_large(&Status::out_of_range("no")));
    }
}
