//! `#[derive(ErrorType)]`: the variants of an error as values of `error.type`.
//!
//! In: an enum, its variants with or without fields. Out: `impl ErrorType`.
//! Never here: the fields' values; `error.type` has few values by definition.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput};

use super::input::{Target, kind_of};
use super::options::{self, Place};
use super::value::{chosen, texts};
use crate::diagnostics::{self, Errors};

pub(super) fn expand(item: &DeriveInput, target: &Target<'_>, errors: &mut Errors) -> Option<TokenStream> {
    options::read(&item.attrs, Place::Value, errors);
    let Data::Enum(data) = &item.data else {
        errors.on(&item.ident, diagnostics::derive_wrong_item("ErrorType", "enums", kind_of(item)));
        return None;
    };
    let texts = texts(data, errors);
    Some(print(target, &chosen(&texts)))
}

/// An implementation that says nothing.
pub(super) fn refused(target: &Target<'_>) -> TokenStream {
    print(target, &quote!(""))
}

fn print(target: &Target<'_>, text: &TokenStream) -> TokenStream {
    let door = &target.door;
    let body = quote! {
        fn error_type(&self) -> &'static ::core::primitive::str { #text }
    };
    target.implement(&quote!(#door::ErrorType), Vec::new(), &body)
}
