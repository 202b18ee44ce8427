//! Our attributes among those of an item.
//!
//! In: the tokens of attributes. Out: which are ours, and what stands in their parentheses.
//! Never here: what the arguments mean.
//!
//! A traced block reads the attributes of its methods. It leaves them where they are, since the user's import of
//! `traced` may have no other use, and says by [`READ`] that there is nothing left to do.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Path, Token};

/// What a block writes in place of the arguments that it has read.
const READ: &str = "__otlp_read";

/// Whether these are the arguments of an attribute that a block has read.
pub(crate) fn is_read(annotation: &TokenStream) -> bool {
    let mut tokens = annotation.clone().into_iter();
    matches!((tokens.next(), tokens.next()), (Some(TokenTree::Ident(only)), None) if only == READ)
}

/// Whether an attribute is `#[traced]` or `#[span]`, and has something to do. `door` is the path given by
/// `crate = ..`.
pub(super) fn is_ours(attr: &Attribute, door: Option<&Path>) -> bool {
    arguments(&attr.meta, door).is_some_and(|arguments| !is_read(&arguments))
}

/// An attribute at the head of an item, as tokens.
pub(super) enum Annotation {
    /// `#[traced(..)]`, with what stands in the parentheses.
    Ours(TokenStream),
    /// `#[cfg_attr(.., traced(..))]`, with the path of ours.
    Conditional(TokenStream),
    Other,
}

impl Annotation {
    /// Reads what stands between `#[` and `]`.
    pub(super) fn of(inside: TokenStream, door: Option<&Path>) -> Self {
        // What is no `Meta`, as `unsafe(no_mangle)` is, is none of ours.
        let Ok(meta) = syn::parse2::<Meta>(inside) else { return Self::Other };
        if let Some(arguments) = arguments(&meta, door) {
            return Self::Ours(arguments);
        }
        let Meta::List(list) = &meta else { return Self::Other };
        let inner = Punctuated::<Meta, Token![,]>::parse_terminated.parse2(list.tokens.clone());
        let inner = if list.path.is_ident("cfg_attr") { inner.ok() } else { None };
        let hidden = inner.into_iter().flatten().skip(1).find(|meta| arguments(meta, door).is_some());
        hidden.map_or(Self::Other, |meta| Self::Conditional(meta.path().to_token_stream()))
    }
}

/// `[traced(err)]` → `[traced(__otlp_read)]`, with the user's path where it stood.
pub(super) fn marked(bracket: &Group) -> Group {
    let Ok(meta) = syn::parse2::<Meta>(bracket.stream()) else { return bracket.clone() };
    let (path, read) = (meta.path(), Ident::new(READ, bracket.span()));
    let mut group = Group::new(Delimiter::Bracket, quote!(#path(#read)));
    group.set_span(bracket.span());
    group
}

/// What stands in the parentheses of an attribute that is ours.
fn arguments(meta: &Meta, door: Option<&Path>) -> Option<TokenStream> {
    match meta {
        Meta::Path(path) if is_our_path(path, door) => Some(TokenStream::new()),
        Meta::List(list) if is_our_path(&list.path, door) => Some(list.tokens.clone()),
        _ => None,
    }
}

/// `traced`, `otlp_runtime::traced`, and with `crate = my::otlp`, `my::otlp::traced`.
fn is_our_path(path: &Path, door: Option<&Path>) -> bool {
    let names = |path: &Path| path.segments.iter().map(|segment| segment.ident.clone()).collect::<Vec<_>>();
    let names_there = names(path);
    let Some((last, room)) = names_there.split_last() else { return false };
    let is_our_room = match room {
        [] => path.leading_colon.is_none(),
        [first, ..] => first == "otlp_runtime" || door.is_some_and(|door| names(door) == room),
    };
    is_our_room && (last == "traced" || last == "span")
}
