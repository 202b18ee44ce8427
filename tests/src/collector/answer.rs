//! What the server is told to answer.
//!
//! In: a test's wishes. Out: `Answer`.
//! Never here: sockets.

use std::time::Duration;

use bytes::Bytes;

/// One answer to one request.
#[derive(Clone, Debug)]
pub struct Answer {
    pub(super) kind: Kind,
    pub(super) delay: Duration,
    pub(super) headers: Vec<(String, String)>,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// HTTP status and body. For a gRPC request, status 200 with the body as the message, and any
    /// other status as it is, as a proxy would answer.
    Http {
        status: u16,
        body: Bytes,
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
    /// Closes the connection without an answer.
    Close,
    /// Never answers.
    Hang,
}

impl Answer {
    fn new(kind: Kind) -> Self {
        Self { kind, delay: Duration::ZERO, headers: Vec::new() }
    }

    /// Takes the request.
    pub fn ok() -> Self {
        Self::status(200)
    }

    /// Answers an HTTP status with an empty body.
    pub fn status(status: u16) -> Self {
        Self::new(Kind::Http { status, body: Bytes::new() })
    }

    /// Answers a gRPC status.
    pub fn grpc(code: i32, message: impl Into<String>) -> Self {
        Self::new(Kind::Grpc { code, message: message.into(), details: Bytes::new() })
    }

    /// Claims a gRPC message of this length and sends none of it.
    pub fn grpc_header_only(claimed_bytes: u32) -> Self {
        Self::new(Kind::GrpcHeaderOnly { claimed_bytes })
    }

    /// Closes the connection without an answer.
    pub fn close() -> Self {
        Self::new(Kind::Close)
    }

    /// Never answers, and keeps the connection open.
    pub fn hang() -> Self {
        Self::new(Kind::Hang)
    }

    /// Sets the body of an HTTP answer, or the message of a gRPC success.
    pub fn body(mut self, bytes: impl Into<Bytes>) -> Self {
        if let Kind::Http { body, .. } = &mut self.kind {
            *body = bytes.into();
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

    /// Adds a header field.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Waits before answering.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }
}
