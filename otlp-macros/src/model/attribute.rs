//! Attributes with what the conventions know about them.
//!
//! In: `key = value` as written. Out: [`Attribute`], with the registry's row for a bare key.
//! Never here: whether key and value are right; that is for `check`.

use proc_macro2::Span as Place;
use syn::spanned::Spanned;
use syn::{Expr, Lit};

use crate::args::{self, Constant, Form, Key, Value};
use crate::semconv::{self, Deprecated, Found, KeyClass, Type};

/// One attribute.
pub(crate) struct Attribute {
    pub(crate) key: Key,
    pub(crate) form: Form,
    /// Where the `%` or `?` stands.
    pub(crate) sigil: Option<Place>,
    pub(crate) value: Value,
    /// What the registry says about a bare key.
    pub(crate) fact: Option<&'static semconv::Attribute>,
    /// Whether the value was written `other(..)`: none of the key's members, on purpose.
    pub(crate) is_other: bool,
    /// The literals that an expression may come to, for a key whose values are listed.
    pub(crate) outcomes: Vec<(Constant, Place)>,
}

impl Attribute {
    pub(crate) fn of(written: args::Attribute) -> Self {
        let fact = fact(&written.key);
        let args::Attribute { key, form, sigil, value } = written;
        let is_enum = matches!(fact, Some(semconv::Attribute { ty: Type::Enum(_), .. }));
        let mut attribute = Self { key, form, sigil, value, fact, is_other: false, outcomes: Vec::new() };
        if let Value::Dynamic(expr) = &mut attribute.value
            && is_enum
            && form == Form::Typed
        {
            if let Some(constant) = args::other(expr).as_ref().and_then(constant) {
                (attribute.value, attribute.is_other) = (Value::Constant(constant, expr.span()), true);
            } else {
                attribute.outcomes = args::take_outcomes(expr);
            }
        }
        attribute
    }

    /// Why the value should not be used, if it is known and one of the key's deprecated members.
    pub(crate) fn deprecated_value(&self) -> Option<&'static Deprecated> {
        let member = match self.constant()? {
            Constant::Str(text) => self.fact?.member(text)?,
            Constant::Int(int) => self.fact?.int_member(*int)?,
            Constant::Float(_) | Constant::Bool(_) => return None,
        };
        member.deprecated
    }

    /// The value, if it is known now.
    pub(crate) fn constant(&self) -> Option<&Constant> {
        match &self.value {
            Value::Constant(constant, _) => Some(constant),
            Value::Dynamic(_) => None,
        }
    }
}

/// Finds what the registry says about a bare key that can be recorded, or a quoted one with a suffix that needs quotes.
pub(crate) fn fact(key: &Key) -> Option<&'static semconv::Attribute> {
    match semconv::lookup(&key.text) {
        Found::Exact(attribute) | Found::Template { attribute, .. } if !key.is_quoted => Some(attribute),
        Found::Template { attribute, .. } if semconv::classify(&key.text) == KeyClass::Malformed => {
            Some(attribute)
        }
        _ => None,
    }
}

/// A literal that a key with listed values may have.
fn constant(expr: &Expr) -> Option<Constant> {
    let Expr::Lit(only) = expr else { return None };
    match &only.lit {
        Lit::Str(text) => Some(Constant::Str(text.value())),
        Lit::Int(int) => int.base10_parse().ok().map(Constant::Int),
        _ => None,
    }
}
