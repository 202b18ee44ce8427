//! The server itself.
//!
//! In: connections. Out: records in `Shared`, and the scripted answers.
//! Never here: waiting tests.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::{BufMut as _, Bytes, BytesMut};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Body, Incoming};
use hyper::rt::{Read, Write};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use tokio::sync::{mpsc, oneshot};
use tokio_rustls::TlsAcceptor;

use super::answer::{Answer, Content, Fate, Kind};
use super::body::Repeated;
use super::{Received, Shared, WireProtocol};

type Error = Box<dyn std::error::Error + Send + Sync>;
type Reply = Response<BoxBody<Bytes, Error>>;

/// Serves until `stopped` resolves.
pub(super) fn run(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    shared: Arc<Shared>,
    stopped: oneshot::Receiver<()>,
) {
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => panic!("no runtime for the collector: {error}"),
    };
    runtime.block_on(async move {
        tokio::select! {
            result = accept(listener, tls, shared) => if let Err(error) = result { panic!("collector: {error}") },
            _ = stopped => {}
        }
    });
}

async fn accept(listener: TcpListener, tls: Option<TlsAcceptor>, shared: Arc<Shared>) -> Result<(), Error> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    loop {
        let (tcp, _) = listener.accept().await?;
        // A second handle to the socket, for what HTTP cannot say.
        let tcp = tcp.into_std()?;
        let socket = tcp.try_clone()?;
        let tcp = tokio::net::TcpStream::from_std(tcp)?;
        let (tls, shared) = (tls.clone(), Arc::clone(&shared));
        tokio::spawn(async move {
            // A failed handshake is the client's finding, not ours.
            match tls {
                None => connection(TokioIo::new(tcp), &socket, shared).await,
                Some(tls) => {
                    if let Ok(stream) = tls.accept(tcp).await {
                        connection(TokioIo::new(stream), &socket, shared).await;
                    }
                }
            }
        });
    }
}

async fn connection(
    stream: impl Read + Write + Unpin + Send + 'static,
    socket: &TcpStream,
    shared: Arc<Shared>,
) {
    let number = shared.connection();
    let (fates, mut fate) = mpsc::unbounded_channel();
    let service = service_fn(move |request| reply(request, number, Arc::clone(&shared), fates.clone()));
    let builder = auto::Builder::new(TokioExecutor::new());
    let mut serving = pin!(builder.serve_connection(stream, service));
    loop {
        let (fate, is_met) = tokio::select! {
            _ = serving.as_mut() => return,
            Some(fate) = fate.recv() => fate,
        };
        // What fails here fails because the client was faster.
        match fate {
            Fate::GoAway => serving.as_mut().graceful_shutdown(),
            Fate::HalfClose => drop(socket.shutdown(Shutdown::Write)),
            Fate::Freeze => std::future::pending().await,
            Fate::Reset => {
                // Both handles close when this returns; a linger of zero makes that an RST.
                let _ = socket2::SockRef::from(socket).set_linger(Some(Duration::ZERO));
                return;
            }
            Fate::Raw(bytes) => {
                let mut socket = socket;
                return drop(socket.write_all(&bytes));
            }
            Fate::Close => return,
            Fate::Stay | Fate::ResetStream | Fate::Hang => {}
        }
        // Nobody waits if the request is gone.
        let _ = is_met.send(());
    }
}

async fn reply(
    request: Request<Incoming>,
    connection: usize,
    shared: Arc<Shared>,
    fates: mpsc::UnboundedSender<(Fate, oneshot::Sender<()>)>,
) -> Result<Reply, Error> {
    let received = read(request, connection).await?;
    let protocol = received.protocol;
    let answer = shared.record(received);
    tokio::time::sleep(answer.delay).await;
    shared.begin_answer();
    match &answer.fate {
        Fate::Stay => {}
        Fate::ResetStream => return Err("reset as told".into()),
        fate => {
            let (met, is_met) = oneshot::channel();
            let _ = fates.send((fate.clone(), met));
            // The client is to know before it has the answer.
            let _ = is_met.await;
            if *fate != Fate::GoAway {
                std::future::pending::<()>().await;
            }
        }
    }
    match &answer.kind {
        Kind::Http { status: 200, body: Content::Whole(body) } if protocol == WireProtocol::Grpc => {
            grpc(&answer, Some(frame(body)), trailers(0, "", &[])?)
        }
        Kind::Http { status, body } => {
            let mut reply = Response::new(content(body));
            *reply.status_mut() = http::StatusCode::from_u16(*status)?;
            reply.headers_mut().insert("content-type", HeaderValue::from_static("application/x-protobuf"));
            add_headers(reply.headers_mut(), &answer)?;
            Ok(reply)
        }
        Kind::Grpc { code, message, details } => grpc(&answer, None, trailers(*code, message, details)?),
        Kind::GrpcHeaderOnly { claimed_bytes } => {
            let mut head = BytesMut::new();
            head.put_u8(0);
            head.put_u32(*claimed_bytes);
            grpc(&answer, Some(head.freeze()), trailers(0, "", &[])?)
        }
    }
}

fn content(content: &Content) -> BoxBody<Bytes, Error> {
    match content.clone() {
        Content::Whole(bytes) => Full::new(bytes).map_err(|never| match never {}).boxed(),
        Content::Repeated { piece, times, pause } => {
            let body = Repeated { piece, left: times, pause, waiting: None };
            body.map_err(|never| match never {}).boxed()
        }
    }
}

async fn read(request: Request<Incoming>, connection: usize) -> Result<Received, Error> {
    let (head, body) = request.into_parts();
    let body = body.collect().await?.to_bytes();
    let text = |name: &str| head.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let is_grpc = text("content-type").is_some_and(|value| value.starts_with("application/grpc"));
    let (protocol, encoding, body) = if is_grpc {
        let (prefix, message) = body.split_at_checked(5).ok_or("gRPC request without a frame")?;
        let is_compressed = prefix.first() == Some(&1);
        let encoding = is_compressed.then(|| text("grpc-encoding").unwrap_or_default());
        (WireProtocol::Grpc, encoding, body.slice_ref(message))
    } else {
        (WireProtocol::Http, text("content-encoding"), body)
    };
    let body = match encoding.as_deref() {
        Some("gzip") => {
            let mut plain = Vec::new();
            flate2::read::GzDecoder::new(&body[..]).read_to_end(&mut plain)?;
            plain.into()
        }
        _ => body,
    };
    let path = head.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
    let at = Instant::now();
    let is_accepted = false; // until the answer is known
    let method = head.method.to_string();
    Ok(Received {
        at,
        protocol,
        method,
        path,
        headers: head.headers,
        encoding,
        body,
        connection,
        is_accepted,
    })
}

fn frame(message: &[u8]) -> Bytes {
    let mut frame = BytesMut::new();
    frame.put_u8(0);
    frame.put_u32(u32::try_from(message.len()).unwrap_or(u32::MAX));
    frame.put_slice(message);
    frame.freeze()
}

fn grpc(answer: &Answer, message: Option<Bytes>, trailers: HeaderMap) -> Result<Reply, Error> {
    let body = Full::new(message.unwrap_or_default()).with_trailers(std::future::ready(Some(Ok(trailers))));
    let body: BoxBody<Bytes, Error> = body.map_err(|never| match never {}).boxed();
    debug_assert!(!body.is_end_stream());
    let mut reply = Response::new(body);
    reply.headers_mut().insert("content-type", HeaderValue::from_static("application/grpc"));
    add_headers(reply.headers_mut(), answer)?;
    Ok(reply)
}

fn add_headers(map: &mut HeaderMap, answer: &Answer) -> Result<(), Error> {
    for (name, value) in &answer.headers {
        map.insert(HeaderName::from_bytes(name.as_bytes())?, HeaderValue::from_str(value)?);
    }
    Ok(())
}

fn trailers(code: i32, message: &str, details: &[u8]) -> Result<HeaderMap, Error> {
    let mut map = HeaderMap::new();
    map.insert("grpc-status", HeaderValue::from(code));
    // Percent-encoded by the gRPC specification.
    let message: String = message
        .bytes()
        .map(|byte| match byte {
            b' '..=b'~' if byte != b'%' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect();
    map.insert("grpc-message", HeaderValue::from_str(&message)?);
    if !details.is_empty() {
        map.insert("grpc-status-details-bin", HeaderValue::from_str(&base64(details))?);
    }
    Ok(map)
}

/// Encodes without padding, as gRPC does.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte))
            << (8 * (3 - group.len()));
        out.extend((0..=group.len()).map(|index| char::from(DIGITS[bits >> (18 - 6 * index) & 63])));
    }
    out
}
