//! A collector that counts and forgets: OTLP over HTTP and gRPC, both on one port of loopback.
//!
//! In: requests. Out: a line with the port; once its input is closed, one with the requests, spans and bytes that came in.
//! Never here: refusals, delays, decoded spans: messages are walked over, since its CPU is not the sender's.

use std::convert::Infallible;
use std::io::{self, Read, Write};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use bytes::{Buf, Bytes};
use http_body_util::{BodyExt, Full};
use hyper::body::{Frame, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

static REQUESTS: AtomicU64 = AtomicU64::new(0);
static SPANS: AtomicU64 = AtomicU64::new(0);
static BYTES: AtomicU64 = AtomicU64::new(0);

fn main() -> otlp_peers::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let listener = runtime.block_on(TcpListener::bind(("127.0.0.1", 0)))?;
    println!("{}", listener.local_addr()?.port());
    io::stdout().flush()?;
    runtime.spawn(accept(listener));
    io::stdin().read_to_end(&mut Vec::new())?;
    let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
    println!("{} {} {}", read(&REQUESTS), read(&SPANS), read(&BYTES));
    Ok(())
}

async fn accept(listener: TcpListener) {
    while let Ok((stream, _)) = listener.accept().await {
        let _ = stream.set_nodelay(true);
        tokio::spawn(async move {
            let server = hyper_util::server::conn::auto::Builder::new(TokioExecutor::new());
            let connection = TokioIo::new(Counted(stream));
            let _ = server.serve_connection(connection, service_fn(answer)).await;
        });
    }
}

async fn answer(request: Request<Incoming>) -> hyper::Result<Response<Answer>> {
    let is_grpc = request
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"application/grpc"));
    let mut body = request.into_body().collect().await?.to_bytes();
    if is_grpc {
        // One uncompressed message, after a flag and its length.
        body.advance(body.len().min(5));
    }
    REQUESTS.fetch_add(1, Ordering::Relaxed);
    SPANS.fetch_add(spans(body), Ordering::Relaxed);
    let mut response = Response::new(Answer::new(is_grpc));
    let kind = if is_grpc { "application/grpc" } else { "application/x-protobuf" };
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    Ok(response)
}

/// The spans in an `ExportTraceServiceRequest`: field 1 of it, field 2 of that, and field 2 of that once more.
fn spans(request: Bytes) -> u64 {
    let scopes = fields(request, 1).into_iter().flat_map(|resource| fields(resource, 2));
    scopes.map(|scope| fields(scope, 2).len() as u64).sum()
}

/// The values of one field, which is a message, up to what is no protobuf.
fn fields(mut message: Bytes, wanted: u32) -> Vec<Bytes> {
    use prost::encoding::{DecodeContext, WireType, decode_key, decode_varint, skip_field};
    let mut found = Vec::new();
    while let Ok((field, wire)) = decode_key(&mut message) {
        if field == wanted && wire == WireType::LengthDelimited {
            let length = decode_varint(&mut message).ok().and_then(|length| usize::try_from(length).ok());
            let Some(length) = length.filter(|length| *length <= message.remaining()) else { break };
            found.push(message.split_to(length));
        } else if skip_field(wire, field, &mut message, DecodeContext::default()).is_err() {
            break;
        }
    }
    found
}

/// An empty message; over gRPC with its prefix and the status.
struct Answer {
    message: Full<Bytes>,
    trailers: Option<HeaderMap>,
}

impl Answer {
    fn new(is_grpc: bool) -> Self {
        if !is_grpc {
            return Self { message: Full::default(), trailers: None };
        }
        let trailers = HeaderMap::from_iter([(
            hyper::header::HeaderName::from_static("grpc-status"),
            HeaderValue::from_static("0"),
        )]);
        Self { message: Full::new(Bytes::from_static(&[0; 5])), trailers: Some(trailers) }
    }
}

impl hyper::body::Body for Answer {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match Pin::new(&mut self.message).poll_frame(context) {
            Poll::Ready(None) => {
                Poll::Ready(self.trailers.take().map(|trailers| Ok(Frame::trailers(trailers))))
            }
            frame => frame,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.message.is_end_stream() && self.trailers.is_none()
    }
}

/// A connection whose bytes are counted as they come in.
struct Counted(TcpStream);

impl AsyncRead for Counted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.0).poll_read(context, buffer);
        BYTES.fetch_add((buffer.filled().len() - before) as u64, Ordering::Relaxed);
        read
    }
}

impl AsyncWrite for Counted {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}
