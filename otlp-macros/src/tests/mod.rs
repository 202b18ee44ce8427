//! Tests of the pipeline as a whole; each room tests itself beside its code.
//!
//! In: tokens as a user would write them. Out: expansions compared with golden files, and
//! promises that hold for any tokens.
//! Never here: error texts; `ui-tests` shows them as users see them.

mod any_tokens;
mod conventions;
mod golden;
#[path = "../../../otlp-runtime/src/tests/mutate.rs"]
pub(crate) mod mutate;

use proc_macro2::TokenStream;

use crate::args::Place;

fn tokens(text: &str) -> TokenStream {
    text.parse().unwrap()
}

fn traced(annotation: &str, item: &str) -> TokenStream {
    crate::trace(tokens(annotation), &tokens(item))
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
fn expansion_of_a_block_is_the_same_every_time() {
    let expand = || {
        let item = "impl<T> S<T> { #[traced(skip)] fn f() {} #[span(ret)] fn g(&self) -> T { h() } fn i() -> u8 { 3 } }";
        traced("kind = client, err, \"acme.a\" = 1, \"acme.b\" = 2", item).to_string()
    };
    assert_eq!(expand(), expand());
}

#[test]
fn method_of_a_block_expands_as_by_itself() {
    let method = "/// Loads.\n #[inline] pub async fn load(&self, id: u64) -> Result<T, E> where T: A { self.get(id).await }";
    let options = "kind = client, server.port = 80, \"acme.a\" = 1";
    let of_a_block = traced(options, &format!("impl<T> shop::Cart<T> {{ {method} }}")).to_string();
    let alone = traced(&format!("name = \"Cart::load\", {options}"), method).to_string();
    assert_eq!(of_a_block, format!("{} {{ {alone} }}", tokens("impl<T> shop::Cart<T>")));
}

#[test]
fn refused_block_is_kept_without_work_for_the_attributes_of_its_methods() {
    let item = "impl Cart { #[traced(skip)] #[span] fn load() {} #[cfg_attr(a, b)] fn sell() {} }";
    let expanded = traced("name = 1", item).to_string();
    let kept = "impl Cart { #[traced(__otlp_read)] #[span(__otlp_read)] fn load() {} #[cfg_attr(a, b)] fn sell() {} }";
    assert!(expanded.ends_with(&tokens(kept).to_string()), "{expanded}");
    let method = "#[b] fn load() {}";
    assert_eq!(traced("__otlp_read", method).to_string(), tokens(method).to_string());
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
