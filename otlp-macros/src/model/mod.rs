//! What the user meant: every default filled in, every fact derived once.
//!
//! In: [`Args`] and the [`Item`], facts of the conventions. Out: [`Function`], [`Block`], [`Span`], [`Statement`].
//! Never here: errors, tokens of generated code.

mod attribute;
mod block;
mod convention;
mod function;
mod name;
mod output;
mod work;

use proc_macro2::Span as Place;
use syn::{Expr, Path};

pub(crate) use attribute::{Attribute, fact};
pub(crate) use block::{Block, Member};
pub(crate) use convention::{Chosen, Contract, deprecation, fixed, kind, required};
pub(crate) use function::{Failure, Function};
pub(crate) use name::{Piece, SpanName, template};
pub(crate) use output::Output;
pub(crate) use work::{Holder, Later, What, Work};

use crate::args::{self, Args, Constant, Extract, Form, Key, Kind, Name, OptionValue, Runs, Value, Waiver};
use crate::item::Item;
use crate::semconv::{self, Convention};

/// A span to start.
pub(crate) struct Span {
    pub(crate) name: SpanName,
    pub(crate) kind: Kind,
    pub(crate) start: Start,
    pub(crate) links: Option<Expr>,
    /// The carrier that the span's context is written into.
    pub(crate) inject: Option<Expr>,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) convention: Option<Chosen>,
    /// Values that the convention sets and the user did not write.
    pub(crate) fixed: Vec<(&'static str, Constant)>,
    /// Keys that the body will record.
    pub(crate) late: Vec<Slot>,
    pub(crate) without: Vec<Waiver>,
    /// Values that are groups of attributes.
    pub(crate) groups: Vec<Expr>,
    pub(crate) level: Level,
    /// Why the name may have many values.
    pub(crate) high_cardinality_ok: Option<Name>,
    pub(crate) door: Option<Path>,
    pub(crate) written: Vec<Written>,
}

/// A key of `late(..)`.
pub(crate) struct Slot {
    pub(crate) key: Key,
    pub(crate) fact: Option<&'static semconv::Attribute>,
}

/// What a deprecated key costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    Deny,
    Warn,
}

impl Level {
    /// What holds where an item says nothing.
    pub(crate) fn of_crate() -> Self {
        if semconv::own().is_some_and(|own| own.warns) { Self::Warn } else { Self::Deny }
    }
}

/// What a span's parent is.
pub(crate) enum Start {
    Current,
    Root,
    Child(Expr),
    Extracted(Extract),
}

/// An option where it was written; its value is in the model.
#[derive(Clone)]
pub(crate) struct Written {
    pub(crate) name: String,
    pub(crate) place: Place,
    /// Where its value begins, or the name again.
    pub(crate) value: Place,
}

/// `event!` (with a name) or `record!`.
pub(crate) struct Statement {
    pub(crate) call: args::Place,
    pub(crate) name: Name,
    pub(crate) attributes: Vec<Attribute>,
    /// Values that are groups of attributes.
    pub(crate) groups: Vec<Expr>,
    pub(crate) level: Level,
    pub(crate) door: Option<Path>,
    pub(crate) written: Vec<Written>,
}

impl Statement {
    /// Why the event should not be used, if it is one of the conventions' and they gave it up.
    pub(crate) fn deprecation(&self) -> Option<&'static semconv::Deprecated> {
        let event = semconv::event(&self.name.text).filter(|_| self.call == args::Place::Event)?;
        event.deprecated.filter(|deprecated| deprecated.moved_to.is_none())
    }

    /// The deprecated keys that rustc shall warn about.
    pub(crate) fn warned(&self) -> impl Iterator<Item = (&Key, &'static semconv::Attribute)> {
        let keys = self.attributes.iter().map(|attribute| (&attribute.key, attribute.fact));
        keys.filter_map(|(key, fact)| warned(self.level, key, fact, None))
    }
}

/// The key, if it is deprecated and that is a warning.
pub(crate) fn warned<'a>(
    level: Level,
    key: &'a Key,
    fact: Option<&'static semconv::Attribute>,
    convention: Option<&'static Convention>,
) -> Option<(&'a Key, &'static semconv::Attribute)> {
    let is_warned = level == Level::Warn && deprecation(fact, convention).is_some();
    fact.filter(|_| is_warned).map(|fact| (key, fact))
}

impl Span {
    /// The convention's facts, if there is one.
    pub(crate) fn convention(&self) -> Option<&'static Convention> {
        self.convention.as_ref().and_then(|chosen| chosen.fact)
    }

    /// What the convention has a say in.
    pub(crate) fn contract(&self) -> Contract<'_> {
        Contract {
            convention: self.convention.as_ref(),
            attributes: self.attributes.iter().collect(),
            late: &self.late,
            without: &self.without,
            has_groups: !self.groups.is_empty(),
            is_struct: false,
        }
    }

    /// The deprecated keys that rustc shall warn about.
    pub(crate) fn warned(&self) -> impl Iterator<Item = (&Key, &'static semconv::Attribute)> {
        let given = self.attributes.iter().map(|attribute| (&attribute.key, attribute.fact));
        let keys = given.chain(self.late.iter().map(|slot| (&slot.key, slot.fact)));
        keys.filter_map(|(key, fact)| warned(self.level, key, fact, self.convention()))
    }

    /// The attributes that are encoded when the program compiles.
    pub(crate) fn constants(&self) -> impl Iterator<Item = (&str, &Constant)> {
        let fixed = self.fixed.iter().map(|(key, constant)| (*key, constant));
        let given = self.attributes.iter();
        fixed.chain(given.filter_map(|given| Some((given.key.text.as_str(), given.constant()?))))
    }

    /// The attributes whose values are known only when the span starts.
    pub(crate) fn dynamic(&self) -> impl Iterator<Item = (&Attribute, &Expr)> {
        self.attributes.iter().filter_map(|attribute| match &attribute.value {
            Value::Dynamic(expr) => Some((attribute, expr.as_ref())),
            Value::Constant(..) => None,
        })
    }

    /// The user's expressions, which run when the span starts.
    pub(crate) fn expressions(&self) -> impl Iterator<Item = &Expr> {
        let parent = match &self.start {
            Start::Child(parent) => Some(parent),
            Start::Extracted(extract) => Some(&extract.carrier),
            Start::Current | Start::Root => None,
        };
        let values = self.dynamic().map(|(_, expr)| expr);
        parent.into_iter().chain(&self.links).chain(&self.inject).chain(&self.groups).chain(values)
    }

    /// Those of them, but for attributes, that run only where there is something to do.
    pub(crate) fn conditional(&self) -> impl Iterator<Item = &Expr> {
        let carrier = match &self.start {
            Start::Extracted(extract) => Some(&extract.carrier),
            Start::Child(_) | Start::Current | Start::Root => None,
        };
        self.groups.iter().chain(&self.links).chain(carrier).chain(&self.inject)
    }

    /// Whether there is one.
    pub(crate) fn has_expressions(&self) -> bool {
        self.expressions().next().is_some()
    }

    /// Whether anything is left to do for a span that is recorded.
    pub(crate) fn has_details(&self) -> bool {
        self.links.is_some() || !self.groups.is_empty() || self.dynamic().next().is_some()
    }
}

/// Resolves the arguments of `#[traced]` and `#[span]`.
pub(crate) fn function(args: Args, item: Item) -> Function {
    named(args, item, None)
}

/// Resolves the arguments of a function, named `owner::function` unless they say otherwise.
fn named(args: Args, item: Item, owner: Option<&str>) -> Function {
    let own_name = syn::ext::IdentExt::unraw(&item.sig.ident).to_string();
    let default_name = Name {
        text: owner.map_or(own_name.clone(), |owner| format!("{owner}::{own_name}")),
        span: item.sig.ident.span(),
    };
    let mut picked = Picked::from(args.options);
    let (err, ret) = (picked.err.take(), picked.ret.take());
    let output = Output::of(&item.sig);
    let work = Work::of(&output, picked.runs);
    Function {
        span: picked.span(Some(default_name), args.convention, args.attributes),
        err,
        ret,
        output,
        work,
        item,
    }
}

/// Resolves the arguments of `span!`.
pub(crate) fn inline_span(args: Args) -> Span {
    Picked::from(args.options).span(None, args.convention, args.attributes)
}

/// Resolves the arguments of `event!` and `record!`.
pub(crate) fn statement(args: Args, call: args::Place) -> Statement {
    let picked = Picked::from(args.options);
    let level = picked.level();
    Statement {
        call,
        name: picked.name.unwrap_or_else(missing_name),
        attributes: args.attributes.into_iter().map(Attribute::of).collect(),
        groups: picked.groups,
        level,
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
    extract: Option<Extract>,
    inject: Option<Expr>,
    err: Option<Failure>,
    ret: Option<Form>,
    runs: Option<Runs>,
    late: Vec<Slot>,
    without: Vec<Waiver>,
    groups: Vec<Expr>,
    is_warned: bool,
    high_cardinality_ok: Option<Name>,
    door: Option<Path>,
    written: Vec<Written>,
}

impl Picked {
    fn level(&self) -> Level {
        if self.is_warned { Level::Warn } else { Level::of_crate() }
    }

    fn from(options: Vec<args::Given>) -> Self {
        let mut picked = Self::default();
        for option in options {
            picked.written.push(Written { name: option.name, place: option.span, value: option.place });
            match option.value {
                Some(OptionValue::Name(name)) => _ = picked.name.get_or_insert(name),
                Some(OptionValue::Kind(kind)) => _ = picked.kind.get_or_insert(kind),
                Some(OptionValue::Parent(parent)) => _ = picked.parent.get_or_insert(parent),
                Some(OptionValue::Root) => picked.is_root = true,
                Some(OptionValue::Extract(extract)) => _ = picked.extract.get_or_insert(extract),
                Some(OptionValue::Inject(carrier)) => _ = picked.inject.get_or_insert(carrier),
                Some(OptionValue::Links(links)) => _ = picked.links.get_or_insert(links),
                Some(OptionValue::Err(policy)) => {
                    picked.err.get_or_insert(Failure { policy, is_inherited: false });
                }
                Some(OptionValue::Ret(form)) => _ = picked.ret.get_or_insert(form),
                Some(OptionValue::Runs(runs)) => _ = picked.runs.get_or_insert(runs),
                Some(OptionValue::Late(keys)) => {
                    picked.late.extend(keys.into_iter().map(|key| Slot { fact: fact(&key), key }));
                }
                Some(OptionValue::Without(waiver)) => picked.without.push(waiver),
                Some(OptionValue::Attributes(groups)) => picked.groups.extend(groups),
                Some(OptionValue::DeprecatedWarns) => picked.is_warned = true,
                Some(OptionValue::HighCardinalityOk(why)) => {
                    _ = picked.high_cardinality_ok.get_or_insert(why);
                }
                Some(OptionValue::Crate(path)) => _ = picked.door.get_or_insert(path),
                // A method with it has no span to resolve.
                Some(OptionValue::Skip) | None => {}
            }
        }
        picked
    }

    fn span(
        self,
        default_name: Option<Name>,
        convention: Option<Key>,
        attributes: Vec<args::Attribute>,
    ) -> Span {
        let level = self.level();
        let start = match (self.is_root, self.parent, self.extract) {
            (true, ..) => Start::Root,
            (false, Some(parent), _) => Start::Child(parent),
            (false, None, Some(extract)) => Start::Extracted(extract),
            (false, None, None) => Start::Current,
        };
        let attributes: Vec<Attribute> = attributes.into_iter().map(Attribute::of).collect();
        let convention = convention.map(Chosen::of);
        let fact = convention.as_ref().and_then(|chosen| chosen.fact);
        let fixed = fact.map(|fact| convention::filled(fact, &attributes)).unwrap_or_default();
        let known = name::Known {
            attributes: &attributes,
            fixed: &fixed,
            late: &self.late,
            has_groups: !self.groups.is_empty(),
        };
        let name = match (self.name, fact) {
            (Some(given), _) => SpanName::given(given, default_name.as_ref(), &known),
            (None, Some(fact)) => SpanName::by_rule(fact, default_name.unwrap_or_else(missing_name), &known),
            (None, None) => {
                let name = default_name.unwrap_or_else(missing_name);
                SpanName { constant: name.text.clone(), written: name, ways: Vec::new() }
            }
        };
        let usual_kind = fact.map_or(Kind::Internal, |fact| kind(fact.kind));
        Span {
            name,
            kind: self.kind.unwrap_or(usual_kind),
            start,
            links: self.links,
            inject: self.inject,
            attributes,
            convention,
            fixed,
            late: self.late,
            without: self.without,
            groups: self.groups,
            level,
            high_cardinality_ok: self.high_cardinality_ok,
            door: self.door,
            written: self.written,
        }
    }
}

/// Finds where the value of an option was written first.
pub(crate) fn written_in(written: &[Written], name: &str) -> Option<Place> {
    written.iter().find(|option| option.name == name).map(|option| option.value)
}

/// Finds where an option was written first.
pub(crate) fn place_of(written: &[Written], name: &str) -> Option<Place> {
    written.iter().find(|option| option.name == name).map(|option| option.place)
}
