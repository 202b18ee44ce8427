//! `#[derive(AttributeValue)]`: an enum as text, a newtype as what it holds.
//!
//! In: an enum without fields, or a struct with one. Out: `impl AttributeValue`, `AttributeElement` and
//! `ValueOf`, so that the value goes where its text or its content would.
//! Never here: keys.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Data, DataEnum, DataStruct, DeriveInput, Field, Member, parse_quote};

use super::input::{Target, kind_of, snake_case};
use super::options::{self, Place, Value};
use crate::diagnostics::{self, Errors};
use crate::expand::{local, ours_at, placed};

/// The kinds of keys that a newtype may fit, as its content does.
const KINDS: [&str; 8] = [
    "an_integer",
    "a_float",
    "a_boolean",
    "a_text",
    "a_list_of_integers",
    "a_list_of_floats",
    "a_list_of_booleans",
    "a_list_of_texts",
];

pub(super) fn expand(item: &DeriveInput, target: &Target<'_>, errors: &mut Errors) -> Option<TokenStream> {
    options::read(&item.attrs, Place::Value, errors);
    match &item.data {
        Data::Enum(data) => {
            check_variant_with_fields(data, errors);
            let texts = texts(data, errors);
            Some(print_texts(target, &texts))
        }
        Data::Struct(DataStruct { fields, .. }) if fields.len() == 1 => {
            let field = fields.iter().next()?;
            options::read(&field.attrs, Place::Newtype, errors);
            let member = field.ident.clone().map_or(Member::from(0), Member::from);
            Some(print_newtype(target, field, &member))
        }
        Data::Struct(_) | Data::Union(_) => {
            let takes = "enums without fields and structs with one field";
            let given = match &item.data {
                Data::Struct(data) if data.fields.len() > 1 => "a struct with several",
                _ => kind_of(item),
            };
            errors.on(&item.ident, diagnostics::derive_wrong_item("AttributeValue", takes, given));
            None
        }
    }
}

/// Implementations that record nothing.
pub(super) fn refused(target: &Target<'_>) -> TokenStream {
    let door = &target.door;
    let values = KINDS.iter().map(|kind| value_of(target, kind, None));
    let value = target.implement(
        &quote!(#door::AttributeValue),
        Vec::new(),
        &quote!(fn write(&self, _: &mut #door::ValueWriter<'_>) {}),
    );
    let element = target.implement(
        &quote!(#door::AttributeElement),
        Vec::new(),
        &quote!(fn push(&self, _: &mut #door::ArrayWriter<'_>) {}),
    );
    quote!(#value #element #(#values)*)
}

/// An attribute is one value; which field of a variant would be it?
fn check_variant_with_fields(data: &DataEnum, errors: &mut Errors) {
    for variant in data.variants.iter().filter(|variant| !variant.fields.is_empty()) {
        errors.on(&variant.ident, diagnostics::derive_variant_with_fields(&variant.ident.to_string()));
    }
}

/// What each variant is called: its name in snake case, unless renamed.
pub(super) fn texts<'a>(data: &'a DataEnum, errors: &mut Errors) -> Vec<(&'a Ident, String)> {
    let mut texts = Vec::new();
    for variant in &data.variants {
        let renamed = options::read(&variant.attrs, Place::Variant, errors);
        let renamed = renamed.into_iter().find_map(|given| match given.value {
            Value::Rename(text) => Some(text),
            _ => None,
        });
        texts.push((&variant.ident, renamed.unwrap_or_else(|| snake_case(&variant.ident))));
    }
    texts
}

/// `match *self { Self::Card { .. } => "card", .. }`
pub(super) fn chosen(texts: &[(&Ident, String)]) -> TokenStream {
    let arms = texts.iter().map(|(variant, text)| quote!(Self::#variant { .. } => #text,));
    quote!(match *self { #(#arms)* })
}

fn print_texts(target: &Target<'_>, texts: &[(&Ident, String)]) -> TokenStream {
    let door = &target.door;
    let (out, chosen) = (local("out"), chosen(texts));
    // Of an enum without variants there is no value, and so nothing to do with its text.
    let (parameter, write, push) = if texts.is_empty() {
        (quote!(_), chosen.clone(), chosen)
    } else {
        let write = quote!(#door::ValueWriter::str(#out, #chosen););
        (out.to_token_stream(), write, quote!(#door::ArrayWriter::str(#out, #chosen);))
    };
    let value = target.implement(
        &quote!(#door::AttributeValue),
        Vec::new(),
        &quote! {
            #[inline]
            fn write(&self, #parameter: &mut #door::ValueWriter<'_>) { #write }
        },
    );
    let element = target.implement(
        &quote!(#door::AttributeElement),
        Vec::new(),
        &quote! {
            #[inline]
            fn push(&self, #parameter: &mut #door::ArrayWriter<'_>) { #push }
        },
    );
    let typed = value_of(target, "a_text", None);
    quote!(#value #element #typed)
}

/// Every implementation holds if the field's type has it. Bounds on a type without parameters are an
/// error where they do not hold, so they are on a reference to it, which holds when the type does.
fn print_newtype(target: &Target<'_>, field: &Field, member: &Member) -> TokenStream {
    let (ty, out) = (&field.ty, local("out"));
    let at = ours_at(ty.span());
    let door = placed(&target.door, at);
    let this = Ident::new("self", Span::call_site().located_at(at));
    let bound = target.is_generic(ty).then(|| parse_quote!(#ty: #door::AttributeValue));
    let out_there = placed(&out, at);
    let write = quote_spanned!(at=> <#ty as #door::AttributeValue>::write(&#this.#member, #out_there););
    let value = target.implement(
        &quote!(#door::AttributeValue),
        bound.into_iter().collect(),
        &quote! {
            #[inline]
            fn write(&self, #out: &mut #door::ValueWriter<'_>) { #write }
        },
    );
    let element = target.implement(
        &quote!(#door::AttributeElement),
        vec![parse_quote!(for<'__otlp> &'__otlp #ty: #door::AttributeElement)],
        &quote! {
            #[inline]
            fn push(&self, #out: &mut #door::ArrayWriter<'_>) {
                #door::AttributeElement::push(&&self.#member, #out);
            }
        },
    );
    let values = KINDS.iter().map(|kind| value_of(target, kind, Some(&ty.to_token_stream())));
    quote!(#value #element #(#values)*)
}

/// `impl ValueOf<a_text> for Method {}`
fn value_of(target: &Target<'_>, kind: &str, content: Option<&TokenStream>) -> TokenStream {
    let (door, kind) = (&target.door, format_ident!("{kind}"));
    let implemented = quote!(#door::ValueOf<#door::typed::#kind>);
    let mut bounds = Vec::new();
    if let Some(ty) = content {
        bounds.push(parse_quote!(for<'__otlp> &'__otlp #ty: #door::ValueOf<#door::typed::#kind>));
        if target.generics.type_params().next().is_some() {
            bounds.push(parse_quote!(Self: #door::AttributeValue));
        }
    }
    target.implement(&implemented, bounds, &TokenStream::new())
}
