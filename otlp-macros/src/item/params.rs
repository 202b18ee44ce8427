//! The names bound by those of a function's parameters that may have something to drop.
//!
//! In: the parsed parameters. Out: one identifier per name, the user's own token, in the order written.
//! Never here: the body.

use proc_macro2::Ident;
use syn::{FnArg, Pat, ReceiverKind, Signature, Type};

/// Lists the names of parameters that may have something to drop, in the order written, `self`
/// included. References have not; a parameter under `#[cfg]` may not be there.
pub(crate) fn droppable_bindings(sig: &Signature) -> Vec<Ident> {
    let mut all = Vec::new();
    for input in &sig.inputs {
        match input {
            FnArg::Receiver(receiver) => {
                if matches!(receiver.kind, ReceiverKind::Reference(..)) {
                    continue;
                }
                all.push(Ident::new("self", receiver.self_token.span));
            }
            FnArg::Typed(typed) => {
                let may_be_absent = typed
                    .attrs
                    .iter()
                    .any(|attr| attr.path().is_ident("cfg") || attr.path().is_ident("cfg_attr"));
                if !may_be_absent && !matches!(*typed.ty, Type::Reference(_)) {
                    collect(&typed.pat, &mut all);
                }
            }
        }
    }
    all
}

fn collect(pat: &Pat, all: &mut Vec<Ident>) {
    match pat {
        Pat::Ident(binding) => {
            all.push(binding.ident.clone());
            if let Some((_, inner)) = &binding.subpat {
                collect(inner, all);
            }
        }
        Pat::Paren(inner) => collect(&inner.pat, all),
        Pat::Reference(inner) => collect(&inner.pat, all),
        Pat::Type(inner) => collect(&inner.pat, all),
        Pat::Tuple(tuple) => tuple.elems.iter().for_each(|inner| collect(inner, all)),
        Pat::TupleStruct(tuple) => tuple.elems.iter().for_each(|inner| collect(inner, all)),
        Pat::Slice(slice) => slice.elems.iter().for_each(|inner| collect(inner, all)),
        Pat::Struct(fields) => fields.fields.iter().for_each(|field| collect(&field.pat, all)),
        _ => {}
    }
}
