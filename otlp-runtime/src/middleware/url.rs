//! URLs as they may be recorded.
//!
//! In: URLs and their parts, with whatever secrets. Out: the same without user, password and the values of listed keys.
//! Never here: allocation; the rest of a request.

use core::fmt;

/// Keys of a query whose values are not recorded (semantic conventions, `url.query`): those of signed URLs of AWS, Azure
/// and Google. Case counts.
pub(super) const SECRET_QUERY_KEYS: &[&str] = &[
    "AWSAccessKeyId",
    "Signature",
    "sig",
    "X-Goog-Signature",
    "X-Amz-Signature",
    "X-Amz-Credential",
    "X-Amz-Security-Token",
];

/// A query, shown without the values of some keys.
pub(super) struct Query<'a> {
    pub(super) text: &'a str,
    pub(super) secret_keys: &'a [&'a str],
}

impl fmt::Display for Query<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, pair) in self.text.split('&').enumerate() {
            f.write_str(if index == 0 { "" } else { "&" })?;
            match pair.split_once('=') {
                Some((key, _)) if self.secret_keys.iter().any(|secret| is_key(key, secret)) => {
                    write!(f, "{key}=REDACTED")?;
                }
                _ => f.write_str(pair)?,
            }
        }
        Ok(())
    }
}

/// Says whether a key of a query, with `%XX` or without, is this one.
fn is_key(written: &str, key: &str) -> bool {
    let mut rest = written.as_bytes();
    let decoded = core::iter::from_fn(|| {
        let (byte, after) = match rest {
            [b'%', high, low, after @ ..] => (digit(*high)? << 4 | digit(*low)?, after),
            [byte, after @ ..] => (*byte, after),
            [] => return None,
        };
        rest = after;
        Some(byte)
    });
    decoded.eq(key.bytes())
}

fn digit(hex: u8) -> Option<u8> {
    char::from(hex).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// A URL, shown without user and password, and without the values of some keys.
pub(super) struct Url<'a> {
    pub(super) scheme: &'a str,
    pub(super) authority: &'a str,
    pub(super) path: &'a str,
    pub(super) query: Option<Query<'a>>,
}

impl fmt::Display for Url<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (user, host) = match self.authority.rsplit_once('@') {
            Some((_, host)) => ("REDACTED:REDACTED@", host),
            None => ("", self.authority),
        };
        write!(f, "{}://{user}{host}{}", self.scheme, self.path)?;
        match &self.query {
            Some(query) => write!(f, "?{query}"),
            None => Ok(()),
        }
    }
}

/// Takes an authority apart: the host, without the brackets of IPv6, and the port.
pub(super) fn host_and_port(authority: &str) -> (&str, Option<u16>) {
    let place = authority.rsplit_once('@').map_or(authority, |(_, place)| place);
    let (host, port) = match place.strip_prefix('[').and_then(|place| place.split_once(']')) {
        Some((host, port)) => (host, port.strip_prefix(':')),
        None => place.split_once(':').map_or((place, None), |(host, port)| (host, Some(port))),
    };
    (host, port.and_then(|port| port.parse().ok()))
}

/// The port of a scheme where none is written.
pub(super) fn port_of(scheme: &str) -> u16 {
    if matches!(scheme, "https" | "wss") { 443 } else { 80 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(text: &str) -> String {
        Query { text, secret_keys: SECRET_QUERY_KEYS }.to_string()
    }

    // PRI-06
    #[test]
    fn values_of_listed_keys_are_redacted_and_nothing_else() {
        assert_eq!(query("a=1&sig=c2VjcmV0&b"), "a=1&sig=REDACTED&b");
        assert_eq!(query("X-Amz-Signature=a=b&Signature="), "X-Amz-Signature=REDACTED&Signature=REDACTED");
        assert_eq!(query("SIG=1&sigh=2&sig"), "SIG=1&sigh=2&sig");
        assert_eq!(query("%73i%67=secret&%7"), "%73i%67=REDACTED&%7");
        assert_eq!(query(""), "");
    }

    // PRI-06
    #[test]
    fn user_and_password_are_redacted() {
        let url = |authority| Url { scheme: "https", authority, path: "/a", query: None }.to_string();
        assert_eq!(url("jane:s3cret@example.org:8443"), "https://REDACTED:REDACTED@example.org:8443/a");
        assert_eq!(url("token@example.org"), "https://REDACTED:REDACTED@example.org/a");
        assert_eq!(url("a:b@c@example.org"), "https://REDACTED:REDACTED@example.org/a");
        assert_eq!(url("example.org"), "https://example.org/a");
    }

    #[test]
    fn authority_is_host_and_port() {
        assert_eq!(host_and_port("example.org"), ("example.org", None));
        assert_eq!(host_and_port("u:p@example.org:8080"), ("example.org", Some(8080)));
        assert_eq!(host_and_port("[::1]:80"), ("::1", Some(80)));
        assert_eq!(host_and_port("[::1]"), ("::1", None));
        assert_eq!(host_and_port("example.org:99999"), ("example.org", None));
        assert_eq!(host_and_port(""), ("", None));
    }
}
