//! Which header fields, and which parts of a URL, are credentials.
//!
//! In: names and values as given. Out: yes or no, on the safe side: what only looks like a key is one.
//! Never here: what follows from it (`endpoint`); which values are printed (none is, see `header`).

/// Words that make a header field a credential by its name.
const WORDS: [&str; 15] = [
    "auth",
    "authentication",
    "authorization",
    "bearer",
    "cookie",
    "credential",
    "credentials",
    "dsn",
    "jwt",
    "passphrase",
    "passwd",
    "password",
    "secret",
    "signature",
    "token",
];

/// Ends of such words.
const ENDS: [&str; 5] = ["accesskey", "apikey", "password", "secret", "token"];

/// Words before `key` that make a credential of it, as `partition` does not.
const BEFORE_KEY: [&str; 10] = [
    "access",
    "account",
    "api",
    "ingest",
    "ingestion",
    "insert",
    "license",
    "private",
    "subscription",
    "write",
];

/// Names that have none of them. The first is Honeycomb's API key, the second the signature of an Azure URL.
const NAMES: [&str; 2] = ["x-honeycomb-team", "sig"];

/// How values of `Authorization` begin, wherever they stand.
const SCHEMES: [&str; 5] = ["apikey ", "basic ", "bearer ", "digest ", "token "];

/// Says whether a header field is, by its name or its value, a credential.
pub(super) fn is_credential(name: &str, value: &str) -> bool {
    let value = value.trim_start();
    let has_scheme = SCHEMES
        .iter()
        .any(|scheme| value.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    has_scheme || names_credential(name)
}

/// Says whether the query of a URL has a credential in it.
pub(super) fn has_credential(query: &str) -> bool {
    query.split('&').filter_map(|pair| pair.split_once('=')).any(|(name, _)| names_credential(name))
}

fn names_credential(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_telling = |word| WORDS.contains(&word) || ENDS.iter().any(|end| word.ends_with(end));
    let words = || name.split(|char: char| !char.is_ascii_alphanumeric());
    let has_key =
        words().zip(words().skip(1)).any(|(before, word)| word == "key" && BEFORE_KEY.contains(&before));
    NAMES.contains(&&*name) || has_key || words().any(is_telling)
}

#[cfg(test)]
mod tests {
    use super::*;

    // SEC-05
    #[test]
    fn fields_that_let_somebody_in_are_credentials() {
        for (name, value) in [
            ("authorization", "x"),
            ("Proxy-Authorization", "x"),
            ("api-key", "x"),
            ("X-API-Key", "x"),
            ("apikey", "x"),
            ("dd-api-key", "x"),
            ("x-honeycomb-team", "x"),
            ("lightstep-access-token", "x"),
            ("signoz-ingestion-key", "x"),
            ("uptrace-dsn", "x"),
            ("x-sentry-auth", "x"),
            ("x-amz-security-token", "x"),
            ("x_secret", "x"),
            ("x-license-key", "x"),
            ("x-accesskey", "x"),
            ("Cookie", "x"),
            ("x-anything", "Bearer x"),
            ("x-anything", " basic dXNlcjo="),
        ] {
            assert!(is_credential(name, value), "{name}: {value}");
        }
        for (name, value) in [
            ("x-scope-orgid", "tenant-1"),
            ("x-tenant", "Basically all"),
            ("stream-name", "default"),
            ("x-keyboard", "de"),
            ("x-partition-key", "shop"),
            ("routing-key", "eu"),
            ("x-session-affinity", "3"),
            ("x-pass-through", "yes"),
            ("key", "eu"),
            ("x-monkey", "1"),
            ("x-team", "payments"),
            ("author", "me"),
            ("x", ""),
        ] {
            assert!(!is_credential(name, value), "{name}: {value}");
        }
    }

    // SEC-05
    #[test]
    fn keys_in_a_query_are_credentials() {
        for (query, expected) in [
            ("api_key=x", true),
            ("tenant=1&token=x", true),
            ("sig=x", true),
            ("tenant=1&compress", false),
            ("", false),
        ] {
            assert_eq!(has_credential(query), expected, "{query}");
        }
    }
}
