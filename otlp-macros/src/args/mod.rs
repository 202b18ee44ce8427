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
pub(crate) use value::{Constant, Form, other, take_outcomes};

/// Which macro the arguments belong to; the language is one, the options differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Function,
    /// An `impl` block or a trait.
    Block,
    /// A function in a block that has the attribute too.
    Method,
    InlineSpan,
    Event,
    Record,
}

const SPANS: &[Place] = &[Place::Function, Place::Method, Place::InlineSpan];
const FUNCTIONS: &[Place] = &[Place::Function, Place::Method];
const FUNCTIONS_AND_BLOCKS: &[Place] = &[Place::Function, Place::Method, Place::Block];
const SPANS_AND_BLOCKS: &[Place] = &[Place::Function, Place::Method, Place::InlineSpan, Place::Block];
const ALL_BUT_BLOCKS: &[Place] =
    &[Place::Function, Place::Method, Place::InlineSpan, Place::Event, Place::Record];
const ALL: &[Place] =
    &[Place::Function, Place::Method, Place::InlineSpan, Place::Block, Place::Event, Place::Record];

/// Every option, in the order in which errors list them, and where it may stand.
const OPTIONS: [(&str, &[Place]); 19] = [
    ("name", FUNCTIONS),
    ("kind", SPANS_AND_BLOCKS),
    ("parent", SPANS),
    ("root", SPANS),
    ("extract", SPANS),
    ("inject", SPANS),
    ("links", SPANS),
    ("err", FUNCTIONS_AND_BLOCKS),
    ("ret", FUNCTIONS),
    ("future", FUNCTIONS),
    ("stream", FUNCTIONS),
    ("sync", FUNCTIONS),
    ("late", SPANS),
    ("without", SPANS),
    ("attributes", ALL_BUT_BLOCKS),
    ("deprecated", ALL),
    ("high_cardinality_ok", SPANS),
    ("crate", ALL),
    ("skip", &[Place::Method]),
];

impl Place {
    /// The macro as users call it.
    pub(crate) fn call(self) -> &'static str {
        match self {
            Self::Function | Self::Block | Self::Method => "#[span]",
            Self::InlineSpan => "span!",
            Self::Event => "event!",
            Self::Record => "record!",
        }
    }

    fn options(self) -> impl Iterator<Item = &'static str> {
        OPTIONS.iter().filter(move |(_, places)| places.contains(&self)).map(|(name, _)| *name)
    }

    fn has_option(self, name: &str) -> bool {
        self.options().any(|option| option == name)
    }

    fn makes_span(self) -> bool {
        !matches!(self, Self::Event | Self::Record)
    }

    fn starts_with_name(self) -> bool {
        matches!(self, Self::InlineSpan | Self::Event)
    }
}

/// Everything given, in the order written.
#[derive(Clone, Default)]
pub(crate) struct Args {
    /// The bare path that came first, without a value.
    pub(crate) convention: Option<Key>,
    pub(crate) options: Vec<Given>,
    pub(crate) attributes: Vec<Attribute>,
}

impl Args {
    /// The path given by `crate = ..`.
    pub(crate) fn door(&self) -> Option<&Path> {
        self.options.iter().find_map(|option| match &option.value {
            Some(OptionValue::Crate(path)) => Some(path),
            _ => None,
        })
    }

    /// Takes over `crate = ..` from the block around, as that is where the runtime is.
    pub(crate) fn with_door_of(mut self, block: &Self) -> Self {
        if !self.options.iter().any(|option| option.name == "crate") {
            self.options.extend(block.options.iter().find(|option| option.name == "crate").cloned());
        }
        self
    }

    /// Whether the function shall have no span.
    pub(crate) fn is_skipped(&self) -> bool {
        self.options.iter().any(|option| option.name == "skip")
    }
}

/// One option as written. A value that could not be read was reported, and is `None`.
#[derive(Clone)]
pub(crate) struct Given {
    pub(crate) name: String,
    pub(crate) span: Span,
    /// Where its value begins, or the name again.
    pub(crate) place: Span,
    pub(crate) value: Option<OptionValue>,
}

#[derive(Clone)]
pub(crate) enum OptionValue {
    Name(Name),
    Kind(Kind),
    Parent(Expr),
    Root,
    Extract(Extract),
    /// The carrier to write into.
    Inject(Expr),
    Links(Expr),
    Err(Failure),
    Ret(Form),
    Runs(Runs),
    Late(Vec<Key>),
    Without(Waiver),
    /// Values that are groups of attributes.
    Attributes(Vec<Expr>),
    /// `deprecated = warn`
    DeprecatedWarns,
    /// The reason why.
    HighCardinalityOk(Name),
    Crate(Path),
    /// No span for this method.
    Skip,
}

/// `extract(carrier, trust = ..)`
#[derive(Clone)]
pub(crate) struct Extract {
    pub(crate) carrier: Expr,
    pub(crate) trust: Trust,
}

/// How far what a carrier holds is trusted: `trust` (also when nothing is said), `link` or `restart`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trust {
    Continue,
    Link,
    Restart,
}

/// `err`, and what it says about errors.
#[derive(Clone, Default)]
pub(crate) struct Failure {
    /// The errors that are no failure: `expected = Pattern`.
    pub(crate) expected: Option<Box<Pat>>,
    /// What is recorded instead of the error: `map = function`.
    pub(crate) map: Option<Box<Expr>>,
    /// `message = none`: the text of the error is not for the trace.
    pub(crate) is_unsaid: bool,
    /// `none = "not_found"`: what a `None` is as an error.
    pub(crate) none: Option<Name>,
}

/// `future`, `stream` or `sync`: what a span covers, where the return type does not say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Runs {
    Future,
    Stream,
    Sync,
}

/// `without(key, "reason")`
#[derive(Clone)]
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
#[derive(Clone)]
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
#[derive(Clone)]
pub(crate) enum Value {
    Constant(Constant, Span),
    Dynamic(Box<Expr>),
}
