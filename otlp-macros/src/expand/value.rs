//! Keys and values of attributes.
//!
//! In: keys, constants, the user's expressions. Out: arguments of the runtime's functions.
//! Never here: which function they are for.

use proc_macro2::{Delimiter, Group, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::Expr;
use syn::spanned::Spanned;

use super::otlp;
use crate::args::{Attribute, Constant, Form, Key, Value};

/// `"acme.id"` → `__private::Key::new(b"\n\x07acme.id")`
pub(super) fn key(key: &Key, door: &TokenStream) -> TokenStream {
    let bytes = Literal::byte_string(&otlp::encode_key(&key.text));
    quote!(#door::Key::new(#bytes))
}

/// `cart.id` → `&cart.id`; `%x` → `&__private::display(&x)`
///
/// The reference is placed on the user's expression, so that rustc's opinion of its type is
/// shown there.
pub(super) fn dynamic(expr: &Expr, form: Form, door: &TokenStream) -> TokenStream {
    let reference = reference(expr, expr.span());
    match form {
        Form::Typed => reference,
        Form::Display => quote!(&#door::display(#reference)),
        Form::Debug => quote!(&#door::debug(#reference)),
    }
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
fn reference(expr: &Expr, place: Span) -> TokenStream {
    let expr_tokens = if binds_tighter(expr) {
        expr.to_token_stream()
    } else {
        let mut group = Group::new(Delimiter::Parenthesis, expr.to_token_stream());
        group.set_span(Span::mixed_site().located_at(place));
        TokenTree::Group(group).into()
    };
    let place = Span::mixed_site().located_at(place);
    quote_spanned!(place=> &#expr_tokens)
}

/// Whether `&` in front of the expression takes all of it.
fn binds_tighter(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::Array(_)
            | Expr::Call(_)
            | Expr::Field(_)
            | Expr::Group(_)
            | Expr::Index(_)
            | Expr::Lit(_)
            | Expr::Macro(_)
            | Expr::MethodCall(_)
            | Expr::Paren(_)
            | Expr::Path(_)
            | Expr::Reference(_)
            | Expr::Tuple(_)
            | Expr::Unary(_)
    )
}
