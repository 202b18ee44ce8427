//! Rules about keys of the semantic conventions.
//!
//! In: keys as resolved, with their values where they have some. Out: reports.
//! Never here: look-ups of other things than keys; the tables, see `semconv`.

use crate::args::{Constant, Key};
use crate::diagnostics::{self, Errors, listed};
use crate::model::{Attribute, Level, deprecation};
use crate::semconv::{self, Convention, Found, KeyClass, Own, Type};

use super::types;

/// A key where it is written, and what is recorded under it.
#[derive(Clone, Copy)]
pub(super) struct Used<'a> {
    pub(super) key: &'a Key,
    pub(super) attribute: Option<&'a Attribute>,
    pub(super) fact: Option<&'static semconv::Attribute>,
}

impl<'a> Used<'a> {
    pub(super) fn by(attribute: &'a Attribute) -> Self {
        Self { key: &attribute.key, attribute: Some(attribute), fact: attribute.fact }
    }
}

/// A key that no back end can query is lost in silence, years before somebody misses it.
pub(super) fn check_key(used: &[Used<'_>], errors: &mut Errors) {
    for key in used.iter().map(|used| used.key) {
        let text = key.text.as_str();
        if key.is_quoted {
            if text.is_empty() || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
                errors.on(&key.tokens, diagnostics::malformed_quoted_key());
            }
        } else if let Some(name) = semconv::respelt(text) {
            errors.on(&key.tokens, diagnostics::misspelt_key(text, name));
        } else if is_malformed(text) {
            let is_template = matches!(semconv::lookup(text), Found::Template { .. });
            errors.on(
                &key.tokens,
                if is_template {
                    diagnostics::template_suffix(text)
                } else {
                    diagnostics::malformed_key(text)
                },
            );
        }
    }
}

/// Bare keys are those that everybody shares; a name that is nearly one of them finds no reader.
pub(super) fn check_registered_key(used: &[Used<'_>], errors: &mut Errors) {
    for key in used.iter().map(|used| used.key).filter(|key| is_well_formed(key)) {
        let text = key.text.as_str();
        if semconv::lookup(text) == Found::Unknown && may_judge(text) {
            if semconv::is_in_own_namespace(text) {
                errors.on(&key.tokens, undeclared(text));
                continue;
            }
            let near: Vec<&str> = semconv::nearest(text).collect();
            errors.on(
                &key.tokens,
                if near.is_empty() {
                    diagnostics::unknown_key(text, &own(text))
                } else {
                    diagnostics::key_near(text, &listed(near))
                },
            );
        }
    }
}

/// Whether what is declared nowhere may be called so: a file that was not understood may declare it.
fn may_judge(key: &str) -> bool {
    semconv::own().is_none_or(Own::is_whole) || semconv::owner(key).is_some()
}

/// A project that declares keys gets the same care as the conventions: what is not declared is a slip.
fn undeclared(key: &str) -> String {
    let near: Vec<&str> = semconv::nearest(key).filter(|near| semconv::is_in_own_namespace(near)).collect();
    let namespace = key.split('.').next().unwrap_or_default();
    if near.is_empty() {
        diagnostics::undeclared_key(key, namespace)
    } else {
        diagnostics::undeclared_near(key, &listed(near))
    }
}

fn is_well_formed(key: &Key) -> bool {
    !key.is_quoted && semconv::respelt(&key.text).is_none() && !is_malformed(&key.text)
}

/// A registered key is well-formed, whatever it looks like: `state` has no dot.
fn is_malformed(text: &str) -> bool {
    semconv::classify(text) == KeyClass::Malformed && semconv::attribute(text).is_none()
}

/// `"acme.cart.id"`, or with `acme` in front where the conventions own the namespace.
fn own(key: &str) -> String {
    let prefix = if semconv::owner(key).is_some() { "acme." } else { "" };
    format!("\"{prefix}{key}\"")
}

/// A template is a family of keys; alone it is the key of none.
pub(super) fn check_template_key(used: &[Used<'_>], errors: &mut Errors) {
    for key in used.iter().map(|used| used.key).filter(|key| is_well_formed(key)) {
        if let Found::TemplateWithoutSuffix(_) = semconv::lookup(&key.text) {
            errors.on(&key.tokens, diagnostics::template_key(&key.text));
        }
    }
}

/// Quotes are for keys that are declared nowhere. In a namespace of the conventions, or of the project's own file,
/// they would hide a key from the checks, or collide with a key of the next version.
pub(super) fn check_owned_namespace(used: &[Used<'_>], errors: &mut Errors) {
    for key in used.iter().map(|used| used.key).filter(|key| key.is_quoted) {
        match semconv::lookup(&key.text) {
            Found::Unknown if semconv::is_in_own_namespace(&key.text) && key.text.contains('.') => {
                if may_judge(&key.text) {
                    errors.on(&key.tokens, undeclared(&key.text));
                }
            }
            Found::Unknown => {
                if let Some(namespace) = semconv::owner(&key.text) {
                    errors.on(&key.tokens, diagnostics::owned_namespace(&key.text, namespace));
                }
            }
            Found::Exact(fact) | Found::Template { attribute: fact, .. } if !fact.is_live() => {
                let names: Vec<&str> = semconv::replacements(fact).collect();
                let names = if names.is_empty() { "another".to_owned() } else { listed(names) };
                errors.on(&key.tokens, diagnostics::deprecated_quoted_key(&key.text, &names));
            }
            // Suffixes are other people's names, which need quotes as soon as they have a capital or a slash.
            Found::Template { .. } if is_malformed(&key.text) => {}
            Found::Exact(_) | Found::Template { .. } | Found::TemplateWithoutSuffix(_) => {
                errors.on(&key.tokens, diagnostics::quoted_registered_key(&key.text));
            }
        }
    }
}

/// Readers of the new name never see the old one. What the rename does to the value is said at once:
/// whoever obeys should not be sent back.
pub(super) fn check_deprecated_key(
    used: &[Used<'_>],
    convention: Option<&'static Convention>,
    level: Level,
    errors: &mut Errors,
) {
    for Used { key, attribute, fact } in used.iter().copied().filter(|_| level == Level::Deny) {
        let Some(fact) = fact.filter(|_| deprecation(fact, convention).is_some()) else { continue };
        let names: Vec<&str> = semconv::replacements(fact).collect();
        let changed = attribute.zip(names.first()).and_then(|(attribute, name)| {
            let Found::Exact(new) = semconv::lookup(name) else { return None };
            changed_value(&key.text, attribute, fact, new)
        });
        errors.on(&key.tokens, changed.unwrap_or_else(|| deprecated(&key.text, &names)));
    }
}

fn deprecated(key: &str, names: &[&str]) -> String {
    if names.is_empty() {
        diagnostics::deprecated_key_gone(key)
    } else {
        diagnostics::deprecated_key(key, &listed(names.iter().copied()))
    }
}

/// The message for a rename after which the value would be wrong, if it would be.
fn changed_value(
    key: &str,
    attribute: &Attribute,
    old: &semconv::Attribute,
    new: &semconv::Attribute,
) -> Option<String> {
    let of_other_type = || diagnostics::deprecated_key_type(key, new.key, new.ty.words());
    match attribute.constant() {
        Some(constant) if !types::fits(constant, new.ty) => Some(of_other_type()),
        Some(Constant::Str(value)) if matches!(new.ty, Type::Enum(_)) && !types::is_listed(new, value) => {
            let value = match successor(old, new, value) {
                Some(value) => format!("{value:?}"),
                None => format!("other({value:?})"),
            };
            Some(diagnostics::deprecated_key_value(key, new.key, &value))
        }
        Some(_) => None,
        None => (old.ty.of_value() != new.ty.of_value()).then(of_other_type),
    }
}

/// Values whose new spelling does not follow from the old one (migration guide of the conventions).
const RESPELT_VALUES: [(&str, &str); 2] = [("mssql", "microsoft.sql_server"), ("hanadb", "sap.hana")];

/// Finds what a value of an old enum is called in the new one.
fn successor(old: &semconv::Attribute, new: &semconv::Attribute, value: &str) -> Option<&'static str> {
    let live = || {
        new.members.iter().filter(|member| member.deprecated.is_none()).filter_map(|member| {
            match member.value {
                semconv::Value::String(text) => Some(text),
                semconv::Value::Int(_) => None,
            }
        })
    };
    let by_table = RESPELT_VALUES.into_iter().find(|(old, _)| *old == value).map(|(_, new)| new);
    by_table
        .or_else(|| live().find(|text| text.split('.').any(|segment| segment == value)))
        .or_else(|| types::renamed_member(new, value).or_else(|| types::renamed_member(old, value)))
        .or_else(|| live().find(|text| text.starts_with(value)))
}

/// Both names of one thing, with two values: a reader cannot know which one counts.
pub(super) fn check_renamed_twice(used: &[Used<'_>], level: Level, errors: &mut Errors) {
    for Used { key, fact, .. } in used.iter().filter(|_| level == Level::Warn) {
        let Some(fact) = fact.filter(|fact| !fact.is_live()) else { continue };
        if let Some(new) =
            semconv::replacements(fact).find(|new| used.iter().any(|used| used.key.text == *new))
        {
            errors.on(&key.tokens, diagnostics::renamed_twice(&key.text, new));
        }
    }
}
