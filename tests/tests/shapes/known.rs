//! Differences that stay, each with the reason why it does.
//!
//! In: nothing. Out: [`KNOWN`].
//! Never here: differences that a user would have to act on.

/// How what the compiler says differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum How {
    /// Not said any more.
    Lost,
    /// Said with the attribute only.
    New,
    /// Said at another place, or in other words.
    Changed,
    /// The same at the same place; labels, notes or suggestions differ.
    Notes,
}

pub(crate) struct Known {
    /// The lint or error; nothing for an error without a code.
    pub(crate) code: &'static str,
    pub(crate) how: How,
    pub(crate) shapes: &'static [&'static str],
}

const fn known(code: &'static str, how: How, shapes: &'static [&'static str]) -> Known {
    Known { code, how, shapes }
}

use How::{Changed, Lost, New, Notes};

/// What differs, and why, in the order in which things are done to a function. Not compared are the lints of
/// `clippy::restriction`, which nobody turns on as a whole: `implicit_return` and a few others find our calls.
#[rustfmt::skip]
pub(crate) const KNOWN: &[Known] = &[
    // `err` and `ret` look at the returned value, so the body is a closure: what it takes from the function is captured, and
    // rustc says so. The mistake is the same, at the same place.
    known("E0382", Notes, &["broken_borrows::moved_in_loop", "broken_borrows::conditionally_moved", "broken_borrows::moved_twice", "broken_borrows::used_after_move_in_err"]),
    known("E0384", Lost, &["broken_borrows::mutated_without_mut"]),
    known("E0594", New, &["broken_borrows::mutated_without_mut"]),
    known("E0507", Notes, &["broken_borrows::moves_out_of_reference", "broken_borrows::moves_out_of_self"]),
    known("E0515", Lost, &["broken_borrows::returns_parameter"]),
    known("E0597", New, &["broken_borrows::returns_parameter"]),
    known("E0308", Notes, &["broken::forgotten_ok_unit", "broken::missing_tail", "broken::semicolon_too_many"]),
    known("E0277", Notes, &["broken::question_without_from", "broken::coercion_of_no_trait"]),
    known("clippy::boxed_local", Lost, &["receivers::by_box"]),
    known("clippy::needless_pass_by_value", Notes, &["lints_clippy::redundant_clone"]),
    known("clippy::redundant_clone", Lost, &["lints_clippy::redundant_clone"]),
    known("clippy::unnecessary_wraps", Lost, &["lints_clippy::unnecessary_wraps_option"]),
    known("clippy::large_stack_frames", Changed, &["lints_clippy::large_stack_arrays"]),
    known("unconditional_recursion", Lost, &["lints_rustc::unconditional_recursion"]),
    known("unused_assignments", Lost, &["lints_rustc::parameter_overwritten_at_the_end", "lints_rustc::unused_assignment"]),

    // Clippy looks for side effects in a function, but not in closures: one that has none itself may as well be told to be
    // `#[must_use]`. The lint is pedantic, and its advice does no harm.
    known("clippy::must_use_candidate", New, &["flow::mutates_a_static", "lints_clippy::ref_option"]),

    // The closure's return type is the user's, written once more: rustc could not infer it where a body returns early, or
    // collects. Clippy counts a lifetime in it as used, a large error as that of a closure too (what is done about one is done
    // about both), and the name of a type in a trait's impl as one that could be `Self`.
    known("clippy::needless_lifetimes", Lost, &["generics::borrows_of_a_generic", "generics::entry", "lints_clippy::needless_lifetimes", "outputs::tuple_of_references"]),
    known("clippy::elidable_lifetime_names", Lost, &["more::lend"]),
    known("clippy::result_large_err", New, &["lints_clippy::result_large_err"]),
    known("clippy::use_self", New, &["traits::more"]),

    // The body of an async function that waits is an async block inside it: the type is noted where it is written instead of
    // labelled, and a parameter that the block takes is captured. The mistake is the same, at the same place.
    known("E0308", Notes, &["broken::forgotten_ok_later", "broken::value_for_a_reference_later", "broken::mismatched_tail_later", "broken::value_from_unit_later", "broken::wrong_early_return_later"]),
    known("E0382", Notes, &["broken_borrows::moved_twice_later"]),
    known("E0384", Lost, &["broken_borrows::mutated_without_mut_later"]),
    known("E0594", New, &["broken_borrows::mutated_without_mut_later"]),
    known("E0505", Notes, &["broken_borrows::moved_while_borrowed_later"]),
    known("E0507", Notes, &["broken_borrows::moves_out_of_self_later"]),
    known("E0733", Notes, &["broken::recursion_without_a_box"]),
    known("E0596", Notes, &["broken_borrows::mutates_through_shared_later"]),
    known("", Notes, &["broken_borrows::assert_send"]),
    known("clippy::future_not_send", Notes, &["behaviour::tail_temporary_later", "more::fn_sugar_with_lifetimes_later", "futures::with_rc", "lints_clippy::future_not_send"]),
    known("unused_assignments", Changed, &["lints_rustc::unused_assignment_later"]),

    // So that parameters are dropped in the user's order, the block mentions those that the body names; one whose name the
    // body gives to something else looks as if it were used. Only a reading of scopes could tell.
    known("unused_variables", Lost, &["more::unused_and_shadowed_later"]),

    // A macro in the body may contain an `await`, and that of a function inside it looks like the body's: such a body is
    // run as one that waits, and clippy sees it waiting.
    known("clippy::unused_async", Lost, &["lints_clippy::unused_async_with_a_macro", "more::inner", "outputs::never_by_panic"]),

    // Clippy knows a function that could be an `async fn` by the async block that is all of its body; with a span there is
    // a call around it.
    known("clippy::manual_async_fn", Lost, &["later::borrows_self", "later::returns_impl"]),
    known("clippy::missing_errors_doc", Lost, &["later::returns_impl_of_a_result"]),

    // The body has braces of its own inside the function's. Where rustc adds a suggestion or a label for the tail of a
    // function, it has none for that of a block, or one for all of it; `break` could leave a block if that had a label.
    known("", Changed, &["broken_borrows::missing_capture"]),
    known("E0268", Notes, &["broken::break_outside"]),
    known("E0271", Notes, &["broken::iterator_of_wrong_item"]),
    known("E0277", Notes, &["broken::impl_debug_without", "broken::question_in_unit"]),
    known("E0308", Notes, &["broken::loop_without_a_value"]),
    known("E0317", Notes, &["broken::if_without_else"]),
    known("E0373", Notes, &["broken_borrows::closure_outlives"]),

    // For crates on their way to edition 2024: the span ends after the temporaries of the tail then, and before them until
    // then. rustc says so of any value with a destructor; a span that is a little longer does no harm.
    known("tail_expr_drop_order", New, &["lints_clippy::significant_drop_in_scrutinee"]),

    // What `#[tokio::main]` may panic at it says of the body's last statement; with a span that is ours. No user of such
    // a function needs to be told.
    known("clippy::missing_panics_doc", Lost, &["attributes::tokio_main_below"]),

    // Clippy leaves functions alone that are empty, and with a span they are not. The lint is pedantic.
    known("clippy::inline_always", New, &["lints_clippy::inline_always"]),

    // So with any attribute macro: it makes doc comments attributes, whose lines clippy cannot tell any more; what stood in a
    // `macro_rules!` as a fragment stands where it was given; and an attribute is no gap after a comment.
    known("clippy::doc_lazy_continuation", Lost, &["lints_clippy::doc_lazy_continuation"]),
    known("clippy::empty_line_after_doc_comments", Lost, &["lints_clippy::doc_lazy_continuation"]),
    known("clippy::missing_errors_doc", New, &["macros::all_fragments"]),
    known("clippy::missing_errors_doc", Changed, &["macros::$name"]),
    known("clippy::needless_lifetimes", New, &["macros::all_fragments"]),
    known("clippy::must_use_candidate", New, &["reexport::through_a_macro_of_another_crate"]),
    known("missing_docs", Lost, &["lib.rs"]),
    known("missing_docs", New, &["reexport::through_a_macro_of_another_crate"]),
];
