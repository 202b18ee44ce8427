//! Which Rust types may be attribute values, and as what they are recorded.
//!
//! In: a borrowed value. Out: one call on the `ValueWriter`.
//! Never here: keys, buffers.

use core::fmt::{self, Debug, Display};
use core::num;
use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use super::Value;
use super::array::ArrayWriter;
use super::scalar::Scalar;
use super::writer::ValueWriter;

/// A type whose values can be recorded as an attribute.
///
/// Booleans, integers, floats and text are recorded as such, slices of them as lists, `u8`
/// slices as bytes; `None` records nothing. Integers beyond `i64` are recorded as decimal text,
/// so that no digit is lost. For other types, record `%value` (its `Display`) or `?value` (its
/// `Debug`), or implement this trait:
///
/// ```
/// use otlp_runtime::{AttributeValue, ValueWriter};
///
/// struct CartId(u64);
///
/// impl AttributeValue for CartId {
///     fn write(&self, writer: &mut ValueWriter<'_>) {
///         self.0.write(writer);
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an attribute value",
    label = "not a boolean, integer, float, text, or a list of these",
    note = "record `%value` for its `Display` form or `?value` for its `Debug` form, or implement `AttributeValue`"
)]
pub trait AttributeValue {
    /// Gives the value to `writer`, or nothing to record nothing.
    fn write(&self, writer: &mut ValueWriter<'_>);

    // What can be written without asking the type any further: those share the code that writes them.
    #[doc(hidden)]
    #[inline]
    fn __scalar(&self) -> Option<Scalar<'_>> {
        None
    }

    // Generated code calls this method, not a function with a bound: rustc would name that
    // function, and its private path, to whoever records what is no attribute value.
    #[doc(hidden)]
    #[inline]
    fn __put(&self, place: impl Place)
    where
        Self: Sized,
    {
        place.put(self);
    }
}

/// Where generated code puts an attribute.
pub trait Place {
    /// Records `value` there.
    fn put(self, value: &impl AttributeValue);
}

/// A type that can stand in a list value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an element of a list attribute",
    label = "not a boolean, integer, float or text"
)]
pub trait AttributeElement {
    /// Adds the value to `array`.
    fn push(&self, array: &mut ArrayWriter<'_>);
}

macro_rules! forms {
    ($($method:ident $scalar:ident($value:ident => $form:expr): $($type:ty),+;)+) => {$($(
        impl AttributeValue for $type {
            #[inline]
            fn write(&self, writer: &mut ValueWriter<'_>) {
                let $value = self;
                writer.$method($form);
            }

            #[inline]
            fn __scalar(&self) -> Option<Scalar<'_>> {
                let $value = self;
                Some(Scalar::$scalar($form))
            }
        }

        impl AttributeElement for $type {
            #[inline]
            fn push(&self, array: &mut ArrayWriter<'_>) {
                let $value = self;
                array.$method($form);
            }
        }
    )+)+};
}

forms! {
    bool Bool(value => *value): bool;
    int Int(value => *value): i64;
    int Int(value => i64::from(*value)): i8, i16, i32, u16, u32;
    int Int(value => value.get()): num::NonZeroI64;
    int Int(value => i64::from(value.get())):
        num::NonZeroI8, num::NonZeroI16, num::NonZeroI32, num::NonZeroU8, num::NonZeroU16, num::NonZeroU32;
    double Double(value => *value): f64;
    double Double(value => f64::from(*value)): f32;
    str Text(value => value): str, String;
}

impl AttributeValue for char {
    #[inline]
    fn write(&self, writer: &mut ValueWriter<'_>) {
        writer.str(self.encode_utf8(&mut [0; 4]));
    }
}

impl AttributeElement for char {
    #[inline]
    fn push(&self, array: &mut ArrayWriter<'_>) {
        array.str(self.encode_utf8(&mut [0; 4]));
    }
}

impl AttributeValue for u8 {
    #[inline]
    fn write(&self, writer: &mut ValueWriter<'_>) {
        writer.int(i64::from(*self));
    }

    #[inline]
    fn __scalar(&self) -> Option<Scalar<'_>> {
        Some(Scalar::Int(i64::from(*self)))
    }
}

macro_rules! wide_integers {
    ($($type:ty),+) => {$(
        impl AttributeValue for $type {
            #[inline]
            fn write(&self, writer: &mut ValueWriter<'_>) {
                match i64::try_from(*self) {
                    Ok(int) => writer.int(int),
                    Err(_) => writer.display(self),
                }
            }

            #[inline]
            fn __scalar(&self) -> Option<Scalar<'_>> {
                i64::try_from(*self).ok().map(Scalar::Int)
            }
        }

        impl AttributeElement for $type {
            #[inline]
            fn push(&self, array: &mut ArrayWriter<'_>) {
                match i64::try_from(*self) {
                    Ok(int) => array.int(int),
                    Err(_) => array.str(&self.to_string()),
                }
            }
        }
    )+};
}

wide_integers!(u64, usize, isize, u128, i128);

macro_rules! wide_non_zero {
    ($($type:ty),+) => {$(
        impl AttributeValue for $type {
            #[inline]
            fn write(&self, writer: &mut ValueWriter<'_>) {
                self.get().write(writer);
            }
        }
    )+};
}

wide_non_zero!(num::NonZeroU64, num::NonZeroUsize, num::NonZeroIsize, num::NonZeroU128, num::NonZeroI128);

macro_rules! pointers {
    ($($pointer:ty),+) => {$(
        impl<T: AttributeValue + ?Sized> AttributeValue for $pointer {
            #[inline]
            fn write(&self, writer: &mut ValueWriter<'_>) {
                (**self).write(writer);
            }

            #[inline]
            fn __scalar(&self) -> Option<Scalar<'_>> {
                (**self).__scalar()
            }
        }

        impl<T: AttributeElement + ?Sized> AttributeElement for $pointer {
            #[inline]
            fn push(&self, array: &mut ArrayWriter<'_>) {
                (**self).push(array);
            }
        }
    )+};
}

pointers!(&T, &mut T, Box<T>, Rc<T>, Arc<T>);

impl<T: AttributeValue + ToOwned + ?Sized> AttributeValue for Cow<'_, T> {
    #[inline]
    fn write(&self, writer: &mut ValueWriter<'_>) {
        (**self).write(writer);
    }

    #[inline]
    fn __scalar(&self) -> Option<Scalar<'_>> {
        (**self).__scalar()
    }
}

impl<T: AttributeElement + ToOwned + ?Sized> AttributeElement for Cow<'_, T> {
    #[inline]
    fn push(&self, array: &mut ArrayWriter<'_>) {
        (**self).push(array);
    }
}

impl<T: AttributeValue> AttributeValue for Option<T> {
    #[inline]
    fn write(&self, writer: &mut ValueWriter<'_>) {
        if let Some(value) = self {
            value.write(writer);
        }
    }
}

impl<T: AttributeElement> AttributeValue for [T] {
    fn write(&self, writer: &mut ValueWriter<'_>) {
        writer.array(|array| {
            // A list over the limit is not recorded: its rest need not be looked at.
            let _ = self.iter().all(|element| {
                element.push(array);
                array.fits
            });
        });
    }
}

impl AttributeValue for [u8] {
    #[inline]
    fn write(&self, writer: &mut ValueWriter<'_>) {
        writer.bytes(self);
    }
}

impl<T> AttributeValue for Vec<T>
where
    [T]: AttributeValue,
{
    #[inline]
    fn write(&self, writer: &mut ValueWriter<'_>) {
        self.as_slice().write(writer);
    }
}

impl<T, const N: usize> AttributeValue for [T; N]
where
    [T]: AttributeValue,
{
    #[inline]
    fn write(&self, writer: &mut ValueWriter<'_>) {
        self.as_slice().write(writer);
    }
}

impl AttributeValue for fmt::Arguments<'_> {
    fn write(&self, writer: &mut ValueWriter<'_>) {
        writer.display(self);
    }
}

impl AttributeValue for Value {
    fn write(&self, writer: &mut ValueWriter<'_>) {
        match self {
            Self::Bool(bool) => writer.bool(*bool),
            Self::Int(int) => writer.int(*int),
            Self::Double(double) => writer.double(*double),
            Self::String(text) => writer.str(text),
            Self::Bytes(bytes) => writer.bytes(bytes),
            Self::Array(values) => writer.array(|array| {
                let _ = values.iter().all(|value| {
                    array.value(value);
                    array.fits
                });
            }),
        }
    }
}

/// Records a value through its `Display` form: `key = %value`.
#[derive(Clone, Copy, Debug)]
pub struct DisplayValue<'a, T: ?Sized>(&'a T);

/// Records a value through its `Debug` form: `key = ?value`.
#[derive(Clone, Copy, Debug)]
pub struct DebugValue<'a, T: ?Sized>(&'a T);

/// Wraps `value` so that its `Display` form is recorded.
pub const fn display<T: Display + ?Sized>(value: &T) -> DisplayValue<'_, T> {
    DisplayValue(value)
}

/// Wraps `value` so that its `Debug` form is recorded.
pub const fn debug<T: Debug + ?Sized>(value: &T) -> DebugValue<'_, T> {
    DebugValue(value)
}

impl<T: Display + ?Sized> AttributeValue for DisplayValue<'_, T> {
    fn write(&self, writer: &mut ValueWriter<'_>) {
        writer.display(&self.0);
    }
}

impl<T: Debug + ?Sized> AttributeValue for DebugValue<'_, T> {
    fn write(&self, writer: &mut ValueWriter<'_>) {
        writer.display(&format_args!("{:?}", self.0));
    }
}
