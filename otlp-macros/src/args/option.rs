//! Reads the values of options, each by a `FromMeta`.
//!
//! In: one option as a `syn::Meta`. Out: an [`OptionValue`].
//! Never here: which options exist where; that is the loop in `parse`.

use darling::FromMeta;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Expr, ExprLit, Ident, Lit, LitStr, Meta, Pat, Path, Token};

use super::value::{Form, parse_form, ungrouped};
use super::{Extract, Failure, Key, Kind, Name, OptionValue, Runs, Trust, Waiver};
use crate::diagnostics::{self, listed, nearest};

/// Reads the value of the option `name`, which must be one of the options of some place.
pub(super) fn read(name: &str, meta: &Meta) -> darling::Result<OptionValue> {
    match name {
        "name" => Name::from_meta(meta).map(OptionValue::Name),
        "kind" => Kind::from_meta(meta).map(OptionValue::Kind),
        "parent" => given(meta, "parent", "parent = context").cloned().map(OptionValue::Parent),
        "root" => flag(meta, name, OptionValue::Root),
        "extract" => Extract::from_meta(meta).map(OptionValue::Extract),
        "inject" => Carrier::from_meta(meta).map(|Carrier(carrier)| OptionValue::Inject(carrier)),
        "skip" => flag(meta, name, OptionValue::Skip),
        "future" => flag(meta, name, OptionValue::Runs(Runs::Future)),
        "stream" => flag(meta, name, OptionValue::Runs(Runs::Stream)),
        "sync" => flag(meta, name, OptionValue::Runs(Runs::Sync)),
        "links" => given(meta, "links", "links = [context]").cloned().map(OptionValue::Links),
        "err" => Failure::from_meta(meta).map(OptionValue::Err),
        "ret" => Form::from_meta(meta).map(OptionValue::Ret),
        "late" => Late::from_meta(meta).map(|Late(keys)| OptionValue::Late(keys)),
        "without" => Waiver::from_meta(meta).map(OptionValue::Without),
        "attributes" => Groups::from_meta(meta).map(|Groups(groups)| OptionValue::Attributes(groups)),
        "deprecated" => Warns::from_meta(meta).map(|Warns| OptionValue::DeprecatedWarns),
        "high_cardinality_ok" => {
            Reason::from_meta(meta).map(|Reason(why)| OptionValue::HighCardinalityOk(why))
        }
        _ => CratePath::from_meta(meta).map(|CratePath(path)| OptionValue::Crate(path)),
    }
}

/// An error about the value as a whole; the loop in `parse` knows where that is.
fn error(message: String) -> darling::Error {
    darling::Error::custom(message)
}

/// What to point at in an option whose value is wrong.
pub(super) fn place(meta: &Meta) -> TokenStream {
    match meta {
        Meta::Path(path) => path.to_token_stream(),
        Meta::NameValue(pair) => pair.value.to_token_stream(),
        Meta::List(list) if list.tokens.is_empty() => list.path.to_token_stream(),
        Meta::List(list) => list.tokens.clone(),
    }
}

/// The expression after `=`.
fn given<'a>(meta: &'a Meta, option: &str, example: &str) -> darling::Result<&'a Expr> {
    match meta {
        Meta::NameValue(pair) => Ok(&pair.value),
        Meta::Path(_) | Meta::List(_) => {
            let message = diagnostics::option_without_value(option, example);
            Err(syn::Error::new_spanned(meta.path(), message).into())
        }
    }
}

impl FromMeta for Name {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        let value = given(meta, "name", "name = \"cart.load\"")?;
        match ungrouped(value) {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => {
                Ok(Self { text: text.value(), span: text.span() })
            }
            _ => Err(error(diagnostics::dynamic_name())),
        }
    }
}

impl Kind {
    /// The word for it.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(_, kind)| *kind == self).map_or("internal", |(name, _)| name)
    }

    const ALL: [(&'static str, Self); 5] = [
        ("internal", Self::Internal),
        ("server", Self::Server),
        ("client", Self::Client),
        ("producer", Self::Producer),
        ("consumer", Self::Consumer),
    ];

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, kind)| kind)
    }
}

impl FromMeta for Kind {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        let value = ungrouped(given(meta, "kind", "kind = client")?);
        let names = || Self::ALL.into_iter().map(|(name, _)| name);
        let written = match value {
            Expr::Path(path) if path.path.get_ident().is_some() => path.to_token_stream().to_string(),
            // `SpanKind::Client` and `Kind::Client` mean the last word.
            Expr::Path(path) => {
                path.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default()
            }
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => {
                if Self::from_name(&text.value()).is_some() {
                    return Err(error(diagnostics::quoted_kind(&text.value())));
                }
                text.value()
            }
            _ => String::new(),
        };
        match Self::from_name(&written) {
            Some(kind) if matches!(value, Expr::Path(path) if path.path.get_ident().is_some()) => Ok(kind),
            _ => Err(error(match nearest(&written, names()) {
                Some(near) => diagnostics::misspelt_kind(near, &listed(names())),
                None => diagnostics::unknown_kind(&listed(names())),
            })),
        }
    }
}

/// An option that is a word alone.
fn flag(meta: &Meta, name: &str, value: OptionValue) -> darling::Result<OptionValue> {
    match meta {
        Meta::Path(_) => Ok(value),
        Meta::List(_) | Meta::NameValue(_) => Err(error(diagnostics::flag_with_value(name))),
    }
}

impl Trust {
    const ALL: [(&'static str, Self); 3] =
        [("trust", Self::Continue), ("link", Self::Link), ("restart", Self::Restart)];

    /// The word for it, which is also the name of the runtime's function.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(_, trust)| *trust == self).map_or("trust", |(name, _)| name)
    }
}

impl FromMeta for Extract {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        let Meta::List(list) = meta else { return Err(error(diagnostics::bad_extract())) };
        Ok(syn::parse2(list.tokens.clone())?)
    }
}

impl Parse for Extract {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let bad = |_| input.error(diagnostics::bad_extract());
        let carrier = input.parse::<Expr>().map_err(bad)?;
        input.parse::<Option<Token![,]>>()?;
        if input.is_empty() {
            return Ok(Self { carrier, trust: Trust::Continue });
        }
        let name = input.call(Ident::parse_any).map_err(bad)?;
        if name != "trust" {
            return Err(syn::Error::new(name.span(), diagnostics::bad_extract()));
        }
        input.parse::<Token![=]>().map_err(bad)?;
        let word = input.call(Ident::parse_any).map_err(|_| input.error(diagnostics::bad_trust()))?;
        let known = Trust::ALL.into_iter().find(|(known, _)| word == known);
        let (_, trust) = known.ok_or_else(|| syn::Error::new(word.span(), diagnostics::bad_trust()))?;
        input.parse::<Option<Token![,]>>()?;
        if input.is_empty() {
            Ok(Self { carrier, trust })
        } else {
            Err(input.error(diagnostics::bad_extract()))
        }
    }
}

/// The carrier of `inject(..)`.
struct Carrier(Expr);

impl FromMeta for Carrier {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        let Meta::List(list) = meta else { return Err(error(diagnostics::bad_inject())) };
        match Punctuated::<Expr, Token![,]>::parse_terminated.parse2(list.tokens.clone()) {
            Ok(carriers) if carriers.len() == 1 => {
                carriers.into_iter().next().map(Self).ok_or_else(|| error(diagnostics::bad_inject()))
            }
            _ => Err(error(diagnostics::bad_inject())),
        }
    }
}

impl FromMeta for Failure {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        match meta {
            Meta::Path(_) => Ok(Self::default()),
            Meta::List(list) if !list.tokens.is_empty() => Ok(syn::parse2(list.tokens.clone())?),
            Meta::NameValue(_) | Meta::List(_) => Err(error(diagnostics::bad_err())),
        }
    }
}

impl Parse for Failure {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut failure = Self::default();
        while !input.is_empty() {
            let bad = input.error(diagnostics::bad_err());
            let name = input.call(Ident::parse_any).map_err(|_| bad.clone())?;
            input.parse::<Token![=]>().map_err(|_| bad.clone())?;
            let is_second = match name.to_string().as_str() {
                "expected" => failure.expected.replace(Box::new(pattern(input)?)).is_some(),
                "map" => failure.map.replace(input.parse()?).is_some(),
                "message" => {
                    let word = input.error(diagnostics::bad_message());
                    let is_none = input.parse::<Ident>().is_ok_and(|word| word == "none");
                    if !is_none {
                        return Err(word);
                    }
                    std::mem::replace(&mut failure.is_unsaid, true)
                }
                "none" => {
                    let word = input.error(diagnostics::bad_none());
                    let text = input.parse::<LitStr>().ok().filter(|text| !text.value().trim().is_empty());
                    let text = text.ok_or(word)?;
                    failure.none.replace(Name { text: text.value(), span: text.span() }).is_some()
                }
                _ => return Err(bad),
            };
            if is_second {
                return Err(syn::Error::new(name.span(), diagnostics::duplicate_option(&name.to_string())));
            }
            if !input.is_empty() && !input.peek(Token![,]) {
                let problem = diagnostics::bad_pattern("unexpected token");
                return Err(input.error(if name == "expected" { problem } else { diagnostics::bad_err() }));
            }
            input.parse::<Option<Token![,]>>()?;
        }
        Ok(failure)
    }
}

fn pattern(input: ParseStream<'_>) -> syn::Result<Pat> {
    Pat::parse_multi_with_leading_vert(input)
        .map_err(|found| syn::Error::new(found.span(), diagnostics::bad_pattern(&found.to_string())))
}

impl FromMeta for Form {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        let list = match meta {
            Meta::Path(_) => return Ok(Self::Typed),
            Meta::NameValue(_) => return Err(error(diagnostics::bad_ret())),
            Meta::List(list) => list,
        };
        match parse_form.parse2(list.tokens.clone()) {
            Ok(form) if form != Self::Typed => Ok(form),
            _ => Err(error(diagnostics::bad_ret())),
        }
    }
}

/// The keys of `late(..)`.
struct Late(Vec<Key>);

impl FromMeta for Late {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        let Meta::List(list) = meta else { return Err(error(diagnostics::bad_late())) };
        match Punctuated::<Key, Token![,]>::parse_terminated.parse2(list.tokens.clone()) {
            Ok(keys) if !keys.is_empty() => Ok(Self(keys.into_iter().collect())),
            _ => Err(error(diagnostics::bad_late())),
        }
    }
}

/// The values of `attributes(..)`.
struct Groups(Vec<Expr>);

impl FromMeta for Groups {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        let Meta::List(list) = meta else { return Err(error(diagnostics::bad_attributes())) };
        match Punctuated::<Expr, Token![,]>::parse_terminated.parse2(list.tokens.clone()) {
            Ok(groups) if !groups.is_empty() => {
                match groups.iter().find(|group| matches!(group, Expr::Assign(_))) {
                    Some(attribute) => {
                        Err(syn::Error::new_spanned(attribute, diagnostics::bad_attributes()).into())
                    }
                    None => Ok(Self(groups.into_iter().collect())),
                }
            }
            _ => Err(error(diagnostics::bad_attributes())),
        }
    }
}

impl Parse for Waiver {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let key = input.parse()?;
        input.parse::<Token![,]>()?;
        let reason: LitStr = input.parse()?;
        input.parse::<Option<Token![,]>>()?;
        Ok(Self { key, reason: Name { text: reason.value(), span: reason.span() } })
    }
}

impl FromMeta for Waiver {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        let Meta::List(list) = meta else { return Err(error(diagnostics::bad_without())) };
        syn::parse2(list.tokens.clone()).map_err(|_| error(diagnostics::bad_without()))
    }
}

/// `deprecated = warn`
struct Warns;

impl FromMeta for Warns {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        match ungrouped(given(meta, "deprecated", "deprecated = warn")?) {
            Expr::Path(path) if path.path.is_ident("warn") => Ok(Self),
            _ => Err(error(diagnostics::bad_level())),
        }
    }
}

/// Why a name may have many values.
struct Reason(Name);

impl FromMeta for Reason {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        let example = "high_cardinality_ok = \"fewer than 20 tenants\"";
        match ungrouped(given(meta, "high_cardinality_ok", example)?) {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => {
                Ok(Self(Name { text: text.value(), span: text.span() }))
            }
            _ => Err(error(diagnostics::bad_reason())),
        }
    }
}

struct CratePath(Path);

impl FromMeta for CratePath {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        match ungrouped(given(meta, "crate", "crate = my::otlp_runtime")?) {
            Expr::Path(path) if path.qself.is_none() && path.attrs.is_empty() => Ok(Self(path.path.clone())),
            _ => Err(error(diagnostics::bad_crate())),
        }
    }
}
