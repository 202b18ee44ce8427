//! What a collector, a user or a file may say, and no parser must mind.

use super::endpoint;
use super::header::Redactor;
use super::response;
use crate::config::Protocol;
use crate::config::otlp::OtlpSettings;
use crate::config::secret::EndpointText;
use crate::tests::mutate::feed;

/// The longest text that leaves: 240 characters, and what says that it was cut.
fn check_shown(text: &str) {
    assert!(text.chars().count() <= 300, "{} characters", text.chars().count());
    assert!(!text.chars().any(char::is_control), "{text:?}");
}

// OTLP-09, OTLP-19
#[test]
fn answers() {
    let seeds: [&[u8]; 6] = [
        b"\x0a\x06\x08\x03\x12\x02no",
        b"\x12\x01x\x18\x07\x0a\x07\x1a\x03abc\x08\x02\x25\x00\x00\x00\x00",
        b"{\"partialSuccess\":{\"rejectedSpans\":\"3\"}}",
        b"<html>",
        b"\x08\x08\x12\x04full\x1a\x30\x0a\x28type.googleapis.com/google.rpc.RetryInfo\x12\x04\x0a\x02\x08\x05",
        b"\x0a\x0b\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
    ];
    feed("answers", &seeds, |input| {
        let redactor = Redactor::default();
        let accepted = response::read_accepted(input, &redactor);
        check_shown(&accepted.message.unwrap_or_default());
        #[cfg(feature = "http")]
        check_shown(&response::error_message(input, &redactor));
        #[cfg(feature = "grpc")]
        let _ = response::retry_delay(input);
        #[cfg(feature = "gzip")]
        if let Ok(plain) = super::compression::gunzip(input, 1000) {
            assert!(plain.len() <= 1000);
        }
    });
}

// HTTP-06
#[cfg(feature = "http")]
#[test]
fn pauses() {
    use std::time::{Duration, SystemTime};

    let seeds: [&[u8]; 6] = [
        b"120",
        b"Sun, 06 Nov 1994 08:49:37 GMT",
        b"Sunday, 06-Nov-94 08:49:37 GMT",
        b"Sun Nov  6 08:49:37 1994",
        b"Fri, 31 Dec 9999 23:59:59 GMT",
        b"99999999999999999999",
    ];
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    feed("retry_after", &seeds, |input| {
        let text = String::from_utf8_lossy(input);
        if let Some(pause) = response::retry_after(&text, now)
            && let Some(date) = now.checked_add(pause)
            && httpdate::parse_http_date(text.trim()).is_ok_and(|read| read > now)
        {
            // Printed as the first of the three forms, it is the same moment.
            assert_eq!(response::retry_after(&httpdate::fmt_http_date(date), now), Some(pause));
        }
    });
}

// EXP-02, SEC-05
#[test]
fn endpoints() {
    let seeds: [&[u8]; 8] = [
        b"http://localhost:4318",
        b"https://user:canary@collector.example:443/base/?query=canary#fragment",
        b"collector:4317",
        b"http://[::1]:4318/",
        b"htp://x",
        b"unix:///tmp/socket",
        b"http://host:99999/%zz",
        b"//host",
    ];
    feed("endpoint", &seeds, |input| {
        let text = String::from_utf8_lossy(input);
        for protocol in [Protocol::HttpProtobuf, Protocol::Grpc] {
            for (general, traces) in [(Some(&*text), None), (None, Some(&*text))] {
                let settings = OtlpSettings {
                    endpoint: general.map(EndpointText::new),
                    traces_endpoint: traces.map(EndpointText::new),
                    ..OtlpSettings::default()
                };
                match endpoint::resolve(&settings, protocol) {
                    Ok(endpoint) => {
                        assert!(
                            endpoint.uri.host().is_some_and(|host| !host.is_empty()),
                            "{:?}",
                            endpoint.uri
                        );
                        assert!(!endpoint.uri.authority().is_some_and(|name| name.as_str().contains('@')));
                    }
                    Err(error) => assert!(!error.to_string().contains("user:canary@")),
                }
            }
        }
    });
}

// SEC-04
#[cfg(feature = "tls")]
#[test]
fn certificates() {
    use super::tls;
    use crate::config::Pem;

    let seeds: [&[u8]; 4] = [
        b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
        b"-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----\n",
        b"-----BEGIN EC PRIVATE KEY-----\r\n\r\n-----END",
        b"text before\n-----BEGIN CERTIFICATE-----\n====\n-----END CERTIFICATE-----",
    ];
    feed("pem", &seeds, |input| {
        let certificate = OtlpSettings { certificate: Some(Pem::bytes(input)), ..OtlpSettings::default() };
        let identity = OtlpSettings {
            client_certificate: Some(Pem::bytes(input)),
            client_key: Some(Pem::bytes(input)),
            ..certificate.clone()
        };
        for settings in [certificate, identity] {
            if let Err(error) = tls::connector(&settings, b"h2") {
                let text = error.to_string();
                assert!(text.len() < 300, "{text}");
            }
        }
    });
}
