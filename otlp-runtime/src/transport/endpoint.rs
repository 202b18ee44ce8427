//! Where requests go.
//!
//! In: endpoints as given. Out: one URL by the rules of the protocol, its user info taken out.
//! Never here: sockets, TLS.

use std::net::IpAddr;

use ::http::Uri;
use ::http::uri::{Authority, Parts, PathAndQuery, Scheme};

use super::credentials::has_credential;
use super::header::Headers;
use crate::config::env::Warning;
use crate::config::otlp::{OtlpSettings, Protocol};
use crate::config::pairs::percent_decode;
use crate::config::secret::{EndpointText, SecretText, without_secrets};
use crate::error::Error;

/// A resolved endpoint.
#[derive(Debug)]
pub(crate) struct Endpoint {
    /// For HTTP the whole URL; for gRPC the origin and a path prefix.
    pub(crate) uri: Uri,
    pub(crate) is_tls: bool,
    /// An `Authorization` value made of the URL's user info.
    pub(crate) credentials: Option<SecretText>,
}

impl Endpoint {
    /// Returns the URL as it may be printed.
    #[cfg(not(feature = "tls"))]
    pub(super) fn shown(&self) -> String {
        without_secrets(&self.uri.to_string())
    }

    /// Warns of what anyone on the way can read, and refuses credentials unless they are allowed (SEC-05).
    ///
    /// Of the rest a warning: inside a cluster, plain HTTP with a tenant header is everyday.
    pub(super) fn check_plaintext(
        &self,
        headers: &Headers,
        allows_credentials: bool,
        warnings: &mut Vec<Warning>,
    ) -> Result<(), Error> {
        let host = self.uri.host().unwrap_or_default();
        if self.is_tls || is_loopback(host) {
            return Ok(());
        }
        let in_query = self.uri.query().is_some_and(has_credential).then_some("the endpoint's query");
        if let Some(holder) = headers.credential().or(in_query)
            && !allows_credentials
        {
            let (holder, host) = (holder.to_owned(), host.to_owned());
            return Err(Error::UnencryptedCredentials { holder, host });
        }
        let what = if headers.has_secrets() { "spans and header values" } else { "spans" };
        warnings.push(Warning::new(format!(
            "{what} travel to `{host}` unencrypted; use an https endpoint if the network is not yours"
        )));
        Ok(())
    }
}

/// Chooses and checks the endpoint (EXP-01, EXP-02, EXP-10, GRPC-05, GRPC-06).
pub(super) fn resolve(settings: &OtlpSettings, protocol: Protocol) -> Result<Endpoint, Error> {
    let given = settings.traces_endpoint.as_ref().or(settings.endpoint.as_ref());
    match protocol {
        Protocol::Grpc => match given {
            None => parse(&EndpointText::new("http://localhost:4317")),
            Some(text) if text.reveal().contains("://") => parse(text).and_then(as_prefix),
            Some(text) => {
                let scheme = if settings.is_insecure == Some(true) { "http" } else { "https" };
                parse_without_scheme(text, scheme).and_then(as_prefix)
            }
        },
        Protocol::HttpProtobuf => {
            let mut endpoint = parse(given.unwrap_or(&EndpointText::new("http://localhost:4318")))?;
            if settings.traces_endpoint.is_none() {
                endpoint.uri = join(&endpoint.uri, "v1/traces")?;
            }
            Ok(endpoint)
        }
    }
}

/// Parses `host:port`, which gRPC clients take for a target; 4317 if it has no port.
fn parse_without_scheme(text: &EndpointText, scheme: &str) -> Result<Endpoint, Error> {
    let target = text.reveal();
    if ["unix:", "dns:", "ipv4:", "ipv6:", "xds:"].iter().any(|scheme| target.starts_with(scheme)) {
        return Err(Error::UnsupportedScheme { endpoint: text.to_string() });
    }
    let has_port =
        target.rsplit_once(':').is_some_and(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    let port = if has_port || target.contains('/') { "" } else { ":4317" };
    parse(&EndpointText::new(format!("{scheme}://{target}{port}")))
}

fn parse(text: &EndpointText) -> Result<Endpoint, Error> {
    let invalid =
        |reason: &str| Error::InvalidEndpoint { endpoint: text.to_string(), reason: reason.to_owned() };
    let uri: Uri = text.reveal().parse().map_err(|error| invalid(&format!("{error}")))?;
    let parts = uri.into_parts();
    let unsupported = || Error::UnsupportedScheme { endpoint: text.to_string() };
    let scheme = parts.scheme.as_ref().ok_or_else(unsupported)?;
    let is_tls = match scheme {
        scheme if *scheme == Scheme::HTTPS => true,
        scheme if *scheme == Scheme::HTTP => false,
        _ => return Err(unsupported()),
    };
    let authority = parts.authority.as_ref().ok_or_else(|| invalid("no host"))?;
    let (user_info, host_and_port) = match authority.as_str().rsplit_once('@') {
        Some((user_info, rest)) => (Some(user_info), rest),
        None => (None, authority.as_str()),
    };
    // A password with a raw slash ends the host early; its rest must not become a path.
    if parts.path_and_query.as_ref().is_some_and(|path| path.path().contains('@')) {
        return Err(invalid("an `@` behind the host; write it as `%40`"));
    }
    let host_len = authority.host().len();
    if authority.host().is_empty() {
        return Err(invalid("no host"));
    }
    let port = host_and_port.get(host_len..).unwrap_or_default();
    let host_and_port = match port.strip_prefix(':') {
        Some("") => host_and_port.trim_end_matches(':'),
        Some(port) if port.parse::<u16>().is_err() => return Err(invalid("the port is not 1 to 65535")),
        _ => host_and_port,
    };
    let mut clean = Parts::default();
    clean.scheme = Some(if is_tls { Scheme::HTTPS } else { Scheme::HTTP });
    clean.authority = Some(Authority::try_from(host_and_port).map_err(|error| invalid(&format!("{error}")))?);
    clean.path_and_query = Some(parts.path_and_query.unwrap_or_else(|| PathAndQuery::from_static("/")));
    let uri = Uri::from_parts(clean).map_err(|error| invalid(&format!("{error}")))?;
    Ok(Endpoint {
        uri,
        is_tls,
        credentials: user_info.filter(|text| !text.is_empty()).map(basic_credentials),
    })
}

/// Appends `path` to the URL's own with one slash between, and keeps the query.
fn join(uri: &Uri, path: &str) -> Result<Uri, Error> {
    let base = uri.path().trim_end_matches('/');
    let joined = match uri.query() {
        Some(query) => format!("{base}/{path}?{query}"),
        None => format!("{base}/{path}"),
    };
    with_path(uri, &joined)
}

/// Cuts a URL down to what a gRPC method's path can follow.
fn as_prefix(endpoint: Endpoint) -> Result<Endpoint, Error> {
    let prefix = endpoint.uri.path().trim_end_matches('/');
    let prefix = if prefix.is_empty() { "/" } else { prefix };
    let uri = with_path(&endpoint.uri, prefix)?;
    Ok(Endpoint { uri, ..endpoint })
}

fn with_path(uri: &Uri, path: &str) -> Result<Uri, Error> {
    let invalid = |reason| Error::InvalidEndpoint { endpoint: without_secrets(&uri.to_string()), reason };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(path.parse::<PathAndQuery>().map_err(|error| invalid(error.to_string()))?);
    Uri::from_parts(parts).map_err(|error| invalid(error.to_string()))
}

/// Says whether a host is this machine, by itself (RFC 6761) or because Linux makes it so (`0.0.0.0`).
fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let name = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    let is_ours = |address: IpAddr| address.is_loopback() || address.is_unspecified();
    name == "localhost"
        || name.ends_with(".localhost")
        || bare.parse().is_ok_and(|address: IpAddr| is_ours(address.to_canonical()))
}

/// Makes an `Authorization` value of the URL's user info (SEC-11).
fn basic_credentials(user_info: &str) -> SecretText {
    let decoded = percent_decode(user_info).unwrap_or_else(|| user_info.to_owned());
    // `user:` is a user with an empty password, and so is `user`.
    let decoded = if decoded.contains(':') { decoded } else { format!("{decoded}:") };
    SecretText::new(format!("Basic {}", base64(decoded.as_bytes())))
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits =
            group.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for index in 0..4 {
            let digit = DIGITS.get((bits >> (18 - 6 * index) & 63) as usize).copied().unwrap_or(b'=');
            out.push(char::from(if index <= group.len() { digit } else { b'=' }));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::Options;

    fn settings(endpoint: Option<&str>, traces: Option<&str>) -> OtlpSettings {
        OtlpSettings {
            endpoint: endpoint.map(EndpointText::new),
            traces_endpoint: traces.map(EndpointText::new),
            ..OtlpSettings::default()
        }
    }

    fn url(endpoint: Option<&str>, traces: Option<&str>, protocol: Protocol) -> String {
        match resolve(&settings(endpoint, traces), protocol) {
            Ok(endpoint) => endpoint.uri.to_string(),
            Err(error) => error.to_string(),
        }
    }

    // EXP-01, EXP-02, HTTP-11
    #[test]
    fn http_joins_the_base_and_takes_the_traces_url_as_it_is() {
        for (base, traces, expected) in [
            (None, None, "http://localhost:4318/v1/traces"),
            (Some("http://c"), None, "http://c/v1/traces"),
            (Some("http://c:1/"), None, "http://c:1/v1/traces"),
            (Some("HTTPS://c/base"), None, "https://c/base/v1/traces"),
            (Some("http://c/base/"), None, "http://c/base/v1/traces"),
            (Some("http://c/base/?k=v"), None, "http://c/base/v1/traces?k=v"),
            (Some("http://c:"), None, "http://c/v1/traces"),
            (Some("http://[::1]:4318"), None, "http://[::1]:4318/v1/traces"),
            (Some("http://base"), Some("http://t"), "http://t/"),
            (None, Some("http://t/"), "http://t/"),
            (None, Some("http://t:9/x/"), "http://t:9/x/"),
            (None, Some("http://t:9/x?q=1"), "http://t:9/x?q=1"),
            (None, Some("https://t:"), "https://t/"),
        ] {
            assert_eq!(url(base, traces, Protocol::HttpProtobuf), expected, "{base:?} {traces:?}");
        }
    }

    // GRPC-05, GRPC-06, GRPC-07, EXP-10
    #[test]
    fn grpc_takes_urls_and_targets() {
        for (given, is_insecure, expected) in [
            (None, None, "http://localhost:4317/"),
            (Some("http://c"), None, "http://c/"),
            (Some("https://c:4317"), None, "https://c:4317/"),
            (Some("https://c:4317"), Some(true), "https://c:4317/"),
            (Some("http://c:4317"), Some(false), "http://c:4317/"),
            (Some("c:5000"), None, "https://c:5000/"),
            (Some("c:5000"), Some(false), "https://c:5000/"),
            (Some("c:5000"), Some(true), "http://c:5000/"),
            (Some("c"), Some(true), "http://c:4317/"),
            (Some("[::1]"), Some(true), "http://[::1]:4317/"),
            (Some("[::1]:5"), Some(true), "http://[::1]:5/"),
            (Some("http://c/"), None, "http://c/"),
            (Some("http://c/base/?q=1"), None, "http://c/base"),
        ] {
            let settings = OtlpSettings { is_insecure, ..settings(given, None) };
            let resolved = resolve(&settings, Protocol::Grpc).unwrap();
            assert_eq!(resolved.uri.to_string(), expected, "{given:?} {is_insecure:?}");
            assert_eq!(resolved.is_tls, expected.starts_with("https"));
        }
    }

    #[test]
    fn what_is_no_endpoint_is_an_error_with_a_cure() {
        for (given, protocol, start) in [
            ("ftp://c", Protocol::HttpProtobuf, "endpoint `ftp://c` has no supported scheme"),
            ("ftp://c", Protocol::Grpc, "endpoint `ftp://c` has no supported scheme"),
            ("c:4318", Protocol::HttpProtobuf, "endpoint `c:4318` has no supported scheme"),
            ("c", Protocol::HttpProtobuf, "endpoint `c` has no supported scheme"),
            ("/v1/traces", Protocol::HttpProtobuf, "endpoint `/v1/traces` has no supported scheme"),
            ("unix:/run/c.sock", Protocol::Grpc, "endpoint `unix:/run/c.sock` has no supported scheme"),
            ("http://", Protocol::HttpProtobuf, "endpoint `http://` is not a URL"),
            ("http://:4318", Protocol::HttpProtobuf, "endpoint `http://:4318` is not a URL (no host)"),
            ("http://c:99999", Protocol::HttpProtobuf, "endpoint `http://c:99999` is not a URL (the port"),
            ("http://c:x", Protocol::Grpc, "endpoint `http://c:x` is not a URL"),
            ("http://a b", Protocol::HttpProtobuf, "endpoint `http://a b` is not a URL"),
            ("http://a\r\nx: y", Protocol::HttpProtobuf, "endpoint `http://a"),
        ] {
            let text = url(Some(given), None, protocol);
            assert!(text.starts_with(start), "{given}: {text}");
        }
    }

    // SEC-11
    #[test]
    fn user_info_becomes_an_authorization_and_is_never_printed() {
        let given = settings(Some("http://user:c%40nary@host:1/p"), None);
        let endpoint = resolve(&given, Protocol::HttpProtobuf).unwrap();
        assert_eq!(endpoint.uri.to_string(), "http://host:1/p/v1/traces");
        assert_eq!(endpoint.credentials.as_ref().map(SecretText::reveal), Some("Basic dXNlcjpjQG5hcnk="));
        assert!(!format!("{endpoint:?}").contains("dXNl"));
        for bad in [
            "ftp://user:canary@host",
            "http://user:canary@host:x",
            "http://user:canary@",
            "user:canary@host",
            "http://user:can/ary@host",
            "http://user:12/canary@host",
        ] {
            for protocol in [Protocol::HttpProtobuf, Protocol::Grpc] {
                let printed = format!("{:?}", resolve(&settings(Some(bad), None), protocol));
                assert!(!printed.contains("canary"), "{printed}");
            }
        }
    }

    #[test]
    fn base64_pads() {
        for (plain, encoded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")]
        {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
    }

    /// What a start with this endpoint, header and consent comes to: the number of warnings, or the error.
    fn start(given: &str, header: Option<(&str, &str)>, is_allowed: bool) -> Result<usize, String> {
        let headers = header.map(|(name, value)| vec![(name.to_owned(), SecretText::new(value))]);
        let options = Options {
            settings: OtlpSettings { headers, ..settings(None, Some(given)) },
            user_agent_prefix: None,
            max_response_bytes: 0,
            allows_unencrypted_credentials: is_allowed,
        };
        let mut warnings = Vec::new();
        let endpoint = resolve(&options.settings, Protocol::HttpProtobuf).unwrap();
        let headers = Headers::new(&options, endpoint.credentials.as_ref(), &mut warnings).unwrap();
        let checked = endpoint.check_plaintext(&headers, is_allowed, &mut warnings);
        checked.map(|()| warnings.len()).map_err(|error| error.to_string())
    }

    // SEC-05
    #[test]
    fn plaintext_beyond_this_machine_is_one_warning() {
        for (given, count) in [
            ("http://localhost:4318", 0),
            ("http://localhost.:4318", 0),
            ("http://Collector.Localhost", 0),
            ("http://0.0.0.0:4318", 0),
            ("http://[::]:4318", 0),
            ("http://127.0.0.2", 0),
            ("http://[::1]", 0),
            ("http://[::ffff:127.0.0.1]", 0),
            ("https://collector", 0),
            ("http://collector", 1),
            ("http://localhost.example", 1),
            ("http://10.0.0.1", 1),
        ] {
            assert_eq!(start(given, None, false), Ok(count), "{given}");
            assert_eq!(start(given, Some(("x-scope-orgid", "tenant")), false), Ok(count), "{given}");
        }
    }

    // SEC-05
    #[test]
    fn credentials_leave_this_machine_encrypted_or_by_consent() {
        let key = Some(("api-key", "canary"));
        for (given, header, holder) in [
            ("http://collector:4318", key, "header `api-key`"),
            ("http://10.0.0.1", Some(("x-custom", "Bearer canary")), "header `x-custom`"),
            ("http://user:canary@collector", None, "the endpoint's user info"),
            ("http://user:canary@collector", key, "the endpoint's user info"),
            ("http://collector/v1/traces?api_key=canary", None, "the endpoint's query"),
        ] {
            let error = start(given, header, false).unwrap_err();
            assert!(error.starts_with(&format!("{holder} would travel to `")), "{error}");
            assert!(!error.contains("canary"), "{error}");
            assert_eq!(start(given, header, true), Ok(1), "{given}");
        }
        for (given, header) in [
            ("https://collector", key),
            ("https://user:canary@collector", None),
            ("https://collector?api_key=canary", None),
            ("http://localhost:4318", key),
            ("http://user:canary@127.0.0.1", None),
        ] {
            assert_eq!(start(given, header, false), Ok(0), "{given}");
        }
    }
}
