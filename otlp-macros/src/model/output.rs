//! What a function returns, as far as its signature says.
//!
//! In: a parsed signature. Out: [`Output`] and what follows from it.
//! Never here: guesses about the types behind names; rustc knows those.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::visit_mut::{VisitMut, visit_type_mut};
use syn::{GenericArgument, PathArguments, ReturnType, Signature, Token, Type, TypeInfer, TypeParamBound};

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
            ReturnType::Type(_, ty) => match ty.as_ref() {
                Type::Tuple(tuple) if tuple.elems.is_empty() => Self::Unit,
                Type::Never(_) => Self::Never,
                _ => Self::Value(ty.clone()),
            },
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
                InferImplTrait.visit_type_mut(&mut ty);
                ty.into_token_stream()
            }
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

    /// The trait's name if the type is a future or a stream in plain sight.
    pub(crate) fn deferred(&self) -> Option<(&'static str, TokenStream)> {
        match self {
            Self::Value(ty) => deferred(ty),
            Self::Unit | Self::Never => None,
        }
    }
}

struct InferImplTrait;

impl VisitMut for InferImplTrait {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if matches!(ty, Type::ImplTrait(_)) {
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

fn deferred(ty: &Type) -> Option<(&'static str, TokenStream)> {
    match ty {
        Type::Group(group) => deferred(&group.elem),
        Type::Paren(paren) => deferred(&paren.elem),
        Type::ImplTrait(bounds) => bounds.bounds.iter().find_map(deferred_bound),
        Type::TraitObject(bounds) => bounds.bounds.iter().find_map(deferred_bound),
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            match last.ident.to_string().as_str() {
                "BoxFuture" | "LocalBoxFuture" => Some(("future", last.ident.to_token_stream())),
                "BoxStream" | "LocalBoxStream" => Some(("stream", last.ident.to_token_stream())),
                "Pin" | "Box" => match &last.arguments {
                    PathArguments::AngleBracketed(args) => args.args.iter().find_map(|arg| match arg {
                        GenericArgument::Type(ty) => deferred(ty),
                        _ => None,
                    }),
                    _ => None,
                },
                _ => None,
            }
        }
        _ => None,
    }
}

fn deferred_bound(bound: &TypeParamBound) -> Option<(&'static str, TokenStream)> {
    let TypeParamBound::Trait(bound) = bound else { return None };
    let last = bound.path.segments.last()?;
    match last.ident.to_string().as_str() {
        "Future" | "IntoFuture" => Some(("future", last.ident.to_token_stream())),
        "Stream" => Some(("stream", last.ident.to_token_stream())),
        _ => None,
    }
}
