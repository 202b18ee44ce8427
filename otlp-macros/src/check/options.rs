//! Rules about options.
//!
//! In: the options as written and what they resolve to. Out: reports.
//! Never here: rules that need the annotated item; see `item`.

use crate::args::Name;
use crate::diagnostics::{self, Errors};
use crate::model::{Span, Written, place_of};

/// Two values for one option: whichever won, the other would be silently lost. `late`, `without`
/// and `attributes` are lists, and may be written in pieces.
pub(super) fn check_duplicate_option(written: &[Written], errors: &mut Errors) {
    for (index, option) in written.iter().enumerate() {
        let is_list = ["late", "without", "attributes"].contains(&option.name.as_str());
        if !is_list && written.iter().take(index).any(|earlier| earlier.name == option.name) {
            errors.at(option.place, diagnostics::duplicate_option(&option.name));
        }
    }
}

/// An event without a readable name cannot be found again, and braces promise a substitution
/// that would not happen.
pub(super) fn check_name(name: &Name, errors: &mut Errors) {
    if name.text.trim().is_empty() {
        errors.at(name.span, diagnostics::empty_name());
    } else if name.text.contains(['{', '}']) {
        errors.at(name.span, diagnostics::template_name());
    }
}

/// A root span has no parent; obeying either option would break the other.
pub(super) fn check_root_with_parent(span: &Span, errors: &mut Errors) {
    if let (Some(root), Some(_)) = (place_of(&span.written, "root"), place_of(&span.written, "parent")) {
        errors.at(root, diagnostics::root_with_parent());
    }
}

/// What comes in has one place; obeying either option would break the other.
pub(super) fn check_extract_with_others(span: &Span, errors: &mut Errors) {
    let Some(extract) = place_of(&span.written, "extract") else { return };
    for other in ["parent", "root"] {
        if place_of(&span.written, other).is_some() {
            return errors.at(extract, diagnostics::extract_with(other));
        }
    }
}
