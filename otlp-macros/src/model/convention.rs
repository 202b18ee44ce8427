//! A convention that a span follows, and what comes with it.
//!
//! In: the path that came first. Out: [`Chosen`], constants that the user need not write.
//! Never here: what is missing or contradicts; that is for `check`.

use super::Attribute;
use crate::args::{Constant, Key, Kind};
use crate::semconv::{self, Convention, Deprecated};

/// The convention that a span names, known or not.
pub(crate) struct Chosen {
    pub(crate) key: Key,
    pub(crate) fact: Option<&'static Convention>,
}

impl Chosen {
    pub(super) fn of(key: Key) -> Self {
        let fact = (!key.is_quoted).then(|| semconv::convention(&key.text)).flatten();
        Self { key, fact }
    }
}

/// Yields the values that the convention fixes, whoever writes them.
pub(crate) fn fixed(convention: &'static Convention) -> impl Iterator<Item = (&'static str, &'static str)> {
    let implied = convention.implied.iter().map(|implied| (implied.key, implied.value));
    let listed = convention.attributes.iter();
    implied.chain(listed.filter_map(|requirement| Some((requirement.key, requirement.must_be?))))
}

/// The fixed values that the user left to the convention.
pub(super) fn filled(
    convention: &'static Convention,
    attributes: &[Attribute],
) -> Vec<(&'static str, Constant)> {
    let is_left = |key: &str| !attributes.iter().any(|attribute| attribute.key.text == key);
    fixed(convention)
        .filter(|(key, _)| is_left(key))
        .map(|(key, value)| (key, Constant::Str(value.to_owned())))
        .collect()
}

/// Turns the registry's kind into that of the language.
pub(crate) fn kind(kind: semconv::Kind) -> Kind {
    match kind {
        semconv::Kind::Internal => Kind::Internal,
        semconv::Kind::Server => Kind::Server,
        semconv::Kind::Client => Kind::Client,
        semconv::Kind::Producer => Kind::Producer,
        semconv::Kind::Consumer => Kind::Consumer,
    }
}

/// Why a key should not be used, if that is so: a key that only moved to another repository is not
/// dead, and a convention that lists a deprecated key asks for it.
pub(crate) fn deprecation(
    fact: Option<&'static semconv::Attribute>,
    convention: Option<&'static Convention>,
) -> Option<&'static Deprecated> {
    let fact = fact.filter(|fact| !fact.is_live())?;
    let is_asked_for = convention.is_some_and(|convention| convention.requirement(fact.key).is_some());
    fact.deprecated.filter(|_| !is_asked_for)
}
