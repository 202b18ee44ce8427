//! What `err` and `ret` read from a function's result.
//!
//! In: the returned value, by reference, while the span is still current. Out: status and
//! attributes of that span.
//! Never here: deciding by the text of a type.

use core::any::type_name;
use core::fmt::{Debug, Display};

use crate::attribute::Key;
use crate::attribute::{AttributeValue, debug, display};
use crate::local;
use crate::status::StatusCode;

/// A result that may be an error: what `err` needs.
#[diagnostic::on_unimplemented(
    message = "`err` needs a function that can fail, but `{Self}` cannot",
    label = "not a `Result`",
    note = "return a `Result`, or remove `err`"
)]
pub trait Fallible {
    /// What it fails with.
    type Error;

    /// Returns the error, if it is one.
    fn error(&self) -> Option<&Self::Error>;
}

impl<T, E> Fallible for Result<T, E> {
    type Error = E;

    fn error(&self) -> Option<&E> {
        self.as_ref().err()
    }
}

/// A result whose value `ret` can record: of a `Result`, that of `Ok`.
#[diagnostic::on_unimplemented(
    message = "`ret` cannot record `{Self}`",
    label = "not an attribute value",
    note = "record its `Display` form with `ret(%)` or its `Debug` form with `ret(?)`, or remove `ret`"
)]
pub trait Recordable {
    /// The type of the value.
    type Value: ?Sized;

    /// Returns the value, if there is one.
    fn value(&self) -> Option<&Self::Value>;
}

impl<T: AttributeValue> Recordable for T {
    type Value = T;

    fn value(&self) -> Option<&T> {
        Some(self)
    }
}

impl<T, E> Recordable for Result<T, E> {
    type Value = T;

    fn value(&self) -> Option<&T> {
        self.as_ref().ok()
    }
}

/// The attribute that `ret` records.
const RETURN: &str = "return";

/// Marks the current span when `result` is an error: status `Error` with the error's text, and
/// its type as `error.type`.
pub fn record_err<R>(result: &R)
where
    R: Fallible,
    R::Error: Display,
{
    record_err_unless(result, |_| false);
}

/// Does as [`record_err`], but leaves errors alone that `is_expected`.
pub fn record_err_unless<R>(result: &R, is_expected: impl FnOnce(&R::Error) -> bool)
where
    R: Fallible,
    R::Error: Display,
{
    if let Some(error) = result.error()
        && local::is_recording()
        && !is_expected(error)
    {
        local::with_buffer(|buffer| buffer.set_outcome(StatusCode::Error, error, type_name::<R::Error>()));
    }
}

/// Records the returned value as attribute `return`.
pub fn record_ok<R>(result: &R)
where
    R: Recordable,
    R::Value: AttributeValue,
{
    if let Some(value) = result.value() {
        record_return(value);
    }
}

/// Chooses, by type, what `ret(%)` and `ret(?)` show: the `Ok` value of a `Result`, else the
/// value itself. Generated code calls the methods on a reference; that of `ShowOk` is found first.
#[derive(Debug)]
pub struct Returned<'a, R>(pub &'a R);

/// `ret(%)` and `ret(?)` for a `Result`.
pub trait ShowOk {
    /// The type of the `Ok` value.
    type Value;
    /// Records the `Display` form.
    fn ret_display(&self)
    where
        Self::Value: Display;
    /// Records the `Debug` form.
    fn ret_debug(&self)
    where
        Self::Value: Debug;
}

impl<T, E> ShowOk for Returned<'_, Result<T, E>> {
    type Value = T;

    fn ret_display(&self)
    where
        T: Display,
    {
        if let Ok(value) = self.0 {
            record_return(&display(value));
        }
    }

    fn ret_debug(&self)
    where
        T: Debug,
    {
        if let Ok(value) = self.0 {
            record_return(&debug(value));
        }
    }
}

/// `ret(%)` and `ret(?)` for anything else.
pub trait ShowValue {
    /// The type of the value.
    type Value;
    /// Records the `Display` form.
    fn ret_display(&self)
    where
        Self::Value: Display;
    /// Records the `Debug` form.
    fn ret_debug(&self)
    where
        Self::Value: Debug;
}

impl<T> ShowValue for &Returned<'_, T> {
    type Value = T;

    fn ret_display(&self)
    where
        T: Display,
    {
        record_return(&display(self.0));
    }

    fn ret_debug(&self)
    where
        T: Debug,
    {
        record_return(&debug(self.0));
    }
}

fn record_return(value: &(impl AttributeValue + ?Sized)) {
    local::with_buffer(|buffer| buffer.attribute(Key::text(RETURN), value));
}
