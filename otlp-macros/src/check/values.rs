//! Rules about values that are known when the program compiles.
//!
//! In: attributes with what the registry says about their keys. Out: reports.
//! Never here: types of expressions; `expand` prints a bound, and rustc decides.

use proc_macro2::Span;
use syn::visit_mut::{VisitMut, visit_expr_mut};
use syn::{Expr, Item, Label, Lifetime};

use super::types;
use crate::args::{Constant, Form, Value};
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

/// An expression runs only when the span is recorded. If it could leave the function, or a loop around it, the program would do
/// one thing with telemetry and another without.
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
        let mut exits = Exits::default();
        exits.visit_expr_mut(&mut expr.clone());
        for (exit, place) in exits.found {
            let is_loop = matches!(exit, "break" | "continue");
            let message = if is_loop { diagnostics::early_break } else { diagnostics::early_exit };
            errors.at(place, message(exit));
        }
    }
}

/// The places where an expression leaves what is around it, as far as its tokens show.
#[derive(Default)]
struct Exits {
    found: Vec<(&'static str, Span)>,
    /// Loops of the expression itself, which `break` and `continue` may leave.
    loops: usize,
    /// Labels of the expression itself.
    labels: Vec<Lifetime>,
}

impl Exits {
    /// Visits what is in a loop or a labelled block.
    fn inside(&mut self, label: Option<&Label>, is_loop: bool, visit: impl FnOnce(&mut Self)) {
        self.loops += usize::from(is_loop);
        self.labels.extend(label.map(|label| label.name.clone()));
        visit(self);
        if label.is_some() {
            self.labels.pop();
        }
        self.loops -= usize::from(is_loop);
    }

    /// Whether `break` and `continue` stay inside of the expression.
    fn stays(&self, label: Option<&Lifetime>) -> bool {
        label.map_or(self.loops > 0, |label| self.labels.contains(label))
    }
}

impl VisitMut for Exits {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            // What these leave is themselves.
            Expr::Closure(_) | Expr::Async(_) => return,
            Expr::Try(exit) => self.found.push(("?", exit.question_token.span)),
            Expr::Return(exit) => self.found.push(("return", exit.return_token.span)),
            Expr::Break(exit) if !self.stays(exit.label.as_ref()) => {
                self.found.push(("break", exit.break_token.span));
            }
            Expr::Continue(exit) if !self.stays(exit.label.as_ref()) => {
                self.found.push(("continue", exit.continue_token.span));
            }
            _ => {}
        }
        let label = match &*expr {
            Expr::Loop(inner) => (inner.label.clone(), true),
            Expr::While(inner) => (inner.label.clone(), true),
            Expr::ForLoop(inner) => (inner.label.clone(), true),
            Expr::Block(inner) => (inner.label.clone(), false),
            _ => (None, false),
        };
        self.inside(label.0.as_ref(), label.1, |exits| visit_expr_mut(exits, expr));
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
            Value::Dynamic(_) => {
                for (constant, place) in &attribute.outcomes {
                    listed_value(attribute, fact, constant, *place, level, errors);
                }
            }
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
                None if !is_other => Some(diagnostics::unknown_member(key, &shown, &other(&shown))),
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
            let other = other(&shown);
            Some(if near.is_empty() {
                diagnostics::unknown_member(key, &shown, &other)
            } else {
                diagnostics::member_near(key, &shown, &listed(near.iter().map(String::as_str)), &other)
            })
        }
    }
}

/// How to say that a value is meant which is not listed.
fn other(shown: &str) -> String {
    format!("`other({shown})`")
}
