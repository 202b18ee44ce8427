//! Rules about the names of spans and events.
//!
//! In: a resolved span, the name of an event. Out: reports, on the name.
//! Never here: the conventions' own rules for names of spans, which are right as they are.

use super::cardinality::has_many_values;
use crate::diagnostics::{self, Errors, listed, nearest};
use crate::model::{Level, Piece, Span, Statement, template};
use crate::semconv::{self, Found, Type};

/// A span without a readable name cannot be found again, and a brace that is not closed was meant
/// to be filled in.
pub(super) fn check_span_name(span: &Span, errors: &mut Errors) {
    let name = &span.name.written;
    if name.text.trim().is_empty() {
        errors.at(name.span, diagnostics::empty_name());
    } else if template(&name.text).is_none() {
        errors.at(name.span, diagnostics::bad_template());
    }
}

/// The keys that the name is made of, where the user wrote it.
fn placeholders(span: &Span) -> impl Iterator<Item = String> {
    template(&span.name.written.text).into_iter().flatten().filter_map(|piece| match piece {
        Piece::Key(key) => Some(key),
        _ => None,
    })
}

/// The keys that the span will have.
fn keys(span: &Span) -> impl Iterator<Item = &str> {
    let given = span.attributes.iter().map(|attribute| attribute.key.text.as_str());
    let late = span.late.iter().map(|slot| slot.key.text.as_str());
    given.chain(late).chain(span.fixed.iter().map(|(key, _)| *key))
}

/// A name made of a key that the span does not have would never be built.
pub(super) fn check_placeholder(span: &Span, errors: &mut Errors) {
    // A group may have the key.
    let is_unknown = |key: &String| span.groups.is_empty() && !keys(span).any(|known| known == key);
    for key in placeholders(span).filter(is_unknown) {
        let message = match nearest(&key, keys(span)) {
            Some(near) => diagnostics::misspelt_placeholder(&key, &listed([near])),
            None => diagnostics::unknown_placeholder(&key),
        };
        errors.at(span.name.written.span, message);
    }
}

/// The runtime builds names from texts and integers.
pub(super) fn check_placeholder_type(span: &Span, errors: &mut Errors) {
    for key in placeholders(span).filter(|key| keys(span).any(|known| known == key)) {
        let ty = match semconv::lookup(&key) {
            Found::Exact(attribute) | Found::Template { attribute, .. } => Some(attribute.ty.of_value()),
            Found::TemplateWithoutSuffix(_) | Found::Unknown => None,
        };
        if let Some(ty) = ty.filter(|ty| !matches!(ty, Type::String | Type::Int)) {
            errors.at(span.name.written.span, diagnostics::placeholder_type(&key, ty.words()));
        }
    }
}

/// A name is what spans are grouped by. With a value of its own for each request, nothing is
/// grouped, and the back end's index grows without end.
pub(super) fn check_high_cardinality(span: &Span, errors: &mut Errors) {
    if let Some(reason) = &span.high_cardinality_ok {
        if reason.text.trim().is_empty() {
            errors.at(reason.span, diagnostics::empty_reason());
        }
        return;
    }
    for key in placeholders(span).filter(|key| keys(span).any(|known| known == key)) {
        if has_many_values(&key) {
            errors.at(span.name.written.span, diagnostics::high_cardinality(&key));
        }
    }
}

/// Events of the conventions are found by their names; one that is nearly the name of such an event, or was it once,
/// is found by nobody. Other names are the program's own.
pub(super) fn check_event_name(event: &Statement, errors: &mut Errors) {
    let name = &event.name;
    if let Some(registered) = semconv::respelt_event(&name.text) {
        errors.at(name.span, diagnostics::misspelt_event(&name.text, registered));
    }
    if let (Some(deprecated), Level::Deny) = (event.deprecation(), event.level) {
        errors.at(
            name.span,
            match deprecated.successor() {
                Some(new) => diagnostics::deprecated_event(&name.text, new),
                None => diagnostics::deprecated_event_gone(&name.text),
            },
        );
    }
}
