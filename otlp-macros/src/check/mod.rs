//! The rules, one named function each.
//!
//! In: a model, by shared reference. Out: reports into [`Errors`].
//! Never here: reading tokens, wording, changes to the model.

mod attributes;
mod item;
mod options;

use crate::args::Attribute;
use crate::diagnostics::Errors;
use crate::model::{Function, Span, Statement};

/// Checks `#[traced]` and `#[span]`.
pub(crate) fn function(model: &Function, errors: &mut Errors) {
    span(&model.span, errors);
    item::check_const_fn(model, errors);
    item::check_returned_future(model, errors);
    item::check_two_attributes(model, errors);
    item::check_err_without_result(model, errors);
    item::check_ret_without_value(model, errors);
    item::check_track_caller(model, errors);
    item::check_variadic(model, errors);
}

/// Checks `span!`.
pub(crate) fn inline_span(model: &Span, errors: &mut Errors) {
    span(model, errors);
}

/// Checks `event!` and `record!`.
pub(crate) fn statement(model: &Statement, errors: &mut Errors) {
    options::check_duplicate_option(&model.written, errors);
    options::check_name(&model.name, errors);
    attributes::check_key(&model.attributes, errors);
    attributes::check_duplicate_key(&model.attributes, errors);
    attributes::check_nothing_to_record(model, errors);
}

/// Checks the attributes of a struct that derives `SpanAttributes`.
pub(crate) fn derived<'a>(all: impl Iterator<Item = &'a Attribute> + Clone, errors: &mut Errors) {
    attributes::check_key(all.clone(), errors);
    attributes::check_duplicate_key(all, errors);
}

fn span(model: &Span, errors: &mut Errors) {
    options::check_duplicate_option(&model.written, errors);
    options::check_name(&model.name, errors);
    options::check_root_with_parent(model, errors);
    attributes::check_key(&model.attributes, errors);
    attributes::check_duplicate_key(&model.attributes, errors);
}
