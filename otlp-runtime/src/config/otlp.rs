//! Settings of the OTLP exporter, as data.
//!
//! In: `OTEL_EXPORTER_OTLP_*` and `OTEL_EXPORTER_OTLP_TRACES_*`; the latter always wins. Out: `OtlpSettings`.
//! Never here: URLs taken apart, files read, defaults that depend on the protocol (`transport`).

use core::fmt;
use core::time::Duration;
use std::path::PathBuf;

use zeroize::Zeroizing;

use super::env::Env;
use super::pairs::parse_headers;
use super::secret::{EndpointText, SecretText};

/// How requests travel (`OTEL_EXPORTER_OTLP_PROTOCOL`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Protocol {
    /// HTTP/1.1 with a binary protobuf body; feature `http`, default port 4318.
    HttpProtobuf,
    /// gRPC over HTTP/2; feature `grpc`, default port 4317.
    Grpc,
}

/// How request bodies are compressed (`OTEL_EXPORTER_OTLP_COMPRESSION`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Compression {
    /// Not at all.
    None,
    /// gzip; feature `gzip`.
    Gzip,
}

/// Certificates or a key in PEM form, in a file or in memory.
///
/// `Debug` prints the file's name or the number of bytes, never contents.
///
/// ```
/// use otlp_runtime::Pem;
///
/// assert_eq!(format!("{:?}", Pem::file("ca.pem")), "`ca.pem`");
/// assert_eq!(format!("{:?}", Pem::bytes("secret")), "6 bytes of PEM");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Pem(pub(crate) PemSource);

#[derive(Clone, PartialEq, Eq)]
pub(crate) enum PemSource {
    File(PathBuf),
    /// Overwritten with zeros when dropped (SEC-13).
    Bytes(Zeroizing<Vec<u8>>),
}

impl Pem {
    /// Names a file, read when the exporter is built, and again for the next connection when it has changed.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self(PemSource::File(path.into()))
    }

    /// Takes the PEM text itself.
    pub fn bytes(pem: impl Into<Vec<u8>>) -> Self {
        Self(PemSource::Bytes(Zeroizing::new(pem.into())))
    }
}

impl fmt::Debug for Pem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            PemSource::File(path) => write!(f, "`{}`", path.display()),
            PemSource::Bytes(bytes) => write!(f, "{} bytes of PEM", bytes.len()),
        }
    }
}

/// What was asked of the OTLP exporter; `None` is "not said".
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct OtlpSettings {
    /// Base URL, to which HTTP adds `v1/traces`.
    pub(crate) endpoint: Option<EndpointText>,
    /// URL of the traces alone; HTTP takes it as it stands.
    pub(crate) traces_endpoint: Option<EndpointText>,
    pub(crate) protocol: Option<Protocol>,
    pub(crate) headers: Option<Vec<(String, SecretText)>>,
    /// Of a whole export with its retries; zero is no limit.
    pub(crate) timeout: Option<Duration>,
    pub(crate) compression: Option<Compression>,
    pub(crate) certificate: Option<Pem>,
    pub(crate) client_certificate: Option<Pem>,
    pub(crate) client_key: Option<Pem>,
    /// Plaintext for a gRPC endpoint without a scheme.
    pub(crate) is_insecure: Option<bool>,
}

/// A variable of the traces and the general one it overrides.
type Names = [&'static str; 2];

const PROTOCOL: Names = ["OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL"];
const HEADERS: Names = ["OTEL_EXPORTER_OTLP_TRACES_HEADERS", "OTEL_EXPORTER_OTLP_HEADERS"];
const TIMEOUT: Names = ["OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT"];
const COMPRESSION: Names = ["OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "OTEL_EXPORTER_OTLP_COMPRESSION"];
const CERTIFICATE: Names = ["OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE", "OTEL_EXPORTER_OTLP_CERTIFICATE"];
const CLIENT_CERTIFICATE: Names =
    ["OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE", "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE"];
const CLIENT_KEY: Names = ["OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY", "OTEL_EXPORTER_OTLP_CLIENT_KEY"];
const INSECURE: Names = ["OTEL_EXPORTER_OTLP_TRACES_INSECURE", "OTEL_EXPORTER_OTLP_INSECURE"];

impl OtlpSettings {
    /// Reads the variables. A traces variable that cannot be used counts as unset, so the general one holds.
    pub(crate) fn read(env: &mut Env<'_>) -> Self {
        Self {
            endpoint: env.text("OTEL_EXPORTER_OTLP_ENDPOINT").map(EndpointText::new),
            traces_endpoint: env.text("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT").map(EndpointText::new),
            protocol: first(PROTOCOL, |name| read_protocol(env, name)),
            headers: first(HEADERS, |name| read_headers(env, name)),
            timeout: first(TIMEOUT, |name| env.millis(name)),
            compression: first(COMPRESSION, |name| read_compression(env, name)),
            certificate: first(CERTIFICATE, |name| env.text(name).map(Pem::file)),
            client_certificate: first(CLIENT_CERTIFICATE, |name| env.text(name).map(Pem::file)),
            client_key: first(CLIENT_KEY, |name| env.text(name).map(Pem::file)),
            is_insecure: first(INSECURE, |name| env.bool(name)),
        }
    }

    /// Fills what is not said here from `weaker`: code beats environment.
    ///
    /// An endpoint said here in either form keeps both of `weaker`'s out, and so does one half of a
    /// client identity: halves of two sources do not make a whole.
    #[cfg_attr(not(any(feature = "http", feature = "grpc")), allow(dead_code))]
    pub(crate) fn or(self, weaker: Self) -> Self {
        let has_endpoint = self.endpoint.is_some() || self.traces_endpoint.is_some();
        let has_identity = self.client_certificate.is_some() || self.client_key.is_some();
        Self {
            endpoint: self.endpoint.or(weaker.endpoint.filter(|_| !has_endpoint)),
            traces_endpoint: self.traces_endpoint.or(weaker.traces_endpoint.filter(|_| !has_endpoint)),
            protocol: self.protocol.or(weaker.protocol),
            headers: merge_headers(self.headers, weaker.headers),
            timeout: self.timeout.or(weaker.timeout),
            compression: self.compression.or(weaker.compression),
            certificate: self.certificate.or(weaker.certificate),
            client_certificate: self
                .client_certificate
                .or(weaker.client_certificate.filter(|_| !has_identity)),
            client_key: self.client_key.or(weaker.client_key.filter(|_| !has_identity)),
            is_insecure: self.is_insecure.or(weaker.is_insecure),
        }
    }
}

fn first<T>([traces, general]: Names, mut read: impl FnMut(&'static str) -> Option<T>) -> Option<T> {
    read(traces).or_else(|| read(general))
}

fn read_protocol(env: &mut Env<'_>, name: &'static str) -> Option<Protocol> {
    if env.text(name).is_some_and(|text| text.eq_ignore_ascii_case("http/json")) {
        env.warn(format!("`{name}=http/json` is not supported; ignored, use one of: http/protobuf, grpc"));
        return None;
    }
    env.choice(name, &[("http/protobuf", Protocol::HttpProtobuf), ("grpc", Protocol::Grpc)])
}

fn read_compression(env: &mut Env<'_>, name: &'static str) -> Option<Compression> {
    let compression = env.choice(name, &[("none", Compression::None), ("gzip", Compression::Gzip)])?;
    if compression == Compression::Gzip && !cfg!(feature = "gzip") {
        // Not an error: larger requests are no reason to stop a program at its start.
        env.warn(format!(
            "`{name}=gzip` needs the feature `gzip` of otlp-runtime; requests are not compressed"
        ));
        return Some(Compression::None);
    }
    Some(compression)
}

fn read_headers(env: &mut Env<'_>, name: &'static str) -> Option<Vec<(String, SecretText)>> {
    let (pairs, bad) = parse_headers(&env.text(name)?);
    for bad in bad {
        // The text itself may be a pasted token, so only its place is told.
        env.warn(format!("`{name}`: header {} {}; ignored, write `name=value`", bad.position, bad.problem));
    }
    let headers: Vec<_> = pairs.into_iter().map(|(name, value)| (name, SecretText::new(value))).collect();
    (!headers.is_empty()).then_some(headers)
}

#[cfg_attr(not(any(feature = "http", feature = "grpc")), allow(dead_code))]
fn merge_headers(
    stronger: Option<Vec<(String, SecretText)>>,
    weaker: Option<Vec<(String, SecretText)>>,
) -> Option<Vec<(String, SecretText)>> {
    match (stronger, weaker) {
        // Later ones win when the request is built.
        (Some(stronger), Some(mut weaker)) => {
            weaker.retain(|(name, _)| !stronger.iter().any(|(other, _)| other.eq_ignore_ascii_case(name)));
            weaker.extend(stronger);
            Some(weaker)
        }
        (stronger, weaker) => stronger.or(weaker),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> (OtlpSettings, Vec<String>) {
        let source =
            |name: &str| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        let mut env = Env::new(&source);
        let settings = OtlpSettings::read(&mut env);
        (settings, env.into_warnings().iter().map(ToString::to_string).collect())
    }

    // EXP-01 to EXP-10
    #[test]
    fn traces_variable_beats_the_general_one() {
        let general = [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://general"),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "a=1"),
            ("OTEL_EXPORTER_OTLP_TIMEOUT", "1"),
            ("OTEL_EXPORTER_OTLP_COMPRESSION", "none"),
            ("OTEL_EXPORTER_OTLP_CERTIFICATE", "general.pem"),
            ("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", "general.crt"),
            ("OTEL_EXPORTER_OTLP_CLIENT_KEY", "general.key"),
            ("OTEL_EXPORTER_OTLP_INSECURE", "true"),
        ];
        let (settings, warnings) = read(&general);
        let from_general = OtlpSettings {
            endpoint: Some(EndpointText::new("http://general")),
            traces_endpoint: None,
            protocol: Some(Protocol::Grpc),
            headers: Some(vec![("a".to_owned(), SecretText::new("1"))]),
            timeout: Some(Duration::from_millis(1)),
            compression: Some(Compression::None),
            certificate: Some(Pem::file("general.pem")),
            client_certificate: Some(Pem::file("general.crt")),
            client_key: Some(Pem::file("general.key")),
            is_insecure: Some(true),
        };
        assert_eq!((settings, warnings.len()), (from_general, 0));

        let mut both = general.to_vec();
        both.extend([
            ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://traces"),
            ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "HTTP/Protobuf"),
            ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "b=2"),
            ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "0"),
            ("OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "none"),
            ("OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE", "traces.pem"),
            ("OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE", "traces.crt"),
            ("OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY", "traces.key"),
            ("OTEL_EXPORTER_OTLP_TRACES_INSECURE", "false"),
        ]);
        let from_traces = OtlpSettings {
            endpoint: Some(EndpointText::new("http://general")),
            traces_endpoint: Some(EndpointText::new("http://traces")),
            protocol: Some(Protocol::HttpProtobuf),
            headers: Some(vec![("b".to_owned(), SecretText::new("2"))]),
            timeout: Some(Duration::ZERO),
            compression: Some(Compression::None),
            certificate: Some(Pem::file("traces.pem")),
            client_certificate: Some(Pem::file("traces.crt")),
            client_key: Some(Pem::file("traces.key")),
            is_insecure: Some(false),
        };
        assert_eq!(read(&both), (from_traces, Vec::new()));
    }

    // EXP-03, ENV-04
    #[test]
    fn http_json_is_announced_and_ignored() {
        let (settings, warnings) = read(&[("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")]);
        assert_eq!(settings.protocol, None);
        assert_eq!(
            warnings,
            [
                "`OTEL_EXPORTER_OTLP_PROTOCOL=http/json` is not supported; ignored, use one of: http/protobuf, grpc"
            ]
        );
    }

    // EXP-06, ENV-04
    #[test]
    fn bad_traces_variable_leaves_the_general_one_in_force() {
        let (settings, warnings) = read(&[
            ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "soon"),
            ("OTEL_EXPORTER_OTLP_TIMEOUT", "3000"),
            ("OTEL_EXPORTER_OTLP_COMPRESSION", "zstd"),
        ]);
        assert_eq!((settings.timeout, settings.compression), (Some(Duration::from_secs(3)), None));
        assert_eq!(warnings.len(), 2);
    }

    // SEC-10
    #[test]
    fn header_values_are_in_no_debug_and_no_warning() {
        let (settings, warnings) = read(&[("OTEL_EXPORTER_OTLP_HEADERS", "a=canary,canary,=canary")]);
        assert_eq!(warnings.len(), 2);
        assert!(!format!("{settings:?} {warnings:?}").contains("canary"));
    }

    // EXP-12
    #[test]
    fn code_beats_environment() {
        let (environment, _) = read(&[
            ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://environment"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "A=1,b=2"),
            ("OTEL_EXPORTER_OTLP_TIMEOUT", "1"),
        ]);
        let code = OtlpSettings {
            endpoint: Some(EndpointText::new("http://code")),
            headers: Some(vec![("a".to_owned(), SecretText::new("3"))]),
            ..OtlpSettings::default()
        };
        let merged = code.or(environment);
        assert_eq!(merged.endpoint, Some(EndpointText::new("http://code")));
        assert_eq!(merged.traces_endpoint, None);
        assert_eq!(merged.timeout, Some(Duration::from_millis(1)));
        let headers = [("b".to_owned(), SecretText::new("2")), ("a".to_owned(), SecretText::new("3"))];
        assert_eq!(merged.headers.as_deref(), Some(&headers[..]));
    }
}
