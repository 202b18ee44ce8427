//! What an item is when it is not a function with a body.
//!
//! In: the tokens before its last brace. Out: one error, on the word that says what it is.
//! Never here: anything about functions that can be traced.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

use crate::diagnostics::{self, Errors};

const KINDS: [(&str, &str); 14] = [
    ("fn", "a function"),
    ("struct", "a struct"),
    ("enum", "an enum"),
    ("union", "a union"),
    ("trait", "a trait"),
    ("impl", "an `impl` block"),
    ("mod", "a module"),
    ("static", "a static"),
    ("type", "a type alias"),
    ("use", "an import"),
    ("macro_rules", "a macro"),
    ("let", "a statement"),
    ("extern", "an `extern` block"),
    ("const", "a constant"),
];

/// Whether the tokens read as the signature of a function.
pub(super) fn is_function(header: &TokenStream) -> bool {
    matches!(kind(header), Some((_, "fn", _)))
}

/// The word `impl` or `trait`, if the tokens are the head of such a block, and the tokens after it.
pub(super) fn block_keyword(head: &TokenStream) -> Option<(Ident, TokenStream)> {
    let (TokenTree::Ident(keyword), "impl" | "trait", _) = kind(head)? else { return None };
    let mut tokens = flat(head.clone()).into_iter();
    tokens.find(|token| matches!(token, TokenTree::Ident(word) if *word == keyword))?;
    Some((keyword, tokens.collect()))
}

/// Reports what the item is instead.
pub(super) fn report(header: &TokenStream, errors: &mut Errors) {
    match kind(header) {
        Some((_, "fn", name)) => errors.at(name.span(), diagnostics::no_body()),
        Some((word, _, _)) => errors.at(word.span(), diagnostics::not_a_function(what(&word.to_string()))),
        None => match header.clone().into_iter().next() {
            Some(first) => errors.at(first.span(), diagnostics::not_a_function("no item")),
            None => errors.on(header, diagnostics::not_a_function("no item")),
        },
    }
}

fn what(word: &str) -> &'static str {
    KINDS.iter().find(|(keyword, _)| *keyword == word).map_or("no item", |(_, what)| what)
}

/// The keyword that says what the item is, and the token after it. `const`, `extern` and
/// `unsafe` may stand before another keyword, so they decide only when nothing else does.
fn kind(header: &TokenStream) -> Option<(TokenTree, &'static str, TokenTree)> {
    let mut tokens = flat(header.clone()).into_iter().peekable();
    let mut fallback = None;
    while let Some(token) = tokens.next() {
        match &token {
            TokenTree::Ident(ident) => {
                let word = ident.to_string();
                if let Some((keyword, _)) = KINDS.iter().find(|(keyword, _)| *keyword == word) {
                    let next = tokens.peek().cloned().unwrap_or_else(|| token.clone());
                    if *keyword == "const" || *keyword == "extern" {
                        fallback.get_or_insert((token, *keyword, next));
                    } else {
                        return Some((token, keyword, next));
                    }
                }
            }
            // Past `=`, `:` or `{` there are only types and values.
            TokenTree::Punct(punct) if matches!(punct.as_char(), '=' | ':' | ';') => break,
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => break,
            _ => {}
        }
    }
    fallback
}

/// The tokens with invisible groups opened.
fn flat(tokens: TokenStream) -> Vec<TokenTree> {
    let mut all = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                all.extend(flat(group.stream()));
            }
            other => all.push(other),
        }
    }
    all
}
