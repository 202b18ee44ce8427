//! A function with a span around its body.
//!
//! In: the resolved span, `err`, `ret` and the item. Out: facts that `expand` prints by.
//! Never here: tokens of generated code.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;

use super::{Later, Output, Span, Work};
use crate::args::{self, Form};
use crate::item::{Item, droppable_bindings};

pub(crate) struct Function {
    pub(crate) span: Span,
    pub(crate) err: Option<Failure>,
    pub(crate) ret: Option<Form>,
    pub(crate) output: Output,
    pub(crate) work: Work,
    pub(crate) item: Item,
}

/// `err`, and what it says about errors.
pub(crate) struct Failure {
    pub(crate) policy: args::Failure,
    /// Whether it comes from the block around: then the function may be one that cannot fail.
    pub(crate) is_inherited: bool,
}

impl Function {
    pub(crate) fn is_async(&self) -> bool {
        self.item.sig.asyncness.is_some()
    }

    /// What is returned and runs later, if it is known to.
    pub(crate) fn later(&self) -> Option<&Later> {
        match &self.work {
            Work::Later(later) if !self.is_async() => Some(later),
            _ => None,
        }
    }

    /// Whether rustc is to say if what is returned runs later.
    pub(crate) fn is_asked(&self) -> bool {
        matches!(self.work, Work::Asked) && !self.is_async()
    }

    /// What `err` and `ret` look at.
    pub(crate) fn seen(&self) -> &Output {
        self.later().map_or(&self.output, |later| &later.output)
    }

    /// Whether the body may wait for something: it says `await`, or calls a macro that may.
    ///
    /// An async function that never waits runs through at its first poll, as any other function runs.
    pub(crate) fn may_await(&self) -> bool {
        self.is_async() && awaits(self.item.body.stream())
    }

    /// Whether the signature says that there is a value for `err` and `ret`.
    pub(crate) fn returns_value(&self) -> bool {
        matches!(self.seen(), Output::Value(_))
    }

    /// Whether the function is to know who calls it, which a closure in it would not.
    pub(crate) fn has_track_caller(&self) -> bool {
        self.item.attrs.iter().any(|attr| attr.path().is_ident("track_caller"))
    }

    /// Whether anything looks at the returned value.
    pub(crate) fn observes_output(&self) -> bool {
        self.err.is_some() || self.ret.is_some()
    }

    /// The parameters that the body's closure or async block must own, last to be dropped last.
    ///
    /// A function drops its parameters in reverse order; a closure drops what it moved in, in
    /// the order of first mention. Mentioning them in reverse keeps the user's drop order.
    /// A parameter that the body does not name is left out, so that `unused_variables` still
    /// sees it; one named `_x` is there to be dropped in time, and is never linted.
    pub(crate) fn drop_order(&self) -> Vec<Ident> {
        let mut owned = droppable_bindings(&self.item.sig);
        // The expressions of an async function's span run in the block too.
        let inside = self.span.expressions().filter(|_| self.is_async());
        let inside: TokenStream = inside.map(ToTokens::to_token_stream).collect();
        owned.retain(|ident| {
            let name = ident.to_string();
            name.starts_with('_') || names(self.item.body.stream(), &name) || names(inside.clone(), &name)
        });
        owned.reverse();
        // One alone has its place, unless the closure would own only those of its fields that the body names.
        let is_in_parts = |ident: &Ident| has_fields(self.item.body.stream(), &ident.to_string());
        if owned.len() > 1 || owned.iter().any(is_in_parts) { owned } else { Vec::new() }
    }
}

/// Whether the tokens say `name.`
fn has_fields(tokens: TokenStream, name: &str) -> bool {
    let mut is_after_name = false;
    tokens.into_iter().any(|token| {
        let found = match &token {
            TokenTree::Punct(dot) => is_after_name && dot.as_char() == '.',
            TokenTree::Group(group) => has_fields(group.stream(), name),
            _ => false,
        };
        is_after_name = matches!(&token, TokenTree::Ident(ident) if ident == name);
        found
    })
}

/// Whether the tokens say `await` or call a macro.
fn awaits(tokens: TokenStream) -> bool {
    let mut after_name = false;
    let mut after_bang = false;
    tokens.into_iter().any(|token| {
        let found = match &token {
            TokenTree::Ident(ident) => ident == "await",
            TokenTree::Group(group) => after_bang || awaits(group.stream()),
            _ => false,
        };
        after_bang = after_name && matches!(&token, TokenTree::Punct(bang) if bang.as_char() == '!');
        after_name = matches!(&token, TokenTree::Ident(_));
        found
    })
}

/// Whether the tokens say `name`, not counting fields and methods.
fn names(tokens: TokenStream, name: &str) -> bool {
    let mut is_member = false;
    tokens.into_iter().any(|token| {
        let found = match &token {
            TokenTree::Ident(ident) => !is_member && ident == name,
            TokenTree::Group(group) => names(group.stream(), name),
            // `format!("{name}")` names it too.
            TokenTree::Literal(literal) => literal.to_string().contains(&format!("{{{name}")),
            TokenTree::Punct(_) => false,
        };
        // `..x` is no member access; the second dot of a range is joined to the first.
        is_member = matches!(&token, TokenTree::Punct(dot) if dot.as_char() == '.') && !is_member;
        found
    })
}
