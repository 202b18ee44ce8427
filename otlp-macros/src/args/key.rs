//! Reads the key of an attribute.
//!
//! In: the tokens before `=`. Out: a [`Key`], whatever its form; `check` judges the form.
//! Never here: options, values.

use proc_macro2::TokenTree;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Ident, LitStr, Token};

use super::Key;

impl Key {
    /// The key as the user spelt it, for messages.
    pub(crate) fn spelling(&self) -> String {
        if self.is_quoted { format!("{:?}", self.text) } else { self.text.clone() }
    }
}

impl Parse for Key {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(LitStr) {
            let literal: LitStr = input.parse()?;
            Ok(Self { text: literal.value(), is_quoted: true, tokens: literal.into_token_stream() })
        } else {
            parse_bare(input)
        }
    }
}

/// Reads `a.b.c-d`, and `a::b` and `a/b` too, for `check` to say how it is written. Segments may
/// be keywords or begin with a digit, and digits between dots may arrive as one float literal
/// (`a.1.2`), so segments are whatever the tokens spell.
fn parse_bare(input: ParseStream<'_>) -> syn::Result<Key> {
    let mut key = Key {
        text: String::new(),
        is_quoted: false,
        tokens: input.call(Ident::parse_any)?.into_token_stream(),
    };
    key.text.push_str(&spelled(&key.tokens));
    while peek_separator(input) {
        let is_double = input.peek(Token![::]);
        for _ in 0..=usize::from(is_double) {
            let separator: TokenTree = input.parse()?;
            key.text.push_str(&separator.to_string());
            key.tokens.extend([separator]);
        }
        if input.peek(Ident::peek_any) || input.peek(syn::Lit) && !input.peek(LitStr) {
            let segment: TokenTree = input.parse()?;
            key.text.push_str(&spelled(&segment));
            key.tokens.extend([segment]);
        }
    }
    Ok(key)
}

fn peek_separator(input: ParseStream<'_>) -> bool {
    input.peek(Token![.]) || input.peek(Token![-]) || input.peek(Token![::]) || input.peek(Token![/])
}

/// Whether a key with at least two segments, or a quoted one, is next.
pub(super) fn peek_key(input: ParseStream<'_>) -> bool {
    let has_separator = || {
        input.peek2(Token![.]) || input.peek2(Token![-]) || input.peek2(Token![::]) || input.peek2(Token![/])
    };
    input.peek(LitStr) || input.peek(Ident::peek_any) && has_separator()
}

fn spelled(segment: &impl ToTokens) -> String {
    let text = segment.to_token_stream().to_string();
    text.strip_prefix("r#").map_or(text.clone(), str::to_owned)
}
