//! Rules between attributes.
//!
//! In: keys and values as resolved. Out: reports.
//! Never here: one key or value by itself; see `keys`, `values`.

use crate::args::{Key, Place};
use crate::diagnostics::{self, Errors};
use crate::model::Statement;

/// OpenTelemetry wants keys to be unique; collectors keep the first or the last as they like.
/// `http.route` and `"http.route"` are the same key.
pub(super) fn check_duplicate_key<'a>(keys: impl IntoIterator<Item = &'a Key>, errors: &mut Errors) {
    let mut earlier: Vec<&str> = Vec::new();
    for key in keys {
        if earlier.contains(&key.text.as_str()) {
            errors.on(&key.tokens, diagnostics::duplicate_key(&key.text));
        }
        earlier.push(&key.text);
    }
}

/// `record!()` compiles to nothing, which is never what was meant.
pub(super) fn check_nothing_to_record(statement: &Statement, errors: &mut Errors) {
    if statement.call == Place::Record
        && statement.attributes.is_empty()
        && statement.groups.is_empty()
        && !errors.has_any()
    {
        errors.at(proc_macro2::Span::call_site(), diagnostics::nothing_to_record());
    }
}
