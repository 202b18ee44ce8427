//! What the server is told to answer.
//!
//! In: a test's wishes. Out: `Answer`.
//! Never here: sockets.

use std::time::Duration;

use bytes::Bytes;

use super::body::gzip_bomb;

/// One answer to one request.
#[derive(Clone, Debug)]
pub struct Answer {
    pub(super) kind: Kind,
    pub(super) delay: Duration,
    pub(super) headers: Vec<(String, String)>,
    /// What happens to the connection instead of the answer, or after it.
    pub(super) fate: Fate,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// HTTP status and body. For a gRPC request, status 200 with the body as the message, and any
    /// other status as it is, as a proxy would answer.
    Http {
        status: u16,
        body: Content,
    },
    Grpc {
        code: i32,
        message: String,
        details: Bytes,
    },
    /// Claims a gRPC message of this length and sends none of it.
    GrpcHeaderOnly {
        claimed_bytes: u32,
    },
}

#[derive(Clone, Debug)]
pub(super) enum Content {
    Whole(Bytes),
    /// This piece so many times, with a pause before each, without a length told beforehand.
    Repeated {
        piece: Bytes,
        times: u64,
        pause: Duration,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// Answered.
    Stay,
    /// Answered; then `GOAWAY`, or the end of an HTTP/1.1 connection.
    GoAway,
    /// The rest without an answer. Closed:
    Close,
    /// Closed with RST.
    Reset,
    /// HTTP/2: this stream alone is reset. HTTP/1.1: closed.
    ResetStream,
    /// Our half is closed, and we go on reading.
    HalfClose,
    /// Open, and nobody reads or writes any more, as behind a firewall that forgot it.
    Freeze,
    /// Open, alive, and this request is never answered.
    Hang,
    /// These bytes, whatever they are, then closed. Not over TLS.
    Raw(Bytes),
}

impl Answer {
    fn new(kind: Kind) -> Self {
        Self { kind, delay: Duration::ZERO, headers: Vec::new(), fate: Fate::Stay }
    }

    fn unanswered(fate: Fate) -> Self {
        // Not a success: who gets no answer was not accepted, unless `lost` says so.
        Self { fate, ..Self::status(500) }
    }

    /// Takes the request.
    pub fn ok() -> Self {
        Self::status(200)
    }

    /// Answers an HTTP status with an empty body.
    pub fn status(status: u16) -> Self {
        Self::new(Kind::Http { status, body: Content::Whole(Bytes::new()) })
    }

    /// Answers a gRPC status.
    pub fn grpc(code: i32, message: impl Into<String>) -> Self {
        Self::new(Kind::Grpc { code, message: message.into(), details: Bytes::new() })
    }

    /// Claims a gRPC message of this length and sends none of it.
    pub fn grpc_header_only(claimed_bytes: u32) -> Self {
        Self::new(Kind::GrpcHeaderOnly { claimed_bytes })
    }

    /// Takes the request but for `rejected` spans; with 0 and a message, takes it with a warning.
    pub fn partial_success(rejected: i64, message: &str) -> Self {
        use opentelemetry_proto::tonic::collector::trace::v1::{
            ExportTracePartialSuccess, ExportTraceServiceResponse,
        };
        use prost::Message as _;

        let error_message = message.to_owned();
        let partial_success = Some(ExportTracePartialSuccess { rejected_spans: rejected, error_message });
        Self::ok().body(ExportTraceServiceResponse { partial_success }.encode_to_vec())
    }

    /// Points elsewhere with a redirecting status.
    pub fn redirect(status: u16, location: impl Into<String>) -> Self {
        Self::status(status).header("location", location)
    }

    /// Takes the request with gzip that is `mebibytes` long when it is unpacked, and a thousandth of it before.
    pub fn gzip_bomb(mebibytes: u32) -> Self {
        Self::ok().body(gzip_bomb(mebibytes)).header("content-encoding", "gzip")
    }

    /// Closes the connection without an answer.
    pub fn close() -> Self {
        Self::unanswered(Fate::Close)
    }

    /// Takes the request, and closes the connection before the answer: a lost acknowledgement.
    pub fn lost() -> Self {
        Self { fate: Fate::Close, ..Self::ok() }
    }

    /// Ends the connection with RST.
    pub fn reset() -> Self {
        Self::unanswered(Fate::Reset)
    }

    /// Resets the stream of an HTTP/2 request with `INTERNAL_ERROR`; closes an HTTP/1.1 connection.
    pub fn reset_stream() -> Self {
        Self::unanswered(Fate::ResetStream)
    }

    /// Closes the server's half of the connection and goes on reading.
    pub fn half_close() -> Self {
        Self::unanswered(Fate::HalfClose)
    }

    /// Neither reads nor writes any more, and keeps the connection open.
    pub fn freeze() -> Self {
        Self::unanswered(Fate::Freeze)
    }

    /// Never answers, and keeps the connection open and alive.
    pub fn hang() -> Self {
        Self::unanswered(Fate::Hang)
    }

    /// Sends bytes that are no HTTP, and closes the connection. Not over TLS.
    pub fn raw(bytes: impl Into<Bytes>) -> Self {
        Self::unanswered(Fate::Raw(bytes.into()))
    }

    /// Takes no more requests on this connection after the answer: `GOAWAY`, or `connection: close`.
    pub fn then_go_away(mut self) -> Self {
        self.fate = Fate::GoAway;
        self
    }

    /// Sets the body of an HTTP answer, or the message of a gRPC success.
    pub fn body(self, bytes: impl Into<Bytes>) -> Self {
        self.content(Content::Whole(bytes.into()))
    }

    /// Sends a body of this piece, `times` times, with a pause before each; its length is not told beforehand.
    pub fn repeated_body(self, piece: impl Into<Bytes>, times: u64, pause: Duration) -> Self {
        self.content(Content::Repeated { piece: piece.into(), times, pause })
    }

    fn content(mut self, content: Content) -> Self {
        if let Kind::Http { body, .. } = &mut self.kind {
            *body = content;
        }
        self
    }

    /// Sets the `grpc-status-details-bin` of a gRPC status, an encoded `google.rpc.Status`.
    pub fn details(mut self, bytes: impl Into<Bytes>) -> Self {
        if let Kind::Grpc { details, .. } = &mut self.kind {
            *details = bytes.into();
        }
        self
    }

    /// Adds a `google.rpc.RetryInfo` to a gRPC status, among other details.
    pub fn retry_info(self, delay: Duration) -> Self {
        self.details(retry_info(delay))
    }

    /// Adds a header field.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Waits before the first byte of the answer.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Says whether a collector that answers this has taken the request.
    pub(super) fn is_accepted(&self) -> bool {
        match &self.kind {
            Kind::Http { status, .. } => (200..300).contains(status),
            Kind::Grpc { code, .. } => *code == 0,
            Kind::GrpcHeaderOnly { .. } => true,
        }
    }
}

/// A `google.rpc.Status` whose details hold another message and a `RetryInfo`.
fn retry_info(delay: Duration) -> Vec<u8> {
    let delimited = |tag: u8, bytes: &[u8]| {
        let mut out = vec![tag];
        prost::encoding::encode_varint(bytes.len() as u64, &mut out);
        out.extend_from_slice(bytes);
        out
    };
    let mut duration = vec![0x08];
    prost::encoding::encode_varint(delay.as_secs(), &mut duration);
    duration.push(0x10);
    prost::encoding::encode_varint(delay.subsec_nanos().into(), &mut duration);
    let info = delimited(0x0a, &duration);
    let mut any = delimited(0x0a, b"type.googleapis.com/google.rpc.RetryInfo");
    any.extend(delimited(0x12, &info));
    let mut status = b"\x08\x08\x12\x04busy\x1a\x05\x0a\x03abc".to_vec();
    status.extend(delimited(0x1a, &any));
    status
}
