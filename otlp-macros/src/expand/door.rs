//! The path to the runtime's private door.
//!
//! In: the path given by `crate = ..`, if any. Out: its tokens, at a place of choice.
//! Never here: what lies behind the door.

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::Path;

/// `::otlp_runtime::__private`, or `path::__private`.
pub(crate) fn door(path: Option<&Path>) -> TokenStream {
    path.map_or_else(|| quote!(::otlp_runtime::__private), |path| quote!(#path::__private))
}

/// A span for generated tokens that rustc shall show at `place`.
pub(crate) fn ours_at(place: Span) -> Span {
    Span::mixed_site().located_at(place)
}

/// Moves tokens to `place`, where rustc will point if they are wrong. What they mean stays: a
/// `$crate` among them keeps its crate.
pub(crate) fn placed(tokens: impl ToTokens, place: Span) -> TokenStream {
    let moved = tokens.into_token_stream().into_iter().map(|mut token| {
        if let TokenTree::Group(group) = &token {
            let mut inner = Group::new(group.delimiter(), placed(group.stream(), place));
            inner.set_span(group.span());
            token = TokenTree::Group(inner);
        }
        token.set_span(token.span().located_at(place));
        token
    });
    moved.collect()
}
