//! What the user meant: every default filled in, every fact derived once.
//!
//! In: [`Args`] and the [`Item`]. Out: [`Function`], [`Span`], [`Statement`].
//! Never here: errors, tokens of generated code.

mod function;
mod output;

use proc_macro2::Span as Place;
use syn::{Expr, Path};

pub(crate) use function::Function;
pub(crate) use output::Output;

use crate::args::{self, Args, Attribute, Constant, Form, Key, Kind, Name, OptionValue, Value};
use crate::item::Item;

/// A span to start.
pub(crate) struct Span {
    pub(crate) name: Name,
    pub(crate) kind: Kind,
    pub(crate) start: Start,
    pub(crate) links: Option<Expr>,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) door: Option<Path>,
    pub(crate) written: Vec<Written>,
}

/// What a span's parent is.
pub(crate) enum Start {
    Current,
    Root,
    Child(Expr),
}

/// An option where it was written; its value is in the model.
pub(crate) struct Written {
    pub(crate) name: String,
    pub(crate) place: Place,
}

/// `event!` (with a name) or `record!`.
pub(crate) struct Statement {
    pub(crate) call: args::Place,
    pub(crate) name: Name,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) door: Option<Path>,
    pub(crate) written: Vec<Written>,
}

impl Span {
    /// The attributes that are encoded when the program compiles.
    pub(crate) fn constants(&self) -> impl Iterator<Item = (&str, &Constant)> {
        self.attributes.iter().filter_map(|attribute| match &attribute.value {
            Value::Constant(constant, _) => Some((attribute.key.text.as_str(), constant)),
            Value::Dynamic(_) => None,
        })
    }

    /// The attributes whose values are known only when the span starts.
    pub(crate) fn dynamic(&self) -> impl Iterator<Item = (&Key, Form, &Expr)> {
        self.attributes.iter().filter_map(|attribute| match &attribute.value {
            Value::Dynamic(expr) => Some((&attribute.key, attribute.form, expr.as_ref())),
            Value::Constant(..) => None,
        })
    }

    /// Whether anything is left to do for a span that is recorded.
    pub(crate) fn has_details(&self) -> bool {
        self.links.is_some() || self.dynamic().next().is_some()
    }
}

/// Resolves the arguments of `#[traced]` and `#[span]`.
pub(crate) fn function(args: Args, item: Item) -> Function {
    let default_name =
        Name { text: syn::ext::IdentExt::unraw(&item.sig.ident).to_string(), span: item.sig.ident.span() };
    let mut picked = Picked::from(args.options);
    let (err, ret) = (picked.err.take(), picked.ret.take());
    let output = Output::of(&item.sig);
    Function { span: picked.span(default_name, args.attributes), err, ret, output, item }
}

/// Resolves the arguments of `span!`.
pub(crate) fn inline_span(args: Args) -> Span {
    Picked::from(args.options).span(missing_name(), args.attributes)
}

/// Resolves the arguments of `event!` and `record!`.
pub(crate) fn statement(args: Args, call: args::Place) -> Statement {
    let picked = Picked::from(args.options);
    Statement {
        call,
        name: picked.name.unwrap_or_else(missing_name),
        attributes: args.attributes,
        door: picked.door,
        written: picked.written,
    }
}

/// Stands where a name is missing. For a call that needs one that was reported; `record!` has
/// none and prints none.
fn missing_name() -> Name {
    Name { text: "unnamed".to_owned(), span: Place::call_site() }
}

/// The first of each option. A second one is for `check` to report.
#[derive(Default)]
struct Picked {
    name: Option<Name>,
    kind: Option<Kind>,
    parent: Option<Expr>,
    is_root: bool,
    links: Option<Expr>,
    err: Option<function::Failure>,
    ret: Option<Form>,
    door: Option<Path>,
    written: Vec<Written>,
}

impl Picked {
    fn from(options: Vec<args::Given>) -> Self {
        let mut picked = Self::default();
        for option in options {
            picked.written.push(Written { name: option.name, place: option.span });
            match option.value {
                Some(OptionValue::Name(name)) => _ = picked.name.get_or_insert(name),
                Some(OptionValue::Kind(kind)) => _ = picked.kind.get_or_insert(kind),
                Some(OptionValue::Parent(parent)) => _ = picked.parent.get_or_insert(parent),
                Some(OptionValue::Root) => picked.is_root = true,
                Some(OptionValue::Links(links)) => _ = picked.links.get_or_insert(links),
                Some(OptionValue::Err(expected)) => {
                    picked.err.get_or_insert(function::Failure { expected });
                }
                Some(OptionValue::Ret(form)) => _ = picked.ret.get_or_insert(form),
                Some(OptionValue::Crate(path)) => _ = picked.door.get_or_insert(path),
                None => {}
            }
        }
        picked
    }

    fn span(self, default_name: Name, attributes: Vec<Attribute>) -> Span {
        let start = match (self.is_root, self.parent) {
            (true, _) => Start::Root,
            (false, Some(parent)) => Start::Child(parent),
            (false, None) => Start::Current,
        };
        Span {
            name: self.name.unwrap_or(default_name),
            kind: self.kind.unwrap_or(Kind::Internal),
            start,
            links: self.links,
            attributes,
            door: self.door,
            written: self.written,
        }
    }
}

/// Finds where an option was written first.
pub(crate) fn place_of(written: &[Written], name: &str) -> Option<Place> {
    written.iter().find(|option| option.name == name).map(|option| option.place)
}
