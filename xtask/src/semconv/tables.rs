//! Facts as Rust text.
//!
//! In: the facts. Out: file names and their text, one row a line so that a new version reads as a diff.
//! Never here: files.

use std::fmt::Write as _;

use super::facts::{
    Attribute, Deprecated, EnumOf, Event, Facts, Member, NameRule, Requirement, Span, Type, Value,
};

/// Prints every file of the generated folder.
pub(super) fn print(facts: &Facts) -> Result<Vec<(&'static str, String)>, String> {
    Ok(vec![
        ("attributes.rs", attributes(facts)?),
        ("conventions.rs", conventions(facts)?),
        ("events.rs", events(facts)),
        ("mod.rs", root(facts)),
        ("names.rs", names(facts)?),
    ])
}

/// Prints the traits of the runtime, one for each key whose values have a type.
pub(super) fn traits(facts: &Facts) -> Result<String, String> {
    let mut text =
        header(facts, "The attributes, a trait each for what rustc says about values,", "attributes.json");
    text.push_str("\n#![allow(non_camel_case_types, reason = \"the names are keys in error messages\")]\n\nsuper::typed::traits! {\n");
    for attribute in &facts.attributes {
        if let Some((kind, words)) = kind(attribute)? {
            let name: String =
                attribute.key.chars().map(|letter| if letter == '.' { '·' } else { letter }).collect();
            let is_template = matches!(attribute.ty, Type::TemplateString | Type::TemplateStringArray);
            let rest = if is_template { ".*" } else { "" };
            let message = format!("`{}{rest}` takes {words}, and `{{Self}}` is not one", attribute.key);
            let _ = writeln!(text, "    {name}: {kind}, {message:?}, \"expected {words}\";");
        }
    }
    text.push_str("}\n");
    Ok(text)
}

/// The marker of a key's type in the runtime, and the words for it. `None`: any value will do.
fn kind(attribute: &Attribute) -> Result<Option<(&'static str, &'static str)>, String> {
    Ok(Some(match (attribute.ty, attribute.of) {
        (Type::Any, None) => return Ok(None),
        (Type::String | Type::TemplateString, None) | (Type::Enum, Some(EnumOf::String)) => {
            ("a_text", "a text")
        }
        (Type::Int, None) | (Type::Enum, Some(EnumOf::Int)) => ("an_integer", "an integer"),
        (Type::Double, None) => ("a_float", "a float"),
        (Type::Bool, None) => ("a_boolean", "a boolean"),
        (Type::StringArray | Type::TemplateStringArray, None) => ("a_list_of_texts", "a list of texts"),
        (Type::IntArray, None) => ("a_list_of_integers", "a list of integers"),
        (ty, of) => return Err(format!("`{}`: no trait for {ty:?} of {of:?}", attribute.key)),
    }))
}

fn header(facts: &Facts, what: &str, data: &str) -> String {
    format!(
        "//! {what} of the semantic conventions v{}.\n//!\n\
         //! Generated from `otlp-macros/semconv/{data}` by `cargo xtask semconv`; do not edit.\n\
         //! Copyright The OpenTelemetry Authors, Apache-2.0.\n",
        facts.version
    )
}

fn root(facts: &Facts) -> String {
    format!(
        "{}\npub(super) mod attributes;\npub(super) mod conventions;\npub(super) mod events;\nmod names;\n",
        header(facts, "The tables", "*.json")
    )
}

/// A sorted table: `pub(in crate::semconv) static NAME: &[Row] = &[…];`.
fn table(text: &mut String, name: &str, row: &str, rows: impl Iterator<Item = String>) {
    // One row a line is worth more here than lines of 110.
    let _ = writeln!(text, "\n#[rustfmt::skip]\npub(in crate::semconv) static {name}: &[{row}] = &[");
    for row in rows {
        let _ = writeln!(text, "    {row},");
    }
    text.push_str("];\n");
}

fn attributes(facts: &Facts) -> Result<String, String> {
    let mut text = header(facts, "The attributes", "attributes.json");
    text.push_str(
        "\nuse crate::semconv::facts::{Attribute, Deprecated, EnumOf, Member, Reason, Stability, Type, Value};\n",
    );
    let rows: Vec<String> = facts.attributes.iter().map(attribute).collect::<Result<_, _>>()?;
    table(&mut text, "ATTRIBUTES", "Attribute", rows.into_iter());
    Ok(text)
}

fn attribute(attribute: &Attribute) -> Result<String, String> {
    let ty = match (attribute.ty, attribute.of) {
        (Type::Enum, Some(of)) => format!("Type::Enum(EnumOf::{of:?})"),
        (Type::Enum, None) | (_, Some(_)) => {
            return Err(format!("`{}`: `of` belongs to `enum` and to nothing else", attribute.key));
        }
        (ty, None) => format!("Type::{ty:?}"),
    };
    Ok(format!(
        "Attribute {{ key: {:?}, ty: {ty}, stability: Stability::{:?}, deprecated: {}, members: &[{}] }}",
        attribute.key,
        attribute.stability,
        deprecated(attribute.deprecated.as_ref()),
        members(&attribute.members).join(", "),
    ))
}

/// Members by value. Of two with one value the live one stays: what the value says is not deprecated.
fn members(members: &[Member]) -> Vec<String> {
    let mut sorted: Vec<&Member> = members.iter().collect();
    sorted.sort_by(|left, right| {
        left.value.cmp(&right.value).then(left.deprecated.is_some().cmp(&right.deprecated.is_some()))
    });
    sorted.dedup_by(|later, earlier| later.value == earlier.value);
    let value = |value: &Value| match value {
        Value::Int(value) => format!("Value::Int({value})"),
        Value::String(value) => format!("Value::String({value:?})"),
    };
    let member = |member: &&Member| {
        format!(
            "Member {{ value: {}, stability: Stability::{:?}, deprecated: {} }}",
            value(&member.value),
            member.stability,
            deprecated(member.deprecated.as_ref())
        )
    };
    sorted.iter().map(member).collect()
}

fn deprecated(deprecated: Option<&Deprecated>) -> String {
    deprecated.map_or_else(
        || "None".to_owned(),
        |it| {
            format!(
                "Some(&Deprecated {{ reason: Reason::{:?}, renamed_to: {:?}, moved_to: {:?}, names: &{:?} }})",
                it.reason, it.renamed_to, it.moved_to, it.names
            )
        },
    )
}

fn conventions(facts: &Facts) -> Result<String, String> {
    let mut text = header(facts, "The spans", "spans.json");
    text.push_str(
        "\nuse super::names;\n\
         use crate::semconv::facts::{Convention, Deprecated, Implied, Kind, Level, Reason, Requirement, Stability};\n",
    );
    let rows: Vec<String> =
        facts.spans.iter().map(|span| convention(span, &facts.names)).collect::<Result<_, _>>()?;
    table(&mut text, "CONVENTIONS", "Convention", rows.into_iter());
    Ok(text)
}

fn convention(span: &Span, rules: &[NameRule]) -> Result<String, String> {
    let id = span.id.strip_prefix("span.").ok_or_else(|| format!("`{}` is no span id", span.id))?;
    let name = rules
        .iter()
        .find(|rule| rule.conventions.iter().any(|convention| convention == id))
        .map_or_else(|| "&[]".to_owned(), |rule| format!("names::{}", rule.rule.to_uppercase()));
    let mut requirements: Vec<&Requirement> = span.attributes.iter().collect();
    requirements.sort_by(|left, right| left.key.cmp(&right.key));
    let requirements: Vec<String> = requirements.into_iter().map(requirement).collect();
    let implied: Vec<String> = span
        .implied
        .iter()
        .map(|it| {
            format!("Implied {{ key: {:?}, value: {:?}, sampling: {} }}", it.key, it.must_be, it.sampling)
        })
        .collect();
    let kinds: Vec<String> = span.kind_may.iter().map(|kind| format!("Kind::{kind:?}")).collect();
    Ok(format!(
        "Convention {{ id: {id:?}, kind: Kind::{:?}, kind_may: &[{}], stability: Stability::{:?}, deprecated: {}, name: {name}, implied: &[{}], attributes: &[{}] }}",
        span.kind,
        kinds.join(", "),
        span.stability,
        deprecated(span.deprecated.as_ref()),
        implied.join(", "),
        requirements.join(", "),
    ))
}

fn requirement(it: &Requirement) -> String {
    format!(
        "Requirement {{ key: {:?}, level: Level::{:?}, sampling: {}, must_be: {:?}, should_be: {:?} }}",
        it.key, it.level, it.sampling, it.must_be, it.should_be
    )
}

fn events(facts: &Facts) -> String {
    let mut text = header(facts, "The events", "events.json");
    text.push_str("\nuse crate::semconv::facts::{Deprecated, Event, Reason, Stability};\n");
    let row = |event: &Event| {
        let deprecated = deprecated(event.deprecated.as_ref());
        format!(
            "Event {{ name: {:?}, stability: Stability::{:?}, deprecated: {deprecated} }}",
            event.name, event.stability
        )
    };
    table(&mut text, "EVENTS", "Event", facts.events.iter().map(row));
    text
}

fn names(facts: &Facts) -> Result<String, String> {
    let mut text = header(facts, "The rules for span names", "names.json");
    text.push_str("\nuse crate::semconv::facts::{Other, Part, Template};\n");
    for rule in &facts.names {
        let rows: Vec<String> =
            rule.name.iter().map(|name| template(name, rule)).collect::<Result<_, _>>()?;
        table(&mut text, &rule.rule.to_uppercase(), "Template", rows.into_iter());
    }
    Ok(text)
}

/// `{http.request.method} {http.route}` → a key, the text between, a key.
fn template(name: &str, rule: &NameRule) -> Result<String, String> {
    let mut parts: Vec<String> = Vec::new();
    let mut rest = name;
    while let Some((text, after)) = rest.split_once('{') {
        let (key, after) = after.split_once('}').ok_or_else(|| format!("`{name}` lacks a `}}`"))?;
        if !text.is_empty() {
            parts.push(format!("Part::Text({text:?})"));
        }
        parts.push(placeholder(key, rule));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(format!("Part::Text({rest:?})"));
    }
    Ok(format!("Template {{ parts: &[{}] }}", parts.join(", ")))
}

fn placeholder(key: &str, rule: &NameRule) -> String {
    let other = match rule.other.get(key) {
        None => "Other::AsIs".to_owned(),
        Some(None) => "Other::Unavailable".to_owned(),
        Some(Some(text)) => format!("Other::Reads({text:?})"),
    };
    let unless = rule.unless.get(key).map_or(&[][..], Vec::as_slice);
    format!("Part::Key {{ key: {key:?}, other: {other}, unless: &{unless:?} }}")
}
