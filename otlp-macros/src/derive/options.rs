//! Reads `#[attribute(…)]` above items, fields and variants.
//!
//! In: the attributes of one of these. Out: what is given, in the order written, each with its place.
//! Never here: which of them go together; the derives say that.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Expr, Ident, LitInt, LitStr, Meta, Path, Token, parenthesized};

use crate::args::{Key, Waiver};
use crate::diagnostics::{self, Errors, listed, nearest};

/// What an `#[attribute(…)]` stands above; the options differ.
#[derive(Clone, Copy)]
pub(super) enum Place {
    Group,
    Field,
    Value,
    Variant,
    Newtype,
}

impl Place {
    fn name(self) -> &'static str {
        match self {
            Self::Group => "a struct that derives `SpanAttributes`",
            Self::Field => "a field",
            Self::Value => "this item",
            Self::Variant => "a variant",
            Self::Newtype => "the field of a newtype",
        }
    }

    fn options(self) -> &'static [&'static str] {
        match self {
            Self::Group => &["prefix", "convention", "without", "deprecated", "crate"],
            Self::Field => &["flatten", "skip", "redact", "hash", "mask", "truncate"],
            Self::Value => &["crate"],
            Self::Variant => &["rename"],
            Self::Newtype => &[],
        }
    }
}

/// One thing given.
pub(super) struct Given {
    /// As a message calls it.
    pub(super) name: String,
    /// What the user would edit.
    pub(super) tokens: TokenStream,
    pub(super) value: Value,
}

pub(super) enum Value {
    Key(Key),
    Skip,
    Flatten,
    Policy(Policy),
    Prefix(String),
    Convention(Key),
    Without(Waiver),
    /// `deprecated = warn`
    DeprecatedWarns,
    Rename(String),
    /// Read before all else by [`crate_path`].
    Crate,
}

/// What of a field's value is recorded.
pub(super) enum Policy {
    Redact,
    Hash(Box<Expr>),
    Mask(usize),
    Truncate(usize),
}

impl Policy {
    /// The policy as it is written, without the key of pseudonyms.
    pub(super) fn spelling(&self) -> String {
        match self {
            Self::Redact => "redact".to_owned(),
            Self::Hash(_) => "hash".to_owned(),
            Self::Mask(keep_last) => format!("mask(keep_last = {keep_last})"),
            Self::Truncate(chars) => format!("truncate({chars})"),
        }
    }
}

/// The most characters that `mask` keeps.
const MAX_KEPT: usize = 16;

/// Reads what is given, reporting what cannot be read and what is given twice.
pub(super) fn read(attrs: &[Attribute], place: Place, errors: &mut Errors) -> Vec<Given> {
    let mut all: Vec<Given> = Vec::new();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("attribute")) {
        if place.options().is_empty() {
            errors.on(attr.path(), diagnostics::derive_no_options(place.name()));
        } else if let Meta::List(list) = &attr.meta
            && !list.tokens.is_empty()
        {
            let items = |input: ParseStream<'_>| {
                read_list(input, place, &mut all, errors);
                Ok(())
            };
            // The loop reads to the end and reports by itself, so there is no error left here.
            items.parse2(list.tokens.clone()).unwrap_or_default();
        } else {
            let options = listed(place.options().iter().copied());
            errors.on(attr.path(), diagnostics::derive_empty_attribute(place.name(), &options));
        }
    }
    all
}

/// Finds the runtime's path, `crate = path`; what is wrong with it is for [`read`] to report.
pub(super) fn crate_path(attrs: &[Attribute]) -> Option<Path> {
    let mut found = None;
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("attribute")) {
        let items = |input: ParseStream<'_>| {
            while !input.is_empty() {
                if input.parse::<Option<Token![crate]>>()?.is_some() && input.peek(Token![=]) {
                    input.parse::<Token![=]>()?;
                    found = Some(input.call(Path::parse_mod_style)?);
                } else {
                    input.parse::<Option<TokenTree>>()?;
                }
            }
            Ok(())
        };
        if let Meta::List(list) = &attr.meta {
            items.parse2(list.tokens.clone()).unwrap_or_default();
        }
    }
    found
}

fn read_list(input: ParseStream<'_>, place: Place, all: &mut Vec<Given>, errors: &mut Errors) {
    while !input.is_empty() {
        match read_one(input, place, errors) {
            Some(given) => {
                let is_list = matches!(given.value, Value::Without(_));
                if !is_list && all.iter().any(|earlier| earlier.name == given.name) {
                    errors.on(&given.tokens, diagnostics::duplicate_option(&given.name));
                }
                all.push(given);
            }
            None => skip_to_comma(input),
        }
        if !input.is_empty() && input.parse::<Token![,]>().is_err() {
            errors.at(input.span(), diagnostics::missing_comma());
            skip_to_comma(input);
            input.parse::<Token![,]>().ok();
        }
    }
}

/// Reads one. `None` means it was reported and the rest of it is still there.
fn read_one(input: ParseStream<'_>, place: Place, errors: &mut Errors) -> Option<Given> {
    let options = || listed(place.options().iter().copied());
    let is_key = input.peek(LitStr)
        || input.peek(Ident::peek_any) && (input.peek2(Token![.]) || input.peek2(Token![-]));
    if is_key && matches!(place, Place::Field) {
        let key: Key = input.parse().ok()?;
        let (name, tokens) = (key.spelling(), key.tokens.clone());
        return Some(Given { name, tokens, value: Value::Key(key) });
    }
    let span = input.span();
    let ident = match input.call(Ident::parse_any) {
        Ok(ident) if !is_key => ident,
        _ => {
            errors.at(span, diagnostics::derive_expected_option(place.name(), &options()));
            return None;
        }
    };
    let name = ident.unraw().to_string();
    if !place.options().contains(&name.as_str()) {
        errors.at(
            span,
            match nearest(&name, place.options().iter().copied()) {
                Some(near) => diagnostics::derive_misspelt_option(&name, place.name(), near, &options()),
                None => diagnostics::derive_unknown_option(&name, place.name(), &options()),
            },
        );
        return None;
    }
    let value = match name.as_str() {
        "skip" | "flatten" | "redact" => flag(input, &name, errors)?,
        "hash" => hash(input, span, errors)?,
        "mask" => Value::Policy(Policy::Mask(number(input, span, Some("keep_last"), errors)?)),
        "truncate" => Value::Policy(Policy::Truncate(number(input, span, None, errors)?)),
        "prefix" => {
            // A prefix that cannot be read was meant to be one: its fields are not undecided.
            let prefix = text(input, span, errors, diagnostics::derive_prefix, is_prefix);
            Value::Prefix(prefix.unwrap_or_else(|| {
                skip_to_comma(input);
                "unreadable".to_owned()
            }))
        }
        "convention" => Value::Convention(convention(input, span, errors)?),
        "without" => Value::Without(waiver(input, span, errors)?),
        "deprecated" => warns(input, span, errors)?,
        "rename" => Value::Rename(text(input, span, errors, diagnostics::derive_rename, |text| {
            !text.trim().is_empty()
        })?),
        _ => path(input, span, errors)?,
    };
    Some(Given { name, tokens: ident.into_token_stream(), value })
}

fn flag(input: ParseStream<'_>, name: &str, errors: &mut Errors) -> Option<Value> {
    if !input.is_empty() && !input.peek(Token![,]) {
        errors.at(input.span(), diagnostics::flag_with_value(name));
        return None;
    }
    Some(match name {
        "skip" => Value::Skip,
        "flatten" => Value::Flatten,
        _ => Value::Policy(Policy::Redact),
    })
}

/// Reads `(KEY)`.
fn hash(input: ParseStream<'_>, span: Span, errors: &mut Errors) -> Option<Value> {
    let read = || -> syn::Result<Expr> {
        let content;
        parenthesized!(content in input);
        let key = content.parse()?;
        content.parse::<Option<Token![,]>>()?;
        if content.is_empty() { Ok(key) } else { Err(content.error("more than one key")) }
    };
    let Ok(key) = read() else {
        errors.at(span, diagnostics::derive_hash());
        return None;
    };
    Some(Value::Policy(Policy::Hash(Box::new(key))))
}

/// Reads `(n)`, or `(name = n)`.
fn number(input: ParseStream<'_>, span: Span, name: Option<&str>, errors: &mut Errors) -> Option<usize> {
    let read = || -> syn::Result<(Span, usize)> {
        let content;
        parenthesized!(content in input);
        if let Some(name) = name {
            if content.parse::<Ident>()? != name {
                return Err(content.error("another name"));
            }
            content.parse::<Token![=]>()?;
        }
        let number: LitInt = content.parse()?;
        content.parse::<Option<Token![,]>>()?;
        if !content.is_empty() {
            return Err(content.error("more than one number"));
        }
        Ok((number.span(), number.base10_parse().unwrap_or(0)))
    };
    let most = if name.is_some() { MAX_KEPT } else { usize::MAX };
    let place = match read() {
        Ok((_, number)) if number > 0 && number <= most => return Some(number),
        Ok((place, _)) => place,
        Err(_) => span,
    };
    errors.at(
        place,
        match name {
            Some(_) => diagnostics::derive_mask(&MAX_KEPT.to_string()),
            None => diagnostics::derive_truncate(),
        },
    );
    None
}

/// Reads `= "text"` that `is_fine`.
fn text(
    input: ParseStream<'_>,
    span: Span,
    errors: &mut Errors,
    message: fn() -> String,
    is_fine: fn(&str) -> bool,
) -> Option<String> {
    let read = input.parse::<Token![=]>().and_then(|_| input.parse::<LitStr>());
    let place = match read {
        Ok(text) if is_fine(&text.value()) => return Some(text.value()),
        Ok(text) => text.span(),
        Err(_) => span,
    };
    errors.at(place, message());
    None
}

fn is_prefix(text: &str) -> bool {
    text.split('.').all(|segment| !segment.is_empty())
        && !text.chars().any(|character| character.is_whitespace() || character.is_control())
}

/// Reads `= db.client`.
fn convention(input: ParseStream<'_>, span: Span, errors: &mut Errors) -> Option<Key> {
    let read = input.parse::<Token![=]>().and_then(|_| {
        let place = input.span();
        Ok((place, input.parse::<Key>()?))
    });
    let place = match read {
        Ok((_, key)) if !key.is_quoted => return Some(key),
        Ok((place, _)) => place,
        Err(_) => span,
    };
    errors.at(place, diagnostics::derive_convention());
    None
}

/// Reads `(key, "reason")`.
fn waiver(input: ParseStream<'_>, span: Span, errors: &mut Errors) -> Option<Waiver> {
    let read = || -> syn::Result<Waiver> {
        let content;
        parenthesized!(content in input);
        let waiver = content.parse()?;
        if content.is_empty() { Ok(waiver) } else { Err(content.error("more than a reason")) }
    };
    let waiver = read();
    if waiver.is_err() {
        errors.at(span, diagnostics::bad_without());
    }
    waiver.ok()
}

/// Reads `= warn`.
fn warns(input: ParseStream<'_>, span: Span, errors: &mut Errors) -> Option<Value> {
    let read = input.parse::<Token![=]>().and_then(|_| input.parse::<Ident>());
    if read.is_ok_and(|level| level == "warn") {
        return Some(Value::DeprecatedWarns);
    }
    errors.at(span, diagnostics::bad_level());
    None
}

fn path(input: ParseStream<'_>, span: Span, errors: &mut Errors) -> Option<Value> {
    let read = input.parse::<Token![=]>().and_then(|_| input.call(Path::parse_mod_style));
    if read.is_err() {
        errors.at(span, diagnostics::bad_crate());
        return None;
    }
    Some(Value::Crate)
}

fn skip_to_comma(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        // A token tree is always there when the input is not empty.
        if input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}
