//! What the user wrote between the parentheses, each part with its own tokens.
//!
//! In: the token stream of an annotation or a call. Out: [`Args`], in the order written.
//! Never here: defaults, rules between arguments, the annotated item.

mod key;
mod option;
mod parse;
mod value;

use proc_macro2::{Span, TokenStream};
use syn::{Expr, Pat, Path};

pub(crate) use parse::parse;
pub(crate) use value::{Constant, Form};

/// Which macro the arguments belong to; the language is one, the options differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Function,
    InlineSpan,
    Event,
    Record,
}

impl Place {
    /// The macro as users call it.
    pub(crate) fn call(self) -> &'static str {
        match self {
            Self::Function => "#[span]",
            Self::InlineSpan => "span!",
            Self::Event => "event!",
            Self::Record => "record!",
        }
    }

    fn options(self) -> &'static [&'static str] {
        match self {
            Self::Function => &[
                "name",
                "kind",
                "parent",
                "root",
                "links",
                "err",
                "ret",
                "late",
                "without",
                "attributes",
                "deprecated",
                "high_cardinality_ok",
                "crate",
            ],
            Self::InlineSpan => &[
                "kind",
                "parent",
                "root",
                "links",
                "late",
                "without",
                "attributes",
                "deprecated",
                "high_cardinality_ok",
                "crate",
            ],
            Self::Event | Self::Record => &["attributes", "deprecated", "crate"],
        }
    }

    fn makes_span(self) -> bool {
        matches!(self, Self::Function | Self::InlineSpan)
    }

    fn starts_with_name(self) -> bool {
        matches!(self, Self::InlineSpan | Self::Event)
    }
}

/// Everything given, in the order written.
#[derive(Default)]
pub(crate) struct Args {
    /// The bare path that came first, without a value.
    pub(crate) convention: Option<Key>,
    pub(crate) options: Vec<Given>,
    pub(crate) attributes: Vec<Attribute>,
}

/// One option as written. A value that could not be read was reported, and is `None`.
pub(crate) struct Given {
    pub(crate) name: String,
    pub(crate) span: Span,
    /// Where its value begins, or the name again.
    pub(crate) place: Span,
    pub(crate) value: Option<OptionValue>,
}

pub(crate) enum OptionValue {
    Name(Name),
    Kind(Kind),
    Parent(Expr),
    Root,
    Links(Expr),
    Err(Option<Box<Pat>>),
    Ret(Form),
    Late(Vec<Key>),
    Without(Waiver),
    /// Values that are groups of attributes.
    Attributes(Vec<Expr>),
    /// `deprecated = warn`
    DeprecatedWarns,
    /// The reason why.
    HighCardinalityOk(Name),
    Crate(Path),
}

/// `without(key, "reason")`
pub(crate) struct Waiver {
    pub(crate) key: Key,
    pub(crate) reason: Name,
}

/// A text, mostly a name, with the literal it comes from.
#[derive(Clone)]
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) span: Span,
}

/// A span kind, in OpenTelemetry's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Internal,
    Server,
    Client,
    Producer,
    Consumer,
}

/// One `key = value`.
pub(crate) struct Attribute {
    pub(crate) key: Key,
    pub(crate) form: Form,
    /// Where the `%` or `?` stands.
    pub(crate) sigil: Option<Span>,
    pub(crate) value: Value,
}

/// An attribute's key; `tokens` are what the user would edit.
#[derive(Clone)]
pub(crate) struct Key {
    pub(crate) text: String,
    pub(crate) is_quoted: bool,
    pub(crate) tokens: TokenStream,
}

/// A value that is known now, or the expression that will give it.
pub(crate) enum Value {
    Constant(Constant, Span),
    Dynamic(Box<Expr>),
}
