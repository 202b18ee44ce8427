//! The manifest: what a crate can emit, listed while it is compiled.
//!
//! In: models without mistakes, and the environment variable `OTLP_MANIFEST`. Out: one line of JSON for each span,
//! event, `record!` and group, in a file of the crate; nothing when the variable is not set.
//! Never here: tokens; whether anything is right.
//!
//! rustc expands every macro of a crate each time it compiles it, so the file of a crate is always whole, and the
//! file of a crate that cargo need not compile again is still true. That holds as long as all builds into a target
//! directory have the same `OTLP_MANIFEST`, which is why it has a target directory of its own; the expansions do not
//! track the variable (there is no `option_env!` in them), so that setting it for once never rebuilds the ordinary one.
//! A compiler cache that leaves rustc out leaves the lines out too.

mod file;
mod json;
mod line;
#[cfg(test)]
mod tests;

use proc_macro2::Span as Place;

use crate::diagnostics::Errors;
use crate::model::{Function, Span, Statement};
use json::Json;
pub(crate) use line::{Field, Group};

/// Lists the span of a function.
pub(crate) fn function(model: &Function, errors: &mut Errors) {
    list(model.item.sig.ident.span(), errors, || line::function(model));
}

/// Lists the span of `span!`.
pub(crate) fn inline_span(model: &Span, errors: &mut Errors) {
    list(Place::call_site(), errors, || line::inline_span(model));
}

/// Lists an `event!` or `record!`.
pub(crate) fn statement(model: &Statement, errors: &mut Errors) {
    list(Place::call_site(), errors, || line::statement(model));
}

/// Lists a struct that derives `SpanAttributes`.
pub(crate) fn group(group: &Group<'_>, errors: &mut Errors) {
    list(group.name.span(), errors, || line::group(group));
}

/// Writes one line, unless nobody asked or the item is wrong.
fn list(at: Place, errors: &mut Errors, line: impl FnOnce() -> line::Line) {
    let Some(folder) = file::requested() else { return };
    if errors.has_any() {
        return;
    }
    if let Err(message) = file::append(&folder, &line().at(source(at)).to_string()) {
        errors.at(at, message);
    }
}

/// The file, as rustc calls it, and the line of a token. `None` outside of rustc.
fn source(at: Place) -> Option<(String, usize)> {
    proc_macro::is_available().then(|| {
        let at = at.unwrap();
        (at.file(), at.line())
    })
}
