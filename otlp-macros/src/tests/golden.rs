//! Expansions of the main shapes, as files to read: `otlp-macros/golden/*.rs`.
//!
//! In: a golden file's first part, the annotated item. Out: its second part, the expansion.
//! `BLESS=1 cargo test -p otlp-macros` writes the second parts anew.

use std::path::{Path, PathBuf};
use std::{env, fs};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::quote;

use super::{Place, tokens};
use crate::semconv;

const RULE: &str = "\n// ---- becomes ----\n\n";

#[test]
fn golden_files_show_what_is_emitted() {
    let mut wrong = Vec::new();
    for path in files() {
        let file = fs::read_to_string(&path).unwrap();
        let source = file.split(RULE).next().unwrap_or_default();
        let is_own = path.file_stem().is_some_and(|stem| stem == "own_keys");
        semconv::declare(is_own.then_some("[attributes]\n\"acme.cart.id\" = \"int\"\n"));
        let actual = format!("{}{RULE}{}", source, expand(source));
        if env::var_os("BLESS").is_some() {
            fs::write(&path, &actual).unwrap();
        } else if actual != file {
            wrong.push(format!("{}:\n{actual}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 10, "golden files are missing");
    files
}

fn expand(source: &str) -> String {
    let expanded = derived(source).or_else(|| macro_call(source)).unwrap_or_else(|| annotated(source));
    match syn::parse2(expanded.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        Err(error) => format!("// {error}\n{expanded}\n"),
    }
}

/// `#[derive(Name)] item`
fn derived(source: &str) -> Option<TokenStream> {
    let (name, item) = source.strip_prefix("#[derive(")?.split_once(")]")?;
    Some(match name {
        "SpanAttributes" => crate::derive::span_attributes(tokens(item)),
        "AttributeValue" => crate::derive::attribute_value(tokens(item)),
        _ => crate::derive::error_type(tokens(item)),
    })
}

/// `#[traced(options)] item`
fn annotated(source: &str) -> TokenStream {
    let mut source = tokens(source).into_iter();
    let attribute = source.by_ref().find_map(|token| match token {
        TokenTree::Group(group) => Some(group.stream()),
        _ => None,
    });
    let options = attribute.into_iter().flatten().find_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => Some(group.stream()),
        _ => None,
    });
    crate::trace(options.unwrap_or_default(), &source.collect())
}

/// `event!(..)`, wrapped in a function to be a file.
fn macro_call(source: &str) -> Option<TokenStream> {
    let call: syn::Macro = syn::parse2(tokens(source)).ok()?;
    let expanded = match call.path.segments.last()?.ident.to_string().as_str() {
        "span" => crate::enter_span(call.tokens),
        "event" => crate::record_now(call.tokens, Place::Event),
        _ => crate::record_now(call.tokens, Place::Record),
    };
    Some(quote!(fn here() { #expanded }))
}
