//! Text that must never be printed: header values, user info and queries of URLs.
//!
//! In: text from a setting. Out: the same text, to the transport only.
//! Never here: `Display` or `Debug` of the contents.

use core::fmt;

use zeroize::Zeroizing;

/// Text whose `Debug` and `Display` print `[redacted]`, overwritten with zeros when dropped (SEC-13).
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct SecretText(Zeroizing<String>);

impl SecretText {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// Returns the contents; for a request, or for finding them in text that is about to be printed.
    #[cfg_attr(not(any(feature = "http", feature = "grpc")), allow(dead_code))]
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl fmt::Display for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// An endpoint as it was given; prints without its user info and its query.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct EndpointText(SecretText);

impl EndpointText {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(SecretText::new(text))
    }

    /// Returns the endpoint with its user info, for parsing.
    #[cfg_attr(not(any(feature = "http", feature = "grpc")), allow(dead_code))]
    pub(crate) fn reveal(&self) -> &str {
        self.0.reveal()
    }
}

impl fmt::Debug for EndpointText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for EndpointText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&without_secrets(&self.0.0))
    }
}

/// Returns `url` with everything that could be user info or a query (keys travel there) replaced.
///
/// Works on text that is not a URL, too, and then hides more rather than less: all between the
/// scheme and the last `@`.
pub(crate) fn without_secrets(url: &str) -> String {
    let (scheme, rest) = match url.split_once("://") {
        Some((scheme, rest)) if !scheme.contains(['@', '?']) => (Some(scheme), rest),
        _ => (None, url),
    };
    let (user_info, rest) = match rest.rsplit_once('@') {
        Some((_, rest)) => ("[redacted]@", rest),
        None => ("", rest),
    };
    let (rest, query) = match rest.split_once('?') {
        Some((rest, _)) => (rest, "?[redacted]"),
        None => (rest, ""),
    };
    match scheme {
        Some(scheme) => format!("{scheme}://{user_info}{rest}{query}"),
        None => format!("{user_info}{rest}{query}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_print_as_redacted() {
        let secret = SecretText::new("canary");
        assert_eq!(format!("{secret} {secret:?} {secret:#?}"), "[redacted] [redacted] [redacted]");
    }

    // SEC-11
    #[test]
    fn endpoint_prints_without_user_info_and_query() {
        for (given, shown) in [
            ("http://host:4318/p", "http://host:4318/p"),
            ("http://user:canary@host:4318/p", "http://[redacted]@host:4318/p"),
            ("http://user:ca@na/ry@host", "http://[redacted]@host"),
            ("user:canary@host:4317", "[redacted]@host:4317"),
            ("user:canary@x://host", "[redacted]@x://host"),
            ("ftp://canary@", "ftp://[redacted]@"),
            ("https://host/p?key=canary", "https://host/p?[redacted]"),
            ("x?u=http://canary", "x?[redacted]"),
        ] {
            assert_eq!(EndpointText::new(given).to_string(), shown);
            assert_eq!(format!("{:?}", EndpointText::new(given)), shown);
        }
    }
}
