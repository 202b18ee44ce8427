//! The annotated `impl` block or trait, its items apart.
//!
//! In: the block's tokens. Out: a [`Block`], whose functions [`parse`](super::parse) can read one by one.
//! Never here: the inside of any function; what the attributes of a function say.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::quote;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, GenericParam, Generics, Ident, Lifetime, Path, Token, Type, TypeParamBound};

use super::annotation::{Annotation, is_ours, marked};
use super::{braces, refusal, split, split_inner_attrs};
use crate::diagnostics::{self, Errors};

/// An `impl` block or a trait.
pub(crate) struct Block {
    /// Everything before the braces, as written.
    pub(crate) head: TokenStream,
    /// Where the word `impl` or `trait` stands.
    pub(crate) keyword: Span,
    /// What the methods belong to, without generic arguments. `None`: a type without a name of its own.
    pub(crate) owner: Option<String>,
    /// `#![..]` at the start of the block.
    pub(crate) inner_attrs: TokenStream,
    /// Where the braces are.
    pub(crate) braces: Span,
    pub(crate) members: Vec<Member>,
}

/// An item of a block.
pub(crate) enum Member {
    Method(Method),
    /// Not a function.
    Other(TokenStream),
}

/// A function of a block.
pub(crate) struct Method {
    /// As written, but with its first attribute of ours marked as read.
    pub(crate) tokens: TokenStream,
    /// The same with all of them marked.
    kept: TokenStream,
    /// The arguments of its first attribute of ours.
    pub(crate) own: Option<TokenStream>,
    /// Whether a block's attribute is for it: it has a body, which runs when the program does.
    pub(crate) can_have_span: bool,
}

/// Whether an item is an `impl` block or a trait.
pub(crate) fn is_block(item: &TokenStream) -> bool {
    let mut tokens: Vec<TokenTree> = item.clone().into_iter().collect();
    match tokens.as_slice() {
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::None => is_block(&group.stream()),
        _ => {
            tokens.pop().as_ref().and_then(braces).is_some()
                && refusal::block_keyword(&tokens.into_iter().collect()).is_some()
        }
    }
}

impl Block {
    /// Reads what [`is_block`]. `door` is the path given by `crate = ..`.
    pub(crate) fn parse(item: TokenStream, door: Option<&Path>, errors: &mut Errors) -> Option<Self> {
        let mut tokens: Vec<TokenTree> = item.into_iter().collect();
        if let [TokenTree::Group(group)] = tokens.as_slice()
            && group.delimiter() == Delimiter::None
        {
            return Self::parse(group.stream(), door, errors);
        }
        let body = tokens.pop().as_ref().and_then(braces)?;
        let head: TokenStream = tokens.into_iter().collect();
        let (keyword, after) = refusal::block_keyword(&head)?;
        let owner = if keyword == "trait" {
            (|input: ParseStream<'_>| {
                let name = input.call(Ident::parse_any)?;
                input.parse::<TokenStream>()?;
                Ok(Some(name.unraw().to_string()))
            })
            .parse2(after)
        } else {
            implemented.parse2(after)
        };
        let owner = owner.unwrap_or_else(|found| {
            errors.at(found.span(), diagnostics::unreadable_head(&found.to_string()));
            None
        });
        let (inner_attrs, rest) = split_inner_attrs(&body);
        let members = split::pieces(rest.stream()).into_iter();
        let members = members.map(|piece| member(piece, door, errors)).collect();
        Some(Self { head, keyword: keyword.span(), owner, inner_attrs, braces: body.span(), members })
    }

    /// The user's block, with nothing left to do for the attributes of its methods: what is wrong with them was
    /// reported.
    pub(crate) fn kept(&self) -> TokenStream {
        let members = self.members.iter().map(|member| match member {
            Member::Method(method) => &method.kept,
            Member::Other(tokens) => tokens,
        });
        self.with(&quote!(#(#members)*))
    }

    /// The attributes above the block that would put spans around its methods once more. `door` is the path given by
    /// `crate = ..`.
    pub(crate) fn annotations(&self, door: Option<&Path>) -> Vec<Attribute> {
        let outer = |input: ParseStream<'_>| {
            let attributes = input.call(Attribute::parse_outer)?;
            input.parse::<TokenStream>()?;
            Ok(attributes)
        };
        let attributes = outer.parse2(self.head.clone()).unwrap_or_default();
        attributes.into_iter().filter(|attribute| is_ours(attribute, door)).collect()
    }

    /// The block with other items in it.
    pub(crate) fn with(&self, members: &TokenStream) -> TokenStream {
        let (head, inner_attrs) = (&self.head, &self.inner_attrs);
        let mut body = Group::new(Delimiter::Brace, quote!(#inner_attrs #members));
        body.set_span(self.braces);
        quote!(#head #body)
    }
}

fn member(piece: split::Piece, door: Option<&Path>, errors: &mut Errors) -> Member {
    if !piece.is_function {
        return Member::Other(piece.tokens.into_iter().collect());
    }
    let has_body = piece.tokens.last().and_then(braces).is_some();
    let (mut tokens, mut kept, mut own) = (TokenStream::new(), TokenStream::new(), None);
    let mut rest = piece.tokens.as_slice();
    while let [pound @ TokenTree::Punct(punct), TokenTree::Group(bracket), after @ ..] = rest
        && punct.as_char() == '#'
    {
        let as_written = [pound.clone(), TokenTree::Group(bracket.clone())];
        let as_read = || [pound.clone(), TokenTree::Group(marked(bracket))];
        match Annotation::of(bracket.stream(), door) {
            Annotation::Ours(arguments) if own.is_none() => {
                own = Some(arguments);
                tokens.extend(as_read());
                kept.extend(as_read());
            }
            // A second one, which a rule will find.
            Annotation::Ours(_) => {
                tokens.extend(as_written);
                kept.extend(as_read());
            }
            Annotation::Conditional(path) => {
                errors.on(path, diagnostics::conditional_attribute());
                tokens.extend(as_written);
            }
            Annotation::Other => {
                tokens.extend(as_written.clone());
                kept.extend(as_written);
            }
        }
        rest = after;
    }
    tokens.extend(rest.iter().cloned());
    kept.extend(rest.iter().cloned());
    Member::Method(Method { tokens, kept, own, can_have_span: has_body && !piece.is_const })
}

/// Reads `<T: Load> Load for cart::Cart<T> where ..` as `Cart`, or, if the type has no name of its own, as `Load`.
fn implemented(input: ParseStream<'_>) -> syn::Result<Option<String>> {
    let generics = if starts_generics(input) { input.parse::<Generics>()? } else { Generics::default() };
    input.parse::<Option<Token![const]>>()?;
    input.parse::<Option<Token![!]>>()?;
    let first: Type = input.parse()?;
    let owner = if input.parse::<Option<Token![for]>>()?.is_some() {
        name(&input.parse()?, &generics).or_else(|| name(&first, &generics))
    } else {
        name(&first, &generics)
    };
    input.parse::<TokenStream>()?;
    Ok(owner)
}

/// Whether a `<` begins parameters, and not a type such as `<T as Trait>::Type`; as rustc decides it.
fn starts_generics(input: ParseStream<'_>) -> bool {
    let is_parameter = || {
        input.peek3(Token![:]) || input.peek3(Token![,]) || input.peek3(Token![>]) || input.peek3(Token![=])
    };
    input.peek(Token![<])
        && (input.peek2(Token![>])
            || input.peek2(Token![#])
            || input.peek2(Token![const])
            || (input.peek2(Ident) || input.peek2(Lifetime)) && is_parameter())
}

/// The last word of a type's path. A parameter, which stands for any type, is no name.
fn name(ty: &Type, generics: &Generics) -> Option<String> {
    let is_parameter = |ident: &Ident| {
        generics
            .params
            .iter()
            .any(|param| matches!(param, GenericParam::Type(param) if param.ident == *ident))
    };
    match ty {
        Type::Path(path) if path.path.get_ident().is_some_and(is_parameter) => None,
        Type::Path(path) => path.path.segments.last().map(|last| last.ident.unraw().to_string()),
        Type::Group(inner) => name(&inner.elem, generics),
        Type::Paren(inner) => name(&inner.elem, generics),
        Type::Reference(inner) => name(&inner.elem, generics),
        Type::TraitObject(object) => object.bounds.iter().find_map(|bound| match bound {
            TypeParamBound::Trait(bound) => {
                bound.path.segments.last().map(|last| last.ident.unraw().to_string())
            }
            _ => None,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Block;
    use crate::diagnostics::Errors;

    fn owner(head: &str) -> Option<String> {
        let item = format!("{head} {{}}").parse().unwrap();
        Errors::collect(|errors| Block::parse(item, None, errors)).unwrap().owner
    }

    #[test]
    fn methods_belong_to_the_last_word_of_their_type() {
        for (head, expected) in [
            ("impl Cart", "Cart"),
            (
                "#[a(b)] impl<'a, T: Load<Item = u8>, const N: usize> shop::r#Cart<'a, T, N> where T: Copy",
                "Cart",
            ),
            ("unsafe impl<T> Load<{ 3 }> for Cart<T>", "Cart"),
            ("impl Load for &'_ mut Cart", "Cart"),
            ("impl !Load for Cart", "Cart"),
            ("default impl<T> Load for (Cart)", "Cart"),
            ("impl dyn Load + Send", "Load"),
            ("impl Load for Box<dyn Fn(u8) -> u8>", "Box"),
            ("impl Load for <Cart as Load>::Item", "Item"),
            ("impl <Cart as Load>::Item", "Item"),
            ("pub(crate) unsafe trait Load<T>: Copy where T: Copy", "Load"),
            ("trait r#type", "type"),
        ] {
            assert_eq!(owner(head).as_deref(), Some(expected), "{head}");
        }
    }

    #[test]
    fn a_type_without_a_name_leaves_the_name_to_the_trait() {
        for head in [
            "impl<T: Copy> Load for T",
            "impl<T> Load for &T",
            "impl Load for [u8]",
            "impl<T> shop::Load<T> for (T, u8)",
            "impl Load for fn(u8) -> u8",
            "impl Load for for<'a> fn(&'a u8)",
        ] {
            assert_eq!(owner(head).as_deref(), Some("Load"), "{head}");
        }
        assert_eq!(owner("impl [u8]"), None);
    }
}
