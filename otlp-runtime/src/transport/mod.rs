//! How one request reaches a collector.
//!
//! In: the bytes of an `ExportTraceServiceRequest`. Out: one `Attempt` per try.
//! Never here: spans, the decision to try again (`backoff` computes it).

mod compression;
mod connect;
mod credentials;
mod endpoint;
#[cfg(test)]
mod fuzz;
#[cfg(feature = "grpc")]
mod grpc;
mod header;
#[cfg(feature = "http")]
mod http;
mod packing;
mod response;
#[cfg(feature = "tls")]
mod tls;

use bytes::Bytes;

pub(crate) use self::packing::Payload;
use crate::config::env::Warning;
use crate::config::otlp::{Compression, OtlpSettings, Protocol};
use crate::delivery::Attempt;
use crate::error::Error;

/// What a transport is built from.
pub(crate) struct Options {
    pub(crate) settings: OtlpSettings,
    pub(crate) user_agent_prefix: Option<String>,
    /// Of a response, also after decompression.
    pub(crate) max_response_bytes: usize,
    /// Whether credentials may travel unencrypted.
    pub(crate) allows_unencrypted_credentials: bool,
}

/// The two ways to a collector.
pub(crate) enum Transport {
    #[cfg(feature = "http")]
    Http(Box<http::HttpTransport>),
    #[cfg(feature = "grpc")]
    Grpc(Box<grpc::GrpcTransport>),
}

impl Transport {
    /// Checks all settings and reads certificate files. Opens no connection yet.
    pub(crate) fn new(options: &Options, warnings: &mut Vec<Warning>) -> Result<Self, Error> {
        let settings = &options.settings;
        if settings.compression == Some(Compression::Gzip) && !cfg!(feature = "gzip") {
            return Err(Error::FeatureMissing { setting: "compression = gzip".to_owned(), feature: "gzip" });
        }
        let default = if cfg!(feature = "http") { Protocol::HttpProtobuf } else { Protocol::Grpc };
        let protocol = settings.protocol.unwrap_or(default);
        let endpoint = endpoint::resolve(settings, protocol)?;
        let headers = header::Headers::new(options, endpoint.credentials.as_ref(), warnings)?;
        endpoint.check_plaintext(&headers, options.allows_unencrypted_credentials, warnings)?;
        let has_certificates = [&settings.certificate, &settings.client_certificate, &settings.client_key]
            .iter()
            .any(|pem| pem.is_some());
        if has_certificates && !endpoint.is_tls {
            let text = "certificates are given, but the endpoint is not https; they are not used";
            warnings.push(Warning::new(text));
        }
        match protocol {
            #[cfg(feature = "http")]
            Protocol::HttpProtobuf => {
                http::HttpTransport::new(endpoint, headers, options).map(Box::new).map(Self::Http)
            }
            #[cfg(feature = "grpc")]
            Protocol::Grpc => {
                grpc::GrpcTransport::new(endpoint, headers, options).map(Box::new).map(Self::Grpc)
            }
            #[cfg(not(feature = "http"))]
            Protocol::HttpProtobuf => Err(Error::FeatureMissing {
                setting: "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf".to_owned(),
                feature: "http",
            }),
            #[cfg(not(feature = "grpc"))]
            Protocol::Grpc => Err(Error::FeatureMissing {
                setting: "OTEL_EXPORTER_OTLP_PROTOCOL=grpc".to_owned(),
                feature: "grpc",
            }),
        }
    }

    pub(crate) const fn is_grpc(&self) -> bool {
        match self {
            #[cfg(feature = "http")]
            Self::Http(_) => false,
            #[cfg(feature = "grpc")]
            Self::Grpc(_) => true,
        }
    }

    /// Returns how many bytes a body has before its message.
    pub(crate) const fn head_bytes(&self) -> usize {
        match self {
            #[cfg(feature = "http")]
            Self::Http(_) => 0,
            #[cfg(feature = "grpc")]
            Self::Grpc(_) => grpc::FRAME_BYTES,
        }
    }

    const fn compresses(&self) -> bool {
        match self {
            #[cfg(feature = "http")]
            Self::Http(http) => http.compresses,
            #[cfg(feature = "grpc")]
            Self::Grpc(grpc) => grpc.compresses,
        }
    }

    /// Makes a request ready to be sent, once for all its tries. The message stands behind `head_bytes` free ones.
    ///
    /// The buffer is taken along, or left behind for the next request if the body is a compressed copy.
    pub(crate) fn prepare(&self, buffer: &mut Vec<u8>) -> Payload {
        let head = self.head_bytes();
        let message = buffer.get(head..).unwrap_or_default();
        let zipped = if self.compresses() { compression::gzip(message, head) } else { None };
        let is_gzip = zipped.is_some();
        self.finish(zipped.unwrap_or_else(|| core::mem::take(buffer)), is_gzip)
    }

    /// The same for a message that stands elsewhere.
    pub(crate) fn prepare_copy(&self, message: &[u8]) -> Payload {
        self.prepare(&mut self.behind_head(message))
    }

    /// Makes a request ready whose message may be compressed already, by whatever settings were in force then.
    #[cfg(feature = "spool")]
    pub(crate) fn prepare_stored(&self, message: &[u8], is_gzip: bool) -> Payload {
        self.finish(self.behind_head(message), is_gzip)
    }

    fn behind_head(&self, message: &[u8]) -> Vec<u8> {
        let head = self.head_bytes();
        let mut buffer = Vec::with_capacity(head + message.len());
        buffer.resize(head, 0);
        buffer.extend_from_slice(message);
        buffer
    }

    #[cfg_attr(not(feature = "grpc"), expect(unused_mut, reason = "only gRPC has a frame"))]
    fn finish(&self, mut body: Vec<u8>, is_gzip: bool) -> Payload {
        match self {
            #[cfg(feature = "http")]
            Self::Http(_) => {}
            #[cfg(feature = "grpc")]
            Self::Grpc(_) => grpc::put_frame(&mut body, is_gzip),
        }
        Payload::new(body.into(), is_gzip)
    }

    /// Takes the message out of a prepared request as it travels, compressed or not; `None` as below.
    pub(crate) fn stored(&self, payload: &Payload) -> Option<Bytes> {
        let body = payload.body()?;
        Some(body.slice(self.head_bytes().min(body.len())..))
    }

    /// Takes the message out of a prepared request; `None` if it cannot be read, which is not to be.
    pub(crate) fn message(&self, payload: &Payload) -> Option<Bytes> {
        let message = self.stored(payload)?;
        if payload.is_gzip { compression::gunzip(&message, usize::MAX).ok() } else { Some(message) }
    }

    /// Sends once and reads the answer. Has no time limit of its own; several may be under way.
    pub(crate) async fn attempt(&self, payload: &Payload) -> Attempt {
        match self {
            #[cfg(feature = "http")]
            Self::Http(http) => http.attempt(payload).await,
            #[cfg(feature = "grpc")]
            Self::Grpc(grpc) => grpc.attempt(payload).await,
        }
    }

    /// Forgets open connections: the last one gave no answer, and may be dead without saying so.
    pub(crate) fn reset(&self) {
        match self {
            #[cfg(feature = "http")]
            Self::Http(http) => http.reset(),
            #[cfg(feature = "grpc")]
            Self::Grpc(grpc) => grpc.reset(),
        }
    }
}

/// Makes the connector of an endpoint; `https` needs the feature `tls` (EXP-13, SEC-04).
#[cfg_attr(not(feature = "tls"), expect(unused_variables, reason = "only TLS has settings"))]
fn connector(
    endpoint: &endpoint::Endpoint,
    options: &Options,
    alpn: &[u8],
) -> Result<connect::Connector, Error> {
    #[cfg(not(feature = "tls"))]
    if endpoint.is_tls {
        return Err(Error::FeatureMissing { setting: endpoint.shown(), feature: "tls" });
    }
    #[cfg(feature = "tls")]
    let tls = if endpoint.is_tls { Some(tls::Tls::new(&options.settings, alpn)?) } else { None };
    Ok(connect::Connector::new(
        #[cfg(feature = "tls")]
        tls,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::secret::EndpointText;

    fn error(settings: OtlpSettings) -> Option<String> {
        let options = Options {
            settings,
            user_agent_prefix: None,
            max_response_bytes: 1,
            allows_unencrypted_credentials: false,
        };
        Transport::new(&options, &mut Vec::new()).err().map(|error| error.to_string())
    }

    fn missing(setting: &str, feature: &str, is_compiled: bool) -> Option<String> {
        let text =
            format!("`{setting}` needs the feature `{feature}` of otlp-runtime; enable it in Cargo.toml");
        (!is_compiled).then_some(text)
    }

    // EXP-13, SEC-04
    #[test]
    fn https_without_tls_is_a_start_up_error() {
        // With TLS this needs roots; a bad certificate shows that it was asked for them.
        let settings = OtlpSettings {
            endpoint: Some(EndpointText::new("https://user:canary@c?canary")),
            certificate: Some(crate::config::Pem::bytes("")),
            ..OtlpSettings::default()
        };
        let path = if cfg!(feature = "http") { "/v1/traces?[redacted]" } else { "/" };
        let expected = missing(&format!("https://c{path}"), "tls", cfg!(feature = "tls"));
        let no_roots = "`certificate` cannot be used (it holds no certificate); give a readable PEM file";
        assert_eq!(error(settings), Some(expected.unwrap_or_else(|| no_roots.to_owned())));
    }

    // EXP-03
    #[test]
    fn protocol_that_is_not_compiled_in_is_a_start_up_error() {
        for (protocol, name, feature, is_compiled) in [
            (Protocol::HttpProtobuf, "http/protobuf", "http", cfg!(feature = "http")),
            (Protocol::Grpc, "grpc", "grpc", cfg!(feature = "grpc")),
        ] {
            let settings = OtlpSettings { protocol: Some(protocol), ..OtlpSettings::default() };
            let expected = missing(&format!("OTEL_EXPORTER_OTLP_PROTOCOL={name}"), feature, is_compiled);
            assert_eq!(error(settings), expected);
        }
    }

    // EXP-06
    #[test]
    fn gzip_asked_for_in_code_needs_its_feature() {
        let settings = OtlpSettings { compression: Some(Compression::Gzip), ..OtlpSettings::default() };
        assert_eq!(error(settings), missing("compression = gzip", "gzip", cfg!(feature = "gzip")));
    }
}
