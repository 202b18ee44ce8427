//! Rules about the annotated function.
//!
//! In: the model of a function. Out: reports.
//! Never here: what rustc says better, such as whether a type is a `Result`: the runtime's
//! bound says that, at the return type.

use proc_macro2::Span;

use crate::diagnostics::{self, Errors};
use crate::model::{Function, What, Work, place_of};

/// A `const fn` may run in the compiler, where there is no clock and no thread.
pub(super) fn check_const_fn(model: &Function, errors: &mut Errors) {
    if let Some(constness) = &model.item.sig.constness {
        errors.on(constness, diagnostics::const_fn());
    }
}

/// The span can go with a future that is returned, but not with one inside of something: it would cover the
/// making of the future and not its run, a trace that is wrong in silence.
pub(super) fn check_returned_future(model: &Function, errors: &mut Errors) {
    if let (Work::Inside(what, place), false) = (&model.work, model.is_async()) {
        errors.on(place, diagnostics::returned_future(what.name()));
    }
}

/// `future`, `stream` and `sync` answer one question, which is whether and how a function runs later. An `async fn`
/// has answered it, and so has a type in plain sight; two answers cannot both hold.
pub(super) fn check_runs_later(model: &Function, errors: &mut Errors) {
    let words = ["future", "stream", "sync"];
    let mut written: Vec<(&str, Span)> = Vec::new();
    for option in &model.span.written {
        let is_new = written.iter().all(|(word, _)| *word != option.name);
        if is_new && words.contains(&option.name.as_str()) {
            written.push((&option.name, option.place));
        }
    }
    if let [(first, _), (second, place), ..] = written.as_slice() {
        errors.at(*place, diagnostics::contradicting_words(first, second));
    }
    let [(word, place)] = written.as_slice() else { return };
    if model.is_async() {
        errors.at(*place, diagnostics::word_on_async_fn(word));
        return;
    }
    match &model.work {
        Work::Later(later) if *word != later.what.name() => {
            errors.at(*place, diagnostics::another_word(word, later.what.name()));
        }
        Work::Now if *word != "sync" => errors.at(*place, diagnostics::word_without_later(word)),
        _ => {}
    }
}

/// A stream yields many values, and a span has one attribute `return`.
pub(super) fn check_ret_of_stream(model: &Function, errors: &mut Errors) {
    let is_stream = model.later().is_some_and(|later| later.what == What::Stream);
    if let (Some(place), true) = (place_of(&model.span.written, "ret"), is_stream) {
        errors.at(place, diagnostics::ret_of_stream());
    }
}

/// Two annotations would make two spans of one call, most likely after a merge.
pub(super) fn check_two_attributes(model: &Function, errors: &mut Errors) {
    for attr in model.item.annotations(model.span.door.as_ref()) {
        errors.on(attr.path(), diagnostics::two_attributes());
    }
}

/// Without an error type there is nothing for `err` to look at. Whether a written type can
/// hold an error is decided by its trait, since `io::Result` and aliases are errors too.
pub(super) fn check_err_without_result(model: &Function, errors: &mut Errors) {
    if let (Some(place), false) = (place_of(&model.span.written, "err"), model.returns_value()) {
        errors.at(place, diagnostics::err_without_result());
    }
}

/// Without a value there is nothing for `ret` to record.
pub(super) fn check_ret_without_value(model: &Function, errors: &mut Errors) {
    if let (Some(place), false) = (place_of(&model.span.written, "ret"), model.returns_value()) {
        errors.at(place, diagnostics::ret_without_value());
    }
}

/// To see the returned value, the body becomes a closure, and a closure has its own caller:
/// `Location::caller()` would name our line instead of the user's.
pub(super) fn check_track_caller(model: &Function, errors: &mut Errors) {
    if !model.has_track_caller() || model.is_async() {
        return;
    }
    match model.later() {
        Some(later) => {
            for attr in model.item.attrs.iter().filter(|attr| attr.path().is_ident("track_caller")) {
                errors.on(attr.path(), diagnostics::track_caller_later(later.what.name()));
            }
        }
        None => {
            for (option, place) in observers(model) {
                errors.at(place, diagnostics::track_caller(option));
            }
        }
    }
}

/// A closure cannot hold the arguments behind `...`.
pub(super) fn check_variadic(model: &Function, errors: &mut Errors) {
    if model.item.sig.variadic.is_some() {
        for (option, place) in observers(model) {
            errors.at(place, diagnostics::variadic(option));
        }
    }
}

/// The options that look at the returned value, where written; one of the block around, at this function's name.
fn observers(model: &Function) -> impl Iterator<Item = (&'static str, Span)> {
    let is_inherited = model.err.as_ref().is_some_and(|failure| failure.is_inherited);
    ["err", "ret"].into_iter().filter_map(move |option| {
        let place = place_of(&model.span.written, option)?;
        Some((option, if is_inherited { model.item.sig.ident.span() } else { place }))
    })
}
