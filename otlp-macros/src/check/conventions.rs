//! Rules between a span and the convention that it names.
//!
//! In: a resolved span. Out: reports.
//! Never here: rules that hold without a convention; keys and values by themselves.

use crate::args::{Constant, Value};
use crate::diagnostics::{self, Errors, listed};
use crate::model::{Span, fixed, kind, written_in};
use crate::semconv::{self, Convention, Found, Level, Requirement};

/// A convention that nobody knows requires nothing, so a typing error would switch the checks off.
pub(super) fn check_convention(span: &Span, errors: &mut Errors) {
    let Some(chosen) = span.convention.as_ref().filter(|chosen| chosen.fact.is_none()) else { return };
    let (path, tokens) = (chosen.key.text.as_str(), &chosen.key.tokens);
    if semconv::lookup(path) != Found::Unknown {
        errors.on(tokens, diagnostics::missing_value(path));
        return;
    }
    let near: Vec<&str> = semconv::nearest_convention(path).collect();
    errors.on(
        tokens,
        if near.is_empty() {
            diagnostics::unknown_convention(path)
        } else {
            diagnostics::convention_near(path, &listed(near))
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
pub(super) fn check_fixed_value(span: &Span, errors: &mut Errors) {
    let Some(convention) = span.convention() else { return };
    for (key, value) in fixed(convention) {
        let message = || diagnostics::fixed_value(convention.id, key, &format!("{value:?}"));
        for attribute in span.attributes.iter().filter(|attribute| attribute.key.text == key) {
            match &attribute.value {
                Value::Constant(Constant::Str(given), _) if given == value => {}
                Value::Constant(_, place) => errors.at(*place, message()),
                Value::Dynamic(expr) => errors.on(expr, message()),
            }
        }
        for slot in span.late.iter().filter(|slot| slot.key.text == key) {
            errors.on(&slot.key.tokens, message());
        }
    }
}

/// Required is what a reader of such spans counts on. All that is missing is one mistake: the
/// convention's list was not read. A group of attributes may have what is missing: only rustc sees
/// its keys.
pub(super) fn check_required(span: &Span, errors: &mut Errors) {
    let (Some(chosen), Some(convention)) = (&span.convention, span.convention()) else { return };
    let missing: Vec<&Requirement> =
        required(convention).filter(|requirement| !is_mentioned(span, requirement.key)).collect();
    if missing.is_empty() || !span.groups.is_empty() {
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
        if late.is_empty() {
            diagnostics::missing_at_start(convention.id, &keys)
        } else {
            diagnostics::missing_required(convention.id, &keys, &listed(late))
        },
    );
}

/// The keys that the user has to do something about.
fn required(convention: &'static Convention) -> impl Iterator<Item = &'static Requirement> {
    let is_fixed = move |key: &str| fixed(convention).any(|(fixed, _)| fixed == key);
    convention
        .attributes
        .iter()
        .filter(move |requirement| requirement.level == Level::Required && !is_fixed(requirement.key))
}

/// Whether the user has written the key, or something that was reported as meant to be it.
fn is_mentioned(span: &Span, key: &str) -> bool {
    let given = span.attributes.iter().map(|attribute| &attribute.key);
    let late = span.late.iter().map(|slot| &slot.key);
    let waived = span.without.iter().map(|waiver| &waiver.key);
    given.chain(late).chain(waived).any(|written| {
        written.text == key
            || match semconv::lookup(&written.text) {
                Found::Unknown => semconv::nearest(&written.text).any(|near| near == key),
                Found::Exact(fact) => semconv::replacements(fact).any(|near| near == key),
                Found::Template { attribute, .. } => attribute.key == key,
                Found::TemplateWithoutSuffix(_) => false,
            }
    })
}

/// A sampler decides when the span starts, by the keys that the convention marks for it; what comes
/// later it cannot see.
pub(super) fn check_late_sampling(span: &Span, errors: &mut Errors) {
    let Some(convention) = span.convention() else { return };
    let is_fixed = |key: &str| fixed(convention).any(|(fixed, _)| fixed == key);
    for slot in &span.late {
        let Some(requirement) = convention.requirement(&slot.key.text) else { continue };
        if requirement.sampling && !is_fixed(requirement.key) {
            errors.on(&slot.key.tokens, diagnostics::late_sampling(&slot.key.text));
        }
    }
}

/// Late means not yet; a key that has a value already, or is promised twice, is a slip.
pub(super) fn check_late_twice(span: &Span, errors: &mut Errors) {
    for (index, slot) in span.late.iter().enumerate() {
        let key = &slot.key;
        if span.attributes.iter().any(|attribute| attribute.key.text == key.text) {
            errors.on(&key.tokens, diagnostics::late_and_given(&key.text));
        } else if span.late.iter().take(index).any(|earlier| earlier.key.text == key.text) {
            errors.on(&key.tokens, diagnostics::late_twice(&key.text));
        }
    }
}

/// A waiver is for one key that is required and not recorded, and has a reason; any other hides
/// what the span lacks.
pub(super) fn check_without(span: &Span, errors: &mut Errors) {
    for waiver in &span.without {
        let (key, tokens) = (waiver.key.text.as_str(), &waiver.key.tokens);
        let given = span.attributes.iter().map(|attribute| &attribute.key);
        let is_recorded = given.chain(span.late.iter().map(|slot| &slot.key)).any(|other| other.text == key);
        match (&span.convention, span.convention()) {
            (None, _) => errors.on(tokens, diagnostics::without_convention()),
            (Some(_), Some(convention))
                if !required(convention).any(|requirement| requirement.key == key) =>
            {
                errors.on(tokens, diagnostics::without_not_required(convention.id, key));
            }
            (Some(_), _) if is_recorded => errors.on(tokens, diagnostics::without_and_given(key)),
            (Some(_), _) if waiver.reason.text.trim().is_empty() => {
                errors.at(waiver.reason.span, diagnostics::empty_reason());
            }
            (Some(_), _) => {}
        }
    }
}
