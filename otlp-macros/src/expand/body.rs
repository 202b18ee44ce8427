//! The annotated function with a span around its body.
//!
//! In: a `model::Function`. Out: the user's signature, and a body that runs the user's body.
//! Never here: changes to the signature, or to any token of the user's body.
//!
//! The user's body always keeps braces of its own: items and imports in it stay in it, and
//! rustc's edition rules for temporaries follow the user's braces. What stands before those braces
//! and belongs to the same expression (a label, `||`, `async move`) counts as the user's too: rustc
//! and clippy take an expression to be where it begins.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Lifetime, Lit, Pat};

use super::door::{door, ours_at, placed};
use super::span::{announced, callsite, entered, is_plain, items, local, started};
use crate::args::{Form, Name};
use crate::model::{Failure, Function, Holder, Later, Output, What};

/// `fn f(..) -> T { body }` → `fn f(..) -> T { let __otlp_guard = ..; { body } }`
pub(crate) fn function(model: &Function) -> TokenStream {
    let items = items(&model.span);
    let inner_attrs = &model.item.inner_attrs;
    let run = if model.may_await() {
        asynchronous(model)
    } else if let Some(later) = model.later() {
        returned(model, later)
    } else if model.observes_output() || must_look(model) {
        observed(model)
    } else {
        guarded(model)
    };
    let mut body = Group::new(Delimiter::Brace, quote!(#inner_attrs #items #run));
    body.set_span(model.item.body.span());
    let mut tokens = model.item.header.clone();
    tokens.extend([TokenTree::Group(body)]);
    tokens
}

/// ```text
/// if false { ASK }
/// let __otlp_guard = #p::enter(SPAN); // or #p::entered(CALLSITE)
/// { body }
/// ```
///
/// The question is there for a type of which it is not known whether it runs later; see [`asked`].
fn guarded(model: &Function) -> TokenStream {
    let door = door(model.span.door.as_ref());
    let (guard, entered, body) = (local("guard"), entered(&model.span), nested_body(model));
    let ask = (model.is_asked() && !model.output.is_inferred()).then(|| {
        let (at, output) = (ours_at(model.output.place()), model.output.annotation());
        let door = placed(&door, at);
        let asked = asked(&door, &quote_spanned!(at=> #door::Returns::<#output>::TYPE), at);
        quote!(if false { #asked; })
    });
    quote! {
        #ask
        let #guard = #entered;
        #body
    }
}

/// ```text
/// {
///     use #p::answers::*;
///     #p::RunsNow::__seen((&&QUESTION).answer())
/// }
/// ```
/// All three traits have the method; look-up takes that of `ReturnsFuture` for a future, and `RunsNow` refuses what
/// it returns.
fn asked(door: &TokenStream, question: &TokenStream, at: Span) -> TokenStream {
    quote_spanned! {at=> {
        use #door::answers::*;
        #door::RunsNow::__seen((&&#question).answer())
    }}
}

/// Whether the value must be seen to ask about its type, since the type cannot be named. Where a closure would be
/// noticed, rather not asked: what is lost is a question about a trait that nobody has heard of.
fn must_look(model: &Function) -> bool {
    model.is_asked() && model.output.is_inferred() && !model.has_track_caller()
}

/// ```text
/// #p::later(SPAN, move || -> _ { body })                                 // impl Future
/// #p::later_seen::<OUTPUT, _, _>(SPAN, move || -> _ { body }, |out| ..)  // impl Future<Output = OUTPUT>
/// #p::later_seen_unsaid(SPAN, move || -> _ { body }, |out| ..)           // impl Future
/// #p::pinned(#p::later(..))                                              // Pin<Box<impl Future>>
/// <T as #p::BoxedFuture>::__later(SPAN, move || -> T { body }, |_| {})   // T
/// ```
///
/// The closure runs at once, in the span. It owns what the body uses, as what is returned may hold on to it.
fn returned(model: &Function, later: &Later) -> TokenStream {
    let door = door(model.span.door.as_ref());
    let (span, observer) = (started(&model.span), observer(model));
    let ty = model.output.annotation();
    let body = if let Some(order) = drop_order(model) {
        let body = nested_body(model);
        quote_spanned!(model.item.body.span()=> move || -> #ty { #order #body })
    } else {
        let body = &model.item.body;
        quote_spanned!(body.span()=> move || -> #ty #body)
    };
    let at = ours_at(model.output.place());
    let there = placed(&door, at);
    let opaque = || {
        let each = if later.what == What::Stream { "_each" } else { "" };
        if !model.observes_output() {
            let function = format_ident!("later{each}", span = at);
            return quote_spanned!(at=> #there::#function(#span, #body));
        }
        if later.output.is_inferred() {
            let function = format_ident!("later{each}_seen_unsaid", span = at);
            return quote_spanned!(at=> #there::#function(#span, #body, #observer));
        }
        let (function, output) = (format_ident!("later{each}_seen", span = at), later.output.annotation());
        quote_spanned!(at=> #there::#function::<#output, _, _>(#span, #body, #observer))
    };
    match later.holder {
        Holder::Opaque => opaque(),
        Holder::Pinned => {
            let opaque = opaque();
            quote!(#door::pinned(#opaque))
        }
        Holder::Named => {
            let boxed =
                Ident::new(if later.what == What::Future { "BoxedFuture" } else { "BoxedStream" }, at);
            quote_spanned!(at=> <#ty as #there::#boxed>::__later(#span, #body, #observer))
        }
    }
}

/// ```text
/// #p::observe(#p::enter(SPAN), || -> T { body }, |__otlp_out| { #p::Fallible::__err(__otlp_out, |_| false, TYPE); })
/// ```
///
/// The closure borrows what the body borrows, so that parameters are dropped by the function
/// itself, in its order and after the span. Only if the returned value may hold on to a
/// parameter does it own what it uses: a borrow could not outlive the closure then.
fn observed(model: &Function) -> TokenStream {
    let door = door(model.span.door.as_ref());
    let (entered, observer) = (entered(&model.span), observer(model));
    let output = model.output.annotation();
    let body = &model.item.body;
    let at = body.span();
    let closure = if model.output.may_borrow() {
        if let Some(order) = drop_order(model) {
            let body = nested_body(model);
            quote_spanned!(at=> move || -> #output { #order #body })
        } else {
            quote_spanned!(at=> move || -> #output #body)
        }
    } else {
        quote_spanned!(at=> || -> #output #body)
    };
    quote!(#door::observe(#entered, #closure, #observer))
}

/// ```text
/// #p::traced(SPAN, async move { if false { return #p::unreachable::<T>(); } { body } }, |_| {}).await
/// #p::traced_entered(CALLSITE, async move { .. }, |_| {}).await // a child of the current span, and no more
/// ```
///
/// The statement that never runs tells rustc the type that the body must have: without it
/// `?`, `.collect()` and `Box<dyn Trait>` would have nothing to go by. The block owns what the
/// body uses, as the function's own future would, so it is `Send` when that was.
///
/// A span with expressions of the user's starts inside of the block, that owns what they borrow:
/// ```text
/// #p::traced_announced(async move { if false { .. } #p::announce(SPAN).await; { body } }, |_| {}).await
/// ```
fn asynchronous(model: &Function) -> TokenStream {
    let door = door(model.span.door.as_ref());
    let (observer, body) = (observer(model), nested_body(model));
    let (order, output) = (drop_order(model), model.output.annotation_without_lifetimes());
    let at = ours_at(model.output.place());
    let door_there = placed(&door, at);
    let hint = quote_spanned!(at=> return #door_there::unreachable::<#output>(););
    let at = model.item.body.span();
    let run = if model.span.has_expressions() {
        let span = announced(&model.span);
        let future = quote_spanned! {at=>
            async move {
                #order
                if false { #hint }
                #door::announce(#span).await;
                #body
            }
        };
        quote!(#door::traced_announced(#future, #observer).await)
    } else {
        let future = quote_spanned! {at=>
            async move {
                #order
                if false { #hint }
                #body
            }
        };
        if is_plain(&model.span) {
            let callsite = callsite(&model.span, &door);
            quote!(#door::traced_entered(#callsite, #future, #observer).await)
        } else {
            let span = started(&model.span);
            quote!(#door::traced(#span, #future, #observer).await)
        }
    };
    // An empty enum stands for `!` inside; `match` turns it back.
    if matches!(model.output, Output::Never) { quote!(match #run {}) } else { run }
}

/// `{ body }`, or `'__otlp_body: { body }`
///
/// The label is never used. It keeps the braces from being linted as `unused_braces` when the
/// body is one expression, without silencing that lint inside it. A body of more than that has none, or
/// rustc would tell whoever writes `break` outside of a loop about a label that nobody wrote.
fn nested_body(model: &Function) -> TokenStream {
    let body = &model.item.body;
    let is_statement_end =
        |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';');
    if body.stream().into_iter().any(|token| is_statement_end(&token)) {
        return quote!(#body);
    }
    let label = Lifetime::new("'__otlp_body", body.span());
    quote_spanned!(body.span()=> #label: #body)
}

/// See [`Function::drop_order`]. Nothing of this runs: that a closure mentions a name is
/// enough to make it own it.
fn drop_order(model: &Function) -> Option<TokenStream> {
    let owned = model.drop_order();
    let is_underscored = owned.iter().any(|ident| ident.to_string().starts_with('_'));
    let allow = is_underscored.then(|| quote!(#[allow(clippy::used_underscore_binding)]));
    (!owned.is_empty()).then(|| quote!(#allow if false { let _ = (#(&#owned,)*); }))
}

/// `|__otlp_out| { #p::Fallible::__err(__otlp_out, |_| false, TYPE); #p::Recordable::__ret(__otlp_out); }`
///
/// The calls stand on the return type: if it is not a `Result`, that is where to look.
fn observer(model: &Function) -> TokenStream {
    if !model.observes_output() && !must_look(model) {
        return quote!(|_| {});
    }
    let place = model.seen().place();
    let door = placed(door(model.span.door.as_ref()), place);
    let out = local("out");
    let out_there = placed(&out, place);
    let at = ours_at(place);
    let ask = model.is_asked().then(|| {
        let asked = asked(&door, &quote_spanned!(at=> #door::Returns::of(#out_there)), at);
        if model.observes_output() { quote!(let #out = #asked(#out);) } else { quote!(let _ = #asked;) }
    });
    let err = model.err.as_ref().map(|failure| failed(failure, &door, &out_there, at));
    let ret = model.ret.map(|form| match form {
        Form::Typed => quote_spanned!(at=> #door::Recordable::__ret(#out_there);),
        Form::Display => shown(&door, &quote_spanned!(at=> #door::Returned(#out_there)), "display", at),
        Form::Debug => shown(&door, &quote_spanned!(at=> #door::Returned(#out_there)), "debug", at),
    });
    quote!(|#out| { #ask #err #ret })
}

/// `#p::Fallible::__err(__otlp_out, |_| false, TYPE);`, for `message = none` by `__err_unsaid`, with `map = function` by
/// `__err_as(__otlp_out, |_| false, function, true, TYPE)`. Before it, for `none = "gone"`,
/// `#p::Absent::__err_none(__otlp_out, "gone");`.
fn failed(failure: &Failure, door: &TokenStream, out: &TokenStream, at: Span) -> TokenStream {
    let policy = &failure.policy;
    let expects = policy.expected.as_ref().map_or_else(
        || quote!(|_| false),
        |pattern| {
            let error = local("err");
            // A text is compared as one, whatever type it has.
            let compared = if is_text(pattern) {
                let at = ours_at(pattern.span());
                let error = placed(&error, at);
                quote_spanned!(at=> ::core::convert::AsRef::<::core::primitive::str>::as_ref(#error))
            } else {
                error.to_token_stream()
            };
            // A guarded arm never makes the next one unreachable, and needs no lint to be silent about it.
            quote!(|#error| match #compared { #pattern if true => true, _ => false })
        },
    );
    let error_type = error_type(door, at);
    let call = |out: &TokenStream| match &policy.map {
        Some(map) => {
            let is_said = !policy.is_unsaid;
            quote_spanned!(at=> #door::Fallible::__err_as(#out, #expects, #map, #is_said, #error_type);)
        }
        None if policy.is_unsaid => {
            quote_spanned!(at=> #door::Fallible::__err_unsaid(#out, #expects, #error_type);)
        }
        None => quote_spanned!(at=> #door::Fallible::__err(#out, #expects, #error_type);),
    };
    let none = policy
        .none
        .as_ref()
        .map(|Name { text, .. }| quote_spanned!(at=> #door::Absent::__err_none(#out, #text);));
    // Beside a `None`, an error is one if the type has it; what says more about errors takes it for granted.
    let is_open = none.is_some() && policy.expected.is_none() && policy.map.is_none() && !policy.is_unsaid;
    let err = if failure.is_inherited || is_open { perhaps_failed(door, out, at, call) } else { call(out) };
    quote!(#none #err)
}

/// Whether a pattern is made of literal texts alone.
fn is_text(pattern: &Pat) -> bool {
    match pattern {
        Pat::Lit(literal) => matches!(literal.lit, Lit::Str(_)),
        Pat::Or(any) => any.cases.iter().all(is_text),
        Pat::Paren(inner) => is_text(&inner.pat),
        _ => false,
    }
}

/// ```text
/// {
///     use #p::outcomes::*;
///     CALL((&&#p::Outcome(__otlp_out)).fallible());
/// }
/// ```
/// All three traits have the method; look-up takes that of the first that fits. So a `Result` whose error cannot be
/// recorded is a mistake here, as it is for a function's own `err`, and what is no `Result` is left alone.
fn perhaps_failed(
    door: &TokenStream,
    out: &TokenStream,
    at: Span,
    call: impl FnOnce(&TokenStream) -> TokenStream,
) -> TokenStream {
    let call = call(&quote_spanned!(at=> (&&#door::Outcome(#out)).fallible()));
    quote_spanned!(at=> { use #door::outcomes::*; #call })
}

/// ```text
/// |__otlp_err| {
///     use #p::error_types::*;
///     (&#p::Failed(__otlp_err)).error_type()
/// }
/// ```
/// Both traits have the method; look-up takes that of `OwnErrorType` for an error with `ErrorType`.
fn error_type(door: &TokenStream, at: Span) -> TokenStream {
    let error = placed(local("err"), at);
    quote_spanned! {at=> |#error| {
        use #door::error_types::*;
        (&#door::Failed(#error)).error_type()
    }}
}

/// ```text
/// {
///     use #p::shown_values::*;
///     if let Some(__otlp_value) = (&#p::Returned(__otlp_out)).shown() {
///         #p::AttributeValue::__put(&#p::display(__otlp_value), #p::ReturnPlace);
///     }
/// }
/// ```
/// Both traits have the method; look-up takes that of `ShowOk` for a `Result`.
fn shown(door: &TokenStream, returned: &TokenStream, form: &str, at: Span) -> TokenStream {
    let (form, value) = (Ident::new(form, at), placed(local("value"), at));
    quote_spanned! {at=> {
        use #door::shown_values::*;
        if let ::core::option::Option::Some(#value) = (&#returned).shown() {
            #door::AttributeValue::__put(&#door::#form(#value), #door::ReturnPlace);
        }
    }}
}
