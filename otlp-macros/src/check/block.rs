//! Rules about blocks: what all methods can inherit, what a method can say beside `skip`.
//!
//! In: the model of a block. Out: reports.
//! Never here: rules of one method; they are those of any function.

use crate::args::Value;
use crate::diagnostics::{self, Errors};
use crate::model::{Block, Written, place_of};

/// The parameters of a method are not those of the next, and not every method has a `self`.
pub(super) fn check_evaluated_in_every_method(block: &Block, errors: &mut Errors) {
    for attribute in &block.shared.attributes {
        if let Value::Dynamic(value) = &attribute.value {
            errors.on(value, diagnostics::evaluated_in_every_method(&attribute.key.spelling()));
        }
    }
}

/// Methods that fail with other types could not be compared with the pattern, nor given to the function, and not every method
/// has a `None`.
pub(super) fn check_expected_of_a_method(block: &Block, errors: &mut Errors) {
    let Some(policy) = block.err.as_ref().map(|failure| &failure.policy) else { return };
    let Some(place) = place_of(&block.shared.written, "err") else { return };
    if policy.expected.is_some() {
        errors.at(place, diagnostics::option_of_a_method("err(expected = ..)"));
    }
    if policy.map.is_some() {
        errors.at(place, diagnostics::option_of_a_method("err(map = ..)"));
    }
    if policy.none.is_some() {
        errors.at(place, diagnostics::option_of_a_method("err(none = ..)"));
    }
}

/// Each of them would put a span around every method.
pub(super) fn check_two_attributes(block: &Block, errors: &mut Errors) {
    for attr in block.item.annotations(block.shared.door.as_ref()) {
        errors.on(attr.path(), diagnostics::two_attributes_of_a_block());
    }
}

/// An attribute that does nothing was meant to do something.
pub(super) fn check_nothing_traced(block: &Block, errors: &mut Errors) {
    if !errors.has_any() && block.traced().next().is_none() {
        errors.at(block.item.keyword, diagnostics::nothing_traced());
    }
}

/// What is written for a span that there will not be is either forgotten, or the `skip` is.
pub(super) fn check_skip_with_others(others: &[Written], errors: &mut Errors) {
    if let Some(first) = others.first() {
        errors.at(first.place, diagnostics::skip_with_others(&first.name));
    }
}
