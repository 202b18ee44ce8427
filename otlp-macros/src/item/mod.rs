//! The annotated function: its signature parsed, its body untouched. Or the annotated block: its functions.
//!
//! In: the item's tokens. Out: an [`Item`] or a [`Block`] whose parts print back to the same tokens.
//! Never here: options, generated code. The body is one group of tokens and stays so: what
//! rustc says about it must point at what the user wrote.

mod annotation;
mod block;
mod params;
mod refusal;
mod split;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Path, Signature, Token, Visibility};

pub(crate) use annotation::is_read;
pub(crate) use block::{Block, Member, is_block};
pub(crate) use params::droppable_bindings;

use crate::diagnostics::{self, Errors};

/// A function with a body.
pub(crate) struct Item {
    /// Everything before the body, as written.
    pub(crate) header: TokenStream,
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) sig: Signature,
    /// `#![..]` at the start of the body, which must stay at the start.
    pub(crate) inner_attrs: TokenStream,
    /// The rest of the body, between the user's own braces.
    pub(crate) body: Group,
}

impl Item {
    /// The attributes that would put a second span around the function. `door` is the path given by `crate = ..`.
    pub(crate) fn annotations<'a>(&'a self, door: Option<&'a Path>) -> impl Iterator<Item = &'a Attribute> {
        self.attrs.iter().filter(move |attr| annotation::is_ours(attr, door))
    }
}

/// Reads an item, or reports why it is not a function with a body.
pub(crate) fn parse(item: TokenStream, errors: &mut Errors) -> Option<Item> {
    let mut tokens: Vec<TokenTree> = item.into_iter().collect();
    if let [TokenTree::Group(group)] = tokens.as_slice()
        && group.delimiter() == Delimiter::None
    {
        return parse(group.stream(), errors);
    }
    let body = tokens.last().and_then(braces);
    if body.is_some() {
        tokens.pop();
    }
    let header: TokenStream = tokens.into_iter().collect();
    let (Some(body), true) = (body, refusal::is_function(&header)) else {
        refusal::report(&header, errors);
        return None;
    };
    match parse_header.parse2(header.clone()) {
        Ok((attrs, sig)) => {
            let (inner_attrs, body) = split_inner_attrs(&body);
            Some(Item { header, attrs, sig, inner_attrs, body })
        }
        Err(found) => {
            errors.at(found.span(), diagnostics::unreadable_signature(&found.to_string()));
            None
        }
    }
}

/// The brace group a token is, seen through the invisible group of a `$body:block`.
fn braces(token: &TokenTree) -> Option<Group> {
    match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group.clone()),
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
            let mut inside = group.stream().into_iter();
            match (inside.next(), inside.next()) {
                (Some(only), None) => braces(&only),
                _ => None,
            }
        }
        _ => None,
    }
}

fn parse_header(input: ParseStream<'_>) -> syn::Result<(Vec<Attribute>, Signature)> {
    let attrs = input.call(Attribute::parse_outer)?;
    input.parse::<Visibility>()?;
    if input.peek(Token![default]) {
        input.parse::<Token![default]>()?;
    }
    Ok((attrs, input.parse()?))
}

fn split_inner_attrs(body: &Group) -> (TokenStream, Group) {
    let mut inner_attrs = TokenStream::new();
    let mut rest = body.stream();
    loop {
        let mut tokens = rest.clone().into_iter();
        match (tokens.next(), tokens.next(), tokens.next()) {
            (Some(TokenTree::Punct(pound)), Some(TokenTree::Punct(bang)), Some(TokenTree::Group(group)))
                if pound.as_char() == '#'
                    && bang.as_char() == '!'
                    && group.delimiter() == Delimiter::Bracket =>
            {
                inner_attrs.extend([
                    TokenTree::Punct(pound),
                    TokenTree::Punct(bang),
                    TokenTree::Group(group),
                ]);
                rest = tokens.collect();
            }
            _ => break,
        }
    }
    if inner_attrs.is_empty() {
        // The user's own group knows where each of its braces is, which no new one can be told.
        return (inner_attrs, body.clone());
    }
    let mut group = Group::new(Delimiter::Brace, rest);
    group.set_span(body.span());
    (inner_attrs, group)
}
