//! The start of a span: its callsite, a constant, and what is recorded at once.
//!
//! In: a `model::Span`. Out: the expression that starts the span, and items that it needs.
//! Never here: how the span ends; see `body`.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

use super::door::{door, ours_at, placed};
use super::tracked::tracked;
use super::{group, otlp, typed, value};
use crate::args::Extract;
use crate::model::{self, Piece, Start};

/// `span!("load", kind = client, "acme.id" = id)` →
/// ```text
/// { #p::enter({ let mut __otlp_span = #p::start(CALLSITE); ..; __otlp_span }) }
/// ```
pub(crate) fn inline_span(span: &model::Span) -> TokenStream {
    let (items, entered) = (items(span), entered(span));
    quote!({ #items #entered })
}

/// What `span!` is when it was refused: the errors, and a value of the right type, so that
/// the rest of the function has nothing to complain about.
pub(crate) fn refused_span(errors: &TokenStream) -> TokenStream {
    let door = door(None);
    quote!({
        #errors
        #door::entered(const { &#door::Callsite::internal("", "", "refused", b"") })
    })
}

/// What the span needs beside its callsite: a name for the file that it depends on, and warnings about deprecated keys.
pub(super) fn items(span: &model::Span) -> TokenStream {
    let warnings = span.warned().map(typed::warning);
    let warnings = warnings.chain(typed::value_warnings(&span.attributes, span.level));
    let tracked = tracked(!span.attributes.is_empty() || !span.late.is_empty());
    quote!(#tracked #(#warnings)*)
}

/// `const { &#p::Callsite::internal(crate, version, name, constants) }`, with `.with_names(..)` and `.with_late(..)` where
/// there are any. A `static` would be an item, of which rustc makes more than of all the rest.
pub(super) fn callsite(span: &model::Span, door: &TokenStream) -> TokenStream {
    let (kind, name) = (Ident::new(span.kind.name(), Span::mixed_site()), &span.name.constant);
    let (package, version) = (of_package("CARGO_PKG_NAME"), of_package("CARGO_PKG_VERSION"));
    let constants = Literal::byte_string(&otlp::encode_attributes(span.constants()));
    let names = (!span.name.ways.is_empty()).then(|| {
        let ways = span.name.ways.iter().map(|way| {
            let pieces = way.iter().map(|piece| name_part(piece, door));
            quote!(&[#(#pieces),*])
        });
        quote!(.with_names(&[#(#ways),*]))
    });
    let late = (!span.late.is_empty()).then(|| {
        let keys = span.late.iter().map(|slot| &slot.key.text);
        quote!(.with_late(&[#(#keys),*]))
    });
    quote!(const { &#door::Callsite::#kind(#package, #version, #name, #constants) #names #late })
}

/// What cargo says of the package that is compiled, or nothing when something else compiles it. cargo compiles it again
/// when that changes.
fn of_package(variable: &str) -> String {
    // Golden files show where it comes from, not which version they were written at.
    if cfg!(test) { variable.to_owned() } else { std::env::var(variable).unwrap_or_default() }
}

fn name_part(piece: &Piece, door: &TokenStream) -> TokenStream {
    match piece {
        Piece::Text(text) => quote!(#door::NamePart::Text(#text)),
        Piece::Key(key) => quote!(#door::NamePart::Key(#key)),
        Piece::KeyBut(key, text) => quote!(#door::NamePart::KeyBut(#key, "_OTHER", #text)),
        Piece::KeyNot(key) => quote!(#door::NamePart::KeyNot(#key, "_OTHER")),
        Piece::Unless(key) => quote!(#door::NamePart::Unless(#key)),
    }
}

/// `#p::enter(SPAN)`, or `#p::entered(CALLSITE)` for the most common span, of which there is nothing more to say.
pub(super) fn entered(span: &model::Span) -> TokenStream {
    let door = door(span.door.as_ref());
    if is_plain(span) {
        let callsite = callsite(span, &door);
        return quote!(#door::entered(#callsite));
    }
    let started = started_by(span, "start");
    quote!(#door::enter(#started))
}

/// A span that is announced by the async body that it is for.
pub(super) fn announced(span: &model::Span) -> TokenStream {
    started_by(span, "start")
}

/// Says whether a span is a child of the current one of which there is nothing more to say.
pub(super) fn is_plain(span: &model::Span) -> bool {
    matches!(span.start, Start::Current) && span.inject.is_none() && !span.has_details()
}

/// A span that what runs later is put into.
pub(super) fn started(span: &model::Span) -> TokenStream {
    started_by(span, "start_movable")
}

/// ```text
/// {
///     let mut __otlp_span = #p::start(CALLSITE);
///     if #p::is_recording(&__otlp_span) {
///         #p::AttributeValue::__put(&id, #p::InSpan(&mut __otlp_span, b"\n\x07acme.id"));
///     }
///     __otlp_span
/// }
/// ```
/// or only the start, if there is nothing to record. With `extract(headers)` and `inject(request)`:
/// ```text
/// {
///     let mut __otlp_span = {
///         let __otlp_callsite = CALLSITE;
///         if #p::propagates() {
///             static __OTLP_ENTRY_POINT: #p::EntryPoint = #p::EntryPoint::trust();
///             #p::start_from(__otlp_callsite, &#p::Extractor::__extract(headers, #p::propagators(), &__OTLP_ENTRY_POINT))
///         } else {
///             #p::start(__otlp_callsite)
///         }
///     };
///     if #p::propagates() { #p::Injector::__inject(request, #p::propagators(), &#p::context(&mut __otlp_span)); }
///     __otlp_span
/// }
/// ```
fn started_by(span: &model::Span, child: &str) -> TokenStream {
    let door = door(span.door.as_ref());
    let (child, callsite) = (Ident::new(child, Span::mixed_site()), callsite(span, &door));
    let start = match &span.start {
        Start::Current => quote!(#door::#child(#callsite)),
        Start::Root => quote!(#door::start_root(#callsite)),
        Start::Child(parent) => {
            let at = ours_at(parent.span());
            let door = placed(&door, at);
            let context = quote_spanned!(at=> &#door::Parent::__into_parent(#parent));
            quote_spanned!(at=> #door::start_from(#callsite, #context))
        }
        Start::Extracted(Extract { carrier, trust }) => {
            let at = ours_at(carrier.span());
            let there = placed(&door, at);
            let mode = Ident::new(trust.name(), Span::mixed_site());
            let context = quote_spanned! {at=>
                &#there::Extractor::__extract(#carrier, #there::propagators(), &__OTLP_ENTRY_POINT)
            };
            let local = local("callsite");
            quote!({
                let #local = #callsite;
                if #door::propagates() {
                    static __OTLP_ENTRY_POINT: #door::EntryPoint = #door::EntryPoint::#mode();
                    #door::start_from(#local, #context)
                } else {
                    #door::#child(#local)
                }
            })
        }
    };
    let local = local("span");
    let inject = span.inject.as_ref().map(|carrier| {
        let at = ours_at(carrier.span());
        let there = placed(&door, at);
        let context = quote!(&#door::context(&mut #local));
        let injected =
            quote_spanned!(at=> #there::Injector::__inject(#carrier, #there::propagators(), #context););
        quote!(if #door::propagates() { #injected })
    });
    if !span.has_details() {
        // What the expressions borrow is given back at this `;`, not after the body.
        let is_expression = matches!(span.start, Start::Child(_) | Start::Extracted(_)) || inject.is_some();
        let is_mut = inject.as_ref().map(|_| quote!(mut));
        return if is_expression { quote!({ let #is_mut #local = #start; #inject #local }) } else { start };
    }
    let attributes = span.dynamic().map(|(attribute, expr)| {
        let key = value::encoded_key(&attribute.key);
        let value = value::dynamic(expr, attribute.form, &door);
        let at = ours_at(expr.span());
        let there = placed(&door, at);
        let place = quote_spanned!(at=> #there::InSpan(&mut #local, #key));
        typed::put(attribute, &value, &place, &door)
    });
    let given = span.attributes.iter().map(|attribute| attribute.key.text.as_str());
    let late = span.late.iter().map(|slot| slot.key.text.as_str());
    let others = given.chain(span.fixed.iter().map(|(key, _)| *key)).chain(late);
    let groups = group::put(
        &span.groups,
        others,
        Some(&span.contract()),
        &quote!(#door::AllInSpan(&mut #local)),
        &door,
    );
    let links = span.links.iter().map(|links| {
        let at = ours_at(links.span());
        let door = placed(&door, at);
        quote_spanned!(at=> #door::Links::__add_to(#links, &mut #local);)
    });
    quote!({
        let mut #local = #start;
        if #door::is_recording(&#local) {
            #(#attributes)*
            #groups
            #(#links)*
        }
        #inject
        #local
    })
}

/// A local variable that no user code can name or shadow.
pub(crate) fn local(name: &str) -> Ident {
    format_ident!("__otlp_{}", name, span = Span::mixed_site())
}
