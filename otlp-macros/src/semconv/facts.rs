//! What the registry says, as types that a table can be made of.
//!
//! In: nothing; the tables are constants. Out: plain data and what follows from one row alone.
//! Never here: look-ups over a table; see `find`.

/// One attribute of the registry.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Attribute {
    /// The key; of a template the part before the user's suffix, without the dot.
    pub(crate) key: &'static str,
    pub(crate) ty: Type,
    pub(crate) stability: Stability,
    pub(crate) deprecated: Option<&'static Deprecated>,
    /// Sorted by value, each value once. Empty unless [`Type::Enum`].
    pub(crate) members: &'static [Member],
}

/// What a key's value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    String,
    Int,
    Double,
    Bool,
    StringArray,
    IntArray,
    // These two: v1.44.0 has no key of them, a project may.
    DoubleArray,
    BoolArray,
    Any,
    /// A listed value or, the lists being open, another one of the same type.
    Enum(EnumOf),
    /// `key.<suffix>`, a string for each suffix.
    TemplateString,
    /// `key.<suffix>`, strings for each suffix.
    TemplateStringArray,
}

impl Type {
    /// Tells whether the key needs a suffix to be complete.
    pub(crate) const fn is_template(self) -> bool {
        matches!(self, Self::TemplateString | Self::TemplateStringArray)
    }

    /// Returns the type of a recorded value: a template's element, an enum's member, else itself.
    pub(crate) const fn of_value(self) -> Self {
        match self {
            Self::TemplateString | Self::Enum(EnumOf::String) => Self::String,
            Self::TemplateStringArray => Self::StringArray,
            Self::Enum(EnumOf::Int) => Self::Int,
            plain => plain,
        }
    }

    /// Returns the type as messages call it.
    pub(crate) const fn words(self) -> &'static str {
        match self.of_value() {
            Self::Int => "an integer",
            Self::Double => "a float",
            Self::Bool => "a boolean",
            Self::StringArray => "a list of texts",
            Self::IntArray => "a list of integers",
            Self::DoubleArray => "a list of floats",
            Self::BoolArray => "a list of booleans",
            Self::Any => "any value",
            Self::String | Self::Enum(_) | Self::TemplateString | Self::TemplateStringArray => "a text",
        }
    }
}

/// The type of an enum's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EnumOf {
    String,
    Int,
}

/// How firm a definition is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stability {
    Stable,
    ReleaseCandidate,
    #[cfg_attr(not(test), expect(dead_code, reason = "nothing in v1.44.0 is in beta"))]
    Beta,
    Alpha,
    Development,
}

/// Why not to use something any more, and what to use.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Deprecated {
    pub(crate) reason: Reason,
    /// The same meaning under another key (or value, for a member). Its type may differ.
    pub(crate) renamed_to: Option<&'static str>,
    /// The repository where the definition lives on, under the same key: not dead.
    pub(crate) moved_to: Option<&'static str>,
    /// Keys that the deprecation note names, in its order: candidates, not a promise. A template key
    /// may stand here with its suffix.
    pub(crate) names: &'static [&'static str],
}

impl Deprecated {
    /// The new name, or the first that the note names.
    pub(crate) fn successor(&self) -> Option<&'static str> {
        self.renamed_to.or_else(|| self.names.first().copied())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// Only the key changed.
    Renamed,
    /// Nothing takes its place one to one.
    Obsoleted,
    /// Anything else; see `moved_to` and `names`.
    Uncategorized,
}

/// One value of an enum.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) value: Value,
    pub(crate) stability: Stability,
    /// Set only if no live member has the same value.
    pub(crate) deprecated: Option<&'static Deprecated>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Value {
    Int(i64),
    String(&'static str),
}

impl Attribute {
    /// Tells whether the key may be recorded: not deprecated, or only moved to another repository.
    pub(crate) fn is_live(&self) -> bool {
        self.deprecated.is_none_or(|deprecated| deprecated.moved_to.is_some())
    }

    /// Finds the member with this text, deprecated ones too.
    pub(crate) fn member(&self, value: &str) -> Option<&'static Member> {
        let found = self.members.binary_search_by(|member| match member.value {
            Value::Int(_) => std::cmp::Ordering::Less,
            Value::String(text) => text.cmp(value),
        });
        self.members.get(found.ok()?)
    }

    /// Finds the member with this number, deprecated ones too.
    pub(crate) fn int_member(&self, value: i64) -> Option<&'static Member> {
        let found = self.members.binary_search_by(|member| member.value.cmp(&Value::Int(value)));
        self.members.get(found.ok()?)
    }
}

/// One span convention with all it inherits.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Convention {
    /// The registry's id without `span.`.
    pub(crate) id: &'static str,
    pub(crate) kind: Kind,
    /// Other kinds that the convention allows.
    pub(crate) kind_may: &'static [Kind],
    pub(crate) stability: Stability,
    pub(crate) deprecated: Option<&'static Deprecated>,
    /// Ways to name the span; the first whose parts are all available wins. Empty: no rule.
    pub(crate) name: &'static [Template],
    /// Values that the convention fixes and its list leaves out. As good as required.
    pub(crate) implied: &'static [Implied],
    /// Sorted by key.
    pub(crate) attributes: &'static [Requirement],
}

impl Convention {
    /// Finds what the convention says about a registry key (of a template, the part without suffix).
    pub(crate) fn requirement(&self, key: &str) -> Option<&'static Requirement> {
        let found = self.attributes.binary_search_by(|requirement| requirement.key.cmp(key));
        self.attributes.get(found.ok()?)
    }

    /// Tells whether the convention may be used: not deprecated, or only moved to another repository.
    pub(crate) fn is_live(&self) -> bool {
        self.deprecated.is_none_or(|deprecated| deprecated.moved_to.is_some())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Internal,
    Server,
    Client,
    Producer,
    Consumer,
}

/// A key in the list of a convention.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Requirement {
    pub(crate) key: &'static str,
    pub(crate) level: Level,
    /// To be given when the span starts, since samplers read it.
    pub(crate) sampling: bool,
    /// The one value allowed.
    pub(crate) must_be: Option<&'static str>,
    /// The one value advised.
    pub(crate) should_be: Option<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    Required,
    /// Required under a condition that only the program can know.
    Conditional,
    Recommended,
    OptIn,
}

/// A value that comes with a convention.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Implied {
    pub(crate) key: &'static str,
    pub(crate) value: &'static str,
    pub(crate) sampling: bool,
}

/// One way to name a span.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Template {
    pub(crate) parts: &'static [Part],
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Text(&'static str),
    /// The value of a key of the same span.
    Key {
        key: &'static str,
        /// What the value `_OTHER` does.
        other: Other,
        /// Keys of booleans: while one is true, this key is not available for the name.
        unless: &'static [&'static str],
    },
}

/// What `_OTHER`, the value for "not a known one", means in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Other {
    /// Nothing special.
    AsIs,
    /// It is written as this text.
    Reads(&'static str),
    /// The key counts as missing.
    Unavailable,
}

/// The name of an event.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) name: &'static str,
    pub(crate) stability: Stability,
    pub(crate) deprecated: Option<&'static Deprecated>,
}
