//! Structs that are recorded as groups of attributes: `attributes(payment)`.
//!
//! In: the expressions, and the keys that stand beside them. Out: the calls that record them.
//! Never here: the keys of a group; rustc knows them, and compares them when the program compiles.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Expr;
use syn::spanned::Spanned;

use super::door::{ours_at, placed};
use crate::model::Contract;

/// `attributes(payment)` beside `"acme.id" = id` →
/// ```text
/// {
///     enum other·keys {}
///     impl #p::KeySet for other·keys { const KEYS: &'static [#p::AttributeKeys] = &[#p::AttributeKeys::Key("acme.id")]; }
///     #p::SpanAttributes::__put_all::<other·keys>(&payment, PLACE);
/// }
/// ```
///
/// With a convention whose required keys are not all beside it, `other·keys` also says which ones the group has to have.
pub(super) fn put<'a>(
    groups: &[Expr],
    others: impl Iterator<Item = &'a str>,
    contract: Option<&Contract<'_>>,
    place: &TokenStream,
    door: &TokenStream,
) -> Option<TokenStream> {
    let at = ours_at(groups.first()?.span());
    let values = groups.iter().map(|group| {
        let at = ours_at(group.span());
        quote_spanned!(at=> &(#group))
    });
    let values: Vec<TokenStream> = values.collect();
    let value = if let [only] = values.as_slice() { only.clone() } else { quote!(&(#(#values,)*)) };
    let there = placed(door, at);
    let put = |others: &TokenStream| quote_spanned!(at=> #there::SpanAttributes::__put_all::<#others>(#value, #place););
    let keys: Vec<&str> = others.collect();
    let required = contract.and_then(|contract| required(contract, door));
    if keys.is_empty() && required.is_none() {
        return Some(put(&quote!(())));
    }
    let name = Ident::new("other·keys", Span::mixed_site());
    let call = put(&name.to_token_stream());
    Some(quote!({
        enum #name {}
        impl #door::KeySet for #name {
            const KEYS: &'static [#door::AttributeKeys] = &[#(#door::AttributeKeys::Key(#keys)),*];
            #required
        }
        #call
    }))
}

/// `const REQUIRED: #p::Required = #p::Required::by("db.client", &["db.operation.name"]);`, unless nothing is missing
fn required(contract: &Contract<'_>, door: &TokenStream) -> Option<TokenStream> {
    let missing = required_keys(contract, door)?;
    Some(quote!(const REQUIRED: #door::Required = #missing;))
}

/// `#p::Required::by("db.client", &["db.operation.name"])`: what only rustc can find in the groups.
pub(crate) fn required_keys(contract: &Contract<'_>, door: &TokenStream) -> Option<TokenStream> {
    let missing: Vec<&str> = contract.missing().into_iter().map(|requirement| requirement.key).collect();
    let convention = contract.fact().filter(|_| !missing.is_empty() && contract.has_groups)?.id;
    Some(quote!(#door::Required::by(#convention, &[#(#missing),*])))
}
