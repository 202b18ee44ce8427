//! The rules, one named function each.
//!
//! In: a model, by shared reference. Out: reports into [`Errors`].
//! Never here: reading tokens, wording, changes to the model.

mod attributes;
mod cardinality;
mod conventions;
mod item;
mod keys;
mod names;
mod options;
mod types;
mod values;

use crate::args;
use crate::diagnostics::Errors;
use crate::model::{Attribute, Function, Level, Span, Statement, fact};
use crate::semconv::Convention;
use keys::Used;

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
    let used: Vec<Used<'_>> = model.attributes.iter().map(Used::by).collect();
    all_keys(&used, None, model.level, errors);
    all_values(&model.attributes, None, model.level, errors);
    attributes::check_duplicate_key(model.attributes.iter().map(|attribute| &attribute.key), errors);
    attributes::check_nothing_to_record(model, errors);
}

/// Checks the attributes of a struct that derives `SpanAttributes`.
pub(crate) fn derived<'a>(all: impl Iterator<Item = &'a args::Attribute> + Clone, errors: &mut Errors) {
    let keys = all.map(|attribute| &attribute.key);
    let used: Vec<Used<'_>> =
        keys.clone().map(|key| Used { key, attribute: None, fact: fact(key) }).collect();
    all_keys(&used, None, Level::Deny, errors);
    attributes::check_duplicate_key(keys, errors);
}

fn span(model: &Span, errors: &mut Errors) {
    options::check_duplicate_option(&model.written, errors);
    options::check_root_with_parent(model, errors);
    let given = model.attributes.iter().map(Used::by);
    let late = model.late.iter().map(|slot| Used { key: &slot.key, attribute: None, fact: slot.fact });
    let used: Vec<Used<'_>> = given.chain(late).collect();
    all_keys(&used, model.convention(), model.level, errors);
    all_values(&model.attributes, model.convention(), model.level, errors);
    attributes::check_duplicate_key(model.attributes.iter().map(|attribute| &attribute.key), errors);
    conventions::check_convention(model, errors);
    conventions::check_kind(model, errors);
    conventions::check_fixed_value(model, errors);
    conventions::check_required(model, errors);
    conventions::check_late_sampling(model, errors);
    conventions::check_late_twice(model, errors);
    conventions::check_without(model, errors);
    names::check_span_name(model, errors);
    names::check_placeholder(model, errors);
    names::check_placeholder_type(model, errors);
    names::check_high_cardinality(model, errors);
}

fn all_keys(used: &[Used<'_>], convention: Option<&'static Convention>, level: Level, errors: &mut Errors) {
    keys::check_key(used, errors);
    keys::check_registered_key(used, errors);
    keys::check_template_key(used, errors);
    keys::check_owned_namespace(used, errors);
    keys::check_deprecated_key(used, convention, level, errors);
    keys::check_renamed_twice(used, level, errors);
}

fn all_values(
    attributes: &[Attribute],
    convention: Option<&'static Convention>,
    level: Level,
    errors: &mut Errors,
) {
    values::check_wrong_type(attributes, convention, level, errors);
    values::check_text_form(attributes, errors);
    values::check_member(attributes, convention, level, errors);
}
