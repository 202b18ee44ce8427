//! What the macros say about every row of the registry, without rustc.
//!
//! In: the facts, as the tables have them. Out: a row about which the macros say something else.
//! Never here: words; `ui-tests` shows those.

use super::{Place, tokens};
use crate::semconv::{self, EnumOf, Type, Value, every_attribute};

fn recorded(arguments: &str) -> String {
    crate::record_now(tokens(arguments), Place::Record).to_string()
}

/// A value of the key's type that is listed where there is a list.
fn value(attribute: &semconv::Attribute) -> String {
    let member = attribute.members.iter().find(|member| member.deprecated.is_none());
    match (attribute.ty, member.map(|member| &member.value)) {
        (Type::Enum(EnumOf::Int) | Type::Int, _) => "0".to_owned(),
        (Type::Enum(EnumOf::String), Some(Value::String(text))) => format!("{text:?}"),
        (Type::Enum(EnumOf::String), _) => "other(\"x\")".to_owned(),
        (Type::Double, _) => "0.5".to_owned(),
        (Type::Bool, _) => "true".to_owned(),
        (Type::StringArray | Type::TemplateStringArray, _) => "[\"x\"]".to_owned(),
        (Type::IntArray, _) => "[1]".to_owned(),
        _ => "\"x\"".to_owned(),
    }
}

#[test]
fn every_live_key_is_taken_and_every_dead_one_refused() {
    for attribute in every_attribute() {
        let suffix = if attribute.ty.is_template() { ".x" } else { "" };
        let expanded = recorded(&format!("{}{suffix} = {}", attribute.key, value(attribute)));
        let is_refused = expanded.contains("compile_error");
        assert_eq!(is_refused, !attribute.is_live(), "{}: {expanded}", attribute.key);
    }
}

#[test]
fn every_rename_is_suggested() {
    let renames =
        every_attribute().filter_map(|attribute| Some((attribute, attribute.deprecated?.renamed_to?)));
    let mut count = 0;
    for (attribute, new) in renames {
        let suffix = if attribute.ty.is_template() { ".x" } else { "" };
        let expanded = recorded(&format!("{}{suffix} = {}", attribute.key, value(attribute)));
        assert!(expanded.contains(&format!("is deprecated; use `{new}")), "{}: {expanded}", attribute.key);
        count += 1;
    }
    assert_eq!(count, 97);
}

#[test]
fn every_deprecated_value_is_refused() {
    let mut count = 0;
    for attribute in every_attribute().filter(|attribute| attribute.is_live()) {
        for member in attribute.members.iter().filter(|member| member.deprecated.is_some()) {
            let Value::String(text) = member.value else { continue };
            let expanded = recorded(&format!("{} = {text:?}", attribute.key));
            assert!(expanded.contains("is a deprecated value"), "{expanded}");
            count += 1;
        }
    }
    assert_eq!(count, 14);
}

#[test]
fn every_convention_asks_for_what_it_requires_and_takes_it() {
    for convention in semconv::every_convention() {
        let required = convention.attributes.iter().filter(|it| it.level == semconv::Level::Required);
        let is_fixed = |key: &str| crate::model::fixed(convention).any(|(fixed, _)| fixed == key);
        let required: Vec<_> = required.filter(|it| !is_fixed(it.key)).collect();
        let annotation = format!("#[span({})]", convention.id);
        let bare = super::traced(convention.id, "fn f() {}").to_string();
        assert_eq!(bare.contains("requires"), !required.is_empty(), "{annotation}");
        let given = required.iter().filter_map(|requirement| {
            let attribute = semconv::attribute(requirement.key)?;
            Some(format!(", {} = {}", attribute.key, value(attribute)))
        });
        let whole = format!("{}{}", convention.id, given.collect::<String>());
        let expanded = super::traced(&whole, "fn f() {}").to_string();
        assert!(!expanded.contains("compile_error"), "{annotation}: {expanded}");
    }
}
