//! The macros of `otlp-runtime`, which re-exports them; nobody names this crate.
//!
//! In: the tokens of an annotation and of what it stands on.
//! Out: the user's item with a span around its body, or the item as it was plus the errors; and, when the environment
//! variable `OTLP_MANIFEST` names a folder, a line about it in a file there (see `manifest`).
//! Never here: how a span works; generated code only calls `otlp_runtime::__private`.

#![forbid(unsafe_code)]

mod args;
mod check;
mod derive;
mod diagnostics;
mod expand;
mod item;
mod manifest;
mod model;
mod semconv;
#[cfg(test)]
mod tests;

use args::Place;
use diagnostics::Errors;
use proc_macro2::TokenStream;
use quote::quote;

fn trace(annotation: TokenStream, item: &TokenStream) -> TokenStream {
    if item::is_read(&annotation) {
        item.clone()
    } else if item::is_block(item) {
        trace_block(annotation, item)
    } else {
        trace_function(annotation, item)
    }
}

fn trace_function(annotation: TokenStream, item: &TokenStream) -> TokenStream {
    let traced = Errors::collect(|errors| {
        let args = args::parse(annotation, Place::Function, errors);
        let item = item::parse(item.clone(), errors)?;
        let model = model::function(args, item);
        check::function(&model, errors);
        manifest::function(&model, errors);
        Some(expand::function(&model))
    });
    traced.unwrap_or_else(|errors| quote!(#errors #item))
}

fn trace_block(annotation: TokenStream, item: &TokenStream) -> TokenStream {
    let mut kept = item.clone();
    let traced = Errors::collect(|errors| {
        let args = args::parse(annotation, Place::Block, errors);
        let mut block = item::Block::parse(item.clone(), args.door(), errors)?;
        kept = block.kept();
        let members = std::mem::take(&mut block.members).into_iter();
        let owner = block.owner.as_deref();
        let members = members.filter_map(|member| read_member(member, &args, owner, errors)).collect();
        let model = model::Block::new(&args, block, members);
        check::block(&model, errors);
        model.traced().for_each(|method| manifest::function(method, errors));
        Some(expand::block(&model))
    });
    traced.unwrap_or_else(|errors| quote!(#errors #kept))
}

/// Reads one item of a block. `None`: it was reported.
fn read_member(
    member: item::Member,
    block: &args::Args,
    owner: Option<&str>,
    errors: &mut Errors,
) -> Option<model::Member> {
    let method = match member {
        item::Member::Method(method) => method,
        item::Member::Other(tokens) => return Some(model::Member::AsIs(tokens)),
    };
    let Some(own) = method.own else {
        if !method.can_have_span {
            return Some(model::Member::AsIs(method.tokens));
        }
        return Some(model::Member::inheriting(block, item::parse(method.tokens, errors)?, owner));
    };
    let own = args::parse(own, Place::Method, errors);
    if own.is_skipped() {
        return Some(model::Member::skipped(own, method.tokens));
    }
    Some(model::Member::own(own.with_door_of(block), item::parse(method.tokens, errors)?, owner))
}

fn enter_span(input: TokenStream) -> TokenStream {
    let entered = Errors::collect(|errors| {
        let model = model::inline_span(args::parse(input, Place::InlineSpan, errors));
        check::inline_span(&model, errors);
        manifest::inline_span(&model, errors);
        Some(expand::inline_span(&model))
    });
    entered.unwrap_or_else(|errors| expand::refused_span(&errors))
}

/// What every macro does first: look for the keys of the project that it is used in.
fn expanded(expand: impl FnOnce() -> TokenStream) -> proc_macro::TokenStream {
    semconv::find_own();
    expand().into()
}

fn record_now(input: TokenStream, place: Place) -> TokenStream {
    let recorded = Errors::collect(|errors| {
        let model = model::statement(args::parse(input, place, errors), place);
        check::statement(&model, errors);
        manifest::statement(&model, errors);
        Some(expand::statement(&model))
    });
    recorded.unwrap_or_else(|errors| quote!({ #errors }))
}

/// Wraps a function or method, sync or async, in a span named after it; on an `impl` block or a trait, every method
/// with a body.
///
/// A returned future or stream goes on in the span, which ends with it. What the type does not say in plain
/// sight, `future` or `stream` says, or `sync` for a span of the call alone.
///
/// Nothing is recorded but what is listed. The options: `name = "literal"` (default: the
/// function's name), `kind = internal | server | client | producer | consumer` (default:
/// `internal`), `parent = expression`, `root`, `links = expression`, `extract(carrier)`,
/// `extract(carrier, trust = trust | link | restart)`, `inject(carrier)`, `err`,
/// `err(expected = Pattern, map = function, message = none)`, `ret`, `ret(%)`, `ret(?)`, `future`, `stream`,
/// `sync`, `late(key, ..)`, `without(key, "reason")`, `deprecated = warn`,
/// `high_cardinality_ok = "reason"`, `crate = path`. Attributes:
/// `http.route = expression` with a key of the semantic conventions or
/// `"acme.cart.id" = expression` with one of your own; `%expression` records through `Display`,
/// `?expression` through `Debug`. A convention may come first, as in `#[span(http.server, ..)]`.
///
/// # Between processes
///
/// `extract(headers)` takes a reference to a carrier (`Extractor`): the span continues the trace that is in it, with its
/// sampling decision and baggage. That is **trust**; where anybody may call, `trust = link` begins a trace with a link to the
/// caller's, and `trust = restart` one without (`EntryPoint`). `inject(headers)` takes a `&mut` carrier (`Injector`) and
/// writes the span's context into it before the body runs. Both expressions run once, and only where there are propagators:
/// not before telemetry is installed.
///
/// # Blocks
///
/// The spans of a block's methods are named `Type::method`, those of a trait's default bodies `Trait::method`.
/// Generic arguments are not part of the name; `impl Trait for Type` gives `Type::method`, or `Trait::method` if the
/// type has no name of its own, as `[T]` or a type parameter.
///
/// A block takes `kind`, `err`, `deprecated`, `crate`, and attributes whose values are literals; its methods inherit
/// them. The inherited `err` is for the methods whose return type is a `Result`, or implements `Fallible` in another
/// way; the type decides, not its text. A method's own `#[traced(..)]` or `#[span(..)]` stands for the block's: it
/// keeps the default name and `crate`, and nothing else is inherited. `#[traced(skip)]` leaves a method without a span.
/// The block knows these attributes by the names `traced` and `span`, alone or behind the path of the crate.
///
/// Left as they are: `const fn`, methods without a body, other items, and macro calls. `#[async_trait]` may stand above
/// this attribute, where a span starts at the call, or below it, where it starts at the first poll.
#[proc_macro_attribute]
pub fn traced(annotation: proc_macro::TokenStream, item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expanded(|| trace(annotation.into(), &item.into()))
}

/// Wraps a function in a span; the same language as [`macro@traced`].
#[proc_macro_attribute]
pub fn span(annotation: proc_macro::TokenStream, item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expanded(|| trace(annotation.into(), &item.into()))
}

/// Starts and enters a span that ends when the returned guard is dropped.
///
/// A name literal first, then `kind`, `parent`, `root`, `links`, `extract`, `inject`, `crate` and attributes. Users
/// call it by its re-export, `otlp_runtime::inline::span!`: one path cannot name both this and
/// the attribute [`macro@span`].
#[proc_macro]
pub fn inline_span(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expanded(|| enter_span(input.into()))
}

/// Adds an event to the current span: a name literal, then attributes, and `crate`.
#[proc_macro]
pub fn event(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expanded(|| record_now(input.into(), Place::Event))
}

/// Records attributes on the current span: one or more attributes, and `crate`.
#[proc_macro]
pub fn record(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expanded(|| record_now(input.into(), Place::Record))
}

/// Makes a struct with named fields a group of attributes.
///
/// Each field says what becomes of it: `#[attribute("acme.cart.id")]` or `#[attribute(http.route)]` records it
/// under that key, `#[attribute(flatten)]` records its own group, `#[attribute(skip)]` leaves it out. With
/// `#[attribute(prefix = "acme.cart")]` above the struct, a field without a key has prefix, `.` and its name.
/// A field of which nothing is said is an error; `None` records nothing. With `#[attribute(convention = db.client)]` there
/// is a field for each key that the convention requires, or `without(key, "reason")`.
///
/// What of a value is recorded: `redact` (only that it is there), `hash(KEY)` (a pseudonym by the
/// application's `PseudonymKey`), `mask(keep_last = 4)`, `truncate(100)`. `#[attribute(crate = path)]` says
/// where the runtime is, if renamed.
#[proc_macro_derive(SpanAttributes, attributes(attribute))]
pub fn derive_span_attributes(item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expanded(|| derive::span_attributes(item.into()))
}

/// Makes an enum without fields, or a struct with one field, an attribute value.
///
/// An enum is recorded as text: the variant's name in snake case, or what `#[attribute(rename = "…")]` above it
/// says. A struct is recorded as its field is.
#[proc_macro_derive(AttributeValue, attributes(attribute))]
pub fn derive_attribute_value(item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expanded(|| derive::attribute_value(item.into()))
}

/// Gives an error enum its `error.type`, which `err` records.
///
/// It is the variant's name in snake case, or what `#[attribute(rename = "…")]` above it says.
#[proc_macro_derive(ErrorType, attributes(attribute))]
pub fn derive_error_type(item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expanded(|| derive::error_type(item.into()))
}
