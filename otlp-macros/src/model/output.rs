//! What a function returns, as far as its signature says.
//!
//! In: a parsed signature. Out: [`Output`] and what follows from it.
//! Never here: guesses about the types behind names; rustc knows those.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::visit_mut::{VisitMut, visit_type_mut};
use syn::{ReturnType, Signature, Token, Type, TypeInfer};

/// A return type, sorted by what can be done with its value.
pub(crate) enum Output {
    /// Nothing written, or `()`.
    Unit,
    /// `!`
    Never,
    Value(Box<Type>),
}

impl Output {
    pub(crate) fn of(sig: &Signature) -> Self {
        match &sig.output {
            ReturnType::Default => Self::Unit,
            ReturnType::Type(_, ty) => Self::of_type(ty),
        }
    }

    pub(super) fn of_type(ty: &Type) -> Self {
        match ty {
            Type::Tuple(tuple) if tuple.elems.is_empty() => Self::Unit,
            Type::Never(_) => Self::Never,
            _ => Self::Value(Box::new(ty.clone())),
        }
    }

    /// The type as an expression may name it: `impl Trait` is left for rustc to infer, and an
    /// empty enum, which a body that never ends has as well as any type, stands for `!`.
    pub(crate) fn annotation(&self) -> TokenStream {
        match self {
            Self::Unit => quote!(()),
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
            Self::Unit | Self::Never => false,
        }
    }

    /// Where to point when the type is not what is wanted.
    pub(crate) fn place(&self) -> Span {
        match self {
            Self::Value(ty) => ty.span(),
            Self::Unit | Self::Never => Span::mixed_site(),
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
