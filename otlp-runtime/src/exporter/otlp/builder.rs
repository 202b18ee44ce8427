//! Settings of an `OtlpExporter`, made in code.
//!
//! In: values of each setting, and the environment if asked. Out: an exporter, or the first cause to act on.
//! Never here: connections; building opens none.

use core::fmt;
use core::time::Duration;

use super::OtlpExporter;
use crate::backoff::Jitter;
use crate::config::env::{Env, Warning, process_env};
use crate::config::otlp::{Compression, OtlpSettings, Pem, Protocol};
use crate::config::secret::{EndpointText, SecretText};
use crate::diagnostic;
use crate::error::Error;
use crate::transport::{Options, Transport};

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);
const DEFAULT_MAX_REQUEST_BYTES: usize = 64 << 20;
/// What gRPC servers take unless told otherwise.
const DEFAULT_MAX_GRPC_BYTES: usize = 4 << 20;
const DEFAULT_MAX_BATCH_AGE: Duration = Duration::from_secs(30 * 60);
const DEFAULT_MAX_RESPONSE_BYTES: usize = 4 << 20;

/// Builds an [`OtlpExporter`].
///
/// What is set here beats the environment, before or after a call of [`env`](Self::env).
/// `Debug` prints no header value and no user info.
#[derive(Clone)]
pub struct OtlpExporterBuilder {
    code: OtlpSettings,
    environment: OtlpSettings,
    user_agent_prefix: Option<String>,
    max_request_bytes: Option<usize>,
    max_response_bytes: usize,
    max_batch_age: Option<Duration>,
    #[cfg(feature = "spool")]
    spool: Option<crate::spool::Spool>,
    max_requests_in_flight: usize,
    halves_refused: bool,
    allows_unencrypted_credentials: bool,
    warnings: Vec<Warning>,
}

impl OtlpExporterBuilder {
    pub(super) fn new() -> Self {
        Self {
            code: OtlpSettings::default(),
            environment: OtlpSettings::default(),
            user_agent_prefix: None,
            max_request_bytes: None,
            max_response_bytes: DEFAULT_MAX_RESPONSE_BYTES,
            max_batch_age: None,
            #[cfg(feature = "spool")]
            spool: None,
            max_requests_in_flight: 1,
            halves_refused: false,
            allows_unencrypted_credentials: false,
            warnings: Vec::new(),
        }
    }

    /// Reads `OTEL_EXPORTER_OTLP_*` and `OTEL_EXPORTER_OTLP_TRACES_*` for what is not set in code.
    ///
    /// [`build`](Self::build) prints one warning for each value that cannot be used.
    pub fn env(self) -> Self {
        self.env_from(&process_env)
    }

    pub(crate) fn env_from(self, source: &dyn Fn(&str) -> Option<String>) -> Self {
        let mut env = Env::new(source);
        let settings = OtlpSettings::read(&mut env);
        Self { warnings: env.into_warnings(), ..self.settings(settings) }
    }

    /// Takes settings that were read elsewhere for what is not set in code.
    pub(crate) fn settings(mut self, environment: OtlpSettings) -> Self {
        self.environment = environment;
        self
    }

    /// Sets the collector's base URL (`OTEL_EXPORTER_OTLP_ENDPOINT`).
    ///
    /// HTTP sends to its path plus `/v1/traces`. gRPC also takes `host:port`, with TLS unless
    /// [`insecure`](Self::insecure). User info becomes an `Authorization` header. Default
    /// `http://localhost:4318` for HTTP, `http://localhost:4317` for gRPC (OTLP exporter specification).
    pub fn endpoint(mut self, url: impl Into<String>) -> Self {
        self.code.endpoint = Some(EndpointText::new(url));
        self
    }

    /// Sets the URL for traces, which HTTP takes as it is (`OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`).
    ///
    /// Beats [`endpoint`](Self::endpoint). Default: none.
    pub fn traces_endpoint(mut self, url: impl Into<String>) -> Self {
        self.code.traces_endpoint = Some(EndpointText::new(url));
        self
    }

    /// Sets the protocol (`OTEL_EXPORTER_OTLP_PROTOCOL`).
    ///
    /// Default [`Protocol::HttpProtobuf`] (OTLP exporter specification); [`Protocol::Grpc`] if the
    /// feature `http` is off.
    pub fn protocol(mut self, protocol: Protocol) -> Self {
        self.code.protocol = Some(protocol);
        self
    }

    /// Adds a header to every request (`OTEL_EXPORTER_OTLP_HEADERS`); the last value of a name wins.
    ///
    /// The value is a secret: it is printed nowhere, and taken out of what the collector says.
    /// Fields that the exporter sets itself, as `content-type`, are ignored with a warning.
    ///
    /// ```
    /// let builder = otlp_runtime::OtlpExporter::builder().header("api-key", "s3cret");
    /// assert!(format!("{builder:?}").contains("api-key"));
    /// assert!(!format!("{builder:?}").contains("s3cret"));
    /// ```
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.code.headers.get_or_insert_default().push((name.into(), SecretText::new(value)));
        self
    }

    /// Sets how long one export may take (`OTEL_EXPORTER_OTLP_TIMEOUT`).
    ///
    /// Zero is no limit. Default 10 s (OTLP exporter specification). Of an installed exporter, this is the deadline
    /// of one request, since a batch that waits for its next attempt holds up nothing; how long batches wait, says
    /// [`max_batch_age`](Self::max_batch_age). While `shutdown` waits, and for
    /// [`OtlpExporter::send`], it is the deadline of all attempts together.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.code.timeout = Some(timeout);
        self
    }

    /// Sets the compression of requests (`OTEL_EXPORTER_OTLP_COMPRESSION`).
    ///
    /// Default [`Compression::None`].
    pub fn compression(mut self, compression: Compression) -> Self {
        self.code.compression = Some(compression);
        self
    }

    /// Sets the certificates that a server's must lead to (`OTEL_EXPORTER_OTLP_CERTIFICATE`).
    ///
    /// They replace the system's, which are the default. A file that changes is read again for the next connection.
    pub fn certificate(mut self, roots: Pem) -> Self {
        self.code.certificate = Some(roots);
        self
    }

    /// Sets the certificate chain and the key that we show to the server
    /// (`OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE`, `OTEL_EXPORTER_OTLP_CLIENT_KEY`).
    ///
    /// Default: none. Files that change are read again for the next connection; while they do not fit each other, those of
    /// before stay in use.
    pub fn client_identity(mut self, chain: Pem, key: Pem) -> Self {
        self.code.client_certificate = Some(chain);
        self.code.client_key = Some(key);
        self
    }

    /// Sets whether a gRPC endpoint without a scheme is plaintext (`OTEL_EXPORTER_OTLP_INSECURE`).
    ///
    /// A scheme always wins. Default false.
    pub fn insecure(mut self, is_insecure: bool) -> Self {
        self.code.is_insecure = Some(is_insecure);
        self
    }

    /// Sets whether credentials may travel over plain `http` to another machine.
    ///
    /// Default false: then [`build`](Self::build) refuses them there. Credentials are user info in the endpoint, and headers
    /// that let somebody in by their name (`authorization`, `api-key`, `x-access-token`) or value (`Bearer ...`). Set it
    /// where nobody else can read along, as in a mesh that encrypts by itself. No variable does.
    ///
    /// ```
    /// use otlp_runtime::{Error, OtlpExporter};
    ///
    /// let in_cluster = OtlpExporter::builder().endpoint("http://collector:4318").header("api-key", "s3cret");
    /// assert!(matches!(in_cluster.clone().build(), Err(Error::UnencryptedCredentials { .. })));
    /// let exporter = in_cluster.allow_unencrypted_credentials(true).build()?;
    /// # drop(exporter);
    /// # Ok::<(), Error>(())
    /// ```
    pub fn allow_unencrypted_credentials(mut self, allows: bool) -> Self {
        self.allows_unencrypted_credentials = allows;
        self
    }

    /// Sets the largest request, in bytes before compression; a larger one is split, or else not sent.
    ///
    /// 1 to 4 GiB. Default 64 MiB for HTTP (OTLP specification), 4 MiB for gRPC (what servers take by default).
    /// A single span that is larger is dropped, and counted as [`SpanTooLarge`](crate::DropReason::SpanTooLarge).
    pub fn max_request_bytes(mut self, bytes: usize) -> Self {
        self.max_request_bytes = Some(bytes);
        self
    }

    /// Sets how long a batch is worth another attempt, from when its spans were collected.
    ///
    /// Zero is no limit. Default 30 min, and no limit with a spool. Older ones are dropped, and counted as
    /// [`RetryExpired`](crate::DropReason::RetryExpired). With the value of [`timeout`](Self::timeout), an export
    /// and its retries have one deadline together, as the specification words it.
    pub fn max_batch_age(mut self, age: Duration) -> Self {
        self.max_batch_age = Some(age);
        self
    }

    /// Keeps requests on disk until they are delivered, if the exporter is installed. Default: memory alone.
    ///
    /// [`build`](Self::build) makes the folder and takes it for this process. [`OtlpExporter::send`], and exporters that
    /// wrap this one, keep nothing there.
    #[cfg(feature = "spool")]
    pub fn spool(mut self, spool: crate::Spool) -> Self {
        self.spool = Some(spool);
        self
    }

    /// Sets how many requests may be under way at once.
    ///
    /// 1 or more. Default 1. While the collector does not answer, there is one at most.
    pub fn max_requests_in_flight(mut self, requests: usize) -> Self {
        self.max_requests_in_flight = requests;
        self
    }

    /// Sets whether a request that the collector refuses for its size is sent once more, in two halves.
    ///
    /// That is HTTP 413, and gRPC `RESOURCE_EXHAUSTED` without a pause. Default false: the specification has such
    /// answers final. In either case batches to come are smaller.
    pub fn halve_refused(mut self, halves: bool) -> Self {
        self.halves_refused = halves;
        self
    }

    /// Sets the largest answer that is read, in bytes, also after decompression.
    ///
    /// 1 or more. Default 4 MiB (OTLP specification).
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = bytes;
        self
    }

    /// Puts a product before our own name in `User-Agent`, as in `shop/2.1`. Default: none.
    pub fn user_agent_prefix(mut self, product: impl Into<String>) -> Self {
        self.user_agent_prefix = Some(product.into());
        self
    }

    /// Checks every setting, reads certificate files, prints the warnings, and returns the exporter.
    ///
    /// # Errors
    ///
    /// - [`Error::UnsupportedScheme`], [`Error::InvalidEndpoint`]: the endpoint cannot be reached as given;
    /// - [`Error::FeatureMissing`]: protocol, `https` or gzip is not compiled in;
    /// - [`Error::InvalidHeader`]: a header HTTP does not allow;
    /// - [`Error::UnencryptedCredentials`]: credentials, and plain `http` to another machine;
    /// - [`Error::InvalidCertificate`]: a certificate or key cannot be used, half of a client
    ///   identity is missing, or the system has no roots;
    /// - [`Error::OutOfRange`]: a size of zero;
    /// - [`Error::Spool`]: the spool's folder cannot be written, or another process uses it.
    pub fn build(self) -> Result<OtlpExporter, Error> {
        let (exporter, warnings) = self.build_quietly()?;
        for warning in warnings {
            diagnostic::warn(warning);
        }
        Ok(exporter)
    }

    /// As `build`, with the warnings as values.
    pub(crate) fn build_quietly(self) -> Result<(OtlpExporter, Vec<Warning>), Error> {
        let out_of_range =
            |setting, reason: &str| Err(Error::OutOfRange { setting, reason: reason.to_owned() });
        if self.max_request_bytes == Some(0) {
            return out_of_range("max_request_bytes", "0 bytes hold nothing; give 1 or more");
        }
        if self.max_request_bytes.is_some_and(|bytes| u32::try_from(bytes).is_err()) {
            return out_of_range("max_request_bytes", "gRPC cannot express it; give less than 4 GiB");
        }
        if self.max_response_bytes == 0 {
            return out_of_range("max_response_bytes", "0 bytes hold nothing; give 1 or more");
        }
        if self.max_requests_in_flight == 0 {
            return out_of_range("max_requests_in_flight", "0 requests send nothing; give 1 or more");
        }
        let mut warnings = self.warnings;
        let options = Options {
            settings: self.code.or(self.environment),
            user_agent_prefix: self.user_agent_prefix,
            max_response_bytes: self.max_response_bytes,
            allows_unencrypted_credentials: self.allows_unencrypted_credentials,
        };
        let transport = Transport::new(&options, &mut warnings)?;
        let timeout = options.settings.timeout.unwrap_or(DEFAULT_TIMEOUT);
        let default_max =
            if transport.is_grpc() { DEFAULT_MAX_GRPC_BYTES } else { DEFAULT_MAX_REQUEST_BYTES };
        #[cfg(feature = "spool")]
        let spool = self.spool.as_ref().map(crate::spool::Store::open).transpose()?;
        #[cfg(feature = "spool")]
        let default_age = if spool.is_some() { Duration::ZERO } else { DEFAULT_MAX_BATCH_AGE };
        #[cfg(not(feature = "spool"))]
        let default_age = DEFAULT_MAX_BATCH_AGE;
        let max_batch_age = self.max_batch_age.unwrap_or(default_age);
        let exporter = OtlpExporter {
            #[cfg(feature = "spool")]
            spool,
            transport,
            timeout: (!timeout.is_zero()).then_some(timeout),
            settings: options.settings,
            max_request_bytes: self.max_request_bytes.unwrap_or(default_max),
            max_batch_age: (!max_batch_age.is_zero()).then_some(max_batch_age),
            max_requests_in_flight: self.max_requests_in_flight,
            halves_refused: self.halves_refused,
            jitter: Jitter::new(),
            paused_until: None,
            is_attempt_open: false,
        };
        Ok((exporter, warnings))
    }
}

impl fmt::Debug for OtlpExporterBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OtlpExporterBuilder")
            .field("code", &self.code)
            .field("environment", &self.environment)
            .field("user_agent_prefix", &self.user_agent_prefix)
            .field("max_request_bytes", &self.max_request_bytes)
            .field("max_response_bytes", &self.max_response_bytes)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(name: &str) -> Option<String> {
        let value = match name {
            "OTEL_EXPORTER_OTLP_ENDPOINT" => "http://environment:1",
            "OTEL_EXPORTER_OTLP_TIMEOUT" => "7000",
            "OTEL_EXPORTER_OTLP_HEADERS" => "api-key=environment,broken",
            _ => return None,
        };
        Some(value.to_owned())
    }

    // EXP-12
    #[test]
    fn code_beats_environment_in_either_order() {
        let code =
            |builder: OtlpExporterBuilder| builder.endpoint("http://localhost:2").header("api-key", "code");
        let new = OtlpExporterBuilder::new;
        for builder in [code(new()).env_from(&environment), code(new().env_from(&environment))] {
            let (exporter, warnings) = builder.build_quietly().unwrap();
            assert_eq!(exporter.settings.endpoint, Some(EndpointText::new("http://localhost:2")));
            assert_eq!(exporter.timeout, Some(Duration::from_secs(7)));
            let headers = [("api-key".to_owned(), SecretText::new("code"))];
            assert_eq!(exporter.settings.headers.as_deref(), Some(&headers[..]));
            assert_eq!(warnings.len(), 1, "{warnings:?}");
        }
    }

    // EXP-05, EXP-11
    #[test]
    fn nothing_said_gives_the_specified_defaults() {
        let (exporter, warnings) = OtlpExporterBuilder::new().build_quietly().unwrap();
        assert_eq!(exporter.timeout, Some(Duration::from_secs(10)));
        assert_eq!(exporter.max_request_bytes, 67_108_864);
        assert_eq!(exporter.max_batch_age, Some(Duration::from_secs(1800)));
        assert_eq!((exporter.max_requests_in_flight, exporter.halves_refused), (1, false));
        assert_eq!(exporter.settings, OtlpSettings::default());
        assert_eq!(warnings, []);
    }

    // SEC-05; certificates that protect nothing.
    #[test]
    fn plaintext_is_announced_once() {
        let builder = OtlpExporterBuilder::new().endpoint("http://collector").header("x-tenant", "canary");
        let (_, warnings) = builder.certificate(Pem::bytes("")).build_quietly().unwrap();
        let texts: Vec<_> = warnings.iter().map(ToString::to_string).collect();
        let expected = [
            "spans and header values travel to `collector` unencrypted; use an https endpoint if the network is not yours",
            "certificates are given, but the endpoint is not https; they are not used",
        ];
        assert_eq!(texts, expected);
    }
}
