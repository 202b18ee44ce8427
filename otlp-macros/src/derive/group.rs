//! `#[derive(SpanAttributes)]`: a struct as a group of attributes.
//!
//! In: a struct with named fields. Out: `impl SpanAttributes`, and a look at keys given twice.
//! Never here: whether a key is a good one; `check` says that, as for every other macro.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Expr, Field, Fields, FieldsNamed, Type, WherePredicate, parse_quote};

use super::input::{Target, kind_of};
use super::options::{self, Given, Place, Policy, Value};
use crate::args::{self, Form, Key, Waiver};
use crate::check;
use crate::diagnostics::{self, Errors};
use crate::expand::{KeyTrait, local, ours_at, placed, printed_key, required_keys, tracked, warning};
use crate::manifest;
use crate::model::{Attribute, Chosen, Contract, Level, warned};
use crate::semconv::{self, Found};

/// A field that is recorded.
enum Recorded<'a> {
    /// Under one key.
    Attribute(Attribute, &'a Field, Option<(Policy, TokenStream)>),
    /// As a group of its own.
    Group(&'a Field),
}

pub(super) fn expand(item: &DeriveInput, target: &Target<'_>, errors: &mut Errors) -> Option<TokenStream> {
    let above = Above::of(options::read(&item.attrs, Place::Group, errors));
    let Some(fields) = named_fields(item) else {
        let takes = "structs with named fields";
        errors.on(&item.ident, diagnostics::derive_wrong_item("SpanAttributes", takes, kind_of(item)));
        return None;
    };
    let prefix = above.prefix.as_deref();
    let recorded: Vec<_> = fields.named.iter().filter_map(|field| decide(field, prefix, errors)).collect();
    check_policy_type(&recorded, errors);
    let contract = above.contract(&recorded);
    check::derived(&contract, above.level, errors);
    let fields = recorded.iter().map(Recorded::listed).collect();
    manifest::group(&manifest::Group { name: &item.ident, fields }, errors);
    let implementation = print(target, &recorded, Some(&contract));
    let warned = contract.attributes.iter().filter_map(|attribute| {
        warned(above.level, &attribute.key, attribute.fact, contract.fact()).map(warning)
    });
    let tracked = tracked(!contract.attributes.is_empty());
    Some(quote!(#implementation #(#warned)* #tracked))
}

/// An implementation that records nothing.
pub(super) fn refused(target: &Target<'_>) -> TokenStream {
    print(target, &[], None)
}

fn named_fields(item: &DeriveInput) -> Option<&FieldsNamed> {
    match &item.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Some(fields),
            Fields::Unnamed(_) | Fields::Unit => None,
        },
        Data::Enum(_) | Data::Union(_) => None,
    }
}

/// What stands above the struct.
struct Above {
    prefix: Option<String>,
    convention: Option<Chosen>,
    without: Vec<Waiver>,
    level: Level,
}

impl Above {
    fn of(given: Vec<Given>) -> Self {
        let mut above =
            Self { prefix: None, convention: None, without: Vec::new(), level: Level::of_crate() };
        for given in given {
            match given.value {
                Value::Prefix(prefix) => above.prefix = Some(prefix),
                Value::Convention(key) => above.convention = Some(Chosen::of(key)),
                Value::Without(waiver) => above.without.push(waiver),
                Value::DeprecatedWarns => above.level = Level::Warn,
                _ => {}
            }
        }
        above
    }

    fn contract<'a>(&'a self, recorded: &'a [Recorded<'_>]) -> Contract<'a> {
        Contract {
            convention: self.convention.as_ref(),
            attributes: recorded.iter().filter_map(Recorded::attribute).collect(),
            late: &[],
            without: &self.without,
            has_groups: recorded.iter().any(|field| matches!(field, Recorded::Group(_))),
            is_struct: true,
        }
    }
}

/// A policy leaves a text of the value, and a key that takes none would have values of two types.
fn check_policy_type(recorded: &[Recorded<'_>], errors: &mut Errors) {
    for field in recorded {
        let Recorded::Attribute(attribute, _, Some((_, tokens))) = field else { continue };
        let Some(ty) = attribute.fact.map(|fact| fact.ty.of_value()) else { continue };
        if !matches!(ty, semconv::Type::String | semconv::Type::Any) {
            let message =
                diagnostics::derive_policy_type(&tokens.to_string(), &attribute.key.text, ty.words());
            errors.on(tokens, message);
        }
    }
}

/// Resolves one field. `None` for one that is not recorded, by decision or by mistake.
///
/// Deny by default: a field of which nothing is said is neither recorded nor left out in silence.
fn decide<'a>(field: &'a Field, prefix: Option<&str>, errors: &mut Errors) -> Option<Recorded<'a>> {
    let ident = field.ident.as_ref()?;
    let name = ident.unraw().to_string();
    let is_annotated = field.attrs.iter().any(|attr| attr.path().is_ident("attribute"));
    if !is_annotated && prefix.is_none() {
        errors.on(ident, diagnostics::derive_undecided_field(&name));
        return None;
    }
    let given = options::read(&field.attrs, Place::Field, errors);
    if is_annotated && given.is_empty() || check_conflict(&given, errors) {
        return None;
    }
    let (mut key, mut policy) = (None, None);
    for given in given {
        match given.value {
            Value::Skip => return None,
            Value::Flatten => return Some(Recorded::Group(field)),
            Value::Key(written) => key = Some(written),
            Value::Policy(written) => policy = Some((written, given.tokens)),
            _ => {}
        }
    }
    let key = key.or_else(|| {
        let text = format!("{}.{name}", prefix?);
        // A key that is registered is what it is, however it came about.
        let is_quoted = semconv::lookup(&text) == Found::Unknown;
        Some(Key { text, is_quoted, tokens: quote!(#ident) })
    });
    let Some(key) = key else {
        errors.on(ident, diagnostics::derive_missing_key(&name));
        return None;
    };
    let value = args::Value::Dynamic(Box::new(value_of(field, ident)));
    let attribute = args::Attribute { key, form: Form::Typed, sigil: None, value };
    Some(Recorded::Attribute(Attribute::of(attribute), field, policy))
}

/// Reports things that exclude each other; says whether there were any.
fn check_conflict(given: &[Given], errors: &mut Errors) -> bool {
    let Some(first) = given.iter().find(|given| excludes(given, &Value::Skip)) else {
        return report_second_key(given, errors);
    };
    let mut others = given.iter().filter(|other| !std::ptr::eq(*other, first));
    match others.find(|other| excludes(first, &other.value) && other.name != first.name) {
        Some(other) => {
            errors.on(&other.tokens, diagnostics::derive_conflict(&other.name, &first.name));
            true
        }
        None => report_second_key(given, errors),
    }
}

/// Says whether `given` and `other` cannot stand together.
fn excludes(given: &Given, other: &Value) -> bool {
    match &given.value {
        Value::Skip | Value::Flatten => true,
        Value::Policy(_) => matches!(other, Value::Policy(_) | Value::Skip | Value::Flatten),
        _ => false,
    }
}

fn report_second_key(given: &[Given], errors: &mut Errors) -> bool {
    let mut keys = given.iter().filter(|given| matches!(given.value, Value::Key(_)));
    match (keys.next(), keys.next()) {
        (Some(first), Some(second)) if first.name != second.name => {
            errors.on(&second.tokens, diagnostics::derive_second_key(&second.name));
            true
        }
        _ => false,
    }
}

/// `self.id`, where the field's type stands: rustc speaks about the value there.
fn value_of(field: &Field, ident: &Ident) -> Expr {
    let at = field.ty.span();
    let this = Ident::new("self", Span::call_site().located_at(at));
    let mut ident = ident.clone();
    ident.set_span(ident.span().located_at(at));
    parse_quote!(#this.#ident)
}

impl Recorded<'_> {
    fn attribute(&self) -> Option<&Attribute> {
        match self {
            Self::Attribute(attribute, ..) => Some(attribute),
            Self::Group(_) => None,
        }
    }

    /// What the manifest says about it.
    fn listed(&self) -> manifest::Field<'_> {
        let name = |field: &Field| field.ident.as_ref().map(|ident| ident.unraw().to_string());
        match self {
            Self::Attribute(attribute, field, policy) => manifest::Field::Attribute {
                field: name(field).unwrap_or_default(),
                key: &attribute.key,
                policy: policy.as_ref().map(|(policy, _)| policy.spelling()),
            },
            Self::Group(field) => {
                manifest::Field::Flattened { field: name(field).unwrap_or_default(), ty: &field.ty }
            }
        }
    }

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
fn print(target: &Target<'_>, recorded: &[Recorded<'_>], contract: Option<&Contract<'_>>) -> TokenStream {
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
