//! The annotated block, with its methods as they would be by themselves.
//!
//! In: a `model::Block`. Out: the user's block.
//! Never here: anything beside the block; a macro below ours gets one item, as it would without us.

use proc_macro2::TokenStream;
use quote::quote;

use super::body::function;
use crate::model::{Block, Member};

/// `impl Cart { fn load() { body } .. }` → `impl Cart { fn load() { let __otlp_guard = ..; { body } } .. }`
pub(crate) fn block(model: &Block) -> TokenStream {
    let members = model.members.iter().map(|member| match member {
        Member::Inherits(method) | Member::Own(method) => function(method),
        Member::Skipped { tokens, .. } | Member::AsIs(tokens) => tokens.clone(),
    });
    model.item.with(&quote!(#(#members)*))
}
