//! Rules between a span, or a struct, and the convention that it names.
//!
//! In: a resolved span, or what the convention has a say in. Out: reports.
//! Never here: rules that hold without a convention; keys and values by themselves.

use crate::args::{Constant, Value};
use crate::diagnostics::{self, Errors, listed};
use crate::model::{Contract, Span, fixed, kind, required, written_in};
use crate::semconv::{self, Found};

/// A convention that nobody knows requires nothing, so a typing error would switch the checks off.
pub(super) fn check_convention(contract: &Contract<'_>, errors: &mut Errors) {
    let Some(chosen) = contract.convention.filter(|chosen| chosen.fact.is_none()) else { return };
    let (path, tokens) = (chosen.key.text.as_str(), &chosen.key.tokens);
    let near: Vec<&str> = semconv::nearest_convention(path).collect();
    errors.on(
        tokens,
        match (contract.is_struct, near.is_empty()) {
            (true, true) => diagnostics::derive_convention_unknown(path),
            (true, false) => diagnostics::derive_convention_near(path, &listed(near)),
            (false, _) if semconv::lookup(path) != Found::Unknown => diagnostics::missing_value(path),
            (false, true) => diagnostics::unknown_convention(path),
            (false, false) => diagnostics::convention_near(path, &listed(near)),
        },
    );
}

/// The kind says who waits for whom; back ends draw their maps by it.
pub(super) fn check_kind(span: &Span, errors: &mut Errors) {
    let Some(convention) = span.convention() else { return };
    let kinds = || [convention.kind].into_iter().chain(convention.kind_may.iter().copied()).map(kind);
    if let Some(place) = written_in(&span.written, "kind").filter(|_| !kinds().any(|kind| kind == span.kind))
    {
        let kinds = kinds().map(|kind| format!("`{}`", kind.name())).collect::<Vec<_>>().join(" or ");
        errors.at(place, diagnostics::contradicting_kind(convention.id, &kinds));
    }
}

/// What makes the convention this one and no other is not for the program to decide. The same
/// literal once more does no harm.
pub(super) fn check_fixed_value(contract: &Contract<'_>, errors: &mut Errors) {
    let Some(convention) = contract.fact() else { return };
    for (key, value) in fixed(convention) {
        let message = || diagnostics::fixed_value(convention.id, key, &format!("{value:?}"));
        for attribute in contract.attributes.iter().filter(|attribute| attribute.key.text == key) {
            match &attribute.value {
                Value::Constant(Constant::Str(given), _) if given == value => {}
                Value::Constant(_, place) => errors.at(*place, message()),
                Value::Dynamic(_) if contract.is_struct => errors.on(&attribute.key.tokens, message()),
                Value::Dynamic(expr) => errors.on(expr, message()),
            }
        }
        for slot in contract.late.iter().filter(|slot| slot.key.text == key) {
            errors.on(&slot.key.tokens, message());
        }
    }
}

/// Required is what a reader of such spans counts on. All that is missing is one mistake: the
/// convention's list was not read. A group of attributes may have what is missing: only rustc sees
/// its keys, and compares them when the program compiles.
pub(super) fn check_required(contract: &Contract<'_>, errors: &mut Errors) {
    let (Some(chosen), Some(convention)) = (contract.convention, contract.fact()) else { return };
    let missing = contract.missing();
    if missing.is_empty() || contract.has_groups {
        return;
    }
    let keys = listed(missing.iter().map(|requirement| requirement.key));
    let late: Vec<&str> = missing
        .iter()
        .filter(|requirement| !requirement.sampling)
        .map(|requirement| requirement.key)
        .collect();
    errors.on(
        &chosen.key.tokens,
        if contract.is_struct {
            diagnostics::missing_fields(convention.id, &keys)
        } else if late.is_empty() {
            diagnostics::missing_at_start(convention.id, &keys)
        } else {
            diagnostics::missing_required(convention.id, &keys, &listed(late))
        },
    );
}

/// A sampler decides when the span starts, by the keys that the convention marks for it; what comes
/// later it cannot see.
pub(super) fn check_late_sampling(contract: &Contract<'_>, errors: &mut Errors) {
    let Some(convention) = contract.fact() else { return };
    let is_fixed = |key: &str| fixed(convention).any(|(fixed, _)| fixed == key);
    for slot in contract.late {
        let Some(requirement) = convention.requirement(&slot.key.text) else { continue };
        if requirement.sampling && !is_fixed(requirement.key) {
            errors.on(&slot.key.tokens, diagnostics::late_sampling(&slot.key.text));
        }
    }
}

/// Late means not yet; a key that has a value already, or is promised twice, is a slip.
pub(super) fn check_late_twice(contract: &Contract<'_>, errors: &mut Errors) {
    for (index, slot) in contract.late.iter().enumerate() {
        let key = &slot.key;
        if contract.attributes.iter().any(|attribute| attribute.key.text == key.text) {
            errors.on(&key.tokens, diagnostics::late_and_given(&key.text));
        } else if contract.late.iter().take(index).any(|earlier| earlier.key.text == key.text) {
            errors.on(&key.tokens, diagnostics::late_twice(&key.text));
        }
    }
}

/// A waiver is for one key that is required and not recorded, and has a reason; any other hides
/// what the span lacks.
pub(super) fn check_without(contract: &Contract<'_>, errors: &mut Errors) {
    for (index, waiver) in contract.without.iter().enumerate() {
        let (key, tokens) = (waiver.key.text.as_str(), &waiver.key.tokens);
        let given = contract.attributes.iter().map(|attribute| &attribute.key);
        let is_recorded =
            given.chain(contract.late.iter().map(|slot| &slot.key)).any(|other| other.text == key);
        match (contract.convention, contract.fact()) {
            (None, _) => errors.on(tokens, diagnostics::without_convention()),
            (Some(_), Some(convention))
                if !required(convention).any(|requirement| requirement.key == key) =>
            {
                errors.on(tokens, diagnostics::without_not_required(convention.id, key));
            }
            (Some(_), _) if is_recorded => errors.on(tokens, diagnostics::without_and_given(key)),
            (Some(_), _) if contract.without.iter().take(index).any(|earlier| earlier.key.text == key) => {
                errors.on(tokens, diagnostics::without_twice(key));
            }
            (Some(_), _) if waiver.reason.text.trim().is_empty() => {
                errors.at(waiver.reason.span, diagnostics::empty_reason());
            }
            (Some(_), _) => {}
        }
    }
}
