//! The item that a derive stands on, and what every implementation for it needs.
//!
//! In: a parsed item. Out: its name and generics as an `impl` prints them, names of variants as texts.
//! Never here: options, what is implemented.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::visit_mut::VisitMut;
use syn::{Data, DeriveInput, Fields, GenericParam, Generics, Lifetime, Path, Type, WherePredicate};

use crate::expand::door;

/// What an implementation is for.
pub(super) struct Target<'a> {
    ident: &'a Ident,
    pub(super) generics: &'a Generics,
    /// The path to the runtime's private door.
    pub(super) door: TokenStream,
}

impl<'a> Target<'a> {
    pub(super) fn new(item: &'a DeriveInput, path: Option<&Path>) -> Self {
        Self { ident: &item.ident, generics: &item.generics, door: door(path) }
    }

    /// `impl<'a, T: Bound> TRAIT for Payment<'a, T> where .., BOUNDS { BODY }`
    pub(super) fn implement(
        &self,
        implemented: &TokenStream,
        bounds: Vec<WherePredicate>,
        body: &TokenStream,
    ) -> TokenStream {
        let mut all = self.generics.clone();
        if !bounds.is_empty() {
            all.make_where_clause().predicates.extend(bounds);
        }
        let (own, (_, ty, _)) = (self.ident, self.generics.split_for_impl());
        let (params, _, predicates) = all.split_for_impl();
        quote! {
            #[automatically_derived]
            impl #params #implemented for #own #ty #predicates { #body }
        }
    }

    /// The item's type for use outside of the implementation. `None`: it has parameters to be filled in.
    pub(super) fn outside(&self) -> Option<TokenStream> {
        let is_filled = self.generics.params.iter().all(|param| matches!(param, GenericParam::Lifetime(_)));
        let ident = self.ident;
        let lifetimes = self.generics.lifetimes().map(|_| quote!('_));
        is_filled.then(|| {
            if self.generics.params.is_empty() { quote!(#ident) } else { quote!(#ident<#(#lifetimes),*>) }
        })
    }

    /// Says whether `ty` differs by the item's type parameters.
    pub(super) fn is_generic(&self, ty: &Type) -> bool {
        let params: Vec<String> = self.generics.type_params().map(|param| param.ident.to_string()).collect();
        let consts = self.generics.const_params().map(|param| param.ident.to_string());
        let params: Vec<String> = params.into_iter().chain(consts).collect();
        names_one_of(ty.to_token_stream(), &params)
    }

    /// `Shop<'a>` → `Shop<'_>`, for use outside of the implementation.
    pub(super) fn without_lifetimes(&self, ty: &Type) -> Type {
        let mut ty = ty.clone();
        let own = self.generics.lifetimes().map(|param| param.lifetime.clone()).collect();
        Elide { own }.visit_type_mut(&mut ty);
        ty
    }
}

struct Elide {
    own: Vec<Lifetime>,
}

impl VisitMut for Elide {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if self.own.contains(lifetime) {
            *lifetime = Lifetime::new("'_", lifetime.span());
        }
    }
}

fn names_one_of(tokens: TokenStream, names: &[String]) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => names.contains(&ident.to_string()),
        TokenTree::Group(group) => names_one_of(group.stream(), names),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// What an item is, in the words of an error message.
pub(super) fn kind_of(item: &DeriveInput) -> &'static str {
    match &item.data {
        Data::Enum(data) if data.variants.iter().all(|variant| variant.fields.is_empty()) => "an enum",
        Data::Enum(_) => "an enum with fields",
        Data::Union(_) => "a union",
        Data::Struct(data) => match &data.fields {
            Fields::Unit => "a struct without fields",
            Fields::Unnamed(_) => "a tuple struct",
            Fields::Named(_) => "a struct",
        },
    }
}

/// `CreditCard` → `credit_card`, `HTTPError` → `http_error`, `r#Type` → `type`
pub(super) fn snake_case(ident: &Ident) -> String {
    let name: Vec<char> = ident.unraw().to_string().chars().collect();
    let mut text = String::new();
    for (index, character) in name.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| name.get(index));
        let after = name.get(index + 1);
        let starts_word = before.is_some_and(|before| {
            before.is_lowercase()
                || before.is_numeric()
                || before.is_uppercase() && after.is_some_and(|after| after.is_lowercase())
        });
        if character.is_uppercase() && starts_word {
            text.push('_');
        }
        text.extend(character.to_lowercase());
    }
    text
}

#[cfg(test)]
mod tests {
    use proc_macro2::{Ident, Span};

    use super::snake_case;

    #[test]
    fn variants_become_words_joined_by_underscores() {
        for (name, text) in [
            ("Card", "card"),
            ("CreditCard", "credit_card"),
            ("HTTPError", "http_error"),
            ("V2", "v2"),
            ("V2Beta", "v2_beta"),
            ("Not_Found", "not_found"),
            ("IOError", "io_error"),
            ("already_snake", "already_snake"),
            ("X", "x"),
        ] {
            assert_eq!(snake_case(&Ident::new(name, Span::call_site())), text);
        }
    }
}
