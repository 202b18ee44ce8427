//! The room of the semantic conventions: which keys OpenTelemetry and the project define, and what they demand.
//!
//! In: a key, a convention's id or an event's name as the user wrote it. Out: what the conventions say
//! about it, or the nearest names.
//! Never here: tokens, spans, wording. The tables are constants in `generated`, made by `cargo xtask semconv` from the
//! data in `otlp-macros/semconv`; the one file that is read is the project's `otlp.toml`, in `own`.

mod distance;
mod facts;
mod find;
mod generated;
mod nearest;
mod own;
#[cfg(test)]
mod tests;

pub(crate) use facts::{
    Attribute, Convention, Deprecated, EnumOf, Kind, Level, Other, Part, Requirement, Type, Value,
};
#[cfg(test)]
use facts::{Event, Implied, Member, Reason, Stability, Template};
use find::is_registered;
pub(crate) use find::{
    Found, attribute, convention, event, in_some_name, is_in_own_namespace, is_own, lookup, owner,
};
#[cfg(test)]
pub(crate) use find::{every_attribute, every_convention};
pub(crate) use nearest::{nearest, nearest_convention, nearest_member, replacements, respelt, respelt_event};
#[cfg(test)]
pub(crate) use own::declare;
pub(crate) use own::{FILE, Fault, Own, TYPES, find_own, own};

/// What the conventions say about a bare key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyClass {
    /// A key that may be recorded.
    Accepted,
    /// Not of the form `segment.segment`, so no convention can know it.
    Malformed,
}

/// Classifies a bare key by its form: segments of lower-case letters, digits, `_` and inner `-`.
pub(crate) fn classify(key: &str) -> KeyClass {
    if key.contains('.') && key.split('.').all(is_segment) { KeyClass::Accepted } else { KeyClass::Malformed }
}

fn is_segment(segment: &str) -> bool {
    segment.split('-').all(|part| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    })
}

#[cfg(test)]
mod forms {
    use super::{KeyClass, classify};

    #[test]
    fn dotted_lower_case_keys_are_accepted() {
        for key in ["http.route", "a.type.async", "http.request.header.x-id", "a.1b", "a_b.c_1"] {
            assert_eq!(classify(key), KeyClass::Accepted, "{key}");
        }
    }

    #[test]
    fn other_forms_are_malformed() {
        for key in ["", "port", "http.Route", "http.", ".route", "a..b", "a.b-", "a.ö"] {
            assert_eq!(classify(key), KeyClass::Malformed, "{key}");
        }
    }
}
