//! Rules about values that are known when the program compiles.
//!
//! In: attributes with what the registry says about their keys. Out: reports.
//! Never here: types of expressions; `expand` prints a bound, and rustc decides.

use proc_macro2::Span;
use syn::visit_mut::{VisitMut, visit_expr_mut};
use syn::{Expr, Item};

use super::types;
use crate::args::{Constant, Form, Value, outcomes};
use crate::diagnostics::{self, Errors, listed};
use crate::model::{Attribute, Level, deprecation};
use crate::semconv::{self, Convention, EnumOf, Type};

/// An attribute whose key is registered and may be used, with its constant.
fn constants<'a>(
    attributes: &'a [Attribute],
    convention: Option<&'static Convention>,
    level: Level,
) -> impl Iterator<Item = (&'a Attribute, &'static semconv::Attribute, &'a Constant, Span)> {
    attributes.iter().filter_map(move |attribute| {
        let is_refused = level == Level::Deny && deprecation(attribute.fact, convention).is_some();
        match &attribute.value {
            Value::Constant(constant, place) if !is_refused => {
                Some((attribute, attribute.fact?, constant, *place))
            }
            _ => None,
        }
    })
}

/// An expression runs only when the span is recorded. If it could leave the function, the program would do one thing with
/// telemetry and another without.
pub(super) fn check_early_exit<'a>(
    attributes: &'a [Attribute],
    others: impl IntoIterator<Item = &'a Expr>,
    errors: &mut Errors,
) {
    let values = attributes.iter().filter_map(|attribute| match &attribute.value {
        Value::Dynamic(expr) => Some(expr.as_ref()),
        Value::Constant(..) => None,
    });
    for expr in values.chain(others) {
        let mut exits = Exits(Vec::new());
        exits.visit_expr_mut(&mut expr.clone());
        for (exit, place) in exits.0 {
            errors.at(place, diagnostics::early_exit(exit));
        }
    }
}

/// The places where an expression leaves the function around it, as far as its tokens show.
struct Exits(Vec<(&'static str, Span)>);

impl VisitMut for Exits {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            // What these leave is themselves.
            Expr::Closure(_) | Expr::Async(_) => return,
            Expr::Try(exit) => self.0.push(("?", exit.question_token.span)),
            Expr::Return(exit) => self.0.push(("return", exit.return_token.span)),
            _ => {}
        }
        visit_expr_mut(self, expr);
    }

    // A function or a type has its own ways out.
    fn visit_item_mut(&mut self, _: &mut Item) {}
}

/// A back end keeps one type for a key; a value of another is dropped or splits the column.
pub(super) fn check_wrong_type(
    attributes: &[Attribute],
    convention: Option<&'static Convention>,
    level: Level,
    errors: &mut Errors,
) {
    for (attribute, fact, constant, place) in constants(attributes, convention, level) {
        if !types::fits(constant, fact.ty) {
            let (expected, given) = (fact.ty.words(), types::given(constant));
            let example = types::example(constant, fact.ty);
            errors.at(place, diagnostics::wrong_type(&attribute.key.text, expected, given, &example));
        }
    }
}

/// `%` and `?` make texts, whatever the value was.
pub(super) fn check_text_form(attributes: &[Attribute], errors: &mut Errors) {
    for attribute in attributes {
        let sigil = match attribute.form {
            Form::Typed => continue,
            Form::Display => "%",
            Form::Debug => "?",
        };
        let (Some(fact), Some(place)) = (attribute.fact, attribute.sigil) else { continue };
        if !matches!(fact.ty.of_value(), Type::String | Type::Any) {
            let expected = fact.ty.words();
            errors.at(place, diagnostics::text_form(&attribute.key.text, expected, sigil));
        }
    }
}

/// Dashboards filter by the listed spellings. Lists are open, so another value may be meant: then
/// it is said, and a typing error is none.
pub(super) fn check_member(
    attributes: &[Attribute],
    convention: Option<&'static Convention>,
    level: Level,
    errors: &mut Errors,
) {
    for attribute in attributes {
        let Some(fact) = attribute.fact else { continue };
        if level == Level::Deny && deprecation(attribute.fact, convention).is_some() {
            continue;
        }
        match &attribute.value {
            Value::Constant(constant, place) => {
                listed_value(attribute, fact, constant, *place, level, errors);
            }
            // What `other` or a `Display` form makes of it is another text.
            Value::Dynamic(expr) if !attribute.is_other && attribute.form == Form::Typed => {
                for (constant, place) in outcomes(expr) {
                    listed_value(attribute, fact, &constant, place, level, errors);
                }
            }
            Value::Dynamic(_) => {}
        }
    }
}

fn listed_value(
    attribute: &Attribute,
    fact: &semconv::Attribute,
    constant: &Constant,
    place: Span,
    level: Level,
    errors: &mut Errors,
) {
    let (key, is_other) = (attribute.key.text.as_str(), attribute.is_other);
    let message = match (fact.ty, constant) {
        (Type::Enum(EnumOf::String), Constant::Str(value)) => text(attribute, fact, value, level),
        (Type::Enum(EnumOf::Int), Constant::Int(value)) => {
            let shown = value.to_string();
            match fact.int_member(*value) {
                None if !is_other => {
                    Some(diagnostics::unknown_member(key, &shown, &other(attribute, &shown)))
                }
                Some(member) if member.deprecated.is_some() => {
                    (level == Level::Deny).then(|| diagnostics::deprecated_member_gone(key, &shown))
                }
                Some(_) if is_other => Some(diagnostics::listed_member(key, &shown)),
                _ => None,
            }
        }
        _ => None,
    };
    if let Some(message) = message {
        errors.at(place, message);
    }
}

fn text(attribute: &Attribute, fact: &semconv::Attribute, value: &str, level: Level) -> Option<String> {
    let (key, shown) = (attribute.key.text.as_str(), format!("{value:?}"));
    let member = fact.member(value);
    if member.is_some_and(|member| member.deprecated.is_some()) {
        return (level == Level::Deny).then(|| match types::renamed_member(fact, value) {
            Some(new) => diagnostics::deprecated_member(key, &shown, &format!("{new:?}")),
            None => diagnostics::deprecated_member_gone(key, &shown),
        });
    }
    match (types::is_listed(fact, value), attribute.is_other) {
        (true, false) | (false, true) => None,
        (true, true) => member.map(|_| diagnostics::listed_member(key, &shown)),
        (false, false) => {
            let near: Vec<String> =
                semconv::nearest_member(fact, value).map(|near| format!("{near:?}")).collect();
            let other = other(attribute, &shown);
            Some(if near.is_empty() {
                diagnostics::unknown_member(key, &shown, &other)
            } else {
                diagnostics::member_near(key, &shown, &listed(near.iter().map(String::as_str)), &other)
            })
        }
    }
}

/// How to say that a value is meant which is not listed: `other` is around all of it.
fn other(attribute: &Attribute, shown: &str) -> String {
    match attribute.value {
        Value::Constant(..) => format!("`other({shown})`"),
        Value::Dynamic(_) => "`other(..)` around the whole value".to_owned(),
    }
}
