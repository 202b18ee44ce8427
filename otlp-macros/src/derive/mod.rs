//! The derives: `SpanAttributes`, `AttributeValue`, `ErrorType`.
//!
//! In: a struct or an enum. Out: an implementation of the trait; when something was wrong, the errors and an
//! implementation that does nothing, so that the item's uses have nothing to complain about.
//! Never here: how a value is recorded; generated code only calls the runtime's private door.
//!
//! Each derive is read, checked and printed in a file of its own; `options` reads `#[attribute(…)]` for all.

mod error;
mod group;
mod input;
mod options;
mod value;

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::diagnostics::Errors;
use input::Target;

/// `#[derive(SpanAttributes)]`
pub(crate) fn span_attributes(item: TokenStream) -> TokenStream {
    derive(item, group::expand, group::refused)
}

/// `#[derive(AttributeValue)]`
pub(crate) fn attribute_value(item: TokenStream) -> TokenStream {
    derive(item, value::expand, value::refused)
}

/// `#[derive(ErrorType)]`
pub(crate) fn error_type(item: TokenStream) -> TokenStream {
    derive(item, error::expand, error::refused)
}

fn derive(
    item: TokenStream,
    expand: fn(&DeriveInput, &Target<'_>, &mut Errors) -> Option<TokenStream>,
    refused: fn(&Target<'_>) -> TokenStream,
) -> TokenStream {
    // What rustc accepts as an item to derive for can be read; it reports the rest itself.
    let Ok(item) = syn::parse2::<DeriveInput>(item) else { return TokenStream::new() };
    let mut door = None;
    let expanded = Errors::collect(|errors| {
        door = options::crate_path(&item.attrs);
        expand(&item, &Target::new(&item, door.as_ref()), errors)
    });
    expanded.unwrap_or_else(|errors| {
        let refused = refused(&Target::new(&item, door.as_ref()));
        quote!(#errors #refused)
    })
}
