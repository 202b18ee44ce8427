//! What `err` and `ret` read from a function's result.
//!
//! In: the returned value, by reference, while the span is still current. Out: status and
//! attributes of that span.
//! Never here: deciding by the text of a type.

use core::any::type_name;
use core::convert::Infallible;
use core::fmt::Display;
use core::ops::ControlFlow;
use core::task::Poll;
use std::rc::Rc;
use std::sync::Arc;

use crate::attribute::Key;
use crate::attribute::{AttributeValue, Place};
use crate::local;
use crate::status::StatusCode;

/// A result that may be an error: what `err` needs.
///
/// A `Result`, what holds one (`Option<Result<..>>`, `Poll<Result<..>>`, where nothing yet is no error), and a
/// `ControlFlow`, whose `Break` is the error.
#[diagnostic::on_unimplemented(
    message = "`err` needs a function that can fail, but `{Self}` cannot",
    label = "not a `Result`, and holds none",
    note = "return a `Result`, write `err(none = \"not_found\")` for an `Option`, or remove `err`"
)]
pub trait Fallible {
    /// What it fails with; its text becomes the status message.
    type Error: Display;

    /// Returns the error, if it is one.
    fn error(&self) -> Option<&Self::Error>;

    // A method for the reason told at `AttributeValue::__put`.
    #[doc(hidden)]
    fn __err(
        &self,
        is_expected: impl FnOnce(&Self::Error) -> bool,
        error_type: impl FnOnce(&Self::Error) -> &'static str,
    ) where
        Self: Sized,
    {
        if let Some(error) = unexpected(self, is_expected) {
            record_err(error, error_type(error));
        }
    }

    // `err(message = none)`.
    #[doc(hidden)]
    fn __err_unsaid(
        &self,
        is_expected: impl FnOnce(&Self::Error) -> bool,
        error_type: impl FnOnce(&Self::Error) -> &'static str,
    ) where
        Self: Sized,
    {
        if let Some(error) = unexpected(self, is_expected) {
            record_err(&"", error_type(error));
        }
    }

    // `err(map = function)`.
    #[doc(hidden)]
    fn __err_as<'a, M: Display>(
        &'a self,
        is_expected: impl FnOnce(&Self::Error) -> bool,
        map: impl FnOnce(&'a Self::Error) -> M,
        is_said: bool,
        error_type: impl FnOnce(&M) -> &'static str,
    ) where
        Self: Sized,
    {
        if let Some(error) = unexpected(self, is_expected) {
            let mapped = map(error);
            // Of a reference, the type is that of what it refers to.
            let error_type = error_type(&mapped).trim_start_matches('&');
            record_err(if is_said { &mapped } else { &"" }, error_type);
        }
    }
}

impl<T, E: Display> Fallible for Result<T, E> {
    type Error = E;

    fn error(&self) -> Option<&E> {
        self.as_ref().err()
    }
}

#[diagnostic::do_not_recommend]
impl<R: Fallible> Fallible for Option<R> {
    type Error = R::Error;

    fn error(&self) -> Option<&R::Error> {
        self.as_ref()?.error()
    }
}

#[diagnostic::do_not_recommend]
impl<R: Fallible> Fallible for Poll<R> {
    type Error = R::Error;

    fn error(&self) -> Option<&R::Error> {
        match self {
            Self::Ready(result) => result.error(),
            Self::Pending => None,
        }
    }
}

impl<B: Display, C> Fallible for ControlFlow<B, C> {
    type Error = B;

    fn error(&self) -> Option<&B> {
        match self {
            Self::Break(error) => Some(error),
            Self::Continue(_) => None,
        }
    }
}

/// What may hold nothing: what `err(none = ..)` needs.
#[diagnostic::on_unimplemented(
    message = "`err(none = ..)` needs a function that returns an `Option`, and `{Self}` is another type",
    label = "not an `Option`",
    note = "return an `Option`, or remove `none`"
)]
pub trait Absent {
    #[doc(hidden)]
    fn __is_none(&self) -> bool;

    #[doc(hidden)]
    fn __err_none(&self, error_type: &str) {
        if self.__is_none() && local::is_recording() {
            record_err(&"", error_type);
        }
    }
}

impl<T> Absent for Option<T> {
    fn __is_none(&self) -> bool {
        self.is_none()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Absent> Absent for Poll<T> {
    fn __is_none(&self) -> bool {
        matches!(self, Self::Ready(value) if value.__is_none())
    }
}

/// Chooses, by type, what an `err` that a method has from its block looks at. Generated code calls the method on a
/// reference to a reference; of the three traits below, that of the first that fits is found.
#[derive(Debug)]
pub struct Outcome<'a, R>(pub &'a R);

/// The inherited `err` for a `Result`, whose error may still be one that cannot be recorded.
pub trait OfResult {
    /// A `Result`.
    type Fallible;
    /// Returns what was returned.
    fn fallible(&self) -> &Self::Fallible;
}

impl<T, E> OfResult for &Outcome<'_, Result<T, E>> {
    type Fallible = Result<T, E>;

    fn fallible(&self) -> &Result<T, E> {
        self.0
    }
}

/// The inherited `err` for other types that may be errors.
pub trait OfFallible {
    /// The type.
    type Fallible: Fallible;
    /// Returns what was returned.
    fn fallible(&self) -> &Self::Fallible;
}

impl<R: Fallible> OfFallible for &&Outcome<'_, R> {
    type Fallible = R;

    fn fallible(&self) -> &R {
        self.0
    }
}

/// The inherited `err` for all the rest, which cannot fail.
pub trait OfAnything {
    /// Returns no error.
    fn fallible(&self) -> &Result<(), Infallible>;
}

impl<R> OfAnything for Outcome<'_, R> {
    fn fallible(&self) -> &Result<(), Infallible> {
        &Ok(())
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
    type Value: AttributeValue + ?Sized;

    /// Returns the value, if there is one.
    fn value(&self) -> Option<&Self::Value>;

    // A method for the reason told at `AttributeValue::__put`.
    #[doc(hidden)]
    fn __ret(&self) {
        if let Some(value) = self.value() {
            record_return(value);
        }
    }
}

impl<T: AttributeValue> Recordable for T {
    type Value = T;

    fn value(&self) -> Option<&T> {
        Some(self)
    }
}

impl<T: AttributeValue, E> Recordable for Result<T, E> {
    type Value = T;

    fn value(&self) -> Option<&T> {
        self.as_ref().ok()
    }
}

/// The attribute that `ret` records.
const RETURN: &str = "return";

/// The error of `result`, if there is one, it is not expected, and somebody records it.
fn unexpected<R: Fallible>(result: &R, is_expected: impl FnOnce(&R::Error) -> bool) -> Option<&R::Error> {
    result.error().filter(|error| local::is_recording() && !is_expected(error))
}

/// Marks the current span: status `Error` with a message, and `error.type`.
fn record_err(message: &dyn Display, error_type: &str) {
    local::with_buffer(|buffer| buffer.set_outcome(StatusCode::Error, message, error_type));
}

/// An error that says what class of error it is, in few words: the attribute `error.type`.
///
/// `err` records it; for an error without it, the name of its Rust type. Derive it for enums with
/// `#[derive(ErrorType)]`: the names of the variants in snake case.
///
/// ```
/// use otlp_runtime::ErrorType;
///
/// struct Refused { status: u16 }
///
/// impl ErrorType for Refused {
///     fn error_type(&self) -> &'static str {
///         if self.status < 500 { "refused" } else { "unavailable" }
///     }
/// }
/// assert_eq!(Refused { status: 503 }.error_type(), "unavailable");
/// ```
pub trait ErrorType {
    /// Returns one of a few texts, none of which depends on data.
    fn error_type(&self) -> &'static str;
}

macro_rules! pointers {
    ($($pointer:ty),+) => {$(
        impl<E: ErrorType + ?Sized> ErrorType for $pointer {
            fn error_type(&self) -> &'static str {
                (**self).error_type()
            }
        }
    )+};
}

pointers!(&E, &mut E, Box<E>, Rc<E>, Arc<E>);

/// Chooses, by type, the `error.type` of an error. Generated code calls the methods on a reference; that of
/// `OwnErrorType` is found first.
#[derive(Debug)]
pub struct Failed<'a, E>(pub &'a E);

/// `error.type` of an error that knows its own.
pub trait OwnErrorType {
    /// Returns it.
    fn error_type(&self) -> &'static str;
}

impl<E: ErrorType> OwnErrorType for Failed<'_, E> {
    fn error_type(&self) -> &'static str {
        self.0.error_type()
    }
}

/// `error.type` of any other error.
pub trait TypeName {
    /// Returns the name of the Rust type.
    fn error_type(&self) -> &'static str;
}

impl<E> TypeName for &Failed<'_, E> {
    fn error_type(&self) -> &'static str {
        type_name::<E>()
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
    /// Returns the `Ok` value.
    fn shown(&self) -> Option<&Self::Value>;
}

impl<T, E> ShowOk for Returned<'_, Result<T, E>> {
    type Value = T;

    fn shown(&self) -> Option<&T> {
        self.0.as_ref().ok()
    }
}

/// `ret(%)` and `ret(?)` for anything else.
pub trait ShowValue {
    /// The type of the value.
    type Value;
    /// Returns the value.
    fn shown(&self) -> Option<&Self::Value>;
}

impl<T> ShowValue for &Returned<'_, T> {
    type Value = T;

    fn shown(&self) -> Option<&T> {
        Some(self.0)
    }
}

/// The place of what `ret(%)` and `ret(?)` show.
#[derive(Debug)]
pub struct ReturnPlace;

impl Place for ReturnPlace {
    fn put(self, value: &impl AttributeValue) {
        record_return(value);
    }
}

fn record_return(value: &(impl AttributeValue + ?Sized)) {
    local::with_buffer(|buffer| buffer.attribute(&Key::text(RETURN), value));
}
