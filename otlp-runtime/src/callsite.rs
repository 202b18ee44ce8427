//! The place in the source that makes spans, with all that is known there before the program runs.
//!
//! In: constants that the macros print. Out: `&'static Callsite`, which every record points to.
//! Never here: anything that changes at run time.

use core::fmt;
use core::panic::Location;

/// What a span is in its trace (OpenTelemetry `SpanKind`).
///
/// Default: [`Internal`](Self::Internal).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SpanKind {
    /// Work inside the program.
    #[default]
    Internal,
    /// The handling of a remote request.
    Server,
    /// A request to a remote service.
    Client,
    /// The creation or sending of a message that is handled later.
    Producer,
    /// The handling of a message.
    Consumer,
}

impl SpanKind {
    /// Returns OTLP's number for the kind.
    pub(crate) const fn to_otlp(self) -> u8 {
        match self {
            Self::Internal => 1,
            Self::Server => 2,
            Self::Client => 3,
            Self::Producer => 4,
            Self::Consumer => 5,
        }
    }

    /// Returns the kind's name as in `kind = client`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::Server => "server",
            Self::Client => "client",
            Self::Producer => "producer",
            Self::Consumer => "consumer",
        }
    }
}

impl fmt::Display for SpanKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The library or application that makes spans (OpenTelemetry `InstrumentationScope`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scope {
    name: &'static str,
    version: &'static str,
    details: Option<&'static ScopeDetails>,
}

/// What few scopes have.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct ScopeDetails {
    pub(crate) schema_url: &'static str,
    /// `InstrumentationScope.attributes` fields, as they go on the wire.
    pub(crate) attributes: Vec<u8>,
}

impl Scope {
    /// No name, no version: for spans of the builder.
    pub(crate) const NONE: Self = Self::new("", "");

    /// Names a scope; the version may be empty.
    pub const fn new(name: &'static str, version: &'static str) -> Self {
        Self { name, version, details: None }
    }

    /// Adds what few scopes have.
    #[cfg(feature = "opentelemetry")]
    pub(crate) const fn with_details(self, details: &'static ScopeDetails) -> Self {
        Self { details: Some(details), ..self }
    }

    /// Returns the scope's name; by the macros, that of the cargo package.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the scope's version; by the macros, that of the cargo package.
    pub const fn version(&self) -> &'static str {
        self.version
    }

    /// Returns the schema that the scope's spans follow; empty if it does not say.
    pub const fn schema_url(&self) -> &'static str {
        match self.details {
            Some(details) => details.schema_url,
            None => "",
        }
    }

    /// Returns the scope's attributes, encoded.
    pub(crate) fn attributes(&self) -> &'static [u8] {
        self.details.map_or(b"", |details| &details.attributes)
    }
}

/// One place that makes spans.
#[derive(Debug)]
pub struct Callsite {
    scope: Scope,
    kind: SpanKind,
    name: &'static str,
    /// `Span.attributes` fields, as they go on the wire.
    attributes: &'static [u8],
    attributes_count: u32,
    /// Bytes of constant attributes; the most there is where the name is built, too.
    bytes_to_check: usize,
    /// Ways to build the name from attributes, the preferred one first.
    names: &'static [&'static [NamePart]],
    /// Keys that the body promised to record.
    late: &'static [&'static str],
    location: &'static Location<'static>,
}

/// A piece of a name that is built when the span ends.
#[derive(Clone, Copy, Debug)]
pub enum NamePart {
    /// This text.
    Text(&'static str),
    /// The value of this key, a text or an integer; without it, this way fails.
    Key(&'static str),
    /// The value of the first key, or the last text where that value is the second.
    KeyBut(&'static str, &'static str, &'static str),
    /// The value of the first key; where it is this text, this way fails.
    KeyNot(&'static str, &'static str),
    /// Nothing; where this key is true, this way fails.
    Unless(&'static str),
}

/// The functions that generated code calls: one short path says all that constants do not.
macro_rules! of_kinds {
    ($($kind:ident $variant:ident),+) => {$(
        #[doc = concat!("Describes the place this call is written at, which makes spans of kind `", stringify!($kind), "`.")]
        #[track_caller]
        pub const fn $kind(
            scope: &'static str,
            version: &'static str,
            name: &'static str,
            attributes: &'static [u8],
        ) -> Self {
            Self::new(Scope::new(scope, version), SpanKind::$variant, name, attributes)
        }
    )+};
}

impl Callsite {
    /// Describes the place this call is written at.
    #[track_caller]
    pub const fn new(scope: Scope, kind: SpanKind, name: &'static str, attributes: &'static [u8]) -> Self {
        Self {
            scope,
            kind,
            name,
            attributes,
            attributes_count: count_fields(attributes),
            bytes_to_check: attributes.len(),
            names: &[],
            late: &[],
            location: Location::caller(),
        }
    }

    of_kinds!(internal Internal, server Server, client Client, producer Producer, consumer Consumer);

    /// Adds ways to build the name from attributes; the first that can be built wins over the
    /// constant name.
    #[must_use]
    pub const fn with_names(self, names: &'static [&'static [NamePart]]) -> Self {
        let bytes_to_check = if names.is_empty() { self.bytes_to_check } else { usize::MAX };
        Self { bytes_to_check, names, ..self }
    }

    /// Adds keys that the body promised to record.
    #[must_use]
    pub const fn with_late(self, late: &'static [&'static str]) -> Self {
        Self { late, ..self }
    }

    pub(crate) const fn names(&self) -> &'static [&'static [NamePart]] {
        self.names
    }

    pub(crate) const fn late(&self) -> &'static [&'static str] {
        self.late
    }

    /// Returns how much of the callsite may have to be looked at when a span starts: the bytes of its constant attributes,
    /// or more than any limit allows where its name is built.
    #[inline]
    pub(crate) const fn bytes_to_check(&self) -> usize {
        self.bytes_to_check
    }

    pub(crate) const fn attributes_count(&self) -> u32 {
        self.attributes_count
    }

    /// The callsite of internal spans of the builder; stands where there is no span, too.
    pub(crate) const NONE: &'static Self = {
        static INTERNAL: Callsite = Callsite::new(Scope::NONE, SpanKind::Internal, "", b"");
        &INTERNAL
    };

    /// Returns the callsite of builder spans of `kind`; their name is in the record.
    pub(crate) fn dynamic(kind: SpanKind) -> &'static Self {
        static SERVER: Callsite = Callsite::new(Scope::NONE, SpanKind::Server, "", b"");
        static CLIENT: Callsite = Callsite::new(Scope::NONE, SpanKind::Client, "", b"");
        static PRODUCER: Callsite = Callsite::new(Scope::NONE, SpanKind::Producer, "", b"");
        static CONSUMER: Callsite = Callsite::new(Scope::NONE, SpanKind::Consumer, "", b"");
        match kind {
            SpanKind::Internal => Self::NONE,
            SpanKind::Server => &SERVER,
            SpanKind::Client => &CLIENT,
            SpanKind::Producer => &PRODUCER,
            SpanKind::Consumer => &CONSUMER,
        }
    }

    pub(crate) const fn scope(&self) -> &Scope {
        &self.scope
    }

    pub(crate) const fn kind(&self) -> SpanKind {
        self.kind
    }

    pub(crate) const fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) const fn attributes(&self) -> &'static [u8] {
        self.attributes
    }

    pub(crate) const fn location(&self) -> &'static Location<'static> {
        self.location
    }
}

/// Counts length-delimited fields with tags of one byte, at compile time.
const fn count_fields(mut fields: &[u8]) -> u32 {
    let mut count = 0;
    while let [_, rest @ ..] = fields {
        let mut len = 0;
        let mut shift = 0;
        fields = rest;
        while let [byte, rest @ ..] = fields {
            fields = rest;
            len |= ((*byte & 0x7f) as usize) << shift;
            shift += 7;
            if *byte < 0x80 {
                break;
            }
        }
        match fields.split_at_checked(len) {
            Some((_, rest)) => fields = rest,
            None => return count,
        }
        count += 1;
    }
    count
}
