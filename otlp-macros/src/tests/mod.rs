//! Tests of the pipeline as a whole; each room tests itself beside its code.
//!
//! In: tokens as a user would write them. Out: expansions compared with golden files, and
//! promises that hold for any tokens.
//! Never here: error texts; `ui-tests` shows them as users see them.

mod any_tokens;
mod conventions;
mod golden;

use proc_macro2::TokenStream;

use crate::args::Place;

fn tokens(text: &str) -> TokenStream {
    text.parse().unwrap()
}

fn traced(annotation: &str, item: &str) -> TokenStream {
    crate::trace_function(tokens(annotation), &tokens(item))
}

#[test]
fn expansion_is_the_same_every_time() {
    let expand = || {
        let options = "kind = client, err(expected = E::A | E::B), server.port = x, \"c\" = %y, links = l";
        traced(options, "async fn f(x: u8, y: Y, _z: Z) -> Result<(), E> { g(x, y).await }").to_string()
    };
    assert_eq!(expand(), expand());
}

#[test]
fn refused_item_is_kept_with_every_error() {
    let item = "struct Cart { id: u64 }";
    let expanded = traced("nmae = 1, kind = clinet", item).to_string();
    assert_eq!(expanded.matches("compile_error").count(), 3, "{expanded}");
    assert!(expanded.ends_with(&tokens(item).to_string()), "{expanded}");
}

#[test]
fn refused_statement_is_still_an_expression() {
    let expanded = crate::record_now(tokens("\"a\" = , b = 2"), Place::Record);
    assert!(syn::parse2::<syn::Expr>(expanded).is_ok());
}

#[test]
fn refused_span_is_still_a_guard() {
    let expanded = crate::enter_span(tokens("name"));
    assert!(syn::parse2::<syn::Expr>(expanded.clone()).is_ok());
    assert!(expanded.to_string().contains("enter"), "{expanded}");
}
