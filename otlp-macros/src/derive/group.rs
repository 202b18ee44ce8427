//! `#[derive(SpanAttributes)]`: a struct as a group of attributes.
//!
//! In: a struct with named fields. Out: what becomes of each, as `print` puts it into tokens.
//! Never here: whether a key is a good one; `check` says that, as for every other macro.

mod print;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Expr, Field, Fields, FieldsNamed, parse_quote};

use print::print;

use super::input::{Target, kind_of};
use super::options::{self, Given, Place, Policy, Value};
use crate::args::{self, Form, Key, Waiver};
use crate::check;
use crate::diagnostics::{self, Errors};
use crate::expand::{tracked, warning};
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
}
