//! The implementation for a struct, in tokens.
//!
//! In: the fields that are recorded, what the struct's convention has a say in. Out: `impl SpanAttributes`, and a look at
//! keys given twice or not at all, which only rustc can see in groups.
//! Never here: decisions about a field, errors.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Type, WherePredicate, parse_quote};

use super::{Recorded, value_of};
use crate::args;
use crate::derive::input::Target;
use crate::derive::options::Policy;
use crate::expand::{KeyTrait, local, ours_at, placed, printed_key, required_keys};
use crate::model::Contract;

impl Recorded<'_> {
    /// `AttributeKeys::Key("acme.id")`, or `AttributeKeys::Group(<Shop as SpanAttributes>::KEYS)`
    fn keys(&self, door: &TokenStream, ty: impl Fn(&Type) -> Type) -> TokenStream {
        match self {
            Self::Attribute(attribute, ..) => {
                let text = &attribute.key.text;
                quote!(#door::AttributeKeys::Key(#text))
            }
            Self::Group(field) => {
                let keys = group_keys(&ty(&field.ty), door);
                quote!(#door::AttributeKeys::Group(#keys))
            }
        }
    }

    /// What a field whose type is generic needs.
    fn bound(&self, target: &Target<'_>) -> Option<WherePredicate> {
        let door = &target.door;
        match self {
            // Nothing of the value is read.
            Self::Attribute(_, _, Some((Policy::Redact, _))) => None,
            Self::Attribute(attribute, field, policy) => {
                let ty = &field.ty;
                let fact = attribute.fact.filter(|_| policy.is_none());
                let bound = fact.and_then(|fact| KeyTrait::of(fact, door, Span::mixed_site()));
                let bound = bound.map_or_else(|| quote!(#door::AttributeValue), |key| key.bound);
                target.is_generic(ty).then(|| parse_quote!(#ty: #bound))
            }
            Self::Group(field) => {
                let ty = &field.ty;
                target.is_generic(ty).then(|| parse_quote!(#ty: #door::SpanAttributes))
            }
        }
    }

    fn record(&self, door: &TokenStream, writer: &Ident) -> TokenStream {
        match self {
            Self::Attribute(attribute, field, policy) => {
                let args::Value::Dynamic(value) = &attribute.value else { return TokenStream::new() };
                let at = ours_at(field.ty.span());
                let key = printed_key(&attribute.key, door);
                let door = placed(door, at);
                let writer = placed(writer, at);
                let policy = policy.as_ref().map(|(policy, _)| policy);
                let value = protected(value, policy, &door, at);
                let place = quote_spanned!(at=> #door::InGroup(#writer, #key));
                // With its type in full, rustc underlines all of it and not only its first token.
                let ty = &field.ty;
                match (policy, attribute.fact.and_then(|fact| KeyTrait::of(fact, &door, at))) {
                    (None, Some(key)) => {
                        let path = &key.path;
                        key.declared(quote_spanned!(at=> <#ty as #path>::__put(#value, #place);))
                    }
                    (None, None) => {
                        quote_spanned!(at=> <#ty as #door::AttributeValue>::__put(#value, #place);)
                    }
                    (Some(_), _) => quote_spanned!(at=> #door::AttributeValue::__put(#value, #place);),
                }
            }
            Self::Group(field) => {
                let Some(ident) = &field.ident else { return TokenStream::new() };
                let at = ours_at(field.ty.span());
                let (door, writer, value) = (placed(door, at), placed(writer, at), value_of(field, ident));
                let ty = &field.ty;
                quote_spanned!(at=> <#ty as #door::SpanAttributes>::write(&#value, #writer);)
            }
        }
    }
}

/// `self.user` → `&self.user`, or what the policy leaves of it: `&#p::masked(&self.user, 4)`
fn protected(value: &Expr, policy: Option<&Policy>, door: &TokenStream, at: Span) -> TokenStream {
    match policy {
        None => quote_spanned!(at=> &#value),
        Some(Policy::Redact) => quote_spanned! {at=> &{
            #[allow(unused_imports)]
            use #door::{RedactOption as _, RedactValue as _};
            (&#door::Redact(&#value)).redacted()
        }},
        Some(Policy::Hash(key)) => {
            let key_at = ours_at(key.span());
            let key = quote_spanned!(key_at=> &(#key));
            quote_spanned!(at=> &#door::PseudonymKey::hashed(#key, &#value))
        }
        Some(Policy::Mask(keep_last)) => quote_spanned!(at=> &#door::masked(&#value, #keep_last)),
        Some(Policy::Truncate(chars)) => quote_spanned!(at=> &#door::truncated(&#value, #chars)),
    }
}

/// `<Shop as SpanAttributes>::KEYS`, where the type stands.
fn group_keys(ty: &Type, door: &TokenStream) -> TokenStream {
    let at = ours_at(ty.span());
    let door = placed(door, at);
    quote_spanned!(at=> <#ty as #door::SpanAttributes>::KEYS)
}

/// ```text
/// impl SpanAttributes for Payment {
///     const KEYS: &'static [AttributeKeys] = &[AttributeKeys::Key("acme.id"), ..];
///     fn write(&self, __otlp_writer: &mut AttributesWriter<'_>) {
///         AttributeValue::__put(&self.id, InGroup(__otlp_writer, Key::new(..)));
///     }
/// }
/// const _: () = no_key_in_both(&[AttributeKeys::Key("acme.id")], <Shop as SpanAttributes>::KEYS);
/// ```
/// With a convention, what is missing among the fields has to be in a flattened group, which only rustc can see.
pub(super) fn print(
    target: &Target<'_>,
    recorded: &[Recorded<'_>],
    contract: Option<&Contract<'_>>,
) -> TokenStream {
    let door = &target.door;
    let keys = recorded.iter().map(|field| field.keys(door, Type::clone));
    let bounds = recorded.iter().filter_map(|field| field.bound(target)).collect();
    let (mut outside, mut inside) = comparisons(target, recorded);
    if let Some((at, required)) = contract.and_then(|contract| required_of_groups(contract, door)) {
        let there = placed(door, at);
        let check = |ty: TokenStream| {
            let keys = quote_spanned!(at=> <#ty as #there::SpanAttributes>::KEYS);
            quote_spanned!(at=> #there::Required::check(#required, &[], #keys))
        };
        if let Some(ty) = target.outside() {
            let check = check(placed(ty, at));
            outside.push(quote_spanned!(at=> const _: () = #check;));
        } else {
            let check = check(Ident::new("Self", at).into_token_stream());
            inside.push(quote_spanned!(at=> const { #check };));
        }
    }
    let writer = local("writer");
    let records = recorded.iter().map(|field| field.record(door, &writer));
    // A parameter that is not used is not named: it may be linted in the user's crate.
    let writer = if recorded.is_empty() { quote!(_) } else { quote!(#writer) };
    let body = quote! {
        const KEYS: &'static [#door::AttributeKeys] = &[#(#keys),*];

        #[inline]
        fn write(&self, #writer: &mut #door::AttributesWriter<'_>) {
            #(#inside)*
            #(#records)*
        }
    };
    let implementation = target.implement(&quote!(#door::SpanAttributes), bounds, &body);
    quote!(#implementation #(#outside)*)
}

/// What the convention requires of the flattened fields, and where it stands.
fn required_of_groups(contract: &Contract<'_>, door: &TokenStream) -> Option<(Span, TokenStream)> {
    let required = required_keys(contract, door)?;
    let first = contract.convention?.key.tokens.clone().into_iter().next()?;
    Some((ours_at(first.span()), required))
}

/// The comparisons of each flattened field's keys with all others: as constants, which every build looks
/// at; of a generic type, where the method is made for a type.
fn comparisons(target: &Target<'_>, recorded: &[Recorded<'_>]) -> (Vec<TokenStream>, Vec<TokenStream>) {
    let (mut outside, mut inside) = (Vec::new(), Vec::new());
    for (index, group) in recorded.iter().enumerate() {
        let Recorded::Group(field) = group else { continue };
        let is_other = |(other, recorded): &(usize, &Recorded<'_>)| {
            *other < index || matches!(recorded, Recorded::Attribute(..))
        };
        let others = || recorded.iter().enumerate().filter(is_other).map(|(_, other)| other);
        let is_generic =
            |other: &Recorded<'_>| matches!(other, Recorded::Group(field) if target.is_generic(&field.ty));
        let at = ours_at(field.ty.span());
        let door = placed(&target.door, at);
        if is_generic(group) {
            let others = others().map(|other| other.keys(&target.door, Type::clone));
            let keys = group_keys(&field.ty, &target.door);
            inside.push(quote_spanned!(at=> const { #door::no_key_in_both(&[#(#others),*], #keys) };));
        } else {
            let elided = |ty: &Type| target.without_lifetimes(ty);
            let concrete =
                others().filter(|other| !is_generic(other)).map(|other| other.keys(&target.door, elided));
            let keys = group_keys(&elided(&field.ty), &target.door);
            outside.push(quote_spanned!(at=> const _: () = #door::no_key_in_both(&[#(#concrete),*], #keys);));
            let generic: Vec<_> = others()
                .filter(|other| is_generic(other))
                .map(|other| other.keys(&target.door, Type::clone))
                .collect();
            if !generic.is_empty() {
                let keys = group_keys(&field.ty, &target.door);
                inside.push(quote_spanned!(at=> const { #door::no_key_in_both(&[#(#generic),*], #keys) };));
            }
        }
    }
    (outside, inside)
}
