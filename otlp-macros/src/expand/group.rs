//! Structs that are recorded as groups of attributes: `attributes(payment)`.
//!
//! In: the expressions, and the keys that stand beside them. Out: the calls that record them.
//! Never here: the keys of a group; rustc knows them, and compares them when the program compiles.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Expr;
use syn::spanned::Spanned;

use super::door::{ours_at, placed};

/// `attributes(payment)` beside `"acme.id" = id` →
/// ```text
/// {
///     enum Others {}
///     impl #p::KeySet for Others { const KEYS: &'static [#p::AttributeKeys] = &[#p::AttributeKeys::Key("acme.id")]; }
///     #p::SpanAttributes::__put_all::<Others>(&payment, PLACE);
/// }
/// ```
pub(super) fn put<'a>(
    groups: &[Expr],
    others: impl Iterator<Item = &'a str>,
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
    let keys: Vec<&str> = others.collect();
    if keys.is_empty() {
        return Some(quote_spanned!(at=> #there::SpanAttributes::__put_all::<()>(#value, #place);));
    }
    let name = Ident::new("Others", Span::mixed_site());
    let call = quote_spanned!(at=> #there::SpanAttributes::__put_all::<#name>(#value, #place););
    Some(quote!({
        enum #name {}
        impl #door::KeySet for #name {
            const KEYS: &'static [#door::AttributeKeys] = &[#(#door::AttributeKeys::Key(#keys)),*];
        }
        #call
    }))
}
