//! The rules, one named function each.
//!
//! In: a model, by shared reference. Out: reports into [`Errors`].
//! Never here: reading tokens, wording, changes to the model.

mod attributes;
mod block;
mod cardinality;
mod conventions;
mod item;
mod keys;
mod names;
mod options;
mod own;
mod types;
mod values;

use crate::args;
use crate::diagnostics::Errors;
use crate::model::{Attribute, Block, Contract, Function, Level, Member, Span, Statement};
use crate::semconv::Convention;
use keys::Used;

/// Checks `#[traced]` and `#[span]`.
pub(crate) fn function(model: &Function, errors: &mut Errors) {
    span(&model.span, errors);
    annotated(model, errors);
}

/// Checks `#[traced]` and `#[span]` on a block, and each of its methods. What methods inherit is checked once.
pub(crate) fn block(model: &Block, errors: &mut Errors) {
    span(&model.shared, errors);
    block::check_evaluated_in_every_method(model, errors);
    block::check_expected_of_a_method(model, errors);
    block::check_two_attributes(model, errors);
    for member in &model.members {
        match member {
            Member::Inherits(method) => annotated(method, errors),
            Member::Own(method) => function(method, errors),
            Member::Skipped { written, others, .. } => {
                options::check_duplicate_option(written, errors);
                block::check_skip_with_others(others, errors);
            }
            Member::AsIs(_) => {}
        }
    }
    block::check_nothing_traced(model, errors);
}

fn annotated(model: &Function, errors: &mut Errors) {
    item::check_const_fn(model, errors);
    item::check_returned_future(model, errors);
    item::check_runs_later(model, errors);
    item::check_ret_of_stream(model, errors);
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
    if model.call == args::Place::Event {
        names::check_event_name(model, errors);
    }
    let used: Vec<Used<'_>> = model.attributes.iter().map(Used::by).collect();
    all_keys(&used, None, model.level, errors);
    all_values(&model.attributes, None, model.level, errors);
    values::check_early_exit(&model.attributes, &model.groups, errors);
    attributes::check_duplicate_key(model.attributes.iter().map(|attribute| &attribute.key), errors);
    attributes::check_nothing_to_record(model, errors);
}

/// Checks the attributes of a struct that derives `SpanAttributes`.
pub(crate) fn derived(contract: &Contract<'_>, level: Level, errors: &mut Errors) {
    let used: Vec<Used<'_>> = contract.attributes.iter().map(|attribute| Used::by(attribute)).collect();
    all_keys(&used, contract.fact(), level, errors);
    attributes::check_duplicate_key(contract.attributes.iter().map(|attribute| &attribute.key), errors);
    conventions::check_convention(contract, errors);
    conventions::check_fixed_value(contract, errors);
    conventions::check_required(contract, errors);
    conventions::check_without(contract, errors);
}

fn span(model: &Span, errors: &mut Errors) {
    let contract = &model.contract();
    options::check_duplicate_option(&model.written, errors);
    options::check_root_with_parent(model, errors);
    options::check_extract_with_others(model, errors);
    let given = model.attributes.iter().map(Used::by);
    let late = model.late.iter().map(|slot| Used { key: &slot.key, attribute: None, fact: slot.fact });
    let used: Vec<Used<'_>> = given.chain(late).collect();
    all_keys(&used, model.convention(), model.level, errors);
    all_values(&model.attributes, model.convention(), model.level, errors);
    values::check_early_exit(&model.attributes, model.conditional(), errors);
    attributes::check_duplicate_key(model.attributes.iter().map(|attribute| &attribute.key), errors);
    conventions::check_convention(contract, errors);
    conventions::check_kind(model, errors);
    conventions::check_fixed_value(contract, errors);
    conventions::check_required(contract, errors);
    conventions::check_late_sampling(contract, errors);
    conventions::check_late_twice(contract, errors);
    conventions::check_without(contract, errors);
    names::check_span_name(model, errors);
    names::check_placeholder(model, errors);
    names::check_placeholder_type(model, errors);
    names::check_high_cardinality(model, errors);
}

fn all_keys(used: &[Used<'_>], convention: Option<&'static Convention>, level: Level, errors: &mut Errors) {
    own::check_own_file(errors);
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
