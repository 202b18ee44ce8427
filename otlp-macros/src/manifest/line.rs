//! The lines of the manifest.
//!
//! In: a model. Out: a [`Line`] that says what can be emitted there.
//! Never here: files, the environment.
//!
//! A span and an event are written as OpenTelemetry Weaver's live check reads a sample (`SampleSpan`, `SampleSpanEvent`,
//! `SampleAttribute` of its crate `weaver_live_check`): `name`, `kind`, `attributes`, and of an attribute `name`,
//! `type`, `value`. Weaver passes over fields that it does not know, and those are ours. `record!` and a group stand
//! for no sample, so their lines are ours as a whole; their attributes are written in the same way.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Type;
use syn::ext::IdentExt;

use super::Json;
use crate::args::{Constant, Form, Key, Place};
use crate::model::{Attribute, Function, Piece, Span, Statement, fact};
use crate::semconv;

/// One line: what kind of thing it is about, and what it says about it.
pub(super) struct Line {
    sample: &'static str,
    fields: Vec<(&'static str, Json)>,
}

impl Line {
    /// Adds the place in the source and ends the line.
    pub(super) fn at(mut self, source: Option<(String, usize)>) -> Json {
        if let Some((file, line)) = source {
            self.fields.extend([("file", Json::Text(file)), ("line", Json::Number(line))]);
        }
        Json::Object(vec![(self.sample, Json::Object(self.fields))])
    }
}

/// A struct that derives `SpanAttributes`.
pub(crate) struct Group<'a> {
    pub(crate) name: &'a Ident,
    pub(crate) fields: Vec<Field<'a>>,
}

/// A field that is recorded.
pub(crate) enum Field<'a> {
    Attribute {
        field: String,
        key: &'a Key,
        policy: Option<String>,
    },
    /// A group of its own.
    Flattened {
        field: String,
        ty: &'a Type,
    },
}

/// `{"span":{"name":"serve","kind":"server", .. ,"function":"serve"}}`
pub(super) fn function(function: &Function) -> Line {
    let mut attributes = span_attributes(&function.span);
    let is_listed = |key: &str| keys_of(&function.span).any(|listed| listed == key);
    if function.err.is_some() && !is_listed("error.type") {
        attributes.push(attribute("error.type", Some("string"), None, Some("err")));
    }
    if let Some(form) = function.ret {
        attributes.push(attribute("return", type_of(None, form, None), None, Some("ret")));
    }
    let mut line = span(&function.span, attributes);
    line.fields.push(("function", Json::text(function.item.sig.ident.unraw().to_string())));
    line
}

/// `{"span":{"name":"add up","kind":"internal", .. }}`
pub(super) fn inline_span(model: &Span) -> Line {
    span(model, span_attributes(model))
}

/// `{"span_event":{"name":"paid", .. }}` or `{"record":{ .. }}`
pub(super) fn statement(statement: &Statement) -> Line {
    let attributes = statement.attributes.iter().map(|given| given_attribute(given, None)).collect();
    let (sample, name) = match statement.call {
        Place::Event => ("span_event", Some(("name", Json::text(&statement.name.text)))),
        _ => ("record", None),
    };
    let mut fields: Vec<_> = name.into_iter().collect();
    fields.push(("attributes", Json::List(attributes)));
    fields.extend(groups(&statement.groups));
    Line { sample, fields }
}

/// `{"group":{"name":"Payment","attributes":[ .. ],"flattened":[ .. ]}}`
pub(super) fn group(group: &Group<'_>) -> Line {
    let (mut attributes, mut flattened) = (Vec::new(), Vec::new());
    for field in &group.fields {
        match field {
            Field::Attribute { field, key, policy } => {
                // What a policy leaves of a value is a text.
                let form = if policy.is_some() { Form::Display } else { Form::Typed };
                let mut fields = named(&key.text, type_of(fact(key), form, None), None);
                fields.push(("field", Json::text(field)));
                fields.extend(policy.iter().map(|policy| ("policy", Json::text(policy))));
                attributes.push(Json::Object(fields));
            }
            Field::Flattened { field, ty } => flattened.push(Json::Object(vec![
                ("field", Json::text(field)),
                ("group", Json::Text(compact(ty.to_token_stream()))),
            ])),
        }
    }
    let mut fields =
        vec![("name", Json::text(group.name.unraw().to_string())), ("attributes", Json::List(attributes))];
    fields.extend(listed("flattened", flattened));
    Line { sample: "group", fields }
}

fn span(span: &Span, attributes: Vec<Json>) -> Line {
    let mut fields = vec![("name", Json::text(&span.name.constant))];
    fields.extend(listed("templates", span.name.ways.iter().map(|way| Json::Text(template(way)))));
    fields.push(("kind", Json::text(span.kind.name())));
    fields.extend(span.convention().map(|convention| ("convention", Json::text(convention.id))));
    fields.push(("attributes", Json::List(attributes)));
    fields.extend(groups(&span.groups));
    let waived = span.without.iter().map(|waiver| {
        let reason = Json::text(&waiver.reason.text);
        Json::Object(vec![("name", Json::text(&waiver.key.text)), ("reason", reason)])
    });
    fields.extend(listed("waived", waived));
    Line { sample: "span", fields }
}

/// What is given when the span starts, set by the convention, or promised for later.
fn span_attributes(span: &Span) -> Vec<Json> {
    let given = span.attributes.iter().map(|given| given_attribute(given, Some("start")));
    let fixed = span.fixed.iter().map(|(key, constant)| {
        let ty = type_of(semconv::attribute(key), Form::Typed, Some(constant));
        attribute(key, ty, Some(constant), Some("convention"))
    });
    let late = span.late.iter().map(|slot| {
        let ty = type_of(slot.fact, Form::Typed, None);
        attribute(&slot.key.text, ty, None, Some("late"))
    });
    given.chain(fixed).chain(late).collect()
}

fn keys_of(span: &Span) -> impl Iterator<Item = &str> {
    let given = span.attributes.iter().map(|given| given.key.text.as_str());
    given.chain(span.late.iter().map(|slot| slot.key.text.as_str()))
}

fn given_attribute(given: &Attribute, when: Option<&'static str>) -> Json {
    let constant = given.constant();
    attribute(&given.key.text, type_of(given.fact, given.form, constant), constant, when)
}

/// `{"name":"http.route","type":"string","value":"/","given":"start"}`
fn attribute(
    key: &str,
    ty: Option<&'static str>,
    value: Option<&Constant>,
    given: Option<&'static str>,
) -> Json {
    let mut fields = named(key, ty, value);
    fields.extend(given.map(|given| ("given", Json::text(given))));
    Json::Object(fields)
}

fn named(key: &str, ty: Option<&'static str>, value: Option<&Constant>) -> Vec<(&'static str, Json)> {
    let mut fields = vec![("name", Json::text(key))];
    fields.extend(ty.map(|ty| ("type", Json::text(ty))));
    fields.extend(value.map(|value| ("value", Json::Constant(value.clone()))));
    fields
}

/// The type of the recorded value in Weaver's words; `None` if only rustc knows it.
fn type_of(
    fact: Option<&semconv::Attribute>,
    form: Form,
    constant: Option<&Constant>,
) -> Option<&'static str> {
    use semconv::Type;
    let written = match (constant, form) {
        (Some(Constant::Str(_)), _) | (None, Form::Display | Form::Debug) => Some("string"),
        (Some(Constant::Int(_)), _) => Some("int"),
        (Some(Constant::Float(_)), _) => Some("double"),
        (Some(Constant::Bool(_)), _) => Some("boolean"),
        (None, Form::Typed) => None,
    };
    let Some(fact) = fact else { return written };
    match fact.ty.of_value() {
        Type::Int => Some("int"),
        Type::Double => Some("double"),
        Type::Bool => Some("boolean"),
        Type::StringArray => Some("string[]"),
        Type::IntArray => Some("int[]"),
        Type::DoubleArray => Some("double[]"),
        Type::BoolArray => Some("boolean[]"),
        Type::Any => written.or(Some("any")),
        Type::String | Type::Enum(_) | Type::TemplateString | Type::TemplateStringArray => Some("string"),
    }
}

/// `[Key("http.request.method"), Text(" "), Key("http.route")]` → `{http.request.method} {http.route}`
fn template(way: &[Piece]) -> String {
    let text = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Key(key) | Piece::KeyBut(key, _) | Piece::KeyNot(key) => format!("{{{key}}}"),
        Piece::Unless(_) => String::new(),
    };
    way.iter().map(text).collect()
}

/// The values of `attributes(..)` as written; their keys are in the lines of their types.
fn groups(groups: &[syn::Expr]) -> Option<(&'static str, Json)> {
    listed("groups", groups.iter().map(|group| Json::Text(compact(group.to_token_stream()))))
}

fn listed(name: &'static str, values: impl IntoIterator<Item = Json>) -> Option<(&'static str, Json)> {
    let values: Vec<Json> = values.into_iter().collect();
    (!values.is_empty()).then_some((name, Json::List(values)))
}

/// Prints tokens with spaces where words would grow together, and after commas. How `TokenStream` prints itself is
/// for each version of rustc to choose.
fn compact(tokens: TokenStream) -> String {
    let mut text = String::new();
    for token in tokens {
        let next = match &token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    proc_macro2::Delimiter::Parenthesis => ("(", ")"),
                    proc_macro2::Delimiter::Brace => ("{", "}"),
                    proc_macro2::Delimiter::Bracket => ("[", "]"),
                    proc_macro2::Delimiter::None => ("", ""),
                };
                format!("{open}{}{close}", compact(group.stream()))
            }
            token => token.to_string(),
        };
        let is_word = |character: Option<char>| {
            character.is_some_and(|character| character.is_alphanumeric() || "_\"".contains(character))
        };
        let last = text.chars().next_back();
        if last == Some(',') || is_word(last) && is_word(next.chars().next()) {
            text.push(' ');
        }
        text.push_str(&next);
    }
    text
}
