//! Header fields of a request, and their absence from every text.
//!
//! In: pairs as given. Out: a checked `HeaderMap` whose values are marked sensitive; texts of
//! others, with our values taken out (SEC-10: a server may echo a token).
//! Never here: bodies.

use core::fmt;

use ::http::header::{self, HeaderMap, HeaderName, HeaderValue};

use super::Options;
use super::credentials::is_credential;
use crate::config::env::{Warning, shown};
use crate::config::secret::SecretText;
use crate::error::Error;

/// Fields that the transport sets; a user's would break the request or smuggle a second one.
const RESERVED: [&str; 12] = [
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "grpc-accept-encoding",
    "grpc-encoding",
    "host",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// The fields of every request, and what must not be printed of them.
pub(crate) struct Headers {
    map: HeaderMap,
    redactor: Redactor,
    /// What holds the first credential among them.
    credential: Option<String>,
}

impl Headers {
    /// Checks the user's headers; `credentials` come from the endpoint and yield to a given `Authorization`.
    pub(super) fn new(
        options: &Options,
        credentials: Option<&SecretText>,
        warnings: &mut Vec<Warning>,
    ) -> Result<Self, Error> {
        let mut map = HeaderMap::new();
        let mut redactor = Redactor::default();
        let mut credential = credentials.map(|_| "the endpoint's user info".to_owned());
        map.insert(header::USER_AGENT, user_agent(options.user_agent_prefix.as_deref())?);
        let credentials = credentials.map(|value| ("authorization", value));
        let given = options.settings.headers.iter().flatten().map(|(name, value)| (name.as_str(), value));
        for (name, value) in credentials.into_iter().chain(given) {
            let invalid = || Error::InvalidHeader { name: shown(name) };
            let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| invalid())?;
            if RESERVED.contains(&header.as_str()) {
                warnings.push(Warning::new(format!(
                    "header `{header}` is set by the exporter; yours is ignored"
                )));
                continue;
            }
            if credential.is_none() && is_credential(name, value.reveal()) {
                credential = Some(format!("header `{header}`"));
            }
            let mut sensitive = HeaderValue::from_str(value.reveal()).map_err(|_| invalid())?;
            sensitive.set_sensitive(true);
            map.insert(header, sensitive);
            redactor.add(value);
        }
        Ok(Self { map, redactor, credential })
    }

    /// Returns whether any value came from the user.
    pub(super) fn has_secrets(&self) -> bool {
        !self.redactor.secrets.is_empty()
    }

    /// Returns what holds a credential, as it may be printed.
    pub(super) fn credential(&self) -> Option<&str> {
        self.credential.as_deref()
    }

    /// Returns the map, for adding the transport's own fields, and the redactor.
    pub(super) fn into_parts(self) -> (HeaderMap, Redactor) {
        (self.map, self.redactor)
    }
}

impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.map.keys()).finish()
    }
}

/// Names exporter, language and version, after the user's product (OTLP-18).
fn user_agent(prefix: Option<&str>) -> Result<HeaderValue, Error> {
    let own = concat!("OTel-OTLP-Exporter-Rust/", env!("CARGO_PKG_VERSION"));
    match prefix.map(str::trim).filter(|prefix| !prefix.is_empty()) {
        None => Ok(HeaderValue::from_static(own)),
        Some(prefix) => HeaderValue::from_str(&format!("{prefix} {own}"))
            .map_err(|_| Error::InvalidHeader { name: "user-agent".to_owned() }),
    }
}

/// Takes our header values out of what a collector or a library says.
#[derive(Clone, Default)]
pub(crate) struct Redactor {
    secrets: Vec<SecretText>,
}

impl Redactor {
    /// The longest text that leaves, in characters.
    const MAX_CHARS: usize = 240;
    /// Parts of a value shorter than this are words, as `Basic`, and would blot out innocent text.
    const MIN_PART_BYTES: usize = 6;

    fn add(&mut self, value: &SecretText) {
        let text = value.reveal().trim();
        if !text.is_empty() {
            self.secrets.push(SecretText::new(text));
        }
        // A server may echo the token without its `Bearer`.
        for part in text.split_ascii_whitespace().filter(|part| part.len() >= Self::MIN_PART_BYTES) {
            self.secrets.push(SecretText::new(part));
        }
        // Longest first: a part must not be cut out of the whole.
        self.secrets.sort_by_key(|secret| core::cmp::Reverse(secret.reveal().len()));
    }

    /// Returns `text` fit for a log: no value of ours, no control characters, not long.
    pub(super) fn clean(&self, text: &[u8]) -> String {
        const MAX_BYTES: usize = 16 * 1024;
        let longest = self.secrets.iter().map(|secret| secret.reveal().len()).max().unwrap_or(0);
        let (head, is_cut) = match text.split_at_checked(MAX_BYTES.saturating_add(longest)) {
            Some((head, tail)) => (head, !tail.is_empty()),
            None => (text, false),
        };
        let mut out = String::from_utf8_lossy(head).into_owned();
        for secret in &self.secrets {
            if out.contains(secret.reveal()) {
                out = out.replace(secret.reveal(), "[redacted]");
            }
        }
        if is_cut {
            // What stands here may be the first half of a value, which no search would find.
            let mut end = out.len().saturating_sub(longest);
            while !out.is_char_boundary(end) {
                end = end.saturating_sub(1);
            }
            out.truncate(end);
        }
        let mut short = String::new();
        for (count, char) in out.trim().chars().enumerate() {
            if count == Self::MAX_CHARS {
                short.push('…');
                break;
            }
            short.push(if char.is_control() { ' ' } else { char });
        }
        short
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::otlp::OtlpSettings;

    fn options(headers: &[(&str, &str)], prefix: Option<&str>) -> Options {
        let headers =
            headers.iter().map(|(name, value)| ((*name).to_owned(), SecretText::new(*value))).collect();
        Options {
            settings: OtlpSettings { headers: Some(headers), ..OtlpSettings::default() },
            user_agent_prefix: prefix.map(str::to_owned),
            max_response_bytes: 0,
            allows_unencrypted_credentials: false,
        }
    }

    fn build(headers: &[(&str, &str)]) -> Result<Headers, Error> {
        Headers::new(&options(headers, None), None, &mut Vec::new())
    }

    // SEC-10
    #[test]
    fn values_are_marked_sensitive_and_printed_nowhere() {
        let headers = build(&[("api-key", "canary-value")]).unwrap();
        assert!(headers.map["api-key"].is_sensitive());
        assert!(!format!("{headers:?} {:?}", headers.map).contains("canary"));
    }

    // SEC-08
    #[test]
    fn smuggling_is_refused_without_printing_the_value() {
        for (name, value) in [
            ("a", "canary\r\nb: c"),
            ("a\nb", "canary"),
            ("a", "canary\0"),
            ("a b", "canary"),
            ("ä", "canary"),
            ("", "canary"),
        ] {
            let error = build(&[(name, value)]).unwrap_err().to_string();
            assert!(
                error.starts_with("header `") && !error.contains("canary") && !error.contains('\n'),
                "{error}"
            );
        }
    }

    #[test]
    fn reserved_fields_are_ignored_with_a_warning() {
        let mut warnings = Vec::new();
        let headers =
            Headers::new(&options(&[("Content-Length", "9"), ("a", "b")], None), None, &mut warnings)
                .unwrap();
        assert_eq!(headers.map.get("content-length"), None);
        assert_eq!(headers.map["a"], "b");
        assert_eq!(
            warnings[0].to_string(),
            "header `content-length` is set by the exporter; yours is ignored"
        );
    }

    // SEC-11
    #[test]
    fn given_authorization_beats_the_endpoint() {
        let credentials = SecretText::new("Basic dXNlcjo=");
        for (given, expected) in [(&[][..], "Basic dXNlcjo="), (&[("Authorization", "Bearer x")], "Bearer x")]
        {
            let headers = Headers::new(&options(given, None), Some(&credentials), &mut Vec::new()).unwrap();
            assert_eq!(headers.map["authorization"], expected);
        }
    }

    // OTLP-18
    #[test]
    fn user_agent_names_exporter_language_and_version() {
        assert_eq!(user_agent(None).unwrap(), "OTel-OTLP-Exporter-Rust/0.1.0");
        assert_eq!(user_agent(Some("shop/2")).unwrap(), "shop/2 OTel-OTLP-Exporter-Rust/0.1.0");
        assert!(user_agent(Some("a\nb")).is_err());
    }

    // SEC-10
    #[test]
    fn echoed_values_are_taken_out() {
        let (_, redactor) = build(&[("authorization", "Bearer canary-1"), ("k", "xy")]).unwrap().into_parts();
        for (said, cleaned) in [
            ("bad token Bearer canary-1!", "bad token [redacted]!"),
            ("bad token canary-1", "bad token [redacted]"),
            ("axyb", "a[redacted]b"),
            ("line\nbreak\tand\u{1b}[31m", "line break and [31m"),
            ("  trimmed ", "trimmed"),
        ] {
            assert_eq!(redactor.clean(said.as_bytes()), cleaned);
        }
        assert_eq!(redactor.clean(&[b'a'; 1000]).chars().count(), 241);
        assert_eq!(redactor.clean(b"\xff"), "\u{fffd}");
    }

    // SEC-10
    #[test]
    fn value_cut_by_the_limit_of_the_search_is_taken_out() {
        let secret = "s".repeat(2000);
        let (_, redactor) = build(&[("k", &secret)]).unwrap().into_parts();
        let mut text = secret.repeat(9);
        text.push_str(&secret[..1000]);
        assert!(!redactor.clean(text.as_bytes()).contains("ssss"));
    }
}
