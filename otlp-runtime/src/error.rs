//! What can go wrong that a caller can act on.
//!
//! In: causes found while configuring, flushing or shutting down. Out: one variant per cause,
//! one clause of text with the cure in it.
//! Never here: failures of single exports (`exporter::ExportError`); those are counted, not returned.

use core::fmt;
use core::time::Duration;

use crate::stats::Spans;

/// Why telemetry could not be installed, flushed or shut down.
///
/// `Debug` prints the same sentence as `Display`, because `fn main() -> Result<(), Error>`
/// shows a user the former.
#[non_exhaustive]
pub enum Error {
    /// The endpoint's scheme is neither `http` nor `https`.
    UnsupportedScheme {
        /// The endpoint as given, without user info.
        endpoint: String,
    },
    /// The endpoint is not a URL.
    InvalidEndpoint {
        /// The endpoint as given, without user info.
        endpoint: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A header name or value cannot stand in a request.
    InvalidHeader {
        /// The header's name as given; its value is never printed.
        name: String,
    },
    /// Credentials would travel to another machine over plain `http`.
    UnencryptedCredentials {
        /// What holds them: a header, the endpoint's user info or its query; never the value.
        holder: String,
        /// The collector's host.
        host: String,
    },
    /// A setting asks for something that was not compiled in.
    FeatureMissing {
        /// The setting, as in `OTEL_EXPORTER_OTLP_PROTOCOL=grpc`.
        setting: String,
        /// The cargo feature of `otlp-runtime` that brings it.
        feature: &'static str,
    },
    /// A certificate or key file cannot be used.
    InvalidCertificate {
        /// The file or setting.
        source_name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A value given in code is outside its range.
    OutOfRange {
        /// The setting.
        setting: &'static str,
        /// The value, and the range it must lie in.
        reason: String,
    },
    /// Telemetry is installed already; shut it down first.
    AlreadyInstalled,
    /// Telemetry was shut down before this call.
    AlreadyShutDown,
    /// The call was made on the export thread, as from inside an exporter, and would wait for itself.
    OnExportThread {
        /// The call: `flush` or `shutdown`.
        operation: &'static str,
    },
    /// The call was made in a forked child, on telemetry that its parent installed.
    ForkedChild {
        /// The call: `flush` or `shutdown`.
        operation: &'static str,
    },
    /// The spool's folder cannot be used.
    Spool {
        /// The folder as given.
        directory: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The export thread could not be started.
    ExportThread(std::io::Error),
    /// The deadline passed first; export goes on in the background for a flush.
    DeadlineExceeded {
        /// The call: `flush` or `shutdown`.
        operation: &'static str,
        /// The deadline that was given.
        deadline: Duration,
        /// Spans that had ended but were not delivered when the deadline passed.
        pending: u64,
        /// Why the last request failed that will be sent again; empty if none did.
        reason: String,
    },
    /// Some spans could not be delivered; they are counted in `stats`.
    Undelivered {
        /// The call: `flush` or `shutdown`.
        operation: &'static str,
        /// Spans rejected or dropped by the exporter during the call.
        spans: u64,
        /// The exporter's last reason.
        reason: String,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnsupportedScheme { endpoint } => {
                write!(f, "endpoint `{endpoint}` has no supported scheme; use http or https")
            }
            Self::InvalidEndpoint { endpoint, reason } => {
                write!(
                    f,
                    "endpoint `{endpoint}` is not a URL ({reason}); write it as in `http://localhost:4318`"
                )
            }
            Self::InvalidHeader { name } => write!(
                f,
                "header `{name}` has a name or value that HTTP does not allow; use visible ASCII and percent-encode the rest"
            ),
            Self::UnencryptedCredentials { holder, host } => write!(
                f,
                "{holder} would travel to `{host}` unencrypted; use an https endpoint, or, where nobody else can read along, allow it by `OtlpExporterBuilder::allow_unencrypted_credentials`"
            ),
            Self::FeatureMissing { setting, feature } => {
                write!(
                    f,
                    "`{setting}` needs the feature `{feature}` of otlp-runtime; enable it in Cargo.toml"
                )
            }
            Self::InvalidCertificate { source_name, reason } => {
                write!(f, "`{source_name}` cannot be used ({reason}); give a readable PEM file")
            }
            Self::OutOfRange { setting, reason } => write!(f, "`{setting}` is out of range: {reason}"),
            Self::AlreadyInstalled => {
                f.write_str("telemetry is installed already; call `shutdown` on it before installing another")
            }
            Self::AlreadyShutDown => {
                f.write_str("telemetry was shut down before; there is nothing left to do")
            }
            Self::ForkedChild { operation } => write!(
                f,
                "`{operation}` in a forked child has nothing to do: its spans are the parent's; install telemetry in the child"
            ),
            Self::OnExportThread { operation } => {
                write!(
                    f,
                    "`{operation}` on the export thread would wait for itself; call it from another thread"
                )
            }
            Self::Spool { directory, reason } => write!(
                f,
                "spool `{directory}` cannot be used ({reason}); give each process a folder of its own that it may write"
            ),
            Self::ExportThread(_) => {
                f.write_str("the export thread could not be started; check the process limits")
            }
            Self::DeadlineExceeded { operation, deadline, pending, reason } => {
                let spans = Spans(*pending);
                write!(f, "`{operation}` did not finish within {deadline:?}; {spans} still undelivered")?;
                if !reason.is_empty() {
                    write!(f, " ({reason})")?;
                }
                f.write_str(", see `stats`")
            }
            Self::Undelivered { operation, spans, reason } => {
                write!(f, "`{operation}` could not deliver {} ({reason}); see `stats`", Spans(*spans))
            }
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::ExportThread(source) => Some(source),
            _ => None,
        }
    }
}
