//! What cargo has to know about the project's own file.
//!
//! In: whether the item has keys, on which the file has a say. Out: an item that names the file, so that the crate is
//! compiled again when the file changes.
//! Never here: what is in the file.

use proc_macro2::TokenStream;
use quote::quote;

use crate::semconv;

/// `const _: &[u8] = include_bytes!("/shop/otlp.toml");`
///
/// The constant is unused and so in no program. The path is a whole one: `..` leads elsewhere where a crate's directory is
/// a link.
pub(crate) fn tracked(has_keys: bool) -> Option<TokenStream> {
    let path = semconv::own().filter(|_| has_keys)?.path.as_deref()?;
    Some(quote! {
        const _: &[::core::primitive::u8] = ::core::include_bytes!(#path);
    })
}
