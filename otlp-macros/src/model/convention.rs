//! A convention that a span or a struct follows, and what comes with it.
//!
//! In: the path that names it, and the keys that there are. Out: [`Chosen`], constants that the user need not write,
//! what is missing.
//! Never here: reports; that is for `check`.

use super::{Attribute, Slot};
use crate::args::{Constant, Key, Kind, Waiver};
use crate::semconv::{self, Convention, Deprecated, Found, Level, Requirement};

/// The convention that a span or a struct names, known or not.
pub(crate) struct Chosen {
    pub(crate) key: Key,
    pub(crate) fact: Option<&'static Convention>,
}

impl Chosen {
    pub(crate) fn of(key: Key) -> Self {
        let fact = (!key.is_quoted).then(|| semconv::convention(&key.text)).flatten();
        Self { key, fact }
    }
}

/// What of a span or a struct its convention has a say in.
pub(crate) struct Contract<'a> {
    pub(crate) convention: Option<&'a Chosen>,
    pub(crate) attributes: Vec<&'a Attribute>,
    pub(crate) late: &'a [Slot],
    pub(crate) without: &'a [Waiver],
    /// Whether there are attributes whose keys only rustc knows.
    pub(crate) has_groups: bool,
    /// Whether it is a struct, whose fields are all there is.
    pub(crate) is_struct: bool,
}

impl Contract<'_> {
    /// The convention's facts, if there is one.
    pub(crate) fn fact(&self) -> Option<&'static Convention> {
        self.convention.and_then(|chosen| chosen.fact)
    }

    /// The keys that the convention requires and that nobody mentions. A group of attributes may have them.
    pub(crate) fn missing(&self) -> Vec<&'static Requirement> {
        let required = self.fact().into_iter().flat_map(required);
        required.filter(|requirement| !self.mentions(requirement.key)).collect()
    }

    /// Whether the user has written the key, or something that was reported as meant to be it.
    fn mentions(&self, key: &str) -> bool {
        let given = self.attributes.iter().map(|attribute| &attribute.key);
        let late = self.late.iter().map(|slot| &slot.key);
        let waived = self.without.iter().map(|waiver| &waiver.key);
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
}

/// Yields the keys that the user has to do something about.
pub(crate) fn required(convention: &'static Convention) -> impl Iterator<Item = &'static Requirement> {
    let is_fixed = move |key: &str| fixed(convention).any(|(fixed, _)| fixed == key);
    let listed = convention.attributes.iter();
    listed.filter(move |requirement| requirement.level == Level::Required && !is_fixed(requirement.key))
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
