//! What a function returns, as far as its signature says.
//!
//! In: a parsed signature. Out: [`Output`] and what follows from it.
//! Never here: guesses about the types behind names; rustc knows those.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::visit_mut::{VisitMut, visit_trait_bound_mut, visit_type_mut};
use syn::{
    Lifetime, ParenthesizedGenericArguments, ReturnType, Signature, Token, TraitBound, Type, TypeFnPtr,
    TypeInfer,
};

/// A return type, sorted by what can be done with its value.
pub(crate) enum Output {
    /// Nothing written, or `()`, and where it is or would be.
    Unit(Span),
    /// `!`
    Never,
    Value(Box<Type>),
}

impl Output {
    pub(crate) fn of(sig: &Signature) -> Self {
        match &sig.output {
            ReturnType::Default => Self::Unit(sig.paren_token.span.close()),
            ReturnType::Type(_, ty) => Self::of_type(ty),
        }
    }

    pub(super) fn of_type(ty: &Type) -> Self {
        match ty {
            Type::Tuple(tuple) if tuple.elems.is_empty() => Self::Unit(tuple.span()),
            Type::Never(_) => Self::Never,
            _ => Self::Value(Box::new(ty.clone())),
        }
    }

    /// The type as an expression may name it: `impl Trait` is left for rustc to infer, and an
    /// empty enum, which a body that never ends has as well as any type, stands for `!`.
    pub(crate) fn annotation(&self) -> TokenStream {
        match self {
            Self::Unit(_) => quote!(()),
            Self::Never => quote!(::core::convert::Infallible),
            Self::Value(ty) => {
                let mut ty = ty.as_ref().clone();
                InferImplTrait { has_found: false }.visit_type_mut(&mut ty);
                ty.into_token_stream()
            }
        }
    }

    /// Whether the type has a part that only rustc knows, as `impl Trait` is.
    pub(crate) fn is_inferred(&self) -> bool {
        match self {
            Self::Value(ty) => {
                let mut ty = ty.as_ref().clone();
                let mut infer = InferImplTrait { has_found: false };
                infer.visit_type_mut(&mut ty);
                infer.has_found
            }
            Self::Unit(_) | Self::Never => false,
        }
    }

    /// The same with its lifetimes left for rustc to infer: one that a body names is one that clippy
    /// no longer calls needless.
    pub(crate) fn annotation_without_lifetimes(&self) -> TokenStream {
        let Self::Value(ty) = self else { return self.annotation() };
        let mut ty = ty.as_ref().clone();
        InferLifetimes.visit_type_mut(&mut ty);
        Self::Value(Box::new(ty)).annotation()
    }

    /// Where to point when the type is not what is wanted.
    pub(crate) fn place(&self) -> Span {
        match self {
            Self::Value(ty) => ty.span(),
            Self::Unit(place) => *place,
            Self::Never => Span::mixed_site(),
        }
    }

    /// Whether the type says that it may hold on to a parameter: a reference, a lifetime that
    /// is not `'static`, or `impl`, which may hide either.
    pub(crate) fn may_borrow(&self) -> bool {
        matches!(self, Self::Value(ty) if names_a_borrow(ty.to_token_stream()))
    }
}

struct InferImplTrait {
    has_found: bool,
}

impl VisitMut for InferImplTrait {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if matches!(ty, Type::ImplTrait(_)) {
            self.has_found = true;
            *ty =
                Type::Infer(TypeInfer { attrs: Vec::new(), underscore_token: Token![_](Span::call_site()) });
        } else {
            visit_type_mut(self, ty);
        }
    }
}

struct InferLifetimes;

impl VisitMut for InferLifetimes {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident != "static" {
            *lifetime = Lifetime::new("'_", lifetime.span());
        }
    }

    // Among the arguments of functions `'_` would mean any lifetime, and those of a `for` are its own.
    fn visit_type_fn_ptr_mut(&mut self, _: &mut TypeFnPtr) {}
    fn visit_parenthesized_generic_arguments_mut(&mut self, _: &mut ParenthesizedGenericArguments) {}
    fn visit_trait_bound_mut(&mut self, bound: &mut TraitBound) {
        if bound.lifetimes.is_none() {
            visit_trait_bound_mut(self, bound);
        }
    }
}

fn names_a_borrow(ty: TokenStream) -> bool {
    let mut tokens = ty.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let borrows = match &token {
            TokenTree::Group(group) => names_a_borrow(group.stream()),
            TokenTree::Ident(word) => word == "impl",
            TokenTree::Punct(punct) => match punct.as_char() {
                // `&'static` is decided by its lifetime.
                '&' => !matches!(tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == '\''),
                '\'' => !matches!(tokens.peek(), Some(TokenTree::Ident(name)) if name == "static"),
                _ => false,
            },
            TokenTree::Literal(_) => false,
        };
        if borrows {
            return true;
        }
    }
    false
}
