//! Connections: TCP, and TLS over it, for both protocols.
//!
//! In: a URL. Out: a stream for hyper. Everything runs on the runtime that polls the exporter.
//! Never here: requests, plaintext for an `https` URL (SEC-04), proxies (none is ever used).

use core::error::Error as StdError;
use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};
use core::time::Duration;
use std::io;
#[cfg(feature = "tls")]
use std::sync::Arc;

use ::http::Uri;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tower_service::Service;

use super::header::Redactor;

pub(super) type BoxError = Box<dyn StdError + Send + Sync>;

/// Of one address; a name with several gets a try at each before the deadline of the export.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const TCP_KEEPALIVE: Duration = Duration::from_secs(60);

/// Opens connections to one endpoint.
#[derive(Clone)]
pub(super) struct Connector {
    tcp: HttpConnector,
    #[cfg(feature = "tls")]
    tls: Option<Arc<super::tls::Tls>>,
}

impl Connector {
    pub(super) fn new(#[cfg(feature = "tls")] tls: Option<super::tls::Tls>) -> Self {
        let mut tcp = HttpConnector::new();
        // `https` is let through to us; `connect_tls` below takes it.
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_keepalive(Some(TCP_KEEPALIVE));
        tcp.set_connect_timeout(Some(CONNECT_TIMEOUT));
        Self {
            tcp,
            #[cfg(feature = "tls")]
            tls: tls.map(Arc::new),
        }
    }
}

impl Service<Uri> for Connector {
    type Response = Stream;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Stream, BoxError>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.tcp.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let is_tls = uri.scheme() == Some(&::http::uri::Scheme::HTTPS);
        #[cfg(feature = "tls")]
        let tls = self.tls.clone();
        #[cfg(feature = "tls")]
        let host = uri.host().unwrap_or_default().to_owned();
        let address = format!("{}:{}", uri.host().unwrap_or_default(), port(&uri));
        let tcp = self.tcp.call(uri);
        let connection = async move {
            let tcp = tcp.await?;
            if !is_tls {
                return Ok(Stream::Plain(tcp));
            }
            #[cfg(feature = "tls")]
            if let Some(tls) = tls {
                return super::tls::handshake(&tls, &host, tcp.into_inner()).await.map(Stream::Tls);
            }
            Err("https without TLS is never sent".into())
        };
        Box::pin(async move { connection.await.map_err(|cause| Unreachable { address, cause }.into()) })
    }
}

fn port(uri: &Uri) -> u16 {
    uri.port_u16().unwrap_or(if uri.scheme() == Some(&::http::uri::Scheme::HTTPS) { 443 } else { 80 })
}

/// There is no connection, and why. Says where to: nobody need have set the endpoint.
#[derive(Debug)]
struct Unreachable {
    address: String,
    cause: BoxError,
}

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no connection to `{}`", self.address)
    }
}

impl StdError for Unreachable {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.cause)
    }
}

/// A connection. Both kinds are `Unpin`.
pub(super) enum Stream {
    Plain(TokioIo<TcpStream>),
    #[cfg(feature = "tls")]
    Tls(TokioIo<Box<tokio_rustls::client::TlsStream<TcpStream>>>),
}

/// Calls a method of whichever stream it is.
macro_rules! either {
    ($stream:expr, $method:ident($($arg:expr),*)) => {
        match $stream.get_mut() {
            Stream::Plain(stream) => Pin::new(stream).$method($($arg),*),
            #[cfg(feature = "tls")]
            Stream::Tls(stream) => Pin::new(stream).$method($($arg),*),
        }
    };
}

impl Read for Stream {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        either!(self, poll_read(cx, buf))
    }
}

impl Write for Stream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        either!(self, poll_write(cx, buf))
    }

    /// Head and body in one system call, and the body not copied before it.
    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        either!(self, poll_write_vectored(cx, bufs))
    }

    fn is_write_vectored(&self) -> bool {
        match self {
            Self::Plain(stream) => stream.is_write_vectored(),
            #[cfg(feature = "tls")]
            Self::Tls(stream) => stream.is_write_vectored(),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        either!(self, poll_flush(cx))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        either!(self, poll_shutdown(cx))
    }
}

impl Connection for Stream {
    fn connected(&self) -> Connected {
        Connected::new()
    }
}

/// Returns an error and its causes as one clause.
pub(super) fn describe(error: &(dyn StdError + 'static), redactor: &Redactor) -> String {
    let mut out = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        // Some errors repeat their cause's text.
        if !out.ends_with(&text) {
            out.push_str(": ");
            out.push_str(&text);
        }
        cause = error.source();
    }
    redactor.clean(out.as_bytes())
}
