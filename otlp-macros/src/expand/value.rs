//! Keys and values of attributes.
//!
//! In: keys, constants, the user's expressions. Out: arguments of the runtime's functions.
//! Never here: which function they are for.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, UnOp};

use super::door::{ours_at, placed};
use super::otlp;
use crate::args::{Constant, Form, Key, Value};
use crate::model::Attribute;

/// `"acme.id"` → `b"\n\x07acme.id"`
pub(super) fn encoded_key(key: &Key) -> Literal {
    Literal::byte_string(&otlp::encode_key(&key.text))
}

/// `"acme.id"` → `__private::Key::new(b"\n\x07acme.id")`
pub(crate) fn key(key: &Key, door: &TokenStream) -> TokenStream {
    let bytes = encoded_key(key);
    quote!(#door::Key::new(#bytes))
}

/// `cart.id` → `&cart.id`; `*text` → `&&*text`; `%x` → `&__private::display(&x)`
pub(super) fn dynamic(expr: &Expr, form: Form, door: &TokenStream) -> TokenStream {
    let at = ours_at(expr.span());
    let (reference, door) = (reference(expr), placed(door, at));
    match form {
        // `*text` and `text[1..]` may be a `str`; a reference to a reference always has a size.
        Form::Typed if may_be_unsized(expr) => quote_spanned!(at=> &#reference),
        Form::Typed => reference,
        Form::Display => quote_spanned!(at=> &#door::display(#reference)),
        Form::Debug => quote_spanned!(at=> &#door::debug(#reference)),
    }
}

fn may_be_unsized(expr: &Expr) -> bool {
    match expr {
        Expr::Group(group) => may_be_unsized(&group.expr),
        Expr::Paren(paren) => may_be_unsized(&paren.expr),
        Expr::Index(_) => true,
        Expr::Unary(unary) => matches!(unary.op, UnOp::Deref(_)),
        _ => false,
    }
}

/// Where rustc shall speak about a value: at the user's expression.
pub(super) fn place(value: &Value) -> Span {
    let place = match value {
        Value::Constant(_, place) => *place,
        Value::Dynamic(expr) => expr.span(),
    };
    ours_at(place)
}

/// The value of an attribute of `event!` and `record!`: constants go the way of all values,
/// as the type they would have in a callsite.
pub(super) fn any(attribute: &Attribute, door: &TokenStream) -> TokenStream {
    match &attribute.value {
        Value::Dynamic(expr) => dynamic(expr, attribute.form, door),
        Value::Constant(constant, place) => {
            let literal = literal(constant, *place);
            quote!(&#literal)
        }
    }
}

fn literal(constant: &Constant, place: Span) -> TokenStream {
    let unsigned = |mut literal: Literal, is_negative: bool| {
        literal.set_span(place);
        if is_negative { quote_spanned!(place=> (-#literal)) } else { literal.into_token_stream() }
    };
    match constant {
        Constant::Str(text) => unsigned(Literal::string(text), false),
        Constant::Bool(flag) => quote_spanned!(place=> #flag),
        // `i64::MIN` has no positive twin, but its literal after a minus does.
        Constant::Int(i64::MIN) => quote!(::core::primitive::i64::MIN),
        Constant::Int(number) => unsigned(Literal::i64_suffixed(number.abs()), *number < 0),
        Constant::Float(number) => unsigned(Literal::f64_suffixed(number.abs()), number.is_sign_negative()),
    }
}

/// `x` → `&x`, `a + b` → `&(a + b)`
fn reference(expr: &Expr) -> TokenStream {
    // rustc underlines all of `cart.id` only if the `&` before it counts as the user's; before
    // other expressions that would invite lints about references nobody wrote.
    let at = match expr {
        Expr::Field(_) | Expr::MethodCall(_) | Expr::Call(_) => expr.span(),
        _ => ours_at(expr.span()),
    };
    if binds_tighter(expr) { quote_spanned!(at=> &#expr) } else { quote_spanned!(at=> &(#expr)) }
}

/// Whether `&` in front of the expression takes all of it. A fragment of `macro_rules!` counts as
/// what is in it: rustc may forget its invisible group.
fn binds_tighter(expr: &Expr) -> bool {
    match expr {
        Expr::Group(group) => binds_tighter(&group.expr),
        Expr::Array(_)
        | Expr::Call(_)
        | Expr::Field(_)
        | Expr::Index(_)
        | Expr::Lit(_)
        | Expr::Macro(_)
        | Expr::MethodCall(_)
        | Expr::Paren(_)
        | Expr::Path(_)
        | Expr::Reference(_)
        | Expr::Tuple(_)
        | Expr::Unary(_) => true,
        _ => false,
    }
}
