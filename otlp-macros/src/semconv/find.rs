//! Look-ups in the registry and among the project's own keys: binary search in sorted tables.
//!
//! In: a key, an id or an event's name, as text. Out: the row, or that there is none.
//! Never here: allocation, files, guesses; see `own` and `nearest` for those.

use super::facts::{Attribute, Convention, Event, Part};
use super::generated::attributes::ATTRIBUTES;
use super::generated::conventions::CONVENTIONS;
use super::generated::events::EVENTS;
use super::own::own;

/// What the registry knows about a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found<'a> {
    /// A key as registered.
    Exact(&'static Attribute),
    /// A template key with the user's suffix: `http.request.header` and `x-id`.
    Template {
        attribute: &'static Attribute,
        suffix: &'a str,
    },
    /// A template key alone, which cannot be recorded.
    TemplateWithoutSuffix(&'static Attribute),
    Unknown,
}

/// Finds the key that is this text, registered or the project's own; of a template, the text without suffix.
pub(crate) fn attribute(key: &str) -> Option<&'static Attribute> {
    registered(key).or_else(|| own()?.attribute(key))
}

fn registered(key: &str) -> Option<&'static Attribute> {
    let found = ATTRIBUTES.binary_search_by(|attribute| attribute.key.cmp(key));
    ATTRIBUTES.get(found.ok()?)
}

/// Yields every attribute, the registry's first.
pub(super) fn attributes() -> impl Iterator<Item = &'static Attribute> {
    ATTRIBUTES.iter().chain(own().into_iter().flat_map(|own| &own.attributes))
}

/// Tells whether the attribute is one of the project's own.
pub(crate) fn is_own(attribute: &Attribute) -> bool {
    registered(attribute.key).is_none()
}

/// Tells whether the text is a key of the registry.
pub(super) fn is_registered(key: &str) -> bool {
    registered(key).is_some()
}

/// Tells whether the project has declared keys that begin with the same segment as this one.
pub(crate) fn is_in_own_namespace(key: &str) -> bool {
    let first = |key: &str| key.split('.').next().map(str::to_owned);
    own().is_some_and(|own| own.attributes.iter().any(|attribute| first(attribute.key) == first(key)))
}

/// Finds what a key to be recorded refers to. A registered key wins over a template, a longer template
/// over a shorter.
pub(crate) fn lookup(key: &str) -> Found<'_> {
    if let Some(attribute) = attribute(key) {
        return if attribute.ty.is_template() {
            Found::TemplateWithoutSuffix(attribute)
        } else {
            Found::Exact(attribute)
        };
    }
    key.rmatch_indices('.')
        .find_map(|(dot, _)| {
            let (prefix, suffix) = (key.get(..dot)?, key.get(dot + 1..)?);
            let attribute = attribute(prefix).filter(|attribute| attribute.ty.is_template())?;
            Some(if suffix.is_empty() {
                Found::TemplateWithoutSuffix(attribute)
            } else {
                Found::Template { attribute, suffix }
            })
        })
        .unwrap_or(Found::Unknown)
}

/// Names the namespace of the registry that a user's own key would sit in.
///
/// Owned is what has the first segment of a live key, and every registered key itself, deprecated or
/// not. A namespace whose keys are all deprecated (`pool`, `message`) is given back to the users.
pub(crate) fn owner(key: &str) -> Option<&'static str> {
    let first = key.split('.').next()?;
    if let Found::Exact(attribute)
    | Found::Template { attribute, .. }
    | Found::TemplateWithoutSuffix(attribute) = lookup(key)
        && !is_own(attribute)
    {
        return attribute.key.get(..first.len());
    }
    if first.len() == key.len() {
        return None;
    }
    let from = ATTRIBUTES.partition_point(|attribute| attribute.key < first);
    let below =
        |attribute: &&Attribute| attribute.key.strip_prefix(first).is_some_and(|rest| rest.starts_with('.'));
    let owning = ATTRIBUTES
        .iter()
        .skip(from)
        .take_while(|attribute| attribute.key.starts_with(first))
        .filter(below)
        .find(|attribute| attribute.is_live())?;
    owning.key.get(..first.len())
}

/// Finds a span convention by its id without `span.`: `http.server`.
pub(crate) fn convention(id: &str) -> Option<&'static Convention> {
    let found = CONVENTIONS.binary_search_by(|convention| convention.id.cmp(id));
    CONVENTIONS.get(found.ok()?)
}

/// Tells whether the name rule of some convention uses this key.
pub(crate) fn in_some_name(key: &str) -> bool {
    let mut parts =
        CONVENTIONS.iter().flat_map(|convention| convention.name).flat_map(|template| template.parts);
    parts.any(|part| matches!(part, Part::Key { key: used, .. } if *used == key))
}

/// Yields all attributes.
#[cfg(test)]
pub(crate) fn every_attribute() -> impl Iterator<Item = &'static Attribute> {
    ATTRIBUTES.iter()
}

/// Yields all conventions.
#[cfg(test)]
pub(crate) fn every_convention() -> impl Iterator<Item = &'static Convention> {
    CONVENTIONS.iter()
}

/// Finds an event by its name.
pub(crate) fn event(name: &str) -> Option<&'static Event> {
    let found = EVENTS.binary_search_by(|event| event.name.cmp(name));
    EVENTS.get(found.ok()?)
}
