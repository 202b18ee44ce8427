//! What is wrong with the project's own file.
//!
//! In: the faults that were found when it was read. Out: reports, each once in the life of a compilation.
//! Never here: the file; see `semconv::own`.

use proc_macro2::Span;

use crate::diagnostics::{self, Errors, listed};
use crate::semconv::{self, FILE, Fault, TYPES};

/// A line that is not understood would switch off the checks of its key. Every macro reads the file, and one
/// reports; it is no place in the file, so the message names it.
pub(super) fn check_own_file(errors: &mut Errors) {
    let Some(own) = semconv::own() else { return };
    for (line, fault) in own.take_faults() {
        errors.at(Span::call_site(), message(*line, fault));
    }
}

fn message(line: usize, fault: &Fault) -> String {
    let place = &format!("{FILE}:{line}");
    match fault {
        Fault::Unreadable(problem) => diagnostics::file_unreadable(FILE, problem),
        Fault::Syntax(problem) => diagnostics::file_syntax(place, problem),
        Fault::Entry(name) => diagnostics::file_entry(place, name),
        Fault::Level => diagnostics::file_level(place),
        Fault::NoTable => diagnostics::file_no_table(place),
        Fault::Key(key) => diagnostics::file_key(place, key),
        Fault::Owned { key, namespace } => diagnostics::file_owned(place, key, namespace),
        Fault::Type(key) => diagnostics::file_type(place, key, &listed(TYPES.map(|(name, _)| name))),
        Fault::Option { key, option } => diagnostics::file_option(place, key, option),
        Fault::Members(key) => diagnostics::file_members(place, key),
        Fault::Deprecated(key) => diagnostics::file_deprecated(place, key),
        Fault::Circle(key) => diagnostics::file_circle(place, key),
        Fault::Replacement { of, new } => diagnostics::file_replacement(place, of, new),
    }
}
