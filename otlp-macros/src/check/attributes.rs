//! Rules about attributes.
//!
//! In: keys and values as resolved. Out: reports.
//! Never here: the registry itself; see `semconv`.

use crate::args::{Attribute, Place};
use crate::diagnostics::{self, Errors};
use crate::model::Statement;
use crate::semconv::{self, KeyClass};

/// A key that no back end can query is lost in silence, years before somebody misses it.
pub(super) fn check_key<'a>(attributes: impl IntoIterator<Item = &'a Attribute>, errors: &mut Errors) {
    for key in attributes.into_iter().map(|attribute| &attribute.key) {
        if key.is_quoted {
            if key.text.is_empty() || key.text.chars().any(|c| c.is_whitespace() || c.is_control()) {
                errors.on(&key.tokens, diagnostics::malformed_quoted_key());
            }
        } else if semconv::classify(&key.text) == KeyClass::Malformed {
            errors.on(&key.tokens, diagnostics::malformed_key(&key.text));
        }
    }
}

/// OpenTelemetry wants keys to be unique; collectors keep the first or the last as they like.
/// `http.route` and `"http.route"` are the same key.
pub(super) fn check_duplicate_key<'a>(
    attributes: impl IntoIterator<Item = &'a Attribute>,
    errors: &mut Errors,
) {
    let mut earlier: Vec<&str> = Vec::new();
    for key in attributes.into_iter().map(|attribute| &attribute.key) {
        if earlier.contains(&key.text.as_str()) {
            errors.on(&key.tokens, diagnostics::duplicate_key(&key.text));
        }
        earlier.push(&key.text);
    }
}

/// `record!()` compiles to nothing, which is never what was meant.
pub(super) fn check_nothing_to_record(statement: &Statement, errors: &mut Errors) {
    if statement.call == Place::Record && statement.attributes.is_empty() && !errors.has_any() {
        errors.at(proc_macro2::Span::call_site(), diagnostics::nothing_to_record());
    }
}
