//! An `impl` block or a trait with spans around its methods.
//!
//! In: the block's arguments, its items as read, the arguments of methods that have their own. Out: [`Block`].
//! Never here: generated code, errors.

use proc_macro2::TokenStream;
use syn::spanned::Spanned;

use super::function::Failure;
use super::{Function, Output, Picked, Span, Written, named};
use crate::args::Args;
use crate::item::{self, Item};

pub(crate) struct Block {
    pub(crate) item: item::Block,
    /// What the methods inherit, as if it were a span by itself: its rules are checked once.
    pub(crate) shared: Span,
    pub(crate) err: Option<Failure>,
    pub(crate) members: Vec<Member>,
}

/// An item of a block.
pub(crate) enum Member {
    /// A method without an attribute of its own.
    Inherits(Box<Function>),
    /// A method whose own attribute stands for the block's.
    Own(Box<Function>),
    /// `skip`, and what else is written beside it.
    Skipped { tokens: TokenStream, written: Vec<Written>, others: Vec<Written> },
    /// Nothing that a block's attribute is for.
    AsIs(TokenStream),
}

impl Block {
    pub(crate) fn new(args: &Args, item: item::Block, members: Vec<Member>) -> Self {
        let mut picked = Picked::from(args.options.clone());
        let err = picked.err.take();
        Self { item, shared: picked.span(None, None, args.attributes.clone()), err, members }
    }

    /// The methods that get a span.
    pub(crate) fn traced(&self) -> impl Iterator<Item = &Function> {
        self.members.iter().filter_map(|member| match member {
            Member::Inherits(function) | Member::Own(function) => Some(function.as_ref()),
            Member::Skipped { .. } | Member::AsIs(_) => None,
        })
    }
}

impl Member {
    /// A method that takes what stands on the block.
    ///
    /// `err` is about what a method returns, and so not about one that returns nothing. Whether a written type
    /// can hold an error is decided by its trait.
    pub(crate) fn inheriting(block: &Args, item: Item, owner: Option<&str>) -> Self {
        let mut args = block.clone();
        let returns_value = matches!(Output::of(&item.sig), Output::Value(_));
        args.options.retain(|option| option.name != "err" || returns_value);
        let mut function = named(args, item, owner);
        if let Some(failure) = &mut function.err {
            failure.is_inherited = true;
        }
        Self::Inherits(Box::new(function))
    }

    /// A method with arguments of its own.
    pub(crate) fn own(args: Args, item: Item, owner: Option<&str>) -> Self {
        Self::Own(Box::new(named(args, item, owner)))
    }

    /// A method with `skip` among its arguments.
    pub(crate) fn skipped(args: Args, tokens: TokenStream) -> Self {
        let keys = args.convention.iter().chain(args.attributes.iter().map(|attribute| &attribute.key));
        let keys = keys.map(|key| {
            let place = key.tokens.span();
            Written { name: key.spelling(), place, value: place }
        });
        let keys: Vec<Written> = keys.collect();
        let written = Picked::from(args.options).written;
        let is_other = |option: &&Written| option.name != "skip";
        let others = written.iter().filter(is_other).cloned().chain(keys).collect();
        Self::Skipped { tokens, written, others }
    }
}
