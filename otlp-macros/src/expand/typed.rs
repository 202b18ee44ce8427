//! Attributes whose values rustc compares with the types of their keys.
//!
//! In: an attribute, tokens of its value and of its place. Out: the call that records it, and
//! warnings about keys that are deprecated.
//! Never here: values known when the program compiles; `check` has compared those.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;

use super::door::{ours_at, placed};
use crate::args::{Form, Key, Value};
use crate::diagnostics::{self, listed};
use crate::model::Attribute;
use crate::semconv::{self, Type};

/// `"acme.id" = id` → `#p::AttributeValue::__put(&id, PLACE);`, and `server.port = port` →
/// ```text
/// {
///     #[allow(non_camel_case_types)]
///     enum server·port {}
///     #p::typed::IntegerOf::<server·port>::__put(&port, PLACE);
/// }
/// ```
/// The type tells rustc the key, for its message.
pub(super) fn put(
    attribute: &Attribute,
    value: &TokenStream,
    place: &TokenStream,
    door: &TokenStream,
) -> TokenStream {
    let at = super::value::place(&attribute.value);
    let door = placed(door, at);
    match (&attribute.value, attribute.fact.and_then(|fact| kind(fact.ty))) {
        (Value::Dynamic(_), Some(kind)) if attribute.form == Form::Typed => {
            let (kind, key) = (Ident::new(kind, at), type_named(&attribute.key.text, at));
            let bound = quote_spanned!(at=> #door::typed::#kind::<#key>::__put(#value, #place););
            quote!({ #[allow(non_camel_case_types)] enum #key {} #bound })
        }
        _ => quote_spanned!(at=> #door::AttributeValue::__put(#value, #place);),
    }
}

/// The trait in `#p::typed`, unless any value will do.
fn kind(ty: Type) -> Option<&'static str> {
    Some(match ty.of_value() {
        Type::Int => "IntegerOf",
        Type::Double => "FloatOf",
        Type::Bool => "BooleanOf",
        Type::String => "TextOf",
        Type::IntArray => "IntegersOf",
        Type::DoubleArray => "FloatsOf",
        Type::BoolArray => "BooleansOf",
        Type::StringArray => "TextsOf",
        Type::Any | Type::Enum(_) | Type::TemplateString | Type::TemplateStringArray => return None,
    })
}

/// `http.response.status_code` → `http·response·status_code`, the nearest that a type can be called.
fn type_named(key: &str, at: Span) -> Ident {
    let letter = |character| match character {
        '.' => '·',
        'a'..='z' | '0'..='9' => character,
        _ => '_',
    };
    Ident::new(&key.chars().map(letter).collect::<String>(), at)
}

/// `http.method = method` → `const _: () = { #[deprecated(note = "..")] const http·method: () = (); http·method };`
///
/// The tokens stand where the key stands and count as the user's, or rustc would not warn.
pub(super) fn warning((key, fact): (&Key, &'static semconv::Attribute)) -> TokenStream {
    let at = key.tokens.clone().into_iter().next().map_or_else(Span::call_site, |first| first.span());
    let at = key.tokens.to_token_stream().span().resolved_at(at);
    let name = type_named(&key.text, at);
    let names: Vec<&str> = semconv::replacements(fact).collect();
    let note = if names.is_empty() {
        diagnostics::deprecated_note_alone()
    } else {
        diagnostics::deprecated_note(&listed(names))
    };
    let item = quote_spanned! {ours_at(at)=>
        #[deprecated(note = #note)]
        #[allow(non_upper_case_globals)]
        const #name: () = ();
    };
    quote!(const _: () = { #item #name };)
}
