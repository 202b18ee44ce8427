//! When the work of a function is done, as far as its signature and its options say.
//!
//! In: the return type, and the word `future`, `stream` or `sync`, if given. Out: [`Work`].
//! Never here: guesses. A type that says nothing is asked about, and rustc answers.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{
    GenericArgument, PathArguments, PathSegment, Type, TypeImplTrait, TypeParamBound, TypePath, TypeReference,
};

use super::Output;
use crate::args::Runs;

/// When the work of a function is done.
pub(crate) enum Work {
    /// During the call.
    Now,
    /// During the call, unless rustc finds that the type is a future or a stream.
    Asked,
    /// After the call, by what is returned.
    Later(Later),
    /// After the call, by something inside of what is returned, where no span can follow it.
    Inside(What, TokenStream),
}

/// A returned future or stream.
pub(crate) struct Later {
    pub(crate) what: What,
    pub(crate) holder: Holder,
    /// What the future gives, or the stream yields.
    pub(crate) output: Output,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Future,
    Stream,
}

/// How a type holds what runs later: whether another type can take its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holder {
    /// `impl Future`: any future can.
    Opaque,
    /// `Pin<Box<impl Future>>`: any boxed future can.
    Pinned,
    /// A named type: only a box of the same type can.
    Named,
}

impl What {
    /// The word for it, and its option.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Future => "future",
            Self::Stream => "stream",
        }
    }
}

impl Work {
    pub(super) fn of(output: &Output, runs: Option<Runs>) -> Self {
        let Output::Value(ty) = output else { return Self::Now };
        let ty = bare(ty);
        let marked = match runs {
            Some(Runs::Sync) => return Self::Now,
            Some(Runs::Future) => Some(What::Future),
            Some(Runs::Stream) => Some(What::Stream),
            None => None,
        };
        if let Some((what, holder, output)) = in_plain_sight(ty) {
            // What the type says is more than the word says; `check` compares the two.
            return Self::Later(Later {
                what,
                holder,
                output: output.unwrap_or_else(|| Output::of_type(ty)),
            });
        }
        // A marked type may hold by another name what looks inside of it; what is inferred has no other name.
        if (marked.is_none() || output.is_inferred())
            && let Some((what, place)) = inside(ty)
        {
            return Self::Inside(what, place);
        }
        match marked {
            Some(what) if may_run_later(ty) => {
                let holder = if matches!(ty, Type::ImplTrait(_)) { Holder::Opaque } else { Holder::Named };
                Self::Later(Later { what, holder, output: Output::of_type(ty) })
            }
            None if may_run_later(ty) => Self::Asked,
            _ => Self::Now,
        }
    }
}

/// Sees through parentheses and the invisible group of a `$ty:ty`.
fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => bare(&group.elem),
        Type::Paren(paren) => bare(&paren.elem),
        _ => ty,
    }
}

/// A future or stream that the type names as such, and what it gives, if that is written too.
fn in_plain_sight(ty: &Type) -> Option<(What, Holder, Option<Output>)> {
    match ty {
        Type::ImplTrait(ty) => {
            named_bound(&ty.bounds).map(|bound| (bound.what, Holder::Opaque, bound.output()))
        }
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            if let Some(what) = alias(last) {
                return Some((what, Holder::Named, None));
            }
            let is_pinned = last.ident == "Pin";
            let boxed = if is_pinned { only_argument(last).and_then(box_of)? } else { box_of(bare(ty))? };
            match boxed {
                Type::TraitObject(ty) => {
                    named_bound(&ty.bounds).map(|bound| (bound.what, Holder::Named, bound.output()))
                }
                Type::ImplTrait(ty) if is_pinned => {
                    named_bound(&ty.bounds).map(|bound| (bound.what, Holder::Pinned, bound.output()))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// `T` of `Box<T>`.
fn box_of(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Path(path) => {
            let last = path.path.segments.last().filter(|last| last.ident == "Box")?;
            only_argument(last)
        }
        _ => None,
    }
}

fn only_argument(segment: &PathSegment) -> Option<&Type> {
    arguments(segment).next()
}

fn arguments(segment: &PathSegment) -> impl Iterator<Item = &Type> {
    let written = match &segment.arguments {
        PathArguments::AngleBracketed(written) => Some(written.args.iter()),
        PathArguments::None | PathArguments::Parenthesized(_) => None,
    };
    written.into_iter().flatten().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(bare(ty)),
        _ => None,
    })
}

/// The names that `futures` gives to boxes.
fn alias(segment: &PathSegment) -> Option<What> {
    match segment.ident.to_string().as_str() {
        "BoxFuture" | "LocalBoxFuture" => Some(What::Future),
        "BoxStream" | "LocalBoxStream" => Some(What::Stream),
        _ => None,
    }
}

/// A bound that names a future or a stream.
struct Bound<'a> {
    what: What,
    segment: &'a PathSegment,
}

impl Bound<'_> {
    /// `T` of `Future<Output = T>` or `Stream<Item = T>`.
    fn output(&self) -> Option<Output> {
        let PathArguments::AngleBracketed(written) = &self.segment.arguments else { return None };
        written.args.iter().find_map(|argument| match argument {
            GenericArgument::AssocType(given) if given.ident == "Output" || given.ident == "Item" => {
                Some(Output::of_type(bare(&given.ty)))
            }
            _ => None,
        })
    }
}

fn named_bound<'a>(bounds: impl IntoIterator<Item = &'a TypeParamBound>) -> Option<Bound<'a>> {
    traits(bounds).find_map(|segment| {
        let what = match segment.ident.to_string().as_str() {
            "Future" | "FusedFuture" | "TryFuture" => What::Future,
            "Stream" | "FusedStream" | "TryStream" => What::Stream,
            _ => return None,
        };
        Some(Bound { what, segment })
    })
}

fn traits<'a>(bounds: impl IntoIterator<Item = &'a TypeParamBound>) -> impl Iterator<Item = &'a PathSegment> {
    bounds.into_iter().filter_map(|bound| match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last(),
        _ => None,
    })
}

/// A future or stream in plain sight where the span cannot go with it, as in `Result<impl Future, E>`.
fn inside(ty: &Type) -> Option<(What, TokenStream)> {
    let found = |bounds| {
        let bound: Bound<'_> = named_bound(bounds)?;
        Some((bound.what, bound.segment.ident.to_token_stream()))
    };
    match bare(ty) {
        Type::ImplTrait(ty) => found(&ty.bounds).or_else(|| {
            let into = traits(&ty.bounds).find(|segment| segment.ident == "IntoFuture")?;
            Some((What::Future, into.ident.to_token_stream()))
        }),
        Type::TraitObject(ty) => found(&ty.bounds),
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            let is_alias = alias(last).map(|what| (what, last.ident.to_token_stream()));
            is_alias.or_else(|| arguments(last).find_map(inside))
        }
        Type::Tuple(tuple) => tuple.elems.iter().find_map(inside),
        Type::Array(array) => inside(&array.elem),
        _ => None,
    }
}

/// Whether the type may be a future or a stream for all that is written. What these names stand for is neither.
fn may_run_later(ty: &Type) -> bool {
    const VALUES: [&str; 21] = [
        "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64",
        "u128", "usize", "String", "Vec", "Option", "Result", "Ordering",
    ];
    match ty {
        Type::Path(TypePath { qself: None, path, .. }) => {
            path.segments.last().is_none_or(|last| VALUES.iter().all(|value| last.ident != value))
        }
        Type::Reference(TypeReference { mutability, .. }) => mutability.is_some(),
        Type::ImplTrait(ty) => opaque_may_run_later(ty),
        Type::Path(_) | Type::Macro(_) => true,
        _ => false,
    }
}

/// Whoever gets an `impl Trait` can do with it what its traits say, and these say nothing of polling. A closure is no
/// future whatever else it is, and must not go through one of ours: rustc reads its signature from the return type.
fn opaque_may_run_later(ty: &TypeImplTrait) -> bool {
    const NEVER_POLLED: [&str; 32] = [
        "Send",
        "Sync",
        "Unpin",
        "Sized",
        "UnwindSafe",
        "RefUnwindSafe",
        "Clone",
        "Copy",
        "Default",
        "Eq",
        "PartialEq",
        "Ord",
        "PartialOrd",
        "Hash",
        "Debug",
        "Display",
        "Error",
        "ToString",
        "Into",
        "From",
        "AsRef",
        "AsMut",
        "Borrow",
        "Deref",
        "Iterator",
        "DoubleEndedIterator",
        "ExactSizeIterator",
        "FusedIterator",
        "IntoIterator",
        "Read",
        "BufRead",
        "Write",
    ];
    const CLOSURES: [&str; 6] = ["Fn", "FnMut", "FnOnce", "AsyncFn", "AsyncFnMut", "AsyncFnOnce"];
    let is_one_of = |segment: &PathSegment, names: &[&str]| names.iter().any(|name| segment.ident == name);
    !traits(&ty.bounds).any(|segment| is_one_of(segment, &CLOSURES))
        && !traits(&ty.bounds).all(|segment| is_one_of(segment, &NEVER_POLLED))
}
