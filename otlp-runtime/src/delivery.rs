//! What became of a request: taken, or why not.
//!
//! In: what an exporter or its transport found. Out: one value per request.
//! Never here: header values or user info (texts are cleaned before they come here), start-up errors (`Error`).

use core::fmt;
use core::time::Duration;

use crate::stats::DropReason;

/// What became of a batch that was taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accepted {
    /// Spans that were rejected while the rest was taken; never sent again.
    pub rejected_spans: u64,
    /// What the receiver, or the reading of its answer, had to say; printed as a warning.
    pub message: Option<String>,
}

/// The outcome of one try to deliver a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Attempt {
    Accepted(Accepted),
    /// Worth another try; `after` is the pause the collector asked for.
    #[cfg_attr(
        not(any(feature = "http", feature = "grpc")),
        expect(dead_code, reason = "what other exporters say is final")
    )]
    Retry {
        after: Option<Duration>,
        reason: String,
    },
    Fail(ExportError),
}

/// The code of a final answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AnswerCode {
    /// An HTTP status, as in 400.
    Http(u16),
    /// A gRPC status code, as in 3 (`INVALID_ARGUMENT`).
    Grpc(i32),
}

impl fmt::Display for AnswerCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Http(code) => write!(f, "HTTP {code}"),
            Self::Grpc(code) => write!(f, "gRPC status {code}"),
        }
    }
}

/// What happened to requests on disk.
#[derive(Debug, Default)]
pub(crate) struct DiskReport {
    /// Spans on disk alone, now.
    pub(crate) alone: u64,
    /// Spans that earlier processes left.
    pub(crate) recovered: u64,
    /// Spans in requests that the disk did not take.
    pub(crate) unspooled: u64,
    /// Spans lost from disk, and why the last of each reason.
    pub(crate) losses: Vec<(DropReason, u64, String)>,
    /// What went wrong without a loss.
    pub(crate) trouble: Option<String>,
}

#[cfg(all(feature = "spool", any(feature = "http", feature = "grpc")))]
impl DiskReport {
    pub(crate) fn lose(&mut self, reason: DropReason, spans: u32, text: String) {
        let spans = u64::from(spans);
        match self.losses.iter_mut().find(|(found, ..)| *found == reason) {
            Some((_, count, last)) => {
                *count += spans;
                *last = text;
            }
            None => self.losses.push((reason, spans, text)),
        }
    }
}

/// Why a request was not delivered.
///
/// Nothing in it, `Debug` included, holds a header's value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExportError {
    /// The collector refused it, and would again.
    NonRetryable {
        /// The answer's code.
        code: AnswerCode,
        /// What the collector said, cleaned and cut; may be empty.
        message: String,
    },
    /// The deadline left no time for another attempt.
    RetryExpired {
        /// Attempts made; 0 if the collector had asked for a pause that is longer than the deadline.
        attempts: u32,
        /// Why the last attempt failed.
        reason: String,
        /// What is left of a pause that the collector asked for; earlier exports fail at once.
        retry_after: Option<Duration>,
    },
    /// The request is over the exporter's limit and was not sent; split it.
    RequestTooLarge {
        /// Its size before compression.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// The answer is over the exporter's limit; it was not read, nor was the request repeated.
    ResponseTooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// An exporter of another kind gave up, for the reason it says.
    Other(String),
}

impl ExportError {
    /// Says whether the receiver refused the request for its size alone (R41).
    ///
    /// gRPC has no code for this; collectors send `RESOURCE_EXHAUSTED`, without the `RetryInfo` that would make it
    /// worth another try.
    pub(crate) const fn is_for_size(&self) -> bool {
        matches!(self, Self::NonRetryable { code: AnswerCode::Http(413) | AnswerCode::Grpc(8), .. })
    }

    /// Returns the reason under which the lost spans are counted.
    pub(crate) const fn reason(&self) -> DropReason {
        match self {
            Self::RetryExpired { .. } => DropReason::RetryExpired,
            Self::RequestTooLarge { .. } => DropReason::SpanTooLarge,
            Self::NonRetryable { .. } | Self::ResponseTooLarge { .. } | Self::Other(_) => {
                DropReason::NonRetryable
            }
        }
    }
}

impl fmt::Display for ExportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NonRetryable { code, message } if message.is_empty() => {
                write!(f, "the collector refused the request ({code})")
            }
            Self::NonRetryable { code, message } => {
                write!(f, "the collector refused the request ({code}: {message})")
            }
            Self::RetryExpired { attempts, reason, .. } => {
                write!(
                    f,
                    "the request was not delivered before its deadline (attempts: {attempts}; {reason})"
                )
            }
            Self::RequestTooLarge { bytes, limit } => {
                write!(f, "the request has {bytes} bytes, over the limit of {limit}")
            }
            Self::ResponseTooLarge { limit } => {
                write!(f, "the collector's answer is over the limit of {limit} bytes")
            }
            Self::Other(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for ExportError {}
