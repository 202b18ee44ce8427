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
use crate::model::{Attribute, Level, Statement};
use crate::semconv::{self, Type};

/// `"acme.id" = id` → `#p::AttributeValue::__put(&id, PLACE);`, and `server.port = port` →
/// `#p::keys::server·port::__put(&port, PLACE);`
pub(super) fn put(
    attribute: &Attribute,
    value: &TokenStream,
    place: &TokenStream,
    door: &TokenStream,
) -> TokenStream {
    let at = super::value::place(&attribute.value);
    let fact = attribute.fact.filter(|_| attribute.form == Form::Typed);
    let key = fact.and_then(|fact| KeyTrait::of(fact, door, at));
    if let (Value::Dynamic(_), Some(key)) = (&attribute.value, key) {
        let path = &key.path;
        key.declared(quote_spanned!(at=> #path::__put(#value, #place);))
    } else {
        let door = placed(door, at);
        quote_spanned!(at=> #door::AttributeValue::__put(#value, #place);)
    }
}

/// The trait that a key's values have: `#p::keys::server·port`, or, after `enum shop·id {}`, `#p::typed::IntegerOf::<shop·id>`.
pub(crate) struct KeyTrait {
    pub(crate) path: TokenStream,
    /// `ValueOf<..>`, which the trait follows from.
    pub(crate) bound: TokenStream,
    declaration: Option<TokenStream>,
}

impl KeyTrait {
    /// The trait, unless any value will do.
    pub(crate) fn of(fact: &'static semconv::Attribute, door: &TokenStream, at: Span) -> Option<Self> {
        let (kind, of) = kind(fact.ty)?;
        let kind = Ident::new(kind, at);
        let (door, name) = (placed(door, at), type_named(fact.key, at));
        let bound = quote_spanned!(at=> #door::ValueOf<#door::typed::#kind>);
        if !semconv::is_own(fact) {
            return Some(Self { path: quote_spanned!(at=> #door::keys::#name), bound, declaration: None });
        }
        let declaration = quote!(enum #name {});
        let of = Ident::new(of, at);
        Some(Self {
            path: quote_spanned!(at=> #door::typed::#of::<#name>),
            bound,
            declaration: Some(declaration),
        })
    }

    /// `call`, after the declaration of the key if the runtime has no trait for it: it is the user's own.
    pub(crate) fn declared(&self, call: TokenStream) -> TokenStream {
        let declaration = self.declaration.iter();
        if self.declaration.is_some() { quote!({ #(#declaration)* #call }) } else { call }
    }
}

/// The marker of the type in `#p::typed`, and the trait for own keys of it, unless any value will do.
fn kind(ty: Type) -> Option<(&'static str, &'static str)> {
    Some(match ty.of_value() {
        Type::Int => ("an_integer", "IntegerOf"),
        Type::Double => ("a_float", "FloatOf"),
        Type::Bool => ("a_boolean", "BooleanOf"),
        Type::String => ("a_text", "TextOf"),
        Type::IntArray => ("a_list_of_integers", "IntegersOf"),
        Type::DoubleArray => ("a_list_of_floats", "FloatsOf"),
        Type::BoolArray => ("a_list_of_booleans", "BooleansOf"),
        Type::StringArray => ("a_list_of_texts", "TextsOf"),
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

/// `http.method = method` → `const _: () = { #[deprecated(note = "..")] const HTTP_METHOD: () = (); HTTP_METHOD };`
///
/// The tokens stand where the key stands and count as the user's, or rustc would not warn.
pub(crate) fn warning((key, fact): (&Key, &'static semconv::Attribute)) -> TokenStream {
    let at = key.tokens.clone().into_iter().next().map_or_else(Span::call_site, |first| first.span());
    let at = key.tokens.to_token_stream().span().resolved_at(at);
    let names: Vec<&str> = semconv::replacements(fact).collect();
    let note = if names.is_empty() {
        diagnostics::deprecated_note_alone()
    } else {
        diagnostics::deprecated_note(&listed(names))
    };
    deprecated_here(&key.text, at, &note)
}

/// The same about values, where they stand.
pub(crate) fn value_warnings<'a>(
    attributes: impl IntoIterator<Item = &'a Attribute>,
    level: Level,
) -> impl Iterator<Item = TokenStream> {
    attributes.into_iter().filter(move |_| level == Level::Warn).filter_map(|attribute| {
        let Value::Constant(_, at) = &attribute.value else { return None };
        let note = match attribute.deprecated_value()?.renamed_to {
            Some(new) => diagnostics::deprecated_note(&listed([format!("{new:?}").as_str()])),
            None => diagnostics::deprecated_note_alone(),
        };
        Some(deprecated_here(&attribute.key.text, *at, &note))
    })
}

/// The same about the name of an event.
pub(super) fn event_warning(event: &Statement) -> Option<TokenStream> {
    let deprecated = event.deprecation().filter(|_| event.level == Level::Warn)?;
    let note = match deprecated.successor() {
        Some(new) => diagnostics::deprecated_note(&listed([new])),
        None => diagnostics::deprecated_note_alone(),
    };
    Some(deprecated_here(&event.name.text, event.name.span, &note))
}

fn deprecated_here(key: &str, at: Span, note: &str) -> TokenStream {
    // In the user's crate, which may have an opinion about names.
    let letter =
        |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_uppercase() } else { '_' };
    let name = Ident::new(&key.chars().map(letter).collect::<String>(), at);
    let item = quote_spanned! {ours_at(at)=>
        #[deprecated(note = #note)]
        const #name: () = ();
    };
    quote!(const _: () = { #item #name };)
}
