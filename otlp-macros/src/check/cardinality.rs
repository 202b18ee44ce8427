//! Which keys have too many values to be part of a name.
//!
//! In: a key. Out: whether each request may have a value of its own.
//! Never here: reports.
//!
//! The registry does not say it. Enums have few values by definition, and what the conventions
//! themselves put into names is fit for names; for the rest the last word of the key decides.

use crate::semconv::{self, Type, in_some_name};

/// Last words of keys that tell one request, person, machine or message from another.
const MANY: [&str; 48] = [
    "address",
    "arguments",
    "arn",
    "arns",
    "body",
    "count",
    "duration",
    "email",
    "fragment",
    "full",
    "hash",
    "id",
    "ids",
    "ip",
    "key",
    "length",
    "line",
    "lineno",
    "mac",
    "message",
    "messages",
    "number",
    "offset",
    "original",
    "parameters",
    "password",
    "path",
    "pid",
    "port",
    "position",
    "query",
    "result",
    "serial",
    "size",
    "stacktrace",
    "statement",
    "tag",
    "text",
    "time",
    "timestamp",
    "title",
    "token",
    "tokens",
    "uri",
    "url",
    "user",
    "uuid",
    "value",
];

/// Whether the key is known to have many values.
pub(super) fn has_many_values(key: &str) -> bool {
    let is_enum = semconv::attribute(key).is_some_and(|attribute| matches!(attribute.ty, Type::Enum(_)));
    if is_enum || in_some_name(key) {
        return false;
    }
    let last = key.rsplit(['.', '_', '-']).next().unwrap_or_default();
    MANY.binary_search(&last).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{MANY, has_many_values};

    #[test]
    fn words_are_sorted() {
        assert!(MANY.is_sorted());
    }

    #[test]
    fn keys_of_one_request_have_many_values() {
        for key in ["url.path", "url.full", "enduser.id", "client.address", "db.query.text", "acme.cart.id"] {
            assert!(has_many_values(key), "{key}");
        }
    }

    #[test]
    fn keys_that_group_requests_have_few() {
        for key in ["http.request.method", "http.route", "db.namespace", "server.address", "acme.cart.kind"] {
            assert!(!has_many_values(key), "{key}");
        }
    }
}
